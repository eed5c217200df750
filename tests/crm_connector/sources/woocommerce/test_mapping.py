"""
What the shop's answers mean: statuses, money, names, addresses, contacts.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from crm_connector.errors import BadSourceData, OrderNotFound
from crm_connector.model import Contact, ContactKind, Money, OrderStatus, Parcel
from crm_connector.refunds import OrderRefund, RefundState
from crm_connector.sources.woocommerce.money import Unit
from crm_connector.sources.woocommerce.writings import writings
from tests.crm_connector.small_shop import at
from tests.crm_connector.sources.woocommerce import shop as small
from tests.crm_connector.sources.woocommerce.shop import opened


def phone(number: str) -> Contact:
    """
    A phone in its compared form.
    """
    return Contact(ContactKind.PHONE, number)


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("pending", OrderStatus.PLACED),
        ("on-hold", OrderStatus.PLACED),
        ("processing", OrderStatus.PREPARING),
        ("completed", OrderStatus.SHIPPED),
        ("cancelled", OrderStatus.CANCELLED),
        ("failed", OrderStatus.CANCELLED),
        ("refunded", OrderStatus.CANCELLED),
    ],
)
async def test_statuses_mean_no_more_than_the_shop_knows(
    source, shop, word, meaning
) -> None:
    shop.order(731)["status"] = word

    assert (await source.order("7", "731")).status is meaning


async def test_what_was_refunded_after_it_was_sent_is_returned(source, shop) -> None:
    shop.order(727)["status"] = "refunded"

    order = await source.order("7", "727")

    assert order.status is OrderStatus.RETURNED
    assert OrderStatus.SHIPPED in [step.status for step in order.history]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, 1_550_000),
        ({"refunds": [{"id": 1, "reason": "", "total": "-550000"}]}, 1_000_000),
        ({"refunds": [{"id": 1, "reason": "", "total": "-1550000.00"}]}, 0),
        # Cash on delivery is paid when it is completed; a transfer may be under way.
        ({"date_paid_gmt": None, "payment_method": "cod"}, 0),
        ({"date_paid_gmt": None, "status": "pending"}, 0),
        ({"date_paid_gmt": None, "status": "on-hold"}, None),
    ],
)
async def test_what_was_paid_and_not_given_back(
    source, shop, changes, expected
) -> None:
    shop.order(731).update(changes)

    paid = (await source.order("7", "731")).paid

    assert paid == (None if expected is None else Money(expected, "IRT"))


async def test_without_a_word_of_refunds_nobody_knows_what_is_left(
    source, shop
) -> None:
    del shop.order(731)["refunds"]

    order = await source.order("7", "731")

    assert (order.paid, order.refunds) == (None, None)


async def test_what_a_gateway_gave_back_is_paid_and_the_rest_written_down(
    source, shop
) -> None:
    booked = shop.give_back(731, "50000", by_gateway=False)
    booked["date_created_gmt"] = "2026-05-10T09:00:00"
    shop.give_back(731, "1000000", by_gateway=True)

    expected = (
        OrderRefund(
            Money(1_000_000, "IRT"),
            RefundState.PAID,
            asked_at=at("2026-05-09T17:07:11"),
            paid_at=at("2026-05-09T17:07:11"),
        ),
        OrderRefund(
            Money(50_000, "IRT"),
            RefundState.RECORDED,
            asked_at=at("2026-05-10T09:00"),
        ),
    )
    order = await source.order("7", "731")
    assert order.refunds == expected
    assert order.paid == Money(500_000, "IRT")
    assert (await source.orders("7", limit=20))[2].refunds == expected


async def test_a_refund_of_which_nobody_says_who_made_it_is_only_written_down(
    source, shop
) -> None:
    del shop.give_back(731, "50000", by_gateway=True)["refunded_payment"]

    (refund,) = (await source.order("7", "731")).refunds

    assert refund.state is RefundState.RECORDED


async def test_only_orders_of_which_something_went_back_take_another_question(
    source, shop
) -> None:
    await source.orders("7", limit=20)
    assert len(shop.asked) == 1

    shop.give_back(731, "50000", by_gateway=True)
    await source.orders("7", limit=20)

    assert [each.url.path.rpartition("/v3/")[2] for each in shop.asked[1:]] == [
        "orders",
        "orders/731/refunds",
    ]


@pytest.mark.parametrize("word", ["trash", "draft", "auto-draft", "checkout-draft"])
async def test_what_is_no_order_is_not_found(source, shop, word) -> None:
    shop.order(731)["status"] = word

    with pytest.raises(OrderNotFound):
        await source.order("7", "731")
    numbers = [each.number for each in await source.orders("7", limit=20)]
    assert numbers == ["Web-1003", "735", "727"]


async def test_drafts_do_not_count_against_the_limit(source, shop) -> None:
    shop.order(740)["status"] = "checkout-draft"

    (order,) = await source.orders("7", limit=1)

    assert order.number == "735"


async def test_the_settings_explain_what_plugins_added(shop) -> None:
    shop.order(731)["status"] = "at-customs"
    source = opened(
        shop,
        statuses={
            "at-customs": OrderStatus.SHIPPED,
            "completed": OrderStatus.DELIVERED,
        },
    )

    assert (await source.order("7", "731")).status is OrderStatus.SHIPPED
    delivered = await source.order("7", "727")
    assert delivered.status is OrderStatus.DELIVERED
    assert delivered.changed_at == at("2026-03-02T08:00")
    await source.close()


async def test_a_status_that_nobody_explained_is_no_fact(source, shop) -> None:
    shop.order(731)["status"] = "at-customs"

    with pytest.raises(BadSourceData, match="settings"):
        await source.order("7", "731")


async def test_an_order_that_was_taken_up_again_is_not_sent(source, shop) -> None:
    shop.order(727)["status"] = "processing"

    order = await source.order("7", "727")

    assert OrderStatus.SHIPPED not in [step.status for step in order.history]


async def test_guest_orders_belong_to_nobody(source) -> None:
    for who in ("0", "7"):
        with pytest.raises(OrderNotFound):
            await source.order(who, "741")
    assert await source.orders("0", limit=20) == ()


async def test_an_id_of_another_order_may_be_a_number_of_ours(source, shop) -> None:
    shop.order(740)["number"] = "729"

    order = await source.order("7", "۷۲۹")

    assert (order.number, order.customer_id) == ("729", "7")
    assert order.placed_at == small.PENDING.placed_at


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("TR1", (Parcel({}, "TR1", None, None),)),
        (12345, (Parcel({}, "12345", None, None),)),
        ("", ()),
        (None, ()),
        ([], ()),
        ([None, {"tracking_number": ""}, 1.5, [["x"]]], ()),
        (
            [
                {
                    "tracking_provider": "post",
                    "tracking_number": " A ",
                    "date_shipped": 0,
                }
            ],
            (Parcel({"fa": "post"}, "A", at("1970-01-01T00:00"), None),),
        ),
        (
            [{"tracking_number": "A", "date_shipped": "99999999999"}],
            (Parcel({}, "A", None, None),),
        ),
    ],
)
async def test_tracking_codes_are_where_the_settings_say(shop, value, expected) -> None:
    shop.order(731)["meta_data"].append({"id": 9, "key": "post_code", "value": value})
    source = opened(shop, tracking=("post_code",))

    assert (await source.order("7", "731")).parcels == expected
    assert (await source.order("7", "727")).parcels == ()
    await source.close()


@pytest.mark.parametrize(
    ("code", "written", "expected"),
    [
        ("IRT", "350000", Money(350_000, "IRT")),
        ("IRT", "350000.00", Money(350_000, "IRT")),
        ("IRR", "3500000", Money(3_500_000, "IRR")),
        ("IRHT", "350.5", Money(350_500, "IRT")),
        ("IRHR", "3500", Money(3_500_000, "IRR")),
        ("USD", "29.35", Money(2_935, "USD")),
        ("USD", "29.355", Money(2_936, "USD")),
        ("JPY", "29", Money(29, "JPY")),
        ("KWD", "1.234", Money(1_234, "KWD")),
    ],
)
def test_amounts_are_in_whole_units(code, written, expected) -> None:
    unit = Unit.of(code, rials_as_toman=False)

    assert unit.money(Decimal(written)) == expected


@pytest.mark.parametrize(
    ("code", "written", "ours"),
    [("IRR", "3500000", 350_000), ("IRHR", "3500", 350_000), ("IRT", "5", 5)],
)
def test_rials_may_be_told_in_toman(code, written, ours) -> None:
    unit = Unit.of(code, rials_as_toman=True)

    assert unit.money(Decimal(written)) == Money(ours, "IRT")
    assert Decimal(unit.written(Money(ours, "IRT"))) == Decimal(written)


async def test_tax_belongs_to_the_price(source, shop) -> None:
    line = shop.order(727)["line_items"][0]
    line |= {"quantity": 2, "subtotal": "600000", "subtotal_tax": "60000"}

    order = await source.order("7", "727")

    assert order.lines[0].unit_price == Money(330_000, "IRT")


async def test_a_customer_is_found_by_what_an_order_names(source) -> None:
    """
    However it is written there; whoever has no order is found by the user's name.
    """
    assert await source.find(phone("+989121234567")) == (small.SARA,)
    assert await source.find(phone("+989351112233")) == (small.REZA,)
    mail = Contact(ContactKind.EMAIL, "sara@example.com")
    assert await source.find(mail) == (small.SARA,)


@pytest.mark.parametrize(
    "written",
    [
        "09121234567",
        "9121234567",
        "+989121234567",
        "0098 912 123 4567",
        "0912 123 4567",
        "0912-123-4567",
        "0912 1234567",
        "(0912) 1234567",
        "۰۹۱۲۱۲۳۴۵۶۷",
    ],
)
async def test_a_phone_is_found_however_it_is_written(source, shop, written) -> None:
    for record in (*shop.customers, *shop.orders):
        if record["billing"]["first_name"] == "سارا":
            record["billing"]["phone"] = written

    assert await source.find(phone("+989121234567")) == (small.SARA,)


async def test_old_orders_with_a_former_phone_prove_nothing(source, shop) -> None:
    shop.customers[0]["billing"]["phone"] = "09120000000"

    assert await source.find(phone("+989121234567")) == ()


async def test_contacts_that_cannot_be_sent_are_nobodys(source, shop) -> None:
    assert await source.find(Contact(ContactKind.EMAIL, "\ud800@x.y")) == ()
    assert shop.asked == []


def test_an_american_phone_has_ways_of_writing_too() -> None:
    assert "(415) 555-2671" in writings(phone("+14155552671"))


async def test_empty_objects_are_lists_in_php(source, shop) -> None:
    shop.customers[0]["billing"] = []
    shop.order(731)["shipping"] = []

    assert (await source.customer("7")).phones == ()
    assert (await source.order("7", "731")).ship_to is None


async def test_a_shop_without_brands_has_none(source, shop) -> None:
    shop.has_brands = False

    page = await source.catalogue()

    assert page.entries == small.CATALOGUE[1:]
    assert await source.catalogue_version() is not None


async def test_a_changed_product_changes_the_version(source, shop) -> None:
    before = await source.catalogue_version()

    shop.products[0] |= {
        "name": "کفش تازه",
        "date_modified_gmt": "2026-05-09T00:00:00",
    }

    assert await source.catalogue_version() != before
