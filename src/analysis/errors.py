"""The one kind of error that is shown to a reader as a sentence."""


class UserError(Exception):
    """Something that the person at the keyboard can mend.

    The message is one clear sentence: what is wrong, where, what was expected, what to do.
    The command line prints it without a traceback.
    """
