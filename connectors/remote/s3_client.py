"""The client for one S3 account, made of the settings alone.

botocore is what s3fs stands on. s3fs itself hides what is needed here: conditional writes, copies and deletions.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.loaders import Loader, create_loader

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
) -> Any:
    """An S3 client of botocore. Nothing is read from ``~/.aws``, the environment's ``AWS_…`` or a metadata service;
    proxies of the environment are used. One attempt each, for the caller tries again.

    Raises CertificateError when ``ca_file`` cannot be read, UnreachableError when ``endpoint`` is no address.
    """
    if ca_file is not None:
        trust(ca_file, place)
    session = botocore.session.Session(session_vars=_OWN_ONLY)
    session.register_component("data_loader", _descriptions())
    try:
        return session.create_client(
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


@lru_cache(maxsize=1)
def _descriptions() -> Loader:
    """What botocore knows of the service: megabytes, read once a process."""
    return create_loader()
