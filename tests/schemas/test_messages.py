"""The catalogue of texts: whole, plain and safe."""

import json
import re
from datetime import date
from importlib.resources import files
from itertools import product
from pathlib import Path
from string import Formatter

import pytest

from schemas.context import Circumstances, Context
from schemas.contract_2026_1 import CONTRACT
from schemas.contracts import CONTRACTS
from schemas.finding import Finding, Outcome, Severity
from schemas.kinds import Desa
from schemas.messages import (
    date_words,
    example_of,
    expected_for,
    expected_text,
    kind_words,
    message,
    number_words,
    outcome_words,
    result_words,
    severity_words,
    state_words,
    title,
)
from schemas.messages.catalogue import catalogue
from schemas.messages.wording import value_words
from schemas.period import Period
from schemas.reference import parse_reference

CODES = """
file.type file.unreadable file.encrypted file.too_large
sheet.missing sheet.unknown sheet.duplicate submission.empty
column.missing column.duplicate column.unit column.unknown
cover.office cover.period cover.version
cell.error cell.formula required text.length text.personal
integer number number.ambiguous number.unit number.approximate number.decimal_point number.clipped range
date date.future date.two_digit_year date.range date.serial date.order choice
nib.length nib.leading_zero nib.shared
nik.length nik.date nik.serial nik.precision nik.gender
npwp.length npwp.check_digit phone phone.several email
licence.number_missing pirt.length pirt.packaging pirt.old_format pirt.expired md.format halal.format halal.required
gtin.length gtin.check_digit gtin.in_store gtin.prefix
kbli.unknown kbli.leading_zero region.kecamatan region.desa key.format key.office
identity.missing scale.mismatch permit.missing score.mismatch score.below_pass document.missing partner.unknown
duplicate.identical duplicate.conflict reference reference.quarantined
""".split()  # noqa: SIM905 (reads like the contract)
PLACEHOLDERS = {
    "place",
    "sheet",
    "label",
    "key",
    "holds",
    "digits",
    "header",
    "got",
    "expected",
    "example",
    "suggestion",
}
COLUMNS = [
    (sheet, column)
    for contract in CONTRACTS
    for kind in contract.kinds
    for sheet in kind.sheets
    for column in sheet.columns
]
SUBMISSIONS = Path(__file__).parents[1] / "submissions"


def all_entries():
    texts = catalogue()
    return {**{(code, None): entry for code, entry in texts.entries.items()}, **texts.variants}


def test_every_code_of_the_contract_has_an_entry_and_no_other_has():
    assert sorted(catalogue().entries) == sorted(CODES)


def test_every_code_of_the_sample_submissions_has_an_entry():
    expected = [json.loads(path.read_text(encoding="utf-8")) for path in SUBMISSIONS.glob("*.expected.json")]
    codes = {finding["code"] for result in expected for finding in result["findings"]}
    assert codes
    assert codes <= set(CODES)


def test_every_placeholder_is_known():
    for where, entry in all_entries().items():
        for template in (entry.what, entry.do, entry.seen, entry.suggest):
            fields = {field for _, field, _, _ in Formatter().parse(template or "") if field is not None}
            assert fields <= PLACEHOLDERS, where


def test_titles_are_short_differ_and_hold_no_placeholder():
    titles = [entry.title for entry in all_entries().values()]
    assert len(set(titles)) == len(titles)
    assert all(len(text) <= 45 and "{" not in text and text[0].isupper() for text in titles)


@pytest.mark.parametrize("code", CODES)
def test_a_message_is_in_sentences_and_never_a_bare_code(code):
    for severity in Severity:
        bare = message(Finding(code, severity))
        full = message(
            Finding(code, severity, "UMKM", "C17", 17, "nib", "MJN-0012", "NIB", "220001", "13 angka", "Mikro"),
        )
        for text in (bare, full):
            assert re.fullmatch(r"[“A-Z].*[.]", text), text
            assert len(text) > 40
            assert not re.search(r"[a-z]+\.[a-z]+(_[a-z]+)*\b", text.replace("example.com", "")), text
            assert not re.search(r"None|\{|\}|  |\.\.| ,|\bnull\b", text), text


