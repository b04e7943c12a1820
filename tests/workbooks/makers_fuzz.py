"""Harm done to workbooks by chance (seeded), and plain readers of our own that say what the harmed file holds."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable
from xml.etree import ElementTree

from tests.workbooks import makers_xls, makers_xlsb
from tests.workbooks.makers_bent import MAIN, OFFICE
from tests.workbooks.makers_zip import CONTENT_TYPES

Cells = dict[str, dict[tuple[int, int], object]]
"""Sheet → (row, column) → value; blanks are left out."""

TEXTS = tuple(f"teks {number}" for number in range(12))
SHEETS = ("UMKM", "Produk")
_SHEET_PARTS = ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml")


def xlsx_parts() -> dict[str, bytes]:
    """A small workbook: shared and inline texts, numbers, formulas."""
    items = "".join(f"<si><t>{text}</t></si>" for text in TEXTS)
    listed = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(SHEETS, 1))
    related = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>' for at in (1, 2)
    )
    other_relations = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
        for at, kind in ((3, "sharedStrings"), (4, "styles"))
    )
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    parts = {
        CONTENT_TYPES: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension='
        '"xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": relations.format(
            f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations.format(related + other_relations),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{items}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs count="1"><xf numFmtId="0"/></cellXfs></styleSheet>',
    }
    for at, part in enumerate(_SHEET_PARTS):
        rows = "".join(
            f'<row r="{row}"><c r="A{row}" t="s"><v>{(row + at) % 12}</v></c><c r="B{row}" s="0"><v>{row}.{at}5</v></c>'
            f'<c r="C{row}" t="inlineStr"><is><t>isi {row}</t></is></c><c r="E{row}"><f>1+1</f><v>{row * 100}</v></c></row>'
            for row in (1, 2, 3, 5, 8)
        )
        parts[part] = f'<worksheet xmlns="{MAIN}"><dimension ref="A1:E8"/><sheetData>{rows}</sheetData></worksheet>'
    return {name: part.encode() for name, part in parts.items()}


def xls_stream() -> bytes:
    """The records of a small workbook."""
    sheet = b"".join(
        makers_xls.shared(row, 0, row % 12) + makers_xls.number(row, 1, row + 0.5) + makers_xls.numbers(row, 2, 2)
        for row in (0, 1, 2, 4, 7)
    )
    inside = makers_xls.codepage_record(1200) + makers_xls.strings(*TEXTS)
    return makers_xls.stream(dict.fromkeys(SHEETS, sheet), inside)


def xlsb_parts() -> dict[str, bytes]:
    """The parts of a small binary workbook."""
    rows = [
        piece
        for row in (0, 1, 2, 4, 7)
        for piece in (
            makers_xlsb.row(row),
            makers_xlsb.shared(0, row % 12),
            makers_xlsb.number(1, row + 0.5),
            makers_xlsb.text(2, f"isi {row}"),
        )
    ]
    return unpacked(makers_xlsb.xlsb(dict.fromkeys(SHEETS, makers_xlsb.sheet(*rows)), strings=TEXTS))


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# --- harm ---------------------------------------------------------------------------------------------------------


def flip(data: bytes, chance: random.Random) -> bytes:
    """One to three bytes are others."""
    harmed = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(harmed))
        harmed[at] ^= 1 << chance.randrange(8) if chance.random() < 0.5 else chance.randint(1, 255)
    return bytes(harmed)


def edit_text(data: bytes, chance: random.Random) -> bytes:
    """A tag, an attribute or a few letters of XML are gone, there twice, or in another place."""
    pieces = re.findall(rb"<[^<>]*>|[^<>]+", data)
    at, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
    match chance.randrange(5):
        case 0:
            del pieces[at]
        case 1:
            pieces.insert(other, pieces[at])
        case 2:
            pieces[at], pieces[other] = pieces[other], pieces[at]
        case 3:
            pieces[at] = re.sub(rb"\d+", lambda _: str(chance.randint(0, 30)).encode(), pieces[at])
        case _:
            pieces[at] = (
                chance.choice((b"<!-- a -->", b"<![CDATA[7]]>", b" 7 ", b"&#55;", b"&amp;", b"nan", b"")) + pieces[at]
            )
    return b"".join(pieces)


def cut(data: bytes, chance: random.Random) -> bytes:
    """A piece is gone, at the end or inside."""
    start = chance.randrange(len(data))
    return data[:start] + (data[start + chance.randint(1, 40) :] if chance.random() < 0.5 else b"")


def harm_part(parts: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """One part is edited, cut, missing, under another name, or changed for another one."""
    name, other = chance.choice(list(parts)), chance.choice(list(parts))
    match chance.randrange(8):
        case 0:
            return {key: part for key, part in parts.items() if key != name}
        case 1:
            return parts | {name: parts[other], other: parts[name]}
        case 2:
            return {
                chance.choice((key.upper(), f"x{key}", f"./{key}")) if key == name else key: p
                for key, p in parts.items()
            }
        case 3 | 4:
            return parts | {name: (flip if chance.random() < 0.7 else cut)(parts[name], chance)}
        case _:
            harmed = edit_text if name.endswith((".xml", ".rels")) else edit_binary_records
            return parts | {name: harmed(parts[name], chance)}


def edit_xls_records(stream: bytes, chance: random.Random) -> bytes:
    """A record is gone, there twice, in another place, of another type or length, or holds other bytes."""
    return _edited(_xls_records(stream), chance, lambda kind, body: struct.pack("<HH", kind, len(body)) + body)


def edit_binary_records(part: bytes, chance: random.Random) -> bytes:
    """The same for the records of a part of an xlsb."""
    return _edited(_binary_records(part), chance, makers_xlsb.record)


def _edited(records: list[tuple[int, bytes]], chance: random.Random, write: Callable[[int, bytes], bytes]) -> bytes:
    at, other = chance.randrange(len(records)), chance.randrange(len(records))
    kind, body = records[at]
    match chance.randrange(6):
        case 0:
            del records[at]
        case 1:
            records.insert(other, records[at])
        case 2:
            records[at], records[other] = records[other], records[at]
        case 3:
            records[at] = kind ^ 1 << chance.randrange(7), body
        case 4:
            records[at] = kind, body[: chance.randrange(len(body) + 1)]
        case _:
            records[at] = kind, flip(body, chance) if body else b"\0"
    return b"".join(write(kind, body) for kind, body in records)


# --- plain readers ------------------------------------------------------------------------------------------------


def read_xlsx_plainly(parts: dict[str, bytes]) -> Cells | None:
    """What a workbook of the maker's shape holds; None when its XML is damaged or it is of another shape."""
    parts = {name.removeprefix("./").lower(): part for name, part in parts.items()}
    try:
        items = ElementTree.fromstring(parts["xl/sharedstrings.xml"])
        texts = [
            "".join(text.text or "" for text in item.iter() if _local(text) == "t").strip()
            for item in items
            if _local(item) == "si"
        ]
        return {
            name: _sheet(ElementTree.fromstring(parts[part]), texts) if part in parts else {}
            for name, part in zip(SHEETS, _SHEET_PARTS, strict=True)
        }
    except (ElementTree.ParseError, AttributeError, KeyError, ValueError, IndexError, TypeError):
        return None


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _sheet(root: ElementTree.Element, texts: list[str]) -> dict[tuple[int, int], object]:
    cells: dict[tuple[int, int], object] = {}
    (data,) = (element for element in root if _local(element) == "sheetData")
    for row in data:
        for cell in (child for child in row if _local(child) == "c"):
            letters, number = re.fullmatch(r"([A-Z]+)(\d+)", cell.attrib["r"].upper()).groups()
            if number != row.attrib["r"] or len(letters) > 1 or (int(number) - 1, ord(letters) - 65) in cells:
                raise ValueError("an address that is none")
            value = _value(cell, texts)
            if value not in ("", None):
                cells[int(number) - 1, ord(letters) - 65] = value
    return cells


