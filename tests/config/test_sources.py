"""The sources of an office in kemitraan.toml: what each takes, what two of them cannot share, what none may do."""

from __future__ import annotations

from datetime import time

import pytest

from connectors.base import Listing
from kemitraan.config.connect import MAIL, Connectors
from kemitraan.config.home import Home
from kemitraan.config.secret_values import Secrets

OFFICE = """\
[[offices]]
slug = "majene"
code = "76.05"
name = "Kabupaten Majene"
"""
SOURCES = """\
[mail]
host = "surel.sulbar.example"
sender = "kemitraan@sulbar.example"
user = "kemitraan"
password = "env:SANDI_SUREL"

[[offices]]
slug = "majene"
code = "76.05"
name = "Kabupaten Majene"
email = "dinas@majene.example"

[[offices.sources]]
type = "sftp"
host = "sftp.majene.example"
user = "majene"
key = "env:KUNCI_MAJENE"
host_keys = ["ssh-ed25519 AAAAC3Nza"]
inbox = "masuk"
outbox = "keluar"
window = "22:00-05:00"

[[offices.sources]]
type = "imap"
host = "surel.sulbar.example"
user = "kiriman@sulbar.example"
password = "env:SANDI_SUREL"
senders = ["Dinas@majene.example"]

[[offices.sources]]
type = "https"
url = "env:TAUTAN_MAJENE"
"""


def test_an_office_may_have_several_sources(load, tmp_path):
    config = load(SOURCES)
    office = config.offices[0]
    connectors = Connectors(Home(tmp_path), config, Secrets({}))
    assert [source.type for source in office.sources] == ["sftp", "imap", "https"]
    assert [name for name, _ in connectors.outboxes(office, 0)] == ["majene/0", MAIL]
    assert [name for name, _ in connectors.outboxes(office, 1)] == [MAIL]


@pytest.mark.parametrize(
    ("at", "is_open"), [("21:59", False), ("22:00", True), ("23:30", True), ("04:59", True), ("05:00", False)]
)
def test_a_window_may_go_over_midnight(load, at, is_open):
    assert load(SOURCES).offices[0].sources[0].is_open(time.fromisoformat(at)) is is_open


def test_secrets_show_in_no_repr(load):
    written = repr(load(SOURCES))
    for hidden in ("SANDI_SUREL", "KUNCI_MAJENE", "TAUTAN_MAJENE", "dinas@", "Dinas@"):
        assert hidden not in written


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "problem"),
    [
        ('key = "env:KUNCI_MAJENE"', 'key = "rahasia"', 17, "offices[1].sources[1].key", "rahasia"),
        ('password = "env:SANDI_SUREL"\n\n', 'password = "sandi"\n\n', 5, "mail.password", "rahasia"),
        ('key = "env:KUNCI_MAJENE"\n', "", 13, "offices[1].sources[1]", "isi salah satu"),
        ('type = "sftp"', 'type = "ftp"', 13, "offices[1].sources[1]", '"ftp" tidak dikenal'),
        ('type = "sftp"\n', "", 13, "offices[1].sources[1]", '"type" belum ada'),
        ('"22:00-05:00"', '"malam"', 21, "offices[1].sources[1].window", "bukan rentang jam"),
        ('"Dinas@majene.example"', '"Dinas"', 28, "offices[1].sources[2].senders[1]", "bukan alamat surel"),
        ('"22:00-05:00"', '"06:00-06:00"', 21, "offices[1].sources[1].window", "jam buka"),
        ('inbox = "masuk"', 'inbox = "keluar/"', 20, "offices[1].sources[1].outbox", "sekaligus kotak masuk"),
        (
            'outbox = "keluar"',
            'outbox = "keluar"\ndone_folder = "a/b"',
            21,
            "offices[1].sources[1].done_folder",
            "satu folder",
        ),
        ("senders = [", 'done_folder = "inbox"\nsenders = [', 23, "offices[1].sources[2]", "done_folder"),
        ('url = "env:TAUTAN_MAJENE"', 'url = "http://x"', 32, "offices[1].sources[3].url", "harus diawali https"),
        ('email = "dinas@majene.example"\n', "", 22, "offices[1].sources[2]", "belum punya alamat"),
        ("[mail]", "[mial]", 1, "mial", "tidak dikenal"),
    ],
)
def test_a_source_that_cannot_work_is_named_with_its_line(errors, old, new, line, key, problem):
    assert old in SOURCES
    matching = [error for error in errors(SOURCES.replace(old, new)) if error.key == key]
    assert [error.line for error in matching] == [line]
    assert problem in matching[0].problem


