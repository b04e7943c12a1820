"""The partnership report as a flow: its page as an artifact, and its files in the home's ``laporan/``."""

from __future__ import annotations

from prefect import State, flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.states import Completed

from connectors.errors import OutsideError
from flows.artifacts import publish_compliance
from flows.asking import refused_in_words
from flows.ending import NEEDS_PERSON
from flows.overview import keeps_overview
from flows.periods import ALL_MONTHS, Periode
from flows.settings import named, workshop
from flows.tasks import OUTSIDE
from kemitraan.pages.report import report_page
from kemitraan.steps.job.error_words import told_without_values
from kemitraan.steps.views.compliance import compliance
from kemitraan.steps.views.report_letters import recipients, send_month_report
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

    Laporan yang sudah disimpan tidak pernah diubah: bila angkanya berubah, tersimpan nomor berikutnya. Salinan forumnya
    dikirim lewat surel kepada penerima di setelan [report], setiap nomor sekali.

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
    message = f"Laporan ada di {name}." if report.is_new else f"Tidak ada yang berubah sejak {name}."
    unsent = sum(not _is_sent(period, report, position) for position in range(len(recipients(home))))
    if unsent:
        return _ended(report, message, f"{unsent} surelnya belum terkirim; jalankan lagi bila server surel pulih.")
    return _ended(report, message)


@task(name="surat-laporan", task_run_name="surat-laporan-{period}-{number}-{position}", **OUTSIDE)
def mail_report(period: Period, number: int, sentences: tuple[str, ...], position: int) -> None:
    """Sends a month's report to the recipient at this position of the settings, unless it went out before. No address
    reaches the server's records.
    """
    with told_without_values():
        send_month_report(workshop(), period, number, sentences, recipients(workshop())[position])


def _is_sent(period: Period, report: PartnershipReport, position: int) -> bool:
    """Sends it and tells whether the mail server took it. Where it fails, the others go out all the same."""
    state = mail_report(period, report.number, report.sentences, position, return_state=True)
    result = state.result(raise_on_failure=False)
    if isinstance(result, BaseException) and not isinstance(result, OutsideError):
        raise result
    return not isinstance(result, OutsideError)


def _ended(report: PartnershipReport, message: str, *errors: str) -> State[None]:
    if report.not_made or errors:
        return Completed(name=NEEDS_PERSON, message=" ".join((message, *report.not_made, *errors)))
    return Completed(message=message)
