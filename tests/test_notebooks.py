"""One notebook: why it failed, in the language of whoever asked for it."""

from papermill import PapermillExecutionError

from analysis import notebooks
from analysis.errors import Message, UserError
from analysis.language import Language


def reason(name: str, said: str) -> str:
    return notebooks._reason(PapermillExecutionError(0, 1, "", name, said, []))


def test_why_a_cell_failed_is_said_in_the_language_of_the_user():
    """A refusal of this project is repeated in it; another error stays what it is."""
    refusal = UserError("{file} cannot be read: {reason}.", file="a.csv", reason="broken")
    said = Message("{reason}", {"reason": reason("UserError", str(refusal))})
    assert str(said) == "a.csv cannot be read: broken."
    assert Language("id").say(said) == "a.csv tidak dapat dibaca: broken."
    assert reason("ValueError", "one\ntwo") == "ValueError: one"
