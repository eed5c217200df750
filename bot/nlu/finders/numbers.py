"""
Numbers in digits, in words and mixed: «دو و نیم میلیون», "300k", «خمسة وعشرين».

The other finders ask here what number begins at a token; `find` gives all of a message.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, cast

from bot.nlu.finders.number_words import (
    ORDINAL_ENDINGS,
    PARTS,
    SHORT_SCALES,
    Part,
    pieces,
)
from bot.nlu.finders.tokens import Token, Tokens
from bot.nlu.text import Normalized

tokens_of = Tokens(pieces).of

_THOUSAND, _MILLION = Decimal(1_000), Decimal(1_000_000)
_MOST = Decimal(10) ** 15
_MOST_DIGITS = 15
# Before these, a scale alone is an unknown number of them.
_SEVERAL = frozenset(
    {"چند", "چندین", "chand", "chandin", "کم", "عده", "several", "few"}
)


class Number(NamedTuple):
    """
    A number with its value and its tokens, from `first` up to but without `last`.

    It is `sure` where its words can mean nothing else ("do" and «نه» can), and it is a
    `scaled` one where a word like thousand is in it.
    """

    value: Decimal
    first: int
    last: int
    sure: bool = True
    ordinal: bool = False
    scaled: bool = False
    digits: bool = False

    @property
    def whole(self) -> int | None:
        """
        The value as an int, if it is one.
        """
        return int(self.value) if self.value == self.value.to_integral_value() else None


@dataclass(frozen=True)
class FoundNumber:
    """
    A number and where it stands in the compared form.
    """

    value: Decimal
    start: int
    end: int


def find(normal: Normalized) -> Iterator[FoundNumber]:
    """
    The numbers of a message that are surely numbers, without ordinals.
    """
    tokens = tokens_of(normal.text)
    for number in numbers(tokens):
        if number.sure and not number.ordinal:
            start, end = tokens[number.first].start, tokens[number.last - 1].end
            yield FoundNumber(number.value, start, end)


def numbers(tokens: Sequence[Token]) -> Iterator[Number]:
    """
    All numbers of a message, the unsure ones and ordinals too, none inside another.
    """
    at = 0
    while at < len(tokens):
        number = number_at(tokens, at)
        if number is None:
            at += 1
        else:
            yield number
            at = number.last


def number_at(tokens: Sequence[Token], first: int) -> Number | None:
    """
    The longest number that begins at a token.
    """
    known = getattr(tokens, "numbers", None)
    if known is None:
        return _number_at(tokens, first)
    # Several finders ask at the same place.
    if first not in known:
        known[first] = _number_at(tokens, first)
    return cast("Number | None", known[first])


def _number_at(tokens: Sequence[Token], first: int) -> Number | None:
    token = tokens[first]
    if token.is_number and (
        first + 1 == len(tokens) or tokens[first + 1].text not in _GO_ON
    ):
        digits = Decimal(token.text)
        known = len(token.text) <= _MOST_DIGITS
        return Number(digits, first, first + 1, digits=True) if known else None
    if not token.is_number:
        part = PARTS.get(token.text)
        if part is None and token.text not in _ARTICLES:
            return None
        if part is not None and part.role == "joiner":
            return None
    return _Reader(tokens, first).read()


_ARTICLES = frozenset({"a", "an"})
# Behind digits, what may make them a longer number or another one.
_GO_ON = frozenset(PARTS) | frozenset(SHORT_SCALES) | ORDINAL_ENDINGS
_MOST_PARTS = 16


class _Reader:
    """
    Reads one number, token by token.
    """

    def __init__(self, tokens: Sequence[Token], first: int) -> None:
        self._tokens = tokens
        self._first = first
        self._at = first
        # What is complete, what grows (below a thousand), and the last scale.
        self._total = Decimal(0)
        self._current = Decimal(0)
        self._open = False
        self._scale: Decimal | None = None
        self._last: Part | None = None
        self._parts = 0
        self._ordinal = False
        self._sure = False
        self._digits = False
        self._elides = True

    def read(self) -> Number | None:
        if self._tokens[self._first].text in _ARTICLES and not self._take_article():
            return None
        while (
            self._at < len(self._tokens)
            and not self._ordinal
            and self._parts < _MOST_PARTS
        ):
            joined = self._joiner()
            at = self._at + joined
            if at >= len(self._tokens) or (joined and not self._parts):
                break
            if self._last is not None and self._last.role == "half":
                # Half a million.
                at += self._tokens[at].text == "a" and at + 1 < len(self._tokens)
            taken = self._take(at, joined=bool(joined))
            if not taken:
                break
            self._at = at + taken
        if not self._parts:
            return None
        value = self._value()
        if value > _MOST:
            return None
        return Number(
            value,
            self._first,
            self._at,
            sure=self._sure or self._digits or self._parts > 1,
            ordinal=self._ordinal,
            scaled=self._scale is not None,
            digits=self._digits,
        )

    def _take_article(self) -> bool:
        """
        Go on from "a" in "a hundred"; else "a" is no number.
        """
        following = self._tokens[self._at + 1 : self._at + 2]
        part = PARTS.get(following[0].text) if following else None
        if part is None or part.role not in {"scale", "hundred"} or part.lang != "en":
            return False
        self._at += 1
        return True

    def _joiner(self) -> int:
        """
        How many tokens join here: «و», "and", "and a", the dash of twenty-five.
        """
        token = self._tokens[self._at]
        part = PARTS.get(token.text)
        if part is not None and part.role == "joiner":
            more = self._tokens[self._at + 1 : self._at + 3]
            return (
                2
                if len(more) > 1 and more[0].text == "a" and more[1].text == "half"
                else 1
            )
        tens = self._current and self._current % 10 == 0 and self._last is not None
        if token.text == "-" and tens and self._last and self._last.lang == "en":
            return 1
        return 0

    def _value(self) -> Decimal:
        rest = self._current
        above = self._scale or Decimal(0)
        # «یک میلیون و دویست» is 1,200,000 to everybody who says it in Persian.
        if self._elides and above >= _MILLION and 10 <= rest < _THOUSAND:
            rest *= above / _THOUSAND
        value = self._total + rest
        whole = value.to_integral_value()
        return whole if whole == value else value.normalize()

    def _take(self, at: int, *, joined: bool) -> int:
        """
        Add the part at a token; how many tokens it was, 0 if it does not go on so.
        """
        token = self._tokens[at]
        if token.is_number:
            return self._take_digits(at, joined=joined)
        part = PARTS.get(token.text)
        if part is None or not self._fits(part, joined=joined):
            return 0
        taken = _TAKES[part.role](self, part)
        if not taken:
            return 0
        if part.lang in {"en", "ar"}:
            self._elides = False
        self._note(part)
        self._ordinal = part.ordinal
        return 1

    def _note(self, part: Part) -> None:
        if not part.unsure and not (part.role in {"scale", "half"} and not self._parts):
            self._sure = True
        self._parts += 1
        self._last = part

    def _take_digits(self, at: int, *, joined: bool) -> int:
        text = self._tokens[at].text
        if len(text) > _MOST_DIGITS:
            return 0
        value = Decimal(text)
        behind_scale = (
            self._scale is not None and not self._open and value < self._scale
        )
        # 10042 and 10077 are two numbers, «۲ میلیون و ۵۰۰» is one.
        if self._parts and not (
            behind_scale and (joined or self._scale_follows(at + 1))
        ):
            return 0
        self._current, self._open = value, True
        self._digits = True
        self._note(Part("add", value))
        following = self._tokens[at + 1] if at + 1 < len(self._tokens) else None
        if following is None:
            return 1
        gap = following.start - self._tokens[at].end
        short = SHORT_SCALES.get(following.text)
        if short and (gap == 0 or (gap == 1 and following.text != "m")):
            self._close(short)
            return 2
        if not gap and following.text in ORDINAL_ENDINGS and self._parts == 1:
            self._ordinal = True
            return 2
        return 1

    def _scale_follows(self, at: int) -> bool:
        part = PARTS.get(self._tokens[at].text) if at < len(self._tokens) else None
        return part is not None and part.role == "scale"

    def _fits(self, part: Part, *, joined: bool) -> bool:
        """
        Whether a part may follow what was read; joined or not makes the difference.
        """
        last = self._last
        if part.role == "joiner":
            return False
        if last is None:
            return True
        if last.role == "half":
            return part.role == "scale" and not joined
        if part.role == "half":
            return joined
        if part.role in {"scale", "hundred"} and last.role == "add":
            return not joined
        # Across languages nothing is one number ("ten se"); scales are shared by all.
        both = {last.lang, part.lang}
        counts = {last.role, part.role} <= {"add", "hundred"}
        if counts and len(both - {""}) > 1 and both != {"fa", "ar"}:
            return False
        return not self._digits or joined or part.role == "scale"

    def _take_add(self, part: Part) -> bool:
        value = part.value
        if self._last is not None and self._last.role == "add" and value == 0:
            return False
        if not self._open:
            self._current, self._open = value, True
            return True
        arabic_tens = part.lang == "ar" and 20 <= value <= 90 and value % 10 == 0
        if arabic_tens and 0 < self._current % 100 < 10:
            # خمسة وعشرين is five and twenty.
            self._current += value
            return True
        room = Decimal(10) if value < 10 else Decimal(100)
        if value >= 100 or self._current % room or self._current < room:
            return False
        if self._current % 100 == 10 and value < 10:
            return False
        self._current += value
        return True

    def _take_ten(self, _: Part) -> bool:
        if self._open and self._last is not None and self._current % 100 < 10:
            if self._last.lang != "ar" or not self._current % 10:
                return False
            self._current += 10
            return True
        if self._open:
            return False
        self._current, self._open = Decimal(10), True
        return True

    def _take_hundred(self, part: Part) -> bool:
        if not self._open:
            self._current, self._open = part.value, True
            return True
        if not 1 <= self._current < 20 or self._current == 10:
            return False
        self._current *= part.value
        return True

    def _take_half(self, part: Part) -> bool:
        if self._last is None:
            self._current, self._open = part.value, True
        elif self._last.role in {"scale", "scaled"} and self._scale is not None:
            # مليون ونص: half of what was said last.
            self._total += self._scale * part.value
        else:
            self._current += part.value
        return True

    def _take_scaled(self, part: Part) -> bool:
        if self._open or (self._scale is not None and self._scale <= part.value):
            return False
        self._total += part.value
        self._scale = part.value / 2
        return True

    def _take_scale(self, part: Part) -> bool:
        before = self._tokens[self._first - 1].text if self._first else ""
        if self._last is None and before in _SEVERAL:
            return False
        if self._last is not None and self._last.role == "scale" and not self._open:
            if self._scale is None or part.value < self._scale:
                # «میلیون هزار» is nothing, «یک میلیون و هزار» is.
                self._total += part.value
                self._scale = part.value
                return True
            if part.value == self._scale:
                return False
            self._total *= part.value
            self._scale = part.value
            return True
        self._close(part.value)
        return True

    def _close(self, scale: Decimal) -> None:
        """
        Multiply what grows, and with a larger scale all that was said.
        """
        count = self._current if self._open else Decimal(1)
        if self._scale is not None and scale > self._scale:
            self._total = (self._total + count) * scale
        else:
            self._total += count * scale
        self._scale = scale
        self._current, self._open = Decimal(0), False


_TAKES = {
    "add": _Reader._take_add,  # noqa: SLF001 - its own table
    "ten": _Reader._take_ten,  # noqa: SLF001
    "hundred": _Reader._take_hundred,  # noqa: SLF001
    "half": _Reader._take_half,  # noqa: SLF001
    "scaled": _Reader._take_scaled,  # noqa: SLF001
    "scale": _Reader._take_scale,  # noqa: SLF001
}
