"""Submissions that wait for a person on a real server: forms, no slot held, every decision, headers that are
remembered.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from flows.waiting import DECIDED
from kemitraan.config.home import Home
from tests.flows.conftest import ENDED, FinishedRun, finished, send
from tests.flows.server import Server, until
from tests.steps.making import mitra_csv, mostly_bad_csv

pytestmark = pytest.mark.xdist_group("runs")

OFFICE, CODE, NAME = "sulsel-parepare", "73.72", "Kota Parepare, Sulawesi Selatan"
PHONE = "081298765432"
WHO = {"nama_petugas": "Rahma", "alasan": f"Sudah ditanyakan lewat telepon {PHONE}."}
LOAD, REFUSE = "Muat baris yang baik", "Tolak kiriman"
RECHECK = "Pakai kolom yang dipilih, lalu periksa lagi"


def strange_headers(period: str, *names: str) -> bytes:
    """Two headers that nobody knows, for Nama Mitra and Jenis Mitra."""
    data = mitra_csv(*names, period=period, office=CODE)
    return data.replace(b";Nama Mitra;", b";Nama Toko;").replace(b";Jenis Mitra;", b";Jenis Toko;")


SENT = {
    "muat.csv": mostly_bad_csv("2026-07", CODE),
    "tolak.csv": mostly_bad_csv("2026-08", CODE),
    "perintah.csv": mostly_bad_csv("2026-09", CODE),
    "judul.csv": strange_headers("2026-10", *"ABCDEFGHIJKL"),  # as many rows as before
    "maret.csv": mostly_bad_csv("2026-03", CODE),
    "februari.csv": mostly_bad_csv("2026-02", CODE),
}
MONTHS = {
    "Juli": "muat.csv",
    "Agustus": "tolak.csv",
    "September": "perintah.csv",
    "Oktober": "judul.csv",
    "Maret": "maret.csv",
    "Februari": "februari.csv",
}
DECIDED_AT_ONCE = ("muat.csv", "tolak.csv", "perintah.csv", "judul.csv")


@dataclass(frozen=True)
class Waiting:
    """A consolidation after which six submissions wait; their runs, suspended, by the file's name."""

    server: Server
    home: Home
    run: FinishedRun
    runs: dict[str, dict[str, Any]]

    def now(self, file: str) -> dict[str, Any]:
        """The run of a file as it is now."""
        return self.server.get(f"/flow_runs/{self.runs[file]['id']}")

    def has_form(self, file: str, number: int) -> bool:
        """Whether so many forms were shown, and the last one can be sent: the server has its parts one after the
        other.
        """
        whole = self.server.ask("GET", self._input(file, number, "description")).is_success
        return whole and self.server.get(f"/flow_runs/{self.runs[file]['id']}")["state_name"] == "Suspended"

    def schema(self, file: str, number: int = 1) -> dict[str, Any]:
        """The form that is shown."""
        return json.loads(self.server.ask("GET", self._input(file, number, "schema")).raise_for_status().text)

    def description(self, file: str, number: int = 1) -> str:
        """What stands above the form."""
        return json.loads(self.server.ask("GET", self._input(file, number, "description")).raise_for_status().text)

    def resume(self, file: str, **filled: str) -> dict[str, Any]:
        """Send the form."""
        return self.server.post(f"/flow_runs/{self.runs[file]['id']}/resume", {"run_input": filled})

    def _input(self, file: str, number: int, part: str) -> str:
        return f"/flow_runs/{self.runs[file]['id']}/input/suspended-keputusan-1-{number}-{part}"


def consolidate(server: Server, home: Home) -> FinishedRun:
    return finished(server, home, start(server, [NAME]))


def start(server: Server, offices: list[str]) -> str:
    deployment = server.get("/deployments/name/konsolidasi/konsolidasi-ulang")
    request = {"parameters": {"kantor": offices}}
    return server.post(f"/deployments/{deployment['id']}/create_flow_run", request)["id"]


def decision_runs(server: Server) -> list[dict[str, Any]]:
    """Of this office; other tests of the session have others."""
    runs = server.post("/flow_runs/filter", {"flows": {"name": {"any_": ["keputusan-kiriman"]}}})
    return [run for run in runs if "Parepare" in run["name"]]


