"""
Whatever the shop answers, it is a right fact or an error of ours.
"""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

import httpx
import pytest

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.secret import Secret
from crm_connector.sources.http import HttpSettings
from crm_connector.sources.woocommerce import WooSource
from tests.crm_connector.sources.woocommerce import shop as small
from tests.crm_connector.sources.woocommerce.questions import (
    CHANGES,
    READS,
    answering,
    raising,
    reads,
)
from tests.crm_connector.sources.woocommerce.shop import opened
from tests.fakes.woocommerce import BASE, KEY, SECRET, WooShop


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
