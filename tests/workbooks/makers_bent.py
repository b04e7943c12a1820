"""Workbooks that bend the standard, each in one way, made of a sound one: all of them open in Excel or LibreOffice."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from tests.workbooks.makers_zip import CONTENT_TYPES, zipped

SAMPLE = Path(__file__).parents[1] / "submissions" / "01_majene_bersih.xlsx"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRINGS = "xl/sharedStrings.xml"
WORKBOOK, WORKBOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
UMKM = "xl/worksheets/sheet2.xml"

Parts = dict[str, bytes]


@cache
def _sound() -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(SAMPLE) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    texts: dict[bytes, int] = {}

    def shared(match: re.Match[bytes]) -> bytes:
        return b't="s"><v>%d</v>' % texts.setdefault(match[1], len(texts))

    for name in _sheets(parts):
        parts[name] = re.sub(rb't="inlineStr"><is><t[^>]*>([^<]*)</t></is>', shared, parts[name])
    items = b"".join(b'<si><t xml:space="preserve">%s</t></si>' % text for text in texts)
    parts[STRINGS] = b'<sst xmlns="%s" count="9999" uniqueCount="1">%s</sst>' % (MAIN.encode(), items)
    parts[WORKBOOK_RELATIONS] = parts[WORKBOOK_RELATIONS].replace(
        b"</Relationships>",
        b'<Relationship Id="rId77" Type="%s/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        % OFFICE.encode(),
    )
    parts[CONTENT_TYPES] = parts[CONTENT_TYPES].replace(
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType='
        b'"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    )
    return tuple(parts.items())


def sound_parts() -> Parts:
    """The parts of a sound workbook with shared strings, the values of ``SAMPLE``."""
    return dict(_sound())


def _sheets(parts: Parts) -> list[str]:
    return [name for name in parts if name.startswith("xl/worksheets/sheet")]


def _in_sheets(change: Callable[[str], str]) -> Callable[[Parts], Parts]:
    def bend(parts: Parts) -> Parts:
        return parts | {name: change(parts[name].decode()).encode() for name in _sheets(parts)}

    return bend


def _in_part(name: str, old: str, new: str) -> Callable[[Parts], Parts]:
    def bend(parts: Parts) -> Parts:
        assert old.encode() in parts[name]
        return parts | {name: parts[name].replace(old.encode(), new.encode())}

    return bend


def _renamed(rename: Callable[[str], str]) -> Callable[[Parts], Parts]:
    return lambda parts: {rename(name): content for name, content in parts.items()}


def _written_in(codec: str, declared: str | None, mark: bytes = b"") -> Callable[[Parts], Parts]:
    def bend(parts: Parts) -> Parts:
        head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
        xml = {name: content for name, content in parts.items() if name.endswith((".xml", ".rels"))}
        bare = {name: re.sub(r"^\s*<\?xml[^>]*\?>", "", content.decode()) for name, content in xml.items()}
        return parts | {name: mark + (head + text).encode(codec, "xmlcharrefreplace") for name, text in bare.items()}

    return bend


def _with_sheet(entry: str, relation: str = "", **more: str) -> Callable[[Parts], Parts]:
    def bend(parts: Parts) -> Parts:
        changed = _in_part(WORKBOOK, "<sheets>", f"<sheets>{entry}")(parts)
        changed = _in_part(WORKBOOK_RELATIONS, "</Relationships>", f"{relation}</Relationships>")(changed)
        return changed | {name.replace("__", "/") + ".xml": content.encode() for name, content in more.items()}

    return bend


def _related(kind: str, target: str) -> str:
    return f'<Relationship Id="rId99" Type="{kind}" Target="{target}"/>'


_MODULE = f'<sheet xmlns:r="{OFFICE}" name="Module1" sheetId="99" state="veryHidden" {{}}/>'
_OTHER_SHEET = f'<sheet xmlns:r="{OFFICE}" name="Lain" sheetId="99" state="{{}}" r:id="rId99"/>'


def _elsewhere(parts: Parts) -> Parts:
    moved = {
        {WORKBOOK: "buku/utama.xml", WORKBOOK_RELATIONS: "buku/_rels/utama.xml.rels"}.get(n, n): c
        for n, c in parts.items()
    }
    moved["buku/_rels/utama.xml.rels"] = re.sub(
        rb'Target="(?!/)', b'Target="../xl/', moved["buku/_rels/utama.xml.rels"]
    )
    moved["_rels/.rels"] = moved["_rels/.rels"].replace(b"xl/workbook.xml", b"buku/utama.xml")
    moved[CONTENT_TYPES] = moved[CONTENT_TYPES].replace(b"/xl/workbook.xml", b"/buku/utama.xml")
    return moved


def _strings_elsewhere(parts: Parts) -> Parts:
    moved = {"xl/teks/isi.xml" if name == STRINGS else name: content for name, content in parts.items()}
    moved[WORKBOOK_RELATIONS] = moved[WORKBOOK_RELATIONS].replace(b"sharedStrings.xml", b"teks/isi.xml")
    return moved | {STRINGS: b'<sst xmlns="%s"><si><t>salah</t></si></sst>' % MAIN.encode()}


def _prefixed(parts: Parts) -> Parts:
    def prefix(xml: bytes) -> bytes:
        text = re.sub(r"<(/?)([A-Za-z])", r"<\1x:\2", re.sub(r"^\s*<\?xml[^>]*\?>", "", xml.decode()))
        return text.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"').encode()

    inside = [*_sheets(parts), WORKBOOK, STRINGS, "xl/styles.xml"]
    return parts | {name: prefix(parts[name]) for name in inside}


def _other_id_prefix(parts: Parts) -> Parts:
    text = parts[WORKBOOK].decode().replace("xmlns:r=", "xmlns:hub=").replace("r:id=", "hub:id=")
    return parts | {WORKBOOK: text.encode()}


def _strict(parts: Parts) -> Parts:
    strict = {
        MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
        OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    changed = {}
    for name, content in parts.items():
        changed[name] = content
        for old, new in strict.items():
            changed[name] = changed[name].replace(old.encode(), new.encode())
    return _iso_dates("{}")(changed)


def _iso_dates(written: str) -> Callable[[Parts], Parts]:
    """Date cells of type ``d`` in place of numbers with a date's format."""

    def moment(match: re.Match[str]) -> str:
        day = date(1899, 12, 30) + timedelta(days=int(match[2]))
        return f'<c{match[1]} t="d"><v>{written.format(day.isoformat())}</v></c>'

    return _in_sheets(lambda xml: re.sub(r'<c( r="[A-Z]+\d+" s="\d+")(?: t="n")?><v>(46\d{3})</v></c>', moment, xml))