def asked_about(server: Server) -> set[str]:
    """The submissions for which there was a run. One that lost its form is ended, and begun again as another run."""
    return {run["parameters"]["kiriman"] for run in decision_runs(server)}


@pytest.fixture(scope="module")
def waiting(server: Server, home: Home, run_by_hand: FinishedRun) -> Waiting:
    for age, (name, data) in enumerate(SENT.items()):
        send(home, OFFICE, data, name, age=7200 - age)
    run = consolidate(server, home)
    runs = until(
        lambda: [run_record for run_record in decision_runs(server) if run_record["state_name"] == "Suspended"],
        lambda runs_seen: len({run_record["parameters"]["kiriman"] for run_record in runs_seen}) == len(SENT),
    )
    return Waiting(server, home, run, {MONTHS[run_record["name"].split()[1]]: run_record for run_record in runs})


@pytest.fixture(scope="module")
def decided(waiting: Waiting) -> dict[str, dict[str, Any]]:
    """Four, each decided in another way, all at once; the runs as they ended."""
    waiting.resume("muat.csv", keputusan=LOAD, **WHO)
    waiting.resume("tolak.csv", keputusan=REFUSE, **WHO)
    waiting.resume("judul.csv", keputusan=RECHECK, kolom_1="Nama Mitra", kolom_2="Nama Mitra", **WHO)
    command = decide_by_command(waiting, waiting.runs["perintah.csv"], "muat")
    assert command.returncode == 0, command.stderr
    until(lambda: waiting.has_form("judul.csv", 2), bool)
    assert "dua kali: Nama Mitra" in waiting.description("judul.csv", 2)
    filled = {
        name: "Nama Mitra" if "Nama Toko" in field["title"] else "Jenis Mitra"
        for name, field in waiting.schema("judul.csv", 2)["properties"].items()
        if name.startswith("kolom_")
    }
    waiting.resume("judul.csv", keputusan=RECHECK, **filled, **WHO)
    return {
        file: waiting.server.wait_for(
            f"/flow_runs/{waiting.runs[file]['id']}", lambda record: record["state_type"] in ENDED
        )
        for file in DECIDED_AT_ONCE
    }


def decide_by_command(waiting: Waiting, run: dict[str, Any], choice: str) -> subprocess.CompletedProcess[str]:
    submission = run["parameters"]["kiriman"]
    who = ("--name", "Andi", "--reason", "Sudah diperiksa bersama.")
    return waiting.server.run("-m", "kemitraan", "decide", submission[:8], choice, *who)


@pytest.fixture
def one_slot(server: Server) -> Iterator[None]:
    """The pool with room for one run at a time."""
    server.ask("PATCH", "/work_pools/kemitraan", {"concurrency_limit": 1}).raise_for_status()
    yield
    server.ask("PATCH", "/work_pools/kemitraan", {"concurrency_limit": None}).raise_for_status()


def test_the_run_says_what_waits_why_and_how_long(waiting: Waiting) -> None:
    assert waiting.run.record["state_name"] == "Perlu perhatian"
    assert "(perlu keputusan)" in waiting.run.record["state"]["message"]
    page = waiting.run.artifacts["ringkasan-konsolidasi"]["data"]
    assert "### Perlu keputusan" in page
    assert "8 dari 12 baris ditahan, lebih dari 50 persen." in page
    assert "Judul kolom tidak dikenal" in page
    assert {waiting.run.states[file] for file in SENT} == {"waiting"}
    assert page.startswith("**6 kiriman**: 6 menunggu keputusan.")
    linked = set(re.findall(r"\(\.\./\.\./runs/flow-run/([0-9a-f-]+)\)", page))
    assert len(linked) == len(SENT)
    assert linked <= {run["id"] for run in decision_runs(waiting.server)}


def test_there_is_a_form_with_choices_reason_and_name(waiting: Waiting) -> None:
    form = waiting.schema("muat.csv")
    assert list(form["properties"]) == ["keputusan", "nama_petugas", "alasan"]
    assert set(form["required"]) == {"keputusan", "nama_petugas", "alasan"}
    assert "8 dari 12 baris ditahan" in waiting.description("muat.csv")
    assert "**Untuk Juli 2026 kini tidak ada yang berlaku. Bila dimuat: 4 baris.**" in waiting.description("muat.csv")
    assert "sistem sendiri memilih “Tolak kiriman”" in waiting.description("muat.csv")
    assert "(../../artifacts/key/kiriman-sulsel-parepare-2026-07-" in waiting.description("muat.csv")
    assert choices(form, "keputusan") == [LOAD, REFUSE, "Minta kirim ulang"]


