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
from actions.smalltalk.asides import aside_of
from bot.engine.meaning import Parsed, meaning, rest_of

SIGNING_IN = "about_signing_in"
_ASPECT = "aspect"
_CONTACTS = ("phone", "email")


def beside(parsed: Parsed, question: OpenQuestion, now: datetime) -> Parsed:
    """
    The message as one about this question, or as its answer; else as it was.
    """
    aside = aside_of(question, parsed["text"], parsed["intent"]["name"], now)
    if aside is None:
        return parsed
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
    about = about_signing_in(parsed["text"], rest, has_contact=bool(contacts))
    if about is None or (about is About.CONTACT and not is_asked):
        return parsed
    said = [{"entity": _ASPECT, "value": about.value}]
    return meaning(SIGNING_IN, parsed, said, confidence=1.0)
