"""
The sentences of the training files, read in a moment, and all else that training reads.

Of 24,000 sentences that takes 0.3 seconds; Rasa's reader of one file after the other
takes 3, its importer, which checks them, 11. What this reader does not know is left to
Rasa's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bot import HOUSE
from bot.unusable import Unusable

if TYPE_CHECKING:
    from bot.nlu.kernel_draw import Sentence

MARK = re.compile(r"\[([^\]]+)\]\((\w+)\)")
"""How an entity is marked: `[x](kind)`."""

_OTHER_MARK = re.compile(r"\][({\[]")
_KEYS_OF_INTENT = 2
_LONGEST_NAME = 60
_FOLDER = HOUSE / "nlu_data" / "nlu"
# The parser written in C is thirty times as fast; some builds of the library lack it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BadTrainingData(Unusable):
    """
    A file cannot be read; the message names the file, the line and the fault.
    """


@dataclass(frozen=True)
class Example:
    """
    A sentence with its intent: as it is `marked`, and the `text` that a customer types.

    `way` is the way of writing that the file's name tells ("orders.fa-latn.yml").
    `further` says that its entry has more keys than intent and examples.
    """

    marked: str
    text: str
    intent: str
    way: str
    further: bool = False

    @classmethod
    def of(cls, marked: str, intent: str, way: str, further: bool = False) -> Example:
        """
        The example with these marks.
        """
        text = _plain(marked) if "[" in marked else marked
        return cls(marked, text, intent, way, further)

    @property
    def plainly_marked(self) -> bool:
        """
        Whether no mark carries a value, a role or a group, which Rasa's parser knows.
        """
        return not _OTHER_MARK.search(MARK.sub(r"\1", self.marked))

    @property
    def entities(self) -> list[tuple[str, str]]:
        """
        The kind of each marked entity and its text, in their order.
        """
        return [(mark[2], mark[1]) for mark in MARK.finditer(self.marked)]


@dataclass(frozen=True)
class TrainingSentences:
    """
    Every sentence with its intent; and what else stood in the files, as text.

    `further` are the whole entries with more keys than intent and examples, a file
    after the other; without their sentences they are part of `rest`.
    """

    examples: tuple[Example, ...]
    rest: str
    further: str

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """
        Each text with its intent, once.
        """
        return tuple(dict.fromkeys((each.text, each.intent) for each in self.examples))


def read_sentences(files: Iterable[Path]) -> TrainingSentences:
    """
    Read the training files. Raises `BadTrainingData` for what cannot be one.
    """
    examples: list[Example] = []
    rest: list[str] = []
    further: list[str] = []
    for path in sorted(files):
        content = _load(path)
        entries = content.pop("nlu", None)
        if entries is None:
            entries = []
        if not isinstance(entries, list):
            raise BadTrainingData(f"{path.name}: 'nlu' is no list")
        for entry in entries:
            _check(path, entry)
        others = [e for e in entries if not _is_intent(e)]
        way = path.stem.partition(".")[2]
        more = []
        for entry in entries:
            if _is_intent(entry):
                lines, intent = _lines(entry["examples"]), entry["intent"]
                if has_more := len(entry) > _KEYS_OF_INTENT:
                    more.append(entry)
                examples += (Example.of(x, intent, way, has_more) for x in lines)
        # Who learns while running need not train anew for a sentence of theirs.
        keys = [{k: e[k] for k in e if k != "examples"} for e in more]
        rest.append(_as_text(path, (path.name, content, others, keys)))
        if more:
            further.append(_as_text(path, (path.name, more)))
    return TrainingSentences(
        tuple(examples), f"[{', '.join(rest)}]", f"[{', '.join(further)}]"
    )


def own_examples(way: str = "*") -> tuple[Example, ...]:
    """
    The sentences of our own training files, of all ways of writing or of one.
    """
    return read_sentences(_FOLDER.glob(f"*.{way}.yml")).examples


def _load(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506
    except (OSError, UnicodeDecodeError) as error:
        raise BadTrainingData(f"{path.name} cannot be read: {error}") from error
    # A date that no calendar has is a ValueError.
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        fault = getattr(error, "problem", None) or "this is not YAML"
        raise BadTrainingData(f"{path.name}{line}: {fault}") from error
    if not isinstance(content, dict):
        raise BadTrainingData(f"{path.name}: there are no keys at its top")
    return content


def _as_text(path: Path, read: Any) -> str:
    try:
        return json.dumps(read, ensure_ascii=False, default=str)
    except (TypeError, ValueError, RecursionError) as error:
        fault = "a key is no text, or something holds itself"
        raise BadTrainingData(f"{path.name}: {fault}") from error


def _check(path: Path, entry: Any) -> None:
    if isinstance(entry, dict) and "intent" in entry and "examples" not in entry:
        # Without that line YAML takes the sentences for more of the intent's name.
        name = str(entry["intent"]).split(" - ")[0][:_LONGEST_NAME]
        raise BadTrainingData(f"{path.name}: the intent {name!r} has no 'examples: |'")


def _is_intent(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("intent"), str)
        and isinstance(entry.get("examples"), str)
    )


def _lines(block: str) -> Iterable[str]:
    for line in block.splitlines():
        if line.startswith("- ") and line[2:].strip():
            yield line[2:].strip()


def _plain(marked: str) -> str:
    plain = MARK.sub(r"\1", marked)
    if not _OTHER_MARK.search(plain):
        return plain
    # It takes a second to import, which who only counts words need not wait for.
    from rasa.shared.nlu.training_data.entities_parser import (  # noqa: PLC0415
        parse_training_example,
    )

    return str(parse_training_example(marked).get("text"))
