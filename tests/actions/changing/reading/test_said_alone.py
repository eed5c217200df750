"""
What says one thing and nothing else: a deed without a yes, a name, a code, a place.
"""

import pytest

from actions.changing.reading import (
    is_half_yes,
    read,
    says_postal_code,
    says_whether_opened,
)
from crm_connector.operations import Operation
from tests.actions.changing.reading import shop

CANCEL = Operation.CANCEL_ORDER


@pytest.mark.parametrize(
    "text", ["No, cancel it", "no cancel it please", "نه، لغوش کن", "لا، الغيه"]
)
def test_a_no_with_the_deed_is_half_a_yes(text):
    assert is_half_yes(text, CANCEL, removes=False)
    assert not is_half_yes(text, Operation.CHANGE_ADDRESS, removes=False)


@pytest.mark.parametrize("text", ["حذفش کن", "remove it", "take it out", "احذفها"])
def test_the_deed_alone_is_half_a_yes(text):
    assert is_half_yes(text, Operation.CHANGE_ITEMS, removes=True)
    assert not is_half_yes(text, Operation.CHANGE_ITEMS, removes=False)


@pytest.mark.parametrize(
    "text", ["no", "نه", "no, leave it", "cancel it?", "no, cancel the lamp as well"]
)
def test_a_plain_no_and_more_than_the_deed_are_not(text):
    assert not is_half_yes(text, CANCEL, removes=False)


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("اسم گیرنده رو بکن رضا کریمی", "fa", "رضا کریمی"),
        ("نام گیرنده رو به سارا احمدی تغییر بدید", "fa", "سارا احمدی"),
        ("esme girande ro bezar Sara Ahmadi", "fa-Latn", "Sara Ahmadi"),
        ("change the recipient to John Smith", "en", "John Smith"),
        ("غير اسم المستلم إلى سارة أحمد", "ar", "سارة أحمد"),
    ],
)
def test_somebody_else_receives_it(text, lang, name):
    assert read(text, lang, shop.known()).recipient == name


@pytest.mark.parametrize(
    "text", ["اسم گیرنده چیه؟", "who is the recipient?", "change the address"]
)
def test_nobody_is_named(text):
    assert read(text, "en", shop.known()).recipient == ""


@pytest.mark.parametrize(
    "text",
    ["کد پستیش ۱۹۸۳۴۲۸۷۶۱", "kode posti 1983428761", "the postal code is 1983428761"],
)
def test_a_postal_code_alone(text):
    assert says_postal_code(text)


@pytest.mark.parametrize(
    "text",
    [
        "سفارش ۲۱۹۸۳ کجاست",
        "1983428761",
        "send order 21983 to 12 Zand Street, Shiraz, postal code 7134567890",
    ],
)
def test_other_numbers_are_none(text):
    assert not says_postal_code(text)


@pytest.mark.parametrize(
    "text", ["باز شده", "it is opened", "ما فتحته", "باز نشده هنوز"]
)
def test_opened_or_not(text):
    assert says_whether_opened(text)


@pytest.mark.parametrize("text", ["سفارشم کجاست", "is the shop open?", "شكرا"])
def test_nothing_of_opening(text):
    assert not says_whether_opened(text)


@pytest.mark.parametrize(
    ("text", "lang", "place"),
    [
        ("remove the second item", "en", 1),
        ("کالای اول رو حذف کن", "fa", 0),
        ("kalaye dovom ro hazf kon", "fa-Latn", 1),
        ("احذف المنتج الأخير", "ar", -1),
    ],
)
def test_a_line_by_its_place(text, lang, place):
    known = shop.known()
    assert read(text, lang, known).lines == (known.order.lines[place].id,)
    assert read("the twelfth item", "en", known).lines == ()
