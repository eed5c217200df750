"""
The whole path: a signed-in customer of the demo shop asks where the order is.
"""

import sqlite3
import uuid
from contextlib import closing

import pytest

pytestmark = pytest.mark.engine


def test_the_answer_is_what_the_shops_database_says(demo, chat_on):
    """
    Number, status and tracking code on the card come from the row itself.
    """
    people = demo_customers(demo, chat_on)
    customer = people[0]["id"]
    number = people[0]["open_orders"][0]
    chat = chat_on(demo.address, customer)
    chat.send(f"where is order {number}?", uuid.uuid4())
    # Whether they want to be told when it changes may be asked behind it.
    reply = chat.hear(1)[0]
    (card,) = reply["cards"]
    with closing(sqlite3.connect(demo.data / "demo-shop.db")) as shop:
        (status,) = shop.execute(
            "SELECT status FROM orders WHERE number = ?", [number]
        ).fetchone()
    assert (card["id"], card["state"]) == (number, status)
    assert reply["lang"] == "en"


def test_the_thread_of_a_customer_is_one_on_every_device(demo, chat_on):
    """
    A second session of the same customer sees the same conversation.
    """
    customer = demo_customers(demo, chat_on)[1]["id"]
    first = chat_on(demo.address, customer)
    first.send("مرحبا", uuid.uuid4())
    first.hear(1)
    second = chat_on(demo.address, customer)
    assert second.conversation == first.conversation
    assert [m["lang"] for m in second.hear(1)] == ["ar"]


def test_another_customers_order_is_not_told(demo, chat_on):
    """
    Signed in as one, asking for the other's number.
    """
    people = demo_customers(demo, chat_on)
    foreign = people[3]["open_orders"][0]
    chat = chat_on(demo.address, people[2]["id"])
    chat.send(f"where is order {foreign}?", uuid.uuid4())
    (reply,) = chat.hear(1)
    assert reply["cards"] == []
    assert "can't find order" in reply["text"]


def demo_customers(demo, chat_on):
    """
    Whom the demo lets one play.
    """
    return chat_on(demo.address).client.get("/demo/customers").json()
