"""The workbook part: the sheets, their order, and the names that count them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from workbooks.returned.package import Package, UnmarkableError
from workbooks.returned.parts import (
    OFFICE_RELATIONS,
    STRICT_RELATIONS,
    add_content_type,
    add_relation,
    is_strict,
    relations,
    remove_part,
    remove_relation,
)
from workbooks.returned.styles import EMPTY as EMPTY_STYLES
from workbooks.returned.xml_text import Element, escaped, prefixed, root, with_attribute, without_attribute

_BASE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_AFTER_NAMES = frozenset(
    [
        "calcPr",
        "oleSize",
        "customWorkbookViews",
        "pivotCaches",
        "smartTagPr",
        "smartTagTypes",
        "webPublishing",
        "fileRecoveryPr",
        "webPublishObjects",
        "extLst",
    ]
)


@dataclass(frozen=True)
class BookSheet:
    """A sheet as the workbook lists it; ``part`` is None when its part is missing or no worksheet."""

    name: str
    relation: str
    part: str | None


@dataclass(frozen=True)
class NewSheet:
    """A sheet to put in, with the names that the workbook gives to its ranges (name → range on it)."""

    name: str
    xml: str
    ranges: tuple[tuple[str, str], ...] = ()


class Book:
    """The workbook part of a package. Every change is written to the package at once."""

    def __init__(self, package: Package) -> None:
        self.package = package
        targets = [relation.target for relation in relations(package, "") if relation.kind == "officeDocument"]
        if not targets or targets[0] not in package:
            raise UnmarkableError("no workbook part")
        self.part = targets[0]

    @property
    def sheets(self) -> list[BookSheet]:
        """The sheets, in order."""
        parts = {
            relation.id: relation.target
            for relation in relations(self.package, self.part)
            if relation.kind == "worksheet" and relation.target in self.package
        }
        book_sheets = []
        for element in self._sheet_list().children():
            relation = element.get_local("id") or ""
            book_sheets.append(BookSheet(element.get("name") or "", relation, parts.get(relation)))
        return book_sheets

    def styles_part(self) -> str:
        """The style sheet's part; it is made when there is none."""
        part = self.related("styles")
        if part is None:
            part = "xl/styles.xml"
            self.package.write(part, EMPTY_STYLES)
            add_content_type(self.package, part, f"{_BASE}.styles+xml")
            add_relation(self.package, self.part, "styles", part)
        return part

    def related(self, kind: str) -> str | None:
        """The part of this kind that the workbook has."""
        targets = (relation.target for relation in relations(self.package, self.part) if relation.kind == kind)
        return next((target for target in targets if target in self.package), None)

    def remove(self, names: Iterable[str]) -> None:
        """Takes sheets out with everything that belongs to them."""
        for name in names:
            sheets = self.sheets
            index = next(place for place, sheet in enumerate(sheets) if sheet.name == name)
            sheet = sheets[index]
            if sheet.part and re.search(rb"<(?:\w+:)?f[\s>/]", self.package.read(sheet.part)):
                self.forget_calculation_order()
            sheet_element = self._sheet_list().children()[index]
            self._write(sheet_element.replaced(""))
            remove_relation(self.package, self.part, sheet.relation)
            if sheet.part:
                for relation in relations(self.package, sheet.part):
                    if relation.kind in ("comments", "vmlDrawing", "printerSettings", "drawing"):
                        remove_part(self.package, relation.target)
                remove_part(self.package, sheet.part)
            self._shift_names(index, -1)

    def put_first(self, sheets: list[NewSheet], active: int) -> None:
        """Puts sheets before all others and opens the workbook at one of them."""
        namespace = STRICT_RELATIONS if is_strict(self.package) else OFFICE_RELATIONS
        sheet_list = self._sheet_list()
        number = max((int(element.get("sheetId") or 0) for element in sheet_list.children()), default=0) + 1
        tags = []
        for offset, sheet in enumerate(sheets):
            part = self.package.free_name("xl/worksheets/sheet{}.xml")
            self.package.write(part, sheet.xml)
            add_content_type(self.package, part, f"{_BASE}.worksheet+xml")
            relation = add_relation(self.package, self.part, "worksheet", part)
            tags.append(
                f'<{sheet_list.prefix}sheet xmlns:r="{namespace}" name="{escaped(sheet.name)}"'
                f' sheetId="{number + offset}" r:id="{relation}"/>'
            )
        self._write(sheet_list.replaced(sheet_list.with_inner("".join(tags) + sheet_list.inner)))
        self._shift_names(0, len(sheets))
        self._add_names(sheets)
        self._open_at(active)

    def _sheet_list(self) -> Element:
        sheet_list = self._child("sheets")
        if sheet_list is None:
            raise UnmarkableError("the workbook lists no sheets")
        return sheet_list

    def _child(self, local: str) -> Element | None:
        return root(self.package.text(self.part)).child(local)

    def _write(self, xml: str) -> None:
        self.package.write(self.part, xml)

    def _shift_names(self, first: int, by: int) -> None:
        """Moves the sheet numbers of local names. The names of a sheet that goes (``by`` < 0) go with it."""
        names = self._child("definedNames")
        if names is None:
            return
        remaining = []
        for name in names.children():
            local = name.get("localSheetId")
            if local is None or int(local) < first:
                remaining.append(name.text)
            elif by > 0 or int(local) > first:
                remaining.append(
                    with_attribute(name.tag, "localSheetId", str(int(local) + by)) + name.text[len(name.tag) :]
                )
        self._write(names.replaced(names.with_inner("".join(remaining)) if remaining else ""))

    def _open_at(self, active: int) -> None:
        views = self._child("bookViews")
        sheet_list = self._sheet_list()
        if views is None:
            added = prefixed(f'<bookViews><workbookView activeTab="{active}"/></bookViews>', sheet_list.prefix)
            self._write(sheet_list.replaced(added + sheet_list.text))
            return
        remaining = []
        for view in views.children():
            tag = with_attribute(without_attribute(view.tag, "firstSheet"), "activeTab", str(active))
            remaining.append(tag + view.text[len(view.tag) :])
        self._write(views.replaced(views.with_inner("".join(remaining))))

    def _add_names(self, sheets: list[NewSheet]) -> None:
        document = root(self.package.text(self.part))
        prefix = document.prefix
        added = "".join(
            f'<{prefix}definedName name="{name}" localSheetId="{index}"{_hidden(name)}>'
            f"{escaped(quoted_sheet(sheet.name))}!{area}</{prefix}definedName>"
            for index, sheet in enumerate(sheets)
            for name, area in sheet.ranges
        )
        names = document.child("definedNames")
        if names is not None:
            self._write(names.replaced(names.with_inner(added + names.inner)))
            return
        at = next(
            (element.start for element in document.children() if element.local in _AFTER_NAMES), document.inner_end
        )
        wrapped = f"<{prefix}definedNames>{added}</{prefix}definedNames>"
        self._write(document.xml[:at] + wrapped + document.xml[at:])

    def forget_calculation_order(self) -> None:
        """Removes the calculation order. Excel makes it anew, and takes one that names a missing sheet for damage."""
        for relation in relations(self.package, self.part):
            if relation.kind == "calcChain":
                remove_relation(self.package, self.part, relation.id)
                remove_part(self.package, relation.target)


def quoted_sheet(name: str) -> str:
    """A sheet's name as formulas and links write it."""
    return "'" + name.replace("'", "''") + "'"


def _hidden(name: str) -> str:
    return ' hidden="1"' if name == "_xlnm._FilterDatabase" else ""
