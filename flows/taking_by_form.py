"""A form that is shown until what it asks for can be done: once a run, however often the run is killed or tried
again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from prefect import State
from prefect.input import RunInput
from prefect.states import Completed
from pydantic import ValidationError

from connectors.errors import OutsideError
from flows.decision_input import Form, forget_typed, is_carried_out, note_carried_out, show, typed, was_shown
from kemitraan.pages.markdown import plain
from warehouse.errors import WarehouseError, WarehouseUnavailable

ONCE_MORE = "**Belum dapat dipakai:** {why} Isilah sekali lagi.\n\n"
ANOTHER_FORM = "formulirnya sudah berganti."
AGAIN = "Putaran ini sudah mencatatnya; tidak ada yang diubah lagi."


def taken_by_form(
    name: str,
    make_form: Callable[[], type[RunInput]],
    describe: Callable[[], str],
    take: Callable[[Mapping[str, Any]], str],
) -> State:
    """Shows the form below its description and ends the process; ``take`` does what was typed and gives a sentence.
    What it refuses (WarehouseError) stands above the next form. What was typed is deleted in the end. ``name`` names
    the last state.
    """
    if is_carried_out():
        forget_typed()
        return Completed(name=name, message=AGAIN)
    remark = ""
    for number in count(1):
        form = Form(1, number)
        if not was_shown(form):
            forget_typed()
            show(form, make_form().with_initial_data(description=remark + describe()))  # the process ends here
        form_data = typed(form)
        if form_data is None:
            continue
        try:
            sentence = take(form_data)
        except (WarehouseUnavailable, OutsideError):
            raise
        except ValidationError:  # the form was another version's; its own words would quote what was typed
            remark = ONCE_MORE.format(why=ANOTHER_FORM)
        except WarehouseError as error:
            remark = ONCE_MORE.format(why=plain(str(error)))
        else:
            forget_typed()
            note_carried_out()
            return Completed(name=name, message=sentence)
    raise AssertionError("count never ends")
