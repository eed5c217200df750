"""
What is kept between turns stays small, and comes back as it was.
"""

import json

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine import state
from bot.engine.training import DOMAIN


@pytest.fixture(scope="module")
def domain():
    """
    The bot's own domain.
    """
    return Domain.load(str(DOMAIN))


def a_turn(tracker, domain, number):
    """
    One turn as Rasa logs it.
    """
    parse_data = {
        "intent": {"name": "greet", "confidence": 0.9},
        "entities": [],
        "intent_ranking": [{"name": "greet", "confidence": 0.9}] * 10,
    }
    for event in (
        UserUttered(f"hello {number}", parse_data["intent"], [], parse_data),
        ActionExecuted("utter_greet"),
        BotUttered("Hello! " * 20),
        ActionExecuted("action_listen"),
    ):
        tracker.update(event, domain)


def test_a_fresh_conversation_listens(domain):
    tracker = state.restore("c", None, domain)
    assert tracker.latest_action_name == "action_listen"
    assert tracker.get_slot("language") == "fa"


def test_slots_and_the_last_turns_come_back(domain):
    tracker = state.restore("c", None, domain)
    for number in range(5):
        a_turn(tracker, domain, number)
    tracker.update(SlotSet("orders_at_hand", "21963"), domain)
    back = state.restore("c", state.keep(tracker), domain)
    texts = [e.text for e in back.events if isinstance(e, UserUttered)]
    assert texts == ["hello 3", "hello 4"]
    assert back.get_slot("orders_at_hand") == "21963"
    assert back.latest_message.intent["name"] == "greet"
    assert back.latest_action_name == tracker.latest_action_name
    assert back.past_states(domain)[-2:] == tracker.past_states(domain)[-2:]


def test_the_state_does_not_grow_with_the_conversation(domain):
    kept, sizes = None, []
    for number in range(200):
        tracker = state.restore("c", kept, domain)
        a_turn(tracker, domain, number % 10)
        kept = state.keep(tracker)
        sizes.append(len(kept))
    assert max(sizes[5:]) - min(sizes[5:]) < 100
    assert max(sizes) < 4000


def test_a_state_of_another_version_is_forgotten_rather_than_misread(domain):
    old = json.dumps({"version": 0, "surprise": True}).encode()
    assert len(state.restore("c", old, domain).events) == 1


def test_a_slot_that_the_domain_no_longer_has_is_left_out(domain):
    document = {"version": 1, "slots": {"gone": 1}, "loop": None, "events": []}
    tracker = state.restore("c", json.dumps(document).encode(), domain)
    assert "gone" not in tracker.slots


def test_a_stock_tracker_would_have_kept_everything(domain):
    # The contrast that makes the test above worth something.
    tracker = DialogueStateTracker("c", domain.slots)
    for number in range(50):
        a_turn(tracker, domain, number)
    assert len(tracker.events) == 200


@pytest.mark.parametrize(
    "damage",
    [
        lambda d: json.dumps(d)[:40],
        lambda d: json.dumps([d]),
        lambda d: json.dumps({k: v for k, v in d.items() if k != "events"}),
        lambda d: json.dumps({**d, "events": [{"event": "of_another_time"}]}),
        lambda d: json.dumps({**d, "loop": "a_form_that_is_gone"}),
    ],
    ids=["cut", "list", "missing", "event", "loop"],
)
def test_a_state_that_cannot_be_read_never_stops_a_conversation(domain, damage):
    tracker = state.restore("c", None, domain)
    a_turn(tracker, domain, 1)
    document = json.loads(state.keep(tracker))
    back = state.restore("c", damage(document).encode(), domain)
    assert back.latest_action_name == "action_listen"
    a_turn(back, domain, 2)
    state.restore("c", state.keep(back), domain)


def test_a_value_that_the_slot_no_longer_allows_is_left_out(domain):
    document = {
        "version": 1,
        "slots": {"language": "tlh", "orders_at_hand": "21963"},
        "loop": None,
        "events": [],
    }
    tracker = state.restore("c", json.dumps(document).encode(), domain)
    assert tracker.get_slot("language") == "fa"
    assert tracker.get_slot("orders_at_hand") == "21963"
