"""
How many pieces: «دو تا», "three pairs", «قطعتين», "x2".

A number counts with a word for pieces beside it; a bare number may be anything.
"""

from collections.abc import Iterable, Iterator, Sequence

from bot.nlu.finders.found import Found
from bot.nlu.finders.model_number import is_named_x, names_a_model
from bot.nlu.finders.number_words import LATIN_UNSURE
from bot.nlu.finders.numbers import Number, number_at, tokens_of
from bot.nlu.finders.tokens import Token
from bot.nlu.finders.words import spellings
from bot.nlu.language import detect
from bot.nlu.text import Normalized

ENTITY = "quantity"

_MOST = 999
# "42 kafsh" is a size.
_MOST_BARE = 20
# "10 12 ta": who does not know exactly how many says two numbers that are close.
_APART = 5

_ENGLISH = spellings(
    "piece{,s} pc{,s} item{,s} unit{,s} pair{,s} pack{,s} packet{,s} box boxes "
    "bottle{,s} "
    "copy copies set{,s} jar{,s}"
)
_COUNTERS = _ENGLISH | spellings(
    "تا تایی عدد عددی دونه دانه دونهای جفت بسته جعبه کارتن قوطی بطری شیشه نسخه جلد دست "
    "ta tai taee taa adad dune dun{e,eh} doon{e,eh} dan{e,eh} joft baste basteh ghuti "
    "حبة حبات حبه قطعة قطع جوز أجواز جواز زوج أزواج علبة علب كرتون كراتين وحدات "
    "نسخة نسخ "
    "عبوة عبوات كيس أكياس "
    "کیلو کیلویی kilo كيلو"
)
_TA = spellings("تا ta taa")
_DOZEN = spellings("dozen دوجین دست_کامل درزن")
# One word for two of them, and for one where a number may follow.
_DUALS = spellings(
    "{,و}{حبتين,حبتان,قطعتين,قطعتان,جوزين,زوجين,علبتين,كرتونين,كرتونتين,نسختين,عبوتين,كيسين}"
)
_PAIR_OF = spellings("pair")
_BEFORE = spellings("عدد تعداد العدد الكمية كمية quantity qty tedad tedade تعدادش کمیت")
# Behind «تا» these make it "until": «سفارش ۱۲ تا فردا».
_UNTIL = spellings(
    "فردا پسفردا پس امروز امشب دیروز شنبه یکشنبه دوشنبه سهشنبه چهارشنبه پنجشنبه "
    "جمعه ساعت "
    "هفته ماه سال آخر اخر اول وسط ظهر شب صبح عصر روز کی چند الان حالا درصد سانت متر "
    "کیلو "
    "farda pasfarda emruz emrooz emshab shanbe jome saat sa'at hafte mah akhar key "
    "zohr "
    "shab sobh chand"
)
_FROM = spellings("از az بین bein beyn from between ساعت saat")
_TIMES = spellings("x × ×")

_OF_THEM = spellings("these those them")


def find(normal: Normalized) -> Iterator[Found]:
    """
    The numbers of pieces in a message.
    """
    tokens = tokens_of(normal.text)
    at, before = 0, None
    while at < len(tokens):
        found = _at(normal, tokens, at, before)
        if found is not None:
            count, first, last = found
            yield Found(ENTITY, str(count), tokens[first].start, tokens[last - 1].end)
            at, before = last, None
            continue
        number = number_at(tokens, at)
        before = number
        at = number.last if number is not None else at + 1


def before(normal: Normalized, things: Iterable[Found]) -> Iterator[Found]:
    """
    The numbers right before a product, or before its colour: "two white shirts".
    """
    starts = {o.start for o in things if o.entity == "product"}
    if not starts:
        return
    # "two t-shirts"
    starts |= {at - 2 for at in starts if normal.text[max(0, at - 2) : at] == "t-"}
    starts |= {o.start for o in things if o.entity == "color" and o.end + 1 in starts}
    tokens = tokens_of(normal.text)
    previous = None
    for at in range(len(tokens)):
        number = number_at(tokens, at)
        if previous is not None and at < previous.last:
            continue
        behind, previous = previous, number
        if number is None or number.ordinal or names_a_model(tokens, number):
            continue
        beside = behind is not None and behind.last == at
        if beside or not 1 < _count(number) <= _MOST_BARE or number.scaled:
            continue
        if number.last == len(tokens) or tokens[number.last].start not in starts:
            continue
        if not number.sure and not _is_said(normal, tokens[at].text):
            continue
        yield Found(
            ENTITY,
            str(_count(number)),
            tokens[at].start,
            tokens[number.last - 1].end,
        )


