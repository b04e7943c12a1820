"""Checks the entries of a form once more where the work begins: a wrong entry ends the run with a sentence.

The server checks entries by the form before it makes a run. Some entries pass that: an office that has left the
settings since the form was made, or a run started from Python. They are refused here, before anything runs, in words of
ours instead of English ones of pydantic's.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, get_type_hints

from prefect import State
from prefect.states import Failed
from pydantic import ConfigDict, Field, ValidationError, create_model
from pydantic_core import ErrorDetails

from connectors.errors import OutsideError
from flows.offices import office_choices
from flows.periods import STILL_TO_COME, UNREADABLE
from flows.settings import home
from kemitraan.config.errors import ConfigError
from kemitraan.config.load import load_config
from kemitraan.steps.job.error_words import matter
from warehouse.errors import WarehouseError

REFUSED = "Isian ditolak"
SETTINGS_ERROR = "Setelan salah"
NO_WAREHOUSE = "Gudang tidak dapat dipakai"
OUTSIDE_AWAY = "Tidak dapat dikerjakan"
SUBMISSION = r"^\s*[0-9a-fA-F]{8,64}\s*$"

_PATTERNS = {
    SUBMISSION: "tulis nomor kiriman atau SHA-256 berkasnya (angka dan huruf a-f, paling sedikit 8 yang pertama).",
}


def _entry(pattern: str) -> Any:
    """A text entry with this pattern. For a wrong text the form shows only ``does not match`` and the pattern, so the
    form's pattern begins with our sentence, as an alternative that nothing matches.
    """
    return Field(pattern=pattern, json_schema_extra={"pattern": f"(?!) {_PATTERNS[pattern]} |{pattern}"})


_KINDS = {
    "enum": "kantor itu tidak terdaftar. Yang terdaftar: {offices}.",
    "list_type": "pilih dari daftar; boleh lebih dari satu.",
    "string_type": "tulis sebagai teks.",
    "bool_parsing": "pilih ya atau tidak.",
    "bool_type": "pilih ya atau tidak.",
    "missing": "harus diisi.",
    UNREADABLE: "pilih bulannya dari daftar, misalnya November 2026.",
    STILL_TO_COME: "bulan itu belum tiba. Pilih bulan ini atau yang sudah lewat, atau semua bulan.",
}


Kiriman = Annotated[str, _entry(SUBMISSION)]
_UNKNOWN = "isian ini tidak dapat dipakai."


def refused_in_words(function: Callable[..., State]) -> Callable[..., State]:
    """Decorates a flow's function (with ``validate_parameters=False``): entries are checked, and a wrong one is
    refused. Unusable settings, a warehouse or an archive end the run with what is the matter.
    """
    signature = inspect.signature(function)
    hints = get_type_hints(function, include_extras=True)
    fields: Any = {
        name: (hints[name], ... if parameter.default is parameter.empty else parameter.default)
        for name, parameter in signature.parameters.items()
    }
    read_defaults = ConfigDict(validate_default=True)
    entries = create_model(f"entries_of_{function.__name__}", __config__=read_defaults, **fields)

    @functools.wraps(function)
    def checked(*args: Any, **kwargs: Any) -> State:
        arguments = signature.bind_partial(*args, **kwargs).arguments
        try:
            entered = entries.model_validate(arguments)
        except ValidationError as error:
            settings_error = _settings_error()
            if settings_error:  # the offices are known from them
                return _cannot_be_used(settings_error)
            sentences = (_words(details) for details in error.errors(include_url=False, include_input=False))
            return refused(" ".join(dict.fromkeys(sentences)))
        try:
            return function(**{name: getattr(entered, name) for name in fields})
        except ConfigError as error:
            return _cannot_be_used(error)
        except WarehouseError as error:
            advice = "Sesudah gudang dapat dipakai lagi, jalankan lagi (Retry). Tidak ada yang hilang."
            return Failed(name=NO_WAREHOUSE, message=f"{error} {advice}", data=error)
        except OutsideError as error:
            advice = "Sesudah itu jalankan lagi (Retry). Tidak ada yang hilang."
            return Failed(name=OUTSIDE_AWAY, message=f"{matter(error)} {advice}", data=error)

    return checked


def _settings_error() -> ConfigError | None:
    try:
        home_folder = home()
    except ConfigError:  # no home: there are no settings
        return None
    try:
        load_config(home_folder)
    except ConfigError as error:
        return error
    return None


def _cannot_be_used(error: ConfigError) -> State:
    return Failed(name=SETTINGS_ERROR, message=f"{error} Perbaiki, lalu jalankan lagi. Tidak ada yang hilang.")


def refused(why: str | Exception) -> State:
    """The end of a run with an impossible request: nothing was done."""
    sentence = why if isinstance(why, str) else matter(why)
    return Failed(name=REFUSED, message=f"{sentence} Tidak ada yang dijalankan.")


def _words(error: ErrorDetails) -> str:
    if error["type"] == "string_pattern_mismatch":
        sentence = _PATTERNS.get(error.get("ctx", {})["pattern"], _UNKNOWN)
    else:
        sentence = _KINDS.get(error["type"], _UNKNOWN)
    offices = "; ".join(choice.value for choice in office_choices())
    return f"{error['loc'][0]}: {sentence.format(offices=offices)}"
