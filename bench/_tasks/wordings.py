"""
How a customer says a wish: the same thing in many ways, chosen by a seeded chance.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence

from bench._tasks.regular import Item, Verb, Wish

# What tells by itself: "a red one", but "dial color red", "waterproof yes", "size 9".
_PLAIN = frozenset(
    {"color", "material", "type", "style", "capacity", "storage", "size"}
)
_BARE = frozenset({"yes", "no", "none"})

_CANCEL = (
    "Please cancel order {order}{because}.",
    "I'd like to cancel my order {order}{because}.",
    "Can you cancel {order} for me{because}?",
    "I want order {order} cancelled{because}.",
)
_RETURN = (
    "I'd like to return {items} from order {order}{to}.",
    "Please take back {items} of my order {order}{to}.",
    "I want to send back {items}, order {order}{to}.",
    "Return {items} of order {order} for me, please{to}.",
)
_MODIFY = (
    "In my order {order} I'd like to change {swaps}{by}.",
    "Please modify order {order}: {swaps}{by}.",
    "Can you change something in order {order}? I want {swaps}{by}.",
    "I need another choice in order {order}, please: {swaps}{by}.",
)
_EXCHANGE = (
    "I'd like to exchange {swaps} from order {order}{by}.",
    "For order {order}, please exchange {swaps}{by}.",
    "I received order {order} and want to exchange {swaps}{by}.",
    "Can you exchange {swaps} of my order {order}{by}?",
)
_ADDRESS = (
    "Please send order {order} to {place}.",
    "I need to change the shipping address of order {order} to {place}.",
    "Can order {order} go to {place}?",
    "The address of my order {order} should be {place}.",
)
_REASONS: Mapping[str, Sequence[str]] = {
    "no longer needed": (
        " because I no longer need it",
        ", I don't need it any more",
        " (no longer needed)",
    ),
    "ordered by mistake": (
        " because I ordered it by mistake",
        ", it was ordered by mistake",
        " (ordered by mistake)",
    ),
}
_BY = (" and use {method} for the difference", ", via {method}", ". Use {method}")
_TO = (", refund to {method}", ", and the money should go to {method}", " via {method}")
_KINDS = {"credit_card": "credit card", "gift_card": "gift card", "paypal": "PayPal"}
_FULL = (
    *(("I'm", "I am"), ("I'd", "I would"), ("I've", "I have")),
    *(("can't", "cannot"), ("won't", "will not"), ("n't ", " not ")),
)
HELLO = ("Hi, ", "Hello! ", "Good morning. ", "")
AND = (" Also: ", " And another thing. ", " ", "\n")
YES = ("Yes, please.", "Yes", "yes, go ahead", "Yes, that's right.")
NO_MORE = ("No, that's all, thank you.", "No thanks.", "That was all. Thank you!")


def said(wish: Wish, chance: random.Random, *, fully: bool = False) -> str:
    """
    The wish in one or two sentences.

    Reason, method and the rest of an address are now and then left for the bot to ask,
    unless it is to be said `fully`.
    """
    leaves = not fully and chance.random() < 1 / 3
    order = wish.order
    if wish.verb is Verb.CANCEL:
        because = "" if leaves else reason(wish, chance)
        return chance.choice(_CANCEL).format(order=order, because=because)
    if wish.verb is Verb.ADDRESS:
        return chance.choice(_ADDRESS).format(
            order=order, place=_place(wish, chance, fully=fully)
        )
    way = (
        ""
        if leaves or not wish.method
        else chance.choice(_TO if wish.verb is Verb.RETURN else _BY).format(
            method=method(wish.method, chance)
        )
    )
    if wish.verb is Verb.RETURN:
        things = joined(_thing(each, chance) for each in wish.items)
        return chance.choice(_RETURN).format(order=order, items=things, to=way)
    forms = _MODIFY if wish.verb is Verb.MODIFY else _EXCHANGE
    swaps = joined(_swap(each, chance) for each in wish.items)
    return chance.choice(forms).format(order=order, swaps=swaps, by=way)


def typed(sentences: Sequence[str], chance: random.Random) -> str:
    """
    Sentences as somebody types them: with care, in full words, in lines, in a hurry.
    """
    way = chance.choice(("with care", "in full", "in lines", "in a hurry"))
    if way == "in lines":
        return "\n".join(sentences)
    text = " ".join(sentences)
    if way == "in full":
        for short, full in _FULL:
            text = text.replace(short, full)
    if way == "in a hurry":
        # Numbers and names of things with digits are copied, all else is typed.
        words = (w if any(map(str.isdigit, w)) else w.lower() for w in text.split(" "))
        return " ".join(words).rstrip(".")
    return text


def reason(wish: Wish, chance: random.Random) -> str:
    """
    Why, as it goes on in a sentence.
    """
    known = _REASONS.get(wish.reason)
    return chance.choice(known) if known else f" because {wish.reason}"


def method(id_: str, chance: random.Random) -> str:
    """
    A way to pay by its id, with or without what it is.
    """
    kind = _KINDS.get(id_.rpartition("_")[0])
    return f"my {kind} ({id_})" if kind and chance.random() < 1 / 2 else id_


def address(wish: Wish) -> str:
    """
    The whole address in one line.
    """
    place = wish.address
    street = ", ".join(place[each] for each in ("address1", "address2") if place[each])
    city = f"{place['city']}, {place['state']} {place['zip']}"
    return f"{street}, {city}, {place['country']}"


def thing(item: Item) -> str:
    """
    A thing with all that tells it from others of its kind.
    """
    name = item.name.lower()
    return f"the {name} ({_named(item.options)})" if item.options else f"the {name}"


def wanted(item: Item, chance: random.Random) -> str:
    """
    What the other one should be like.
    """
    if not item.wanted:
        return "exactly the same one"
    pairs = list(item.wanted.items())
    chance.shuffle(pairs)
    if chance.random() < 1 / 2:
        return f"one with {_named(dict(pairs))}"
    return f"one that is {joined(_bare(*pair) for pair in pairs)}"


def joined(parts: Iterable[str]) -> str:
    """
    A list as it is said.
    """
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def _thing(item: Item, chance: random.Random) -> str:
    """
    A thing, with all that tells it from others or by its name alone.
    """
    if item.options and chance.random() < 2 / 3:
        return thing(item)
    return f"the {item.name.lower()}"


def _swap(item: Item, chance: random.Random) -> str:
    return f"{_thing(item, chance)} for {wanted(item, chance)}"


def _named(options: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in options.items())


def _bare(name: str, value: str) -> str:
    is_telling = name in _PLAIN and value not in _BARE and not value.isdigit()
    return value if is_telling else f"{name} {value}"


def _place(wish: Wish, chance: random.Random, *, fully: bool) -> str:
    if wish.like and not fully and chance.random() < 1 / 2:
        return f"the same address as order {wish.like}"
    return address(wish)
