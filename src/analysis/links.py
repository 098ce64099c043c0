"""Finds links of a built book that lead nowhere, and addresses that are none."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Collection, Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

from lxml import html as parser

OUTWARD = {"http", "https"}
WITHIN_A_PAGE = {"data", "mailto", "javascript"}


def faults(html: Path) -> list[str]:
    """List what is wrong with the links of a book, one sentence a fault.

    Parameters
    ----------
    html
        Folder of the built book.

    Returns
    -------
    list
        Page and link, for each link to a file or an anchor that does not exist, and each address
        of another host that no browser could open. Other hosts are not asked.
    """
    root = html.resolve()
    files = {path: path.suffix == ".html" for path in sorted(root.rglob("*")) if path.is_file()}
    pages = {path: _Page(path) for path, is_page in files.items() if is_page}
    return [
        f"{path.relative_to(root).as_posix()}: {reason}"
        for path, page in pages.items()
        if "_static" not in path.parts
        for link in dict.fromkeys(page.links)
        for reason in _reasons(path, link, pages, root, files)
    ]


def read(path: Path) -> parser.HtmlElement:
    """Read a page of the book."""
    return parser.fromstring(path.read_bytes(), parser=parser.HTMLParser(encoding="utf-8"))


class _Page:
    """Links and anchors of one page."""

    def __init__(self, path: Path) -> None:
        tree = read(path)
        self.links = [str(link) for link in tree.xpath("//@href | //@src")]
        for target in tree.xpath("//meta[translate(@http-equiv, 'R', 'r')='refresh']/@content"):
            self.links.append(target.partition("url=")[2])
        self.anchors = {str(name) for name in tree.xpath("//@id | //a/@name")}


def _reasons(
    path: Path, link: str, pages: dict[Path, _Page], root: Path, files: Collection[Path]
) -> Iterator[str]:
    """Yield why a link cannot be followed."""
    try:
        parts = urlsplit(link)
    except ValueError:
        yield f"“{link}” is no address."
        return
    if parts.scheme in WITHIN_A_PAGE:
        return
    if parts.scheme or link.startswith("//"):
        if parts.scheme not in OUTWARD or not _is_host(parts.hostname or "") or " " in link:
            yield f"“{link}” is no address."
        return
    address, anchor = urldefrag(link)
    way = unquote(urlsplit(address).path)
    target = Path(os.path.normpath(path.parent / way)) if way else path
    if not target.is_relative_to(root):
        yield f"“{link}” leads out of the book."
    elif target not in files:
        yield f"“{link}” leads nowhere."
    elif anchor and target in pages and unquote(anchor) not in pages[target].anchors:
        yield f"“{link}” leads to a place that its page does not have."


def _is_host(name: str) -> bool:
    """Whether a host of the public web can have this name."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        labels = name.split(".")
        return len(labels) > 1 and all(labels)
    return True
