"""What went wrong in a run, as sentences for people; never with personal data."""

from __future__ import annotations

from connectors.base import LeftAlone, LeftReason
from connectors.errors import OutsideError
from connectors.messages import explain, explain_left
from warehouse.errors import WarehouseError


def sentence(error: BaseException) -> str:
    """One or two sentences: what is the matter and what to do."""
    if isinstance(error, OutsideError):
        told = explain(error)
        return f"{told.reason} {told.remedy}"
    if isinstance(error, WarehouseError):
        return f"{error} Kiriman tetap tersimpan dan dilanjutkan pada putaran berikutnya."
    return (
        f"Ada kesalahan pada program ({type(error).__name__}). Berkasnya tersimpan di arsip; "
        "hubungi pengelola, lalu proses ulang setelah diperbaiki."
    )


def is_told(left: LeftAlone) -> bool:
    """Whether people should hear of it: a subfolder in an inbox is nothing to tell."""
    return left.reason is not LeftReason.FOLDER


def left_alone(left: LeftAlone) -> str:
    """Why a file was left in the inbox."""
    told = explain_left(left.reason)
    return f"{left.name}: {told.reason} {told.remedy}"
