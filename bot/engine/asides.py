"""
A message that is about what we asked last, whatever it would mean by itself.

"Which card?" is no question about bank cards while "is this card yours?" stands open,
and a telephone in a sentence no order while somebody is asked to sign in.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from actions.account import pages
from actions.account.signing_in import (
    About,
    about_signing_in,
    is_missing,
    is_of_another_code,
)
from actions.account.troubles import still_fails, trouble_of
from actions.buying.draft import Draft
from actions.buying.link import link_fails
from actions.changing.reading import says_all_orders
from actions.orders import at_hand, following
from actions.orders import news as of_news
from actions.orders.at_hand import AtHand
from actions.orders.parcel import asks_of_parcel
from actions.payments.owed import asks_how_they_pay, asks_to_pay
from actions.people import review
from actions.people.calling import wants_person
from actions.people.promising import About as OfPromise
from actions.people.promising import about_promise
from actions.people.withdrawing import wants_nobody
from actions.shared import last_told, open_question, outcome, person
from actions.shared.last_told import Asked, Told
from actions.shared.open_question import OpenQuestion
from actions.shared.sayings import asks
from actions.smalltalk.asides import Aside, aside_of, leaves_unanswered
from actions.smalltalk.plain import begins_an_answer, is_joke, is_nod
from bot.conversations.messages import Turn
from bot.engine.meaning import Parsed, meaning, rest_of
from bot.nlu.decision import ASK_WHICH, FALLBACK, OUT_OF_SCOPE, Bounds

__all__ = [
    "beside",
    "calling",
    "of_told",
    "signing_in",
    "waiting",
    "without_answer",
]

SIGNING_IN = "about_signing_in"
ABOUT_TOLD = "about_told"
_TROUBLE = "registration_problems"
# What a review may be taken for, alone. Whatever else was understood is a wish.
_LIKE_A_REVIEW = frozenset(
    {
        *("review", "complaint", "thank", "out_of_scope", FALLBACK, ASK_WHICH),
        *("recommend_products", "search_product"),
    }
)
_ASPECT = "aspect"
_TRACKS = "track_order"
# What a question about a parcel may be taken for, alone.
_LIKE_A_PARCEL = frozenset(
    {_TRACKS, "delivery_period", "store_hours", OUT_OF_SCOPE, FALLBACK, ASK_WHICH}
)
_PAYING = "check_payment_methods"
# What paying for an order of one's own may be taken for.
_LIKE_PAYING = frozenset({"place_order", OUT_OF_SCOPE, FALLBACK, ASK_WHICH})
_OF_PAYING = _LIKE_PAYING | {"track_refund", "get_refund", "payment_issue"}
# A no to what was told is not of anything else.
_ANSWERS = ("affirm", "deny")
# No wish besides what was told: a mere "why?" may be taken for anything foreign.
_NO_OTHER = frozenset({FALLBACK, ASK_WHICH, "out_of_scope", *_ANSWERS})
_FIRST = re.compile(r"\W*\w+")
_CONTACTS = ("phone", "email")
# What asking for what replaces something may be taken for, however surely.
_LIKE_TRACKING = frozenset({at_hand.TRACK, "delivery_period", FALLBACK, ASK_WHICH})
# Of whoever is asked for a code it is this one that does not come.
_OF_CODES = frozenset({"code_missing", "code_wrong"})
_TO_PEOPLE = frozenset({"contact_human_agent", "contact_customer_service", "complaint"})
# A contact of theirs, with which only a stranger begins anything.
_BEGIN = (About.CONTACT, About.SEND, About.ON_FILE)


def of_told(parsed: Parsed, told: Told | None, *, is_open: bool) -> Parsed:
    """
    The message as one about what was told last; else as it was.

    `is_open` is whether something of ours waits for an answer, of which a mere "why?"
    would be said.
    """
    intent, confidence = parsed["intent"]["name"], parsed["intent"]["confidence"]
    is_other = intent not in _NO_OTHER and confidence >= Bounds.sure
    asked = last_told.asked_of(told, parsed["text"], is_sure=is_open or is_other)
    if asked is None:
        return parsed
    wish = last_told.again(told) if told and asked is Asked.AGAIN else None
    if wish is not None:
        intent, named = wish
        said = [{"entity": kind, "value": value} for kind, value in named.items()]
        return meaning(intent, parsed, said, confidence=1.0)
    said = [{"entity": _ASPECT, "value": asked.value}]
    return meaning(ABOUT_TOLD, parsed, said, confidence=1.0)


def beside(parsed: Parsed, question: OpenQuestion, now: datetime) -> Parsed:
    """
    The message as one about this question, or as its answer; else as it was.
    """
    intent, confidence = parsed["intent"]["name"], parsed["intent"]["confidence"]
    is_sure = intent not in (FALLBACK, ASK_WHICH) and confidence >= Bounds.sure
    aside = aside_of(question, parsed["text"], intent, now, is_sure=is_sure)
    if aside is None:
        return parsed
    if aside.wish:
        return meaning(aside.wish, parsed)
    if aside == Aside():
        # An answer of which nobody can tell whether it is a yes: it is asked again.
        return meaning("deny", parsed, (), confidence=1.0)
    if aside.is_yes is None:
        said = [{"entity": _ASPECT, "value": aside.kind}]
        return meaning(open_question.ASIDE, parsed, said, confidence=1.0)
    said = [{"entity": open_question.ENTITY, "value": question.key}]
    intent = "affirm" if aside.is_yes else "deny"
    return meaning(intent, parsed, said, confidence=1.0)


def without_answer(parsed: Parsed) -> Parsed:
    """
    The message without what was found in its first word, which is a yes or a no.

    A "bale" would be a ball.
    """
    first = _FIRST.match(parsed["text"])
    end = first.end() if first is not None else 0
    rest = [e for e in parsed["entities"] if int(e.get("start", end)) >= end]
    return {**parsed, "entities": rest}


def calling(parsed: Parsed, question: OpenQuestion, turn: Turn) -> Parsed:
    """
    The message as one that wants a person, however it says yes to it; else as it was.

    Of whoever was offered one (`question`) it is the yes to that, with its reason.
    """
    if not wants_person(parsed["text"], is_waiting=turn.is_waiting):
        return parsed
    is_theirs = question.customer == (turn.identity.customer_id or "")
    is_offered = question.about == person.ABOUT and is_theirs
    if is_theirs and not is_offered and _answers(question, parsed, turn):
        # "Yes, connect it" is of the card that was asked about.
        return parsed
    if is_offered and not question.is_answered and question.is_recent(turn.at):
        said = [{"entity": open_question.ENTITY, "value": question.key}]
        return meaning("affirm", parsed, said, confidence=1.0)
    return meaning("contact_human_agent", parsed, [], confidence=1.0)


def in_passing(parsed: Parsed) -> Parsed:
    """
    The message as a no, where it takes back a joke; else as it was.

    A bare nod that was not understood is a yes, which by itself binds nobody.
    """
    text, intent = parsed["text"], parsed["intent"]["name"]
    if is_joke(text):
        return meaning("deny", parsed, [], confidence=1.0)
    is_word = any(map(str.isalpha, text)) and not asks(text)
    if intent in (FALLBACK, ASK_WHICH, OUT_OF_SCOPE) and is_word and is_nod(text):
        return meaning("affirm", parsed, [], confidence=1.0)
    return parsed


def _answers(question: OpenQuestion, parsed: Parsed, turn: Turn) -> bool:
    """
    Whether the message is a yes or a no to a question that waits for one.
    """
    if not question.is_awaited(turn.at) or not begins_an_answer(parsed["text"]):
        return False
    intent = parsed["intent"]["name"]
    aside = aside_of(question, parsed["text"], intent, turn.at, is_sure=False)
    return aside is not None and aside.is_yes is not None


def waiting(parsed: Parsed, *, is_asked: bool) -> Parsed:
    """
    The message as one that wants no person any more, for whom it waits; else as it was.

    `is_asked` is whether a question of ours stands open, which a bare "never mind"
    would be said to.
    """
    if not wants_nobody(parsed["text"], is_asked=is_asked):
        return parsed
    return meaning("withdraw_person", parsed, [], confidence=1.0)


def signing_in(
    parsed: Parsed, *, waits: str | None, is_stranger: bool, is_waiting: bool
) -> Parsed:
    """
    The message as one about signing in or out; else as it was.

    `waits` is the wish for which a stranger was asked to sign in and has not. Of
    whoever `is_waiting` for a person a contact alone may be for that person to call.
    """
    is_asked = waits is not None
    contacts = [e for e in parsed["entities"] if e["entity"] in _CONTACTS]
    rest = rest_of(parsed["text"], contacts)
    about = about_signing_in(
        parsed["text"], rest, has_contact=bool(contacts), is_asked=is_asked
    )
    if about is None and waits is not None:
        text = parsed["text"]
        if trouble_of(text) in _OF_CODES and not is_of_another_code(text):
            return meaning(_TROUBLE, parsed, confidence=1.0)
        if waits == SIGNING_IN and is_missing(text):
            said = [{"entity": _ASPECT, "value": About.MISSING.value}]
            return meaning(_TROUBLE, parsed, said, confidence=1.0)
    if about is None or (about in _BEGIN and not is_stranger):
        return parsed
    # It may be for a person to call.
    for_people = is_waiting or parsed["intent"]["name"] in _TO_PEOPLE
    if about is About.CONTACT and not is_asked and for_people:
        return parsed
    said = [{"entity": _ASPECT, "value": about.value}]
    if about in _BEGIN:
        said += [
            {"entity": e["entity"], "value": parsed["text"][e["start"] : e["end"]]}
            for e in contacts
        ]
    return meaning(SIGNING_IN, parsed, said, confidence=1.0)


def news(parsed: Parsed, question: OpenQuestion, now: datetime) -> Parsed:
    """
    The message as one about being told when orders change; else as it was.
    """
    is_spoken_of = question.about == of_news.ABOUT and question.is_recent(now)
    if following.wish_of(parsed["text"], is_spoken_of=is_spoken_of) is None:
        return parsed
    return meaning("order_news", parsed, confidence=1.0)


def promised(parsed: Parsed, slot: Any, customer: str | None, now: datetime) -> Parsed:
    """
    The message as one about what a person has left behind, or about what it promised.

    `slot` is the value of `actions.shared.outcome.SLOT`. Of another order than that of
    a promise, it is as it was.
    """
    known = outcome.theirs(slot, customer, now)
    about = about_promise(parsed["text"], (each.by for each in known))
    named = [e["value"] for e in parsed["entities"] if e["entity"] == at_hand.NUMBER]
    fitting = [each for each in known if each.is_about(named)]
    if about is None or not fitting:
        return parsed
    if about is OfPromise.PROMISE:
        said = [{"entity": "order", "value": each} for each in named]
        return meaning("about_promise", parsed, said, confidence=1.0)
    promises = [each for each in fitting if each.settled == outcome.PROMISED]
    intent, confidence = parsed["intent"]["name"], parsed["intent"]["confidence"]
    is_other = intent not in _LIKE_TRACKING and confidence >= Bounds.sure
    if not promises or is_other:
        return parsed
    if not promises[-1].order:
        return meaning("about_promise", parsed, [], confidence=1.0)
    said = [{"entity": at_hand.NUMBER, "value": promises[-1].order}]
    return meaning(at_hand.TRACK, parsed, said, confidence=1.0)


def paying(parsed: Parsed, slot: Any, customer: str | None, now: datetime) -> Parsed:
    """
    The message as one about the page to pay on, where an order was just placed.

    `slot` is the value of `actions.buying.draft.SLOT`. "The link doesn't work" would be
    of signing in otherwise.
    """
    cart = Draft.read(slot, now)
    is_recent = cart.at > 0 and cart.placed and cart.customer == (customer or "")
    if not is_recent or not link_fails(parsed["text"]):
        return parsed
    return meaning("payment_link", parsed, [], confidence=1.0)


def owing(parsed: Parsed) -> Parsed:
    """
    The message as a question about paying, where an order is said not to be paid for.

    "I haven't paid for this order yet" would be of money that comes back.
    """
    intent = parsed["intent"]["name"]
    if intent in _OF_PAYING and asks_to_pay(parsed["text"]):
        return meaning(_PAYING, parsed, confidence=1.0)
    if intent in _LIKE_PAYING and asks_how_they_pay(parsed["text"]):
        return meaning(_PAYING, parsed, confidence=1.0)
    return parsed


def of_all(parsed: Parsed) -> Parsed:
    """
    The message as the wish to see all orders: "what is the status of all my orders".
    """
    is_numbered = any(e["entity"] == at_hand.NUMBER for e in parsed["entities"])
    if parsed["intent"]["name"] != _TRACKS or is_numbered:
        return parsed
    if not says_all_orders(parsed["text"]):
        return parsed
    return meaning("list_orders", parsed, confidence=1.0)


def of_parcel(parsed: Parsed, hand: AtHand, *, is_spoken_of: bool) -> Parsed:
    """
    The message as one about the order just told of: "at what time does it come?".
    """
    intent, confidence = parsed["intent"]["name"], parsed["intent"]["confidence"]
    is_other = intent not in _LIKE_A_PARCEL and confidence >= Bounds.sure
    if not is_spoken_of or is_other or not asks_of_parcel(parsed["text"]):
        return parsed
    said = [{"entity": at_hand.NUMBER, "value": hand.number}]
    return meaning(_TRACKS, parsed, said, confidence=1.0)


def trying(parsed: Parsed, slot: Any, now: datetime) -> Parsed:
    """
    The message as "it doesn't work", where a page for an account was named before.

    `slot` is the value of `actions.account.pages.SLOT`.
    """
    wish = pages.wish_of(slot, now)
    if wish is None:
        return parsed
    if still_fails(parsed["text"]):
        said = [{"entity": pages.ASPECT, "value": pages.FAILS}]
        return meaning(wish, parsed, said, confidence=1.0)
    intent, confidence = parsed["intent"]["name"], parsed["intent"]["confidence"]
    is_other = intent not in (FALLBACK, ASK_WHICH) and confidence >= Bounds.sure
    if is_other or trouble_of(parsed["text"]) is None:
        return parsed
    return meaning(_TROUBLE, parsed, confidence=1.0)


def reviewing(parsed: Parsed, slot: Any, now: datetime) -> Parsed:
    """
    The message as a review, where one was asked for just before.

    `slot` is when that was, in seconds since 1970.
    """
    if slot is None or now.timestamp() - float(slot) > pages.STILL.total_seconds():
        return parsed
    if parsed["intent"]["name"] not in _LIKE_A_REVIEW or asks(parsed["text"]):
        return parsed
    said = [
        *parsed["entities"],
        {"entity": review.ASPECT, "value": review.WRITTEN},
    ]
    return meaning("review", parsed, said, confidence=1.0)


def is_left(asked: OpenQuestion, turn: Turn, intent: str) -> bool:
    """
    Whether a message that is none about a question begins with an answer to it.
    """
    is_theirs = asked.customer == (turn.identity.customer_id or "")
    about = ("affirm", "deny", open_question.ASIDE)
    return (
        turn.choice is None
        and is_theirs
        and intent not in about
        and leaves_unanswered(asked, turn.text, turn.at)
    )
