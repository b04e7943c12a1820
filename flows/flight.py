"""The flight check of all sources as a flow: a page that says in words what stands in a source's way."""

from __future__ import annotations

from prefect import State, flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.states import Completed, Failed

from flows.asking import refused_in_words
from flows.offices import chosen_offices, office_choices
from flows.overview import keeps_overview
from flows.settings import named, threads, workshop
from kemitraan.pages.flight import flight_page
from kemitraan.steps.care.flying import SourceFlight, check_source
from kemitraan.steps.job.error_words import told_without_values

Kantor = office_choices()
WITH_ERRORS = "Bermasalah"
KEY = "pemeriksaan-sumber"


@task(name="periksa-sumber", task_run_name="periksa-sumber-{office}-{number}")
def fly(office: str, number: int) -> SourceFlight:
    """Tries one source of one office."""
    with told_without_values():
        return check_source(workshop(), office, number)


@flow(
    name="pemeriksaan-sumber",
    flow_run_name=named("pemeriksaan-sumber"),
    task_runner=threads(),
    validate_parameters=False,
)
@keeps_overview
@refused_in_words
def check_flight(
    kantor: list[Kantor] = [],  # noqa: B006 - Prefect makes the form from this default
) -> State[None]:
    """Periksa setiap sumber kiriman tanpa menyentuh kirimannya: terjangkau, dapat masuk, terbaca, dapat dijawab, jam.

    Args:
        kantor: Kantor yang sumbernya diperiksa. Kosongkan untuk semua kantor.
    """
    config = workshop().config
    offices = chosen_offices(kantor, config)
    flights = [
        future.result()
        for future in [
            fly.submit(slug, number) for slug in offices for number in range(len(config.office(slug).sources))
        ]
    ]
    bad_flights = [flight for flight in flights if not flight.holds]
    ready_words = f"{len(flights) - len(bad_flights)} dari {len(flights)} sumber siap."
    create_markdown_artifact(key=KEY, markdown=flight_page(flights), description=ready_words)
    if bad_flights:
        return Failed(message=f"{len(bad_flights)} sumber bermasalah; lihat artefak {KEY}.", name=WITH_ERRORS)
    return Completed(message="Semua sumber siap.")
