"""What the command understands. Nothing heavy is imported here, so that ``--help`` answers at once."""

from __future__ import annotations

import argparse
import re
from datetime import date
from importlib.metadata import version
from typing import NoReturn

COMMANDS = {
    "check": "check",
    "template": "template",
    "run": "run",
    "status": "status",
    "sources": "sources",
    "trace": "tracing",
    "receipt": "receipt",
    "reprocess": "reprocess",
    "replay": "replay",
    "withdraw": "in_force",
    "restore-batch": "in_force",
    "report": "report",
    "mart": "mart",
    "diff": "diff",
    "backup": "backup",
    "verify": "verify",
    "health": "health",
    "alert": "health",
    "dues": "dues",
    "remind": "remind",
    "waiting": "waiting",
    "decide": "decide",
    "headers": "headers",
    "right-values": "right_values",
    "acuan": "acuan",
    "init": "init",
    "upgrade": "upgrade",
    "up": "up",
    "deploy": "deploy",
    "demo": "demo",
}
"""Command → module in ``kemitraan.cli.commands``."""

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


def day(text: str) -> date:
    """A day as ``YYYY-MM-DD``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} bukan tanggal; tulis seperti 2026-11-24") from None


def period(text: str) -> str:
    """A month as ``YYYY-MM``."""
    try:
        return date.fromisoformat(f"{text}-01").strftime("%Y-%m")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} bukan periode; tulis seperti 2026-11") from None


def submission_or_hash(text: str) -> str:
    """A submission's number or a file's SHA-256, or at least the first eight digits of one."""
    if not re.fullmatch(r"[0-9a-f]{8,64}", text.lower()):
        raise argparse.ArgumentTypeError(
            f"{text!r} bukan nomor kiriman dan bukan SHA-256 (angka dan huruf a-f, paling sedikit 8 yang pertama)"
        )
    return text.lower()


def count(text: str) -> int:
    """A whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} bukan bilangan bulat dari 1")
    return int(text)


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
    commands = parser.add_subparsers(dest="command", title="perintah", metavar="PERINTAH", parser_class=_Parser)
    _add_check(commands)
    _add_template(commands)
    _add_run(commands)
    _add_status(commands)
    _add_sources(commands)
    _add_trace(commands)
    _add_receipt(commands)
    _add_taking_up(commands)
    _add_in_force(commands)
    _add_care(commands)
    _add_health(commands)
    _add_mart(commands)
    _add_diff(commands)
    _add_dues(commands)
    _add_remind(commands)
    _add_waiting(commands)
    _add_acuan(commands)
    commands.add_parser(
        "init",
        help="buat rumah yang langsung dapat dipakai",
        description="Membuat rumah dan gudangnya; yang sudah ada tidak diubah.",
    )
    upgrade = commands.add_parser(
        "upgrade", help="mutakhirkan gudang data", description="Membawa tabel gudang ke versi terbaru; data tetap."
    )
    upgrade.add_argument(
        "--accept-new-key",
        action="store_true",
        help="pakai kunci yang sekarang, walaupun gudang ini dikerjakan dengan kunci lain. Hanya bila kunci lama hilang "
        "untuk selamanya: tanda terima lama tidak dapat dibuktikan lagi, dan pemilik usaha tidak dikenali lagi dari "
        "NIK-nya sampai kirimannya diproses ulang",
    )
    _add_up(commands)
    _add_demo(commands)
    return parser


def _version() -> str:
    """The program's name and version, as it was installed."""
    return f"kemitraan {version('kemitraan-sulbar')}"


def _add_check(commands: argparse._SubParsersAction) -> None:
    check = commands.add_parser(
        "check",
        help="periksa satu berkas",
        description="Memeriksa satu buku kerja tanpa jaringan dan tanpa server. Status keluar: 0 diterima, 1 ada baris "
        "ditahan atau ditolak, 2 tidak dapat dijalankan.",
    )
    check.add_argument("file", metavar="BERKAS", help="xlsx, xlsm, xls, xlsb, ods, atau csv")
    check.add_argument("--office", metavar="KODE", help="kode kantor yang terdaftar untuk jalur ini, misalnya 76.05")
    check.add_argument("--today", metavar="TANGGAL", type=day, help="hari yang dianggap hari ini, misalnya 2026-11-24")
    check.add_argument("--format", choices=("text", "json"), default="text", help="bentuk keluaran (bawaan: text)")
    check.add_argument("--return", dest="return_path", metavar="PATH", help="tulis buku kerja jawaban ke sini")
    check.add_argument("--warehouse", metavar="URL", help="gudang untuk rujukan ke baris yang dikirim sebelumnya")


