"""The parser of the whole command and its options. A command's own arguments stand beside its code, in its module,
which is imported only when the command is asked for: ``kemitraan --help`` answers at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from types import ModuleType
from typing import Any, NoReturn

COMMANDS = {
    "check": "periksa satu berkas",
    "template": "buat templat untuk sebuah kantor",
    "run": "jalankan seluruh pekerjaan sekali",
    "status": "keadaan setiap kantor dan periode",
    "sources": "periksa sumber kiriman, atau lihat kapan terakhir terdengar",
    "trace": "telusuri baris atau angka gudang sampai ke selnya",
    "receipt": "tanda terima sebuah kiriman, atau periksa keasliannya",
    "reprocess": "proses ulang satu kiriman dari arsip",
    "replay": "ulangi karantina: masukkan baris ditahan yang kini dapat diterima",
    "withdraw": "cabut kiriman yang keliru; yang sebelumnya berlaku kembali",
    "restore-batch": "berlakukan kembali kiriman lama",
    "report": "buat laporan kemitraan",
    "mart": "angka sebuah mart, untuk bulan mana pun",
    "diff": "mengapa angka sebuah mart berubah",
    "correct": "koreksi isi sel atas nama pengirim: lihat, tambahkan, akhiri",
    "exempt": "kecualikan kantor dari sebuah aturan: lihat, tambahkan, akhiri",
    "shadow": "coba aturan, versi kontrak, atau padanan baru pada kiriman yang sudah ada, tanpa menyimpan apa pun",
    "link": "catatan mana yang satu usaha, dan pasangan yang perlu diputuskan",
    "link-decide": "putuskan apakah dua catatan satu usaha",
    "link-undo": "batalkan keputusan tentang dua catatan",
    "reads": "siapa membaca data pribadi: kapan, milik siapa, untuk apa",
    "forget": "hapus data pribadi seseorang atas permintaannya: cari, minta, laksanakan, lihat",
    "link-pair": "tulis dua catatan lengkap ke berkas, untuk petugas",
    "snapshot": "terbitkan angka sebuah bulan sebagai berkas",
    "explore": "buka sebuah terbitan di peramban",
    "sql": "kueri SQL sendiri, hanya membaca, dari bulan dan saat mana pun",
    "pin": "sudut pandang sebagai skema PostgreSQL, untuk Excel dan program lain",
    "backup": "cadangkan gudang data dan setelan",
    "restore": "pulihkan rumah dari cadangan",
    "replay-archive": "buat ulang gudang data dari arsip saja",
    "verify": "cocokkan arsip dengan sidiknya, dan tabel kini dengan riwayatnya",
    "rebuild": "buat ulang tabel kini dari riwayat",
    "health": "periksa keadaan: setelan, kunci, gudang, arsip, konsolidasi, cadangan, ruang cakram",
    "alert": "surati petugas TI bahwa sebuah layanan systemd gagal",
    "dues": "kalender setoran: siapa sudah mengirim, siapa belum",
    "remind": "kirim pengingat dan rangkuman yang sudah waktunya",
    "waiting": "kiriman yang menunggu keputusan",
    "decide": "putuskan kiriman yang menunggu",
    "headers": "judul kolom yang pernah dikenali, atau lupakan satu",
    "right-values": "isian yang dinyatakan memang benar oleh pengirimnya, atau lupakan satu",
    "acuan": "mitra, alias wilayah, judul kolom, dan padanan kata yang ditambahkan petugas",
    "init": "buat rumah yang langsung dapat dipakai",
    "upgrade": "mutakhirkan gudang data",
    "up": "nyalakan server, pekerja, dan penerapannya di komputer ini",
    "deploy": "pasang penerapan di server yang sudah berjalan",
    "demo": "rumah contoh dengan dua bulan data",
}
"""Command → what it does, in a line. Its module in ``kemitraan.cli.commands`` bears its name."""

_MODULES = {"trace": "tracing"}
"""Modules whose name is another, because a standard one has it."""

_INDONESIAN = {
    "usage: ": "pemakaian: ",
    "options": "pilihan",
    "positional arguments": "argumen",
    "show this help message and exit": "tampilkan bantuan ini",
    "the following arguments are required: %s": "argumen ini harus diisi: %s",
    "unrecognized arguments: %s": "argumen tidak dikenal: %s",
    "expected one argument": "harus diikuti satu nilai",
    "expected at least one argument": "harus diikuti paling sedikit satu nilai",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r tidak ada dalam pilihan: %(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r bukan %(type)s yang benar",
    "argument %(argument_name)s: %(message)s": "argumen %(argument_name)s: %(message)s",
    "expected at most one argument": "hanya boleh diikuti satu nilai",
    "ignored explicit argument %r": "tidak menerima nilai (%r)",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s dapat berarti %(matches)s; tulis lengkap",
    "one of the arguments %s is required": "isi salah satu: %s",
    "not allowed with argument %s": "tidak boleh bersama %s",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
}


class _Parser(argparse.ArgumentParser):
    """A parser that complains in Indonesian and exits with 2."""

    def error(self, message: str) -> NoReturn:
        self.print_usage()
        self.exit(2, f"{self.prog}: {message}\nBantuan: {self.prog} --help\n")

    def print_usage(self, file=None) -> None:
        import sys

        super().print_usage(file or sys.stderr)


class _CommandParser(_Parser):
    """The parser of one command, to which its module adds what it takes when it is asked for."""

    command = ""

    def complete(self) -> None:
        """Adds the command's arguments, once."""
        if self.command:
            module_of(self.command).add_arguments(self)
            self.command = ""

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:
        self.complete()
        return super().parse_known_args(args, namespace)


def module_of(command: str) -> ModuleType:
    """The module of a command: its ``add_arguments(parser)`` says what it takes, its ``run(arguments)`` does it."""
    return import_module(f"kemitraan.cli.commands.{_MODULES.get(command, command.replace('-', '_'))}")


def make_parser() -> argparse.ArgumentParser:
    """The parser of the whole command."""
    _speak_indonesian()
    parser = _Parser(
        prog="kemitraan",
        description="Mengumpulkan, memeriksa, dan menggabungkan laporan UMKM kabupaten untuk kemitraan.",
        epilog="Contoh: kemitraan check laporan.xlsx · kemitraan --home rumah-kemitraan run · kemitraan status",
    )
    parser.add_argument(
        "--home",
        metavar="FOLDER",
        help="folder rumah: setelan, kotak masuk dan keluar, arsip, gudang (atau KEMITRAAN_HOME)",
    )
    parser.add_argument("--version", action="version", version=_version(), help="tampilkan versi program")
    commands = parser.add_subparsers(dest="command", title="perintah", metavar="PERINTAH", parser_class=_CommandParser)
    for name, purpose in COMMANDS.items():
        commands.add_parser(name, help=purpose).command = name
    return parser


def _version() -> str:
    """The program's name and version, as it was installed."""
    return f"kemitraan {version('kemitraan-sulbar')}"


def _speak_indonesian() -> None:
    """Makes argparse speak Indonesian. It asks gettext for its words, and Python ships no catalogue of it, so the few
    words are put in here.
    """

    def translate(text: str) -> str:
        return _INDONESIAN.get(text, text)

    argparse._ = translate  # type: ignore[attr-defined]
