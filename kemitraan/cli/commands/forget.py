"""``kemitraan forget``: a person's right to be forgotten: find what holds him, enter his request, carry it out, cancel
it.
"""

from __future__ import annotations

import argparse
import getpass
import sys

from kemitraan.cli.homes import ready_workshop
from kemitraan.cli.table import in_columns
from kemitraan.errors import UsageError
from kemitraan.steps.forgetting.requesting import (
    UNKNOWN,
    Carried,
    Holding,
    asked_for,
    cancel,
    carry_out,
    look_for,
    open_and_due,
    request,
)
from kemitraan.steps.forgetting.retaining import keep_for
from kemitraan.steps.workshop import Workshop
from schemas.messages import number_words, time_words
from warehouse.forgetting.requests import Request, all_requests
from warehouse.forgetting.subject import Subject

_WHAT = ("list", "find", "request", "carry-out", "cancel", "retention")
_HEADERS = ("Nomor", "Masuk", "Oleh", "Alasan", "Keadaan")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "find: di mana saja data seseorang tersimpan; tidak mengubah apa pun. request: catat permintaannya; datanya langsung "
        "tidak tampil lagi. carry-out: hapus untuk selamanya (pemeliharaan malam melakukannya sendiri bila sudah waktunya). "
        "cancel: batalkan sebelum dilaksanakan. Angka usahanya tetap dihitung. retention: hapus yang melewati masa simpannya "
        "menurut setelan (dijalankan pemeliharaan malam)."
    )
    parser.epilog = (
        "Contoh: kemitraan forget find --nik · kemitraan forget request --key 76.05/MJN-0001 --name Rahma --reason 'Surat "
        "12 November.' · kemitraan forget carry-out 3 --dry-run"
    )
    parser.add_argument(
        "what",
        nargs="?",
        choices=_WHAT,
        default="list",
        metavar="|".join(_WHAT),
        help="bawaan: lihat daftar permintaan",
    )
    parser.add_argument("number", nargs="?", type=int, metavar="NOMOR", help="carry-out, cancel: nomor permintaannya")
    parser.add_argument(
        "--nik",
        action="store_true",
        help="menurut NIK; ditanyakan atau dibaca dari masukan baku, supaya tidak tinggal di riwayat",
    )
    parser.add_argument("--phone", action="store_true", help="menurut nomor telepon; ditanyakan dengan cara yang sama")
    parser.add_argument("--key", metavar="KANTOR/KODE", help="menurut kode usahanya, misalnya 76.05/MJN-0001")
    parser.add_argument(
        "--dry-run", action="store_true", help="request, carry-out, retention: katakan saja apa dan di mana"
    )
    parser.add_argument("--name", metavar="NAMA", help="request, cancel: nama petugas")
    parser.add_argument("--reason", metavar="ALASAN", help="request, cancel: alasannya, tanpa data pribadi")


def run(arguments: argparse.Namespace) -> int:
    """Finds, enters, carries out, cancels or lists. Gives 1 where nothing holds the person, or something is left."""
    workshop = ready_workshop(arguments)
    if arguments.what == "list":
        return _list(workshop)
    if arguments.what in ("find", "request"):
        return _find_or_request(workshop, arguments)
    if arguments.what == "retention":
        return _retain(workshop, arguments.dry_run)
    if arguments.what == "cancel":
        who, why = _signed(arguments)
        ended = cancel(workshop, _number(arguments), who=who, why=why)
        print(f"Permintaan nomor {ended.id} dibatalkan; semuanya tampil lagi seperti semula.")
        return 0
    numbers = [arguments.number] if arguments.number else [request.id for request in open_and_due(workshop)]
    if not numbers:
        print("Tidak ada permintaan yang sudah waktunya dilaksanakan.")
    return max([_carry_out(workshop, number, arguments.dry_run) for number in numbers], default=0)


def _find_or_request(workshop: Workshop, arguments: argparse.Namespace) -> int:
    subject = _asked(workshop, arguments)
    if arguments.what == "find" or arguments.dry_run:
        holding = look_for(workshop, subject)
        print(_told(workshop, holding))
        return 1 if holding.is_empty else 0
    who, why = _signed(arguments)
    entered = request(workshop, subject, who=who, why=why)
    due = time_words(entered.due_at.astimezone(workshop.config.settings.zone))
    print(
        f"Permintaan nomor {entered.id} tercatat; datanya tidak tampil lagi. Dihapus untuk selamanya oleh pemeliharaan malam "
        f"sesudah {due}, atau sekarang dengan `kemitraan forget carry-out {entered.id}`."
    )
    return 0


