"""
From utterances to replies.
"""

import pytest

from bot.conversations.messages import Card, Choice, Row
from bot.engine.replies import ReplyCollector, card_from_response, choice_from_payload


async def collected(*messages):
    """
    The replies of these utterances.
    """
    collector = ReplyCollector()
    for message in messages:
        await collector.send_response("c", message)
    return collector.replies("fa")


async def test_a_part_goes_on_in_the_message_before_it():
    (reply,) = await collected(
        {"text": "It is on its way.", "utter_action": "utter_order_shipped"},
        {"text": "Carrier: Post.", "utter_action": "utter_part_parcel"},
    )
    assert reply.text == "It is on its way. Carrier: Post."


async def test_a_card_joins_the_message_before_it():
    card = {"kind": "order", "id": "1", "title": "Order 1"}
    (reply,) = await collected(
        {"text": "Here.", "utter_action": "utter_x"}, {"custom": {"card": card}}
    )
    assert [c.id for c in reply.cards] == ["1"]


async def test_files_are_those_of_the_message_they_came_with():
    file = {"id": "0" * 32, "name": "a.pdf", "type": "application/pdf", "size": 9}
    first, second = await collected(
        {"text": "Here.", "utter_action": "utter_x", "custom": {"files": [file]}},
        {"text": "And?", "utter_action": "utter_y"},
    )
    assert [each.name for each in first.files] == ["a.pdf"]
    assert second.files == ()


async def test_two_utterances_are_two_replies_each_in_its_language():
    first, second = await collected({"text": "یک"}, {"text": "two", "language": "en"})
    assert (first.lang, second.lang) == ("fa", "en")


@pytest.mark.parametrize(
    ("payload", "choice"),
    [
        ("/list_orders", Choice("list_orders")),
        (
            '/track_order{"order_number": "21963"}',
            Choice("track_order", {"order_number": "21963"}),
        ),
    ],
)
def test_a_payload_of_the_domain_becomes_a_choice(payload, choice):
    assert choice_from_payload(payload) == choice


@pytest.mark.parametrize("payload", ["track_order", "/track_order{broken"])
def test_a_payload_that_is_wrong_is_an_error_and_not_a_silent_button(payload):
    with pytest.raises(ValueError, match=r"."):
        choice_from_payload(payload)


def test_a_cards_empty_rows_are_left_out_and_its_state_gets_its_word():
    made = card_from_response(
        {
            "kind": "order",
            "id": "1",
            "title": "Order 1",
            "state": "shipped",
            "items": "Shoes\nCoffee",
            "rows": [
                {"label": "Carrier", "value": "Post"},
                {"label": "Code", "value": ""},
            ],
            "words": {"shipped": "Shipped"},
            "steps": ["Placed", "Shipped"],
            "reached": {"shipped": 1},
            "image": "https://shop.example/1.jpg",
        }
    )
    assert made == Card(
        "order",
        "1",
        "Order 1",
        status="Shipped",
        state="shipped",
        rows=(Row("Carrier", "Post"),),
        items=("Shoes", "Coffee"),
        steps=("Placed", "Shipped"),
        step=1,
        image="https://shop.example/1.jpg",
    )
