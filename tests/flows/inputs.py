"""What a server keeps of a run's inputs, without a server: for forms that suspend a run."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any

import pytest

from flows import decision_input


@dataclass
class Inputs:
    """The inputs by their keys."""

    kept: dict[str, Any] = field(default_factory=dict)

    def read(self, key: str) -> Any:
        if key.endswith("-description"):
            shown = self.kept.get(key.replace("-description", "-schema"))
            return shown._description if shown else None
        return self.kept.get(key)

    def find(self, *, key_prefix: str, limit: int) -> list[Any]:
        return [Key(key) for key in self.kept if key.startswith(key_prefix)][:limit]

    def delete(self, key: str) -> None:
        del self.kept[key]

    def create(self, key: str, value: Any) -> None:
        self.kept[key] = value

    def suspend(self, *, wait_for_input: Any, key: str) -> None:
        self.kept[f"suspended-{key}-schema"] = wait_for_input
        raise Suspended

    def said(self, number: int) -> str:
        """What stands above the ``number``-th form."""
        return self.read(f"suspended-keputusan-1-{number}-description")

    def fill_in(self, number: int, **filled: str) -> None:
        """Send the ``number``-th form."""
        self.kept[f"suspended-keputusan-1-{number}-response"] = filled


@dataclass(frozen=True)
class Key:
    """One of them."""

    key: str


class Suspended(BaseException):
    """The run's process ends."""


def without_server(patch: pytest.MonkeyPatch) -> Inputs:
    """Inputs that the flows' forms use from now on."""
    inputs_here = Inputs()
    patch.setattr(decision_input, "read_flow_run_input", inputs_here.read)
    patch.setattr(decision_input, "filter_flow_run_input", inputs_here.find)
    patch.setattr(decision_input, "delete_flow_run_input", inputs_here.delete)
    patch.setattr(decision_input, "create_flow_run_input", inputs_here.create)
    patch.setattr(decision_input, "suspend_flow_run", inputs_here.suspend)
    patch.setattr(decision_input, "get_run_logger", lambda: logging.getLogger("putaran"))
    patch.setattr(decision_input.EventsWorker, "drain_all", lambda **_: None)  # there is no server to hear it
    return inputs_here
