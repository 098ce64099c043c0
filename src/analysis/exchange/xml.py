"""XML from outside: no document type, no entities, nothing fetched, no bottomless nesting."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree as ET
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import parse

from analysis.errors import UserError, message

MAX_DEPTH = 100
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BROKEN = message("{file} holds broken XML (line {line}); save or export it again.")
UNSAFE = message(
    "{file} declares a document type or entities, which can be used to attack; it is not opened."
)


class _Depth(ContentHandler):
    """Counts how deep elements are nested, and stops where no program would nest them."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file, self.depth = file, 0

    def startElement(self, name: str, attrs: object) -> None:  # noqa: ARG002, N802
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UserError(
                "{file} nests its XML deeper than {most} levels; it is not opened.",
                file=self.file,
                most=MAX_DEPTH,
            )

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802
        self.depth -= 1


def examine(content: bytes, file: str) -> None:
    """Refuse XML that is broken, declares entities, or is nested without end.

    It is read as a stream, so that nothing is built of it before it is known to be harmless.

    Raises
    ------
    UserError
        With the name of the file.
    """
    try:
        parse(BytesIO(content), _Depth(file), forbid_dtd=True)
    except DefusedXmlException as error:
        raise UserError(UNSAFE, file=file) from error
    except (SAXException, ValueError, LookupError) as error:
        line = getattr(error, "getLineNumber", lambda: 0)()
        raise UserError(BROKEN, file=file, line=line) from error


def read(content: bytes, file: str) -> ET.Element:
    """Return the root of an XML text from outside (see :func:`examine`)."""
    examine(content, file)
    return ET.fromstring(content)  # noqa: S314 - examined the line before


def write(root: ET.Element) -> bytes:
    """Write XML so that every text comes back as it was, with its line ends."""
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    # A parser would take a bare carriage return for a new line.
    text = text.replace("\r", "&#13;")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
