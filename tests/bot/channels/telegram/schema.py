"""
JSON as Telegram sends it, made of the library's own classes.

What a class is made of is read from its `__init__`: a new class or field of a later
version is generated without a word here.
"""

from __future__ import annotations

import datetime as dtm
import inspect
import re
import types
import typing
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from random import Random
from typing import Any, Literal, Union

import telegram
from telegram.warnings import PTBDeprecationWarning

from tests.bot.channels.telegram import values

DEEPEST = 3
"""Below this level an object has what it must have, and nothing else."""

Json = dict[str, Any]
Maker = Callable[[Random, int], Any]
"""Makes the value of a field; the number is how deep it stands."""

_KEYS = {"from_user": "from"}
_NO_FIELDS = ("return", "api_kwargs")
_ODD_VARIANT = 0.02


class _Anything(tuple[()]):
    """
    Taken by the library's classes, which hardly look at what they are given.
    """

    def __getattr__(self, name: str) -> _Anything:
        return self

    def __call__(self) -> _Anything:
        return self

    def __int__(self) -> int:
        return 0


@dataclass(frozen=True)
class Field:
    """
    A field of an object, by its name in Python and in JSON.
    """

    name: str
    key: str
    make: Maker
    is_required: bool


@dataclass(frozen=True)
class Variant:
    """
    One way that an object of a class can look: fields, and what tells it from others.
    """

    required: tuple[Field, ...]
    optional: tuple[Field, ...]
    fixed: tuple[tuple[str, Any], ...] = ()


def fields(kind: type) -> dict[str, Any]:
    """
    Give the type hints of what an object of a class is made of, by their names.
    """
    made = kind.__init__  # type: ignore[misc]
    if not hasattr(made, "__globals__"):
        return {}
    hints = typing.get_type_hints(made, {**vars(telegram), **made.__globals__})
    return {
        name: hint
        for name, hint in hints.items()
        if name not in ("return", "api_kwargs")
    }


def made(kind: type, rng: Random, depth: int = 0) -> Json:
    """
    Make one object of a class, with some of its optional fields.
    """
    options, odd = variants(kind)
    if odd is not None and rng.random() < _ODD_VARIANT:
        chosen = odd
    else:
        chosen = options[0] if len(options) == 1 else rng.choice(options)
    made = {field.key: field.make(rng, depth + 1) for field in chosen.required}
    for field in _some(chosen.optional, rng, depth):
        made[field.key] = field.make(rng, depth + 1)
    made.update(chosen.fixed)
    refine = values.REFINED.get(kind)
    if refine is not None:
        refine(made, rng)
    return made


def _some(optional: Sequence[Field], rng: Random, depth: int) -> Sequence[Field]:
    if not optional or depth >= DEEPEST:
        return ()
    count = min(len(optional), int(rng.random() * rng.random() * 7))
    return rng.sample(optional, count) if count else ()


@cache
def variants(kind: type) -> tuple[tuple[Variant, ...], Variant | None]:
    """
    Give the ways that objects of a class can look, and one of a kind not known yet.
    """
    below = [
        each
        for each in kind.__subclasses__()
        if vars(telegram).get(each.__name__) is each
    ]
    if not below:
        return (_variant(kind, ()),), None
    # A field of the class says which of those below it is, and is theirs no more.
    of_all = set.intersection(*(set(fields(each)) for each in below))
    name = next(name for name in _required(kind) if name not in of_all)
    known = tuple(
        _variant(each, () if name in fields(each) else ((name, _told_by(each, name)),))
        for each in below
    )
    is_open = not any(name in fields(each) for each in below)
    return known, _variant(kind, ((name, "of_later"),)) if is_open else None


@cache
def _required(kind: type) -> tuple[str, ...]:
    """
    Name the fields without which no object of a class can be made.
    """
    hints = fields(kind)
    parameters = inspect.signature(kind).parameters
    needed = [
        name for name in hints if parameters[name].default is inspect.Parameter.empty
    ]
    # What was added late is optional in the signature, and yet asked for.
    while more := _missing(kind, needed):
        needed.append(more)
    return tuple(needed)


def _missing(kind: type, given: Sequence[str]) -> str | None:
    try:
        _empty(kind, given)
    except TypeError as error:
        found = re.search(r"`(\w+)` is (?:a )?required", str(error))
        if found is None or found.group(1) in given:
            raise
        return found.group(1)
    return None


def _is_former(kind: type, needed: Sequence[str], name: str) -> bool:
    """
    Tell whether a field is one that the library itself gives up.
    """
    try:
        _empty(kind, (*needed, name))
    except PTBDeprecationWarning:
        return True
    return False


def _empty(kind: type, given: Sequence[str]) -> Any:
    """
    Give an object with anything in these fields, which still knows what it is.
    """
    with warnings.catch_warnings():
        # What it says of the types of attributes is for those who read them.
        warnings.simplefilter("ignore", PTBDeprecationWarning)
        warnings.filterwarnings("error", ".*The parameter", PTBDeprecationWarning)
        return kind(**dict.fromkeys(given, _Anything()))


def _told_by(kind: type, name: str) -> Any:
    """
    Give the value of the field by which objects of this class are told from others.
    """
    return _plain(getattr(_empty(kind, _required(kind)), name))


def _plain(value: Any) -> Any:
    if isinstance(value, dtm.datetime):
        return int(value.timestamp())
    return value.value if isinstance(value, Enum) else value


@cache
def _variant(kind: type, fixed: tuple[tuple[str, Any], ...]) -> Variant:
    needed = _required(kind)
    known = [
        Field(name, _KEYS.get(name, name), maker(hint, name), name in needed)
        for name, hint in fields(kind).items()
        if name not in dict(fixed)
    ]
    return Variant(
        tuple(each for each in known if each.is_required),
        tuple(
            each
            for each in known
            if not each.is_required and not _is_former(kind, needed, each.name)
        ),
        fixed,
    )


def makers(kind: type) -> dict[str, Maker]:
    """
    Give what makes the value of each field of a class.
    """
    return {name: maker(hint, name) for name, hint in fields(kind).items()}


def maker(hint: Any, name: str) -> Maker:
    """
    Give what makes values of a type hint, for a field of this name.
    """
    # Names in quotes within a sequence are left as they are by `get_type_hints`.
    hint = getattr(telegram, hint) if isinstance(hint, str) else hint
    origin, within = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        return maker(_first(within), name)
    if origin is Literal:
        return lambda rng, _: rng.choice(within)
    if origin is not None and issubclass(origin, Sequence):
        each = maker(within[0], name)
        return lambda rng, depth: [
            each(rng, depth) for _ in range(1 + int(rng.random() * 2))
        ]
    if isinstance(hint, type):
        if issubclass(hint, telegram.TelegramObject):
            return lambda rng, depth: made(hint, rng, depth)
        if issubclass(hint, Enum):
            known = [_plain(each) for each in hint]
            return lambda rng, _: rng.choice(known)
    leaf = values.leaf(hint, name)
    return lambda rng, _: leaf(rng)


_PLAIN = (str, bool, int, float, dtm.datetime, dtm.timedelta)


def _first(hints: Sequence[Any]) -> Any:
    """
    Give that of several types which stands in JSON.
    """
    if dtm.timedelta in hints:
        return dtm.timedelta
    for hint in hints:
        if hint in _PLAIN or typing.get_origin(hint) in (Literal, *_SEQUENCES):
            return hint
        if isinstance(hint, type) and issubclass(hint, telegram.TelegramObject):
            return hint
    raise TypeError(f"nothing of {hints} is JSON")


_SEQUENCES = (Sequence, list, tuple)
