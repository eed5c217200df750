"""
The ways in which a contact may stand in a shop's records.
"""

from __future__ import annotations

import phonenumbers
from phonenumbers import PhoneNumberFormat

from crm_connector.model import Contact, ContactKind

_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_LAST = 7
"""Digits at the end of a phone that are seldom written apart."""


def writings(contact: Contact) -> tuple[str, ...]:
    """
    What to look for; none where there is nothing to find.

    A shop looks for a part of what is written, or (with its full-text index) for whole
    words, so both are asked for.
    """
    if contact.kind is ContactKind.EMAIL:
        return (contact.value,) if _is_text(contact.value) else ()
    digits = national_digits(contact)
    if not digits:
        return ()
    number = phonenumbers.parse(contact.value, None)
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    # Without the trunk's zero this is also a part of "+98 912 123 4567".
    spaced = national.removeprefix("0")
    return tuple(
        dict.fromkeys(
            (
                digits[-_LAST:],
                digits[-_LAST:].translate(_PERSIAN),
                spaced,
                spaced.replace(" ", "-"),
                digits,
                "".join(each for each in national if each.isdecimal()),
                contact.value.removeprefix("+"),
            )
        )
    )


def national_digits(phone: Contact) -> str:
    """
    The phone's digits without country and zero; empty where it is no phone.
    """
    try:
        number = phonenumbers.parse(phone.value, None)
    except phonenumbers.NumberParseException:
        return ""
    return str(phonenumbers.national_significant_number(number))


def _is_text(written: str) -> bool:
    # Half a letter cannot be sent.
    try:
        written.encode()
    except UnicodeEncodeError:
        return False
    return True
