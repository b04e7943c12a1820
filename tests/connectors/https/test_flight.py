"""The flight check of a link."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from connectors.base import Check
from connectors.errors import ClockError, NotAFileLinkError, UnreachableError
from connectors.flight import fly


def at(seconds):
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


def test_a_good_link_holds_and_little_of_it_is_fetched(server, source):
    sent = []

    def pour(handler):
        handler.start(200, {"Content-Length": "100000000"})
        for _ in range(1000):
            handler.wfile.write(bytes(100_000))
            sent.append(100_000)

    server.answers["/laporan.xlsx"] = pour
    probes = fly(source.flight_checks())
    assert [probe.check for probe in probes] == [Check.REACH, Check.READ, Check.CLOCK]
    assert all(probe.holds for probe in probes)
    assert sum(sent) < 60_000_000


def test_a_link_that_is_not_shared_is_told_apart_from_a_server_that_is_away(server, source):
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(body=b"<html>", headers={"Date": at(0)})
    reach, read, clock = fly(source.flight_checks())
    assert reach.holds
    assert isinstance(read.error, NotAFileLinkError)
    assert clock.holds
    away = fly(replace(source, url="https://127.0.0.1:1/x").flight_checks())
    assert isinstance(away[0].error, UnreachableError)
    assert not any(probe.tried for probe in away[1:])


@pytest.mark.parametrize(
    ("seconds", "more", "holds"),
    [(-100, {}, True), (-150, {}, False), (150, {}, False), (-5000, {"Age": "5000"}, True)],
)
def test_clocks_must_agree_within_two_minutes(server, source, seconds, more, holds):
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(body=b"a;b\n", headers={"Date": at(seconds)} | more)
    *_, clock = fly(source.flight_checks())
    assert clock.holds is holds
    if not holds:
        assert isinstance(clock.error, ClockError)
        assert 140 <= int(clock.error.detail) <= 160


@pytest.mark.parametrize("date", ["", "kemarin"])
def test_a_server_that_tells_no_time_cannot_be_wrong(server, source, date):
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(body=b"a;b\n", headers={"Date": date})
    *_, clock = fly(source.flight_checks())
    assert clock.holds
