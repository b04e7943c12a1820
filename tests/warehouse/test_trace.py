from datetime import date, timedelta

import pytest

from schemas.grid import address
from schemas.period import Period
from tests.conftest import on_sqlite
from tests.warehouse.factory import RECEIVED, check_result, kemitraan, kurasi, produk, send, umkm
from warehouse.engine import Warehouse
from warehouse.errors import NothingToTrace
from warehouse.marts import MARTS
from warehouse.tracing import trace_figure, trace_row


def test_a_row_is_traced_to_the_cells_of_the_file(warehouse: Warehouse) -> None:
    result = check_result({"umkm": [umkm(1), umkm(2)]}, absent=["kbli"])
    identifier, _ = send(warehouse, result)
    origin = trace_row(warehouse, "dim_umkm", "MJN-0002", office="76.05")
    assert (origin.sheet, origin.sheet_name, origin.row, origin.period) == ("UMKM", "1. Data UMKM", 7, "2026-11")
    assert (origin.file.submission_id, origin.file.sha256) == (identifier, result.sha256)
    assert (origin.file.file_name, origin.file.office_name) == (
        f"76.05_2026-11_{result.sha256[:8]}.xlsx",
        "Kabupaten Majene",
    )
    assert (origin.file.source, origin.file.received_at) == ("folder: majene", RECEIVED)
    cells = {cell.column: cell for cell in origin.cells}
    assert (cells["kode_umkm"].header, cells["kode_umkm"].value) == ("KODE UMKM", "MJN-0002")
    located = result.sheets["UMKM"].located
    assert {column: cell.cell for column, cell in cells.items() if cell.cell} == {
        column: address(6, place) for column, place in located.items()
    }
    assert (cells["kbli"].cell, cells["kbli"].header) == (None, None)
    assert (cells["nama_pemilik"].value, cells["nama_pemilik"].personal) == (None, True)


def test_one_column_can_be_asked_for(warehouse: Warehouse) -> None:
    send(warehouse, check_result({"umkm": [umkm(1)]}))
    [cell] = trace_row(warehouse, "umkm", "MJN-0001", column="omzet_tahunan").cells
    assert (cell.column, cell.value, cell.personal) == ("omzet_tahunan", 120_000_000, False)


@on_sqlite
def test_a_value_from_a_merged_cell_is_traced_to_its_top_left(warehouse: Warehouse) -> None:
    rows = {"umkm": [umkm(1), umkm(2)]}
    nib, nik, name = map(check_result(rows).sheets["UMKM"].located.get, ("nib", "nik_pemilik", "nama_usaha"))
    send(warehouse, check_result(rows, merged=[(5, nib, 6, nik), (0, 0, 0, 9)]))
    cells = {cell.column: cell.cell for cell in trace_row(warehouse, "umkm", "MJN-0002").cells}
    top_left = address(5, nib)
    assert (cells["nib"], cells["nik_pemilik"], cells["nama_usaha"]) == (top_left, top_left, address(6, name))


def test_what_does_not_exist_is_said_not_to(warehouse: Warehouse) -> None:
    mitra = {"kode_mitra": "SSL-0001", "nama_mitra": "Toko A", "jenis": "Grosir", "kabupaten": "73.71"}
    for office in ("73.71", "73.72"):
        send(warehouse, check_result({"mitra": [mitra]}, kind="sulsel", office=office))
    with pytest.raises(NothingToTrace, match=r"beberapa pengirim \(73\.71, 73\.72\)"):
        trace_row(warehouse, "mitra", "SSL-0001")
    assert trace_row(warehouse, "mitra", "SSL-0001", office="73.72").file.office_name == "Kota Parepare"
    with pytest.raises(NothingToTrace, match="Baris SSL-0009"):
        trace_row(warehouse, "mitra", "SSL-0009")
    with pytest.raises(NothingToTrace, match="Tabel gudang"):
        trace_row(warehouse, "gudang", "SSL-0001")
    with pytest.raises(NothingToTrace, match="Kolom warna"):
        trace_row(warehouse, "mitra", "SSL-0001", column="warna")
    with pytest.raises(NothingToTrace, match="mart_kemitraan"):
        trace_figure(warehouse, "mart_cuaca")
    with pytest.raises(NothingToTrace, match="Tidak ada baris"):
        trace_figure(warehouse, "kemitraan", {"tahap": "Memasok"})
    with pytest.raises(NothingToTrace, match="Kolom warna"):
        trace_figure(warehouse, "kemitraan", {"warna": "biru"})