def _out_of_order(xml: str) -> str:
    head, rows, tail = re.split(r"(?<=<sheetData>)|(?=</sheetData>)", xml)
    return head + "".join(reversed(re.findall(r"<row.*?</row>", rows))) + tail


def _rich(parts: Parts) -> Parts:
    text = re.sub(
        r"<si><t[^>]*>([^<&])([^<&]+)</t></si>",
        r'<si><r><t>\1</t></r><r><rPr><b/></rPr><t xml:space="preserve">\2</t></r>'
        r'<rPh sb="0" eb="1"><t>SALAH</t></rPh><phoneticPr fontId="1"/></si>',
        parts[STRINGS].decode(),
    )
    return parts | {STRINGS: text.encode()}


def _inline(parts: Parts) -> Parts:
    texts = re.findall(r"<si>(.*?)</si>", parts[STRINGS].decode())
    change = _in_sheets(
        lambda xml: re.sub(r't="s"><v>(\d+)</v>', lambda at: f't="inlineStr"><is>{texts[int(at[1])]}</is>', xml)
    )
    changed = change(parts)
    del changed[STRINGS]
    changed[WORKBOOK_RELATIONS] = re.sub(rb"<Relationship Id=\"rId77\"[^>]*>", b"", changed[WORKBOOK_RELATIONS])
    return changed


def _without_overrides(parts: Parts) -> Parts:
    return parts | {CONTENT_TYPES: re.sub(rb"<Override[^>]*spreadsheetml[^>]*>", b"", parts[CONTENT_TYPES])}


def _target(new: str) -> Callable[[Parts], Parts]:
    return _in_part(WORKBOOK_RELATIONS, "/xl/worksheets/", new)


