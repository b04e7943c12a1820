"""The partnership report as a flow: its tables as artifacts, and the workbook in the home's ``laporan/``."""

from __future__ import annotations

from prefect import State, flow
from prefect.artifacts import create_markdown_artifact
from prefect.states import Completed

from flows.artifacts import publish_table
from flows.asking import refused_in_words
from flows.overview import keeps_overview
from flows.settings import named, workshop
from kemitraan.pages.report import report_page
from kemitraan.steps.views.reporting import make_partnership_report

KEY = "laporan"


@flow(name="laporan-kemitraan", flow_run_name=named("laporan-kemitraan"), validate_parameters=False)
@keeps_overview
@refused_in_words
def report_partnerships() -> State[None]:
    """Buat laporan kemitraan: angka utama, kemitraan menurut ritel, hasil kurasi, dan kepatuhan.

    Laporannya menjadi buku kerja Excel di folder laporan/ dan tabel di artefak. Tidak ada data pribadi di dalamnya.
    """
    report = make_partnership_report(workshop())
    for table in report.tables:
        publish_table(table)
    create_markdown_artifact(key=KEY, markdown=report_page(report), description="Laporan kemitraan: angka utama.")
    return Completed(message=f"Laporan ada di laporan/{report.path.name}.")
