"""
What a message means where it was said: by itself, or after what was said before.
"""

from __future__ import annotations

from collections.abc import Sequence

from rasa.shared.core.trackers import DialogueStateTracker

from actions import services
from actions.account import pages
from actions.buying import draft
from actions.buying import turning as buying
from actions.buying.shop import sells
from actions.changing import turning as changing
from actions.changing.reading import is_denied
from actions.changing.state.wishes import INTENTS, Kind
from actions.orders import at_hand
from actions.orders.asked import Asked
from actions.orders.at_hand import AtHand
from actions.orders.finding import RECENT
from actions.people import rating, review
from actions.shared import last_told, open_question, outcome
from actions.shared.edge import PENDING
from actions.shared.last_told import Told
from actions.shared.open_question import OpenQuestion
from bot.conversations.messages import Turn
from bot.engine import asides, followups, wishing
from bot.engine.apart import Apart
from bot.engine.corrections import corrected
from bot.engine.meaning import Parsed, beyond_words, parse_data_of
from bot.engine.parts import stretches
from bot.engine.processor import TurnProcessor
from bot.engine.rating import rated
from bot.engine.several import Several
from bot.engine.typed import TypedTitles
from bot.engine.which import SLOT, Question
from bot.nlu.decision import ASK_WHICH, FALLBACK
from crm_connector.errors import CrmError
from crm_connector.model import Order

# The forms, and a wish of each.
_FORMS = {changing.FORM.loop: Kind.CHANGE.value, buying.FORM.loop: "place_order"}