def test_messages_of_personal_columns_show_nothing_but_the_masked_value():
    mask = "7604********0001"
    personal = [column for _, column in COLUMNS if column.personal]
    for column, code, severity in product(personal, CODES, Severity):
        text = message(Finding(code, severity, "UMKM", "D4", 4, column.name, "MJN-0001", column.header, mask))
        without = message(Finding(code, severity, "UMKM", "D4", 4, column.name, "MJN-0001", column.header))
        shown = set(re.findall(r"[\w*@+-]+", text)) - set(re.findall(r"[\w*@+-]+", without))
        assert {word for word in shown if re.search(r"[\d*@]", word)} <= {mask}
        assert "16 angka (" not in text


def test_a_nib_that_is_too_short_is_said_with_place_count_and_example():
    finding = Finding("nib.length", Severity.WITHHELD, "UMKM", "C17", 17, "nib", "MJN-0012", "NIB", "220001234567")
    assert message(finding) == (
        "NIB di sel C17 lembar UMKM berisi 12 angka (“220001234567”), seharusnya 13 angka. "
        "Nilai ini dikosongkan, barisnya tetap dimuat. "
        "Salin ulang dari OSS dan tulis sebagai teks, misalnya 0220001234567."
    )


def test_the_severity_says_what_becomes_of_the_row():
    held, emptied, loaded = (
        message(Finding("number", severity, "UMKM", "S4", 4, "modal_usaha", None, "Modal Usaha (Rp)", "banyak"))
        for severity in (Severity.ERROR, Severity.WITHHELD, Severity.WARNING)
    )
    assert "Baris ini ditahan" in held
    assert "Nilai ini dikosongkan, barisnya tetap dimuat." in emptied
    assert "ditahan" not in loaded
    assert "dikosongkan" not in loaded


def test_a_warning_variant_replaces_the_text_where_the_severity_changes_the_meaning():
    assert title("cover.version") != title("cover.version", Severity.WARNING)
    assert title("required", Severity.WARNING) == "Isian sampul kosong"
    assert title("required", Severity.ERROR) == title("required")
    assert "tetap dibaca" in message(Finding("required", Severity.WARNING, "Identitas", "B3", 3, label="Petugas"))


@pytest.mark.parametrize(
    ("code", "suggestion", "sentence"),
    [
        ("choice", "Makanan", "Mungkin maksudnya: Makanan."),
        ("date.range", "2026-11-28", "Dibaca sebagai 28 November 2026."),
        ("number.decimal_point", 1.25, "Dibaca sebagai 1,25."),
        ("score.mismatch", 60, "Dipakai menurut skornya: 60."),
        ("nib.leading_zero", "0020422001234", "Dibaca sebagai 0020422001234."),
    ],
)
def test_a_suggestion_is_shown_as_people_write_it(code, suggestion, sentence):
    assert sentence in message(Finding(code, Severity.WARNING, "UMKM", "B2", got="x", suggestion=suggestion))


def test_no_suggestion_leaves_no_trace():
    assert "Menurut omzetnya" not in message(
        Finding("scale.mismatch", Severity.WARNING, "UMKM", "R40", label="Skala Usaha")
    )


def test_what_stood_in_the_cell_is_shown_as_typed():
    for got in ("1,500", "Rp. 12.000.000,-", "=HYPERLINK()", "{place} {0}", "0"):
        finding = Finding("range", Severity.ERROR, "Produk", "K4", label="Harga Jual (Rp)", got=got)
        assert f"“{got}”" in message(finding)


def test_a_very_long_cell_is_cut_in_the_sentence_only():
    finding = Finding("number", Severity.ERROR, "Produk", "K4", label="Harga Jual (Rp)", got="tidak\n" * 400)
    assert "\n" not in message(finding)
    assert "…" in message(finding)
    assert len(message(finding)) < 400


def test_a_code_without_an_entry_is_a_program_error_and_said_loudly():
    with pytest.raises(KeyError, match=r"nib\.colour"):
        message(Finding("nib.colour", Severity.ERROR))


def test_numbers_and_dates_are_written_the_local_way():
    assert [number_words(n) for n in (1_500_000, 0, -3.54, 0.5, 10**13)] == [
        "1.500.000", "0", "-3,54", "0,5", "10.000.000.000.000",
    ]  # fmt: skip
    assert value_words("2026-12-05") == "5 Desember 2026"
    assert value_words("76.05") == "76.05"


