"""Run the benchmarks: print the table as it grows, and write it as CSV."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from benchmarks import books, cluster, commands, many
from benchmarks.measuring import summary, write

ROWS = {row.name: row for row in (*commands.ROWS, *books.ROWS, *cluster.ROWS, *many.ROWS)}
"""Every row of the table; a new one is a function that returns two lists of seconds."""


def main() -> None:
    """Take the rows that were asked for, one after another."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of {', '.join(ROWS)}; default all")
    parser.add_argument("--repeat", type=int, default=3, help="how often each pair is timed")
    parser.add_argument("--output", type=Path, default=Path("_build/benchmarks.csv"))
    given = parser.parse_args()
    if unknown := set(given.rows) - set(ROWS):
        parser.error(f"there is no row {', '.join(sorted(unknown))}")
    console = Console(highlight=False, soft_wrap=True)
    console.print("ratio (least to most), n, at most; seconds beside seconds", style="bold")
    table = []
    for name in given.rows or ROWS:
        row = ROWS[name]
        result = summary(row, row.take(given.repeat))
        table.append(result)
        console.print(
            "{reached}  {ratio:.3f} ({low:.3f} to {high:.3f}), n = {n}, at most {at_most:.3f}; "
            "{seconds:.2f} s beside {seconds_beside:.2f} s: {measured} / {beside}".format(
                **result | {"reached": "yes" if result["reached"] else "NO "}
            )
        )
        write(given.output, table)
    console.print(given.output)


if __name__ == "__main__":
    main()
