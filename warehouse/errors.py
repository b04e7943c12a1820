"""What can go wrong in the warehouse. Messages are Indonesian and may be shown as they are."""

from __future__ import annotations


class WarehouseError(Exception):
    """Base of everything the warehouse raises by itself."""


class WarehouseMissing(WarehouseError):
    """There is no warehouse at this address, or it has not been brought to this version yet."""


class WarehouseTooNew(WarehouseError):
    """A later version of the program has brought the warehouse to its own tables."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"Gudang data ini bersusunan {revision}, dari program yang lebih baru daripada program ini. Pakai program yang "
            "baru, atau pulihkan cadangan gudang dari sebelum pembaruan. Tidak ada yang diubah."
        )
        self.revision = revision

    def __reduce__(self) -> tuple[type[WarehouseTooNew], tuple[str]]:
        """Lets errors cross process borders."""
        return type(self), (self.revision,)


class WarehouseUnavailable(WarehouseError):
    """The database cannot be reached or stayed busy; trying again later may help."""


class WarehouseBusy(WarehouseUnavailable):
    """Another's work stood in the way. The same transaction may succeed when it starts again."""


class WrongKey(WarehouseError):
    """The home's key differs from the one that this warehouse is worked with."""

    def __init__(self) -> None:
        super().__init__(
            "Kunci rumah ini bukan kunci yang dipakai gudang data ini. Dengan kunci lain NIK tidak cocok lagi dan tanda "
            "terima yang asli tampak palsu, jadi tidak ada yang dijalankan. Taruh kembali berkas `kunci` yang asli dari "
            "simpanannya (atau isi KEMITRAAN_NIK_KEY yang benar), lalu ulangi. Bila kunci itu hilang untuk selamanya, "
            "baca `kemitraan upgrade --help`."
        )

    def __reduce__(self) -> tuple[type[WrongKey], tuple[()]]:
        """Lets errors cross process borders."""
        return type(self), ()


class UnknownSubmission(WarehouseError):
    """No submission has this identifier."""

    def __init__(self, submission_id: str) -> None:
        super().__init__(f"Kiriman {submission_id} tidak ada di gudang data.")


class WrongState(WarehouseError):
    """The submission's state does not allow this step."""

    def __init__(self, submission_id: str, state: str, new_state: str) -> None:
        super().__init__(f"Kiriman {submission_id} berada pada tahap {state}; tidak dapat menjadi {new_state}.")
        self.state = state


class AlreadyDecided(WarehouseError):
    """Somebody (or the system, after the due date) has decided about this submission before."""

    def __init__(self, submission_id: str, who: str) -> None:
        by = f" oleh {who}" if who else ""
        super().__init__(f"Kiriman {submission_id} sudah diputuskan{by}; keputusan itu tidak berubah.")
        self.submission_id = submission_id
        self.who = who

    def __reduce__(self) -> tuple[type[AlreadyDecided], tuple[str, str]]:
        """Lets errors cross process borders (task runners pickle them)."""
        return type(self), (self.submission_id, self.who)


class Overtaken(WarehouseError):
    """A waiting submission cannot be put in force any more: a later one for the same place is."""

    def __init__(self, submission_id: str) -> None:
        super().__init__(
            f"Kiriman {submission_id} tidak dapat diberlakukan lagi: kiriman yang lebih baru dari kantor itu untuk "
            "periode yang sama sudah berlaku."
        )
        self.submission_id = submission_id

    def __reduce__(self) -> tuple[type[Overtaken], tuple[str]]:
        """Lets errors cross process borders."""
        return type(self), (self.submission_id,)


class NothingToTrace(WarehouseError):
    """The requested row, column or figure does not exist."""
