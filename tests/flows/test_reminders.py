"""The reminders' flow on the server: its deployment, its form, the calendar that it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from kemitraan.config.home import Home
from kemitraan.config.load import load_config
from tests.flows.conftest import finished
from tests.flows.server import Server

pytestmark = pytest.mark.xdist_group("server")


SETTINGS = """
[[offices]]
slug = "bone"
code = "73.08"
name = "Kabupaten Bone"

[[offices]]
slug = "wajo"
code = "73.13"
name = "Kabupaten Wajo"
email = "dinas@wajo.example"

[mail]
host = "127.0.0.1"
user = "kemitraan"
password = "env:TIDAK_ADA_ISINYA"
sender = "kemitraan@sulbar.example"
"""
"""Two offices that no other test knows, and mail whose secret is not there."""


@pytest.fixture
def window_is_open(home: Home) -> Iterator[None]:
    """The due day set so that today and tomorrow, whichever days they are, lie in the days before it."""
    before = home.config_file.read_text(encoding="utf-8")
    today = datetime.now(load_config(home).settings.zone).day
    due_day = 27 if 7 <= today < 27 else 7
    text = before.replace("due_day = 5 ", f"due_day = {due_day} ").replace("days_before = 3 ", "days_before = 20 ")
    home.config_file.write_text(text + SETTINGS, encoding="utf-8")
    yield
    home.config_file.write_text(before, encoding="utf-8")


def deployment(server: Server) -> dict[str, Any]:
    return server.get("/deployments/name/pengingat/pengingat-harian")


def test_it_runs_after_the_daily_consolidation_one_at_a_time(server: Server) -> None:
    reminder = deployment(server)
    ((daily,), form) = reminder["schedules"], reminder["parameter_openapi_schema"]["properties"]
    assert daily["schedule"] == {"cron": "0 8 * * *", "timezone": "Asia/Makassar", "day_or": True}
    assert reminder["global_concurrency_limit"]["limit"] == 1
    assert list(form) == ["uji_coba", "hanya_keputusan"]
    assert "tidak ada yang dikirim" in form["uji_coba"]["description"]


def test_the_calendar_is_a_page_and_tells_whom_no_mail_could_reach_and_why(
    server: Server, home: Home, window_is_open: None
) -> None:
    run = server.post(f"/deployments/{deployment(server)['id']}/create_flow_run", {"parameters": {}})["id"]
    ended = finished(server, home, run)
    assert (ended.record["state_type"], ended.record["state_name"]) == ("COMPLETED", "Perlu perhatian")
    assert ended.record["name"].startswith("Pengingat ")
    calendar = ended.artifacts["kalender-setoran"]["data"]
    assert "| Kantor | Keadaan | Kiriman | Surat |" in calendar
    assert "| Kabupaten Bone | Belum mengirim, batasnya sudah dekat | – | – |" in calendar
    assert "| Provinsi" not in calendar
    assert "- Pengingat, Kabupaten Bone: tanpa surel; hubungi dengan cara lain" in calendar
    assert "- Pengingat, Kabupaten Wajo: belum terkirim. " in calendar
    assert "belum ada isinya" in calendar
    assert "wajo.example" not in server.dump()
