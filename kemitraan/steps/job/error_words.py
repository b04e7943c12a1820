"""What went wrong in a run, as sentences for people; never with personal data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from connectors.base import LeftAlone, LeftReason
from connectors.errors import DamagedError, NotArchivedError, OutsideError, Place
from connectors.messages import explain_left
from kemitraan.errors import explained
from kemitraan.steps.file_names import cut_name
from kemitraan.steps.job.summary import Notice
from kemitraan.steps.program_errors import error_kind, without_values
from warehouse.errors import WarehouseError, WarehouseUnavailable


@contextmanager
def told_without_values() -> Iterator[None]:
    """Removes the values from a program error before it leaves a task: Prefect keeps an error's message in states and
    logs.
    """
    try:
        yield
    except (OutsideError, WarehouseError):
        raise  # these hold no values
    except OSError as error:
        raise OSError(error.errno, error.strerror) from None  # without the name of the file
    except Exception as error:
        raise without_values(error) from None


def is_worth_another_try(error: BaseException) -> bool:
    """Whether to try again. Only failures of the outside world are tried again; what the sender or we did wrong stays
    wrong.
    """
    if isinstance(error, OutsideError):
        return error.retryable
    return isinstance(error, WarehouseUnavailable | OSError)


def matter(error: BaseException) -> str:
    """What is the matter and what to do, without a word on the fate of submissions, and without names of files."""
    ours = f"Ada kesalahan pada program ({error_kind(error)}); hubungi pengelola."
    return explained(error, naming_files=False) or ours


def sentence(error: BaseException) -> str:
    """The sentence for a submission under way: what is the matter, and what happens to it. It is registered, and in the
    archive unless the error says that it is not.
    """
    if isinstance(error, NotArchivedError | DamagedError):
        return f"{matter(error)} Sesudah itu kiriman dilanjutkan pada putaran berikutnya."
    if _is_ours(error):
        return f"{matter(error)} Kiriman tetap tersimpan; proses ulang setelah diperbaiki."
    return f"{matter(error)} Kiriman tetap tersimpan dan dilanjutkan pada putaran berikutnya."


def source_sentence(error: BaseException) -> str:
    """The sentence for a file that was about to be taken in: it lies where its sender put it until it is safe
    with us.
    """
    if isinstance(error, OutsideError) and error.place is Place.INBOX:
        return matter(error)  # it says itself what becomes of files there
    return f"{matter(error)} Kiriman tetap aman di kotak masuk dan diambil pada putaran berikutnya."


def _is_ours(error: BaseException) -> bool:
    return not isinstance(error, OutsideError | WarehouseError | OSError)


_CALM = {LeftReason.NOT_A_WORKBOOK, LeftReason.NOT_WANTED}


def notices_of(place: str, entries: Iterable[LeftAlone]) -> list[Notice]:
    """What was left in an inbox and people should hear of; calmly where it was left on purpose."""
    return [Notice(place, left_alone(entry), calm=entry.reason in _CALM) for entry in entries if is_told(entry)]


def is_told(entry: LeftAlone) -> bool:
    """Whether people should hear of it. A subfolder in an inbox needs no words."""
    return entry.reason is not LeftReason.FOLDER


def left_alone(entry: LeftAlone) -> str:
    """Why a file was left in the inbox."""
    explanation = explain_left(entry.reason)
    name = entry.name if entry.ours else cut_name(entry.name)
    return f"{name}: {explanation.reason} {explanation.remedy}"
