"""
Kill the program between receiving and answering: nothing is lost, nothing is doubled.
"""

import sqlite3
import uuid
from contextlib import closing

import pytest

from tests.e2e.conftest import INTERRUPTED

pytestmark = [pytest.mark.engine, pytest.mark.slow]


def pending(demo):
    """
    How many messages of this data folder wait for an answer.
    """
    with closing(sqlite3.connect(demo.data / "hamyar.db")) as database:
        (count,) = database.execute(
            "SELECT count(*) FROM inbox WHERE status = 'pending'"
        ).fetchone()
    return count


def test_what_was_accepted_before_a_kill_is_answered_after_the_next_start(
    make_demo, chat_on
):
    """
    The shop's database is locked, so that the answer cannot come before the kill.
    """
    demo = make_demo().start()
    client = chat_on(demo.address).client
    person = client.get("/demo/customers").json()[0]
    number = person["open_orders"][0]
    customer = chat_on(demo.address, person["id"])
    questions = [uuid.UUID(int=n) for n in range(3)]
    with closing(sqlite3.connect(demo.data / "demo-shop.db")) as shop:
        shop.execute("BEGIN EXCLUSIVE")
        for question in questions:
            text = f"where is order {number}?"
            assert customer.send(text, question) == 202
        demo.kill()
        assert pending(demo) == len(questions)
        shop.rollback()

    again = make_demo(port=demo.port).start()
    # Behind the first answer it is asked, once, whether news of it are wanted.
    replies = customer.hear(len(questions) + 1)
    told = [card["id"] for reply in replies for card in reply["cards"]]
    assert told == [number] * len(questions)
    assert pending(again) == 0
    # A repeat by the same id is accepted, and changes nothing.
    assert customer.send("where is it?", questions[0]) == 202
    later = customer.client.get(
        "/chat/messages", params={"after": customer.seq}, headers=customer.headers
    )
    assert later.json()["messages"] == []
    assert again.stop() == INTERRUPTED