class Understanding:
    """
    Reads the messages of a turn with the trained pipeline, in the light of the talk.
    """

    def __init__(self, processor: TurnProcessor) -> None:
        self._processor = processor
        self._titles = TypedTitles(processor.domain.responses)

    def apart(
        self,
        turn: Turn,
        before: DialogueStateTracker,
        parsed: Parsed,
        written: str,
        orders: Sequence[Order] = (),
    ) -> Apart:
        """
        The wishes in a message that is `parsed` as a whole; nothing where it is one.

        `orders` are those of the customer of which it may be.
        """
        if not turn.text or turn.choice is not None or turn.files:
            return Apart()
        if beyond_words(turn) is not None:
            return Apart()
        who, slots = turn.identity.customer_id, before.current_slot_values()
        awaited = None
        if wishing.is_awaited(slots, who, turn.at):
            awaited = _FORMS.get(before.active_loop_name or "")
        elif _is_of_the_talk(parsed) and not _forbids(parsed, written):
            return Apart()
        return Several(
            turn.text,
            written,
            lambda text: wishing.of_own(
                self._processor.understand(text, turn.conversation), written, orders
            ),
            awaited,
        ).apart(parsed)

    async def owned(
        self, turn: Turn, before: DialogueStateTracker, parsed: Parsed
    ) -> tuple[Order, ...]:
        """
        The orders of who writes, where the message may be of something in them.

        None where a question of ours stands open, or the shop gives no answer.
        """
        who = turn.identity.customer_id
        is_theirs = turn.text and turn.choice is None and who is not None
        if not is_theirs or not wishing.may_be_of_own(parsed):
            return ()
        if wishing.is_awaited(before.current_slot_values(), who, turn.at):
            return ()
        try:
            return await Asked().newest(RECENT)
        except (CrmError, services.NotConfigured):
            return ()

    def parse(self, turn: Turn, before: DialogueStateTracker, written: str) -> Parsed:
        """
        What the turn means, by itself or after what was said before.
        """
        question = Question.of(before.get_slot(SLOT))
        if turn.choice is not None:
            parsed = parse_data_of(turn.choice, turn.text)
            return question.pressed(turn.choice, parsed) if question else parsed
        beyond = beyond_words(turn)
        if beyond is not None:
            return parse_data_of(beyond, turn.text)
        parsed = self._processor.understand(turn.text, turn.conversation)
        asked = OpenQuestion.read(before.get_slot(open_question.SLOT))
        parsed = asides.of_all(asides.in_passing(parsed))
        called = asides.calling(parsed, asked, turn)
        if called is not parsed:
            return called
        meant = question.typed(turn.text, parsed) if question else parsed
        if meant is parsed:
            meant = rated(parsed, before.get_slot(rating.SLOT), turn.at)
        if meant is not parsed:
            return meant
        parsed = self._titles.typed(parsed)
        who = turn.identity.customer_id
        is_stranger = who is None
        waits = before.get_slot(PENDING) if is_stranger else None
        # In a thread of two nobody speaks of what the other was asked.
        is_theirs = asked.customer == (who or "")
        told = Told.read(before.get_slot(last_told.SLOT), who or "", turn.at)
        is_open = is_theirs and asked.is_awaited(turn.at) and not asked.is_offered
        slots = before.current_slot_values()
        if not is_open and wishing.is_awaited(slots, who, turn.at):
            # Whether it says anything of the wish is for the form to see.
            return corrected(parsed, at_hand_in(before, turn))
        agreed = wishing.agreed(parsed, asked, turn.at) if is_theirs else parsed
        if agreed is not parsed:
            return agreed
        money = wishing.money_of_done(asides.owing(parsed), slots, who, turn.at)
        if money is not parsed:
            return money
        is_of_deed = last_told.is_of_deed(told, parsed["text"])
        wanted = parsed
        if not (is_open or is_of_deed):
            wanted = wishing.contested(parsed, slots, who, turn.at)
            if wanted is parsed and _sells():
                wanted = wishing.bought(parsed)
            if wanted is parsed:
                wanted = wishing.begun(parsed, written)
        if wanted is not parsed:
            return wanted
        is_open = is_open or question is not None or at_hand_in(before, turn).asks
        is_open = is_open or before.get_slot(review.AWAITED) is not None
        meant = asides.of_told(parsed, told, is_open=is_open)
        if meant is parsed and is_theirs:
            meant = asides.beside(parsed, asked, turn.at)
        if meant is parsed:
            meant = asides.signing_in(
                parsed,
                waits=waits,
                is_stranger=is_stranger,
                is_waiting=turn.is_waiting,
            )
        if meant is parsed:
            meant = asides.news(parsed, asked, turn.at)
        if meant is parsed:
            left = before.get_slot(outcome.SLOT)
            meant = asides.promised(parsed, left, who, turn.at)
        if meant is parsed and turn.is_waiting:
            is_asked = question is not None or (asked.is_last and not asked.is_answered)
            is_asked = is_asked or at_hand_in(before, turn).asks
            meant = asides.waiting(parsed, is_asked=is_asked)
        if meant is parsed:
            meant = asides.paying(parsed, slots.get(draft.SLOT), who, turn.at)
        if meant is parsed:
            meant = asides.trying(parsed, before.get_slot(pages.SLOT), turn.at)
        if meant is parsed:
            awaited = before.get_slot(review.AWAITED)
            meant = asides.reviewing(parsed, awaited, turn.at)
        if meant is not parsed:
            return meant
        hand = at_hand_in(before, turn)
        spoken = before.get_slot(followups.SLOT)
        meant = asides.of_parcel(parsed, hand, is_spoken_of=bool(hand.number))
        if meant is not parsed:
            return meant
        parsed = corrected(parsed, hand)
        return followups.followed_up(parsed, spoken, hand.at, turn.at)


def _sells() -> bool:
    try:
        return sells()
    except services.NotConfigured:
        return False


def at_hand_in(before: DialogueStateTracker, turn: Turn) -> AtHand:
    """
    What order is spoken of at the beginning of a turn.
    """
    return AtHand.read(before.get_slot(at_hand.SLOT), turn.at)


def _forbids(parsed: Parsed, written: str) -> bool:
    """
    Whether it is more than a no: "don't cancel it, just tell me when it arrives".
    """
    if parsed["intent"]["name"] != "deny":
        return False
    return any(is_denied(each.text) for each in stretches(parsed["text"], written))


def _is_of_the_talk(parsed: Parsed) -> bool:
    """
    Whether it means what it does only because of what was said before.
    """
    intent = parsed["intent"]["name"]
    if intent in INTENTS or intent in (FALLBACK, ASK_WHICH):
        return False
    ranking = parsed.get("intent_ranking") or ({"name": None},)
    return bool(intent != ranking[0]["name"])
