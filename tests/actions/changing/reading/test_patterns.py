"""
No expression of the word lists tries ever more ways of parting a text that repeats.

What repeats some words has to be read in as many steps as it is long, or in some power
of that; with two ways of reading each word it would be two to that power, and no
message would be answered while it lasts.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.buying.agreeing import agrees
from actions.changing.reading import answers, says_all
from actions.changing.reading.text import text_of
from crm_connector.operations import Operation
from tests.actions.changing.reading import samples

ROOT = Path(__file__).parents[4]
ROOMS = ("changing", "buying", "payments", "shared")
FILES = [
    each for room in ROOMS for each in sorted(ROOT.glob(f"actions/{room}/**/*.yml"))
]
TIMES = 40
PAIRS = 8
# What actions/shared/sayings.py lets through of any message.
LONGEST, MOST_WORDS = 160, 16
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


def is_of_sayings(file: str) -> bool:
    """
    Whether a file is read by `saying_of` alone, which takes no longer texts.
    """
    return "/actions/shared/" in Path(file).as_posix()


def shortened(text: str) -> str:
    """
    The most of a text that `saying_of` reads, with its end, which fits nothing.
    """
    words = text[: LONGEST - 1].split(" ")[: MOST_WORDS - 1]
    return " ".join((*words, text[-1]))


def run(files: list[str]) -> None:
    """
    Try every expression of these files; the one being tried is the last line told.
    """
    tried = 0
    for file in files:
        for each in expressions(yaml.safe_load(Path(file).read_text("utf-8"))):
            try:
                whole = re.compile(rf"(?<!\w)(?:{each})(?!\w)")
            except re.error:
                # A single sign that is listed as such.
                continue
            sys.stdout.write(f"{file}: {each}\n")
            sys.stdout.flush()
            for text in hostile(each):
                tried += 1
                said = shortened(text) if is_of_sayings(file) else text
                whole.search(said)
                whole.fullmatch(said)
    sys.stdout.write(f"{tried} texts\n")


def told(files: list[Path]) -> list[str]:
    """
    What a process of its own tells that tries them.
    """
    script = f"from {__name__} import run; import sys; run(sys.argv[1:])"
    command = [sys.executable, "-X", "utf8", "-c", script, *map(str, files)]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, timeout=SECONDS, check=True
        )
    except subprocess.TimeoutExpired as late:
        last = (late.stdout or b"").decode("utf-8").splitlines()[-1]
        pytest.fail(f"endless: {last}")
    return done.stdout.decode("utf-8").splitlines()


def test_no_expression_of_a_word_list_is_endless() -> None:
    assert len(FILES) > 25

    lines = told(FILES)

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