def _add_template(commands: argparse._SubParsersAction) -> None:
    template = commands.add_parser(
        "template",
        help="buat templat untuk sebuah kantor",
        description="Membuat buku kerja kosong yang siap diisi sebuah kantor.",
    )
    template.add_argument(
        "--office", required=True, metavar="KANTOR", help="nama folder atau kode kantor, misalnya majene atau 76.05"
    )
    template.add_argument("--period", type=period, metavar="PERIODE", help="misalnya 2026-11 (bawaan: bulan ini)")
    template.add_argument("--out", metavar="PATH", help="berkas atau folder tujuan (bawaan: folder ini)")
    template.add_argument(
        "--fill", action="store_true", help="isi dengan usaha dan produk kantor itu yang sudah di gudang"
    )


def _add_run(commands: argparse._SubParsersAction) -> None:
    run = commands.add_parser(
        "run",
        help="jalankan seluruh pekerjaan sekali",
        description="Mengumpulkan kiriman, memeriksa, memuat ke gudang, dan menjawab setiap pengirim.",
    )
    run.add_argument("--office", action="append", metavar="KANTOR", help="hanya kantor ini (boleh diulang)")
    run.add_argument("--period", type=period, metavar="PERIODE", help="hanya kiriman periode ini, misalnya 2026-11")
    run.add_argument("--force", action="store_true", help="proses ulang kiriman terakhir walaupun sudah dijawab")
    run.add_argument("--json", action="store_true", help="ringkasan sebagai JSON")


def _add_status(commands: argparse._SubParsersAction) -> None:
    status = commands.add_parser(
        "status", help="keadaan setiap kantor dan periode", description="Hasil, jumlah baris, dan kiriman yang berlaku."
    )
    status.add_argument("--office", action="append", metavar="KANTOR", help="hanya kantor ini (boleh diulang)")
    status.add_argument("--period", type=period, metavar="PERIODE", help="hanya periode ini")
    status.add_argument("--json", action="store_true", help="keluaran sebagai JSON")


def _add_sources(commands: argparse._SubParsersAction) -> None:
    sources = commands.add_parser(
        "sources",
        help="periksa sumber kiriman, atau lihat kapan terakhir terdengar",
        description="check: mencoba setiap sumber tanpa menyentuh kiriman (terjangkau, dapat masuk, daftar terbaca, "
        "jawaban dapat ditaruh, jam). list: kapan setiap sumber terakhir dicoba, menjawab, dan memberi kiriman.",
    )
    sources.add_argument("what", choices=("check", "list"), metavar="check|list", help="periksa, atau lihat daftar")
    sources.add_argument("--office", action="append", metavar="KANTOR", help="hanya kantor ini (boleh diulang)")
    sources.add_argument("--json", action="store_true", help="keluaran sebagai JSON")


def _add_trace(commands: argparse._SubParsersAction) -> None:
    trace = commands.add_parser(
        "trace",
        help="telusuri baris atau angka gudang sampai ke selnya",
        description="Dari baris gudang atau angka laporan kembali ke kiriman, berkas, lembar, dan sel asalnya.",
        epilog="Contoh: kemitraan trace umkm MJN-0001 --column omzet_tahunan · "
        "kemitraan trace mart_kemitraan office=76.05 tahap=Memasok",
    )
    trace.add_argument("table", metavar="TABEL", help="umkm, produk, kurasi, … atau nama mart")
    trace.add_argument("key", nargs="*", metavar="KUNCI", help="kunci baris, atau nilai dimensi mart: nama=nilai")
    trace.add_argument("--office", metavar="KODE", help="kode kantor, bila kuncinya dipakai lebih dari satu kantor")
    trace.add_argument("--column", metavar="KOLOM", help="hanya kolom ini")
    trace.add_argument("--json", action="store_true", help="keluaran sebagai JSON")


