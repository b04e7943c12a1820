"""A package that holds only what the reader of values reads, under the names where it looks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from workbooks.inspection.content_types import CONTENT_TYPES, NO_TYPES
from workbooks.inspection.shared_texts import Texts

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True)
class ReaderSheet:
    """A worksheet for the reader."""

    name: str
    state: str
    xml: bytes


def reader_package(sheets: Sequence[ReaderSheet], texts: Texts, styles: bytes | None, is_1904: bool) -> bytes:
    """Makes the package. Parts are stored unpacked, since it is read at once and thrown away."""
    sheet_tags = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" state="{sheet.state}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    parts: dict[str, bytes | str] = {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{int(is_1904)}"/>'
        f"<sheets>{sheet_tags}</sheets></workbook>",
        **{f"xl/worksheets/sheet{number}.xml": sheet.xml for number, sheet in enumerate(sheets, 1)},
    }
    if texts.xml is not None:
        parts["xl/sharedStrings.xml"] = texts.xml
    if styles is not None:
        parts["xl/styles.xml"] = styles
    return _package(parts, "xml", len(sheets))


def binary_package(parts: Mapping[str, bytes], sheets: int) -> bytes:
    """The package of a binary workbook: its parts, sheets numbered from 1, without what leads to them."""
    return _package(parts, "bin", sheets)


def _package(parts: Mapping[str, bytes | str], ending: str, sheets: int) -> bytes:
    part_relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.{ending}"/>'
        for number in range(1, sheets + 1)
    )
    leading = {
        CONTENT_TYPES: NO_TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" Type="{_OFFICE}/officeDocument"'
        f' Target="xl/workbook.{ending}"/></Relationships>',
        f"xl/_rels/workbook.{ending}.rels": f'<Relationships xmlns="{_RELATIONS}">{part_relations}</Relationships>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in {**leading, **parts}.items():
            archive.writestr(name, content)
    return buffer.getvalue()
