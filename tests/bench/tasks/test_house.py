"""
Our own bot is played: with the customer signed in, over a database of the talk's own.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from actions import services
from bench._tasks import playing, states
from bench._tasks.customer import Customer
from bench._tasks.data import Task

pytestmark = [pytest.mark.engine, pytest.mark.shared]


@pytest.fixture
async def house(rasa_engine, shop, tmp_path):
    """
    The retailer, served by our engine.
    """
    from bench._tasks.house import House

    house = House(rasa_engine, shop, tmp_path)
    yield house
    await house.close()


async def test_it_knows_the_customer_and_their_orders(house, tasks):
    task = next(each for each in tasks if each.name == "dev 0")

    async with house.talk(task.user) as talk:
        heard = await talk.say("Where is my order #W5442520?")

    assert "#W5442520" in heard.text
    assert "Patio Umbrella (7 ft, red, polyester, manual tilt)" in heard.text


async def test_what_a_button_says_can_be_pressed(house, tasks):
    async with house.talk(tasks[0].user) as talk:
        heard = await talk.say("Cancel my order #W5442520")
        pressed = await talk.press(heard.buttons[0])

    assert pressed.texts
    assert pressed != heard


async def test_each_talk_begins_with_the_shop_as_it_was(house, tasks, shop: Path):
    before = states.read(shop)
    async with house.talk(tasks[0].user) as talk:
        with closing(sqlite3.connect(talk.file)) as database:
            database.execute("UPDATE orders SET status = 'cancelled'")
            database.commit()
        assert states.differences(states.read(talk.file), before)

    async with house.talk(tasks[0].user) as talk:
        assert states.differences(states.read(talk.file), before) == []
    with pytest.raises(services.NotConfigured):
        services.services()


async def test_a_task_is_played_to_its_end_and_judged(house, tasks, shop: Path):
    task: Task = next(each for each in tasks if each.name == "train 4")
    async with house.talk(task.user) as talk:
        lines = await playing.play(talk, Customer(task.instruction, 0))
        found = states.read(talk.file)

    verdict = playing.Judge(shop)(task, 0, found, lines)

    assert task.writes[0].order in lines[0].text
    assert 2 <= len(lines) < 2 * playing.MOST
    assert verdict.has_passed is (found == _wanted(shop, task))


def _wanted(shop: Path, task: Task) -> states.State:
    from bench._tasks import reference

    with reference.copied(shop) as database:
        reference.perform(database, task)
        return states.state(database)
