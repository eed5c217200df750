"""
Where an order is sent, in the words of the domain.
"""

from __future__ import annotations

from dataclasses import replace

from actions.buying.saying import called, way_of
from actions.changing.state.deal import Seen
from actions.shared.voice import Voice
from crm_connector.model import Address

_NOWHERE = Address("", (), "")


def place(address: Address, voice: Voice) -> dict[str, str]:
    """
    To whom and where it goes: the fields of what is read back of an address.
    """
    phone = replace(_NOWHERE, phone=address.phone)
    return {
        "recipient": address.name,
        "address": voice.address(replace(address, name="", phone=None)),
        "phone": voice.address(phone),
    }


def elsewhere(address: Address, seen: Seen, voice: Voice) -> dict[str, str]:
    """
    By which way an order comes that does not go there, and which ways do.
    """
    ways = seen.ways or ()
    return {
        "way": called(seen.way.names, voice.lang) if seen.way else "",
        "city": address.city,
        "ways": voice.lines([way_of(each, voice) for each in ways]),
    }
