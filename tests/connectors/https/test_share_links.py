"""Share links as people copy them, and where the file itself is."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from connectors.https.share_links import download_form

SHEET = "https://docs.google.com/spreadsheets/d/1AbC_d-E2/export?format=xlsx"
DRIVE = "https://drive.google.com/uc?export=download&id=1AbC_d-E2"

FORMS = [
    ("https://docs.google.com/spreadsheets/d/1AbC_d-E2/edit?gid=7#gid=7", SHEET),
    ("https://docs.google.com/spreadsheets/d/1AbC_d-E2/edit?usp=sharing", SHEET),
    ("https://docs.google.com/spreadsheets/d/1AbC_d-E2/edit?usp=drive_link&rtpof=true&sd=true", SHEET),
    ("https://docs.google.com/spreadsheets/d/1AbC_d-E2/view", SHEET),
    ("https://docs.google.com/spreadsheets/d/1AbC_d-E2/htmlview", SHEET),
    ("https://docs.google.com/spreadsheets/d/1AbC_d-E2", SHEET),
    ("https://docs.google.com/spreadsheets/d/1AbC_d-E2/", SHEET),
    ("https://docs.google.com/spreadsheets/u/1/d/1AbC_d-E2/edit", SHEET),
    ("https://docs.google.com/a/sulbarprov.go.id/spreadsheets/d/1AbC_d-E2/edit", SHEET),
    ("https://docs.google.com/spreadsheets/d/1AbC_d-E2/edit?resourcekey=0-x_y", f"{SHEET}&resourcekey=0-x_y"),
    (
        "https://docs.google.com/spreadsheets/d/e/2PACX-1vR/pubhtml?gid=0&single=true",
        "https://docs.google.com/spreadsheets/d/e/2PACX-1vR/pub?output=xlsx",
    ),
    ("https://drive.google.com/file/d/1AbC_d-E2/view?usp=sharing", DRIVE),
    ("https://drive.google.com/file/u/0/d/1AbC_d-E2/edit", DRIVE),
    ("https://drive.google.com/file/d/1AbC_d-E2", DRIVE),
    ("https://drive.google.com/open?id=1AbC_d-E2&usp=drive_fs", DRIVE),
    ("https://drive.google.com/uc?id=1AbC_d-E2&export=view", DRIVE),
    ("https://drive.google.com/file/d/1AbC_d-E2/view?resourcekey=0-x_y", f"{DRIVE}&resourcekey=0-x_y"),
    (
        "https://sulbar-my.sharepoint.com/:x:/g/personal/budi_sulbar/EaBc123?e=x1Y2",
        "https://sulbar-my.sharepoint.com/:x:/g/personal/budi_sulbar/EaBc123?e=x1Y2&download=1",
    ),
    (
        "https://sulbar.sharepoint.com/:x:/s/umkm/EaBc123?e=x1Y2&web=1",
        "https://sulbar.sharepoint.com/:x:/s/umkm/EaBc123?e=x1Y2&download=1",
    ),
    (
        "https://onedrive.live.com/:x:/g/personal/ab12/EaBc?resid=AB!s1&e=x",
        "https://onedrive.live.com/:x:/g/personal/ab12/EaBc?resid=AB!s1&e=x&download=1",
    ),
    (
        "https://onedrive.live.com/redir?resid=AB12!345&authkey=!AbC&ithint=file%2cxlsx",
        "https://onedrive.live.com/download?resid=AB12!345&authkey=!AbC",
    ),
    (
        "https://onedrive.live.com/?id=AB12%21345&authkey=%21AbC&cid=ab12",
        "https://onedrive.live.com/download?resid=AB12!345&authkey=!AbC",
    ),
    (
        "https://onedrive.live.com/embed?cid=AB12&resid=AB12%21345&authkey=AbC",
        "https://onedrive.live.com/download?resid=AB12!345&authkey=AbC",
    ),
    ("https://1drv.ms/x/c/ab12/EaBc123?e=x1Y2", "https://1drv.ms/x/c/ab12/EaBc123?e=x1Y2&download=1"),
    (
        "https://awan.majenekab.go.id/s/aBc123DeF456xyZ",
        "https://awan.majenekab.go.id/s/aBc123DeF456xyZ/download",
    ),
    (
        "https://awan.majenekab.go.id/nextcloud/index.php/s/aBc123DeF456xyZ/?path=%2F&files=a.xlsx#x",
        "https://awan.majenekab.go.id/nextcloud/index.php/s/aBc123DeF456xyZ/download?path=%2F&files=a.xlsx",
    ),
    (
        "https://www.dropbox.com/scl/fi/abc/Laporan%20Nov.xlsx?rlkey=k1&st=s2&dl=0",
        "https://www.dropbox.com/scl/fi/abc/Laporan%20Nov.xlsx?rlkey=k1&st=s2&dl=1",
    ),
    ("https://www.dropbox.com/s/abc123/laporan.xlsx", "https://www.dropbox.com/s/abc123/laporan.xlsx?dl=1"),
    ("https://dropbox.com/s/abc123/laporan.xlsx?raw=1", "https://dropbox.com/s/abc123/laporan.xlsx?dl=1"),
]
AS_THEY_ARE = [
    "https://docs.google.com/spreadsheets/d/1AbC_d-E2/export?format=csv&gid=7",
    "https://docs.google.com/document/d/1AbC_d-E2/edit",
    "https://docs.google.com.contoh.id/spreadsheets/d/1AbC_d-E2/edit",
    "https://drive.google.com/drive/folders/1AbC_d-E2",
    "https://sulbar.sharepoint.com/sites/umkm/_layouts/15/Doc.aspx?sourcedoc=%7B1%7D",
    "https://1drv.ms/x/s!AbC123",
    "https://www.dropbox.com/home/laporan.xlsx",
    "https://awan.majenekab.go.id/s/aBc123DeF456xyZ/download",
    "https://data.majenekab.go.id/unduh/laporan.xlsx?kunci=1",
    "https://127.0.0.1:8443/",
]


@pytest.mark.parametrize(("link", "file"), FORMS)
def test_a_share_link_becomes_the_link_of_the_file(link, file):
    assert download_form(link) == file
    assert urlsplit(file).netloc == urlsplit(link).netloc


@pytest.mark.parametrize("link", AS_THEY_ARE + [file for _, file in FORMS])
def test_other_links_stay_as_they_are(link):
    assert download_form(link) == link
