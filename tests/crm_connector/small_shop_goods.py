"""
What of the small shop's orders may be changed: further rows, and the same as records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from crm_connector.choices import PaymentMethod, Variant
from crm_connector.model import Address, Order, OrderStatus, StatusChange
from crm_connector.operations import MethodKind
from tests.crm_connector import small_shop
from tests.crm_connector.conformance import Tried
from tests.crm_connector.conformance_of_goods import Goods
from tests.crm_connector.small_shop import (
    NOW,
    SARAS_HOME,
    SHOES,
    SOURCE,
    WAITING,
    at,
    beans,
    bill,
    toman,
)
from tests.crm_connector.small_shop_rows import WAITING_ROWS

_TO = "'سارا احمدی', '+989121234567', 'تهران', 'تهران', 'ولیعصر', '1'"
GOODS_ROWS = (
    WAITING_ROWS
    + """
INSERT INTO variants VALUES
    (23, 11, 'RUN-BLACK', 'black', NULL, 950000, 2),
    (24, 11, 'RUN-GONE', NULL, '42', 880000, 0);
UPDATE payment_methods SET balance = 10000 WHERE id = 32;
INSERT INTO orders VALUES
    (106, '10045', 1, TO_HER, 'paid', 'web', 'post', '2026-05-09T13:00:00+00:00',
     '2026-05-09T13:01:00+00:00', NULL, NULL, 1500000, 90000, 0, 1410000),
    (107, '10046', 1, TO_HER, 'paid', 'web', 'post', '2026-05-09T13:30:00+00:00',
     '2026-05-09T13:31:00+00:00', NULL, NULL, 900000, 0, 0, 900000),
    (108, '10040', 1, TO_HER, 'delivered', 'web', 'post', '2026-02-20T08:00:00+00:00',
     '2026-02-24T08:00:00+00:00', NULL, NULL, 1500000, 90000, 45000, 1455000),
    (109, '10039', 1, TO_HER, 'delivered', 'web', 'post', '2026-02-10T08:00:00+00:00',
     '2026-02-14T08:00:00+00:00', NULL, NULL, 900000, 0, 0, 900000);
INSERT INTO order_lines VALUES
    (7, 106, 1, 11, 21, 1, 900000, 90000, 810000),
    (8, 106, 2, 12, 22, 2, 300000, 0, 600000),
    (9, 107, 1, 11, 21, 1, 900000, 0, 900000),
    (10, 108, 1, 11, 21, 1, 900000, 90000, 810000),
    (11, 108, 2, 12, 22, 2, 300000, 0, 600000),
    (12, 109, 1, 11, 21, 1, 900000, 0, 900000);
INSERT INTO order_status_history VALUES
    (10, 108, 'delivered', '2026-02-24T08:00:00+00:00'),
    (11, 109, 'delivered', '2026-02-14T08:00:00+00:00');
INSERT INTO payments VALUES
    (7, 106, 'online_card', 'paid', 1410000, 'P106', '2026-05-09T13:00:00+00:00',
     '2026-05-09T13:01:00+00:00'),
    (8, 107, 'online_card', 'paid', 900000, 'P107', '2026-05-09T13:30:00+00:00',
     '2026-05-09T13:31:00+00:00'),
    (9, 108, 'online_card', 'paid', 1455000, 'P108', '2026-02-20T08:00:00+00:00',
     '2026-02-20T08:01:00+00:00'),
    (10, 109, 'online_card', 'paid', 900000, 'P109', '2026-02-10T08:00:00+00:00',
     '2026-02-10T08:01:00+00:00');
