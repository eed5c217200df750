"""
What is asked, in which order and how often.
"""

import asyncio
import copy

import httpx
import pytest

from crm_connector.errors import (
    BadSourceData,
    CustomerNotFound,
    OrderNotFound,
    SourceRejected,
)
from crm_connector.model import Contact, ContactKind
from crm_connector.secret import Secret
from crm_connector.source import Capability
from crm_connector.sources.vendure import VendureSettings, VendureSource
from tests.crm_connector.sources.vendure import shop
from tests.crm_connector.sources.vendure.captured import load
from tests.crm_connector.sources.vendure.connect import connected


def another_order(fake, number: int):
    """
    One more order of Sara's.
    """
    order = copy.deepcopy(fake.orders[0])
    return {**order, "id": str(100 + number), "code": f"MORE{number}"}


async def test_one_signs_in_once_for_many_questions(source, fake):
    await asyncio.gather(*(source.customer("1") for _ in range(10)))

    assert fake.sign_ins == 1
    assert fake.asked.count("Customer") == 10


async def test_a_session_that_has_ended_is_begun_again_once(source, fake):
    await source.customer("1")
    fake.end_sessions()

    found = await asyncio.gather(*(source.customer("1") for _ in range(10)))

    assert found == [shop.SARA] * 10
    assert fake.sign_ins == 2


async def test_a_right_that_is_missing_is_not_asked_for_forever(source, fake):
    def refuse(name, said):
        known = name == "Login"
        return said if known else httpx.Response(200, json=load("forbidden"))

    fake.then(*[refuse] * 9)

    with pytest.raises(SourceRejected):
        await source.customer("1")

    assert fake.asked == ["Login", "Customer", "Login", "Customer"]


async def test_the_token_goes_in_a_header_and_no_cookie_is_kept(fake):
    settings = shop.settings()
    source = VendureSource(settings)
    client = source._session._client
    client._transport = fake.transport
    client._mounts = {}

    def with_cookie(name, said):
        said.headers["set-cookie"] = "session=abc; path=/"
        return said

    fake.then(with_cookie)
    await source.customer("1")
    await source.close()

    assert fake.requests[-1].headers["authorization"] == "Bearer token-1"
    assert [each for each in fake.requests if "cookie" in each.headers] == []


async def test_the_channel_is_named_in_every_question(fake):
    source = connected(fake, channel="the-channel")

    await source.check()

    assert {r.headers["vendure-token"] for r in fake.requests} == {"the-channel"}


async def test_a_channel_that_is_not_there_is_noticed(fake):
    # Vendure answers from its only channel whatever the token.
    with pytest.raises(SourceRejected, match="channel"):
        await connected(fake, channel="another").check()


@pytest.mark.parametrize(
    ("rights", "missing"),
    [
        (["ReadOrder", "ReadCustomer", "ReadCatalog"], "UpdateOrder"),
        (["ReadOrder"], "ReadCustomer, ReadCatalog, UpdateOrder"),
        (["ReadOrder", "UpdateOrder", "ReadCustomer", "ReadProduct"], "ReadCatalog"),
    ],
)
async def test_rights_that_are_missing_are_named(source, fake, rights, missing):
    fake.rights = rights

    with pytest.raises(SourceRejected, match=f"lacks {missing}\\."):
        await source.check()


@pytest.mark.parametrize(
    "rights",
    [
        ["SuperAdmin"],
        [
            "ReadOrder",
            "UpdateOrder",
            "ReadCustomer",
            "ReadProduct",
            "ReadCollection",
            "ReadFacet",
        ],
    ],
)
async def test_rights_may_be_given_in_another_way(source, fake, rights):
    fake.rights = rights

    await source.check()


async def test_a_shop_may_keep_its_orders_to_itself(fake):
    fake.rights = ["ReadOrder", "ReadCustomer", "ReadCatalog"]
    source = connected(fake, may_change=False)

    await source.check()

    assert not {Capability.CANCEL_ORDER, Capability.REFUND_ORDER} & source.capabilities
    assert Capability.ORDERS in source.capabilities


@pytest.mark.parametrize("id_", ["1.0", " 1", "+1", "01", "0x1", "1e0"])
async def test_what_the_shop_reads_as_another_id_is_nobodys(source, id_):
    with pytest.raises(CustomerNotFound):
        await source.customer(id_)
    assert await source.orders(id_, limit=5) == ()
    assert await source.shelf([id_]) == {}


async def test_orders_come_in_pages_and_nothing_else_is_asked(fake):
    fake.orders += [another_order(fake, number) for number in range(60)]
    source = connected(fake, page=20)
    await source.check()
    fake.asked.clear()

    found = await source.orders("1", limit=200)

    assert len({each.number for each in found}) == len(found) == 67
    assert fake.asked == ["Orders"] * 4


async def test_of_very_many_orders_only_so_many_are_read(fake):
    fake.orders += [another_order(fake, number) for number in range(60)]

    found = await connected(fake, max_orders=30).orders("1", limit=1000)

    assert len(found) == 30


