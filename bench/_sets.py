"""
The public data sets of intents, each with its usual split, read where they stand.
"""

from __future__ import annotations

import csv
import json
import os
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot import HOUSE
from bot.nlu.text import normalize
from bot.unusable import Unusable

Row = tuple[str, str]
OUT_OF_SCOPE = "oos"
FEW, SEEDS = 10, (0, 1, 2)


@dataclass(frozen=True)
class IntentSet:
    """
    Rows of (text, intent) to train on and to test on.

    `validation` is there only where something is to be chosen on it: for CLINC150 the
    confidence below which a question counts as out of scope.
    """

    name: str
    train: tuple[Row, ...]
    test: tuple[Row, ...]
    validation: tuple[Row, ...] = ()

    def few(self, count: int, seed: int) -> IntentSet:
        """
        The same test after training on so many rows of each intent.
        """
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in self.train:
            rows[row[1]].append(row)
        chance = random.Random(seed)
        chosen = [
            row
            for intent in sorted(rows)
            for row in chance.sample(rows[intent], min(count, len(rows[intent])))
        ]
        return replace(
            self, name=f"{self.name}, {count}-shot, {seed}", train=tuple(chosen)
        )


def shared_data() -> Path:
    """
    The folder of the data sets; raises `Unusable` where there is none.
    """
    folder = Path(os.environ.get("HAMYAR_SHARED") or HOUSE.parent / "shared") / "data"
    if not folder.is_dir():
        raise Unusable(
            f"the public data sets are not in {folder}; HAMYAR_SHARED names the "
            "folder above their folder data/."
        )
    return folder


def all_sets() -> Iterator[IntentSet]:
    """
    Every set, the quickest to train on first.
    """
    folder = shared_data()
    banking, arabic = _banking77(folder), _arbanking77(folder)
    yield from (banking.few(FEW, seed) for seed in SEEDS)
    yield from (arabic.few(FEW, seed) for seed in SEEDS)
    yield from _massive(folder)
    for read in (_persian_atis, _bitext):
        yield read(folder)
    yield banking
    yield _hwu64(folder)
    yield arabic
    yield _clinc150(folder)


def _csv_rows(path: Path, text: str, intent: str) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row[text], row[intent]) for row in csv.DictReader(file)]


def _banking77(folder: Path) -> IntentSet:
    train, test = (
        _csv_rows(folder / "banking77" / f"{part}.csv", "text", "category")
        for part in ("train", "test")
    )
    return IntentSet("BANKING77", tuple(train), tuple(test))


def _arbanking77(folder: Path) -> IntentSet:
    """
    The Modern Standard half.

    The file goes through the intents in the same order three times: twice in Modern
    Standard, then in Palestinian.
    """
    there = folder / "arbanking77"
    both = _csv_rows(there / "Banking77_Arabized_MSA_PAL_train.csv", "text", "label")
    first = both[0][1]
    begins = [
        at
        for at, row in enumerate(both)
        if row[1] == first and both[at - 1][1] != first
    ]
    train = both[: begins[2]]
    test = _csv_rows(there / "Banking77_Arabized_MSA_test.csv", "text", "label")
    return IntentSet("ArBanking77 MSA", tuple(train), tuple(test))


def _hwu64(folder: Path) -> IntentSet:
    """
    Fold 1 is the test, the other nine are trained on.
    """
    train: list[Row] = []
    test: list[Row] = []
    with (folder / "hwu64" / "hwu64_10folds.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            part = test if row["fold"] == "1" else train
            part.append((row["text"], row["intent"]))
    return IntentSet("HWU64, fold 1", tuple(train), tuple(test))


def _clinc150(folder: Path) -> IntentSet:
    said = json.loads((folder / "clinc150" / "data_full.json").read_text("utf-8"))

    def rows(*parts: str) -> tuple[Row, ...]:
        return tuple((text, intent) for part in parts for text, intent in said[part])

    return IntentSet(
        "CLINC150",
        rows("train", "oos_train"),
        rows("test", "oos_test"),
        rows("val", "oos_val"),
    )


def _bitext(folder: Path) -> IntentSet:
    def rows(part: str) -> tuple[Row, ...]:
        name = f"Bitext_Sample_Customer_Service_{part}_Dataset.csv"
        return tuple(_csv_rows(folder / "bitext" / name, "utterance", "intent"))

    return IntentSet("Bitext", rows("Training"), rows("Validation"))


def _persian_atis(folder: Path) -> IntentSet:
    def rows(part: str) -> tuple[Row, ...]:
        there = folder / "persian_atis" / "atis" / part
        texts, labels = (
            (there / name).read_text("utf-8").splitlines()
            for name in ("seq.in", "label")
        )
        return tuple(zip(texts, map(str.strip, labels), strict=True))

    return IntentSet("Persian ATIS", rows("train"), rows("test"))


def _massive(folder: Path) -> Iterator[IntentSet]:
    """
    Trained on Persian alone; tested in Persian and in English.
    """
    there = folder / "massive"
    rebuilt = _csv_rows(there / "fa-IR.reconstructed_from_goftan.csv", "text", "intent")
    tests: dict[str, list[Row]] = {}
    for language, name in (("Persian", "fa-IR"), ("English", "en-US")):
        lines = (there / f"{name}.500.jsonl").read_text("utf-8").splitlines()
        said = map(json.loads, lines)
        tests[language] = [(row["utt"], row["intent"]) for row in said]
    known = {_same(text) for text, _ in tests["Persian"]}
    train = tuple(row for row in rebuilt if _same(row[0]) not in known)
    for language, test in tests.items():
        yield IntentSet(f"MASSIVE, Persian to {language}", train, tuple(test))


def _same(text: str) -> str:
    return normalize(text).replace(" ", "")


def accuracy(meant: Sequence[Row], heard: Iterable[str]) -> float:
    """
    The share of rows whose intent was heard.
    """
    right = [row[1] == label for row, label in zip(meant, heard, strict=True)]
    return sum(right) / len(right)
