"""
Whatever update comes, exactly one value is made of it, and the right one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import islice
from random import Random
from typing import Any, get_args

import pytest
import telegram
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from bot.channels.telegram.came import Came, Ignored, Said, Unknown
from bot.channels.telegram.incoming import read, read_body
from tests.bot.channels.telegram.second_reading import outcome
from tests.bot.channels.telegram.updates_strategy import (
    KINDS,
    PARTS,
    generated,
    updates,
)
from tests.bot.channels.telegram.values import ME

MANY = 10_000
UNHURRIED = how(
    max_examples=200, deadline=None, suppress_health_check=list(HealthCheck)
)
Json = dict[str, Any]


def texts(value: object) -> Iterator[str]:
    """
    Every text in a value.
    """
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for each in fields(value):
            yield from texts(getattr(value, each.name))


def is_sound(came: Came) -> None:
    """
    Check what holds of whatever comes.
    """
    assert isinstance(came, get_args(Came))
    for text in texts(came):
        assert "\0" not in text
        text.encode()
    if isinstance(came, Said):
        assert came.chat.kind in ("private", "group")


class TestTotality:
    """
    Nothing raises.
    """

    @UNHURRIED
    @given(updates())
    def test_every_update_becomes_one_value(self, update: Json) -> None:
        parsed = telegram.Update.de_json(update)

        came = read(parsed, ME)

        is_sound(came)
        assert read(parsed, ME) == came

    @UNHURRIED
    @given(updates(), st.randoms(use_true_random=False))
    def test_so_does_one_that_is_broken(self, update: Json, rng: Random) -> None:
        for _ in range(1 + rng.randrange(4)):
            break_something(update, rng)

        is_sound(read_body(update, ME))

    @pytest.mark.parametrize(
        "update",
        [
            {},
            {"update_id": None},
            {"update_id": 1, "message": {}},
            {"update_id": 1, "message": "x"},
            {"update_id": 1, "message": []},
            {"update_id": 1, "message": {"chat": 1}},
            {"update_id": 1, "callback_query": {"id": 1}},
            {"update_id": 1, "my_chat_member": {"chat": {"id": "x", "type": "group"}}},
        ],
    )
    def test_what_the_library_cannot_read_is_malformed(self, update: Json) -> None:
        came = read_body(update, ME)

        assert isinstance(came, Unknown)
        assert came.kind in ("malformed", "update")

    def test_numbers_that_no_database_takes_are_malformed(self) -> None:
        for chat, message in ((2**63, 1), (1, 2**63), (1, None), (1.5, 1)):
            update = {
                "update_id": 1,
                "message": {
                    "message_id": message,
                    "date": 0,
                    "chat": {"id": chat, "type": "private"},
                    "from": {"id": 1, "is_bot": False, "first_name": "x"},
                    "text": "x",
                },
            }

            assert read_body(update, ME).kind == "malformed"  # type: ignore[union-attr]

    def test_nesting_without_end_is_malformed(self) -> None:
        message: Json = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "group"}}
        for _ in range(5_000):
            message = {**message, "reply_to_message": message}

        came = read_body({"update_id": 1, "message": message}, ME)

        assert isinstance(came, Unknown)


class TestCounts:
    """
    Of thousands of updates each comes to what its JSON says.
    """

    @pytest.fixture(scope="class")
    def pairs(self) -> list[tuple[Json, Came]]:
        return [
            (update, read(telegram.Update.de_json(update), ME))
            for update in generated(7, MANY)
        ]

    def test_the_counts_by_outcome_are_right(
        self, pairs: list[tuple[Json, Came]]
    ) -> None:
        wanted = Counter(outcome(update) for update, _ in pairs)

        assert Counter(named(came) for _, came in pairs) == wanted

    def test_each_of_them_is_right(self, pairs: list[tuple[Json, Came]]) -> None:
        wrong = [
            (update, came) for update, came in pairs if named(came) != outcome(update)
        ]

        assert wrong[:1] == []

    def test_every_outcome_is_among_them(self, pairs: list[tuple[Json, Came]]) -> None:
        found = {type(came) for _, came in pairs}

        assert found == set(get_args(Came))

    def test_every_kind_and_every_part_of_messages_was_among_them(
        self, pairs: list[tuple[Json, Came]]
    ) -> None:
        kinds, parts = set[str](), set[str]()
        for update, _ in pairs:
            kinds.update(update)
            for each in ("message", "edited_message", "guest_message"):
                parts.update(update.get(each, {}))

        assert kinds >= set(KINDS)
        assert parts >= set(PARTS)

    def test_an_own_contact_is_the_senders_in_private_and_no_other(
        self, pairs: list[tuple[Json, Came]]
    ) -> None:
        found = Counter()
        for update, came in pairs:
            if type(came).__name__ == "SharedContact":
                said = update["message"]
                is_own = (
                    said["chat"]["type"] == "private"
                    and said["contact"].get("user_id") == said["from"]["id"]
                    and not {"forward_origin", "via_bot"} & set(said)
                )
                assert came.is_own == is_own  # type: ignore[union-attr]
                found[is_own] += 1

        assert min(found[True], found[False]) > 10


class TestGenerated:
    """
    What other tests play through the channel.
    """

    def test_the_same_seed_gives_the_same_updates(self) -> None:
        assert list(generated(3, 200)) == list(generated(3, 200))
        assert list(generated(3, 200)) != list(generated(4, 200))

    def test_their_ids_grow(self) -> None:
        ids = [each["update_id"] for each in generated(3, 5_000)]

        assert ids == sorted(set(ids))
        assert len(ids) == 5_000

    def test_some_come_again_if_wanted(self) -> None:
        again = list(generated(3, 2_000, repeats=0.1))
        ids = Counter(each["update_id"] for each in again)

        assert len(ids) == 2_000
        assert 2_100 < len(again) < 2_300
        places = {}
        for index, each in enumerate(again):
            first = places.setdefault(each["update_id"], index)
            assert each is again[first]
            assert index - first < 150

    def test_all_of_it_is_json(self) -> None:
        for each in islice(generated(5, 1_000), 1_000):
            assert json.loads(json.dumps(each)) == each


def break_something(value: Any, rng: Random) -> None:
    """
    Put something of another type anywhere into an update.
    """
    while isinstance(value, dict | list) and value:
        keys = list(value) if isinstance(value, dict) else range(len(value))
        key = rng.choice(list(keys))
        if rng.random() < 0.3 or not isinstance(value[key], dict | list):
            value[key] = rng.choice(BROKEN)
            return
        value = value[key]


BROKEN: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**70, 1.5, float("nan"), "", "x", "\ud83d\0"),
    *((), [], {}, [[]], [None], {"id": 1}),
)


def named(came: Came) -> str:
    """
    Name an outcome, with why of what is ignored.
    """
    name = type(came).__name__
    return f"{name} {came.why}" if isinstance(came, Ignored) else name
