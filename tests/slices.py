"""
Which of the slow tests run: all of them, or a slice that is drawn anew in every run.

A run of the whole suite leaves out most of what is marked `slow`, and says so with the
seed by which the same slice is drawn again. Whoever names what is to run (by paths, -k,
-m or --lf) gets all of it. HAMYAR_SLICE decides in any case: `all`, or `SEED/PARTS`.

What is drawn is a group: a marked test by itself, each of its cases being one; all of a
module (or class) that is marked as a whole; and all that bear the same name, in
`slow("name")`, wherever they stand, since they share what takes so long to start.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest

VARIABLE = "HAMYAR_SLICE"
PARTS = 6
"""A run of the whole suite takes one part of so many."""


@dataclass(frozen=True)
class Slice:
    """
    One part of so many, which part by chance alone.
    """

    seed: int
    parts: int

    def takes(self, group: str) -> bool:
        """
        Whether a group runs; it does not hang on what else there is.
        """
        drawn = hashlib.sha256(f"{self.seed} {group}".encode()).digest()
        return int.from_bytes(drawn[:8], "big") % self.parts == 0

    def __str__(self) -> str:
        """
        As the variable takes it.
        """
        return f"{self.seed}/{self.parts}"


def chosen(value: str | None, *, is_narrowed: bool) -> Slice | None:
    """
    Give the slice of this run; None where everything runs.

    `value` is what the variable says, if anything; `is_narrowed` says whether somebody
    named what is to run. Raises `pytest.UsageError` where the value says nothing.
    """
    if value == "all" or (value is None and is_narrowed):
        return None
    if value is None:
        return Slice(secrets.randbelow(100_000), PARTS)
    found = re.fullmatch(r"(\d+)/([1-9]\d*)", value)
    if found is None:
        raise pytest.UsageError(f"{VARIABLE}={value}: either 'all' or SEED/PARTS.")
    return Slice(int(found[1]), int(found[2]))


def is_narrowed(config: pytest.Config) -> bool:
    """
    Whether paths, -k, -m or --lf say what is to run.
    """
    options = ("keyword", "markexpr", "lf")
    return config.args_source is pytest.Config.ArgsSource.ARGS or any(
        config.getoption(each, None) for each in options
    )


def group_of(item: pytest.Item) -> str | None:
    """
    Give the group by which a test is drawn; None for one that always runs.
    """
    for node, mark in item.iter_markers_with_node("slow"):
        return str(mark.args[0]) if mark.args else node.nodeid
    return None


def slow_but_for(always: object, cases: Iterable[Any]) -> list[Any]:
    """
    Give the cases of a parametrized test, all of them slow but one, which always runs.

    A case is a value, or a tuple of several. Raises `ValueError` if that one is none.
    """
    listed = list(cases)
    at = listed.index(always)
    return [*map(_slow, listed[:at]), always, *map(_slow, listed[at + 1 :])]


def slow_but_first(cases: Iterable[Any]) -> list[Any]:
    """
    The same for cases of which the first always runs.
    """
    first, *others = cases
    return [first, *map(_slow, others)]


def _slow(case: Any) -> Any:
    values = case if isinstance(case, tuple) else (case,)
    return pytest.param(*values, marks=pytest.mark.slow)


def how_again(drawn: Slice) -> str:
    """
    Say how the tests of a slice are run again.
    """
    return (
        f"slice of slow tests: seed {drawn.seed}, 1 of {drawn.parts}; "
        f"{VARIABLE}={drawn} runs the same, {VARIABLE}=all runs all"
    )


class Slicing:
    """
    Leaves out what the slice does not take, and says so.
    """

    def __init__(self, drawn: Slice) -> None:
        self.drawn = drawn
        self.said = ""

    def pytest_report_header(self) -> str:
        """
        How the same tests are run again.
        """
        return how_again(self.drawn)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """
        Of the marked tests only the slice is left.
        """
        groups = [group_of(each) for each in items]
        takes = {each: self.drawn.takes(each) for each in set(groups) if each}
        left_out = [
            item
            for item, group in zip(items, groups, strict=True)
            if not takes.get(group or "", True)
        ]
        slow = sum(1 for each in groups if each)
        self.said = (
            f"slice of slow tests: {slow - len(left_out)} of {slow} run, "
            f"{sum(takes.values())} of {len(takes)} groups"
        )
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            gone = set(left_out)
            items[:] = [each for each in items if each not in gone]

    def pytest_report_collectionfinish(self) -> str:
        """
        How many that were.
        """
        return self.said
