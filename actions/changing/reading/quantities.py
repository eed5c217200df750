"""
How many of a thing: "only two pairs", «سه تا», "take it off".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from actions.changing.reading.forms import canonical
from actions.changing.reading.phrases import content, pattern
from actions.changing.reading.text import Text, fold, text_of
from actions.changing.reading.words import Word, row, spelled, stock

_MOST = 999
_NEAR = 3


def quantity(
    words: Sequence[Word],
    first: int,
    last: int,
    taken: frozenset[int],
    *,
    is_sized: bool = False,
) -> int | None:
    """
    The number of pieces that words `first` up to `last` speak of.

    `taken` are the places of words that are options; where an option `is_sized` by
    name, a number without a word for pieces may be of that. A number alone is no
    quantity: it has a word for pieces behind it, or "only" or the like before it.
    """
    for place in range(_back(words, first), last):
        word = words[place]
        if word.parts or place in taken:
            continue
        dual = _duals().get(word.text)
        if dual is not None:
            return dual
        count = _count(words, place)
        if count is None:
            continue
        if _is_denied(words, place):
            continue
        behind = words[place + 1] if place + 1 < len(words) else None
        if behind is not None and _is_counter(behind):
            return count
        if is_sized:
            continue
        before = words[max(0, place - _NEAR) : place]
        stops = [at for at, each in enumerate(before) if each.parts]
        near = before[stops[-1] + 1 if stops else 0 :]
        said = " ".join(each.text for each in near)
        rest = " ".join(w.text for w in words[place + 1 : place + 4])
        if pattern("quantities", "instead").match(rest):
            return count
        ends = behind is None or behind.parts or not _is_unit(behind)
        if ends and pattern("quantities", "before").search(said):
            return count
        if ends and place > first and _is_of_count(words, place, said):
            return count
    return None


def pieces_said(text: str) -> int | None:
    """
    How many pieces a text speaks of, whatever thing they are of; no hours and no days.
    """
    read = text_of(text)
    if is_of_time(text):
        return None
    if pattern("quantities", "twice").search(read.folded):
        return 2
    words = row(read)
    return quantity(words, 0, len(words), frozenset())


def is_of_time(text: str) -> bool:
    """
    Whether a number in a text is one of hours or days.
    """
    return pattern("quantities", "of_time").search(text_of(text).folded) is not None


def only_said(text: str) -> bool:
    """
    Whether it is about some of what there is alone: "only the coffee".
    """
    return (
        pattern("quantities", "nothing_else").search(text_of(text).folded) is not None
    )


def _is_of_count(words: Sequence[Word], place: int, near: str) -> bool:
    """
    Whether the number of pieces was named far before: "raise the honey to three".
    """
    said = " ".join(each.text for each in words[:place] if not each.parts)
    return bool(
        pattern("quantities", "to").search(near)
        and pattern("quantities", "of_count").search(said)
    )


def _is_denied(words: Sequence[Word], place: int) -> bool:
    """
    Whether "instead of" stands before a number, or «نه» behind it.
    """
    before = " ".join(w.text for w in words[max(0, place - 2) : place])
    behind = " ".join(w.text for w in words[place + 1 : place + 4])
    return bool(
        pattern("words", "denied_before").search(before)
        or pattern("quantities", "denied_behind").match(behind)
    )


def _back(words: Sequence[Word], first: int) -> int:
    """
    Where what is said of how many may begin: "two pairs of the socks".
    """
    place = first
    while place > max(0, first - _NEAR - 1) and not words[place - 1].parts:
        if words[place - 1].text in stock_of("and"):
            break
        place -= 1
    return place


def number_at(words: Sequence[Word], place: int) -> int | None:
    """
    How many pieces a word may say, whatever stands around it: «یکیشو», "one", «بواحد».
    """
    word = words[place]
    if word.parts:
        return None
    counted = place + 1 < len(words) and _is_counter(words[place + 1])
    if word.text in stock_of("unsure") and not counted:
        return None
    first = word.forms[0]
    if first.isdigit():
        return int(first) if int(first[:4]) <= _MOST else None
    for text in (word.text, *_bare(word.text)):
        found = _spelled().get(text) or _duals().get(text)
        if found is None and canonical(text).isdigit():
            found = int(canonical(text))
        if found is not None:
            return found
    return _joined(word)


def _bare(text: str) -> Iterator[str]:
    """
    A number's word without what is written with it: «یکیشو», «بواحد».
    """
    found = pattern("quantities", "with").fullmatch(text)
    if found is not None:
        yield next(filter(None, found.groups()), "")


def numbers_said(words: Sequence[Word]) -> list[int]:
    """
    All numbers of pieces in a text, in their order; "one" at its end is one as well.
    """
    found = []
    for place, word in enumerate(words):
        count = _count(words, place)
        if count is None and not word.parts:
            count = _joined(word)
        if count is None and place == len(words) - 1:
            count = _spelled().get(word.text)
        if count is not None:
            found.append(count)
    return found


def _joined(word: Word) -> int | None:
    """
    A number that is one word with what counts, or with an article: «دوتا», «الثلاثة».
    """
    dual = _duals().get(word.text)
    if dual is not None:
        return dual
    number = next((each for each in word.forms if each.isdigit()), None)
    if number is None:
        joined = pattern("quantities", "joined").fullmatch(word.text)
        said = next(filter(None, joined.groups()), "") if joined else ""
        number = next(iter(spelled(said)), "")
        if not number.isdigit():
            return _spelled().get(said)
    return int(number) if number.isdigit() and int(number[:4]) <= _MOST else None


def bare(words: Sequence[Word]) -> int | None:
    """
    The only number of a short answer.

    "One" and the like are numbers only where nothing else is said: «یه» is an article,
    and "another one" is not one.
    """
    said = {each.text for each in words}
    if not stock_of("further").isdisjoint(said):
        return None
    verbs = said & {"do"} if said & stock_of("verb") else set()
    left = [
        at
        for at, word in enumerate(words)
        if word.text not in verbs and not _says_nothing(words, at)
    ]
    found = [n for at in left for n in [_count(words, at)] if n is not None]
    if not found:
        found = [n for at in left for n in [_joined(words[at])] if n is not None]
    if not found or pattern("words", "or").search(
        " ".join(each.text for each in words)
    ):
        found += [_spelled().get(words[at].text, 0) for at in left]
    return found[-1] if len(set(found)) == 1 and found[-1] else None


def _says_nothing(words: Sequence[Word], place: int) -> bool:
    """
    Whether a word only stands around a number: «نه» is no nine but in «نه تا».
    """
    word = words[place]
    if word.parts or _is_counter(word):
        return True
    counted = place + 1 < len(words) and _is_counter(words[place + 1])
    around = pattern("quantities", "around").fullmatch(word.text)
    return around is not None and not counted


def lessened(text: Text, words: Sequence[Word], last: int) -> bool:
    """
    Whether there is to be less of what ends before word `last`, or none: «کم کن».
    """
    place = words[last - 1].end
    _, end = _sentence(text.folded, place)
    found = pattern("quantities", "lessened").search(text.folded, place, end)
    return found is not None and not _ended(text, place, found.start())


def removed(text: Text, words: Sequence[Word], first: int, last: int) -> bool:
    """
    Whether what words `first` up to `last` name is to be taken away.
    """
    start, end = _sentence(text.folded, words[first].start)
    for found in pattern("quantities", "removes").finditer(text.folded, start, end):
        if found.end() <= words[first].start and not _ended(
            text, found.end(), words[first].start
        ):
            return True
    place = words[last - 1].end
    for found in pattern("quantities", "removed_behind").finditer(
        text.folded, start, end
    ):
        if found.start() >= place and not _ended(text, place, found.start()):
            return True
    return False


def _ended(text: Text, start: int, end: int) -> bool:
    """
    Whether another deed stands between.
    """
    return (
        pattern("quantities", "other_deed").search(text.folded, start, end) is not None
    )


def _sentence(folded: str, place: int) -> tuple[int, int]:
    stops = [at for at, sign in enumerate(folded) if sign in ".!?\n;"]
    start = max((at + 1 for at in stops if at < place), default=0)
    end = min((at for at in stops if at >= place), default=len(folded))
    return start, end


def _count(words: Sequence[Word], place: int) -> int | None:
    word = words[place]
    if word.parts:
        return None
    for form in word.forms[:1]:
        if form.isdigit() and int(form[:4]) <= _MOST:
            return int(form)
    one = _spelled().get(word.text)
    if one is None:
        return None
    # "one", «یه» and "do" mean other things as well.
    behind = words[place + 1] if place + 1 < len(words) else None
    return (
        one if behind is not None and _is_counter(behind) else _sure(words, place, one)
    )


def _sure(words: Sequence[Word], place: int, one: int) -> int | None:
    said = " ".join(each.text for each in words[max(0, place - 2) : place])
    return one if pattern("quantities", "only").search(said) else None


def _is_counter(word: Word) -> bool:
    return not stock_of("counters").isdisjoint((word.text, *word.forms[:1]))


def _is_unit(word: Word) -> bool:
    return word.text in stock("vague")


@cache
def stock_of(kind: str) -> frozenset[str]:
    """
    Single words of quantities.yml.
    """
    return frozenset(
        fold(each) for line in content("quantities")[kind] for each in line.split()
    )


@cache
def _duals() -> dict[str, int]:
    return {fold(each): 2 for each in content("quantities")["duals"][0].split()}


@cache
def _spelled() -> dict[str, int]:
    return {
        fold(each): int(number)
        for number, listed in content("quantities")["numbers"].items()
        for each in listed.split()
    }
