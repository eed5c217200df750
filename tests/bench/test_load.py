"""
Sending conversations, and judging what came back.
"""

import asyncio
from collections.abc import Sequence

import pytest

from bench._http import BadAnswerError
from bench._load import drive
from bench._messages import Message
from bot.unusable import Unusable

ORDER = "21893"
ASKS = Message("where is it", tracks=True)
GREETS = Message("hello", tracks=False)


class FakeSide:
    """
    Answers from a table; counts how many talk at the same time.
    """

    order = ORDER

    def __init__(self, **answers: str) -> None:
        self.answers = {"hello": "Hello!", "where is it": f"{ORDER} is on its way"}
        self.answers.update(answers)
        self.talking = 0
        self.most = 0

    async def begin(self) -> "FakeSide":
        """
        One more talks.
        """
        self.talking += 1
        self.most = max(self.most, self.talking)
        return self

    async def say(self, text: str) -> Sequence[str]:
        """
        What the table says.
        """
        await asyncio.sleep(0.001)
        return [self.answers[text]]

    async def end(self) -> None:
        """
        One less talks.
        """
        self.talking -= 1


async def test_every_turn_is_timed_and_no_more_talk_than_asked_for():
    """
    And the rate counts only turns of the time in which all places were taken.
    """
    side = FakeSide()
    figures = await drive(side, [[ASKS, GREETS]] * 10, 4)
    assert len(figures.times) == 20
    assert side.most == 4
    assert side.talking == 0
    assert 0 < figures.counted <= 20
    assert figures.per_second > 0
    assert figures.milliseconds(99) >= figures.milliseconds(50) >= 1
    assert figures.right == 1


@pytest.mark.parametrize("digits", ["۲۱۸۹۳", "٢١٨٩٣"])
async def test_an_order_number_may_be_in_any_digits(digits):
    """
    Answers are in the customer's language.
    """
    side = FakeSide(**{"where is it": f"({digits})"})
    figures = await drive(side, [[ASKS, GREETS]], 1)
    assert figures.right == 1


@pytest.mark.parametrize(
    "answers", [{"where is it": "Pardon?"}, {"hello": f"{ORDER} is on its way"}]
)
async def test_a_run_of_other_work_is_void(answers):
    """
    Whether the order was not told, or told to one who did not ask.
    """
    with pytest.raises(Unusable, match="void, only 50%"):
        await drive(FakeSide(**answers), [[ASKS, GREETS]] * 3, 1)


async def test_warming_up_is_not_judged():
    """
    It is too short for that.
    """
    side = FakeSide(**{"where is it": "Pardon?"})
    figures = await drive(side, [[ASKS, GREETS]], 1, least_right=0)
    assert figures.right == 0.5


async def test_one_failed_turn_makes_the_run_void():
    """
    Silence is a failure too.
    """
    with pytest.raises(Unusable, match="no reply to 'hello'"):
        await drive(FakeSide(hello=" "), [[ASKS, GREETS]] * 3, 2)

    class Broken(FakeSide):
        async def say(self, text: str) -> Sequence[str]:
            raise BadAnswerError("POST /: 500")

    with pytest.raises(Unusable, match="a turn failed: POST /: 500"):
        await drive(Broken(), [[ASKS]], 1)
