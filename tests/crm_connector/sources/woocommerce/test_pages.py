"""
Lists in pages: whole, each record once, and no more questions than pages.
"""

from __future__ import annotations

import httpx
import pytest

from crm_connector.errors import (
    BadSourceData,
)
from tests.crm_connector.small_shop import at
from tests.crm_connector.sources.woocommerce import shop as small
from tests.crm_connector.sources.woocommerce.questions import (
    LISTS,
)


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
    new = shop.order(740) | {
        "id": 999,
        "date_created": "2026-05-10T09:30:00",
        "date_created_gmt": "2026-05-10T06:00:00",
    }

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
