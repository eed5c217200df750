"""
The side panel: live, of this customer alone, with what is missing named.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.accounts.rights import Role
from bot.conversations import inbox
from bot.conversations.handoffs.outcomes import Outcome, Settled
from bot.conversations.messages import Choice
from bot.desk import facts, rows
from bot.desk.panel import Panels
from bot.desk.web.panel import panel_routes
from crm_connector.errors import SourceUnavailable
from crm_connector.identity.ageing import by_code
from crm_connector.model import (
    Assurance,
    Identity,
    Loyalty,
    Money,
    OrderStatus,
    ShelfItem,
)
from tests.bot.conversations.builders import say
from tests.bot.desk.counter import PACKET, Counter, counter, refused_to_others
from tests.fakes.orders import NOW


class Shelf:
    """
    Knows the price of one product.
    """

    fault: Exception | None = None

    async def shelf(self, product_ids: tuple[str, ...]) -> dict[str, ShelfItem]:
        """
        What it costs, or the fault.
        """
        if self.fault is not None:
            raise self.fault
        (asked,) = product_ids
        return {asked: ShelfItem(asked, Money(90, "IRT"), True, 3, "fake", NOW)}


@pytest.fixture
async def desk(address: str) -> AsyncIterator[Counter]:
    """
    A desk with the panel.
    """
    shelf = Shelf()

    def routes(made: Counter) -> list:
        titles = {"fake": {"fa": "فروشگاه", "en": "the shop"}}
        panels = Panels(made.shop.gate, made.house.clock, shelf, titles)  # type: ignore[arg-type]
        made.shelf = shelf
        return panel_routes(made.guard, made.accounts, made.core, panels)

    async with counter(address, routes) as made:
        yield made


async def test_it_tells_who_they_are_what_they_bought_and_what_it_is_about(
    desk: Counter,
) -> None:
    sara = await desk.agent("sara")
    desk.source.loyalties["7"] = Loyalty("7", 120, "gold", "fake", NOW)
    found = await desk.held(sara)
    shown = (await sara.get(f"/desk/api/handoffs/{found.number}/panel")).json()
    customer = shown["customer"]
    assert customer["name"]["value"] == "مریم رضایی"
    assert (customer["level"], customer["proven_by"]) == ("fresh_code", "code")
    # Masked: an agent needs to know which one, not to keep it.
    assert [each["value"] for each in customer["phones"]] == ["•••0007"]
    assert "9120000007" not in str(shown)
    assert [each["number"] for each in shown["orders"]] == ["21963", "21928"]
    assert customer["since"].startswith("2026-10-13")
    assert shown["order"]["status"] == "shipped"
    assert shown["order"]["total"] == {"amount": 1250000, "currency": "IRT"}
    assert shown["order"]["parcels"][0]["tracking_code"] == "9081726354"
    assert shown["points"][0]["points"] == 120
    assert shown["points"][0]["titles"]["fa"] == "فروشگاه"
    assert shown["missing"] == []
    assert shown["orders"][0]["source"] == "fake"
    assert shown["orders"][0]["as_of"] == shown["as_of"]


async def test_the_order_is_as_it_is_now_and_not_as_it_was_then(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    path = f"/desk/api/handoffs/{found.number}/panel"
    await sara.get(path)
    order = replace(desk.source.all_orders[0], status=OrderStatus.DELIVERED)
    desk.source.all_orders[0] = order
    desk.house.later(30)
    await desk.house.seen(sara.id)
    shown = (await sara.get(path)).json()
    assert shown["order"]["status"] == "delivered"


async def test_what_came_damaged_and_was_never_sent_is_pointed_out(
    desk: Counter,
) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    path = f"/desk/api/handoffs/{found.number}/panel"
    await say(desk.core, found.conversation, "سفارشم پاره رسید")
    assert (await sara.get(path)).json()["odds"] is None
    order = replace(desk.source.all_orders[0], status=OrderStatus.PAID)
    desk.source.all_orders[0] = order
    desk.house.later(30)
    await desk.house.seen(sara.id)
    assert (await sara.get(path)).json()["odds"] == "damaged_not_sent"
    # What was said days ago was about another one.
    desk.house.later(25 * 60)
    lead = await desk.agent("lale", Role.LEAD)
    assert (await lead.get(path)).json()["odds"] is None


async def test_a_system_that_is_away_is_named(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    desk.source.go_down()
    shown = (await sara.get(f"/desk/api/handoffs/{found.number}/panel")).json()
    assert shown["order"] is None
    assert {each["source"] for each in shown["missing"]} == {"fake"}
    assert {"orders", "name"} <= {each["field"] for each in shown["missing"]}
    assert shown["sources"]["fake"]["en"] == "the shop"


async def test_of_a_stranger_nothing_is_read(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara, customer=None)
    asked = desk.source.asked
    shown = (await sara.get(f"/desk/api/handoffs/{found.number}/panel")).json()
    assert shown["customer"] == {
        "is_known": False,
        "level": "anonymous",
        "level_now": "anonymous",
        "proven": False,
        "proven_by": None,
        "proven_at": None,
    }
    # Not the order either, whose number they had named.
    assert (shown["orders"], shown["order"]) == ([], None)
    assert desk.source.asked == asked
    assert await desk.log("customer.seen") == ()


async def test_an_order_of_somebody_else_is_none(desk: Counter) -> None:
    sara = await desk.agent("sara")
    others = replace(desk.source.all_orders[0], number="555", customer_id="8")
    desk.source.all_orders.append(others)
    found = await desk.held(sara, packet=replace(PACKET, order="555"))
    shown = (await sara.get(f"/desk/api/handoffs/{found.number}/panel")).json()
    assert (shown["order"], shown["missing"]) == (None, [])


async def test_who_wrote_at_night_is_seen_in_the_morning_and_not_for_ever(
    desk: Counter,
) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    path = f"/desk/api/handoffs/{found.number}/panel"
    desk.house.clock.advance(hours=14)
    again = await desk.agent("mina", Role.LEAD)
    shown = (await again.get(path)).json()
    assert shown["customer"]["name"]["value"] == "مریم رضایی"
    # The code that they typed stands for nothing in the chat any more.
    assert shown["customer"]["level_now"] == "channel"
    desk.house.clock.advance(days=14)
    late = await desk.agent("nima", Role.LEAD)
    answer = await late.get(path)
    assert (answer.status_code, answer.json()) == (403, {"error": "too_long_ago"})


async def test_the_list_and_the_panel_go_by_the_same_proof(desk: Counter) -> None:
    """
    Whatever has happened since: signing in without a word, a code that has aged.
    """
    found = await desk.waiting(customer=None)

    async def told(login: str) -> tuple[object, object]:
        agent = await desk.agent(login)
        path = f"/desk/api/handoffs/{found.number}/panel"
        panel = (await agent.get(path)).json()["customer"]
        (row,) = await desk.core.read(lambda c: rows.some(c, [found.number]))
        proof = facts.proof(row.writer, desk.house.clock())
        assert {name: panel[name] for name in proof} == proof
        return proof["proven"], proof["proven_by"]

    assert await told("sara") == (False, None)
    now = desk.house.clock()
    identity = Identity("7", Assurance.FRESH_CODE, by_code("web", now))
    await desk.core.write(
        lambda c: inbox.accept_event(
            c, found.conversation, "web", identity, Choice(inbox.SIGNED_IN), now
        )
    )
    assert await told("mina") == (True, "code")
    desk.house.clock.advance(hours=14)
    assert await told("omid") == (True, "code")


async def test_a_product_comes_with_price_and_stock(desk: Counter) -> None:
    sara = await desk.agent("sara")
    packet = replace(PACKET, order=None, product="p1", product_name="Shoes")
    found = await desk.held(sara, packet=packet)
    path = f"/desk/api/handoffs/{found.number}/panel"
    product = (await sara.get(path)).json()["product"]
    assert (product["name"], product["price"]["amount"]) == ("Shoes", 90)
    assert (product["in_stock"], product["quantity"]) == (True, 3)
    desk.shelf.fault = SourceUnavailable("away", source="fake")
    product = (await sara.get(path)).json()["product"]
    assert product == {"id": "p1", "name": "Shoes", "told": False}


async def test_each_opening_stands_in_the_log_once(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    path = f"/desk/api/handoffs/{found.number}/panel"
    for _ in range(3):
        assert (await sara.get(path)).status_code == 200
    (entry,) = await desk.log("customer.seen")
    assert (entry.who, entry.subject) == ("sara", "customer:7")
    assert entry.details == {"handoff": found.number}
    desk.house.clock.advance(minutes=11)
    await sara.get(path)
    assert len(await desk.log("customer.seen")) == 2


async def test_what_is_over_is_looked_at_by_a_lead_alone(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.waiting()
    path = f"/desk/api/handoffs/{found.number}/panel"
    # Whoever may take it may look first.
    assert (await sara.get(path)).status_code == 200
    await desk.core.desk.claim(found.number, str(sara.id))
    held = await desk.house.now(found)
    outcome = Outcome(Settled.SOLVED, "Sara")
    await desk.core.desk.give_back(found.number, held.epoch, outcome, by=str(sara.id))
    answer = await sara.get(path)
    assert (answer.status_code, answer.json()) == (409, {"error": "handoff_over"})
    lead = await desk.agent("mina", Role.LEAD)
    assert (await lead.get(path)).status_code == 200


@pytest.mark.parametrize("skill", [None, "returns"], ids=["colleague", "skill"])
async def test_who_gave_it_away_looks_at_the_customer_no_more(
    desk: Counter, skill: str | None
) -> None:
    sara = await desk.agent("sara")
    omid = await desk.agent("omid", skills=["returns"])
    found = await desk.held(sara)
    path = f"/desk/api/handoffs/{found.number}/panel"
    assert (await sara.get(path)).status_code == 200
    goal = str(omid.id) if skill is None else None
    await desk.core.desk.transfer(
        found.number, found.epoch, by=str(sara.id), agent=goal, skill=skill
    )
    asked = desk.source.asked
    answer = await sara.get(path)
    assert (answer.status_code, answer.json()) == (409, {"error": "owner_changed"})
    assert desk.source.asked == asked
    assert len(await desk.log("customer.seen")) == 1
    assert (await omid.get(path)).status_code == 200


async def test_others_see_nothing(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    path = f"/desk/api/handoffs/{found.number}/panel"
    asked = desk.source.asked
    await refused_to_others(desk, found, "GET", path)
    assert desk.source.asked == asked
    assert await desk.log("customer.seen") == ()
    # The same set-up lets its agent in.
    assert (await sara.get(path)).status_code == 200
