"""The state of all offices, kept on the server by every run under one key: the newest version is always the newest
state.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ParamSpec

import httpx
from prefect import State, get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.context import FlowRunContext
from prefect.exceptions import PrefectException

from flows.decision_runs import decision_runs
from flows.settings import workshop
from kemitraan.config.errors import ConfigError
from kemitraan.pages.markdown import Markdown, file_link, page_link, run_link
from kemitraan.pages.overview import overview_page, overview_summary
from kemitraan.server_names import submission_page_key
from kemitraan.steps.views.overview import overview
from kemitraan.steps.workshop import Workshop
from schemas.period import Period
from warehouse.claims import claim
from warehouse.errors import WarehouseError

P = ParamSpec("P")
KEY = "keadaan"


def keeps_overview(function: Callable[P, State]) -> Callable[P, State]:
    """Decorates a flow's function: when it ends, however it ends, the state of all offices is published anew."""

    @functools.wraps(function)
    def keeping(*args: P.args, **kwargs: P.kwargs) -> State:
        try:
            state = function(*args, **kwargs)
        except Exception:
            _keep()
            raise
        _keep()
        return state

    return keeping


def _keep() -> None:
    """Publishes the state and only logs failures: the run has done its work, and the next one publishes it again."""
    if FlowRunContext.get() is None:  # called as a plain function: there is no server to tell
        return
    try:
        publish_overview(workshop())
    except (ConfigError, WarehouseError, httpx.HTTPError, PrefectException) as error:
        get_run_logger().error("the state of all offices could not be told: %s", type(error).__name__)


def publish_overview(workshop: Workshop) -> None:
    """Looks and publishes under a lock, so that a later page always holds a later look."""
    with claim(workshop.warehouse, "keadaan"):
        view = overview(workshop)
        links = _Links(decision_runs(undecided.submission for undecided in view.undecided))
        create_markdown_artifact(key=KEY, markdown=overview_page(view, links), description=overview_summary(view))


@dataclass(frozen=True)
class _Links:
    """Links from an artifact. ``runs`` are the runs in which a person decides, by submission."""

    runs: Mapping[str, str]

    def page(self, text: str, office: str, period: Period | None, submission: str) -> Markdown:
        return page_link(text, submission_page_key(office, period, submission))

    def decision(self, text: str, submission: str) -> Markdown | None:
        return run_link(text, self.runs[submission]) if submission in self.runs else None

    def answer(self, text: str, submission: str) -> Markdown:
        return file_link(text, f"kiriman/{submission}/balasan")

    def original(self, text: str, submission: str) -> Markdown:
        return file_link(text, f"kiriman/{submission}/asli")
