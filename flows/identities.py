"""A person says whether two records are one business, pair after pair. The run is suspended meanwhile."""

from __future__ import annotations

from itertools import count

from prefect import State, flow
from prefect.input import create_flow_run_input, read_flow_run_input
from prefect.states import Completed
from pydantic import ValidationError

from flows.asking import refused_in_words
from flows.decision_input import Form, forget_typed, show, typed, was_shown
from flows.identity_form import SKIP, STOP, identity_form, read_identity_form
from flows.overview import keeps_overview
from flows.settings import named, workshop
from kemitraan.pages.identity_question import question_page
from kemitraan.pages.markdown import plain
from kemitraan.steps.identities.deciding import enter
from kemitraan.steps.identities.linking import link_records
from kemitraan.steps.workshop import Workshop
from warehouse.errors import WarehouseError, WarehouseUnavailable
from warehouse.identities.decisions import Answer, decisions_known
from warehouse.identities.pairs import FoundPair, questions
from warehouse.identities.subjects import BUSINESSES
from warehouse.linkage.grouping import Pair

AGAIN = "**Belum dapat dipakai:** {why} Isilah sekali lagi.\n\n"
UNDONE = "Keputusan yang terakhir tidak dicatat: {why}"
ANOTHER_FORM = "formulirnya sudah berganti."
CHANGED = "buktinya berubah, atau sudah diputuskan, sejak formulir ini dibuat."
ENDED = "Selesai"
NONE_LEFT = "Tidak ada lagi pasangan yang menunggu di putaran ini."
_ASKED = "pasangan-{}"
"""Prefect's name for which pair a form asks about: keys of offices, and what agrees."""


@flow(name="usaha-yang-sama", flow_run_name=named("usaha-yang-sama"), validate_parameters=False)
@keeps_overview
@refused_in_words
def ask_identities() -> State:
    """Putuskan pasangan catatan yang mungkin satu usaha, satu demi satu. Putarannya menunggu (Suspended) dan
    menunjukkan satu pasangan; sesudah diisi lewat Resume, pasangan berikutnya ditunjukkan.
    """
    home = workshop()
    link_records(home)
    why_not = ""
    for number in count(1):
        form = Form(1, number)
        if not was_shown(form):
            waiting = _waiting(home, number, again=bool(why_not))
            forget_typed()
            if not waiting:
                return Completed(
                    name=ENDED, message=f"{UNDONE.format(why=why_not)} {NONE_LEFT}" if why_not else NONE_LEFT
                )
            _remember(number, waiting[0])
            description = (AGAIN.format(why=plain(why_not)) if why_not else "") + question_page(
                home, waiting[0], len(waiting)
            )
            show(form, identity_form().with_initial_data(description=description))  # the process ends here
        filled = typed(form)
        if filled is None:
            continue  # carried out before
        why_not = ""
        try:
            choice, who, why = read_identity_form(filled)
            if choice == STOP:
                forget_typed()
                return Completed(name=ENDED, message=f"Berhenti; {len(_questions(home))} pasangan masih menunggu.")
            if choice != SKIP:
                _decide(home, number, Answer(choice), who, why)
        except ValidationError:  # the form was another version's; its own words would quote what was typed
            why_not = ANOTHER_FORM
        except WarehouseUnavailable:
            raise
        except WarehouseError as error:
            why_not = str(error)
    raise AssertionError("count never ends")


def _questions(home: Workshop) -> list[FoundPair]:
    with home.warehouse.read() as connection:
        return questions(connection, BUSINESSES)


def _waiting(home: Workshop, number: int, *, again: bool) -> list[FoundPair]:
    """The questions that no earlier form of this run asked; ``again``: the last one's comes first once more."""
    earlier_questions = [_asked(earlier)[0] for earlier in range(1, number)]
    last, before = earlier_questions[-1:], earlier_questions[:-1] if again else earlier_questions
    waiting = [question for question in _questions(home) if question.pair not in before]
    return sorted(waiting, key=lambda question: question.pair not in last)


def _remember(number: int, question: FoundPair) -> None:
    create_flow_run_input(_ASKED.format(number), [*question.pair[0], *question.pair[1], question.evidence])


def _asked(number: int) -> tuple[Pair, str]:
    """The pair that a form of this run asked about, and what agreed then."""
    office_a, key_a, office_b, key_b, evidence = read_flow_run_input(_ASKED.format(number))
    return ((office_a, key_a), (office_b, key_b)), evidence


def _decide(home: Workshop, number: int, answer: Answer, who: str, why: str) -> None:
    """Enters the decision, unless this run did before it was killed. Raises WarehouseError when what the form showed is
    no longer so.
    """
    pair, evidence = _asked(number)
    with home.warehouse.read() as connection:
        decisions = [decision for decision in decisions_known(connection, BUSINESSES) if decision.pair == pair]
    if any(decision.answer is answer and decision.evidence == evidence for decision in decisions):
        return
    if not any(question.pair == pair and question.evidence == evidence for question in _questions(home)):
        raise WarehouseError(CHANGED)
    enter(home, BUSINESSES, *pair, answer, who=who, why=why)
