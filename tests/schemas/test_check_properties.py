"""Whatever stands around a cell, its finding has its address; whatever stands in it, the check answers and masks."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas.gate import assert_loadable
from schemas.grid import FORMULA_WITHOUT_RESULT, Grid, address, parse_address
from tests.schemas.making import KIND_OF, SOUND, check, cover, grid, row, steady, table, workbook

UMKM = KIND_OF["UMKM"].sheet("UMKM")
BAD = {
    "nib": ("91200012345", "nib.length"),
    "jenis_kelamin": ("Campuran", "choice"),
    "kbli": ("99999", "kbli.unknown"),
    "modal_usaha": ("lima juta", "number"),
    "tenaga_kerja_p": ("3 ekor", "integer"),
    "skala": ("Raksasa", "choice"),
    "desa": ("Antah", "region.desa"),
}
NO_DATA = ["", "Jumlah", "Wilayah 1", "No"]


@steady
@given(st.data())
def test_the_reported_cell_holds_the_bad_value(data):
    """Random titles, blank rows, moved columns, unknown columns, a header of one row or two, merged or not."""
    draw = data.draw
    names = [
        *draw(st.permutations(UMKM.names)),
        *draw(st.lists(st.sampled_from(["-kosong", "-Media Sosial", "-No"]), max_size=3, unique=True)),
    ]
    if draw(st.booleans()):  # two rows: L and P must stand together under their heading
        names = [name for name in names if name != "tenaga_kerja_p"]
        names.insert(names.index("tenaga_kerja_l") + 1, "tenaga_kerja_p")
        two_rows = True
    else:
        names = draw(st.permutations(names))
        two_rows = False
    above = [[draw(st.sampled_from(["", "DATA UMKM", "Bulan berjalan"]))] for _ in range(draw(st.integers(0, 20)))]
    shift = draw(st.integers(0, 3))
    upper = [""] * shift + [UMKM[name].header if not name.startswith("-") else name[1:] for name in names]
    upper = ["" if text == "kosong" else text for text in upper]
    merged, header = [], [upper]
    if two_rows:
        at = shift + names.index("tenaga_kerja_l")
        upper[at], upper[at + 1] = "Tenaga Kerja", ""
        lower = [""] * len(upper)
        lower[at : at + 2] = "L", "P"
        header.append(lower)
        if draw(st.booleans()):
            top = len(above)
            merged = [(top, column, top + 1, column) for column in range(len(upper)) if column not in (at, at + 1)]
            merged.append((top, at, top, at + 1))
    rows: list[list[Any]] = [*above, *header]
    if above and draw(st.booleans()):
        merged.append((0, 0, 0, len(upper) - 1))
    bad_values = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        rows += [[""] for _ in range(draw(st.integers(0, 2)))]
        cells = row("UMKM", kode_umkm=f"MJN-{number:04d}", nib=f"91200011122{number:02d}")
        wrong = draw(st.sets(st.sampled_from(sorted(BAD)), max_size=3))
        cells |= {name: BAD[name][0] for name in wrong}
        bad_values += [(len(rows), shift + names.index(name), name) for name in wrong]
        rows.append([""] * shift + [cells.get(name, "7" if name == "-No" else "") for name in names])
    result = check(workbook(UMKM=grid("1. Data UMKM", rows, merged)))
    located = {
        (finding.cell, finding.row, finding.column, finding.code)
        for finding in result.findings
        if finding.sheet == "UMKM" and finding.code != "column.unknown"
    }
    assert located == {(address(at, column), at + 1, name, BAD[name][1]) for at, column, name in bad_values}
    assert all(parse_address(finding.cell)[0] + 1 == finding.row for finding in result.findings if finding.cell)


ABSURD = st.one_of(
    st.sampled_from(
        [
            1e308,
            -1e308,
            -0.0,
            float("inf"),
            float("-inf"),
            float("nan"),
            "٣" * 13,
            "²" * 15,
            "1" + "²" * 14,
            "１２３",
            "9" * 4400,
            "9" * 60 + ",50",
            "-" * 300,
            "\x00\x07\x1f",
            "\ud800",
            "=cmd|' /C calc'!A0",
            "#REF!",
            "CONTOH",
            "Jumlah",
            "Mengetahui,",
            "Majene, 24 November 2026",
            "Kode UMKM",
            "No",
            "(1)",
            "MJN-0001",
            "MJN-0001-01",
            "00/00/0000",
            "01/02/00",
            "31 Desember 9999",
            "Rp -,-",
            "1.000.000.000.000.000.000.000.000.000.000,5 miliar",
            "ID" + "9" * 18,
            "MD" + "٣" * 12,
            "P-IRT",
            "76.05.01.1009",
            "76..05",
        ]
    ),
    st.text(max_size=30),
    st.text("0123456789.,-/ jtrbM", max_size=24),
    st.floats(),
    st.integers(-(10**25), 10**25),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.just(""),
)


def _assert_sound(result) -> None:
    for title, sheet in result.sheets.items():
        assert sheet.rows == sheet.accepted_rows + sheet.quarantined_rows, title
    for finding in result.findings:
        assert finding.cell is None or parse_address(finding.cell)[0] + 1 == finding.row
    if result.outcome != "rejected":
        assert_loadable(result)


@settings(steady, max_examples=25)
@given(st.sampled_from(sorted(SOUND)), st.data())
def test_no_value_in_any_column_is_too_absurd(title, data):
    names = KIND_OF[title].sheet(title).names
    sound = SOUND[title]
    rows = [
        sound | data.draw(st.dictionaries(st.sampled_from(names), ABSURD, min_size=1, max_size=8))
        for _ in range(data.draw(st.integers(1, 4)))
    ]
    other_sheets = {sheet.title: [SOUND[sheet.title]] for sheet in KIND_OF[title].sheets}
    _assert_sound(check(workbook(**other_sheets | {title: [*rows, sound]})))


@st.composite
def grids(draw) -> Grid:
    """Any grid under a name of the contract, its cells often headers, with merges and error values anywhere."""
    title = draw(st.sampled_from([*SOUND, "Identitas", "Lain"]))
    width, height = draw(st.integers(0, 6)), draw(st.integers(0, 30))
    headers = [column.header for column in KIND_OF.get(title, KIND_OF["UMKM"]).sheets[0].columns]
    cell = st.one_of(
        st.just(""), st.sampled_from([*headers, "Kabupaten", "Periode", "November 2026", "Majene"]), ABSURD
    )
    columns = tuple(tuple(draw(st.lists(cell, min_size=height, max_size=height))) for _ in range(width))
    merged, flags = [], {}
    if width and height:
        spot = st.tuples(st.integers(0, height - 1), st.integers(0, width - 1))
        for (top, left), (down, right) in draw(st.lists(st.tuples(spot, spot), max_size=3)):
            merged.append((min(top, down), min(left, right), max(top, down), max(left, right)))
        flags = draw(st.dictionaries(spot, st.sampled_from(["#REF!", FORMULA_WITHOUT_RESULT]), max_size=3))
    return Grid(title, columns, draw(st.booleans()), tuple(merged), flags)


@steady
@given(st.lists(grids(), max_size=4), st.booleans())
@example([Grid("UMKM", ())], False)
def test_no_grid_is_too_absurd(grids_made, with_cover):
    _assert_sound(check([cover(), *grids_made] if with_cover else grids_made))


@steady
@given(st.lists(st.lists(st.text(max_size=12), max_size=5), max_size=30))
def test_no_csv_is_too_absurd(rows):
    csv = grid("csv", [["Kabupaten", "Majene"], *rows], digits_are_numbers=True)
    _assert_sound(check([csv], lone=True))


@steady
@given(
    nik=st.from_regex(r"\A7605[0-9]{2}[0-9]{10}\Z"),
    phone=st.from_regex(r"\A08[0-9]{8,11}\Z"),
    bad=st.sets(st.sampled_from(["nik_pemilik", "telepon", "npwp", "nib", "kode_umkm", "nama_usaha", "kbli"])),
    spaced=st.booleans(),
)
def test_no_nik_is_ever_shown_wherever_it_was_typed(nik, phone, bad, spaced):
    typed = " ".join((nik[:4], nik[4:8], nik[8:12], nik[12:])) if spaced else nik
    changes = dict.fromkeys(bad, typed) | {"telepon": phone, "nama_pemilik": ""}
    shown = repr(check(workbook(UMKM=[row("UMKM", **changes), row("UMKM")])).findings)
    assert nik not in shown
    assert typed not in shown
    assert phone not in shown


def test_a_sheet_with_a_merged_title_and_errors_in_every_row_is_read_once():
    rows = [row("UMKM", kode_umkm=f"MJN-{number:06d}", nib="1", nama_usaha="") for number in range(4_000)]
    titled = grid("UMKM", [["DATA UMKM"], *table("UMKM", rows)], [(0, 0, 0, 7)])
    assert len(check(workbook(UMKM=titled)).findings) == 2 * 4_000 + 1