def test_a_figure_of_partnerships_is_the_sum_of_its_rows(warehouse: Warehouse) -> None:
    rows = [kemitraan(1), kemitraan(1, kode_produk="MJN-0001-01"), kemitraan(2), kemitraan(3, tahap="Diajukan")]
    send(warehouse, check_result({"umkm": [umkm(1), umkm(2), umkm(3)], "kemitraan": rows}))
    origin = trace_figure(warehouse, "mart_kemitraan", {"office": "76.05", "tahap": "Memasok"})
    [figure] = origin.figures
    assert (figure["jumlah_kemitraan"], figure["jumlah_umkm"], figure["penempatan"]) == (3, 2, 9)
    assert (figure["nilai_kontrak_rp"], figure["nilai_realisasi_rp"]) == (270_000_000, 22_500_000)
    assert origin.total == len(origin.rows) == 3
    contracts = [cell.value for row in origin.rows for cell in row.cells if cell.column == "nilai_kontrak"]
    assert sum(contracts) == figure["nilai_kontrak_rp"]
    assert sorted(row.row for row in origin.rows) == [6, 7, 8]
    assert len(trace_figure(warehouse, "kemitraan", limit=2).rows) == 2


def test_a_curation_result_counts_the_newest_curation_of_each_product(warehouse: Warehouse) -> None:
    rows = [
        kurasi(1, date(2026, 11, 1), hasil="Pembinaan"),
        kurasi(1, date(2026, 11, 9), nilai_akhir=90.0),
        kurasi(2, date(2026, 11, 1)),
    ]
    send(warehouse, check_result({"produk": [produk(1), produk(2)], "kurasi": rows}))
    origin = trace_figure(warehouse, "mart_kurasi", {"hasil": "Lolos"})
    [figure] = origin.figures
    assert (figure["nama_kabupaten"], figure["jumlah_produk"], figure["skor_rata_rata"]) == (
        "Kabupaten Majene",
        2,
        85.0,
    )
    assert [row.row_key for row in origin.rows] == ["MJN-0001-01|2026-11-09", "MJN-0002-01|2026-11-01"]
    with pytest.raises(NothingToTrace):
        trace_figure(warehouse, "mart_kurasi", {"hasil": "Pembinaan"})


def test_compliance_names_who_sent_and_who_did_not(warehouse: Warehouse) -> None:
    send(warehouse, check_result({"umkm": [umkm(1)]}))
    second, _ = send(warehouse, check_result({"umkm": [umkm(1), umkm(2)]}), hours=1)
    origin = trace_figure(warehouse, "mart_kepatuhan", {"office": "76.05", "period": "2026-11"})
    [figure] = origin.figures
    assert (figure["jumlah_kiriman"], figure["kiriman_berlaku"]) == (2, second)
    assert (figure["hasil"], figure["baris"], figure["baris_ditahan"]) == ("accepted", 2, 0)
    assert len(origin.files) == origin.total == 2
    silent = trace_figure(warehouse, "mart_kepatuhan", {"office": "76.01"})
    assert silent.figures[0]["jumlah_kiriman"] == silent.total == 0


def test_a_monthly_figure_is_traced_to_the_month_that_states_it(warehouse: Warehouse) -> None:
    for month, stage in (("2026-10", "Negosiasi"), ("2026-11", "Memasok")):
        send(warehouse, check_result({"umkm": [umkm(1)], "kemitraan": [kemitraan(1, tahap=stage)]}, period=month))
    [october] = trace_figure(warehouse, "mart_realisasi", {"period": "2026-10"}).rows
    assert (october.table, october.period, october.file.period) == ("fct_kemitraan_bulanan", "2026-10", "2026-10")
    ways = trace_figure(warehouse, "mart_corong", {"usaha_besar": kemitraan(1)["usaha_besar"]})
    assert sorted(row.period for row in ways.rows) == ["2026-10", "2026-11"]


def test_a_row_and_a_figure_are_traced_from_any_point_of_view(warehouse: Warehouse) -> None:
    for month, turnover in (("2026-10", 10**8), ("2026-11", 2 * 10**8)):
        send(warehouse, check_result({"umkm": [umkm(1, omzet_tahunan=turnover)]}, period=month))
    [now], [then] = (
        trace_row(warehouse, "umkm", "MJN-0001", column="omzet_tahunan", period=Period.read_any(period)).cells
        for period in (None, "2026-10")
    )
    assert (now.value, then.value) == (2 * 10**8, 10**8)
    figure = trace_figure(warehouse, "mart_legalitas", {"office": "76.05", "ukuran": "nib"}, period=Period(2026, 10))
    assert [row.file.period for row in figure.rows] == ["2026-10"]
    with pytest.raises(NothingToTrace, match="MJN-0001"):
        trace_row(warehouse, "umkm", "MJN-0001", known_on=RECEIVED - timedelta(days=400))


def test_every_mart_can_be_traced(warehouse: Warehouse) -> None:
    sheets = {"umkm": [umkm(1)], "produk": [produk(1)], "kurasi": [kurasi(1, date(2026, 11, 1))]}
    send(warehouse, check_result(sheets | {"kemitraan": [kemitraan(1)]}, period="2025-11"))
    send(warehouse, check_result(sheets | {"kemitraan": [kemitraan(1)]}))
    without = {"pendampingan", "syarat", "kesiapan", "permintaan", "pemasaran"}  # nothing was sent that they count
    for name in MARTS:
        if name in without:
            with pytest.raises(NothingToTrace, match="Tidak ada baris"):
                trace_figure(warehouse, name)
        else:
            assert trace_figure(warehouse, name).total
