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


def opening_words(workshop: Workshop, known: Submission) -> tuple[str, ...]:
    """The sentences, for a submission that was published or refused."""
    place = workshop.name_of(known.office)
    if known.period is None:
        return (f"{place}: bulan laporannya tidak terbaca. Kiriman Anda sebelumnya (bila ada) tetap berlaku.",)
    head = f"{place}, {period_words(known.period)}: "
    replaced = has_replaced(workshop.warehouse, known.id)
    if replaced is None:
        return (f"{head}{_left_words(workshop, known)}",)
    late = [*_awaited_words(workshop, known), *_overtaken_words(replaced)]
    orphans = orphan_words(workshop, left_orphaned(workshop.warehouse, known.id), known.office)
    return (f"{head}{_replaced_words(workshop, known, replaced)}", *late, *_gone_words(replaced), *orphans)


def orphan_words(workshop: Workshop, orphans: Sequence[Orphans], office: str) -> list[str]:
    """Rows in force whose business, product or partner went with a submission of this office (code)."""
    return [
        f"{_rows(len(one.keys))} {one.sheet}{_whose(workshop, one, office)} yang masih berlaku merujuk {one.parent} yang "
        f"tidak ada lagi: {key_words(one.keys)}."
        for one in orphans
    ]


def loose_end_words(orphans: Sequence[Orphans], office: str) -> tuple[str, ...]:
    """What the sender does about its own rows."""
    mine = [one for one in orphans if one.office == office]
    sheets = " dan ".join(dict.fromkeys(one.sheet for one in mine))
    parents = " dan ".join(dict.fromkeys(one.parent for one in mine))
    if not mine:
        return ()
    return (
        f"Periksa {parents} yang tidak ada lagi: kirim lagi {parents} yang lengkap, atau {sheets} tanpa baris itu.",
    )


def given_words(result: CheckResult) -> tuple[str, ...]:
    """How many businesses we gave a key, and what the sender does with it."""
    count = sum(not given.is_header for given in result.given)
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
    missed = [one for one in result.findings if one.code == Code.REFERENCE and one.sheet and one.column]
    parents = dict.fromkeys(BY_TITLE[one.sheet].sheet[one.column].reference for one in missed)
    sheets = " atau ".join(str(one) for one in parents)
    if not sheets:
        return ()
    return (
        f"Bila kodenya sudah benar dan {sheets} bulan itu Anda kirim sebagai berkas sendiri, kirimkan berkas itu saja: begitu "
        "berlaku, berkas ini kami periksa lagi dan barisnya dimuat dengan sendirinya.",
    )


def _whose(workshop: Workshop, one: Orphans, office: str) -> str:
    return "" if one.office == office else f" {workshop.name_of(one.office)}"


def _replaced_words(workshop: Workshop, known: Submission, replaced: Replacement) -> str:
    sheet = f"lembar {known.only_sheet} " if known.only_sheet else ""
    beside = "; lembar lain bulan itu tetap berlaku" if known.only_sheet else ""
    if not replaced.goes:
        return f"ini kiriman pertama yang berlaku untuk {sheet}bulan itu."
    former = [get_submission(workshop.warehouse, one) for one in replaced.goes]
    days = " dan ".join(dict.fromkeys(_day(workshop, one) for one in former))
    return f"{sheet}kiriman ini menggantikan {sheet}kiriman {days} ({_rows(replaced.before)}); kini berlaku {_rows(replaced.after)}{beside}."


def _awaited_words(workshop: Workshop, known: Submission) -> list[str]:
    if not was_awaited(workshop.warehouse, known.id):
        return []
    return ["Berkas ini kami periksa lagi karena kode yang dirujuknya kini ada; Anda tidak perlu mengirimnya lagi."]


def _overtaken_words(replaced: Replacement) -> list[str]:
    if not replaced.overtaken:
        return []
    sheets = ", ".join(replaced.overtaken)
    return [f"Lembar {sheets} di kiriman ini tidak berlaku, karena yang kami terima lebih akhir sudah berlaku."]


def _gone_words(replaced: Replacement) -> list[str]:
    told = []
    lost = [sheet for sheet in replaced.sheets if sheet.gone_keys]
    if lost:
        total = sum(len(sheet.gone_keys) for sheet in lost)
        told.append(f"{_rows(total)} tidak ada lagi: {'; '.join(map(_sheet_words, lost))}.")
    if replaced.held:
        told.append(f"{_rows(replaced.held)} yang dahulu berlaku disebut lagi tetapi ditahan, jadi kini tidak berlaku.")
    return told


def _sheet_words(sheet: SheetReplacement) -> str:
    return f"{sheet.sheet} {key_words(sheet.gone_keys)}"


def _left_words(workshop: Workshop, known: Submission) -> str:
    """The words for a submission that replaced nothing, because it was refused or a later one was there first."""
    office = [
        one for one in status(workshop.warehouse, offices=[known.office], periods=[known.period or ""]) if one.live
    ]
    live = [one for found in office for one in found.live]
    if not live:
        return "kiriman ini tidak menggantikan apa pun; untuk bulan itu belum ada yang berlaku."
    days = " dan ".join(dict.fromkeys(_day(workshop, one) for one in live))
    return f"kiriman ini tidak menggantikan apa pun; kiriman {days} tetap berlaku."


def _day(workshop: Workshop, known: Submission) -> str:
    return date_words(known.received_at.astimezone(workshop.config.settings.zone).date())


def _rows(count: int) -> str:
    return f"{number_words(count)} baris"
