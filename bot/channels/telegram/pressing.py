"""
Buttons of the bot's messages, pressed.
"""

from __future__ import annotations

from contextlib import suppress

import structlog
from sqlalchemy.engine import Connection
from telegram.error import TelegramError

from bot.channels.telegram import chats, keyboards
from bot.channels.telegram.answering import Answering
from bot.channels.telegram.came import Pressed
from bot.channels.telegram.chats import CHANNEL, Held
from bot.channels.telegram.parts import InlineKeyboard
from bot.channels.telegram.sending import Sending, To
from bot.channels.telegram.telling import Telling
from bot.conversations import buttons, threads
from bot.conversations.buttons import ShownButton
from bot.conversations.core import Conversations
from bot.conversations.errors import Blocked, ButtonRefused, ButtonUsed
from bot.conversations.inbox import Accepted
from bot.conversations.messages import IncomingMessage

log = structlog.get_logger(__name__)


class Pressing:
    """
    Hands presses to the core, and shows below the message what was chosen.
    """

    def __init__(
        self,
        core: Conversations,
        telling: Telling,
        sending: Sending,
        answering: Answering,
    ) -> None:
        self._core = core
        self._telling = telling
        self._sending = sending
        self._answering = answering

    async def take(self, came: Pressed, held: Held) -> tuple[Accepted | None, str]:
        """
        Take a press of one of the bot's own buttons; gives what became of it.
        """
        now = self._core.clock()
        title = ""

        def message(connection: Connection) -> IncomingMessage:
            nonlocal title
            present = chats.meet(connection, held.who, now)
            thread = threads.place(connection, present.conversation).thread
            with suppress(ButtonUsed):  # by this very press, if it is worked again
                title = buttons.find(connection, thread, came.data, now).title
            return IncomingMessage(
                conversation=present.conversation,
                channel=CHANNEL,
                external_id=f"press:{came.query}",
                identity=present.identity,
                button=came.data,
            )

        try:
            accepted = await self._core.accept(message)
        except ButtonRefused as error:
            is_used = isinstance(error, ButtonUsed)
            name = "already_answered" if is_used else "old_button"
            await self.answer(came, held, name)
            return None, "press_refused"
        except Blocked:
            await self.answer(came, held, "blocked")
            return None, "blocked"
        await self._answering.answer(came.query)
        if accepted.repeated:
            return accepted, "repeated"
        lang = await self._telling.language(held)
        await self.show_chosen(
            came, keyboards.chosen([ShownButton(title, None)], title, lang)
        )
        return accepted, "pressed"

    async def answer(self, came: Pressed, held: Held, name: str) -> None:
        """
        Say these words of a press: over the chat in time, as a message after that.
        """
        words = await self._telling.words(held, name)
        if not await self._answering.answer(came.query, words):
            await self._telling.tell(held, name)

    async def show_chosen(self, came: Pressed, chosen: InlineKeyboard | None) -> None:
        """
        Let these be the buttons of the message from now on.
        """
        if came.message is None:
            return
        try:
            await self._sending.change_keyboard(To(came.chat.id), came.message, chosen)
        except TelegramError as error:
            log.info("buttons_not_changed", why=str(error))
