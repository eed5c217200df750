"""
No expression of the word lists tries ever more ways of parting a text that repeats.

What repeats some words has to be read in as many steps as it is long, or in some power
of that; with two ways of reading each word it would be two to that power, and no
message would be answered while it lasts. So two ways are looked for in the expressions
themselves, and texts that repeat are read by each.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.buying.agreeing import agrees
from actions.changing.reading import answers, says_all
from actions.changing.reading.text import text_of
from crm_connector.operations import Operation
from tests.actions.ambiguity import read_twice
from tests.actions.changing.reading import samples

ROOT = Path(__file__).parents[2]
FILES = sorted(ROOT.glob("actions/**/*.yml"))
TIMES = 40
PAIRS = 8
TAILS = ("\0", "z\0", " z")
# With two ways of reading each word this is no question of the machine: 2 ** 40 steps.
SECONDS = 240


def expressions(content: Any) -> Iterator[str]:
    """
    All that is text in a file, which is read as an expression or as plain words.
    """
    if isinstance(content, dict):
        content = list(content.values())
    if isinstance(content, list):
        yield from chain(*map(expressions, content))
    elif isinstance(content, str):
        yield content


def hostile(expression: str) -> Iterator[str]:
    """
    Texts that go on with what the expression repeats, and end with what fits nothing.
    """
    chance = random.Random(expression)
    loops = dict[str, list[str]]()
    for before, each in samples.repeated(expression):
        loops.setdefault(before, []).append(each)
    for before, every in loops.items():
        pairs = ["".join(chance.choices(every, k=2)) for _ in range(PAIRS)]
        for part in dict.fromkeys((*every, *pairs)):
            for tail in TAILS:
                yield before + part * TIMES + tail


def compiled() -> Iterator[tuple[Path, str]]:
    """
    Each expression with its file.
    """
    for file in FILES:
        for each in expressions(yaml.safe_load(file.read_text("utf-8"))):
            # A single sign may be listed as such.
            with suppress(re.error):
                re.compile(each)
                yield file, each


def run() -> None:
    """
    Try every expression; the one being tried is the last line told.
    """
    tried = 0
    for file, each in compiled():
        whole = re.compile(rf"(?<!\w)(?:{each})(?!\w)")
        sys.stdout.write(f"{file}: {each}\n")
        sys.stdout.flush()
        for text in hostile(each):
            tried += 1
            whole.search(text)
            whole.fullmatch(text)
    sys.stdout.write(f"{tried} texts\n")


def told() -> list[str]:
    """
    What a process of its own tells that tries them.
    """
    script = f"from {__name__} import run; run()"
    command = [sys.executable, "-X", "utf8", "-c", script]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, timeout=SECONDS, check=True
        )
    except subprocess.TimeoutExpired as late:
        last = (late.stdout or b"").decode("utf-8").splitlines()[-1]
        pytest.fail(f"endless: {last}")
    return done.stdout.decode("utf-8").splitlines()


@pytest.mark.parametrize(
    "expression",
    [
        "(?:a|b|ab)*",
        "(?:ab|a|b)+",
        "(?:a*)*",
        r"(?: (?:do\w*|done))*",
        r"(?: (?:\d[\d ]*|x))*",
        "(?:it |it is |is )*",
        "x(?:a ?b? ?c)*",
        r"(?:[a-f]+\d?)*",
    ],
)
def test_two_ways_of_reading_are_found(expression) -> None:
    assert read_twice(expression) is not None
    assert read_twice(f"(?:so|{expression}|then)!") is not None


@pytest.mark.parametrize(
    "expression",
    [
        "(?:a|b)*",
        "(?:(?:this|that)(?: |$))+",
        r"(?:x\w{0,2} )*",
        r".*one.*two.*",
        "(?:a|ab)c",
        r"(?: (?:do\w*|it|\d+))*",
        r"(?:[a-f]+\d)*\b",
        "",
    ],
)
def test_one_way_of_reading_is_none(expression) -> None:
    assert read_twice(expression) is None


def test_no_expression_of_a_word_list_repeats_what_it_reads_in_two_ways() -> None:
    listed = list(compiled())

    assert len({file for file, _ in listed}) > 40
    assert [
        f"{file}: {expression[:60]}: {found}"
        for file, expression in listed
        if (found := read_twice(expression)) is not None
    ] == []


def test_no_expression_of_a_word_list_is_endless() -> None:
    lines = told()

    assert int(lines[-1].split()[0]) > 1000


def test_rows_of_a_yes_end_whatever_is_repeated() -> None:
    kinds = (
        "around",
        "yes",
        "yes_beside",
        "going_on",
        "no",
        "no_more",
        "no_more_behind",
    )
    words = list(dict.fromkeys(chain(*map(samples.of_answers, kinds))))
    for each in words[::5]:
        text = text_of(f"{each} " * 15 + "zz")
        for put in (None, Operation.CANCEL_ORDER, Operation.CHANGE_ITEMS):
            assert answers.yes_or_no(text, put) is None
        assert answers.no_more(text) is False
        assert answers.place(text) is None
        assert says_all(text.written) is False
        assert agrees(text.written[:160]) is False
