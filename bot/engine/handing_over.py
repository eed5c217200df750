"""
The wish for a person as the conversation keeps it, with what an agent should know.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from actions.buying import draft
from actions.buying.draft import Draft
from actions.changing.state import wishes
from actions.changing.state.wishes import Wishes
from actions.orders import at_hand
from actions.orders.at_hand import AtHand
from actions.payments import trouble
from actions.payments.trouble import Trouble
from actions.services import Called
from actions.shared import talk
from actions.shared.talk import Did, Failure, Heard, Talk
from bot.conversations.messages import HandOver, Turn
from bot.engine.meaning import Parsed
from bot.engine.store import OpenTurn
from bot.handoff import packet as packets
from bot.handoff.named import numbers_in
from bot.handoff.packet import Asked, Came, Deed, Packet, Who, Wish, record
from bot.handoff.policy import Policy, Reason
from bot.handoff.said import Outcome, Said
from bot.handoff.sentiment import Mood
from bot.nlu.language import LANGUAGES
from crm_connector.identity.ageing import level
from crm_connector.model import Assurance

_REPHRASED = "action_rephrase"
_MOST_SIGNS = 5
# After these nothing is missing of what was said.
_NOT_MISSING = (wishes.Open.CONFIRM, wishes.Open.MORE)


def wish(
    called: Called | None,
    work: OpenTurn,
    turn: Turn,
    parsed: Parsed,
    written: str,
    policy: Policy,
    mood: Mood,
) -> HandOver | None:
    """
    What an action that called for a person wants of the desk; None if none did.

    `written` is the language of this message.
    """
    if called is None:
        return None
    reason = Reason(called.reason)
    rule, slots = policy.rules[reason], work.tracker.current_slot_values()
    so_far = Talk.read(slots.get(talk.SLOT), turn.at)
    order = AtHand.read(slots.get(at_hand.SLOT), turn.at).number
    proven = level(turn.identity, turn.at)
    named = numbers_in((so_far.wish.words, *(heard.text for heard in so_far.said)))
    packet = Packet(
        reason=reason.value,
        wish=_wish(so_far, turn, parsed, written),
        deeds=deeds_of(so_far, turn.at),
        order=order or None,
        product=so_far.wish.product or None,
        product_name=so_far.wish.product_name,
        who=Who(proven.name.lower(), called.name),
        mood=_recorded(mood),
        missing=tuple(sorted({e.source for e in so_far.failures if e.source})),
        named=() if proven >= Assurance.PROVEN else named,
        asked=(
            *asked_of(slots.get(wishes.SLOT), turn),
            *cart_of(slots, turn),
            *trouble_of(slots, turn),
        ),
    )
    return HandOver(
        reason.value,
        work.language,
        skill=rule.skill,
        priority=rule.priority,
        promised_at=called.promised,
        packet=record(packet),
    )


def _wish(so_far: Talk, turn: Turn, parsed: Parsed, written: str) -> Wish:
    """
    What was wanted before a person was; else this very message.
    """
    kept = so_far.wish
    if kept.intent:
        return Wish(kept.intent, kept.words, kept.lang, kept.entities)
    named: dict[str, Any] = {e["entity"]: e["value"] for e in parsed["entities"]}
    entities = {str(kind): str(value) for kind, value in named.items()}
    intent = str(parsed["intent"]["name"])
    understood = "" if intent == packets.NO_WISH else intent
    return Wish(understood, turn.text, written, entities)


def asked_of(slot: Any, turn: Turn) -> tuple[Asked, ...]:
    """
    What they wanted of orders, over or not, with everything that was said of it.
    """
    kept = Wishes.read(slot, turn.at)
    if kept.customer not in ("", turn.identity.customer_id or ""):
        return ()
    told = [(each.wish, each.came.value, each.why) for each in kept.past]
    told += [(each, packets.OPEN, "") for each in kept.open]
    return tuple(
        Asked(
            wanted.kind.value,
            wanted.operation.value if wanted.operation else "",
            wanted.number,
            came,
            why,
            " … ".join(wanted.texts),
            _details(wanted),
        )
        for wanted, came, why in told
    )


def _details(wanted: wishes.Wish) -> Mapping[str, Any]:
    """
    What was said of it, with what was asked for and not answered yet.
    """
    asked = wanted.asked
    if asked is None or asked in _NOT_MISSING:
        return wanted.details
    return {**wanted.details, "missing": asked.value}


def cart_of(slots: Mapping[str, Any], turn: Turn) -> tuple[Asked, ...]:
    """
    What they were about to buy, and have not.
    """
    kept = Draft.read(slots.get(draft.SLOT), turn.at)
    if not kept.items or kept.customer not in ("", turn.identity.customer_id or ""):
        return ()
    words = " … ".join(each.words for each in kept.items)
    return (Asked("place_order", came=packets.OPEN, words=words, details=kept.details),)


def trouble_of(slots: Mapping[str, Any], turn: Turn) -> tuple[Asked, ...]:
    """
    The payment that went wrong, and how it stands in the shop's systems.
    """
    kept = Trouble.read(slots.get(trouble.SLOT), turn.at)
    if not kept.at or kept.customer != (turn.identity.customer_id or ""):
        return ()
    return (
        Asked(
            "payment_issue",
            order=kept.number,
            came=packets.OPEN,
            why=kept.standing,
            words=kept.words,
            details=kept.details,
        ),
    )


def deeds_of(so_far: Talk, now: datetime) -> tuple[Deed, ...]:
    """
    What the bot did in the talk so far, oldest first, and what it did not understand.
    """
    kept: list[Did | Failure] = [*so_far.did, *so_far.failures]
    deeds = tuple(
        Deed(
            each.action,
            Came(each.came) if isinstance(each, Did) else Came.FAILED,
            datetime.fromtimestamp(each.at, timezone.utc),
            each.why,
        )
        for each in sorted(kept, key=lambda each: each.at)
    )
    # A yes to an offer is understood; what led to it was not.
    lost = sum(each.intent == packets.NO_WISH for each in so_far.said)
    if lost:
        deeds += (Deed(_REPHRASED, Came.UNCLEAR, now, times=lost),)
    return deeds


def said(heard: Heard) -> Said:
    """
    A message that was kept, as moods are judged from it.
    """
    return Said(
        heard.text,
        datetime.fromtimestamp(heard.at, timezone.utc),
        next((each for each in LANGUAGES if each == heard.lang), None),
        Outcome(heard.came),
        heard.intent if heard.intent != packets.NO_WISH else "",
    )


def _recorded(mood: Mood) -> packets.Mood:
    signs = dict.fromkeys(reason.kind for reason in mood.reasons)
    return packets.Mood(mood.score, tuple(signs)[:_MOST_SIGNS])
