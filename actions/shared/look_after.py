"""
Whether a person should see to this: asked after every answer, by the shop's own table.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.buying import turning as buying
from actions.buying.shop import sells
from actions.changing import turning
from actions.orders import at_hand
from actions.orders.at_hand import AtHand
from actions.people_there import Signs
from actions.services import Services
from actions.shared import open_question, person
from actions.shared.edge import Event
from actions.shared.open_question import OpenQuestion
from crm_connector.errors import CrmError

# To do these something of the customer's has to be changed, which is told about here
# and done by people.
BY_PEOPLE = (at_hand.BY_RULES - {"track_refund"}) | {"delete_my_data"}
# What these say of people is said by their own actions, or nothing was said.
_OWN = frozenset(
    {
        *("complaint", "contact_human_agent", "withdraw_person", "returned"),
        *("affirm", "deny", "goodbye", "thank", "change_language", "code_refused"),
        *("nlu_fallback", "rate_person", "rating_again", "rating_words"),
        # These offer somebody themselves, behind what the site's pages can do.
        *("edit_account", "recover_password", "registration_problems"),
        *("check_warranty", "review"),
        # "Stop telling me" sounds cross, and is done.
        "order_news",
    }
)


class ActionLookAfter(Action):
    """
    Calls or offers a person where the mood, the guesses or the wish itself ask for one.

    The engine runs it at the end of each turn; it stands in no rule.
    """

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_look_after"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[Event]:
        """
        Say nothing where nobody is needed, or one is to come already.
        """
        house = services.services()
        if house.desk is None or services.is_waiting() or not _is_message(tracker):
            return []
        intent = tracker.latest_message.get("intent", {}).get("name")
        if intent in _OWN or _has_just_asked(tracker):
            return []
        talk = person.talk_of(tracker)
        cart = sells() and buying.FORM.has_taken(tracker)
        took = turning.has_taken(tracker) or cart
        # Whatever else of the message was answered before counts as well.
        wanted = {intent, *services.answered_before()} - _OWN
        touches = not wanted.isdisjoint(at_hand.BY_RULES - {"track_refund"})
        needed = house.desk.needed(
            Signs(
                intent=intent or "",
                guessed=talk.guessed,
                upset=services.upset(),
                order_value=await _order_value(tracker, house) if touches else None,
                touches_order=touches,
                needs_missing_capability=not (wanted.isdisjoint(BY_PEOPLE) or took),
                settled=talk.settled,
            )
        )
        return await person.by_table(dispatcher, tracker, needed) or []


def _is_message(tracker: Tracker) -> bool:
    return bool(tracker.latest_message.get("text"))


def _has_just_asked(tracker: Tracker) -> bool:
    """
    Whether a question stands open: a second one beside it would get no clear answer.
    """
    asked = OpenQuestion.read(tracker.get_slot(open_question.SLOT))
    is_asked = asked.is_last and not asked.is_answered
    forms = (turning.wishes_of(tracker), buying.draft_of(tracker))
    return is_asked or any(each.is_asking for each in forms)


async def _order_value(tracker: Tracker, house: Services) -> int | None:
    """
    What the order at hand is worth; None where that does not matter or is not known.
    """
    if house.desk is None or not house.desk.weighs_orders:
        return None
    hand = AtHand.read(tracker.get_slot(at_hand.SLOT), house.clock())
    if not hand.number:
        return None
    try:
        found = await house.gate.order(services.identity(), hand.number)
    except CrmError:
        # Whoever is not proven, or whose order is not there, has no dear one.
        return None
    totals = [order.total for order in found.values]
    return max(
        (each.amount for each in totals if each.currency == house.currency),
        default=None,
    )
