"""A run as Prefect artifacts: a page of the run, a page of each submission, compliance, all in Indonesian."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from prefect import get_run_logger
from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.decision_runs import decision_runs
from flows.ending import RunPage
from flows.events import tell_warehouse_changed
from flows.settings import this_run
from kemitraan.pages.markdown import plain
from kemitraan.pages.run import counted_words, run_page
from kemitraan.pages.submission import page_key, submission_page
from kemitraan.steps.job.summary import RunSummary, SubmissionLine
from kemitraan.steps.views.compliance import compliance
from kemitraan.steps.workshop import Workshop
from reports.compliance import ComplianceTable
from warehouse.changes import MonthChange, month_change


def tell_people(workshop: Workshop, key: RunPage, summary: RunSummary) -> None:
    """The page of the run, one page for each of its submissions, and the compliance of all offices; problems in the
    log; and an event for whoever waits for the warehouse to change.
    """
    _publish_run_page(workshop, key, summary, decision_runs(undecided.submission for undecided in summary.undecided))
    publish_pages(workshop, summary.lines)
    publish_compliance(compliance(workshop))
    for line in summary.lines:
        if line.problem:
            get_run_logger().error("kiriman %s: %s", line.submission, line.problem)
    tell_warehouse_changed(this_run(), [line.submission for line in summary.lines if line.newly_in_force])


def _publish_run_page(workshop: Workshop, key: RunPage, summary: RunSummary, runs: Mapping[str, str]) -> None:
    names = {office.slug: office.name for office in workshop.config.offices}
    page = run_page(summary, _changes(workshop, summary), names, runs)
    create_markdown_artifact(key=key, markdown=page, description=counted_words(summary))


def publish_pages(workshop: Workshop, lines: Iterable[SubmissionLine]) -> None:
    """The page of each submission."""
    for line in lines:
        create_markdown_artifact(
            key=page_key(line),
            markdown=submission_page(workshop, line),
            description=f"{line.office_name}, berkas {plain(line.file)}",
        )


def publish_compliance(table: ComplianceTable) -> None:
    """Publishes who sent what for which month."""
    create_table_artifact(key="kepatuhan", table=table.by_heading(), description=f"Kepatuhan. {table.about}")


def _changes(workshop: Workshop, summary: RunSummary) -> dict[str, MonthChange]:
    line_changes = ((line.submission, month_change(workshop.warehouse, line.submission)) for line in summary.lines)
    return {submission: change for submission, change in line_changes if change}