def _value(cell: ElementTree.Element, texts: list[str]) -> object:
    kind = cell.attrib.get("t", "n")
    children = {_local(child): child for child in cell}
    if "is" in children:
        return "".join(text.text or "" for text in children["is"].iter() if _local(text) == "t").strip()
    value = "".join(children["v"].itertext()).strip() if "v" in children else ""
    if not value:
        return ""
    if kind == "s":
        return texts[int(re.fullmatch(r"\s*(\d+)\s*", value)[1])]
    if kind != "n":
        return value
    return float(value) if re.fullmatch(r"\s*[-+]?\d+\.?\d*\s*", value, re.A) else value.strip()


def _xls_records(stream: bytes) -> list[tuple[int, bytes]]:
    records, at = [], 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        length = 0 if kind == 0x000A else length  # the end of a sheet, whatever length it says
        records.append((kind, stream[at + 4 : at + 4 + length]))
        at += 4 + length
    return records


def _binary_records(part: bytes) -> list[tuple[int, bytes]]:
    records, at = [], 0
    while at < len(part):
        kind, at = part[at], at + 1
        if kind & 0x80:
            kind, at = (kind & 0x7F) | part[at] << 7, at + 1
        length = shift = 0
        while True:
            byte, at = part[at], at + 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        records.append((kind, part[at : at + length]))
        at += length
    return records


