"""
The channel's own few words to a customer: of buttons, numbers and codes, not of wishes.

They stand beside the conversation, like the hints of the web chat's page, so they go
out at once and are not tried for long.
"""

from __future__ import annotations

from collections.abc import Mapping

import structlog
from sqlalchemy.engine import Connection
from telegram.error import Forbidden, TelegramError

from bot.channels.telegram import asking, chats, page
from bot.channels.telegram.chats import Held
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.parts import Keyboard
from bot.channels.telegram.sending import Sending, held_at
from bot.channels.telegram.words import language_of, say
from bot.conversations.core import Conversations
from bot.conversations.tables import conversations
from bot.conversations.threads import place

log = structlog.get_logger(__name__)


class Telling:
    """
    Says words of `words.yml` in the language of a chat.
    """

    def __init__(
        self,
        core: Conversations,
        sending: Sending,
        shop: Mapping[str, str],
        pace: Pace,
    ) -> None:
        self._core = core
        self._sending = sending
        self._shop = shop
        self._pace = pace

    async def language(self, held: Held) -> str:
        """
        The language to speak there: of the conversation, else of their app.
        """
        spoken = await self._core.read(lambda c: _spoken(c, held.conversation))
        return language_of(spoken or held.who.language)

    async def words(self, held: Held, name: str, /, **values: str | int) -> str:
        """
        The words by their name, as plain text.
        """
        lang = await self.language(held)
        return say(name, lang, shop=self._shop[lang], **values)

    async def tell(
        self,
        held: Held,
        name: str,
        /,
        keyboard: Keyboard | None = None,
        **values: str | int,
    ) -> None:
        """
        Say them; whoever does not hear them can ask again.
        """
        lang = await self.language(held)
        said = page.words(name, lang, keyboard, shop=self._shop[lang], **values)
        to = held_at(held)
        self._pace.spend(to.chat)
        try:
            await self._sending.send(to, said)
        except Forbidden:
            now = self._core.clock()
            await self._core.write(lambda c: chats.block(c, held.who, now))
        except TelegramError as error:
            log.warning("words_not_told", words=name, why=str(error))

    async def ask_number(self, held: Held) -> None:
        """
        Ask for the number by which somebody is known.
        """
        keyboard = asking.contact_keyboard(await self.language(held))
        await self.tell(held, "share_ask", keyboard)


def _spoken(connection: Connection, conversation: str) -> str | None:
    thread = place(connection, conversation).thread
    found: str | None = connection.execute(
        conversations.select()
        .with_only_columns(conversations.c.language)
        .where(conversations.c.id == thread)
    ).scalar()
    return found
