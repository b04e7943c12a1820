"""One-page sheets: what the report says to one regency, and to one retailer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from reports.partnership.carried_forward import without_mark
from reports.partnership.contents import Told
from reports.partnership.obstacle_tables import SAFEGUARDS, of_carried
from reports.partnership.ready_list import ReadyProduct, ready_table
from reports.partnership.shown import Numbers, Sentence, Table
from schemas.messages import date_words

Data = Mapping[str, Any]
FEW_ROWS = {"satu-langkah": 4, "tinggal-dikurasi": 4, "bagian-pesanan": 4}
MOST_ROWS = 6
"""Rows of a table on a sheet, which has one side; fewer of the tables that only support."""
RUNNING = ("Memasok", "Terdaftar")
"""The stages at which a retailer has taken a product on."""

WAITED_FOR = "umur-corong"
_OF_OFFICE = (
    "kesiapan",
    "satu-langkah",
    "tinggal-dikurasi",
    "rencana",
    "bagian-pesanan",
    "kabupaten",
    "kepatuhan",
)
_OF_RETAILER = {
    "kesiapan": "Yang sudah siap, dan yang belum Anda daftarkan",
    WAITED_FOR: "Yang kami tunggu dari Anda",
    "satu-langkah": "Yang kami kerjakan sementara itu: pendampingan",
    "tinggal-dikurasi": "Yang kami kerjakan sementara itu: kurasi",
}


@dataclass(frozen=True)
class Sheet:
    """A sheet: title, sentences under a heading, and tables."""

    title: str
    heading: str
    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...]


def sheet_of_office(told: Told, name: str) -> Sheet:
    """What concerns one regency, of its name."""
    tables = [_only(table, name) for table in told.tables if table.key in _OF_OFFICE]
    sentences = (*_asked(told, name), *_visits(told, name))
    return Sheet(f"Lembar {name}", "Yang diminta", sentences, tuple(tables))


def sheet_of_retailer(told: Told, data: Data, numbers: Numbers, name: str, ready: list[ReadyProduct] | None) -> Sheet:
    """What stands, our one request with what keeps it safe, what we do meanwhile, and what we wait for; on its back the
    ready list, where the retailer gets it.
    """
    by_key = {table.key: table for table in told.tables}
    tables = [replace(_only(by_key[key], name), title=title) for key, title in _OF_RETAILER.items()]
    due = data["keputusan"][0]["sampai"] if data["keputusan"] else None
    if due:
        answer = (
            f" Kami menunggu keputusan Anda tentang yang kini di sana sebelum {date_words(date.fromisoformat(due))}."
        )
        tables = [replace(table, about=table.about + answer) if table.key == WAITED_FOR else table for table in tables]
    sentences = (*_request(data, numbers, name, due), *_running(data, numbers, name))
    listed = [] if ready is None else [ready_table(ready, name)]
    return Sheet(f"Lembar {name}", "Satu permintaan kami", sentences, (*tables, *listed))


def _asked(told: Told, name: str) -> Iterator[Sentence]:
    for who, what, number, gives, due in told.first.requests.rows:
        if who == name:
            yield tuple(part for part in (f"{what}: ", number, f" {gives}, paling lambat {due}.") if part is not None)


def _visits(told: Told, name: str) -> Iterator[Sentence]:
    """Whom to visit on what, in one paragraph: a table of twenty visits would not leave room for the rest."""
    topics: dict[str, list[str]] = {}
    for table in told.tables:
        for row in table.rows if table.key == "kunjungan" else ():
            if without_mark(row[0]) == name:
                topics.setdefault(" ".join(map(str, row[1:-1])), []).append(str(row[-1]))
    if topics:
        visits = (f"{business} ({', '.join(names)})" for business, names in topics.items())
        yield (f"Kunjungan dalam rencana: {'; '.join(visits)}.",)


def _running(data: Data, numbers: Numbers, name: str) -> Iterator[Sentence]:
    """What stands with a retailer already."""
    rows = data["marts"]["corong"]
    supplying, listed = (numbers.sum("corong", rows, "jumlah_kini", usaha_besar=name, tahap=stage) for stage in RUNNING)
    if supplying and listed and any(row["usaha_besar"] == name for row in rows):
        yield ("Yang sudah berjalan: ", supplying, " kemitraan memasok, ", listed, " terdaftar.")


def _request(data: Data, numbers: Numbers, name: str, due: str | None) -> Iterator[Sentence]:
    """The one requirement of the retailer's own that opens most, and what it would carry of what that opens."""
    entry = next((entry for entry in data["pembukaan"] if entry["ritel"] == name), None)
    best = (
        next((best for best in entry["terbaik_ritel"] if best["k"] == 1 and best["membuka"]), None) if entry else None
    )
    if best is None:
        yield ("Bulan ini tidak ada: tidak ada persyaratan Anda sendiri yang membuka produk.",)
        return
    [requirement] = best["persyaratan"]
    grain = {"ritel": name, "persyaratan": requirement}
    opens = numbers.part("pembukaan", best["membuka"], "membuka", **grain)
    by = f" sebelum {date_words(date.fromisoformat(due))}" if due else ""
    yield (
        f"Meninjau {requirement}{by}: ",
        opens,
        " produk menjadi siap. Kewajiban hukum tidak kami minta dilonggarkan.",
    )
    for row in data["beban"]:
        if row["ritel"] == name and row["persyaratan"] == [requirement]:
            outlets = numbers.part("beban", row["gerai"], "gerai", **of_carried(row))
            short = numbers.part("beban", row["masa_simpan"]["habis"], "habis", **of_carried(row))
            yield ("Kapasitasnya cukup untuk ", outlets, " gerai sebulan.")
            yield ("Yang masa simpannya habis di jalan: ", short, " produk.")
    yield (SAFEGUARDS,)
    for row in data["selama_proses"]:
        if row["ritel"] == name and row["membuka"]:
            waiting = numbers.part(
                "selama_proses", row["membuka"], "membuka", ritel=name, persyaratan=row["persyaratan"]
            )
            until = date_words(date.fromisoformat(row["sampai"]))
            yield (f"{row['persyaratan']}: ", waiting, f" produk diterima selama proses, sampai {until}.")


def _only(table: Table, name: str) -> Table:
    """The rows of a table that name this office or retailer, without that column."""
    rows = [row for row in table.rows if name in map(without_mark, row)]
    place = [without_mark(cell) for cell in rows[0]].index(name) if rows else None
    if place is None:
        return replace(table, rows=(), notes=())
    cut = [row[:place] + row[place + 1 :] for row in rows[: FEW_ROWS.get(table.key, MOST_ROWS)]]
    headings = table.headings[:place] + table.headings[place + 1 :]
    return replace(table, headings=headings, rows=tuple(cut), bars=None, notes=())
