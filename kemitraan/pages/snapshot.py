"""A published month as a page."""

from __future__ import annotations

import json

from kemitraan.pages.template import rendered
from kemitraan.steps.views.snapshotting import CHANGES, FOLDER, Published
from reports.snapshot.contents import DATABASE, PACKAGE


def snapshot_page(published: Published) -> str:
    """What the month's files are, with links to them, and what changed since the number before."""
    folder = published.folder
    package = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    marts = [resource for resource in package["resources"] if resource["format"] == "xlsx"]
    changes = json.loads((folder / CHANGES).read_text(encoding="utf-8")) if (folder / CHANGES).is_file() else None
    return rendered(
        "terbitan",
        terbitan=published,
        paket=package,
        mart=[(resource["name"].removesuffix("-xlsx"), resource["title"], resource["rows"]) for resource in marts],
        perubahan=changes,
        berubah=sum(map(len, changes["changes"].values())) if changes else 0,
        tempat=f"{FOLDER}/{folder.name}",
        basis_data=DATABASE,
        keterangan=PACKAGE,
    )
