"""What staff teach in the home's ``acuan/``: read however it was saved, and every line that cannot be used told."""

from __future__ import annotations

import pytest

from kemitraan.config.errors import ConfigError
from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from kemitraan.config.own_reference import Lore, headings
from kemitraan.references import home_entries, home_reference, shipped_reference

BY = "2026-11-29,Rahma,"


def write(home: Home, lore: Lore, *lines: str) -> None:
    text = "\n".join([",".join(headings(lore)), *lines]) + "\n"
    (home.reference / lore.file_name).write_text(text, encoding="utf-8")


def errors(home: Home) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        home_reference(home)
    return [str(error) for error in caught.value.errors]


def test_a_new_home_has_the_files_with_a_heading_each_and_teaches_nothing(home: Home) -> None:
    for lore in Lore:
        assert (home.reference / lore.file_name).read_text(encoding="utf-8") == ",".join(headings(lore)) + "\n"
    assert home_reference(home) is shipped_reference()
    assert home_entries(home) == []


def test_making_the_home_again_leaves_what_was_taught(home: Home) -> None:
    write(home, Lore.PARTNER, f"PT Hypermart,Hypermart,{BY}")
    assert init_home(home.path) == ()
    assert [entry.values["nama"] for entry in home_entries(home)] == ["PT Hypermart"]


def test_a_home_of_an_earlier_version_without_the_folder_teaches_nothing(home: Home) -> None:
    for path in home.reference.iterdir():
        path.unlink()
    home.reference.rmdir()
    assert home_reference(home) is shipped_reference()


def test_what_is_taught_stands_beside_what_is_shipped(home: Home) -> None:
    write(home, Lore.PARTNER, f"PT Hypermart,Hypermart,{BY}", f"Alfamidi,Alfamidi Super,{BY}", f"PT Lain,,{BY}")
    write(home, Lore.PLACE, f"76.05.01,Banggae Kota,{BY}")
    write(home, Lore.HEADER, f"UMKM,omzet_tahunan,Omset setahun,{BY}")
    write(home, Lore.SYNONYM, f"bidang_usaha,Fesyen dan Tenun,Batik,{BY}", f"bidang_usaha,Lainnya,Handicraft,{BY}")
    reference = home_reference(home)
    assert reference.partner_names["hypermart"] == reference.partner_names["pthypermart"] == "PT Hypermart"
    assert reference.partner_names["alfamidisuper"] == "PT Midi Utama Indonesia Tbk"
    assert reference.partner_names["ptlain"] == "PT Lain"
    assert reference.names_within("76.05").codes["banggae kota"] == "76.05.01"
    assert ("regency", "UMKM", "omzet_tahunan", "Omset setahun") in reference.header_aliases
    assert reference.synonyms_of("bidang_usaha")["Batik"] == "Fesyen dan Tenun"
    assert (
        reference.synonyms_of("bidang_usaha")["Handicraft"] == "Lainnya"
    )  # what staff say goes before what is shipped
    assert set(shipped_reference().place_aliases) < set(reference.place_aliases)


def test_a_file_that_a_spreadsheet_program_saved_is_read(home: Home) -> None:
    text = '\ufeffoleh;sejak;nama;alias;catatan\r\nRahma;29/11/2026;"PT ""Maju"" Jaya";Maju;\r\n;;;;\r\n'
    (home.reference / "mitra.csv").write_text(text, encoding="utf-8", newline="")
    (entry,) = home_entries(home)
    assert entry.values == {"nama": 'PT "Maju" Jaya', "alias": "Maju"}
    assert (entry.since.isoformat(), entry.who, entry.line) == ("2026-11-29", "Rahma", 2)


def test_the_same_value_is_given_until_a_file_changes(home: Home) -> None:
    write(home, Lore.PARTNER, f"PT Hypermart,Hypermart,{BY}")
    first = home_reference(home)
    assert home_reference(home) is first
    write(home, Lore.PARTNER, f"PT Hypermart,Hyper Mart,{BY}")
    assert home_reference(home) is not first


