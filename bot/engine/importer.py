"""
Gives Rasa our training files in less than half the time that its own reader takes.

Rasa reads the files three times, copies every sentence nine times and takes a
fingerprint of it after each copy and each component. Over 38,000 sentences its own
importer takes 13 seconds, this one 5, and the fingerprints after the components next to
nothing. Nothing here changes what is read.
"""

from __future__ import annotations

import json
from copy import copy
from hashlib import sha256
from pathlib import Path
from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.entities_parser import parse_training_example
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.sentences import Example, read_sentences


class SentenceImporter(RasaFileImporter):
    """
    Reads the sentences of intents with our reader, once, and leaves the rest to Rasa's.
    """

    _nlu_data: TrainingData | None = None

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """
        Sentences, synonyms and tables of words, in the order of the files.

        Raises `bot.nlu.sentences.BadTrainingData`.
        """
        if self._nlu_data is None:
            self._nlu_data = _read([Path(path) for path in self._nlu_files])
        return self._nlu_data


class _Sentence(Message):
    """
    A message that is quick to copy and to tell from another.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__(data)
        self._read = super().fingerprint()

    def fingerprint(self) -> str:
        """
        Of what was read, and of which components added to it.

        What they add follows from both, so it need not be looked at.
        """
        added = ",".join([*self.data, *(each.origin for each in self.features)])
        return sha256(f"{self._read} {added}".encode()).hexdigest()

    def __deepcopy__(self, memo: dict[int, Any]) -> _Sentence:
        twin = copy(self)
        # What stands in them is replaced and never changed.
        twin.data = dict(self.data)
        twin.features = list(self.features)
        twin.output_properties = set(self.output_properties)
        return twin


def _read(paths: list[Path]) -> TrainingData:
    read = read_sentences(paths)
    ours = [example for example in read.examples if not example.further]
    plain = [example for example in ours if example.plainly_marked]
    data = TrainingData([_message(example) for example in plain])
    for name, content, others, _ in json.loads(read.rest):
        if others:
            data = data.merge(_read_by_rasa(name, {**content, "nlu": others}))
    for name, entries in json.loads(read.further):
        data = data.merge(_read_by_rasa(name, {"nlu": entries}))
    marked = [
        {"intent": example.intent, "examples": f"- {example.marked}"}
        for example in ours
        if not example.plainly_marked
    ]
    if marked:
        data = data.merge(_read_by_rasa("sentences", {"nlu": marked}))
    return data


def _read_by_rasa(name: str, content: dict[str, Any]) -> TrainingData:
    reader = RasaYAMLReader()
    reader.filename = name
    # JSON is YAML.
    return reader.reads(json.dumps({"version": "3.1", **content}, ensure_ascii=False))


def _message(example: Example) -> Message:
    if "[" in example.marked:
        return _Sentence(parse_training_example(example.marked, example.intent).data)
    return _Sentence(Message.build(example.text, example.intent).data)