def _number(new: str) -> Callable[[Parts], Parts]:
    return _in_sheets(lambda xml: re.sub(r"<v>([\d.-]+)</v>", new, xml))


BENDS: dict[str, Callable[[Parts], Parts]] = {
    "nothing": lambda parts: parts,
    "backslashes in names": _renamed(lambda name: name.replace("/", "\\")),
    "a leading dot in names": _renamed(lambda name: f"./{name}"),
    "a leading slash in names": _renamed(lambda name: f"/{name}"),
    "names in capitals": _renamed(str.upper),
    "names in small letters": _renamed(str.lower),
    "names of sheets in capitals": _renamed(lambda name: name.replace("sheet", "Sheet")),
    "another name of the shared strings' letters": _renamed(
        lambda name: name.replace("sharedStrings", "SharedStrings")
    ),
    "relationships in capitals": _renamed(lambda name: name.replace("_rels/workbook", "_Rels/Workbook")),
    "targets with a dot": _target("./worksheets/"),
    "targets with two dots": _target("../xl/./worksheets/"),
    "targets with backslashes": _target("worksheets\\"),
    "targets from the root": _target("/xl/worksheets/"),
    "targets from the root without a slash": _target("xl/worksheets/"),
    "targets in capitals": _target("/XL/Worksheets/"),
    "targets with escapes": _target("work%73heets/"),
    "targets with entities": _target("work&#115;heets/"),
    "the workbook elsewhere": _elsewhere,
    "the shared strings elsewhere": _strings_elsewhere,
    "no types of parts": _without_overrides,
    "no list of types": lambda parts: {name: part for name, part in parts.items() if name != CONTENT_TYPES},
    "UTF-16, little end first": _written_in("utf-16-le", "UTF-16", b"\xff\xfe"),
    "UTF-16, big end first": _written_in("utf-16-be", "UTF-16", b"\xfe\xff"),
    "UTF-16 with a mark alone": _written_in("utf-16-le", None, b"\xff\xfe"),
    "UTF-16 without a mark": _written_in("utf-16-le", "UTF-16LE"),
    "UTF-16 without a mark, big end first": _written_in("utf-16-be", "UTF-16BE"),
    "UTF-8 with a mark": _written_in("utf-8", "utf-8", b"\xef\xbb\xbf"),
    "Windows-1252": _written_in("cp1252", "windows-1252"),
    "ISO-8859-1": _written_in("latin-1", "ISO-8859-1"),
    "blanks around numbers": _number(r"<v>\n  \1\t</v>"),
    "numbers in CDATA": _number(r"<v><![CDATA[\1]]></v>"),
    "comments beside numbers": _number(r"<v><!-- a -->\1</v>"),
    "a character reference in numbers": _in_sheets(lambda xml: re.sub(r"<v>(\d*)1(\d*)</v>", r"<v>\1&#49;\2</v>", xml)),
    "a plus before numbers": _in_sheets(lambda xml: re.sub(r't="n"><v>(\d)', r't="n"><v>+\1', xml)),
    "zeros before numbers": _in_sheets(lambda xml: re.sub(r"<v>(\d)", r"<v>00\1", xml)),
    "an impossible dimension": _in_sheets(lambda xml: re.sub(r'ref="A1:[A-Z]+\d+"', 'ref="A0"', xml)),
    "an empty dimension": _in_sheets(lambda xml: re.sub(r'<dimension ref="A1:[A-Z]+\d+"/>', "<dimension/>", xml)),
    "a dimension that is too small": _in_sheets(lambda xml: re.sub(r'ref="A1:[A-Z]+\d+"', 'ref="B2"', xml)),
    "a dimension the wrong way round": _in_sheets(lambda xml: re.sub(r'ref="A1:[A-Z]+\d+"', 'ref="Z99:A1"', xml)),
    "a dimension of everything": _in_sheets(lambda xml: re.sub(r'ref="A1:[A-Z]+\d+"', 'ref="A1:XFD1048576"', xml)),
    "a module without an id": _with_sheet(_MODULE.format('r:id=""')),
    "a module without a relationship": _with_sheet(_MODULE.format('r:id="rId98"')),
    "a module without any": _with_sheet(_MODULE.format("")),
    "a hidden sheet without its part": _with_sheet(
        _OTHER_SHEET.format("hidden"), _related(f"{OFFICE}/worksheet", "worksheets/sheet99.xml")
    ),
    "a macro sheet": _with_sheet(
        _OTHER_SHEET.format("visible"),
        _related("http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet", "macrosheets/sheet1.xml"),
        xl__macrosheets__sheet1="<macrosheet/>",
    ),
    "a chart sheet": _with_sheet(
        _OTHER_SHEET.format("visible"),
        _related(f"{OFFICE}/chartsheet", "chartsheets/sheet1.xml"),
        xl__chartsheets__sheet1=f'<chartsheet xmlns="{MAIN}"/>',
    ),
    "a chart sheet elsewhere": _with_sheet(
        _OTHER_SHEET.format("visible"),
        _related(f"{OFFICE}/chartsheet", "grafik/satu.xml"),
        xl__grafik__satu=f'<chartsheet xmlns="{MAIN}"/>',
    ),
    "a dialog sheet": _with_sheet(
        _OTHER_SHEET.format("hidden"),
        _related(f"{OFFICE}/dialogsheet", "dialogsheets/sheet1.xml"),
        xl__dialogsheets__sheet1=f'<dialogsheet xmlns="{MAIN}"/>',
    ),
    "dates in ISO 8601": _iso_dates("{}"),
    "dates in ISO 8601 with a time": _iso_dates("{}T00:00:00"),
    "dates in ISO 8601 as JavaScript writes them": _iso_dates("{}T00:00:00.000Z"),
    "ISO strict": _strict,
    "prefixes": _prefixed,
    "another prefix of ids": _other_id_prefix,
    "rich texts with phonetic runs": _rich,
    "inline texts": _inline,
    "texts in CDATA": lambda parts: (
        parts | {STRINGS: re.sub(rb"(<t[^>]*>)([^<&]*)</t>", rb"\1<![CDATA[\2]]></t>", parts[STRINGS])}
    ),
    "types before formats": _in_sheets(lambda xml: re.sub(r'<c( r="\w+")( s="\d+")( t="\w+")', r"<c\1\3\2", xml)),
    "formats before addresses": _in_sheets(lambda xml: re.sub(r'<c( r="\w+")( s="\d+")( t="\w+")', r"<c\3\2\1", xml)),
    "single quotes": _in_sheets(lambda xml: re.sub(r'<c r="(\w+)"([^>]*) t="s"', r"<c r='\1'\2 t='s'", xml)),
    "blanks around equal signs": _in_sheets(lambda xml: re.sub(r't="(s|n)"', r't = "\1"', xml)),
    "lines and indents": _in_sheets(lambda xml: xml.replace("><", ">\n  <")),
    "comments": _in_sheets(lambda xml: xml.replace("<row", "<!-- <row> --><row")),
    "no addresses of rows": _in_sheets(lambda xml: re.sub(r'<row r="\d+"', "<row", xml)),
    "rows out of order": _in_sheets(_out_of_order),
    "addresses in small letters": _in_sheets(
        lambda xml: re.sub(r'<c r="(\w+)"', lambda at: f'<c r="{at[1].lower()}"', xml)
    ),
    "an extension in cells": _in_sheets(lambda xml: xml.replace("</c>", "<extLst><ext><v>9</v></ext></extLst></c>")),
}
"""What is bent → how; the cells stay the same."""


def bent(name: str) -> bytes:
    """A workbook that is bent in this way."""
    return zipped(BENDS[name](sound_parts()))


def with_bytes_around(data: bytes, before: bytes, behind: bytes) -> bytes:
    """The file with other bytes before and behind it."""
    return before + data + behind


def with_offsets_moved(data: bytes, before: bytes) -> bytes:
    """A zip with other bytes before it that its directory counts, as self-extracting archives are."""
    buffer = io.BytesIO()
    buffer.write(before)
    with zipfile.ZipFile(io.BytesIO(data)) as sound, zipfile.ZipFile(buffer, "a") as moved:
        for name in sound.namelist():
            moved.writestr(name, sound.read(name))
    package = buffer.getvalue()
    offset = struct.unpack_from("<I", package, package.rfind(b"PK\x05\x06") + 16)[0]
    assert package.startswith(b"PK\x01\x02", offset)
    return package
