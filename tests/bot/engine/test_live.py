"""
What is saved in the training files is understood at once, or refused in words.
"""

import asyncio
import shutil
import sqlite3
from threading import Event

import pytest
from rasa.exceptions import ModelNotFound
from structlog.testing import capture_logs

from bot.engine import training
from bot.engine.live import LiveEngine
from bot.unusable import Unusable

NEW = "ganjishk panirlu varsizmi"


@pytest.fixture
def files(tmp_path, monkeypatch):
    """
    A copy of the training files that a test may write to.
    """
    folder = tmp_path / "nlu_data"
    shutil.copytree(training.TRAINING_DATA, folder)
    monkeypatch.setattr(training, "TRAINING_DATA", folder)
    return folder


@pytest.fixture
def live(files, rasa_engine):
    """
    The engine, following; the model is put back afterwards.
    """
    renewals = []

    def renew(_stop):
        renewals.append(1)
        return rasa_engine

    classifier = rasa_engine._processor.graph_runner.component(training_classifier())
    before = classifier._model
    engine = LiveEngine(rasa_engine, renew)
    engine.renewals = renewals
    yield engine
    classifier._model = before


def training_classifier():
    from bot.nlu.classifier import HamyarIntentClassifier

    return HamyarIntentClassifier


def heard(engine, text):
    return engine._engine._processor.understand(text, "live")["intent_ranking"][0]


async def saved(live):
    await live.look()
    if live._training is not None:
        await live._training


@pytest.mark.engine
async def test_a_sentence_just_saved_is_understood(live, files):
    path = files / "nlu" / "store.en.yml"
    lines = "".join(f"      - {NEW} {ending}\n" for ending in ("", "mi", "please"))
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(
            "- intent: store_hours\n    examples: |\n",
            f"- intent: store_hours\n    examples: |\n{lines}",
        ),
        encoding="utf-8",
    )
    assert heard(live, NEW)["name"] != "store_hours"
    with capture_logs() as logs:
        await saved(live)
    assert heard(live, NEW)["name"] == "store_hours"
    assert heard(live, NEW)["confidence"] > 0.8
    assert [entry["event"] for entry in logs] == ["sentences_learnt", "model_renewed"]
    assert logs[0]["changed"] == 3


@pytest.mark.engine
async def test_a_broken_file_is_named_and_changes_nothing(live, files):
    path = files / "nlu" / "store.en.yml"
    path.write_text("nlu:\n  - intent: [store_hours\n", encoding="utf-8")
    before = heard(live, "are you open on friday")
    with capture_logs() as logs:
        await saved(live)
    assert logs[0]["event"] == "training_file_unusable"
    assert logs[0]["fault"].startswith("store.en.yml, line ")
    assert heard(live, "are you open on friday") == before
    assert live.renewals == []


@pytest.mark.engine
async def test_a_rule_just_saved_is_trained_as_a_whole(live, files):
    path = files / "rules" / "people.yml"
    path.write_text(
        path.read_text(encoding="utf-8")
        + "  - rule: once more\n    steps: [{intent: greet}, {action: utter_greet}]\n",
        encoding="utf-8",
    )
    with capture_logs() as logs:
        await saved(live)
    assert [entry["event"] for entry in logs] == [
        "training_everything",
        "model_renewed",
    ]
    assert live.renewals == [1]


@pytest.mark.engine
async def test_files_that_were_only_touched_train_nothing(live, files):
    (files / "nlu" / "store.en.yml").touch()
    with capture_logs() as logs:
        await saved(live)
    assert [entry.get("changed") for entry in logs] == [0]
    assert live.renewals == []


@pytest.mark.engine
async def test_the_present_engine_stays_where_training_fails(live, files):
    def fails(_stop):
        raise training.TrainingFailed("no")

    live._renew = fails
    engine = live._engine
    (files / "rules" / "people.yml").write_text("rules: []\n", encoding="utf-8")
    with capture_logs() as logs:
        await saved(live)
    assert logs[-1]["event"] == "training_failed"
    assert live._engine is engine


class FakeEngine:
    """
    Notes what it is taught, or fails at it.
    """

    def __init__(self, fault=None):
        self.fault = fault
        self.taught = []

    def learn(self, sentences):
        """
        See `RasaEngine.learn`.
        """
        if self.fault:
            raise self.fault
        self.taught.append(dict(sentences))
        return 1


