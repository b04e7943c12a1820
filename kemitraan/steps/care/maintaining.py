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
from kemitraan.steps.forgetting.requesting import carry_out, hide_again, open_and_due, take_up_list
from kemitraan.steps.forgetting.retaining import keep_for
from kemitraan.steps.job.from_archive import note_all_arrivals
from kemitraan.steps.job.tidying import discard_left_behind, remove_unfinished_copies
from kemitraan.steps.views.reporting import remove_old_reports
from kemitraan.steps.workshop import Workshop
from schemas.messages import number_words
from warehouse.backup import care_for
from warehouse.errors import WarehouseError
from warehouse.forgetting.scrubbing import scrub
from warehouse.marts.checks import broken_rules
from warehouse.masking_anew import mask_anew

_MIB = 1024 * 1024
NO_BACKUP = "tidak dibuat: folder cadangan belum disetel (backup di bagian [maintenance])"


@dataclass(frozen=True)
class WorkResult:
    """One piece of work: its name, whether all is well, what there is to say, and whether the settings leave it out."""

    work: str
    well: bool
    sentence: str
    details: tuple[str, ...] = ()
    left_out: bool = False


def _tidy(workshop: Workshop) -> WorkResult:
    discard_left_behind(workshop)
    removed_count = remove_unfinished_copies(workshop)
    copies = f"; {number_words(removed_count)} salinan yang terputus dihapus dari arsip" if removed_count else ""
    return WorkResult("Berkas sementara", True, f"sisa putaran yang sudah selesai dihapus dari kerja/{copies}")


def _remove_reports(workshop: Workshop) -> WorkResult:
    days = workshop.config.maintenance.keep_reports_days
    removed_count = remove_old_reports(workshop, days)
    sentence = f"{number_words(removed_count)} berkas" if removed_count else "tidak ada berkas"
    return WorkResult(
        "Laporan lama", True, f"{sentence} laporan yang lebih lama dari {number_words(days)} hari dihapus dari laporan/"
    )


def _forget(workshop: Workshop) -> WorkResult:
    take_up_list(workshop)
    hide_again(workshop)
    carried = [carry_out(workshop, due.id) for due in open_and_due(workshop)]
    left = tuple(sentence for done in carried for sentence in done.left)
    sentence = f"{number_words(len(carried))} permintaan dilaksanakan" if carried else "tidak ada yang sudah waktunya"
    return WorkResult("Permintaan hapus", all(done.request.carried_at for done in carried), sentence, left)


def _retain(workshop: Workshop) -> WorkResult:
    counts = keep_for(workshop)
    if not counts:
        return WorkResult(
            "Masa simpan", True, "disimpan seterusnya: belum disetel (bagian [forgetting])", left_out=True
        )
    words = ", ".join(f"{name} {number_words(count)}" for name, count in counts.items())
    return WorkResult("Masa simpan", True, f"yang melewati masa simpannya dihapus: {words}")


def _mask(workshop: Workshop) -> WorkResult:
    count = mask_anew(workshop.warehouse)
    if count:
        scrub(workshop.warehouse)
    changed = (
        f"{number_words(count)} baris lama disamarkan menurut aturan sekarang" if count else "sudah seperti aturan"
    )
    return WorkResult("Samaran", True, changed)


def _care(workshop: Workshop) -> WorkResult:
    if care_for(workshop.warehouse):
        return WorkResult("Gudang data", True, "utuh (quick_check), statistiknya diperbarui")
    return WorkResult("Gudang data", True, "PostgreSQL dirawat oleh servernya sendiri")


def _current(workshop: Workshop) -> WorkResult:
    differing = tuple(differing_words(workshop.warehouse))
    if differing:
        return WorkResult("Tabel kini", False, f"{len(differing)} tabel berbeda dari riwayatnya", differing)
    return WorkResult("Tabel kini", True, "sama dengan yang dibuat ulang dari riwayat")


def _marts(workshop: Workshop) -> WorkResult:
    rules_broken = tuple(broken_rules(workshop.warehouse))
    if rules_broken:
        return WorkResult("Mart", False, f"{len(rules_broken)} aturan tidak berlaku; beri tahu pengelola", rules_broken)
    return WorkResult("Mart", True, "setiap mart sesuai dengan keterangannya")


def _back_up(workshop: Workshop) -> WorkResult:
    settings = workshop.config.maintenance
    if settings.backup is None:
        return WorkResult("Cadangan", True, NO_BACKUP, left_out=True)
    backup = back_up(workshop, workshop.home.resolve(settings.backup), settings.keep_backups)
    size = number_words(-(-backup.size // _MIB))
    removed_words = f"; {backup.removed_count} yang lama dihapus" if backup.removed_count else ""
    sentence = (
        f"{backup.folder.name}, {size} MiB{removed_words}. Berkas kunci tidak ikut: simpan di tempat terpisah yang aman"
    )
    return WorkResult("Cadangan", True, sentence)


def _verify(workshop: Workshop) -> WorkResult:
    note_all_arrivals(workshop)
    verified = verify_archive(workshop, workshop.config.maintenance.verify_files)
    sentence = f"{number_words(verified.compared)} dari {number_words(verified.kept)} berkas dicocokkan dengan sidiknya"
    if not verified.damaged:
        return WorkResult("Arsip", True, f"{sentence}, semua utuh")
    details = tuple(damage_words(workshop, file) for file in verified.damaged)
    return WorkResult("Arsip", False, f"{sentence}; {len(details)} kiriman berkas arsipnya rusak atau hilang", details)


def _measure(workshop: Workshop) -> WorkResult:
    short, free, sizes = measure(workshop)
    return WorkResult("Ruang", not short, free, sizes)


WORKS: dict[str, Callable[[Workshop], WorkResult]] = {
    "Berkas sementara": _tidy,
    "Laporan lama": _remove_reports,
    "Permintaan hapus": _forget,
    "Masa simpan": _retain,
    "Samaran": _mask,
    "Gudang data": _care,
    "Tabel kini": _current,
    "Mart": _marts,
    "Cadangan": _back_up,
    "Arsip": _verify,
    "Ruang": _measure,
}
"""All pieces of work by name, in order."""


def do_work(workshop: Workshop, work: str, explain: Callable[[Exception], str]) -> WorkResult:
    """Does one piece of work. ``explain`` gives the words for failures of the outside world, which hold up no other
    work.
    """
    try:
        return WORKS[work](workshop)
    except (OutsideError, WarehouseError, OSError) as error:
        return WorkResult(work, False, explain(error))
