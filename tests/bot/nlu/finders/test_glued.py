"""
Letters right before digits: a code's own, or a word whose space was forgotten.
"""

import pytest

from bot.nlu.finders import Finders
from bot.nlu.text import normalize_with_places

NUMBERS = {"order_number", "phone", "amount"}


def found(text: str) -> list[tuple[str, str]]:
    things = Finders().find(normalize_with_places(text))
    return [(o.entity, o.value) for o in things if o.entity in NUMBERS]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("my order no21963 please", "order_number", "21963"),
        ("sefareshe21963 kojast", "order_number", "21963"),
        ("shomare21963 ro barresi kon", "order_number", "21963"),
        ("gheymat500 toman bood", "amount", "500 IRT"),
        ("ta500 hezar toman", "amount", "500000 IRT"),
        ("anything under50 dollars?", "amount", "50 USD"),
        ("call09121234567", "phone", "+989121234567"),
        ("tel-09121234567", "phone", "+989121234567"),
        ("shomaram09121234567 hast", "phone", "+989121234567"),
        # Arabic script is no part of a code.
        ("سفارش21963 کجاست؟", "order_number", "21963"),
        ("قیمتش500 تومن بود", "amount", "500 IRT"),
        ("شمارم09121234567", "phone", "+989121234567"),
        ("رقم الطلب21963", "order_number", "21963"),
        ("جوالي09121234567", "phone", "+989121234567"),
    ],
)
def test_a_number_glued_to_its_word_is_read(text, kind, value):
    assert found(text) == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        *("TRK12345678", "RR123456785IR", "RR500 toman", "rr123456785 irr"),
        *("sn09121234567", "SN-09121234567", "trk09121234567", "tracking:ab21963"),
        # A word of another kind of number does not make it one of this.
        *("gheymat21963", "tel21963", "no500 toman"),
        "x" * 60 + "21963",
    ],
)
def test_a_number_glued_to_other_letters_is_of_a_code(text):
    assert found(text) == []
