"""
The Telegram channel, put together.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import structlog
from starlette.routing import BaseRoute
from telegram.error import InvalidToken, TelegramError

from bot.channels.links import AskerOf, NameOf
from bot.channels.owners import Owners
from bot.channels.telegram import commands
from bot.channels.telegram.answering import Answering
from bot.channels.telegram.came import Me
from bot.channels.telegram.chats import Held
from bot.channels.telegram.client import opened_client
from bot.channels.telegram.continuing import Continuing
from bot.channels.telegram.delivering import Delivering
from bot.channels.telegram.handling import Handling
from bot.channels.telegram.kinds import ALLOWED
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.page import Recipient
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.sending import Sending
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.telegram.signing import Signing
from bot.channels.telegram.telling import Telling
from bot.channels.telegram.typing import Typing
from bot.channels.telegram.uploads import Uploads
from bot.channels.telegram.webhook import webhook_route
from bot.channels.telegram.working import Working
from bot.conversations.core import Conversations
from bot.conversations.outbox import Outgoing, RetryAfter
from bot.files.keeping import Files
from bot.shop import ShopSettings
from crm_connector.identity.proof import Proofs
from crm_connector.identity.vouching import Vouching

GRACE_SECONDS = 3.0
STOP_SECONDS = 2.0
"""So long all else takes at the end besides what has to be finished."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0

NOT_READY_SECONDS = 2.0
"""So long what is to be said waits until Telegram has told who we are."""
MOST_AT_ONCE = 40
"""Requests that Telegram makes of us side by side."""
CHECK = "./hamyar telegram check says what is wrong"

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Behind:
    core: Conversations
    files: Files
    shop: Mapping[str, str]
    telephones: frozenset[str]
    files_days: int
    vouching: Vouching | None
    proofs: Proofs | None


