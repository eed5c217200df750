"""
Whether a record of another source is the same person: yes, no, or a question.

Pure functions. A wrong yes shows one customer another's data, so a yes needs a contact
that agrees and is known to be theirs, a name that does not speak against it, and nobody
else who fits as well.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

from crm_connector.identity.names import alike, alike_in_full
from crm_connector.model import Contact, ContactKind, Customer


class Verdict(str, Enum):
    """
    What follows from what agrees.
    """

    SAME = "same"
    ASK = "ask"
    OTHER = "other"


class Doubt(str, Enum):
    """
    Why it is a question and not a yes.
    """

    NAME = "name"
    NO_NAME = "no_name"
    INITIALS = "initials"
    UNPROVEN = "unproven"
    SEVERAL = "several"


@dataclass(frozen=True)
class Match:
    """
    A record, the verdict on it, and why, in words for agents and admins.

    What is a question has its `doubt`. `is_whole` tells that a telephone, an e-mail and
    the name in full agree, and that both contacts are known to be theirs.
    """

    record: Customer
    verdict: Verdict
    reason: str
    doubt: Doubt | None = None
    is_whole: bool = False


def match(
    known: Sequence[Customer],
    proven: Collection[Contact],
    found: Sequence[Customer],
    checked: Collection[str],
) -> tuple[Match, ...]:
    """
    The verdict on each record of `found`, all of one source, in their order.

    `known` are the records that are this person's already, and `proven` the contacts
    that the person has proven. Those on file are believed in the sources of which the
    names are in `checked`: elsewhere people may have written somebody else's there. At
    most one record of a source is the same person by this alone: where two fit, both
    are a question, but where one alone fits in all, the others are somebody else's: a
    relative's card with the family's telephone does not hide one's own.
    """
    believed = frozenset(proven).union(
        *(each.contacts for each in known if each.source in checked)
    )
    verdicts = tuple(_judge(known, proven, believed, record) for record in found)
    fitting = [each for each in verdicts if each.verdict is not Verdict.OTHER]
    if len(fitting) < 2:
        return verdicts
    whole = [each for each in fitting if each.is_whole]
    if len(whole) == 1:
        return tuple(_beside(whole[0], each) for each in verdicts)
    return tuple(map(_as_one_of_several, verdicts))


def _beside(own: Match, each: Match) -> Match:
    """
    What another record is beside the one that alone fits in all.
    """
    if each is own or each.verdict is Verdict.OTHER:
        return each
    return Match(each.record, Verdict.OTHER, f"{each.reason}; another one fits in all")


def _as_one_of_several(each: Match) -> Match:
    if each.verdict is Verdict.OTHER:
        return each
    reason = f"{each.reason}, but so do others there"
    return Match(each.record, Verdict.ASK, reason, each.doubt or Doubt.SEVERAL)


def _judge(
    known: Sequence[Customer],
    proven: Collection[Contact],
    believed: frozenset[Contact],
    record: Customer,
) -> Match:
    theirs = frozenset(record.contacts)
    agreeing = theirs & ({*proven}.union(*(each.contacts for each in known)))
    if not agreeing:
        return Match(record, Verdict.OTHER, "no phone or e-mail agrees")
    what = " and ".join(
        _CALLED[kind] for kind in ContactKind if any(c.kind is kind for c in agreeing)
    )
    names = [each.name for each in known]
    like = [name for name in names if alike(name, record.name)]
    if like:
        in_full = any(alike_in_full(name, record.name) for name in like)
        if not in_full and all(c.kind is ContactKind.PHONE for c in agreeing):
            # A family shares its telephone, and often an initial.
            reason = "the phone agrees, and of the name no more than initials"
            return Match(record, Verdict.ASK, reason, Doubt.INITIALS)
        if not agreeing & believed:
            reason = f"the {what} and the name agree, but nobody has proven the {what}"
            return Match(record, Verdict.ASK, reason, Doubt.UNPROVEN)
        known_kinds = {contact.kind for contact in agreeing & believed}
        return Match(
            record,
            Verdict.SAME,
            f"the {what} and the name agree",
            is_whole=in_full and known_kinds == {*ContactKind},
        )
    if not names and agreeing & {*proven}:
        # Of somebody of whom only a proven contact is known, no name speaks.
        return Match(record, Verdict.SAME, f"the proven {what} agrees")
    has_names = record.name and any(names)
    doubt = Doubt.NAME if has_names else Doubt.NO_NAME
    against = "the name does not" if record.name else "but there is no name"
    return Match(record, Verdict.ASK, f"the {what} agrees, {against}", doubt)


_CALLED = {ContactKind.PHONE: "phone", ContactKind.EMAIL: "e-mail"}
