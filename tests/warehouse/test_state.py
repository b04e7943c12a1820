import ast
import re
from pathlib import Path

import pytest

from tests.conftest import on_sqlite
from tests.warehouse.factory import check_result, receive, send, umkm
from warehouse.engine import Warehouse
from warehouse.errors import UnknownSubmission, WrongState
from warehouse.reading import events
from warehouse.state import ALLOWED, Reason, State, advance, is_past
from warehouse.submissions import answered, refuse

ROOT = Path(__file__).parents[2]
ROOMS = ("connectors", "workbooks", "schemas", "warehouse", "reports", "flows", "kemitraan")
WRITES_STATE = re.compile(
    r"\bupdate\s+submission\b.*\bstate\s*=|\binsert\s+into\s+submission\b", re.IGNORECASE | re.DOTALL
)


def test_every_state_can_be_reached_and_all_but_the_last_can_be_left() -> None:
    assert set(ALLOWED) == set(State)
    assert {state for following in ALLOWED.values() for state in following} == set(State)
    assert [state for state, following in ALLOWED.items() if not following] == [State.ANSWERED]


def test_a_step_is_past_only_when_the_state_lies_after_it() -> None:
    assert is_past(State.PUBLISHED, State.CHECKED)
    assert is_past(State.ANSWERED, State.REFUSED)
    assert not is_past(State.REFUSED, State.LOADED)
    assert not is_past(State.FAILED, State.CHECKED)
    assert not is_past(State.CHECKED, State.LOADED)


@pytest.mark.parametrize("from_state", list(State))
@pytest.mark.parametrize("to_state", list(State))
def test_is_past_and_allowed_never_agree(from_state: State, to_state: State) -> None:
    allowed = to_state in ALLOWED[from_state] and to_state not in (State.RECEIVED, State.FAILED)
    assert not (allowed and is_past(from_state, to_state))


def test_a_change_that_the_table_does_not_allow_is_refused(warehouse: Warehouse) -> None:
    identifier = receive(warehouse, check_result({"umkm": [umkm(1)]}))
    with pytest.raises(WrongState, match="received"):
        refuse(warehouse, identifier, why="terlalu dini")
    with pytest.raises(UnknownSubmission):
        refuse(warehouse, "tidak-ada", why="-")


@on_sqlite
def test_every_change_leaves_an_audit_row(warehouse: Warehouse) -> None:
    first, _ = send(warehouse, check_result({"umkm": [umkm(1)]}))
    answered(warehouse, first)
    trail = [(event.from_state, event.to_state) for event in events(warehouse, first)]
    assert trail == [
        (None, "received"),
        ("received", "checked"),
        ("checked", "loaded"),
        ("loaded", "published"),
        ("published", "answered"),
    ]
    send(warehouse, check_result({"umkm": [umkm(2)]}), hours=1)
    assert events(warehouse, first)[-1].why == "digantikan kiriman baru"


def test_a_change_somebody_else_made_meanwhile_is_not_made_twice(warehouse: Warehouse) -> None:
    identifier = receive(warehouse, check_result({"umkm": [umkm(1)]}))
    reason = Reason("uji", "uji", warehouse.now())
    with warehouse.write() as connection:
        assert advance(connection, identifier, State.CHECKED, reason)
        assert not advance(connection, identifier, State.CHECKED, reason)
    assert len(events(warehouse, identifier)) == 2


def test_nobody_but_the_state_machine_writes_the_state() -> None:
    """Walks the syntax tree of every room: no ``values(state=…)``, no assignment to a state, no SQL of one's own."""
    writers = [str(place) for room in ROOMS for path in (ROOT / room).rglob("*.py") for place in _state_writes(path)]
    assert [place.rpartition(":")[0] for place in writers] == ["warehouse/state.py"], writers


def _state_writes(path: Path) -> list[str]:
    writes = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "values":
            keywords = {keyword.arg for keyword in node.keywords}
            keys = {key.value for dict_node in ast.walk(node) if isinstance(dict_node, ast.Dict) for key in dict_node.keys
                    if isinstance(key, ast.Constant)}  # fmt: skip
            written = "state" in keywords | keys
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            written = bool(WRITES_STATE.search(node.value))
        else:
            written = False
        if written:
            writes.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    return writes
