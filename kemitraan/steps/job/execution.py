"""How a step is executed, kept apart from what comes after what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar, TypeVarTuple

from connectors.errors import Place, ProcessKilledError
from kemitraan.steps.job.summary import Notice
from kemitraan.steps.workshop import Workshop

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Ts = TypeVarTuple("Ts")


class Where(StrEnum):
    """Where a submission's steps are best done: in this process, in one of several further ones, or in one where nothing
    else is done meanwhile.
    """

    HERE = "here"
    APART = "apart"
    ALONE = "alone"


class Pending(Protocol[T_co]):
    """A step that was begun."""

    def result(self) -> T_co:
        """Wait for its end. Raises what stopped it, or another error when it never began."""
        ...


class Execution(Protocol):
    """Executes steps: here, in further processes, as tasks on a server."""

    def begin(
        self,
        step: Callable[[Workshop, *Ts], T],
        *arguments: *Ts,
        office: str,
        where: Where = Where.HERE,
        after: Sequence[Pending[Any]] = (),
        whatever: Sequence[Pending[Any]] = (),
    ) -> Pending[T]:
        """Begin a step of an office's (by slug) work once those ``after`` which it comes have succeeded, and those of
        ``whatever`` outcome have ended.
        """
        ...

    def ask_people(self) -> Sequence[Notice]:
        """Put the questions that wait for a decision before people, where there is a page for it; gives what stood in the
        way.
        """
        ...


@dataclass(frozen=True)
class Here:
    """Executes each step at once, in this process."""

    workshop: Workshop

    def begin(
        self,
        step: Callable[[Workshop, *Ts], T],
        *arguments: *Ts,
        office: str,
        where: Where = Where.HERE,
        after: Sequence[Pending[Any]] = (),
        whatever: Sequence[Pending[Any]] = (),
    ) -> Pending[T]:
        """Do it; an error is kept for whoever asks for the result."""
        try:
            for other in after:
                other.result()
            return _Done(do_step(self.workshop, step, *arguments))
        except Exception as error:
            return _Stopped(error)

    def ask_people(self) -> Sequence[Notice]:
        """Nothing: questions are shown by commands and letters."""
        return ()


def do_step(workshop: Workshop, step: Callable[[Workshop, *Ts], T], *arguments: *Ts) -> T:
    """Do one step. Raises ProcessKilledError where the system refuses memory: it kills where it does not."""
    try:
        return step(workshop, *arguments)
    except MemoryError:
        raise ProcessKilledError(Place.COMPUTER, "MemoryError") from None


@dataclass(frozen=True)
class _Done(Pending[T_co]):
    value: T_co

    def result(self) -> T_co:
        return self.value


@dataclass(frozen=True)
class _Stopped:
    error: Exception

    def result(self) -> Any:
        raise self.error
