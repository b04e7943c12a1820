"""What is no workbook by its name and may be one by what it holds; nothing that was attached goes unseen."""

from __future__ import annotations

import pytest

from connectors.base import LeftReason
from connectors.folder import Done
from connectors.mail.kinds import Kind, by_beginning, by_ole
from connectors.mail.zipped import package_kind
from tests.connectors.mail.mails import SENDER, encoded, mail, raw, workbook_package, zipped

on_server = pytest.mark.xdist_group("dovecot")
BOOK = workbook_package()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CSV = b"Instansi;Dinas\nPeriode;2026-11\nKode;Nama\n1;Toko\n"
RAR = b"Rar!\x1a\x07\x01\x00" + bytes(20)
LETTER = zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<x/>"))


def named(text: str) -> bytes:
    """An OLE container with an entry of this name."""
    return OLE + bytes(500) + text.encode("utf-16-le") + bytes(500)


def reasons(listing):
    return [(entry.name, entry.reason) for entry in listing.left_alone]


@on_server
def test_every_file_that_may_be_a_workbook_is_taken_beside_one(post, source):
    files = (
        ("november.xlsx", BOOK),
        ("desember", workbook_package(b"des")),
        ("oktober.xlsx.bak", workbook_package(b"okt")),
        ("Kiriman Sept. 2026", OLE + bytes(600)),
        ("juli.dat", named("Workbook")),
        ("juni.txt", CSV),
        ("rusak", b"PK\x03\x04 terpotong"),
        ("terkunci.bin", named("EncryptedPackage")),
    )
    post.put(mail(*files).as_bytes())
    listing = source.list_waiting()
    assert [item.name for item in listing.items] == [name for name, _ in files]
    assert [source.read(item, 10_000).data for item in listing.items] == [data for _, data in files]
    assert listing.left_alone == ()
    source.mark_done(listing.items[0])
    assert post.count("Selesai") == 1


@on_server
def test_a_package_over_the_limit_is_taken_for_the_check_to_refuse(post, another):
    big = workbook_package(bytes(range(256)) * 4000)
    post.put(mail(("a.xlsx", BOOK), ("besar", big + bytes(200_000))).as_bytes())
    source = another(zip_limits=type(another().zip_limits)(packed_bytes=50_000))
    _, large = source.list_waiting().items
    assert source.read(large, 50_000).data is None


@on_server
@pytest.mark.parametrize(
    ("name", "data"),
    [("arsip.rar", RAR), ("data", bytes(range(256))), ("surat.eml", mail(("x.xlsx", BOOK)).as_bytes())],
)
def test_what_nobody_knows_is_told_and_its_mail_stays(post, another, name, data):
    post.put(mail(("a.xlsx", BOOK), (name, data)).as_bytes())
    listing = another().list_waiting()
    assert reasons(listing) == [(name, LeftReason.UNKNOWN_FILE)]
    (item,) = listing.items
    assert len(item.together) == 2
    again = another(was_recorded={item.id}.__contains__).list_waiting()
    assert (again.items, reasons(again)) == ((), [(name, LeftReason.UNKNOWN_FILE)])
    assert {entry.delivery for entry in again.left_alone} == {item.id.partition("/")[0]}


@on_server
def test_a_forwarded_mail_that_is_encoded_is_told(post, source):
    boundary = ["--b", "Content-Type: application/vnd.ms-excel; name=a.xls", "", "isi", "--b"]
    post.put(
        raw(
            f"From: {SENDER}",
            'Content-Type: multipart/mixed; boundary="b"',
            "",
            *boundary,
            "Content-Type: message/rfc822; name=fwd.eml",
            "Content-Transfer-Encoding: base64",
            "Content-Disposition: attachment; filename=fwd.eml",
            "",
            encoded(mail(("b.xlsx", BOOK)).as_bytes()),
            "--b--",
        )
    )
    listing = source.list_waiting()
    assert [item.name for item in listing.items] == ["a.xls"]
    assert reasons(listing) == [("fwd.eml", LeftReason.UNKNOWN_FILE)]


@on_server
def test_a_letter_beside_a_workbook_is_told_once_and_goes_with_its_mail(post, another):
    post.put(
        mail(
            ("a.xlsx", BOOK),
            ("surat pengantar.pdf", b"%PDF-1.7"),
            ("foto", b"\xff\xd8\xff\xe0"),
            ("surat.docx", LETTER),
            ("lama.doc", named("WordDocument")),
            ("catatan.txt", b"Yth. Bapak/Ibu\nTerlampir, terima kasih\n"),
        ).as_bytes()
    )
    listing = another().list_waiting()
    assert [item.name for item in listing.items] == ["a.xlsx"]
    assert {reason for _, reason in reasons(listing)} == {LeftReason.NOT_A_WORKBOOK}
    assert len(listing.left_alone) == 5
    stays = another(done=Done.LEAVE, was_recorded={listing.items[0].id}.__contains__)
    assert stays.list_waiting().left_alone == ()
    another().mark_done(listing.items[0])
    assert post.count("Selesai") == 1


