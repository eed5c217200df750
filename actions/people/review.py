"""
What customers think: taken down for the shop, or where it can be written and read.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.opinions import Review
from actions.orders import at_hand
from actions.people.about import order_meant
from actions.people.reviewing import About, about_reviews, is_bad
from actions.people_there import Signs
from actions.shared import open_question, person
from actions.shared.edge import Event, did, entities_of, language_of, text_of
from actions.shared.open_question import OpenQuestion

ABOUT = "review"
# Until the next message: what they write then is the review.
AWAITED = "review_awaited"
# How the engine says that it is.
ASPECT, WRITTEN = "aspect", "written"
MOST_WORDS = 1000
_BAD = "bad"
_PAGE = "reviews"


class ActionReview(Action):
    """
    Asks once whether what a customer thinks is to be passed on.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_review"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Where the shop has a page for it, that is named; else it can be written here.
        """
        house, text = services.services(), text_of(tracker)
        said = {(e["entity"], e["value"]) for e in entities_of(tracker)}
        about = about_reviews(text)
        is_written = (ASPECT, WRITTEN) in said
        if house.shop is not None and _PAGE in house.shop.links:
            dispatcher.utter_message(response="utter_review_page")
            return await _offer(dispatcher, tracker, is_needed=is_bad(text))
        if house.reviews is None:
            dispatcher.utter_message(response="utter_review")
            return await _offer(dispatcher, tracker, is_needed=is_bad(text))
        if not is_written and about in (About.READING, About.WRITING):
            reads = about is About.READING
            dispatcher.utter_message(
                response="utter_review_read" if reads else "utter_review_write"
            )
            return [] if reads else [SlotSet(AWAITED, str(house.clock().timestamp()))]
        hand = await order_meant(tracker, self.name())
        words = text[:MOST_WORDS]
        question = open_question.put(
            dispatcher,
            house,
            language_of(tracker),
            about=ABOUT,
            response=f"utter_ask_review{'_bad' if is_bad(text) else ''}",
            words=words,
            order=hand.number,
            product=_product(tracker),
            bad=_BAD if is_bad(text) else "",
        )
        return [
            SlotSet(at_hand.SLOT, hand.slot),
            SlotSet(open_question.SLOT, question.slot),
        ]


async def answered(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    question: OpenQuestion,
    *,
    is_yes: bool,
) -> list[Event]:
    """
    Keep it, or do not; who found something bad is offered a person besides.
    """
    reviews, told = services.services().reviews, question.fields
    done: list[Event] = []
    if is_yes and reviews is not None:
        await reviews.keep(
            Review(
                conversation=tracker.sender_id,
                words=told["words"],
                language=question.lang,
                is_bad=bool(told["bad"]),
                customer=services.identity().customer_id or "",
                order=told["order"],
                product=told["product"],
            )
        )
        dispatcher.utter_message(response="utter_review_kept")
        done = [did(tracker, "action_review")]
    else:
        dispatcher.utter_message(response="utter_review_left")
    is_needed = bool(told["bad"])
    return [*done, *await _offer(dispatcher, tracker, is_needed=is_needed)]


async def _offer(
    dispatcher: CollectingDispatcher, tracker: Tracker, *, is_needed: bool
) -> list[Event]:
    """
    Offer a person to whom something was bad, unless one is to come or has seen to it.
    """
    desk = services.services().desk
    if desk is None or not is_needed or services.is_waiting():
        return []
    settled = person.talk_of(tracker).settled
    needed = desk.needed(Signs(intent="complaint", settled=settled))
    if needed is None:
        return []
    return await person.offer(dispatcher, tracker, needed.reason) or []


def _product(tracker: Tracker) -> str:
    """
    The product as they called it.
    """
    named = {e["entity"]: e.get("surface") or e["value"] for e in entities_of(tracker)}
    return str(named.get("product") or named.get("product_word") or "")
