"""
What every source on HTTP promises when the line or the system spoils an answer.

A source's own `test_faults.py` gives the fixture `spoilt` and a class that inherits
`SurvivesFaults`. Whatever happens on the way, a question ends with the right facts or
with one of our errors, and a change is made once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest
from sqlalchemy.engine import Connection

from crm_connector.errors import CrmError, OutcomeUnknown
from crm_connector.profile import rules
from crm_connector.profile.asking import Asking
from crm_connector.profile.assemble import Profiles
from crm_connector.profile.facts import Field, Missing, Profile
from crm_connector.profile.keeper import Keeper
from crm_connector.source import Capability
from crm_connector.sources.http import HttpSettings
from tests.crm_connector import faults
from tests.crm_connector.faults import FAULTS, SLOW, Named
from tests.crm_connector.identity.people import meet, shop
from tests.crm_connector.spoilt_pages import like, pages
from tests.fakes.proxy import Asked, Fault, Proxy, honest

Question = Callable[[Any], Awaitable[Any]]
PATIENT = HttpSettings(timeout=20.0, longest_wait=0.5)
HASTY = HttpSettings(timeout=0.4, longest_wait=0.1)
TOLD = {
    Capability.CUSTOMERS: (Field.NAME, Field.LANGUAGE, Field.PHONES, Field.EMAILS),
    Capability.LOYALTY: (Field.LOYALTY,),
    Capability.ORDERS: (Field.ORDERS,),
    Capability.INVOICES: (Field.INVOICES,),
}


async def nothing() -> None:
    """
    The system is as it was.
    """


@dataclass
class Spoilt:
    """
    A system at `url` (a fake by its `transport`) and how a source on it is opened.

    `questions` are all that can be asked, and those in `lists` are answered with lists:
    `records` finds the list in an answer's content, None where it has none. `changes`
    are done for the key that they are given; `fresh` puts the system back.
    `list_of` gives the same for the pages of one list, and None for what is no page.
    `customer` is the id of somebody who has something of everything.
    """

    url: str
    open: Callable[[str, HttpSettings], Any]
    customer: str
    questions: Mapping[str, Question]
    lists: frozenset[str]
    records: Callable[[Any], list[Any] | None]
    changes: Mapping[str, Callable[[Any, str], Awaitable[Any]]] = field(
        default_factory=dict
    )
    is_change: Callable[[Asked], bool] = lambda asked: False
    list_of: Callable[[Asked], object] = lambda asked: None
    transport: httpx.AsyncBaseTransport | None = None
    fresh: Callable[[], Awaitable[None]] = nothing

    async def connected(self, http: HttpSettings = PATIENT) -> Connected:
        """
        A source on the system, with a proxy between.
        """
        proxy = Proxy(self.url, self.transport)
        source = self.open(await proxy.plug_in(), http)
        return Connected(source, proxy)


@dataclass
class Connected:
    """
    A source and the proxy by which it asks.
    """

    source: Any
    proxy: Proxy

    async def close(self) -> None:
        """
        Let go of both.
        """
        await self.source.close()
        await self.proxy.pull_out()

    def spoil(self, fault: Fault, meant: Callable[[int, Asked], bool]) -> None:
        """
        Let those requests from now on meet the fault that are meant.
        """
        begun = len(self.proxy.asked)
        self.proxy.fault = lambda asked: (
            fault if meant(len(self.proxy.asked) - begun - 1, asked) else honest
        )

    def mend(self) -> None:
        """
        From now on the system's own answers come.
        """
        self.proxy.fault = lambda asked: honest

    async def steps(self, question: Question) -> tuple[Any, list[Asked]]:
        """
        The right facts, and the requests that it takes to learn them.
        """
        begun = len(self.proxy.asked)
        facts = await question(self.source)
        return facts, self.proxy.asked[begun:]


ON_CHANGES = {
    name: FAULTS[name]
    for name in FAULTS
    if not name.endswith(("with a page", "until a date", "a page", "lists for texts"))
}


@pytest.fixture
async def line(spoilt: Spoilt):
    """
    The source by the proxy, which has signed in already.
    """
    line = await spoilt.connected()
    await line.source.customer(spoilt.customer)
    yield line
    await line.close()


class SurvivesFaults:
    """
    A source over HTTP, whatever the line does to it.
    """

    @classmethod
    async def known(
        cls, spoilt: Spoilt, line: Connected, name: str
    ) -> tuple[Any, list[Asked]]:
        """
        The right facts and the requests for them, which are the same in every test.
        """
        learnt: dict[str, tuple[Any, list[Asked]]] = vars(cls).get("_learnt", {})
        if name not in learnt:
            learnt[name] = await line.steps(spoilt.questions[name])
            cls._learnt = learnt
        return learnt[name]

    @classmethod
    async def whole(
        cls, spoilt: Spoilt, line: Connected, connection: Connection
    ) -> Profile:
        """
        The right profile, which is the same in every test but for the person's number.
        """
        learnt: Profile | None = vars(cls).get("_whole")
        if learnt is None:
            learnt = await _profile(line.source, spoilt, connection)
            cls._whole = learnt
        return learnt

    @pytest.mark.parametrize("named", FAULTS.values(), ids=FAULTS)
    async def test_a_question_ends_with_the_facts_or_the_error(
        self, spoilt: Spoilt, line: Connected, named: Named
    ) -> None:
        wrong = []
        turn = [*FAULTS.values()].index(named)
        for name, question in spoilt.questions.items():
            right, steps = await self.known(spoilt, line, name)
            # The first request alone, or all from the last one on: turn and turn about.
            turn += 1
            at = len(steps) - 1 if turn % 2 else 0
            is_lasting = bool(turn % 2)
            line.spoil(
                named.fault,
                lambda number, asked, at=at, is_lasting=is_lasting: (
                    number >= at if is_lasting else number == at
                ),
            )
            found = await _outcome(line, question, right, named.errors)
            line.mend()
            wrong += [f"{name}, {at}, {is_lasting}: {found}"] if found else []

        assert not wrong, "\n".join(wrong)

    @pytest.mark.parametrize("fault", SLOW.values(), ids=SLOW)
    async def test_a_slow_answer_is_waited_for_no_longer_than_allowed(
        self, spoilt: Spoilt, fault: Fault
    ) -> None:
        async def asked(question: Question) -> str | None:
            line = await spoilt.connected(HASTY)
            line.spoil(fault, lambda number, asked: True)
            found = await _outcome(line, question, NONE, (faults.SourceUnavailable,))
            await line.close()
            return found

        found = await asyncio.wait_for(
            asyncio.gather(*map(asked, spoilt.questions.values())), 10
        )

        assert [each for each in found if each] == []

    @pytest.mark.parametrize("fault", faults.BUSY.values(), ids=faults.BUSY)
    async def test_a_busy_system_is_asked_again_when_it_says(
        self, spoilt: Spoilt, line: Connected, fault: Fault
    ) -> None:
        for name, question in spoilt.questions.items():
            right, steps = await self.known(spoilt, line, name)
            line.spoil(fault, lambda number, asked: number == 0)
            got, again = await line.steps(question)

            assert got == right
            assert len(again) == len(steps) + 1
            line.mend()

    @pytest.mark.parametrize("status", [301, 302, 307, 308])
    async def test_credentials_go_nowhere_else(
        self, spoilt: Spoilt, line: Connected, status: int
    ) -> None:
        elsewhere = Proxy(spoilt.url, spoilt.transport)
        to = await elsewhere.plug_in()
        questions = [*spoilt.questions.values()]
        questions += [_with_key(each) for each in spoilt.changes.values()]
        try:
            for question in questions:
                line.spoil(faults.moved(to, status), lambda number, asked: True)
                found = await _outcome(line, question, NONE, faults.REJECTED)
                assert not found
        finally:
            await elsewhere.pull_out()

        assert elsewhere.asked == []

    @pytest.mark.parametrize("how", ["repeated", "missing", "cut short"])
    async def test_a_page_that_is_not_the_one_asked_for_is_noticed(
        self, spoilt: Spoilt, line: Connected, how: str
    ) -> None:
        wrong, tried = [], 0
        for name in sorted(spoilt.lists):
            question = spoilt.questions[name]
            right, steps = await self.known(spoilt, line, name)
            for step, fault in pages(spoilt, how, steps):
                spoilt_once = like(step)
                line.spoil(fault, lambda number, asked, it=spoilt_once: it(asked))
                found = await _outcome(line, question, right, (faults.BadSourceData,))
                line.mend()
                tried += 1
                wrong += [f"{name}, {step.target}: {found}"] if found else []

        assert tried > 0
        assert not wrong, "\n".join(wrong)

    @pytest.mark.parametrize("named", ON_CHANGES.values(), ids=ON_CHANGES)
    async def test_a_change_whose_answer_is_spoilt_is_made_once(
        self, spoilt: Spoilt, line: Connected, named: Named
    ) -> None:
        for name, change in spoilt.changes.items():
            try:
                await _is_made_once(spoilt, line, named, change, f"wish-{name}")
            finally:
                line.mend()
                await spoilt.fresh()

    @pytest.mark.parametrize("named", FAULTS.values(), ids=FAULTS)
    async def test_a_profile_names_what_is_missing(
        self, spoilt: Spoilt, line: Connected, named: Named, connection: Connection
    ) -> None:
        source, right = line.source, await self.whole(spoilt, line, connection)
        line.spoil(named.fault, lambda number, asked: True)
        profile = await _profile(source, spoilt, connection)
        could = {each for cap in source.capabilities for each in TOLD.get(cap, ())}

        assert right.missing == ()
        assert right.name is not None
        assert {each.source for each in profile.missing} == {source.name}
        assert {each.field for each in profile.missing} <= could
        assert profile == replace(
            right,
            **_empty(profile.missing),
            person=profile.person,
            missing=profile.missing,
        )


NONE = object()
"""No facts are right here: it must be an error."""
UNTOUCHED = tuple(FAULTS[name].fault for name in ("429 in seconds", "429 until a date"))
"""What says clearly that nothing was done."""


def _with_key(change: Callable[[Any, str], Awaitable[Any]]) -> Question:
    return lambda source: change(source, "wish")


async def _told(
    change: Callable[[Any, str], Awaitable[Any]], source: Any, key: str
) -> tuple[Any, CrmError | None]:
    try:
        return await change(source, key), None
    except CrmError as error:
        return None, error


async def _is_made_once(
    spoilt: Spoilt,
    line: Connected,
    named: Named,
    change: Callable[[Any, str], Awaitable[Any]],
    key: str,
) -> None:
    line.proxy.delivered.clear()
    line.spoil(named.fault, lambda number, asked: spoilt.is_change(asked))
    expected = (OutcomeUnknown,) if named.reaches else (CrmError,)
    if named.fault in UNTOUCHED:
        expected = (faults.SourceUnavailable,)

    # Who does not rely on the answer looks, and may know all the same.
    told, error = await _told(change, line.source, key)
    assert error is None or isinstance(error, expected), repr(error)
    made = [*filter(spoilt.is_change, line.proxy.delivered)]
    assert len(made) == int(named.reaches)

    line.mend()
    done = await change(line.source, key)
    assert await change(line.source, key) == done
    assert error is not None or told == done
    made = [*filter(spoilt.is_change, line.proxy.delivered)]
    assert len(made) == 1


async def _outcome(
    line: Connected, question: Question, right: Any, errors: tuple[type[CrmError], ...]
) -> str | None:
    """
    What is wrong with what comes of a question; None where all is well.
    """
    try:
        got = await question(line.source)
    except CrmError as error:
        if not isinstance(error, errors):
            return f"{type(error).__name__}: {error}"
        return None if error.source == line.source.name else "it has no source"
    except Exception as error:  # noqa: BLE001 - this is what must not happen
        return f"raw {error!r}"
    return None if got == right else f"another fact: {got}"


async def _profile(source: Any, spoilt: Spoilt, connection: Connection) -> Any:
    async def read(work: Callable[[Connection], Any]) -> Any:
        return work(connection)

    keeper = Keeper(lambda: 0.0)
    asking = Asking([source], keeper, clock=lambda: 0.0)
    profiles = Profiles(asking, read, rules.load(), seconds=20)
    try:
        return await profiles.of(meet(connection, shop(spoilt.customer, source.name)))
    finally:
        await keeper.close()


def _empty(missing: tuple[Missing, ...]) -> dict[str, Any]:
    one = {Field.NAME, Field.LANGUAGE}
    return {each.field.value: None if each.field in one else () for each in missing}
