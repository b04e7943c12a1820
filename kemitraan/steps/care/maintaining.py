"""Maintenance: tidy up, check the warehouse, make a backup, verify the archive, measure. One failure holds up nothing
else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from connectors.errors import OutsideError
from kemitraan.steps.care.backing_up import back_up
from kemitraan.steps.care.sizes import measure
from kemitraan.steps.care.verifying import damage_words, differing_words, verify_archive
from kemitraan.steps.job.from_archive import note_all_arrivals
from kemitraan.steps.job.tidying import discard_left_behind, remove_unfinished_copies
from kemitraan.steps.views.reporting import remove_old_reports
from kemitraan.steps.workshop import Workshop
from schemas.messages import number_words
from warehouse.backup import care_for
from warehouse.errors import WarehouseError
from warehouse.marts.checks import broken_rules

_MIB = 1024 * 1024
NO_BACKUP = "tidak dibuat: folder cadangan belum disetel (backup di bagian [maintenance])"


@dataclass(frozen=True)
class Done:
    """One piece of work: its name, whether all is well, what there is to say, and whether the settings leave it out."""

    work: str
    well: bool
    told: str
    details: tuple[str, ...] = ()
    left_out: bool = False


def _tidy(workshop: Workshop) -> Done:
    discard_left_behind(workshop)
    removed = remove_unfinished_copies(workshop)
    copies = f"; {number_words(removed)} salinan yang terputus dihapus dari arsip" if removed else ""
    return Done("Berkas sementara", True, f"sisa putaran yang sudah selesai dihapus dari kerja/{copies}")


def _remove_reports(workshop: Workshop) -> Done:
    days = workshop.config.maintenance.keep_reports_days
    removed = remove_old_reports(workshop, days)
    sentence = f"{number_words(removed)} laporan" if removed else "tidak ada laporan"
    return Done(
        "Laporan lama", True, f"{sentence} yang lebih lama dari {number_words(days)} hari dihapus dari laporan/"
    )


def _care(workshop: Workshop) -> Done:
    if care_for(workshop.warehouse):
        return Done("Gudang data", True, "utuh (quick_check), statistiknya diperbarui")
    return Done("Gudang data", True, "PostgreSQL dirawat oleh servernya sendiri")


def _current(workshop: Workshop) -> Done:
    differing = tuple(differing_words(workshop.warehouse))
    if differing:
        return Done("Tabel kini", False, f"{len(differing)} tabel berbeda dari riwayatnya", differing)
    return Done("Tabel kini", True, "sama dengan yang dibuat ulang dari riwayat")


def _marts(workshop: Workshop) -> Done:
    broken = tuple(broken_rules(workshop.warehouse))
    if broken:
        return Done("Mart", False, f"{len(broken)} aturan tidak berlaku; beri tahu pengelola", broken)
    return Done("Mart", True, "setiap mart sesuai dengan keterangannya")


def _back_up(workshop: Workshop) -> Done:
    settings = workshop.config.maintenance
    if settings.backup is None:
        return Done("Cadangan", True, NO_BACKUP, left_out=True)
    backup = back_up(workshop, workshop.home.resolve(settings.backup), settings.keep_backups)
    size = number_words(-(-backup.size // _MIB))
    removed = f"; {backup.removed} yang lama dihapus" if backup.removed else ""
    sentence = (
        f"{backup.folder.name}, {size} MiB{removed}. Berkas kunci tidak ikut: simpan di tempat terpisah yang aman"
    )
    return Done("Cadangan", True, sentence)


def _verify(workshop: Workshop) -> Done:
    note_all_arrivals(workshop)
    verified = verify_archive(workshop, workshop.config.maintenance.verify_files)
    sentence = f"{number_words(verified.compared)} dari {number_words(verified.kept)} berkas dicocokkan dengan sidiknya"
    if not verified.damaged:
        return Done("Arsip", True, f"{sentence}, semua utuh")
    details = tuple(damage_words(workshop, file) for file in verified.damaged)
    return Done("Arsip", False, f"{sentence}; {len(details)} kiriman berkas arsipnya rusak atau hilang", details)


def _measure(workshop: Workshop) -> Done:
    short, free, sizes = measure(workshop)
    return Done("Ruang", not short, free, sizes)


WORKS: dict[str, Callable[[Workshop], Done]] = {
    "Berkas sementara": _tidy,
    "Laporan lama": _remove_reports,
    "Gudang data": _care,
    "Tabel kini": _current,
    "Mart": _marts,
    "Cadangan": _back_up,
    "Arsip": _verify,
    "Ruang": _measure,
}
"""All pieces of work by name, in order."""


def do_work(workshop: Workshop, work: str, explain: Callable[[Exception], str]) -> Done:
    """Does one piece of work. ``explain`` gives the words for failures of the outside world, which hold up no other
    work.
    """
    try:
        return WORKS[work](workshop)
    except (OutsideError, WarehouseError, OSError) as error:
        return Done(work, False, explain(error))
