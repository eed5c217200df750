"""
Updates of every kind, generated: for Hypothesis, and many and fast from a seed.

The classes of the library say what there is (`schema`); here is said only what makes an
update hang together: who writes in which chat, which words are marked as what.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import get_args

import telegram
from hypothesis import strategies as st

from tests.bot.channels.telegram import schema, values
from tests.bot.channels.telegram.schema import Json
from tests.bot.channels.telegram.values import ME

KINDS = tuple(name for name in schema.fields(telegram.Update) if name != "update_id")
"""Every kind of update that the library knows."""
PARTS = tuple(
    name
    for name, each in schema.fields(telegram.Message).items()
    if name not in ("message_id", "date", "chat", "from_user")
)
"""Every field a message may have."""

_MESSAGES = tuple(
    kind
    for kind, hint in schema.fields(telegram.Update).items()
    if telegram.Message in get_args(hint)
)
_KIND_MAKERS = schema.makers(telegram.Update)
_PART_MAKERS = schema.makers(telegram.Message)
_OFTEN = ("message",) * 5 + ("edited_message", "callback_query", "my_chat_member")
_MEDIA = ("photo", "document", "contact", "location", "voice", "sticker", "venue")
_BACK = 100
"""So many updates back a repeat may reach."""


def generated(seed: int, count: int, *, repeats: float = 0.0) -> Iterator[Json]:
    """
    Make `count` different updates, the same for the same seed.

    Their ids grow, with gaps. After the share `repeats` of them one of the last hundred
    comes once more, the same object, so that more than `count` are given.
    """
    rng = Random(seed)
    number = 100_000_000 + int(rng.random() * 1e8)
    last: list[Json] = []
    for index in range(count):
        number += 1 + int(rng.random() * 1.05)
        made = update(rng, number)
        yield made
        if repeats:
            last[index % _BACK : index % _BACK + 1] = [made]
            if rng.random() < repeats:
                yield rng.choice(last)


def updates() -> st.SearchStrategy[Json]:
    """
    Give Hypothesis' way to the same updates, which it can make smaller.
    """
    drawn = st.randoms(use_true_random=False)
    return st.builds(update, drawn, st.integers(1, 2**31 - 1))


def update(rng: Random, number: int) -> Json:
    """
    Make one update with this id.
    """
    chance = rng.random()
    if chance < 0.01:
        return {"update_id": number, "of_later": {"id": 1, "from": {"id": 2}}}
    if chance < 0.005 + 0.01:
        return {"update_id": number}
    kind = rng.choice(_OFTEN) if chance < 0.8 else rng.choice(KINDS)
    if kind in _MESSAGES:
        made = message(rng, is_edited=kind.startswith("edited"))
        return {"update_id": number, kind: made}
    made = _KIND_MAKERS[kind](rng, 0)
    if kind == "callback_query":
        _at_home(made, made.get("message", made), rng)
        if rng.random() < 0.9:
            made["data"] = f"b:{int(rng.random() * 1e6)}"
    elif kind == "my_chat_member":
        _at_home(made, made, rng)
        for member in (made["old_chat_member"], made["new_chat_member"]):
            member["user"] = _ourselves()
    return {"update_id": number, kind: made}


def message(rng: Random, *, is_edited: bool = False) -> Json:
    """
    Make a message: who, where, one content as a rule, and some of what may go with it.
    """
    made: Json = {
        "message_id": 1 + int(rng.random() * 1e6),
        "date": 1_760_000_000 + int(rng.random() * 1e7),
        "chat": schema.made(telegram.Chat, rng, 1),
        "from": schema.made(telegram.User, rng, 1),
    }
    chance = rng.random()
    if chance < 0.5:
        _put(made, "text", rng)
    elif chance < 0.7:
        _put(made, rng.choice(_MEDIA), rng)
    else:
        _put(made, rng.choice(PARTS), rng)
    if rng.random() < 0.2:
        _put(made, rng.choice(PARTS), rng)
    if "text" not in made and rng.random() < 0.3:
        made["caption"] = values.written(rng)
    if is_edited:
        made["edit_date"] = made["date"] + 60
    _at_home(made, made, rng)
    if "contact" in made and rng.random() < 0.5:
        made["contact"]["user_id"] = made.get("from", made["chat"])["id"]
    if rng.random() < 0.15:
        _answer_us(made, rng)
    _call_us(made, rng)
    if rng.random() < 0.02:
        made["of_later"] = [{"width": 1}]
    return made


def _put(made: Json, name: str, rng: Random) -> None:
    each = _PART_MAKERS[name]
    # One below the top: a message in a message holds little.
    made[name] = each(rng, 2)


def _at_home(made: Json, where: Json, rng: Random) -> None:
    """
    Let who writes in a private chat be its owner; at times nobody is named.
    """
    chat, sender = where.get("chat"), made.get("from")
    if chat is None or sender is None:
        return
    if chat["type"] == "private" and sender["id"] != ME.id:
        chat["id"] = sender["id"]
    if made is where and "message_id" in made and rng.random() < 0.02:
        del made["from"]


def _ourselves() -> Json:
    name = ME.username
    return {"id": ME.id, "is_bot": True, "first_name": "Hamyar", "username": name}


def _answer_us(made: Json, rng: Random) -> None:
    made["reply_to_message"] = {
        "message_id": 7,
        "date": 1_760_000_000,
        "chat": made["chat"],
        "from": _ourselves(),
        "text": "سفارش شما ارسال شد.",
    }
    if rng.random() < 0.3:
        made["quote"] = {"text": "ارسال شد", "position": 10}


def _call_us(made: Json, rng: Random) -> None:
    """
    Put the bot's name into the words of some messages, marked as Telegram marks it.
    """
    field = "text" if "text" in made else "caption"
    if field not in made or rng.random() > 0.2:
        return
    words = made[field]
    before, name = rng.choice(("", "👍 ", "سلام ")), f"@{ME.username.lower()}"
    made[field] = f"{before}{name} {words}"
    mark = {
        "type": "mention",
        "offset": len(before.encode("utf-16-le")) // 2,
        "length": len(name),
    }
    if rng.random() < 0.2:
        mark |= {"type": "text_mention", "user": _ourselves()}
    made["entities" if field == "text" else "caption_entities"] = [mark]
