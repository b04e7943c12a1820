"""``kemitraan acuan``: lists what staff have taught (partners, aliases, synonyms), and teaches more."""

from __future__ import annotations

import argparse
import getpass
from datetime import datetime
from zoneinfo import ZoneInfo

from kemitraan.cli.homes import home_of, ready_workshop
from kemitraan.cli.table import in_columns
from kemitraan.config.home import Home
from kemitraan.config.load import load_config
from kemitraan.config.own_reference import FIELDS, MAY_BE_EMPTY, Entry, Lore
from kemitraan.errors import UsageError
from kemitraan.references import home_entries
from kemitraan.steps.care.teaching import CannotBeTaught, teach
from kemitraan.steps.views.sealed_reading import note_unknown_partners
from kemitraan.steps.workshop import Workshop
from schemas.messages import any_period_words
from schemas.text import clean, fold_name
from warehouse.partners import unknown_partners

HEADERS = ("Jenis", "Untuk", "Ditulis", "Sejak", "Oleh", "Catatan")
_OPTIONS = {
    "nama": "name",
    "kode": "code",
    "lembar": "sheet",
    "kolom": "column",
    "kata": "word",
    "alias": "alias",
    "judul": "alias",
    "padanan": "alias",
}
"""Column of the files → option."""
_NEXT = {
    Lore.PARTNER: "Kiriman lama yang menyebutnya: proses ulang dengan `kemitraan reprocess`.",
    Lore.PLACE: "Baris yang ditahan karenanya: `kemitraan replay`, atau penerapan ulangi-karantina.",
    Lore.HEADER: "Kiriman yang menunggu karena judul ini: putuskan, atau proses ulang dengan `kemitraan reprocess`.",
    Lore.SYNONYM: "Baris yang ditahan karenanya: `kemitraan replay`, atau penerapan ulangi-karantina.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "list: yang sudah ditambahkan. add: tambahkan satu ke berkasnya di acuan/ dalam rumah; berlaku mulai "
        "pemeriksaan berikutnya, untuk semua kantor. unknown: usaha besar yang belum dikenal, dengan nama yang ditulis "
        "pengirimnya; di tempat lain ia hanya disebut mitra belum dikenal."
    )
    parser.epilog = (
        "Contoh: kemitraan acuan add mitra --name 'PT Hypermart Sulbar' --alias Hypermart · "
        "kemitraan acuan add wilayah --code 76.05.01 --alias 'Banggae Kota' · "
        "kemitraan acuan add judul --sheet UMKM --column omzet_tahunan --alias 'Omset setahun' · "
        "kemitraan acuan add padanan --column bidang_usaha --word Kriya --alias Handicraft"
    )
    parser.add_argument(
        "what",
        choices=("list", "add", "unknown"),
        metavar="list|add|unknown",
        help="lihat, tambahkan, atau lihat mitra yang belum dikenal",
    )
    parser.add_argument(
        "lore",
        nargs="?",
        choices=("mitra", "wilayah", "judul", "padanan"),
        metavar="JENIS",
        help="mitra, wilayah, judul, atau padanan (list: bawaannya semua)",
    )
    parser.add_argument("--name", metavar="NAMA", help="mitra: nama usaha besar yang terdaftar")
    parser.add_argument("--code", metavar="KODE", help="wilayah: kode Kemendagri, misalnya 76.05.01")
    parser.add_argument("--sheet", metavar="LEMBAR", help="judul: lembarnya, misalnya UMKM")
    parser.add_argument("--column", metavar="KOLOM", help="judul dan padanan: kolomnya, misalnya omzet_tahunan")
    parser.add_argument("--word", metavar="KATA", help="padanan: kata yang ada di pilihan kolom itu")
    parser.add_argument("--alias", metavar="TULISAN", help="yang ditulis pengirim")
    parser.add_argument("--who", metavar="NAMA", help="siapa yang menambahkan (bawaan: pengguna komputer ini)")
    parser.add_argument("--note", metavar="CATATAN", default="", help="catatan, misalnya dari mana diketahui")


def run(arguments: argparse.Namespace) -> int:
    """Lists the entries, or adds one."""
    home = home_of(arguments)
    zone = load_config(home).settings.zone
    lore = Lore(arguments.lore) if arguments.lore else None
    if arguments.what == "unknown":
        return _unknown(ready_workshop(arguments), clean(arguments.who or "") or getpass.getuser())
    if arguments.what == "list":
        return _list(home, lore)
    if lore is None:
        raise UsageError("sebutkan yang ditambahkan: mitra, wilayah, judul, atau padanan.")
    return _add(home, lore, arguments, zone)


def _list(home: Home, lore: Lore | None) -> int:
    rows = [
        (
            str(entry.lore),
            _target(entry),
            entry.values[FIELDS[entry.lore][-1]],
            entry.since.isoformat(),
            entry.who,
            entry.note,
        )
        for entry in home_entries(home)
        if lore in (None, entry.lore)
    ]
    print("\n".join(in_columns(HEADERS, rows)) if rows else "Belum ada yang ditambahkan petugas.")
    return 0


def _unknown(workshop: Workshop, who: str) -> int:
    """Lists partners that nobody has confirmed yet. A name may be a person's, so only this list and its sender see it,
    and who looked is noted first.
    """
    names = workshop.reference.partner_names
    partners = [partner for partner in unknown_partners(workshop.warehouse) if fold_name(partner.name) not in names]
    rows = [
        (
            partner.name,
            partner.shown,
            workshop.name_of(partner.office),
            any_period_words(partner.period),
            partner.submission,
        )
        for partner in partners
    ]
    if not rows:
        print("Semua usaha besar sudah dikenal.")
        return 0
    note_unknown_partners(workshop, partners, who)
    print("\n".join(in_columns(("Ditulis", "Disebut", "Kantor", "Periode", "Kiriman"), rows)))
    print(
        "\nBila memang usaha: kemitraan acuan add mitra --name 'NAMA RESMI' --alias 'YANG DITULIS', lalu kemitraan "
        "reprocess untuk kirimannya."
    )
    return 0


def _target(entry: Entry) -> str:
    return " › ".join(entry.values[name] for name in FIELDS[entry.lore][:-1])


def _add(home: Home, lore: Lore, arguments: argparse.Namespace, zone: ZoneInfo) -> int:
    values = {name: clean(getattr(arguments, _OPTIONS[name]) or "") for name in FIELDS[lore]}
    missing_options = [
        f"--{_OPTIONS[name]}" for name in FIELDS[lore] if not values[name] and MAY_BE_EMPTY.get(name) is not lore
    ]
    if missing_options:
        raise UsageError(f"isi juga {', '.join(missing_options)}.")
    today = datetime.now(zone).date()
    who = clean(arguments.who or "") or getpass.getuser()
    try:
        added = teach(home, Entry(lore, 0, values, today, who, clean(arguments.note)))
    except CannotBeTaught as wrong:
        raise UsageError(str(wrong)) from None
    if not added:
        print("Sudah dikenal; tidak ada yang ditambahkan.")
        return 0
    print(f"Tersimpan di acuan/{lore.file_name}; berlaku mulai pemeriksaan berikutnya. {_NEXT[lore]}")
    return 0
