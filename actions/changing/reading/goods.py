"""
A product of an order as it can be chosen: its options, in all languages at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from crm_connector.choices import Variant
from crm_connector.model import Order, OrderLine

Options = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Axis:
    """
    One option, by all its names; `values` are its values by all their names.

    The key of a value is how the first language calls it.
    """

    key: str
    names: tuple[str, ...]
    values: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Goods:
    """
    A product, the lines of an order that are of it, and all that it comes in.
    """

    product_id: str
    lines: tuple[OrderLine, ...]
    variants: tuple[Variant, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """
        What it is called in all languages.
        """
        return tuple(dict.fromkeys(n for of in self.lines for n in of.names.values()))

    @property
    def categories(self) -> tuple[str, ...]:
        """
        What its kind is called in all languages.
        """
        found = (n for each in self.lines for n in each.categories.values())
        return tuple(dict.fromkeys(found))

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """
        Its options.
        """
        every, base = self._every, self._base
        if base is None:
            return ()
        keys = list(dict.fromkeys(k for o in every for k in o.get(base, {})))
        return tuple(self._axis(base, key, place) for place, key in enumerate(keys))

    def options(self, of: OrderLine | Variant) -> dict[str, str]:
        """
        The value of each option, by the keys of both.
        """
        base = self._base
        found = dict(of.options.get(base, {})) if base else {}
        if not found and isinstance(of, OrderLine):
            same = next((v for v in self.variants if v.id == of.variant_id), None)
            return self.options(same) if same else {}
        return found

    @cached_property
    def _base(self) -> str | None:
        return _first_language(self._every)

    @cached_property
    def _every(self) -> tuple[Options, ...]:
        found = [each.options for each in self.variants]
        found += [each.options for each in self.lines]
        return tuple(each for each in found if each)

    def _axis(self, base: str, key: str, place: int) -> Axis:
        names = [key]
        texts: dict[str, list[str]] = defaultdict(list)
        for value in dict.fromkeys(
            o[base][key] for o in self._every if _has(o, base, key)
        ):
            texts[value].append(value)
        others = sorted({lang for o in self._every for lang in o} - {base})
        for lang in others:
            name = self._same_axis(base, key, place, lang)
            if name is None:
                continue
            names.append(name)
            for options in self._every:
                if _has(options, base, key) and _has(options, lang, name):
                    texts[options[base][key]].append(options[lang][name])
        values = tuple((v, tuple(dict.fromkeys(t))) for v, t in texts.items())
        return Axis(key, tuple(dict.fromkeys(names)), values)

    def _same_axis(self, base: str, key: str, place: int, lang: str) -> str | None:
        """
        What another language calls an option: what goes with it through all variants.
        """
        names = dict.fromkeys(n for o in self._every for n in o.get(lang, {}))
        fits = [n for n in names if self._goes_with(base, key, lang, n)]
        if len(fits) == 1:
            return fits[0]
        if key in fits:
            return key
        in_order = list(names)
        at_place = in_order[place] if place < len(in_order) else None
        return at_place if at_place in fits else next(iter(fits), None)

    def _goes_with(self, base: str, key: str, lang: str, name: str) -> bool:
        there: dict[str, set[str]] = defaultdict(set)
        back: dict[str, set[str]] = defaultdict(set)
        for options in self._every:
            if _has(options, base, key) and _has(options, lang, name):
                there[options[base][key]].add(options[lang][name])
                back[options[lang][name]].add(options[base][key])
        one = all(len(each) == 1 for each in (*there.values(), *back.values()))
        return bool(there) and one


def goods_of(
    order: Order | None, variants: Mapping[str, Sequence[Variant]]
) -> tuple[Goods, ...]:
    """
    The products of an order, each once, in a settled order.
    """
    lines: dict[str, list[OrderLine]] = defaultdict(list)
    for line in order.lines if order else ():
        lines[line.product_id].append(line)
    return tuple(
        Goods(
            id_,
            tuple(sorted(lines[id_], key=lambda each: (len(each.id), each.id))),
            tuple(sorted(variants.get(id_, ()), key=lambda each: each.id)),
        )
        for id_ in sorted(lines)
    )


def _first_language(every: Iterable[Options]) -> str | None:
    """
    The language in which most options have names.
    """
    counts: dict[str, int] = defaultdict(int)
    for options in every:
        for lang, named in options.items():
            counts[lang] += len(named)
    return min(counts, key=lambda lang: (-counts[lang], lang), default=None)


def _has(options: Options, lang: str, name: str) -> bool:
    return name in options.get(lang, {})
