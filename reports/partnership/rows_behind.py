"""The rows behind the figures of the report: read with it, listed up to a bound, without a business's name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from reports.partnership.market_rows import market_rows
from reports.partnership.part_rows import part_rows
from reports.partnership.parts import Parts
from warehouse.figure_codes import MART, REPORT, FigureCode, read_code
from warehouse.figure_rows import Family, FigureRows, keyed_rows, placed
from warehouse.marts.description import mart
from warehouse.point_of_view import PointOfView

if TYPE_CHECKING:
    from reports.partnership.reading import ReportSource

IN_FORCE = (
    "SELECT 'submission' AS source, office, kiriman_berlaku AS row_key, period FROM mart_kepatuhan "
    "WHERE kiriman_berlaku IS NOT NULL"
)
EACH_BUSINESS = "SELECT * FROM mart_usaha_rows WHERE urutan = 1"

OF_TURNOVER = ("kelas",)
"""Marts whose rows tell of turnover."""


def families(point: PointOfView) -> tuple[Family, ...]:
    """The figures that have a list, those of the first page first."""
    month = {"period": str(point.period)}
    has, counted = ("pembilang", "penyebut"), ("jumlah_produk", "siap", "siap_atas", "siap_belum_memasok")
    states = ("terpenuhi", "tidak", "proses", "ditahan", "tidak_diketahui", "tidak_berlaku")
    return (
        Family("kepatuhan", (None,), ("period",), counts=False, made_of=IN_FORCE),
        Family("legalitas", has, ("ukuran",)),
        Family("usaha", (None,), (), made_of=EACH_BUSINESS),
        Family("kemitraan", ("jumlah_kemitraan",), ("tahap",)),
        Family("realisasi", ("nilai_realisasi_rp",), ("period",), counts=False),
        Family("pemasaran", ("nilai_penjualan_rp",), ("period",), month, counts=False),
        Family("kesiapan", counted, ("ritel",)),
        Family("kesiapan", counted, ("ritel", "office")),
        Family("legalitas", has, ("office", "ukuran")),
        Family("kepatuhan", ("baris", "baris_diterima", "baris_ditahan"), ("office", "period"), month, counts=False),
        Family("realisasi", ("jumlah_memasok",), ("period",)),
        Family("kemitraan", ("nilai_kontrak_rp",), ("usaha_besar",), counts=False),
        Family("realisasi", ("nilai_realisasi_rp",), ("period", "usaha_besar"), month, counts=False),
        Family("pemasaran", ("nilai_penjualan_rp",), ("period", "office"), month, counts=False),
        Family("corong", ("jumlah_mencapai", "jumlah_kini", "jumlah_keluar"), ("usaha_besar", "tahap")),
        Family("corong", ("lama_bulan_median",), ("usaha_besar", "tahap"), counts=False),
        Family("kelas", ("jumlah_umkm",), ("office", "kelas_dulu", "kelas_kini")),
        Family("syarat", states, ("ritel", "persyaratan")),
    )


def read_rows_behind(connection: Connection, source: ReportSource, parts: Parts) -> tuple[FigureRows, ...]:
    """The rows behind the figures of the marts that were read and of the report's own parts, from the connection's
    point of view.
    """
    assert source.point is not None
    wanted = [family for family in families(source.point) if family.mart in source.marts]
    of_marts = keyed_rows(connection, wanted, source.marts)
    return placed(connection, [*of_marts, *part_rows(source, parts), *market_rows(source.market, parts)])


def rows_as_data(listed: Sequence[FigureRows], point: PointOfView | None, zone: ZoneInfo) -> list[dict[str, Any]]:
    """By code of a figure: how many rows are behind it, and the first of them, each with what it adds and where it
    stands.
    """
    return [
        {
            "receipt": FigureCode(figure.name, point, figure.measure, figure.dimensions).text(zone),
            "banyak": figure.total,
            "baris": [
                {
                    "office": row.office,
                    "nama_kantor": row.place.office_name,
                    "kunci": row.row_key,
                    "menambah": row.adds,
                    "bulan": row.place.period,
                    "berkas": row.place.file_name,
                    "lembar": row.place.sheet_name,
                    "sel": row.place.cell,
                    "nama": row.place.name,
                }
                for row in figure.rows
            ],
        }
        for figure in (listed if point else ())
    ]


def rows_for_forum(entries: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The lists that the forum may have: none behind money or size classes, nothing that names a file, and no amount of
    a single business.
    """
    for entry in entries:
        code = read_code(entry["receipt"])
        if not is_money(code) and code.name.removeprefix(MART) not in OF_TURNOVER:
            yield dict(entry) | {"baris": [_without_file(row) for row in entry["baris"]]}


def is_money(code: FigureCode) -> bool:
    """Whether a figure is an amount of money."""
    if code.measure is None or code.name.startswith(REPORT):
        return code.measure is not None and code.measure.endswith("_rp")
    return mart(code.name.removeprefix(MART)).figures.columns[code.measure].type == "rupiah"


def _without_file(row: Mapping[str, Any]) -> dict[str, Any]:
    """Of what a submission adds, which is its rows, the amount stays."""
    if row["lembar"] is None:
        return dict(row) | {"berkas": None, "kunci": None}
    return dict(row) | {"berkas": None, "menambah": 1 if row["menambah"] == 1 else None}
