"""One SFTP connection: opened when needed with nothing but the settings, and the meaning of its failures.

asyncssh runs on fsspec's event loop thread, so that one thread serves all sources of a process.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import asyncssh
from fsspec.asyn import get_loop

from connectors.errors import (
    CutOffError,
    HostKeyError,
    NoSpaceError,
    OutsideError,
    PermissionRefusedError,
    Place,
    ServerError,
    SignInRefusedError,
    TimedOutError,
    UnreachableError,
)
from connectors.remote.quiet import hush

hush("asyncssh")
_ALL_KINDS = "+ssh-ed25519,ssh-ed448,ecdsa-sha2-nistp*,rsa-sha2-*"
"""Kinds of host keys to ask for after the pinned ones: a server without any pinned kind must show the key that it has,
so that it can be told from one that hangs up.
"""
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Address:
    """The address of a server, its keys, and our user there. ``host_keys`` are public keys as OpenSSH writes them."""

    host: str
    port: int
    user: str
    host_keys: tuple[str, ...]
    password: str | None = field(repr=False)
    key: str | None = field(repr=False)
    timeout_seconds: float


class Line:
    """The connection to one server, used by one thread at a time."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._connection: asyncssh.SSHClientConnection | None = None
        self._client: asyncssh.SFTPClient | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a connection that has not failed."""
        return self._client is not None

    def run(self, place: Place, work: Callable[[asyncssh.SFTPClient], Coroutine[None, None, T]]) -> T:
        """Runs ``work`` within the timeout and gives its result. A connection that failed is not used again.

        Raises OutsideError, and SFTPError for what the server says of a file.
        """
        return self._on_loop(self._work(place, work))

    def close(self) -> None:
        """Ends the connection."""
        if self._connection is not None:
            self._on_loop(self._end(self._address.timeout_seconds))

    async def _work(self, place: Place, work: Callable[[asyncssh.SFTPClient], Coroutine[None, None, T]]) -> T:
        try:
            with _meanings(place):
                client = await self._connected(place)
                async with asyncio.timeout(self._address.timeout_seconds):
                    return await work(client)
        except OutsideError:
            await self._end(seconds=0)
            raise

    async def _connected(self, place: Place) -> asyncssh.SFTPClient:
        if self._connection is not None and self._connection.is_closed():
            await self._end(seconds=0)
        if self._client is None:
            async with asyncio.timeout(self._address.timeout_seconds):
                self._connection = await _connect(self._address, place)
                self._client = await self._connection.start_sftp_client(path_errors="surrogateescape")
        return self._client

    async def _end(self, seconds: float) -> None:
        """Ends the connection in order within ``seconds``, or else at once."""
        connection, self._connection, self._client = self._connection, None, None
        if connection is None:
            return
        connection.close()
        try:
            async with asyncio.timeout(seconds):
                await connection.wait_closed()
        except TimeoutError:
            connection.abort()
            await connection.wait_closed()

    @staticmethod
    def _on_loop(work: Coroutine[None, None, T]) -> T:
        future = asyncio.run_coroutine_threadsafe(work, get_loop())
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise


async def _connect(address: Address, place: Place) -> asyncssh.SSHClientConnection:
    """Connects and signs in. Reads no configuration, known hosts, keys, certificates or agent of the user who runs
    this.
    """
    return await asyncssh.connect(
        address.host,
        address.port,
        username=address.user,
        password=address.password,
        client_keys=None if address.key is None else [_private_key(address.key, place)],
        server_host_key_algs=_ALL_KINDS,
        known_hosts=([_public_key(key, place) for key in address.host_keys], [], []),
        preferred_auth="publickey" if address.key is not None else "password,keyboard-interactive",
        config=[],
        agent_path=None,
        x509_trusted_certs=None,
        x509_trusted_cert_paths=[],
        gss_host=None,
    )


def _public_key(text: str, place: Place) -> asyncssh.SSHKey:
    try:
        return asyncssh.import_public_key(text)
    except asyncssh.KeyImportError:
        raise HostKeyError(place, "host_keys") from None


def _private_key(text: str, place: Place) -> asyncssh.SSHKey:
    try:
        return asyncssh.import_private_key(text)
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError):
        raise SignInRefusedError(place, "key") from None


@contextmanager
def _meanings(place: Place) -> Iterator[None]:
    """Turns failures of a connection into outside errors. What the server says of a file passes through."""
    try:
        yield
    except TimeoutError:
        raise TimedOutError(place) from None
    except asyncssh.HostKeyNotVerifiable:
        raise HostKeyError(place) from None
    except asyncssh.KeyExchangeFailed:
        raise ServerError(place, "KeyExchangeFailed") from None
    except asyncssh.PermissionDenied:
        raise SignInRefusedError(place) from None
    except asyncssh.ChannelOpenError:
        raise PermissionRefusedError(place, "SFTP") from None
    except (asyncssh.SFTPNoConnection, asyncssh.SFTPConnectionLost) as error:
        raise CutOffError(place, type(error).__name__) from None
    except asyncssh.DisconnectError as error:
        raise CutOffError(place, type(error).__name__) from None
    except (ConnectionResetError, BrokenPipeError) as error:
        raise CutOffError(place, type(error).__name__) from None
    except (OSError, UnicodeError) as error:  # UnicodeError: a host name that cannot be asked for (``sftp..example``)
        raise UnreachableError(place, type(error).__name__) from None


def meaning(error: asyncssh.SFTPError, place: Place) -> OutsideError:
    """The outside error for a server's refusal to do something with a file."""
    detail = type(error).__name__
    if isinstance(error, asyncssh.SFTPPermissionDenied | asyncssh.SFTPWriteProtect):
        return PermissionRefusedError(place, detail)
    if isinstance(error, asyncssh.SFTPNoSpaceOnFilesystem | asyncssh.SFTPQuotaExceeded):
        return NoSpaceError(place, detail)
    return ServerError(place, detail)
