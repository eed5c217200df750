"""
Whether an expression reads what it repeats in two ways, found without reading any text.

`(?:a|b|ab)*` reads "abab" in four ways, and tries them all before it says no. Each sign
that an expression can take is a place here, and which place may follow which is known
(Glushkov's automaton). Two ways of reading one text that begin and end at one place,
and part in between, can be gone as often as the text goes on: 2 to that power. What
looks ahead is taken to hold always, so a finding may be one that it forbids.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any, NamedTuple, TypeVar

N = TypeVar("N", bound=Hashable)
Pair = tuple[int, int]

# The parser of expressions has another name from 3.11 on.
_PARSER: Any = getattr(re, "_parser", None) or import_module("sre_parse")
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")
_SIGNS = ("LITERAL", "NOT_LITERAL", "ANY", "IN")
_ENDS = ("AT_END", "AT_END_STRING")
# Of what no expression names: a letter, a digit, a space, and what is none of these.
_OTHERS = frozenset("\u01c67 \x01")
_SHOWN = 14
_CLOSED = 2**62


class Part(NamedTuple):
    """
    Where a part of an expression begins and ends, and whether it may take nothing.
    """

    empty: bool
    first: list[int]
    last: list[int]


def read_twice(expression: str) -> str | None:
    """
    Around which two signs an expression reads a text in two ways; None where in one.
    """
    places = _Places(expression)
    for loop in _circles(range(len(places.taken)), lambda at: places.follow[at]):
        inside = {
            each: Counter(
                {at: n for at, n in places.follow[each].items() if at in loop}
            )
            for each in loop
        }
        for each, after in inside.items():
            for at, ways in after.items():
                if ways > 1:
                    return f"{places.around(each)} / {places.around(at)}"
        parted = _parted(places, loop, inside)
        if parted is not None:
            return " / ".join(map(places.around, parted))
    return None


def _parted(
    places: _Places, loop: set[int], inside: dict[int, dict[int, int]]
) -> Pair | None:
    """
    Two places that one text leads to from one place, and back to one.
    """

    def after(pair: Pair) -> Iterator[Pair]:
        for one in inside[pair[0]]:
            for other in inside[pair[1]]:
                if places.taken[one] & places.taken[other]:
                    yield (min(one, other), max(one, other))

    if len(loop) == 1:
        return None
    for circle in _circles([(each, each) for each in loop], after):
        apart = [pair for pair in circle if pair[0] != pair[1]]
        if apart and len(apart) < len(circle):
            return min(apart)
    return None


class _Places:
    """
    The places of an expression: which signs each takes, and how often which follows.
    """

    def __init__(self, expression: str) -> None:
        self._nodes: list[tuple[str, Any]] = []
        self.follow: defaultdict[int, Counter[int]] = defaultdict(Counter)
        self._row(_PARSER.parse(expression))
        signs = _OTHERS | {chr(each) for each in _named(self._nodes)}
        taken = {
            str(node): frozenset(sign for sign in signs if _takes(*node, sign))
            for node in {str(each): each for each in self._nodes}.values()
        }
        self.taken = [taken[str(node)] for node in self._nodes]

    def around(self, place: int) -> str:
        """
        A place with those beside it, to be found by.
        """
        signs = [
            chr(value) if kind == "LITERAL" else "." for kind, value in self._nodes
        ]
        return "".join(signs[max(0, place - _SHOWN) : place + 1])

    def _row(self, row: Sequence[Any]) -> Part:
        return self._joined([self._part(str(kind), value) for kind, value in row])

    def _joined(self, parts: Iterable[Part]) -> Part:
        empty, first, last = True, list[int](), list[int]()
        for part in parts:
            self._link(last, part.first)
            first += part.first if empty else []
            last = (last if part.empty else []) + part.last
            empty = empty and part.empty
        return Part(empty, first, last)

    def _link(self, last: Iterable[int], first: Sequence[int]) -> None:
        for each in last:
            self.follow[each].update(first)

    def _part(self, kind: str, value: Any) -> Part:
        if kind in _SIGNS or (kind == "AT" and str(value) in _ENDS):
            self._nodes.append((kind, value))
            place = len(self._nodes) - 1
            return Part(False, [place], [place])
        if kind == "SUBPATTERN":
            return self._row(value[-1])
        if kind == "BRANCH":
            parts = [self._row(each) for each in value[1]]
            return Part(
                any(each.empty for each in parts),
                [at for each in parts for at in each.first],
                [at for each in parts for at in each.last],
            )
        if kind in _REPEATS:
            least, most, inner = value
            return self._repeated(least, most, inner)
        if kind in ("AT", "ASSERT", "ASSERT_NOT"):
            return Part(True, [], [])
        raise NotImplementedError(kind)

    def _repeated(self, least: int, most: Any, inner: Sequence[Any]) -> Part:
        if str(most) == "MAXREPEAT":
            parts = [self._row(inner) for _ in range(max(1, least))]
            self._link(parts[-1].last, parts[-1].first)
            if not least:
                parts[-1] = parts[-1]._replace(empty=True)
            return self._joined(parts)
        empty, first, last, before = not least, list[int](), list[int](), list[int]()
        for times in range(1, most + 1):
            part = self._row(inner)
            self._link(before, part.first)
            before = part.last
            if times == 1:
                empty, first = empty or part.empty, part.first
            if times >= least:
                last = last + part.last
        return Part(empty, first, last)


def _named(nodes: Iterable[tuple[str, Any]]) -> Iterator[int]:
    """
    The signs that stand in an expression themselves.
    """
    for kind, value in nodes:
        if kind in ("LITERAL", "NOT_LITERAL"):
            yield value
        for what, which in value if kind == "IN" else ():
            if str(what) == "LITERAL":
                yield which
            elif str(what) == "RANGE":
                yield from which


def _takes(kind: str, value: Any, sign: str) -> bool:
    if kind == "LITERAL":
        return ord(sign) == int(value)
    if kind == "NOT_LITERAL":
        return ord(sign) != int(value)
    if kind == "IN":
        return _is_in(value, sign)
    # Nothing comes behind the end.
    return kind == "ANY"


def _is_in(listed: Sequence[Any], sign: str) -> bool:
    is_other = any(str(what) == "NEGATE" for what, _ in listed)
    return is_other != any(_is_one(str(what), which, sign) for what, which in listed)


def _is_one(what: str, which: Any, sign: str) -> bool:
    if what == "LITERAL":
        return ord(sign) == int(which)
    if what == "RANGE":
        least, most = which
        return bool(least <= ord(sign) <= most)
    if what == "CATEGORY":
        name = str(which).removeprefix("CATEGORY_")
        letter = {"WORD": "w", "DIGIT": "d", "SPACE": "s"}[name.removeprefix("NOT_")]
        found = re.match(rf"\{letter}", sign) is not None
        return found != name.startswith("NOT_")
    return False


def _circles(nodes: Iterable[N], after: Callable[[N], Iterable[N]]) -> list[set[N]]:
    """
    What can be left and come back to: the strongly connected parts (Tarjan's).
    """
    found: list[set[N]] = []
    lowest: dict[N, int] = {}
    numbers: dict[N, int] = {}
    stack: list[N] = []
    for root in nodes:
        work = [] if root in numbers else [(root, iter(after(root)))]
        while work:
            node, rest = work[-1]
            if node not in numbers:
                numbers[node] = lowest[node] = len(numbers)
                stack.append(node)
            for each in rest:
                if each not in numbers:
                    work.append((each, iter(after(each))))
                    break
                # Those of circles that are closed have none below any more.
                lowest[node] = min(lowest[node], lowest[each])
            else:
                work.pop()
                if work:
                    above = work[-1][0]
                    lowest[above] = min(lowest[above], lowest[node])
                if lowest[node] == numbers[node]:
                    begin = stack.index(node)
                    found.append(set(stack[begin:]))
                    lowest |= dict.fromkeys(stack[begin:], _CLOSED)
                    del stack[begin:]
    return found
