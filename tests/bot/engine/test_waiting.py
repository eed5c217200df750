"""
What waits for a proof: the first wish and the others of its message, as they were.
"""

import json
from datetime import datetime, timedelta, timezone

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from actions.shared.edge import PENDING, PENDING_REFERENCE
from bot.conversations.messages import Choice, Turn
from bot.engine.apart import Part
from bot.engine.store import OpenTurn
from bot.engine.training import DOMAIN
from bot.engine.waiting import STILL, Waiting, taken_up
from crm_connector.model import Identity

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=timezone.utc)
LENT = ({"entity": "order_number", "value": "21962"},)
WHERE = Part("where is it?", LENT)
CART = Part("order the kettle", is_form=True)
OPEN = Part("are you open?", is_own=False)


@pytest.fixture(scope="module")
def domain():
    """
    The bot's own domain.
    """
    return Domain.load(str(DOMAIN))


@pytest.fixture
def work(domain):
    """
    A turn in which nothing has been answered yet.
    """
    tracker = DialogueStateTracker("talk", domain.slots)
    tracker.update(ActionExecuted("action_listen"), domain)
    return OpenTurn(tracker)


@pytest.fixture
def keep(work, domain):
    """
    Has an action keep what it wants: the name of the wish, and its words.
    """

    def keeps(pending, text):
        reference = text and json.dumps({"entities": [], "text": text})
        work.tracker.update(SlotSet(PENDING, pending), domain)
        work.tracker.update(SlotSet(PENDING_REFERENCE, reference), domain)

    return keeps


def signs_in(work, after=timedelta(minutes=3)):
    """
    What is gone on with when they sign in so much later.
    """
    turn = Turn("talk", "", NOW + after, Identity(), None, Choice("signed_in"))
    return taken_up(turn, work.tracker)


def waiting(work, domain):
    return Waiting(work, domain, NOW)


def test_their_own_wait_and_the_rest_is_answered_now(work, domain, keep):
    keep("loyalty_points", "points?")

    left = waiting(work, domain).after(None, [WHERE, OPEN, CART], asks_proof=True)

    assert left == [OPEN]
    assert signs_in(work).parts == (WHERE, CART)
    assert signs_in(work).parts[1].is_form


def test_what_an_action_offers_beside_its_answer_keeps_nothing_waiting(
    work, domain, keep
):
    # "With a code I can look for another card" asks for no proof.
    keep("loyalty_points", "")

    left = waiting(work, domain).after(None, [WHERE, CART], asks_proof=False)

    assert left == [WHERE, CART]
    assert signs_in(work).parts == ()


@pytest.mark.parametrize("later", [(None, None), ("check_warranty", "is it good?")])
def test_what_is_answered_later_leaves_what_waits(work, domain, keep, later):
    waits = waiting(work, domain)
    keep("loyalty_points", "points?")
    waits.after(None, [WHERE, OPEN], asks_proof=True)

    keep(*later)
    waits.after(OPEN, [], asks_proof=False)

    assert work.tracker.get_slot(PENDING) == "loyalty_points"
    kept = json.loads(work.tracker.get_slot(PENDING_REFERENCE))
    assert kept["text"] == "points?"
    assert signs_in(work).parts == (WHERE,)


def test_what_asks_for_proof_as_well_waits_behind_the_first(work, domain, keep):
    waits = waiting(work, domain)
    keep("loyalty_points", "points?")
    waits.after(None, [WHERE, OPEN], asks_proof=True)

    keep("check_warranty", "is mine still good?")
    waits.after(OPEN, [], asks_proof=True)

    assert work.tracker.get_slot(PENDING) == "loyalty_points"
    assert [each.text for each in signs_in(work).parts] == [WHERE.text, OPEN.text]


def test_who_was_asked_before_is_asked_with_the_same_words_again(work, domain, keep):
    keep("loyalty_points", "points?")
    waiting(work, domain).after(None, [], asks_proof=True)

    # The very same once more, now with something beside it.
    left = waiting(work, domain).after(None, [WHERE], asks_proof=True)

    assert left == []
    assert signs_in(work).parts == (WHERE,)


def test_what_was_wanted_long_ago_is_named_and_not_begun(work, domain, keep):
    keep("loyalty_points", "points?")
    waiting(work, domain).after(None, [WHERE], asks_proof=True)

    assert signs_in(work, STILL).parts == (WHERE,)
    late = signs_in(work, STILL + timedelta(seconds=1))
    assert (late.parts, late.past) == ((), (WHERE.text,))


@pytest.mark.parametrize(
    "reference",
    [
        None,
        "",
        "[]",
        "no json",
        '{"others": 7}',
        '{"others": [7, {}, {"text": 1}]}',
        '[{"entity": "order_number"}]',
    ],
)
def test_what_cannot_be_read_is_nothing(work, domain, reference):
    work.tracker.update(SlotSet(PENDING_REFERENCE, reference), domain)

    assert signs_in(work) == taken_up(
        Turn("talk", "hello", NOW, Identity(), None), work.tracker
    )


def test_what_an_older_version_kept_is_named(work, domain):
    kept = json.dumps({"text": "a", "others": [{"text": "where is it?", "lent": []}]})
    work.tracker.update(SlotSet(PENDING_REFERENCE, kept), domain)

    assert signs_in(work).past == ("where is it?",)


def test_a_message_takes_nothing_up(work, domain, keep):
    keep("loyalty_points", "points?")
    waiting(work, domain).after(None, [WHERE], asks_proof=True)
    turn = Turn("talk", "hello", NOW, Identity(), None)

    assert taken_up(turn, work.tracker).parts == ()
