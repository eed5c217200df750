"""
What one turn of ours costs after so many messages of the same conversation.

    python -m bench._ours.length MODEL DATABASE CUSTOMER RESULT ROUNDS LENGTH...

Writes one JSON object into RESULT: milliseconds by length, for the engine with the
state that it gave back itself, and for the conversation core with so many messages
and their replies stored.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
import uuid
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path
from statistics import median

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bench import _shop
from bench._messages import Messages
from bench._report import say
from bot.app import load_engine
from bot.conversations.core import Conversations
from bot.conversations.messages import IncomingMessage, Turn
from bot.conversations.tables import conversations, messages
from bot.engine.engine import RasaEngine
from bot.logs import configure_logs
from bot.serving import quiet_rasa
from crm_connector.model import Identity

Times = dict[int, float]
_FILL_TEXTS = 20
_PATIENCE_SECONDS = 30.0


class Lengths:
    """
    Measures at every length in turn, round by round, so that all see the same machine.
    """

    def __init__(
        self, engine: RasaEngine, identity: Identity, lengths: Sequence[int]
    ) -> None:
        self._engine = engine
        self._identity = identity
        self._lengths = lengths

    async def grow(self, texts: Sequence[str]) -> dict[int, bytes]:
        """
        Talk up to the greatest length; gives the state at each.
        """
        states: dict[int, bytes] = {}
        state: bytes | None = None
        for count in range(1, max(self._lengths) + 1):
            state = await self._turn(texts[count % len(texts)], state)
            if count in self._lengths:
                states[count] = state
        return states

    async def engine_times(
        self, states: dict[int, bytes], texts: Sequence[str]
    ) -> Times:
        """
        The median turn from each of the states.
        """
        times: dict[int, list[float]] = {length: [] for length in states}
        for text in texts:
            for length, state in states.items():
                begun = time.perf_counter()
                await self._turn(text, state)
                times[length].append(time.perf_counter() - begun)
        return _milliseconds(times)

    async def core_times(
        self, states: dict[int, bytes], texts: Sequence[str], folder: Path
    ) -> Times:
        """
        The median turn, from accepting a message until its reply is stored.
        """
        core = await Conversations.open(
            f"sqlite+aiosqlite:///{folder / 'length.db'}",
            engine=self._engine,
            apology=self._engine.apologise,
        )
        await core.start()
        try:
            stored = {
                length: await _store(core, length, state)
                for length, state in states.items()
            }
            times: dict[int, list[float]] = {length: [] for length in states}
            for text in texts:
                for length, conversation in stored.items():
                    begun = time.perf_counter()
                    await self._whole_turn(core, conversation, text)
                    times[length].append(time.perf_counter() - begun)
        finally:
            await core.stop()
        return _milliseconds(times)

    async def _turn(self, text: str, state: bytes | None) -> bytes:
        answer = await self._engine.respond(
            Turn(
                conversation="length",
                text=text,
                at=_now(),
                identity=self._identity,
                state=state,
            )
        )
        if "incident" in answer.meta:
            raise RuntimeError(f"The turn failed: {text!r}")
        return answer.state

    async def _whole_turn(
        self, core: Conversations, conversation: str, text: str
    ) -> None:
        with core.feed.watch(conversation) as watch:
            accepted = await core.accept(
                IncomingMessage(
                    conversation=conversation,
                    channel="web",
                    external_id=str(uuid.uuid4()),
                    identity=self._identity,
                    text=text,
                    scoped=True,
                )
            )
            while watch.newest <= accepted.seq:
                if not await watch.wait(_PATIENCE_SECONDS):
                    raise RuntimeError(f"No reply: {text!r}")


async def _store(core: Conversations, length: int, state: bytes) -> str:
    """
    A conversation in which so much has been said already.
    """
    conversation = await core.new_conversation()
    now = _now()
    rows = [
        {
            "conversation": conversation,
            "seq": seq,
            "author": "bot" if seq % 2 == 0 else "customer",
            "text": f"message {seq}",
            "lang": "en",
            "button_count": 0,
            "at": now,
            "epoch": 0,
            "channel": "web",
        }
        for seq in range(1, 2 * length + 1)
    ]

    def fill(connection: Connection) -> None:
        connection.execute(messages.insert(), rows)
        connection.execute(
            sa.update(conversations)
            .where(conversations.c.id == conversation)
            .values(next_seq=len(rows) + 1, engine_state=state)
        )

    await core.write(fill)
    return conversation


def _milliseconds(times: dict[int, list[float]]) -> Times:
    return {length: 1000 * median(found) for length, found in times.items()}


def _now() -> datetime:
    return datetime.now(timezone.utc)


async def measure(arguments: Sequence[str]) -> dict[str, Times]:
    """
    All of it.
    """
    model, database, customer, result, rounds, *lengths = arguments
    _shop.configure_actions(Path(database))
    engine = load_engine(Path(model), _shop.settings())
    identity = _shop.signed_in(customer)
    measured = Lengths(engine, identity, sorted(map(int, lengths)))
    supply = Messages()
    fillers, texts = supply.texts(_FILL_TEXTS), supply.texts(int(rounds))
    # Reading a sentence costs the same at any length and would hide what grows: all
    # of them are in the encoder's memory before anything is measured.
    for text in texts:
        await measured.engine_times({0: b""}, [text])
    say(f"  our engine: talking up to {max(map(int, lengths)):,} messages ...")
    states = await measured.grow(fillers)
    say("  our engine: measuring ...")
    found = {"engine": await measured.engine_times(states, texts)}
    say("  our conversation core: measuring ...")
    found["core"] = await measured.core_times(states, texts, Path(result).parent)
    return found


def main() -> None:
    """
    The command line.
    """
    configure_logs()
    quiet_rasa()
    found = asyncio.run(measure(sys.argv[1:]))
    Path(sys.argv[4]).write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
