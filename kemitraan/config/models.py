"""The settings as frozen models. The words for wrong values are in ``kemitraan.config.wording``."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from kemitraan.config.codes import known_office
from kemitraan.config.mail import MailSettings
from kemitraan.config.rules import RuleSettings
from kemitraan.config.sources import Source
from kemitraan.config.sources.base import ADDRESS, Model, problem
from schemas.context import Rulebook, RuleDates
from schemas.office import OfficeCode, OfficeKind
from workbooks.limits import MIB, Limits

EMBEDDED_WAREHOUSE = "sqlite:///gudang/gudang.sqlite"
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_DEFAULT_LIMITS = Limits()
FORMER = frozenset({"halal_obligation"})
"""Settings that ``[settings]`` held in earlier versions. Halal is asked for in every month (contract section 5), so no
date says since when.
"""


class Office(Model):
    """A sender: its name for folders and commands, its Kemendagri code, its name for people, where it sends from.
    ``owes``: whether it owes a report every month; None: by its kind. ``gives_codes``: whether we give its businesses
    their codes, for an office that uses none of ours.
    """

    slug: str = Field(pattern=SLUG, max_length=40)
    code: str
    name: str = Field(min_length=1, max_length=120)
    email: str | None = Field(default=None, pattern=ADDRESS, repr=False)
    owes: bool | None = None
    gives_codes: bool = False
    sources: Annotated[tuple[Source, ...], Field(strict=False, min_length=1)]

    @model_validator(mode="before")
    @classmethod
    def _own_folders(cls, data: Any) -> Any:
        """Gives an office that names no source the two folders of its slug."""
        return with_default_source(data) if isinstance(data, dict) else data

    @field_validator("code")
    @classmethod
    def _known(cls, code: str) -> str:
        try:
            known_office(code)
        except KeyError:
            raise problem(
                f'kode kantor "{code}" tidak dikenal.',
                "Pakai kode Kemendagri: 76.01 sampai 76.06 untuk kabupaten, 73.xx untuk Sulawesi Selatan "
                "(misalnya 73.71), 76 untuk provinsi; kode BPS tidak dipakai.",
            ) from None
        return code

    @model_validator(mode="after")
    def _has_businesses(self) -> Self:
        if self.gives_codes and self.kind != "regency":
            raise problem(
                "gives_codes hanya untuk kabupaten.", "Hapus barisnya; kantor ini tidak mengirim lembar UMKM."
            )
        return self

    @property
    def kind(self) -> OfficeKind:
        """The kind of workbook it sends."""
        return OfficeCode(self.code).kind

    @property
    def owes_reports(self) -> bool:
        """Whether it owes a report every month: regencies and collaborators do, the province's requirements do not."""
        return self.kind != "retail" if self.owes is None else self.owes


class ScoreWeights(Model):
    """The weight of each of the five scores in a curation's weighted mean."""

    legalitas: float = Field(default=1.0, ge=0)
    kemasan: float = Field(default=1.0, ge=0)
    kualitas: float = Field(default=1.0, ge=0)
    kapasitas: float = Field(default=1.0, ge=0)
    harga: float = Field(default=1.0, ge=0)

    @model_validator(mode="after")
    def _not_all_zero(self) -> ScoreWeights:
        if not any(self.model_dump().values()):
            raise problem("semua bobot nol.", "Beri paling sedikit satu skor bobot lebih dari 0.")
        return self


