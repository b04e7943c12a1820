"""The client for one S3 account, made from the settings alone.

s3fs stands on botocore but hides what is needed here: conditional writes, copies and deletions.
"""

from __future__ import annotations

import os
import socket
from functools import lru_cache
from pathlib import Path
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.httpsession import URLLib3Session
from botocore.loaders import Loader, create_loader

from connectors.deadline import Connections
from connectors.errors import Place, UnreachableError
from connectors.remote.quiet import hush
from connectors.tls import trust

hush("botocore", "urllib3")
REGION = "us-east-1"
_OWN_ONLY = {
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
    "profile": (None, None, None, None),
    "region": (None, None, None, None),
    "ca_bundle": (None, None, None, None),
    "data_path": (None, None, None, None),
    "ignore_configured_endpoint_urls": (None, None, True, None),
}


def make_client(
    *,
    endpoint: str | None,
    region: str | None,
    access_key: str,
    secret_key: str,
    ca_file: Path | None,
    timeout_seconds: float,
    place: Place,
    connections: Connections | None = None,
) -> Any:
    """An S3 client of botocore, whose ``connections`` a deadline can end. It reads nothing from ``~/.aws``, the
    environment's ``AWS_…`` or a metadata service; proxies of the environment are used. It tries once, because the
    caller tries again.

    Raises CertificateError when ``ca_file`` cannot be read, UnreachableError when ``endpoint`` is no address.
    """
    if ca_file is not None:
        trust(ca_file, place)
    session = botocore.session.Session(session_vars=_OWN_ONLY)
    session.register_component("data_loader", _descriptions())
    try:
        client = session.create_client(
            "s3",
            region_name=region or REGION,
            endpoint_url=endpoint,
            aws_access_key_id=access_key,
            aws_secret_access_key=secret_key,
            verify=True if ca_file is None else str(ca_file),
            config=Config(
                signature_version="s3v4",
                connect_timeout=timeout_seconds,
                read_timeout=timeout_seconds,
                retries={"total_max_attempts": 1, "mode": "standard"},
                s3={"addressing_style": "auto" if endpoint is None else "path"},
                request_checksum_calculation="when_required",  # servers other than Amazon's often know no other
                response_checksum_validation="when_required",
                use_dualstack_endpoint=False,
                use_fips_endpoint=False,
            ),
        )
    except ValueError:
        raise UnreachableError(place, "endpoint") from None
    if connections is not None:
        _tell(client._endpoint.http_session, connections)
    return client


@lru_cache(maxsize=1)
def _descriptions() -> Loader:
    """botocore's description of the service: megabytes, read once a process."""
    return create_loader()


def _tell(session: URLLib3Session, connections: Connections) -> None:
    """Makes botocore's HTTP client report every connection that it opens; it has no way of its own to do that."""
    pools = {scheme: _telling_pool(pool, connections) for scheme, pool in session._pool_classes_by_scheme.items()}
    session._pool_classes_by_scheme = session._manager.pool_classes_by_scheme = pools


def _telling_pool(pool: Any, connections: Connections) -> type:
    class Connection(pool.ConnectionCls):
        def _new_conn(self) -> socket.socket:
            connected = super()._new_conn()
            connections.add(connected)
            return connected

        def connect(self) -> None:
            super().connect()
            connections.add(self.sock)

    return type(pool.__name__, (pool,), {"ConnectionCls": Connection})
