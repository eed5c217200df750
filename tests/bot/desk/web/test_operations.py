"""
Orders changed by agents: by the shop's rules, once, by who holds the conversation.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import BaseRoute

from actions import services
from actions.changing.shop import GateShop
from bot.accounts.rights import Role
from bot.conversations.handoffs.outcomes import Outcome, Settled
from bot.desk.operations import Operations
from bot.desk.telling import Telling
from bot.desk.web.operations import operation_routes
from crm_connector.errors import (
    NotGivenBack,
    OutcomeUnknown,
    Refused,
    SourceUnavailable,
)
from crm_connector.model import OrderStatus
from crm_connector.operations import Operation
from tests.actions.changing import shops
from tests.actions.changing.shops import AWAY, LAMP, MUG, FakeShop, an_order
from tests.bot.desk.counter import Agent, Counter, counter, refused_to_others

RULES = shops.rules(Path(shops.__file__).with_name("rules.yml"))
ORDER = "W1001"
ID = "7b0f8a52-57b8-4c7e-9a5e-0f2d6a7c9d11"
OTHER_ID = "7b0f8a52-57b8-4c7e-9a5e-0f2d6a7c9d12"
BLUE_MUG = {"operation": "change_items", "lines": [{"id": "1", "variant": "m2"}]}


def wording(response: str, language: str, **fields: str) -> str:
    """
    The response, its language and its fields.
    """
    return " ".join((response, language, *fields.values()))


def telling_of(made: Counter) -> Telling:
    """
    What customers hear at this counter.
    """
    return Telling(wording, clock=made.house.clock, zone=RULES.zone)


def routes_of(made: Counter, operations: Operations) -> list[BaseRoute]:
    """
    The routes at this counter.
    """
    return operation_routes(
        made.guard, made.accounts, made.core, operations, telling_of(made), "en"
    )


@pytest.fixture
async def desk(address: str) -> AsyncIterator[Counter]:
    """
    A desk before a shop in memory, with one order that was not sent yet.
    """
    shop = FakeShop(RULES, an_order())

    def routes(made: Counter) -> list:
        made.orders = shop
        return routes_of(made, Operations(lambda _: shop))

    async with counter(address, routes) as made:
        yield made


@pytest.fixture
async def gated(address: str) -> AsyncIterator[Counter]:
    """
    The same behind the gate, before a shop whose system changes nothing.
    """

    def routes(made: Counter) -> list:
        house = services.Services(
            made.shop.gate, made.house.clock, RULES.zone, policies=RULES
        )
        return routes_of(
            made, Operations(lambda attended: GateShop(house, attended=attended))
        )

    async with counter(address, routes) as made:
        yield made


def path(found: Any, below: str = "", order: str = ORDER) -> str:
    """
    The address of what is done with an order.
    """
    return f"/desk/api/handoffs/{found.number}/orders/{order}/operations{below}"


async def read_back(sara: Agent, found: Any, **wish: Any) -> dict[str, Any]:
    """
    What would be done.
    """
    answer = await sara.post(path(found, "/read-back"), **wish)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def carry_out(
    sara: Agent, found: Any, wish: dict[str, Any], digest: str, **more: Any
) -> tuple[int, dict[str, Any]]:
    """
    Do it, with the customer's yes.
    """
    asked = {
        **wish,
        "epoch": found.epoch,
        "digest": digest,
        "id": ID,
        "agreed": True,
        "note": "Mug becomes blue",
    }
    answer = await sara.post(path(found, "/carry-out"), **{**asked, **more})
    return answer.status_code, answer.json()


async def test_what_may_be_is_told_with_why_not(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    shown = (await sara.get(path(found))).json()
    by_name = {each["operation"]: each for each in shown["operations"]}
    assert by_name["cancel_order"]["allowed"]
    assert by_name["change_items"]["changes"] == ["quantity", "removal", "variant"]
    assert not by_name["return_items"]["allowed"]
    assert by_name["return_items"]["why"] == "status"
    assert by_name["return_items"]["statuses"] == ["delivered"]
    assert [line["id"] for line in shown["order"]["lines"]] == ["1", "2"]
    assert {each["id"] for each in shown["variants"]["mugs"]} == {
        *("m1", "m2", "m3", "m4"),
    }
    assert [each["id"] for each in shown["methods"] if each["is_original"]] == [
        "credit_card_1"
    ]


async def test_it_is_read_back_carried_out_once_logged_and_noted(
    desk: Counter,
) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    step = await read_back(sara, found, **BLUE_MUG)
    deal = step["deal"]
    assert step["step"] == "deal"
    assert deal["due"] == {"amount": 200, "currency": "USD"}
    assert deal["method"]["id"] == "credit_card_1"
    assert deal["lines"][0]["to"]["id"] == "m2"
    assert desk.orders.writes == []

    status, done = await carry_out(sara, found, BLUE_MUG, deal["digest"])
    assert (status, done["came"]) == (200, "done")
    assert done["order"]["lines"][0]["variant"] == "m2"
    ((made, key),) = desk.orders.writes
    assert made.operation is Operation.CHANGE_ITEMS
    assert key == f"desk:{found.number}:{sara.id}:{ID}"

    asked, sent, came = reversed(await desk.log("order.operation"))
    assert asked.deed == "order.operation.asked"
    assert sent.deed == "order.operation.sent"
    assert came.deed == "order.operation.came"
    assert asked.who == sent.who == came.who == "sara"
    assert sent.details["changes"] == [["1", "m2", None]]
    assert sent.details["due"] == [200, "USD"]
    assert asked.subject == f"order:{ORDER}"
    assert asked.details["lines"] == BLUE_MUG["lines"]
    assert (came.details["came"], came.details["key"]) == ("done", key)
    page = await desk.core.desk.after(found.conversation, 0, 100)
    (note,) = [each for each in page.messages if each.desk == "note"]
    assert note.text == "Mug becomes blue"


async def heard(desk: Counter, found: Any) -> list[str]:
    """
    What the customer was told by the house.
    """
    page = await desk.core.desk.after(found.conversation, 0, 100)
    return [
        e.text for e in page.messages if e.author == "system" and "wish_done" in e.text
    ]


async def test_the_same_again_is_not_done_again(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    wish = {"operation": "cancel_order"}
    digest = (await read_back(sara, found, **wish))["deal"]["digest"]
    assert (await carry_out(sara, found, wish, digest))[1]["came"] == "done"
    again = await carry_out(sara, found, wish, digest)
    assert (again[0], again[1]["came"]) == (200, "done")
    another = await carry_out(sara, found, wish, digest, id=OTHER_ID)
    assert (another[0], another[1]["came"]) == (200, "already")
    assert len(desk.orders.writes) == 1


async def test_what_has_moved_since_is_read_back_anew(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    digest = (await read_back(sara, found, **BLUE_MUG))["deal"]["digest"]
    shop = desk.orders
    dearer = shops.a_variant("m2", "mugs", 1300, color="blue", size="small")
    shop.variants["mugs"] = (shop.variants["mugs"][0], dearer)
    status, answer = await carry_out(sara, found, BLUE_MUG, digest)
    assert (status, answer["error"]) == (409, "order_moved")
    assert shop.writes == []
    shop.held[ORDER] = replace(shop.held[ORDER], status=OrderStatus.SHIPPED)
    status, answer = await carry_out(sara, found, BLUE_MUG, digest)
    assert (status, answer["error"]) == (409, "order_moved")
    assert shop.writes == []
    last = (await desk.log("order.operation.came"))[0]
    assert last.details["came"] == "moved"


@pytest.mark.parametrize(
    ("failure", "status", "error"),
    [
        (Refused("no"), 409, "refused_by_shop"),
        (SourceUnavailable("away"), 503, "unavailable"),
        (OutcomeUnknown("?"), 503, "outcome_unknown"),
        (NotGivenBack("?"), 409, "not_given_back"),
    ],
)
async def test_what_fails_is_told_and_logged(
    desk: Counter, failure: Exception, status: int, error: str
) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    digest = (await read_back(sara, found, **BLUE_MUG))["deal"]["digest"]
    desk.orders.fails = [failure]
    got, answer = await carry_out(sara, found, BLUE_MUG, digest)
    assert (got, answer["error"]) == (status, error)
    came = (await desk.log("order.operation.came"))[0].details["came"]
    assert came == error
    # The same wish again, by the same key.
    got, answer = await carry_out(sara, found, BLUE_MUG, digest)
    assert (got, answer["came"]) == (200, "done")
    assert len(desk.orders.writes) == 1


async def test_an_answer_that_was_lost_is_seen_in_the_order(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    wish = {"operation": "cancel_order"}
    digest = (await read_back(sara, found, **wish))["deal"]["digest"]
    shop = desk.orders
    shop.is_silent, shop.fails = True, [OutcomeUnknown("?")]
    got, answer = await carry_out(sara, found, wish, digest)
    assert (got, answer["came"]) == (200, "done")
    assert answer["order"]["status"] == "cancelled"


async def test_money_that_may_not_come_is_not_told_as_done(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    wish = {"operation": "cancel_order"}
    digest = (await read_back(sara, found, **wish))["deal"]["digest"]
    shop = desk.orders
    shop.is_silent, shop.fails = True, [OutcomeUnknown("?"), NotGivenBack("?")]
    got, answer = await carry_out(sara, found, wish, digest)
    assert (got, answer["error"]) == (409, "not_given_back")
    assert len(shop.writes) == 1


async def test_what_is_missing_is_asked_for(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    shop = desk.orders
    nothing = await read_back(sara, found, operation="change_items")
    assert (nothing["step"], nothing["what"]) == ("ask", "items")
    gone = {"operation": "change_items", "lines": [{"id": "1", "variant": "m4"}]}
    assert (await read_back(sara, found, **gone))["snag"] == "not_in_stock"
    shop.held[ORDER] = an_order(ORDER, OrderStatus.DELIVERED, MUG, LAMP)
    back = {"operation": "return_items", "lines": [{"id": "1"}]}
    assert (await read_back(sara, found, **back))["what"] == "reason"
    back["reason"] = "damaged"
    assert (await read_back(sara, found, **back))["what"] == "photo"
    back["with_photo"] = True
    asked = await read_back(sara, found, **back)
    assert asked["what"] == "method"
    assert set(asked["methods"]) == {"credit_card_1", "gift_card_3"}
    deal = (await read_back(sara, found, **back, pay_by="gift_card_3"))["deal"]
    assert deal["due"] == {"amount": -1000, "currency": "USD"}
    assert deal["takes"] == {"least": 0, "most": 0, "working": False}
    assert deal["way_back"] == "shop"


async def test_an_address_is_changed_and_stays_out_of_the_log(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    address = {
        "name": AWAY.name,
        "lines": list(AWAY.lines),
        "city": AWAY.city,
        "province": AWAY.province,
        "postal_code": AWAY.postal_code,
        "country": AWAY.country,
    }
    wish = {"operation": "change_address", "address": address}
    deal = (await read_back(sara, found, **wish))["deal"]
    assert deal["address"]["city"] == "Denver"
    status, done = await carry_out(sara, found, wish, deal["digest"], note="moved")
    assert (status, done["order"]["ship_to"]["city"]) == (200, "Denver")
    assert "Denver" not in str(await desk.log("order.operation"))
    (told,) = await heard(desk, found)
    assert "Denver" in told


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"operation": "burn"}, "operation"),
        ({"lines": "1"}, "lines"),
        ({"lines": [{"id": "1", "quantity": -1}]}, "quantity"),
        ({"lines": [{"id": ""}]}, "id"),
        ({"lines": [{"id": "1", "price": 1}]}, "price"),
        ({"reason": "because"}, "reason"),
        ({"address": {"lines": [], "city": "x"}}, "lines"),
        ({"address": {"lines": ["x"], "city": ""}}, "city"),
        ({"due": 0}, "due"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    desk: Counter, changed: dict[str, Any], field: str
) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    answer = await sara.post(path(found, "/read-back"), **{**BLUE_MUG, **changed})
    assert (answer.status_code, answer.json()["field"]) == (400, field)


async def test_nothing_is_done_without_the_customers_yes(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    digest = (await read_back(sara, found, **BLUE_MUG))["deal"]["digest"]
    status, answer = await carry_out(sara, found, BLUE_MUG, digest, agreed=False)
    assert (status, answer["error"]) == (400, "not_agreed")
    assert desk.orders.writes == []


async def test_only_who_holds_the_conversation_may(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    wish = {**BLUE_MUG, "epoch": found.epoch, "digest": "0", "id": ID}
    wish |= {"agreed": True, "note": "x"}
    await refused_to_others(desk, found, "GET", path(found))
    lead = await desk.agent("lead", Role.LEAD)
    # A lead sees it, and changes nothing for whom a colleague attends to.
    assert (await lead.get(path(found))).status_code == 409
    answer = await lead.post(path(found, "/carry-out"), **wish)
    assert answer.status_code == 409
    old = await sara.post(path(found, "/carry-out"), **{**wish, "epoch": 0})
    assert old.status_code == 409
    outcome = Outcome(Settled.SOLVED, "Sara", "", None)
    await desk.core.desk.give_back(found.number, found.epoch, outcome, by=str(sara.id))
    over = await sara.post(path(found, "/carry-out"), **wish)
    assert over.status_code == 409
    assert desk.orders.writes == []
    assert await desk.log("order.operation") == ()


async def test_of_whom_it_is_not_proven_nothing_is_changed(gated: Counter) -> None:
    sara = await gated.agent("sara")
    found = await gated.held(sara, customer=None)
    answer = await sara.get(path(found, order="21963"))
    assert (answer.status_code, answer.json()["error"]) == (403, "not_proven")
    asked = await sara.post(
        path(found, "/read-back", "21963"), operation="cancel_order"
    )
    assert (asked.status_code, asked.json()["error"]) == (403, "not_proven")


async def test_anothers_order_is_as_one_that_is_not(gated: Counter) -> None:
    sara = await gated.agent("sara")
    found = await gated.held(sara)
    gated.source.all_orders.append(
        replace(gated.source.all_orders[0], number="30000", customer_id="8")
    )
    anothers = await sara.get(path(found, order="30000"))
    nobodys = await sara.get(path(found, order="99999"))
    assert anothers.status_code == nobodys.status_code == 404
    assert anothers.json() == nobodys.json() == {"error": "no_such_order"}


async def test_what_the_system_cannot_is_told_as_that(gated: Counter) -> None:
    sara = await gated.agent("sara")
    found = await gated.held(sara)
    shown = (await sara.get(path(found, order="21963"))).json()
    assert not any(each["able"] for each in shown["operations"])
