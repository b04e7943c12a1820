"""Our pages beside Prefect's: the state of all offices, and files that staff fetch with the browser."""

from __future__ import annotations

import hashlib
import json
import stat
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from sqlalchemy import select

from kemitraan.cli.serving.pages.downloads import disposition, kept_name
from kemitraan.config.home import Home
from kemitraan.steps.workshop import open_workshop
from tests.flows.conftest import TELLING_NAME, FinishedRun, sample
from tests.flows.server import Server
from warehouse.tables import sealed_name, submission

pytestmark = pytest.mark.xdist_group("runs")

TELLING = TELLING_NAME.split()[0]
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def get(server: Server, path: str, **headers: str) -> httpx.Response:
    address = server.url.removesuffix("/api") + path
    return httpx.get(address, headers={"Accept": "text/html", **headers}, trust_env=False, timeout=120, verify=False)


@pytest.fixture(scope="module")
def numbers(home: Home, run_by_hand: FinishedRun) -> dict[str, str]:
    """Submissions by the beginning of their files' names."""
    workshop = open_workshop(home)
    with workshop.warehouse.read() as connection:
        rows = connection.execute(select(sealed_name.c.file_name, sealed_name.c.submission_id)).all()
    workshop.warehouse.close()
    return {name.split()[0]: number for name, number in rows}


def test_one_page_tells_of_all_offices_whatever_the_last_run_was_for(
    server: Server, home: Home, run_by_hand: FinishedRun, numbers: dict[str, str]
) -> None:
    response = get(server, "/kemitraan/")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    workshop = open_workshop(home)
    workshop.warehouse.close()
    for text in (response.text, run_by_hand.artifacts["keadaan"]["data"]):
        assert all(office.name in text for office in workshop.config.offices)
        assert "Keadaan " in text
    assert f'href="kiriman/{numbers[TELLING]}/asli"' in response.text
    assert f"](../../../kemitraan/kiriman/{numbers[TELLING]}/balasan)" in run_by_hand.artifacts["keadaan"]["data"]
    assert get(server, "/kemitraan").text.partition("<main>")[2]


def test_from_every_page_of_prefect_a_link_leads_there(server: Server) -> None:
    for path in ("/v2/dashboard", "/v2/runs"):
        response = get(server, path, **{"If-None-Match": "x"})
        assert response.text.count('href="/kemitraan/"') == 1
        assert len(response.content) == int(response.headers["Content-Length"])


def test_an_original_and_an_answer_are_fetched_as_they_were_and_it_is_written_down_who_did(
    server: Server, home: Home, numbers: dict[str, str]
) -> None:
    number = numbers[TELLING]
    sent = get(server, f"/kemitraan/kiriman/{number}/asli", **{"X-Forwarded-User": "rahma"})
    assert (sent.content, sent.headers["Content-Type"]) == (sample(4), SHEET)
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    name = file_name(sent.headers["Content-Disposition"])
    assert name == f"76.05_2026-11_{hashlib.sha256(sample(4)).hexdigest()[:8]}.xlsx"
    returned = get(server, f"/kemitraan/kiriman/{number}/balasan")
    assert returned.content in [path.read_bytes() for path in home.outbox("majene").iterdir()]
    lines = [json.loads(line) for line in home.fetch_log.read_text(encoding="utf-8").splitlines()]
    assert [(line["siapa"], line["apa"], line["kiriman"]) for line in lines[-2:]] == [
        ("rahma", "asli", number),
        ("", "balasan", number),
    ]
    assert lines[-1]["dari"] == "127.0.0.1"
    assert stat.S_IMODE(home.fetch_log.stat().st_mode) == 0o600


def file_name(header: str) -> str:
    """As a browser reads it (RFC 5987)."""
    return unquote(header.partition("filename*=UTF-8''")[2])


