"""A correction by its form, on a real server and worker: refused in words, asked again, entered, nothing typed
is kept.
"""

from __future__ import annotations

import json

import pytest

from flows.corrections import CORRECTED
from flows.entry_ends import ENDED
from flows.exemptions import EXEMPTED
from kemitraan.config.home import Home
from kemitraan.steps.corrections.entering import correct, find_target
from kemitraan.steps.views.overview import overview
from kemitraan.steps.workshop import open_workshop
from schemas.period import Period
from tests.flows.conftest import FinishedRun, finished
from tests.flows.server import Server, until
from tests.flows.test_in_force import create
from warehouse.contract_tables import SHEETS
from warehouse.corrections.cells import cell_text
from warehouse.corrections.entering import correction_states, standing_row
from warehouse.exemptions import exemptions_of
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


def test_an_office_is_exempted_and_a_correction_ended_by_forms(
    server: Server, home: Home, run_by_hand: FinishedRun
) -> None:
    workshop = open_workshop(home)
    key = max(known_keys(workshop.warehouse, "umkm", "76.03"))
    target = find_target(workshop, "76.03", "UMKM", key, "tahun_berdiri")
    entered = correct(workshop, target, value="1999", who="Rahma", why="Aktanya sudah dilihat.")
    signed = {"nama_petugas": "Rahma", "alasan": "Kontraknya masih di notaris."}
    rule = "Dokumen kemitraan belum lengkap (document.missing)"

    run = create(server, "pengecualian", {"kantor": "Kabupaten Mamasa"}).raise_for_status().json()["id"]
    assert "Pengecualian untuk Kabupaten Mamasa" in above_form(server, run, 1)
    form = {**signed, "aturan": rule, "mulai_laporan": "kapan saja", "sampai_laporan": ""}
    server.post(f"/flow_runs/{run}/resume", {"run_input": form})
    assert "bukan bulan laporan; tulis seperti Oktober 2026" in above_form(server, run, 2)
    server.post(f"/flow_runs/{run}/resume", {"run_input": form | {"mulai_laporan": "Oktober 2026"}})
    assert finished(server, home, run).record["state_name"] == EXEMPTED
    [exemption] = exemptions_of(workshop.warehouse, "76.03")
    assert (exemption.code, exemption.since, exemption.until) == ("document.missing", Period(2026, 10), None)
    [(office, sentence)] = overview(workshop).exemptions
    assert (office, sentence.startswith("Pengecualian nomor 1, Dokumen kemitraan")) == ("Kabupaten Mamasa", True)

    run = create(server, "akhiri-koreksi", {"kantor": "Kabupaten Mamasa"}).raise_for_status().json()["id"]
    assert "Akhiri koreksi atau pengecualian, Kabupaten Mamasa" in above_form(server, run, 1)
    schema = server.get(f"/flow_runs/{run}/input/suspended-keputusan-1-1-schema")
    choices = next(part["enum"] for part in schema["definitions"].values())
    (chosen,) = (choice for choice in choices if choice.startswith(f"Koreksi nomor {entered.id}, "))
    assert any(choice.startswith(f"Pengecualian nomor {exemption.id}, ") for choice in choices)
    server.post(f"/flow_runs/{run}/resume", {"run_input": signed | {"yang_diakhiri": chosen}})
    assert finished(server, home, run).record["state_name"] == ENDED
    assert entered.id not in [state.correction.id for state in correction_states(workshop.warehouse, "76.03")]
    assert len(exemptions_of(workshop.warehouse, "76.03")) == 1
    workshop.warehouse.close()
