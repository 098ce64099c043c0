"""The one kind of error that is shown to a reader as a sentence."""


class UserError(Exception):
    """Something that the person at the keyboard can mend.

    The command line prints the sentence without a traceback and ends with exit code 1.

    Parameters
    ----------
    message
        One clear sentence: what is wrong, where, what was expected, what to do.
        With `values`, a literal text with ``{placeholders}``, so that it can be translated.
    values
        What the placeholders stand for.
    """

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message)
        self.template = message
        self.values = values

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.template.format(**self.values) if self.values else self.template


class UsageError(UserError):
    """A wrong use of the command, such as a parameter that does not exist: exit code 2."""


def message(text: str) -> str:
    """Mark a literal as the message of an error, so that the catalogues get it."""
    return text
