# Every target sets itself up. Another Python: make PYTHON=python3.12 book
PYTHON ?= python3
CASE ?= padang
TRANSLATIONS ?= id

BIN := .venv/bin
INSTALLED := .venv/installed
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: book test bench lock catalogues clean

book: $(INSTALLED) ## run the notebooks and build the book, in every language that has a catalogue
	$(BIN)/ucj build $(CASE)

test: $(INSTALLED) ## check the code, build the book and run all tests
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/ucj build $(CASE)
	$(BIN)/python -m pytest -n auto

bench: $(INSTALLED) ## time the commands beside the plain way; ROWS="help-en" takes some only
	$(BIN)/python -m benchmarks $(ROWS)

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; name it, for example: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

lock: ## resolve requirements.in again, for every system and Python
	$(PYTHON) -m venv _build/lock
	_build/lock/bin/python -m pip --disable-pip-version-check install --quiet uv
	_build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url requirements.in --output-file requirements.lock

catalogues: $(INSTALLED) ## extract all texts and update the catalogues of the translations
	$(BIN)/python -c 'from analysis.publishing import extract; extract()'
	$(BIN)/sphinx-intl update -p _build/catalogues/texts -d book/locale $(TRANSLATIONS:%=-l %)
	$(BIN)/pybabel -q extract --no-location -k text -k plural:1,2 -k message -k Message \
	  -k UserError -k UsageError -k TableError:2 -k Problem:4 -k _problem:4 \
	  -o _build/catalogues/analysis.pot src/analysis
	for language in $(TRANSLATIONS); do \
	  $(BIN)/pybabel -q update --init-missing --ignore-pot-creation-date --ignore-obsolete -D analysis -l $$language \
	    -i _build/catalogues/analysis.pot -d src/analysis/locale; done

clean: ## remove all that is made
	rm -rf _build .venv