async def test_an_order_that_comes_in_between_two_pages_hides_none(fake):
    fake.orders += [another_order(fake, number) for number in range(30)]
    source = connected(fake, page=20)
    await source.check()

    def one_more(name, said):
        new = another_order(fake, 99)
        fake.orders.append({**new, "orderPlacedAt": "2026-05-09T08:30:00.000Z"})
        return said

    fake.then(one_more)
    found = await source.orders("1", limit=200)

    assert len({each.number for each in found}) == len(found) == 38


@pytest.mark.parametrize("items", ["repeated", "missing"])
async def test_pages_that_do_not_make_up_the_whole_are_no_fact(fake, items):
    fake.orders += [another_order(fake, number) for number in range(30)]
    source = connected(fake, page=20)
    await source.check()
    first = []

    def spoil(name, said):
        content = said.json()
        page = content["data"]["customer"]["orders"]
        first.append(page["items"])
        page["items"] = first[0] if items == "repeated" else page["items"][:10]
        if items == "missing" and len(first) % 2 == 0:
            page["items"] = []
        return httpx.Response(200, json=content)

    fake.then(*[spoil] * 9)

    with pytest.raises(BadSourceData):
        await source.orders("1", limit=200)


async def test_an_order_that_is_somebody_elses_is_never_told(source, fake):
    await source.check()

    def swap(name, said):
        content = said.json()
        for each in content["data"]["customer"]["orders"]["items"]:
            each["customer"] = {"id": "2"}
        return httpx.Response(200, json=content)

    fake.then(swap)

    with pytest.raises(BadSourceData):
        await source.orders("1", limit=5)


async def test_codes_of_a_shops_own_are_found_however_they_are_written(source, fake):
    fake.orders[0]["code"] = "web-10042"

    for written in ("web-10042", "WEB-10042", "web-۱۰۰۴۲", " Web- 10042"):
        assert (await source.order("1", written)).number == "web-10042"
    with pytest.raises(OrderNotFound):
        await source.order("1", "web-1004")


async def test_two_orders_of_one_number_are_no_fact(source, fake):
    fake.orders[1]["code"] = fake.orders[0]["code"].lower()

    with pytest.raises(BadSourceData, match="number"):
        await source.order("1", fake.orders[0]["code"])


async def test_what_is_typed_is_only_ever_a_variable(source, fake):
    # The fake fails for any text of a question that is not one of ours.
    for typed in ('"}} mutation {', "$id", "\\", "سفارش", "x" * 10_000):
        with pytest.raises(OrderNotFound):
            await source.order("1", typed)


@pytest.mark.parametrize(
    "written",
    [
        "+98 912 123 4567",
        "00989121234567",
        "(0912) 123.45.67",
        "٠٩١٢١٢٣٤٥٦٧",
        "0912-1234567 (home)",
        "9121234567",
    ],
)
async def test_a_phone_is_found_however_staff_wrote_it(source, fake, written):
    fake.customers[3]["phoneNumber"] = written

    found = await source.find(shop.FAMILY)

    # What follows the number makes it none: then nobody is told to have it.
    expected = {"1", "3"} if "home" in written else {"1", "3", "4"}
    assert {each.id for each in found} == expected


@pytest.mark.parametrize(
    ("country", "number", "written"),
    [
        ("AE", "+971501234567", "050 123 4567"),
        ("AE", "+971501234567", "00971-50-1234567"),
        # Within Argentina a mobile is written with another prefix than from abroad.
        ("AR", "+5491123456789", "011 15-2345-6789"),
        ("NU", "+6834002", "4002"),
        ("US", "+14155550132", "(415) 555-0132"),
    ],
)
async def test_a_phone_is_found_as_it_is_written_in_its_country(
    fake, country, number, written
):
    fake.customers[3]["phoneNumber"] = written

    found = await connected(fake, country=country).find(
        Contact(ContactKind.PHONE, number)
    )

    assert [each.id for each in found] == ["4"]


async def test_a_phone_that_only_ends_alike_is_another(source, fake):
    fake.customers[3]["phoneNumber"] = "+1 912 123 4567"

    assert {each.id for each in await source.find(shop.FAMILY)} == {"1", "3"}


async def test_a_limit_below_one_finds_nobody(source):
    with pytest.raises(ValueError, match="limit"):
        await source.find(Contact(ContactKind.EMAIL, "a@b.example"), limit=0)


async def test_a_client_that_is_given_stays_open(fake):
    async with shop.settings().http.client(transport=fake.transport) as client:
        await VendureSource(shop.settings(), client=client).close()

        assert not client.is_closed


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "ftp://shop.example"},
        {"username": ""},
        {"password": Secret("")},
        {"name": ""},
        {"page": 0},
        {"max_orders": 0},
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong):
    given = {"url": "http://x", "username": "a", "password": Secret("b"), **wrong}

    with pytest.raises(ValueError, match=next(iter(wrong))):
        VendureSettings(**given)
