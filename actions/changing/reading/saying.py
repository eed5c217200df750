"""
What one piece of a message says.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from actions.changing.reading import answers, deeds
from actions.changing.reading.addresses import Found, address
from actions.changing.reading.amending import bare_code, parts
from actions.changing.reading.amounts import ONE, amount
from actions.changing.reading.another import wants_another
from actions.changing.reading.aside import changes_beside
from actions.changing.reading.counted import by_count
from actions.changing.reading.items import Reader
from actions.changing.reading.known import Asked, Asking, Choice, Known, Said
from actions.changing.reading.lexicon import Lexicon
from actions.changing.reading.lines import Items, choices
from actions.changing.reading.methods import ids_in, methods
from actions.changing.reading.orders import meant_in, numbers, placed
from actions.changing.reading.phrases import pattern
from actions.changing.reading.places import line_at
from actions.changing.reading.postal import is_postal_code_alone, postal_code
from actions.changing.reading.reasons import is_no_more_than_unwanted, reason
from actions.changing.reading.recipients import addressee_named, recipient
from actions.changing.reading.rest import rest_goes
from actions.changing.reading.sparing import denied_in
from actions.changing.reading.strangers import added, sent_instead
from actions.changing.reading.text import Text, text_of
from actions.changing.reading.words import Word, spelled
from crm_connector.operations import Operation, Reason

_MOST_OF_OPENED = 6
_ADDRESS = Operation.CHANGE_ADDRESS
# What came is spoken of.
_AFTER_THINGS = (Asking.REASON, Asking.CONFIRM, Asking.UNOPENED)


def read(text: str, lang: str, known: Known, asked: Asked | None = None) -> Said:
    """
    Read a text for the order at hand, as an answer to what was asked, if anything was.

    `lang` is one of fa, fa-Latn, ar, en: what else is written in it is read as well.
    """
    whole = text_of(text)
    asking = asked.asking if asked else None
    place = address(whole, known, is_asked=asking is Asking.ADDRESS)
    plain = _without_codes(whole, known, place)
    bare = deeds.as_it_stands(plain)
    lexicon = Lexicon.of(known)
    items = _items(bare, lang, known, lexicon, asked)
    if not (items.lines or items.dropped or items.unclear):
        at_place = line_at(bare, known)
        if at_place:
            items.lines.append(at_place)
            items.unknown.clear()
            items.parts = ()
    paid = methods(whole, known, is_asked=asking is Asking.METHOD)
    told = choices(lexicon, items.wanted)
    is_change = deeds.operation_of(bare) in (None, Operation.CHANGE_ITEMS)
    is_open = is_change and not (asked and asked.line)
    words = lexicon.words(bare, lang)
    if not told and is_open and _is_of_nothing(items):
        counted = by_count(bare, words, known)
        told = (counted,) if counted else ()
    told = _with_last_number(told, bare)
    is_again = deeds.becomes_again(bare)
    if is_again or deeds.is_called_off_after_all(bare):
        told = tuple(replace(e, quantity=None, is_counted=False) for e in told)
    told = _with_strange(told, bare, words)
    is_counted = is_open and not (told or is_again) and _is_of_nothing(items)
    number = amount(words, None) if is_counted else None
    is_less = any(each.is_less for each in told)
    unopened = answers.is_unopened(whole) if asking in _AFTER_THINGS else None
    is_one = _is_one_back(bare, items, asked)
    is_of_place = place is None and asked is not None and asked.put is _ADDRESS
    code = bare_code(text, known) if is_of_place else ""
    if is_one:
        # "I bought two of it, and one goes back."
        told, number = tuple(replace(each, quantity=None) for each in told), ONE
    return Said(
        lines=tuple(items.lines),
        dropped=tuple(items.dropped),
        unclear_lines=tuple(items.unclear),
        unknown_things=_unknown(items, bare),
        in_part=bool(items.parts),
        part_named=items.is_part,
        all_lines=pattern("items", "all").search(bare.folded) is not None
        # "Keep the mug, cancel the rest" is all but the mug.
        or (bool(items.dropped) and rest_goes(bare)),
        choices=told,
        methods=paid.ids,
        method_kind=paid.kind,
        reason=_reason(bare, known, asking),
        address=place.address if place else None,
        as_order=None if place else _as_order(whole, known),
        yes=_yes(bare, asked),
        no_more=answers.no_more(whole),
        unclear_choices=choices(lexicon, items.unclear_wanted),
        other=answers.other_one(whole),
        removes=number is None
        and not is_less
        and bare == plain
        and (_has(bare, "removes") or _has(bare, "removed_behind")),
        counts=_has(bare, "of_count") or number is not None or is_less,
        by=number.by if number else 0,
        to=number.to if number else None,
        postal_code="" if place else (postal_code(whole) or code),
        address_parts=parts(whole) if is_of_place and not code else (),
        recipient=recipient(whole) or (addressee_named(whole) if is_of_place else ""),
        unopened=unopened,
        opened_too=bool(unopened) and answers.says_opened(whole),
    )


def things_added(text: str) -> tuple[str, ...]:
    """
    The words for what is to come into an order; see `strangers.added`.
    """
    return added(text_of(text))


def place_said(text: str) -> int | None:
    """
    The place in a list that a text names, and nothing else; see `answers.place`.
    """
    return answers.place(text_of(text))


def names_own_place(text: str) -> bool:
    """
    Whether an address is called by what it is to them: "to my office".
    """
    return pattern("addresses", "own_place").search(text_of(text).folded) is not None


def asks_address(text: str) -> bool:
    """
    Whether it is asked which address an order has.
    """
    said = text_of(text).folded
    return any(
        pattern("addresses", kind).search(said)
        for kind in ("what_is_address", "address_what_is")
    )


def keeps_address(text: str) -> bool:
    """
    Whether it says that the address of an order stays as it is.
    """
    return (
        pattern("operations", "address_stays").search(text_of(text).folded) is not None
    )


def orders_named(text: str, known: Known) -> tuple[str, ...]:
    """
    The numbers of orders that stand in a text.
    """
    return tuple(dict.fromkeys(e.number for e in numbers(text_of(text), known)))


def says_whether_opened(text: str) -> bool:
    """
    Whether it says that something was opened, or was not, and little besides.
    """
    said = text_of(text)
    short = len(text.split()) <= _MOST_OF_OPENED
    return short and answers.is_unopened(said) is not None


def unopened_said(text: str) -> bool | None:
    """
    Whether something is still closed, as a text says.
    """
    return answers.is_unopened(text_of(text))


def says_opened(text: str) -> bool:
    """
    Whether a text says of anything that it was opened.
    """
    return answers.says_opened(text_of(text))


def says_postal_code(text: str) -> bool:
    """
    Whether a postal code that is called so is all that it says.
    """
    return is_postal_code_alone(text_of(text))


def is_of_data(text: str) -> bool:
    """
    Whether what somebody wants deleted may be an account; else it is of an order.
    """
    return pattern("answers", "of_data").search(text_of(text).folded) is not None


def adds(text: str) -> bool:
    """
    Whether what is said comes beside what was said before: "also", «هم».
    """
    return pattern("answers", "also").search(text_of(text).folded) is not None


def says_all(text: str, wished: Collection[Operation] = ()) -> bool:
    """
    Whether an answer takes all that was put to them, and no more: "both", «هر دوتا».

    It may name the deed that they wish for, one of `wished`: "cancel both".
    """
    return answers.is_all(text_of(text), wished)


def is_denied(text: str) -> bool:
    """
    Whether a text says that something is not to be done; see `deeds.is_denied`.
    """
    return deeds.is_denied(text_of(text))


def is_half_yes(text: str, put: Operation | None, *, removes: bool) -> bool:
    """
    Whether it names the deed that was put to them without a yes; see `answers`.
    """
    return answers.is_half_yes(text_of(text), put, removes=removes)


def is_nod(text: str) -> bool:
    """
    Whether a text is no clear yes, but "ok" and the like; see `answers.is_nod`.
    """
    return answers.is_nod(text_of(text))


def begins_with_yes(text: str) -> bool:
    """
    Whether a "yes" stands first and more follows: "yes, but keep one of them".
    """
    return answers.begins_with_yes(text_of(text))


def has_limits(text: str, lang: str) -> bool:
    """
    Whether a yes in a text may be one to a part, or not for now; see `answers.limits`.
    """
    return answers.limits(text_of(text), lang)


def has_reserve(text: str, lang: str) -> bool:
    """
    Whether a yes in a text is none without more ado: "but", "if", "not yet".
    """
    return has_limits(text, lang) or answers.hangs(text_of(text), lang)


def comes_instead(text: str) -> bool:
    """
    Whether what is said comes in the place of what was put to them.
    """
    return answers.comes_instead(text_of(text))


def _items(
    text: Text, lang: str, known: Known, lexicon: Lexicon, asked: Asked | None
) -> Items:
    words = lexicon.words(text, lang)
    counts = asked is not None and asked.asking is Asking.QUANTITY
    picks = asked is not None and asked.asking is Asking.ITEMS
    is_of_line = counts or (asked is not None and asked.asking is Asking.OPTIONS)
    line = asked.line if asked and is_of_line else ""
    operation = deeds.operation_of(text)
    if operation is None and wants_another(text):
        operation = Operation.EXCHANGE_ITEMS
    finds = lexicon.finds(words)
    reader = Reader(text, words, finds, lexicon, known, operation, line, counts, picks)
    is_beside = len(reader.mentions) > 1 and (
        _has(text, "changes_beside") or changes_beside(text)
    )
    if operation is Operation.CANCEL_ORDER and is_beside:
        # "Cancel the socks, and the shoes in size 43": the shoes do not go.
        reader = replace(reader, operation=Operation.CHANGE_ITEMS)
    return reader.items()


def _has(text: Text, kind: str) -> bool:
    return pattern("quantities", kind).search(text.folded) is not None


def _is_one_back(text: Text, items: Items, asked: Asked | None) -> bool:
    """
    Whether one of several pieces of a thing is to come back: "one of them".
    """
    operation = deeds.operation_of(text) or (asked.put if asked else None)
    is_return = operation is Operation.RETURN_ITEMS and len(items.lines) <= 1
    return is_return and not items.unclear and _has(text, "one_of")


def _with_strange(
    told: tuple[Choice, ...], text: Text, words: Sequence[Word]
) -> tuple[Choice, ...]:
    """
    What becomes of a thing in whose place another is wanted that is none of its kinds.
    """
    strange = sent_instead(text, words)
    if len(told) != 1 or not strange or not told[0].said_nothing:
        return told
    return (replace(told[0], unmet=(strange,)),)


def _reason(text: Text, known: Known, asking: Asking | None) -> Reason | None:
    """
    Why they want it. That they do not want it is why only where that was asked.
    """
    found = reason(text, known)
    is_asked = bool(known.reasons) or asking in (Asking.REASON, Asking.CONFIRM)
    if found is Reason.NO_LONGER_NEEDED and not is_asked:
        return None if is_no_more_than_unwanted(text) else found
    return found


def _with_last_number(told: tuple[Choice, ...], text: Text) -> tuple[Choice, ...]:
    """
    With the number that was said last, where one is taken back: "one, no wait, four".
    """
    found = pattern("operations", "number_after_all").search(text.folded)
    last = next((each for each in found.groups() if each), "") if found else ""
    if len(told) != 1 or not told[0].quantity or not last:
        return told
    number = spelled(last)[0]
    if number.isdigit():
        return (replace(told[0], quantity=int(number)),)
    # It is asked how many.
    return (replace(told[0], quantity=None, is_counted=False, is_less=True),)


def _unknown(items: Items, text: Text) -> tuple[str, ...]:
    """
    What is not in the order, but for what was said not to be meant.
    """
    denied = " ".join(text.part(*each).folded for each in denied_in(text))
    named = (each for each in items.unknown if text_of(each).folded not in denied)
    return tuple(dict.fromkeys(named))


def _is_of_nothing(items: Items) -> bool:
    """
    Whether no thing of the order is named, nor one that is not in it.
    """
    return not (items.lines or items.dropped or items.unclear or items.unknown)


def _without_codes(text: Text, known: Known, place: Found | None) -> Text:
    spans = [(start, end) for start, end, _ in ids_in(text, known)]
    spans += [(each.start, each.end) for each in numbers(text, known)]
    if place is not None:
        spans.append((place.start, place.end))
    else:
        spans += placed(text)
    return text.without(spans)


def _as_order(text: Text, known: Known) -> str | None:
    found = pattern("orders", "as_order").search(text.folded)
    if found is None:
        return None
    own = known.order.number if known.order else ""
    behind = text.part(found.start(), len(text.folded))
    meant = meant_in(behind, known) or meant_in(text, known)
    others = [each for each in meant if each != own]
    return others[0] if len(others) == 1 else None


def _yes(text: Text, asked: Asked | None) -> bool | None:
    asking = asked.asking if asked else None
    said = answers.is_unopened(text) if asking is Asking.UNOPENED else None
    if said is not None:
        return said
    put, removes = (asked.put, asked.removes) if asked else (None, False)
    said = answers.yes_or_no(text, put, removes=removes)
    is_put = asking is Asking.CONFIRM
    begins = answers.goes_on_from_no if is_put else answers.begins_with_no
    if said is None and begins(text):
        return False
    is_put = is_put and "?" not in text.folded
    if said is None and is_put and pattern("items", "takes_back").search(text.folded):
        return False
    return said
