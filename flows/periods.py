"""Months of a form: chosen from a list in words, newest first. Automations and older runs may also give ``2026-11``."""

from __future__ import annotations

import copy
import re
from typing import Annotated, Any

from prefect.client.orchestration import SyncPrefectClient, get_client
from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from flows.settings import office_time
from schemas.kinds.date import parse_period
from schemas.messages import period_words
from schemas.period import Period

ALL_MONTHS = "Semua bulan"
MONTHS_BACK = 24
"""How many months the list goes back. Older ones can be given all the same."""
UNREADABLE, STILL_TO_COME = "period_unreadable", "period_to_come"
_PARAMETER = "periode"
_CODE = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def period_choices() -> list[str]:
    """All months together, then this one and those before it, in words."""
    return [ALL_MONTHS, *map(period_words, Period.of(office_time()).and_before(MONTHS_BACK))]


def _read(value: Any) -> str:
    """A month: ``November 2026`` → ``2026-11``; all months → "". A text without a month is refused, and so is a future
    one.
    """
    if value in ("", ALL_MONTHS):
        return ""
    period = value if isinstance(value, str) and _CODE.fullmatch(value) else parse_period(value)
    if period is None:
        raise PydanticCustomError(UNREADABLE, "")
    return period


def _has_begun(period: Period) -> str:
    if period > Period.of(office_time()):
        raise PydanticCustomError(STILL_TO_COME, "")
    return period


Periode = Annotated[
    str, BeforeValidator(_read), AfterValidator(_has_begun), Field(json_schema_extra={"enum": period_choices()})
]


def refresh_period_lists(client: SyncPrefectClient | None = None) -> int:
    """Updates the months in the form of every deployment that has a month, and gives how many forms changed. A form
    that offers them already is left alone: its planned runs would be made anew.
    """
    if client is None:
        with get_client(sync_client=True) as client_opened:
            return refresh_period_lists(client_opened)
    choices, changed = period_choices(), 0
    for deployment in client.read_deployments():
        schema = copy.deepcopy(deployment.parameter_openapi_schema or {})
        parameter = schema.get("properties", {}).get(_PARAMETER, {})
        if "enum" in parameter and parameter["enum"] != choices:
            parameter["enum"] = choices
            path, names = "/deployments/{id}", {"id": str(deployment.id)}
            body = {"parameter_openapi_schema": schema}
            client.request("PATCH", path, path_params=names, json=body)  # pyrefly: ignore[bad-argument-type]
            changed += 1
    return changed
