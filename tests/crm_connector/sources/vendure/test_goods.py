"""
What the shop calls its things, and what of them there is.
"""

import copy

import httpx
import pytest

from crm_connector.errors import (
    BadSourceData,
)
from crm_connector.model import CatalogueKind
from tests.crm_connector.sources.vendure import shop
from tests.crm_connector.sources.vendure.connect import connected


async def test_a_colour_is_one_however_many_products_have_it(source, fake):
    more = copy.deepcopy(fake.groups[0])
    fake.groups.append({**more, "id": "9", "code": "boot-color"})
    # Something else that has the word in it.
    fake.groups.append({**more, "id": "10", "code": "colorful-gift-wrap"})
    fake.facets.append({**more, "id": "11", "code": "color", "values": more["options"]})

    page = await source.catalogue()

    colours = [each.id for each in page.entries if each.kind is CatalogueKind.COLOR]
    assert colours == ["black", "white"]


@pytest.mark.parametrize("cut", [0, 1])
async def test_a_page_of_the_catalogue_that_is_too_short_is_no_fact(source, fake, cut):
    def shorten(name, said):
        if name != "Products":
            return said
        content = said.json()
        del content["data"]["products"]["items"][cut:]
        return httpx.Response(200, json=content)

    fake.then(*[shorten] * 9)

    with pytest.raises(BadSourceData):
        await source.catalogue()


async def test_a_page_of_the_catalogue_that_comes_twice_is_no_fact(fake):
    source = connected(fake, page=2)
    first = []

    def repeat(name, said):
        if name == "Products":
            first.append(said)
            return httpx.Response(200, content=first[0].content)
        return said

    fake.then(*[repeat] * 9)

    with pytest.raises(BadSourceData):
        await source.catalogue()


async def test_few_questions_are_asked_for_a_whole_catalogue(source, fake):
    await source.catalogue()

    assert fake.asked == ["Login", "Facets", "OptionGroups", "Collections", "Products"]


@pytest.mark.parametrize(
    "after",
    ["", "[]", "[9, 0]", "[0]", "[0, -1]", '["0", 0]', "[true, 0]", "{}", "[" * 9999],
)
async def test_only_a_page_of_this_catalogue_goes_on(source, after):
    with pytest.raises(ValueError, match="after"):
        await source.catalogue(after=after)


async def test_a_price_that_nobody_set_is_not_told_as_zero(source, fake):
    fake.shelf[1]["variants"][0]["priceWithTax"] = 0

    assert (await source.shelf(["2"]))["2"].price is None


async def test_a_shelf_is_what_can_still_be_sold(source, fake):
    variant = fake.shelf[1]["variants"][0]
    variant["stockLevels"] = [
        {"stockOnHand": 5, "stockAllocated": 1},
        {"stockOnHand": 3, "stockAllocated": 0},
    ]
    assert (await source.shelf(["2"]))["2"].quantity == 7

    # Kept back for the shop itself.
    fake.settings["outOfStockThreshold"] = 7
    item = (await source.shelf(["2"]))["2"]
    assert (item.quantity, item.in_stock) == (0, False)
    variant.update(useGlobalOutOfStockThreshold=False, outOfStockThreshold=2)
    assert (await source.shelf(["2"]))["2"].quantity == 5

    variant["trackInventory"] = "INHERIT"
    assert (await source.shelf(["2"]))["2"].quantity == 5
    fake.settings["trackInventory"] = False
    item = (await source.shelf(["2"]))["2"]
    assert (item.quantity, item.in_stock) == (None, True)


async def test_a_product_without_a_variant_that_is_sold_is_not_on_the_shelf(
    source, fake
):
    fake.shelf[1]["variants"][0]["enabled"] = False

    assert await source.shelf(["2"]) == {}


async def test_many_products_are_asked_for_in_pages(fake):
    source = connected(fake, page=2)

    assert await source.shelf(list(shop.SHELF)) == shop.SHELF
    assert fake.asked.count("Shelf") == 2
