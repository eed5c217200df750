"""
How it is known who is writing, and that records of other systems are theirs.
"""

from __future__ import annotations

from collections.abc import Mapping

from rasa_sdk.executor import CollectingDispatcher

from actions import formatting, services
from crm_connector.model import JoinedBy, ProofKind

_KNOWN: Mapping[ProofKind, str] = {
    ProofKind.CODE: "utter_known_by_code",
    ProofKind.SHOP: "utter_known_by_shop",
    ProofKind.CONTACT: "utter_known_by_contact",
}
_JOINED: Mapping[JoinedBy, str] = {
    JoinedBy.THEMSELVES: "utter_joined_by_themselves",
    JoinedBy.RULE: "utter_joined_by_rule",
    JoinedBy.PEOPLE: "utter_joined_by_people",
}


async def tell(dispatcher: CollectingDispatcher, lang: str) -> None:
    """
    Say by what they have proven who they are, and by whom each record was joined.

    Of a record nothing is told but in which system it is.
    """
    house, who = services.services(), services.identity()
    when, proof = "", who.proof
    if proof is not None:
        at = proof.at.astimezone(house.zone)
        when = formatting.as_of(at, house.now().date(), lang)
    kind = ProofKind.SHOP if proof is None else proof.kind
    dispatcher.utter_message(response=_KNOWN[kind], when=when)
    joined = await house.gate.declarations.joined(who)
    told = {
        (called, by): None
        for (source, _), by in joined.items()
        if (called := house.list_called(source, lang)) is not None
    }
    for called, by in told:
        dispatcher.utter_message(response=_JOINED[by], list=called)
    if told:
        dispatcher.utter_message(response="utter_part_joined_wrongly")
