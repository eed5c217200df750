"""
The demo's payment page: for whoever has the link, once, and plainly a demo.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, datetime, timezone
from functools import partial

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from bot import HOUSE
from bot.shop import load_shop
from crm_connector.cart import Cart, CartLine
from crm_connector.choices import LineChange
from crm_connector.model import Address, Money, OrderStatus
from crm_connector.operations import MethodKind
from crm_connector.secret import Secret
from crm_connector.sources.sql import SqlSource
from crm_connector.webhooks import SignedWebhook
from demo.bell import Bell
from demo.paying import FORM_SECONDS, paying_routes
from demo.till import pay

NOW = datetime(2026, 5, 11, 9, 0, tzinfo=timezone.utc)
HOME = Address("", ("Valiasr 1",), "Tehran", None, "1234567890")
BELL = Secret("a secret of sixteen signs")
MAPPING = HOUSE / "demo" / "mapping.yml"


class Time:
    """
    Seconds that pass when a test says so.
    """

    now = 1000.0

    def __call__(self):
        return self.now


class Demo:
    """
    The demo shop with an order that was placed in the chat, and its page.
    """

    def __init__(self, database):
        self.database = database
        self.time = Time()
        routes = paying_routes(
            load_shop(HOUSE / "demo" / "shop.yml"),
            database,
            clock=lambda: NOW,
            passed=self.time,
        )
        self.client = TestClient(Starlette(routes=routes), follow_redirects=False)
        self.order = self.page = None

    async def buy(self, key="wish", pay_by=None):
        source = SqlSource.open(
            f"sqlite:///{self.database}",
            MAPPING,
            clock=lambda: NOW,
            site="http://testserver",
        )
        try:
            ((variant, product, price),) = self.rows(
                "SELECT id, product_id, price FROM variants WHERE stock > 3"
                " ORDER BY id LIMIT 1"
            )
            lines = (CartLine(str(product), str(variant), 2),)
            (post, *_) = await source.deliveries(HOME, lines)
            due = Money(2 * price + post.price.amount, "IRT")
            cart = Cart(lines, HOME, "post", pay_by)
            placed = await source.place_order("1", cart, due=due, key=key)
            self.order, self.page = placed.order, placed.payment_link
            return placed
        finally:
            await source.close()

    async def seen(self):
        source = SqlSource.open(f"sqlite:///{self.database}", MAPPING)
        try:
            return await source.order("1", self.order.number)
        finally:
            await source.close()

    async def one_more(self):
        line = self.order.lines[0]
        source = SqlSource.open(f"sqlite:///{self.database}", MAPPING)
        try:
            change = LineChange(line.id, None, line.quantity + 1)
            await source.change_items(
                *("1", self.order.number, (change,)),
                due=line.unit_price,
                method_id=None,
                key="more",
            )
        finally:
            await source.close()

    def rows(self, statement):
        with closing(sqlite3.connect(self.database)) as database:
            return database.execute(statement).fetchall()

    def form(self, page=None):
        shown = self.client.get(page or self.page)
        return re.search(r"name='form' value='([^']+)'", shown.text).group(1)

    def press(self, do, form=None, **more):
        said = {"form": form or self.form(), "do": do}
        return self.client.post(self.page, data=said, **more)


@pytest.fixture
async def demo(demo_shop_of, tmp_path):
    copy = tmp_path / "shop.db"
    shutil.copy(demo_shop_of(date(2026, 5, 11)), copy)
    made = Demo(copy)
    await made.buy()
    return made


def payments(demo):
    return demo.rows(
        "SELECT status FROM payments WHERE order_id ="
        " (SELECT max(id) FROM orders) ORDER BY id"
    )


async def test_it_shows_what_is_paid_for_and_that_it_is_a_demo(demo):
    for lang, direction, says in (
        ("fa", "rtl", "این درگاه آزمایشی است"),
        ("ar", "rtl", "هذه صفحة دفع تجريبية"),
        ("en", "ltr", "This is a demo payment page. No money moves"),
    ):
        shown = demo.client.get(demo.page, params={"lang": lang})
        assert shown.status_code == 200
        assert f'<html lang="{lang}" dir="{direction}">' in shown.text
        assert says in shown.text
        assert shown.headers["referrer-policy"] == "same-origin"
        assert shown.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in shown.headers["content-security-policy"]
    total = f"{demo.order.total.amount:,} toman"
    assert total in shown.text
    assert demo.order.number in shown.text
    # No field for a card, or for anything else.
    assert re.findall(r"<input[^>]*type='([a-z]+)'", shown.text) == ["hidden"]


async def test_paying_makes_the_order_paid_and_the_page_says_so(demo):
    answer = demo.press("pay")

    assert answer.status_code == 303
    assert "It is paid." in demo.client.get(answer.headers["location"][:-2] + "en").text
    order = await demo.seen()
    assert order.status is OrderStatus.PAID
    assert [each.status for each in order.history] == [
        OrderStatus.PLACED,
        OrderStatus.PAID,
    ]
    assert payments(demo) == [("paid",)]
    # And there is nothing to press any more.
    assert "<form" not in demo.client.get(demo.page).text


async def test_what_costs_more_by_now_is_shown_before_it_is_paid(demo):
    form, total = demo.form(), demo.order.total.amount
    await demo.one_more()

    answer = demo.press("pay", form)

    shown = demo.client.get(answer.headers["location"].replace("lang=fa", "lang=en"))
    assert "nothing was paid" in shown.text
    assert payments(demo) == [("pending",)]
    demo.press("pay")
    ((paid, costs),) = demo.rows(
        "SELECT p.amount, o.total FROM payments p JOIN orders o ON o.id = p.order_id"
        " ORDER BY p.id DESC LIMIT 1"
    )
    assert paid == costs > total
    assert (await demo.seen()).paid == Money(costs, "IRT")


async def test_the_form_works_once(demo):
    form = demo.form()
    demo.press("decline", form)

    again = demo.press("pay", form)

    assert again.status_code == 409
    assert (await demo.seen()).status is OrderStatus.PLACED


async def test_two_at_once_pay_once(demo):
    token = demo.page.rpartition("/")[2]
    with ThreadPoolExecutor(2) as threads:
        loop = asyncio.get_running_loop()
        bills = await asyncio.gather(
            *(
                loop.run_in_executor(
                    threads,
                    partial(pay, shown=demo.order.total.amount),
                    demo.database,
                    token,
                    NOW,
                )
                for _ in range(2)
            )
        )

    assert [each.standing.value for each in bills] == ["paid", "paid"]
    assert payments(demo) == [("paid",)]
    history = [each.status for each in (await demo.seen()).history]
    assert history.count(OrderStatus.PAID) == 1


async def test_after_a_decline_it_can_be_paid(demo):
    answer = demo.press("decline")
    shown = demo.client.get(answer.headers["location"].replace("lang=fa", "lang=en"))

    assert "bank" in shown.text or "بانک" in shown.text
    assert payments(demo) == [("failed",), ("pending",)]
    assert (await demo.seen()).status is OrderStatus.PLACED
    demo.press("pay")
    assert payments(demo) == [("failed",), ("paid",)]


@pytest.mark.parametrize("form", ["", "x", "1000.x.y", "1000", "é.é.é"])
async def test_a_form_that_is_not_of_the_page_pays_nothing(demo, form):
    answer = demo.client.post(demo.page, data={"form": form, "do": "pay"})

    assert answer.status_code == 409
    assert payments(demo) == [("pending",)]


async def test_a_form_of_another_bill_pays_nothing(demo):
    first = demo.page
    form = demo.form()
    await demo.buy("another wish")
    assert demo.page != first

    answer = demo.client.post(demo.page, data={"form": form, "do": "pay"})

    assert answer.status_code == 409
    assert payments(demo) == [("pending",)]


async def test_a_form_grows_old(demo):
    form = demo.form()
    demo.time.now += FORM_SECONDS + 1

    assert demo.press("pay", form).status_code == 409
    assert demo.press("pay").status_code == 303


async def test_another_site_cannot_press(demo):
    answer = demo.press("pay", headers={"origin": "https://evil.example"})

    assert answer.status_code == 403
    assert payments(demo) == [("pending",)]
    assert demo.press("pay", headers={"origin": "null"}).status_code == 403
    assert demo.press("pay", headers={"origin": "http://testserver"}).status_code == 303


@pytest.mark.parametrize("token", ["x", "0" * 43, "a" * 5000, "' OR 1=1 --", "%00"])
async def test_a_guessed_address_shows_nothing(demo, token):
    shown = demo.client.get(f"/demo/pay/{token}")

    assert shown.status_code == 404
    assert demo.order.number not in shown.text


async def test_a_cancelled_order_is_not_paid(demo):
    form = demo.form()
    with closing(sqlite3.connect(demo.database)) as database:
        database.execute(
            "UPDATE orders SET status = 'cancelled'"
            " WHERE id = (SELECT max(id) FROM orders)"
        )
        database.commit()

    demo.press("pay", form)

    assert payments(demo) == [("cancelled",)]
    shown = demo.client.get(demo.page, params={"lang": "en"})
    assert "This order was cancelled" in shown.text


async def test_what_is_paid_at_the_door_has_no_page(demo):
    placed = await demo.buy("cash", MethodKind.CASH)

    assert placed.payment_link is None
    assert demo.rows("SELECT count(*) FROM checkouts WHERE token IS NULL") == [(1,)]


async def test_whoever_pays_is_looked_at_anew(demo):
    rung = []

    async def heard(request):
        said = SignedWebhook(BELL).customer(request.headers, await request.body(), NOW)
        rung.append((request.path_params["source"], said))
        return Response()

    await demo.buy("another wish")
    routes = paying_routes(
        *(load_shop(HOUSE / "demo" / "shop.yml"), demo.database),
        clock=lambda: NOW,
        passed=demo.time,
        bell=Bell(BELL),
    )
    hook = Route("/news/webhook/{source}", heard, methods=["POST"])
    demo.client = TestClient(Starlette(routes=[*routes, hook]), follow_redirects=False)

    demo.press("decline")
    assert rung == []
    demo.press("pay")

    assert rung == [("demo-shop", "1")]


def test_each_thing_is_named_with_its_colour_and_size(demo):
    # It is the only order with a page to pay it.
    ((size,),) = demo.rows(
        "SELECT COALESCE(s.name_en, c.name_en) FROM order_lines l"
        " JOIN variants v ON v.id = l.variant_id"
        " LEFT JOIN sizes s ON s.key = v.size LEFT JOIN colours c ON c.key = v.colour"
        " JOIN checkouts k ON k.order_id = l.order_id"
    )

    assert size
    assert size in demo.client.get(demo.page, params={"lang": "en"}).text
