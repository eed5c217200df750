"""
Numbers of bank cards are hidden before anything is kept; other numbers stay.
"""

import pytest

from bot.conversations.cards import has_hidden, hidden

# Numbers that banks give out for tests.
CARDS = {
    "4111111111111111": "1111",
    "4111 1111 1111 1111": "1111",
    "5555-5555-5555-4444": "4444",
    "378282246310005": "0005",
    "۴۱۱۱۱۱۱۱۱۱۱۱۱۱۱۱": "1111",
    "٤١١١ ١١١١ ١١١١ ١١١١": "1111",
    "4111.1111.1111.1111": "1111",
}


@pytest.mark.parametrize(("number", "last"), CARDS.items())
def test_no_more_than_the_last_four_digits_stay(number, last):
    said = hidden(f"my card is {number}, cvv2 123")

    assert said == f"my card is •••• {last}, cvv2 •••"
    assert has_hidden(said)


@pytest.mark.parametrize(
    "text",
    [
        "سفارش ۱۰۰۴۲ کجاست؟",
        "+98 912 123 4567",
        "272727272727272727272727",
        "4111111111111112",
        "1111111111111117",
        "41111111111111111111",
        "postal code 1234567890, 12 Valiasr",
        "",
    ],
)
def test_what_is_no_card_stays_as_it_is(text):
    assert hidden(text) == text
    assert not has_hidden(text)


def test_two_cards_are_both_hidden():
    assert hidden("4111111111111111 or 5555555555554444") == "•••• 1111 or •••• 4444"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("4111 1111 1111 1111 123", "•••• 1111"),
        ("4111 1111 1111 1111 12/27", "•••• 1111"),
        ("4111-1111-1111-1111 12/27 123", "•••• 1111"),
        ("4111111111111111 0512", "•••• 1111"),
        ("2 4111 1111 1111 1111", "2 •••• 1111"),
        ("۴۱۱۱ ۱۱۱۱ ۱۱۱۱ ۱۱۱۱ ۱۲۳ رمز", "•••• 1111 رمز"),
    ],
)
def test_what_is_printed_beside_it_is_hidden_too(text, said):
    assert hidden(text) == said
    assert has_hidden(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "my card number is {} cvv2 123 charge it",
            "my card number is {} cvv2 ••• charge it",
        ),
        ("{} exp 12/27 CVC: 9876", "{} exp 12/27 CVC: •••"),
        (
            "{}, security code is 123 for order 21957",
            "{}, security code is ••• for order 21957",
        ),
        ("the pin of {} is 4321, pin 4321", "the pin of {} is 4321, pin •••"),
        ("شماره کارتم {} رمز دوم ۱۲۳۴۵۶ بکشید", "شماره کارتم {} رمز دوم ••• بکشید"),
        ("{} رمز پویا: ۹۸۷۶۵۴", "{} رمز پویا: •••"),
        ("{} سی‌وی‌وی۲ ۱۲۳ برای سفارش ۲۱۹۵۷", "{} سی‌وی‌وی۲ ••• برای سفارش ۲۱۹۵۷"),
        ("{} ۱۲۳ cvv2", "{} cvv2"),
        ("رقم بطاقتي {} والرمز السري ١٢٣٤", "رقم بطاقتي {} والرمز السري •••"),
        ("{} رمز التحقق هو ١٢٣ للطلب ٢١٩٥٧", "{} رمز التحقق هو ••• للطلب ٢١٩٥٧"),
        ("shomare kartam {} ramze dovom 123456", "shomare kartam {} ramze dovom •••"),
        ("{} ramz pooya 987654 sefaresh 21957", "{} ramz pooya ••• sefaresh 21957"),
    ],
)
def test_the_code_of_a_card_is_hidden_beside_it(text, said):
    assert hidden(text.format("6037991234567893")) == said.format("•••• 7893")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cvv2 is 123", "cvv2 is •••"),
        ("رمز دومم ۱۲۳۴۵۶", "رمز دومم •••"),
        ("cvv2sh 123e, sefaresh 21957", "cvv2sh •••e, sefaresh 21957"),
        ("سي في في ١٢٣", "سي في في •••"),
    ],
)
def test_a_code_that_nothing_else_is_called_is_hidden_alone(text, said):
    assert hidden(text) == said
    assert has_hidden(said)


@pytest.mark.parametrize(
    "text",
    [
        "order 21957 on 6037991234567893",
        "6037991234567893 سفارش ۲۱۹۵۷ را با این دادم",
        "6037991234567893 للطلب ٢١٩٥٧",
        "6037991234567893 sefaresh 21957",
    ],
)
def test_an_order_beside_a_card_stays(text):
    assert hidden(text) == text.replace("6037991234567893", "•••• 7893")


@pytest.mark.parametrize(
    "text",
    [
        "رمز ورود ۱۲۳۴۵۶",
        "the code is 123456",
        "رمز سفارش ۲۱۹۵۷",
        "رمز ۱۲۳۴۵۶",
        "pin 123456",
    ],
)
def test_a_code_for_signing_in_stays(text):
    assert hidden(text) == text
