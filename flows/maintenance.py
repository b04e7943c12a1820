"""Maintenance as a flow: what was done and what needs a person, on one page."""

from __future__ import annotations

import httpx
from prefect import State, flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.exceptions import PrefectException
from prefect.states import Completed

from flows.asking import refused_in_words
from flows.ending import NEEDS_PERSON
from flows.overview import keeps_overview
from flows.periods import refresh_period_lists
from flows.settings import named, workshop
from kemitraan.pages.maintenance import maintenance_page
from kemitraan.steps.care.maintaining import WORKS, WorkResult, do_work
from kemitraan.steps.job.error_words import matter, told_without_values

KEY = "pemeliharaan"


@task(name="pelihara", task_run_name="pelihara-{work}")
def do_one(work: str) -> WorkResult:
    """Does one piece of the work, by its name."""
    with told_without_values():
        return do_work(workshop(), work, matter)


@flow(name="pemeliharaan", flow_run_name=named("pemeliharaan"), validate_parameters=False)
@keeps_overview
@refused_in_words
def maintain() -> State[None]:
    """Rapikan, periksa gudang data, buat cadangan, cocokkan berkas arsip dengan sidiknya, dan ukur ruang cakram.

    Yang diatur di bagian [maintenance] kemitraan.toml: folder cadangan, berapa yang disimpan, dan berapa berkas arsip
    yang dicocokkan setiap kali. Cadangan tidak memuat berkas kunci; simpan kunci itu di tempat terpisah.
    """
    workshop()  # settings that cannot be read end the run as any other
    results = [*(do_one(work) for work in WORKS), _forms()]
    create_markdown_artifact(key=KEY, markdown=maintenance_page(results), description="Pemeliharaan terakhir.")
    bad_works = [work.work for work in results if not work.well]
    if bad_works:
        message = f"Perlu perhatian: {', '.join(bad_works)}. Lihat artefak {KEY}."
        return Completed(name=NEEDS_PERSON, message=message)
    return Completed(message="Semua pekerjaan pemeliharaan selesai.")


def _forms() -> WorkResult:
    """Refreshes the forms: a form knows the months of the day on which it was made."""
    work = "Formulir"
    try:
        changed = refresh_period_lists()
    except (httpx.HTTPError, PrefectException) as error:
        return WorkResult(
            work, False, f"daftar bulannya belum dapat diperbarui ({type(error).__name__}); dicoba lagi besok"
        )
    return WorkResult(work, True, "daftar bulannya diperbarui" if changed else "daftar bulannya sudah memuat bulan ini")
