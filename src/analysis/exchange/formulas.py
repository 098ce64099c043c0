"""Texts that a spreadsheet would take for a formula are given a mark, which import takes away.

A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end can be run by the program
that opens the file (OWASP, "CSV injection"). An apostrophe before it stops that everywhere.
A text that begins with apostrophes before such a sign gets one more, so that each text comes back
as it was.
"""

import re

RISKY = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
MARKED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def neutralise(text: str) -> str:
    """Return a text that no spreadsheet runs."""
    return f"'{text}" if RISKY.match(text) else text


def restore(text: str) -> str:
    """Return the text that :func:`neutralise` was given."""
    return text[1:] if MARKED.match(text) else text