def test_every_outcome_severity_kind_and_state_has_a_word():
    states = ("received", "checked", "waiting", "published", "refused", "answered")
    kinds = [kind.name for kind in CONTRACT.kinds]
    for words, values in (
        (outcome_words, Outcome),
        (severity_words, Severity),
        (kind_words, kinds),
        (state_words, states),
    ):
        all_words = [words(value) for value in values]
        assert len(set(all_words) - {""}) == len(values), all_words
    assert kind_words("regency") == CONTRACT.kind("regency").title
    assert outcome_words("accepted_with_notes") == "Diterima dengan catatan"


def test_while_a_person_has_to_decide_the_result_is_not_what_the_check_found():
    assert result_words("rejected", "waiting") == "Menunggu keputusan"
    assert result_words("rejected", "answered") == "Belum dapat diterima"
    assert result_words(None, "received") == "Belum diperiksa"


def test_dates_name_the_month():
    assert date_words(date(2026, 2, 1)) == "1 Februari 2026"


@pytest.fixture(scope="module")
def reference():
    names = ("wilayah.csv", "wilayah_aliases.csv", "kbli.csv", "partners.csv")
    return parse_reference(*((files("schemas.data") / name).read_text(encoding="utf-8") for name in names))


@pytest.mark.parametrize(
    "office", [*CONTRACT.regencies, None], ids=lambda office: office.name if office else "Makassar"
)
@pytest.mark.parametrize("contract", CONTRACTS.versions, ids=lambda contract: contract.version)
def test_every_example_is_read_without_a_finding(contract, office, reference):
    code, prefix = (office.code, office.prefix) if office else ("73.71", contract.collaborator_prefix)
    context = Context(Circumstances(CONTRACTS, reference, date(2026, 12, 1)), contract, code, Period(2026, 11))
    sheets = contract.kind("regency" if office else "sulsel").sheets + contract.kind("retail").sheets
    for sheet in sheets:
        for column in sheet.columns:
            example = example_of(column, prefix)
            if isinstance(column.kind, Desa):
                above = sheet["kecamatan"]
                kecamatan = above.kind.reader(above, context)(example_of(above, prefix)).value
                reading = column.kind.reader_beside(column, context)(example, kecamatan)
            else:
                reading = column.kind.reader(column, context)(example)
            assert reading.value is not None, (sheet.title, column.name, example)
            assert not reading.issues, (sheet.title, column.name, example)


def test_what_is_expected_is_said_for_every_column_in_the_middle_of_a_sentence():
    for sheet, column in COLUMNS:
        text = expected_text(column)
        assert text, (sheet.title, column.name)
        assert not text.endswith("."), text
    assert expected_text(CONTRACT.kind("regency").sheet("UMKM")["skala"]) == "salah satu dari: Mikro, Kecil, Menengah"


@pytest.mark.parametrize(
    ("title", "column", "text"),
    [
        ("UMKM", "tenaga_kerja_l", "angka bulat 0 sampai 10.000"),
        ("UMKM", "nib", "13 angka, misalnya 0220001234567"),
        ("UMKM", "kecamatan", "nama kecamatan di kabupaten pengirim"),
        ("UMKM", "kode_umkm", "kode berawalan kantor, misalnya PLM-0001"),
        ("UMKM", "lintang", "derajat -3,6 sampai -0,8"),
        ("Produk", "isi_bersih", "angka lebih dari 0 sampai 1.000.000"),
        ("Produk", "harga_jual", "Rp1 sampai Rp1.000.000.000"),
        ("Produk", "kode_umkm", "kode yang ada di lembar UMKM, misalnya PLM-0001"),
        ("Kurasi", "tanggal", "tanggal, misalnya 5 November 2026"),
    ],
)
def test_what_is_expected_follows_from_the_definition(title, column, text):
    assert expected_text(CONTRACT.kind("regency").sheet(title)[column], "PLM") == text


def test_what_a_finding_asks_is_the_form_of_its_column_unless_the_error_lies_elsewhere():
    umkm = CONTRACT.kind("regency").sheet("UMKM")
    assert expected_for(umkm["nib"], "nib.length") == "13 angka, misalnya 0220001234567"
    assert expected_for(umkm["kode_umkm"], "key.office", "PKY") == "kode berawalan kantor, misalnya PKY-0001"
    assert expected_for(umkm["nib"], "nib.shared") == "satu NIB untuk satu usaha"
    assert expected_for(umkm["skala"], "scale.mismatch") is None
    assert all(expected_for(column, code) != "" for _, column in COLUMNS for code in CODES)


