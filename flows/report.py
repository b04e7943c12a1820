"""The partnership report as a flow: its page as an artifact, and its files in the home's ``laporan/``."""

from __future__ import annotations

from prefect import State, flow
from prefect.artifacts import create_markdown_artifact
from prefect.states import Completed

from flows.artifacts import publish_compliance
from flows.asking import refused_in_words
from flows.ending import NEEDS_PERSON
from flows.overview import keeps_overview
from flows.settings import named, workshop
from kemitraan.pages.report import report_page
from kemitraan.steps.views.compliance import compliance
from kemitraan.steps.views.reporting import make_partnership_report

KEY = "laporan"


@flow(name="laporan-kemitraan", flow_run_name=named("laporan-kemitraan"), validate_parameters=False)
@keeps_overview
@refused_in_words
def report_partnerships() -> State[None]:
    """Buat laporan kemitraan: siapa siap untuk ritel mana, apa yang menghalangi, dan yang diminta kepada forum.

    Laporannya menjadi halaman, PDF, buku kerja Excel, dan data di folder laporan/; ringkasannya di artefak. Tidak ada
    data pribadi di dalamnya.
    """
    report = make_partnership_report(workshop())
    publish_compliance(compliance(workshop()))
    create_markdown_artifact(key=KEY, markdown=report_page(report), description="Laporan kemitraan: ringkasannya.")
    if report.not_made:
        return Completed(name=NEEDS_PERSON, message=" ".join(report.not_made))
    return Completed(message=f"Laporan ada di laporan/{report.paths['html'].name}.")
