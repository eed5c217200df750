"""
Phones and e-mails in the one form in which they are compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import phonenumbers

from crm_connector.model import Contact, ContactKind

NOWHERE = "ZZ"
"""The country of numbers that have to say their own (as phonenumbers calls it)."""
LONGEST = 254
"""Letters of the longest e-mail address (RFC 5321, 4.5.3.1.3)."""
_COUNTRY_SAID = (
    phonenumbers.CountryCodeSource.FROM_NUMBER_WITH_PLUS_SIGN,
    phonenumbers.CountryCodeSource.FROM_NUMBER_WITH_IDD,
)
_MAIL = re.compile(r"[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+\.[^@\s.\x00-\x1f]+")


@lru_cache(4096)
def phone(text: str, country: str) -> Contact | None:
    """
    The phone in E.164 ("+989121234567"), or None where it is none.

    `country` (two letters) is the one of numbers written without their own. Digits may
    be of any script. Extensions are dropped: they do not say who is at the other end.
    """
    if len(text) > LONGEST:
        return None
    number = _parsed(text, country)
    if number is None or not _is_one(number):
        return None
    return _in_one_form(number)


def _parsed(text: str, country: str) -> phonenumbers.PhoneNumber | None:
    written = unicodedata.normalize("NFKC", text)
    try:
        return phonenumbers.parse(written, country, keep_raw_input=True)
    except phonenumbers.NumberParseException:
        return None


def _in_one_form(number: phonenumbers.PhoneNumber) -> Contact:
    # This form has no place for extensions.
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Contact(ContactKind.PHONE, value)


def _is_one(number: phonenumbers.PhoneNumber) -> bool:
    if phonenumbers.is_valid_number(number):
        return True
    # Which numbers are given out changes faster than lists of them: whoever writes the
    # country down means it.
    said = number.country_code_source in _COUNTRY_SAID
    # But not a zero that is dialled at home only: +39 (0) 06 ... in Italy.
    plain = not number.italian_leading_zero
    return said and plain and phonenumbers.is_possible_number(number)


def _is_as_long_as_a_mobile(number: phonenumbers.PhoneNumber) -> bool:
    region = phonenumbers.region_code_for_country_code(number.country_code or 0)
    example = phonenumbers.example_number_for_type(
        region, phonenumbers.PhoneNumberType.MOBILE
    )
    if example is None or number.italian_leading_zero:
        return False
    return len(str(number.national_number)) == len(str(example.national_number))


@lru_cache(4096)
def email(text: str) -> Contact | None:
    """
    The address without regard to capitals, or None where it is none.

    The part before the @ may differ by capitals in theory (RFC 5321, 2.4); no shop and
    no customer means two people by it.
    """
    # Not casefold(): it makes one of "straße" and "strasse", whose owners are two.
    written = unicodedata.normalize("NFKC", text).strip().lower()
    written = unicodedata.normalize("NFKC", written)
    if len(written) > LONGEST or _MAIL.fullmatch(written) is None:
        return None
    return Contact(ContactKind.EMAIL, written)


def typed(text: str, country: str) -> Contact | None:
    """
    What somebody wrote who was asked for a phone or an e-mail; None where it is none.

    Marks of direction, which come along when a number is copied out of a Persian or
    Arabic text, say nothing. A number as long as the country's mobiles is one, also
    if no list has it yet: whoever is asked for their own means it.
    """
    if len(text) > LONGEST or any("\ud800" <= c <= "\udfff" for c in text):
        return None
    plain = "".join(c for c in text if unicodedata.category(c) != "Cf")
    if "@" in plain:
        return email(plain)
    number = _parsed(plain, country)
    if number is None or not (_is_one(number) or _is_as_long_as_a_mobile(number)):
        return None
    return _in_one_form(number)


def masked(contact: Contact) -> str:
    """
    So much of a contact that its owner knows which one is meant, and nobody else.
    """
    if contact.kind is ContactKind.PHONE:
        return f"•••{contact.value[-4:]}"
    name, _, domain = contact.value.rpartition("@")
    return f"{name[:1]}•••@{domain}"


def phones(texts: Iterable[str | None], country: str) -> tuple[str, ...]:
    """
    The phones among `texts` in E.164, each once; what is none is left out.
    """
    found = (phone(text, country) for text in texts if text)
    return tuple(dict.fromkeys(each.value for each in found if each is not None))


def emails(texts: Iterable[str | None]) -> tuple[str, ...]:
    """
    The e-mail addresses among `texts`, each once; what is none is left out.
    """
    found = (email(text) for text in texts if text)
    return tuple(dict.fromkeys(each.value for each in found if each is not None))