def read_xls_plainly(stream: bytes) -> Cells | None:
    """What the records of a workbook of the maker's shape hold, None when they name a shared string that is not
    there.
    """
    records = _xls_records(stream)
    texts = [text for kind, body in records if kind == 0x00FC for text in _xls_texts(body)]
    sheets: list[dict[tuple[int, int], object]] = []
    begun = 0
    try:
        for kind, body in records:
            if kind == 0x0809:
                begun += 1
                sheets += [{}] if begun > 1 else []
            elif begun > 1 and kind == 0x00FD:
                row, column, _, index = struct.unpack_from("<HHHI", body)
                sheets[-1][row, column] = texts[index]
            elif begun > 1 and kind == 0x0203:
                row, column, _, value = struct.unpack_from("<HHHd", body)
                sheets[-1][row, column] = value
            elif begun > 1 and kind == 0x00BD:
                row, column = struct.unpack_from("<HH", body)
                for at in range((len(body) - 6) // 6):
                    (packed,) = struct.unpack_from("<i", body, 6 + 6 * at)
                    sheets[-1][row, column + at] = _rk(packed)
    except (IndexError, struct.error):
        return None
    return dict(zip(SHEETS, sheets, strict=False))


def _rk(packed: int) -> float:
    (value,) = struct.unpack("<d", struct.pack("<Ii", 0, packed & ~3))
    number = float(packed >> 2) if packed & 2 else value
    return number / 100 if packed & 1 else number


def _xls_texts(body: bytes) -> list[str]:
    texts, at = [], 8
    while at + 3 <= len(body):
        length, flags = struct.unpack_from("<HB", body, at)
        size = length << (flags & 1)
        texts.append(body[at + 3 : at + 3 + size].decode("utf-16-le" if flags & 1 else "latin-1", "replace"))
        at += 3 + size
    return texts


def read_xlsb_plainly(parts: dict[str, bytes]) -> Cells | None:
    """The same of a binary workbook."""
    parts = {name.removeprefix("./").lower(): part for name, part in parts.items()}
    try:
        texts = [
            body[5 : 5 + 2 * struct.unpack_from("<I", body, 1)[0]].decode("utf-16-le", "replace")
            for kind, body in _binary_records(parts["xl/sharedstrings.bin"])
            if kind == 0x13
        ]
        sheets = [parts.get(f"xl/worksheets/sheet{at}.bin", b"") for at in range(1, len(SHEETS) + 1)]
        return {name: _binary_sheet(sheet, texts) for name, sheet in zip(SHEETS, sheets, strict=True)}
    except (IndexError, KeyError, struct.error):
        return None


def _binary_sheet(part: bytes, texts: list[str]) -> dict[tuple[int, int], object]:
    cells: dict[tuple[int, int], object] = {}
    row = 0
    for kind, body in _binary_records(part):
        if kind == 0x92:
            break
        if kind == 0x00:
            (row,) = struct.unpack_from("<I", body)
        if kind in (0x02, 0x04, 0x05, 0x06, 0x07):
            (column,) = struct.unpack_from("<I", body)
            if kind == 0x02:
                cells[row, column] = _rk(struct.unpack_from("<i", body, 8)[0])
            elif kind == 0x04:
                cells[row, column] = body[8] != 0
            elif kind == 0x05:
                cells[row, column] = struct.unpack_from("<d", body, 8)[0]
            elif kind == 0x06:
                cells[row, column] = body[12 : 12 + 2 * struct.unpack_from("<I", body, 8)[0]].decode(
                    "utf-16-le", "replace"
                )
            else:
                cells[row, column] = texts[struct.unpack_from("<I", body, 8)[0]]
    return cells