class LimitSettings(Model):
    """The largest workbook that is accepted (contract section 3)."""

    packed_mib: int = Field(default=_DEFAULT_LIMITS.packed_bytes // MIB, ge=1)
    unpacked_mib: int = Field(default=_DEFAULT_LIMITS.unpacked_bytes // MIB, ge=1)
    ratio: int = Field(default=_DEFAULT_LIMITS.ratio, ge=1)
    sheets: int = Field(default=_DEFAULT_LIMITS.sheets, ge=1)
    rows: int = Field(default=_DEFAULT_LIMITS.rows, ge=1)
    columns: int = Field(default=_DEFAULT_LIMITS.columns, ge=1)

    def limits(self) -> Limits:
        """The limits as the workbook reader takes them."""
        return Limits(self.packed_mib * MIB, self.unpacked_mib * MIB, self.ratio, self.sheets, self.rows, self.columns)


class ReviewSettings(Model):
    """When a submission waits for a person, and how long. Shares run from 0 (always) to 1 (never). ``least_rows``:
    fewer rows say nothing about a share. ``least_lost_rows``: fewer lost rows are named in the answer, and wait for
    nobody.
    """

    quarantined_share: float = Field(default=0.5, ge=0, le=1)
    fewer_rows_share: float = Field(default=0.33, ge=0, le=1)
    least_lost_rows: int = Field(default=5, ge=1)
    same_rows_share: float = Field(default=0.9, ge=0, le=1)
    least_rows: int = Field(default=10, ge=1)
    decide_within_days: int = Field(default=5, ge=1, le=60)


class Settings(Model):
    """Settings for all offices. ``contact`` says whom an office may ask, as letters name it. ``workers`` None means one
    for each core. ``dask_scheduler`` None means that a cluster is made here. ``own_homes``: whether every machine has a
    home of its own (``kemitraan.config.machines``).
    """

    timezone: str = "Asia/Makassar"
    pass_mark: float = Field(default=70.0, ge=0, le=100)
    score_weights: ScoreWeights = ScoreWeights()
    limits: LimitSettings = LimitSettings()
    review: ReviewSettings = ReviewSettings()
    due_day: int = Field(default=5, ge=1, le=28)
    remind_days_before: int = Field(default=3, ge=0, le=20)
    contact: str | None = Field(default=None, min_length=3, max_length=200)
    warehouse: str = Field(default=EMBEDDED_WAREHOUSE, min_length=1, repr=False)
    archive: str = Field(default="arsip", min_length=1)
    workers: int | None = Field(default=None, ge=1, le=256)
    task_runner: Literal["threads", "dask"] = "threads"
    dask_scheduler: str | None = Field(default=None, pattern=r"^(tcp|tls)://[^\s/@]+:\d{1,5}$")
    own_homes: bool = False

    @model_validator(mode="before")
    @classmethod
    def _without_former(cls, raw: Any) -> Any:
        """Ignores settings that no longer exist, so that homes with them still open."""
        return {name: value for name, value in raw.items() if name not in FORMER} if isinstance(raw, dict) else raw

    @field_validator("timezone")
    @classmethod
    def _zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise problem(f'zona waktu "{name}" tidak dikenal.', 'Pakai misalnya "Asia/Makassar" (WITA).') from None
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone that defines "today"."""
        return ZoneInfo(self.timezone)

    def rulebook(self) -> Rulebook:
        """The settings that the contract's rules take."""
        weights = {f"skor_{name}": weight for name, weight in self.score_weights.model_dump().items()}
        return Rulebook(pass_mark=self.pass_mark, weights=weights)


class Maintenance(Model):
    """What maintenance does. ``backup`` None means that no backups are made."""

    backup: str | None = Field(default=None, min_length=1)
    keep_backups: int = Field(default=14, ge=1, le=1000)
    keep_reports_days: int = Field(default=400, ge=1)
    verify_files: int = Field(default=500, ge=1)


class Forgetting(Model):
    """How long a request to be forgotten waits, hidden, before it is carried out, and how long each class of data is
    kept. None keeps for good.
    """

    days: int = Field(default=3, ge=0, le=365)
    keep_archive_months: int | None = Field(default=None, ge=1)
    keep_sealed_months: int | None = Field(default=None, ge=1)
    keep_quarantine_months: int | None = Field(default=None, ge=1)
    keep_log_months: int | None = Field(default=None, ge=1)


class Health(Model):
    """When ``kemitraan health`` calls for a person, and whom it writes to. ``notify`` None means nobody."""

    consolidation_hours: int = Field(default=26, ge=1, le=10_000)
    backup_hours: int = Field(default=26, ge=1, le=10_000)
    least_free_mib: int = Field(default=2048, ge=1)
    notify: str | None = Field(default=None, pattern=ADDRESS)


_Buyers = Annotated[tuple[Literal["ritel"], ...], Field(strict=False)]
_Offices = Annotated[tuple[Literal["kantor", "kabupaten"], ...], Field(strict=False)]
_Copies = Annotated[tuple[Literal["kantor", "forum"], ...], Field(strict=False)]
_Own = Annotated[tuple[Literal["kantor"], ...], Field(strict=False)]


class ListSettings(Model):
    """Which copy of the report holds which list of businesses and products: ``kantor`` the office's, ``forum`` the
    forum's (which is mailed), ``kabupaten`` the sheet of a regency, ``ritel`` that of a retailer. ``names``: who reads
    the names of businesses and products in visits and rows. Others than these readers cannot be named: the forum never
    reads whom to visit, nor any name of a business.
    """

    ready: _Buyers = ("ritel",)
    visits: _Offices = ("kantor", "kabupaten")
    rows: _Copies = ("kantor", "forum")
    supplies: _Copies = ("kantor", "forum")
    businesses: _Own = ("kantor",)
    partners: _Copies = ("kantor", "forum")
    names: _Offices = ()


class ReportSettings(Model):
    """Who gets each month's report by mail (the forum's copy, which names no business), and what the report assumes
    because no workbook says it: days to a retailer's shelf, units of a product that an outlet sells in a month, and for
    how many months a retailer is asked to accept what is in process. ``lists``: who gets which list.
    """

    recipients: Annotated[tuple[Annotated[str, Field(pattern=ADDRESS)], ...], Field(strict=False)] = ()
    transport_days: int = Field(default=7, ge=0, le=365)
    units_per_outlet: int = Field(default=30, ge=1, le=100_000)
    in_process_months: int = Field(default=6, ge=1, le=24)
    lists: ListSettings = ListSettings()


class Config(Model):
    """The whole of ``kemitraan.toml``."""

    settings: Settings = Settings()
    mail: MailSettings | None = None
    maintenance: Maintenance = Maintenance()
    forgetting: Forgetting = Forgetting()
    health: Health = Health()
    report: ReportSettings = ReportSettings()
    rules: Annotated[tuple[RuleSettings, ...], Field(strict=False)] = ()
    offices: Annotated[tuple[Office, ...], Field(strict=False, min_length=1)]

    def office(self, name: str) -> Office:
        """The office with this slug or code. Raises KeyError when there is none."""
        for office in self.offices:
            if name in {office.slug, office.code}:
                return office
        raise KeyError(name)

    @property
    def rule_dates(self) -> tuple[RuleDates, ...]:
        """The months from which rules hold, or are errors."""
        return tuple(rule.dates for rule in self.rules)


def with_default_source(office: dict[str, Any]) -> dict[str, Any]:
    """The raw office with its default source when it names none."""
    if "sources" in office or not isinstance(office.get("slug"), str):
        return office
    slug = office["slug"]
    return office | {"sources": [{"type": "folder", "inbox": f"masuk/{slug}", "outbox": f"keluar/{slug}"}]}
