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

    assert said == f"my card is •••• {last}, cvv2 123"
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
