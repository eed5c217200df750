"""
An order is changed from the side panel: chosen, read back, agreed to, carried out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from bot.desk import facts
from crm_connector.errors import OutcomeUnknown
from crm_connector.model import Money, OrderStatus
from crm_connector.profile.facts import Fact
from tests.actions.changing import shops
from tests.actions.changing.shops import LAMP, MUG, FakeShop, an_order
from tests.browser.desk.page import Desk
from tests.fakes.desk_orders import order_routes

pytestmark = pytest.mark.browser

RULES = shops.rules(Path(shops.__file__).with_name("rules.yml"))
NOW = datetime(2026, 11, 22, 8, 30, tzinfo=timezone.utc)
PROVEN = {"name": "Ana", "proven": True}


class Orders:
    """
    The desk with a conversation of mine whose customer has an order.
    """

    def __init__(self, desk: Desk, order: Any) -> None:
        self.desk = desk
        self.number = order.number
        self.shop = FakeShop(RULES, order)
        self.asked: list[dict[str, Any]] = []
        desk.server.app.router.routes.extend(order_routes(self.shop, self.asked))
        shown = facts.order(Fact(order, "shop", NOW, ""))
        panel = {
            "customer": {"name": {"value": "Ana"}, "phones": [], "emails": []},
            "orders": [shown],
            "order": shown,
            "product": None,
            "points": [],
            "consent": [],
            "missing": [],
            "sources": {"shop": {"en": "the shop"}},
            "as_of": facts.moment(NOW),
            "blocked": None,
        }

        def fill() -> None:
            row = {"language": "en", "customer": PROVEN}
            desk.server.rights.append("change_orders")
            desk.server.add(1, state="held", mine=True, **row)
            desk.server.panels[1] = panel
            desk.server.say(1, "customer", "please change my mug")

        desk.do(fill)

    def open(self, context: BrowserContext, lang: str = "en") -> Any:
        """
        Open what can be done with the order.
        """
        page = self.desk.open(context, lang)
        self.desk.choose(1)
        page.locator(".panel .order .link").first.click()
        expect(page.locator("dialog")).to_be_visible()
        return page

    def collected(self, **details: Any) -> None:
        """
        A wish was collected of the order before a person was called.
        """
        operation = details.pop("operation")
        asked = {
            "kind": "report_damaged_item",
            "title": {"en": "A return", "fa": "مرجوع کردن"},
            "operation": operation,
            "order": self.number,
            "came": "open",
            "why": "",
            "words": "my mug came broken … here is a photo",
            "details": details,
        }
        about = {"packet": {"asked": [asked]}}
        self.desk.do(lambda: self.desk.server.about.update({1: about}))


def test_a_mug_becomes_blue(desk: Desk, context: BrowserContext) -> None:
    orders = Orders(desk, an_order())
    page = orders.open(context)
    dialog = page.locator("dialog")
    # What may not be is shown with the reason.
    closed = dialog.locator(".choice", has_text="Return items")
    expect(closed.locator("input")).to_be_disabled()
    expect(closed).to_contain_text("Only while: Delivered")
    dialog.get_by_role("radio", name="Change items", exact=True).check()
    dialog.get_by_role("button", name="Read back").click()
    expect(dialog.locator(".trouble")).to_have_text("Say which items.")
    dialog.locator(".op-line", has_text="Mug").get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Read back").click()
    # Which one is told, and what it is already is no choice.
    trouble = dialog.locator(".trouble")
    expect(trouble).to_have_text("Mug, red, small: Say what the item becomes.")
    kinds = dialog.get_by_label("Becomes").first
    expect(kinds.locator("option")).not_to_contain_text(["red · small"])
    kinds.select_option("m2")
    dialog.get_by_role("button", name="Read back").click()
    deal = page.locator("dialog .deal")
    expect(deal).to_contain_text("The customer pays: US$2.00")
    expect(deal).to_contain_text("Mug, red, small → blue, small US$12.00")
    # How it is paid, as the customer hears it.
    expect(deal).to_contain_text("<pays_by_shop>")
    assert orders.shop.writes == []
    page.get_by_role("button", name="Carry it out").click()
    expect(page.locator("dialog .trouble")).to_have_text("Ask the customer first.")
    page.get_by_label("they agree to exactly it").check()
    page.get_by_role("button", name="Carry it out").click()
    desk.toast("Done, and noted")
    ((made, key),) = orders.shop.writes
    assert made.changes[0].variant_id == "m2"
    assert orders.asked[-1]["id"] == key
    assert "Mug, red, small → blue" in orders.asked[-1]["note"]
    expect(page.locator("dialog")).to_have_count(0)


def test_what_nobody_knows_is_tried_again_as_the_same(
    desk: Desk, context: BrowserContext
) -> None:
    orders = Orders(desk, an_order())
    page = orders.open(context)
    page.get_by_label("Cancel the order").check()
    page.get_by_role("button", name="Read back").click()
    page.get_by_label("they agree to exactly it").check()
    orders.shop.fails = [OutcomeUnknown("?")]
    page.get_by_role("button", name="Carry it out").click()
    trouble = page.locator("dialog .trouble")
    expect(trouble).to_contain_text("Look at the order before trying again")
    page.get_by_role("button", name="Carry it out").click()
    desk.toast("Done, and noted")
    assert len(orders.shop.writes) == 1
    first, second = orders.asked[-2:]
    assert first["id"] == second["id"]


def test_what_has_moved_is_read_back_anew(desk: Desk, context: BrowserContext) -> None:
    orders = Orders(desk, an_order())
    page = orders.open(context)
    page.get_by_label("Cancel the order").check()
    page.get_by_role("button", name="Read back").click()
    page.get_by_label("they agree to exactly it").check()
    held = orders.shop.held
    paid = Money(3500, "USD")
    held[orders.number] = replace(held[orders.number], paid=paid)
    page.get_by_role("button", name="Carry it out").click()
    trouble = page.locator("dialog .trouble:visible")
    expect(trouble).to_contain_text("This is what would be done now")
    # The dialog of before goes when the new one is there.
    expect(page.locator("dialog .deal")).to_have_count(1)
    expect(page.locator("dialog .deal")).to_contain_text("gets back: US$35.00")
    # Nobody has agreed to this yet.
    expect(page.get_by_label("they agree to exactly it")).not_to_be_checked()
    page.get_by_label("they agree to exactly it").check()
    shipped = replace(held[orders.number], status=OrderStatus.SHIPPED)
    held[orders.number] = shipped
    page.get_by_role("button", name="Carry it out").click()
    expect(trouble).to_have_text(
        "The order has changed meanwhile; nothing was done. Only while: Paid, Placed"
    )
    assert orders.shop.writes == []


@pytest.mark.parametrize(
    ("paid", "said"),
    [
        (Money(4000, "USD"), "The customer gets back: US$40.00"),
        (Money(0, "USD"), "Nothing was paid for it, so nothing goes back."),
        (None, "Whatever was paid for it goes back."),
    ],
)
def test_what_was_paid_goes_back(
    desk: Desk, context: BrowserContext, paid: Money | None, said: str
) -> None:
    page = Orders(desk, an_order(paid=paid)).open(context)
    page.get_by_label("Cancel the order").check()
    page.get_by_role("button", name="Read back").click()

    deal = page.locator("dialog .deal")
    expect(deal).to_contain_text(said)
    # By which way, and when: but of nothing nothing.
    came = "By: Visa 1111"
    if paid is not None and not paid.amount:
        expect(deal).not_to_contain_text(came)
    else:
        expect(deal).to_contain_text(came)
        expect(deal).to_contain_text("working days")


def test_what_nobody_paid_comes_to_cost_more(
    desk: Desk, context: BrowserContext
) -> None:
    page = Orders(desk, an_order(paid=Money(0, "USD"))).open(context)
    dialog = page.locator("dialog")
    dialog.get_by_role("radio", name="Change items", exact=True).check()
    dialog.locator(".op-line", has_text="Mug").get_by_role("checkbox").check()
    dialog.get_by_label("Becomes").first.select_option("m2")
    dialog.get_by_role("button", name="Read back").click()

    deal = page.locator("dialog .deal")
    expect(deal).to_contain_text("It costs US$2.00 more: US$42.00 in all")
    expect(deal).not_to_contain_text("The customer pays")


def test_the_form_is_filled_with_what_was_collected(
    desk: Desk, context: BrowserContext
) -> None:
    order = an_order("1001", OrderStatus.DELIVERED, MUG, LAMP)
    orders = Orders(desk, order)
    orders.collected(
        operation="return_items",
        lines=["1"],
        reason="damaged",
        photo=True,
        method="gift_card_3",
    )
    page = orders.open(context)
    # It stands before who they are, named by the order as it is.
    collected = page.locator(".panel .collected")
    expect(collected).to_contain_text("Mug, red, small")
    expect(collected).to_contain_text("A photo was sent")
    places = page.evaluate(
        "[...document.querySelectorAll('.panel .part')].map((e) => e.className)"
    )
    orders_at = [at for at, each in enumerate(places) if "collected" in each]
    assert orders_at[0] < 2
    dialog = page.locator("dialog")
    expect(dialog.get_by_role("radio", name="Return items")).to_be_checked()
    dialog.get_by_role("button", name="Read back").click()
    deal = page.locator("dialog .deal")
    expect(deal).to_contain_text("Comes back: Mug")
    expect(deal).to_contain_text("Reason: damaged")
    asked = orders.asked[-1]
    assert asked["lines"] == [{"id": "1"}]
    assert (asked["reason"], asked["pay_by"]) == ("damaged", "gift_card_3")
    assert asked["with_photo"] is True
    page.get_by_label("Tell the customer here").uncheck()
    page.get_by_label("they agree to exactly it").check()
    page.get_by_role("button", name="Carry it out").click()
    desk.toast("Done, and noted")
    assert orders.asked[-1]["quiet"] is True


def test_a_new_address_is_filled_in(desk: Desk, context: BrowserContext) -> None:
    orders = Orders(desk, an_order())
    orders.collected(
        operation="change_address",
        address={"name": "", "lines": ["7 Lake Road"], "city": "Denver"},
    )
    page = orders.open(context)
    expect(page.get_by_label("City")).to_have_value("Denver")
    expect(page.get_by_label("Recipient", exact=True)).to_have_value("Ana")
    page.get_by_role("button", name="Read back").click()
    expect(page.locator("dialog .deal")).to_contain_text("Ana, 7 Lake Road, Denver")


def test_numbers_and_rows_are_as_the_reader_writes(
    desk: Desk, context: BrowserContext
) -> None:
    Orders(desk, an_order("21840"))

    def say() -> None:
        desk.server.say(1, "system", "Sara این گفت‌وگو را گرفت.", lang="fa")

    desk.do(say)
    page = desk.open(context, "fa")
    expect(desk.row(1).locator(".line")).to_have_attribute("dir", "rtl")
    desk.choose(1)
    expect(page.locator(".panel .order .code").first).to_have_text("۲۱۸۴۰")


@pytest.mark.parametrize(("lang", "words"), [("fa", "پس گرفتن"), ("ar", "إرجاع")])
def test_it_is_said_in_the_readers_language(
    desk: Desk, context: BrowserContext, lang: str, words: str
) -> None:
    order = an_order("W1001", OrderStatus.DELIVERED, MUG, LAMP)
    page = Orders(desk, order).open(context, lang)
    page.locator("dialog .choice", has_text=words).click()
    page.locator(".op-line", has_text="Mug").get_by_role("checkbox").check()
    page.locator("dialog select").first.select_option("changed_mind")
    page.locator("dialog select").last.select_option("gift_card_3")
    page.locator("dialog .go").click()
    expect(page.locator("dialog .deal li").first).to_contain_text("Mug")
    left = page.evaluate("document.querySelector('dialog').textContent.includes('op')")
    assert not left


def test_who_may_not_sees_no_way_to_it(desk: Desk, context: BrowserContext) -> None:
    Orders(desk, an_order())

    def take_away() -> None:
        desk.server.rights.remove("change_orders")

    desk.do(take_away)
    page = desk.open(context)
    desk.choose(1)
    expect(page.locator(".panel .order").first).to_be_visible()
    expect(page.locator(".panel .order .link")).to_have_count(0)
