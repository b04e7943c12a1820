"""Done mails move away, and nothing else does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from connectors.base import Check
from connectors.errors import NoSpaceError, PermissionRefusedError
from connectors.flight import fly
from connectors.folder import Done
from tests.connectors.mail.conftest import imap_source
from tests.connectors.mail.mails import mail

pytestmark = pytest.mark.xdist_group("dovecot")


def put(post, number=1):
    for _ in range(number):
        post.put(mail(("a.xlsx", b"isi"), ("b.xlsx", b"isi")).as_bytes())


@pytest.mark.parametrize("folder", ["Selesai", "Kiriman.Sudah Beres", 'Sélesai & "beres"'])
def test_the_whole_mail_moves_into_a_folder_that_is_made(post, another, folder):
    put(post)
    source = another(done_folder=folder)
    source.mark_done(source.list_waiting().items[0])
    assert (post.count(), post.count(folder)) == (0, 1)
    assert source.list_waiting().items == ()


def test_marking_twice_is_marking_once(post, source):
    put(post, 2)
    first, beside, other, _ = source.list_waiting().items
    for item in (first, first, beside):
        source.mark_done(item)
    assert (post.count(), post.count("Selesai")) == (1, 1)
    source.mark_done(other)
    assert (post.count(), post.count("Selesai")) == (0, 2)


def test_a_person_sees_the_new_folder(post, source):
    put(post)
    source.mark_done(source.list_waiting().items[0])
    with post.person() as person:
        assert "Selesai" in [name for _, _, name in person.list_sub_folders()]


def test_a_mail_left_in_place_stays(post, another):
    put(post)
    source = another(done=Done.LEAVE)
    source.mark_done(source.list_waiting().items[0])
    assert (post.count(), post.count("Selesai")) == (1, 0)


def test_a_done_mail_must_have_somewhere_to_go(another):
    with pytest.raises(ValueError, match="another folder"):
        another(folder="Selesai", done_folder="selesai")


def test_a_mail_that_is_gone_is_done(post, source):
    put(post)
    item = source.list_waiting().items[0]
    post.delete_all()
    source.mark_done(item)
    assert post.count("Selesai") == 0


def test_two_runs_at_once_lose_nothing(post, another):
    for number in range(4):
        post.put(mail(("a.xlsx", b"isi"), Message_ID=f"<{number}@majene.go.id>").as_bytes())
    items = another().list_waiting().items
    sources = [another(), another()]

    def mark_all(source):
        for item in items:
            source.mark_done(item)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(mark_all, sources))
    with post.person() as person:
        person.select_folder("Selesai")
        moved = [message[b"ENVELOPE"].message_id for message in person.fetch(person.search(), ["ENVELOPE"]).values()]
    assert post.count() == 0
    assert set(moved) == {b"<%d@majene.go.id>" % number for number in range(4)}


def test_a_server_that_cannot_move_copies_and_deletes_only_this_mail(old_dovecot, ca_file):
    post = old_dovecot.mailbox("tua")
    put(post, 2)
    with imap_source(post, ca_file) as source:
        items = source.list_waiting().items
        source.mark_done(items[0])
        assert post.count("Selesai") == 1
        assert sorted(post.flags(), key=len) == [set(), {rb"\Deleted"}]
        source.mark_done(items[0])
        assert post.count("Selesai") == 1
        assert [item.id for item in source.list_waiting().items] == [items[2].id, items[3].id]


def test_a_full_mailbox_is_told_and_the_mail_stays(old_dovecot, ca_file):
    post = old_dovecot.mailbox("penuh")
    post.put(mail(("a.xlsx", bytes(600_000))).as_bytes())
    with imap_source(post, ca_file) as source:
        (item,) = source.list_waiting().items
        with pytest.raises(NoSpaceError):
            source.mark_done(item)
        assert (post.count(), post.count("Selesai")) == (1, 0)
        assert post.flags() == [set()]
        assert source.list_waiting().items == (item,)


def test_a_folder_that_may_not_be_changed_is_told(post, source):
    put(post)
    item = source.list_waiting().items[0]
    post.folder.joinpath("new").chmod(0o500)
    post.folder.joinpath("cur").chmod(0o500)
    post.folder.chmod(0o500)
    try:
        with pytest.raises(PermissionRefusedError):
            source.mark_done(item)
    finally:
        for name in ("", "new", "cur"):
            post.folder.joinpath(name).chmod(0o700)
    assert post.count() == 1


def test_the_flight_check_leaves_nothing_behind(post, source):
    put(post)
    probes = fly(source.flight_checks())
    assert [probe.check for probe in probes] == [
        Check.REACH,
        Check.SIGN_IN,
        Check.LIST,
        Check.READ,
        Check.MARK,
        Check.CLOCK,
    ]
    assert all(probe.holds for probe in probes)
    with post.person() as person:
        assert [name for _, _, name in person.list_folders()] == ["INBOX"]
        assert person.list_sub_folders() == []
    assert post.flags() == [set()]


def test_the_flight_check_of_a_missing_folder(another):
    probes = fly(another(folder="Tiada").flight_checks())
    assert {probe.check: probe.error and probe.error.code for probe in probes} == {
        Check.REACH: None,
        Check.SIGN_IN: None,
        Check.LIST: "folder_missing",
        Check.READ: "folder_missing",
        Check.MARK: "folder_missing",
        Check.CLOCK: "folder_missing",
    }
