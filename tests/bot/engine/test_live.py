"""
What is saved in the training files is understood at once, or refused in words.
"""

import shutil

import pytest
from structlog.testing import capture_logs

from bot.engine import training
from bot.engine.live import LiveEngine

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