def test_the_form_offers_for_each_unknown_header_the_nearest_columns_and_none(waiting: Waiting) -> None:
    form = waiting.schema("judul.csv")
    offered = {form["properties"][name]["title"]: choices(form, name) for name in ("kolom_1", "kolom_2")}
    (toko,) = [columns for title, columns in offered.items() if "“Nama Toko”" in title]
    assert toko == ["Belum dijawab", "Nama Mitra", "Jenis Mitra", "Bukan kolom mana pun"]
    assert choices(form, "keputusan") == [RECHECK, REFUSE, "Minta kirim ulang"]
    assert set(form["required"]) == {"keputusan", "nama_petugas", "alasan"}
    assert {form["properties"][name]["default"] for name in ("kolom_1", "kolom_2")} == {"Belum dijawab"}


def choices(form: dict[str, Any], field: str) -> list[str]:
    field_schema = form["properties"][field]
    reference = field_schema.get("$ref") or field_schema["allOf"][0]["$ref"]
    return form["definitions"][reference.rpartition("/")[2]]["enum"]


def test_those_who_wait_hold_no_slot(waiting: Waiting, one_slot: None) -> None:
    deployment = waiting.server.get("/deployments/name/pemeriksaan-sumber/pemeriksaan-sumber")
    request = {"parameters": {"kantor": [NAME]}}
    run = waiting.server.post(f"/deployments/{deployment['id']}/create_flow_run", request)["id"]
    assert finished(waiting.server, waiting.home, run).record["state_type"] == "COMPLETED"
    assert {waiting.now(file)["state_name"] for file in SENT} == {"Suspended"}


@pytest.mark.parametrize(
    "filled",
    [{}, {"keputusan": LOAD, **WHO, "alasan": "ya"}, {"keputusan": "Entahlah", **WHO}],
    ids=["empty", "hardly a reason", "no such choice"],
)
def test_a_form_that_does_not_fit_is_refused_and_the_run_goes_on_waiting(
    waiting: Waiting, filled: dict[str, str]
) -> None:
    assert waiting.resume("muat.csv", **filled)["status"] == "REJECT"
    assert waiting.now("muat.csv")["state_name"] == "Suspended"


def test_each_decision_is_carried_out_and_its_run_says_so(waiting: Waiting, decided: dict[str, dict[str, Any]]) -> None:
    assert {run["state_name"] for run in decided.values()} == {DECIDED}
    messages = {file: run["state"]["message"] for file, run in decided.items()}
    assert messages["muat.csv"].endswith("diterima sebagian, berlaku.")
    assert messages["tolak.csv"].endswith("belum dapat diterima, tidak berlaku.")
    assert messages["judul.csv"].endswith("diterima, berlaku.")
    assert messages["perintah.csv"].startswith("Diputuskan di tempat lain. Diputuskan oleh Andi pada ")
    assert messages["perintah.csv"].endswith(": baris yang baik dimuat. Alasannya: Sudah diperiksa bersama.")
    answers = [path.name for path in waiting.home.outbox(OFFICE).iterdir()]
    assert all(sum(f"_{file.removesuffix('.csv')}_hasil-" in name for name in answers) == 1 for file in DECIDED_AT_ONCE)
    assert len(asked_about(waiting.server)) == len(SENT)


def test_a_decision_makes_a_page_of_its_run_its_submissions_page_and_the_compliance_table_anew(
    waiting: Waiting, decided: dict[str, dict[str, Any]]
) -> None:
    of_run = {"flow_runs": {"id": {"any_": [decided["muat.csv"]["id"]]}}}
    pages = {artifact["key"]: artifact["data"] for artifact in waiting.server.post("/artifacts/filter", of_run)}
    assert "Diterima sebagian" in pages["kepatuhan"]
    assert any(key.startswith(f"kiriman-{OFFICE}-") for key in pages)
    assert "1 diterima sebagian" in pages["ringkasan-keputusan"]


