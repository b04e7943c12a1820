"""The flight check of a folder."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from connectors.flight import fly
from connectors.folder import FolderConnector

ALL = ["reach", "list", "read", "mark", "write", "clock"]


def test_the_flight_check_holds_and_leaves_nothing_behind(folder: FolderConnector) -> None:
    (folder.inbox / "a.csv").write_bytes(b"isi")
    probes = fly(replace(folder, clock=time.time).flight_checks())
    assert [probe.check.value for probe in probes if probe.holds] == ALL
    assert [path.name for path in folder.inbox.iterdir()] == ["a.csv"]
    assert list(folder.outbox.iterdir()) == []


@pytest.mark.parametrize("seconds", [-3600, 3600])
def test_the_flight_check_notices_a_clock_that_is_wrong(folder: FolderConnector, seconds: int) -> None:
    elsewhere = replace(folder, clock=lambda: time.time() + seconds)
    failed = {probe.check.value: probe.error for probe in fly(elsewhere.flight_checks()) if probe.error}
    assert {name: error.code for name, error in failed.items()} == {"clock": "clock"}
    assert 3590 <= int(failed["clock"].detail) <= 3610
    assert list(folder.outbox.iterdir()) == []
