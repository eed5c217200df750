"""
Several orders told at once: all but the one just spoken of, or where none is asked for.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from actions import services
from actions.orders.at_hand import OTHER
from actions.orders.choosing import Finding, Note
from actions.orders.finding import MOST_NUMBERS
from actions.orders.reference import OrderReference
from actions.shared.sayings import bare, listed

WORDS = Path(__file__).with_name("others.yml")


def are_asked(text: str) -> bool:
    """
    Whether it asks for all but one: "where are my other parcels?".
    """
    return listed(WORDS, "others").search(bare(text)) is not None


def meant_by(reference: OrderReference, text: str) -> OrderReference:
    """
    The reference, to the others where the text asks for them and names none.
    """
    is_open = not (reference.numbers or reference.ordinal or reference.product)
    return (
        replace(reference, ordinal=OTHER) if is_open and are_asked(text) else reference
    )


def each_of(found: Finding, text: str) -> Finding:
    """
    The finding, with all that may be meant as what is.

    So where all were asked for; and while more of the message is to be answered, as a
    question in its middle would get no clear answer.
    """
    is_few = found.note is Note.SEVERAL and len(found.to_choose) <= MOST_NUMBERS
    if is_few and (services.goes_on() or are_asked(text)):
        return Finding(found.to_choose)
    return found
