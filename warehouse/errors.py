"""What can go wrong in the warehouse. Messages are Indonesian: they may be shown as they are."""

from __future__ import annotations


class WarehouseError(Exception):
    """Base of everything the warehouse raises by itself."""


class WarehouseMissing(WarehouseError):
    """There is no warehouse at this address, or it has not been brought to this version yet."""


class WarehouseUnavailable(WarehouseError):
    """The database cannot be reached or stayed busy; trying again later may help."""


class UnknownSubmission(WarehouseError):
    """No submission has this identifier."""

    def __init__(self, submission_id: str) -> None:
        super().__init__(f"Kiriman {submission_id} tidak ada di gudang data.")


class WrongState(WarehouseError):
    """A step was asked of a submission whose state does not allow it."""

    def __init__(self, submission_id: str, state: str, wanted: str) -> None:
        super().__init__(f"Kiriman {submission_id} berada pada tahap {state}; tidak dapat menjadi {wanted}.")
        self.state = state


class NothingToTrace(WarehouseError):
    """A row, column or figure that was asked for does not exist."""
