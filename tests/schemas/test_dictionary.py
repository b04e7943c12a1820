"""The data dictionary says what the definition says, and its page never lags behind."""

from pathlib import Path

from schemas.contract_2026_1 import CONTRACT
from schemas.contracts import CONTRACTS
from schemas.dictionary import dictionary, to_markdown

PAGE = Path(__file__).parents[2] / "docs" / "kamus-data.md"


def row(sheet, column, workbook="regency"):
    (line,) = (r for r in dictionary(CONTRACT) if (r.workbook, r.sheet, r.column) == (workbook, sheet, column))
    return line


def test_every_column_of_every_sheet_has_one_row():
    columns = [(k.name, s.title, c.name) for k in CONTRACT.kinds for s in k.sheets for c in s.columns]
    assert [(r.workbook, r.sheet, r.column) for r in dictionary(CONTRACT)] == columns


def test_a_row_tells_form_key_reference_and_whether_it_is_personal():
    nik, product, halal = row("UMKM", "nik_pemilik"), row("Kurasi", "kode_produk"), row("Produk", "halal")
    assert (nik.form, nik.access, nik.required, nik.in_key) == ("NIK", "pribadi", False, False)
    assert (product.in_key, product.reference, product.required) == (True, "Produk", True)
    assert halal.has_status
    assert [word.text for word in row("UMKM", "skala").choices] == ["Mikro", "Kecil", "Menengah"]


def test_the_page_lists_every_header_alias_and_choice():
    page = to_markdown(CONTRACT)
    for r in dictionary(CONTRACT):
        assert f"`{r.column}`" in page
        assert all(name in page for name in (r.header, *r.aliases, *(word.text for word in r.choices)))


def test_every_table_row_of_the_page_has_as_many_cells_as_its_head():
    lines = [line for line in to_markdown(CONTRACT).splitlines() if line.startswith("|")]
    assert {line.count("|") for line in lines} == {8}


def test_the_page_in_docs_is_the_one_that_the_definition_gives():
    command = "python -m schemas.dictionary > docs/kamus-data.md"
    assert PAGE.read_text(encoding="utf-8") == to_markdown(CONTRACTS.newest), (
        f"docs/kamus-data.md lags behind; run: {command}"
    )