@on_server
def test_what_belongs_to_the_text_is_no_matter(post, source):
    message = mail(("a.xlsx", BOOK))
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png", disposition="inline")
    message.add_attachment("BEGIN:VCALENDAR", subtype="calendar", filename="undangan.ics")
    message.add_attachment(b"x", maintype="application", subtype="ms-tnef", filename="winmail.dat")
    message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename="~$a.xlsx")
    post.put(message.as_bytes())
    listing = source.list_waiting()
    assert ([item.name for item in listing.items], listing.left_alone) == (["a.xlsx"], ())


@on_server
def test_the_members_of_a_zip_are_judged_in_the_same_way(post, source):
    inside = zipped(("nov", BOOK), ("okt.xlsx", b"isi"), ("surat.pdf", b"%PDF"), ("lain.bin", bytes(9)))
    post.put(mail(("kiriman.zip", inside), ("foto.zip", zipped(("x.jpg", b"\xff\xd8\xff")))).as_bytes())
    listing = source.list_waiting()
    assert [item.name for item in listing.items] == ["nov", "okt.xlsx"]
    assert source.read(listing.items[0], 10_000).data == BOOK
    assert reasons(listing) == [
        ("foto.zip", LeftReason.NOT_A_WORKBOOK),
        ("surat.pdf di kiriman.zip", LeftReason.NOT_A_WORKBOOK),
        ("lain.bin di kiriman.zip", LeftReason.UNKNOWN_FILE),
    ]
    assert len(listing.items[0].together) == 3


@on_server
def test_a_zip_in_a_zip_is_known_without_its_name(post, source):
    post.put(mail(("a.zip", zipped(("dalam", zipped(("a.csv", CSV)))))).as_bytes())
    assert reasons(source.list_waiting()) == [("a.zip", LeftReason.UNREADABLE_ZIP)]


@on_server
def test_what_the_pattern_leaves_out_is_told(post, another):
    post.put(mail(("a.xlsx", BOOK), ("b.csv", CSV)).as_bytes())
    listing = another(pattern="*.xlsx").list_waiting()
    assert reasons(listing) == [("b.csv", LeftReason.NOT_WANTED)]
    assert len(listing.items[0].together) == 1


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"", Kind.OTHER),
        (b"%PDF-1.4", Kind.OTHER),
        (b"RIFF\x00\x00\x00\x00WEBPVP8", Kind.OTHER),
        (b"\x00\x00\x00\x18ftypheic", Kind.OTHER),
        (b"BM\x00\x01\x02\x03", Kind.OTHER),
        (b"BM-01;Toko\nBM-02;Kios\n", Kind.WORKBOOK),
        (b"<html>;;;", Kind.OTHER),
        (b'{"a": 1, "b": 2}', Kind.OTHER),
        (b"\xef\xbb\xbfKode,Nama\n1,Toko\n2,Kios\n", Kind.WORKBOOK),
        (b"Kode\tNama", Kind.WORKBOOK),
        (b"Bapak, Ibu\nTerlampir", Kind.OTHER),
        (b"\x1f\x8b\x08\x00", Kind.UNKNOWN),
        (b"\x09\x04\x06\x00\x00\x00", Kind.UNKNOWN),
    ],
)
def test_the_beginning_tells_what_a_file_is(head, kind):
    assert by_beginning(head) is kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Workbook", Kind.WORKBOOK),
        ("WordDocument", Kind.OTHER),
        ("PowerPoint Document", Kind.OTHER),
        ("__properties_version1.0", Kind.UNKNOWN),
        ("EncryptedPackage", Kind.WORKBOOK),
    ],
)
def test_the_directory_of_an_ole_container_tells_what_it_is(name, kind):
    assert by_ole(named(name)) is kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (BOOK, Kind.WORKBOOK),
        (LETTER, Kind.OTHER),
        (zipped(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")), Kind.WORKBOOK),
        (zipped(("mimetype", b"application/vnd.oasis.opendocument.text")), Kind.OTHER),
        (zipped(("[Content_Types].xml", b"x"), ("lain.xml", b"x")), Kind.WORKBOOK),
        (zipped(("a.xlsx", b"x")), None),
    ],
)
def test_a_packages_members_tell_what_it_is(data, kind):
    assert package_kind(data) is kind
