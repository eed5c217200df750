"""
What Telegram brings to a busy bot, as its Bot API writes it.
"""

from __future__ import annotations

import itertools
import random
import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench._telegram.api import BOT_ID, USERNAME

FIRST_CHAT = 100_000_000
"""The private chats of those who write; the others are far from them."""
_OTHERS, _PEOPLE = 900_000_000, 400
_GROUPS, _GROUP_COUNT = -1_001_000_000_000, 40
_LANGUAGES = ("fa", "ar", "en")
_TALK = ("see you at eight", "ok", "who has the tickets?", "سلام بچه‌ها", "وصلت؟")

Update = dict[str, Any]


class Updates:
    """
    Makes updates with ascending numbers, and messages with ascending ones too.
    """

    def __init__(self, seed: int = 7) -> None:
        self._random = random.Random(seed)
        self._updates = itertools.count(500_000_001)
        self._messages = itertools.count(1)
        # Of ten: half of what a bot in groups hears is talk that is not for it.
        self._kinds: Iterator[Callable[[], Update]] = itertools.cycle(
            [
                self._group_talk,
                self._old_press,
                self._group_talk,
                self._edit,
                self._group_talk,
                self._membership,
                self._group_talk,
                self._old_press,
                self._group_talk,
                self._edit,
            ]
        )

    def text(self, chat: int, text: str) -> Update:
        """
        Somebody writes in their private chat.
        """
        return self._numbered("message", {**self._message(chat), "text": text})

    def contact(self, chat: int, phone: str) -> Update:
        """
        Somebody shares their own telephone.
        """
        shared = {"phone_number": phone, "first_name": "N", "user_id": chat}
        return self._numbered("message", {**self._message(chat), "contact": shared})

    def other(self) -> Update:
        """
        The next of those that begin no turn.
        """
        return next(self._kinds)()

    def _group_talk(self) -> Update:
        group = _GROUPS - self._random.randrange(_GROUP_COUNT)
        said = self._message(self._somebody())
        said["chat"] = {"id": group, "type": "supergroup", "title": "Family"}
        return self._numbered("message", {**said, "text": self._random.choice(_TALK)})

    def _old_press(self) -> Update:
        """
        A button of a message that nobody knows any more.
        """
        chat = self._somebody()
        below = {**self._message(chat), "from": _bot(), "text": "?"}
        press = {
            "id": str(self._random.randrange(10**17, 10**18)),
            "from": _person(chat),
            "chat_instance": "1",
            "message": below,
            "data": secrets.token_urlsafe(32),
        }
        return self._numbered("callback_query", press)

    def _edit(self) -> Update:
        """
        A message of long ago says something else now.
        """
        edited = self._message(self._somebody())
        more = {"edit_date": int(time.time()), "text": self._random.choice(_TALK)}
        return self._numbered("edited_message", {**edited, **more})

    def _membership(self) -> Update:
        """
        Somebody blocks the bot, or takes it back.
        """
        chat = self._somebody() + _PEOPLE
        blocked = {"user": _bot(), "status": "kicked", "until_date": 0}
        states = [blocked, {"user": _bot(), "status": "member"}]
        self._random.shuffle(states)
        change = {
            "chat": _private(chat),
            "from": _person(chat),
            "date": int(time.time()),
            "old_chat_member": states[0],
            "new_chat_member": states[1],
        }
        return self._numbered("my_chat_member", change)

    def _somebody(self) -> int:
        return _OTHERS + self._random.randrange(_PEOPLE)

    def _message(self, chat: int) -> dict[str, Any]:
        return {
            "message_id": next(self._messages),
            "from": _person(chat),
            "chat": _private(chat),
            "date": int(time.time()),
        }

    def _numbered(self, kind: str, content: dict[str, Any]) -> Update:
        return {"update_id": next(self._updates), kind: content}


def _person(number: int) -> dict[str, Any]:
    language = _LANGUAGES[number % len(_LANGUAGES)]
    person = {"id": number, "is_bot": False, "first_name": "N"}
    return {**person, "language_code": language}


def _private(number: int) -> dict[str, Any]:
    return {"id": number, "type": "private", "first_name": "N"}


def _bot() -> dict[str, Any]:
    return {"id": BOT_ID, "is_bot": True, "first_name": "Hamyar", "username": USERNAME}
