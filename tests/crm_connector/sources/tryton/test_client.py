"""
What is asked of Tryton, how often, and what is not.
"""

from __future__ import annotations

import asyncio
import copy
from collections.abc import AsyncIterator
from typing import Any

import pytest

from crm_connector.errors import OrderNotFound, Refused
from crm_connector.model import Contact, ContactKind, OrderStatus
from crm_connector.source import Capability
from crm_connector.sources.tryton import TrytonSource
from tests.crm_connector.sources.tryton import shop
from tests.crm_connector.sources.tryton.asking import opened
from tests.crm_connector.sources.tryton.peer import Peer
from tests.fakes.tryton import FakeTryton

WHO = shop.SARA.id


@pytest.fixture
async def source(fake: FakeTryton) -> AsyncIterator[TrytonSource]:
    """
    A source on it that knows the shop already.
    """
    known = opened(fake)
    await known.customer(WHO)
    fake.asked.clear()
    yield known
    await known.close()


def add_sales(fake: FakeTryton, count: int) -> None:
    """
    More sales of Sara's, each a day later than the one before.
    """
    one = fake.row("sale.sale", number="SO-1001")
    for at in range(count):
        date = {"__class__": "date", "year": 2020, "month": 1 + at % 12, "day": 1}
        more = {"id": 1000 + at, "number": f"OLD-{at}", "sale_date": date}
        fake.models["sale.sale"]["rows"].append({**copy.deepcopy(one), **more})


async def test_more_orders_are_not_more_questions(
    fake: FakeTryton, source: TrytonSource
) -> None:
    await source.orders(WHO, limit=1)
    few = len(fake.asked)
    add_sales(fake, 100)

    found = await source.orders(WHO, limit=100)

    assert len(found) == 100
    assert len(fake.asked) - few == few == 7


@pytest.mark.parametrize(
    ("asking", "most"),
    [
        # Half of them count what the others give.
        (lambda source: source.customer(WHO), 2),
        (lambda source: source.find(shop.HOME), 4),
        (lambda source: source.order(WHO, "SO-1001"), 5),
        (lambda source: source.invoices(WHO, limit=20), 2),
        (lambda source: source.shelf(["1", "2", "3"]), 2),
        (lambda source: source.catalogue(), 8),
        (lambda source: source.catalogue_version(), 12),
    ],
)
async def test_a_question_is_few_requests(
    fake: FakeTryton, source: TrytonSource, asking: Any, most: int
) -> None:
    await asking(source)

    assert len(fake.asked) == most


async def test_the_shop_is_learnt_once_by_all_who_ask(fake: FakeTryton) -> None:
    source = opened(fake)

    await asyncio.gather(*(source.customer(WHO) for _ in range(5)))

    methods = [method for method, _ in fake.asked]
    assert methods.count("common.db.login") == 1
    assert methods.count("model.res.user.get_preferences") == 1
    await source.close()


async def test_nothing_is_asked_for_what_nobody_can_have(
    fake: FakeTryton, source: TrytonSource
) -> None:
    for typed in ("", " C-1001", "C-1001 ", "\x00", "\ud800", "x" * 101):
        assert await source.orders(typed, limit=5) == ()
        assert await source.invoices(typed, limit=5) == ()
        with pytest.raises(OrderNotFound):
            await source.order(typed, "SO-1001")
        with pytest.raises(OrderNotFound):
            await source.order(WHO, typed if "C" not in typed else "\u200f")
    for value in ("+", "0912", "+98912123456", "@", "a@b", ""):
        for kind in ContactKind:
            assert await source.find(Contact(kind, value)) == ()
    for ids in (["-1"], ["007"], ["١"], [str(2**31)], ["9" * 400]):
        assert await source.shelf(ids) == {}

    assert fake.asked == []


async def test_what_is_typed_is_only_ever_a_value(
    fake: FakeTryton, source: TrytonSource
) -> None:
    typed = "' OR 1=1 --"
    for asked in (source.orders(typed, limit=5), source.invoices(typed, limit=5)):
        assert await asked == ()

    for _method, params in fake.asked:
        clauses = [each for each in params[0] if typed in str(each)]
        assert clauses == [["party.code", "=", typed]]


@pytest.mark.parametrize("number", ["SO_1001", "SO%", "%1", "S%1", "SO-100_", "\\"])
async def test_signs_of_patterns_are_letters(source: TrytonSource, number: str) -> None:
    with pytest.raises(OrderNotFound):
        await source.order(WHO, number)


async def test_a_number_with_spaces_is_found_without_them(
    fake: FakeTryton, source: TrytonSource
) -> None:
    fake.row("sale.sale", number="SO-1001")["number"] = "SO 2026/1001"

    for typed in ("so2026/1001", "SO 2026 / 1001", "so۲۰۲۶/۱۰۰۱"):
        assert (await source.order(WHO, typed)).number == "SO 2026/1001"


