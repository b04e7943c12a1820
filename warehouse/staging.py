"""Checked submissions on disk between check and load: tasks pass identifiers, never frames.

Each submission has a folder with ``result.json`` and two Arrow files a sheet. They hold personal data unmasked, so only
their owner may read folder and files (0700, 0600), and ``discard_checked`` removes them once the rows are loaded and
answered.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
from pyarrow import ipc

from schemas.context import GivenKey, RightValue
from schemas.contracts import CONTRACTS
from schemas.finding import Finding, Outcome, Severity
from schemas.model import Contract
from schemas.period import Period
from schemas.result import AppliedSuggestion, CheckResult, NotApplied, SheetResult

_FINDING = tuple(field.name for field in fields(Finding))
_PARTNERS = "dengan kunci"
"""How the digits of partners whom nobody has confirmed were made."""
_COUNTS = ("rows", "accepted_rows", "quarantined_rows", "skipped")


def save_checked(folder: Path, submission_id: str, result: CheckResult) -> Path:
    """Saves a result under ``folder``, whole or not at all. Saving it again replaces it. Hold the submission's
    claim.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _discard_halves(folder, submission_id)
    being_made = Path(tempfile.mkdtemp(prefix=f".{submission_id}-", dir=folder))  # mode 0700
    try:
        for sheet in result.sheets.values():
            _write_frame(being_made / f"{sheet.sheet.table}.arrow", sheet.accepted)
            raw = [json.dumps(cells, ensure_ascii=False, default=str) for cells in sheet.quarantined.get("raw", ())]
            _write_frame(being_made / f"{sheet.sheet.table}.quarantined.arrow", sheet.quarantined.assign(raw=raw))
        _write_bytes(being_made / "result.json", json.dumps(_described(result), ensure_ascii=False).encode())
        final = folder / submission_id
        if final.exists():
            shutil.rmtree(final)
        being_made.rename(final)
    except BaseException:
        shutil.rmtree(being_made, ignore_errors=True)
        raise
    return final


def load_checked(folder: Path, submission_id: str) -> CheckResult:
    """The result saved under this identifier. Raises FileNotFoundError when there is none: check again then."""
    place = folder / submission_id
    described = json.loads((place / "result.json").read_text(encoding="utf-8"))
    if described["contract"] not in CONTRACTS:
        raise FileNotFoundError(f"kept under a contract version that is not known: {described['contract']}")
    if not {"lone", "said_right", "given", "partners"} <= described.keys():
        raise FileNotFoundError("kept by an earlier version of the program, which told less")
    contract = CONTRACTS[described["contract"]]
    sheets = {sheet["title"]: _sheet(place, sheet, contract) for sheet in described.pop("sheets")}
    described.pop("partners")
    described["period"] = Period.read_any(described["period"])
    described["outcome"] = Outcome(described["outcome"])
    described["today"] = date.fromisoformat(described["today"])
    described["findings"] = tuple(
        Finding(**{**fields, "severity": Severity(fields["severity"])}) for fields in described["findings"]
    )
    described["applied"] = tuple(
        AppliedSuggestion(**{**fields, "why": NotApplied(fields["why"]) if fields["why"] else None})
        for fields in described["applied"]
    )
    described["said_right"] = tuple(RightValue(*fields) for fields in described["said_right"])
    described["given"] = tuple(
        GivenKey(sheet, cell, key, tuple((kind, sign) for kind, sign in signs), is_header)
        for sheet, cell, key, signs, is_header in described["given"]
    )
    return CheckResult(sheets=sheets, **described)


def discard_checked(folder: Path, submission_id: str) -> None:
    """Removes a saved result; does nothing when there is none."""
    shutil.rmtree(folder / submission_id, ignore_errors=True)
    _discard_halves(folder, submission_id)


def _discard_halves(folder: Path, submission_id: str) -> None:
    """Removes the half-made files of a killed process: they hold personal data too."""
    for half in folder.glob(f".{submission_id}-*"):
        shutil.rmtree(half, ignore_errors=True)


def _described(result: CheckResult) -> dict[str, Any]:
    """Everything but the frames, as JSON values."""
    return {
        "contract": result.contract,
        "sha256": result.sha256,
        "kind": result.kind,
        "office": result.office,
        "period": result.period,
        "outcome": result.outcome,
        "today": result.today.isoformat(),
        "findings": [{name: getattr(finding, name) for name in _FINDING} for finding in result.findings],
        "applied": [asdict(suggestion) for suggestion in result.applied],
        "said_right": result.said_right,
        "given": result.given,
        "partners": _PARTNERS,
        "cover_name": result.cover_name,
        "lone": result.lone,
        "sheets": [
            {
                "title": title,
                "table": sheet.sheet.table,
                "sheet_name": sheet.sheet_name,
                "located": {name: int(position) for name, position in sheet.located.items()},
                "headers": sheet.headers,
                "merged": sheet.merged,
                **{name: int(getattr(sheet, name)) for name in _COUNTS},
            }
            for title, sheet in result.sheets.items()
        ],
    }


def _sheet(place: Path, described: dict[str, Any], contract: Contract) -> SheetResult:
    table = described["table"]
    quarantined = _read_frame(place / f"{table}.quarantined.arrow")
    return SheetResult(
        sheet=contract.sheet_of(table),
        sheet_name=described["sheet_name"],
        located=described["located"],
        headers=described["headers"],
        merged=tuple((top, left, bottom, right) for top, left, bottom, right in described["merged"]),
        accepted=_read_frame(place / f"{table}.arrow"),
        quarantined=quarantined.assign(raw=[json.loads(cells) for cells in quarantined["raw"]]),
        **{name: described[name] for name in _COUNTS},
    )


def _write_frame(path: Path, frame: pd.DataFrame) -> None:
    table = pa.Table.from_pandas(frame, preserve_index=True)
    sink = pa.BufferOutputStream()
    with ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    _write_bytes(path, sink.getvalue())


def _read_frame(path: Path) -> pd.DataFrame:
    with pa.OSFile(str(path)) as file:
        return ipc.open_file(file).read_pandas()


def _write_bytes(path: Path, content: bytes | pa.Buffer) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
