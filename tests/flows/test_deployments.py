"""What ``prefect deploy --all`` brings to a server: the daily run, the run by hand, and its form."""

from __future__ import annotations

import copy
import re
from typing import Any

import httpx
import pytest

from flows.asking import REFUSED
from flows.periods import MONTHS_BACK
from flows.settings import office_time
from kemitraan.config.home import Home
from kemitraan.config.load import load_config
from schemas.messages import period_words
from schemas.period import Period
from tests.flows.conftest import FinishedRun, finished
from tests.flows.server import Server

pytestmark = pytest.mark.xdist_group("server")

MOMENT = r"\d{1,2} [A-Z][a-z]+ 20\d\d pukul \d\d\.\d\d WITA"


def deployment(server: Server, name: str) -> dict[str, Any]:
    return server.get(f"/deployments/name/konsolidasi/{name}")


def test_the_daily_run_is_at_six_in_makassar_and_the_other_only_by_hand(server: Server) -> None:
    (daily,) = deployment(server, "konsolidasi-harian")["schedules"]
    assert daily["active"]
    assert daily["schedule"] == {"cron": "0 6 * * *", "timezone": "Asia/Makassar", "day_or": True}
    assert deployment(server, "konsolidasi-ulang")["schedules"] == []


@pytest.mark.parametrize("name", ["konsolidasi-harian", "konsolidasi-ulang"])
def test_one_run_at_a_time_and_the_next_one_waits(server: Server, name: str) -> None:
    found_deployment = deployment(server, name)
    assert found_deployment["global_concurrency_limit"]["limit"] == 1
    assert found_deployment["concurrency_options"]["collision_strategy"] == "ENQUEUE"
    assert found_deployment["work_pool_name"] == "kemitraan"


def test_the_form_offers_the_registered_offices_and_says_in_indonesian_what_to_fill_in(
    server: Server, home: Home
) -> None:
    schema = deployment(server, "konsolidasi-ulang")["parameter_openapi_schema"]
    form = schema["properties"]
    assert list(form) == ["kantor", "periode", "proses_ulang"]
    assert schema.get("required", []) == []
    choices = schema["definitions"][form["kantor"]["items"]["$ref"].rpartition("/")[2]]
    assert choices["enum"] == [office.name for office in load_config(home).offices]
    assert (form["kantor"]["type"], form["periode"]["type"]) == ("array", "string")
    assert form["proses_ulang"]["type"] == "boolean"
    months = form["periode"]["enum"]
    assert months[:2] == ["Semua bulan", period_words(Period.of(office_time()))]
    assert len(set(months)) == 1 + MONTHS_BACK
    assert form["periode"]["default"] == "Semua bulan"
    assert "semua kantor" in form["kantor"]["description"]
    assert "semua bulan" in form["periode"]["description"]
    assert "ulang" in form["proses_ulang"]["description"]


def test_wrong_entries_end_the_run_with_a_sentence_for_each_before_anything_runs(server: Server, home: Home) -> None:
    redone = deployment(server, "konsolidasi-ulang")
    wrong = {"kantor": ["bone"], "periode": "2026-13", "proses_ulang": "barangkali"}
    run = server.post(f"/deployments/{redone['id']}/create_flow_run", {"parameters": wrong})["id"]
    ended = finished(server, home, run)
    assert (ended.record["state_name"], ended.tasks) == (REFUSED, [])
    for sentence in (
        "kantor: kantor itu tidak terdaftar",
        "periode: pilih bulannya",
        "proses_ulang: pilih ya atau tidak",
    ):
        assert sentence in ended.record["state"]["message"]


@pytest.mark.parametrize("period", ["November 2026", "2026-11", "", "Semua bulan"])
def test_a_month_is_taken_in_words_and_as_automations_and_older_runs_tell_it(server: Server, period: str) -> None:
    redone = deployment(server, "konsolidasi-ulang")
    later = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2031-02-03T18:00:00Z"}}
    request = {"parameters": {"periode": period}, "state": later}
    run = server.post(f"/deployments/{redone['id']}/create_flow_run", request)
    server.ask("DELETE", f"/flow_runs/{run['id']}").raise_for_status()
    assert run["parameters"]["periode"] == period


def test_maintenance_teaches_old_forms_the_months_that_came_since_and_touches_nothing_else(
    server: Server, home: Home
) -> None:
    daily = deployment(server, "konsolidasi-harian")
    (schedule,) = daily["schedules"]
    schema = copy.deepcopy(daily["parameter_openapi_schema"])
    schema["properties"]["periode"]["enum"] = ["Semua bulan", "Januari 2020"]
    server.ask("PATCH", f"/deployments/{daily['id']}", {"parameter_openapi_schema": schema}).raise_for_status()
    server.ask("PATCH", f"/deployments/{daily['id']}/schedules/{schedule['id']}", {"active": False}).raise_for_status()
    nightly = server.get("/deployments/name/pemeliharaan/pemeliharaan")
    run = finished(server, home, server.post(f"/deployments/{nightly['id']}/create_flow_run", {})["id"])
    assert "| Formulir | baik | daftar bulannya diperbarui |" in run.artifacts["pemeliharaan"]["data"]
    after = deployment(server, "konsolidasi-harian")
    (schedule_after,) = after["schedules"]
    server.ask(
        "PATCH", f"/deployments/{daily['id']}/schedules/{schedule_after['id']}", {"active": True}
    ).raise_for_status()
    assert after["parameter_openapi_schema"] == daily["parameter_openapi_schema"]
    assert (schedule_after["id"], schedule_after["active"], after["entrypoint"]) == (
        schedule["id"],
        False,
        daily["entrypoint"],
    )
    assert after["concurrency_options"] == daily["concurrency_options"]


