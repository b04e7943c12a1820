"""What is suggested in place of a bad word or place, and what is not: one click puts a suggestion into the data."""

from collections.abc import Iterator

import pytest
from rapidfuzz.distance import Levenshtein

from schemas.check import check_workbook
from schemas.context import Context
from schemas.contract_2026_1 import CONTRACT
from schemas.kinds.reading import Reading
from schemas.messages import expected_for, message
from schemas.text import fold_place
from tests.schemas.making import KIND_OF, PERIOD, asked, read, reference, row, workbook

REGENCIES = [office.code for office in CONTRACT.regencies]


@pytest.mark.parametrize(
    ("title", "column", "value", "suggestion"),
    [
        ("Produk", "satuan", "meter", None),  # two letters from "liter", a synonym of l
        ("Produk", "satuan", "ekor", None),
        ("Produk", "satuan", "ton", None),
        ("Produk", "satuan", "lusin", None),
        ("Produk", "satuan", "liters", None),
        ("Produk", "satuan", "pccs", "pcs"),
        ("Produk", "satuan", "ltrr", None),
        ("UMKM", "bentuk_usaha", "KUB", None),
        ("UMKM", "bentuk_usaha", "CVV", "CV"),
        ("UMKM", "bentuk_usaha", "P", "PT"),
        ("UMKM", "bentuk_usaha", "C", "CV"),
        ("UMKM", "bentuk_usaha", "FT", "PT"),
        ("UMKM", "bentuk_usaha", "XY", None),
        ("UMKM", "bidang_usaha", "Jaksas", None),  # Jasa, two letters away
        ("UMKM", "bidang_usaha", "Jassa", "Jasa"),
        ("UMKM", "bidang_usaha", "kulinner", None),  # a slip of a synonym
        ("UMKM", "bidang_usaha", "Perikanann", "Perikanan"),
        ("UMKM", "skala", "Meneggah", "Menengah"),
        ("UMKM", "skala", "Mennenggah", "Menengah"),
        ("Kemitraan", "kendala", "Harg; Kemassan", "Kemasan, Harga"),
        ("Kemitraan", "kendala", "Harg; Loging", None),
        ("Mitra", "kabupaten", "Gowwa", "Kabupaten Gowa"),
        ("Mitra", "kabupaten", "Sowwa", None),
    ],
)
def test_a_listed_word_is_suggested_two_letters_away_a_short_one_one_letter_and_none_by_a_synonym(
    title, column, value, suggestion
):
    assert read(title, column, value).issues[0].suggestion == suggestion


def read_desa(value: str, kecamatan: str, context: Context) -> Reading:
    column = KIND_OF["UMKM"].sheet("UMKM")["desa"]
    return column.kind.reader_beside(column, context)(value, kecamatan)


def _desa_and_other_kecamatan() -> Iterator[tuple[str, str, Context]]:
    """Every desa of a regency's kecamatan with every other kecamatan of the regency."""
    for regency in REGENCIES:
        context = Context(asked(), CONTRACT, regency, PERIOD)
        districts = reference().names_within(regency).official
        for home in districts:
            for name in reference().names_within(home).official.values():
                yield from ((name, other, context) for other in districts if other != home)


def test_no_desa_of_another_kecamatan_of_the_regency_gets_a_suggestion_and_each_is_told_where_it_lies():
    pairs = list(_desa_and_other_kecamatan())
    assert len(pairs) > 7000
    readings = [(name, kecamatan, read_desa(name, kecamatan, context)) for name, kecamatan, context in pairs]
    bad = [(name, kecamatan, reading) for name, kecamatan, reading in readings if reading.value is None]
    assert len(bad) > len(pairs) - 20  # some names are given twice in a regency
    assert [(name, kecamatan) for name, kecamatan, reading in bad if reading.issues[0].suggestion] == []
    assert [name for name, _, reading in bad if "; desa itu ada di kecamatan " not in reading.issues[0].expected] == []


def test_the_message_names_the_kecamatan_in_which_the_desa_lies():
    def message_for(desa: str) -> tuple[str | None, str]:
        grids = workbook(UMKM=[row("UMKM", kecamatan="Banggae", desa=desa)])
        finding = check_workbook(grids, asked(), "0" * 64, expected=expected_for).findings[0]
        assert (finding.code, finding.suggestion) == ("region.desa", None)
        return finding.expected, message(finding)

    expected, text = message_for("Lembang")
    assert expected == "nama desa atau kelurahan di kecamatan itu; desa itu ada di kecamatan Banggae Timur"
    assert "desa itu ada di kecamatan Banggae Timur" in text
    assert "desa itu ada di kecamatan Banggae Timur" in message_for("76.05.08.1006")[0]
    assert message_for("Berantah")[0] == "nama desa atau kelurahan di kecamatan itu"


def test_a_desa_that_lies_in_two_other_kecamatan_is_told_with_both():
    reading = read_desa("Minanga", "76.03.01", Context(asked(), CONTRACT, "76.03", PERIOD))
    assert reading.issues[0].expected.endswith("; desa itu ada di kecamatan Bambang dan Nosu")


def _slips(name: str) -> Iterator[str]:
    """The name with a letter left out, doubled, exchanged; and with two of these."""
    for at in range(0, len(name), 2):
        yield name[:at] + name[at + 1 :]
        yield name[:at] + "q" + name[at + 1 :]
        yield name[: at + 1] + name[at:]
        yield name[:at] + "q" + name[at + 1 :] + "q"


def test_a_slip_of_one_or_two_letters_in_a_desa_is_still_suggested_where_it_is_the_only_one_near():
    suggested = 0
    for regency in REGENCIES:
        context = Context(asked(), CONTRACT, regency, PERIOD)
        districts = reference().names_within(regency).official
        all_codes = {name for district in districts for name in reference().names_within(district).codes}
        for district in districts:
            names = reference().names_within(district).official.values()
            for name in names:
                for slip in set(_slips(name)):
                    if fold_place(slip) in all_codes or not slip.strip():
                        continue
                    near = [
                        other for other in names if _letters(slip, other) <= (2 if len(fold_place(other)) > 4 else 1)
                    ]
                    reading = read_desa(slip, district, context)
                    expected = near[0] if len(near) == 1 else None
                    assert (slip, reading.issues[0].suggestion) == (slip, expected)
                    suggested += expected == name
    assert suggested > 5000


def _letters(text: str, name: str) -> int:
    return Levenshtein.distance(fold_place(text), fold_place(name))