""".replace("TO_HER", _TO)
)


def _order(number: str, placed: str, came: str | None, *first: str) -> Order:
    """
    An order of shoes, whose line has the first id; with beans, if there are two ids.
    """
    cheap = len(first) == 2
    shoes = replace(SHOES, id=first[0], discount=toman(90000) if cheap else None)
    total = 900000 if not cheap else 1410000 if came is None else 1455000
    return Order(
        number=number,
        customer_id="1",
        status=OrderStatus.PAID if came is None else OrderStatus.DELIVERED,
        placed_at=at(placed),
        expected_on=None,
        lines=(shoes, *(beans(2, id_) for id_ in first[1:])),
        history=()
        if came is None
        else (StatusChange(OrderStatus.DELIVERED, at(came)),),
        parcels=(),
        total=toman(total),
        source=SOURCE,
        as_of=NOW,
        ship_to=SARAS_HOME,
        paid_with="31",
        paid=toman(total),
        refunds=(),
        shipping=toman(45000 if cheap and came else 0),
        discount=toman(90000 if cheap else 0),
        delivery="post",
    )


OPEN = _order("10045", "2026-05-09T13:00", None, "7", "8")
ALSO_OPEN = _order("10046", "2026-05-09T13:30", None, "9")
CAME = _order("10040", "2026-02-20T08:00", "2026-02-24T08:00", "10", "11")
ALSO_CAME = _order("10039", "2026-02-10T08:00", "2026-02-14T08:00", "12")


def _variant(
    id_: str, product: str, price: int, *, there: bool = True, **of: tuple[str, str]
) -> Variant:
    """
    A variant; `of` are its colour and its size by language.
    """
    options = {
        language: {name: text for name, text in _named(language, texts) if text}
        for language, texts in of.items()
    }
    return Variant(id_, product, options, toman(price), there, SOURCE, NOW)


def _named(language: str, texts: Iterable[str]) -> Iterable[tuple[str, str]]:
    # What has neither colour nor size has no texts at all.
    return zip(_NAMES[language], texts, strict=False)


_NAMES = {"fa": ("رنگ", "اندازه"), "ar": ("اللون", "المقاس"), "en": ("colour", "size")}
VARIANTS = (
    Variant("21", "11", SHOES.options, toman(900000), True, SOURCE, NOW),
    _variant(*("23", "11", 950000), fa=("مشکی", ""), ar=("أسود", ""), en=("black", "")),
    _variant(
        *("24", "11", 880000),
        there=False,
        fa=("", "۴۲"),
        ar=("", "٤٢"),
        en=("", "42"),
    ),
    _variant("22", "12", 300000),
)
_WORDS = {
    "online_card": ("کارت", "بطاقة", "card"),
    "wallet": ("کیف پول", "محفظة", "wallet"),
    "card_to_card": ("کارت‌به‌کارت", "تحويل", "transfer"),
    "cash_on_delivery": ("در محل", "عند الاستلام", "cash"),
}


def _method(
    id_: str, kind: MethodKind, word: str, balance: int | None = None
) -> PaymentMethod:
    names = dict(zip(("fa", "ar", "en"), _WORDS[word], strict=True))
    return PaymentMethod(id_, kind, None if balance is None else toman(balance), names)


METHODS = (
    _method("31", MethodKind.CARD, "online_card"),
    _method("32", MethodKind.WALLET, "wallet", 10000),
    _method("34", MethodKind.TRANSFER, "card_to_card"),
    _method("35", MethodKind.CASH, "cash_on_delivery"),
)
GOODS = Goods(
    open="10045",
    also_open="10046",
    came="10040",
    also_came="10039",
    many=("8", "11"),
    better="23",
    sold_out="24",
    strange="22",
    method="31",
    poor="32",
    variants=VARIANTS,
    methods=METHODS,
)
ELSEWHERE = Address(
    *("سارا احمدی", ("خیابان آزادی", "پلاک ۲"), "کرج", "البرز", "313", "IR")
)
STOCK = {"21": 5, "22": 9, "23": 2, "24": 0}


def tried(source: object, take_down: Callable[[], object]) -> Tried:
    """
    A source on a file with `GOODS_ROWS`, for the tests that hold for all sources.
    """
    whole = small_shop.tried_whole(source, take_down)
    waiting, *others = whole.orders
    assert waiting == WAITING
    shelf = dict(whole.shelf)
    # The variants that are there add up.
    shelf["11"] = small_shop.shelf_item("11", 900000, 7)
    return replace(
        whole,
        orders=(ALSO_OPEN, OPEN, waiting, *others, CAME, ALSO_CAME),
        invoices=(
            bill(ALSO_OPEN, 900000),
            bill(OPEN, 1410000),
            *whole.invoices,
            bill(CAME, 1455000),
            bill(ALSO_CAME, 900000),
        ),
        shelf=shelf,
        elsewhere=ELSEWHERE,
        # One column for the street, and the shop's own country goes without saying.
        arrived=replace(ELSEWHERE, lines=("خیابان آزادی، پلاک ۲",), country=None),
        homeless=(replace(ELSEWHERE, country="DE"),),
        goods=GOODS,
    )
