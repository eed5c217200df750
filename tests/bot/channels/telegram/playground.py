"""
Telegram as a test sees it: people write and press, and the bot is read.

The same journey runs over two emulators of others' making and over our own fake; what
one of them cannot do, `CAN` says.
"""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from tests.fakes.telegram.chats import Person
from tests.fakes.telegram.texts import parse_html

CAN = {
    "fake": frozenset(
        {"polling", "webhook", "language", "contact", "photos", "documents", "albums"}
        | {"edits", "locations", "blocking", "groups", "refusing", "redelivery"}
    ),
    "telegram-test-api": frozenset(
        {"polling", "webhook", "language", "contact", "documents", "albums"}
        | {"locations", "redelivery"}
    ),
    "telemelya": frozenset({"webhook", "photos"}),
}
"""
What each can do besides texts, commands, buttons and the bot's photos.

`photos` are those of people, `documents` and `albums` the bot's; `refusing` is to say
no to what Telegram does not take; `redelivery` is to try a webhook again that failed.
"""

SECONDS = 20
ROUND = 0.02


def on_all_that_can(*needs: str) -> Any:
    """
    Run a test on each playground that can all this.
    """
    names = [name for name, can in CAN.items() if can.issuperset(needs)]
    return pytest.mark.parametrize("playground", names, indirect=True)


class Cannot(Exception):
    """
    This playground has no way to do that.
    """


@dataclass(frozen=True)
class Button:
    """
    A button: below the message `message` with `data` or `url`, or below the chat (0).
    """

    text: str
    data: str = ""
    url: str = ""
    message: int = 0
    asks_contact: bool = False


@dataclass(frozen=True)
class Said:
    """
    A message of the bot, as it stands in the chat now.

    `text` is what people see of text or caption; `document` a file's name; `album` is
    the same for all messages of one.
    """

    id: int
    text: str
    buttons: tuple[Button, ...] = ()
    photo: bool = False
    document: str = ""
    album: str = ""


class Playground(ABC):
    """
    One Telegram with one bot, whose token is `token`; `url` is where it is served.
    """

    name: str
    token: str
    url: str

    @property
    def base_url(self) -> str:
        """
        As python-telegram-bot wants it.
        """
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """
        As python-telegram-bot wants it, for files.
        """
        return f"{self.url}/file/bot"

    @property
    def can(self) -> frozenset[str]:
        """
        What it can.
        """
        return CAN[self.name]

    # -- what people do, each in their private chat ------------------------------------

    @abstractmethod
    async def send_text(self, person: Person, text: str) -> None:
        """
        Somebody writes.
        """

    @abstractmethod
    async def press_inline(self, person: Person, button: Button) -> None:
        """
        Somebody presses a button below a message.
        """

    async def share_contact(self, person: Person, of: Person | None = None) -> None:
        """
        Somebody shares their own number, or that of another.
        """
        raise Cannot

    async def send_photo(self, person: Person, data: bytes, caption: str = "") -> None:
        """
        Somebody sends a photo.
        """
        raise Cannot

    async def send_location(
        self, person: Person, latitude: float, longitude: float
    ) -> None:
        """
        Somebody tells where they are.
        """
        raise Cannot

    async def press(self, person: Person, button: Button) -> None:
        """
        Somebody presses a button, wherever it is; one that leads away does nothing.
        """
        if button.data:
            await self.press_inline(person, button)
        elif button.asks_contact:
            await self.share_contact(person)
        elif not button.url:
            await self.send_text(person, button.text)

    async def tap(self, person: Person, title: str) -> None:
        """
        Press the newest button with these words on it.

        Raises `AssertionError` if the person sees none.
        """
        said = await self.said(person)
        buttons = [each for message in said for each in message.buttons]
        buttons += await self.keyboard(person)
        found = [each for each in buttons if each.text == title]
        assert found, f"no button {title!r} among {[each.text for each in buttons]}"
        await self.press(person, found[-1])

    # -- what they see -----------------------------------------------------------------

    @abstractmethod
    async def said(self, person: Person) -> list[Said]:
        """
        What the bot has said to somebody, in order.
        """

    @abstractmethod
    async def keyboard(self, person: Person) -> tuple[Button, ...]:
        """
        The buttons that they have below the chat.
        """

    async def until(
        self, person: Person, is_there: Callable[[Sequence[Said]], object]
    ) -> list[Said]:
        """
        Wait until what the bot has said is as wanted, and give it.

        Raises `AssertionError` with all of it after `SECONDS` seconds.
        """
        end = time.monotonic() + SECONDS
        while not is_there(said := await self.said(person)):
            assert time.monotonic() < end, f"the bot said {said}"
            await asyncio.sleep(ROUND)
        return said

    async def until_said(self, person: Person, part: str, after: int = 0) -> Said:
        """
        Wait for a message with these words in it, and give the newest.

        Only those that came after the message `after` count.
        """

        def found(said: Sequence[Said]) -> list[Said]:
            return [each for each in said if part in each.text and each.id > after]

        return found(await self.until(person, found))[-1]

    async def until_more(self, person: Person, than: int) -> list[Said]:
        """
        Wait until there are more messages than so many, and give those that came.
        """
        return (await self.until(person, lambda said: len(said) > than))[than:]


def read_buttons(markup: dict[str, Any] | None, message: int) -> tuple[Button, ...]:
    """
    The buttons below a message.
    """
    rows = (markup or {}).get("inline_keyboard") or []
    return tuple(
        Button(e["text"], e.get("callback_data", ""), e.get("url", ""), message)
        for row in rows
        for e in row
    )


def read_keys(markup: dict[str, Any] | None) -> tuple[Button, ...]:
    """
    The buttons below a chat.
    """
    keys = [
        {"text": each} if isinstance(each, str) else each
        for row in (markup or {}).get("keyboard") or []
        for each in row
    ]
    return tuple(
        Button(each["text"], asks_contact=bool(each.get("request_contact")))
        for each in keys
    )


def read_said(number: int, message: dict[str, Any]) -> Said:
    """
    A message of the bot, from Telegram's own fields.

    Where a playground keeps words as they came, they are read as Telegram reads them.
    """
    text = message.get("text") or message.get("caption") or ""
    if (message.get("parse_mode") or "").lower() == "html":
        text, _ = parse_html(text)
    document = message.get("document") or {}
    return Said(
        number,
        text,
        read_buttons(message.get("reply_markup"), number),
        photo=bool(message.get("photo")),
        document=document.get("file_name", ""),
        album=message.get("media_group_id") or "",
    )
