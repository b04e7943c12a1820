"""What staff teach counts from the next check on, in a process that has been open for long, too; and it outlives
all.
"""

from __future__ import annotations

import csv
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from kemitraan.config.errors import ConfigError
from kemitraan.config.home import Home
from kemitraan.config.own_reference import Entry, Lore, headings
from kemitraan.references import home_entries
from kemitraan.steps.care.backing_up import back_up
from kemitraan.steps.care.teaching import CannotBeTaught, teach
from kemitraan.steps.job.check_bytes import check_bytes
from kemitraan.steps.workshop import workshop_at
from schemas.finding import Outcome
from tests.steps.driver import TimelessWorkshop
from tests.steps.making import learn, mitra_csv, mitra_xlsx, retail_xlsx
from workbooks.limits import Limits

LONG_AGO = date(2026, 11, 1)


def entry(lore: Lore, **values: str) -> Entry:
    return Entry(lore, 0, values, LONG_AGO, "Rahma", "lewat telepon")


def checked(home: Home, data: bytes) -> tuple[Outcome, list[str]]:
    """The outcome, and what was found, by the workshop that tasks use."""
    workshop = workshop_at(str(home.path))
    result = check_bytes(data, workshop.circumstances("73.71", date(2026, 11, 24)), Limits()).result
    return result.outcome, [finding.code for finding in result.findings]


def test_a_synonym_counts_from_the_next_check_on_without_anything_being_started_anew(home: Home) -> None:
    data = mitra_xlsx("Grosir", "Minimarket")
    assert checked(home, data) == (Outcome.PARTIALLY_ACCEPTED, ["choice"])
    learn(home, Lore.SYNONYM, kolom="jenis", kata="Ritel Modern", padanan="Minimarket")
    assert checked(home, data) == (Outcome.ACCEPTED, [])
    assert checked(home, mitra_xlsx("MINIMARKET"))[0] is Outcome.ACCEPTED


def test_a_header_and_a_place_count_too(home: Home) -> None:
    data = mitra_csv("Satu").replace(b"Jenis Mitra", b"Golongan").replace(b";Makassar;", b";Kota Daeng;")
    assert checked(home, data)[0] is Outcome.REJECTED
    learn(home, Lore.HEADER, lembar="Mitra", kolom="jenis", judul="Golongan")
    assert checked(home, data) == (Outcome.REJECTED, ["choice"])
    learn(home, Lore.PLACE, kode="73.71", alias="Kota Daeng")
    assert checked(home, data) == (Outcome.ACCEPTED, [])


def test_a_partner_counts_by_its_registered_name_and_by_how_it_is_called(embedded: TimelessWorkshop) -> None:
    home = embedded.home
    learn(home, Lore.PARTNER, nama="PT Mandar Jaya", alias="Toko Mandar Jaya")
    workshop = workshop_at(str(home.path))
    for name in ("toko mandar jaya", "PT. Mandar Jaya"):
        result = check_bytes(retail_xlsx(name), workshop.circumstances("76", date(2026, 11, 24)), Limits()).result
        assert (result.outcome, result.findings) == (Outcome.ACCEPTED, ())


def test_a_wrong_line_stops_the_work_with_its_file_and_number_also_in_an_open_process(home: Home) -> None:
    workshop_at(str(home.path))
    with (home.reference / "padanan.csv").open("a", encoding="utf-8") as file:
        file.write("jenis,Ritel,Minimarket,2026-11-29,Rahma,\n")
    with pytest.raises(ConfigError, match=r'baris 2, acuan/padanan\.csv: "Ritel" bukan pilihan kolom jenis'):
        workshop_at(str(home.path))


def test_it_is_written_with_date_and_who_and_a_second_time_not_at_all(home: Home) -> None:
    taught = entry(Lore.PARTNER, nama="PT Maju, Tbk", alias='Toko "Maju"')
    assert teach(home, taught)
    assert not teach(home, taught)
    assert not teach(home, entry(Lore.PARTNER, nama="PT Midi Utama Indonesia Tbk", alias="Alfamidi"))  # shipped
    with (home.reference / "mitra.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [headings(Lore.PARTNER), ["PT Maju, Tbk", 'Toko "Maju"', "2026-11-01", "Rahma", "lewat telepon"]]


def test_a_line_is_added_in_the_manner_of_the_file(home: Home) -> None:
    target = home.reference / "wilayah.csv"
    target.write_bytes("\ufeffOleh;Sejak;Kode;Alias\r\nRahma;29/11/2026;76.05.01;Banggae Kota".encode())
    learn(home, Lore.PLACE, kode="76.05.02", alias="Pamboang Kota")
    assert (
        target.read_bytes()
        == (
            "\ufeffOleh;Sejak;Kode;Alias\r\nRahma;29/11/2026;76.05.01;Banggae Kota\n"
            "Rahma;2026-11-24;76.05.02;Pamboang Kota\n"
        ).encode()
    )
    target.write_bytes(b"")
    learn(home, Lore.PLACE, kode="76.05.02", alias="Pamboang Kota")
    assert [entry.values["kode"] for entry in home_entries(home)] == ["76.05.02"]


@pytest.mark.parametrize("alias", ["Alfamidi", "a" * 300, "123"])
def test_what_cannot_be_used_is_not_written(home: Home, alias: str) -> None:
    before = (home.reference / "mitra.csv").read_bytes()
    with pytest.raises(CannotBeTaught):
        teach(home, entry(Lore.PARTNER, nama="PT Maju", alias=alias))
    assert (home.reference / "mitra.csv").read_bytes() == before


def test_two_who_teach_at_once_both_succeed(home: Home) -> None:
    names = [f"PT Maju {sign}" for sign in "ABCDEFGH"]
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda name: teach(home, entry(Lore.PARTNER, nama=name, alias="")), names))
    assert all(done)
    assert sorted(entry.values["nama"] for entry in home_entries(home)) == names


def test_a_backup_holds_it(embedded: TimelessWorkshop, tmp_path: Path) -> None:
    learn(embedded.home, Lore.PARTNER, nama="PT Maju", alias="Maju")
    backup = back_up(embedded, tmp_path / "cadangan", 3).folder
    for lore in Lore:
        copy = backup / "acuan" / lore.file_name
        assert copy.read_bytes() == (embedded.home.reference / lore.file_name).read_bytes()
        assert copy.stat().st_mode & 0o777 == 0o600