def test_a_written_secret_is_told_once_and_never_shown(errors):
    error_lines = errors(SOURCES.replace("env:KUNCI_MAJENE", "hunter2"))
    assert len(error_lines) == 1
    assert "hunter2" not in str(error_lines[0])


SECOND = """
[[offices]]
slug = "mamuju"
code = "76.02"
name = "Kabupaten Mamuju"
email = "dinas@mamuju.example"

[[offices.sources]]
"""


@pytest.mark.parametrize(
    ("source", "key"),
    [
        (
            'type = "sftp"\nhost = "SFTP.majene.example"\nuser = "majene"\npassword = "env:A"\nhost_keys = ["ssh-rsa A"]\n'
            'inbox = "masuk/"\noutbox = "lain"',
            "inbox",
        ),
        (
            'type = "sftp"\nhost = "sftp.majene.example"\nuser = "majene"\npassword = "env:A"\nhost_keys = ["ssh-rsa A"]\n'
            'inbox = "lain"\noutbox = "./masuk"',
            "outbox",
        ),
        (
            'type = "imap"\nhost = "surel.sulbar.example"\nuser = "kiriman@sulbar.example"\npassword = "env:A"\n'
            'folder = "inbox"\nsenders = ["lain@mamuju.example", "dinas@MAJENE.example"]',
            "senders",
        ),
        ('type = "https"\nurl = "env:TAUTAN_MAJENE"', "url"),
    ],
)
def test_no_two_offices_share_a_place_from_which_the_sender_is_known(errors, source, key):
    (error,) = errors(SOURCES + SECOND + source + "\n")
    assert error.key == f"offices[2].sources[1].{key}"
    assert "(baris " in error.problem


@pytest.mark.parametrize(
    "source",
    [
        'type = "sftp"\nhost = "sftp.majene.example"\nuser = "mamuju"\npassword = "env:A"\nhost_keys = ["ssh-rsa A"]\n'
        'inbox = "masuk"\noutbox = "keluar"',
        'type = "imap"\nhost = "surel.sulbar.example"\nuser = "kiriman@sulbar.example"\npassword = "env:A"\n'
        'senders = ["dinas@mamuju.example"]',
    ],
)
def test_offices_may_share_a_server(load, source):
    assert len(load(SOURCES + SECOND + source + "\n").offices) == 2


@pytest.mark.parametrize("inbox", ["/", ".", "a/../b"])
def test_a_folder_of_a_bucket_has_a_name(errors, inbox):
    source = (
        f'type = "s3"\nbucket = "ember"\naccess_key = "env:A"\nsecret_key = "env:B"\ninbox = "{inbox}"\noutbox = "k"\n'
    )
    (error,) = errors(SOURCES + SECOND + source)
    assert error.key == "offices[2].sources[1].inbox"


def test_done_files_go_where_the_settings_say(load, tmp_path):
    config = load(
        f'{OFFICE}[[offices.sources]]\ntype = "folder"\ninbox = "a"\noutbox = "b"\ndone_folder = "arsip 2026"\n'
    )
    source = Connectors(Home(tmp_path), config, Secrets({})).source(config.offices[0], 0)
    for name in ("a", "b", "a/arsip 2026"):
        (tmp_path / name).mkdir()
    (tmp_path / "a" / "laporan.csv").write_text("x")
    (item,) = source.list_waiting().items
    source.mark_done(item)
    assert (tmp_path / "a" / "arsip 2026" / "laporan.csv").exists()
    assert source.list_waiting() == Listing((), ())


S3 = """
[[offices]]
slug = "majene"
code = "76.05"
name = "Kabupaten Majene"
[[offices.sources]]
type = "s3"
bucket = "kiriman"
endpoint = "{}"
access_key = "env:A"
secret_key = "env:B"
inbox = "masuk"
outbox = "keluar"
"""


@pytest.mark.parametrize(
    "endpoint",
    ["http://s3.sulbar.example", "http://127.0.0.1.example:9000", "http://10.0.0.1", "http://[x", "http://:1"],
)
def test_keys_and_submissions_go_to_no_other_machine_in_the_clear(errors, endpoint):
    [error] = errors(S3.format(endpoint))
    assert (error.line, error.key) == (9, "offices[1].sources[1].endpoint")
    assert "harus diawali https://" in error.problem
    assert "komputer ini sendiri" in error.remedy


@pytest.mark.parametrize(
    "endpoint", ["http://127.0.0.1:9000", "http://localhost:9000", "http://[::1]:9000", "https://s3.sulbar.example"]
)
def test_a_server_on_this_machine_may_do_without_tls(load, endpoint):
    assert load(S3.format(endpoint)).offices[0].sources[0].endpoint == endpoint
