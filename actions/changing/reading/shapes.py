"""
The shapes of the parts of an address, made of the words of `addresses.yml`.
"""

from __future__ import annotations

import re
from functools import cache

from actions.changing.reading.phrases import content, letters


@cache
def state_codes() -> dict[str, str]:
    """
    The states of America by their names.
    """
    content_ = content("addresses")
    names = [each.replace("_", " ") for each in content_["state_names"].split()]
    # Both lists are in the order of the names, but for those without a name.
    return dict(zip(names, map(str.upper, content_["states"].split()), strict=False))


@cache
def one_line() -> re.Pattern[str]:
    """
    An address in one line, as Americans write it.
    """
    listed = content("addresses")
    states = "|".join(listed["states"].split())
    names = "|".join(each.replace("_", " ") for each in listed["state_names"].split())
    countries = "|".join(re.escape(each) for each in listed["countries"]["US"])
    return re.compile(
        r"(?<![\w.])(?P<street>\d[\w/-]*\s[^,\n;]+?)"
        r"(?:,\s*(?P<second>[^,\n;]+?))?,?\s*[,\n]\s*"
        r"(?P<city>[^,\n\d;]+?),?\s+"
        rf"(?P<state>(?:{states})|(?:{names}))\.?,?\s+"
        r"(?P<zip>\d{5}(?:-\d{4})?)(?!\w)"
        rf"(?:,?\s*(?:{countries})(?!\w))?"
    )


@cache
def street() -> re.Pattern[str]:
    """
    A word for a street.
    """
    return re.compile(rf"(?<!\w)(?:{_either('streets')})(?!\w)")


@cache
def starts() -> re.Pattern[str]:
    """
    Where a part of an address begins.
    """
    postal = content("addresses")["postal"]
    begins = rf"(?<!\w)(?:{_either('streets')}|{_either('addressee')})(?!\w)"
    return re.compile(rf"{begins}|{letters(postal)}")


@cache
def behind() -> re.Pattern[str]:
    """
    A word for a street that stands behind its name.
    """
    return re.compile(rf"(?<=\w )(?:{content('addresses')['behind']})(?!\w)")


@cache
def no_street() -> re.Pattern[str]:
    """
    Words at the beginning that are no street.
    """
    return re.compile(rf"(?:(?:^|(?<!\w))(?:{_either('no_street')})[\W_]*)+$")


@cache
def postal() -> re.Pattern[str]:
    """
    A postal code with its word.
    """
    return re.compile(rf"{letters(content('addresses')['postal'])}\d[\d -]{{3,}}\d")


@cache
def lead() -> re.Pattern[str]:
    """
    What stands ahead of an address.
    """
    leads = letters(content("addresses")["leads"])
    return re.compile(rf"(?:.*(?<!\w))?(?:{leads})(?!\w)\s*:?\s+|.*:\s*")


def _either(kind: str) -> str:
    return "|".join(letters(each) for each in content("addresses")[kind])
