"""
The ways in which systems write a phone, an e-mail address or a street.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import phonenumbers
from phonenumbers import PhoneNumberFormat

_PERSIAN = {ord("0") + n: chr(ord("۰") + n) for n in range(10)}
_ARABIC = {ord("0") + n: chr(ord("٠") + n) for n in range(10)}
_FORMATS = (PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL)


def joined(lines: Sequence[str]) -> str:
    """
    The lines of an address as one, with the comma of the letters in which they are.
    """
    comma = (
        "، " if any("\u0600" <= sign <= "\u06ff" for sign in "".join(lines)) else ", "
    )
    return comma.join(lines)


def phone_forms(value: str, country: str) -> tuple[str, ...]:
    """
    How the phone `value` (E.164) is usually written, in three kinds of digits.

    Forms without the country's code are among them where it is a phone of `country`.
    """
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return ()
    found: dict[str, None] = {}
    for each in _latin_forms(number, country):
        for digits in ({}, _PERSIAN, _ARABIC):
            found[each.translate(digits)] = None
    return tuple(found)


def _latin_forms(number: phonenumbers.PhoneNumber, country: str) -> Iterator[str]:
    code = str(number.country_code)
    national = phonenumbers.national_significant_number(number)
    spoken = [phonenumbers.format_number(number, each) for each in _FORMATS]
    for begin in (f"+{code}", f"00{code}", code):
        for parts in (national, *_groups(spoken[1].removeprefix(f"+{code} "))):
            yield f"{begin}{parts}"
            yield f"{begin} {parts}"
            yield f"{begin}-{parts}"
    yield f"+{code}0{national}"
    yield f"+{code}(0){national}"
    yield f"+{code} (0) {national}"
    yield phonenumbers.format_number(number, PhoneNumberFormat.RFC3966)
    if number.country_code == phonenumbers.country_code_for_region(country):
        yield national
        yield from _groups(spoken[1].removeprefix(f"+{code} "))
        yield from _groups(spoken[0])


def _groups(written: str) -> Iterator[str]:
    """
    The groups of digits with other things between them, or nothing.
    """
    yield written
    plain = written.replace("(", "").replace(")", "")
    groups = plain.replace("-", " ").split()
    for between in (" ", "-", ".", ""):
        yield between.join(groups)
    if len(groups) > 1:
        first, rest = groups[0], groups[1:]
        for between in ("", " ", "-"):
            yield f"({first}) {between.join(rest)}"
            yield f"({first}){between.join(rest)}"
        # The first group apart, the others in one.
        yield f"{first} {''.join(rest)}"
        yield f"{first}-{''.join(rest)}"


def phone_numbers(value: str, country: str) -> tuple[int, ...]:
    """
    The same phone where phones are kept as whole numbers.
    """
    forms = (each for each in phone_forms(value, country) if each.isascii())
    return tuple(sorted({int(each) for each in forms if each.isdecimal()}))


def national_digits(value: str) -> str | None:
    """
    The digits that every way to write this phone has in it.
    """
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.national_significant_number(number)


def email_forms(value: str) -> tuple[str, ...]:
    """
    The address as it is compared, and with the capitals that people set.
    """
    name, _, host = value.partition("@")
    titled = name.title()
    forms = (
        value,
        f"{name.capitalize()}@{host}",
        f"{titled}@{host}",
        f"{titled}@{host.capitalize()}",
        f"{name.capitalize()}@{host.capitalize()}",
        f"{name}@{host.capitalize()}",
        f"{name}@{host.upper()}",
        f"{name.upper()}@{host}",
        value.upper(),
    )
    return tuple(dict.fromkeys(forms))
