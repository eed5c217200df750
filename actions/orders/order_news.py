"""
Tell me when my order ships; stop telling me about my orders.
"""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.orders import news
from actions.orders.following import Wish, wish_of
from actions.shared import open_question
from actions.shared.edge import CustomerAction, Event, did, forgotten, language_of
from actions.shared.pending import meant


class ActionOrderNews(CustomerAction):
    """
    Keeps that somebody wants to be told of their orders, or does not any more.
    """

    pending = "order_news"

    def name(self) -> str:
        """
        The name in the domain.
        """
        return "action_order_news"

    async def answer(
        self, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> list[Event]:
        """
        Their own words are what is kept: they have asked for it themselves.
        """
        house, lang = services.services(), language_of(tracker)
        _, text = meant(tracker)
        # What led here was about orders; what does not end it wants it.
        wants = wish_of(text, is_spoken_of=True) is not Wish.STOP
        if house.news is None:
            dispatcher.utter_message(response="utter_news_not_here")
            return forgotten()
        await news.keep(tracker, text, lang, is_granted=wants)
        dispatcher.utter_message(
            response="utter_news_yes" if wants else "utter_news_stopped"
        )
        told = open_question.told(news.ABOUT, house)
        return [
            *forgotten(),
            SlotSet(open_question.SLOT, told.slot),
            did(tracker, self.name()),
        ]
