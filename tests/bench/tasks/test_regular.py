"""
The instructions that are written by a rule are taken apart whole.
"""

from __future__ import annotations

import random

import pytest

from bench._tasks import wordings
from bench._tasks.data import Kind, Task
from bench._tasks.regular import Item, Verb, Wish, wishes

PLACE = {
    "address1": "1 Main St",
    "address2": "",
    "city": "Reno",
    "state": "NV",
    "zip": "89501",
    "country": "USA",
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Cancel order #W1 because ordered by mistake. ",
            [Wish(Verb.CANCEL, "#W1", reason="ordered by mistake")],
        ),
        (
            (
                f"For #W1, change address to { ({'order_id': '#W1', **PLACE}) } "
                "(same as #W2). "
            ),
            [Wish(Verb.ADDRESS, "#W1", address=PLACE, like="#W2")],
        ),
        (
            (
                "For #W1, modify Wall Clock {'color': 'white'} to {'color': 'black'}; "
                "T-Shirt {'size': 'M'} to {}; via paypal_1. "
            ),
            [
                Wish(
                    Verb.MODIFY,
                    "#W1",
                    (
                        Item("Wall Clock", {"color": "white"}, {"color": "black"}),
                        Item("T-Shirt", {"size": "M"}, {}),
                    ),
                    method="paypal_1",
                )
            ],
        ),
        (
            "For #W1, exchange Lamp {'power': 'AC'} to {'power': 'USB'}; ",
            [
                Wish(
                    Verb.EXCHANGE,
                    "#W1",
                    (Item("Lamp", {"power": "AC"}, {"power": "USB"}),),
                )
            ],
        ),
        (
            (
                "Return #W1 via gift_card_1: Lamp {'power': 'AC'}; E-Reader; "
                "Return #W2 via paypal_1: Lamp; "
            ),
            [
                Wish(
                    Verb.RETURN,
                    "#W1",
                    (Item("Lamp", {"power": "AC"}), Item("E-Reader")),
                    method="gift_card_1",
                ),
                Wish(Verb.RETURN, "#W2", (Item("Lamp"),), method="paypal_1"),
            ],
        ),
        (
            "You are shy. Cancel order #W1 because no longer needed. You want it soon.",
            [
                "You are shy.",
                Wish(Verb.CANCEL, "#W1", reason="no longer needed"),
                "You want it soon.",
            ],
        ),
        ("You want your money back.", ["You want your money back."]),
    ],
)
def test_sentences_are_wishes_and_what_is_none_stays_a_text(
    text: str, found: list[Wish | str]
) -> None:
    assert list(wishes(text)) == found


@pytest.mark.shared
def test_every_wish_of_the_data_set_says_what_is_wanted(tasks: list[Task]) -> None:
    """
    The words hold all that is judged later: checked against it, in one place, here.
    """
    verbs = {
        Kind.CANCEL: {Verb.CANCEL},
        Kind.ADDRESS: {Verb.ADDRESS},
        Kind.ITEMS: {Verb.MODIFY, Verb.EXCHANGE},
        Kind.EXCHANGE: {Verb.EXCHANGE},
        Kind.RETURN: {Verb.RETURN},
    }
    for task in tasks:
        if task.file != "train":
            continue
        said = [each for each in wishes(task.instruction) if isinstance(each, Wish)]
        for wish, write in zip(said, task.writes, strict=True):
            wanted = write.arguments
            assert (wish.verb in verbs[write.kind], wish.order) == (True, write.order)
            assert wish.method == wanted.get("payment_method_id", "")
            assert wish.reason == wanted.get("reason", "")
            assert len(wish.items) == len(wanted.get("item_ids", ()))
            assert wish.address == {
                key: wanted[key] for key in wish.address if key in wanted
            }


@pytest.mark.shared
def test_470_are_written_by_rule(tasks: list[Task]) -> None:
    regular, several, most = 0, 0, 0
    for task in tasks:
        _, _, rest = task.instruction.partition(". ")
        parts = list(wishes(rest))
        texts = [each for each in parts if isinstance(each, str)]
        if len(parts) > len(texts) and all(t.startswith("You are") for t in texts):
            regular += 1
            wished = [each for each in parts if isinstance(each, Wish)]
            assert len(wished) == len(task.writes)
            several += len(wished) > 1
            most = max(most, len(wished))
    assert (regular, several, most) == (470, 136, 5)


class TestWordings:
    """
    The same wish in many words.
    """

    WISH = Wish(
        Verb.EXCHANGE,
        "#W1",
        (Item("Lamp", {"color": "red", "size": "9"}, {"color": "blue", "size": "8"}),),
        method="gift_card_1",
    )

    def test_there_are_many_and_each_names_the_order(self) -> None:
        said = {wordings.said(self.WISH, random.Random(seed)) for seed in range(99)}

        assert len(said) > 30
        assert all("#W1" in each and "lamp" in each for each in said)

    def test_what_is_left_out_once_is_said_fully(self) -> None:
        chance = random.Random(1)
        said = [wordings.said(self.WISH, chance) for _ in range(50)]
        fully = [wordings.said(self.WISH, chance, fully=True) for _ in range(50)]

        assert {"gift_card_1" in each for each in said} == {True, False}
        assert all("gift_card_1" in each for each in fully)

    def test_what_means_nothing_by_itself_is_named(self) -> None:
        (item,) = self.WISH.items
        said = {wordings.wanted(item, random.Random(seed)) for seed in range(30)}

        assert all("size 8" in each for each in said)
        assert any("is blue" in each for each in said)

    def test_the_same_again_is_asked_for_as_that(self) -> None:
        again = Item("Lamp", {"color": "red"}, {})

        assert wordings.wanted(again, random.Random(1)) == "exactly the same one"

    def test_a_place_is_told_whole_or_by_another_order(self) -> None:
        wish = Wish(Verb.ADDRESS, "#W1", address=PLACE, like="#W2")
        said = {wordings.said(wish, random.Random(seed)) for seed in range(60)}

        whole = "1 Main St, Reno, NV 89501, USA"
        assert wordings.address(wish) == whole
        assert {whole in each for each in said} == {True, False}
        assert all(
            whole in each or "same address as order #W2" in each for each in said
        )
