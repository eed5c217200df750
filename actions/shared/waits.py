"""
How long and behind whom somebody waits, in words that promise no more than is known.
"""

from __future__ import annotations

from datetime import timedelta

from actions.formatting import number

# One, two, from three to ten, and more; as after "behind".
_PEOPLE = {
    "fa": ("یک نفر", "{} نفر", "{} نفر", "{} نفر"),
    "ar": ("شخص واحد", "شخصين", "{} أشخاص", "{} شخصًا"),
    "en": ("one person", "{} people", "{} people", "{} people"),
}
_FEW_MINUTES = {"fa": "چند دقیقه", "ar": "بضع دقائق", "en": "a few minutes"}
_MINUTES = {
    "fa": ("حدود", "{} دقیقه", "{} دقیقه"),
    "ar": ("نحو", "{} دقائق", "{} دقيقة"),
    "en": ("about", "{} minutes", "{} minutes"),
}
_HOURS = {
    "fa": ("یک ساعت", "{} ساعت", "{} ساعت", "{} ساعت"),
    "ar": ("ساعة", "ساعتين", "{} ساعات", "{} ساعة"),
    "en": ("an hour", "{} hours", "{} hours", "{} hours"),
}
_FEW = timedelta(minutes=5)
_STEP = 5
_AN_HOUR = 60


def people(count: int, lang: str) -> str:
    """
    So many people, of which there is at least one: ۳ نفر.
    """
    return _counted(_PEOPLE[lang], count, lang)


def about(wait: timedelta, lang: str) -> str:
    """
    A wait, rounded up: a few minutes, about 25 minutes, about 2 hours.
    """
    if wait <= _FEW:
        return _FEW_MINUTES[lang]
    roughly, tens, more = _MINUTES[lang]
    minutes = -(-wait // timedelta(minutes=_STEP)) * _STEP
    if minutes < _AN_HOUR:
        words = tens if minutes <= 10 else more
        return f"{roughly} {words.format(number(minutes, lang))}"
    hours = -(-minutes // _AN_HOUR)
    return f"{roughly} {_counted(_HOURS[lang], hours, lang)}"


def _counted(words: tuple[str, str, str, str], count: int, lang: str) -> str:
    one, two, few, many = words
    word = {1: one, 2: two}.get(count, few if count <= 10 else many)
    return word.format(number(count, lang))