def test_what_was_typed_does_not_stay_on_the_server(waiting: Waiting, decided: dict[str, dict[str, Any]]) -> None:
    logs = "".join(path.read_text() for path in waiting.server.folder.glob("*.log"))
    stored = waiting.server.dump() + logs
    assert "suspended-keputusan-1-1-schema" in stored
    assert PHONE not in stored


@pytest.fixture(scope="module")
def next_run(waiting: Waiting, decided: dict[str, dict[str, Any]]) -> FinishedRun:
    """The consolidation after a file with the headers that were decided on, and one for a month that waits."""
    send(waiting.home, OFFICE, strange_headers("2026-11", *"ABCDEFGHIJKLM"), "bulan depan.csv")
    send(waiting.home, OFFICE, mitra_csv(*"ABCDEFGHIJKLM", period="2026-02", office=CODE), "februari baik.csv")
    return consolidate(waiting.server, waiting.home)


def test_the_next_months_file_with_the_same_headers_passes_without_asking(
    waiting: Waiting, next_run: FinishedRun
) -> None:
    assert next_run.states["bulan depan.csv"] == "answered"
    assert next_run.record["state_type"] == "COMPLETED"
    _, told, waits = next_run.artifacts["ringkasan-konsolidasi"]["data"].partition("### Perlu keputusan")
    assert told
    asked = waits.partition("### Kiriman")[0]
    assert ", Maret 2026 (" in asked
    assert ", November 2026 (" not in asked
    assert len(asked_about(waiting.server)) == len(SENT)


def test_what_a_later_file_closes_is_answered_in_the_same_run_and_its_decision_run_says_what_took_its_place(
    waiting: Waiting, next_run: FinishedRun
) -> None:
    server, closed_run = waiting.server, waiting.runs["februari.csv"]
    assert (next_run.states["februari.csv"], next_run.states["februari baik.csv"]) == ("answered", "answered")
    assert "1 digantikan kiriman yang lebih baru" in next_run.artifacts["ringkasan-konsolidasi"]["data"]
    ended = server.get(f"/flow_runs/{closed_run['id']}")
    match = re.fullmatch(
        r"Digantikan kiriman yang lebih baru\. Yang menggantikannya: kiriman ([0-9a-f]{20}), diterima .* pukul .* WITA\. "
        r"Halamannya: artefak (kiriman-sulsel-parepare-2026-02-.*)\.",
        ended["state"]["message"],
    )
    assert ended["state_name"] == DECIDED
    assert match
    assert match[2] == f"kiriman-sulsel-parepare-2026-02-{match[1][:8]}"
    of_run = {"artifacts": {"flow_run_id": {"any_": [closed_run["id"]]}}, "sort": "CREATED_DESC"}
    newest = server.post("/artifacts/filter", of_run)[0]
    assert newest["key"] == f"kiriman-sulsel-parepare-2026-02-{closed_run['parameters']['kiriman'][:8]}"
    assert f"](../../artifacts/key/{match[2]})" in newest["data"]
    assert "Diputuskan oleh sistem pada" in newest["data"]


def test_what_waits_of_an_office_that_left_the_settings_holds_up_no_run_and_has_its_form_back_with_the_office(
    waiting: Waiting, next_run: FinishedRun
) -> None:
    server, settings, first = waiting.server, waiting.home.config_file, waiting.runs["maret.csv"]
    before = settings.read_text(encoding="utf-8")
    cut = re.sub(rf'\[\[offices\]\]\nslug = "{OFFICE}"\n.*?(?=\[\[offices\]\]|\Z)', "", before, flags=re.DOTALL)
    assert CODE not in cut
    settings.write_text(cut, encoding="utf-8")
    try:
        run = finished(server, waiting.home, start(server, ["Kabupaten Majene"]))
    finally:
        settings.write_text(before, encoding="utf-8")
    assert run.record["state_type"] == "COMPLETED"
    assert (
        "menunggu keputusan, tetapi kantornya (73.72) tidak ada lagi" in run.artifacts["ringkasan-konsolidasi"]["data"]
    )
    assert server.get(f"/flow_runs/{first['id']}")["state_name"] == DECIDED
    consolidate(server, waiting.home)
    (again,) = [run for run in decision_runs(server) if " Maret " in run["name"] and run["state_name"] != DECIDED]
    assert decide_by_command(waiting, again, "tolak").returncode == 0
    server.wait_for(f"/flow_runs/{again['id']}", lambda record: record["state_name"] == DECIDED)
