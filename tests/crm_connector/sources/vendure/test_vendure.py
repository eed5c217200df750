"""
A real Vendure: that the fake tells the truth, and what only the real one can show.
"""

from datetime import datetime, timezone

import pytest

from crm_connector.errors import Refused, SourceRejected
from crm_connector.model import CatalogueKind, Money, OrderStatus
from crm_connector.refunds import RefundState
from crm_connector.secret import Secret
from crm_connector.sources.vendure import VendureSource
from tests.crm_connector.sources.vendure import captured, shop
from tests.crm_connector.sources.vendure.staff import Staff


@pytest.fixture
async def source(vendure):
    """
    The source on the real shop.
    """
    source = VendureSource(shop.settings(vendure.url), clock=lambda: shop.NOW)
    yield source
    await source.close()


def test_the_captured_answers_are_what_it_says(vendure):
    said = captured.asked(vendure.url)

    assert sorted(said) == sorted(p.stem for p in captured.FIXTURES.glob("*.json"))
    for name, content in said.items():
        assert content == captured.load(name), name


async def test_an_account_with_too_few_rights_is_told_which(vendure):
    weak = shop.settings(
        vendure.url, username="weak@shop.example", password=Secret("weak-secret")
    )
    source = VendureSource(weak)

    with pytest.raises(SourceRejected, match="ReadCustomer, ReadCatalog, UpdateOrder"):
        await source.check()
    with pytest.raises(SourceRejected, match="rights"):
        await source.customer("1")
    await source.close()


async def test_a_wrong_password_is_the_operators_to_mend(vendure):
    source = VendureSource(shop.settings(vendure.url, password=Secret("wrong")))

    with pytest.raises(SourceRejected, match="account"):
        await source.check()
    await source.close()


async def test_a_session_that_was_ended_is_begun_again(source, vendure):
    await source.check()
    token = source._session._token
    Staff(vendure.url, token).does("mutation { logout { success } }")

    assert await source.customer("1") == shop.SARA
    assert source._session._token != token


@pytest.mark.parametrize(
    ("change", "input_"),
    [
        ("updateProduct", {"id": "2"}),
        ("updateProduct", {"id": "2", "enabled": False}),
        ("updateCollection", {"id": "3"}),
        ("updateFacetValue", {"id": "1"}),
        ("updateProductOption", {"id": "1"}),
    ],
)
async def test_a_catalogue_that_was_changed_has_another_version(
    source, vendure, change, input_
):
    before = await source.catalogue_version(), await source.catalogue()

    if "enabled" not in input_:
        input_ = {**input_, "translations": [{"languageCode": "fa", "name": "نو"}]}
    shape = f"{change[0].upper()}{change[1:]}Input!"
    Staff(vendure.url).does(
        f"mutation($input: {shape}) {{ {change}(input: $input) {{ id }} }}",
        input=input_,
    )

    after = await source.catalogue_version(), await source.catalogue()
    assert [after[0] == before[0], after[1] == before[1]] == [False, False]


async def test_an_order_that_is_packed_but_not_sent_can_be_cancelled(source):
    cancelled = await source.cancel_order("1", shop.PACKED.number, key="in time")

    assert cancelled.status is OrderStatus.CANCELLED
    assert cancelled.lines == shop.PACKED.lines
    assert cancelled.total == shop.PACKED.total
    assert await source.order("1", shop.PACKED.number) == cancelled


async def test_an_order_of_which_a_part_is_under_way_cannot(source):
    # The real shop would do it.
    with pytest.raises(Refused):
        await source.cancel_order("1", shop.PARTED.number, key="too late")

    assert await source.order("1", shop.PARTED.number) == shop.PARTED


async def test_an_order_that_staff_is_changing_stands_where_it_stood(source, vendure):
    staff = Staff(vendure.url)
    for order in (shop.OPEN, shop.SHIPPED, shop.PARTED):
        (found,) = staff.does(
            "query($code: String!) { orders(options: {filter: {code: {eq: $code}}}) "
            "{ items { id } } }",
            code=order.number,
        )["orders"]["items"]
        staff.does(
            'mutation($id: ID!) { transitionOrderToState(id: $id, state: "Modifying") '
            "{ __typename } }",
            id=found["id"],
        )

        assert (await source.order("1", order.number)).status is order.status
    with pytest.raises(Refused):
        await source.cancel_order("1", shop.OPEN.number, key="busy")
    assert await source.order("1", shop.OPEN.number) == shop.OPEN


