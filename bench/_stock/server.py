"""
Starting the peer: Rasa's server with its channels, and its action server.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bench._processes import ENVIRON, Side, free_port
from bench._rest import RestTalks, wait_for
from bench._shop import Waiting
from bot import HOUSE


async def start(
    side: Side, folder: Path, model: Path, database: Path, waiting: Waiting
) -> RestTalks:
    """
    Both processes of stock Rasa, side by side; ready when both answer.
    """
    port = free_port()
    await run(side, folder, model, database, waiting, port, "rest:\n")
    return RestTalks(port, waiting.order)


async def run(
    side: Side,
    folder: Path,
    model: Path,
    database: Path,
    waiting: Waiting,
    port: int,
    channels: str,
) -> None:
    """
    The same on a port that is known, with the channels of such a credentials file.
    """
    actions_port = free_port()
    credentials, endpoints = folder / "credentials.yml", folder / "endpoints.yml"
    credentials.write_text(channels, encoding="utf-8")
    endpoints.write_text(
        f"action_endpoint:\n  url: http://127.0.0.1:{actions_port}/webhook\n",
        encoding="utf-8",
    )
    actions = [sys.executable, "-m", "bench._stock.action_server", str(database)]
    side.start([*actions, waiting.customer, str(actions_port)], ENVIRON)
    rasa = [sys.executable, "-m", "rasa", "run", "--model", str(model)]
    rasa += ["--interface", "127.0.0.1", "--port", str(port)]
    rasa += ["--credentials", str(credentials), "--endpoints", str(endpoints)]
    # A channel of ours is imported by its name.
    side.start(rasa, {**ENVIRON, "PYTHONPATH": str(HOUSE)}, cwd=folder)
    await asyncio.gather(
        wait_for(side, port, "/"), wait_for(side, actions_port, "/health")
    )