class SmallFiles:
    """
    A few training files: sentences with their intents, and a domain of intents.
    """

    def __init__(self, folder):
        self.nlu, self.domain = folder / "nlu_data", folder / "domain"
        self.nlu.mkdir()
        self.domain.mkdir()

    def say(self, **sentences):
        """
        Save one sentence for each intent.
        """
        entries = "".join(
            f"  - intent: {intent}\n    examples: |\n      - {sentence}\n"
            for intent, sentence in sentences.items()
        )
        (self.nlu / "shop.en.yml").write_text(f"nlu:\n{entries}", encoding="utf-8")

    def declare(self, *intents):
        """
        Save the domain.
        """
        text = f"intents: [{', '.join(intents)}]\n"
        (self.domain / "shop.yml").write_text(text, encoding="utf-8")


@pytest.fixture
def small(tmp_path, monkeypatch):
    """
    Files of two intents, which are read in no time.
    """
    files = SmallFiles(tmp_path)
    files.say(greet="hello", bye="so long")
    files.declare("greet", "bye")
    monkeypatch.setattr(training, "TRAINING_DATA", files.nlu)
    monkeypatch.setattr(training, "DOMAIN", files.domain)
    return files


@pytest.mark.parametrize(
    "fault", [LookupError("action_gone"), ModelNotFound("gone"), Unusable("no encoder")]
)
async def test_whatever_stops_a_training_is_logged_and_does_not_come_up_at_shutdown(
    small, fault
):
    def fails(_stop):
        raise fault

    present = FakeEngine()
    live = LiveEngine(present, fails, look_every=60)
    with capture_logs() as logs:
        async with live.following():
            small.say(greet="hello there", bye="so long")
            await live.look()
            await asyncio.wait({live._training})
    assert [entry["event"] for entry in logs] == ["sentences_learnt", "training_failed"]
    assert logs[-1]["log_level"] == "error"
    assert live._engine is present


@pytest.mark.parametrize(
    "fault", [sqlite3.OperationalError("database is locked"), ValueError("no shape")]
)
async def test_an_edit_that_cannot_be_learnt_is_trained_as_a_whole(small, fault):
    renewed = FakeEngine()
    live = LiveEngine(FakeEngine(fault), lambda _stop: renewed)
    small.say(greet="hello there", bye="so long")
    with capture_logs() as logs:
        await saved(live)
    assert [entry["event"] for entry in logs] == ["learning_failed", "model_renewed"]
    assert live._engine is renewed


async def test_an_edit_while_the_model_is_loaded_is_learnt(small):
    present = FakeEngine()
    small.say(greet="hello", bye="so long")

    def load():
        small.say(greet="hello", bye="farewell then")
        return present

    live = LiveEngine.opened(load, lambda _stop: present)
    await live.look()
    assert [each["farewell then"] for each in present.taught] == ["bye"]


async def test_a_new_intent_is_taught_to_no_engine_whose_domain_lacks_it(small):
    present, renewed = FakeEngine(), FakeEngine()
    outcomes = [training.TrainingFailed("no"), renewed, renewed]

    def renew(_stop):
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    live = LiveEngine(present, renew)
    small.declare("greet", "bye", "order")
    small.say(greet="hello", bye="so long", order="send me one")
    await saved(live)
    assert live._engine is present
    small.say(greet="hello", bye="so long", order="send me one of those")
    await saved(live)
    assert present.taught == []
    assert live._engine is renewed
    small.say(greet="hello", bye="so long", order="send me two of those now")
    await saved(live)
    assert [each["send me two of those now"] for each in renewed.taught] == ["order"]


async def test_sentences_edited_while_a_new_intent_is_trained_wait_for_the_training(
    small,
):
    begun, go_on = Event(), Event()
    present, renewed = FakeEngine(), [FakeEngine(), FakeEngine()]
    left = list(renewed)

    def renew(_stop):
        begun.set()
        go_on.wait(10)
        return left.pop(0)

    live = LiveEngine(present, renew)
    small.declare("greet", "bye", "order")
    small.say(greet="hello", bye="so long", order="send me one")
    await live.look()
    await asyncio.to_thread(begun.wait, 10)
    small.say(greet="hello", bye="so long", order="send me one of those")
    await live.look()
    go_on.set()
    await live._training
    assert present.taught == []
    assert live._engine is renewed[1]


async def test_a_domain_saved_in_the_last_moment_of_a_training_is_trained_next(small):
    renewals = []

    def renew(_stop):
        if not renewals:
            small.declare("greet", "bye", "order")
        renewals.append(FakeEngine())
        return renewals[-1]

    live = LiveEngine(FakeEngine(), renew)
    small.say(greet="hello there", bye="so long")
    await saved(live)
    await saved(live)
    assert len(renewals) == 2
    assert renewals[0].taught == []
    assert live._engine is renewals[1]
