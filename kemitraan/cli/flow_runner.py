"""Runs the consolidation as a Prefect flow in this process: on the server that is named, or on a temporary one."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kemitraan.cli.serving.address import server_of
from kemitraan.cli.serving.prefect_processes import HEARTBEAT_SECONDS
from kemitraan.cli.temporary_server import TemporaryServer, temporary_server
from kemitraan.config.home import HOME_VARIABLE, Home
from kemitraan.errors import UsageError
from schemas.period import Period

if TYPE_CHECKING:  # the server is started before anything heavy is imported
    from kemitraan.steps.job.summary import RunSummary

LAST_WORDS_SECONDS = 10


@dataclass(frozen=True)
class FlowRunner:
    """Runs the flow. ``server`` is the temporary server; None where PREFECT_API_URL names a lasting one, or ``up``
    keeps one.
    """

    server: TemporaryServer | None

    def run(self, offices: Sequence[str] = (), period: Period | None = None, force: bool = False) -> RunSummary:
        """Runs the consolidation once, for all offices when none is named (by slug). Raises UsageError for an
        impossible request.
        """
        from prefect.settings import PREFECT_API_URL, temporary_settings

        from flows.asking import REFUSED
        from flows.consolidation import Kantor, consolidate

        if self.server:
            self.server.wait()
        with temporary_settings({PREFECT_API_URL: self.server.url}) if self.server else nullcontext():
            try:
                office_choices = [Kantor(slug) for slug in offices]
                state = consolidate(kantor=office_choices, periode=period or "", proses_ulang=force, return_state=True)
            finally:
                _say_last_words()
        if state.name == REFUSED:
            raise UsageError(state.message)
        summary = state.result(raise_on_failure=False)
        if isinstance(summary, BaseException):
            raise summary
        return summary  # also where the run failed because the program failed for a submission


@contextmanager
def flow_runner(home: Home) -> Iterator[FlowRunner]:
    """Gets Prefect ready in the background while other work goes on in the block: imports it and starts its server."""
    os.environ[HOME_VARIABLE] = str(home.path)
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("PREFECT_FLOWS_HEARTBEAT_FREQUENCY", str(HEARTBEAT_SECONDS))  # or it is taken for lost
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")  # people get the summary instead
    lasting = os.environ.get("PREFECT_API_URL") or server_of(home)
    if lasting:
        os.environ["PREFECT_API_URL"] = lasting
    else:
        os.environ.setdefault("PREFECT_HOME", str(home.path / "prefect"))
    with nullcontext() if lasting else temporary_server(Path(os.environ["PREFECT_HOME"])) as server:
        importing = threading.Thread(target=_import_flow, daemon=True)
        importing.start()
        try:
            yield FlowRunner(server)
        except Exception:
            importing.join()  # the interpreter aborts when it ends while a thread of C code is still at work
            raise


def _import_flow() -> None:
    import flows.consolidation  # noqa: F401 - whoever needs it next finds it loaded, or waits for this to end


def _say_last_words() -> None:
    """Flushes logs and events. Prefect sends them in the background, and they must be out before the server ends."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    EventsWorker.drain_all(timeout=LAST_WORDS_SECONDS, at_exit=False)
    APILogWorker.drain_all(timeout=LAST_WORDS_SECONDS, at_exit=False)
