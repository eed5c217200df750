"""
Our importer gives Rasa what Rasa's own importer reads from the same files.
"""

from copy import deepcopy
from pathlib import Path

import pytest
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.importer import SentenceImporter
from bot.nlu.sentences import BadTrainingData, read_sentences
from bot.unusable import Unusable

ORDERS = """\
version: "3.1"
nlu:
  - intent: track_order
    examples: |
      - where is [10042](order_number)
      - where is [the last one]{"entity": "order_ordinal", "value": "last"}
      - where is it
      - where is it
  - intent: greet
    examples: |
      - سلام
      - کفش [نایک](brand) [مشکی](color)
"""
FURTHER = """\
  - intent: greet
    metadata:
      sentiment: glad
    examples: |
      - hello [Ali](name)
      - good day [there]{"entity": "name", "value": "you"}
"""
WORDS = """\
version: "3.1"
nlu:
  - lookup: product_word
    examples: |
      - shoes
      - کفش
  - synonym: shoes
    examples: |
      - کفش
  - regex: number
    examples: |
      - \\d+
rules:
  - rule: hello
    steps:
      - intent: greet
      - action: utter_greet
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """
    Two files as people write them.
    """
    (tmp_path / "orders.en.yml").write_text(ORDERS, encoding="utf-8")
    (tmp_path / "words.yml").write_text(WORDS, encoding="utf-8")
    return tmp_path


def _shown(data: TrainingData) -> list[tuple[object, ...]]:
    examples = [
        tuple(str(each.get(key)) for key in ("text", "intent", "entities", "metadata"))
        for each in data.training_examples
    ]
    return [
        *sorted(examples, key=str),
        (data.entity_synonyms, data.regex_features, data.lookup_tables),
    ]


def test_it_reads_what_rasa_reads(folder):
    """
    Texts, intents, entities with their places, synonyms, tables and patterns.
    """
    paths = [str(folder)]
    ours = SentenceImporter(training_data_paths=paths).get_nlu_data()
    assert _shown(ours) == _shown(
        RasaFileImporter(training_data_paths=paths).get_nlu_data()
    )
    assert len(ours.training_examples) == 5


def test_further_keys_of_an_intent_are_kept(folder):
    """
    They are in the message; who learns while running still sees the sentences.
    """
    path = folder / "orders.en.yml"
    before = read_sentences([path])
    path.write_text(ORDERS + FURTHER, encoding="utf-8")
    paths = [str(folder)]
    ours = SentenceImporter(training_data_paths=paths).get_nlu_data()
    assert _shown(ours) == _shown(
        RasaFileImporter(training_data_paths=paths).get_nlu_data()
    )
    assert len(ours.training_examples) == 7
    known = [each.get("metadata") for each in ours.training_examples]
    assert sum("glad" in str(each) for each in known) == 2
    read = read_sentences([path])
    assert ("hello Ali", "greet") in read.sentences
    assert len(read.sentences) == len(before.sentences) + 2
    path.write_text(f"{ORDERS}{FURTHER}      - hi you\n", encoding="utf-8")
    assert read_sentences([path]).rest == read.rest
    path.write_text(ORDERS + FURTHER.replace("glad", "sad"), encoding="utf-8")
    assert read_sentences([path]).rest != read.rest


@pytest.mark.parametrize(
    "content",
    [
        "nlu: 5",
        "nlu: 0",
        "nlu: hello",
        "nlu: {intent: x}",
        "? !!binary aGk=\n: x",
        "nlu:\n- ? !!binary aGk=\n  : x",
        "nlu:\n- &a [*a]",
        "x: &a {y: *a}",
        "nlu:\n- intent: x\n  examples: '- a'\n  more: &a [*a]",
        "x: 2026-13-45",
    ],
)
def test_what_cannot_be_training_data_is_named(tmp_path, content):
    """
    In one sentence, and not as a fault of ours.
    """
    path = tmp_path / "orders.en.yml"
    path.write_text(f"{content}\n", encoding="utf-8")
    with pytest.raises(BadTrainingData, match=r"^orders\.en\.yml"):
        read_sentences([path])


def test_a_copy_goes_its_own_way(folder):
    """
    What a component adds to one copy is not in the other, and tells the two apart.
    """
    importer = SentenceImporter(training_data_paths=[str(folder)])
    first = importer.get_nlu_data().training_examples[0]
    second = deepcopy(first)
    assert first == second
    second.set("seen", True)
    assert first.get("seen") is None
    assert first != second


def test_a_file_that_is_no_yaml_is_named(tmp_path):
    """
    With its line.
    """
    path = tmp_path / "orders.en.yml"
    path.write_text(ORDERS, encoding="utf-8")
    importer = SentenceImporter(training_data_paths=[str(path)])
    path.write_text('nlu:\n  - intent: "x\n', encoding="utf-8")
    with pytest.raises(BadTrainingData, match=r"orders\.en\.yml, line"):
        importer.get_nlu_data()


def test_an_intent_without_the_line_for_its_examples_is_named(tmp_path):
    """
    YAML itself would take the sentences for more of the intent's name.
    """
    path = tmp_path / "orders.en.yml"
    path.write_text("nlu:\n  - intent: track_order\n      - where is it\n")
    with pytest.raises(BadTrainingData, match=r"'track_order' has no 'examples"):
        read_sentences([path])


def test_an_entry_that_nobody_knows_is_refused(tmp_path):
    """
    By Rasa's own reader, as ever.
    """
    path = tmp_path / "orders.en.yml"
    path.write_text(f"{ORDERS}  - wish: none\n", encoding="utf-8")
    importer = SentenceImporter(training_data_paths=[str(path)])
    with pytest.raises(Exception, match="wish") as caught:
        importer.get_nlu_data()
    assert not isinstance(caught.value, Unusable)
