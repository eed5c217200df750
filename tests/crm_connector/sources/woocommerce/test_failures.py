"""
Whatever the shop answers, it is a right fact or an error of ours.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    NotSupported,
    OutcomeUnknown,
    Refused,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.model import Contact, ContactKind, Money, OrderStatus
from crm_connector.secret import Secret
from crm_connector.sources.http import HttpSettings
from crm_connector.sources.woocommerce import WooSource
from tests.crm_connector.small_shop import at, toman
from tests.crm_connector.sources.woocommerce import shop as small
from tests.crm_connector.sources.woocommerce.shop import opened
from tests.fakes.woocommerce import BASE, KEY, SECRET, WooShop

Question = Callable[[WooSource], Awaitable[object]]
PHONE = Contact(ContactKind.PHONE, "+989121234567")
MAIL = Contact(ContactKind.EMAIL, "sara@example.com")

READS: dict[str, Question] = {
    "check": lambda source: source.check(),
    "customer": lambda source: source.customer("7"),
    "find by phone": lambda source: source.find(PHONE),
    "find by mail": lambda source: source.find(MAIL),
    "orders": lambda source: source.orders("7", limit=20),
    "order": lambda source: source.order("7", "731"),
    "order by number": lambda source: source.order("7", "web-1003"),
    "catalogue": lambda source: source.catalogue(),
    "version": lambda source: source.catalogue_version(),
    "shelf": lambda source: source.shelf(["11", "12"]),
}
CHANGES: dict[str, Question] = {
    "cancel": lambda source: source.cancel_order("7", "735", key="a"),
    "refund": lambda source: source.refund_order("7", "731", toman(5), key="a"),
}
reads = pytest.mark.parametrize("ask", READS.values(), ids=READS)
changes = pytest.mark.parametrize("ask", CHANGES.values(), ids=CHANGES)


def raising(error: Exception) -> Callable[[httpx.Request], httpx.Response]:
    """
    A fault in which nothing comes back.
    """

    def fault(request: httpx.Request) -> httpx.Response:
        raise error

    return fault


def answering(status: int, content: Any = b"{}", **headers: str):
    """
    A fault in which this comes back.
    """
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return lambda request: httpx.Response(status, content=body, headers=headers)


@reads
@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (raising(httpx.ConnectError("")), SourceUnavailable),
        (raising(httpx.ReadTimeout("")), SourceUnavailable),
        (raising(httpx.ReadError("reset")), SourceUnavailable),
        (raising(httpx.RemoteProtocolError("gone")), SourceUnavailable),
        (answering(500), SourceUnavailable),
        (answering(503), SourceUnavailable),
        (answering(429, **{"Retry-After": "60"}), SourceUnavailable),
        (answering(401, {"code": "woocommerce_rest_cannot_view"}), SourceRejected),
        (answering(403), SourceRejected),
        (answering(301, location="https://elsewhere.example/"), SourceRejected),
        (answering(200, b"<html>Maintenance</html>"), BadSourceData),
        (answering(200, b'[{"id": 7, "na'), BadSourceData),
        (answering(200, b""), BadSourceData),
        (answering(200, None), BadSourceData),
        (answering(200, 7), BadSourceData),
        (answering(200, {"id": "x"}), BadSourceData),
        (answering(200, [{"id": None}]), BadSourceData),
        (answering(200, [[]]), BadSourceData),
    ],
    ids=lambda value: getattr(value, "__name__", "answer"),
)
async def test_a_fault_says_whose_turn_it_is(source, shop, ask, fault, expected):
    shop.fault = fault

    with pytest.raises(expected) as caught:
        await ask(source)

    assert caught.value.source == "woocommerce"
    assert SECRET not in repr(caught.value)


@reads
async def test_a_certificate_nobody_vouches_for_is_rejected(source, shop, ask) -> None:
    error = httpx.ConnectError("")
    error.__cause__ = ssl.SSLCertVerificationError("self-signed")
    shop.fault = raising(error)

    with pytest.raises(SourceRejected):
        await ask(source)


async def test_a_slow_shop_is_left_in_time(shop) -> None:
    class Slow(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request):
            await asyncio.sleep(30)

    async with httpx.AsyncClient(transport=Slow()) as client:
        source = WooSource(
            small.settings(http=HttpSettings(timeout=0.05)), client, sleep=small.nap
        )
        with pytest.raises(SourceUnavailable):
            await source.customer("7")


async def test_a_shop_that_asks_to_wait_is_asked_again(source, shop) -> None:
    said = [answering(429, **{"Retry-After": "1"}), None]

    def once(request: httpx.Request):
        fault = said.pop(0) if said else None
        return fault and fault(request)

    shop.fault = once

    assert await source.customer("7") == small.SARA
    assert len(shop.asked) == 2


@changes
@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (raising(httpx.ConnectError("")), SourceUnavailable),
        (raising(httpx.ReadTimeout("")), OutcomeUnknown),
        (raising(httpx.RemoteProtocolError("")), OutcomeUnknown),
        (answering(500), OutcomeUnknown),
        (answering(200, b"<html>"), OutcomeUnknown),
        (answering(200, {"id": "x"}), OutcomeUnknown),
        (answering(200, []), OutcomeUnknown),
        (answering(401, {"code": "woocommerce_rest_cannot_edit"}), SourceRejected),
        (answering(400), SourceRejected),
    ],
    ids=lambda value: getattr(value, "__name__", "answer"),
)
async def test_a_change_without_an_answer_is_unknown(
    source, shop, ask, fault, expected
) -> None:
    shop.fault = lambda request: None if request.method == "GET" else fault(request)

    with pytest.raises(expected):
        await ask(source)

    assert len([each for each in shop.asked if each.method != "GET"]) == 1


@changes
async def test_what_is_asked_before_a_change_may_just_be_unavailable(
    source, shop, ask
) -> None:
    shop.fault = raising(httpx.ReadTimeout(""))

    with pytest.raises(SourceUnavailable):
        await ask(source)


async def test_a_refund_that_came_through_unheard_is_not_made_again(
    source, shop
) -> None:
    def deaf(request: httpx.Request):
        if request.method == "POST":
            shop.fault = None
            shop(request)
            raise httpx.ReadTimeout("")

    shop.fault = deaf
    with pytest.raises(OutcomeUnknown):
        await source.refund_order("7", "731", toman(5), key="a")

    again = await source.refund_order("7", "731", toman(5), key="a")
    assert [str(each["id"]) for each in shop.refunds[731]] == [again.reference]
    with pytest.raises(Refused):
        await source.refund_order("7", "731", toman(6), key="a")


async def test_two_refunds_at_a_time_are_one_after_the_other(source, shop) -> None:
    answers = await asyncio.gather(
        *(source.refund_order("7", "731", toman(5), key="a") for _ in range(3)),
        *(source.refund_order("7", "731", toman(1_549_994), key=k) for k in "bc"),
        return_exceptions=True,
    )

    assert len({each.reference for each in answers[:3]}) == 1
    assert sorted(type(each).__name__ for each in answers[3:]) == ["Refund", "Refused"]
    assert len(shop.refunds[731]) == 2


@pytest.mark.parametrize("by_gateway", [False, True])
async def test_who_gives_the_money_back_is_a_setting(shop, by_gateway: bool) -> None:
    source = opened(shop, api_refund=by_gateway)

    made = await source.refund_order("7", "731", toman(5), key="a")

    body = json.loads(shop.asked[-1].content)
    assert body["api_refund"] is by_gateway
    assert body["amount"] == "5"
    again = await source.refund_order("7", "731", toman(5), key="a")
    assert made.is_settled is again.is_settled is by_gateway
    await source.close()


async def test_what_was_not_paid_is_not_given_back(source) -> None:
    with pytest.raises(Refused, match="not paid"):
        await source.refund_order("7", "735", toman(1), key="a")


async def test_cents_go_there_and_back(shop) -> None:
    order = shop.order(731)
    order |= {"currency": "USD", "total": "29.35"}
    source = opened(shop)

    assert (await source.orders("7", limit=3))[2].total == Money(2935, "USD")
    made = await source.refund_order("7", "731", Money(1005, "USD"), key="a")

    assert shop.refunds[731][0]["amount"] == "10.05"
    assert made.amount == Money(1005, "USD")
    with pytest.raises(Refused):
        await source.refund_order("7", "731", Money(1931, "USD"), key="b")
    await source.close()


@pytest.mark.parametrize(
    ("status", "allowed"), [("pending", True), ("on-hold", True), ("processing", False)]
)
async def test_what_is_not_paid_may_be_cancelled(shop, status, allowed) -> None:
    shop.order(735)["status"] = status
    source = opened(shop)

    if allowed:
        cancelled = await source.cancel_order("7", "735", key="a")
        assert cancelled.status is OrderStatus.CANCELLED
        assert shop.order(735)["status"] == "cancelled"
    else:
        with pytest.raises(Refused):
            await source.cancel_order("7", "735", key="a")
        assert shop.order(735)["status"] == status
    await source.close()


async def test_a_shop_may_allow_more_to_be_cancelled(shop) -> None:
    source = opened(shop, cancel_from=("processing",))

    cancelled = await source.cancel_order("7", "731", key="a")

    assert cancelled.status is OrderStatus.CANCELLED
    await source.close()


async def test_a_shop_that_says_no_has_not_cancelled(source, shop) -> None:
    def stubborn(request: httpx.Request):
        if request.method == "PUT":
            return httpx.Response(200, json=shop.order(735))
        return None

    shop.fault = stubborn

    with pytest.raises(Refused, match="did not cancel"):
        await source.cancel_order("7", "735", key="a")


@changes
async def test_without_leave_nothing_is_changed(shop, ask) -> None:
    source = opened(shop, may_change=False)

    assert not {"cancel_order", "refund_order"} & {
        each.value for each in source.capabilities
    }
    with pytest.raises(NotSupported):
        await ask(source)
    assert shop.asked == []
    await source.close()


@changes
async def test_a_key_that_may_only_read_is_rejected(source, shop, ask) -> None:
    shop.may_write = False

    with pytest.raises(SourceRejected):
        await ask(source)


async def test_a_wrong_key_is_rejected_and_not_shown(shop) -> None:
    source = opened(shop, secret=Secret("cs_other"))

    with pytest.raises(SourceRejected) as caught:
        await source.check()

    shown = f"{caught.value!r} {small.settings()!r} {vars(source)!r}"
    assert not any(each in shown for each in (KEY, SECRET, "cs_other"))
    await source.close()


async def test_another_currency_than_the_settings_say_is_rejected(source, shop) -> None:
    shop.currency["code"] = "IRR"

    with pytest.raises(SourceRejected, match="currency"):
        await source.check()


LISTS: dict[str, Question] = {
    **{each: READS[each] for each in ("orders", "catalogue", "shelf")},
    "order by number": lambda source: source.order("7", "last"),
}


@pytest.mark.parametrize("ask", LISTS.values(), ids=LISTS)
@pytest.mark.parametrize(
    ("begin", "pages"), [(2, "9"), (1, "999999")], ids=["repeated", "endless"]
)
async def test_a_page_that_comes_again_is_no_fact(
    shop, source, ask, begin, pages
) -> None:
    shop.most_per_page = 1

    def first(request: httpx.Request):
        if int(request.url.params.get("page", "0")) < begin:
            return None
        url = request.url.copy_set_param("page", "1")
        shop.fault = None
        answer = shop(httpx.Request("GET", url, headers=request.headers))
        shop.fault = first
        answer.headers["X-WP-TotalPages"] = pages
        return answer

    shop.fault = first
    with pytest.raises(BadSourceData):
        await ask(source)


@pytest.mark.parametrize("ask", LISTS.values(), ids=LISTS)
async def test_a_page_that_is_missing_is_noticed(shop, source, ask) -> None:
    shop.most_per_page = 1
    shop.fault = lambda request: (
        httpx.Response(200, json=[], headers={"X-WP-TotalPages": "9"})
        if request.url.params.get("page") == "2"
        else None
    )

    with pytest.raises(BadSourceData, match="not as long"):
        await ask(source)


async def test_an_order_that_comes_between_is_told_and_no_other_twice(
    shop, source
) -> None:
    # A new order moves the others on while we read.
    shop.most_per_page = 2
    new = shop.order(740) | {"id": 999, "date_created": "2026-05-10T06:00:00"}

    def fault(request: httpx.Request):
        if request.url.params.get("page") == "2":
            shop.fault = None
            shop.orders.append(new)

    shop.fault = fault
    found = await source.orders("7", limit=20)

    assert found[1:] == small.ORDERS
    assert [each.placed_at for each in found[:1]] == [at("2026-05-10T06:00")]


@pytest.mark.parametrize("header", ["many", "-1", "²", ""])
async def test_a_number_of_pages_that_is_none_is_no_fact(source, shop, header) -> None:
    def fault(request: httpx.Request):
        return httpx.Response(
            200, json=[], headers={"X-WP-TotalPages": header.encode()}
        )

    shop.fault = fault
    with pytest.raises(BadSourceData):
        await source.orders("7", limit=20)


async def test_lists_without_a_number_of_pages_are_read_whole(shop, source) -> None:
    for id_ in range(2000, 2230):
        shop.orders.append(
            shop.order(735) | {"id": id_, "date_created": "2026-01-01T00:00:00"}
        )
    shop.order(2229)["number"] = "LAST"

    def fault(request: httpx.Request):
        shop.fault = None
        answer = shop(request)
        shop.fault = fault
        answer.headers.pop("X-WP-TotalPages", None)
        return answer

    shop.fault = fault
    assert (await source.order("7", "last")).number == "LAST"
    assert len(await source.orders("7", limit=500)) == 200


async def test_questions_do_not_grow_with_the_orders(shop, source) -> None:
    await source.orders("7", limit=20)
    few = len(shop.asked)
    for id_ in range(2000, 2090):
        shop.orders.append(shop.order(735) | {"id": id_, "number": str(id_)})

    shop.asked.clear()
    assert len(await source.orders("7", limit=100)) == 94
    assert len(shop.asked) == few == 1
    shop.asked.clear()
    await source.order("7", "731")
    assert len(shop.asked) == 1


@reads
async def test_nothing_but_what_is_used_is_asked_for(source, shop, ask) -> None:
    await ask(source)

    assert all(each.url.params["_fields"] for each in shop.asked)
    assert all("consumer" not in str(each.url) for each in shop.asked)
    assert all(str(each.url).startswith(small.URL + BASE) for each in shop.asked)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("status",), "packed"),
        (("status",), None),
        (("total",), "many"),
        (("total",), "-1"),
        (("total",), "NaN"),
        (("total",), "1e400"),
        (("total",), None),
        (("customer_id",), True),
        (("customer_id",), 8),
        (("date_created_gmt",), "yesterday"),
        (("date_created_gmt",), None),
        (("line_items",), None),
        (("line_items", 0, "quantity"), 1.5),
        (("line_items", 0, "quantity"), 0),
        (("line_items", 0, "quantity"), -1),
        (("line_items", 0, "name"), None),
        (("line_items", 0, "subtotal"), "x"),
        (("meta_data",), {"a": 1}),
    ],
)
async def test_a_senseless_order_is_never_told(source, shop, place, value) -> None:
    secret = "VERY-SECRET"
    order = shop.order(731)
    order["billing"]["first_name"] = secret
    at: Any = order
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = value
    if place[-1] == "name":
        order["line_items"][0]["parent_name"] = None
    shop.fault = lambda request: (
        httpx.Response(200, json=[order]) if "customer" in request.url.params else None
    )

    with pytest.raises(BadSourceData) as caught:
        await source.orders("7", limit=20)

    assert secret not in str(caught.value)
    assert "packed" not in str(caught.value)


async def test_somebody_elses_records_are_never_told(source, shop) -> None:
    shop.fault = lambda request: httpx.Response(
        200,
        json=shop.customers[1]
        if "customers" in request.url.path
        else shop.order(729) | {"customer_id": 7},
    )

    with pytest.raises(BadSourceData):
        await source.customer("7")
    with pytest.raises(BadSourceData):
        await source.order("7", "731")


async def test_an_unfinished_question_ends_when_the_source_is_closed(shop) -> None:
    source = opened(shop)
    await source.close()

    for ask in (*READS.values(), *CHANGES.values()):
        with pytest.raises(CrmError):
            await ask(source)
    assert shop.asked == []


async def test_whoever_opened_the_client_closes_it() -> None:
    shop = WooShop()
    async with shop.client() as client:
        source = WooSource(small.settings(), client)
        await source.close()
        assert not client.is_closed

    source = WooSource.open(small.settings())
    await source.close()
    await source.close()
    with pytest.raises(SourceUnavailable):
        await source.customer("7")
