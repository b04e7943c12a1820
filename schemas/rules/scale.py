"""scale.mismatch: the size class differs from that of the turnover (PP 7/2021 article 35)."""

from schemas.codes import Code
from schemas.reading import ReadSheet

BILLION = 10**9
CLASSES = ((2 * BILLION, "Mikro"), (15 * BILLION, "Kecil"), (50 * BILLION, "Menengah"))


def size_class(turnover: int) -> str | None:
    """The class of a yearly turnover in rupiah; None above 50 billion."""
    return next((name for limit, name in CLASSES if turnover <= limit), None)


def check(read: ReadSheet) -> None:
    """Adds ``scale.mismatch`` and takes the computed class, where there is one."""
    classes = read.values("skala")
    for position, (turnover, reported) in enumerate(zip(read.values("omzet_tahunan"), classes, strict=True)):
        if turnover is None or reported is None:
            continue
        computed = size_class(turnover)
        if computed != reported:
            read.say(Code.SCALE_MISMATCH, position, "skala", computed)
            classes[position] = computed or reported
