"""What a page does once in a process and then knows: tables parsed, number forms, typefaces.

It is done before processes are copied, so that no copy does it again.
"""

from __future__ import annotations

from matplotlib.backends.registry import backend_registry

from analysis import cases, tables
from analysis.exhibits import inline_svg, style
from analysis.figures.drawing import row_figure
from analysis.language import Language, languages

INLINE = "module://matplotlib_inline.backend_inline"
"""How a kernel shows a picture that is left open."""


def rehearse() -> None:
    """Read the reference, make a table in each language, and draw a picture.

    Raises
    ------
    UserError
        If a table of the reference cannot be read.
    """
    backend_registry.is_valid_backend(INLINE)  # matplotlib asks all packages the first time
    codebook = cases.load_reference().framework
    for code in languages():
        language = Language(code)
        language.date("2024-11")
        tables.codebook(codebook, language=language)
    with style():
        figure, _ = row_figure(codebook["label_id"].head(2))
        inline_svg(figure, "rehearsal", "")