def _is_said(normal: Normalized, word: str) -> bool:
    """
    Whether "do" is two here, and «نه» is never nine before a thing.
    """
    return word in LATIN_UNSURE and detect(normal.original).language == "fa-Latn"


def _at(
    normal: Normalized, tokens: Sequence[Token], at: int, before: Number | None
) -> tuple[int, int, int] | None:
    """
    A count that begins at a token, with its first token and the one behind it.
    """
    word = tokens[at].text
    if word in _DUALS:
        return 2, at, at + 1
    if word in _TIMES and at + 1 < len(tokens) and tokens[at + 1].is_number:
        return _times(tokens, at)
    if word in _BEFORE:
        start = at + 1 + (tokens[at + 1].text == ":" if at + 1 < len(tokens) else 0)
        number = number_at(tokens, start) if start < len(tokens) else None
        if number is None or not (count := _count(number)):
            return None
        behind = number.last
        # «تعداد ۳ عدد»
        return count, at, behind + (_word(tokens, behind) in _COUNTERS - _TA)
    following = _word(tokens, at + 1)
    if word in _SINGLES:
        return 1, at, at + 1
    if word in _SINGULAR and following in _ONE:
        return 1, at, at + 2
    if word in _COUPLE and _is_couple(normal, following):
        return 1, at, at + 1
    if (
        word == "a"
        and _word(tokens, at + 1) in _PAIR_OF
        and _word(tokens, at + 2) == "of"
    ):
        return 1, at, at + 2
    number = number_at(tokens, at)
    if number is None or number.ordinal or names_a_model(tokens, number):
        return None
    # «دو سه تا» is no exact number; the 13 of "iphone 13 2 ta" is a name.
    close = before is not None and 0 < number.value - before.value <= _APART
    if before is not None and close and not names_a_model(tokens, before):
        return None
    return _counted(tokens, number)


def _counted(tokens: Sequence[Token], number: Number) -> tuple[int, int, int] | None:
    count, end = _count(number), number.last
    if not count or end >= len(tokens):
        return None
    word, following = tokens[end].text, _word(tokens, end + 1)
    if word == "of" and following in _OF_THEM and number.value >= 1:
        return count, number.first, end + 2
    if word in _TIMES and tokens[end].start == tokens[end - 1].end:
        is_size = end + 1 < len(tokens) and tokens[end + 1].is_number
        return None if is_size else (count, number.first, end + 1)
    if word in _DOZEN:
        return count * 12, number.first, end + 1
    if word not in _COUNTERS:
        return None
    if word in _TA:
        is_range = end + 1 < len(tokens) and number_at(tokens, end + 1) is not None
        opens = number.first > 0 and tokens[number.first - 1].text in _FROM
        if is_range or opens or following in _UNTIL:
            return None
        # «دو تا جفت»
        more = following in _COUNTERS - _TA
        return count, number.first, end + 1 + more
    alone = number.last - number.first == 1 and not number.digits
    if alone and tokens[number.first].text in LATIN_UNSURE and word in _ENGLISH:
        # "no items", "do pieces"
        return None
    return count, number.first, end + 1


# «جوز جوارب» is a pair of socks, «جوز» alone and «جوز الهند» are nuts.
_COUPLE = spellings("جوز زوج")
_NUTS = spellings("هند هندي هندی عین")
_SINGLES = spellings("یدونه یکدونه یهدونه ye{,k}d{u,oo,o}ne{,h}")


def _is_couple(normal: Normalized, following: str) -> bool:
    opens = following.isalpha() and not following.startswith("ال")
    return opens and following not in _NUTS and detect(normal.original).language == "ar"


_SINGULAR = spellings("حبة قطعة علبة")
_ONE = spellings("واحدة وحدة")


def _times(tokens: Sequence[Token], at: int) -> tuple[int, int, int] | None:
    """
    "x2", but neither the 40 of "30x40" nor a model such as "X100".
    """
    number = tokens[at + 1].text
    if not number.isdigit() or not 0 < int(number[:3]) < 100 or len(number) > 2:
        return None
    if (at and _is_measure(tokens, at)) or is_named_x(tokens, at):
        return None
    if _word(tokens, at + 2).isalpha():
        # Poco X3 Pro
        return None
    return int(number), at, at + 2


def _is_measure(tokens: Sequence[Token], at: int) -> bool:
    """
    The x of 30x40 and "2 x 3"; that of "iphone 13 x2" stands with its own number.
    """
    before, sign, behind = tokens[at - 1], tokens[at], tokens[at + 1]
    apart = before.end < sign.start and sign.end == behind.start
    return before.is_number and not apart


def _count(number: Number) -> int:
    whole = number.whole
    return whole if whole is not None and 0 < whole <= _MOST else 0


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) else ""
