"""Measure two ways of doing the same thing side by side, and say how they compare."""

from __future__ import annotations

import csv
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Pairs = tuple[list[float], list[float]]
"""Seconds of this project and of the plain way; those at one place were taken together."""

COLUMNS = (
    "row",
    "measured",
    "beside",
    "n",
    "seconds",
    "seconds_beside",
    "ratio",
    "low",
    "high",
    "at_most",
    "reached",
)


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes
    ----------
    name
        By which it is chosen on the command line.
    measured, beside
        What is timed, and the plain way that it is set beside.
    at_most
        The ratio of their times that is to be reached.
    take
        Takes a number of repetitions and returns the seconds of both.
    """

    name: str
    measured: str
    beside: str
    at_most: float
    take: Callable[[int], Pairs]


def side_by_side(
    ours: Callable[[], object], plain: Callable[[], object], repetitions: int
) -> Pairs:
    """Time two functions in turn, so that what else the machine does falls on both."""
    pairs: Pairs = ([], [])
    for number in range(repetitions):
        both = list(zip((ours, plain), pairs, strict=True))
        for function, times in both if number % 2 == 0 else reversed(both):
            times.append(seconds(function))
    return pairs


def seconds(function: Callable[[], object]) -> float:
    """Return how long a function takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def command(
    words: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None
) -> Callable[[], object]:
    """Return a function that runs a command, quietly, and stops if the command fails."""

    def run() -> None:
        done = subprocess.run(
            words, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(map(str, words))}\n{done.stdout}\n{done.stderr}")

    return run


def summary(row: Row, pairs: Pairs) -> dict[str, object]:
    """Describe the ratios of the pairs: how many, their median, the least and the most."""
    ratios = [one / other for one, other in zip(*pairs, strict=True)]
    middle = median(ratios)
    values = (
        row.name,
        row.measured,
        row.beside,
        len(ratios),
        round(median(pairs[0]), 4),
        round(median(pairs[1]), 4),
        round(middle, 4),
        round(min(ratios), 4),
        round(max(ratios), 4),
        round(row.at_most, 4),
        middle <= row.at_most,
    )
    return dict(zip(COLUMNS, values, strict=True))


def write(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    """Write the table as CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        table = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
