"""required: a requirement with a threshold needs its value."""

from schemas.codes import Code
from schemas.contract_2026_1.persyaratan import WITH_THRESHOLD
from schemas.reading import ReadSheet


def check(read: ReadSheet) -> None:
    """Say ``required`` at the empty value (at the key without such a column)."""
    value = read["nilai"]
    asking = [p for p, requirement in enumerate(read.values("persyaratan")) if requirement in WITH_THRESHOLD]
    read.need("nilai", asking)
    for position in asking:
        if not value.is_filled(position):
            read.say(Code.REQUIRED, position, "nilai")
