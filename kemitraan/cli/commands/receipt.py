"""``kemitraan receipt``: the receipt of a submission, and whether one that somebody presents is genuine."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kemitraan.cli.arguments import as_json
from kemitraan.cli.homes import ready_workshop
from kemitraan.errors import UsageError
from kemitraan.steps.decisions.decided_words import told_of, words_for_staff
from kemitraan.steps.forgetting.arriving import replaced_words
from kemitraan.steps.receipts.reading import Judgement, Verdict, judge_receipts
from kemitraan.steps.receipts.receipt import (
    Receipt,
    home_receipt_key,
    proof_code,
    receipt_lines,
    receipt_of,
    receipt_text,
    short_code,
)
from kemitraan.steps.workshop import Workshop
from warehouse.reading import submissions_named
from warehouse.submissions import Submission

_SIGN = re.compile(r"[0-9a-f]{6,64}")
_MOST_CHARACTERS = 1_000_000
_VERDICTS = {
    Verdict.GENUINE: "ASLI. Tanda terima ini dari kami dan tidak diubah.",
    Verdict.ALTERED: "DIUBAH. Kirimannya kami kenal, tetapi isi tanda terima ini tidak cocok dengan kode buktinya.",
    Verdict.UNPROVABLE: "TIDAK DAPAT DIBUKTIKAN. Isinya cocok dengan catatan kami, tetapi kode buktinya dibuat dengan kunci "
    "lama, yang sudah hilang dan diganti.",
    Verdict.UNKNOWN: "TIDAK DIKENAL. Kode buktinya bukan dari kami, dan nomor kirimannya tidak ada di gudang ini.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Mencetak tanda terima sebuah kiriman, atau memeriksa tanda terima yang ditunjukkan orang: asli, "
        "diubah, atau tidak dikenal."
    )
    parser.epilog = (
        "Contoh: kemitraan receipt laporan.xlsx · kemitraan receipt 3f0c9a1b · kemitraan receipt --verify surel.txt"
    )
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument(
        "what", nargs="?", metavar="KIRIMAN", help="nomor kiriman (awalnya cukup), SHA-256, atau berkas yang dikirim"
    )
    group.add_argument(
        "--verify", metavar="BERKAS", help="teks yang memuat tanda terima, misalnya salinan surel; - untuk masukan baku"
    )
    as_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints receipts, or judges those in a text. Judging gives 1 when one is not genuine."""
    workshop = ready_workshop(arguments)
    if arguments.verify is not None:
        return _verify(workshop, _text(arguments.verify), arguments.json)
    receipts = _receipts(workshop, arguments.what)
    key = home_receipt_key(workshop)
    if arguments.json:
        print(_as_json([_as_dict(receipt, key) | _decisions(workshop, receipt) for receipt in receipts]))
    else:
        print("\n\n".join(_with_decisions(workshop, receipt, key) for receipt in receipts))
    return 0


def _receipts(workshop: Workshop, text: str) -> list[Receipt]:
    submissions = _submissions(workshop, text)
    receipts = [receipt for submission in submissions if (receipt := receipt_of(workshop, submission.id))]
    if not receipts:
        raise UsageError("kiriman ini belum selesai diproses; tanda terimanya ada setelah itu (`kemitraan run`).")
    return receipts


def _submissions(workshop: Workshop, text: str) -> list[Submission]:
    path = Path(text)
    if path.is_file():
        with path.open("rb") as file:
            sign = hashlib.file_digest(file, "sha256").hexdigest()
        submissions = submissions_named(workshop.warehouse, sign)
        if not submissions:
            raise UsageError(f"{text}: berkas dengan isi persis seperti ini belum pernah diterima.")
        return submissions
    if not _SIGN.fullmatch(text.casefold()):
        raise UsageError(
            f"{text!r}: tidak ada berkas ini, dan ini bukan nomor kiriman (paling sedikit 6 huruf pertamanya)."
        )
    submissions = submissions_named(workshop.warehouse, text.casefold())
    if not submissions:
        raise UsageError(f"tidak ada kiriman dengan nomor atau SHA-256 {text}.")
    if len({submission.sha256 for submission in submissions}) > 1:
        raise UsageError(f"{text} cocok dengan {len(submissions)} kiriman; tulis lebih panjang.")
    return submissions


def _text(path: str) -> str:
    if path == "-":
        return sys.stdin.read(_MOST_CHARACTERS)
    with Path(path).open(encoding="utf-8-sig", errors="replace") as file:
        return file.read(_MOST_CHARACTERS)


def _verify(workshop: Workshop, text: str, as_json: bool) -> int:
    judged = judge_receipts(workshop, text)
    if not judged:
        raise UsageError("tidak ada tanda terima di dalamnya. Salin seluruhnya, dari TANDA TERIMA sampai Kode bukti.")
    key = home_receipt_key(workshop)
    if as_json:
        print(_as_json([_judged_as_dict(judgement, key) for judgement in judged]))
    else:
        print("\n\n".join(_told(judgement, key) for judgement in judged))
    return 0 if all(judgement.verdict is Verdict.GENUINE for judgement in judged) else 1


def _told(judgement: Judgement, key: bytes) -> str:
    lines = [f"Kiriman {judgement.submission or '(tanpa nomor)'}: {_VERDICTS[judgement.verdict]}"]
    if judgement.verdict is Verdict.GENUINE and judgement.recorded_receipt is None:
        lines.append("Kirimannya sendiri tidak (lagi) ada di gudang ini; mungkin gudangnya dipulihkan dari cadangan.")
    for difference in judgement.differences:
        lines += [
            f"  {difference.label}",
            f"    ditunjukkan : {difference.presented or '–'}",
            f"    catatan kami: {difference.recorded}",
        ]
    if judgement.verdict is Verdict.ALTERED and not judgement.differences:
        lines.append("  Ada tulisan yang ditambahkan di antara baris-barisnya.")
    if judgement.recorded_receipt:
        lines += ["", "Menurut catatan kami:", "", _both_forms(judgement.recorded_receipt, key)]
    return "\n".join(lines)


def _with_decisions(workshop: Workshop, receipt: Receipt, key: bytes) -> str:
    """The receipt in both forms. Below, apart from the words that its codes cover, stands who decided what about it."""
    words = words_for_staff(workshop, receipt.submission)
    if replaced := replaced_words(workshop, receipt.sha256):
        words = [*words, f"Catatan arsip: {replaced}."]
    return "\n\n".join([_both_forms(receipt, key), *(["\n".join(words)] if words else [])])


def _decisions(workshop: Workshop, receipt: Receipt) -> dict[str, Any]:
    return {"decisions": [decided.as_dict() for decided in told_of(workshop, receipt.submission)]}


def _both_forms(receipt: Receipt, key: bytes) -> str:
    """The receipt in whole and in the short form of answers; each form has a code of its own."""
    return (
        f"{receipt_text(receipt, key)}\n\nBentuk pendeknya, seperti di surel jawaban:\n\n{receipt_lines(receipt, key)}"
    )


def _judged_as_dict(judgement: Judgement, key: bytes) -> dict[str, Any]:
    return {
        "verdict": judgement.verdict,
        "submission": judgement.submission,
        "differences": [asdict(difference) for difference in judgement.differences],
        "recorded": _as_dict(judgement.recorded_receipt, key) if judgement.recorded_receipt else None,
    }


def _as_dict(receipt: Receipt, key: bytes) -> dict[str, Any]:
    codes = {"code": proof_code(receipt, key), "short_code": short_code(receipt, key)}
    return asdict(receipt) | {"received_at": receipt.received_at.isoformat()} | codes


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
