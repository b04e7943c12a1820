"""What a column asks for, in Indonesian words derived from its definition."""

from __future__ import annotations

from collections.abc import Sequence

from schemas import kinds
from schemas.cells.region import OF_ITS_KECAMATAN
from schemas.codes import Code
from schemas.messages.catalogue import catalogue
from schemas.messages.examples import DEFAULT_PREFIX, example_of
from schemas.messages.wording import number_words
from schemas.model import Column

_FIXED = {
    kinds.Nib: "13 angka",
    kinds.Nik: "16 angka",
    kinds.Npwp: "15 atau 16 angka",
    kinds.Phone: "nomor telepon Indonesia",
    kinds.Email: "alamat surel",
    kinds.Pirt: "15 angka",
    kinds.Md: "MD atau ML dan 12 atau 15 angka",
    kinds.Halal: "ID dan 13 sampai 18 angka",
    kinds.Gtin: "8, 12, 13, atau 14 angka",
    kinds.Kbli: "kode KBLI 5 angka",
    kinds.Kecamatan: "nama kecamatan di kabupaten pengirim",
    kinds.Desa: OF_ITS_KECAMATAN,
    kinds.Kabupaten: "nama kabupaten atau kota di Sulawesi Selatan",
    kinds.YesNo: "Ya atau Tidak",
    kinds.Partner: "nama usaha besar",
}
_WITH_EXAMPLE = (
    kinds.Nib,
    kinds.Npwp,
    kinds.Phone,
    kinds.Email,
    kinds.Licence,
    kinds.Kbli,
    kinds.Kabupaten,
    kinds.Partner,
    kinds.Date,
    kinds.Key,
)
_NUMBER_NAMES = {kinds.Integer: "angka bulat", kinds.Coordinate: "derajat", kinds.Decimal: "angka"}


FOR_EXAMPLE = ", misalnya "
_EXAMPLE_BEYOND = frozenset((Code.DOCUMENT_MISSING,))
_EXAMPLE_OF_FAULT = (kinds.Number, kinds.Kecamatan)
"""Kinds for which a finding gives an example though lists of columns do not."""
_OTHER_ROWS = {
    Code.DUPLICATE_IDENTICAL: "sama dengan",
    Code.DUPLICATE_CONFLICT: "kode ini juga di",
    Code.NIB_SHARED: "NIB ini juga di",
}
_MOST_ROWS = 5
_OF_COLUMN = {"unit_retur": "angka bulat 0 sampai jumlah unit terjual"}


def expected_for(
    column: Column, code: str, prefix: str | None = DEFAULT_PREFIX, others: Sequence[int] = ()
) -> str | None:
    """What a finding with this code says that was asked of the column; None where there is nothing to ask.

    ``prefix``: of the office's keys, None when it is not known. ``others``: the rows that it is about besides its own.
    """
    prefix = prefix or DEFAULT_PREFIX
    if others and code in _OTHER_ROWS:
        return f"{catalogue().entry(code).expected} ({_OTHER_ROWS[code]} {_rows(others)})"
    if not Code(code).asks_form:
        asked = catalogue().entry(code).expected
        return f"{asked}{FOR_EXAMPLE}{example_of(column, prefix)}" if asked and code in _EXAMPLE_BEYOND else asked
    asked = expected_text(column, prefix)
    if isinstance(column.kind, _EXAMPLE_OF_FAULT):
        return f"{asked}{FOR_EXAMPLE}{example_of(column, prefix)}"
    return asked


def expected_text(column: Column, prefix: str = DEFAULT_PREFIX) -> str:
    """What belongs in this column, as the middle of a sentence: ``angka bulat 0 sampai 10.000``.

    ``prefix`` is that of the office's keys, for examples of keys.
    """
    text = _form(column)
    if isinstance(column.kind, _WITH_EXAMPLE):
        return f"{text}{FOR_EXAMPLE}{example_of(column, prefix)}"
    return text


def _form(column: Column) -> str:
    kind = column.kind
    if column.name in _OF_COLUMN:
        return _OF_COLUMN[column.name]
    if isinstance(kind, kinds.Key):
        return _key(column)
    if isinstance(kind, kinds.Choice):
        return f"salah satu dari: {_listed(kind.words)}"
    if isinstance(kind, kinds.Choices):
        return f"satu atau beberapa dari: {_listed(kind.words)} (dipisah koma)"
    if isinstance(kind, kinds.Number):
        return _number(kind)
    if isinstance(kind, kinds.Date):
        return "tanggal"
    if type(kind) in _FIXED:
        return _FIXED[type(kind)]
    if isinstance(kind, kinds.Text | kinds.Hki):
        return f"teks paling banyak {number_words(kind.limit)} huruf"
    raise TypeError(f"no words for {type(kind).__name__}")


def _key(column: Column) -> str:
    if column.warehouse_only:
        return "kode produk Sulawesi Barat"
    return f"kode yang ada di lembar {column.reference}" if column.reference else "kode berawalan kantor"


def _number(kind: kinds.Number) -> str:
    if isinstance(kind, kinds.Year):
        return f"tahun {kind.low:.0f} sampai tahun laporan"
    low, high = number_words(kind.low), number_words(kind.high)
    if isinstance(kind, kinds.Money):
        return f"Rp{low} sampai Rp{high}"
    name = next(words for base, words in _NUMBER_NAMES.items() if isinstance(kind, base))
    if kind.above_low:
        return f"{name} lebih dari {low} sampai {high}"
    return f"{name} {low} sampai {high}"


def _rows(rows: Sequence[int]) -> str:
    """``baris 17 dan 21``; of many the first few, and that there are more."""
    named = [str(row) for row in rows[:_MOST_ROWS]] + (["baris lain"] if len(rows) > _MOST_ROWS else [])
    return f"baris {' dan '.join(filter(None, (', '.join(named[:-1]), named[-1])))}"


def _listed(words: tuple[kinds.Word, ...]) -> str:
    return ", ".join(word.text for word in words)
