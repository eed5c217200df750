"""
The playground that is our own fake.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.bot.channels.telegram.playground import (
    Button,
    Playground,
    Said,
    read_buttons,
    read_keys,
    read_said,
)
from tests.fakes.telegram.chats import Person
from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.server import serving


class OnTheFake(Playground):
    """
    `fake` has more than the facade: groups, edits, faults, what was asked.
    """

    name = "fake"

    def __init__(self, fake: FakeTelegram, url: str) -> None:
        self.fake = fake
        self.token = fake.token
        self.url = url

    async def send_text(self, person: Person, text: str) -> None:
        """
        Somebody writes.
        """
        self.fake.world.says(person, text)

    async def press_inline(self, person: Person, button: Button) -> None:
        """
        Press a button that is still there. Raises `AssertionError` if it is not.
        """
        message = self.fake.world.chats[person.id].messages[button.message]
        shown = read_buttons(message.get("reply_markup"), button.message)
        assert button in shown, f"{button} is not below that message any more"
        self.fake.world.presses(person, message, button.data)

    async def share_contact(self, person: Person, of: Person | None = None) -> None:
        """
        Somebody shares a number.
        """
        self.fake.world.shares_contact(person, of=of)

    async def send_photo(self, person: Person, data: bytes, caption: str = "") -> None:
        """
        Somebody sends a photo.
        """
        self.fake.world.sends_photo(person, data, caption)

    async def send_location(
        self, person: Person, latitude: float, longitude: float
    ) -> None:
        """
        Somebody tells where they are.
        """
        self.fake.world.sends_location(person, latitude, longitude)

    async def said(self, person: Person) -> list[Said]:
        """
        What the bot has said to somebody, in order.
        """
        if person.id not in self.fake.world.chats:
            return []
        messages = self.fake.said(person.id)
        return [read_said(each["message_id"], each) for each in messages]

    async def keyboard(self, person: Person) -> tuple[Button, ...]:
        """
        The buttons that they have below the chat.
        """
        return read_keys(self.fake.world.chats[person.id].keyboard)


@asynccontextmanager
async def on_the_fake(fake: FakeTelegram | None = None) -> AsyncIterator[OnTheFake]:
    """
    Serve a fake, a new one unless given.
    """
    fake = fake or FakeTelegram()
    async with serving(fake) as url:
        yield OnTheFake(fake, url)
