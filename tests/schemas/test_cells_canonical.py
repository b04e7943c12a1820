"""The shortcut past the readers gives no value that its reader would read otherwise or speak of."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kemitraan.references import shipped_reference
from schemas.context import Circumstances, Context
from schemas.contract_2026_1 import CONTRACT
from schemas.contracts import CONTRACTS
from schemas.kinds import Choice, Choices, Desa
from schemas.kinds.reading import Reading
from schemas.model import Column
from schemas.period import Period
from schemas.text import EMPTY_WORDS
from tests.schemas.making import steady

CONTEXT = Context(
    Circumstances(CONTRACTS, shipped_reference(), date(2026, 11, 24)), CONTRACT, "76.05", Period(2026, 11)
)
COLUMNS = {
    column.kind: column
    for kind in CONTRACT.kinds
    for sheet in kind.sheets
    for column in sheet.columns
    if not isinstance(column.kind, Choice | Choices | Desa)
}
LOOKALIKES = st.one_of(
    st.sampled_from(sorted(EMPTY_WORDS)),
    st.from_regex(r"[0 .\-]{1,17}", fullmatch=True),
    st.from_regex(r"(MJN|PKY|XXX)-[0-9]{3,7}(-[0-9]{1,4})?", fullmatch=True),
    st.from_regex(r"[0-9]{12,16}", fullmatch=True),
    st.from_regex(r"899[0-9]{10}", fullmatch=True),
    st.from_regex(r"01234567[0-9]831000|0{9}[0-9]{6}", fullmatch=True),
    st.from_regex(r"01\.234\.567\.[0-9]-831\.000", fullmatch=True),
    st.from_regex(r"[1-9][0-9]{12}(25|26|27|00)", fullmatch=True),
    st.from_regex(r"[0-9]{6}[0-7][0-9][01][0-9]{3}(0000|[0-9]{4})", fullmatch=True),
    st.from_regex(r"(ID|id)[0-9]{12,19}", fullmatch=True),
    st.from_regex(r"M[DLX][0-9]{11,16}", fullmatch=True),
    st.from_regex(r"[A-Z]{1,4}(0|62)?8?[0-9]{5,12}", fullmatch=True),
    st.from_regex(r"[a-z.]{1,5}@[a-zA-Z.\-]{1,9}", fullmatch=True),
    st.text(alphabet="ab -.'\n\u00a0\u200bÅ1", min_size=10, max_size=25),
    st.text(alphabet="ab ", min_size=250, max_size=260),
    st.floats(),
    st.integers(-1, 10**13).map(float),
    st.sampled_from([2147483647.0, 0.0, -0.0, 1.0, 100.0, 1900.0, 2026.0, 2027.0, 118.7, 119.9, 9.5]),
)


@pytest.mark.parametrize("column", [pytest.param(column, id=column.name) for column in COLUMNS.values()])
@settings(steady, max_examples=8)
@given(values=st.sets(LOOKALIKES, max_size=8))
def test_what_is_found_has_no_finding_and_its_readers_value(column: Column, values: set) -> None:
    read = column.kind.reader(column, CONTEXT)
    for value, meaning in column.kind.usual_values(column, CONTEXT, values).items():
        assert read(value) == Reading(meaning)
        assert type(read(value).value) is type(meaning)


def test_what_most_cells_hold_is_found() -> None:
    umkm, produk = CONTRACT.kind("regency").sheet("UMKM"), CONTRACT.kind("regency").sheet("Produk")
    usual = {
        umkm["kode_umkm"]: "MJN-0001",
        umkm["nib"]: "1234567890123",
        umkm["nik_pemilik"]: "7605014101900001",
        umkm["nama_usaha"]: "Warung Mandar Jaya",
        umkm["email"]: "usaha.baru@example.co.id",
        produk["kode_produk"]: "MJN-0001-01",
        produk["pirt"]: "206760500123428",
        produk["md"]: "MD123456789012",
        produk["halal"]: "ID76110000123450121",
        produk["gtin"]: "8991234567891",
        produk["hki"]: "IDM000123456",
        produk["harga_jual"]: 25_000.0,
        umkm["lintang"]: -3.25,
    }
    for column, value in usual.items():
        assert column.kind.usual_values(column, CONTEXT, {value, 1e15, ""}) == {value: value}, column.name
    npwp = {"01.234.567.4-831.000", "012345674831000"}
    assert umkm["npwp"].kind.usual_values(umkm["npwp"], CONTEXT, npwp) == dict.fromkeys(npwp, "0012345674831000")


def test_a_line_of_a_cell_is_not_taken_for_the_cell() -> None:
    column = CONTRACT.kind("regency").sheet("UMKM")["kode_umkm"]
    assert not column.kind.usual_values(column, CONTEXT, {"MJN-0001\nMJN-0002"})
