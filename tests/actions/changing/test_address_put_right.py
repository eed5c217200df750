"""
An address that is put right at its read-back: to whom, which code, which house.
"""

from dataclasses import replace

import pytest

from actions.changing.state.wishes import Kind
from crm_connector.model import Address, OrderStatus
from tests.actions.changing.journeys import STRICT
from tests.actions.changing.shops import LAMP, MUG, FakeShop, Talk, an_order

SHIRAZ = Address(
    "ندا رحیمی", ("کوچه یاس", "پلاک ۲۵"), "شیراز", "فارس", "7219739376", "IR"
)
WAYS = ("fa", "fa-Latn", "ar", "en")
WANTED = {
    "fa": "آدرس رو عوض کن: تهران خیابان آزادی پلاک ۱۲ واحد ۳",
    "fa-Latn": "adres ro avaz kon: tehran khiaban azadi pelak 12 vahed 3",
    "ar": "غير العنوان: طهران شارع الحرية رقم 12 شقة 3",
    "en": "change the address to 12 Oak Street, apt 3, Tehran",
}


def talk(lang):
    """
    A customer whose order goes to Shiraz.
    """
    order = replace(an_order("W1001", OrderStatus.PLACED, MUG, LAMP), ship_to=SHIRAZ)
    return Talk(FakeShop(STRICT, order), lang[:2])


async def read_back(lang, text=""):
    """
    As far as the read-back of another address.
    """
    made = talk(lang)
    await made.begins(text or WANTED[lang], Kind.ADDRESS)
    assert made.asked == "utter_ask_wish_change_address"
    return made


def address(made):
    """
    What was read back.
    """
    return made.wishes.at_hand.address


@pytest.mark.parametrize("lang", WAYS)
async def test_a_bare_code_at_the_read_back_is_a_postal_code(lang):
    made = await read_back(lang)

    await made.says("7134567890", "track_order", is_sure=True, names=("7134567890",))

    assert made.asked == "utter_ask_wish_change_address"
    assert address(made).postal_code == "7134567890"
    await made.says("yes", "affirm", is_sure=True)
    assert made.shop.writes[0][0].address.postal_code == "7134567890"


async def test_the_number_of_an_order_is_no_postal_code():
    made = await read_back("en")

    told = await made.says("W1001", "track_order", is_sure=True, names=("W1001",))

    assert told is None or address(made).postal_code is None


@pytest.mark.parametrize(
    ("lang", "said", "name"),
    [
        ("fa", "گیرنده شوهرم علی احمدی 09121112233", "علی احمدی"),
        ("fa-Latn", "girande shoharam Ali Ahmadi 09121112233", "Ali Ahmadi"),
        ("ar", "المستلم زوجي علي احمدي 09121112233", "علي احمدي"),
        ("en", "recipient my husband Ali Ahmadi 09121112233", "Ali Ahmadi"),
    ],
)
async def test_who_receives_it_is_named_behind_who_that_is(lang, said, name):
    made = await read_back(lang, f"{WANTED[lang]}, {said}")

    assert address(made).name == name
    assert address(made).phone == "09121112233"


@pytest.mark.parametrize(
    ("lang", "said", "name"),
    [
        ("fa", "نه گیرنده علی رحیمی باشه", "علی رحیمی"),
        ("fa-Latn", "na girande Ali Rahimi bashe", "Ali Rahimi"),
        ("ar", "لا المستلم علي رحيمي", "علي رحيمي"),
        ("en", "no, recipient Ali Rahimi please", "Ali Rahimi"),
    ],
)
@pytest.mark.parametrize("intent", ["deny", "change_shipping_address"])
async def test_a_no_with_another_recipient_puts_it_right(lang, said, name, intent):
    made = await read_back(lang)

    await made.says(said, intent, is_sure=True)

    assert made.asked == "utter_ask_wish_change_address"
    assert address(made).name == name


@pytest.mark.parametrize(
    ("lang", "said", "before", "now"),
    [
        ("fa", "نه پلاک ۲۱", "پلاک ۱۲", "پلاک ۲۱"),
        ("fa", "نه واحد ۵", "واحد ۳", "واحد ۵"),
        ("fa-Latn", "na pelak 21", "pelak 12", "pelak 21"),
        ("ar", "لا رقم 21", "رقم 12", "رقم 21"),
        ("en", "no, number 21", "12 Oak Street", "21 Oak Street"),
        ("en", "no, it's 21 Oak Street", "12 Oak Street", "21 Oak Street"),
    ],
)
@pytest.mark.parametrize("intent", ["deny", "change_shipping_address"])
async def test_a_no_with_another_house_puts_it_right(lang, said, before, now, intent):
    made = await read_back(lang)
    old = " | ".join(address(made).lines)
    assert before in old

    await made.says(said, intent, is_sure=True)

    assert made.asked == "utter_ask_wish_change_address"
    assert " | ".join(address(made).lines) == old.replace(before, now)


@pytest.mark.parametrize(
    ("lang", "said"), [("fa", "نه"), ("fa-Latn", "na"), ("ar", "لا"), ("en", "no")]
)
async def test_a_no_alone_leaves_it(lang, said):
    made = await read_back(lang)

    await made.says(said, "deny", is_sure=True)

    assert made.asked == "utter_ask_wish_more"
