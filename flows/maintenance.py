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
from kemitraan.steps.care.maintaining import WORKS, Done, do_work
from kemitraan.steps.job.error_words import matter, told_without_values

KEY = "pemeliharaan"


@task(name="pelihara", task_run_name="pelihara-{work}")
def do_one(work: str) -> Done:
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
    done = [*(do_one(work) for work in WORKS), _forms()]
    create_markdown_artifact(key=KEY, markdown=maintenance_page(done), description="Pemeliharaan terakhir.")
    bad = [work.work for work in done if not work.well]
    if bad:
        message = f"Perlu perhatian: {', '.join(bad)}. Lihat artefak {KEY}."
        return Completed(name=NEEDS_PERSON, message=message)
    return Completed(message="Semua pekerjaan pemeliharaan selesai.")


def _forms() -> Done:
    """Refreshes the forms: a form knows the months of the day on which it was made."""
    work = "Formulir"
    try:
        changed = refresh_period_lists()
    except (httpx.HTTPError, PrefectException) as error:
        return Done(work, False, f"daftar bulannya belum dapat diperbarui ({type(error).__name__}); dicoba lagi besok")
    return Done(work, True, "daftar bulannya diperbarui" if changed else "daftar bulannya sudah memuat bulan ini")
