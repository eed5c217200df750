"""
How upset a customer is: from their words, and from what happened to them here.

Each message is weighed by itself: phrases of each kind (`lexicon`), and how it is typed
(`typing_of`). Then the conversation is gone through from its beginning. What was not
understood, failed or had to be said again makes every later impatience weigh more; what
was settled takes away from what came before.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from rapidfuzz import fuzz

from bot.handoff.lexicon import Found, comparable, folded, lexicon
from bot.handoff.said import Outcome, Said
from bot.handoff.tone import Manner, tone
from bot.handoff.typed import Typing, outside_quotes, typing_of
from bot.nlu.encoder.port import Encoder
from bot.nlu.finglish import to_persian
from bot.nlu.language import Language, detect
from bot.nlu.reading import read

THRESHOLD = 0.4
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
STRONG = frozenset(_WEIGHTS) - _WEAK
"""The kinds of phrases one of which mostly is enough."""

# What joy, politeness, and talk of somebody else leave of it.
_AFTER_JOY, _CALM_WEAK, _CALM_STRONG, _ASIDE = 0.55, 0.55, 0.85, 0.3
_MOCKING, _HARDLY_ANYTHING = 0.35, 0.2
_LOUD = frozenset({"shouting", "angry_sign"})

# What has gone wrong before a message, and the part of itself it adds to what it says.
_TENSION = {
    Outcome.UNDERSTOOD: 0.0,
    Outcome.NOT_UNDERSTOOD: 0.5,
    Outcome.FAILED: 0.35,
}
_OF_REPEATING, _OF_ASKING_AGAIN = 0.5, 0.5
_TENSION_OF_CALM = 0.4
_REPEATED, _WORTH_TELLING = 0.12, 0.3
_SAME = 85
_KEPT, _KEPT_IF_SETTLED = 0.9, 0.2
# What words add to the tone's log odds, and the chance that nobody need hear of.
_WORDS_BESIDE_TONE, _USUAL_WEIGHT, _NO_CHANCE = 1.5, 0.15, 0.2
_LONG_AGO = timedelta(hours=12)
_LONGEST, _MOST_MESSAGES = 600, 60


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
class Heard:
    """
    What one message says by itself: its words' weight from 0 to 1, and why.
    """

    weight: float
    is_settled: bool
    is_calm: bool
    is_denied: bool
    loudness: float
    reasons: tuple[tuple[str, str, float], ...]
    words: str

    def manner(self, text: str) -> Manner:
        """
        As the tone takes it.
        """
        return Manner(text, self.is_calm, self.is_settled)


class MoodJudge:
    """
    Judges moods; with the encoder of `tone.json` by meaning as well as by words.

    Another encoder's vectors mean something else: then words alone decide, which finds
    far fewer of those who are upset without a strong word.
    """

    def __init__(self, encoder: Encoder | None = None) -> None:
        self._encoder = None
        if encoder is not None and encoder.name == tone().encoder:
            self._encoder = encoder

    def judge(self, said: Sequence[Said]) -> Mood:
        """
        The mood at the last message of a conversation. Total on any texts.
        """
        walk = _Walk(self._encoder)
        for message in said[-_MOST_MESSAGES:]:
            walk.go_on(message)
        return walk.mood


@dataclass
class _Walk:
    """
    The way through a conversation, message by message.
    """

    encoder: Encoder | None
    score: float = 0.0
    tension: float = 0.0
    language: Language | None = None
    last: Said | None = None
    count: int = 0
    earlier: list[tuple[str, str]] = field(default_factory=list)
    reasons: list[tuple[float, Reason]] = field(default_factory=list)

    @property
    def mood(self) -> Mood:
        ordered = sorted(self.reasons, key=lambda pair: (-pair[0], -pair[1].message))
        score = min(1.0, max(0.0, round(self.score, 3)))
        return Mood(score, tuple(reason for _, reason in ordered))

    def go_on(self, message: Said) -> None:
        self.language = message.language or detect(message.text, self.language).language
        heard = hear(message.text, self.language)
        found = list(heard.reasons)
        if _is_long_after(self.last, message):
            self.score, self.tension = self.score / 2, 0.0
        if heard.is_settled:
            self.score, self.tension = self.score * _KEPT_IF_SETTLED, 0.0
        repeated = message.is_repeated
        if repeated is None:
            repeated = _repeats(message, heard.words, self.earlier)
        if repeated:
            self.tension += _OF_REPEATING
            found.append(("repeated", heard.words, _REPEATED))
        weight = self._weight(message.text, heard)
        if self.encoder is not None and weight > max(heard.weight, _WORTH_TELLING):
            found.append(("tone", message.text[:_LONGEST], weight))
        tension = self.tension * (_TENSION_OF_CALM if heard.is_calm else 1.0)
        if heard.is_settled or (heard.is_denied and heard.weight < _HARDLY_ANYTHING):
            weight *= _KEPT_IF_SETTLED
        # The tone knows a message alone; what came before gives its words their weight.
        if tension:
            weight = max(weight, heard.weight)
        weight = 1 - (1 - weight) ** (1 + tension)
        self.score = max(self.score * _KEPT, weight)
        self.reasons += (
            (part, Reason(kind, words, self.count)) for kind, words, part in found
        )
        self.tension += _TENSION[message.outcome]
        self.tension += _OF_ASKING_AGAIN if message.asked_again else 0.0
        self.earlier.append((message.wish, heard.words))
        self.last = message
        self.count += 1

    def _weight(self, text: str, heard: Heard) -> float:
        """
        How upset a message is by itself, from 0 to 1.
        """
        if self.encoder is None or not heard.words:
            return heard.weight
        vector = self.encoder.encode([read(text[:_LONGEST]).legible])[0]
        odds = tone().odds(vector, heard.manner(text))
        odds += _WORDS_BESIDE_TONE * (heard.weight - _USUAL_WEIGHT)
        chance = 1 / (1 + math.exp(-odds))
        weight = max(0.0, chance - _NO_CHANCE) / (1 - _NO_CHANCE)
        # Meaning hears no voice.
        return max(weight, heard.loudness)


def hear(text: str, language: Language) -> Heard:
    """
    What the words and signs of one message say.
    """
    text = text[:_LONGEST]
    found = _outermost(dict.fromkeys(_phrases(outside_quotes(text), language)))
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
    signs = _signs(typed, is_joyful=is_joyful, is_calm=is_calm)
    for kind, sign, part in signs:
        parts.append((kind, sign, part))
        weight = _or(weight, part)
    return Heard(
        weight,
        "settled" in kinds,
        is_calm or is_joyful,
        any(each.is_denied and each.kind != "joy" for each in found),
        max((part for kind, _, part in signs if kind in _LOUD), default=0.0),
        tuple(parts),
        comparable(text),
    )


def _outermost(found: Iterable[Found]) -> list[Found]:
    """
    Without a weak phrase that is only a part of a strong one.
    """
    every = list(found)
    strong = [each.words for each in every if each.kind in STRONG]
    return [
        each
        for each in every
        if each.kind not in _WEAK or not any(each.words in words for words in strong)
    ]


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


def _is_long_after(before: Said | None, after: Said) -> bool:
    if before is None or before.at is None or after.at is None:
        return False
    return after.at - before.at > _LONG_AGO


def _or(one: float, other: float) -> float:
    """
    Either of two independent signs.
    """
    return 1 - (1 - one) * (1 - other)