class Telegram:
    """
    The channel, from the settings to what runs; a `Channel` for the core's outbox.

    It is made before the core, which has to know its channels, and opened after it.
    """

    def __init__(self, settings: TelegramSettings) -> None:
        self._settings = settings
        self._client = opened_client(settings)
        self._behind: _Behind | None = None
        self._working: Working | None = None
        self._delivering: Delivering | None = None
        self._is_set_up = asyncio.Event()
        self.links: Continuing | None = None
        """What links sessions of the web chat, once this is opened with them."""

    async def until_set_up(self) -> None:
        """
        Wait until Telegram knows how updates are to come.
        """
        await self._is_set_up.wait()

    async def deliver(self, message: Outgoing) -> None:
        """
        Send a message of the outbox. Raises `RetryAfter` while nobody can be reached.
        """
        if self._delivering is None:
            raise RetryAfter(NOT_READY_SECONDS)
        await self._delivering.deliver(message)

    def open(
        self,
        core: Conversations,
        files: Files,
        shop: ShopSettings,
        vouching: Vouching | None,
        proofs: Proofs | None,
        askers: tuple[AskerOf, NameOf] | None = None,
    ) -> list[BaseRoute]:
        """
        Take what it works with; gives the routes it has, one at most.

        Without `vouching` nobody is known by a telephone, without `proofs` by codes,
        and without `askers` nobody comes here from another channel's session.
        """
        if askers is not None:
            self.links = Continuing(core, *askers)
        telephones = frozenset({shop.telephone, *(b.telephone for b in shop.branches)})
        self._behind = _Behind(
            core,
            files,
            shop.name,
            telephones,
            shop.desk.files_days,
            vouching,
            proofs,
        )
        self._working = Working(core)
        if not self._settings.webhook:
            return []
        take, tally = self._working.take, core.tally
        return [webhook_route(take, self._settings.secret, tally)]

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """
        Serve Telegram for as long; a Telegram that is away keeps nobody else waiting.
        """
        serving = asyncio.get_running_loop().create_task(self._serve())
        try:
            yield
        finally:
            # Before Python 3.12 a wait that is over at this very moment may swallow a
            # cancellation, and who asks for updates would ask for ever.
            while not serving.done():
                serving.cancel()
                await asyncio.wait({serving}, timeout=2 * GRACE_SECONDS + STOP_SECONDS)
            await asyncio.gather(serving, return_exceptions=True)

    async def _serve(self) -> None:
        """
        Begin anew after whatever nobody has thought of: a shop is not to fall silent.
        """
        pause = FIRST_PAUSE
        while True:
            try:
                await self._served()
            except Exception:  # the one edge: the web chat goes on, and so does this
                log.exception("telegram_begins_anew", pause=pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _served(self) -> None:
        behind, working = self._behind, self._working
        if behind is None or working is None:
            raise LookupError("a channel is opened before it serves")
        async with AsyncExitStack() as closing:
            closing.push_async_callback(self._client.shutdown)
            me = await self._introduced()
            sending = Sending(self._client, behind.files.path)
            pace = Pace(time.monotonic)
            hands = self._hands(behind, me, sending, pace)
            closing.push_async_callback(hands.stop)
            if self.links is not None:
                closing.push_async_callback(self.links.stop)
            delivering = self._delivering = Delivering(
                behind.core,
                sending,
                pace,
                lambda held: _recipient(behind, held, me),
            )
            closing.push_async_callback(delivering.stop, GRACE_SECONDS)
            await working.start(hands)
            closing.push_async_callback(working.stop, GRACE_SECONDS)
            behind.core.deliver_now()
            await self._set_up()
            if self._settings.webhook:
                await asyncio.Event().wait()
            await Polling(self._client, working.take, working.room).forever()

    async def _introduced(self) -> Me:
        """
        Ask Telegram who we are, until it says so.
        """
        pause = FIRST_PAUSE
        while True:
            try:
                await self._client.initialize()
            except InvalidToken:
                log.error("telegram_token_refused", hint=CHECK)
                pause = LONGEST_PAUSE
            except TelegramError as error:
                log.warning("telegram_not_reached", why=str(error), pause=pause)
            else:
                return Me(self._client.id, self._client.username)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _set_up(self) -> None:
        """
        Let Telegram know how updates are to come, and then our commands.
        """
        pause = FIRST_PAUSE
        while not await self._is_told(self._ways_told):
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        self._is_set_up.set()
        # Without the menu of commands all goes on; the next start tries again.
        await self._is_told(lambda: commands.publish(self._client))

    async def _ways_told(self) -> None:
        if not self._settings.webhook:
            await self._client.delete_webhook(drop_pending_updates=False)
            return
        await self._client.set_webhook(
            self._settings.webhook,
            allowed_updates=ALLOWED,
            drop_pending_updates=False,
            secret_token=self._settings.secret,
            max_connections=MOST_AT_ONCE,
        )

    @staticmethod
    async def _is_told(telling: Callable[[], Awaitable[None]]) -> bool:
        try:
            await telling()
        except TelegramError as error:
            log.error("telegram_not_set_up", why=str(error), hint=CHECK)
            return False
        return True

    def _hands(self, behind: _Behind, me: Me, sending: Sending, pace: Pace) -> Handling:
        core, client = behind.core, self._client
        telling = Telling(core, sending, behind.shop, pace)
        if self.links is not None:
            self.links.serve(me, telling)
        owners = Owners(behind.vouching, lambda: core.clock().timestamp())
        return Handling(
            core,
            me,
            telling=telling,
            sending=sending,
            signing=Signing(
                core, client, telling, behind.vouching, behind.proofs, owners
            ),
            continuing=self.links,
            uploads=Uploads(client, behind.files),
            answering=Answering(client),
            typing=Typing(client, core.feed),
            files_days=behind.files_days,
        )


def _recipient(behind: _Behind, held: Held, me: Me) -> Recipient:
    return Recipient(
        me.username,
        language=held.who.language,
        is_group=not held.who.is_private,
        telephones=behind.telephones,
    )
