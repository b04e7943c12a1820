"""The forms of the report: the same data give the same bytes, in another process and on another day."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from reports.partnership.forms import FORMS, Report
from tests.figures.conftest import ZONE

pytestmark = pytest.mark.xdist_group("figures")  # the small world is made once

_AGAIN = """
import json, sys, time
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

real = time.time
time.time = lambda: real() + 40 * 86_400  # another day

from reports.partnership.forms import FORMS, Report

report = Report(json.loads(Path(sys.argv[1]).read_bytes()), ("Belum ada data dari Kabupaten Mamasa.",), ZoneInfo("Asia/Makassar"))
print(json.dumps({form: sha256(report.form(form)).hexdigest() for form in FORMS}))
"""


def test_another_process_on_another_day_gives_the_same_bytes(report: Report, tmp_path: Path) -> None:
    file = tmp_path / "data.json"
    file.write_bytes(report.form("json"))
    here = Report(json.loads(file.read_bytes()), ("Belum ada data dari Kabupaten Mamasa.",), ZONE)
    ran = subprocess.run(
        [sys.executable, "-c", _AGAIN, str(file)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(__file__).parents[2]), "TZ": "UTC"},
    )
    assert json.loads(ran.stdout) == {form: sha256(here.form(form)).hexdigest() for form in FORMS}
