"""
Amounts in words, as they stand below the sum of an invoice.

Persian and English are num2words'. Of its Arabic only the numbers below a thousand are
taken: above them it says 101,000 as "a hundred and a thousand thousand".
"""

from __future__ import annotations

from collections.abc import Iterator

from num2words import num2words

from actions import formatting
from crm_connector import currencies
from crm_connector.model import Money

MOST = 10**15
"""From so many whole units on there are no words: nobody would read them."""

_AND = {"fa": " و ", "ar": " و", "en": " and "}
_MINUS = {"fa": "منفی", "ar": "سالب", "en": "minus"}
# One, two, three to ten, and eleven to ninety-nine of each power of a thousand.
_POWERS = (
    ("ألف", "ألفان", "آلاف", "ألفًا"),
    ("مليون", "مليونان", "ملايين", "مليونًا"),
    ("مليار", "ملياران", "مليارات", "مليارًا"),
    ("تريليون", "تريليونان", "تريليونات", "تريليونًا"),
)
# The same of nouns that currencies are called by.
_NOUNS = {
    "تومان": ("تومان", "تومانان", "تومانات", "تومانًا"),
    "ريال": ("ريال", "ريالان", "ريالات", "ريالًا"),
    "درهم": ("درهم", "درهمان", "دراهم", "درهمًا"),
    "دينار": ("دينار", "ديناران", "دنانير", "دينارًا"),
    "دولار": ("دولار", "دولاران", "دولارات", "دولارًا"),
    "جنيه": ("جنيه", "جنيهان", "جنيهات", "جنيهًا"),
}
_ENDINGS = ("", "ان", "ة", "ًا")
_ONE, _TWO, _FEW, _MANY = range(4)


def in_words(amount: Money, lang: str) -> str:
    """
    Give an amount with its currency in words; empty from `MOST` whole units on.

    What is behind the point stays in digits, as on cheques: "... and 63/100".
    """
    behind = currencies.digits(amount.currency)
    whole, part = divmod(abs(amount.amount), 10**behind)
    if whole >= MOST:
        return ""
    counted = Money(whole * 10**behind, amount.currency)
    words = _counted(whole, formatting.currency(counted, lang), lang)
    if part:
        of = f"{part:0{behind}}/{10**behind}"
        words += _AND[lang] + formatting.digits(of, lang)
    if amount.amount < 0:
        words = f"{_MINUS[lang]} {words}"
    return words[0].upper() + words[1:]


def _counted(whole: int, noun: str, lang: str) -> str:
    if lang == "ar":
        return _arabic(whole, noun)
    return f"{num2words(whole, lang=lang)} {noun}"


def _arabic(whole: int, noun: str) -> str:
    """
    Count something whose noun follows: what stands right before it loses its "n".
    """
    forms = _forms(noun)
    if whole in (1, 2):
        one = "واحد"
        return forms[_TWO] if whole == 2 else f"{forms[_ONE]} {one}"
    form = forms[_form(whole)] if whole % 100 > 2 else forms[_ONE]
    parts = list(_parts(whole)) or [_below(0)]
    if whole % 1000 == 0:
        # ألفا تومان, خمسون ألف تومان.
        parts[-1] = parts[-1].removesuffix("ًا")
        if parts[-1].endswith("ان"):
            parts[-1] = parts[-1].removesuffix("ن")
    return f"{' و'.join(parts)} {form}"


def _parts(whole: int) -> Iterator[str]:
    """
    What is added: of each power of a thousand, the greatest first.
    """
    for place in range(len(_POWERS), 0, -1):
        group = whole // 1000**place % 1000
        if not group:
            continue
        power = _POWERS[place - 1]
        hundreds, rest = group - group % 100, group % 100
        if rest in (1, 2):
            # A hundred thousand and a thousand.
            if hundreds:
                yield f"{_below(hundreds)} {power[_ONE]}"
            yield power[rest - 1]
        else:
            yield f"{_below(group)} {power[_form(group)]}"
    if whole % 1000:
        yield _below(whole % 1000)


def _form(number: int) -> int:
    rest = number % 100
    if 3 <= rest <= 10:
        return _FEW
    return _MANY if rest > 10 else _ONE


def _below(number: int) -> str:
    """
    A number below a thousand, as today's newspapers spell it.
    """
    words = str(num2words(number, lang="ar"))
    return words.replace("مائة", "مئة").replace(" و ", " و")


def _forms(noun: str) -> tuple[str, ...]:
    """
    The forms of a currency's name; one that nobody knows stays as it is.
    """
    head, _, adjective = noun.partition(" ")
    forms = _NOUNS.get(head)
    if forms is None or (adjective and not adjective.endswith("ي")):
        return (noun,) * 4
    if not adjective:
        return forms
    pairs = zip(forms, _ENDINGS, strict=True)
    return tuple(f"{form} {adjective}{ending}" for form, ending in pairs)
