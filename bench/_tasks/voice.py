"""
From what a customer is told to be ("You want your money back") to what they say.
"""

from __future__ import annotations

import ast
import re


def listed(words: str) -> tuple[str, ...]:
    """
    A long list of words, written as one text.
    """
    return tuple(words.split())


# Before a verb "you" is who speaks; behind one of these it is who is spoken of.
_SPOKEN_OF = "|".join(
    listed("""
    to for with from of by at about between like let lets help helps give gives gave
    tell tells told send sends sent offer offers ask asks cost costs charge charged
    show bothers makes make
    """)
)
_AGENT = r"(?:customer (?:service|support) )?(?:agent|representative)"
_TURNED: tuple[tuple[str, str], ...] = (
    (r"\byou(?:'re| are)\b", "I'm"),
    (r"\byou were\b", "I was"),
    (r"\byou(?:'ve| have)\b", "I have"),
    (r"\byou'd\b", "I'd"),
    (r"\byou'll\b", "I'll"),
    (r"\byourself\b", "myself"),
    (r"\byours\b", "mine"),
    (r"\byour\b", "my"),
    (rf"\b({_SPOKEN_OF}) you\b(?!\w)", r"\1 me"),
    (r"\byou\b", "I"),
    # To themselves the shop is "you".
    (rf"\b(?:the |their )?{_AGENT}'s\b", "your"),
    (rf"\bthe {_AGENT}\b", "you"),
    (r"\bthey can\b", "you can"),
)
# What tells how to say something is not said.
_STAGES = (
    r"tell (?:the agent|them|the customer service agent)(?: about| that)?",
    r"let (?:them|the agent) know(?: that)?",
    r"inform (?:the agent|them)(?: that)?",
    r"(?:mention|say|explain)(?: that)?",
    r"(?:emphasize|complain|insist|state|make it clear) that",
    r"tell that(?: the)?",
    r"express(?: your)?",
)
_BEFORE_STAGE = "so|and|but|then|also|first|now|finally|instead|just|please|politely"
_STAGE = re.compile(
    rf"^(?:(?:{_BEFORE_STAGE}),? )*(?:{'|'.join(_STAGES)}) ", re.IGNORECASE
)
_LINKS = re.compile(
    r"^(?:(?:so|and|but|then|also|first|now|finally|instead|after that|in the end|"
    r"eventually|just go ahead and|go ahead and|just),? )+",
    re.IGNORECASE,
)
# An instruction to do something, as against a sentence about somebody.
_DEEDS = "|".join(
    listed("""
    cancel return exchange modify change refund swap replace update undo remove send
    ship get use keep switch pay upgrade downgrade split apply talk speak find figure
    see check know unsubscribe buy order reorder have make add
    """)
)
_IMPERATIVE = re.compile(
    r"^(?:try(?: your best)? to |(?:decide|choose) to |(?:ask|request) (?:to|for) )?"
    rf"(?P<rest>(?:{_DEEDS})\b.*)$",
    re.IGNORECASE,
)
# "For #W1, you decide to exchange ...", "for #W1, try to exchange ...".
_DOES = re.compile(
    r"^((?:for|in|from) [^,]+, )?(?:you )?(?:try to|decide to|choose to) ",
    re.IGNORECASE,
)
_ASKS = re.compile(r"^(?:ask|inquire|check|find out|figure out)\b(?: about)?\s*", re.I)
_NOUN = re.compile(r"^(?:disappointment|frustration|concern|interest)\b", re.IGNORECASE)
_DICT = re.compile(r"\{[^{}]*\}")


def spoken(text: str) -> str:
    """
    A sentence of an instruction as the customer says it; empty for nothing to say.
    """
    text = _DICT.sub(lambda found: _options(found[0]), text.strip())
    text = re.sub(r"\s+", " ", text).strip(" .,;")
    staged = _STAGE.sub("", text)
    was_staged = staged != text
    text = _LINKS.sub("", staged)
    text = re.sub(r"\bdo't\b", "don't", text)
    text = re.sub(r"\b(?:initially|eventually),? ", "", text, flags=re.IGNORECASE)
    if was_staged and _NOUN.match(text):
        text = f"I feel {text}"
    found = _IMPERATIVE.match(text)
    if found is not None:
        text = f"I'd like to {_lower(found['rest'])}"
    elif _ASKS.match(text):
        text = f"I'd like to know {_ASKS.sub('', text)}"
    text = re.sub(r"^threaten to ", "or else I'll ", text, flags=re.IGNORECASE)
    text = _DOES.sub(r"\1I'd like to ", text)
    for pattern, said in _TURNED:
        text = re.sub(pattern, said, text, flags=re.IGNORECASE)
    text = text.strip()
    if not text:
        return ""
    return f"{text[0].upper()}{text[1:]}" + ("" if text[-1] in "?!" else ".")


def values(text: str) -> dict[str, str]:
    """
    What stands in braces, as the instructions write it.
    """
    found = ast.literal_eval(text)
    return {str(name): str(value) for name, value in found.items()}


def _options(braces: str) -> str:
    try:
        found = values(braces)
    except (ValueError, SyntaxError):
        return braces.strip("{}")
    return f"({', '.join(f'{name} {value}' for name, value in found.items())})"


def _lower(text: str) -> str:
    return f"{text[0].lower()}{text[1:]}" if text[:2].istitle() else text