def _add_receipt(commands: argparse._SubParsersAction) -> None:
    receipt = commands.add_parser(
        "receipt",
        help="tanda terima sebuah kiriman, atau periksa keasliannya",
        description="Mencetak tanda terima sebuah kiriman, atau memeriksa tanda terima yang ditunjukkan orang: asli, "
        "diubah, atau tidak dikenal.",
        epilog="Contoh: kemitraan receipt laporan.xlsx · kemitraan receipt 3f0c9a1b · "
        "kemitraan receipt --verify surel.txt",
    )
    asked = receipt.add_mutually_exclusive_group(required=True)
    asked.add_argument(
        "what", nargs="?", metavar="KIRIMAN", help="nomor kiriman (awalnya cukup), SHA-256, atau berkas yang dikirim"
    )
    asked.add_argument(
        "--verify", metavar="BERKAS", help="teks yang memuat tanda terima, misalnya salinan surel; - untuk masukan baku"
    )
    receipt.add_argument("--json", action="store_true", help="keluaran sebagai JSON")


def _add_up(commands: argparse._SubParsersAction) -> None:
    up = commands.add_parser(
        "up",
        help="nyalakan server, pekerja, dan penerapannya di komputer ini",
        description="Menyalakan server Prefect dan pekerjanya, memasang penerapan, dan menjaga semuanya tetap berjalan "
        "sampai Ctrl-C. Rumah dibuat bila belum ada.",
    )
    up.add_argument("--host", default="127.0.0.1", metavar="ALAMAT", help="alamat server (bawaan: 127.0.0.1)")
    up.add_argument("--port", type=int, default=4200, metavar="PORTA", help="porta server (bawaan: 4200)")
    deploy = commands.add_parser(
        "deploy",
        help="pasang penerapan di server yang sudah berjalan",
        description="Menunggu server di PREFECT_API_URL, lalu memasang kolam kerja, penerapan, dan automasinya. Diulang "
        "tidak mengubah apa-apa; jadwal yang dijeda tetap dijeda.",
    )
    deploy.add_argument(
        "--wait", type=float, default=300, metavar="DETIK", help="berapa lama menunggu server (bawaan: 300)"
    )


def _add_taking_up(commands: argparse._SubParsersAction) -> None:
    reprocess = commands.add_parser(
        "reprocess",
        help="proses ulang satu kiriman dari arsip",
        description="Memeriksa lagi satu kiriman dari arsip, memuatnya, dan menjawab pengirimnya.",
    )
    reprocess.add_argument(
        "submission",
        metavar="KIRIMAN",
        type=submission_or_hash,
        help="nomor kiriman atau SHA-256 berkasnya; 8 angka pertama cukup",
    )
    reprocess.add_argument("--json", action="store_true", help="ringkasan sebagai JSON")
    replay = commands.add_parser(
        "replay",
        help="ulangi karantina: masukkan baris ditahan yang kini dapat diterima",
        description="Setelah daftar mitra, alias, atau kode wilayah bertambah: setiap kiriman yang berlaku dan punya "
        "baris ditahan diperiksa lagi. Yang barisnya kini dapat masuk diproses ulang dan dijawab; yang lain dibiarkan.",
    )
    replay.add_argument("--office", action="append", metavar="KANTOR", help="hanya kantor ini (boleh diulang)")
    replay.add_argument("--period", type=period, metavar="PERIODE", help="hanya periode ini, misalnya 2026-11")


