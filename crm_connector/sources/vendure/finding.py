"""
What the API is asked for to find whoever has a telephone or an e-mail: pure functions.
"""

from __future__ import annotations

import phonenumbers

from crm_connector.model import Contact, ContactKind

# Before these, people write the country and the trunk in many ways, or not at all; a
# shop's pattern may not be longer than 100 letters.
_COMPARED_DIGITS = 8
_SCRIPTS = "0۰٠"


def customer_filter(contact: Contact) -> dict[str, object] | None:
    """
    A filter that finds all who have it, and maybe others; None where nobody can.
    """
    if contact.kind is ContactKind.EMAIL:
        # Vendure keeps addresses in small letters.
        return {"emailAddress": {"eq": contact.value}}
    try:
        number = phonenumbers.parse(contact.value)
    except phonenumbers.NumberParseException:
        return None
    digits = phonenumbers.national_significant_number(number)[-_COMPARED_DIGITS:]
    return {"phoneNumber": {"regex": _pattern(digits)}}


def _pattern(digits: str) -> str:
    """
    These digits in any script, with whatever is written between them.
    """
    each = (
        "".join(chr(ord(zero) + int(digit)) for zero in _SCRIPTS) for digit in digits
    )
    return r"\D*".join(f"[{ways}]" for ways in each)
