"""
Going on in Telegram with what was begun on the web: the questions and their answers.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

import structlog
from anyio import fail_after
from sqlalchemy.engine import Connection

from bot.channels.links import (
    Asker,
    AskerOf,
    Linked,
    LinkState,
    LinkUnavailable,
    NameOf,
    NothingAsked,
    Offer,
    Step,
)
from bot.channels.telegram import chats, linking, parts
from bot.channels.telegram.came import Commanded, Me
from bot.channels.telegram.chats import Held, Who
from bot.channels.telegram.letters import shortened
from bot.channels.telegram.linking import LIFE, Link
from bot.channels.telegram.parts import InlineButton, InlineKeyboard
from bot.channels.telegram.telling import Telling
from bot.conversations import changes, history, threads
from bot.conversations.core import Conversations
from bot.conversations.handoffs.writing import AGENT
from crm_connector.errors import CrmError

NAME_SECONDS = 2.0
LONGEST_SAID = 300
"""In letters, of what was said last."""
STANDS_FOR = timedelta(days=1)
"""What is older is no talk that is under way."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")

log = structlog.get_logger(__name__)


class Continuing:
    """
    The channel's `Links`, and what is said of them in the chat.

    Until it is `served` nobody knows the bot's name, which stands in every link.
    """

    def __init__(self, core: Conversations, asker_of: AskerOf, name_of: NameOf) -> None:
        self._core = core
        self._asker_of = asker_of
        self._name_of = name_of
        self._served: tuple[Me, Telling] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def serve(self, me: Me, telling: Telling) -> None:
        """
        Begin: this is who we are there, and this is how chats are told.
        """
        self._served = me, telling

    async def stop(self) -> None:
        """
        End; what is being told is left.
        """
        self._served = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # -- for the web side -----------------------------------------------------------

    async def offer(self, asker: Asker) -> Offer:
        """
        Make a link, in place of the one before. Raises `LinkUnavailable`.
        """
        if self._served is None:
            raise LinkUnavailable
        me, now = self._served[0], self._core.clock()
        token = await self._core.write(lambda c: linking.begin(c, asker, now))
        address = f"https://t.me/{me.username}?start={token}"
        return Offer(address, int(LIFE.total_seconds()))

    async def state(self, session: str) -> LinkState:
        """
        Tell how far the session's link has got.
        """
        found = await self._core.read(lambda c: linking.of_session(c, session))
        return self._state(found)

    async def answer(self, session: str, link: str, *, yes: bool) -> LinkState:
        """
        Say for the session whether the account is theirs. Raises `NothingAsked`.
        """
        now = self._core.clock()
        found = await self._agree(
            link, lambda c: linking.said_there(c, link, session, now, yes=yes)
        )
        if found is None:
            raise NothingAsked
        if found.outcome is not None:
            self._soon(self._tell_outcome(found))
        return self._state(found)

    async def linked(self, conversation: str) -> Sequence[Linked]:
        """
        The chats that hold a conversation by a link alone.
        """
        held = await self._core.read(lambda c: chats.linked(c, conversation))
        each = [one.who for one in held]
        return [Linked(who.chat, who.name, who.language) for who in each]

    async def part(self, session: str, linked: Sequence[Linked]) -> None:
        """
        End the session's link, and what these chats hold by one; they are told.
        """
        now = self._core.clock()

        def transaction(connection: Connection) -> list[Held]:
            linking.forget(connection, session)
            ended = []
            for one in linked:
                who = Who(one.chat, one.chat, True, one.name, one.language)
                held = chats.find(connection, one.chat, one.chat)
                if held is not None and held.linked_at is None:
                    continue
                if held is not None:
                    chats.sign_out(connection, held, now)
                # Else it went with the conversation that it held.
                ended.append(chats.meet(connection, who, now))
            return ended

        for held in await self._core.write(transaction):
            self._soon(self._tell(held.who, "link_ended"))

    # -- in the chat ------------------------------------------------------------------

    @staticmethod
    def is_token(argument: str) -> bool:
        """
        Whether what `/start` is given looks like the token of a link.
        """
        return _TOKEN.fullmatch(argument) is not None

    async def opened(self, held: Held, came: Commanded) -> str:
        """
        Ask whoever has opened a link whether they want it.
        """
        core, now = self._core, self._core.clock()
        name, username = came.sender.name, came.sender.username
        account = f"{name} (@{username})" if username else name
        token, chat = came.argument, held.who.chat

        def transaction(connection: Connection) -> Link | None:
            link = linking.opened(connection, token, chat, account, now)
            if link is not None and held.identity.customer_id not in (
                None,
                link.customer_id,
            ):
                link = linking.refuse(connection, link, now)
            return self._noted(connection, link, now)

        link = await core.write(transaction)
        if link is None:
            await self._tell(held.who, "link_over")
            return "link_over"
        core.feed.linking(await self._thread(link))
        if link.outcome is not None:
            await self._tell(held.who, "link_taken")
            return "link_taken"
        telling = self._telling()
        whom = await self._called(link) or await telling.words(
            held, "link_customer" if link.customer_id else "link_visitor"
        )
        if link.yes_here is None:
            yes = await telling.words(held, "link_yes")
            no = await telling.words(held, "link_no")
            keyboard = InlineKeyboard(
                (
                    (InlineButton(yes, data=f"{parts.LINK_YES}{link.id}"),),
                    (InlineButton(no, data=f"{parts.LINK_NO}{link.id}"),),
                )
            )
            await telling.tell(
                held, "link_ask_here", keyboard, telegram=account, whom=whom
            )
        else:
            await telling.tell(held, "link_wait")
        return "link_opened"

    async def pressed(self, held: Held, data: str) -> str:
        """
        Take what the chat says of a link.
        """
        yes = data.startswith(parts.LINK_YES)
        name, now = data.removeprefix(parts.LINK_YES), self._core.clock()
        name = name.removeprefix(parts.LINK_NO)
        chat = held.who.chat
        link = await self._agree(
            name, lambda c: linking.said_here(c, name, chat, now, yes=yes)
        )
        if link is None:
            await self._tell(held.who, "link_over")
            return "link_over"
        if link.outcome is None:
            await self._tell(held.who, "link_wait")
            return "link_yes"
        await self._tell_outcome(link)
        return f"link_{link.outcome.value}"

    # -- behind both ------------------------------------------------------------------

    async def _agree(
        self, name: str, said: Callable[[Connection], Link | None]
    ) -> Link | None:
        """
        Note what one side says and, if both have said yes, make the link.
        """
        core, now = self._core, self._core.clock()

        def touched(connection: Connection) -> list[str]:
            link = linking.find(connection, name)
            if link is None or link.chat is None:
                return []
            held = chats.find(connection, link.chat, link.chat)
            both = {link.conversation} | ({held.conversation} if held else set())
            return sorted(threads.standing(connection, both))

        def transaction(connection: Connection) -> Link | None:
            link = said(connection)
            if link is not None and link.is_agreed:
                link = linking.settle(connection, link, self._asker_of, now)
            return self._noted(connection, link, now)

        link = await core.join(transaction, *await core.read(touched))
        if link is not None:
            thread = await self._thread(link)
            core.feed.linking(thread)
            if link.outcome is Step.DONE:
                core.feed.queue(thread)
                await core.wake(thread)
        return link

    @staticmethod
    def _noted(connection: Connection, link: Link | None, now: datetime) -> Link | None:
        if link is not None:
            thread = threads.place(connection, link.conversation).thread
            changes.note(connection, changes.LINK, thread, now)
        return link

    async def _thread(self, link: Link) -> str:
        return (await self._core.place(link.conversation)).thread

    def _state(self, link: Link | None) -> LinkState:
        return LinkState(Step.NONE) if link is None else link.state(self._core.clock())

    async def _called(self, link: Link) -> str:
        """
        The initials of the link's customer, so that whoever opens it sees whose it is.
        """
        if link.customer_id is None:
            return ""
        try:
            with fail_after(NAME_SECONDS):
                return initials(await self._name_of(link.customer_id))
        except (CrmError, TimeoutError):
            log.warning("name_not_known")
            return ""

    async def _tell_outcome(self, link: Link) -> None:
        if link.chat is None or link.outcome is None:
            return
        who = Who(link.chat, link.chat, is_private=True)
        said = await self._last_said(link) if link.outcome is Step.DONE else ""
        if said:
            await self._tell(who, "link_done_at", said=said)
            return
        await self._tell(who, f"link_{link.outcome.value}")

    async def _last_said(self, link: Link) -> str:
        """
        What the bot or an agent has said last, if that is not long ago.
        """
        now = self._core.clock()

        def look(connection: Connection) -> str:
            place = threads.place(connection, link.conversation)
            page = history.before(
                connection, self._core.key, place, history.END, 20, now
            )
            since = now - STANDS_FOR
            said = [
                each.text
                for each in page.messages
                if each.author in ("bot", AGENT) and each.text and each.at >= since
            ]
            return said[-1] if said else ""

        said = await self._core.read(look)
        return shortened(" ".join(said.split()), LONGEST_SAID)

    async def _tell(self, who: Who, name: str, **values: str) -> None:
        if self._served is None:
            return
        held = await self._core.read(lambda c: chats.find(c, who.chat, who.member))
        if held is not None:
            await self._served[1].tell(held, name, None, **values)

    def _telling(self) -> Telling:
        if self._served is None:
            raise LookupError("nothing comes from a chat before the channel serves")
        return self._served[1]

    def _soon(self, work: Awaitable[None]) -> None:
        """
        Tell the chat while the web side has its answer already.
        """
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def initials(name: str) -> str:
    """
    The first letters of a name, as anybody may see them who has opened a link.
    """
    letters = [next(filter(str.isalpha, word), "") for word in name.split()]
    return " ".join(f"{each.upper()}." for each in letters if each)
