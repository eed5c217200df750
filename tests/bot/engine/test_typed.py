"""
A button's own words, typed.
"""

import pytest

from bot.engine.typed import TypedTitles

RESPONSES = {
    "utter_one": [
        {
            "text": "?",
            "buttons": [{"title": "All my orders", "payload": "/list_orders"}],
        },
        {
            "text": "؟",
            "buttons": [{"title": "همهٔ سفارش‌هایم", "payload": "/list_orders"}],
        },
        {"text": "no buttons"},
    ],
    "utter_two": [
        {
            "buttons": [
                {"title": "Something else", "payload": "/nlu_fallback"},
                {"title": "Yes", "payload": "/affirm"},
                {"title": "Persian", "payload": '/change_language{{"language": "fa"}}'},
                {"title": "{first}", "payload": "{first_payload}"},
                {"title": "More", "payload": "/my_offers"},
            ]
        },
        {"buttons": [{"title": "More", "payload": "/loyalty_points"}]},
    ],
}
TITLES = TypedTitles(RESPONSES)


def heard(text):
    """
    What was understood of it before.
    """
    return {
        "text": text,
        "intent": {"name": "check_price", "confidence": 0.4},
        "entities": [{"entity": "order_ordinal", "value": "last"}],
        "asked_between": ("check_price", "my_offers"),
    }


@pytest.mark.parametrize(
    "text", ["all my orders", " All my orders! ", "همه سفارش هایم"]
)
def test_a_title_is_its_wish(text):
    meant = TITLES.typed(heard(text))

    assert meant["intent"] == {"name": "list_orders", "confidence": 1.0}
    assert meant["entities"] == []


@pytest.mark.parametrize(
    "text", ["all my orders are late", "Something else", "Yes", "Persian", "More", ""]
)
def test_anything_else_is_as_it_was(text):
    before = heard(text)

    assert TITLES.typed(before) is before
