"""The partnership report as a flow: its page as an artifact, and its files in the home's ``laporan/``."""

from __future__ import annotations

from prefect import State, flow
from prefect.artifacts import create_markdown_artifact
from prefect.states import Completed

from flows.artifacts import publish_compliance
from flows.asking import refused_in_words
from flows.ending import NEEDS_PERSON
from flows.overview import keeps_overview
from flows.periods import ALL_MONTHS, Periode
from flows.settings import named, workshop
from kemitraan.pages.report import report_page
from kemitraan.steps.views.compliance import compliance
from kemitraan.steps.views.reporting import PartnershipReport, keep_month_report, make_partnership_report
from schemas.messages import period_words
from schemas.period import Period

KEY, KEY_OF_MONTH = "laporan", "laporan-bulanan"


@flow(name="laporan-kemitraan", flow_run_name=named("laporan-kemitraan"), validate_parameters=False)
@keeps_overview
@refused_in_words
def report_partnerships() -> State[None]:
    """Buat laporan kemitraan: siapa siap untuk ritel mana, apa yang menghalangi, dan yang diminta kepada forum.

    Laporannya menjadi halaman, PDF, dan buku kerja Excel di folder laporan/, ringkasannya di artefak: salinan forum,
    tanpa nama usaha. Datanya (json) memuat nama usaha dan semua nilai uang; jangan dibagikan di luar dinas.
    """
    report = make_partnership_report(workshop())
    publish_compliance(compliance(workshop()))
    create_markdown_artifact(key=KEY, markdown=report_page(report), description="Laporan kemitraan: ringkasannya.")
    return _ended(report, f"Laporan ada di laporan/{report.paths['html'].name}.")


@flow(name="laporan-bulanan", flow_run_name=named("laporan-bulanan"), validate_parameters=False)
@keeps_overview
@refused_in_words
def keep_month(periode: Periode = ALL_MONTHS) -> State[None]:
    """Simpan laporan kemitraan sebuah bulan untuk seterusnya di laporan/bulanan/, beserta datanya.

    Laporan yang sudah disimpan tidak pernah diubah: bila angkanya berubah, tersimpan nomor berikutnya.

    Args:
        periode: Bulan yang laporannya disimpan. Semua bulan: bulan yang lalu.
    """
    home = workshop()
    period = Period.read_any(periode) or Period.of(home.now().astimezone(home.config.settings.zone)).before()
    report = keep_month_report(home, period)
    create_markdown_artifact(
        key=KEY_OF_MONTH, markdown=report_page(report), description=f"Laporan kemitraan {period_words(period)}."
    )
    name = f"{report.place}/{report.paths['html'].name}"
    return _ended(report, f"Laporan ada di {name}." if report.is_new else f"Tidak ada yang berubah sejak {name}.")


def _ended(report: PartnershipReport, message: str) -> State[None]:
    if report.not_made:
        return Completed(name=NEEDS_PERSON, message=" ".join((message, *report.not_made)))
    return Completed(message=message)
