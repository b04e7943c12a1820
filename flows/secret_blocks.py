"""Secrets on the Prefect server, as Secret blocks (``prefect-secret:name`` in the settings)."""

from __future__ import annotations

from prefect.blocks.system import Secret


def prefect_secret(name: str) -> str:
    """The value of the Secret block with this name. Raises KeyError when there is none."""
    try:
        block = Secret.load(name)
    except ValueError:  # Prefect's word for a block that is not there
        raise KeyError(name) from None
    return str(block.get())
