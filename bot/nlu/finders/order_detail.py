"""
What of an order is asked for: the code of its parcel.
"""

import re
from collections.abc import Iterator

from bot.nlu.finders.found import Found
from bot.nlu.finders.words import one_of
from bot.nlu.text import Normalized

ENTITY = "order_detail"
TRACKING_CODE = "tracking_code"

_FA_CODE = one_of("کد شماره شماره‌ی شمارهٔ بارکد")
# «کد پستی» is where somebody lives.
_FA_PARCEL = one_of("رهگیری رهگیریه پیگیری مرسوله بارنامه")
_FA_END = r"(?:ه|یه|ش|شو|شون|م|مو|مون|ی|رو|و)?"
_AR_CODE = one_of("رمز كود رقم")
_AR_PARCEL = one_of("التتبع تتبع الشحنة شحنة شحنت الطرد طرد البوليصة بوليصة")
_AR_END = r"(?:ه|ها|ی|ک|نا)?"
_LATIN_PARCEL = one_of("rahgiri peygiri peigiri marsoole marsule marsoule barname")
_EN_PARCEL = one_of("shipment consignment parcel waybill awb")

_PATTERN = re.compile(
    r"\b(?:"
    rf"{_FA_CODE} ?{_FA_PARCEL}{_FA_END}|بارکد پستی{_FA_END}"
    rf"|(?:c|k)ode? ?(?:ye |e )?{_LATIN_PARCEL}\w*"
    rf"|shomare(?:ye|h)? ?{_LATIN_PARCEL}\w*"
    rf"|{_AR_CODE} {_AR_PARCEL}{_AR_END}"
    r"|track(?:ing)? ?(?:code|number|no|num|id|#)"
    rf"|{_EN_PARCEL} (?:code|number|no|num|id)"
    r")(?!\w)"
)
_BEFORE = re.compile(
    rf"{_PATTERN.pattern}(?: (?:is|ام|م|من|هست|هو|هي|am|man|my))? ?[:#]? ?$"
)
_NEAR = 48
# Most messages hold none of these.
_ANY = re.compile(
    r"رهگیری|پیگیری|مرسوله|بارنامه|بارکد|تبع|شحن|طرد|بولیص"
    r"|giri|marso|marsu|barname|track|shipment|consignment|parcel|waybil|awb"
)


def find(normal: Normalized) -> Iterator[Found]:
    """
    Where a message speaks of the code of a parcel.
    """
    if _ANY.search(normal.text):
        for match in _PATTERN.finditer(normal.text):
            yield Found(ENTITY, TRACKING_CODE, match.start(), match.end())


def ends_in_code(text: str) -> bool:
    """
    Whether the last words of a text say that the code of a parcel follows.
    """
    return _BEFORE.search(text[-_NEAR:]) is not None
