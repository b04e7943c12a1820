"""asyncssh's own SFTP server, for what OpenSSH cannot be made to do: passwords of the tests' own, staged errors."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncssh

PASSWORD = "sandi-sftp-7Q"
STALL_SECONDS = 6


@dataclass
class Stage:
    """``port`` and ``host_key`` of the running server; ``sign_ins``: the names that tried; ``refuse_rename``: whether
    the server knows no POSIX rename; ``stall``: whether reading answers only after ``STALL_SECONDS``; ``most``: bytes
    that one read gives at most; ``refuses``: asked before a folder is listed, a file opened for reading, or a file
    moved to ``selesai/`` (``list``, ``read``, ``mark``), whether it fails.
    """

    port: int = 0
    host_key: str = ""
    sign_ins: list[str] = field(default_factory=list)
    refuse_posix_rename: bool = False
    stall: bool = False
    most: int = 32_768
    on_rename: Callable[[], None] | None = None
    refuses: Callable[[str], bool] = lambda _step: False

    def must_do(self, step: str) -> None:
        if self.refuses(step):
            raise asyncssh.SFTPFailure("no")


@contextmanager
def staged_sftp(root: Path) -> Iterator[Stage]:
    stage, loop = Stage(), asyncio.new_event_loop()

    class Guard(asyncssh.SSHServer):
        def begin_auth(self, username: str) -> bool:
            stage.sign_ins.append(username)
            return True

        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return password == PASSWORD

    class Files(asyncssh.SFTPServer):
        def __init__(self, channel: asyncssh.SSHServerChannel) -> None:
            super().__init__(channel, chroot=str(root).encode())

        async def scandir(self, path: bytes):
            stage.must_do("list")
            async for name in super().scandir(path):
                yield name

        def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs):
            if not pflags & asyncssh.FXF_WRITE:
                stage.must_do("read")
            return super().open(path, pflags, attrs)

        async def read(self, file_obj: object, offset: int, size: int):
            for _ in range(20 * STALL_SECONDS):
                if not stage.stall:
                    break
                await asyncio.sleep(0.05)
            return super().read(file_obj, offset, min(size, stage.most))

        def posix_rename(self, oldpath: bytes, newpath: bytes):
            if stage.refuse_posix_rename:
                raise asyncssh.SFTPOpUnsupported("no")
            return super().posix_rename(oldpath, newpath)

        def rename(self, oldpath: bytes, newpath: bytes):
            if b"/selesai/" in newpath:
                stage.must_do("mark")
            if stage.on_rename is not None:
                then, stage.on_rename = stage.on_rename, None
                then()
            return super().rename(oldpath, newpath)

    async def start() -> asyncssh.SSHAcceptor:
        key = asyncssh.generate_private_key("ssh-ed25519")
        stage.host_key = key.export_public_key().decode()
        return await asyncssh.create_server(Guard, "127.0.0.1", 0, server_host_keys=[key], sftp_factory=Files)

    async def stop() -> None:
        stage.stall = False
        server.close()
        await server.wait_closed()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0.05)

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    stage.port = server.get_port()
    try:
        yield stage
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
