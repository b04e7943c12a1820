"""nik.gender: the day of birth in a NIK says another sex than the sheet."""

from schemas.codes import Code
from schemas.kinds.nik import nik_says_woman
from schemas.reading import ReadSheet


def check(read: ReadSheet) -> None:
    """Adds ``nik.gender`` to the NIK cell."""
    for position, (nik, sex) in enumerate(zip(read.values("nik_pemilik"), read.values("jenis_kelamin"), strict=True)):
        if nik and sex and nik_says_woman(nik) != (sex == "P"):
            read.say(Code.NIK_GENDER, position, "nik_pemilik")
