"""Ends the servers that a group of tests shares as soon as the group is done, not only with the session: an idle server
of Prefect goes on taking a twentieth of a processor.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

SERVERS = {"server", "site", "postgres"}
"""Fixtures of the session that are set up anew where a later test asks for them."""
_started: list[tuple[pytest.FixtureDef[Any], pytest.FixtureRequest]] = []


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> Iterator[None]:
    if fixturedef.scope == "session" and fixturedef.argname in SERVERS:
        _started.append((fixturedef, request))
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Where xdist shares tests out, a group comes in one piece."""
    result = yield
    if "PYTEST_XDIST_WORKER" in os.environ and nextitem is not None and _group(item) != _group(nextitem):
        while _started:
            fixturedef, request = _started.pop()
            fixturedef.finish(request)
    return result


def _group(item: pytest.Item) -> str | None:
    mark = item.get_closest_marker("xdist_group")
    return mark.args[0] if mark else None
