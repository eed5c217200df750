"""
The domain's responses with the shop's own words.
"""

import pytest

from actions import services
from bot.engine.words import Words
from crm_connector.model import Identity

SHOP = {
    "en": {"shop_phone": "+98 21", "shop_email": "", "policy_returns": "Seven days."},
    "fa": {
        "shop_phone": "۰۲۱",
        "shop_email": "help@shop.example",
        "policy_returns": "",
    },
}


@pytest.fixture
def say():
    """
    Gives the text of one response in a language.
    """

    def text(template, lang, **fields):
        made = Words({"utter_it": [{"text": template}]}, SHOP)
        return made.say(
            "utter_it", {"language": lang, "orders_pending": None}, **fields
        )

    return lambda *args, **fields: text(*args, **fields)["text"]


def test_a_line_with_an_empty_field_is_left_out(say):
    template = "Phone: {shop_phone}\nE-mail: {shop_email}\n{policy_returns}"

    assert say(template, "en") == "Phone: +98 21\nSeven days."
    assert say(template, "fa") == "Phone: ۰۲۱\nE-mail: help@shop.example"


def test_a_field_that_the_caller_leaves_empty_takes_its_line_along(say):
    assert say("{name}\nOpens {opens}", "en", name="Isfahan", opens="") == "Isfahan"


def test_a_text_of_one_line_is_said_whatever_is_empty(say):
    assert say("E-mail: {shop_email}.", "en") == "E-mail: ."


def test_words_of_the_shop_may_hold_braces_and_lines(say):
    assert say("{name}\nend", "en", name="a {b}\nc") == "a {b}\nc\nend"


@pytest.mark.parametrize(
    ("channel", "said"), [("web", "below"), ("telegram", "a button"), ("sms", "below")]
)
def test_what_is_otherwise_on_a_channel_is_said_so_there(channel, said):
    english = [{"type": "slot", "name": "language", "value": "en"}]
    made = Words(
        {
            "utter_it": [
                {"text": "below", "condition": english},
                {"text": "a button", "condition": english, "channel": "telegram"},
            ],
            "utter_same": [{"text": "the same", "condition": english}],
        },
        SHOP,
    )
    with services.acting_for(Identity(), channel=channel):
        assert made.say("utter_it", {"language": "en"})["text"] == said
        assert made.say("utter_same", {"language": "en"})["text"] == "the same"
    assert made.say("utter_it", {"language": "en"})["text"] == "below"