def test_no_licence_that_is_in_process_is_answered_by_write_in_process():
    produk = CONTRACT.kind("regency").sheet("Produk")
    for code in ("halal.required", "permit.missing"):
        column = produk["halal" if code == "halal.required" else "pirt"]
        expectation = expected_for(column, code)
        for got in ("proses", "Dalam proses"):
            finding = Finding(
                code, Severity.WARNING, "Produk", "L4", 4, column.name, "MJN-0001-01", "Halal", got, expectation
            )
            assert "“proses”" not in f"{message(finding)} {expectation}"
            assert re.search("masih diurus", message(finding))
        missing = Finding(
            code, Severity.WARNING, "Produk", "L4", 4, column.name, "MJN-0001-01", "Halal", None, expectation
        )
        assert not re.search("masih diurus \\(", message(missing))


@pytest.mark.parametrize(
    ("sheet", "column", "code", "example"),
    [
        ("UMKM", "tahun_berdiri", "integer", "misalnya 2019."),
        ("UMKM", "lintang", "range", "misalnya -3,54."),
        ("Produk", "harga_jual", "number", "misalnya 35.000."),
        ("Produk", "isi_bersih", "number.ambiguous", "misalnya 100."),
        ("Produk", "pirt", "pirt.length", "misalnya 2067604010001-31, "),
        ("Produk", "kode_produk", "key.format", "misalnya PLM-0001-01."),
        ("UMKM", "kode_umkm", "key.office", "misalnya PLM-0001."),
        ("UMKM", "kecamatan", "required", "misalnya Tinambung."),
        ("Kemitraan", "tanggal_mulai", "document.missing", "misalnya 1 Desember 2026."),
        ("Kemitraan", "nomor_dokumen", "document.missing", "misalnya 001/PKS/XI/2026."),
    ],
)
def test_an_example_in_a_message_fits_its_column_and_its_office(sheet, column, code, example):
    asked_column = CONTRACT.kind("regency").sheet(sheet)[column]
    expectation = expected_for(asked_column, code, "PLM")
    finding = Finding(code, Severity.ERROR, sheet, "B4", 4, column, "x", asked_column.header, "abc", expectation)
    text = message(finding)
    assert example in text
    assert text.count("misalnya") == 1 + (code == "document.missing")  # which also names a stage


@pytest.mark.parametrize(
    ("other_rows", "words"),
    [
        ([17], "baris 17"),
        ([17, 21], "baris 17 dan 21"),
        ([3, 4, 5], "baris 3, 4 dan 5"),
        ([3, 4, 5, 6, 7, 8], "baris 3, 4, 5, 6, 7 dan baris lain"),
    ],
)
def test_duplicates_name_the_other_rows(other_rows, words):
    umkm = CONTRACT.kind("regency").sheet("UMKM")
    for column, code in (
        ("kode_umkm", "duplicate.conflict"),
        ("kode_umkm", "duplicate.identical"),
        ("nib", "nib.shared"),
    ):
        expectation = expected_for(umkm[column], code, "MJN", other_rows)
        assert f"{words})" in expectation
        assert words in message(
            Finding(code, Severity.ERROR, "UMKM", "A30", 30, column, "MJN-0001", expected=expectation)
        )


def test_a_personal_example_is_never_repeated_in_what_is_expected():
    for _, column in COLUMNS:
        if column.name == "nik_pemilik":
            assert example_of(column) not in expected_text(column)


def test_the_officers_guide_calls_findings_outcomes_and_severities_by_the_words_of_the_catalogue():
    guide = (Path(__file__).parents[2] / "docs" / "officer" / "panduan-petugas.md").read_text(encoding="utf-8")
    texts = catalogue()
    phrases = re.findall(
        r"^\| ([A-Z][^|]*) \| [^|]+ \| [^|]+ \|$", guide.split("## 6.")[1].split("## 7.")[0], re.MULTILINE
    )
    assert len(phrases) > 30
    titles = {entry.title for entry in texts.entries.values()}
    assert {name for line in phrases for name in ([line] if line in titles else line.split(", "))} <= titles
    assert all(f"| {word} |" in guide for group in ("outcome", "severity") for word in texts.names[group].values())
