"""What a mail server and the network can do to us while we read."""

from __future__ import annotations

import logging
import random
import socket
import threading

import pytest
import trustme
from imapclient import IMAPClient

from connectors.base import Check
from connectors.errors import (
    CertificateError,
    CutOffError,
    Place,
    SignInRefusedError,
    TimedOutError,
    UnencryptedError,
    UnreachableError,
)
from connectors.flight import fly
from connectors.mail.security import Security
from tests.connectors.mail.dovecot import PASSWORD
from tests.connectors.mail.mails import SENDER, mail
from tests.connectors.mail.relays import closed_port, silent_server

pytestmark = pytest.mark.xdist_group("dovecot")


def test_starttls_is_as_good(post, another):
    post.put(mail(("a.xlsx", b"isi")).as_bytes())
    source = another(port=post.server.starttls_port, security=Security.STARTTLS)
    assert len(source.list_waiting().items) == 1


@pytest.mark.parametrize("security", Security)
def test_a_wrong_password_is_told(post, another, security):
    port = post.server.port if security is Security.TLS else post.server.starttls_port
    with pytest.raises(SignInRefusedError) as caught:
        another(password="salah", security=security, port=port).list_waiting()
    assert caught.value.place is Place.INBOX
    assert not caught.value.retryable


def test_a_server_that_knows_only_login_gets_no_password_that_breaks_the_line(another, monkeypatch):
    knows = IMAPClient.has_capability
    monkeypatch.setattr(
        IMAPClient, "has_capability", lambda self, capability: capability != "AUTH=PLAIN" and knows(self, capability)
    )
    for password in (PASSWORD, "a\r\nb DELETE INBOX"):
        with pytest.raises(SignInRefusedError, match="no AUTH=PLAIN"):
            another(password=password).list_waiting()
    with pytest.raises(SignInRefusedError, match="AUTHENTICATIONFAILED"):
        another(password="salah").list_waiting()


def test_a_certificate_of_another_authority_is_not_believed(post, another, tmp_path):
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "lain.pem"))
    for ca_file in (tmp_path / "lain.pem", None):
        with pytest.raises(CertificateError):
            another(ca_file=ca_file).list_waiting()
    with pytest.raises(CertificateError):
        another(
            ca_file=tmp_path / "lain.pem", port=post.server.starttls_port, security=Security.STARTTLS
        ).list_waiting()


def test_an_authority_file_that_is_none_is_told(another, tmp_path):
    (tmp_path / "rusak.pem").write_text("bukan sertifikat")
    for name in ("rusak.pem", "tiada.pem"):
        with pytest.raises(CertificateError, match="ca_file"):
            another(ca_file=tmp_path / name).list_waiting()


def test_a_server_that_is_not_there(another):
    with pytest.raises(UnreachableError):
        another(port=closed_port()).list_waiting()
    for host in ("tiada.invalid", "x" * 70, "a..b"):
        with pytest.raises(UnreachableError):
            another(host=host).list_waiting()


@pytest.mark.parametrize("security", Security)
def test_a_server_that_says_nothing_is_left_in_time(another, security):
    with silent_server() as port, pytest.raises(TimedOutError):
        another(port=port, security=security, timeout_seconds=0.5).list_waiting()


def test_a_server_without_encryption_gets_no_password(another):
    heard = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_plain_server, args=(listener, heard))
        thread.start()
        port = listener.getsockname()[1]
        with pytest.raises(UnencryptedError):
            another(port=port, security=Security.STARTTLS).list_waiting()
        thread.join()
    assert PASSWORD.encode() not in heard
    assert b"LOGIN" not in heard


def _plain_server(listener: socket.socket, heard: bytearray) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.sendall(b"* OK [CAPABILITY IMAP4rev1] halo\r\n")
        while data := connection.recv(4096):
            heard += data
            tag = data.split()[0]
            connection.sendall(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK selesai\r\n")


def test_tls_spoken_to_a_plain_port(post, another):
    with pytest.raises(UnencryptedError):
        another(port=post.server.starttls_port).list_waiting()


def test_a_line_cut_in_the_middle_of_an_attachment(post, another, relay):
    data = random.Random(1).randbytes(1_500_000)
    post.put(mail(("a.xlsx", data)).as_bytes())
    line = relay(post.server.port, down=1_000_000)
    source = another(port=line.port)
    (item,) = source.list_waiting().items
    with pytest.raises(CutOffError):
        source.read(item, len(data))
    whole = another()
    (again,) = whole.list_waiting().items
    assert again.id == item.id  # the port is no part of what a mailbox is
    assert whole.read(item, len(data)).data == data


@pytest.mark.parametrize("down", [10, 1000, 3000, 4500, 5200])
def test_a_line_cut_at_any_moment_is_told_and_the_next_try_works(post, another, relay, down):
    post.put(mail(("a.xlsx", b"isi")).as_bytes())
    source = another(port=relay(post.server.port, down=down).port)
    with pytest.raises(CutOffError):
        _list_often(source)
    source._mailbox.port = post.server.port
    assert len(source.list_waiting().items) == 1


def test_a_line_without_end_ends_the_connection(post, source, monkeypatch):
    for _ in range(40):
        post.put(mail(("a.xlsx", b"isi")).as_bytes())
    source.list_waiting()
    with monkeypatch.context() as patch:
        patch.setattr("imaplib._MAXLINE", 150)
        with pytest.raises(CutOffError):
            source.list_waiting()
    assert len(source.list_waiting().items) == 40


def _list_often(source):
    for _ in range(100):
        source.list_waiting()


def test_the_flight_check_stops_where_it_fails(another):
    wrong = fly(another(password="salah").flight_checks())
    assert [(probe.check, probe.tried, probe.holds) for probe in wrong] == [
        (Check.REACH, True, True),
        (Check.SIGN_IN, True, False),
        (Check.LIST, False, False),
        (Check.READ, False, False),
        (Check.MARK, False, False),
        (Check.CLOCK, False, False),
    ]


def test_nothing_secret_or_personal_is_told(post, another, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    post.put(mail(("Budi Santoso.xlsx", b"isi"), Subject="Perihal Siti").as_bytes())
    source = another()
    (item,) = source.list_waiting().items
    source.read(item, 10)
    source.mark_done(item)
    source.close()
    with pytest.raises(SignInRefusedError) as caught:
        another(password="kata-sandi-salah").list_waiting()
    assert capfd.readouterr() == ("", "")
    text = caplog.text + repr(source) + repr(source._mailbox) + repr(caught.value) + str(caught.value)
    for secret in (PASSWORD, "kata-sandi-salah", SENDER, "Budi", "Siti", post.user):
        assert secret not in text
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
