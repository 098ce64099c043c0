"""Sentences for the person at the keyboard, which every language can say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """A sentence, or a part of one, that is put into a language only when it is said.

    ``str`` gives it in English, ``Language.say`` in a language.

    Attributes
    ----------
    template
        A literal text with ``{placeholders}``, so that the catalogues get it.
    values
        What the placeholders stand for; a message, a ``float`` or a ``Sentence`` among them is put
        into the language too. A tuple gives a line for each. An ``int`` stays as it is: a row, a
        year.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence in English."""
        if not self.values:
            return self.template
        return self.template.format(**{name: plain(value) for name, value in self.values.items()})


def plain(value: object) -> object:
    """Return what stands for a value in an English sentence."""
    if isinstance(value, tuple):
        return "\n".join(str(plain(each)) for each in value)
    return f"{value:.10g}" if isinstance(value, float) else value


class Sentence(str):
    """A sentence of this project that came as plain English, such as from another process."""

    __slots__ = ()


class UserError(Exception):
    """Something that the person at the keyboard can mend.

    The command line prints the sentence without a traceback and ends with exit code 1.

    Parameters
    ----------
    template
        One clear sentence: what is wrong, where, what was expected, what to do.
        A literal text with ``{placeholders}``, so that it can be translated.
    values
        What the placeholders stand for.

    Attributes
    ----------
    shown
        The sentence in the reader's language, where whoever met the error knows it.
    """

    shown = ""

    def __init__(self, template: str, /, **values: object) -> None:
        super().__init__(template)
        self.template = template
        self.values = values

    def __str__(self) -> str:
        """Return the sentence in English."""
        return str(Message(self.template, self.values))

    def _render_traceback_(self) -> list[str]:
        """Show a notebook the sentence; the calls that led to it help nobody who can mend it."""
        return [self.shown or str(self)]


class UsageError(UserError):
    """A wrong use of the command, such as a parameter that does not exist: exit code 2."""


def message(text: str) -> str:
    """Mark a literal as the message of an error, so that the catalogues get it."""
    return text