async def test_the_shop_shows_its_staff_who_gave_money_back(source, vendure):
    refund = await source.refund_order(
        "1", shop.OPEN.number, shop.toman(7), key="wish-7"
    )

    (found,) = Staff(vendure.url).does(
        "query($code: String!) { orders(options: {filter: {code: {eq: $code}}}) "
        "{ items { payments { refunds { id reason total } } } } }",
        code=shop.OPEN.number,
    )["orders"]["items"]
    assert found["payments"][0]["refunds"] == [
        {"id": refund.reference, "reason": "Hamyar wish-7", "total": 7000}
    ]
    assert refund.is_settled


async def test_what_went_back_is_told_with_the_order_it_is_of(source):
    assert (await source.order("1", shop.OPEN.number)).refunds == ()
    begun = datetime.now(timezone.utc).replace(microsecond=0)

    await source.refund_order("1", shop.OPEN.number, shop.toman(7), key="wish-7")
    cancelled = await source.cancel_order("1", shop.OPEN.number, key="wish-8")

    rest = shop.toman(shop.OPEN.total.amount - 7)
    assert [(each.amount, each.state) for each in cancelled.refunds] == [
        (shop.toman(7), RefundState.PAID),
        (rest, RefundState.PAID),
    ]
    for each in cancelled.refunds:
        assert begun <= each.asked_at <= each.paid_at
    assert (await source.order("1", shop.OPEN.number)).refunds == cancelled.refunds


async def test_money_for_a_cancelled_order_can_be_given_back_whole(source):
    total = shop.CANCELLED.total

    refund = await source.refund_order("1", shop.CANCELLED.number, total, key="all")

    assert refund.amount == total


async def test_what_was_paid_in_dollars_is_given_back_in_cents(source):
    refund = await source.refund_order(
        "2", shop.JOHNS.number, shop.JOHNS.total, key="dollars"
    )

    assert refund.amount == shop.JOHNS.total


async def test_an_order_that_is_not_paid_yet_can_be_cancelled(source):
    cancelled = await source.cancel_order("1", shop.AUTHORIZED.number, key="no need")

    assert cancelled.status is OrderStatus.CANCELLED
    assert cancelled.total == shop.AUTHORIZED.total


async def test_another_channel_has_its_own_products_prices_and_orders(vendure):
    staff = Staff(vendure.url)
    home = staff.does("{ activeChannel { defaultTaxZone { id } } }")["activeChannel"]
    zone = home["defaultTaxZone"]["id"]
    channel = staff.does(
        "mutation($input: CreateChannelInput!) "
        "{ createChannel(input: $input) { ... on Channel { id token } } }",
        input={
            "code": "abroad",
            "token": "abroad-token",
            "defaultLanguageCode": "en",
            "defaultCurrencyCode": "USD",
            "pricesIncludeTax": True,
            "defaultTaxZoneId": zone,
            "defaultShippingZoneId": zone,
        },
    )["createChannel"]
    staff.does(
        "mutation($input: AssignProductsToChannelInput!) "
        "{ assignProductsToChannel(input: $input) { id } }",
        input={"productIds": ["1"], "channelId": channel["id"], "priceFactor": 1e-5},
    )
    account = {"username": "superadmin", "password": Secret("superadmin")}
    abroad = VendureSource(
        shop.settings(vendure.url, channel=channel["token"], **account),
        clock=lambda: shop.NOW,
    )
    nowhere = VendureSource(shop.settings(vendure.url, channel="no-token", **account))

    await abroad.check()
    shelf = await abroad.shelf(list(shop.SHELF))
    # Its price is in its own currency, and none of the stock is there.
    assert shelf == {"1": shop.on_shelf("1", Money(9000, "USD"), False, 0)}
    page = await abroad.catalogue()
    products = [e.id for e in page.entries if e.kind is CatalogueKind.PRODUCT]
    assert products == ["1"]
    assert await abroad.orders("1", limit=5) == ()
    with pytest.raises(SourceRejected):
        await nowhere.check()
    await abroad.close()
    await nowhere.close()
