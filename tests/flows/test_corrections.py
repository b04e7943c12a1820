"""A correction by its form, on a real server and worker: refused in words, asked again, entered, nothing typed is kept."""

from __future__ import annotations

import json

import pytest

from flows.corrections import CORRECTED
from kemitraan.config.home import Home
from kemitraan.steps.workshop import open_workshop
from tests.flows.conftest import FinishedRun, finished
from tests.flows.server import Server, until
from tests.flows.test_in_force import create
from warehouse.contract_tables import SHEETS
from warehouse.corrections.cells import cell_text
from warehouse.corrections.entering import correction_states, standing_row
from warehouse.reading import known_keys

pytestmark = pytest.mark.xdist_group("runs")
NAME = "koreksi-isi"
PHONE = "081377776666"


def above_form(server: Server, run: str, number: int) -> str:
    path = f"/flow_runs/{run}/input/suspended-keputusan-1-{number}-description"
    until(lambda: server.ask("GET", path).is_success, bool)
    server.wait_for(f"/flow_runs/{run}", lambda record: record["state_name"] == "Suspended")
    return json.loads(server.ask("GET", path).text)


def test_a_value_that_does_not_fit_is_asked_again_and_a_right_one_counts_at_once(
    server: Server, home: Home, run_by_hand: FinishedRun
) -> None:
    workshop = open_workshop(home)
    key = min(known_keys(workshop.warehouse, "umkm", "76.03"))
    tables = SHEETS["umkm"]
    row = standing_row(workshop.warehouse, "76.03", tables, key)
    assert row is not None
    stated = cell_text(tables.sheet["omzet_tahunan"], row)
    parameters = {"kantor": "Kabupaten Mamasa", "lembar": "UMKM"}
    run = create(server, NAME, parameters).raise_for_status().json()["id"]
    assert "Koreksi atas nama Kabupaten Mamasa, lembar UMKM" in above_form(server, run, 1)
    entry = {"kunci": key, "kolom": tables.sheet["omzet_tahunan"].header, "isi_kini": stated or "kosong"}
    entry |= {"nama_petugas": "Rahma", "alasan": f"Laporan keuangannya dilihat, kata {PHONE}."}
    server.post(f"/flow_runs/{run}/resume", {"run_input": {**entry, "isi_baru": "entah berapa"}})
    assert "Belum dapat dipakai" in above_form(server, run, 2)
    server.post(f"/flow_runs/{run}/resume", {"run_input": {**entry, "isi_baru": "Rp 1.234.000.000"}})
    ended = finished(server, home, run).record
    assert ended["state_name"] == CORRECTED
    assert "dihitung “1234000000”" in ended["state"]["message"]
    [state] = correction_states(workshop.warehouse)
    assert PHONE not in state.correction.why
    assert state.cells == 1
    workshop.warehouse.close()
    inputs = server.ask("GET", f"/flow_runs/{run}/input/suspended-keputusan-1-2-response")
    assert not inputs.is_success