def test_the_newest_report_is_fetched_and_before_there_is_one_a_sentence_says_so(server: Server, home: Home) -> None:
    reports = {path: path.read_bytes() for path in home.reports.glob("*.*")} if home.reports.is_dir() else {}
    for path in reports:
        path.unlink()
    missing = get(server, "/kemitraan/laporan")
    assert missing.status_code == 404
    assert "Belum ada laporan." in missing.text
    home.reports.mkdir(exist_ok=True)
    for day in ("2026-11-23", "2026-11-24"):
        (home.reports / f"laporan-kemitraan_{day}.xlsx").write_bytes(day.encode())
    (home.reports / "catatan.xlsx").write_bytes(b"lain")
    assert get(server, "/kemitraan/laporan").content == b"2026-11-24"
    assert get(server, "/kemitraan/laporan/laporan-kemitraan_2026-11-23.xlsx").content == b"2026-11-23"
    assert get(server, "/kemitraan/laporan/catatan.xlsx").status_code == 404
    for path in home.reports.glob("*.*"):
        path.unlink()
    for path, data in reports.items():
        path.write_bytes(data)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("kiriman/00000000000000000000/asli", "Kiriman 00000000000000000000 tidak ada di gudang data."),
        ("kiriman/majene/asli", "Nomor kiriman terdiri atas dua puluh angka dan huruf"),
        ("kiriman/..%2f..%2fkunci/asli", "Halaman ini tidak ada."),
        ("kiriman/%2e%2e/asli", ""),
        ("laporan/..%2f..%2fkunci", "Halaman ini tidak ada."),
        ("laporan/%2e%2e%5ckunci", "aporan"),
        ("keputusan/00000000000000000000", "tidak ada di gudang data"),
        ("lain", "Halaman ini tidak ada."),
    ],
)
def test_what_is_not_there_is_told_in_a_sentence(server: Server, home: Home, path: str, words: str) -> None:
    response = get(server, f"/kemitraan/{path}")
    assert response.status_code == 404
    assert words in response.text
    assert response.headers["Content-Type"].startswith("text/html")
    assert home.key_file.read_bytes() not in response.content


def test_a_file_that_is_gone_from_the_archive_is_told_and_nothing_is_given(
    server: Server, home: Home, numbers: dict[str, str]
) -> None:
    number = numbers["mamasa"]
    workshop = open_workshop(home)
    with workshop.warehouse.read() as connection:
        sha = connection.scalar(select(submission.c.sha256).where(submission.c.id == number))
    workshop.warehouse.close()
    assert sha
    path = home.archive / sha[:2] / sha[2:4] / sha
    data = path.read_bytes()
    path.unlink()
    gone = get(server, f"/kemitraan/kiriman/{number}/asli")
    path.write_bytes(data + b" ")
    changed = get(server, f"/kemitraan/kiriman/{number}/asli")
    path.write_bytes(data)
    assert (gone.status_code, changed.status_code) == (503, 503)
    assert gone.text != changed.text
    assert get(server, f"/kemitraan/kiriman/{number}/asli").content == data


def test_links_lead_on_to_the_page_of_the_submission(server: Server, numbers: dict[str, str]) -> None:
    response = get(server, f"/kemitraan/kiriman/{numbers[TELLING]}")
    place = response.headers["Location"]
    artifact = server.get(f"/artifacts/{place.removeprefix('/v2/artifacts/artifact/')}")
    assert artifact["key"].startswith("kiriman-majene-2026-11-")


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Host": "situs-jahat.test"}, {"Host": "[x"}],
)
def test_no_other_site_gets_a_file_with_the_visitors_login(
    server: Server, numbers: dict[str, str], headers: dict[str, Any]
) -> None:
    response = get(server, f"/kemitraan/kiriman/{numbers[TELLING]}/asli", Origin="http://situs-jahat.test", **headers)
    assert response.status_code in {400, 403}
    assert "access-control-allow-origin" not in response.headers
    assert not response.content.startswith(b"PK")


@pytest.mark.parametrize(
    ("name", "file_name_kept"),
    [
        ("Laporan Majene.xlsx", "Laporan Majene.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\kunci.xlsx", "kunci.xlsx"),
        ('a"b;c\r\nSet-Cookie: x.xlsx', "a_b;cSet-Cookie_ x.xlsx"),
        ("gambar\u202excod.exe", "gambarxcod.exe"),
        ("a" * 300 + ".xlsx", "a" * 145 + ".xlsx"),
        ("\u0000", "berkas"),
        ("データ é.csv", "データ é.csv"),
    ],
)
def test_a_hostile_name_is_a_name_and_nothing_more(name: str, file_name_kept: str) -> None:
    assert kept_name(name) == file_name_kept
    header = disposition(file_name_kept)
    assert header.isascii()
    assert "\n" not in header
    assert header.startswith("attachment; filename=")
    assert file_name(header) == file_name_kept