def _add_in_force(commands: argparse._SubParsersAction) -> None:
    withdraw = commands.add_parser(
        "withdraw",
        help="cabut kiriman yang keliru; yang sebelumnya berlaku kembali",
        description="Kiriman ini tidak berlaku lagi, dan yang digantikannya berlaku kembali. Tidak ada yang dihapus.",
    )
    restore = commands.add_parser(
        "restore-batch",
        help="berlakukan kembali kiriman lama",
        description="Kiriman lama yang pernah berlaku berlaku kembali, menggantikan yang sekarang. Tidak ada yang dihapus.",
    )
    for command in (withdraw, restore):
        command.add_argument(
            "submission",
            metavar="KIRIMAN",
            type=submission_or_hash,
            help="nomor kiriman atau SHA-256 berkasnya; 8 angka pertama cukup",
        )
        command.add_argument("--why", required=True, metavar="ALASAN", help="sebabnya, untuk catatan jejak")
        command.add_argument("--who", metavar="NAMA", help="siapa yang memutuskan (bawaan: pengguna komputer ini)")


def _add_care(commands: argparse._SubParsersAction) -> None:
    commands.add_parser(
        "report",
        help="buat laporan kemitraan",
        description="Membuat buku kerja laporan kemitraan di laporan/ dan menampilkan angka utamanya.",
    )
    backup = commands.add_parser(
        "backup",
        help="cadangkan gudang data dan setelan",
        description="Membuat cadangan gudang dan setelan tanpa menghentikan pekerjaan. Berkas kunci dan arsip tidak ikut.",
    )
    backup.add_argument("--to", metavar="FOLDER", help="folder cadangan (bawaan: setelan backup)")
    verify = commands.add_parser(
        "verify",
        help="cocokkan arsip dengan sidiknya",
        description="Membaca setiap berkas arsip dan mencocokkannya dengan SHA-256. Status keluar 1 bila ada yang rusak.",
    )
    verify.add_argument("--most", type=count, metavar="BANYAK", help="paling banyak sekian berkas (bawaan: semua)")


def _add_health(commands: argparse._SubParsersAction) -> None:
    health = commands.add_parser(
        "health",
        help="periksa keadaan: setelan, kunci, gudang, arsip, konsolidasi, cadangan, ruang cakram",
        description="Memeriksa yang diperlukan pekerjaan ini. Status keluar: 0 semua baik, 1 ada yang perlu perhatian; cocok "
        "untuk alat pemantau apa pun.",
    )
    health.add_argument("--format", choices=("text", "json"), default="text", help="bentuk keluaran (bawaan: text)")
    health.add_argument(
        "--notify",
        action="store_true",
        help="surati petugas TI (notify di bagian [health]) bila ada yang berubah; setiap gangguan sekali saja",
    )
    alert = commands.add_parser(
        "alert",
        help="surati petugas TI bahwa sebuah layanan systemd gagal",
        description="Untuk OnFailure= di systemd: menyurati petugas TI (notify di bagian [health]) bahwa layanan ini gagal, "
        "sekali saja sampai `kemitraan health --notify` melihatnya baik lagi.",
    )
    alert.add_argument("unit", metavar="LAYANAN", help="misalnya kemitraan-backup.service")


def _add_dues(commands: argparse._SubParsersAction) -> None:
    dues = commands.add_parser(
        "dues",
        help="kalender setoran: siapa sudah mengirim, siapa belum",
        description="Keadaan setiap kantor yang wajib lapor: untuk periode yang terakhir jatuh tempo dan yang berikutnya.",
    )
    dues.add_argument("--office", action="append", metavar="KANTOR", help="hanya kantor ini (boleh diulang)")
    dues.add_argument("--period", type=period, metavar="PERIODE", help="hanya periode ini, misalnya 2026-11")
    dues.add_argument("--today", metavar="TANGGAL", type=day, help="hari yang dianggap hari ini")
    dues.add_argument("--json", action="store_true", help="keluaran sebagai JSON")


def _add_remind(commands: argparse._SubParsersAction) -> None:
    remind = commands.add_parser(
        "remind",
        help="kirim pengingat dan rangkuman yang sudah waktunya",
        description="Mengirim surel yang diminta hari ini, masing-masing sekali: pengingat sebelum batas kirim, lalu "
        "pemberitahuan kepada yang terlambat dan satu rangkuman bagi petugas provinsi.",
    )
    remind.add_argument("--today", metavar="TANGGAL", type=day, help="hari yang dianggap hari ini")
    remind.add_argument("--dry-run", action="store_true", help="hanya tampilkan; tidak ada yang dikirim")
    remind.add_argument("--json", action="store_true", help="keluaran sebagai JSON")


