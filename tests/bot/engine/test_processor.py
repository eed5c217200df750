"""
Rasa's processor with our surroundings does what Rasa does, but for what we mean.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot import HOUSE
from bot.engine import training
from bot.engine.local_actions import LocalActions
from bot.nlu.sentences import own_examples, read_sentences

pytestmark = pytest.mark.engine


@pytest.fixture
def processor(rasa_engine):
    """
    The loaded processor.
    """
    return rasa_engine._processor


@pytest.mark.parametrize("text", ["سفارشم کجاست؟", "where is order 10042?", "أين طلبي"])
def test_the_planned_runner_gives_what_rasas_own_runner_gives(processor, text):
    runner = processor.graph_runner
    target = runner.before_regex(processor.model_metadata.nlu_target)
    inputs = {
        "__message__": [UserMessage(text)],
        "__tracker__": DialogueStateTracker.from_events("c", []),
    }
    ours = runner.run(inputs=dict(inputs), targets=[target])[target][0]
    stock = DaskGraphRunner.run(runner, inputs=dict(inputs), targets=[target])
    assert ours.as_dict(True) == stock[target][0].as_dict(True)


def test_rasas_own_target_would_obey_a_slash(processor):
    # What `before_regex` is there for: one node later the text is a command.
    text = '/track_order{"order_number": "21963"}'
    target = processor.model_metadata.nlu_target
    inputs = {
        "__message__": [UserMessage(text)],
        "__tracker__": DialogueStateTracker.from_events("c", []),
    }
    obeyed = processor.graph_runner.run(inputs=inputs, targets=[target])[target][0]
    assert obeyed.get("intent")["confidence"] == 1.0
    assert processor.understand(text, "c")["intent"]["confidence"] < 1.0


def test_a_missing_input_is_named(processor):
    with pytest.raises(GraphRunError, match="__message__"):
        processor.graph_runner.run(targets=[processor.model_metadata.nlu_target])


def test_an_action_that_nobody_wrote_stops_the_start(processor):
    described = processor.domain.as_dict()
    described["actions"] = [*described["actions"], "action_nobody_wrote"]
    domain = Domain.from_dict(described)
    with pytest.raises(LookupError, match="action_nobody_wrote"):
        LocalActions("actions", domain)


def test_two_turns_of_one_conversation_at_once_are_refused(processor):
    with (
        processor.turns.turn("c", None),
        pytest.raises(RuntimeError, match="being worked"),
        processor.turns.turn("c", None),
    ):
        pass


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """
    A copy of what a model comes from.
    """
    known = ("CONFIG", "DOMAIN", "TRAINING_DATA", "_COMPONENTS", "_IMPORTER", "_LOCK")
    for name in known:
        real = getattr(training, name)
        copied = tmp_path / real.relative_to(HOUSE)
        copied.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if real.is_dir() else shutil.copy)(real, copied)
        monkeypatch.setattr(training, name, copied)
    return tmp_path


@pytest.mark.parametrize(
    "changed",
    [
        "nlu_data/rules/orders.yml",
        "bot/nlu/language.py",
        "bot/engine/importer.py",
        "config.yml",
    ],
)
def test_the_models_name_changes_with_what_it_comes_from(sources, changed):
    before = training.fingerprint()
    assert training.fingerprint() == before
    with (sources / changed).open("a") as file:
        file.write("# changed\n")
    assert training.fingerprint() != before


def test_the_models_name_changes_with_the_place_of_a_file(sources):
    before = training.fingerprint()
    (sources / "nlu_data" / "zzz").mkdir()
    (sources / "nlu_data" / "rules").rename(sources / "nlu_data" / "zzz" / "rules")
    moved = training.fingerprint()
    assert moved != before
    (sources / "nlu_data" / "zzz" / "rules").rename(sources / "nlu_data" / "rules")
    assert training.fingerprint() == before


# `model` is trained on all sentences, which takes minutes: whether Rasa's own command
# takes such files is seen by the first ones of each intent as well.
FIRST = 12


@pytest.fixture
def shortened(tmp_path):
    """
    Our training files with the first sentences of each group.
    """
    folder = tmp_path / "shortened"
    for path in training.training_files():
        kept, count = [], 0
        for line in path.read_text("utf-8").splitlines(keepends=True):
            count = count + 1 if line.startswith("      - ") else 0
            kept += [line] * (count <= FIRST)
        shorter = folder / path.relative_to(training.TRAINING_DATA)
        shorter.parent.mkdir(parents=True, exist_ok=True)
        shorter.write_text("".join(kept), "utf-8")
    return folder


@pytest.mark.slow
def test_rasa_itself_trains_on_files_like_ours(shortened, tmp_path):
    every, left = own_examples(), read_sentences(shortened.rglob("*.yml")).examples
    assert {(e.intent, e.way) for e in left} >= {(e.intent, e.way) for e in every}
    assert len(left) < len(every) / 4
    command = [Path(sys.executable).parent / "rasa", "train", "--out", str(tmp_path)]
    command += ["--config", "config.yml", "--domain", "bot/domain"]
    command += ["--data", str(shortened), "--fixed-model-name", "stock"]
    done = subprocess.run(
        command, cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert (tmp_path / "stock.tar.gz").exists()
