"""
What the people in Chatwoot do with a conversation, done here: once, and in order.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import structlog
from sqlalchemy.engine import Connection

from bot.conversations.core import Conversations
from bot.conversations.errors import (
    ConversationUnknown,
    HandoffOver,
    HandoffUnknown,
    OwnerChanged,
)
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.outcomes import Outcome, Settled
from bot.conversations.handoffs.standing import ENDED, HELD, WAITING, Handoff
from bot.conversations.handoffs.writing import Words
from bot.desk.chatwoot import store, thread
from bot.desk.chatwoot.bringing import Bringing
from bot.desk.chatwoot.client import RESOLVED, Chatwoot
from bot.desk.chatwoot.mapping import Attached, Person, Spoken, TalkState
from bot.desk.chatwoot.notes import Notes
from bot.desk.chatwoot.store import CLOSED, Link, ToSay
from bot.desk.chatwoot.thread import BY_CHATWOOT
from bot.desk.telling import Telling
from bot.nlu.language import detect
from bot.shop_values import LANGUAGES

NOBODY = f"{BY_CHATWOOT}0"
"""Who resolves what nobody had taken."""

_REFUSED = (OwnerChanged, HandoffOver, HandoffUnknown)

log = structlog.get_logger(__name__)


def is_theirs(agent: str | None) -> bool:
    """
    Tell whether an agent is one who works in Chatwoot.
    """
    return agent is not None and agent.startswith(BY_CHATWOOT)


def agent_of(who: Person) -> str:
    """
    Name somebody there as an agent of ours.
    """
    return f"{BY_CHATWOOT}{who.number}"


def names(name: str) -> dict[str, str]:
    """
    Give what customers call somebody, in all languages: Chatwoot knows one name.
    """
    return dict.fromkeys(LANGUAGES, name) if name else {}


def _named(file: Attached) -> str:
    """
    A file that is told of, by its name and where it stands.
    """
    return "📎 " + "\n".join(filter(None, [file.name, file.address]))


class Listening:
    """
    Looks at conversations there.
    """

    def __init__(
        self,
        core: Conversations,
        client: Chatwoot,
        telling: Telling,
        notes: Notes,
        bringing: Bringing,
    ) -> None:
        self._core = core
        self._client = client
        self._telling = telling
        self._notes = notes
        self._bringing = bringing

    async def look(self, link: Link, me: int) -> None:
        """
        See what has happened there since the last look, and do it here.

        First to whom it is given, then what was said, then whether it is settled: so
        an agent's last words are heard before the bot goes on. Raises `TalkGone`.
        """
        if link.talk is None:
            return
        state = await self._client.talk(link.talk)
        start = link.seen if link.look_from is None else min(link.seen, link.look_from)
        messages = await self._client.messages(link.talk, start)
        assignee = state.assignee
        if assignee is not None and assignee.number == me:
            assignee = None
        if link.stage != CLOSED:
            await self._given(link, assignee)
        numbers = [each.number for each in messages]
        known = await self._core.read(
            lambda c: store.spoken(c, link.handoff, numbers) if numbers else set()
        )
        for message in messages:
            if message.sender is not None and message.number not in known:
                await self._hear(link, message, message.sender)
        if state.status == RESOLVED and link.stage != CLOSED:
            await self._settled(link, state)
        newest, who = max(numbers, default=0), assignee.number if assignee else None
        await self._core.write(lambda c: store.looked(c, link, newest, who))

    async def release(self, link: Link) -> None:
        """
        Let whoever there has it leave: nothing is heard from Chatwoot any more.
        """
        found = await self._now(link)
        if found.state != HELD or not is_theirs(found.agent):
            return
        name = await self._core.read(lambda c: thread.last_speaker(c, found))
        told = self._telling.left(names(name))
        with suppress(*_REFUSED):
            await self._core.desk.release(
                found.number, str(found.agent), by=None, told=told
            )
            log.warning("chatwoot_agent_lost", handoff=found.number)
        await self._core.write(lambda c: store.change(c, link.handoff, assignee=None))

    async def _now(self, link: Link) -> Handoff:
        return await self._core.read(lambda c: standing.find(c, link.handoff))

    async def _given(self, link: Link, assignee: Person | None) -> None:
        """
        Take over here what was given to somebody there since the last look.
        """
        if (assignee and assignee.number) == link.assignee:
            return
        found = await self._now(link)
        if assignee is not None:
            await self._take(found, assignee)
        elif found.state == HELD and is_theirs(found.agent):
            name = await self._core.read(lambda c: thread.last_speaker(c, found))
            told = self._telling.left(names(name))
            with suppress(*_REFUSED):
                await self._core.desk.release(
                    found.number, str(found.agent), by=found.agent, told=told
                )

    async def _take(self, found: Handoff, who: Person) -> Handoff:
        """
        Give a handoff to somebody there, and tell the customer their name.
        """
        agent, told = agent_of(who), self._telling.joined(names(who.name))
        desk = self._core.desk
        with suppress(*_REFUSED):
            if found.state == WAITING:
                return await desk.claim(found.number, agent, told)
            if found.state == HELD and is_theirs(found.agent) and found.agent != agent:
                return await desk.transfer(
                    found.number,
                    found.epoch,
                    by=str(found.agent),
                    agent=agent,
                    told=told,
                )
        return found

    async def _hear(self, link: Link, message: Spoken, who: Person) -> None:
        """
        Tell the customer what an agent said, or the agent that it came too late.
        """
        found = await self._now(link)
        name = f"{BY_CHATWOOT}{message.number}"
        words = Words(message.text, who.name, name, detect(message.text).language)
        left: tuple[str, ...] | None = ()
        if message.text or message.files:
            left = await self._say(link, found, message, who, words)
        if left is None:
            listed = [f"📎 {each.name}" for each in message.files]
            text = "\n".join(filter(None, [message.text, *listed]))
            words = replace(words, text=text)
            await self._refuse(found, words)

        def transaction(connection: Connection) -> None:
            store.spoke(
                connection,
                link.handoff,
                message.number,
                has_reached=left is not None,
            )
            about = f"{link.handoff}:refused:{message.number}"
            if left is None:
                told = [ToSay(about, self._notes.refused(words.text))]
            elif left:
                told = [ToSay(f"{about}:files", self._notes.not_delivered(left))]
            else:
                told = []
            store.put(connection, link.handoff, told)

        await self._core.write(transaction)

    async def _say(
        self, link: Link, found: Handoff, message: Spoken, who: Person, words: Words
    ) -> tuple[str, ...] | None:
        """
        Say it to the customer; gives the names of files that do not get there.

        None where nothing of it does.
        """
        if await self._core.read(lambda c: thread.is_said(c, found, words.id)):
            return ()
        first = await self._core.read(lambda c: store.first_posted(c, found.number))
        if message.number < first:
            # It was written when the bot had it, before this handoff.
            return None
        if found.state == WAITING and link.stage != CLOSED:
            # Who answers has taken it.
            found = await self._take(found, who)
        if found.state != HELD or not is_theirs(found.agent):
            return None
        agent = str(found.agent)
        brought = await self._bringing.bring(found.conversation, agent, message.files)
        text = "\n".join(filter(None, [words.text, *map(_named, brought.named)]))
        if not text and not brought.files:
            return brought.refused
        words = replace(words, text=text, files=brought.files)
        try:
            await self._core.desk.reply(found.number, found.epoch, agent, words)
        except _REFUSED:
            return None
        return brought.refused

    async def _refuse(self, found: Handoff, words: Words) -> None:
        log.info("chatwoot_message_refused", handoff=found.number, message=words.id)
        with suppress(ConversationUnknown):
            await self._core.desk.note(found.conversation, words)

    async def _settled(self, link: Link, state: TalkState) -> None:
        """
        Give back to the bot what was resolved there.
        """
        found = await self._now(link)
        with suppress(*_REFUSED):
            if found.state == WAITING:
                found = await self._core.desk.claim(found.number, NOBODY)
            if found.state == HELD and is_theirs(found.agent):
                spoke = await self._core.read(lambda c: thread.last_speaker(c, found))
                name = state.assignee.name if state.assignee else spoke
                # Closed by nobody who had it: nobody can say that it is solved.
                how = Settled.OTHER if found.agent == NOBODY else Settled.SOLVED
                found = await self._core.desk.give_back(
                    found.number,
                    found.epoch,
                    Outcome(how, by=name),
                    by=str(found.agent),
                )
        if found.state == ENDED:
            await self._core.write(
                lambda c: store.change(c, link.handoff, stage=CLOSED)
            )
