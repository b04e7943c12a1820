"""The Indonesian words for people, made last: what went wrong outside, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.base import Check, LeftReason
from connectors.errors import PROGRAM_ERROR, OutsideError, Place

_PLACES = {
    Place.INBOX: "Kotak masuk",
    Place.OUTBOX: "Kotak keluar",
    Place.ARCHIVE: "Arsip",
    Place.MAIL: "Server surel",
    Place.COMPUTER: "Komputer ini",
}


@dataclass(frozen=True)
class Explanation:
    """One sentence that says what is the matter, and one that says what to do."""

    reason: str
    remedy: str


_ERRORS = {
    "unreachable": Explanation(
        "{place} tidak dapat dijangkau saat ini.",
        "Periksa jaringan atau cakram tempat folder itu berada. Akan dicoba lagi dengan sendirinya.",
    ),
    "permission": Explanation(
        "{place} tertutup: program ini tidak diberi izin.",
        "Minta pengelola server memberi izin baca dan tulis pada folder itu, lalu jalankan lagi.",
    ),
    "folder_missing": Explanation(
        "{place} tidak ada: foldernya terhapus, berpindah, atau folder jaringan belum tersambung.",
        "Sambungkan folder jaringannya, atau buat lagi dengan `kemitraan init`, lalu jalankan lagi.",
    ),
    "vanished": Explanation(
        "Sebuah berkas sudah tidak ada ketika hendak dibaca.",
        "Bila berkas itu dipindahkan dengan sengaja, tidak perlu apa-apa. Bila tidak, kirim ulang berkasnya.",
    ),
    "being_written": Explanation(
        "Sebuah berkas masih ditulis ketika hendak dibaca.",
        "Tidak perlu apa-apa: berkas itu diambil pada putaran berikutnya, setelah utuh.",
    ),
    "no_space": Explanation(
        "{place} penuh: tidak ada ruang lagi untuk menulis.",
        "Kosongkan ruang di cakram itu, lalu jalankan lagi. Tidak ada kiriman yang hilang.",
    ),
    "not_archived": Explanation(
        "Berkas yang diminta tidak ada di arsip.",
        "Periksa setelan `archive` di kemitraan.toml, atau pulihkan arsip dari cadangan.",
    ),
    "damaged": Explanation(
        "Sebuah berkas di arsip rusak: isinya tidak cocok lagi dengan sidik jarinya.",
        "Pulihkan berkas itu dari cadangan, atau minta kantor pengirim mengirim ulang berkas yang sama.",
    ),
    "not_kept": Explanation(
        "{place} tidak menyimpan berkas dengan utuh: isinya berbeda ketika dibaca kembali.",
        "Periksa cakram atau server itu. Akan dicoba lagi dengan sendirinya.",
    ),
    "timed_out": Explanation(
        "{place} tidak menjawab pada waktunya.",
        "Periksa sambungan internet dan server itu. Akan dicoba lagi dengan sendirinya.",
    ),
    "cut_off": Explanation(
        "{place}: sambungannya terputus di tengah jalan.",
        "Tidak ada yang hilang. Akan dicoba lagi dengan sendirinya.",
    ),
    "server_error": Explanation(
        "{place}: servernya sedang bermasalah.",
        "Akan dicoba lagi dengan sendirinya. Bila berulang, hubungi pengelola server itu.",
    ),
    "sign_in": Explanation(
        "{place} menolak nama pengguna, kata sandi, atau kunci.",
        "Minta kata sandi yang berlaku kepada pengelola server itu, perbarui rahasianya, lalu jalankan lagi.",
    ),
    "host_key": Explanation(
        "{place}: kunci servernya berbeda dari yang didaftarkan. Sumber ini dihentikan demi keamanan.",
        "Tanyakan lewat telepon kepada pengelola server apakah kuncinya memang diganti; bila ya, perbarui `host_keys` "
        "di kemitraan.toml.",
    ),
    "certificate": Explanation(
        "{place}: sertifikat servernya tidak dapat dipercaya.",
        "Minta pengelola server memperbarui sertifikatnya; untuk sertifikat sendiri, isi `ca_file` di kemitraan.toml.",
    ),
    "unencrypted": Explanation(
        "{place}: servernya tidak menawarkan sambungan terenkripsi, jadi tidak ada yang dikirim ke sana.",
        'Periksa `port` dan `security` di kemitraan.toml: "tls" biasanya porta 993 (terima) dan 465 (kirim), "starttls" '
        "porta 143 dan 587.",
    ),
    "not_a_file_link": Explanation(
        "{place}: tautannya membuka halaman, bukan berkas.",
        'Minta kantor itu membagikan berkasnya dengan pilihan "siapa saja yang memiliki tautan", lalu salin tautannya '
        "lagi ke kemitraan.toml.",
    ),
    "link_gone": Explanation(
        "{place}: tautannya tidak berlaku lagi. Berkasnya terhapus, berpindah, atau tidak dibagikan lagi.",
        "Minta tautan yang baru kepada kantor itu, lalu perbarui `url` di kemitraan.toml.",
    ),
    "insecure_link": Explanation(
        "{place}: tautannya bukan https, atau mengalihkan ke alamat yang bukan https, jadi tidak dibuka.",
        "Minta kepada kantor itu tautan https yang langsung menuju berkasnya, lalu perbarui `url` di kemitraan.toml.",
    ),
    "too_much": Explanation(
        "{place}: isinya jauh lebih besar daripada buku kerja mana pun, jadi pengambilannya dihentikan.",
        "Periksa bersama kantor itu apakah tautan atau berkasnya memang buku kerja yang dimaksud.",
    ),
    "answer_refused": Explanation(
        "{place} menolak mengirimkan jawaban.",
        "Periksa alamat surel kantor itu di kemitraan.toml.",
    ),
    "answer_too_large": Explanation(
        "{place} menolak surat jawaban karena terlalu besar.",
        "Naikkan batas ukuran surel di server itu, atau kirim jawabannya dengan cara lain.",
    ),
    PROGRAM_ERROR: Explanation(
        "{place} tidak terbaca karena kesalahan pada program ini.",
        "Hubungi pengelola program. Tidak ada kiriman yang hilang.",
    ),
    "secret_missing": Explanation(
        "{place}: rahasia {detail} yang dirujuk di kemitraan.toml belum ada isinya.",
        "Isi variabel lingkungan atau blok Secret itu, lalu jalankan lagi. Blok Secret dibaca dari server Prefect yang "
        "disebut PREFECT_API_URL; server itu harus menyala.",
    ),
    "process_killed": Explanation(
        "{place} menghentikan pekerjaannya di tengah jalan, biasanya karena memorinya habis.",
        "Akan dicoba lagi dengan sendirinya, terpisah dari kiriman lain. Bila berulang, minta pengelola menambah memori "
        "atau mengecilkan `workers` di kemitraan.toml, atau minta kantornya mengirim berkas yang lebih kecil.",
    ),
    "clock": Explanation(
        "{place}: jam servernya berbeda dari jam komputer ini.",
        "Cocokkan jam komputer ini (NTP); bila sudah cocok, beri tahu pengelola server itu.",
    ),
}

_LEFT = {
    LeftReason.BEING_WRITTEN: Explanation(
        "Masih ditulis.", "Tidak perlu apa-apa: diambil pada putaran berikutnya, setelah utuh."
    ),
    LeftReason.INCOMPLETE: Explanation(
        "Masih ditulis: berkas ini belum utuh.",
        "Tunggu pengirimannya selesai. Bila lama tetap begini (biasanya 10 menit), berkas diambil apa adanya.",
    ),
    LeftReason.NOT_A_FILE: Explanation(
        "Bukan berkas biasa (tautan atau berkas khusus), jadi tidak dibaca.",
        "Taruh berkasnya sendiri di kotak masuk, bukan tautannya.",
    ),
    LeftReason.FOLDER: Explanation(
        "Ini folder; isinya tidak dibaca.", "Pindahkan berkas di dalamnya langsung ke kotak masuk."
    ),
    LeftReason.UNKNOWN_SENDER: Explanation(
        "Surel dari alamat yang tidak terdaftar, jadi tidak dibaca.",
        "Bila alamat itu memang milik sebuah kantor, daftarkan di `senders` sumber kantor itu.",
    ),
    LeftReason.UNPROVEN_SENDER: Explanation(
        "Surel yang tidak lolos pemeriksaan keaslian pengirim, jadi tidak dibaca.",
        "Tanyakan lewat telepon apakah kantor itu benar mengirimnya; bila ya, minta dikirim ulang dari surel dinas.",
    ),
    LeftReason.NO_ATTACHMENT: Explanation(
        "Surel tanpa lampiran yang dapat dibaca.", "Minta pengirim melampirkan buku kerjanya."
    ),
    LeftReason.UNREADABLE_ZIP: Explanation(
        "Lampiran zip yang tidak dapat dibuka, bersandi, berisi arsip lain, atau melampaui batas.",
        "Minta pengirim melampirkan buku kerjanya langsung, tanpa zip. Surelnya tetap di kotak masuk sampai dipindahkan "
        "orang.",
    ),
    LeftReason.TOO_MANY_FILES: Explanation(
        "Surel dengan lampiran yang terlalu banyak, jadi tidak dibaca.",
        "Minta pengirim melampirkan buku kerjanya saja, dalam beberapa surel bila perlu.",
    ),
    LeftReason.UNCLEAR: Explanation(
        "Surel yang susunannya tidak dapat dipahami, jadi tidak dibaca.",
        "Buka surelnya sendiri, minta pengirim mengirim ulang dalam surel baru, lalu pindahkan surel ini.",
    ),
    LeftReason.AUTOMATIC: Explanation(
        "Surel otomatis (balasan mesin, milis, atau surat kami sendiri yang kembali), jadi tidak diambil dan tidak "
        "dijawab.",
        "Bila isinya memang kiriman, minta kantor itu mengirimnya sendiri dalam surel baru. Lalu pindahkan surel ini.",
    ),
    LeftReason.REPLY: Explanation(
        "Balasan atas surat kami, tanpa lampiran.", "Baca dan jawab seperlunya, lalu pindahkan surelnya."
    ),
    LeftReason.UNKNOWN_FILE: Explanation(
        "Lampiran yang tidak dikenali sebagai buku kerja, jadi tidak diambil.",
        "Periksa isinya. Bila itu data, minta pengirim mengirimnya sebagai xlsx, xls, ods, atau csv. Surelnya tetap di "
        "kotak masuk sampai dipindahkan orang.",
    ),
    LeftReason.NOT_A_WORKBOOK: Explanation(
        "Lampiran ini bukan buku kerja, jadi tidak diambil.",
        "Tidak perlu apa-apa: ia tetap ada di surelnya, bersama buku kerja yang sudah diambil.",
    ),
    LeftReason.NOT_WANTED: Explanation(
        "Nama lampiran ini tidak cocok dengan `pattern` di setelan, jadi tidak diambil.",
        "Bila lampiran itu memang kiriman, ubah `pattern` di kemitraan.toml, atau minta dikirim ulang dengan nama lain.",
    ),
    LeftReason.SENDER_NOT_TOLD: Explanation(
        "Pengirimnya belum dapat diberi tahu: server surel tidak menerima suratnya.",
        "Akan dicoba lagi pada putaran berikutnya. Bila berulang, jalankan `kemitraan sources check`.",
    ),
}


_CHECKS = {
    Check.REACH: "Terjangkau",
    Check.SIGN_IN: "Dapat masuk",
    Check.LIST: "Daftar berkas terbaca",
    Check.READ: "Berkas terbaca",
    Check.MARK: "Berkas yang selesai dapat dipindahkan",
    Check.WRITE: "Jawaban dapat ditaruh",
    Check.CLOCK: "Jamnya cocok",
}


_NOT_TOLD = {
    Check.CLOCK: "Jamnya tidak dapat dicocokkan: server surel ini tidak memberi tahu jamnya. Pastikan jam komputer ini "
    "cocok (NTP)",
}


def check_words(check: Check, testable: bool = True) -> str:
    """The words for a flight check, as a statement that should hold. ``testable`` is False where the place gives
    nothing to check it by.
    """
    return _CHECKS[check] if testable else _NOT_TOLD[check]


def explain(error: OutsideError) -> Explanation:
    """What an outside error means, for people; without path or file name."""
    words = _ERRORS[error.code]
    return Explanation(_filled(words.reason, error.place, error.detail), words.remedy)


def reason_of(code: str) -> str:
    """The meaning of a recorded error code at an inbox."""
    return _filled(_ERRORS[code].reason, Place.INBOX)


def _filled(reason: str, place: Place, detail: str = "") -> str:
    """The sentence with its place filled in. Only those details are shown that the sentence asks for."""
    return " ".join(reason.format(place=_PLACES[place], detail=detail).split())


def explain_left(reason: LeftReason) -> Explanation:
    """Why something in the inbox was left alone, for people."""
    return _LEFT[reason]
