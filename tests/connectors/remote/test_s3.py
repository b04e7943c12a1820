"""S3: what it reads of its surroundings, every error of a server, and moves that are killed half-way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
import trustme
from botocore.exceptions import ClientError

from connectors.base import Answer, LeftAlone, LeftReason
from connectors.errors import (
    CertificateError,
    ClockError,
    CutOffError,
    FolderMissingError,
    NoSpaceError,
    OutsideError,
    PermissionRefusedError,
    ServerError,
    SignInRefusedError,
    TimedOutError,
    UnreachableError,
)
from connectors.flight import fly
from connectors.remote.s3 import S3Files
from tests.connectors.remote.scripted_s3 import s3_error, scripted_s3
from tests.connectors.remote.servers import cutting, free_port, silent

pytestmark = pytest.mark.xdist_group("s3")
BIG = os.urandom(2_000_000)
NOTHING = b"<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"


def failure(connector, act="list_waiting", *arguments) -> OutsideError:
    """What it raises, on a connection of its own that is closed again."""
    with connector, pytest.raises(OutsideError) as caught:
        getattr(connector, act)(*arguments)
    return caught.value


@pytest.fixture
def connect(s3):
    """The same folders, with another server, key, …"""
    return lambda **changes: replace(s3.connector, files=replace(s3.files, **changes))


def port_of(s3) -> int:
    return int(s3.files.endpoint.rpartition(":")[2])


def at(port: int) -> str:
    return f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (403, "InvalidAccessKeyId", SignInRefusedError),
        (403, "SignatureDoesNotMatch", SignInRefusedError),
        (403, "AccessDenied", PermissionRefusedError),
        (403, "RequestTimeTooSkewed", ClockError),
        (404, "NoSuchBucket", FolderMissingError),
        (503, "SlowDown", ServerError),
        (500, "InternalError", ServerError),
        (507, "XMinioStorageFull", NoSpaceError),
        (503, "kode yang aneh <b>", ServerError),
    ],
)
def test_what_an_error_code_means(connect, status, code, kind):
    with scripted_s3(lambda *_: (status, s3_error(code))) as endpoint:
        error = failure(connect(endpoint=endpoint))
    assert type(error) is kind
    assert "budi" not in str(error)
    assert "AKIA" not in str(error)
    assert "<b>" not in str(error)


@pytest.mark.parametrize("status", [200, 503])
@pytest.mark.parametrize("body", [b"", b"<html>sedang dirawat", b"<html/>", b"\x00", b'{"a": 1}'])
def test_an_answer_that_is_no_s3_is_a_server_error(connect, status, body):
    with scripted_s3(lambda *_: (status, body)) as endpoint:
        assert isinstance(failure(connect(endpoint=endpoint)), ServerError)


ENTRY = {"Key": "masuk/a.csv", "LastModified": "2026-01-01T00:00:00Z", "ETag": "a", "Size": "3"}


@pytest.mark.parametrize(
    "changes",
    [
        *({name: None} for name in ENTRY),
        {"Size": "banyak"},
        {"Size": "9" * 5000},
        {"LastModified": "kemarin"},
        {"LastModified": "9" * 20},
    ],
)
def test_a_listing_that_makes_no_sense_is_a_server_error(connect, changes):
    entry = "".join(f"<{name}>{value}</{name}>" for name, value in (ENTRY | changes).items() if value is not None)
    listing = f"<ListBucketResult><Name>x</Name><Contents>{entry}</Contents></ListBucketResult>"
    with scripted_s3(lambda *_: (200, listing.encode())) as endpoint:
        assert isinstance(failure(connect(endpoint=endpoint)), ServerError)


def test_the_flight_check_says_that_the_key_was_refused(connect):
    with (
        scripted_s3(lambda *_: (403, s3_error("SignatureDoesNotMatch"))) as endpoint,
        connect(endpoint=endpoint) as connector,
    ):
        probes = fly(connector.flight_checks())
    assert [(probe.holds, probe.tried) for probe in probes[:3]] == [(True, True), (False, True), (False, False)]


def test_a_missing_bucket_says_so(s3, connect):
    item = s3.put("a.csv", b"isi")
    with connect(bucket="tidak-ada") as other:
        for act in (
            other.list_waiting,
            lambda: other.read(item, limit=10),
            lambda: other.mark_done(item),
            lambda: other.deliver(Answer("b.xlsx", b"isi")),
        ):
            with pytest.raises(FolderMissingError):
                act()


def test_an_authority_that_is_not_trusted_is_not_believed(connect, certificate, ca_file, tmp_path):
    other = tmp_path / "lain.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    with scripted_s3(lambda *_: (200, NOTHING), certificate) as endpoint:
        with connect(endpoint=endpoint, ca_file=ca_file) as connector:
            assert connector.list_waiting().items == ()
        for wrong in (None, other, tmp_path / "tidak-ada.pem"):
            assert isinstance(failure(connect(endpoint=endpoint, ca_file=wrong)), CertificateError)


def test_a_server_that_is_not_there_is_unreachable(connect):
    assert isinstance(failure(connect(endpoint=at(free_port()))), UnreachableError)
    for address in ("bukan alamat", "https://s3..x", "https://[x", "https://x:99999"):
        assert isinstance(failure(connect(endpoint=address)), UnreachableError)


def test_a_server_that_says_nothing_times_out(connect):
    with silent() as port:
        assert isinstance(failure(connect(endpoint=at(port), timeout_seconds=0.5)), TimedOutError)


def test_a_server_that_stops_while_reading_times_out(s3, connect):
    item = s3.put("a.csv", BIG)
    with cutting(port_of(s3), after=500_000, stall=True) as port:
        error = failure(connect(endpoint=at(port), timeout_seconds=0.5), "read", item, 10)
    assert isinstance(error, TimedOutError)


def test_a_connection_cut_while_reading_loses_nothing(s3, connect):
    item = s3.put("a.csv", BIG)
    with cutting(port_of(s3), after=500_000) as port:
        assert isinstance(failure(connect(endpoint=at(port)), "read", item, len(BIG)), CutOffError)
    assert s3.connector.read(item, limit=len(BIG)).data == BIG


def test_a_connection_cut_while_answering_leaves_no_half_answer(s3, connect):
    with cutting(port_of(s3), after=500_000, upwards=True) as port:
        assert isinstance(failure(connect(endpoint=at(port)), "deliver", Answer("b.xlsx", BIG)), CutOffError)
    assert s3.held("keluar") == {}
    assert not s3.connector.deliver(Answer("b.xlsx", BIG)).already
    assert s3.held("keluar") == {"b.xlsx": BIG}


def test_nothing_of_the_surroundings_is_read(s3, connect, tmp_path, monkeypatch):
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text("[default\nrusak")
    (tmp_path / ".aws" / "credentials").write_text("[default\nrusak")
    for name, value in {
        "HOME": str(tmp_path),
        "AWS_PROFILE": "tidak-ada",
        "AWS_ACCESS_KEY_ID": "AKIALAIN",
        "AWS_SECRET_ACCESS_KEY": "rahasia-lain",
        "AWS_ENDPOINT_URL": at(free_port()),
        "AWS_CA_BUNDLE": str(tmp_path / "tidak-ada"),
        "AWS_DEFAULT_REGION": "ap-lain-9",
        "AWS_USE_FIPS_ENDPOINT": "true",
        "AWS_MAX_ATTEMPTS": "9",
        "AWS_REQUEST_CHECKSUM_CALCULATION": "when_supported",
    }.items():
        monkeypatch.setenv(name, value)
    requests: list[dict[str, str]] = []

    def script(_method: str, _path: str, headers: dict[str, str]) -> tuple[int, bytes]:
        requests.append(headers)
        return 200, NOTHING

    with scripted_s3(script) as endpoint, connect(endpoint=endpoint) as connector:
        connector.list_waiting()
    (headers,) = requests
    assert "Credential=majene/" in headers["Authorization"]
    assert "/us-east-1/" in headers["Authorization"]
    with connect(endpoint=None) as amazon:
        assert amazon.files._client(None).meta.endpoint_url == "https://s3.amazonaws.com"


def test_folders_and_odd_keys_are_mentioned_and_a_prefix_object_is_not(s3):
    s3.send("", b"")
    s3.send("sub/a.csv", b"isi")
    s3.send("selesai/a.csv", b"isi")
    assert s3.connector.list_waiting().left_alone == (LeftAlone("sub", LeftReason.FOLDER),)


@pytest.mark.parametrize("name", ["..", "."])
def test_a_key_that_is_no_name_is_never_asked_for(connect, name):
    listing = (
        f"<ListBucketResult><Name>x</Name><Contents><Key>masuk/{name}</Key><LastModified>2026-01-01T00:00:00Z</LastModified>"
        '<ETag>"a"</ETag><Size>3</Size></Contents></ListBucketResult>'
    )
    with (
        scripted_s3(lambda *_: (200, listing.encode())) as endpoint,
        connect(endpoint=endpoint) as connector,
    ):
        waiting = connector.list_waiting()
    assert (waiting.items, [entry.reason for entry in waiting.left_alone]) == ((), [LeftReason.NOT_A_FILE])


def test_another_object_of_the_same_size_has_another_id(s3):
    item = s3.put("a.csv", b"satu")
    assert s3.put("a.csv", b"dua!").id != item.id


def test_more_objects_than_one_page_holds_are_all_listed(s3, monkeypatch):
    for number in range(7):
        s3.send(f"{number}.csv", b"isi")
    client = s3.files._client(None)
    page = client.get_paginator
    monkeypatch.setattr(client, "get_paginator", lambda name: SmallPages(page(name)))
    assert len(s3.connector.list_waiting().items) == 7


class SmallPages:
    """A paginator that asks for three at once."""

    def __init__(self, paginator) -> None:
        self.paginator = paginator

    def paginate(self, **arguments):
        return self.paginator.paginate(**arguments, PaginationConfig={"PageSize": 3})


def test_a_newer_object_that_comes_between_copy_and_deletion_stays(s3, monkeypatch):
    item = s3.put("a.csv", b"isi")
    conditional = S3Files._if

    def late(call, arguments, condition):
        if "IfMatch" in condition:
            s3.send("a.csv", b"isi yang lebih baru")
        return conditional(call, arguments, condition)

    monkeypatch.setattr(S3Files, "_if", staticmethod(late))
    s3.connector.mark_done(item)
    assert s3.held("masuk") == {"a.csv": b"isi yang lebih baru"}
    assert s3.held("masuk/selesai") == {"a.csv": b"isi"}


def test_a_server_that_knows_no_conditions_is_asked_without(connect):
    requests: list[dict[str, str]] = []

    def script(method: str, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
        if method == "PUT":
            requests.append(headers)
            return (501, s3_error("NotImplemented")) if "If-None-Match" in headers else (200, b"")
        return 200, NOTHING

    with scripted_s3(script) as endpoint, connect(endpoint=endpoint) as connector:
        assert not connector.deliver(Answer("b.xlsx", b"isi")).already
    assert ["If-None-Match" in headers for headers in requests] == [True, False]
    assert "Content-MD5" in requests[1]


KILLED = """
import os, signal, sys
from connectors.remote.connector import RemoteConnector
from connectors.remote.s3 import S3Files
bucket, endpoint = sys.argv[1:]
S3Files._if = staticmethod(lambda *_: os.kill(os.getpid(), signal.SIGKILL))
files = S3Files(bucket=bucket, endpoint=endpoint, access_key="a", secret_key="b", timeout_seconds=5)
connector = RemoteConnector(files=files, inbox="masuk", outbox="keluar", settle_seconds=0)
connector.mark_done(connector.list_waiting().items[0])
"""


def test_killed_between_copy_and_deletion_the_next_run_ends_right(s3):
    item = s3.put("a.csv", b"isi")
    arguments = [s3.bucket, s3.files.endpoint]
    killed = subprocess.run([sys.executable, "-c", KILLED, *arguments], check=False, env=os.environ.copy())
    assert killed.returncode == -signal.SIGKILL
    assert (s3.held("masuk"), s3.held("masuk/selesai")) == ({"a.csv": b"isi"}, {"a.csv": b"isi"})
    assert s3.connector.list_waiting().items == (item,)
    s3.connector.mark_done(item)
    assert (s3.held("masuk"), s3.held("masuk/selesai")) == ({}, {"a.csv": b"isi"})


def test_two_that_mark_the_same_file_at_once_lose_nothing(s3, connect):
    items = [s3.put(f"{number}.csv", b"isi %d" % number) for number in range(3)]
    errors: list[BaseException] = []

    def mark() -> None:
        try:
            with connect() as connector:
                for item in items:
                    connector.mark_done(item)
        except (OutsideError, ClientError) as error:
            errors.append(error)

    threads = [threading.Thread(target=mark) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []
    assert s3.held("masuk") == {}
    assert set(s3.held("masuk/selesai").values()) == {b"isi %d" % number for number in range(3)}


def test_secrets_and_names_reach_no_log_error_or_repr(s3, connect, caplog):
    caplog.set_level("DEBUG")
    with connect() as connector:
        s3.client.put_object(Bucket=s3.bucket, Key="masuk/budi-7604.csv", Body=b"isi")
        (item,) = connector.list_waiting().items
        connector.read(item, limit=10)
        connector.mark_done(item)
        connector.deliver(Answer("budi-7604.xlsx", b"isi"))
        error = failure(connect(endpoint=at(free_port())))
        text = caplog.text + repr(connector) + repr(error)
    for secret in ("sandi-s3-7Q", "majene", "budi-7604"):
        assert secret not in text
