"""
Our importer gives Rasa what Rasa's own importer reads from the same files.
"""

from copy import deepcopy
from pathlib import Path

import pytest
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine.importer import SentenceImporter
from bot.nlu.sentences import BadTrainingData
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
        (each.get("text"), each.get("intent"), str(each.get("entities")))
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
