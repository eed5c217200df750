"""
What agents do with handoffs over HTTP: one transaction each, with its line in the log.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.accounts import audit
from bot.accounts.actors import Actor
from bot.accounts.requests import address_of
from bot.accounts.rights import Right
from bot.accounts.signed_in import SignedIn, actor
from bot.conversations.errors import HandoffOver, OwnerChanged
from bot.conversations.handoffs import standing, steps, writing
from bot.conversations.handoffs.desk import First, Promise
from bot.conversations.handoffs.outcomes import Outcome, Settled
from bot.conversations.handoffs.standing import HELD, WAITING, Handoff
from bot.conversations.handoffs.writing import Words, Written
from bot.desk import presence, queue, seeing
from bot.desk.web import fields, shown
from bot.desk.web.asked import Refused, demand_seen, number_of, read_json, seen_by
from bot.desk.web.house import DeskHouse
from bot.desk.web.reading import Reader, Reading
from bot.handoff.routing import AWAY, BUSY, OFFLINE, ONLINE, AtDesk

Look = Callable[[Connection, Actor, Handoff], None]
"""Looks in the step's own transaction whether it may be, and notes what it takes."""


class Deeds:
    """
    One method a route.
    """

    def __init__(self, house: DeskHouse) -> None:
        self._house = house
        self._core = house.core
        self._desk = house.core.desk
        self._reading = Reading(house)

    async def claim(self, request: Request, who: SignedIn) -> Response:
        """
        POST /desk/api/handoffs/{number}/claim.

        Agents take whatever fits them, also beyond their capacity: they know best.
        """
        number, now = number_of(request), self._core.clock()
        fields.only(await read_json(request))
        own = str(who.account.id)

        def look(connection: Connection, by: Actor, found: Handoff) -> None:
            if found.state == HELD and found.agent == own:
                return
            is_open = found.state != WAITING or by.may(Right.SEE_ALL)
            account = who.account.id
            if not is_open and not seeing.may_take(connection, found, account, now):
                raise Refused(403, "not_fitting")
            self._note(connection, by, "handoff.claimed", found)
            # Else it would be put back at once, as of somebody who has left.
            presence.at_work(connection, account, now)
            presence.got_one(connection, account, now)

        told = self._house.telling.joined(who.account.names)
        first = self._first(request, who, Right.CLAIM, number, look, is_claim=True)
        await self._desk.claim(number, own, told, first=first)
        return await self._answer(request, who, number)

    async def release(self, request: Request, who: SignedIn) -> Response:
        """
        POST /desk/api/handoffs/{number}/release.
        """
        number, asked = number_of(request), await read_json(request)
        fields.only(asked, "epoch")
        epoch = fields.whole(asked, "epoch")
        holder, names = await self._holder(request, who, number)
        promise = await self._promise()

        def look(connection: Connection, by: Actor, found: Handoff) -> None:
            self._demand_theirs(by, found, epoch)
            self._note(connection, by, "handoff.released", found)

        await self._desk.release(
            number,
            holder,
            by=str(who.account.id),
            promise=promise,
            told=self._house.telling.released(names),
            first=self._first(request, who, Right.TRANSFER, number, look),
        )
        return await self._answer(request, who, number)

    async def transfer(self, request: Request, who: SignedIn) -> Response:
        """
        POST /desk/api/handoffs/{number}/transfer.
        """
        number, asked = number_of(request), await read_json(request)
        fields.only(asked, "epoch", "agent", "skill", "note")
        epoch = fields.whole(asked, "epoch")
        note = fields.text(asked, "note", optional=True)
        agent, skill = await self._goal(asked)
        holder, names = await self._holder(request, who, number)
        if agent is not None and agent.id == holder:
            raise Refused(400, "theirs_already", field="agent")
        now, kept = self._core.clock(), list[Written]()

        def look(connection: Connection, by: Actor, found: Handoff) -> None:
            self._demand_theirs(by, found, epoch)
            to = skill if agent is None else f"account:{agent.id}"
            self._note(connection, by, "handoff.transferred", found, to=to)
            if note:
                words = self._words(who, found, note, f"{number}:{epoch}:transfer")
                kept.append(writing.note(connection, found.conversation, words, now))
            if agent is not None:
                presence.got_one(connection, int(agent.id), now)

        telling = self._house.telling
        if agent is not None:
            told = telling.transferred(names, agent.names)
        elif await self._is_somebody_there(number, str(skill), holder):
            told = telling.passed_on(names)
        else:
            # Nobody there knows more of it: it is everybody's, and told as that.
            told = telling.released(names)
        await self._desk.transfer(
            number,
            epoch,
            by=str(who.account.id),
            agent=None if agent is None else agent.id,
            skill=skill,
            promise=await self._promise(),
            told=told,
            first=self._first(request, who, Right.TRANSFER, number, look),
        )
        for written in kept:
            self._core.feed.note(written.thread, written.seq)
        return await self._answer(request, who, number)

    async def give_back(self, request: Request, who: SignedIn) -> Response:
        """
        POST /desk/api/handoffs/{number}/return.
        """
        number, asked = number_of(request), await read_json(request)
        fields.only(asked, "epoch", "settled", "words", "date", "quiet")
        epoch = fields.whole(asked, "epoch")
        settled = asked.get("settled")
        if settled not in [each.value for each in Settled]:
            raise Refused(400, "bad_field", field="settled")
        due = fields.day(asked, "date")
        words = fields.text(asked, "words", fields.LONGEST_WORDS, optional=True)
        is_promise = settled == Settled.PROMISED.value
        today = self._core.clock().astimezone(self._house.shop.time_zone).date()
        if (due is None) == is_promise or (due is not None and due < today):
            raise Refused(400, "bad_field", field="date")
        if is_promise and not words:
            # Of a promise without words nobody knows later what it was.
            raise Refused(400, "bad_field", field="words")
        _, names = await self._holder(request, who, number)
        now_shown = await self._core.read(lambda c: standing.find(c, number))
        outcome = Outcome(
            Settled(settled),
            shown.named(names, now_shown.language),
            words,
            due,
            quiet=fields.flag(asked, "quiet", otherwise=False),
        )

        def look(connection: Connection, by: Actor, found: Handoff) -> None:
            self._demand_theirs(by, found, epoch)
            self._note(connection, by, "handoff.returned", found, settled=settled)

        await self._desk.give_back(
            number,
            epoch,
            outcome,
            by=str(who.account.id),
            first=self._first(request, who, Right.REPLY, number, look),
        )
        return await self._answer(request, who, number)

    async def needed(self, request: Request, who: SignedIn) -> Response:
        """
        POST /desk/api/handoffs/{number}/needed.
        """
        number, asked = number_of(request), await read_json(request)
        fields.only(asked, "was_needed")
        was_needed, now = fields.flag(asked, "was_needed"), self._core.clock()

        def work(connection: Connection, by: Actor) -> None:
            found = seen_by(connection, by, number, now)
            # Whoever only saw them wait cannot know.
            knows = seeing.has_held(connection, number, who.account.id)
            if not knows and not by.may(Right.SEE_ALL):
                raise Refused(403, "not_yours")
            steps.judge(connection, number, now, was_needed=was_needed)
            self._note(connection, by, "handoff.judged", found, was_needed=was_needed)

        await self._house.accounts.act(
            who, work, right=Right.REPLY, address=address_of(request)
        )
        return await self._answer(request, who, number)

    def _first(
        self,
        request: Request,
        who: SignedIn,
        right: Right,
        number: int,
        look: Look,
        *,
        is_claim: bool = False,
    ) -> First:
        """
        Look in the transaction who it is, what they may, and at the handoff itself.
        """
        now, address = self._core.clock(), address_of(request)

        def first(connection: Connection) -> None:
            by = actor(connection, who.session.hash, now, address)
            by.demand(right)
            if is_claim:
                # Somebody may have been quicker: that is no secret to who came second,
                # who looks only once, as it may be taken from one look to the next.
                found = standing.find(connection, number)
                if found.state == WAITING:
                    demand_seen(connection, by, found, now)
            else:
                found = seen_by(connection, by, number, now)
            look(connection, by, found)

        return first

    async def _holder(
        self, request: Request, who: SignedIn, number: int
    ) -> tuple[str, Mapping[str, str]]:
        """
        Who holds a handoff, and what customers know them by.
        """
        now, reader = self._core.clock(), self._reader(request, who)

        def work(connection: Connection) -> tuple[str, Mapping[str, str]]:
            found = self._reading.seen(connection, reader, number, now).handoff
            agent = found.agent or ""
            names = presence.names(connection, [agent] if agent else [])
            return agent, names.get(agent, {})

        return await self._core.read(work)

    async def leave(self, request: Request, who: SignedIn) -> None:
        """
        Put back what somebody holds who leaves, which their customers hear as that.
        """
        own = str(who.account.id)

        def look(connection: Connection, by: Actor, found: Handoff) -> None:
            self._note(connection, by, "handoff.released", found)

        promise = await self._promise()
        for found in await self._core.read(lambda c: standing.held(c, own)):
            first = self._first(request, who, Right.CLAIM, found.number, look)
            with suppress(OwnerChanged, HandoffOver):
                await self._desk.release(
                    found.number,
                    own,
                    by=own,
                    promise=promise,
                    told=self._house.telling.released(who.account.names),
                    first=first,
                )

    async def _promise(self) -> Promise:
        now = self._core.clock()
        return await self._core.read(
            lambda c: queue.promise_again(c, self._house.settings, now)
        )

    async def presence(self, request: Request, who: SignedIn) -> Response:
        """
        POST /desk/api/presence.
        """
        asked = await read_json(request)
        fields.only(asked, "chosen")
        chosen = asked.get("chosen")
        if chosen not in (ONLINE, AWAY, BUSY, OFFLINE):
            raise Refused(400, "bad_field", field="chosen")
        now = self._core.clock()
        await self._house.accounts.act(
            who, lambda c, _: presence.choose(c, who.account.id, str(chosen), now)
        )
        if chosen == OFFLINE:
            await self.leave(request, who)
        self._core.feed.queue()
        return JSONResponse({"presence": chosen})

    async def _goal(self, asked: Mapping[str, Any]) -> tuple[AtDesk | None, str | None]:
        """
        To whom it is to go: a colleague who is there, or a skill of the shop's.
        """
        if (asked.get("agent") is None) == (asked.get("skill") is None):
            raise Refused(400, "agent_or_skill")
        everybody = await self._core.read(presence.everybody)
        if asked.get("skill") is not None:
            skill = fields.text(asked, "skill", 40)
            rules = self._house.settings.policy.rules.values()
            known = {rule.skill for rule in rules}
            known |= {each for agent in everybody for each in agent.skills}
            if skill not in known:
                raise Refused(400, "unknown_skill", field="skill")
            return None, skill
        wanted, now = str(fields.whole(asked, "agent")), self._core.clock()
        found = next((each for each in everybody if each.id == wanted), None)
        if found is None:
            raise Refused(400, "unknown_agent", field="agent")
        if not found.is_there(now):
            # It would come back at once, and the customer hear of two who left.
            raise Refused(409, "not_there")
        return found, None

    async def _is_somebody_there(self, number: int, skill: str, holder: str) -> bool:
        """
        Whether somebody but its holder has the skill and knows the customer's language.
        """
        now = self._core.clock()

        def work(connection: Connection) -> bool:
            found = standing.find(connection, number)
            wish = replace(queue.wait_of(found), wanted=skill)
            return any(
                each.is_there(now) and each.id != holder and each.can(wish)
                for each in presence.everybody(connection)
            )

        return await self._core.read(work)

    @staticmethod
    def _demand_theirs(by: Actor, found: Handoff, epoch: int) -> None:
        if found.state != HELD:
            return  # the step itself tells what has become of it
        if found.epoch != epoch:
            raise OwnerChanged
        if found.agent != str(by.account) and not by.may(Right.SEE_ALL):
            raise OwnerChanged

    def _note(
        self, connection: Connection, by: Actor, deed: str, found: Handoff, **more: Any
    ) -> None:
        about, now = f"handoff:{found.number}", self._core.clock()
        audit.write(connection, by.who, deed, about, now=now, **more)

    def _words(self, who: SignedIn, found: Handoff, text: str, name: str) -> Words:
        language = self._house.shop.default_language
        return Words(text, who.account.name(language), name, None)

    def _reader(self, request: Request, who: SignedIn) -> Reader:
        return Reader(who, self._house.language_of(request))

    async def _answer(self, request: Request, who: SignedIn, number: int) -> Response:
        row = await self._reading.rest(self._reader(request, who), number)
        return JSONResponse({"handoff": row})
