"""The first sentences of an answer: office and month, what the submission replaces, which rows are gone, and what they
leave behind. Letter, Baca Dulu and page all take them from here.
"""

from __future__ import annotations

from collections.abc import Sequence

from kemitraan.steps.workshop import Workshop
from schemas.codes import Code
from schemas.messages import date_words, key_words, number_words, period_words
from schemas.result import CheckResult
from warehouse.awaited import was_awaited
from warehouse.contract_tables import BY_TITLE
from warehouse.orphans import Orphans, left_orphaned
from warehouse.reading import status
from warehouse.replacing import Replacement, SheetReplacement, has_replaced
from warehouse.submissions import Submission, get_submission


def opening_words(workshop: Workshop, submission: Submission) -> tuple[str, ...]:
    """The sentences, for a submission that was published or refused."""
    place = workshop.name_of(submission.office)
    if submission.period is None:
        return (f"{place}: bulan laporannya tidak terbaca. Kiriman Anda sebelumnya (bila ada) tetap berlaku.",)
    head = f"{place}, {period_words(submission.period)}: "
    replacement = has_replaced(workshop.warehouse, submission.id)
    if replacement is None:
        return (f"{head}{_left_words(workshop, submission)}",)
    late = [*_awaited_words(workshop, submission), *_overtaken_words(replacement)]
    orphans = orphan_words(workshop, left_orphaned(workshop.warehouse, submission.id), submission.office)
    return (f"{head}{_replaced_words(workshop, submission, replacement)}", *late, *_gone_words(replacement), *orphans)


def orphan_words(workshop: Workshop, orphans: Sequence[Orphans], office: str) -> list[str]:
    """Rows in force whose business, product or partner went with a submission of this office (code)."""
    return [
        f"{_rows(len(orphan.keys))} {orphan.sheet}{_whose(workshop, orphan, office)} yang masih berlaku merujuk {orphan.parent} yang "
        f"tidak ada lagi: {key_words(orphan.keys)}."
        for orphan in orphans
    ]


def loose_end_words(orphans: Sequence[Orphans], office: str) -> tuple[str, ...]:
    """What the sender should do about its own rows."""
    mine = [orphan for orphan in orphans if orphan.office == office]
    sheets = " dan ".join(dict.fromkeys(orphan.sheet for orphan in mine))
    parents = " dan ".join(dict.fromkeys(orphan.parent for orphan in mine))
    if not mine:
        return ()
    return (
        f"Periksa {parents} yang tidak ada lagi: kirim lagi {parents} yang lengkap, atau {sheets} tanpa baris itu.",
    )


def given_words(result: CheckResult) -> tuple[str, ...]:
    """How many businesses we gave a key, and what the sender does with it."""
    count = sum(not given_key.is_header for given_key in result.given)
    if not count:
        return ()
    return (
        f"{number_words(count)} usaha tidak berkode; kami memberinya kode. Kodenya ada di kolom Kode UMKM berwarna kuning di "
        "lembar usaha pada berkas ini. Pakailah kode itu juga untuk produk, pendampingan, dan kemitraan. Bulan depan usaha yang "
        "sama mendapat kode yang sama, ditulis ataupun tidak.",
    )


def awaited_words(result: CheckResult) -> tuple[str, ...]:
    """What the sender of a csv does about rows that name what no file has brought yet."""
    if not result.lone:
        return ()
    missed_files = [
        finding for finding in result.findings if finding.code == Code.REFERENCE and finding.sheet and finding.column
    ]
    parents = dict.fromkeys(BY_TITLE[finding.sheet].sheet[finding.column].reference for finding in missed_files)
    sheets = " atau ".join(str(parent) for parent in parents)
    if not sheets:
        return ()
    return (
        f"Bila kodenya sudah benar dan {sheets} bulan itu Anda kirim sebagai berkas sendiri, kirimkan berkas itu saja: begitu "
        "berlaku, berkas ini kami periksa lagi dan barisnya dimuat dengan sendirinya.",
    )


def _whose(workshop: Workshop, orphan: Orphans, office: str) -> str:
    return "" if orphan.office == office else f" {workshop.name_of(orphan.office)}"


def _replaced_words(workshop: Workshop, submission: Submission, replacement: Replacement) -> str:
    sheet = f"lembar {submission.only_sheet} " if submission.only_sheet else ""
    beside = "; lembar lain bulan itu tetap berlaku" if submission.only_sheet else ""
    if not replacement.goes:
        return f"ini kiriman pertama yang berlaku untuk {sheet}bulan itu."
    former_submissions = [get_submission(workshop.warehouse, identifier) for identifier in replacement.goes]
    days = " dan ".join(dict.fromkeys(_day(workshop, submission) for submission in former_submissions))
    return f"{sheet}kiriman ini menggantikan {sheet}kiriman {days} ({_rows(replacement.before)}); kini berlaku {_rows(replacement.after)}{beside}."


def _awaited_words(workshop: Workshop, submission: Submission) -> list[str]:
    if not was_awaited(workshop.warehouse, submission.id):
        return []
    return ["Berkas ini kami periksa lagi karena kode yang dirujuknya kini ada; Anda tidak perlu mengirimnya lagi."]


def _overtaken_words(replacement: Replacement) -> list[str]:
    if not replacement.overtaken:
        return []
    sheets = ", ".join(replacement.overtaken)
    return [f"Lembar {sheets} di kiriman ini tidak berlaku, karena yang kami terima lebih akhir sudah berlaku."]


def _gone_words(replacement: Replacement) -> list[str]:
    sentences = []
    sheets_lost = [sheet for sheet in replacement.sheets if sheet.gone_keys]
    if sheets_lost:
        total = sum(len(sheet.gone_keys) for sheet in sheets_lost)
        sentences.append(f"{_rows(total)} tidak ada lagi: {'; '.join(map(_sheet_words, sheets_lost))}.")
    if replacement.held:
        sentences.append(
            f"{_rows(replacement.held)} yang dahulu berlaku disebut lagi tetapi ditahan, jadi kini tidak berlaku."
        )
    return sentences


def _sheet_words(sheet: SheetReplacement) -> str:
    return f"{sheet.sheet} {key_words(sheet.gone_keys)}"


def _left_words(workshop: Workshop, submission: Submission) -> str:
    """The words for a submission that replaced nothing, because it was refused or a later one was there first."""
    office = [
        period_status
        for period_status in status(workshop.warehouse, offices=[submission.office], periods=[submission.period or ""])
        if period_status.live
    ]
    live = [submission for period_status in office for submission in period_status.live]
    if not live:
        return "kiriman ini tidak menggantikan apa pun; untuk bulan itu belum ada yang berlaku."
    days = " dan ".join(dict.fromkeys(_day(workshop, submission) for submission in live))
    return f"kiriman ini tidak menggantikan apa pun; kiriman {days} tetap berlaku."


def _day(workshop: Workshop, submission: Submission) -> str:
    return date_words(submission.received_at.astimezone(workshop.config.settings.zone).date())


def _rows(count: int) -> str:
    return f"{number_words(count)} baris"
