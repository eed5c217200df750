"""
The sentences of the training data, read in a moment, and all else that training reads.

Rasa's own reader takes a minute for ten thousand sentences, most of it for checks. An
edit in a running shop is read here; what this reader does not know is left to Rasa's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.nlu.training_data.entities_parser import parse_training_example

from bot.nlu.kernel import Sentence

# The parser written in C is thirty times as fast; some builds of the library lack it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BadTrainingData(Exception):
    """
    A file cannot be read; the message names the file, the line and the fault.
    """


@dataclass(frozen=True)
class TrainingSentences:
    """
    Every sentence with its intent, once; and what else stood in the files, as text.
    """

    sentences: tuple[Sentence, ...]
    rest: str


def read_sentences(files: Iterable[Path]) -> TrainingSentences:
    """
    Read the training files. Raises `BadTrainingData` for what is no YAML.
    """
    sentences: dict[Sentence, None] = {}
    rest: list[Any] = []
    for path in sorted(files):
        content = _load(path)
        entries = content.pop("nlu", None) or []
        others = [e for e in entries if not _is_intent(e)]
        rest.append((path.name, content, others))
        for entry in entries:
            if _is_intent(entry):
                name = entry["intent"]
                for text in _examples(entry["examples"]):
                    sentences[text, name] = None
    return TrainingSentences(
        tuple(sentences), json.dumps(rest, ensure_ascii=False, default=str)
    )


def _load(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506
    except (OSError, UnicodeDecodeError) as error:
        raise BadTrainingData(f"{path.name} cannot be read: {error}") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        fault = getattr(error, "problem", None) or "this is not YAML"
        raise BadTrainingData(f"{path.name}{line}: {fault}") from error
    if not isinstance(content, dict):
        raise BadTrainingData(f"{path.name}: there are no keys at its top")
    return content


def _is_intent(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("intent"), str)
        and isinstance(entry.get("examples"), str)
    )


def _examples(block: str) -> Iterable[str]:
    for line in block.splitlines():
        if line.startswith("- ") and line[2:].strip():
            example = line[2:].strip()
            # Only lines with a mark are worth Rasa's parser.
            yield _plain(example) if "[" in example else example


def _plain(example: str) -> str:
    return str(parse_training_example(example).get("text"))
