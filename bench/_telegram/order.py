"""
Whether each chat was served in order, with nothing lost and nothing twice.

What was written is compared with the thread in the database, and the thread with what
has arrived in the chat.
"""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timezone
from html import unescape
from pathlib import Path

from bench._telegram.api import USERNAME, Heard
from bot.channels.telegram.outgoing import rendered
from bot.channels.telegram.page import Recipient
from bot.channels.telegram.parts import Part, SendAlbum, SendText
from bot.conversations.history import StoredMessage
from bot.shop import ShopSettings
from bot.unusable import Unusable

_LEAST_ANSWERED = 0.95
_PATIENCE_SECONDS = 60.0
_LOOK_SECONDS = 0.25
_LEFT = """
    SELECT (SELECT count(*) FROM telegram_updates WHERE status = 'pending')
        + (SELECT count(*) FROM inbox WHERE status = 'pending')
        + (SELECT count(*) FROM outbox WHERE status = 'pending')
"""
_THREADS = """
    SELECT chats.chat, chats.language AS spoken, author, text, lang, cards
    FROM telegram_chats AS chats JOIN messages USING (conversation)
    WHERE desk IS NULL ORDER BY chats.chat, seq
"""
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")


async def until_worked(database: Path) -> None:
    """
    Wait until nothing is left to do. Raises `Unusable` if it stands still.
    """
    fewest, since = -1, time.monotonic()
    while left := await asyncio.to_thread(_left, database):
        if left < fewest or fewest < 0:
            fewest, since = left, time.monotonic()
        elif time.monotonic() - since > _PATIENCE_SECONDS:
            raise Unusable(f"the run is void: {left} things are left undone.")
        await asyncio.sleep(_LOOK_SECONDS)


def check(
    database: Path,
    shop: ShopSettings,
    written: Mapping[int, Sequence[str]],
    heard: Mapping[int, Sequence[Heard]],
) -> int:
    """
    Give the number of chats whose order was kept: all of them, or `Unusable`.
    """
    threads = _threads(database)
    telephones = frozenset({shop.telephone, *(b.telephone for b in shop.branches)})
    answered = 0
    for chat, texts in written.items():
        thread = threads.get(chat, [])
        stored = [row["text"] for row in thread if row["author"] == "customer"]
        if stored != list(texts):
            raise Unusable(
                f"the run is void: in chat {chat} was written {list(texts)!r}, and its "
                f"thread has {stored!r}."
            )
        said = [row for row in thread if row["author"] != "customer"]
        expected = "".join(_rendered(row, telephones) for row in said)
        arrived = "".join(_squeezed(each.text) for each in heard.get(chat, ()))
        if arrived != expected:
            raise Unusable(
                f"the run is void: in chat {chat} arrived {arrived!r} where its thread "
                f"has {expected!r}."
            )
        answered += len(said) >= len(texts)
    if answered < _LEAST_ANSWERED * len(written):
        raise Unusable(
            f"the run is void: only {answered} of {len(written)} chats were answered."
        )
    return len(written)


def _left(database: Path) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return int(connection.execute(_LEFT).fetchone()[0])


def _threads(database: Path) -> dict[int, list[sqlite3.Row]]:
    threads: dict[int, list[sqlite3.Row]] = {}
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        for row in connection.execute(_THREADS):
            threads.setdefault(row["chat"], []).append(row)
    return threads


def _rendered(row: sqlite3.Row, telephones: Iterable[str]) -> str:
    """
    The words of a message as the chat should hear them, without spaces and tags.

    How many messages they are, and their buttons, are left out.
    """
    message = StoredMessage(
        0,
        row["author"],
        row["text"],
        row["lang"],
        (),
        tuple(json.loads(row["cards"] or "[]")),
        datetime.now(timezone.utc),
        None,
    )
    to = Recipient(USERNAME, row["spoken"] or "", telephones=frozenset(telephones))
    return "".join(_words(part) for part in rendered(message, to))


def _words(part: Part) -> str:
    if isinstance(part, SendText):
        return _squeezed(part.html)
    if isinstance(part, SendAlbum):
        return "".join(_squeezed(photo.caption) for photo in part.photos)
    return _squeezed(part.caption)


def _squeezed(html: str) -> str:
    return _SPACE.sub("", unescape(_TAG.sub("", html)))