def _add_waiting(commands: argparse._SubParsersAction) -> None:
    waiting = commands.add_parser(
        "waiting",
        help="kiriman yang menunggu keputusan",
        description="Kiriman yang menunggu keputusan petugas: sebabnya, batas waktunya, dan judul kolom yang ditanyakan.",
    )
    waiting.add_argument("--office", action="append", metavar="KANTOR", help="hanya kantor ini (boleh diulang)")
    waiting.add_argument("--json", action="store_true", help="keluaran sebagai JSON")
    decide = commands.add_parser(
        "decide",
        help="putuskan kiriman yang menunggu",
        description="muat: muat baris yang baik. tolak: tolak, pengirim diberi tahu. minta-ulang: minta berkas baru. "
        "cocokkan: pakai kolom yang dipilih dengan --header, ingat untuk kantor itu, lalu periksa lagi.",
        epilog="Contoh: kemitraan decide 1a2b3c4d muat --name Rahma --reason 'Sudah ditanyakan lewat telepon.' · "
        "kemitraan decide 1a2b3c4d cocokkan --header 'Omset setahun=omzet_tahunan' --name Rahma --reason '…'",
    )
    decide.add_argument(
        "submission",
        metavar="KIRIMAN",
        type=submission_or_hash,
        help="nomor kiriman; 8 angka pertama cukup. Lihat kemitraan waiting",
    )
    decide.add_argument(
        "choice",
        choices=("muat", "tolak", "minta-ulang", "cocokkan"),
        metavar="KEPUTUSAN",
        help="muat, tolak, minta-ulang, atau cocokkan",
    )
    decide.add_argument("--name", required=True, metavar="NAMA", help="nama petugas yang memutuskan")
    decide.add_argument("--reason", required=True, metavar="ALASAN", help="alasannya; pengirim membacanya")
    decide.add_argument(
        "--header",
        action="append",
        default=[],
        metavar="JUDUL=KOLOM",
        help="kolom yang dimaksud sebuah judul (boleh diulang); JUDUL= saja: bukan kolom mana pun",
    )
    headers = commands.add_parser(
        "headers",
        help="judul kolom yang pernah dikenali, atau lupakan satu",
        description="list: judul yang pernah dikenali petugas untuk setiap kantor. forget: lupakan satu judul; bila "
        "datang lagi, ditanyakan lagi.",
    )
    headers.add_argument("what", choices=("list", "forget"), metavar="list|forget", help="lihat, atau lupakan")
    headers.add_argument("--office", metavar="KANTOR", help="kantornya")
    headers.add_argument("--sheet", metavar="LEMBAR", help="lembarnya, misalnya UMKM")
    headers.add_argument("--header", metavar="JUDUL", help="judul kolomnya")
    right = commands.add_parser(
        "right-values",
        help="isian yang dinyatakan memang benar oleh pengirimnya, atau lupakan satu",
        description="list: isian yang catatannya tidak disebut lagi karena pengirimnya menyatakannya memang benar. forget: "
        "lupakan satu; catatannya disebut lagi pada kiriman berikutnya.",
    )
    right.add_argument("what", choices=("list", "forget"), metavar="list|forget", help="lihat, atau lupakan")
    right.add_argument("--office", metavar="KANTOR", help="kantornya")
    right.add_argument("--sheet", metavar="LEMBAR", help="lembarnya, misalnya UMKM")
    right.add_argument("--key", metavar="KUNCI", help="kunci barisnya, misalnya MJN-0012")
    right.add_argument("--column", metavar="KOLOM", help="kolomnya seperti di daftar, misalnya telepon")


