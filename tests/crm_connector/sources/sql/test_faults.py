"""
The sql source on a real PostgreSQL, by a line that tears or falls silent in an answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy.engine import Connection

from crm_connector.errors import CrmError, OutcomeUnknown, SourceUnavailable
from crm_connector.identity.identifiers import Identifier, Kind
from crm_connector.model import OrderStatus
from crm_connector.profile import rules
from crm_connector.profile.asking import Asking
from crm_connector.profile.assemble import Profiles
from crm_connector.profile.facts import Lack, Profile
from crm_connector.profile.keeper import Keeper
from crm_connector.sources.sql import SqlSource
from crm_connector.sources.sql.settings import SqlSettings
from tests.crm_connector.identity.people import meet
from tests.crm_connector.sources.sql import wide_shop
from tests.crm_connector.sources.sql.changing import OPEN, Served
from tests.crm_connector.sources.sql.wide_shop import ADA, ELSEWHERE
from tests.fakes.cable import Cable

Question = Callable[[SqlSource], Awaitable[Any]]
QUESTIONS: dict[str, Question] = {
    "customer": lambda source: source.customer(ADA),
    "find": lambda source: source.find(wide_shop.tried(None, lambda: None).family),
    "orders": lambda source: source.orders(ADA, limit=20),
    "order": lambda source: source.order(ADA, OPEN),
    "invoices": lambda source: source.invoices(ADA, limit=20),
    "loyalty": lambda source: source.loyalty(ADA),
    "catalogue": lambda source: source.catalogue(),
    "version": lambda source: source.catalogue_version(),
    "shelf": lambda source: source.shelf(["pot", "cup"]),
}
CHANGES: dict[str, Question] = {
    "cancel": lambda source: source.cancel_order(ADA, OPEN, key="wish"),
    "change_address": lambda source: source.change_address(
        ADA, OPEN, ELSEWHERE, key="wish"
    ),
}
PLACES = (0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999)
"""Where in an answer, as a share of its bytes."""


@pytest.fixture
def line(in_postgresql: Served) -> Cable:
    """
    The line of the source.
    """
    return in_postgresql.cable


@pytest.fixture
async def source(in_postgresql: Served) -> SqlSource:
    """
    The source, which is connected already.
    """
    source = in_postgresql.shop.source
    for question in QUESTIONS.values():
        await question(source)
    return source


async def asked(question: Question, source: SqlSource) -> tuple[Any, CrmError | None]:
    """
    What comes of a question: an answer, or an error of ours.
    """
    try:
        return await question(source), None
    except CrmError as error:
        return None, error


async def length(line: Cable, source: SqlSource, question: Question) -> int:
    """
    How many bytes answer a question.
    """
    before = line.answered
    await question(source)
    return line.answered - before


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
async def test_a_line_that_tears_in_an_answer_makes_no_other_fact(
    line: Cable, source: SqlSource, question: Question
) -> None:
    right = await question(source)
    whole = await length(line, source, question)
    torn = 0
    for place in PLACES:
        line.tear_after = int(whole * place)
        got, error = await asked(question, source)
        torn += error is not None
        assert got == right if error is None else isinstance(error, SourceUnavailable)
        line.tear_after = None

        # And whoever asks next is connected anew.
        assert await question(source) == right

    assert torn > 0


async def test_a_line_that_falls_silent_is_waited_for_no_longer_than_allowed(
    in_postgresql: Served, line: Cable, source: SqlSource
) -> None:
    for name in ("customer", "orders", "shelf"):
        question = QUESTIONS[name]
        whole = await length(line, source, question)
        hasty = await in_postgresql.again(timeout=0.7)
        await asked(question, hasty)
        in_postgresql.cables[-1].mute_after = whole // 2
        # What is usual is longer, however busy this machine is.
        with pytest.raises(SourceUnavailable):
            await asyncio.wait_for(question(hasty), SqlSettings.timeout)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
async def test_a_change_on_a_torn_line_is_made_once(
    in_postgresql: Served, line: Cable, change: Question, place: float
) -> None:
    shop, steps = in_postgresql.shop, await in_postgresql.shop.count("step")
    await shop.source.order(ADA, OPEN)
    # How much answers a change: that of the address may be made over and over.
    other = await in_postgresql.again()
    await other.order(ADA, OPEN)
    whole = await length(in_postgresql.cables[-1], other, CHANGES["change_address"])
    await shop.run("DELETE FROM trade.wish")
    line.tear_after = int(whole * place)

    _, told = await asked(change, shop.source)
    assert told is None or isinstance(told, SourceUnavailable | OutcomeUnknown)
    line.tear_after = None

    done = await change(shop.source)
    assert await change(shop.source) == done
    assert await shop.count("wish") == 1
    if done.status is OrderStatus.CANCELLED:
        assert await shop.count("step") == steps + 1


async def test_a_profile_names_what_a_torn_line_lacks(
    line: Cable, source: SqlSource, connection: Connection
) -> None:
    one = Identifier(Kind.SHOP_CUSTOMER_ID, ADA, source.name)
    person = meet(connection, one)

    async def read(work: Callable[[Connection], Any]) -> Any:
        return work(connection)

    async def profile() -> Profile:
        keeper = Keeper(lambda: 0.0)
        asking = Asking([source], keeper, clock=lambda: 0.0)
        try:
            return await Profiles(asking, read, rules.load(), seconds=10).of(person)
        finally:
            await keeper.close()

    assert (await profile()).missing == ()
    await line.cut()
    found = await profile()

    assert {each.why for each in found.missing} == {Lack.DOWN}
    assert {each.field.value for each in found.missing} == {
        *("name", "language", "phones", "emails", "loyalty", "orders", "invoices")
    }
    assert (found.name, found.orders, found.phones) == (None, (), ())
