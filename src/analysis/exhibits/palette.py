"""The book's colours, on light and on dark paper."""

from typing import NamedTuple


class Colour(NamedTuple):
    """One colour, on light and on dark paper."""

    light: str
    dark: str


PALETTE = {
    "ink": Colour("#1f2933", "#e8eaed"),
    "muted": Colour("#5a6570", "#a7b0ba"),
    "grid": Colour("#d8dde2", "#3a424b"),
    "paper": Colour("#ffffff", "#14181d"),
    "series-1": Colour("#0b6aa2", "#5eb3e8"),
    "series-2": Colour("#b34700", "#ff9d5c"),
    "series-3": Colour("#00745a", "#45c9a0"),
    "series-4": Colour("#9c3f78", "#e79bc6"),
    "series-5": Colour("#7d5a00", "#e3b84f"),
    "series-6": Colour("#5b4b9a", "#b6a6f2"),
    "supports": Colour("#1b6baf", "#63b4f0"),
    "hinders": Colour("#b04a0c", "#f79a58"),
    "neutral": Colour("#69737e", "#959fa9"),
    "agreement": Colour("#005a9c", "#6db8f5"),
    "partial": Colour("#2f7587", "#8ccbd9"),
    "silence": Colour("#66707a", "#9ba5af"),
    "dissonance": Colour("#a83a06", "#fa9a66"),
    "undecided": Colour("#6f5a00", "#e0c25a"),
}
"""Colours by name; the style sheet repeats them as ``--ucj-<name>``. No two are equal."""

NAMES = {colour.light: name for name, colour in PALETTE.items()}


def colour(name: str) -> str:
    """Return the light value of a named colour, in which pictures are drawn.

    Raises
    ------
    KeyError
        If the palette has no colour of that name.
    """
    return PALETTE[name].light


def variable(name: str) -> str:
    """Return a named colour as a style sheet writes it, with its light value to fall back on."""
    return f"var(--ucj-{name}, {colour(name)})"
