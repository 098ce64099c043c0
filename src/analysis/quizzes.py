"""Self-check questions in the pages: the directive ``quiz``.

    :::{quiz}
    :right: 2

    What does the figure count?

    - All residents.
      - A share of residents would count children too.
    - Workers.
      - Yes, members over workers.
    :::

The page of a student has a question and its options as a plain list. What is said of each option,
and whether it is right, is sealed with the number of the option: a script opens what is chosen.
So no key stands in a page, its source or the search index. It is no secret: who tries every option
finds the right one, as in any exercise that answers by itself. The instructor's page says the key.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from analysis.audiences import INSTRUCTOR
from analysis.language import Language

ROUNDS = 1000
SCRIPT = "quiz.js"


class quiz(nodes.General, nodes.Element):  # type: ignore[misc]  # noqa: N801 - docutils' way
    """A question, its options, and what is said of each."""


class Quiz(SphinxDirective):
    """Read a quiz; ``right`` is the number of the right option."""

    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {"right": directives.positive_int}

    def run(self) -> list[nodes.Node]:
        """Return the node; a quiz that no student can answer is a mistake of the page."""
        node = quiz(right=self.options.get("right", 0))
        self.set_source_info(node)
        self.state.nested_parse(self.content, self.content_offset, node)
        options = _options(node)
        if len(options) < 2 or not 0 < node["right"] <= len(options):  # noqa: PLR2004
            raise self.error(
                "A quiz has a question, a list of at least two options, and under “right” the "
                "number of the right one."
            )
        return [node]


class Seal(SphinxTransform):
    """After translation, take out of a student's page what would give the answer away."""

    default_priority = 800  # texts are translated at 20

    def apply(self, **_: Any) -> None:
        """Seal each quiz, or say the key in the instructor's edition."""
        if self.app.builder.name == "gettext":
            return
        language = Language(self.config.language)
        for number, node in enumerate(self.document.findall(quiz)):
            options = _options(node)
            right = node.attributes.pop("right")
            if self.config.audience == INSTRUCTOR:
                said = nodes.strong("", language.text("right answer"))
                _text(options[right - 1]).extend([nodes.Text(" ("), said, nodes.Text(")")])
            else:
                salt = f"{self.config.language}/{self.env.docname}/{number}"
                answers = [_take_feedback(option) for option in options]
                node["salt"] = salt
                node["sealed"] = seal(answers, right, salt)


def _options(node: nodes.Element) -> list[nodes.Element]:
    lists = [child for child in node.children if isinstance(child, nodes.bullet_list)]
    return [item for item in lists[-1].children if isinstance(item, nodes.Element)] if lists else []


def _text(option: nodes.Element) -> nodes.Element:
    return next(option.findall(nodes.paragraph))


def _take_feedback(option: nodes.Element) -> str:
    """Remove the list under an option, and return its text."""
    under = [child for child in option.children if isinstance(child, nodes.bullet_list)]
    for child in under:
        option.remove(child)
    return " ".join(item.astext() for child in under for item in child.findall(nodes.paragraph))


def seal(answers: list[str], right: int, salt: str) -> list[str]:
    """Seal what is said of each option, all at one length, each with the number of its option."""
    texts = [
        ("+" if number == right else "-") + answer for number, answer in enumerate(answers, start=1)
    ]
    raw = [text.encode() for text in texts]
    size = max(map(len, raw))
    return [
        base64.b64encode(_mixed(text.ljust(size), str(number), salt)).decode()
        for number, text in enumerate(raw, start=1)
    ]


def _mixed(text: bytes, secret: str, salt: str) -> bytes:
    key = hashlib.pbkdf2_hmac("sha256", secret.encode(), salt.encode(), ROUNDS, dklen=len(text))
    return bytes(a ^ b for a, b in zip(text, key, strict=True))


def visit(writer: Any, node: quiz) -> None:
    """Open a quiz; what the script needs stands in its attributes."""
    attributes = {}
    if "sealed" in node:
        text = Language(writer.config.language).text
        attributes = {
            "data-sealed": json.dumps(node["sealed"]),
            "data-salt": node["salt"],
            "data-rounds": str(ROUNDS),
            "data-words": json.dumps(
                {
                    "check": text("Check"),
                    "choose": text("Choose an answer first."),
                    "right": text("Right."),
                    "wrong": text("Not this one."),
                    "unable": text(
                        "This browser cannot check answers at this address; open the page over"
                        " https or from your own computer."
                    ),
                },
                ensure_ascii=False,
            ),
        }
    writer.body.append(writer.starttag(node, "div", CLASS="quiz", **attributes))


def depart(writer: Any, _: quiz) -> None:
    """Close a quiz."""
    writer.body.append("</div>\n")


def setup(app: Sphinx) -> None:
    """Register the directive and what makes of it a page."""
    app.add_node(quiz, html=(visit, depart))
    app.add_directive("quiz", Quiz)
    app.add_transform(Seal)
