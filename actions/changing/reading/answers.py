"""
Yes, no, and that there is nothing else: only where it is said explicitly.

Whoever says "yes, but" has said something else, and whoever asks back has not answered.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from actions.changing.reading.phrases import content, either, letters, pattern, whole
from actions.changing.reading.rows import is_framed, is_row, is_telling_row
from actions.changing.reading.text import Text, fold
from actions.smalltalk.plain import nods, outright
from crm_connector.operations import Operation

_SIGNS = re.compile(r"[^\w\s',]+")
_ASKS = re.compile(r"[?]")
_LEADING_NO = re.compile(r"^(?:no+|nope|nah|na+h?|نه+|نخیر|خیر|لا+|کلا)\s+(?!\s*$)")
# "It can't be cancelled?" begins with an Arabic "no", and is none.
_ASKS_IF_NOT = re.compile(r"^لا+ [یتن]\w+.*[?]")
_FIRST = re.compile(r"[,.!;\n]")
# With these the order, or things of it, are there in the end as they are wanted.
_GOING_ON = frozenset(
    {Operation.CHANGE_ADDRESS, Operation.CHANGE_ITEMS, Operation.EXCHANGE_ITEMS}
)
# With these they are gone.
_LOSING = frozenset({Operation.CANCEL_ORDER, Operation.RETURN_ITEMS})
_REMOVAL = "removal"
_WAYS = ("en", "fa", "fa-Latn", "ar")
_SIDES = ("before", "behind")


def yes_or_no(
    text: Text, put: Operation | None = None, *, removes: bool = False
) -> bool | None:
    """
    What was said of the two; None for anything else.

    `put` is what they were asked to say yes to; with `removes` it is a change that
    takes something out of the order. A yes may name that very deed, and no other. What
    speaks for having the order ("send it", "looks good") is no yes to losing it, nor to
    what is not known; "I don't want it" goes with an outright yes to losing it, and not
    with a nod: "ok, I don't want to".
    """
    if _ASKS.search(text.folded):
        return None
    said = _bare(text.folded).replace(",", "")
    deeds = _deeds(frozenset({put} if put else ()), removes)
    if _is_made_of(said, ("no",), ("no_beside", "around")):
        # "Cancel that" is none where a cancellation was put: it may be meant by it.
        return None if is_row(said, _any_of(("around",), deeds)) else False
    goes_on = put in _GOING_ON and not removes
    yes = ("yes_words", "yes", *(("going_on",) if goes_on else ()))
    beside = ("yes_beside", "around") + (("going_on_beside",) if goes_on else ())
    if _is_made_of(said, yes, beside, deeds):
        return True
    is_lost = put in _LOSING or removes
    return True if is_lost and _is_yes_as_not_wanted(said, beside, deeds) else None


def is_nod(text: Text) -> bool:
    """
    Whether it says no more than that something was heard: "ok great", «باشه دیگه».
    """
    said, beside = _bare(text.folded), _any_of(("around", "nods_beside"), None)
    return is_telling_row(said.replace(",", ""), _nodding(), beside)


def is_half_yes(text: Text, put: Operation | None, *, removes: bool) -> bool:
    """
    Whether they name the very deed that was put to them, without a yes.

    So does "no, cancel it", of which nobody can tell what it wants, as of "no, ok".
    """
    # "No, change it" wants another change.
    named = {put} & _LOSING
    deeds = _deeds(frozenset(each for each in named if each), removes)
    if _ASKS.search(text.folded):
        return False
    said = _bare(text.folded).replace(",", "")
    around, rest = _any_of(("around",), None), _LEADING_NO.sub("", said)
    if is_row(said, around) or is_row(rest, around):
        return False
    if rest != said and is_row(rest, _any_of(("around", "yes_words", "yes"), deeds)):
        return True
    return deeds is not None and is_row(said, _any_of(("around",), deeds))


def begins_with_no(text: Text) -> bool:
    """
    Whether a "no" stands first, as a sentence of its own, whatever follows it.
    """
    first, *rest = _FIRST.split(text.folded.strip(), maxsplit=1)
    if _ASKS.search(first) or not rest:
        return False
    return _is_made_of(_bare(first), ("no",), ("around",))


def goes_on_from_no(text: Text) -> bool:
    """
    Whether the first word is a "no", and more follows in one breath or after it.

    "No problem" is none, and "no, go ahead" neither the one nor the other.
    """
    said = text.folded.strip()
    bare = _bare(said).replace(",", "")
    if whole("answers", "no_harm").match(bare):
        return False
    if begins_with_no(text):
        return True
    behind = _LEADING_NO.sub("", bare)
    if behind == bare or _ASKS_IF_NOT.search(said):
        return False
    every = ("around", "yes_words", "yes", "yes_beside")
    return not is_row(behind, _any_of(every, None))


def begins_with_yes(text: Text) -> bool:
    """
    Whether a "yes" comes first, and something behind it.
    """
    return _leading_yes().match(text.folded.strip()) is not None


def limits(text: Text, lang: str) -> bool:
    """
    Whether a yes in it may be one to a part, or not for now: "yes, but ...".
    """
    return _listed("limits", lang).search(text.folded) is not None


def hangs(text: Text, lang: str) -> bool:
    """
    Whether a yes in it may hang on something: "yes, if it is free".
    """
    return _listed("conditions", lang).search(text.folded) is not None


def comes_instead(text: Text) -> bool:
    """
    Whether it begins with a no, or with "instead", and goes on with something else.
    """
    begins = pattern("answers", "instead").match(text.folded.strip())
    return begins is not None or goes_on_from_no(text)


def no_more(text: Text) -> bool:
    """
    Whether they say that nothing else is wanted.
    """
    if _ASKS.search(text.folded):
        return False
    said = _bare(text.folded).replace(",", "")
    before, behind = (whole("answers", f"no_more_{each}") for each in _SIDES)
    return is_framed(said, whole("answers", "no_more"), before, behind)


def other_one(text: Text) -> bool:
    """
    Whether they want the other one than what was put to them.
    """
    if _ASKS.search(text.folded):
        return False
    return _fits("other", _bare(text.folded)) or _fits("other", _bare_of_no(text))


def place(text: Text) -> int | None:
    """
    The place in a list that they name, from 1; -1 is the last one, None is no place.
    """
    said = _bare(text.folded)
    if _ASKS.search(text.folded) or pattern("answers", "no_place").search(said):
        return None
    around = whole("answers", "around")
    for at in content("answers")["places"]:
        if is_framed(said.replace(",", ""), _place(at), around, around):
            return int(at)
    return None


def is_all(text: Text, wished: Collection[Operation] = ()) -> bool:
    """
    Whether they take all that was put to them, and say nothing else.

    They may name the deed that they wish for, which is one of `wished`.
    """
    said = _bare(text.folded).replace(",", "")
    if _ASKS.search(text.folded):
        return False
    deeds = _deeds(frozenset(wished), False)
    before = _any_of(("around", "yes_words", "yes"), deeds)
    return is_framed(
        said, whole("answers", "all_put"), before, _any_of(("around",), deeds)
    )


def is_unopened(text: Text) -> bool | None:
    """
    Whether it is still closed, as they say.
    """
    if pattern("answers", "unopened").search(text.folded):
        return True
    if pattern("answers", "opened").search(text.folded):
        return False
    return None


def says_opened(text: Text) -> bool:
    """
    Whether something was opened, whatever else is said to be closed.
    """
    rest = pattern("answers", "unopened").sub(" ", text.folded)
    return pattern("answers", "opened").search(rest) is not None


def _fits(kind: str, said: str) -> bool:
    return whole("answers", kind).fullmatch(said) is not None


def _bare_of_no(text: Text) -> str:
    parts = _FIRST.split(text.folded.strip(), maxsplit=1)
    return _bare(parts[-1])


def _bare(folded: str) -> str:
    plain = _SIGNS.sub(" ", folded).replace("_", " ")
    commas = re.sub(r"\s*,\s*", ", ", plain)
    return " ".join(commas.strip(" ,'").split())


def _is_made_of(
    said: str,
    kinds: tuple[str, ...],
    others: tuple[str, ...],
    deeds: re.Pattern[str] | None = None,
) -> bool:
    """
    Whether all of it is of these kinds, or `deeds`, and some of the first.
    """
    return is_telling_row(said, _any_of(kinds, None), _any_of(others, deeds))


def _is_yes_as_not_wanted(
    said: str, beside: tuple[str, ...], deeds: re.Pattern[str] | None
) -> bool:
    """
    Whether it is an outright yes, and then that what is to go is not wanted.

    "Yes, I don't want it cancelled" is none: no deed comes behind that.
    """
    wanted = whole("answers", "not_wanted").pattern
    if deeds and re.search(rf"(?<!\S)(?:{wanted}) (?:.* )?(?:{deeds.pattern})", said):
        return False
    every = _any_of(("yes_words", "yes", "not_wanted", *beside), deeds)
    before = _any_of(("yes_words", "around"), None)
    return is_framed(said, _outright(), before, every)


@cache
def _nodding() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, map(fold, nods())))))


@cache
def _leading_yes() -> re.Pattern[str]:
    yes, around = whole("answers", "yes_words"), whole("answers", "around")
    lead = rf"(?:(?:{around.pattern})[\s,.!]+){{0,2}}(?:{yes.pattern})"
    return re.compile(rf"{lead}[\s,.!]+(?=\w)")


@cache
def _outright() -> re.Pattern[str]:
    words = (*map(fold, outright()), *content("answers")["outright_too"])
    return re.compile("|".join(sorted(map(re.escape, words))))


@cache
def _any_of(kinds: tuple[str, ...], deeds: re.Pattern[str] | None) -> re.Pattern[str]:
    every = [whole("answers", each) for each in kinds] + ([deeds] if deeds else [])
    return re.compile("|".join(each.pattern for each in every))


@cache
def _deeds(every: frozenset[Operation], removes: bool) -> re.Pattern[str] | None:
    """
    The words for these, and for what a change `removes`; None for none of them.
    """
    listed = content("answers")["deeds"]
    kinds = sorted(each.value for each in every) + ([_REMOVAL] if removes else [])
    words = [each for kind in kinds for each in listed[kind]]
    return re.compile(either(words)) if words else None


@cache
def _listed(kind: str, lang: str) -> re.Pattern[str]:
    """
    What is listed for a way of writing, as whole words; English is used in each.
    """
    lines = content("answers")[kind]
    own = [lines[at] for at, way in enumerate(_WAYS) if way in ("en", lang)]
    return re.compile(rf"(?<![\w'])(?:{either(own)})(?![\w'])")


@cache
def _place(at: int) -> re.Pattern[str]:
    """
    A place of the list in any of its four languages, with what belongs to it.
    """
    both = content("answers")
    ways = zip(both["place_in"], both["places"][at], strict=True)
    return re.compile("|".join(letters(a.replace("PLACE", b)) for a, b in ways))
