"""Who is believed: one plain address in From, and DMARC as the trusted server told it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import LeftReason
from connectors.mail.authentication import only_address, passed_dmarc
from tests.connectors.mail.mails import SENDER, raw

MX = "mx.sulbar.go.id"


def passed(*headers: str) -> bool:
    return passed_dmarc(headers, MX, "majene.go.id")


@pytest.mark.parametrize(
    "header",
    [
        f"{MX}; dmarc=pass",
        f"{MX} 1; dmarc=pass",
        f"{MX.upper()}; spf=fail; dmarc = pass header.from=Majene.go.id",
        f"{MX};\r\n\tdkim=none (tidak ada; dmarc=fail);\r\n dmarc=pass (p=NONE sp=NONE) header.from=majene.go.id",
        f"(catatan) {MX} (lagi (dalam)); dmarc/1=pass",
        f'"{MX}"; dmarc=pass reason="baik; sekali"',
    ],
)
def test_a_pass_by_the_trusted_server(header):
    assert passed(header)


@pytest.mark.parametrize(
    "header",
    [
        "",
        MX,
        f"{MX}; none",
        f"{MX}; dmarc=fail",
        f"{MX}; dmarc=passed",
        f"{MX}; dmarc=none; spf=pass",
        f"{MX}; spf=pass dmarc=pass",
        f"{MX}; xdmarc=pass",
        f"{MX}; dkim=fail (dmarc=pass)",
        f'{MX}; dkim=fail reason="; dmarc=pass"',
        f'{MX}; dkim=fail reason="\\"; dmarc=pass"',
        f"{MX}; dkim=fail (\\); dmarc=pass)",
        f"{MX}; dmarc=pass; dmarc=fail",
        f"{MX}; dmarc=pass header.from=contoh.id",
        f"{MX}.contoh.id; dmarc=pass",
        f"x{MX}; dmarc=pass",
        f"contoh.id {MX}; dmarc=pass",
        f"contoh.id; dmarc=pass ({MX}; dmarc=pass)",
    ],
)
def test_anything_else_is_no_pass(header):
    assert not passed(header)


def test_the_topmost_of_the_trusted_server_decides():
    assert not passed(f"{MX}; dmarc=fail", f"{MX}; dmarc=pass")
    assert passed("contoh.id; dmarc=fail", f"{MX}; dmarc=pass", f"{MX}; dmarc=fail")
    assert not passed()


@given(st.text(max_size=300))
def test_no_header_breaks_the_reading(header):
    passed(header, f"{MX}; {header}")
    only_address(header)


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("a@b.id", "a@b.id"),
        (" Dinas <a@b.id>", "a@b.id"),
        ('"x@y.id" <a@b.id>', "a@b.id"),
        ("x@y.id <a@b.id>", "a@b.id"),
        ("a@b.id (x@y.id)", "a@b.id"),
        ("Dinas\r\n <a@b.id>", "a@b.id"),
        ("a@b.id, c@d.id", None),
        ("<a@b.id> <c@d.id>", None),
        ("G: a@b.id;", None),
        ("a@b@c.id", None),
        ("", None),
        ("x" * 3000 + " <a@b.id>", None),
        ("(" * 1999, None),
    ],
)
def test_the_one_address_of_a_from(value, address):
    assert only_address(value) == address


@pytest.mark.xdist_group("dovecot")
@pytest.mark.parametrize(
    ("headers", "reasons"),
    [
        ([f"Authentication-Results: {MX}; dmarc=pass header.from=majene.go.id"], []),
        ([], [LeftReason.UNPROVEN_SENDER]),
        (["Authentication-Results: contoh.id; dmarc=pass"], [LeftReason.UNPROVEN_SENDER]),
        (
            [f"Authentication-Results: {MX}; dmarc=fail", f"Authentication-Results: {MX}; dmarc=pass"],
            [LeftReason.UNPROVEN_SENDER],
        ),
    ],
)
def test_where_a_server_is_trusted_mail_must_have_passed_there(post, another, headers, reasons):
    post.put(raw(*headers, f"From: {SENDER}", "Content-Type: application/vnd.ms-excel", "", "isi"))
    listing = another(trusted_authserv=MX).list_waiting()
    assert [entry.reason for entry in listing.left_alone] == reasons
    assert len(listing.items) == (0 if reasons else 1)
