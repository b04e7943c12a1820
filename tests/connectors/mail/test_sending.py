"""Answers by mail, through a real SMTP server, and through one that fails."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme

from connectors.base import Answer, Check, Delivered
from connectors.errors import (
    AnswerRefusedError,
    AnswerTooLargeError,
    CertificateError,
    CutOffError,
    Place,
    ServerError,
    SignInRefusedError,
    TimedOutError,
    UnencryptedError,
    UnreachableError,
)
from connectors.flight import fly
from connectors.mail.mailer import Mailer
from connectors.mail.outbox import SmtpOutbox
from connectors.mail.security import Security
from tests.connectors.mail.postbox import PASSWORD, USER, Postbox, running_postbox
from tests.connectors.mail.relays import closed_port, silent_server

OFFICE = "dinas@majene.go.id"
SENDER = "kemitraan@sulbar.go.id"
ANSWER = Answer("2026-11_laporan_hasil-1a2b3c4d.xlsx", b"PK isi", "Hasil laporan", "Terima kasih, ini hasilnya.")


@pytest.fixture
def postbox(server_trust) -> Iterator[Postbox]:
    with running_postbox(server_trust) as server:
        yield server


@pytest.fixture
def outbox(ca_file: Path) -> Callable[..., SmtpOutbox]:
    def make(port: int, **changes: object) -> SmtpOutbox:
        settings = {"user": USER, "password": PASSWORD, "ca_file": ca_file, "timeout_seconds": 20.0, **changes}
        return SmtpOutbox(Mailer("127.0.0.1", port, SENDER, **settings), OFFICE)

    return make


def test_an_answer_arrives_as_it_is(postbox, outbox):
    with outbox(postbox.port) as mailer:
        assert mailer.deliver(ANSWER) == Delivered(ANSWER.name, already=False)
    ((sender, recipients, message),) = postbox.letters
    assert (sender, recipients) == (SENDER, [OFFICE])
    assert (message["From"].addresses[0].addr_spec, message["To"]) == (SENDER, OFFICE)
    assert message["Subject"] == "Hasil laporan"
    assert message.get_body().get_content().strip() == ANSWER.text
    (part,) = message.iter_attachments()
    assert (part.get_filename(), part.get_payload(decode=True)) == (ANSWER.name, b"PK isi")


def test_tls_from_the_start_is_as_good(server_trust, outbox):
    with running_postbox(server_trust, direct=True) as postbox:
        outbox(postbox.port, security=Security.TLS).deliver(ANSWER)
        assert len(postbox.letters) == 1


def test_the_same_answer_twice_can_be_told_from_two_answers(postbox, outbox):
    mailer = outbox(postbox.port)
    for answer in (ANSWER, ANSWER, Answer(ANSWER.name, b"lain", ANSWER.subject, ANSWER.text)):
        mailer.deliver(answer)
    first, again, other = (message["Message-ID"] for _, _, message in postbox.letters)
    assert first == again != other


@pytest.mark.parametrize("answer", [Answer("a.xlsx", b"1", "", "teks"), Answer("a.xlsx", b"1", "perihal", "")])
def test_an_answer_without_words_is_a_program_error(outbox, answer):
    with pytest.raises(ValueError, match="letter"):
        outbox(closed_port()).deliver(answer)


def test_an_office_without_an_address_is_a_program_error():
    with pytest.raises(ValueError, match="mail address"):
        SmtpOutbox(Mailer("127.0.0.1", 25, SENDER), "Dinas Koperasi")


@pytest.mark.parametrize(
    ("answers", "error", "detail"),
    [
        ({"RCPT": "450 4.2.0 Greylisted"}, ServerError, "450"),
        ({"DATA": "451 4.3.0 Nanti"}, ServerError, "451"),
        ({"MAIL": "421 4.3.2 Tutup"}, ServerError, "421"),
        ({"RCPT": "452 4.2.2 Penuh"}, ServerError, "452"),
        ({"RCPT": f"550 5.1.1 <{OFFICE}> tidak ada"}, AnswerRefusedError, "550"),
        ({"RCPT": "552 5.2.2 Kotaknya penuh"}, AnswerRefusedError, "552"),
        ({"DATA": "552 5.3.4 Terlalu besar"}, AnswerTooLargeError, "552"),
        ({"DATA": "552 terlalu besar"}, AnswerTooLargeError, "552"),
        ({"MAIL": "554 5.3.4 Terlalu besar"}, AnswerTooLargeError, "554"),
        ({"RCPT": "550 5.2.3 Terlalu besar"}, AnswerTooLargeError, "550"),
        ({"DATA": "554 5.7.1 Ditolak"}, AnswerRefusedError, "554"),
        ({"MAIL": "530 5.7.0 Masuk dahulu"}, SignInRefusedError, "530"),
    ],
)
def test_what_the_server_refuses_is_told_by_its_code(postbox, outbox, answers, error, detail):
    postbox.answers = answers
    with pytest.raises(error) as caught:
        outbox(postbox.port).deliver(ANSWER)
    assert (caught.value.place, caught.value.detail) == (Place.MAIL, detail)
    assert caught.value.retryable is (error is ServerError)
    assert OFFICE not in str(caught.value)
    assert caught.value.__suppress_context__
    postbox.answers = {}
    outbox(postbox.port).deliver(ANSWER)
    assert len(postbox.letters) == 1


def test_a_letter_over_the_servers_limit_is_refused_before_it_is_sent(server_trust, outbox):
    with running_postbox(server_trust, size=10_000) as postbox:
        with pytest.raises(AnswerTooLargeError, match="SIZE"):
            outbox(postbox.port).deliver(Answer("a.xlsx", bytes(20_000), "s", "t"))
        assert postbox.letters == []


def test_a_wrong_password_is_told(postbox, outbox):
    with pytest.raises(SignInRefusedError) as caught:
        outbox(postbox.port, password="salah").deliver(ANSWER)
    assert caught.value.detail == "535"


def test_a_server_that_cannot_ask_for_the_password_now_is_tried_again(postbox, outbox):
    postbox.sign_in = "454 4.7.0 Nanti"
    with pytest.raises(ServerError):
        outbox(postbox.port).deliver(ANSWER)


def test_a_certificate_of_another_authority_is_not_believed(postbox, outbox, tmp_path):
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "lain.pem"))
    for ca_file in (tmp_path / "lain.pem", None):
        with pytest.raises(CertificateError):
            outbox(postbox.port, ca_file=ca_file).deliver(ANSWER)
    assert postbox.letters == []


def test_a_certificate_is_not_believed_with_tls_from_the_start(server_trust, outbox):
    with running_postbox(server_trust, direct=True) as postbox, pytest.raises(CertificateError):
        outbox(postbox.port, ca_file=None, security=Security.TLS).deliver(ANSWER)


def test_a_server_without_encryption_gets_nothing(outbox):
    with running_postbox(None) as postbox:
        with pytest.raises(UnencryptedError):
            outbox(postbox.port).deliver(ANSWER)
        assert postbox.letters == []


def test_tls_spoken_to_a_plain_port(postbox, outbox):
    with pytest.raises(UnencryptedError):
        outbox(postbox.port, security=Security.TLS).deliver(ANSWER)


def test_a_server_that_is_not_there(outbox):
    with pytest.raises(UnreachableError):
        outbox(closed_port()).deliver(ANSWER)
    with pytest.raises(UnreachableError):
        SmtpOutbox(Mailer("x" * 70, 25, SENDER), OFFICE).deliver(ANSWER)


@pytest.mark.parametrize("security", Security)
def test_a_server_that_says_nothing_is_left_in_time(outbox, security):
    with silent_server() as port, pytest.raises(TimedOutError):
        outbox(port, security=security, timeout_seconds=0.5).deliver(ANSWER)


def test_a_line_cut_in_the_middle_of_a_letter(postbox, outbox, relay):
    answer = Answer("a.xlsx", random.Random(2).randbytes(400_000), "Hasil", "Ini hasilnya.")
    line = relay(postbox.port, up=200_000)
    with pytest.raises(CutOffError):
        outbox(line.port).deliver(answer)
    assert postbox.letters == []
    outbox(postbox.port).deliver(answer)
    assert len(postbox.letters) == 1


@pytest.mark.parametrize("down", [0, 40, 600, 1500])
def test_a_line_cut_earlier(postbox, outbox, relay, down):
    with pytest.raises((CutOffError, ServerError)):
        outbox(relay(postbox.port, down=down).port).deliver(ANSWER)
    assert postbox.letters == []


def test_the_flight_check_sends_nothing(postbox, outbox):
    probes = fly(outbox(postbox.port).flight_checks())
    assert [probe.check for probe in probes] == [Check.REACH, Check.SIGN_IN, Check.WRITE, Check.CLOCK]
    assert all(probe.holds for probe in probes)
    assert postbox.letters == []


def test_the_flight_check_tells_of_an_unknown_recipient(postbox, outbox):
    postbox.answers = {"RCPT": "550 5.1.1 tidak ada"}
    *_, write, clock = fly(outbox(postbox.port).flight_checks())
    assert isinstance(write.error, AnswerRefusedError)
    assert (clock.check, clock.holds, clock.testable) == (Check.CLOCK, True, False)


def test_nothing_secret_or_personal_is_told(postbox, outbox, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # the test server's own
    mailer = outbox(postbox.port)
    mailer.deliver(ANSWER)
    with pytest.raises(SignInRefusedError) as caught:
        outbox(postbox.port, password="kata-sandi-salah").deliver(ANSWER)
    assert capfd.readouterr() == ("", "")
    text = caplog.text + repr(mailer) + repr(caught.value) + str(caught.value)
    for secret in (PASSWORD, "kata-sandi-salah", OFFICE, USER + "'", "laporan"):
        assert secret not in text
