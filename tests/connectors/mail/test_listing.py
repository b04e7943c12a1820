"""What of a mailbox is a submission: whose mail, which of its files."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from connectors.base import LeftReason
from connectors.folder import Done
from tests.connectors.mail.mails import SENDER, encoded, mail, raw, workbook_package

pytestmark = pytest.mark.xdist_group("dovecot")
PNG = b"\x89PNG\r\n"


def names(source):
    return [item.name for item in source.list_waiting().items]


def reasons(source):
    return [entry.reason for entry in source.list_waiting().left_alone]


def test_every_workbook_of_a_mail_is_an_item_and_all_go_together(post, source):
    post.put(mail(("satu.xlsx", b"1" * 3000), ("dua.ods", b"2")).as_bytes(), at=1_700_000_000)
    first, two = source.list_waiting().items
    assert (first.name, two.name) == ("satu.xlsx", "dua.ods")
    assert first.together == two.together == (first.id, two.id)
    assert first.message == "<surat-1@majene.go.id>"
    assert first.modified.timestamp() == 1_700_000_000
    assert first.size == pytest.approx(3000, rel=0.03)


def test_the_senders_date_is_not_believed(post, source):
    post.put(mail(("a.xlsx", b"1"), Date="Mon, 01 Jan 2001 00:00:00 +0000").as_bytes())
    assert source.list_waiting().items[0].modified.year > 2020


def test_ids_stay_and_differ(post, source, another):
    for _ in range(2):
        post.put(mail(("a.xlsx", b"1")).as_bytes())
    ids = [item.id for item in source.list_waiting().items]
    assert len(set(ids)) == 2
    assert [item.id for item in another().list_waiting().items] == ids
    assert source.user not in "".join(ids)


def test_the_inbox_is_one_in_any_case(post, source, another):
    post.put(mail(("a.xlsx", b"1")).as_bytes())
    (item,) = source.list_waiting().items
    other = another(folder="inbox")
    assert other.list_waiting().items == (item,)
    other.mark_done(item)
    assert post.count("Selesai") == 1


def test_the_oldest_comes_first(post, source):
    post.put(mail(("baru.xlsx", b"1")).as_bytes(), at=1_700_000_100)
    post.put(mail(("lama.xlsx", b"1")).as_bytes(), at=1_700_000_000)
    assert names(source) == ["lama.xlsx", "baru.xlsx"]


def test_forwarded_mails_are_looked_into_however_deep(post, source):
    inner = mail(("dalam.xlsx", b"1"))
    for _ in range(3):
        outer = mail()
        outer.add_attachment(inner)
        inner = outer
    post.put(inner.as_bytes())
    assert names(source) == ["dalam.xlsx"]
    assert source.read(source.list_waiting().items[0], 10).data == b"1"


def test_a_mail_that_is_a_workbook_and_nothing_else(post, source):
    alone = raw(f"From: {SENDER}", "Content-Type: application/vnd.ms-excel; name=a.xls", "", "isi")
    post.put(alone)
    post.put(raw(f"From: {SENDER}", "Content-Type: message/rfc822", "", "") + alone)
    items = source.list_waiting().items
    assert [item.name for item in items] == ["a.xls", "a.xls"]
    assert [source.read(item, 10).data for item in items] == [b"isi", b"isi"]


def test_inline_workbooks_count_and_pictures_beside_them_do_not(post, source):
    message = EmailMessage()
    message["From"] = SENDER
    message.set_content("<img src='cid:logo'>", subtype="html")
    message.add_related(PNG, maintype="image", subtype="png", cid="<logo>", filename="logo.png")
    message.add_attachment(
        b"isi", maintype="application", subtype="octet-stream", filename="a.xlsx", disposition="inline"
    )
    message.add_attachment(PNG, maintype="image", subtype="png", filename="foto.png")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="surat.pdf")
    post.put(message.as_bytes())
    assert names(source) == ["a.xlsx"]


def test_without_a_workbook_what_was_attached_is_the_submission(post, source):
    post.put(mail(("surat pengantar.pdf", b"%PDF"), ("foto.jpg", b"x")).as_bytes())
    assert names(source) == ["surat pengantar.pdf", "foto.jpg"]


@pytest.mark.parametrize("kind", ["winmail", "signature", "calendar", "text", "thumbs", "reply"])
def test_a_mail_without_a_file_is_told_of(post, source, kind):
    message = mail()
    if kind == "winmail":
        message.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    elif kind == "signature":
        message.set_content("<img src='cid:logo'>", subtype="html")
        message.add_related(PNG, maintype="image", subtype="png", cid="<logo>", filename="logo.png")
    elif kind == "calendar":
        message.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename="undangan.ics")
    elif kind == "thumbs":
        message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename="~$laporan.xlsx")
    elif kind == "reply":
        message.add_attachment(PNG, maintype="image", subtype="png", filename="logo.png", disposition="inline")
    post.put(message.as_bytes(), at=1_700_000_000)
    listing = source.list_waiting()
    assert not listing.items
    (entry,) = listing.left_alone
    assert entry.reason is LeftReason.NO_ATTACHMENT
    assert "dari d***@majene.go.id" in entry.name
    assert "2023-11-1" in entry.name


def test_the_pattern_chooses_among_attachments(post, another):
    post.put(mail(("Laporan.XLSX", b"1"), ("catatan.csv", b"1")).as_bytes())
    assert names(another(pattern="*.xlsx")) == ["Laporan.XLSX"]
    assert reasons(another(pattern="lain*")) == [LeftReason.NO_ATTACHMENT]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="laporan.xlsx"', "laporan.xlsx"),
        ("attachment; filename*=utf-8''laporan%20kabupat%C3%A9n.xlsx", "laporan kabupatén.xlsx"),
        ("attachment; filename*0*=iso-8859-1''kabupat%E9n; filename*1=\".xlsx\"", "kabupatén.xlsx"),
        ('attachment; filename="=?utf-8?Q?kabupat=C3=A9n=2Exlsx?="', "kabupatén.xlsx"),
        ('attachment; filename="=?utf-8?B?a2FidXBhdMOpbi54bHN4?="', "kabupatén.xlsx"),
        ('attachment; filename="kabupatén.xlsx"', "kabupatén.xlsx"),
        ("attachment", "tanpa-nama.xlsx"),
        ("inline", "tanpa-nama.xlsx"),
        ('attachment; filename="../../etc/laporan.xlsx"', "laporan.xlsx"),
        ('attachment; filename="C:\\\\Users\\\\budi\\\\laporan.xlsx"', "laporan.xlsx"),
        ("attachment; filename*=tak-ada''a%80b.xlsx", "a€b.xlsx"),
    ],
)
def test_names_of_every_sort(post, source, header, name):
    post.put(
        raw(
            f"From: {SENDER}",
            "MIME-Version: 1.0",
            'Content-Type: multipart/mixed; boundary="b"',
            "",
            "--b",
            "Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            f"Content-Disposition: {header}",
            "",
            "isi",
            "--b--",
        )
    )
    assert names(source) == [name]


def test_raw_bytes_in_a_name_are_read_as_windows_wrote_them(post, source):
    post.put(
        raw(f"From: {SENDER}", 'Content-Type: application/octet-stream; name="kabupat').replace(b"\r\n\r\n", b"\r\n")
        + b'\xe9n.xlsx"\r\n\r\nisi'
    )
    assert names(source) == ["kabupatén.xlsx"]


@pytest.mark.parametrize(
    "sender", ["DINAS@Majene.go.id", '"Dinas, Koperasi" <dinas@majene.go.id>', "dinas@majene.go.id (Budi)"]
)
def test_the_sender_is_known_by_the_address_alone(post, source, sender):
    post.put(raw(f"From: {sender}", "Content-Type: application/vnd.ms-excel", "", "isi"))
    assert names(source) == ["tanpa-nama.xls"]


@pytest.mark.parametrize(
    "headers",
    [
        ["From: lain@contoh.id"],
        ["From: dinas@majene.go.id <lain@contoh.id>"],
        ['From: "dinas@majene.go.id" <lain@contoh.id>'],
        ["From: dinas@majene.go.id, lain@contoh.id"],
        ["From: lain@contoh.id, dinas@majene.go.id"],
        ["From: dinas@majene.go.id", "From: lain@contoh.id"],
        ["From: lain@contoh.id", "From: dinas@majene.go.id"],
        ["From: Kantor: dinas@majene.go.id;"],
        ["From: =?utf-8?Q?dinas=40majene.go.id?= <lain@contoh.id>"],
        ["From: =?utf-8?Q?dinas=40majene.go.id?="],
        ["From: dinas@majene.go.id.contoh.id"],
        ["From: xdinas@majene.go.id"],
        ["Sender: dinas@majene.go.id", "Reply-To: dinas@majene.go.id"],
        ["Sender: dinas@majene.go.id", "From: lain@contoh.id"],
        ["From:"],
        ["To: dinas@majene.go.id"],
    ],
)
def test_mail_of_anybody_else_is_told_of_and_not_read(post, source, headers):
    post.put(raw(*headers, "Content-Type: application/vnd.ms-excel", "", "isi"))
    listing = source.list_waiting()
    assert not listing.items
    assert [entry.reason for entry in listing.left_alone] == [LeftReason.UNKNOWN_SENDER]
    assert "dinas@" not in listing.left_alone[0].name


def test_other_offices_mail_is_passed_over_and_only_one_source_tells_of_strangers(post, another):
    post.put(mail(("a.xlsx", b"1"), sender="Koperasi <koperasi@Mamuju.go.id>").as_bytes())
    post.put(mail(("a.xlsx", b"1"), sender="lain@contoh.id").as_bytes())
    assert reasons(another(known_elsewhere=("koperasi@mamuju.go.id",))) == [LeftReason.UNKNOWN_SENDER]
    assert reasons(another(tells_strangers=False)) == []


def test_many_strangers_are_told_of_by_number(post, source):
    for number in range(23):
        post.put(raw(f"From: iklan{number}@contoh.id", "", "x"))
    entries = source.list_waiting().left_alone
    assert len(entries) == 21
    assert entries[-1].name == "3 surel lain"


def test_too_many_files_in_a_mail_are_told_of(post, source):
    post.put(mail(*((f"{number}.xlsx", b"1") for number in range(51))).as_bytes())
    assert reasons(source) == [LeftReason.TOO_MANY_FILES]


def test_a_mail_marked_as_deleted_is_none(post, source):
    post.put(mail(("a.xlsx", b"1")).as_bytes())
    with post.person() as person:
        person.select_folder("INBOX")
        person.delete_messages(person.search())
    assert names(source) == []


def test_the_folder_may_be_another_one(post, another):
    post.put(mail(("a.xlsx", b"1")).as_bytes(), folder="Kiriman")
    other_source = another(folder="Kiriman")
    assert names(other_source) == ["a.xlsx"]
    other_source.mark_done(other_source.list_waiting().items[0])
    assert (post.count("Kiriman"), post.count("Selesai")) == (0, 1)


def test_left_in_place_what_is_known_is_not_given_again(post, another):
    post.put(mail(("a.xlsx", b"1"), ("b.xlsx", b"2")).as_bytes())
    first, second = another(done=Done.LEAVE).list_waiting().items
    again = another(done=Done.LEAVE, was_recorded={first.id}.__contains__).list_waiting()
    assert [item.id for item in again.items] == [second.id]
    assert another(done=Done.LEAVE, was_recorded={first.id, second.id}.__contains__).list_waiting().items == ()


def test_what_moves_is_given_again_until_it_moved(post, another):
    post.put(mail(("a.xlsx", b"1")).as_bytes())
    assert len(another(was_recorded=lambda _: True).list_waiting().items) == 1


def test_listing_fetches_no_bodies(post, another, relay):
    big = workbook_package() + bytes(200_000)
    for _ in range(10):
        post.put(mail(("a.xlsx", big)).as_bytes())
    line = relay(post.server.port)
    source = another(port=line.port)
    listing = source.list_waiting()
    assert len(listing.items) == 10
    assert line.from_server < 40_000


def test_a_mail_that_arrives_while_we_list_waits_for_the_next_run(post, source, monkeypatch):
    post.put(mail(("a.xlsx", b"1")).as_bytes())
    uids = source._mailbox.uids

    def and_then_one_arrives():
        present = uids()
        if len(present) == 1:
            post.put(mail(("b.xlsx", b"1")).as_bytes())
        return present

    monkeypatch.setattr(source._mailbox, "uids", and_then_one_arrives)
    assert names(source) == ["a.xlsx"]
    assert names(source) == ["a.xlsx", "b.xlsx"]


@pytest.mark.parametrize("step", ["uids", "envelopes", "insides"])
def test_a_mail_that_goes_while_we_list_is_no_matter(post, source, monkeypatch, step):
    post.put(mail(("a.xlsx", b"1")).as_bytes())
    ask = getattr(source._mailbox, step)

    def and_then_it_goes(*arguments):
        messages = list(ask(*arguments))
        post.delete_all()
        return messages

    monkeypatch.setattr(source._mailbox, step, and_then_it_goes)
    listing = source.list_waiting()
    assert (listing.items, listing.left_alone) == ((), ())


def test_base64_text_of_a_csv(post, source):
    post.put(
        raw(
            f"From: {SENDER}",
            'Content-Type: text/csv; name="a.csv"',
            "Content-Transfer-Encoding: base64",
            "",
            encoded(b"a;b\r\n1;2\r\n"),
        )
    )
    (item,) = source.list_waiting().items
    assert source.read(item, 100).data == b"a;b\r\n1;2\r\n"