def _asked(workshop: Workshop, arguments: argparse.Namespace) -> Subject:
    ways = [arguments.nik, arguments.phone, arguments.key is not None]
    if sum(ways) != 1:
        raise UsageError("sebutkan salah satu: --nik, --phone, atau --key.")
    if arguments.key is not None:
        return asked_for(workshop, key=arguments.key)
    if arguments.nik:
        return asked_for(workshop, nik=_secret("NIK: "))
    return asked_for(workshop, telephone=_secret("Nomor telepon: "))


def _secret(question: str) -> str:
    """Asks without showing, or reads a line that is piped in."""
    return getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().strip()


def _carry_out(workshop: Workshop, number: int, dry_run: bool) -> int:
    if dry_run:
        from warehouse.forgetting.requests import kept_subject

        with workshop.warehouse.read() as connection:
            subject = kept_subject(connection, number)
        print(f"Permintaan nomor {number}:", _told(workshop, look_for(workshop, subject)), sep="\n")
        return 0
    carried = carry_out(workshop, number)
    print(_carried_words(carried))
    return 1 if carried.request.carried_at is None else 0


def _carried_words(carried: Carried) -> str:
    head = (
        f"Permintaan nomor {carried.request.id} dilaksanakan: {carried.replaced} berkas arsip diganti."
        if carried.request.carried_at
        else f"Permintaan nomor {carried.request.id} belum selesai:"
    )
    elsewhere = "Yang sudah keluar dari rumah ini (surel, kotak surat, server kantor, cadangan di tempat lain) tidak terjangkau."
    return "\n".join([head, *(f"  {sentence}" for sentence in carried.left), elsewhere])


def _told(workshop: Workshop, holding: Holding) -> str:
    if holding.is_empty:
        return "\n".join([UNKNOWN, *holding.unread])
    subject = holding.case.subject
    lines = [f"Usahanya: {', '.join(f'{office}/{key}' for office, key in sorted(subject.keys)) or 'tidak terdaftar'}"]
    lines += ["Gudang data:", *(f"  {name}: {count} baris" for name, count in holding.rows.items())]
    lines += ["Arsip:", *(f"  {words}" for words in holding.files)]
    for place, files in holding.paths.items():
        lines.append(f"{place}:")
        lines += [f"  {entry.path.name}{f' ({entry.left})' if entry.left else ''}" for entry in files]
    return "\n".join([*lines, *holding.unread])


def _list(workshop: Workshop) -> int:
    zone = workshop.config.settings.zone
    rows = [
        (str(entry.id), time_words(entry.entered_at.astimezone(zone)), entry.who, entry.why, _state(workshop, entry))
        for entry in all_requests(workshop.warehouse)
    ]
    print("\n".join(in_columns(_HEADERS, rows)) if rows else "Belum ada permintaan.")
    return 0


def _state(workshop: Workshop, request: Request) -> str:
    zone = workshop.config.settings.zone
    if request.ended_at:
        return f"dibatalkan oleh {request.ended_by}: {request.ended_why}"
    if request.carried_at:
        return f"dilaksanakan {time_words(request.carried_at.astimezone(zone))}"
    return f"disembunyikan; dilaksanakan sesudah {time_words(request.due_at.astimezone(zone))}"


def _retain(workshop: Workshop, dry_run: bool) -> int:
    counts = keep_for(workshop, dry_run=dry_run)
    verb = "akan dihapus" if dry_run else "dihapus"
    print(
        "\n".join(f"{name}: {number_words(count)} {verb}" for name, count in counts.items())
        or "Masa simpan belum disetel."
    )
    return 0


def _number(arguments: argparse.Namespace) -> int:
    if arguments.number is None:
        raise UsageError("sebutkan nomor permintaannya; lihat `kemitraan forget list`.")
    return arguments.number


def _signed(arguments: argparse.Namespace) -> tuple[str, str]:
    if not arguments.name or not arguments.reason:
        raise UsageError("isi juga --name dan --reason.")
    return arguments.name, arguments.reason
