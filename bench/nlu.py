"""
How well and how quickly messages are understood, beside stock Rasa and spelling alone.

    ./hamyar bench nlu [--json] [--quick] [--train-peer]

See docs/developer/benchmarks.md for what is measured and how to read it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from bench import _entities, _own_intents, _stock_intents
from bench._ours.intents import OurIntents
from bench._report import Bar, Report, Row, say, show
from bench._sets import FEW, OUT_OF_SCOPE, SEEDS, IntentSet, accuracy, all_sets
from bench._spelling import hear as hear_by_spelling
from bench._stock_intents import Heard
from bot import HOUSE
from bot.nlu.encoder import cache_folder
from bot.nlu.encoder.onnx_e5 import OnnxE5Encoder
from bot.nlu.language import detect
from bot.nlu.reading import read
from bot.nlu.sentences import own_examples

BARS = {"BANKING77": 0.94, f"BANKING77, {FEW}-shot": 0.86}
IN_SCOPE, OUT_OF_SCOPE_RECALL = 0.95, 0.70
OWN = {"fa": 0.95, "fa-latn": 0.92, "ar": 0.95, "en": 0.95}
ENTITIES = dict.fromkeys(_entities.RULED, 0.9) | dict.fromkeys(
    _entities.OF_THE_SHOP, 0.8
)
CALIBRATION, MILLISECONDS = 0.05, 6.0
LANGUAGE_MICROSECONDS = 150.0


def main(argv: Sequence[str]) -> int:
    """
    Measure, print the result; 0 also where a bar is missed.
    """
    parser = argparse.ArgumentParser(prog="hamyar bench nlu")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--quick", action="store_true", help="two small sets: does it run?"
    )
    parser.add_argument(
        "--train-peer",
        action="store_true",
        help="train stock Rasa where its answers are not kept yet (hours)",
    )
    chosen = parser.parse_args(argv)
    data = Path(os.environ.get("HAMYAR_DATA") or HOUSE / "var").absolute()
    os.environ["HAMYAR_DATA"] = str(data)
    # Not the one of the process, which remembers.
    encoder = OnnxE5Encoder(cache_folder())
    ours = OurIntents(encoder)
    sets = list(all_sets())
    if chosen.quick:
        sets = [
            each for each in sets if each.name in ("BANKING77, 10-shot, 0", "Bitext")
        ]
    rows = _public(ours, sets, data / "bench" / "nlu", train_peer=chosen.train_peer)
    if not chosen.quick:
        own = OurIntents(encoder, _own_intents.product_words())
        rows += list(_own(own))
    report = Report("nlu", f"stock Rasa {version('rasa')}", rows, list(_bars(rows)))
    show(report, as_json=chosen.json)
    return 0


def _public(
    ours: OurIntents, sets: Sequence[IntentSet], folder: Path, *, train_peer: bool
) -> list[Row]:
    rows: list[Row] = []
    for intents in sets:
        say(f"{intents.name} ...")
        heard = ours.hear(intents)
        if train_peer:
            peer: Heard | None = _stock_intents.ensure(folder / "stock", intents)
        else:
            peer = _stock_intents.kept(folder / "stock", intents)
        found = [*_rows(intents, heard, peer), _spelling_row(intents)]
        for row in found:
            # A whole run takes half an hour: who breaks it off keeps what was told.
            say(f"  {row.case}: {row.ours:.4g} {row.unit}")
        rows += found
    return [*rows, *_means(rows)]


def _rows(intents: IntentSet, heard: Heard, peer: Heard | None) -> Iterator[Row]:
    name = intents.name
    if intents.validation:
        ours_in, ours_out = _scope(intents, heard)
        peer_in, peer_out = _scope(intents, peer) if peer else (None, None)
        yield Row(name, "in scope", "share", ours_in, peer_in)
        yield Row(name, "out of scope, recall", "share", ours_out, peer_out)
    else:
        share = accuracy(intents.test, [said for said, _ in heard.test])
        theirs = accuracy(intents.test, [s for s, _ in peer.test]) if peer else None
        yield Row(name, "accuracy", "share", share, theirs)
    seconds = peer.train_seconds if peer else None
    yield Row(name, "to train", "s", heard.train_seconds, seconds)
    milliseconds = peer.milliseconds if peer else None
    yield Row(name, "a message", "ms", heard.milliseconds, milliseconds)


def _spelling_row(intents: IntentSet) -> Row:
    """
    What spelling alone makes of the set.
    """
    if intents.validation:
        known = [row for row in intents.test if row[1] != OUT_OF_SCOPE]
        intents = replace(intents, test=tuple(known))
    share = accuracy(intents.test, hear_by_spelling(intents))
    return Row(intents.name, "accuracy of character n-grams alone", "share", share)


def _means(rows: Sequence[Row]) -> Iterator[Row]:
    """
    Few-shot figures as the mean over the seeds; the peer's where all were asked.
    """
    for name in ("BANKING77", "ArBanking77 MSA"):
        of_name = [r for r in rows if r.what.startswith(f"{name}, {FEW}-shot, ")]
        for case in dict.fromkeys(row.case for row in of_name):
            some = [row for row in of_name if row.case == case]
            peers = [row.peer for row in some if row.peer is not None]
            yield Row(
                f"{name}, {FEW}-shot",
                case,
                some[0].unit,
                statistics.fmean(row.ours for row in some if row.ours is not None),
                statistics.fmean(peers) if len(peers) == len(SEEDS) else None,
            )


def _scope(intents: IntentSet, heard: Heard) -> tuple[float, float]:
    """
    In-scope accuracy and out-of-scope recall at the threshold of the validation rows.

    The threshold is the highest at which the validation rows in scope keep their bar;
    where none does, the one that is best for the sum of both.
    """
    steps = [at / 200 for at in range(200)]

    def figures(
        rows: Sequence[tuple[str, str]], answers: Sequence[tuple[str, float]], at: float
    ) -> tuple[float, float]:
        inside: list[bool] = []
        outside: list[bool] = []
        for (_, meant), (name, sure) in zip(rows, answers, strict=True):
            said = name if sure >= at else OUT_OF_SCOPE
            (outside if meant == OUT_OF_SCOPE else inside).append(said == meant)
        return statistics.fmean(inside), statistics.fmean(outside)

    tried = {at: figures(intents.validation, heard.validation, at) for at in steps}
    good = [at for at in steps if tried[at][0] >= IN_SCOPE]
    best = max(good) if good else max(steps, key=lambda at: sum(tried[at]))
    return figures(intents.test, heard.test, best)


def _own(ours: OurIntents) -> Iterator[Row]:
    say("Our own sentences, five-fold ...")
    sentences = own_examples()
    folds = list(_own_intents.cross_validated(ours, sentences))
    for way, share in _own_intents.shares_right(folds).items():
        yield Row(f"our own, five-fold, {way}", "accuracy", "share", share)
    say("Our own sentences, blind ...")
    asked = _own_intents.blind_sentences()
    blind = list(_own_intents.blindly(ours, sentences, asked))
    for way, share in _own_intents.shares_right(blind).items():
        yield Row(f"our own, blind, {way}", "accuracy", "share", share)
    error = _own_intents.calibration_error(blind)
    yield Row("our own, blind", "expected calibration error", "share", error)
    shop = _entities.demo_shop()
    yield from _entities.rows(_entities.compare(asked, _entities.finder_of(shop), shop))
    texts = list(dict.fromkeys(each.text for each in asked))
    yield from _language_times(texts)
    yield from _times(texts)


def _language_times(texts: Sequence[str]) -> Iterator[Row]:
    """
    The language of one message, in processor time; others have used its words before.
    """
    say("The language of a message ...")
    longest = {
        "of Latin letters": "abcdefghijklmnopqrstuvwxyz    ",
        "of Persian letters": "ابتثجحخدرزسشعغفقکگلمنوهی    ",
        "of signs": "a1@:",
    }
    for text in texts:
        detect(text)
    median = statistics.median(_microseconds(text) for text in texts)
    yield Row("language detection", "a message, median", "µs", median)
    for name, letters in longest.items():
        # Words that nobody has written before.
        text = "".join(letters[at * at * 7 % 61 % len(letters)] for at in range(4000))
        case = f"4,000 characters {name}"
        yield Row("language detection", case, "µs", _microseconds(text))


def _microseconds(text: str) -> float:
    began = time.thread_time()
    detect(text)
    return 1e6 * (time.thread_time() - began)


def _times(texts: Sequence[str]) -> Iterator[Row]:
    """
    One message through the trained pipeline, from normaliser to entities.
    """
    from bot.engine.processor import TurnProcessor  # noqa: PLC0415 - imports Rasa
    from bot.engine.training import ensure_model  # noqa: PLC0415

    model = ensure_model(Path(os.environ["HAMYAR_DATA"]), say)
    processor = TurnProcessor(model, {}, "actions")
    processor.understand("سلام، سفارشم کجاست؟", "warm")
    # The blind sentences have just been read: here each is met for the first time.
    read.cache_clear()
    # One core: what is measured is work, not how it is spread.
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    times = []
    for text in texts:
        began = time.perf_counter()
        processor.understand(text, "bench")
        times.append(1000 * (time.perf_counter() - began))
    yield Row("our pipeline", "a message, median", "ms", statistics.median(times))
    p99 = statistics.quantiles(times, n=100)[-1]
    yield Row("our pipeline", "a message, p99", "ms", p99)


def _bars(rows: Sequence[Row]) -> Iterator[Bar]:
    found = {(row.what, row.case): row for row in rows}

    def ours(what: str, case: str) -> float | None:
        row = found.get((what, case))
        return row.ours if row else None

    for name, bar in BARS.items():
        yield Bar(f"{name}, accuracy", ours(name, "accuracy"), bar, at_least=True)
    yield Bar("CLINC150, in scope", ours("CLINC150", "in scope"), IN_SCOPE, True)
    recall = ours("CLINC150", "out of scope, recall")
    yield Bar("CLINC150, out of scope", recall, OUT_OF_SCOPE_RECALL, at_least=True)
    for row in rows:
        if row.case in ("accuracy", "in scope") and row.peer is not None:
            what = f"{row.what}, {row.case}, ours over stock's"
            yield Bar(what, row.ratio, 1.0, at_least=True)
    for way, bar in OWN.items():
        what = f"our own, five-fold, {way}"
        yield Bar(what, ours(what, "accuracy"), bar, at_least=True)
    for kind, bar in ENTITIES.items():
        what = f"entities, {kind}, all"
        yield Bar(f"{what}, F1", ours(what, "F1"), bar, at_least=True)
    error = ours("our own, blind", "expected calibration error")
    yield Bar("calibration error", error, CALIBRATION, at_least=False)
    median = ours("our pipeline", "a message, median")
    yield Bar("a message, ms on one core", median, MILLISECONDS, at_least=False)
    median = ours("language detection", "a message, median")
    limit = LANGUAGE_MICROSECONDS
    yield Bar("language of a message, µs", median, limit, at_least=False)
