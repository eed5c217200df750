"""
Single values for generated updates: usual ones mostly, and all that is rare and odd.
"""

from __future__ import annotations

import datetime as dtm
from collections.abc import Callable
from random import Random
from typing import Any

import telegram
from telegram import MessageEntity

from bot.channels.telegram.came import Me

ME = Me(7_001_002_003, "Hamyar_Bot")
"""The bot to which generated updates come."""
PEOPLE = 1_000
"""So many different people write, each with one private chat."""

Json = dict[str, Any]
Leaf = Callable[[Random], Any]

SENTENCES = (
    "سفارشم کجاست؟",
    "می‌خواهم سفارش ۱۲۳۴ را لغو کنم",
    "کفش زنانه سایز ۳۸ دارید؟",
    "safaresham koja reside?",
    "أين طلبي رقم ٤٥٦٧؟",
    "هل يمكنني إرجاع المنتج؟",
    "Where is my order 1234?",
    "ok",
    "👍",
    "👨‍👩‍👧 hi",
)
COMMANDS = (
    "/start",
    "/start Zm9vYmFy",
    "/help",
    "/ORDERS",
    "/orders@hamyar_bot",
    "/orders@Other_Bot",
    "/agent سلام",
    "/of_later 1 2",
    "/",
    "/no/path",
    "/سفارش",
)
ODD = (
    "",
    " ",
    "\u200b\u200f",
    "\0",
    "a\0b",
    "\ud83d",
    "\udc4d half",
    "\u202eabc\u202c\u2067",
    "@hamyar_bot",
    "x" * 4_096,
    "ک" * 5_000,
    "👍" * 2_048,
    '/cancel_order{"order_number":"1"}',
    "<b>&amp;</b>",
    "\r\n\t line \u2028 two",
    "\ufffe\uffff\U0010ffff",
)
_NAMES = (
    "سارا",
    "علی‌رضا",
    "محمد",
    "Anna",
    "O'Neil",
    "\u202egnp.exe",
    "👩🏽‍🚀",
    "",
    "a\0",
)
_LANGUAGES = ("fa", "ar", "en", "fa-IR", "pt-br", "", "zz-\u202e")
_NOW = 1_760_000_000
_WORDS = ("fa", "of_later", "AgACAgQAAx", "x", "1", "سلام", "\u202e", "", "a" * 64)


def written(rng: Random) -> str:
    """
    Make a text: mostly a sentence, at times anything at all.
    """
    chance = rng.random()
    if chance < 0.75:
        return rng.choice(SENTENCES)
    if chance < 0.85:
        return rng.choice(COMMANDS)
    if chance < 0.95:
        return rng.choice(ODD)
    return "".join(chr(int(rng.random() * 0x11_0000)) for _ in range(8))


def person(rng: Random) -> int:
    """
    Give the id of a person.
    """
    return 100_000 + int(rng.random() * PEOPLE)


def leaf(hint: Any, name: str) -> Leaf:
    """
    Give what makes plain values for a field of this name.
    """
    if hint is str:
        if name in ("text", "caption"):
            return written
        if name.endswith("id"):
            return lambda rng: f"{name}-{int(rng.random() * 1e9)}"
        return lambda rng: rng.choice(_WORDS)
    if hint is bool:
        return lambda rng: rng.random() < 0.7
    if hint is int:
        return _number
    if hint is float:
        return lambda rng: rng.random() * 360 - 180
    if hint is dtm.datetime:
        return lambda rng: _NOW + int(rng.random() * 1e7)
    if hint is dtm.timedelta:
        return lambda rng: int(rng.random() * 1e4)
    raise TypeError(f"{name} is of a type not known here: {hint}")


def _number(rng: Random) -> int:
    chance = rng.random()
    if chance < 0.95:
        return 1 + int(chance * 1e5)
    return rng.choice((0, 1, -1, 2**31, 2**52, -(2**31)))


def user(made: Json, rng: Random) -> None:
    """
    Make somebody out of a user: a person mostly, also ourselves or another bot.
    """
    chance = rng.random()
    made["id"] = person(rng)
    made["is_bot"] = chance < 0.06
    if chance < 0.02:
        made.update(id=ME.id, username=ME.username)
    made["first_name"] = rng.choice(_NAMES)
    if "language_code" in made or chance > 0.5:
        made["language_code"] = rng.choice(_LANGUAGES)


def chat(made: Json, rng: Random) -> None:
    """
    Give a chat a type, and an id as chats of that type have.
    """
    chance = rng.random()
    for name in ("is_direct_messages", "is_forum"):
        made.pop(name, None)
    if chance < 0.6:
        made.update(id=person(rng), type="private", first_name=rng.choice(_NAMES))
        made.pop("title", None)
        return
    number = int(rng.random() * 200)
    title = rng.choice(_NAMES)
    if chance < 0.85:
        made.update(id=-1_000_000_000_000 - number, type="supergroup", title=title)
        if chance < 0.65:
            made["is_forum"] = True
        elif chance < 0.66:
            made["is_direct_messages"] = True
    elif chance < 0.95:
        made.update(id=-1_000 - number, type="group", title=title)
    elif chance < 0.99:
        made.update(id=-1_000_000_900_000 - number, type="channel", title=title)
    else:
        made.update(id=-2_000 - number, type="of_later", title=title)


def _entity(made: Json, rng: Random) -> None:
    made["type"] = rng.choice((*_ENTITIES, "of_later"))
    made["offset"], made["length"] = int(rng.random() * 8), int(rng.random() * 12)


def _place(made: Json, rng: Random) -> None:
    made["latitude"] = rng.random() * 180 - 90


def _size(made: Json, rng: Random) -> None:
    made["width"], made["height"] = 90 + int(rng.random() * 2_000), 100
    if rng.random() < 0.7:
        made["file_size"] = int(rng.random() * 1.2e7)


_ENTITIES = tuple(str(each) for each in MessageEntity.ALL_TYPES)

REFINED: dict[type, Callable[[Json, Random], None]] = {
    telegram.User: user,
    telegram.Chat: chat,
    telegram.MessageEntity: _entity,
    telegram.Location: _place,
    telegram.PhotoSize: _size,
}
"""What makes the fields of an object fit each other."""
