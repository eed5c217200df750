"""
What a person of the shop has left behind: a promise until a day, or how it came out.

It is one document in one slot. Whoever asks for it hears it again, and whoever speaks
of the same thing while a promise is open. Whether it has been kept is asked of the
desk, where that is noted.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.services import Services
from actions.shared import open_question, person

SLOT = "came_of_people"
REMEMBERED = timedelta(days=90)
"""After it came about, or after the day of a promise if that is later."""
MOST_KEPT = 3
PROMISED = "promised"
_TOLD = ("solved", "refused")
_A_COLLEAGUE = {"fa": "همکارم", "ar": "زميلي", "en": "a colleague of mine"}

Events = list[dict[str, Any]]


class Standing(str, Enum):
    """
    How a promise stands.
    """

    OPEN = "promised"
    OVERDUE = "overdue"
    KEPT = "kept"


@dataclass(frozen=True)
class Outcome:
    """
    How it came out with a person: `settled` is the code, `words` are theirs.

    `due` is the day of a promise (ISO), `order` the number of the order at hand then,
    `handoff` the desk's number of it. It is told to `customer` alone, or, where nobody
    had proven who they are, to whoever writes in that conversation. `at` is in seconds
    since 1970.
    """

    settled: str
    by: str = ""
    words: str = ""
    due: str = ""
    order: str = ""
    customer: str = ""
    handoff: int = 0
    at: float = 0.0

    @property
    def day(self) -> date | None:
        """
        The day of a promise.
        """
        return date.fromisoformat(self.due) if self.due else None

    def is_remembered(self, now: datetime) -> bool:
        """
        Whether it is still told.
        """
        until = datetime.fromtimestamp(self.at, now.tzinfo) + REMEMBERED
        if self.day is not None:
            until = max(until, datetime.combine(self.day, now.timetz()) + REMEMBERED)
        return now <= until

    def is_about(self, numbers: Collection[str]) -> bool:
        """
        Whether it may be of these orders; of any, where either names none.
        """
        if not self.order or not numbers:
            return True
        return self.order.casefold() in {each.casefold() for each in numbers}


def kept_in(slot: Any) -> tuple[Outcome, ...]:
    """
    What the slot holds, oldest first; nothing where that cannot be read.
    """
    try:
        return tuple(Outcome(**each) for each in json.loads(slot))
    except (TypeError, ValueError):
        return ()


def with_one_more(slot: Any, outcome: Outcome) -> str:
    """
    The text for the slot with this outcome as the newest.
    """
    kept = (*kept_in(slot), outcome)[-MOST_KEPT:]
    return json.dumps([asdict(each) for each in kept], ensure_ascii=False)


def theirs(slot: Any, customer: str | None, now: datetime) -> tuple[Outcome, ...]:
    """
    What whoever writes may hear of it, oldest first.
    """
    return tuple(
        each
        for each in kept_in(slot)
        if each.customer in ("", customer or "") and each.is_remembered(now)
    )


async def promise_about(
    tracker: Tracker, numbers: Collection[str]
) -> tuple[Outcome, Standing] | None:
    """
    The newest promise that is not kept yet and may be of these orders, if there is one.
    """
    house = services.services()
    known = theirs(tracker.get_slot(SLOT), services.identity().customer_id, house.now())
    for each in reversed(known):
        if each.settled != PROMISED or not each.is_about(numbers):
            continue
        standing = await standing_of(each, tracker.sender_id, house)
        if standing is not Standing.KEPT:
            return each, standing
    return None


async def standing_of(outcome: Outcome, conversation: str, house: Services) -> Standing:
    """
    How a promise stands today.
    """
    if house.desk is not None and await house.desk.is_kept(
        conversation, outcome.handoff
    ):
        return Standing.KEPT
    is_over = outcome.day is not None and outcome.day < house.now().date()
    return Standing.OVERDUE if is_over else Standing.OPEN


async def tell(
    dispatcher: CollectingDispatcher, tracker: Tracker, outcome: Outcome
) -> Standing | None:
    """
    Say what was left behind; how it stands, where it was a promise.
    """
    house = services.services()
    if outcome.settled != PROMISED:
        how = outcome.settled if outcome.settled in _TOLD else "other"
        _say(dispatcher, tracker, outcome, f"utter_outcome_{how}")
        return None
    standing = await standing_of(outcome, tracker.sender_id, house)
    _say(dispatcher, tracker, outcome, f"utter_outcome_{standing.value}")
    return standing


async def tell_again(
    dispatcher: CollectingDispatcher, tracker: Tracker, numbers: Collection[str]
) -> Events | None:
    """
    To whoever comes back with the same: the promise first, and a person by button.

    None where no promise is open for these orders: nothing is said then.
    """
    found = await promise_about(tracker, numbers)
    if found is None:
        return None
    outcome, standing = found
    _say(dispatcher, tracker, outcome, f"utter_outcome_{standing.value}")
    return await offer(dispatcher, tracker)


async def tell_beside(
    dispatcher: CollectingDispatcher, tracker: Tracker, numbers: Collection[str]
) -> Events:
    """
    The promise with a day beside how these orders stand; a person if it is overdue.
    """
    found = await promise_about(tracker, numbers) if numbers else None
    if found is None or found[0].day is None:
        return []
    outcome, standing = found
    if standing is Standing.OVERDUE:
        _say(dispatcher, tracker, outcome, "utter_outcome_overdue")
        return await offer(dispatcher, tracker)
    _say(dispatcher, tracker, outcome, "utter_outcome_beside")
    return []


async def offer(dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
    """
    Ask whether a person is wanted, however lately that was asked of something else.

    Whoever waits for one is told the place; where nobody ever comes, the telephone.
    """
    house = services.services()
    lang = str(tracker.get_slot("language") or "fa")
    if services.is_waiting():
        await person.call(dispatcher, tracker, person.ASKED)
        return []
    if house.desk is None or await house.desk.outlook(person.ASKED, lang) is None:
        dispatcher.utter_message(response="utter_part_call_us")
        return []
    put = open_question.put(
        dispatcher,
        house,
        lang,
        about=person.ABOUT,
        response="utter_offer_person_promise",
        reason=person.ASKED,
    )
    return [SlotSet(open_question.SLOT, put.slot)]


def called(name: str, lang: str) -> str:
    """
    Who it was, as the customer knows them.
    """
    return name or _A_COLLEAGUE[lang]


def _say(
    dispatcher: CollectingDispatcher, tracker: Tracker, outcome: Outcome, response: str
) -> None:
    house = services.services()
    lang = str(tracker.get_slot("language") or "fa")
    day, today = outcome.day, house.now().date()
    dispatcher.utter_message(
        response=response,
        by=called(outcome.by, lang),
        words=outcome.words,
        due=formatting.near_day(day, today, lang) if day else "",
    )
