"""A month published as files: by itself once its due day has passed, or by hand."""

from __future__ import annotations

from prefect import State, flow
from prefect.artifacts import create_markdown_artifact
from prefect.states import Completed, Failed

from flows.asking import refused_in_words
from flows.overview import keeps_overview
from flows.periods import ALL_MONTHS, Periode
from flows.settings import named, workshop
from kemitraan.pages.snapshot import snapshot_page
from kemitraan.steps.job.error_words import matter
from kemitraan.steps.views.snapshotting import FOLDER, publish_snapshot, publish_when_due
from schemas.period import Period

KEY = "terbitan"
CANNOT_WRITE = "Tidak dapat ditulis"
NOTHING_DUE = "Bulan terakhir yang jatuh tempo sudah terbit, atau belum ada yang berlaku."


@flow(name="terbitan", flow_run_name=named("terbitan"), validate_parameters=False)
@keeps_overview
@refused_in_words
def publish_month(periode: Periode = ALL_MONTHS) -> State[None]:
    """Terbitkan semua mart sebuah bulan sebagai Excel, CSV, Parquet, dan satu berkas SQLite, tanpa data pribadi.

    Terbitan tidak pernah diubah: bila angkanya berubah, terbit nomor berikutnya dengan daftar perubahannya.

    Args:
        periode: Bulan yang diterbitkan sekarang. Semua bulan: bulan terakhir yang jatuh tempo, bila belum terbit.
    """
    home = workshop()
    period, folder = Period.read_any(periode), home.home.path / FOLDER
    try:
        published = publish_snapshot(home, folder, period=period) if period else publish_when_due(home)
    except OSError as error:
        return Failed(
            name=CANNOT_WRITE, message=f"{matter(error)} Tidak ada yang setengah terbit; jalankan lagi sesudahnya."
        )
    if published is None:
        return Completed(message=NOTHING_DUE)
    create_markdown_artifact(key=KEY, markdown=snapshot_page(published), description="Terbitan terakhir.")
    name = f"{FOLDER}/{published.folder.name}"
    return Completed(
        message=f"Terbitan ada di {name}." if published.is_new else f"Tidak ada yang berubah sejak {name}."
    )
