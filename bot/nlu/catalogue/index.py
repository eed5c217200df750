"""
The shop's names as an immutable index: built once from the entries, then only read.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.nlu.catalogue import base
from bot.nlu.catalogue.lexicon import Lexicon, NameReader, common_words
from bot.nlu.text import normalize
from crm_connector.model import CatalogueEntry, CatalogueKind

PRODUCT, CATEGORY, NOUN = "product", "category", "noun"
BRAND, COLOR, SIZE, CITY, BRANCH = "brand", "color", "size", "city", "branch"

_MOST_JOINED = 3
# What stands in quotes or brackets is a title or an amount, and no noun of the shop's.
_ASIDE = re.compile(r"[«“\"(\[][^»”\")\]]*[»”\")\]]?")
_LATIN_BREAK = re.compile(r"\b(?:for|with|of|in|from|by)\b.*|,.*")
_LEAST_LATIN_HEADS = 2
_SHORTEST_HEAD = 3
# Letters and digits, as a54, but no measure, as 128gb.
_CODE = re.compile(
    r"(?=.*[0-9])(?=.*[^\W\d_])"
    r"(?![0-9]+(?:[gtmk]b|m?m|[ck]m|m?l|k?g|k?w|mah|mp|hz|in|inch|pcs|k|x|v)$).{3,}"
)
_GENERAL = "accessories, لوازم جانبی, جانبی, ملحقاتها, ملحقات, care, بهداشت"


@dataclass(frozen=True)
class Thing:
    """
    What a name stands for; `careful` if the name alone does not show it.
    """

    kind: str
    id: str
    name: str
    careful: bool = False
    brand: str | None = None


class Node:
    """
    A step in the tree of names: the things whose name ends here, and the next words.
    """

    __slots__ = ("following", "things")

    def __init__(self) -> None:
        self.following: dict[str, Node] = {}
        self.things: list[Thing] = []


class Catalogue:
    """
    What the shop calls its things, and what every shop calls colours, sizes and cities.
    """

    def __init__(self, entries: Iterable[CatalogueEntry] = ()) -> None:
        self._reader = NameReader()
        self.names = Node()
        self._name_words: set[str] = set()
        self._spoken: set[str] = set()
        self.products: list[Thing] = []
        self.product_entries: list[CatalogueEntry] = []
        self.place_of: dict[str, int] = {}
        """Where each product stands in these lists."""
        self.product_names: list[tuple[tuple[str, ...], ...]] = []
        self.sizes: dict[str, Thing] = {}
        """Sizes as they are typed, for compared XXL is XL."""
        self._written: list[tuple[str, ...]] = []
        self.brand_words: set[str] = set()
        self.models: set[str] = set()
        self.nouns: set[str] = set()
        self.pairs: set[tuple[str, str]] = set()
        """Common words and numbers with what they stand behind: «آریا ۵»."""
        self._common = common_words()
        self._vague = base.words_for("vague")
        self._model_words = base.words_for("model_words")
        entries = tuple(entries)
        for entry in entries:
            if entry.kind is not CatalogueKind.PRODUCT:
                self._add_names(entry)
        self._add_base(entries)
        heads: Counter[str] = Counter()
        for entry in entries:
            if entry.kind is CatalogueKind.PRODUCT:
                self._add_product(entry, heads)
        self.heads = frozenset(
            word
            for word, count in heads.items()
            if count >= (_LEAST_LATIN_HEADS if word.isascii() else 1)
        )
        self.postings = self._post()
        self.codes = frozenset(filter(_CODE.fullmatch, self.postings))
        self.models |= self.codes
        self.lexicon = Lexicon(
            {*self._name_words, *self.postings},
            {*self._name_words, *self.heads},
            self._spoken,
            {
                self._reader.read(name)[0]
                for city, _ in base.cities()
                for name in city.names
            },
            self._reader,
            lambda word: len(self.postings.get(word, ())),
        )

    def _add(self, name: str, thing: Thing) -> None:
        found = self._reader.read(name)
        if not found:
            return
        self._insert(found, thing)
        if 1 < len(found) <= _MOST_JOINED:
            whole = normalize("".join(found))
            if whole not in common_words():
                self._insert((whole,), thing)

    def _add_size(self, name: str, thing: Thing) -> None:
        self._add(name, thing)
        self.sizes[name.casefold()] = thing

    def _insert(self, name: Sequence[str], thing: Thing) -> None:
        node = self.names
        for word in name:
            self._name_words.add(word)
            node = node.following.setdefault(word, Node())
        if thing not in node.things:
            node.things.append(thing)

    def _add_names(self, entry: CatalogueEntry) -> None:
        every = (*entry.names.values(), *entry.aliases)
        for name in (entry.names.get("fa", ""), *entry.aliases):
            self._spoken.update(self._reader.read(name))
        thing = Thing(entry.kind.value, entry.id, every[0])
        for name in every:
            if entry.kind is CatalogueKind.NOUN:
                self._add(name, Thing(NOUN, entry.id, name))
                self.nouns.update(self._reader.read(name))
            elif entry.kind is CatalogueKind.BRANCH:
                self._add_branch(name, thing)
            elif entry.kind is CatalogueKind.SIZE:
                # A number or a letter is a size only where sizes are spoken of.
                careful = name.isdecimal() or len(name) < 2
                self._add_size(name, Thing(SIZE, entry.id, every[0], careful))
            else:
                self._add(name, thing)
            if entry.kind is CatalogueKind.BRAND:
                self.brand_words.update(self._reader.read(name))
            if entry.kind is CatalogueKind.CATEGORY:
                self._add_halves(name, thing)

    def _add_halves(self, name: str, thing: Thing) -> None:
        """
        «قهوه و چای» is spoken of as either, but nobody means it by "accessories".
        """
        general = set(map(normalize, base.listed(_GENERAL)))
        for half in re.split(r" و | & | and ", name):
            vague = normalize(half) in general or normalize(half) in self._common
            if half != name and not vague:
                self._add(half, thing)

    def _add_branch(self, name: str, thing: Thing) -> None:
        """
        A branch is found by its own name beside the word for branches.
        """
        own = [
            word
            for word in self._reader.read(name)
            if word not in base.words_for("branch_words")
        ]
        if own:
            self._insert(own, Thing(BRANCH, thing.id, thing.name, careful=True))

    def _add_base(self, entries: Sequence[CatalogueEntry]) -> None:
        shops = {
            normalize(name): Thing(
                COLOR, entry.id, next(iter(entry.names.values()), name)
            )
            for entry in entries
            if entry.kind is CatalogueKind.COLOR
            for name in (*entry.names.values(), *entry.aliases)
        }
        for colour in base.colours():
            usual = Thing(COLOR, colour.id, colour.name)
            known = [
                shops[normalize(name)]
                for name in colour.names
                if normalize(name) in shops
            ]
            for name in colour.names:
                self._add(name, known[0] if known else usual)
        for size, sure in base.sizes():
            shop = self.sizes.get(size.id.casefold())
            id_, shown = (shop.id, shop.name) if shop else (size.id, size.name)
            for name in size.names:
                self._add_size(name, Thing(SIZE, id_, shown, careful=not sure))
        for city, careful in base.cities():
            thing = Thing(CITY, city.id, city.name, careful)
            for name in city.names:
                self._add(name, thing)
        self._add_cities_of_branches(entries)

    def _add_cities_of_branches(self, entries: Sequence[CatalogueEntry]) -> None:
        for entry in entries:
            names = [name for name in entry.cities.values() if name.strip()]
            ends = [self._node(self._reader.read(name)) for name in names]
            if any(t.kind == CITY for node in ends if node for t in node.things):
                continue
            for name in names:
                slug = (entry.cities.get("en") or names[0]).casefold().replace(" ", "-")
                self._add(name, Thing(CITY, slug, names[0]))

    def _node(self, name: Sequence[str]) -> Node | None:
        node: Node | None = self.names
        for word in name:
            node = node.following.get(word) if node else None
        return node

    def _add_product(self, entry: CatalogueEntry, heads: Counter[str]) -> None:
        every = tuple(dict.fromkeys((*entry.names.values(), *entry.aliases)))
        read = tuple(map(self._reader.read, every))
        persian = entry.names.get("fa")
        for name, found in zip(every, read, strict=True):
            if name == persian:
                self._spoken.update(found)
            head = self._head(name, found)
            if head is not None:
                heads[head] += 1
            for before, word in pairwise(found):
                if before in self._model_words and not word.isdecimal():
                    self.models.add(word)
                if word in self._common or word.isdecimal():
                    self.pairs.add((before, word))
        self.place_of.setdefault(entry.id, len(self.products))
        self.product_entries.append(entry)
        self.products.append(Thing(PRODUCT, entry.id, every[0], brand=entry.brand))
        self.product_names.append(read)
        self._written.append(every)

    def _head(self, name: str, found: Sequence[str]) -> str | None:
        """
        The noun of a name: its first word, and in English its last.
        """
        if not found:
            return None
        latin = found[-1].isascii() and found[0].isascii()
        plain = _ASIDE.sub(" ", name)
        plain = _LATIN_BREAK.sub("", plain) if latin else plain
        own = found if plain == name else self._reader.read(plain)
        for word in reversed(own) if latin else own:
            if word in self.brand_words:
                continue
            vague = word in self._vague or word in self._common
            usable = word.isalpha() and len(word) >= _SHORTEST_HEAD and not vague
            return word if usable else None
        return None

    def _post(self) -> dict[str, frozenset[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for at, names in enumerate(self.product_names):
            for name in names:
                for word in name:
                    found[word].add(at)
        return {word: frozenset(places) for word, places in found.items()}

    def written(self, product: int, said: Collection[str]) -> str:
        """
        Words of a product's name as the shop writes them: "running shoes".
        """
        names = zip(self._written[product], self.product_names[product], strict=True)
        name = max(names, key=lambda each: len(set(each[1]).intersection(said)))[0]
        parts = (part.strip("«»“”\"'()[].,،;؛:") for part in name.split())
        return " ".join(
            part for part in parts if not set(said).isdisjoint(self._reader.read(part))
        )

    def things(
        self, words: Sequence[tuple[str, ...]], start: int
    ) -> Iterator[tuple[int, Thing]]:
        """
        The things whose names begin at a word, each with the place after its name.
        """
        open_: list[tuple[int, Node]] = [(start, self.names)]
        while open_:
            at, node = open_.pop()
            for thing in node.things:
                yield at, thing
            if at < len(words):
                for word in words[at]:
                    following = node.following.get(word)
                    if following is not None:
                        open_.append((at + 1, following))
