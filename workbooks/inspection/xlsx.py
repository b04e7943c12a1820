"""Excel workbooks (xlsx, xlsm): error values, formulas without result, merged ranges, extents (ECMA-376 part 1).

The package is sound by now (``sound``). Where the reader of values still cannot take it (a workbook part elsewhere,
sheets that are no worksheets, a sheet written in an unusual way), a package for the reader is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from schemas.day_count import FROM_1900, FROM_1904
from workbooks.inspection.inspection import Inspection, Notebook
from workbooks.inspection.number_formats import NumberFormat, formatted_cells, telling_formats
from workbooks.inspection.package import Package, assert_no_doctype, open_package, read_part, unreadable
from workbooks.inspection.reader_package import ReaderSheet, reader_package
from workbooks.inspection.relations import (
    NO_WORKSHEETS,
    Relation,
    attribute,
    local_name,
    main_part,
    relations,
    relations_part,
    xml_root,
)
from workbooks.inspection.shared_texts import assert_well_formed, read_texts
from workbooks.inspection.sheet_parse import parse_sheet
from workbooks.inspection.sheet_search import search, without_odd_dimension
from workbooks.limits import Limits

_WORKBOOK, _STRINGS, _STYLES = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"
_STATES = ("visible", "hidden", "veryHidden")
_EMPTY_SHEET = b"<worksheet><sheetData/></worksheet>"
_READERS_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*\br:id=\"[^\"&<>]*\"")
_READERS_TARGET = re.compile(r"(?:/xl/)?(?:worksheets|chartsheets|dialogsheets)/[\w. ()-]+", re.A)


@dataclass(frozen=True)
class _Sheet:
    """A worksheet as the workbook lists it; ``part`` is None when it has none."""

    name: str
    state: str
    part: str | None


def inspect_xlsx(data: bytes, limits: Limits) -> Inspection:
    """Error values, formulas without result and merged ranges of every worksheet of a file that
    :func:`workbooks.inspection.sniff.sniff` let in.

    Raises FileRejectedError: ``file.unreadable`` for a damaged structure, a document type or entities,
    ``file.too_large`` over the limits.
    """
    package = open_package(data, limits)
    workbook = main_part(package)
    if workbook is None:
        raise unreadable("no workbook part")
    part_relations = relations(package, workbook)
    root = xml_root(package, workbook)
    sheet_elements = [element for element in root.iter() if local_name(element) == "sheet"]
    notebook = Notebook(limits)
    notebook.assert_sheet_count(len(sheet_elements))
    sheets = list(_sheets(sheet_elements, part_relations))
    texts = read_texts(_part(package, part_relations, "sharedStrings"))
    styles = _part(package, part_relations, "styles")
    if styles is not None:
        assert_well_formed(styles)
    formats = telling_formats(styles)
    formatted: dict[str, dict[tuple[int, int], NumberFormat]] = {}
    usual = not texts.is_rewritten and _is_as_the_reader_takes_it(package, workbook, sheet_elements, part_relations)
    mended: dict[str, bytes] = {}
    for sheet in sheets:
        xml = _content(package, sheet)
        assert_no_doctype(xml)
        notes = notebook.sheet(sheet.name)
        is_usual = search(xml, notes, limits, texts.lengths)
        sound_xml = without_odd_dimension(xml) if is_usual else parse_sheet(xml, notes, texts.lengths)
        formatted[sheet.name] = dict(formatted_cells(sound_xml, formats))
        if sound_xml is not xml or sheet.part is None:
            mended[sheet.name] = sound_xml
    is_1904 = _is_1904(root)
    inspection = replace(notebook.close(), day_count=FROM_1904 if is_1904 else FROM_1900, formats=formatted)
    if usual and not mended:
        return inspection
    sheets_written = [
        ReaderSheet(sheet.name, sheet.state, mended.get(sheet.name) or _content(package, sheet)) for sheet in sheets
    ]
    return replace(inspection, readable=reader_package(sheets_written, texts, styles, is_1904))


def _content(package: Package, sheet: _Sheet) -> bytes:
    return _EMPTY_SHEET if sheet.part is None else read_part(package, sheet.part)


def _sheets(sheet_elements: list[Element], part_relations: list[Relation]) -> Iterator[_Sheet]:
    """The worksheets; charts, dialogs and macros do not count. One without a part is empty, and left out when
    hidden.
    """
    by_id = {relation.id: relation for relation in part_relations}
    for element in sheet_elements:
        relation = by_id.get(next(attribute(element, "id"), ""))
        state = element.get("state", "visible")
        if state not in _STATES:
            raise unreadable("a sheet in a state that there is not")
        if relation is not None and relation.kind in NO_WORKSHEETS:
            continue
        part = relation.part if relation is not None and relation.kind == "worksheet" else None
        if part is not None or state == "visible":
            yield _Sheet(element.get("name", ""), state, part)


def _part_of_kind(part_relations: list[Relation], kind: str) -> str | None:
    related_parts = [relation.part for relation in part_relations if relation.kind == kind]
    if related_parts and related_parts[0] is None:
        raise unreadable(f"the part of {kind} is missing")
    return related_parts[0] if related_parts else None


def _part(package: Package, part_relations: list[Relation], kind: str) -> bytes | None:
    """The content of the part of this kind; None when the workbook has none.

    Raises FileRejectedError ``file.unreadable`` when the part is declared and missing: without its formats, days would
    be numbers.
    """
    part = _part_of_kind(part_relations, kind)
    if part is None:
        return None
    content = read_part(package, part)
    assert_no_doctype(content)
    return content


def _is_as_the_reader_takes_it(
    package: Package, workbook: str, sheet_elements: list[Element], part_relations: list[Relation]
) -> bool:
    """Whether the reader of values, which looks for parts by fixed names, finds the same parts as we do."""
    if workbook != _WORKBOOK or len(_READERS_SHEET.findall(read_part(package, workbook))) != len(sheet_elements):
        return False
    for kind, usual_part in (("sharedStrings", _STRINGS), ("styles", _STYLES)):
        parts = [relation.part for relation in part_relations if relation.kind == kind and relation.part is not None]
        if parts != [usual_part] and (parts or package.find(usual_part) is not None):
            return False
    by_id = {relation.id: relation for relation in part_relations}
    if b"&" in read_part(package, relations_part(workbook)):
        return False
    if len(by_id) != len(part_relations) or b":workbookPr" in read_part(package, workbook):
        return False
    for element in sheet_elements:
        relation = by_id.get(next(attribute(element, "id"), ""))
        if relation is None or relation.part is None or not _READERS_TARGET.fullmatch(relation.target):
            return False
        is_worksheet = "worksheets/" in relation.target
        if is_worksheet != (relation.kind == "worksheet") or relation.part != "xl/" + relation.target.removeprefix(
            "/xl/"
        ):
            return False
    return True


def _is_1904(root: Element) -> bool:
    """Whether days are counted from 1904."""
    properties = (element for element in root.iter() if local_name(element) == "workbookPr")
    return any(element.get("date1904", "").strip().lower() in ("1", "true") for element in properties)
