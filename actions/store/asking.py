"""
Whether a message asks if it is open, and of what moment; or for what a branch has.
"""

from __future__ import annotations

import re

from actions.shared.likeness import fold

# In folded letters, whole words with the endings of persons: «بازی» is a game, «بسته‌م»
# my parcel, and "closest" says nothing of closing. Bare «باز» is also "again", and bare
# «بسته» a parcel: what follows tells.
_IS = r"(?=\s*(?:$|[^\w\s]|ه?ست|است|نیست|هس|ن?می\s?(?:کن|ش)|باش|بود|شد|یا\b))"
_IS_LATIN = (
    r"(?=\s*(?:$|[^\w\s]|hast|has\b|hst|ast|nist|(?:ne)?mi\s?(?:k|sh)|bash|b[uo]|"
    r"sho|ya\b))"
)
_OPEN = re.compile(
    r"\b(?:"
    r"باز\s?(?:ه|ن|ا?ید|ا?ین|یم|ا?ند|ست)\b|باز\b" + _IS + r"|"
    r"(?:ال|و)?(?:مفتوح|مفتح|فاتح)(?:ه|ین|ون)?\b|[بسحه]?[تین]فتح(?:ی|ین|و|وا|ون)?\b|"
    r"open(?:s|ed)?\b|"
    r"baz(?:eh?|an|and|id|in|im|ast?)\b|baz\b" + _IS_LATIN + r")"
)
_CLOSED = re.compile(
    r"\b(?:"
    r"تعطیل\s?(?:ه|ن|ا?ید|ا?ین|یم|ا?ند|ست)?\b|"
    r"بسته\s?(?:ن|ا?ید|این|یم|ا?ند|ست)\b|بسته\b" + _IS + r"|بست(?:ید|ین|س|ست)\b|"
    r"(?:ال|و)?(?:مغلق|مسکر|مقفل|قافل)(?:ه|ین|ون)?\b|"
    r"clos(?:e(?!\s(?:to|by)\b)|es|ed|ing)\b|shuts?\b|"
    r"tatil(?:e|an|and|id|in|im|ast?)?\b|bast(?:an|and|id|in|im|ast?)\b|baste\b"
    + _IS_LATIN
    + r")"
)
_NOW = re.compile(
    r"\b(?:الان|همین\s?حالا|الحین|هلق|هسه|دلوقتی|now|alan|hamin\s?hala)\b"
)
# Asked is when, or whether at some hour of the day: a yes to the day answers neither.
_WHEN = re.compile(
    r"\b(?:چه|چند|کی|کد[او]م|ساعت|ساعات|متی|کم|what(?!\sabout)|when|which|how(?!\sabout)|"
    r"hours|until|till|ke[iy]|che|chand|kod(?:u|oo?|a)m|saat)\b|\bat\s\d|\d\s?[ap]m\b"
)
# Vali Asr is a street.
_PART_OF_DAY = re.compile(
    r"\b(?:ب?ال)?(?:صبح|صباحا|ظهر|(?<!ولی\s)عصر|شب|شبا|لیل|لیلا|مساء|ساعه)\b|"
    r"\b(?:night|tonight|evening|morning|noon|sobh|zohr|(?<!vali\s)asr|shab)\b"
)
# What a branch has beside its address, of which no setting tells.
_DETAIL = re.compile(
    r"\b(?:"
    r"پارکینگ|جا(?:ی)?\s?پارک|ویلچر|معلول|رمپ|اسانسور|مترو|اتوبوس|بی\s?ارتی|"
    r"اتاق\s?پرو|پرو\s?(?:لباس|کن)|سرویس\s?بهداشتی|دستشویی|نمازخانه|"
    r"وای\s?فای|کافه|کالسکه|"
    r"parking\b|park\s?kon|ja(?:ye)?\s?park|vilcher|vilchair|asansor|metro|otobus|"
    r"otagh\s?prov|prov\b|dastshu|wifi|wi-fi|"
    r"(?:ال|لل|ب)?(?:موقف|مواقف|باركن|بارکن|کراج|کرسی\s?متحرک|کراسی|مصعد|مترو|"
    r"حمام|دورات?\s?(?:ال)?میا|غرف\w*\s?(?:ال)?قیاس|بروفا|مصلی)|"
    r"car\s?park|park\s?(?:my|the|a)\b|wheelchair|step-?\s?free|accessib|lift\b|"
    r"elevator|ramp\b|subway|metro\b|underground|tram\b|bus\s?stop|fitting\s?room|"
    r"changing\s?room|toilet|restroom|bathroom|pram|stroller|prayer\s?room"
    r")"
)


def asks_whether_open(text: str) -> bool | None:
    """
    True for "are you open", False for "are you closed", None for any other question.
    """
    said = fold(text)
    opened, closed = _OPEN.search(said), _CLOSED.search(said)
    other = _WHEN.search(said) or _PART_OF_DAY.search(said)
    if other or bool(opened) == bool(closed):
        return None
    return opened is not None


def asks_of_now(text: str) -> bool:
    """
    Whether this moment is meant.
    """
    return _NOW.search(fold(text)) is not None


def asks_of_a_detail(text: str) -> bool:
    """
    Whether something of a branch is asked that no shop's file tells: parking, a lift.
    """
    return _DETAIL.search(fold(text)) is not None
