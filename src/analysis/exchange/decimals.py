"""Numbers as people write them: ``1,234.5`` or ``1.234,5``.

What a file shows decides: one number that can be read only one way settles the others.
Where none does, a number such as ``1.234`` is not guessed at.
"""

import math
import re
from collections.abc import Iterable

POINT = re.compile(r"[+-]?(\d+|[1-9]\d{0,2}(,\d{3})+)(\.\d+)?", re.ASCII)
COMMA = re.compile(r"[+-]?(\d+|[1-9]\d{0,2}(\.\d{3})+)(,\d+)?", re.ASCII)
WHOLE = re.compile(r"[+-]?\d+", re.ASCII)


def mark(texts: Iterable[str]) -> str:
    """Return the decimal mark that texts show: a point, a comma, or nothing if they do not."""
    found = {_only(text.strip()) for text in texts} - {""}
    return found.pop() if len(found) == 1 else ""


def plain(text: str, mark: str) -> str:
    """Write a number with a decimal point and without thousands marks.

    A text that is no number, or that can be read in two ways and has no mark to go by, stays.
    """
    own = _only(text) or (mark if POINT.fullmatch(text) or COMMA.fullmatch(text) else "")
    if own == ",":
        return text.replace(".", "").replace(",", ".")
    return text.replace(",", "") if own == "." else text


def ambiguous(text: str, mark: str, cell: object) -> bool:
    """Tell whether a cell could be read in two ways, and is no number already."""
    both = POINT.fullmatch(text) and COMMA.fullmatch(text)
    return bool(both and not mark and not WHOLE.fullmatch(text) and isinstance(cell, str))


def write(value: float) -> str:
    """Write a number so that it reads back as the same number."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004
        return str(int(value))
    return str(value)


def number(text: str) -> float | None:
    """Return the finite number that a text of a table is; None if it is none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and text.strip() == text and "_" not in text else None


def same(first: str, second: str) -> bool:
    """Tell whether two texts are the same number, such as ``27.50`` and ``27.5``."""
    value = number(first)
    return value is not None and value == number(second)


def _only(text: str) -> str:
    """Return the decimal mark of a number that can be read in one way; else nothing."""
    point, comma = POINT.fullmatch(text), COMMA.fullmatch(text)
    if bool(point) == bool(comma):
        return ""
    return "." if point else ","
