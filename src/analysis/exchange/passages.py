"""Find the passage that a selection means, and say whether it could be verified.

Programs count characters differently: carriage returns, byte-order marks and characters beyond the
basic plane shift every offset behind them. So an offset is believed only if what it cuts out is
what the selection's own name says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

SHORTEST = 12
DOTS = ("…", "...")


@dataclass(frozen=True)
class Passage:
    """The text of a selection, and whether it was compared with the selection's name."""

    text: str
    verified: bool


def locate(text: str | None, start: int, end: int, name: str) -> Passage:
    """Return the passage between two offsets.

    Parameters
    ----------
    text
        The source's plain text; None if it is missing.
    start, end
        Offsets, the end exclusive.
    name
        The selection's own name: for most programs its text, often cut short with dots.

    Returns
    -------
    Passage
        Verified if the name agrees with what the offsets cut out of the text, counted in one of
        the ways in which programs count, or if the name stands in the text just once.
        Else what the offsets cut out, or the name where there is no such place, unverified.
    """
    if text is None or not 0 <= start <= end:
        return unlocated(name)
    cuts = list(_cuts(text, start, end))
    for cut in cuts:
        if _agree(name, cut):
            return Passage(cut, verified=True)
    if len(name) >= SHORTEST and text.count(name) == 1:
        return Passage(name, verified=True)
    return Passage(cuts[0], verified=False) if cuts and cuts[0].strip() else unlocated(name)


def unlocated(name: str) -> Passage:
    """Return the name in place of a passage that cannot be read."""
    return Passage(name, verified=False)


def _cuts(text: str, start: int, end: int) -> Iterator[str]:
    """Cut the passage out in each way of counting, the plain one first."""
    lines = text.replace("\r\n", "\n")
    for counted in (text, lines, lines.replace("\n", "\r\n"), "\ufeff" + text):
        if end <= len(counted):
            yield counted[start:end]
    units = text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end]
    yield units.decode("utf-16-le", "replace")


def _agree(name: str, cut: str) -> bool:
    said, found = " ".join(name.split()), " ".join(cut.split())
    if not said:
        return False
    if said == found:
        return True
    for dots in DOTS:
        said = said.removesuffix(dots).rstrip()
    return len(said) >= SHORTEST and found.startswith(said)
