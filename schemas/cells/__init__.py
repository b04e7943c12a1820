"""Cell readers, one a kind: from a raw value to a typed one and what is to be said of it."""

from __future__ import annotations

from collections.abc import Callable

from schemas import kinds
from schemas.cells.choice import choice_reader, choices_reader, yes_no_reader
from schemas.cells.codes import kbli_reader, key_reader
from schemas.cells.contact import email_reader, phone_reader
from schemas.cells.date import date_reader
from schemas.cells.identity import nib_reader, nik_reader, npwp_reader
from schemas.cells.licence import gtin_reader, halal_reader, hki_reader, md_reader, pirt_reader
from schemas.cells.number import number_reader
from schemas.cells.reading import CellReader
from schemas.cells.region import kabupaten_reader, kecamatan_reader
from schemas.cells.text import partner_reader, text_reader
from schemas.context import Context
from schemas.model import Column

_MAKERS: dict[type[kinds.Kind], Callable[[Column, Context], CellReader]] = {
    kinds.Text: text_reader,
    kinds.Partner: partner_reader,
    kinds.Integer: number_reader,
    kinds.Year: number_reader,
    kinds.Money: number_reader,
    kinds.Decimal: number_reader,
    kinds.Coordinate: number_reader,
    kinds.Date: date_reader,
    kinds.YesNo: yes_no_reader,
    kinds.Choice: choice_reader,
    kinds.Choices: choices_reader,
    kinds.Nib: nib_reader,
    kinds.Nik: nik_reader,
    kinds.Npwp: npwp_reader,
    kinds.Phone: phone_reader,
    kinds.Email: email_reader,
    kinds.Pirt: pirt_reader,
    kinds.Md: md_reader,
    kinds.Halal: halal_reader,
    kinds.Gtin: gtin_reader,
    kinds.Hki: hki_reader,
    kinds.Kbli: kbli_reader,
    kinds.Kecamatan: kecamatan_reader,
    kinds.Kabupaten: kabupaten_reader,
    kinds.Key: key_reader,
}


def make_reader(column: Column, context: Context) -> CellReader:
    """The reader of a column. Desa has none of its own: it is read beside its kecamatan (``cells.region``)."""
    return _MAKERS[type(column.kind)](column, context)
