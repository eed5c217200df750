"""
A remembered prediction is what the policies would have predicted.
"""

import pytest
from rasa.shared.core.events import (
    ActionExecuted,
    DefinePrevUserUtteredFeaturization,
    UserUttered,
)

from bot.engine import state
from bot.engine.predictions import PredictionMemory

pytestmark = pytest.mark.engine


def heard(domain, intent, kinds=(), text="x", confidence=1.0):
    """
    A fresh tracker that has just heard this.
    """
    tracker = state.restore("c", None, domain)
    entities = [{"entity": kind, "value": text} for kind in kinds]
    meant = {"name": intent, "confidence": confidence}
    tracker.update(UserUttered(text, meant, entities), domain)
    return tracker


@pytest.fixture
def processor(rasa_engine):
    """
    The loaded processor.
    """
    return rasa_engine._processor


def test_every_intent_is_predicted_alike_fresh_and_remembered(processor):
    memory = PredictionMemory(processor.domain)
    predict = super(type(processor), processor)._predict_next_with_tracker
    for intent in processor.domain.intents:
        for kinds in ((), ("order_number",), ("product_word", "order_ordinal")):
            stock = predict(heard(processor.domain, intent, kinds))
            for _ in range(2):
                ours = memory.get(heard(processor.domain, intent, kinds), predict)
                assert ours.probabilities == stock.probabilities
                assert ours.policy_name == stock.policy_name
                names = [e.type_name for e in ours.events]
                assert names == [e.type_name for e in stock.events]


def test_the_second_action_of_a_turn_is_told_from_the_first(processor):
    memory = PredictionMemory(processor.domain)
    predict = super(type(processor), processor)._predict_next_with_tracker
    tracker = heard(processor.domain, "greet")
    first = memory.get(tracker, predict)
    tracker.update_with_events(first.events, processor.domain)
    tracker.update(ActionExecuted("utter_greet"), processor.domain)
    second = memory.get(tracker, predict)
    names = processor.domain.action_names_or_texts
    assert names[first.max_confidence_index] == "utter_greet"
    assert names[second.max_confidence_index] == "action_listen"


def test_events_are_made_anew_for_each_tracker(processor):
    memory = PredictionMemory(processor.domain)
    predict = super(type(processor), processor)._predict_next_with_tracker
    first, second = (
        memory.get(heard(processor.domain, "greet"), predict) for _ in range(2)
    )
    (one,) = first.events
    (other,) = second.events
    assert isinstance(one, DefinePrevUserUtteredFeaturization)
    assert one is not other


def test_only_so_many_are_kept(processor):
    memory = PredictionMemory(processor.domain, most=3)
    predict = super(type(processor), processor)._predict_next_with_tracker
    for intent in list(processor.domain.intents)[:6]:
        memory.get(heard(processor.domain, intent), predict)
    assert len(memory._known) == 3
