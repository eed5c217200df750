"""
Conversations end, and their ends are judged.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bench._tasks import playing, reference
from bench._tasks.customer import Customer
from bench._tasks.data import Kind, Task
from bench._tasks.playing import Line, Verdict
from bench._tasks.questions import Heard
from bench._tasks.states import state


class Parrot:
    """
    Asks something new for ever.
    """

    def __init__(self) -> None:
        self.count = 0

    async def say(self, text: str) -> Heard:
        """
        The next question.
        """
        self.count += 1
        return Heard((f"For wish {self.count}, which order do you mean?",))

    async def press(self, title: str) -> Heard:
        """
        The same.
        """
        return await self.say(title)


async def test_nobody_talks_for_ever() -> None:
    customer = Customer("Cancel order #W12345 because no longer needed. ", 0)

    lines = await playing.play(Parrot(), customer)

    assert len(lines) == 2 * playing.MOST
    assert lines[-2:] == (
        Line("customer", "#W12345"),
        Line("bot", f"For wish {playing.MOST}, which order do you mean?"),
    )


@pytest.mark.shared
def test_doing_nothing_and_doing_more_both_fail(tasks: list[Task], shop: Path) -> None:
    judge = playing.Judge(shop)
    task = next(each for each in tasks if each.kinds == (Kind.CANCEL,))
    more = next(
        each
        for each in tasks
        if each.kinds == (Kind.RETURN,) and each.user != task.user
    )

    with reference.copied(shop) as database:
        nothing = judge(task, 0, state(database), ())
        reference.perform(database, task)
        right = judge(task, 0, state(database), ())
        reference.perform(database, more)
        too_much = judge(task, 0, state(database), ())

    assert not nothing.has_passed
    assert any("should be 'cancelled'" in each for each in nothing.differences)
    assert right.has_passed
    assert not too_much.has_passed
    assert any("should not be there" in each for each in too_much.differences)


def test_a_verdict_is_told_with_its_conversation() -> None:
    task = Task("some 0", "ann", "You want it.", ())
    lines = (Line("customer", "Hi"), Line("bot", "Hello"))

    told = str(Verdict(task, 2, ("orders #W1: status is 'a'",), lines))

    assert told == (
        "some 0, run 2: You want it.\n  customer: Hi\n  bot: Hello\n"
        "  ! orders #W1: status is 'a'"
    )
