"""
What the customer is told unasked: said beside the talk, which goes on as it was.

It is no message of theirs, so nothing is predicted: a form that asks for something and
a question that is open wait for the customer's own words as before.
"""

from __future__ import annotations

import copy
from typing import Any

from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from actions import services
from actions.shared import last_told
from bot.conversations.inbox import NEWS
from bot.conversations.messages import Answer, Turn
from bot.engine import state as states
from bot.engine.meaning import parse_data_of
from bot.engine.processor import TurnProcessor
from bot.engine.replies import ReplyCollector
from bot.engine.store import OpenTurn

_ACTION = "action_tell_news"


def is_news(turn: Turn) -> bool:
    """
    Whether a turn is the event that there is something to tell.
    """
    return turn.choice is not None and turn.choice.intent == NEWS


async def told(
    turn: Turn, work: OpenTurn, processor: TurnProcessor, tongue: tuple[str, str]
) -> Answer:
    """
    What is said of it, and the state in which the next message will find the talk.

    `tongue` is the language that the customer writes in, and the one to answer in.
    """
    written, language = tongue
    collector = ReplyCollector()
    work.tracker.update(SlotSet("language", language), processor.domain)
    events = await processor.beside(_ACTION, _view(turn, work.tracker), collector)
    noted = services.noted_told()
    if noted is not None:
        events = [*events, SlotSet(last_told.SLOT, noted)]
    for event in events:
        if isinstance(event, SlotSet):
            work.tracker.update(event, processor.domain)
    return Answer(
        replies=collector.replies(language),
        state=states.keep(work.tracker),
        customer_lang=written,
    )


def _view(turn: Turn, tracker: DialogueStateTracker) -> DialogueStateTracker:
    """
    A tracker for the action to read, with the event as if it had been said.
    """
    view = copy.copy(tracker)
    view.events = copy.copy(tracker.events)
    said: Any = parse_data_of(turn.choice, "") if turn.choice else {}
    view.update(UserUttered("", said["intent"], said["entities"], said))
    return view
