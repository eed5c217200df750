"""
Starting our side: the engine by itself, and the whole house as a shop runs it.
"""

from __future__ import annotations

import secrets
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import _shop
from bench._ours.chat import ChatTalks
from bench._processes import ENVIRON, Side, free_port
from bench._rest import RestTalks, wait_for
from bench._shop import Waiting

# One address plays all customers here; a shop's limits are for one.
_NO_LIMIT = "1000000/60"


async def start_engine(
    side: Side, data: Path, model: Path, database: Path, waiting: Waiting
) -> RestTalks:
    """
    Our engine in a process of its own; ready when it answers.
    """
    port = free_port()
    command = [sys.executable, "-m", "bench._ours.engine_server", str(model)]
    command += [str(database), waiting.customer, str(port)]
    side.start(command, {**ENVIRON, "HAMYAR_DATA": str(data)})
    await wait_for(side, port, "/")
    return RestTalks(port, waiting.order)


@dataclass(frozen=True)
class House:
    """
    `./hamyar serve` as it runs: its port, its own database, what signs customers in.
    """

    port: int
    database: Path
    secret: str


async def start_house(
    side: Side, data: Path, database: Path, waiting: Sequence[Waiting]
) -> ChatTalks:
    """
    `./hamyar serve` on a fresh database of its own; ready when it answers.
    """
    house = await open_house(side, data, database, free_port(), {})
    return ChatTalks(house.port, house.secret, waiting)


async def open_house(
    side: Side, data: Path, database: Path, port: int, more: Mapping[str, str]
) -> House:
    """
    The same with `more` settings, on this port.
    """
    secret = secrets.token_urlsafe(48)
    folder = Path(tempfile.mkdtemp(prefix="house-", dir=side.log.parent))
    side.removes(folder)
    own = folder / "house.db"
    side.start(
        [sys.executable, "-m", "bot.cli", "serve"],
        {
            **ENVIRON,
            "HAMYAR_DATA": str(data),
            "HAMYAR_PORT": str(port),
            "HAMYAR_HOST": "127.0.0.1",
            "HAMYAR_SHOP": str(_shop.SHOP),
            "HAMYAR_CRM_URL": _shop.address_of(database),
            "HAMYAR_CRM_MAPPING": str(_shop.MAPPING),
            "HAMYAR_DATABASE_URL": f"sqlite+aiosqlite:///{own}",
            "HAMYAR_CHAT_JWT_SECRET": secret,
            "HAMYAR_CHAT_RATE_SESSION": _NO_LIMIT,
            "HAMYAR_CHAT_RATE_ADDRESS": _NO_LIMIT,
            **more,
        },
    )
    await wait_for(side, port, "/health")
    return House(port, own, secret)
