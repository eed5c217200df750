"""
A conversation in at most five lines, in the language of the agent who takes it over.

Made here, of what is known, with the customer's key sentence in their own words: the
same account always gives the same lines. `bot.handoff.llm` may write them in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol

import yaml

from bot.handoff.account import Account, Thing, Titles
from bot.handoff.lexicon import comparable, folded, lexicon
from bot.handoff.packet import Asked, Came, Deed, Wish
from bot.handoff.said import Outcome, Said
from bot.nlu.language import Language, detect

MOST_LINES = 5
LONGEST_LINE = 240
AgentLanguage = Literal["fa", "ar", "en"]

_TEXTS = Path(__file__).parent / "summary.yml"
_LONGEST_QUOTE, _MOST_REASONS, _MOST_NAMED = 140, 2, 3
_LONGEST_NAME = 60
_LONGEST_LEFT = 100
_PHOTO = ("photo", "unopened")
_SENTENCE_END = re.compile(r"(?<=[.!?؟…])\s+|\n+")
_SPACES = re.compile(r"\s+")
# Direction marks would turn what stands around them, control characters more than that.
_NOT_SHOWN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_ISOLATE, _END = "\u2068", "\u2069"
_NOT_DONE = (Came.FAILED, Came.REFUSED)
_FEWEST_WORDS, _GOOD_LENGTH = 3, 12
# What a sentence weighs for what is in it. Being late tells two like ones apart, and no
# more: "here are photos" comes after what they are of.
_OF_THE_WISH, _OF_A_WISH, _OF_A_THING, _OF_LENGTH = 4.0, 1.0, 3.0, 3.0
_OF_A_REASON, _OF_A_PROBLEM, _OF_A_NUMBER, _OF_BEING_LATE = 2.0, 2.0, 1.0, 0.5
# As long as numbers of orders are, in whatever digits.
_NUMBER = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Summary:
    """
    At most five lines of plain text, and by whom: a machine's words either way.
    """

    lines: tuple[str, ...]
    language: AgentLanguage
    by: Literal["offline", "llm"]


class Summariser(Protocol):
    """
    Sums a conversation up. Never raises for what is in the account.
    """

    async def summarise(self, account: Account, language: AgentLanguage) -> Summary:
        """
        In the language of the agent.
        """
        ...


class OfflineSummariser:
    """
    Ours, with no service but this program.
    """

    async def summarise(self, account: Account, language: AgentLanguage) -> Summary:
        """
        In the language of the agent.
        """
        return summary_of(account, language)


def summary_of(account: Account, language: AgentLanguage) -> Summary:
    """
    The offline summary.
    """
    words = _Words(language, _texts()[language])
    lines = (
        _who_and_what(account, words),
        _earlier(account, words),
        _quote(account, words),
        _about(account, words),
        _what_was_done(account, words),
        _what_is_left(account, words),
    )
    told = [line for line in lines if line]
    if len(told) > MOST_LINES:
        # What a person has left behind tells more than what the bot did.
        told.remove(_what_was_done(account, words))
    kept = tuple(cut(line, LONGEST_LINE) for line in told)
    return Summary(kept, language, "offline")


def plain(text: str) -> str:
    """
    One line without what a screen would obey.
    """
    return _SPACES.sub(" ", _NOT_SHOWN.sub("", text)).strip()


def cut(text: str, longest: int) -> str:
    """
    At most so many characters, with a sign where some are missing.
    """
    if len(text) <= longest:
        return text
    kept = text[: longest - 2]
    # What was isolated stays so.
    return f"{kept}…{_END if kept.count(_ISOLATE) > kept.count(_END) else ''}"


def key_sentence(account: Account) -> str:
    """
    The customer's words that tell most of what they want; empty if there are none.

    One sentence, and of its message what it goes on with to name a number. Where two
    tell as much, it is the later one.
    """
    best, highest = "", 0.0
    last = max(1, len(account.said) - 1)
    still_open = {wish.intent for wish in account.wishes if wish.is_open}
    way: Language | None = None
    for at, message in enumerate(account.said):
        way = message.language or detect(message.text, way).language
        sentences = [plain(each) for each in _SENTENCE_END.split(message.text)]
        weights = [_weight(each, at, account, way) for each in sentences]
        for place, sentence in enumerate(sentences):
            score = weights[place] + _OF_BEING_LATE * at / last
            if message.wish and len(sentence.split()) >= _FEWEST_WORDS:
                score += _OF_THE_WISH if message.wish in still_open else _OF_A_WISH
            if sentence and score > highest:
                best, highest = _with_its_number(sentences, place), score
    return cut(best, _LONGEST_QUOTE)


def _weight(sentence: str, at: int, account: Account, way: Language) -> float:
    """
    How much a sentence of message `at` tells, whenever it was said.
    """
    form = comparable(sentence)
    forms = f"{form}\n{folded(form)}"
    length = len(sentence.split())
    score = min(length, _GOOD_LENGTH) / _GOOD_LENGTH * _OF_LENGTH
    if any(t.name.casefold() in sentence.casefold() for t in account.things if t.name):
        score += _OF_A_THING
    if any(
        reason.message == at and reason.words and reason.words in forms
        for reason in account.mood.reasons
    ):
        score += _OF_A_REASON
    spoken = folded(form) if way == "fa-Latn" else form
    if any(found.kind == "problem" for found in lexicon(way).find(spoken)):
        score += _OF_A_PROBLEM
    if _NUMBER.search(sentence):
        score += _OF_A_NUMBER
    return score


def _with_its_number(sentences: Sequence[str], place: int) -> str:
    """
    A sentence with the next or the last one of its message, if that names a number.
    """
    chosen = sentences[place]
    if _NUMBER.search(chosen):
        return chosen
    for first, second in ((place, place + 1), (place - 1, place)):
        if first < 0 or second >= len(sentences):
            continue
        both = f"{sentences[first]} {sentences[second]}"
        if _NUMBER.search(both) and len(both) <= _LONGEST_QUOTE:
            return both
    return chosen


@dataclass(frozen=True)
class _Words:
    """
    The pieces of a language, and how they are put together.
    """

    language: AgentLanguage
    texts: Mapping[str, Any]

    def say(self, name: str, /, **values: str) -> str:
        text: str = self.texts[name]
        return _filled(text, values)

    def of(self, group: str, which: str, /, **values: str) -> str:
        text: str = self.texts[group][which]
        return _filled(text, values)

    def title(self, titles: Titles) -> str:
        """
        In this language, or in any there is.
        """
        found = titles.get(self.language) or next(iter(titles.values()), "")
        return plain(found)

    def number(self, number: int | str) -> str:
        """
        In the digits of this language; a code with letters in it as it is typed.
        """
        text = str(number)
        if not (text.isascii() and text.isdigit()):
            return text
        digits: str = self.texts["digits"]
        return "".join(digits[int(digit)] for digit in text)

    def listed(self, names: Iterable[str]) -> str:
        every = [name for name in dict.fromkeys(names) if name]
        if len(every) > _MOST_NAMED:
            # The latest ones are what it is about now.
            every = every[-_MOST_NAMED:]
        if len(every) <= 1:
            return "".join(every)
        comma: str = self.texts["comma"]
        both: str = self.texts["and"]
        return both.join([comma.join(every[:-1]), every[-1]])


def _filled(text: str, values: Mapping[str, str]) -> str:
    """
    With the values in it, which are never read as patterns themselves.
    """
    return re.sub(r"\{(\w+)\}", lambda found: values[found.group(1)], text)


def _who_and_what(account: Account, words: _Words) -> str:
    name = cut(plain(account.customer), _LONGEST_NAME)
    kind = "unknown"
    if name:
        kind = "proven" if account.is_proven else "named"
    who = words.of("customer", kind, name=f"{_ISOLATE}{name}{_END}")
    languages = words.listed(
        words.of("languages", way) for way in _ways(account.said) or (words.language,)
    )
    if not (wishes := words.listed(_wanted(account, words))):
        return words.say("wrote_no_wish", who=who, languages=languages)
    return words.say("wrote", who=who, languages=languages, wishes=wishes)


def _wanted(account: Account, words: _Words) -> list[str]:
    """
    What is wanted: of orders with all that was collected, else by its intent.
    """
    if account.asked:
        return [_of_order(each, account, words) for each in account.asked]
    return _titles(account.wishes, account, words)


def _titles(wishes: Iterable[Wish], account: Account, words: _Words) -> list[str]:
    titles = (words.title(account.names.of_wish(wish)) for wish in wishes)
    return [title for title in titles if title]


def _of_order(asked: Asked, account: Account, words: _Words) -> str:
    """
    What is wanted of an order: "a return of order 21847 (damaged, photo sent)".
    """
    text = words.title(account.names.of_kind(asked))
    if asked.order and account.is_proven:
        number = f"{_ISOLATE}{words.number(plain(asked.order))}{_END}"
        text = words.say("of_order", wish=text, number=number)
    details, known = asked.details, words.texts["details"]
    parts = [str(words.texts["reasons"].get(details.get("reason"), ""))]
    parts += [known[each] for each in _PHOTO if details.get(each) is True]
    address = details.get("address")
    if isinstance(address, Mapping) and address.get("city"):
        city = cut(plain(str(address["city"])), _LONGEST_NAME)
        parts.append(words.of("details", "address", city=f"{_ISOLATE}{city}{_END}"))
    told = str(words.texts["comma"]).join(part for part in parts if part)
    return words.say("with_state", thing=text, state=told) if told else text


def _earlier(account: Account, words: _Words) -> str:
    """
    What came of the last talk with a person; of an open promise before all else.
    """
    if not account.earlier:
        return ""
    known = account.earlier
    last = next((each for each in known if each.is_owed), known[0])
    by = words.title(last.names) or words.say("somebody")
    how = last.settled if last.settled in words.texts["earlier"] else "other"
    told = words.of("earlier", how, by=f"{_ISOLATE}{by}{_END}")
    if last.words:
        left = cut(plain(last.words), _LONGEST_LEFT)
        told = words.say("earlier_words", told=told, words=f"{_ISOLATE}{left}{_END}")
    if last.days:
        told = words.say("earlier_due", told=told, due=words.title(last.days))
    if last.files:
        count = words.number(last.files)
        told = words.say("earlier_files", told=told, count=count)
    return words.of("earlier_state", last.state or "none", told=told)


def _quote(account: Account, words: _Words) -> str:
    sentence = key_sentence(account)
    if not sentence:
        return ""
    return words.say("quote", words=f"{_ISOLATE}{sentence}{_END}")


def _about(account: Account, words: _Words) -> str:
    parts = [_things(account.things, words)]
    if numbers := [cut(plain(each), _LONGEST_NAME) for each in account.named]:
        shown = words.listed(f"{_ISOLATE}{words.number(n)}{_END}" for n in numbers)
        parts.append(words.say("named", numbers=shown))
    return " ".join(part for part in parts if part)


def _things(things: Sequence[Thing], words: _Words) -> str:
    named = []
    for thing in things:
        name = words.number(cut(plain(thing.name), _LONGEST_NAME))
        text = words.of("thing", thing.kind.value, name=f"{_ISOLATE}{name}{_END}")
        if thing.states:
            state = words.title(thing.states)
            text = words.say("with_state", thing=text, state=state)
        named.append(text)
    return words.say("about", things=words.listed(named)) if named else ""


def _what_was_done(account: Account, words: _Words) -> str:
    parts = []
    if done := [deed for deed in account.deeds if deed.came is Came.DONE]:
        parts.append(words.say("done", deeds=_deeds(account, done, words)))
    if failed := [deed for deed in account.deeds if deed.came in _NOT_DONE]:
        parts.append(words.say("failed", deeds=_deeds(account, failed, words)))
    lost = sum(each.outcome is Outcome.NOT_UNDERSTOOD for each in account.said)
    # Where the bot itself has counted them, that is how many there were.
    lost = lost or sum(d.times for d in account.deeds if d.came is Came.UNCLEAR)
    if lost:
        parts.append(words.say("misunderstood", count=words.number(lost)))
    return " ".join(parts)


def _deeds(account: Account, deeds: Iterable[Deed], words: _Words) -> str:
    named = []
    for deed in deeds:
        text = words.title(account.names.of_deed(deed))
        if problems := account.names.of_problem(deed):
            state = words.title(problems)
            text = words.say("with_state", thing=text, state=state)
        named.append(text)
    return words.listed(named)


def _what_is_left(account: Account, words: _Words) -> str:
    parts = []
    known: Mapping[str, str] = words.texts["missing"]
    asked_for = (known.get(e.details.get("missing", ""), "") for e in account.asked)
    if what := words.listed(asked_for):
        parts.append(words.say("still_to_ask", what=what))
    still = [e for e in account.wishes if e.is_open and not account.asked]
    if titles := _titles(still, account, words):
        parts.append(words.say("open", wishes=words.listed(titles)))
    elif account.wishes and not account.asked:
        parts.append(words.say("nothing_open"))
    if account.mood.is_upset:
        parts.append(_upset(account, words))
    return " ".join(parts)


def _upset(account: Account, words: _Words) -> str:
    known = words.texts["why"]
    kinds = dict.fromkeys(reason.kind for reason in account.mood.reasons)
    why = [known[kind] for kind in kinds if kind in known][:_MOST_REASONS]
    if not why:
        return words.say("upset_plain")
    return words.say("upset", why=words.listed(why))


def _ways(said: Sequence[Said]) -> tuple[str, ...]:
    ways: list[str] = []
    prior = None
    for message in said:
        prior = message.language or detect(message.text, prior).language
        ways.append(prior)
    return tuple(dict.fromkeys(ways))


@cache
def _texts() -> Mapping[str, Mapping[str, Any]]:
    content: Mapping[str, Mapping[str, Any]]
    content = yaml.safe_load(_TEXTS.read_text(encoding="utf-8"))
    return content
