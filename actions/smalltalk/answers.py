"""
What a yes or a no is the answer to.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Protocol

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.account import marketing, stopping
from actions.offers import not_same_person, same_person
from actions.orders import news
from actions.payments import trouble
from actions.people import review
from actions.shared import open_question, person
from actions.shared.edge import Event, entities_of, text_of
from actions.shared.open_question import AfterAnswer, OpenQuestion
from actions.smalltalk.plain import is_nod, is_plain, is_thanks
from crm_connector.errors import NotFound, NotProven


class _Answer(Protocol):
    def __call__(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        question: OpenQuestion,
        *,
        is_yes: bool,
    ) -> Awaitable[list[Event]]: ...


class _TakingBack(Protocol):
    def __call__(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        question: OpenQuestion,
        said: AfterAnswer,
    ) -> Awaitable[list[Event]]: ...


_ANSWERS: Mapping[str, _Answer] = {
    marketing.ABOUT: marketing.answered,
    stopping.ABOUT: stopping.answered,
    same_person.ABOUT: same_person.answered,
    not_same_person.ABOUT: not_same_person.answered,
    person.ABOUT: person.answered,
    review.ABOUT: review.answered,
    news.ABOUT: news.answered,
    trouble.ABOUT: trouble.answered,
    trouble.ABOUT_REST: trouble.answered,
}
_TAKE_BACK: Mapping[str, _TakingBack] = {
    marketing.ABOUT: marketing.taken_back,
    same_person.ABOUT: not_same_person.taken_back,
    not_same_person.ABOUT: not_same_person.taken_back,
}
# To these "ok" is a yes: what it does can be undone, or only takes something back.
_NODDED_AT = frozenset(
    {
        *(marketing.ABOUT, stopping.ABOUT, not_same_person.ABOUT, review.ABOUT),
        news.ABOUT,
    }
)
# After these "yes" and "no" are answers to what was said last.
_ASK_THEMSELVES = frozenset({"utter_thank", "utter_goodbye", "utter_greet"})
_SILENT = frozenset({"action_listen", "action_extract_slots", "action_session_start"})


async def answered(
    dispatcher: CollectingDispatcher, tracker: Tracker, *, is_yes: bool
) -> list[Event] | None:
    """
    Do what the answer to the open question says; None where none is open.

    A button of a question that is over says so: it is no answer to another one. So
    does an answer of somebody who has signed out, or is not proven enough any more.
    Words that are not plainly an answer change nothing: it is asked again. So does,
    once, a yes or a no that comes after something else and does not say to what. A nod
    is no answer to whose a card is, and one with thanks in it is none to anything.
    """
    question = OpenQuestion.read(tracker.get_slot(open_question.SLOT))
    pressed = next(
        (
            e["value"]
            for e in entities_of(tracker)
            if e["entity"] == open_question.ENTITY
        ),
        None,
    )
    answer, now = _ANSWERS.get(question.about), services.services().clock()
    if answer is None or not question.is_meant(pressed, now):
        if pressed is None:
            return _put_again(dispatcher, tracker, question, is_yes=is_yes)
        dispatcher.utter_message(response="utter_question_over")
        return []
    if question.customer != (services.identity().customer_id or ""):
        # It stays open for whoever was asked.
        dispatcher.utter_message(response="utter_question_over")
        return []
    is_clear = _is_clear(question, text_of(tracker), is_yes=is_yes)
    if pressed is None and not is_clear and question.is_offered:
        # "Ok" is said to what they heard.
        return None
    if pressed is None and not is_clear:
        question.repeat(dispatcher)
        return [SlotSet(open_question.SLOT, question.slot)]
    try:
        events = await answer(dispatcher, tracker, question, is_yes=is_yes)
    except (NotProven, NotFound):
        dispatcher.utter_message(response="utter_question_over")
        events = []
    return [SlotSet(open_question.SLOT, question.answered().slot), *events]


def _is_clear(question: OpenQuestion, text: str, *, is_yes: bool) -> bool:
    if not is_plain(text, is_yes=is_yes):
        return False
    return not is_nod(text) or (question.about in _NODDED_AT and not is_thanks(text))


async def taken_back(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    question: OpenQuestion,
    said: AfterAnswer,
) -> list[Event]:
    """
    Do what can be done for somebody who takes back how they answered it.
    """
    return await _TAKE_BACK[question.about](dispatcher, tracker, question, said)


def _put_again(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    question: OpenQuestion,
    *,
    is_yes: bool,
) -> list[Event] | None:
    """
    Say that this was not noted, and ask once more; None where nothing was passed over.
    """
    if (
        question.about not in _ANSWERS
        or not question.is_passed_over(services.services().clock())
        or question.customer != (services.identity().customer_id or "")
        or not is_plain(text_of(tracker), is_yes=is_yes)
        or is_nod(text_of(tracker))
        or _said_last(tracker) in _ASK_THEMSELVES
    ):
        return None
    question.say(dispatcher, f"utter_late_{question.about}")
    return [SlotSet(open_question.SLOT, question.repeated().slot)]


def _said_last(tracker: Tracker) -> str | None:
    """
    The action that answered the message before this one.
    """
    done = [e.get("name") for e in tracker.events if e.get("event") == "action"]
    said = [name for name in done if name not in _SILENT]
    return said[-1] if said else None
