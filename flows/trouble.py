"""What went wrong in a run, as sentences for people; never with personal data."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from connectors.base import LeftAlone, LeftReason
from connectors.errors import OutsideError
from connectors.messages import explain, explain_left
from flows.file_names import shown
from kemitraan.steps.faults import fault_kind, without_values
from kemitraan.steps.summary import Notice
from warehouse.errors import WarehouseError, WarehouseUnavailable


@contextmanager
def told_without_values() -> Iterator[None]:
    """Prefect keeps an error's message in states and logs: a fault of ours leaves a task without the value in it."""
    try:
        yield
    except (OutsideError, WarehouseError, BrokenProcessPool):
        raise  # these hold no values
    except OSError as error:
        raise OSError(error.errno, error.strerror) from None  # without the name of the file
    except Exception as error:
        raise without_values(error) from None


def is_worth_another_try(error: BaseException) -> bool:
    """Only the world is tried again, and a process that was killed; what the sender or we did wrong stays wrong."""
    if isinstance(error, OutsideError):
        return error.retryable
    return isinstance(error, WarehouseUnavailable | BrokenProcessPool | OSError)


def matter(error: BaseException) -> str:
    """What is the matter, without a word on what becomes of submissions: for work that is none of theirs."""
    if isinstance(error, WarehouseError):
        return str(error)
    if isinstance(error, OSError):
        name = errno.errorcode.get(error.errno or 0, "OSError")
        return f"Komputer ini tidak dapat membaca atau menulis berkasnya ({name})."
    return sentence(error)


def sentence(error: BaseException) -> str:
    """One or two sentences: what is the matter and what to do."""
    if isinstance(error, OutsideError):
        told = explain(error)
        return f"{told.reason} {told.remedy}"
    if isinstance(error, WarehouseError):
        return f"{error} Kiriman tetap tersimpan dan dilanjutkan pada putaran berikutnya."
    if isinstance(error, OSError):
        name = errno.errorcode.get(error.errno or 0, "OSError")
        return f"Komputer ini tidak dapat membaca atau menulis berkasnya ({name}). Kiriman dilanjutkan pada putaran berikutnya."
    return (
        f"Ada kesalahan pada program ({fault_kind(error)}). Berkasnya tersimpan di arsip; "
        "hubungi pengelola, lalu proses ulang setelah diperbaiki."
    )


_CALM = {LeftReason.NOT_A_WORKBOOK, LeftReason.NOT_WANTED}


def notices_of(place: str, left: Iterable[LeftAlone]) -> list[Notice]:
    """What was left in an inbox and people should hear of; calmly where it was left on purpose."""
    return [Notice(place, left_alone(one), calm=one.reason in _CALM) for one in left if is_told(one)]


def is_told(left: LeftAlone) -> bool:
    """Whether people should hear of it: a subfolder in an inbox is nothing to tell."""
    return left.reason is not LeftReason.FOLDER


def left_alone(left: LeftAlone) -> str:
    """Why a file was left in the inbox."""
    told = explain_left(left.reason)
    return f"{shown(left.name)}: {told.reason} {told.remedy}"
