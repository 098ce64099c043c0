"""The extension of the book: what it adds to the pages of its theme."""

from analysis import theme
from analysis.language import Language

LABEL = '<span class="fn-bracket">]</span></span>\n'


def indonesian(body: str) -> str:
    return theme.translate_citations(body, Language("id"))


def test_a_citation_joins_its_authors_in_the_language_of_the_edition():
    two = '<a href="x#id5" title="">Emerson and Nabatchi, 2015</a>'
    assert ">Emerson dan Nabatchi, 2015<" in indonesian(two)
    assert indonesian("Emerson <em>et al.</em>, 2012") == "Emerson dkk., 2012"


def test_the_list_of_references_joins_authors_and_leaves_titles_alone():
    works = {
        "C. A. Field and A. H. Welsh. Bootstrapping clustered data.": (
            "C. A. Field dan A. H. Welsh. Bootstrapping clustered data."
        ),
        "Kirk Emerson, Tina Nabatchi, and Stephen Balogh. An integrative framework.": (
            "Kirk Emerson, Tina Nabatchi, dan Stephen Balogh. An integrative framework."
        ),
        "Pranab Kumar Sen. Estimates and more. A title.": (
            "Pranab Kumar Sen. Estimates and more. A title."
        ),
    }
    for work, said in works.items():
        assert indonesian(f"{LABEL}<p>{work}</p>") == f"{LABEL}<p>{said}</p>"
        hint = f'<a href="references.html#id5" title="{work}">x</a>'
        assert indonesian(hint) == hint.replace(work, said)


def test_other_text_of_a_page_is_left_alone():
    text = "<p>Bread and butter. It is said.</p>"
    assert indonesian(text) == text


def test_a_loan_in_a_table_is_in_italics_once():
    cell = "<td>menjadi leading sector, tetapi</td><td><em>leading sector</em></td>"
    assert theme.LOANS.sub(r"<em>\g<0></em>", cell) == (
        "<td>menjadi <em>leading sector</em>, tetapi</td><td><em>leading sector</em></td>"
    )
