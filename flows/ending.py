"""The end of a run on the server: the list of runs shows what went wrong, without opening one."""

from __future__ import annotations

from enum import StrEnum

from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from kemitraan.steps.job.summary import RunSummary
from warehouse.state import State as Stage

NEEDS_PERSON = "Perlu perhatian"


class RunPage(StrEnum):
    """Keys of the artifacts that tell of a run. Each kind has its own: the newest is the last run of that kind."""

    CONSOLIDATION = "ringkasan-konsolidasi"
    DECISION = "ringkasan-keputusan"
    QUARANTINE = "ringkasan-karantina"
    REPROCESS = "ringkasan-proses-ulang"
    IN_FORCE = "ringkasan-keberlakuan"


def end_state(summary: RunSummary, page: RunPage, message: str = "") -> State[RunSummary]:
    """The final state: Failed (red) when the program failed, "Perlu perhatian" when the outside world was,
    Completed otherwise. ``message`` begins the state's message, where it is more than the number of submissions.

    The summary is the state's result in all three cases, in memory only.
    """
    look = f"Lihat artefak {page}."
    message = message or _processed(summary)
    failed_offices = [line.office_name for line in summary.lines if line.state == Stage.FAILED]
    if failed_offices:
        names = "; ".join(dict.fromkeys(failed_offices))
        failures = f"{len(failed_offices)} gagal karena kesalahan program ({names}); kirimannya tetap tersimpan."
        return Failed(message=f"{message} {failures} {look}", data=summary)
    if summary.has_errors:
        places = dict.fromkeys(line.office_name for line in summary.lines if line.problem)
        places |= dict.fromkeys(f"{line.office_name} (salah kotak)" for line in summary.worked_on if line.belongs_to)
        places |= dict.fromkeys(notice.place for notice in summary.pressing)
        places |= dict.fromkeys(f"{undecided.office_name} (perlu keputusan)" for undecided in summary.undecided)
        return Completed(
            name=NEEDS_PERSON, message=f"{message} Perlu perhatian: {'; '.join(places)}. {look}", data=summary
        )
    return Completed(message=message, data=summary)


def _processed(summary: RunSummary) -> str:
    number, again_count = len(summary.worked_on), len(summary.again)
    message = f"{number} kiriman diproses." if number else "Tidak ada kiriman baru."
    return f"{message} {again_count} berkas sudah pernah diterima." if again_count else message
