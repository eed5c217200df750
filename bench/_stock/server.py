"""
Starting the peer: Rasa's server with its REST channel, and its action server.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bench._processes import ENVIRON, Side, free_port
from bench._rest import RestTalks, wait_for
from bench._shop import Waiting


async def start(
    side: Side, folder: Path, model: Path, database: Path, waiting: Waiting
) -> RestTalks:
    """
    Both processes of stock Rasa, side by side; ready when both answer.
    """
    port, actions_port = free_port(), free_port()
    credentials, endpoints = folder / "credentials.yml", folder / "endpoints.yml"
    credentials.write_text("rest:\n", encoding="utf-8")
    endpoints.write_text(
        f"action_endpoint:\n  url: http://127.0.0.1:{actions_port}/webhook\n",
        encoding="utf-8",
    )
    actions = [sys.executable, "-m", "bench._stock.action_server", str(database)]
    side.start([*actions, waiting.customer, str(actions_port)], ENVIRON)
    rasa = [sys.executable, "-m", "rasa", "run", "--model", str(model)]
    rasa += ["--interface", "127.0.0.1", "--port", str(port)]
    rasa += ["--credentials", str(credentials), "--endpoints", str(endpoints)]
    side.start(rasa, ENVIRON, cwd=folder)
    await asyncio.gather(
        wait_for(side, port, "/"), wait_for(side, actions_port, "/health")
    )
    return RestTalks(port, waiting.order)
