"""
The words and signs for currencies, and which code each stands for.
"""

from collections.abc import Sequence

from bot.nlu.finders.tokens import Token
from bot.nlu.finders.words import spellings

_CODES = {
    "IRT": "تومان تومن تومنی تومانی تومنه تومانه تومنو تومنم تومانم تومان{و,م} "
    "t{o,oo,u,ou}m{a,aa,e}n{,s,i,e,o} tmn irt",
    "USD": "$ دولار دلار دلاری دولارات dollar{,s} dolar{,i} usd buck{,s} us$",
    "EUR": "€ یورو یورویی اليورو euro{,s} eur yuro",
    "GBP": "£ پوند پوندی pound{,s} gbp إسترليني",
    "TRY": "₺ لیر lir{,e}",
    "CNY": "¥ یوان yuan cny",
    "INR": "₹ روپیه rupee{,s} inr",
    "AED": "aed dhs",
    "SAR": "sar",
    "KWD": "kwd",
    "BHD": "bhd",
    "QAR": "qar",
    "OMR": "omr",
    "JOD": "jod",
    "IQD": "iqd",
    "IRR": "irr",
    "EGP": "egp",
}
# What several countries call alike: the shop's own if it is of the family, else the
# first; a word for the country behind it decides.
_FAMILIES = (
    (
        ("IRR", "SAR", "QAR", "OMR", "YER"),
        "ریال ریالی ریاله ريالات ریالات rial{,s,i} riyal{,s}",
    ),
    (("AED", "MAD"), "درهم درهمی دراهم درهما dirham{,s} derham{,i}"),
    (
        ("KWD", "BHD", "IQD", "JOD", "LYD", "TND", "DZD"),
        "دينار دنانير دینار دیناری dinar{,s}",
    ),
    (("EGP", "SDG"), "جنيه جنيهات"),
    (("TRY", "SYP", "LBP"), "ليرة ليرات lira{,s}"),
)
_COUNTRIES = {
    "IR": "ایران ایرانی إيراني irani{,an}",
    "SA": "سعودي سعودية سعودی عربستان saudi",
    "QA": "قطري قطرية قطری قطر qatari",
    "OM": "عماني عمانية عمانی عمان omani",
    "YE": "يمني يمنية یمنی yemeni",
    "AE": "إماراتي إماراتية اماراتی امارات emirati",
    "MA": "مغربي مغربية moroccan",
    "KW": "كويتي كويتية کویتی کویت kuwaiti",
    "BH": "بحريني بحرينية بحرینی bahraini",
    "IQ": "عراقي عراقية عراقی عراق iraqi",
    "JO": "أردني أردنية اردنی jordanian",
    "LY": "ليبي ليبية libyan",
    "TN": "تونسي تونسية tunisian",
    "DZ": "جزائري جزائرية algerian",
    "EG": "مصري مصرية مصری egyptian",
    "SD": "سوداني سودانية sudanese",
    "TR": "تركي تركية ترک ترکیه turkish",
    "SY": "سوري سورية syrian",
    "LB": "لبناني لبنانية lebanese",
    "US": "أمريكي أمريكية امریکا امریکایی امريكي",
    "GB": "إسترليني انگلیس استرليني",
}
_CODE_OF = {word: code for code, words in _CODES.items() for word in spellings(words)}
_FAMILY_OF = {
    word: codes for codes, words in _FAMILIES for word in spellings(words) if word
}
_COUNTRY_OF = {
    word: country for country, words in _COUNTRIES.items() for word in spellings(words)
}
# Only right behind digits: 250t, ۲۵۰ت.
_IRANIAN = frozenset({"IRT", "IRR"})
_SHORT = {"t": "IRT", "ت": "IRT"}
# Before a number only signs and codes stand; "sar" is also a word of Persian.
_BEFORE = frozenset("$€£₺¥₹") | spellings(
    "usd eur gbp aed sar kwd qar omr bhd irr irt tmn dhs egp"
)


def currency_at(
    tokens: Sequence[Token], at: int, shop: str, *, prefix: bool = False
) -> tuple[str, int] | None:
    """
    The currency that begins at a token and where it ends, or None.
    """
    if at >= len(tokens):
        return None
    word = tokens[at].text
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if prefix:
        if word not in _BEFORE or following is None or not following.is_number:
            return None
        return _CODE_OF[word], at + 1
    if word in _SHORT:
        near = at > 0 and tokens[at].start - tokens[at - 1].end <= 1
        return (
            (_SHORT[word], at + 1)
            if shop in _IRANIAN and near and tokens[at - 1].text[-1] in _DIGITS
            else None
        )
    # 10042 $50: the sign belongs to what follows it.
    if word in "$€£₺¥₹" and following is not None and following.is_number:
        gap = tokens[at].start - tokens[at - 1].end if at else 1
        if gap or following.start == tokens[at].end:
            return None
    family = _FAMILY_OF.get(word)
    country = _COUNTRY_OF.get(following.text) if following is not None else None
    if family is None:
        code = _CODE_OF.get(word)
        return None if code is None else (code, at + 1 + (country in {"US", "GB"}))
    for code in family:
        if country is not None and code.startswith(country):
            return code, at + 2
    return _usual(family, shop), at + 1


def _usual(family: Sequence[str], shop: str) -> str:
    """
    Which of the currencies called alike customers of this shop mean.
    """
    if shop in family:
        return shop
    # Where nobody pays in toman, a rial is an Arabian one.
    foreign = family[0] == "IRR" and shop not in _IRANIAN
    return family[foreign]


_DIGITS = frozenset("0123456789km")
