"""What a page does once in a process and then knows: tables parsed, number forms, typefaces.

It is done before processes are copied, so that no copy does it again.
"""

from __future__ import annotations

from analysis import cases, tables
from analysis.exhibits import inline_svg, style
from analysis.figures.drawing import row_figure
from analysis.language import Language, languages


def rehearse() -> None:
    """Read the reference, make a table in each language, and draw a picture.

    Raises
    ------
    UserError
        If a table of the reference cannot be read.
    """
    codebook = cases.load_reference().framework
    for code in languages():
        language = Language(code)
        language.date("2024-11")
        tables.codebook(codebook, language=language)
    with style():
        figure, _ = row_figure(codebook["label_id"].head(2))
        inline_svg(figure, "rehearsal", "")
