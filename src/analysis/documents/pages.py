"""The Sphinx extension that makes pages fit for paper and for readers of electronic books.

Such a page has no scripts, is strict XML, shows what the web page folds away, draws its pictures
in light colours, and shares one space of names with all other pages of the book.
"""

from __future__ import annotations

import re
from typing import Any

import lxml.html
from docutils import nodes
from lxml import etree
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

SVG = "http://www.w3.org/2000/svg"
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
COLOUR = re.compile(r"var\(--[\w-]+,\s*(#[0-9a-fA-F]{3,8})\)")
REFERENCE = re.compile(r"url\(#([^)]+)\)")
BESIDE = re.compile(r"(?P<page>[\w-]+)\.html#(?P<place>[\w-]+)")
NAMING = ("aria-labelledby", "aria-describedby", "aria-controls", "headers", "for")
LINKS = ("href", "{http://www.w3.org/1999/xlink}href")


def for_paper(html: str, prefix: str) -> str:
    """Return a result of a notebook as strict XML for paper.

    Parameters
    ----------
    html
        What a notebook shows.
    prefix
        Put before each name, so that pages that are put together do not share one; empty: none.

    Returns
    -------
    str
        The same without links to download, with everything unfolded, and in light colours; what
        only a script can show is left out.
    """
    text = COLOUR.sub(r"\1", html)
    text = re.sub(r"<svg(?![^>]*\bxmlns=)", f'<svg xmlns="{SVG}"', text)
    try:
        root = etree.fromstring(f"<div>{text}</div>")
    except etree.XMLSyntaxError:
        root = _without_controls(text)
    for element in [*root.iter("a"), *root.iter("script")]:
        if element.tag == "script" or element.get("download") is not None:
            _remove(element)
    for path in root.iter(f"{{{SVG}}}path"):
        path.set("d", path.get("d") or "M0 0")  # the standard asks for one, however empty
    for element in root.iter(etree.Element):
        _unfold(element)
        _rename(element, prefix)
        if not len(element) and element.text is None and element.tag not in VOID:
            element.text = ""
    text = str(etree.tostring(root, encoding="unicode"))
    return text.removeprefix("<div>").removesuffix("</div>")


def _without_controls(html: str) -> Any:
    """Read what is no XML, without the controls that only a script can show."""
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    for element in root.xpath("//*[@hidden]"):
        element.drop_tree()
    for element in root.xpath("//noscript"):
        element.drop_tag()
    return root


def _remove(element: Any) -> None:
    """Remove an element, and keep the text after it."""
    before, parent, after = element.getprevious(), element.getparent(), element.tail or ""
    if before is None:
        text = (parent.text or "").rstrip(" ·")
        parent.text = text + after if text else after.lstrip(" ·")
    else:
        before.tail = (before.tail or "").rstrip(" ·") + after
    parent.remove(element)


def _unfold(element: Any) -> None:
    """Show what a page folds away."""
    if element.tag == "details":
        element.tag = "div"
        element.attrib.pop("open", None)
    elif element.tag == "summary":
        element.tag = "p"
        element.set("class", "summary")
    element.attrib.pop("tabindex", None)


def _rename(element: Any, prefix: str) -> None:
    """Put the prefix before the name of an element and before what refers to names."""
    if not prefix:
        return
    if "id" in element.attrib:
        element.set("id", f"{prefix}-{element.get('id')}")
    for name in NAMING:
        if name in element.attrib:
            names = element.get(name).split()
            element.set(name, " ".join(f"{prefix}-{each}" for each in names))
    for name in LINKS:
        if element.get(name, "").startswith("#"):
            element.set(name, f"#{prefix}-{element.get(name)[1:]}")
        elif beside := BESIDE.fullmatch(element.get(name, "")):
            # All pages are one, so that a link to a page beside this one stays on it.
            folder = prefix.partition("-")[0]
            element.set(name, f"#{folder}-{beside['page']}-{beside['place']}")
    for name, value in element.attrib.items():
        if "url(#" in value:
            element.set(name, REFERENCE.sub(rf"url(#{prefix}-\1)", value))


class ForPaper(SphinxTransform):
    """Make every result on a page fit for paper."""

    default_priority = 900

    def apply(self, **_: Any) -> None:
        """Replace the text of each raw node."""
        # Other pages refer to names of an EPUB, whose pages stay apart.
        apart = self.app.builder.name == "epub"
        prefix = "" if apart else self.env.docname.replace("/", "-")
        for node in self.document.findall(nodes.raw):
            if "html" in node.get("format", ""):
                node.children = [nodes.Text(for_paper(node.astext(), prefix))]
                node.rawsource = ""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_transform(ForPaper)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
