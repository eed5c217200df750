"""
What the shop says, as records: states, sums, languages and addresses.
"""

import copy
from datetime import datetime, timedelta, timezone

import pytest

from crm_connector.errors import BadSourceData
from crm_connector.model import Money, OrderStatus
from crm_connector.refunds import OrderRefund, RefundState
from crm_connector.sources.payload import read
from crm_connector.sources.vendure import mapping
from crm_connector.sources.vendure.mapping import Shop
from crm_connector.sources.vendure.money import Units
from crm_connector.sources.vendure.shapes import CustomerPayload, OrderPayload
from tests.crm_connector.sources.vendure import shop
from tests.crm_connector.sources.vendure.captured import load

SHOP = Shop("vendure", "IR", Units(2, rials_as_toman=True))
CAPTURED = {
    each["code"]: each
    for each in load("orders-1")["data"]["customer"]["orders"]["items"]
}
S = OrderStatus


def raw(order=shop.OPEN, **changes):
    """
    What was captured of an order, with other values.
    """
    return {**copy.deepcopy(CAPTURED[order.number]), **changes}


def told(content, shop_=SHOP):
    """
    The order of this content.
    """
    return mapping.order(shop_, read(OrderPayload, content, "vendure"), "1", shop.NOW)


def given_back(number, state, total, at="2026-05-08T08:00:00.000Z"):
    """
    A refund of the shop.
    """
    return {
        "id": str(number),
        "createdAt": at,
        "state": state,
        "total": total,
        "reason": None,
    }


def parcels(*states, quantity=1):
    """
    A parcel in each of these states; together they hold both lines of the open order.
    """
    return [
        {
            "id": str(number),
            "state": state,
            "method": "",
            "trackingCode": None,
            "lines": [{"orderLineId": line, "quantity": quantity}],
        }
        for number, (state, line) in enumerate(zip(states, ("9", "10"), strict=False))
    ]


@pytest.mark.parametrize(
    ("state", "sent", "status"),
    [
        ("PaymentAuthorized", (), S.PLACED),
        ("PaymentSettled", (), S.PAID),
        ("PaymentSettled", ("Created",), S.PREPARING),
        ("PaymentSettled", ("Pending",), S.PREPARING),
        ("PaymentSettled", ("Cancelled",), S.PAID),
        ("PartiallyShipped", ("Shipped",), S.PREPARING),
        ("PartiallyShipped", ("Shipped", "Pending"), S.PREPARING),
        ("Shipped", ("Shipped", "Shipped"), S.SHIPPED),
        ("PartiallyDelivered", ("Delivered",), S.PREPARING),
        ("PartiallyDelivered", ("Delivered", "Pending"), S.PREPARING),
        ("PartiallyDelivered", ("Delivered", "Shipped"), S.SHIPPED),
        ("Delivered", ("Delivered", "Delivered"), S.DELIVERED),
        ("Cancelled", (), S.CANCELLED),
        ("Cancelled", ("Delivered", "Delivered"), S.CANCELLED),
        # Staff is changing something: it stands where it stood.
        ("Modifying", (), S.PAID),
        ("Modifying", ("Shipped", "Shipped"), S.SHIPPED),
        ("Modifying", ("Delivered", "Delivered"), S.DELIVERED),
        ("ArrangingAdditionalPayment", ("Shipped",), S.PREPARING),
    ],
)
def test_where_an_order_stands(state, sent, status):
    assert told(raw(state=state, fulfillments=parcels(*sent))).status is status


def test_an_order_that_is_changed_before_it_was_paid_is_placed():
    assert told(raw(shop.AUTHORIZED, state="Modifying")).status is S.PLACED


@pytest.mark.parametrize("state", ["AtTheTailor", "AddingItems", "", "paymentsettled"])
def test_a_state_that_nobody_explained_is_no_fact(state):
    with pytest.raises(BadSourceData, match="statuses"):
        told(raw(state=state))


def test_a_shops_own_state_is_what_the_settings_say():
    own = Shop("vendure", "IR", Units(), {"OnTheBike": S.OUT_FOR_DELIVERY})
    content = raw(state="OnTheBike")
    content["history"]["items"].insert(
        0,
        {
            "id": "99",
            "type": "ORDER_STATE_TRANSITION",
            "createdAt": "2026-05-06T12:00:00+03:30",
            "data": {"from": "Shipped", "to": "OnTheBike"},
        },
    )

    order = told(content, own)

    assert order.status is S.OUT_FOR_DELIVERY
    assert order.changed_at == datetime(2026, 5, 6, 8, 30, tzinfo=timezone.utc)
    assert order.changed_at.utcoffset() == timedelta(0)


