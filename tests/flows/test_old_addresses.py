"""Bookmarks of Prefect's first UI lead to the second one."""

from __future__ import annotations

import httpx
import pytest

from kemitraan.cli.serving.old_addresses import new_path
from tests.flows.server import Server

pytestmark = pytest.mark.xdist_group("server")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/", "/dashboard"),
        ("/runs", "/runs"),
        ("/runs/flow-run/1b2c", "/runs/flow-run/1b2c"),
        ("/flow-runs", "/runs"),
        ("/flow-runs/flow-run/1b2c", "/runs/flow-run/1b2c"),
        ("/task-runs/task-run/1b2c", "/runs/task-run/1b2c"),
        ("/artifacts/key/kepatuhan", "/artifacts/key/kepatuhan"),
        ("/deployments/deployment/1b2c", "/deployments/deployment/1b2c"),
        ("/concurrency-limits/concurrency-limit-v2/1b2c", "/concurrency-limits"),
        ("/work-queues/work-queue/1b2c", "/work-pools"),
    ],
)
def test_every_page_of_the_first_ui_has_one_in_the_second(old: str, new: str) -> None:
    assert new_path(old) == new


def look(server: Server, path: str, **headers: str) -> httpx.Response:
    return httpx.get(server.url.removesuffix("/api") + path, headers=headers, trust_env=False, timeout=60, verify=False)


def test_whoever_opens_an_old_bookmark_gets_to_the_same_page_of_the_new_ui(server: Server) -> None:
    for path in ("/flow-runs/flow-run/1b2c?tab=Logs", "/runs/flow-run/1b2c?tab=Logs"):
        response = look(server, path, Accept="text/html,*/*", Cookie="prefect_ui_version=v1")
        assert (response.status_code, response.headers["Location"]) == (307, "/v2/runs/flow-run/1b2c?tab=Logs")
    assert look(server, "/v2/runs", Accept="text/html").status_code == 200


@pytest.mark.parametrize(
    ("path", "accept"), [("/ui-settings", "text/html"), ("/api/health", "text/html"), ("/ico/favicon.ico", "image/*")]
)
def test_what_pages_load_and_what_programs_ask_is_left_alone(server: Server, path: str, accept: str) -> None:
    assert look(server, path, Accept=accept).status_code == 200
