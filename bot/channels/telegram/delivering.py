"""
What stands in the outbox for Telegram, brought there part by part.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.engine import Connection
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from telegram.error import RetryAfter as Flooded

from bot.channels.telegram import chats, progress, showing, troubles
from bot.channels.telegram.chats import Held
from bot.channels.telegram.outgoing import rendered
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.page import Recipient
from bot.channels.telegram.parts import Part, SendAlbum
from bot.channels.telegram.progress import FAILED, MOST_UNSURE, SENT, TRYING, Step
from bot.channels.telegram.sending import FileGone, Sending, held_at
from bot.conversations.core import Conversations
from bot.conversations.outbox import Outgoing, RetryAfter, Undeliverable

PATIENCE_SECONDS = 2.0
"""So long a message waits for its turn in a chat without giving up its place."""

log = structlog.get_logger(__name__)


class Delivering:
    """
    The outbox's way to Telegram: a `Channel` of the conversation core.
    """

    def __init__(
        self,
        core: Conversations,
        sending: Sending,
        pace: Pace,
        recipient: Callable[[Held], Recipient],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._core = core
        self._sending = sending
        self._pace = pace
        self._recipient = recipient
        self._sleep = sleep
        self._running: set[asyncio.Task[None]] = set()
        self._is_over = False

    async def deliver(self, message: Outgoing) -> None:
        """
        Send what is not sent yet of a message.

        Raises `RetryAfter` and `Undeliverable`; anything else means: try again later.
        """
        if self._is_over:
            raise RetryAfter(PATIENCE_SECONDS)
        task = asyncio.get_running_loop().create_task(self._send(message))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        await task

    async def stop(self, grace: float) -> None:
        """
        Begin nothing more, and let what is under way end within `grace` seconds.

        A connection that is torn under a message leaves it open whether it arrived.
        """
        self._is_over = True
        if self._running and grace > 0:
            await asyncio.wait(self._running, timeout=grace)
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _send(self, message: Outgoing) -> None:
        held, steps = await self._core.read(lambda c: _look(c, message))
        if held is None or held.blocked_at is not None:
            raise Undeliverable
        parts = rendered(message.message, self._recipient(held))
        for number, part in enumerate(parts):
            step = steps.get(number)
            if step is None or step.state not in (SENT, FAILED):
                await self._deliver(message.item, number, part, held, step)

    async def _deliver(
        self, item: int, number: int, part: Part, held: Held, former: Step | None
    ) -> None:
        unsure = 0 if former is None else former.unsure
        if former is not None and former.state == TRYING:
            unsure += 1
            self._core.tally.count("telegram_unsure")
            log.warning("maybe_delivered", item=item, part=number, times=unsure)
        if unsure >= MOST_UNSURE:
            self._core.tally.count("telegram_given_up")
            await self._note(item, number, Step(SENT, unsure))
            return
        count = len(part.photos) if isinstance(part, SendAlbum) else 1
        await self._wait_for_turn(held.who.chat, count)
        await self._note(item, number, Step(TRYING, unsure))
        to = held_at(held)
        try:
            sent = await self._sending.send(to, part)
        except (TelegramError, FileGone) as error:
            if troubles.may_have_arrived(error):
                raise
            # It surely did not arrive, so that the next try is the first one again.
            await self._note(item, number, Step("", unsure))
            await self._refused(item, number, held, error, unsure)
            return
        await self._note(item, number, Step(SENT, unsure))
        await showing.show(self._core, self._sending, to, part, sent)

    async def _refused(
        self, item: int, number: int, held: Held, error: Exception, unsure: int
    ) -> None:
        if isinstance(error, Flooded):
            self._core.tally.count("telegram_flooded")
            raise RetryAfter(troubles.seconds_of(error))
        if isinstance(error, ChatMigrated):
            former, present = held.who.chat, error.new_chat_id
            await self._core.write(lambda c: chats.follow(c, former, present))
            raise RetryAfter(0.0)
        now = self._core.clock()
        if isinstance(error, Forbidden):
            self._core.tally.count("telegram_forbidden")
            await self._core.write(lambda c: chats.block(c, held.who, now))
            raise Undeliverable
        if isinstance(error, BadRequest) and troubles.is_nobody(error):
            raise Undeliverable
        if isinstance(error, (BadRequest, FileGone)):
            # The same again would be refused again; what follows may still arrive.
            log.error("part_refused", item=item, part=number, why=str(error))
            self._core.tally.count("telegram_refused")
            await self._note(item, number, Step(FAILED, unsure))
            return
        raise error

    async def _wait_for_turn(self, chat: int, count: int) -> None:
        while wait := self._pace.take(chat, count):
            if wait > PATIENCE_SECONDS:
                raise RetryAfter(wait)
            await self._sleep(wait)

    async def _note(self, item: int, part: int, step: Step) -> None:
        now = self._core.clock()
        await self._core.write(lambda c: progress.note(c, item, part, step, now))


def _look(
    connection: Connection, message: Outgoing
) -> tuple[Held | None, dict[int, Step]]:
    held = chats.of_conversation(connection, message.to)
    return held, dict(progress.of_item(connection, message.item, message.message.at))
