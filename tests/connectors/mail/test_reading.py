"""The bytes of an attachment, whole and unchanged, or the reason why not."""

from __future__ import annotations

import binascii
import hashlib
import os
import random

import pytest

from connectors.base import Item
from connectors.errors import VanishedError
from connectors.mail.transfer import decoder
from tests.connectors.mail.mails import SENDER, encoded, mail, raw

pytestmark = pytest.mark.xdist_group("dovecot")
BYTES = random.Random(3).randbytes(2_500_000)  # more than two pieces


def only(source) -> Item:
    (item,) = source.list_waiting().items
    return item


def test_a_large_attachment_comes_whole(post, source):
    post.put(mail(("a.xlsx", BYTES)).as_bytes())
    fetched = source.read(only(source), len(BYTES))
    assert fetched.data == BYTES
    assert (fetched.sha256, fetched.size) == (hashlib.sha256(BYTES).hexdigest(), len(BYTES))


def test_over_the_limit_only_hash_and_size_are_known(post, source):
    post.put(mail(("a.xlsx", BYTES)).as_bytes())
    fetched = source.read(only(source), len(BYTES) - 1)
    assert fetched.data is None
    assert (fetched.sha256, fetched.size) == (hashlib.sha256(BYTES).hexdigest(), len(BYTES))


def test_an_empty_attachment_is_read_as_empty(post, source):
    post.put(mail(("a.xlsx", b"")).as_bytes())
    assert source.read(only(source), 10).data == b""


@pytest.mark.parametrize(
    ("encoding", "body", "data"),
    [
        ("7bit", "a;b", b"a;b"),
        ("", "a;b", b"a;b"),
        ("8bit", "kabupatén", "kabupatén".encode()),
        ("Quoted-Printable", "kabupat=C3=A9n;=\r\n1", "kabupatén;1".encode()),
        ("BASE64", encoded(b"isi isi"), b"isi isi"),
        ("base64", "aXNp!!\r\nIGlz\taQ", b"isi isi"),
        ("base64", "aXNp aXNpY", b"isiisi"),
        ("base64", "aXNpIGlzaQ==aXNp", b"isi isi"),
        ("base64", "!!!", b""),
        ("x-tak-ada", "a;b", b"a;b"),
    ],
)
def test_every_encoding_is_undone(post, source, encoding, body, data):
    post.put(
        raw(f"From: {SENDER}", 'Content-Type: x/y; name="a.csv"', f"Content-Transfer-Encoding: {encoding}", "", body)
    )
    assert source.read(only(source), 1000).data == data


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 64, 4096])
@pytest.mark.parametrize("kind", ["base64", "quoted-printable"])
def test_pieces_may_be_cut_anywhere(size, kind):
    data = BYTES[:20_000]
    body = encoded(data).encode() if kind == "base64" else binascii.b2a_qp(data, istext=False)
    undo = decoder(kind)
    pieces = [undo.feed(body[start : start + size]) for start in range(0, len(body), size)]
    assert b"".join([*pieces, undo.finish()]) == data


def test_quoted_printable_without_any_line_is_not_held_back_for_ever():
    undo = decoder("quoted-printable")
    body = b"a=3Db" * 200_000
    pieces = [undo.feed(body[start : start + 100_001]) for start in range(0, len(body), 100_001)]
    assert sum(map(len, pieces)) > 590_000
    assert b"".join([*pieces, undo.finish()]) == b"a=b" * 200_000


def test_reading_leaves_a_mail_unread(post, source):
    post.put(mail(("a.xlsx", b"isi")).as_bytes())
    source.read(only(source), 10)
    assert post.flags() == [set()]


def test_a_mail_read_by_a_person_is_taken_all_the_same(post, source):
    post.put(mail(("a.xlsx", b"isi")).as_bytes())
    with post.person() as person:
        person.select_folder("INBOX")
        person.fetch(person.search(), ["BODY[]"])
    assert source.read(only(source), 10).data == b"isi"


def test_a_mail_deleted_between_listing_and_reading_is_told_as_gone(post, source, another):
    post.put(mail(("a.xlsx", b"isi")).as_bytes())
    item = only(source)
    post.delete_all()
    for each_source in (source, another()):
        with pytest.raises(VanishedError):
            each_source.read(item, 10)


def test_a_mail_deleted_while_it_is_read_is_told_as_gone(post, source):
    post.put(mail(("a.xlsx", BYTES)).as_bytes())
    item = only(source)
    fetched, source._mailbox._fetched = source._mailbox._fetched, None

    def and_then_it_goes(uids, items, at_once):
        yield from fetched(uids, items, at_once)
        if "BODY.PEEK[2]<0" in items[0]:
            post.delete_all()

    source._mailbox._fetched = and_then_it_goes
    with pytest.raises(VanishedError):
        source.read(item, len(BYTES))


def test_after_the_server_numbered_its_mails_anew_old_ids_mean_nothing(post, source, another):
    post.put(mail(("a.xlsx", b"isi")).as_bytes())
    item = only(source)
    source.close()
    lines = (post.folder / "dovecot-uidlist").read_text().splitlines()
    (post.folder / "dovecot-uidlist").write_text("\n".join([lines[0].replace(" V1", " V2"), *lines[1:]]) + "\n")
    for name in os.listdir(post.folder):
        if name.startswith("dovecot.index"):
            (post.folder / name).unlink()
    again = only(another())
    assert again.id != item.id
    with pytest.raises(VanishedError):
        another().read(item, 10)
    another().mark_done(item)
    assert post.count() == 1
    assert another().read(again, 10).data == b"isi"


def test_an_id_of_another_mailbox_means_nothing(post, source, another):
    post.put(mail(("a.xlsx", b"isi")).as_bytes())
    post.put(mail(("a.xlsx", b"isi")).as_bytes(), folder="Lain")
    foreign = only(another(folder="Lain"))
    with pytest.raises(VanishedError):
        source.read(foreign, 10)
    source.mark_done(foreign)
    assert (post.count(), post.count("Lain")) == (1, 1)


def test_an_id_that_no_mailbox_made_is_refused(source):
    with pytest.raises(ValueError, match="not an item"):
        source.read(Item("../../x", "x", 1, None, "x"), 10)
