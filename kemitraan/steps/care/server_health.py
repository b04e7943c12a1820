"""Whether a Prefect server answers and has a worker, asked over HTTP without Prefect's own code."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from kemitraan.server_names import POOL

SECONDS = 20


@dataclass(frozen=True)
class ServerError:
    """What is the matter with the server, and what to do."""

    problem: str
    remedy: str


def look_at_server(url: str, environment: Mapping[str, str]) -> ServerError | None:
    """What is the matter with the server at this API address; None when all is well. No secret is in the words."""
    login = environment.get("PREFECT_API_AUTH_STRING", "").partition(":")
    trust = ssl.create_default_context(cafile=environment.get("PREFECT_API_SSL_CERT_FILE") or None)
    try:
        with httpx.Client(
            verify=trust, trust_env=False, timeout=SECONDS, auth=(login[0], login[2]) if login[1] else None
        ) as client:
            answer = client.post(f"{url}/work_pools/{POOL}/workers/filter", json={})
            if answer.status_code == httpx.codes.UNAUTHORIZED:
                return ServerError("menolak kata masuk.", "Samakan kedua baris di rahasia.env, lalu nyalakan ulang.")
            if answer.status_code == httpx.codes.NOT_FOUND:
                return ServerError("belum ada penerapannya.", "Jalankan `kemitraan deploy`.")
            answer.raise_for_status()
            workers = answer.json()
    except (httpx.HTTPError, ValueError):
        remedy = "Nyalakan server (`systemctl status kemitraan-server`, atau `kemitraan up`)."
        return ServerError("tidak menjawab.", remedy)
    if not any(worker.get("status") == "ONLINE" for worker in workers):
        remedy = "Nyalakan pekerja (`systemctl status kemitraan-worker@1`)."
        return ServerError("menjawab, tetapi tidak ada pekerja yang terdengar.", remedy)
    return None
