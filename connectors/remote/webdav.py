"""Folders of a WebDAV server: Nextcloud, ownCloud, Apache, and others."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from connectors.deadline import FACTOR, Connections, in_time
from connectors.errors import (
    CertificateError,
    CutOffError,
    FolderMissingError,
    NoSpaceError,
    OutsideError,
    PermissionRefusedError,
    Place,
    ServerError,
    SignInRefusedError,
    StillBeingWrittenError,
    TimedOutError,
    TooMuchError,
    UnreachableError,
    VanishedError,
)
from connectors.https.quiet import quietly
from connectors.remote.files import CHUNK, DRIP_SECONDS, Folder, Moved, RemoteFiles, hidden_name, put_back
from connectors.remote.webdav_listing import QUESTION, children, escaped, opaque, parse_listing
from connectors.tls import is_about_the_certificate, trust
from connectors.waiting import Entry, Kind
from connectors.wholeness import Look

LISTING_BYTES = 64 * 1024 * 1024
"""The most bytes that a listing of an inbox may have."""
_KINDS: dict[int, type[OutsideError]] = {
    401: SignInRefusedError,
    403: PermissionRefusedError,
    404: FolderMissingError,
    409: FolderMissingError,  # RFC 4918: the folder that it should go to is not there
    410: FolderMissingError,
    413: NoSpaceError,
    423: StillBeingWrittenError,
    507: NoSpaceError,
}
_NOT_AS_THOUGHT = {404, 412}
_PACKINGS = {"identity", "gzip"}
"""How listings may be packed: we ask for no packing, and some servers pack all the same."""


class _Connection:
    """The client, once there is one, and its connections."""

    client: httpx.Client | None = None

    def __init__(self) -> None:
        self.sockets = Connections()


@dataclass(frozen=True, kw_only=True)
class WebdavFiles(RemoteFiles):
    """Files of a WebDAV server. ``url`` is the https address that paths are relative to; for Nextcloud
    ``https://…/remote.php/dav/files/NAME``, with an app password as ``password``. ``ca_file`` is the authority to trust
    in place of the public ones, PEM. ``timeout_seconds`` bounds every wait.

    Proxies of the environment are used, because an office behind one has no other way out. Redirects are not followed:
    they would take the password along.
    """

    url: str
    user: str
    password: str = field(repr=False)
    ca_file: Path | None = None
    timeout_seconds: float = 30.0
    _connection: _Connection = field(default_factory=_Connection, init=False, repr=False, compare=False)

    def sign_in(self, place: Place) -> None:
        """See RemoteFiles. It does not matter whether the address itself may be looked at."""
        with suppress(PermissionRefusedError, FolderMissingError):
            self._properties(Folder(place, ""), "", depth="0")

    def list_folder(self, folder: Folder) -> list[Entry]:
        """See RemoteFiles."""
        path = self._path(folder).rstrip("/")
        answers = parse_listing(self._properties(folder, "/", depth="1"), folder.place)
        if any(href == path and entry.kind is Kind.FILE for href, entry in answers):
            raise FolderMissingError(folder.place, "no folder")
        return children(answers, path)

    def look(self, folder: Folder, name: str) -> Look | None:
        """See RemoteFiles."""
        try:
            answers = parse_listing(self._properties(folder, f"/{escaped(name)}", depth="0"), folder.place)
        except FolderMissingError:
            return None
        return answers[0][1].look if answers else None

    def read(self, folder: Folder, name: str, listed_look: Look, start: int = 0) -> Generator[bytes]:
        """See RemoteFiles. A server that cannot begin in the middle gives everything; what comes before is skipped."""
        headers = {"Range": f"bytes={start}-"} if start else {}
        with self._asking("GET", folder, f"/{escaped(name)}", headers, seconds=DRIP_SECONDS) as response:
            if response.status_code in {404, 410}:
                raise VanishedError(folder.place, f"HTTP {response.status_code}")
            _must_be_good(response, folder.place)
            if listed_look.version and opaque(response.headers.get("ETag", listed_look.version)) != listed_look.version:
                raise StillBeingWrittenError(folder.place)
            if response.headers.get("Content-Encoding", "identity") != "identity":  # nobody asked for a packing
                raise ServerError(folder.place, "Content-Encoding")
            passed_over = 0 if response.status_code == httpx.codes.PARTIAL_CONTENT else start
            for chunk in response.iter_raw(CHUNK):
                yield chunk[passed_over:]
                passed_over = max(0, passed_over - len(chunk))

    def put(self, folder: Folder, name: str, data: bytes) -> bool:
        """See RemoteFiles."""
        part_path = hidden_name()
        try:
            self._do("PUT", folder, f"/{escaped(part_path)}", data=data)
            is_taken = not self._rename(folder, part_path, folder, name, {"Overwrite": "F"})
        except (TimedOutError, UnreachableError):
            raise
        except OutsideError:
            with suppress(OutsideError):
                self.remove(folder, part_path)
            raise
        if is_taken:
            self.remove(folder, part_path)
        return not is_taken

    def move(self, folder: Folder, name: str, listed_look: Look, target: Folder, new_name: str, *, over: bool) -> Moved:
        """See RemoteFiles. ``If`` ties the move to the version that was listed (RFC 4918, 10.4). Servers that take it
        for locks alone are asked without it, and others ignore it; so the size is compared afterwards.
        """
        if self.look(folder, name) != listed_look:
            return Moved.CHANGED
        overwrite = {"Overwrite": "T" if over else "F"}
        path = self._path(folder, f"/{escaped(name)}")
        condition = {"If": f'<{path}> (["{listed_look.version}"])'} if listed_look.version else {}
        if not self._rename(folder, name, target, new_name, overwrite | condition):
            if self.look(folder, name) != listed_look:
                return Moved.CHANGED
            if not condition or not self._rename(folder, name, target, new_name, overwrite):
                return Moved.TAKEN
        moved_look = self.look(target, new_name)
        if moved_look is None or moved_look.size == listed_look.size:
            return Moved.DONE
        put_back(name, lambda free: self._rename(target, new_name, folder, free, {"Overwrite": "F"}), folder.place)
        return Moved.CHANGED

    def remove(self, folder: Folder, name: str) -> None:
        """See RemoteFiles."""
        with suppress(FolderMissingError):
            self._do("DELETE", folder, f"/{escaped(name)}")

    def make_folder(self, folder: Folder, model_folder: Folder) -> None:
        """See RemoteFiles. Rights are the server's matter here."""
        if self._do("MKCOL", folder, "/", also={405}) == 405:  # something is there already
            self.list_folder(folder)

    def close(self) -> None:
        """See RemoteFiles."""
        if self._connection.client is not None:
            self._connection.client.close()
            self._connection.client = None

    def _properties(self, folder: Folder, end: str, depth: str) -> bytes:
        headers = {"Depth": depth, "Content-Type": "application/xml"}
        with self._asking("PROPFIND", folder, end, headers, QUESTION) as response:
            _must_be_good(response, folder.place)
            if response.headers.get("Content-Encoding", "identity") not in _PACKINGS:  # some pack several times over
                raise ServerError(folder.place, "Content-Encoding")
            body = bytearray()
            for chunk in response.iter_bytes(CHUNK):
                body += chunk
                if len(body) > LISTING_BYTES:
                    raise TooMuchError(folder.place)
        return bytes(body)

    def _rename(self, folder: Folder, name: str, target: Folder, new_name: str, headers: Mapping[str, str]) -> bool:
        """Renames a file. False when something has the new name, or the file is gone or another by now."""
        destination = self._url(target, f"/{escaped(new_name)}")
        status = self._do(
            "MOVE", folder, f"/{escaped(name)}", {"Destination": destination, **headers}, also=_NOT_AS_THOUGHT
        )
        return status not in _NOT_AS_THOUGHT

    def _do(
        self,
        method: str,
        folder: Folder,
        end: str,
        headers: Mapping[str, str] | None = None,
        data: bytes | None = None,
        also: Collection[int] = (),
    ) -> int:
        """Makes one request and gives its status, which is 2xx or one of ``also``. A short answer is read, so that the
        connection can be used again.
        """
        seconds = DRIP_SECONDS if data else None
        with self._asking(method, folder, end, headers, data, seconds) as response:
            if response.status_code not in also:
                _must_be_good(response, folder.place)
            next(response.iter_raw(CHUNK), None)
            return response.status_code

    @contextmanager
    def _asking(
        self,
        method: str,
        folder: Folder,
        end: str,
        headers: Mapping[str, str] | None = None,
        data: bytes | None = None,
        seconds: float | None = None,
    ) -> Iterator[httpx.Response]:
        """Makes one request; read its body inside the block. All of it ends in so many seconds, or in ten times the
        timeout.
        """
        seconds = self.timeout_seconds * FACTOR if seconds is None else seconds
        with quietly(), in_time(seconds, self._connection.sockets, folder.place), _meanings(folder.place):
            client = self._client(folder.place)
            with client.stream(
                method,
                self._url(folder, end),
                headers=dict(headers or {}),
                content=data,
                extensions={"trace": self._connection.sockets.trace},
            ) as response:
                yield response

    def _url(self, folder: Folder, end: str = "/") -> str:
        path = "".join(f"/{escaped(part)}" for part in folder.path.split("/") if part)
        return self.url.rstrip("/") + path + end

    def _path(self, folder: Folder, end: str = "/") -> str:
        """The address as the server sees it, escaped."""
        try:
            return urlsplit(self._url(folder, end)).path
        except ValueError:  # no address
            raise UnreachableError(folder.place, "InvalidURL") from None

    def _client(self, place: Place) -> httpx.Client:
        if self._connection.client is None:
            self._connection.client = httpx.Client(
                auth=httpx.BasicAuth(self.user, self.password),
                verify=trust(self.ca_file, place),
                timeout=self.timeout_seconds,
                headers={"Accept-Encoding": "identity", "User-Agent": "kemitraan-sulbar"},
                follow_redirects=False,
            )
        return self._connection.client


def _must_be_good(response: httpx.Response, place: Place) -> None:
    """Raises what a status other than 2xx means."""
    if not response.is_success:
        kind = FolderMissingError if response.is_redirect else _KINDS.get(response.status_code, ServerError)
        raise kind(place, f"HTTP {response.status_code}")


@contextmanager
def _meanings(place: Place) -> Iterator[None]:
    """Turns every error of httpx inside into an OutsideError at ``place``."""
    try:
        yield
    except httpx.TransportError as error:
        raise _meaning(error, place) from None
    except httpx.DecodingError:
        raise ServerError(place, "DecodingError") from None
    except (httpx.InvalidURL, UnicodeError) as error:  # no address, or no host name
        raise UnreachableError(place, type(error).__name__) from None


def _meaning(error: httpx.TransportError, place: Place) -> OutsideError:
    name = type(error).__name__
    if isinstance(error, httpx.TimeoutException):
        return TimedOutError(place, name)
    if is_about_the_certificate(error):
        return CertificateError(place)
    if isinstance(error, httpx.ConnectError | httpx.ProxyError | httpx.UnsupportedProtocol):
        return UnreachableError(place, name)
    return CutOffError(place, name)
