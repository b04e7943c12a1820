"""The candidate of a shadow check: what would change, as a value that crosses processes, and what the check takes of
it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from kemitraan.config.models import Config
from kemitraan.config.own_reference import Lore, read_files
from kemitraan.errors import UsageError
from kemitraan.references import lessons_of
from kemitraan.steps.workshop import Workshop
from schemas.codes import Code
from schemas.context import Circumstances, RuleDates
from schemas.contracts import CONTRACTS
from schemas.period import Period

EVER = Period(2000, 1)
"""A month before all reports."""


@dataclass(frozen=True)
class Candidate:
    """What is tried. ``rules``: as if these dates had come. ``version``: this contract judges, whatever a cover names.
    ``synonyms``: the content of a file that takes the place of the home's ``acuan/padanan.csv``.
    """

    rules: tuple[RuleDates, ...] = ()
    version: str | None = None
    synonyms: bytes | None = None

    def circumstances(self, workshop: Workshop, former: Circumstances) -> Circumstances:
        """The circumstances with what is tried. Raises ConfigError for synonyms that cannot be used."""
        tried = {rule.code for rule in self.rules}
        return replace(
            former,
            rule_dates=(*(rule for rule in former.rule_dates if rule.code not in tried), *self.rules),
            judged_by=self.version or former.judged_by,
            reference=former.reference if self.synonyms is None else _taught(workshop, self.synonyms),
        )


def candidate_rules(config: Config, codes: Collection[str] = ()) -> Candidate:
    """These rules in force, or every rule that is dated or new, as severely as it is to become: an error, unless
    settings make it a warning for good. Raises UsageError for a code that no date can be given to, and where there is
    no such rule.
    """
    dated = {rule.code: rule for rule in config.rule_dates}
    datable = sorted(code.value for code in Code if code.may_be_dated)
    unknown = [code for code in codes if code not in datable]
    if unknown:
        raise UsageError(f"aturan {unknown[0]} tidak dapat dicoba. Yang dapat: {', '.join(datable)}.")
    chosen = codes or [code for code in datable if code in dated or Code(code).is_new]
    if not chosen:
        raise UsageError(
            "tidak ada aturan baru dan tidak ada [[rules]] di kemitraan.toml. Sebutkan --rule, --contract, atau --synonyms."
        )
    return Candidate(rules=tuple(_in_force(code, dated.get(code)) for code in chosen))


def candidate_contract(version: str) -> Candidate:
    """A contract version. Raises UsageError for one that is not registered."""
    if version not in CONTRACTS:
        versions = ", ".join(contract.version for contract in CONTRACTS)
        raise UsageError(f"versi kontrak {version} tidak dikenal. Yang dikenal: {versions}.")
    return Candidate(version=version)


def candidate_synonyms(workshop: Workshop, content: bytes) -> Candidate:
    """Synonyms, read once here so that a line that cannot be used is told before anything is checked. Raises
    ConfigError.
    """
    _taught(workshop, content)
    return Candidate(synonyms=content)


def _in_force(code: str, dates: RuleDates | None) -> RuleDates:
    if dates is not None and dates.error_from is None:
        return RuleDates(code, warning_from=EVER)
    return RuleDates(code, error_from=EVER)


def _taught(workshop: Workshop, content: bytes):
    _, lessons = lessons_of(read_files(workshop.home) | {Lore.SYNONYM: content})
    return lessons.reference()
