"""Keys that a row names: known, unknown, or of a row that is quarantined."""

from __future__ import annotations

from tests.schemas.making import SOUND, addressed, check, counts, cover, grid, lines, row, said, table, workbook

BAD_UMKM = row("UMKM", kode_umkm="MJN-0002", nib="9120001112224", nama_usaha="")
BAD_PRODUK = row("Produk", kode_produk="MJN-0001-02", harga_jual="")
CHILD = row("Produk", kode_produk="MJN-0002-01", kode_umkm="MJN-0002")


def test_a_key_that_is_in_neither_workbook_nor_warehouse():
    books = workbook(
        Produk=[row("Produk", kode_umkm="MJN-0099")],
        Kurasi=[row("Kurasi", kode_produk="MJN-0099-01")],
        Pendampingan=[row("Pendampingan", kode_umkm="MJN-0099")],
        Kemitraan=[row("Kemitraan", kode_umkm="MJN-0099", kode_produk="MJN-0099-01"), row("Kemitraan")],
    )
    assert lines(check(books)) == addressed(
        "Produk kode_umkm@2 reference error",
        "Kurasi kode_produk@2 reference error",
        "Pendampingan kode_umkm@2 reference error",
        "Kemitraan kode_umkm@2 reference error",
        "Kemitraan kode_produk@2 reference error",
    )
    keys = {"UMKM": frozenset({"MJN-0099"}), "Produk": frozenset({"MJN-0099-01"})}
    assert lines(check(books, known_keys=keys)) == []


def test_quarantine_goes_down_from_parent_to_child():
    books = workbook(
        UMKM=[SOUND["UMKM"], BAD_UMKM],
        Produk=[SOUND["Produk"], CHILD],
        Kurasi=[row("Kurasi", kode_produk="MJN-0002-01")],
        Pendampingan=[row("Pendampingan", kode_umkm="mjn-0002")],
    )
    result = check(books)
    assert lines(result) == addressed(
        "UMKM nama_usaha@3 required error",
        "Produk kode_umkm@3 reference.quarantined error",
        "Kurasi kode_produk@2 reference.quarantined error",
        "Pendampingan kode_umkm@2 reference.quarantined error",
    )
    assert counts(result, "Produk") == (2, 1, 1)


def test_a_row_whose_parents_are_quarantined_says_so_once_at_the_first():
    books = workbook(
        UMKM=[SOUND["UMKM"], BAD_UMKM],
        Produk=[SOUND["Produk"], BAD_PRODUK, CHILD],
        Kemitraan=[
            row("Kemitraan", kode_umkm="MJN-0002", kode_produk="MJN-0002-01"),
            row("Kemitraan", kode_umkm="MJN-0001", kode_produk="MJN-0001-02"),
            row("Kemitraan", kode_umkm="MJN-0002", kode_produk="MJN-0099-01"),
        ],
    )
    assert said(check(books), "Kemitraan") == [
        "2 kode_umkm reference.quarantined error",
        "3 kode_produk reference.quarantined error",
        "4 kode_umkm reference.quarantined error",
        "4 kode_produk reference error",
    ]


def test_a_malformed_or_empty_key_says_nothing_else():
    books = workbook(
        Produk=[row("Produk", kode_umkm="MJN1"), row("Produk", kode_produk="MJN-0001-02", kode_umkm="")],
        Kemitraan=[
            row("Kemitraan", kode_produk="MJN-0001"),
            row("Kemitraan", kode_umkm="MMJ-0001", usaha_besar="Alfamart"),
        ],
    )
    assert lines(check(books)) == addressed(
        "Produk kode_umkm@2 key.format error",
        "Produk kode_umkm@3 required error",
        "Kemitraan kode_produk@2 key.format error",
        "Kemitraan kode_umkm@3 key.office error",
    )


def test_a_key_in_the_warehouse_whose_row_is_quarantined_here_is_quarantined():
    books = workbook(UMKM=[SOUND["UMKM"], BAD_UMKM], Produk=[SOUND["Produk"], CHILD])
    assert "reference.quarantined" in said(check(books, known_keys={"UMKM": frozenset({"MJN-0002"})}))[-1]


def test_a_dropped_identical_parent_is_a_parent():
    assert said(check(workbook(UMKM=[SOUND["UMKM"], SOUND["UMKM"]]))) == ["3 kode_umkm duplicate.identical warning"]


def test_conflicting_parents_are_quarantined():
    books = workbook(UMKM=[SOUND["UMKM"], SOUND["UMKM"] | {"alamat": "lain"}])
    assert said(check(books), "Produk") == ["2 kode_umkm reference.quarantined error"]


def test_products_of_sulbar_are_judged_against_a_warehouse_alone():
    books = workbook(
        Mitra=[SOUND["Mitra"]], Pemasaran=[SOUND["Pemasaran"], row("Pemasaran", kode_produk="PLM-0001-01")]
    )
    assert lines(check(books)) == []
    assert lines(check(books, known_keys={"Produk": frozenset({"MJN-0001-01"})})) == addressed(
        "Pemasaran kode_produk@3 reference error"
    )


def test_partners_of_a_collaborator_are_in_its_own_workbook():
    books = workbook(
        Mitra=[SOUND["Mitra"], row("Mitra", kode_mitra="SSL-0002", nama_mitra="")],
        Permintaan=[row("Permintaan", kode_mitra="SSL-0099"), row("Permintaan", kode_permintaan="SSL-0001-02")],
        Pemasaran=[row("Pemasaran", kode_mitra="SSL-0002")],
    )
    assert lines(check(books)) == addressed(
        "Mitra nama_mitra@3 required error",
        "Permintaan kode_mitra@2 reference error",
        "Pemasaran kode_mitra@2 reference.quarantined error",
    )


def test_a_missing_parent_column_hides_the_references_to_its_sheet():
    sheet = grid("UMKM", table("UMKM", [SOUND["UMKM"]], ("kode_umkm", "nib", "nama_usaha")))
    books = [cover(), sheet, grid("Produk", table("Produk", [row("Produk", kode_umkm="MJN-0099")]))]
    assert {line.split()[2] for line in lines(check(books))} == {"column.missing"}
