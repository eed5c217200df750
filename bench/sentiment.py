"""
How well upset customers are told from others, in four ways of writing.

    ./hamyar bench sentiment [--json] [--train]

See docs/developer/benchmarks.md for what is measured and how to read it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench import _mood
from bench._mood import Labelled, conversations, figures
from bench._report import Bar, Report, Row, say, show
from bot import HOUSE
from bot.handoff.said import Said
from bot.handoff.sentiment import STRONG, MoodJudge, hear
from bot.nlu.encoder import CachedEncoder, cache_folder
from bot.nlu.encoder.onnx_e5 import OnnxE5Encoder
from bot.nlu.language import detect

_F1, _MILLISECONDS = 0.80, 1.0
_PEER = "negative words alone"

Verdict = Callable[[Sequence[Said]], bool]


def main(argv: Sequence[str]) -> int:
    """
    Measure, print the result; 0 also where a bar is missed.
    """
    parser = argparse.ArgumentParser(prog="hamyar bench sentiment")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--train", action="store_true", help="learn bot/handoff/tone.json anew first"
    )
    chosen = parser.parse_args(argv)
    data = Path(os.environ.get("HAMYAR_DATA") or HOUSE / "var").absolute()
    os.environ["HAMYAR_DATA"] = str(data)
    encoder = CachedEncoder(OnnxE5Encoder(cache_folder()))
    if chosen.train:
        say("Learning the tone ...")
        _mood.write(_mood.learn(encoder, conversations("development")))
    rows = list(_rows(encoder))
    bars = [
        Bar(f"{row.what}, F1", row.ours, _F1, at_least=True)
        for row in rows
        if row.case == "F1" and row.what.startswith("test")
    ]
    bars += [
        Bar("a conversation, ms", row.ours, _MILLISECONDS, at_least=False)
        for row in rows
        if row.unit == "ms"
    ]
    show(Report("sentiment", _PEER, rows, bars), as_json=chosen.json)
    return 0


def _rows(encoder: CachedEncoder) -> Iterator[Row]:
    judge, by_words = MoodJudge(encoder), MoodJudge()
    for part in ("test", "development"):
        every = conversations(part)
        for way in _mood.WAYS:
            some = [each for each in every if each.way == way]
            what = f"{part}, {way}"
            ours = _figures(some, lambda said: judge.judge(said).is_upset)
            peer = _figures(some, _has_a_strong_word)
            yield Row(what, "precision", "share", ours.precision, peer.precision)
            yield Row(what, "recall", "share", ours.recall, peer.recall)
            yield Row(what, "F1", "share", ours.f1, peer.f1)
            words = _figures(some, lambda said: by_words.judge(said).is_upset)
            yield Row(what, "F1 without meaning", "share", words.f1, peer.f1)
            # Who takes everybody for upset; taking nobody for it has no F1 at all.
            share = statistics.fmean(each.is_upset for each in some)
            yield Row(what, "F1 of always", "share", 2 * share / (1 + share))
    every_day = _mood.everyday_sentences("fresh")
    taken = statistics.fmean(judge.judge([Said(text)]).is_upset for text in every_day)
    peer_taken = statistics.fmean(_has_a_strong_word([Said(t)]) for t in every_day)
    yield Row("everyday sentences", "taken for upset", "share", taken, peer_taken)
    yield Row("a conversation", "beside its vectors", "ms", _milliseconds(judge))


def _figures(some: Sequence[Labelled], verdict: Verdict) -> _mood.Figures:
    return figures(
        (each.is_upset for each in some), (verdict(each.said) for each in some)
    )


def _has_a_strong_word(said: Sequence[Said]) -> bool:
    """
    Whether any message has a word that is on a list of ours, whatever is around it.
    """
    return any(
        kind in STRONG
        for message in said
        for kind, _, _ in hear(message.text, detect(message.text).language).reasons
    )


def _milliseconds(judge: MoodJudge) -> float:
    """
    The median conversation, whose vectors and words are known.
    """
    every = conversations("test")
    for each in every:
        judge.judge(each.said)
    times = []
    for each in every:
        began = time.thread_time()
        judge.judge(each.said)
        times.append(1000 * (time.thread_time() - began))
    return statistics.median(times)
