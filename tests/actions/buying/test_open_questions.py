"""
Answers to what is asked of a cart, as people give them.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.buying.draft import Open
from crm_connector.model import Money
from tests.actions.buying.carts import bought
from tests.actions.buying.conftest import COLOUR, OPTION


async def ordered(chat, source):
    """
    What was sold after all that is missing was answered and a yes was said.
    """
    if chat.draft.open is Open.DELIVERY:
        await chat.presses(chat.titles[0].split(":")[0])
    await chat.says("yes", "affirm")
    return bought(source)


@pytest.mark.parametrize(
    ("chat", "text"),
    [
        ("en", "the second one"),
        ("en", "2"),
        ("fa", "دومی"),
        ("fa", "۲"),
        ("fa", "گزینه ۲"),
        ("fa", "dovomi"),
        ("ar", "الثانية"),
        ("ar", "رقم ٢"),
    ],
    indirect=["chat"],
)
@pytest.mark.parametrize("intent", ["track_order", "nlu_fallback"])
async def test_a_bare_number_is_a_place_while_a_choice_stands_open(
    chat, text, intent
) -> None:
    await chat.wants("میخوام قهوه سفارش بدم")
    assert chat.draft.open is Open.WHICH
    second = chat.draft.question.choices[1][1]

    await chat.says(text, intent)

    assert chat.draft.items[0].product == second
    # The delivery is a choice as well: the second is the rider.
    assert chat.draft.open is Open.DELIVERY
    await chat.says(text, intent)
    assert chat.draft.delivery == "same_day"


@pytest.mark.parametrize(
    ("chat", "text"),
    [
        ("en", "courier"),
        ("en", "by courier please"),
        ("en", "the fastest delivery"),
        ("fa", "پیک"),
        ("fa", "با پیک بفرست"),
        ("fa", "سریع‌ترین ارسال"),
        ("fa", "ba peyk"),
        ("ar", "المندوب"),
        ("ar", "مع المندوب"),
        ("ar", "اسرع توصيل"),
    ],
    indirect=["chat"],
)
async def test_the_courier_by_what_he_is(chat, source, text) -> None:
    await chat.wants("I want a wallet")

    await chat.says(text, "delivery_options")

    assert chat.draft.open is Open.CONFIRM
    assert [total for _, _, total in await ordered(chat, source)] == [485_000]


@pytest.mark.parametrize(
    ("chat", "text"),
    [
        ("en", "the cheapest"),
        ("en", "post"),
        ("fa", "ارزون ترین ارسال"),
        ("fa", "پست"),
        ("fa", "arzun tarin"),
        ("ar", "ارخص توصيل"),
        ("ar", "بالبريد"),
    ],
    indirect=["chat"],
)
async def test_the_cheapest_delivery(chat, source, text) -> None:
    await chat.wants("I want a wallet")

    await chat.says(text, "delivery_options")

    assert [total for _, _, total in await ordered(chat, source)] == [445_000]


@pytest.mark.parametrize(
    ("chat", "text"),
    [
        ("en", "same address as before"),
        ("en", "the previous one"),
        ("fa", "همون آدرس قبلی"),
        ("fa", "همون آدرس خونه"),
        ("fa", "hamun adrese ghabli"),
        ("ar", "نفس العنوان"),
        ("en", "the one in Tehran: تهران"),
        ("en", "1"),
    ],
    indirect=["chat"],
)
@pytest.mark.parametrize("intent", ["reorder", "out_of_scope"])
async def test_the_address_of_before_is_an_address(chat, source, text, intent) -> None:
    await chat.wants("I want a wallet")
    await chat.says("send it to another address", "change_shipping_address")
    assert chat.draft.open is Open.ADDRESS

    await chat.says(text, intent)

    assert chat.draft.address is not None
    assert chat.draft.address.city == "تهران"
    assert [city for _, city, _ in await ordered(chat, source)] == ["تهران"]


@pytest.mark.parametrize(
    ("chat", "text"),
    [
        ("en", "to the same address as before"),
        ("fa", "همون آدرس خونه"),
        ("fa", "hamun adrese ghabli"),
        ("ar", "نفس العنوان"),
    ],
    indirect=["chat"],
)
async def test_the_address_that_is_shown_may_be_agreed_to(chat, text) -> None:
    await chat.wants("I want a wallet")
    before = chat.draft.address

    told = await chat.says(text, "reorder")

    assert chat.draft.open is Open.DELIVERY
    assert chat.draft.address == before
    assert len(chat.draft.items) == 1
    assert "did not understand" not in told


class TestWeights:
    """
    A thing that there is in 200 and in 500 g.
    """

    @pytest.fixture(autouse=True)
    def weighed(self, source):
        """
        The Turkish coffee in two bags.
        """
        piece = source.goods.pop("turkish-1")
        for grams in (200, 500):
            options = {
                "fa": {"اندازه": f"{grams} گرم"},
                "ar": {"المقاس": f"{grams} غ"},
                "en": {"size": f"{grams} g"},
            }
            id_ = f"turkish-{grams}"
            source.stock[id_] = 9
            price = Money(grams * 1_000, "IRT")
            source.goods[id_] = replace(piece, id=id_, options=options, price=price)

    @pytest.mark.parametrize(
        ("chat", "text"),
        [
            ("en", "250 g"),
            ("fa", "۲۵۰ گرمی"),
            ("fa", "250 gerami"),
            ("fa", "یه کیلویی"),
            ("ar", "٢٥٠ غرام"),
            ("ar", "ربع كيلو"),
        ],
        indirect=["chat"],
    )
    async def test_how_much_there_is_not_of_it_is_said(self, chat, text) -> None:
        await chat.wants("I want a Turkish coffee")
        assert chat.draft.open is Open.VARIANT

        told = await chat.says(text, "out_of_scope")

        assert text.removesuffix("ی") in told or "ربع" in told
        assert any("200" in e or "۲۰۰" in e or "٢٠٠" in e for e in chat.titles)
        assert chat.draft.unclear == 0

    @pytest.mark.parametrize(
        ("chat", "text"),
        [
            ("en", "half a kilo"),
            ("en", "500"),
            ("fa", "نیم کیلویی"),
            ("fa", "۵۰۰ گرمی"),
            ("fa", "nim kilo"),
            ("ar", "نص كيلو"),
            ("en", "the second"),
            ("fa", "۲"),
        ],
        indirect=["chat"],
    )
    async def test_how_much_there_is_of_it(self, chat, text) -> None:
        await chat.wants("I want a Turkish coffee")

        await chat.says(text, "track_order")

        assert [each.variant for each in chat.draft.items] == ["turkish-500"]
        assert chat.draft.items[0].quantity == 1

    async def test_the_cheapest_of_them(self, chat) -> None:
        await chat.wants("I want a Turkish coffee")

        await chat.says("the cheapest one", "search_product")

        assert [each.variant for each in chat.draft.items] == ["turkish-200"]


async def test_the_cheapest_of_several_products(chat) -> None:
    await chat.wants("I want to buy coffee")

    await chat.says("the cheapest", "my_offers")

    assert [each.product for each in chat.draft.items] == ["turkish"]


async def test_none_of_them_asks_for_something_else(chat) -> None:
    await chat.wants("I want to buy coffee")

    told = await chat.says("none of these", "deny")

    assert "What should be different?" in told


@pytest.mark.parametrize(
    ("chat", "text"),
    [
        ("en", "cash on delivery"),
        ("fa", "پرداخت در محل"),
        ("fa", "pardakht dar mahal"),
        ("ar", "الدفع عند الاستلام"),
    ],
    indirect=["chat"],
)
async def test_how_it_is_paid_may_be_said_at_any_time(chat, source, text) -> None:
    await chat.wants("a Tabesh t-shirt")
    assert chat.draft.open is Open.VARIANT

    told = await chat.says(text, "check_payment_methods")
    assert chat.draft.open is Open.VARIANT
    assert len(told.splitlines()) > 2
    await chat.says("white L", "search_product")
    await ordered(chat, source)

    assert len(bought(source)) == 1
    assert source.payable == set()


@pytest.mark.parametrize(
    ("chat", "text"),
    [("en", "card to card"), ("fa", "کارت به کارت"), ("fa", "kart be kart")],
    indirect=["chat"],
)
async def test_how_it_cannot_be_paid_is_said(chat, text) -> None:
    await chat.wants("I want a wallet")
    await chat.presses(chat.titles[0].split(":")[0])

    told = await chat.says(text, "check_payment_methods")

    assert chat.draft.open is Open.CONFIRM
    assert chat.draft.pay_by is None
    assert len(told) > len(chat.said[-1])


async def test_all_of_it_may_be_said_at_once(chat, source) -> None:
    told = await chat.wants("I want two wallets by courier, I pay cash on delivery")

    assert chat.draft.open is Open.CONFIRM
    assert "Chabok Riders" in told
    assert "in cash on delivery" in told
    await chat.says("yes", "affirm")
    assert bought(source) == [([("wallet-1", 2)], "تهران", 885_000)]


@pytest.mark.parametrize(
    "text",
    [
        "Shiraz, 8 Zand Street, postal code 7134567890",
        "شیراز، خیابان زند، پلاک ۸، کد پستی ۷۱۳۴۵۶۷۸۹۰",
        "شيراز، شارع زند، رقم ٨، الرمز البريدي ٧١٣٤٥٦٧٨٩٠",
    ],
)
async def test_an_address_says_nothing_of_paying_or_delivering(chat, text) -> None:
    await chat.wants("a Tabesh t-shirt")
    await chat.says("white, L", "search_product")
    await chat.says("send it to another address", "change_shipping_address")

    await chat.says(text, "change_shipping_address")

    assert chat.draft.address is not None
    assert chat.draft.address.postal_code == "7134567890"
    assert chat.draft.pay_by is None
    assert chat.draft.way_said == ""


@pytest.mark.parametrize(
    "text",
    [
        "Shiraz, 8 Zand Street, postal code 7134567890",
        "شیراز، خیابان زند، پلاک ۸، کد پستی ۷۱۳۴۵۶۷۸۹۰",
        "شيراز، شارع زند، رقم ٨، الرمز البريدي ٧١٣٤٥٦٧٨٩٠",
    ],
)
async def test_an_address_instead_of_a_delivery_is_one(chat, source, text) -> None:
    await chat.wants("I want a wallet")
    assert chat.draft.open is Open.DELIVERY

    await chat.says(text, "out_of_scope")

    assert chat.draft.address is not None
    assert chat.draft.address.postal_code == "7134567890"
    assert bought(source) == []


@pytest.mark.parametrize("intent", ["reorder", "change_order"])
async def test_a_place_is_no_earlier_order(chat, intent) -> None:
    await chat.wants("I want to buy coffee")
    second = chat.draft.question.choices[1][1]

    await chat.says("the second", intent)

    assert [each.product for each in chat.draft.items] == [second]


class TestColours:
    """
    The wallet in two colours, of which two are wanted.
    """

    @pytest.fixture(autouse=True)
    def coloured(self, source):
        """
        A white and a red one.
        """
        piece = source.goods.pop("wallet-1")
        for colour, names in COLOUR.items():
            options = {
                lang: {OPTION["color"][lang]: names[lang]}
                for lang in ("fa", "ar", "en")
            }
            id_ = f"wallet-{colour}"
            source.stock[id_] = 9
            source.goods[id_] = replace(piece, id=id_, options=options)

    @pytest.mark.parametrize(
        ("chat", "text"),
        [("en", "white and red"), ("fa", "سفید و قرمز"), ("ar", "أبيض وأحمر")],
        indirect=["chat"],
    )
    async def test_one_of_each(self, chat, text) -> None:
        await chat.wants("I want two wallets")

        await chat.says(text, "nlu_fallback")

        assert sorted((e.variant, e.quantity) for e in chat.draft.items) == [
            ("wallet-red", 1),
            ("wallet-white", 1),
        ]

    @pytest.mark.parametrize("text", ["white", "sorry, red, I mean white"])
    async def test_one_of_them_for_both(self, chat, text) -> None:
        await chat.wants("I want two wallets")

        await chat.says(text, "nlu_fallback")

        assert [(e.variant, e.quantity) for e in chat.draft.items] == [
            ("wallet-white", 2)
        ]
