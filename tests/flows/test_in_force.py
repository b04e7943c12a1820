"""Withdrawing and restoring by their forms, on a real server: tried out, done, refused; no number reaches the server."""

from __future__ import annotations

from typing import Any

import pytest

from kemitraan.config.home import Home
from kemitraan.steps.workshop import open_workshop
from tests.flows.conftest import FinishedRun, finished
from tests.flows.server import Server
from warehouse.reading import live_submissions

pytestmark = pytest.mark.xdist_group("prefect")

WHO = {"nama_petugas": "Rahma", "alasan": "Berkas kecamatan lain, menurut kantornya."}


def create(server: Server, name: str, asked: dict[str, Any]) -> Any:
    deployment = server.get(f"/deployments/name/{name}/{name}")
    return server.ask("POST", f"/deployments/{deployment['id']}/create_flow_run", {"parameters": asked})


def run(server: Server, home: Home, name: str, **asked: Any) -> FinishedRun:
    return finished(server, home, create(server, name, asked).raise_for_status().json()["id"])


def in_force(home: Home) -> dict[str, str]:
    """The submissions in force, by file name."""
    workshop = open_workshop(home)
    found = {one.file_name: one.id for one in live_submissions(workshop.warehouse)}
    workshop.warehouse.close()
    return found


def test_a_submission_is_withdrawn_and_put_back_by_forms_whose_pages_say_what_was_and_is_in_force(
    server: Server, home: Home, run_by_hand: FinishedRun
) -> None:
    number = in_force(home)["mamasa november.xlsx"]
    tried = run(server, home, "cabut-kiriman", kiriman=number[:8], uji_coba=True, **WHO)
    assert "Uji coba: tidak ada yang diubah. Kini berlaku: " in tried.record["state"]["message"]
    assert "Bila dijalankan: tidak ada." in tried.record["state"]["message"]
    assert "mamasa november.xlsx" in in_force(home)
    done = run(server, home, "cabut-kiriman", kiriman=number[:8], **WHO)
    assert done.record["state_type"] == "COMPLETED"
    assert done.record["state"]["message"].startswith(f"Kabupaten Mamasa, November 2026 (kiriman {number[:8]}): ")
    assert "Dicabut oleh Rahma. Tadinya berlaku: " in done.record["state"]["message"]
    assert "mamasa november.xlsx" not in in_force(home)
    page = done.artifacts["ringkasan-keberlakuan"]["data"]
    assert "Dicabut oleh Rahma. Alasannya: Berkas kecamatan lain, menurut kantornya." in page
    assert "| Lembar | Tadinya berlaku | Kini berlaku |" in page
    own = done.artifacts[f"kiriman-mamasa-2026-11-{number[:8]}"]["data"]
    assert "- Tidak diberlakukan lagi oleh Rahma pada " in own
    again = run(server, home, "cabut-kiriman", kiriman=number, **WHO)
    assert (again.record["state_name"], again.record["state"]["message"]) == (
        "Isian ditolak",
        f"Kiriman {number} tidak sedang berlaku. Tidak ada yang dijalankan.",
    )
    back = run(server, home, "berlakukan-kiriman", kiriman=number, **WHO)
    assert "Diberlakukan lagi oleh Rahma. Tadinya berlaku: tidak ada. Kini berlaku: " in back.record["state"]["message"]
    assert in_force(home)["mamasa november.xlsx"] == number


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"kiriman": "majene", **WHO},
        {"kiriman": "0123456789", **WHO, "nama_petugas": "R"},
        {"kiriman": "0123456789", **WHO, "alasan": "keliru"},
        {"kiriman": "0123456789", **WHO, "alasan": "Keliru, hubungi 0812-3456-7890 saja."},
        {"kiriman": "0123456789", **WHO, "nama_petugas": "Rahma 7605010706849335"},
    ],
    ids=["nothing", "no number", "nobody", "hardly a reason", "a telephone number", "a NIK"],
)
@pytest.mark.parametrize("name", ["cabut-kiriman", "berlakukan-kiriman"])
def test_a_wrong_entry_is_refused_before_the_server_keeps_it(server: Server, name: str, wrong: dict[str, Any]) -> None:
    assert create(server, name, wrong).status_code == 409
