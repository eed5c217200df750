"""
Which lines of the order a text speaks of, and what each should become.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from actions.changing.reading.another import wants_another
from actions.changing.reading.clauses import Clause, Finds, clauses, in_one_sentence
from actions.changing.reading.counting import (
    amount_of,
    is_all_wanted,
    is_told,
    stays,
    tells_value,
)
from actions.changing.reading.fitting import Wanted
from actions.changing.reading.goods import Goods
from actions.changing.reading.implied import has_axis_named, implied
from actions.changing.reading.known import Known
from actions.changing.reading.lexicon import Lexicon
from actions.changing.reading.lines import Items
from actions.changing.reading.options import WEAK, Named
from actions.changing.reading.phrases import pattern
from actions.changing.reading.same import is_number_of, one_of_equals
from actions.changing.reading.strangers import names_part, parted, strangers
from actions.changing.reading.text import Text
from actions.changing.reading.things import Mention
from actions.changing.reading.wanting import Side, note
from actions.changing.reading.words import Word, stock
from crm_connector.model import OrderLine
from crm_connector.operations import Operation

Meant = list[tuple[Goods, OrderLine]]
"""Lines that may be meant, with what they are of."""
_SEVERAL = 2
_LEAVING = (Operation.RETURN_ITEMS, Operation.CANCEL_ORDER)
_CHANGING = (Operation.CHANGE_ITEMS, Operation.EXCHANGE_ITEMS)
_BEFORE, _BEHIND = 5, 40


@dataclass(frozen=True)
class Reader:
    """
    A text, what was found in it, and for what it is read.

    Of things that are to go (a return, a cancellation) whatever is said says which they
    are. `asked` is the line whose options were asked for, or
    with `counts` its quantity. With `picks` it was asked which of them are meant.
    """

    text: Text
    words: tuple[Word, ...]
    finds: Finds
    lexicon: Lexicon
    known: Known
    operation: Operation | None = None
    asked: str = ""
    counts: bool = False
    picks: bool = False

    @property
    def is_leaving(self) -> bool:
        """
        Whether nothing is wanted in place of what is named.
        """
        return self.operation in _LEAVING and not self.asked

    @property
    def is_of_items(self) -> bool:
        """
        Whether something is wanted in place of what is named.
        """
        return bool(self.asked) or self.operation in _CHANGING

    @cached_property
    def wants_another(self) -> bool:
        """
        Whether another size or kind is wanted of what does not fit.
        """
        return not self.is_leaving and wants_another(self.text)

    @cached_property
    def mentions(self) -> list[Mention]:
        """
        The things of the order that are named.
        """
        return self.lexicon.things.mentions(self.words, self.finds.sure)

    @property
    def _is_all(self) -> bool:
        return pattern("items", "all").search(self.text.folded) is not None

    def items(self) -> Items:
        """
        All that is said of lines.
        """
        items = Items()
        mentions = self.mentions
        taken = self._taken(mentions)
        items.unknown.extend(self._strangers(mentions, taken))
        if self.operation is Operation.CANCEL_ORDER and not (mentions or self._is_all):
            items.parts = parted(self.text, self.words, taken)
            items.unknown.extend(e for e in items.parts if e not in items.unknown)
        if self.operation is Operation.CANCEL_ORDER and mentions and not self._is_all:
            items.is_part = names_part(self.text, self.words, mentions)
        if items.unknown and not mentions and not self.asked:
            # "The red scarf" is not the one red thing of the order.
            return items
        read: list[tuple[Clause, Meant]] = []
        for clause in clauses(self.words, mentions, self.finds):
            meant = self._meant(clause, [line for _, m in read for _, line in m])
            if meant:
                read.append((clause, meant))
        for clause, meant in read:
            self._note(clause, self._told_apart(clause, meant, read), items)
        return items

    def _taken(self, mentions: Sequence[Mention]) -> frozenset[int]:
        """
        The places of words that mean something in the order.
        """
        every = frozenset(self.lexicon.options)
        places = range(len(self.words))
        taken = {place for place in places if self.finds.is_option(place, every)}
        taken.update(p for each in mentions for p in range(each.first, each.last))
        return frozenset(taken) | self.finds.sure

    def _strangers(
        self, mentions: Sequence[Mention], taken: frozenset[int]
    ) -> list[str]:
        wishes = self.operation in (*_LEAVING, *_CHANGING)
        is_bare = wishes and not mentions and not self._is_all
        found = strangers(self.text, self.words, self.known, taken, is_bare=is_bare)
        return list(found)

    def _told_apart(
        self, clause: Clause, meant: Meant, read: Sequence[tuple[Clause, Meant]]
    ) -> Meant:
        """
        Of several lines, those that the rest of the text leaves.

        In one sentence "the lamp" beside "the black lamp" is the other lamp, in another
        sentence it is the same.
        """
        if len(meant) < _SEVERAL or self._are_all(clause):
            return meant
        ids = {line.id for _, line in meant}
        here: set[str] = set()
        there: set[str] = set()
        for other, of in read:
            if len(of) == 1 and of[0][1].id in ids:
                near = in_one_sentence(self.words, clause, other)
                (here if near else there).add(of[0][1].id)
        left = [each for each in meant if each[1].id not in here]
        if here and left:
            return left
        return [each for each in meant if each[1].id in there] or meant

    def _meant(self, clause: Clause, named: Sequence[OrderLine]) -> Meant:
        """
        The lines that a clause may be about; `named` were named before it.
        """
        every = self._goods(clause)
        if not clause.products and (self.picks or self.is_leaving):
            return self._picked(clause)
        if not clause.products:
            every = implied(self, clause)
        best: list[tuple[int, Goods, list[OrderLine]]] = []
        for goods in every:
            score, lines = self._lines(goods, clause, named)
            best.append((score, goods, lines))
        top = max((score for score, _, _ in best), default=0)
        return [(g, line) for score, g, lines in best if score == top for line in lines]

    def _picked(self, clause: Clause) -> Meant:
        """
        The lines that are as somebody says who picks some: "the blue one".
        """
        scored = []
        for goods in self.lexicon.goods:
            values = [
                v
                for v in self.values_of(goods, clause)
                if v.strength > WEAK or v.has_name
            ]
            for line in goods.lines:
                has = goods.options(line)
                hits = [any(has.get(a) == v for a, v in each.meant) for each in values]
                scored.append((sum(hits), goods, line))
        top = max((score for score, _, _ in scored), default=0)
        if not top:
            return []
        return [(goods, line) for score, goods, line in scored if score == top]

    def values_of(self, goods: Goods, clause: Clause) -> list[Named]:
        """
        The values of these goods that a clause names.
        """
        return [
            each
            for each in self.finds.values.get(goods.product_id, ())
            if clause.first <= each.first < clause.last
        ]

    def _lines(
        self, goods: Goods, clause: Clause, named: Sequence[OrderLine]
    ) -> tuple[int, list[OrderLine]]:
        """
        The lines of these goods that fit best what is said of the old one; how well.
        """
        if not clause.products and self.asked:
            return 0, [each for each in goods.lines if each.id == self.asked]
        olds = [
            each
            for each in self.values_of(goods, clause)
            if self.side_at(clause, each.first) is not Side.NEW
            and self._counts(clause, goods, each)
        ]
        scored = []
        for line in goods.lines:
            has = goods.options(line)
            hits = [any(has.get(a) == v for a, v in each.meant) for each in olds]
            scored.append((2 * sum(hits) - len(hits), line))
        top = max(score for score, _ in scored)
        lines = [line for score, line in scored if score == top]
        mention = clause.mention
        if len(lines) > 1 and mention is not None and self._are_all(clause):
            return top, lines
        return top, one_of_equals(goods, lines, named)

    def _says_both(self, clause: Clause) -> bool:
        first = max(0, clause.first - 3)
        said = " ".join(w.text for w in self.words[first : clause.last] if not w.parts)
        return pattern("items", "both").search(said) is not None

    def _counts(self, clause: Clause, goods: Goods, named: Named) -> bool:
        """
        Whether what may be a value is one, where nothing else is certain.

        A letter or a number is, if it is a capital, or "in 43", or if the name of its
        option stands elsewhere in the clause: "the size of the boots from 9 to 10".
        """
        if named.strength > WEAK or named.has_name or self._is_capital(named):
            return True
        axes = {axis for axis, _ in named.meant}
        names = self.finds.names.get(goods.product_id, ())
        if any(clause.first <= n.first < clause.last and n.axes & axes for n in names):
            return True
        before = self.words[named.first - 1] if named.first else None
        if before is not None and before.text in stock("before_size"):
            return True
        if self.wants_another and is_number_of(goods, self.words, named):
            # "They are tight, give me a 40"
            return True
        return tells_value(self, clause, goods, named)

    def _is_capital(self, named: Named) -> bool:
        first, last = self.words[named.first], self.words[named.last - 1]
        written = self.text.as_written(first.start, last.end)
        return len(written) == 1 and written.isupper()

    def side_at(self, clause: Clause, place: int) -> Side:
        """
        Of which one, the old or the new, a word speaks.
        """
        mention = clause.mention
        if self.is_leaving:
            return Side.OLD
        if clause.is_denied and mention is not None:
            start = mention.first
            while start > clause.first and not self._ends_denial(start - 1):
                start -= 1
            return Side.OLD if start <= place < mention.last else Side.NEW
        if clause.split is not None:
            return Side.NEW if place >= clause.split else Side.OLD
        if mention is None:
            return Side.NEW if self.asked else Side.OPEN
        in_brackets = 0
        for word in self.words[mention.last : place]:
            if word.parts and word.text in "([":
                in_brackets += 1
            elif word.parts and word.text in ")]":
                in_brackets -= 1
        return Side.OLD if in_brackets > 0 else Side.OPEN

    def _ends_denial(self, place: int) -> bool:
        said = " ".join(w.text for w in self.words[max(0, place - 2) : place + 1])
        return pattern("words", "instead_of").search(said) is not None

    def _note(self, clause: Clause, meant: Meant, items: Items) -> None:
        lines = [line for _, line in meant]
        ids = tuple(line.id for line in lines)
        if self._is_dropped(clause):
            items.dropped += [id_ for id_ in ids if id_ not in items.dropped]
            return
        is_one = len(ids) == 1 or (
            # "One of the mugs" is not both of them.
            self._are_all(clause)
            and not any(amount_of(self, clause, g) for g, _ in meant)
        )
        if not is_one and ids not in items.unclear:
            items.unclear.append(ids)
        kept = items.wanted if is_one else items.unclear_wanted
        for goods, line in meant:
            wanted = kept.get(line.id, Wanted())
            note(self, clause, goods, line, wanted)
            picked = clause.mention is not None or self.picks or self.is_leaving
            picked = picked or (self.is_of_items and has_axis_named(self, goods))
            if not (picked or wanted.says_anything):
                # Nothing is said of it, nor is it named.
                continue
            kept[line.id] = wanted
            if is_one and line.id not in items.lines:
                items.lines.append(line.id)

    def _are_all(self, clause: Clause) -> bool:
        mention = clause.mention
        return mention is not None and (mention.is_plural or self._says_both(clause))

    def _is_dropped(self, clause: Clause) -> bool:
        """
        Whether a thing is named to be left out: "not the lamp", "the lamp can stay".
        """
        mention = clause.mention
        if mention is None or clause.is_denied:
            return False
        if stays(self, clause) or is_all_wanted(self, clause):
            return True
        if any(is_told(self, clause, goods) for goods in self._goods(clause)):
            # "Keep one of them"
            return False
        first = max(0, clause.first - _BEFORE)
        before = self.words[first : mention.first]
        stops = [at for at, word in enumerate(before) if word.parts]
        said = " ".join(w.text for w in before[stops[-1] + 1 if stops else 0 :])
        changes = pattern("items", "but_change").search(said)
        if clause.split is not None and changes:
            return False
        if pattern("items", "but").search(said):
            return not pattern("items", "but_not").search(said)
        place = self.words[mention.last - 1].end
        end = next(
            (w.start for w in self.words[mention.last :] if w.parts),
            len(self.text.folded),
        )
        behind = self.text.folded[place : min(end, place + _BEHIND)]
        if self.is_leaving and pattern("items", "praised").match(behind):
            return True
        return pattern("items", "stays").match(behind) is not None

    def _goods(self, clause: Clause) -> list[Goods]:
        return [g for g in self.lexicon.goods if g.product_id in clause.products]

    def sides(self, clause: Clause, goods: Goods) -> Iterator[tuple[Named, Side]]:
        """
        The options that a clause names for these goods, as of the old or the new one.
        """
        for each in self.values_of(goods, clause):
            side = self.side_at(clause, each.first)
            sure = side is Side.NEW or self._counts(clause, goods, each)
            if sure:
                yield each, side