def test_a_status_is_reached_when_it_is_reached_first():
    content = raw(shop.SHIPPED)
    for number, (begin, end) in enumerate(
        [("Shipped", "Modifying"), ("Modifying", "Shipped")]
    ):
        content["history"]["items"].insert(
            0,
            {
                "id": str(90 + number),
                "type": "ORDER_STATE_TRANSITION",
                "createdAt": "2026-05-09T08:00:00.000Z",
                "data": {"from": begin, "to": end},
            },
        )

    assert told(content) == shop.SHIPPED


def test_a_parcel_that_was_cancelled_is_none():
    content = raw(shop.SHIPPED)
    content["fulfillments"][0]["state"] = "Cancelled"

    order = told({**content, "state": "PaymentSettled"})

    assert order.parcels == ()
    assert order.status is S.PAID
    assert S.PREPARING not in [each.status for each in order.history]


def test_a_moment_without_an_offset_is_no_fact():
    with pytest.raises(BadSourceData, match="offset"):
        told(raw(orderPlacedAt="2026-05-06T08:30:00"))


def test_a_cancelled_order_cost_what_was_paid_for_it():
    paid = raw(shop.CANCELLED)
    assert told(paid).total == shop.CANCELLED.total

    # Nobody paid: then the price of what was in it.
    unpaid = {**paid, "payments": [{**paid["payments"][0], "state": "Declined"}]}
    assert told(unpaid).total == shop.toman(900000)
    assert told({**paid, "payments": None}).total == shop.toman(900000)


@pytest.mark.parametrize(
    ("payments", "expected"),
    [
        ([], 0),
        ([("Settled", 1250000_000, [])], 1250000),
        ([("Settled", 1250000_000, [("Settled", 250000_000)])], 1000000),
        # Under way it is gone as well; what failed is not.
        ([("Settled", 1250000_000, [("Pending", 1250000_000)])], 0),
        ([("Settled", 1250000_000, [("Failed", 1250000_000)])], 1250000),
        ([("Declined", 1250000_000, []), ("Settled", 1000_000, [])], 1000),
        ([("Settled", 1000_000, []), ("Authorized", 1249000_000, [])], None),
    ],
)
def test_what_the_shop_has_been_paid(payments, expected):
    content = raw(
        payments=[
            {
                "id": str(at),
                "state": state,
                "amount": amount,
                "refunds": [
                    given_back(n, how, total) for n, (how, total) in enumerate(refunds)
                ],
            }
            for at, (state, amount, refunds) in enumerate(payments)
        ]
    )

    paid = told(content).paid

    assert paid == (None if expected is None else Money(expected, "IRT"))


def moved(number, begin, end, at):
    """
    A step of a refund.
    """
    return {
        "id": str(800 + number),
        "type": "ORDER_REFUND_TRANSITION",
        "createdAt": at,
        "data": {"refundId": number, "from": begin, "to": end, "reason": None},
    }


def test_what_goes_back_is_told_by_how_far_it_has_come():
    content = raw()
    # The oldest is listed last.
    content["payments"][0]["refunds"] = [
        given_back(9, "Pending", 200_000, "2026-05-09T08:00:00.000Z"),
        given_back(10, "Failed", 300_000, "2026-05-09T08:00:00.000Z"),
        given_back(11, "Settled", 400_000, "2026-05-09T09:00:00.000Z"),
        given_back(8, "Settled", 100_000, "2026-05-08T12:00:00+03:30"),
    ]
    content["history"]["items"] = [
        moved(10, "Pending", "Failed", "2026-05-09T08:30:00.000Z"),
        moved(8, "Pending", "Settled", "2026-05-09T08:10:00.000Z"),
        *content["history"]["items"],
    ]

    def at(*moment):
        return datetime(2026, 5, *moment, tzinfo=timezone.utc)

    assert told(content).refunds == (
        OrderRefund(shop.toman(100), RefundState.PAID, at(8, 8, 30), at(9, 8, 10)),
        OrderRefund(shop.toman(200), RefundState.APPROVED, at(9, 8)),
        # Of a very long history the beginning is left out.
        OrderRefund(shop.toman(400), RefundState.PAID, at(9, 9)),
    )


@pytest.mark.parametrize("payments", [None, []])
def test_of_what_nobody_paid_nothing_goes_back(payments):
    assert told(raw(payments=payments)).refunds == ()


def test_what_was_taken_out_of_an_order_is_not_in_it():
    content = raw()
    content["lines"][0]["quantity"] = 0

    assert told(content).lines == shop.OPEN.lines[1:]


