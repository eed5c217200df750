"""
Subscribe me, stop the adverts, what did I agree to?
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from actions.account import marketing, stopping
from actions.account.wishes import Wish, doubt_of, wish_of
from actions.services import Services
from actions.shared import open_question
from actions.shared.edge import (
    MOST_TEXT,
    CustomerAction,
    Event,
    forgotten,
    language_of,
    text_of,
)
from actions.shared.pending import meant
from crm_connector.profile.facts import Purpose, Statement

# What a stranger said to stop adverts; it is kept to as soon as they sign in.
STOP_SLOT = "stop_pending"


class ActionNewsletterSubscription(CustomerAction):
    """
    Keeps what the customer says about advertising, or tells what they have said.
    """

    pending = "newsletter_subscription"

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_newsletter_subscription"

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        A no counts as it is said; a yes only to the question with all that it means.
        """
        house, lang = services.services(), language_of(tracker)
        _, text = meant(tracker)
        wish = wish_of(text)
        known = await house.gate.declarations.consent(services.identity())
        said = known.get(Purpose.MARKETING)
        doubt = doubt_of(text) if wish is Wish.STOP else None
        if doubt is not None:
            question = stopping.ask(dispatcher, house, lang, doubt, text)
            return [*_forgotten(), SlotSet(open_question.SLOT, question.slot)]
        if wish is Wish.STOP:
            # Their own words are what they have said no with.
            return [*_forgotten(), *await marketing.stop(dispatcher, tracker, text)]
        if said is not None and (said.is_granted or wish is not Wish.START):
            _tell_standing(dispatcher, said, lang, house)
            return [*_forgotten(), *marketing.was_told(tracker)]
        if wish is not Wish.START:
            dispatcher.utter_message(response="utter_marketing_is_open")
        question = marketing.ask(dispatcher, house, lang)
        return [*_forgotten(), SlotSet(open_question.SLOT, question.slot)]

    def beside_proof(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        It can be done without signing in, too; a stop waits whatever else is asked.
        """
        dispatcher.utter_message(response="utter_part_newsletter")
        text = text_of(tracker)[:MOST_TEXT]
        wish = wish_of(text)
        if wish is None or (wish is Wish.STOP and doubt_of(text) is not None):
            return []
        return [SlotSet(STOP_SLOT, text if wish is Wish.STOP else None)]


def _forgotten() -> list[Event]:
    return [*forgotten(), SlotSet(STOP_SLOT, None)]


def _tell_standing(
    dispatcher: CollectingDispatcher, said: Statement, lang: str, house: Services
) -> None:
    day = formatting.day(said.at.astimezone(house.zone), lang)
    if said.is_granted:
        dispatcher.utter_message(
            response="utter_marketing_is_yes", day=day, words=said.wording
        )
    else:
        dispatcher.utter_message(response="utter_marketing_is_no", day=day)
