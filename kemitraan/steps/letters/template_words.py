"""What the guide in a template says for one office and month: by when, how, where the answer comes, whom to ask."""

from __future__ import annotations

from kemitraan.config.models import Config, Office
from kemitraan.steps.dues import due_date
from kemitraan.steps.letters.answer_words import contact_sentence
from schemas.messages import date_words, period_words
from schemas.period import Period

_REPLY = (
    "Yang masuk pada jam kerja (Senin sampai Jumat, 08.00 sampai 16.00 WITA) biasanya dijawab dalam setengah jam; selebihnya "
    "sesudah pukul 06.00 hari berikutnya."
)
_REPLY_NEXT_DAY = "Isi tautan diperiksa sekali sehari; jawabannya datang sesudah pukul 06.00 hari berikutnya."


def template_notes(config: Config, office: Office, period: Period) -> list[str]:
    """Sentences for the section on sending."""
    notes = []
    if office.owes_reports:
        due = date_words(due_date(period, config.settings.due_day))
        notes.append(f"Batas kirim laporan {period_words(period)}: {due}. Yang terlambat tetap diterima.")
    source = office.sources[0]
    notes.append(f"Kirim {source.way(office.name)}.")
    notes.append(_REPLY if source.is_cheap else _REPLY_NEXT_DAY)
    if config.mail and office.email:
        notes.append(
            f"Jawaban dikirim ke alamat terdaftar kantor Anda, {office.email}. Bila alamat itu berganti, beri tahu kami."
        )
    return [*notes, contact_sentence(config)]
