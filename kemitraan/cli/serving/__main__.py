"""``python -m kemitraan.cli.serving``: runs the server in this process, where Prefect's settings say, until it is told
to end.
"""

from __future__ import annotations

import uvicorn
from prefect.settings import PREFECT_SERVER_API_HOST, PREFECT_SERVER_API_PORT

if __name__ == "__main__":
    uvicorn.run(
        "kemitraan.cli.serving.server_app:create_app",
        factory=True,
        host=PREFECT_SERVER_API_HOST.value(),
        port=PREFECT_SERVER_API_PORT.value(),
        log_level="warning",
        timeout_graceful_shutdown=5,
    )
