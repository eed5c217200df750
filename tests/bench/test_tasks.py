"""
What the benchmark of the tasks plays, and what it counts.
"""

from __future__ import annotations

import pytest

from bench import tasks
from bench._tasks.data import Kind, Task, Write
from bench._tasks.playing import Verdict
from bot.unusable import Unusable


def test_a_task_counts_for_each_of_its_kinds_and_once_for_all() -> None:
    cancel = Write(Kind.CANCEL, {"order_id": "#W1"})
    back = Write(Kind.RETURN, {"order_id": "#W2"})
    one = Task("some 0", "ann", "", (cancel,))
    both = Task("some 1", "ann", "", (cancel, back))
    verdicts = [
        Verdict(one, 0, (), ()),
        Verdict(one, 1, (), ()),
        Verdict(both, 0, (), ()),
        Verdict(both, 1, ("x",), ()),
    ]

    found = tasks.report(verdicts, 2)

    assert [(r.what, r.case, r.ours, r.peer) for r in found.rows] == [
        ("cancel_pending_order", "passed", 2, 2),
        ("cancel_pending_order", "passed in all of 2 runs", 1, 2),
        ("return_delivered_order_items", "passed", 1, 1),
        ("return_delivered_order_items", "passed in all of 2 runs", 0, 1),
        ("all tasks", "passed", 2, 2),
        ("all tasks", "passed in all of 2 runs", 1, 2),
    ]
    (bar,) = found.bars
    assert (bar.value, bar.holds) == (0.5, False)


class TestWhichArePlayed:
    """
    All, some to see that it runs, or those that are named.
    """

    TASKS = tuple(
        Task(f"{file} {place}", "ann", "", ())
        for file, count in (("dev", 3), ("train", 40))
        for place in range(count)
    )

    @pytest.mark.parametrize(
        ("arguments", "names"),
        [
            (["--only", "dev"], ["dev 0", "dev 1", "dev 2"]),
            (["--only", "train 7"], ["train 7"]),
            (["--quick"], ["dev 0", "train 17", "train 37"]),
        ],
    )
    def test_they_are_chosen(self, arguments: list[str], names: list[str]) -> None:
        given = tasks._parser().parse_args(arguments)

        assert [each.name for each in tasks._chosen(self.TASKS, given)] == names

    @pytest.mark.parametrize("arguments", [["--only", "train 99"], ["--runs", "0"]])
    def test_none_is_said(self, arguments: list[str]) -> None:
        given = tasks._parser().parse_args(arguments)

        with pytest.raises(Unusable):
            tasks._chosen(self.TASKS, given)
