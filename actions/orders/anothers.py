"""
Whether somebody else's orders are asked for: one's own are no answer to that.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from actions import services
from actions.shared.sayings import saying_of
from crm_connector.model import Assurance
from crm_connector.profile.facts import Field

WORDS = Path(__file__).with_name("anothers.yml")
_MOST_WORDS = 16
_NUMBERS = "numbers"
_PHONE = re.compile(r"\+?\d{9,13}")
# So many digits tell a telephone, with or without what stands before it abroad.
_ENOUGH = 9


async def are_asked(text: str) -> bool:
    """
    Whether this asks for orders that are not of whoever is signed in.

    A telephone in it that is on file of them is their own. Strangers are asked for
    proof first, whatever they want. May raise `CrmError`.
    """
    house, who = services.services(), services.identity()
    kind = saying_of(WORDS, text, most_words=_MOST_WORDS)
    if kind is None or house.gate.level(who) < Assurance.PROVEN:
        return False
    if kind != _NUMBERS:
        return True
    profile = await house.gate.profile(who, fields=(Field.PHONES,))
    own = {_end(fact.value) for fact in profile.phones}
    return not own.intersection(map(_end, _PHONE.findall(text)))


def _end(number: str) -> str:
    digits = [str(unicodedata.decimal(each)) for each in number if each.isdecimal()]
    return "".join(digits)[-_ENOUGH:]