@pytest.mark.parametrize(
    ("lore", "line", "words"),
    [
        (Lore.PARTNER, f",Hypermart,{BY}", "kolom nama kosong."),
        (Lore.PARTNER, "PT Hypermart,Hypermart,,Rahma,", "kolom sejak kosong."),
        (Lore.PARTNER, "PT Hypermart,Hypermart,2026-11-29,,", "kolom oleh kosong."),
        (Lore.PARTNER, "PT Hypermart,Hypermart,kemarin,Rahma,", "kolom sejak bukan tanggal. Tulis seperti 2026-11-29."),
        (Lore.PARTNER, "PT Hypermart,Hypermart,31/11/2026,Rahma,", "kolom sejak bukan tanggal."),
        (Lore.PARTNER, f"PT Hypermart,Alfamidi,{BY}", "nama itu sudah berarti PT Midi Utama Indonesia Tbk."),
        (Lore.PARTNER, f"PT Hypermart,123,{BY}", "tidak ada huruf di dalamnya."),
        (Lore.PARTNER, f"PT Hypermart,{'a' * 256},{BY}", "kolom alias terlalu panjang. Paling banyak 255 huruf."),
        (
            Lore.PARTNER,
            f"PT Hypermart,Hypermart,{BY}dari surat, 3 November",
            "isiannya lebih banyak daripada kolomnya.",
        ),
        (Lore.PLACE, f"7605,Banggae Kota,{BY}", 'kode wilayah "7605" tidak dikenal.'),
        (Lore.PLACE, f"76.05.01,Pamboang,{BY}", "nama itu sudah berarti Pamboang (76.05.02)."),
        (Lore.PLACE, f"76.05.01,,{BY}", "kolom alias kosong."),
        (Lore.HEADER, f"UKM,omzet_tahunan,Omset setahun,{BY}", 'lembar "UKM" tidak dikenal. Mungkin maksudnya "UMKM"?'),
        (Lore.HEADER, f"UMKM,omset,Omset setahun,{BY}", 'lembar UMKM tidak punya kolom "omset".'),
        (Lore.HEADER, f"UMKM,omzet_tahunan,Modal,{BY}", "nama itu sudah berarti modal_usaha."),
        (Lore.HEADER, f"UMKM,kode_umkm,No. Urut,{BY}", "judul itu selalu nomor baris."),
        (Lore.SYNONYM, f"nama_usaha,Kriya,Handicraft,{BY}", '"nama_usaha" bukan kolom pilihan.'),
        (Lore.SYNONYM, f"bidang_usaha,kriya,Handicraft,{BY}", 'Mungkin maksudnya "Kriya"?'),
        (Lore.SYNONYM, f"bidang_usaha,Kriya,Kuliner,{BY}", "nama itu sudah berarti Makanan dan Minuman."),
        (Lore.SYNONYM, f"bidang_usaha,Kriya,nihil,{BY}", '"nihil" berarti kosong.'),
        (Lore.SYNONYM, f"kendala,Kemasan,dus/kotak,{BY}", "kolom itu memisahkan isinya di koma"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_with_its_file_and_number(
    home: Home, lore: Lore, line: str, words: str
) -> None:
    write(home, lore, "", line)
    (error,) = errors(home)
    assert error.startswith(f"baris 3, acuan/{lore.file_name}: ")
    assert words in error


def test_two_lines_that_contradict_each_other_are_told_at_the_later(home: Home) -> None:
    write(home, Lore.SYNONYM, f"satuan,pcs,botol,{BY}", f"satuan,pcs,BOTOL,{BY}", f"satuan,set,Botol,{BY}")
    assert errors(home) == [
        "baris 4, acuan/padanan.csv: nama itu sudah berarti pcs. Hapus barisnya, atau tulis nama lain."
    ]


def test_all_errors_of_all_files_are_told_at_once(home: Home) -> None:
    write(home, Lore.PARTNER, f",,{BY}", f"PT Hypermart,Alfamidi,{BY}")
    write(home, Lore.PLACE, f"99,Tiada,{BY}")
    assert len(errors(home)) == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"nama,sejak,oleh\n", "baris 1, acuan/mitra.csv: kolom alias tidak ada."),
        (b"PT Hypermart,Hypermart,2026-11-29,Rahma\n", "baris 1, acuan/mitra.csv: kolom nama, alias, sejak, oleh tidak ada."),
        (b"nama,alias,sejak,oleh,catatan\nPT Caf\xe9,,2026-11-29,Rahma,\n", "baris 2, acuan/mitra.csv: bukan teks UTF-8."),
        (b'nama,alias,sejak,oleh,catatan\n"PT,,2026-11-29,Rahma,\n', "tidak terbaca sebagai CSV"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_of_ours_is_told(home: Home, content: bytes, words: str) -> None:
    (home.reference / "mitra.csv").write_bytes(content)
    (error,) = errors(home)
    assert words in error
