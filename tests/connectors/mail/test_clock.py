"""The clock of a mail server, as far as it tells it."""

from __future__ import annotations

import time

import pytest
from imapclient import IMAPClient

from connectors.base import Check
from connectors.errors import ClockError
from connectors.flight import fly
from connectors.messages import check_words
from tests.connectors.mail.mails import mail

pytestmark = pytest.mark.xdist_group("dovecot")


def clock(source):
    *_, probe = fly(source.flight_checks())
    assert probe.check is Check.CLOCK
    return probe


def test_a_mails_age_tells_the_servers_clock(post, another):
    post.put(mail().as_bytes(), at=time.time() - 3600)
    probe = clock(another())
    assert (probe.holds, probe.testable) == (True, True)


@pytest.mark.parametrize("wrong", [-1800.0, 1800.0, -10 * 86_400.0, 10 * 86_400.0])
def test_a_clock_that_is_wrong_is_told(post, another, wrong):
    post.put(mail().as_bytes(), at=time.time() - 3600)
    probe = clock(another(clock=lambda: time.time() + wrong))
    assert isinstance(probe.error, ClockError)


def test_where_the_server_tells_no_time_that_is_said(post, another, monkeypatch):
    assert not clock(another()).testable  # no mail yet
    post.put(mail().as_bytes(), at=time.time() - 3600)
    knows = IMAPClient.has_capability
    monkeypatch.setattr(
        IMAPClient, "has_capability", lambda self, capability: capability != "WITHIN" and knows(self, capability)
    )
    probe = clock(another())
    assert (probe.holds, probe.testable) == (True, False)
    assert "tidak memberi tahu jamnya" in check_words(probe.check, probe.testable)