def test_the_flight_check_says_on_its_page_what_stands_in_a_sources_way(server: Server, home: Home) -> None:
    check = server.get("/deployments/name/pemeriksaan-sumber/pemeriksaan-sumber")
    outbox = home.outbox("provinsi")
    away = outbox.rename(home.path / "disimpan")
    form_data = {"kantor": ["Provinsi Sulawesi Barat", "Kabupaten Mamuju"]}
    request = {"name": "Handcrafted-Sarmal", "parameters": form_data}  # as Prefect's form does
    run = server.post(f"/deployments/{check['id']}/create_flow_run", request)
    assert re.fullmatch(f"Pemeriksaan sumber {MOMENT}", run["name"])  # ours, before it begins and afterwards
    ended = finished(server, home, run["id"])
    away.rename(outbox)
    assert (ended.record["state_type"], ended.record["state_name"]) == ("FAILED", "Bermasalah")
    assert ended.record["name"] == run["name"]
    page = ended.artifacts["pemeriksaan-sumber"]["data"]
    assert page.startswith(
        "### Perlu perhatian\n\n- **Provinsi Sulawesi Barat** (folder: masuk/provinsi): Kotak keluar tidak ada"
    )
    assert "| Kabupaten Mamuju | folder: masuk/mamuju | siap |" in page
    assert "| Provinsi Sulawesi Barat | folder: masuk/provinsi | **bermasalah** |" in page


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("proses-ulang-kiriman", {"kiriman": "majene"}),
        ("proses-ulang-kiriman", {}),
    ],
)
def test_a_wrong_submission_number_is_refused_in_the_form(server: Server, name: str, wrong: dict[str, Any]) -> None:
    deployment = server.get(f"/deployments/name/{name}/{name}")
    response = server.ask("POST", f"/deployments/{deployment['id']}/create_flow_run", {"parameters": wrong})
    assert response.status_code == 409, response.text
    helps = [entry["description"] for entry in deployment["parameter_openapi_schema"]["properties"].values()]
    assert all(helps)
    assert deployment["description"]


def test_maintenance_is_at_night_and_a_report_follows_what_changes(server: Server) -> None:
    maintenance = server.get("/deployments/name/pemeliharaan/pemeliharaan")
    (nightly,) = maintenance["schedules"]
    assert (nightly["active"], nightly["schedule"]["cron"], nightly["schedule"]["timezone"]) == (
        True,
        "0 2 * * *",
        "Asia/Makassar",
    )
    report = server.get("/deployments/name/laporan-kemitraan/laporan-kemitraan")
    (trigger,) = [
        automation
        for automation in server.post("/automations/filter", {})
        if automation["name"] == "laporan-setelah-data-berubah"
    ]
    assert trigger["trigger"]["expect"] == ["kemitraan.gudang.diperbarui"]
    assert [action["deployment_id"] for action in trigger["actions"]] == [report["id"]]


def test_a_month_is_published_every_morning_where_it_is_due_and_by_hand_with_links_to_its_files(
    server: Server, home: Home, run_by_hand: FinishedRun
) -> None:
    deployed = server.get("/deployments/name/terbitan/terbitan")
    (daily,) = deployed["schedules"]
    schedule = daily["schedule"]
    assert (daily["active"], schedule["cron"], schedule["timezone"]) == (True, "0 9 * * *", "Asia/Makassar")
    month = deployed["parameter_openapi_schema"]["properties"]["periode"]
    assert (month["default"], "jatuh tempo" in month["description"]) == ("Semua bulan", True)
    entries = {"parameters": {"periode": "2026-11"}}
    ended = finished(server, home, server.post(f"/deployments/{deployed['id']}/create_flow_run", entries)["id"])
    (folder,) = (home.path / "terbitan").glob("terbitan-*")
    assert ended.record["state"]["message"] == f"Terbitan ada di terbitan/{folder.name}."
    path = f"/kemitraan/terbitan/{folder.name}/mart.sqlite"
    assert path in ended.artifacts["terbitan"]["data"]
    assert httpx.get(f"{server.url.removesuffix('/api')}{path}").content == (folder / "mart.sqlite").read_bytes()


def test_staff_are_written_to_as_soon_as_a_submission_waits(server: Server) -> None:
    reminders = server.get("/deployments/name/pengingat/pengingat-harian")
    (trigger,) = [
        automation
        for automation in server.post("/automations/filter", {})
        if automation["name"] == "surat-setelah-kiriman-menunggu"
    ]
    assert trigger["trigger"]["expect"] == ["kemitraan.kiriman.menunggu"]
    (action,) = trigger["actions"]
    assert (action["deployment_id"], action["parameters"]) == (reminders["id"], {"hanya_keputusan": True})
    assert trigger["trigger"]["within"] == action["schedule_after"] == 60  # one run for all of a consolidation
