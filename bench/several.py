"""
How often a message is taken apart into wishes, rightly and needlessly: no peer, no bar.

    ./hamyar bench several [--json] [--held-out]

See docs/developer/benchmarks.md for what is measured and how to read it.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bench._own_intents import blind_sentences
from bench._report import Report, Row, say, show
from bench._tasks.data import instructions
from bot import HOUSE
from bot.nlu.sentences import own_examples

if TYPE_CHECKING:
    from bot.engine.apart import Apart

_HELD_OUT = HOUSE / "tests" / "language" / "heldout"
_WAYS = {"fa": "fa", "fa-latn": "fa-Latn", "ar": "ar", "en": "en"}
_SHOWN, _SEVERAL = 40, 2
_SENTENCE = re.compile(r"(?<=[.!?])\s+")

Understand = Callable[[str], dict[str, Any]]
Said = Sequence[tuple[str, str]]
"""Texts with their ways of writing."""


def main(argv: Sequence[str]) -> int:
    """
    Count, print the result; messages that were taken apart needlessly go to stderr.
    """
    parser = argparse.ArgumentParser(prog="hamyar bench several")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--held-out",
        action="store_true",
        help="without the training sentences: half a minute",
    )
    chosen = parser.parse_args(argv)
    report = Report("several", "nobody", list(_rows(chosen.held_out)), [])
    show(report, as_json=chosen.json)
    return 0


def _rows(held_out: bool) -> Iterator[Row]:
    understand = _understanding()
    sets: dict[str, Said] = {"held-out sentences of one wish": list(_one_wish())}
    if not held_out:
        sets["training sentences"] = [(e.text, _WAYS[e.way]) for e in own_examples()]
    sets |= _retail()
    for name, said in sets.items():
        say(f"{name} ({len(said)}) ...")
        found = [(text, _read(understand, text, way)) for text, way in said]
        taken = [text for text, apart in found if apart.parts]
        named = [text for text, apart in found if apart.left or apart.on_condition]
        for what, texts in (("taken apart", taken), ("something is named", named)):
            for text in texts[:_SHOWN]:
                say(f"  {what}: {text}")
        yield Row(name, "all", "messages", len(said))
        yield Row(name, "taken apart", "messages", len(taken))
        yield Row(name, "whole, with something named as left", "messages", len(named))
    for way, written in _WAYS.items():
        asked = yaml.safe_load((_HELD_OUT / f"two.{way}.yml").read_text("utf-8"))
        right = [
            sorted(meant) == _intents(understand, text, written)
            for text, *meant in asked
        ]
        yield Row("messages of several wishes", f"{way}, all", "messages", len(right))
        yield Row(
            "messages of several wishes",
            f"{way}, taken apart rightly",
            "messages",
            sum(right),
        )


def _one_wish() -> Iterator[tuple[str, str]]:
    """
    Held-out sentences, each of which was written as one wish.
    """
    for which in ("blind", "fresh"):
        for each in blind_sentences(which):
            yield each.text, _WAYS[each.way]
    for way, written in _WAYS.items():
        content = yaml.safe_load((_HELD_OUT / f"intents.{way}.yml").read_text("utf-8"))
        for listed in content.values():
            yield from ((text, written) for text in listed)


def _retail() -> dict[str, Said]:
    """
    What customers of tau_retail want, whole and by sentence; nothing without the data.
    """
    shared = os.environ.get("HAMYAR_SHARED")
    if not shared:
        say("HAMYAR_SHARED is not set: without the instructions of tau_retail.")
        return {}
    told = list(instructions(Path(shared) / "data" / "tau_retail"))
    alone = [part for each in told for part in _SENTENCE.split(each) if part.strip()]
    return {
        "instructions of tau_retail": [(each, "en") for each in told],
        "sentences of those": [(each, "en") for each in alone],
    }


def _read(understand: Understand, text: str, way: str) -> Apart:
    """
    What becomes of a message.
    """
    # Imports Rasa, which takes seconds.
    from bot.engine.apart import Apart  # noqa: PLC0415
    from bot.engine.parts import stretches  # noqa: PLC0415
    from bot.engine.several import Several  # noqa: PLC0415

    if len(stretches(text, way)) < _SEVERAL:
        return Apart()
    return Several(text, way, understand).apart(understand(text))


def _intents(understand: Understand, text: str, way: str) -> list[str]:
    """
    The intents of the parts in which a message is answered; none where it is whole.
    """
    parts = _read(understand, text, way).parts
    return sorted(understand(each.text)["intent"]["name"] for each in parts)


def _understanding() -> Understand:
    from bot.engine.processor import TurnProcessor  # noqa: PLC0415 - imports Rasa
    from bot.engine.training import ensure_model  # noqa: PLC0415

    data = Path(os.environ.get("HAMYAR_DATA") or HOUSE / "var").absolute()
    os.environ["HAMYAR_DATA"] = str(data)
    processor = TurnProcessor(ensure_model(data, say), {}, "actions")
    return lru_cache(maxsize=None)(lambda text: processor.understand(text, "bench"))
