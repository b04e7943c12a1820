"""What a database says when it cannot be used, in words for people; its own words stay in the error's cause."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

_SQLITE = {
    "SQLITE_FULL": "cakramnya penuh",
    "SQLITE_READONLY": "berkasnya hanya boleh dibaca",
    "SQLITE_CANTOPEN": "berkasnya tidak dapat dibuka",
    "SQLITE_PERM": "berkasnya tertutup bagi program ini",
    "SQLITE_IOERR": "cakramnya tidak dapat dibaca atau ditulis",
    "SQLITE_CORRUPT": "berkasnya rusak; pulihkan dari cadangan",
    "SQLITE_NOTADB": "berkasnya bukan gudang data; pulihkan dari cadangan",
}
_POSTGRESQL = {  # by SQLSTATE, whole or its class
    "28": "nama pengguna atau kata sandinya ditolak",
    "3D000": "basis datanya tidak ada di server itu",
    "42501": "program ini tidak diberi izin",
    "53100": "cakram servernya penuh",
    "53300": "servernya sedang melayani terlalu banyak sambungan",
    "57": "servernya sedang dimatikan atau dinyalakan",
    "08": "sambungan ke servernya terputus",
}
_UNKNOWN = "servernya tidak menjawab atau menolak sambungan"


def database_words(error: DBAPIError) -> str:
    """Why the database cannot be used, as the end of a sentence; without names, addresses or values."""
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is not None:
        return sqlite_words(name)
    state = getattr(error.orig, "sqlstate", None) or ""
    return next((words for start, words in _POSTGRESQL.items() if state.startswith(start)), _UNKNOWN)


def sqlite_words(name: str) -> str:
    """The same for what SQLite calls an error: ``SQLITE_FULL``."""
    return next((words for start, words in _SQLITE.items() if name.startswith(start)), f"galat {name}")
