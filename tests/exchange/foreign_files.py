"""Files as others bring them: projects of other programs, and broken or hostile ones."""

import struct
import zipfile
from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "exchange"
SAMPLE = SHARED / "atlasti-sample.qdpx"
SCHEMA = SHARED / "refi-qda-project.xsd"

HEAD = '<?xml version="1.0" encoding="utf-8"?>'
NAMESPACE = 'xmlns="urn:QDA-XML:project:1.0"'
TEXT = "Wali kota menyerahkan bantuan iuran.\r\nKantor cabang belum siap melayani 😀 pekerja."

USERS = '<Users><User guid="{U-1}" name="Siti"/><User guid="u-2" name="Budi"/></Users>'
CODES = """<CodeBook><Codes>
<Code guid="c-1" name="Sumber daya" isCodable="true"/>
<Code guid="c-2" name="kepemimpinan lokal" isCodable="true"/>
<Code guid="c-3" name="hinders" isCodable="true"/>
</Codes></CodeBook>"""


def coding(code: str, user: str = "u-1") -> str:
    guid = f"k-{code}-{user}"
    return f'<Coding guid="{guid}" creatingUser="{user}"><CodeRef targetGUID="{code}"/></Coding>'


def selection(start: int, end: int, name: str, codings: str, guid: str = "s-1") -> str:
    return (
        f'<PlainTextSelection guid="{guid}" startPosition="{start}" endPosition="{end}"'
        f' name="{name}">{codings}</PlainTextSelection>'
    )


def project(selections: str, *, more: str = "", variables: str = "", source: str = "") -> str:
    path = 'plainTextPath="internal://T.txt"'
    return (
        f'{HEAD}<Project {NAMESPACE} name="p">{USERS}{CODES}{more}<Sources>'
        f'<TextSource guid="d-1" name="Wawancara 1.docx" {path}>{selections}{variables}'
        f"</TextSource>{source}</Sources></Project>"
    )


def write_zip(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def write_qdpx(
    path: Path, xml: str, text: str | bytes | None = TEXT, folder: str = "Sources"
) -> Path:
    members: dict[str, str | bytes] = {"Project.qde": xml}
    if text is not None:
        members[f"{folder}/T.txt"] = text
    return write_zip(path, members)


def encrypted(path: Path) -> Path:
    """Write a ZIP file whose one member claims to need a password."""
    write_zip(path, {"xl/workbook.xml": "<a/>"})
    raw = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.index(signature) + offset
        raw[place : place + 2] = struct.pack("<H", 1)
    path.write_bytes(raw)
    return path


BOMB = (
    '<!DOCTYPE Project [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    f"<Project {NAMESPACE} name='p'><Description>&c;</Description></Project>"
)
OUTSIDE = (
    '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    f"<Project {NAMESPACE} name='p'><Description>&x;</Description></Project>"
)
DTD = f"<!DOCTYPE Project SYSTEM 'x.dtd'><Project {NAMESPACE} name='p'/>"
DEEP = f"<Project {NAMESPACE} name='p'>" + "<Code>" * 50_000 + "</Code>" * 50_000 + "</Project>"
