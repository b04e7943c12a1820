"""A Dovecot of the tests' own: its files in a folder that is deleted, its ports free ones, every password the same."""

from __future__ import annotations

import getpass
import grp
import os
import shutil
import socket
import subprocess
import tempfile
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme
from imapclient import IMAPClient

from tests.connectors.mail.relays import closed_port

PASSWORD = "rahasia-béda"
_CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
instance_name = {name}
protocols = imap
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
auth_mechanisms = plain login
auth_failure_delay = 0
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail/%u
mail_uid = {mail}
mail_gid = {mail_group}
first_valid_uid = 0
first_valid_gid = 0
mail_fsync = never
mail_max_userip_connections = 0
{chroots}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  service_count = 0
  client_limit = 500
  process_min_avail = 1
  inet_listener imap {{
    port = {starttls_port}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = home={folder}/mail/%u/home allow_all_users=yes
}}
namespace inbox {{
  inbox = yes
}}
{extra}
"""


@dataclass(frozen=True)
class Dovecot:
    """A running server: ``port`` speaks TLS from the start, ``starttls_port`` from STARTTLS on."""

    folder: Path
    port: int
    starttls_port: int
    ca: Path

    def mailbox(self, user: str) -> Post:
        return Post(self, user)


@dataclass(frozen=True)
class Post:
    """One person's mailbox, seen by the person, and by the mail server that delivers into it."""

    server: Dovecot
    user: str

    def put(self, mail: bytes, folder: str = "INBOX", at: float = 0.0) -> None:
        """Delivers a mail as it is. ``at``: when, in seconds since 1970."""
        place = self.folder if folder == "INBOX" else self.folder / f".{folder}"
        if not (place / "tmp").is_dir():
            with self.person() as person:
                if folder != "INBOX":
                    person.create_folder(folder)
                person.select_folder(folder)  # makes the inbox
        name = f"{time.time_ns()}.uji"
        (place / "tmp" / name).write_bytes(mail)
        moment = at or time.time()
        os.utime(place / "tmp" / name, (moment, moment))
        shutil.chown(place / "tmp" / name, *_owner(place))
        os.rename(place / "tmp" / name, place / "new" / name)

    @property
    def folder(self) -> Path:
        return self.server.folder / "mail" / self.user

    @contextmanager
    def person(self) -> Iterator[IMAPClient]:
        """A mail program beside us."""
        import ssl

        context = ssl.create_default_context(cafile=str(self.server.ca))
        with IMAPClient("127.0.0.1", self.server.port, ssl_context=context, timeout=20) as client:
            client.plain_login(self.user, PASSWORD)
            yield client

    def count(self, folder: str = "INBOX") -> int:
        with self.person() as person:
            if not person.folder_exists(folder):
                return 0
            person.select_folder(folder, readonly=True)
            return len(person.search("ALL"))

    def flags(self, folder: str = "INBOX") -> list[set[bytes]]:
        with self.person() as person:
            person.select_folder(folder, readonly=True)
            return [
                set(message[b"FLAGS"]) - {rb"\Recent"}
                for message in person.fetch(person.search("ALL"), ["FLAGS"]).values()
            ]

    def delete_all(self) -> None:
        """The person deletes everything for good."""
        with self.person() as person:
            person.select_folder("INBOX")
            person.delete_messages(person.search("ALL"))
            person.expunge()


def _owner(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_uid, status.st_gid


@contextmanager
def running_dovecot(authority: trustme.CA, extra: str = "") -> Iterator[Dovecot]:
    """Starts a server and stops it; skips where there is none to start."""
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
    if program is None:
        pytest.skip("a real IMAP server is needed: install Debian's package dovecot-imapd")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    if not version.startswith("2.3."):
        pytest.skip(f"these tests write the settings of Dovecot 2.3, and this is {version.split()[0]}")
    folder = Path(tempfile.mkdtemp(prefix="dovecot"))
    folder.chmod(0o755)
    try:
        server = Dovecot(folder, closed_port(), closed_port(), folder / "ca.pem")
        configuration = _configured(server, authority, extra)
        with subprocess.Popen([program, "-F", "-c", str(configuration)]) as process:
            try:
                _wait(server, process)
                yield server
            finally:
                process.terminate()
                process.wait(timeout=20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _configured(server: Dovecot, authority: trustme.CA, extra: str) -> Path:
    folder = server.folder
    certificate = authority.issue_cert("localhost", "127.0.0.1")
    authority.cert_pem.write_to_path(str(server.ca))
    certificate.private_key_pem.write_to_path(str(folder / "key.pem"))
    certificate.cert_chain_pems[0].write_to_path(str(folder / "cert.pem"))
    root = os.geteuid() == 0
    me, my_group = getpass.getuser(), grp.getgrgid(os.getegid()).gr_name
    (folder / "mail").mkdir()
    if root:
        shutil.chown(folder / "mail", "mail", "mail")
    path = folder / "dovecot.conf"
    path.write_text(
        _CONFIGURATION.format(
            folder=folder,
            name=folder.name,
            port=server.port,
            starttls_port=server.starttls_port,
            password=PASSWORD,
            internal="dovecot" if root else me,
            internal_group="dovecot" if root else my_group,
            login="dovenull" if root else me,
            mail="mail" if root else me,
            mail_group="mail" if root else my_group,
            chroots="" if root else "service anvil {\n  chroot =\n}\nservice imap-login {\n  chroot =\n}",
            extra=textwrap.dedent(extra),
        )
    )
    return path


def _wait(server: Dovecot, process: subprocess.Popen[bytes]) -> None:
    """Until it speaks, at most 20 seconds."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with socket.create_connection(("127.0.0.1", server.starttls_port), timeout=1) as connection:
                if connection.recv(4).startswith(b"* OK"):
                    return
        except OSError:
            time.sleep(0.05)
    log = server.folder / "dovecot.log"
    raise AssertionError(log.read_text() if log.exists() else "dovecot does not start")
