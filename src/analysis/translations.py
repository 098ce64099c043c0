"""Hold a translation against its source: nothing missing, nothing changed that must stay.

A catalogue is checked before an edition is built, and the pages of the edition after it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from lxml.html import HtmlElement

from analysis.language import CATALOGUES, SOURCE

KEPT = {
    "role": re.compile(r"(?<!`)\{[a-z:]+\}`[^`]+`"),
    "code": re.compile(r"`[^`]+`"),
    "placeholder": re.compile(r"\{[a-z_]+\}"),
    "link": re.compile(r"\]\(([^)]+)\)|(?<!\()https?://[^\s)>]+"),
}
"""What a translation must keep to the letter."""

NUMBER = re.compile(r"\d(?:[\d.,\N{NO-BREAK SPACE}]*\d)?")

WORDS = {
    "en": "the of and is are was were with for this that which from not by than have has "
    "its their or into only each every where when what who how",
    "id": "yang dan dengan untuk adalah dari tidak pada oleh atau ini itu dalam karena setiap "
    "hanya sebagai jika juga akan sudah belum bagi antara",
}
"""Small words that a text of the one language cannot do without, and that the other lacks."""

UNTOUCHED = (
    "self::code or self::pre or self::em or self::i or self::cite or self::blockquote or "
    "self::script or self::style or self::template or self::svg or @lang or @data-original or "
    "contains(concat(' ', @class, ' '), ' citation ') or "
    "contains(concat(' ', @class, ' '), ' exhibit-line ') or "
    "self::a[contains(concat(' ', @class, ' ', @rel, ' '), ' external ')] or "
    "self::nav[contains(concat(' ', @class, ' '), ' language-switch ')]"
)
"""Where a page may speak another language: names, titles, quotations, loans in italics."""


def catalogues(root: Path, language: str) -> list[Path]:
    """List the catalogues of a language: those of the pages and that of the module."""
    pages = root / "book" / "locale" / language / "LC_MESSAGES"
    return sorted([*pages.rglob("*.po"), *(CATALOGUES / language).rglob("*.po")])


def faults(path: Path, language: str) -> Iterator[str]:
    """Yield what is wrong with a catalogue, one sentence a fault.

    An entry must be translated, not fuzzy, and keep placeholders, roles, code, links and numbers
    (1,234.5 may be written 1.234,5).
    """
    with path.open("rb") as handle:
        catalogue = read_po(handle, locale=language)
    for message in catalogue:
        source, translation = _texts(message)
        if not source:
            continue
        where = f"{path.name}: “{source[:60]}”"
        if message.fuzzy:
            yield f"{where} is marked fuzzy; check it and remove the mark."
        elif not translation:
            yield f"{where} is not translated."
        else:
            for kind in differences(source, translation):
                yield f"{where}: {kind} differs from the source."


def differences(source: str, translation: str) -> list[str]:
    """Name what a translation changed that it must keep."""
    changed = []
    for kind, pattern in KEPT.items():
        if Counter(pattern.findall(source)) != Counter(pattern.findall(translation)):
            changed.append(kind)
        source, translation = pattern.sub(" ", source), pattern.sub(" ", translation)
    if _numbers(source) != _numbers(translation):
        changed.append("number")
    return changed


def foreign_words(page: HtmlElement, language: str) -> dict[str, int]:
    """Count the small words of another language in the text of a page.

    Parameters
    ----------
    page
        A page; what may be of any language is taken out of it.
    language
        Its language.

    Returns
    -------
    dict
        Number of occurrences by word; empty for a page that is all of one language.
    """
    body = next(page.iter("article"), page)
    for element in body.xpath(f".//*[{UNTOUCHED}]"):
        element.drop_tree()
    # A capital marks a name or an abbreviation: Antara, CC BY.
    words = re.findall(r"\b[^\W\d_]+\b", " ".join(body.xpath(".//text()")))
    found = Counter(word for word in words if word.islower())
    # A language that is not listed may share words with a listed one, but not with the source.
    codes = set(WORDS) - {language} if language in WORDS else {SOURCE}
    others = {word for code in codes for word in WORDS[code].split()}
    own = set(WORDS.get(language, "").split())
    return {word: found[word] for word in sorted(others - own) if found[word]}


def silent_pictures(page: HtmlElement) -> list[str]:
    """List the pictures of a page that do not say in words what they show.

    Parameters
    ----------
    page
        A page.

    Returns
    -------
    list of str
        Address or name of each picture without an alternative text.
    """
    silent = [
        str(picture.get("src", "an image"))
        for picture in page.xpath("//article//img")
        if not str(picture.get("alt") or "").strip()
    ]
    for picture in page.xpath("//article//svg[@role='img']"):
        name = str(picture.get("aria-labelledby") or "")
        labels = [label for each in name.split() for label in page.xpath("//*[@id=$id]", id=each)]
        said = str(picture.get("aria-label") or "") + "".join(
            label.text_content() for label in labels
        )
        if not said.strip():
            silent.append(name or "a drawing")
    return silent


def _texts(message: Message) -> tuple[str, str]:
    """Return source and translation as one text each; of plurals all forms must be there."""
    source = message.id if isinstance(message.id, str) else message.id[-1]
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return source, forms[-1] if all(forms) else ""


def _numbers(text: str) -> Counter[str]:
    """Count numbers by their digits: .05, 0.05 and 0,05 are one."""
    return Counter(re.sub(r"\D", "", number).lstrip("0") for number in NUMBER.findall(text))
