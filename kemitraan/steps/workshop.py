"""Everything that the steps work with: home, settings, warehouse, archive, reference; opened once a process."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from connectors.archive import Archive
from kemitraan.config.connect import Connectors
from kemitraan.config.home import Home
from kemitraan.config.load import archive_url, load_config, warehouse_url
from kemitraan.config.machines import require_machines
from kemitraan.config.models import Config, Office
from kemitraan.config.nik_key import nik_key
from kemitraan.config.secret_values import Secrets
from kemitraan.references import home_reference
from schemas.context import Circumstances, Stated
from schemas.contracts import CONTRACTS
from schemas.reference import Reference
from warehouse.engine import Warehouse, open_warehouse
from warehouse.errors import WarehouseError
from warehouse.exemptions import exemptions_of
from warehouse.forgetting.requests import suppressed_keys
from warehouse.given_keys import key_book
from warehouse.header_aliases import own_headers
from warehouse.home_key import require_key
from warehouse.partners import partner_signer
from warehouse.prefill import known_identities
from warehouse.reading import keys_in_force
from warehouse.right_values import right_values, signer
from warehouse.submissions import Submission


@dataclass(frozen=True)
class Workshop:
    """What a step needs to do its work."""

    home: Home
    config: Config
    warehouse: Warehouse
    archive: Archive
    reference: Reference
    connectors: Connectors

    def now(self) -> datetime:
        """Now, in the office's time zone."""
        return datetime.now(self.config.settings.zone)

    def office_of(self, code: str) -> Office:
        """The registered office with this code or slug. Raises KeyError when there is none."""
        return self.config.office(code)

    def name_of(self, code: str) -> str:
        """The name of the office with this code; the code itself when it is no longer registered."""
        try:
            return self.office_of(code).name
        except KeyError:
            return self.reference.place_names.get(code, code)

    def sender_of(self, submission: Submission) -> Office:
        """The registered office that sent this. Raises WarehouseError with a sentence when it is gone from the
        settings.
        """
        try:
            return self.office_of(submission.office)
        except KeyError:
            raise WarehouseError(
                f"Kiriman {submission.id} berasal dari kantor {submission.office}, yang tidak ada lagi di kemitraan.toml. "
                "Daftarkan kantornya lebih dahulu."
            ) from None

    def circumstances(self, office: str, today: date | None = None, at: datetime | None = None) -> Circumstances:
        """The circumstances of a check for a submission of this office, with its own headers, and its exemptions as
        known ``at`` a moment, by default now; ``known_keys`` comes beside it.
        """
        return Circumstances(
            contracts=CONTRACTS,
            reference=self.reference,
            today=today or self.now().date(),
            office=office,
            rulebook=self.config.settings.rulebook(),
            known_identities=known_identities(self.warehouse, office) | self._forgotten_keys(office),
            own_headers=own_headers(self.warehouse, office),
            right_values=right_values(self.warehouse, office),
            sign_of=signer(self.warehouse.nik_key) if self.warehouse.nik_key else None,
            partner_sign=partner_signer(self.warehouse.nik_key) if self.warehouse.nik_key else None,
            key_book=key_book(self.warehouse, office) if self._gives_codes(office) else None,
            waivers=tuple(entry.waiver for entry in exemptions_of(self.warehouse, office, at)),
            rule_dates=self.config.rule_dates,
        )

    def _forgotten_keys(self, office: str) -> frozenset[str]:
        """Businesses whose owner was forgotten: nobody may ask for his NIK any more."""
        with self.warehouse.read() as connection:
            return frozenset(key for _, key in suppressed_keys(connection, office))

    def _gives_codes(self, code: str) -> bool:
        return any(office.code == code and office.gives_codes for office in self.config.offices)

    def known_keys(self, stated: Stated) -> dict[str, frozenset[str]]:
        """The keys that a workbook's references may name: those in force, without those of what it replaces."""
        return keys_in_force(self.warehouse, stated)


AWAITS_REPLAY = "hapus-tertunda"
"""A folder of a restored home: the list of who was forgotten, which must be carried out before anything reads."""


def open_workshop(
    home: Home,
    environment: Mapping[str, str] | None = None,
    prefect_secret: Callable[[str], str] | None = None,
    *,
    replaying: bool = False,
) -> Workshop:
    """Opens a home. Raises ConfigError with every error in its settings or of what staff teach, WarehouseError when it
    has no warehouse yet, and WrongKey when the warehouse is worked with another key.
    """
    if not replaying and (home.path / AWAITS_REPLAY).is_dir():
        raise WarehouseError(
            "Rumah ini dipulihkan dari cadangan, dan daftar orang yang minta dihapus belum dilaksanakan lagi; jalankan "
            "`kemitraan upgrade` lebih dahulu."
        )
    environment = os.environ if environment is None else environment
    config = load_config(home)
    reference = home_reference(home)
    url = warehouse_url(config, home, environment, prefect_secret)
    require_machines(config, home, url)
    warehouse = open_warehouse(url, nik_key=nik_key(home, environment))
    try:
        require_key(warehouse)
    except BaseException:
        warehouse.close()
        raise
    connectors = Connectors(home, config, Secrets(environment, prefect_secret))
    return Workshop(home, config, warehouse, Archive(archive_url(config, home)), reference, connectors)


def workshop_at(path: str, prefect_secret: Callable[[str], str] | None = None) -> Workshop:
    """The workshop of a home's path, opened once a process: tasks pass the path, never the workshop. It includes what
    staff have taught meanwhile. Raises as ``open_workshop``.
    """
    workshop = _opened_at(path, prefect_secret)
    reference = home_reference(workshop.home)
    return workshop if reference is workshop.reference else replace(workshop, reference=reference)


@lru_cache(maxsize=4)
def _opened_at(path: str, prefect_secret: Callable[[str], str] | None) -> Workshop:
    return open_workshop(Home(Path(path)), prefect_secret=prefect_secret)
