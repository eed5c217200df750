"""
How upset a customer is: from their words, and from what happened to them here.

Each message is weighed by itself: phrases of each kind (`lexicon`), and how it is typed
(`typing_of`). Then the conversation is gone through from its beginning. What was not
understood, failed or had to be said again makes every later impatience weigh more; what
was settled takes away from what came before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from rapidfuzz import fuzz

from bot.handoff.lexicon import Found, comparable, folded, lexicon
from bot.handoff.said import Outcome, Said
from bot.handoff.typing import Typing, outside_quotes, typing_of
from bot.nlu.finglish import to_persian
from bot.nlu.language import Language, detect

THRESHOLD = 0.5
"""From this score on a customer counts as upset."""

# How much one phrase of a kind says, from 0 to 1.
_WEIGHTS = {
    "abuse": 0.75,
    "accusation": 0.65,
    "anger": 0.6,
    "judgement": 0.58,
    "threat": 0.65,
    "exasperation": 0.5,
    "sarcasm": 0.6,
    "mild": 0.27,
    "impatience": 0.2,
    "problem": 0.08,
}
_MOST_OF_A_KIND = 3
_WEAK = frozenset({"mild", "impatience", "problem"})
# What joy, politeness, and talk of somebody else leave of it.
_AFTER_JOY, _CALM_WEAK, _CALM_STRONG, _ASIDE = 0.55, 0.55, 0.85, 0.3
_MOCKING = 0.35

# What has gone wrong before a message, and the part of itself it adds to what it says.
_TENSION = {
    Outcome.UNDERSTOOD: 0.0,
    Outcome.NOT_UNDERSTOOD: 0.9,
    Outcome.FAILED: 0.6,
}
_OF_REPEATING, _OF_ASKING_AGAIN = 0.8, 0.8
_REPEATED, _TERSE, _FEW_WORDS = 0.12, 0.08, 3
_SAME = 85
_KEPT, _KEPT_IF_SETTLED = 0.85, 0.2
_LONG_AGO = timedelta(hours=12)
_LONGEST = 600


@dataclass(frozen=True)
class Reason:
    """
    Why a customer seems upset: a kind, the words or signs, and in which message.
    """

    kind: str
    words: str
    message: int


@dataclass(frozen=True)
class Mood:
    """
    How upset, from 0 to 1, and why, the weightiest reasons first.
    """

    score: float
    reasons: tuple[Reason, ...] = ()

    @property
    def is_upset(self) -> bool:
        """
        Whether that is enough to have a person look at it.
        """
        return self.score >= THRESHOLD


@dataclass(frozen=True)
class _Heard:
    """
    What one message says by itself.
    """

    weight: float
    is_settled: bool
    is_calm: bool
    reasons: tuple[tuple[str, str, float], ...]
    words: str


def mood_of(said: Sequence[Said]) -> Mood:
    """
    The mood at the last message of a conversation. Total on any texts.
    """
    score, tension = 0.0, 0.0
    reasons: list[tuple[float, Reason]] = []
    earlier: list[tuple[str, str]] = []
    language: Language | None = None
    for at, message in enumerate(said):
        language = message.language or detect(message.text, language).language
        heard = _hear(message.text, language)
        if at and _is_long_after(said[at - 1], message):
            score, tension = score / 2, 0.0
        if heard.is_settled:
            score, tension = score * _KEPT_IF_SETTLED, 0.0
        found = list(heard.reasons)
        weight = heard.weight
        repeated = message.is_repeated
        if repeated is None:
            repeated = _repeats(message, heard.words, earlier)
        if repeated:
            tension += _OF_REPEATING
            found.append(("repeated", heard.words, _REPEATED))
            weight = _or(weight, _REPEATED)
        if tension and not heard.is_calm and len(heard.words.split()) <= _FEW_WORDS:
            weight = _or(weight, _TERSE)
        weight = 1 - (1 - weight) ** (1 + tension)
        score = _or(score * _KEPT, weight)
        reasons += (
            (part, Reason(kind, words, at)) for kind, words, part in found if part > 0
        )
        tension += _TENSION[message.outcome]
        tension += _OF_ASKING_AGAIN if message.asked_again else 0.0
        earlier.append((message.wish, heard.words))
    reasons.sort(key=lambda pair: (-pair[0], -pair[1].message))
    return Mood(round(score, 3), tuple(reason for _, reason in reasons))


def _hear(text: str, language: Language) -> _Heard:
    text = text[:_LONGEST]
    found = list(dict.fromkeys(_phrases(outside_quotes(text), language)))
    typed = typing_of(text)
    kinds = {each.kind for each in found if not each.is_denied}
    is_joyful = typed.joy or "joy" in kinds
    is_calm = "calm" in kinds
    mocks = typed.applause or "joy" in kinds
    if mocks and "problem" in kinds and not is_calm and "sarcasm" not in kinds:
        found.append(Found("mocking", ""))
        is_joyful = False
    if "sarcasm" in kinds:
        is_joyful = False
    parts: list[tuple[str, str, float]] = []
    weight = 0.0
    counts: dict[str, int] = {}
    for each in found:
        part = _part(each, kinds, is_calm=is_calm, is_joyful=is_joyful)
        counts[each.kind] = counts.get(each.kind, 0) + 1
        if not part or counts[each.kind] > _MOST_OF_A_KIND:
            continue
        parts.append((each.kind, each.words, part))
        weight = _or(weight, part)
    for kind, sign, part in _signs(typed, is_joyful=is_joyful, is_calm=is_calm):
        parts.append((kind, sign, part))
        weight = _or(weight, part)
    return _Heard(
        weight,
        "settled" in kinds,
        is_calm or is_joyful,
        tuple(parts),
        comparable(text),
    )


def _part(
    found: Found, kinds: Iterable[str], *, is_calm: bool, is_joyful: bool
) -> float:
    """
    What one phrase says beside the others of its message.
    """
    if found.is_denied:
        return _WEIGHTS["mild"] if found.kind == "joy" else 0.0
    if found.kind == "mocking":
        return _MOCKING
    part = _WEIGHTS.get(found.kind, 0.0)
    if "aside" in kinds:
        part *= _ASIDE
    if is_joyful:
        part *= _AFTER_JOY
    if is_calm:
        part *= _CALM_WEAK if found.kind in _WEAK else _CALM_STRONG
    if "settled" in kinds:
        part *= _ASIDE
    return part


def _signs(
    typed: Typing, *, is_joyful: bool, is_calm: bool
) -> list[tuple[str, str, float]]:
    """
    What the way of typing says.
    """
    if is_joyful:
        return []
    signs = [
        ("shouting", "", 0.5 if typed.shouts else 0.0),
        ("shouting", " ".join(typed.loud), 0.2 if typed.loud else 0.0),
        ("angry_sign", "".join(typed.angry), 0.65 if typed.angry else 0.0),
        ("sour_sign", "".join(typed.sour), 0.3 if typed.sour else 0.0),
        ("marks", typed.marks, 0.22 if typed.marks else 0.0),
        ("drawn_out", typed.drawn_out, 0.12 if typed.drawn_out else 0.0),
    ]
    share = _CALM_WEAK if is_calm else 1.0
    return [(kind, sign, part * share) for kind, sign, part in signs if part]


def _phrases(text: str, language: Language) -> Iterable[Found]:
    words = comparable(text)
    if language == "fa-Latn":
        yield from lexicon("fa-Latn").find(folded(words))
        yield from lexicon("fa").find(comparable(to_persian(text)))
        return
    yield from lexicon(language).find(words)
    if language != "en" and any("a" <= letter <= "z" for letter in words):
        yield from lexicon("en").find(words)


def _repeats(message: Said, words: str, earlier: Sequence[tuple[str, str]]) -> bool:
    """
    Whether the same was wanted before, by its name or nearly in the same words.
    """
    return any(
        bool(message.wish and message.wish == wish)
        or bool(words and fuzz.token_sort_ratio(words, before) >= _SAME)
        for wish, before in earlier
    )


def _is_long_after(before: Said, after: Said) -> bool:
    if before.at is None or after.at is None:
        return False
    return after.at - before.at > _LONG_AGO


def _or(one: float, other: float) -> float:
    """
    Either of two independent signs.
    """
    return 1 - (1 - one) * (1 - other)
