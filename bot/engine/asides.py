"""
A message that is about what we asked last, whatever it would mean by itself.

"Which card?" is no question about bank cards while "is this card yours?" stands open,
and a telephone in a sentence no order while somebody is asked to sign in.
"""

from __future__ import annotations

from datetime import datetime

from actions.account.signing_in import About, about_signing_in
from actions.shared import open_question
from actions.shared.open_question import OpenQuestion
from actions.smalltalk.asides import Aside, aside_of
from bot.engine.meaning import Parsed, meaning, rest_of
from bot.nlu.decision import ASK_WHICH, FALLBACK, Bounds

SIGNING_IN = "about_signing_in"
_ASPECT = "aspect"
_CONTACTS = ("phone", "email")


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


def signing_in(parsed: Parsed, *, is_asked: bool) -> Parsed:
    """
    The message as one about signing in or out; else as it was.

    `is_asked` is whether a stranger was asked to sign in and has not.
    """
    contacts = [e for e in parsed["entities"] if e["entity"] in _CONTACTS]
    rest = rest_of(parsed["text"], contacts)
    about = about_signing_in(
        parsed["text"], rest, has_contact=bool(contacts), is_asked=is_asked
    )
    if about is None or (about is About.CONTACT and not is_asked):
        return parsed
    said = [{"entity": _ASPECT, "value": about.value}]
    return meaning(SIGNING_IN, parsed, said, confidence=1.0)