async def test_drafts_and_returns_are_no_orders(source: TrytonSource) -> None:
    numbers = [each.number for each in await source.orders(WHO, limit=50)]

    assert "SO-1011" not in numbers
    assert len(numbers) == 9
    with pytest.raises(OrderNotFound):
        await source.order(WHO, "SO-1011")


async def test_more_than_the_most_is_not_asked_for(fake: FakeTryton) -> None:
    source = opened(fake, max_orders=3)

    assert len(await source.orders(WHO, limit=50)) == 3
    await source.close()


async def test_who_has_left_is_not_found(
    fake: FakeTryton, source: TrytonSource
) -> None:
    gone = fake.row("party.party", code="C-1004")
    assert not gone["active"]

    found = await source.find(shop.HOME)

    assert {each.id for each in found} == {WHO, shop.ALI.id}


@pytest.mark.parametrize(
    "written",
    [
        "02188776655",
        "(۰۲۱) ۸۸ ۷۷ ۶۶ ۵۵",
        "٠٢١-٨٨٧٧٦٦٥٥",
        "0098 21 88776655",
        "+98-21-8877-6655",
        "tel. 021/8877.6655",
    ],
)
async def test_a_phone_is_found_however_it_is_on_file(
    fake: FakeTryton, source: TrytonSource, written: str
) -> None:
    row = fake.row("party.contact_mechanism", value="0912 123 45 67")
    row["value"] = written

    ids = {each.id for each in await source.find(shop.HOME)}

    assert WHO in ids


async def test_candidates_are_read_in_pages(
    fake: FakeTryton, source: TrytonSource
) -> None:
    rows = fake.models["party.contact_mechanism"]["rows"]
    # All look like it, and are somebody else's.
    rows[:0] = [
        {"id": 0, "type": "phone", "value": f"77{at:04}88776655", "party": 5}
        for at in range(1200)
    ]
    for at, row in enumerate(rows):
        row["id"] = at + 1

    found = await source.find(shop.HOME)

    assert {each.id for each in found} == {WHO, shop.ALI.id}


async def test_a_shop_without_carriers_is_asked_nothing_about_them(
    fake: FakeTryton,
) -> None:
    for row in fake.models["stock.shipment.out"]["rows"]:
        for name in ("carrier", "shipping_reference", "root_packages"):
            row.pop(name)
    relations = fake.models["stock.shipment.out"]["relations"]
    relations.pop("carrier")
    relations.pop("root_packages")
    source = opened(fake)

    order = await source.order(WHO, "SO-1001")

    assert order.parcels[0].tracking_code is None
    assert order.parcels[0].shipped_at is not None
    await source.close()


async def test_a_shop_of_one_language_has_names_in_that(fake: FakeTryton) -> None:
    for row in fake.models["ir.lang"]["rows"]:
        row["translatable"] = row["code"] == "en"
    source = opened(fake)

    order = await source.order(WHO, "SO-1001")

    assert order.lines[0].names == {"en": "Running shoes"}
    await source.close()


async def test_a_translation_is_another_version(
    fake: FakeTryton, source: TrytonSource
) -> None:
    before = await source.catalogue_version()
    fake.models["ir.translation"]["rows"][0]["write_date"] = {
        "__class__": "datetime",
        "year": 2030,
        "month": 1,
        "day": 1,
        "hour": 0,
        "minute": 0,
        "second": 0,
        "microsecond": 1,
    }

    assert await source.catalogue_version() != before


async def test_what_was_confirmed_is_not_cancelled_here(
    fake: FakeTryton, source: TrytonSource
) -> None:
    with pytest.raises(Refused):
        await source.cancel_order(WHO, "SO-1007", key="wish")

    assert all(not method.endswith("cancel") for method, _ in fake.asked)


async def test_cancelling_is_declared_only_where_it_is_allowed(
    fake: FakeTryton,
) -> None:
    reading = opened(fake, may_cancel=False)
    cancelling = opened(fake)

    assert Capability.CANCEL_ORDER not in reading.capabilities
    assert Capability.CANCEL_ORDER in cancelling.capabilities
    await reading.close()
    await cancelling.close()


async def test_reading_changes_nothing(fake: FakeTryton, source: TrytonSource) -> None:
    before = copy.deepcopy(fake.models)
    await source.orders(WHO, limit=20)
    await source.invoices(WHO, limit=20)
    await source.catalogue()
    await source.shelf(["1"])
    await source.check()

    assert fake.models == before
    verbs = {method.rpartition(".")[2] for method, _ in fake.asked}
    assert verbs <= {
        "search_read",
        "search_count",
        "fields_get",
        "get_access",
        "get_preferences",
    }


async def test_the_real_one_forgets_sessions_too(peer: Peer) -> None:
    source = TrytonSource.open(shop.settings(peer.url), clock=lambda: shop.NOW)
    await source.customer(WHO)
    session = source._rpc._session
    await source._rpc._ask(1, "common.db.logout", [], session)

    found = await source.order(WHO, "SO-1003")

    assert found.status is OrderStatus.SHIPPED
    assert source._rpc._session != session
    await source.close()