def _add_acuan(commands: argparse._SubParsersAction) -> None:
    acuan = commands.add_parser(
        "acuan",
        help="mitra, alias wilayah, judul kolom, dan padanan kata yang ditambahkan petugas",
        description="list: yang sudah ditambahkan. add: tambahkan satu ke berkasnya di acuan/ dalam rumah; berlaku mulai "
        "pemeriksaan berikutnya, untuk semua kantor.",
        epilog="Contoh: kemitraan acuan add mitra --name 'PT Hypermart Sulbar' --alias Hypermart · "
        "kemitraan acuan add wilayah --code 76.05.01 --alias 'Banggae Kota' · "
        "kemitraan acuan add judul --sheet UMKM --column omzet_tahunan --alias 'Omset setahun' · "
        "kemitraan acuan add padanan --column bidang_usaha --word Kriya --alias Handicraft",
    )
    acuan.add_argument("what", choices=("list", "add"), metavar="list|add", help="lihat, atau tambahkan")
    acuan.add_argument(
        "lore",
        nargs="?",
        choices=("mitra", "wilayah", "judul", "padanan"),
        metavar="JENIS",
        help="mitra, wilayah, judul, atau padanan (list: bawaannya semua)",
    )
    acuan.add_argument("--name", metavar="NAMA", help="mitra: nama usaha besar yang terdaftar")
    acuan.add_argument("--code", metavar="KODE", help="wilayah: kode Kemendagri, misalnya 76.05.01")
    acuan.add_argument("--sheet", metavar="LEMBAR", help="judul: lembarnya, misalnya UMKM")
    acuan.add_argument("--column", metavar="KOLOM", help="judul dan padanan: kolomnya, misalnya omzet_tahunan")
    acuan.add_argument("--word", metavar="KATA", help="padanan: kata yang ada di pilihan kolom itu")
    acuan.add_argument("--alias", metavar="TULISAN", help="yang ditulis pengirim")
    acuan.add_argument("--who", metavar="NAMA", help="siapa yang menambahkan (bawaan: pengguna komputer ini)")
    acuan.add_argument("--note", metavar="CATATAN", default="", help="catatan, misalnya dari mana diketahui")


def _add_demo(commands: argparse._SubParsersAction) -> None:
    demo = commands.add_parser(
        "demo",
        help="rumah contoh dengan dua bulan data",
        description="Membuat data contoh dua bulan, menjalankannya, dan merangkumnya.",
    )
    demo.add_argument("--out", metavar="FOLDER", help="folder contoh (bawaan: yang disebut --home, atau demo)")
    demo.add_argument("--today", metavar="TANGGAL", type=day, help="hari yang dianggap hari ini")


def _add_mart(commands) -> None:
    mart = commands.add_parser(
        "mart",
        help="angka sebuah mart, untuk bulan mana pun",
        description="Menampilkan angka sebuah mart untuk satu bulan, seperti diketahui pada suatu saat.",
    )
    mart.add_argument("name", metavar="NAMA", help="nama mart, misalnya kemitraan")
    mart.add_argument(
        "--period", metavar="PERIODE", type=period, help="bulan laporan, misalnya 2026-11; tanpa ini yang terbaru"
    )
    mart.add_argument(
        "--known-on",
        metavar="WAKTU",
        help="seperti diketahui saat itu: tanggal (akhir harinya) atau waktu; tanpa ini kini",
    )
    mart.add_argument("--format", choices=["table", "json"], default="table", help="bentuk keluaran")


def _add_diff(commands) -> None:
    diff = commands.add_parser(
        "diff",
        help="mengapa angka sebuah mart berubah",
        description="Membandingkan sebuah mart dari dua sudut pandang, dengan sebab setiap perubahan.",
        epilog="Contoh: kemitraan diff kemitraan --from 2026-10 --to 2026-11@2026-12-05",
    )
    diff.add_argument("name", metavar="NAMA", help="nama mart, misalnya kemitraan")
    for option, dest, help_text in (("--from", "before", "dari"), ("--to", "after", "sampai")):
        diff.add_argument(
            option,
            dest=dest,
            metavar="PERIODE[@WAKTU]",
            required=True,
            help=f"{help_text}: bulan laporan, dan bila perlu seperti diketahui saat itu",
        )
    diff.add_argument("--format", choices=["table", "json"], default="table", help="bentuk keluaran")


def _speak_indonesian() -> None:
    """argparse asks gettext for its words; no catalogue of it ships with Python, so its few words are put in here."""

    def translate(text: str) -> str:
        return _INDONESIAN.get(text, text)

    argparse._ = translate  # type: ignore[attr-defined]
