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
    """The place where a submission's steps run: this process, one of several further processes, or a process of its
    own.
    """

    HERE = "here"
    APART = "apart"
    ALONE = "alone"


class Pending(Protocol[T_co]):
    """A step that has begun."""

    def result(self) -> T_co:
        """Waits for its end. Raises what stopped it, or another error when it never began."""
        ...


class Execution(Protocol):
    """Executes steps: here, in further processes, as tasks on a server."""

    def begin(
        self,
        step: Callable[[Workshop, *Ts], T],
        *arguments: *Ts,
        office: str | None = None,
        where: Where = Where.HERE,
        after: Sequence[Pending[Any]] = (),
        whatever: Sequence[Pending[Any]] = (),
    ) -> Pending[T]:
        """Begins a step for an office (slug), or for all (None), once the steps in ``after`` have succeeded and those
        in ``whatever`` have ended.
        """
        ...

    def ask_people(self) -> Sequence[Notice]:
        """Shows people the questions that wait for a decision, where there is a page for it. Gives the errors."""
        ...


@dataclass(frozen=True)
class Here:
    """Executes each step at once, in this process."""

    workshop: Workshop

    def begin(
        self,
        step: Callable[[Workshop, *Ts], T],
        *arguments: *Ts,
        office: str | None = None,
        where: Where = Where.HERE,
        after: Sequence[Pending[Any]] = (),
        whatever: Sequence[Pending[Any]] = (),
    ) -> Pending[T]:
        """Does the step at once. An error is raised when the result is asked for."""
        try:
            for other in after:
                other.result()
            return _Done(do_step(self.workshop, step, *arguments))
        except Exception as error:
            return _Stopped(error)

    def ask_people(self) -> Sequence[Notice]:
        """Does nothing: commands and letters show the questions."""
        return ()


def do_step(workshop: Workshop, step: Callable[[Workshop, *Ts], T], *arguments: *Ts) -> T:
    """Does one step. Raises ProcessKilledError where the system refuses memory; elsewhere the system kills the
    process.
    """
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
