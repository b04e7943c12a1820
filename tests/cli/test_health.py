"""``health`` and ``alert``: statuses for a monitor, and one letter for each error until something changes."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from kemitraan.config.home import Home
from tests.cli.conftest import Run
from tests.connectors.mail.postbox import PASSWORD, USER, Postbox, running_postbox
from tests.homes import MakeHome
from tests.steps.driver import workshop_of

IT = "ti@sulbar.example"


@pytest.fixture
def postbox(tmp_path: Path) -> Iterator[Postbox]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "otoritas.pem"))
    issued = authority.issue_cert("localhost", "127.0.0.1")
    issued.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "server.pem"))
    trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trust.load_cert_chain(tmp_path / "server.pem")
    with running_postbox(trust) as running:
        yield running


@pytest.fixture
def home(make_home: MakeHome, postbox: Postbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home whose IT person has an address; no systemd and no server is in sight."""
    new_home = make_home()
    workshop_of(new_home).warehouse.close()
    with new_home.config_file.open("a", encoding="utf-8") as file:
        file.write(
            f'[mail]\nhost = "127.0.0.1"\nport = {postbox.port}\nuser = "{USER}"\npassword = "env:SANDI_SUREL"\n'
            f'sender = "kemitraan@sulbar.example"\nca_file = "{tmp_path / "otoritas.pem"}"\n'
            f'[health]\nnotify = "{IT}"\nleast_free_mib = 1\nconsolidation_hours = 10000\nbackup_hours = 10000\n'
        )
    monkeypatch.setenv("SANDI_SUREL", PASSWORD)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    return new_home


def letters(postbox: Postbox) -> list[str]:
    """The texts of all letters so far, each to the IT person."""
    assert all(recipients == [IT] for _, recipients, _ in postbox.letters)
    return [message.get_content().replace("\r\n", "\n") for _, _, message in postbox.letters]


def break_reference(home: Home) -> bytes:
    target = home.reference / "mitra.csv"
    before = target.read_bytes()
    target.write_bytes(before + b"PT Baru,Alfamidi,2026-11-29,Rahma,\n")
    return before


def test_a_monitor_sees_by_the_status_whether_all_is_well(run: Run, home: Home) -> None:
    well = run("--home", home.path, "health")
    assert (well.status, well.err) == (0, "")
    assert "PERLU PERHATIAN" not in well.out
    break_reference(home)
    ill = run("--home", home.path, "health")
    assert ill.status == 1
    assert "Acuan         PERLU PERHATIAN: acuan: 1 kesalahan." in ill.out
    ran = run("--home", home.path, "health", "--format", "json")
    assert (ran.status, ran.json["well"]) == (1, False)
    assert [check["name"] for check in ran.json["checks"] if check["well"] is False] == ["Acuan"]
    assert list(ran.json["checks"][0]) == ["name", "well", "told", "remedy"]


def test_each_error_is_mailed_once_and_again_when_something_changes(run: Run, home: Home, postbox: Postbox) -> None:
    notify = ("--home", home.path, "health", "--notify")
    assert run(*notify).status == 0
    assert letters(postbox) == []
    before = break_reference(home)
    for _ in range(3):
        assert run(*notify).status == 1
    (first,) = letters(postbox)
    assert "Baru:\n- Acuan: acuan: 1 kesalahan." in first
    home.archive.rmdir()
    run(*notify)
    assert "Baru:\n- Arsip: " in letters(postbox)[1]
    assert "Masih:\n- Acuan: " in letters(postbox)[1]
    home.archive.mkdir()
    (home.reference / "mitra.csv").write_bytes(before)
    run(*notify)
    run(*notify)
    assert len(letters(postbox)) == 3
    assert "Sudah baik lagi:\n- Acuan\n- Arsip" in letters(postbox)[2]
    assert [message["Subject"] for _, _, message in postbox.letters][-1] == "Kemitraan Sulbar: sudah baik lagi"


def test_wrong_settings_are_mailed_too_as_long_as_those_of_mail_can_be_read(
    run: Run, home: Home, postbox: Postbox
) -> None:
    text = home.config_file.read_text(encoding="utf-8")
    home.config_file.write_text(text.replace('slug = "majene"', 'slug = "Majene!"'), encoding="utf-8")
    for _ in range(2):
        assert run("--home", home.path, "health", "--notify").status == 1
    (letter,) = letters(postbox)
    assert "Baru:\n- Setelan: kemitraan.toml: 1 kesalahan." in letter


def test_a_letter_that_could_not_be_sent_is_sent_by_the_next_try(
    run: Run, home: Home, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_reference(home)
    with monkeypatch.context() as patch:
        patch.setenv("SANDI_SUREL", "salah")
        assert run("--home", home.path, "health", "--notify").status == 2
    assert letters(postbox) == []
    assert run("--home", home.path, "health", "--notify").status == 1
    assert len(letters(postbox)) == 1


def test_a_failed_unit_is_mailed_once_until_it_was_seen_well(
    run: Run, home: Home, postbox: Postbox, tmp_path: Path
) -> None:
    alert, unit = ("--home", home.path, "alert"), "kemitraan-backup.service"
    assert run(*alert, unit).out == f"Surat tentang {unit} dikirim ke {IT}.\n"
    assert run(*alert, unit).out == f"Tentang {unit} sudah disurati.\n"
    systemctl = tmp_path / "systemctl"
    systemctl.write_text('#!/bin/sh\n[ "$1 $3" = "is-failed kemitraan-backup.service" ]\n', encoding="utf-8")
    systemctl.chmod(0o755)
    run("--home", home.path, "health", "--notify")  # it is still failed
    (first,) = letters(postbox)
    assert f"Baru:\n- Layanan {unit} gagal. Sebabnya: journalctl --unit={unit}." in first
    systemctl.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    run("--home", home.path, "health", "--notify")
    assert f"Sudah baik lagi:\n- Layanan {unit} gagal." in letters(postbox)[1]
    run(*alert, unit)
    assert len(letters(postbox)) == 3


def test_without_an_address_nothing_is_mailed_and_that_is_said(run: Run, home: Home) -> None:
    text = home.config_file.read_text(encoding="utf-8").replace(f'notify = "{IT}"\n', "")
    home.config_file.write_text(text, encoding="utf-8")
    noted = run("--home", home.path, "health", "--notify")
    assert (noted.status, "isi [mail], dan notify" in noted.err) == (0, True)
    assert run("--home", home.path, "alert", "x.service").status == 2