@pytest.mark.parametrize(
    ("translations", "names"),
    [
        ({"en": "Pot", "de": "Topf", "fa": "دیگ"}, {"fa": "دیگ", "en": "Pot"}),
        ({"fa_AF": "دیگچه", "fa": "دیگ"}, {"fa": "دیگ"}),
        ({"fa": "دیگ", "fa_AF": "دیگچه"}, {"fa": "دیگ"}),
        ({"fa_AF": "دیگچه"}, {"fa": "دیگچه"}),
        ({"de": "Topf"}, {"de": "Topf"}),
        ({"fa": "  ", "en": " Pot "}, {"en": "Pot"}),
        # Without any, the variant's own name in the language of the answer.
        ({}, {"en": "Running shoes"}),
    ],
)
def test_names_are_told_in_our_languages(translations, names):
    content = raw()
    content["lines"][0]["productVariant"]["product"]["translations"] = [
        {"languageCode": language, "name": name}
        for language, name in translations.items()
    ]

    assert told(content).lines[0].names == names


def test_options_are_told_where_each_has_a_name():
    content = raw()
    options = content["lines"][0]["productVariant"]["options"]
    options[0]["translations"] = [
        each for each in options[0]["translations"] if each["languageCode"] != "ar"
    ]

    assert told(content).lines[0].variants == {"fa": "سفید ۴۳", "en": "white 43"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"phoneNumber": "0912-12"}, {"phone": "0912-12"}),
        ({"phoneNumber": ""}, {"phone": None}),
        ({"company": "  ", "streetLine2": None}, {"lines": shop.HOME.lines[:1]}),
        ({"fullName": None, "province": "", "countryCode": None}, {"name": ""}),
    ],
)
def test_addresses_are_told_as_they_are_written(changes, expected):
    content = raw()
    content["shippingAddress"].update(changes)

    address = told(content).ship_to

    assert {name: getattr(address, name) for name in expected} == expected


def test_an_order_that_goes_nowhere_has_no_address():
    nowhere = dict.fromkeys(CAPTURED[shop.OPEN.number]["shippingAddress"])

    assert told(raw(shippingAddress=nowhere)).ship_to is None
    assert told(raw(shippingAddress=None)).ship_to is None


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [("سارا", "احمدی", "سارا احمدی"), ("Cher", "", "Cher"), (" ", "", "a@b.example")],
)
def test_a_customer_is_called_by_name(first, last, name):
    payload = CustomerPayload.parse_obj(
        {
            "id": "7",
            "firstName": first,
            "lastName": last,
            "phoneNumber": "call me",
            "emailAddress": "a@b.example",
        }
    )

    customer = mapping.customer(SHOP, payload, shop.NOW)

    assert (customer.name, customer.phones) == (name, ())


@pytest.mark.parametrize(
    ("units", "amount", "currency", "money"),
    [
        (Units(), 4990, "USD", Money(4990, "USD")),
        (Units(), 9000000 * 100, "IRR", Money(9000000, "IRR")),
        (Units(2, True), 9000000 * 100, "IRR", Money(900000, "IRT")),
        (Units(2, True), 4990, "USD", Money(4990, "USD")),
        (Units(), 4950, "JPY", Money(50, "JPY")),
        (Units(), 1234, "KWD", Money(12340, "KWD")),
        (Units(4), 123456, "USD", Money(1235, "USD")),
        (Units(4), 123449, "USD", Money(1234, "USD")),
        (Units(0), 12, "USD", Money(1200, "USD")),
        (Units(0, True), 12345, "IRR", Money(1235, "IRT")),
        (Units(), 0, "USD", Money(0, "USD")),
        (Units(), 2**53 + 1, "USD", Money(2**53 + 1, "USD")),
    ],
)
def test_amounts_are_told_in_the_units_of_their_currency(
    units, amount, currency, money
):
    assert units.money(amount, currency) == money


@pytest.mark.parametrize(
    ("units", "money", "currency", "amount"),
    [
        (Units(), Money(4990, "USD"), "USD", 4990),
        (Units(2, True), Money(1, "IRT"), "IRR", 1000),
        (Units(2, True), Money(1, "IRR"), "IRR", None),
        (Units(), Money(1, "IRT"), "IRR", None),
        (Units(), Money(1, "EUR"), "USD", None),
        (Units(4), Money(1, "USD"), "USD", 100),
        (Units(0), Money(1, "USD"), "USD", 0),
    ],
)
def test_amounts_find_back_into_the_shops_units(units, money, currency, amount):
    assert units.amount(money, currency) == amount
