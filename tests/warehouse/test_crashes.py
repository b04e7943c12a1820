"""kill -9 before, between and after commits, run again: the warehouse must end as if nothing had happened."""

import signal
from itertools import count
from typing import Any

import pytest

from tests.conftest import Databases
from tests.warehouse.factory import check_result, receive
from tests.warehouse.processes import contents, die_at, in_process, open_at_noon, run_through, wait_for

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


def mitra(number: int, name: str) -> dict[str, str]:
    return {
        "kode_mitra": f"SSL-{number:04d}",
        "nama_mitra": name,
        "jenis": "Grosir",
        "kabupaten": "73.71",
        "kontak": "+6281234567890",
    }


FORMER = check_result({"mitra": [mitra(1, "A"), mitra(2, "B")]}, kind="sulsel", office="73.71")
RESULT = check_result(
    {"mitra": [mitra(1, "A baru"), mitra(3, "C")]},
    kind="sulsel",
    office="73.71",
    quarantined={"mitra": {9: ("SSL-0004", {"KONTAK": "081"})}},
)


def prepare(url: str) -> str:
    """Put the former submission in force and receive the next; gives its identifier."""
    warehouse = open_at_noon(url)
    run_through(warehouse, receive(warehouse, FORMER), FORMER)
    identifier = receive(warehouse, RESULT, hours=1)
    warehouse.close()
    return identifier


def finished(url: str, identifier: str) -> dict[str, list[tuple[Any, ...]]]:
    """All that stands in the warehouse once everything is done."""
    warehouse = open_at_noon(url)
    run_through(warehouse, identifier, RESULT)
    everything = contents(warehouse)
    warehouse.close()
    return everything


def is_killed_at(url: str, identifier: str, moment: int) -> bool:
    """Run in another process that is killed at this moment; False when it ended before."""

    def work() -> None:
        warehouse = open_at_noon(url)
        die_at(warehouse, moment)
        run_through(warehouse, identifier, RESULT)

    status = wait_for(in_process(work))
    assert status in (0, -signal.SIGKILL)
    return status != 0


def test_killed_at_any_moment_and_run_again_it_ends_as_if_undisturbed(databases: Databases) -> None:
    prepared = databases.fresh()
    identifier = prepare(prepared)
    undisturbed = finished(databases.copy(prepared), identifier)
    step = 1 if databases.kind == "sqlite" else 3  # a PostgreSQL database takes longer to make
    for moment in count(1, step):
        url = databases.copy(prepared)
        killed = is_killed_at(url, identifier, moment)
        assert finished(url, identifier) == undisturbed, f"killed at {moment}"
        if not killed:
            break
    assert moment > 20
