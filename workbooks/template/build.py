"""The template of one office and period, made from the contract."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pandas as pd
from openpyxl import Workbook

from schemas.messages.examples import DEFAULT_PREFIX
from schemas.model import Contract, WorkbookKind
from schemas.office import SOUTH_SULAWESI, OfficeCode
from schemas.period import Period
from schemas.reference import Reference
from workbooks.template.cover_sheet import add_cover_sheet
from workbooks.template.data_sheet import Context, add_data_sheet
from workbooks.template.dictionary_sheet import add_dictionary_sheet
from workbooks.template.examples import Setting
from workbooks.template.guide_sheet import TITLE as GUIDE
from workbooks.template.guide_sheet import add_guide_sheet
from workbooks.template.lists import Lists
from workbooks.template.places import everyday_partners, inside, name_of


def build_template(
    contract: Contract,
    kind: str,
    office: str,
    period: Period,
    reference: Reference,
    rows_by_sheet: Mapping[str, pd.DataFrame] | None = None,
    held_rows: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
    notes: Sequence[str] = (),
    coming: Sequence[str] = (),
) -> bytes:
    """An xlsx ready to be filled in.

    ``kind`` is regency, sulsel or retail. ``office`` is 76.01 … 76.06, a 73.xx, or 76. ``period`` is ``YYYY-MM``.
    ``reference`` fills the place lists and the list of large businesses. ``rows_by_sheet`` holds known rows by sheet
    title: frames with contract columns (and ``<name>_status``) in their typed form; columns that a frame lacks stay
    empty. ``held_rows`` holds rows that were held back, by sheet title: column → text as it was typed. ``notes`` are
    sentences about sending for this office, ``coming`` on rules that will change. Raises KeyError for a kind, an office
    or a title that does not exist, ValueError for an office that sends another kind.
    """
    workbook_kind = contract.kind(kind)
    rows_by_sheet = {workbook_kind.sheet(title).title: rows for title, rows in (rows_by_sheet or {}).items()}
    held_rows = {workbook_kind.sheet(title).title: rows for title, rows in (held_rows or {}).items()}
    name = _office_name(contract, office, reference)
    if kind != (office_kind := OfficeCode(office).kind):
        raise ValueError(f"kantor {office} mengirim buku kerja {office_kind}, bukan {kind}")
    setting = _setting(contract, office, period, reference)
    footer = f"{workbook_kind.title} · {name} · {setting.month_in_words} · templat {contract.version}"
    context = Context(
        setting=setting,
        names=reference.place_names,
        partners=everyday_partners(reference),
        regions=[place.name for place in inside(reference, SOUTH_SULAWESI)],
        footer=footer,
    )

    workbook = Workbook()
    workbook.remove(workbook.active)
    add_guide_sheet(
        workbook, workbook_kind, name, setting.month_in_words, f"{setting.prefix}-0001", footer, notes, coming
    )
    add_cover_sheet(
        workbook, workbook_kind, _cover(workbook_kind, name, setting.month_in_words, contract.version), footer
    )
    lists = Lists.in_workbook(workbook)
    if kind == "regency":
        lists.add_places(reference, office)
    for sheet in workbook_kind.sheets:
        add_data_sheet(workbook, sheet, lists, context, rows_by_sheet.get(sheet.title), held_rows.get(sheet.title, ()))
    add_dictionary_sheet(workbook, contract, workbook_kind, setting, footer)
    workbook.move_sheet(lists.sheet, offset=len(workbook.sheetnames))
    workbook.active = workbook[GUIDE]
    packed = io.BytesIO()
    workbook.save(packed)
    return packed.getvalue()


def _office_name(contract: Contract, office: str, reference: Reference) -> str:
    """The office's name as Identitas shows it: ``Majene``, ``Kota Makassar``, ``Provinsi Sulawesi Barat``."""
    for regency in contract.regencies:
        if regency.code == office:
            return regency.name
    name = name_of(reference, office)
    return name if "." in office else f"Provinsi {name}"


def _cover(kind: WorkbookKind, office_name: str, period: str, version: str) -> dict[str, str]:
    by_role = {"office": office_name, "period": period, "version": version}
    values = {field.name: by_role[field.role] for field in kind.cover if field.role in by_role}
    if kind.name == "retail":
        values["instansi"] = f"Pemerintah {office_name}"
    return values


def _setting(contract: Contract, office: str, period: Period, reference: Reference) -> Setting:
    kabupaten = name_of(reference, office) if OfficeCode(office).is_collaborator else ""
    return Setting(contract.prefix_of(office) or DEFAULT_PREFIX, period, kabupaten)
