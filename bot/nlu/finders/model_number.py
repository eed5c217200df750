"""
Numbers that belong to what is before them: "iphone 13", «سایز ۴۲», "a54", "series x".
"""

from collections.abc import Sequence

from bot.nlu.finders.numbers import Number
from bot.nlu.finders.tokens import Token
from bot.nlu.finders.words import spellings

# Lines of goods that are told apart by a number.
_LINES = spellings(
    "iphone ipad airpod{,s} macbook galaxy note redmi poco mi pixel nokia huawei "
    "honor oneplus realme oppo vivo infinix motorola nova ps playstation xbox series "
    "gopro kindle windows gta fifa fc core ryzen rtx gtx canon nikon mark version "
    "gen generation buds tab fold flip reno nord "
    "آیفون ایفون آیپد ایپد ایرپاد ایرپادز مکبوک گلکسی نوت ردمی پوکو پیکسل نوکیا هواوی "
    "آنر وان_پلاس ریلمی نوا پلی_استیشن پلیاستیشن ایکسباکس سری گوپرو فیفا نسل "
    "بادز باند "
    "aifon ayfon ifon galaksi gelaksi redmi poko nokia seri nasl "
    "ايفون آيفون ايباد جالكسي جالاكسي غالاكسي نوت ريدمي بوكو بكسل نوكيا هواوي هونر "
    "بلايستيشن ستيشن اكسبوكس سيريز جيل نوفا"
)
_SIZES = spellings(
    "size sayz sayze saiz saize saiz andaze shomare nomre eu uk waist "
    "سایز سایزش سایزم اندازه نمره شماره مقاس مقاسي قياس قیاس نمرة رقم"
)
# Behind these an x is no "times": Poco X3, Xbox Series X.
_X_LINES = spellings(
    "poco poko vivo infinix honor lenovo thinkpad fuji fujifilm canon asus realme oppo "
    "series seri spacex bmw "
    "پوکو ویوو اینفینیکس آنر لنوو فوجی کانن ایسوس سری "
    "بوكو فيفو انفنكس هونر لينوفو سيريز"
)
# "iphone 2 ta": so few are pieces, though a Playstation 4 is none.
_PIECES_AT_MOST = 3


def names_a_model(tokens: Sequence[Token], number: Number) -> bool:
    """
    Whether a number is part of a model's name or a size.
    """
    if number.first == 0:
        return False
    before = tokens[number.first - 1]
    if before.text in _SIZES:
        return True
    first = tokens[number.first]
    # a54, s23
    if before.end == first.start and len(before.text) <= 2 and before.text.isalpha():
        return number.digits
    # «اس ۲۳», "s 23" behind the name of a line
    lettered = number.first > 1 and len(before.text) <= 2 and before.text.isalpha()
    line = tokens[number.first - 2].text if lettered else before.text
    return line in _LINES and number.value > _PIECES_AT_MOST


def is_named_x(tokens: Sequence[Token], at: int) -> bool:
    """
    Whether an x at this token is a letter of a model: "poco x3".
    """
    return at > 0 and tokens[at - 1].text in _X_LINES
