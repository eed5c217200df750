"""
What people do in Telegram: they write, press, share, block, and add the bot to groups.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.fakes.telegram.chats import Chat, Files, Kind, Message, Person
from tests.fakes.telegram.texts import found_in, trimmed
from tests.fakes.telegram.updates import Update, Updates

BOT_ID = 7_012_345_678
FIRST_GROUP = -1_000_000_000_001


@dataclass
class Pressed:
    """
    A button that was pressed, and what the bot has answered, once it has.
    """

    at: datetime
    answer: dict[str, Any] | None = None


class World:
    """
    All chats of one bot.

    People's doings become updates, which the doing gives: None if the bot does not want
    to know of that kind.
    """

    def __init__(self, updates: Updates, clock: Callable[[], datetime]) -> None:
        self.updates = updates
        self.clock = clock
        self.files = Files()
        self.chats: dict[int, Chat] = {}
        self.people: dict[int, Person] = {}
        self.pressed: dict[str, Pressed] = {}
        self.bot: dict[str, Any] = {
            "id": BOT_ID,
            "is_bot": True,
            "first_name": "Hamyar",
            "username": "hamyar_test_bot",
        }
        self._messages = itertools.count(1)
        self._groups = itertools.count(1)
        self._presses = itertools.count(4_382_000_000_000_000_001)

    # -- who and where -----------------------------------------------------------------

    @property
    def now(self) -> int:
        """
        Seconds since 1970, as Telegram tells time.
        """
        return int(self.clock().timestamp())

    def meet(self, person: Person) -> Chat:
        """
        The private chat of somebody; they need not have written yet.
        """
        self.people[person.id] = person
        about = {k: v for k, v in person.user.items() if k.endswith("name")}
        return self.chats.setdefault(person.id, Chat(person.id, "private", about))

    def group(self, title: str = "Family", kind: Kind = "group") -> Chat:
        """
        A new group with the bot in it; nobody is told.
        """
        number = FIRST_GROUP - next(self._groups)
        chat = Chat(number, kind, {"title": title}, began=True)
        self.chats[number] = chat
        return chat

    def place(self, person: Person, chat: Chat | None) -> Chat:
        """
        Where somebody does something: in their own chat unless said otherwise.
        """
        own = self.meet(person)
        here = chat or own
        here.began = True
        return here

    # -- messages ----------------------------------------------------------------------

    def number(self) -> int:
        """
        Of the next message.
        """
        return next(self._messages)

    def says(
        self, person: Person, text: str, chat: Chat | None = None, **more: Any
    ) -> Update | None:
        """
        Somebody writes.
        """
        text, entities = trimmed(text, found_in(text))
        found = {"entities": entities} if entities else {}
        return self.sends(person, chat, text=text, **found, **more)

    def sends(
        self, person: Person, chat: Chat | None = None, **content: Any
    ) -> Update | None:
        """
        Somebody sends a message that consists of `content`, in Telegram's own fields.
        """
        here = self.place(person, chat)
        message = {
            "message_id": self.number(),
            "from": person.user,
            "chat": here.shape,
            "date": self.now,
            **content,
        }
        here.messages[message["message_id"]] = message
        return self.updates.add("message", message)

    def edits(self, person: Person, message_id: int, text: str) -> Update | None:
        """
        Somebody changes what they wrote in their private chat.
        """
        message = self.chats[person.id].messages[message_id]
        assert message["from"]["id"] == person.id, "only one's own messages"
        message |= {"text": text, "edit_date": self.now}
        message.pop("entities", None)
        if entities := found_in(text):
            message["entities"] = entities
        return self.updates.add("edited_message", message)

    def shares_contact(
        self, person: Person, *, of: Person | None = None, **more: Any
    ) -> Update | None:
        """
        Somebody shares their own number, by the bot's button, or sends that of another.

        Who has no account on Telegram is a `Person` with the id 0.
        """
        whose = of or person
        contact: dict[str, Any] = {
            "phone_number": whose.phone,
            "first_name": whose.first_name,
        }
        if whose.last_name:
            contact["last_name"] = whose.last_name
        if whose.id:
            contact["user_id"] = whose.id
        return self.sends(person, contact=contact, **more)

    def sends_location(
        self, person: Person, latitude: float, longitude: float
    ) -> Update | None:
        """
        Somebody tells where they are.
        """
        where = {"latitude": latitude, "longitude": longitude}
        return self.sends(person, location=where)

    def sends_photo(
        self, person: Person, data: bytes, caption: str = "", **more: Any
    ) -> Update | None:
        """
        Somebody sends a photo.
        """
        words = {"caption": caption} if caption else {}
        photo = self.files.keep_photo(data)
        return self.sends(person, **{"photo": photo, **words, **more})

    def sends_document(
        self, person: Person, data: bytes, name: str, mime: str, caption: str = ""
    ) -> Update | None:
        """
        Somebody sends a file.
        """
        words = {"caption": caption} if caption else {}
        document = self.files.keep("document", data, name, mime).shape
        return self.sends(person, **{"document": document, **words})

    # -- buttons -----------------------------------------------------------------------

    def presses(self, person: Person, message: Message, data: str) -> Update | None:
        """
        Somebody presses a button below a message of the bot; their screen may be old.
        """
        chat = self.chats[message["chat"]["id"]]
        self.place(person, chat)
        query = str(next(self._presses))
        self.pressed[query] = Pressed(self.clock())
        shown = chat.messages.get(message["message_id"])
        gone = {
            "chat": chat.shape,
            "message_id": message["message_id"],
            "date": 0,
        }
        payload = {
            "id": query,
            "from": person.user,
            "message": gone if shown is None else shown,
            "chat_instance": str(-7 * 10**17 - chat.id),
            "data": data,
        }
        return self.updates.add("callback_query", payload)

    # -- coming and going --------------------------------------------------------------

    def blocks(self, person: Person) -> Update | None:
        """
        Somebody blocks the bot.
        """
        chat = self.place(person, None)
        chat.block()
        return self._membership(person, chat, "member", "kicked")

    def unblocks(self, person: Person) -> Update | None:
        """
        Somebody lets it write again.
        """
        chat = self.place(person, None)
        chat.gone = None
        return self._membership(person, chat, "kicked", "member")

    def adds(self, person: Person, chat: Chat) -> Update | None:
        """
        Somebody adds the bot to a group.
        """
        self.place(person, chat).gone = None
        return self._membership(person, chat, "left", "member")

    def throws_out(self, person: Person, chat: Chat) -> Update | None:
        """
        Somebody removes the bot from a group.
        """
        self.place(person, chat).block()
        return self._membership(person, chat, "member", "kicked")

    def upgrades(self, person: Person, chat: Chat) -> Chat:
        """
        Somebody makes a supergroup of a group; gives it. Both chats are told of it.
        """
        new = self.group(chat.about["title"], "supergroup")
        self.sends(person, chat, migrate_to_chat_id=new.id)
        self.sends(person, new, migrate_from_chat_id=chat.id)
        chat.migrate(new.id)
        return new

    def _membership(
        self, person: Person, chat: Chat, old: str, new: str
    ) -> Update | None:
        return self.updates.add(
            "my_chat_member",
            {
                "chat": chat.shape,
                "from": person.user,
                "date": self.now,
                "old_chat_member": self._member(old),
                "new_chat_member": self._member(new),
            },
        )

    def _member(self, status: str) -> dict[str, Any]:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"user": self.bot, "status": status, **until}
