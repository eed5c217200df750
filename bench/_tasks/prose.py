"""
The instructions that somebody wrote freely: what of them is said when.

Sentences about who the customer is are kept for whoever asks; how they are ("You are
shy") is not said at all. Of the others most are what they come with, in its own order.
The rest waits for its moment: "if the agent asks for ..., say ...", "before confirming,
...", "if that is not possible, ...", "initially ..., but eventually ...".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from bench._tasks.questions import Ask
from bench._tasks.voice import listed, spoken


class When(str, Enum):
    """
    The moment at which something is said.
    """

    NOW = "now"
    ASKED = "asked"
    """In answer to a question of its topic."""
    CONFIRM = "confirm"
    """In place of a yes, the first time."""
    REFUSED = "refused"
    """When it cannot be done as it was wished."""
    MORE = "more"
    """When what they came for is settled."""


@dataclass(frozen=True)
class Clause:
    """
    Something that is said, and when. `topic` is the kind of question that it answers.

    What is `decided` has to be said before they agree to anything. With `is_withdrawn`
    it takes back what was wished before.
    """

    when: When
    words: str
    topic: Ask | None = None
    decided: bool = False
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Known:
    """
    Who the customer is.
    """

    name: str = ""
    zip_code: str = ""
    emails: tuple[str, ...] = ()


_NAME = re.compile(
    r"(?:Your name is|You are|You're|You name is) (?P<name>[A-Z][\w'-]+ [A-Z][\w'-]+)"
)
_ZIP = re.compile(
    r"(?:\b(?:zip(?: code)?(?: is|:)?|in|at|of)|[a-z],)\s+(?P<zip>\d{5})\b", re.I
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_IDENTITY = re.compile(
    r"^(?:You(?:r name is|'re| are| name is) [A-Z][\w'-]+ [A-Z]"
    r"|Your (?:user id|user_id|e-?mail|zip)"
    r"|You (?:currently )?(?:live|reside)"
    r"|You (?:do not|don't) remember (?:which |your )e-?mail)"
)
_ADJECTIVES = re.compile(
    r"^(?:You are|You're|You're also|You are also|You are an?|You're an?)\s+"
    r"(?:an? )?(?:very |really |a bit |quite |extremely )?[a-z-]+"
    r"(?:,? (?:and |but )?(?:very |really |a bit |quite |extremely )?[a-z-]+)*"
    r"(?: (?:person|customer|shopper|individual))?$"
)
_NO_ADJECTIVE = re.compile(
    r"\b(?:to|that|what|which|if|because|for|with|about|unsure|sure|interested|"
    r"looking|returning|traveling|moving|missing|not|of)\b"
)
_IF = re.compile(
    r"^(?:but |and |also,? )?(?:if|in case|when|once|every time) (?P<all>.+)$",
    re.IGNORECASE,
)
# Where what is to be done begins: "if there is no red, big one, you would ..."
_DOES = "|".join(
    listed("""
    you just please do don't it that only say mention tell ask try decide threaten
    cancel return exchange change modify keep go choose take use pick
    """)
)
_THEN = re.compile(rf",\s*(?:then )?(?=(?:{_DOES})\b)", re.IGNORECASE)
# The same where no comma says so.
_DEED = re.compile(r" (?=(?:use|take|choose|keep|cancel|return|exchange) )", re.I)
_BUT_IF = re.compile(
    r"(?:[,;]? (?:but|and) |; )(?=(?:if|every time|when they)\b)", re.IGNORECASE
)
_OTHERWISE = re.compile(r"[,;]? otherwise,? ", re.IGNORECASE)
# How they talk, and what they keep for themselves.
_TALKS = "speak|write|respond|reply|talk|answer"
_TELLS = "reveal|mention|tell|disclose|say|provide|give|volunteer|share"
_NEVER = "do not|don't|never|will not|won't"
_TOGETHER = "together|at once|one by one|one at a time|in one go"
_MANNERS = (
    rf"(?:you )?(?:(?:only|always|never|often|usually) )?(?:{_TALKS})",
    rf"(?:you )?(?:{_NEVER}) (?:want to )?(?:{_TELLS})",
    rf"(?:mention|ask|say|bring up|request|do)\b.*\b(?:{_TOGETHER})",
    r"(?:be|act|sound|stay|remain) (?!initially|at first|indecisive|unsure)\w+",
)
_MANNER = re.compile(rf"^(?:{'|'.join(_MANNERS)})\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:agent|they|representative|customer service|bot|assistant)\b.*"
    r"\b(?:ask|asks|asking|request|requests|need|needs|want|wants|inquire)\b"
    r"|\basked\b|\bprompted\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"\b(?:not|no|none|cannot|unable|unavailable|refuse[sd]?|den(?:y|ies|ied)|"
    r"impossible|fails?|only|neither)\b|n't\b|out of stock",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^(?:but |and )?(?:before|prior to|right before|just before) "
    r"(?:confirming|confirmation|you confirm|saying yes|"
    r"the agent (?:confirms|proceeds))[^,]*,\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
_TURNS = re.compile(
    r"^(?P<first>.*?\b(?:initially|at first|first|try to|unsure|indecisive)\b.*?)"
    r",?\s+but (?:then |later |after [^,]+, |in the end,? |finally |eventually )*"
    r"(?P<then>.*\b(?:decide|change your mind|settle|choose|go for|realize)\b.*)$",
    re.IGNORECASE,
)
_LATER = re.compile(r"^(?:you )?(?:eventually|in the end|finally|ultimately)\b", re.I)
_DECIDES = re.compile(
    r"^(?:you )?(?:will |then |eventually |finally |ultimately |in the end,? )*"
    r"(?:(?:decide to )?change your mind(?: and)?\s*)?"
    r"(?:(?:decide|choose|settle)(?: on| for| to)?\s+)?",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    r"^(?:to )?(?:not |don't |do not |just keep|keep (?:all|everything|it|the)|leave|"
    r"nothing|rather not|no longer want)",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:unsure|indecisive|undecided|not sure which|hesitant)\b", re.I
)
_SIDE = re.compile(
    r"^(?:you )?(?:also )?(?:try|ask|see if|inquire|check|find out|request|beg|"
    r"insist|figure out)\b",
    re.IGNORECASE,
)
WISHED = re.compile(
    r"\b(?:cancel\w*|return(?!ed\b)\w*|exchang\w+|refund\w*|modif\w+|chang(?:e|ing)|"
    r"swap\w*|replac\w+|send (?:it|them|back)|ship(?:ped)? to|money back|address|"
    r"not receive|upgrade|get rid of)\b",
    re.IGNORECASE,
)
_TOPICS: tuple[tuple[Ask, tuple[str, ...]], ...] = (
    (Ask.CONFIRM, (r"confirm",)),
    (
        Ask.METHOD,
        (
            r"payment|refund method|original method",
            r"\bpaypal\b|\bcards?\b|\bgc\b|(?:website|store) credit",
            r"\bpay\b",
        ),
    ),
    (Ask.REASON, (r"\breason\b|\bwhy\b|\bbecause\b",)),
    (
        Ask.ORDER,
        (r"order (?:id|number|#)", r"#?W\d{5,}", r"\border ends\b|number ends"),
    ),
    (Ask.ADDRESS, (r"\baddress\b",)),
    (
        Ask.OPTIONS,
        (
            r"colou?r|size|option|material|variant|version|capacity|style|model",
            r"cheap|expensive|prefer|whichever|don't care|similar",
        ),
    ),
    (Ask.ITEM, (r"\bitems?\b|\bproducts?\b",)),
    (Ask.WHO, (r"\bname\b|e-?mail|zip",)),
)


def known(text: str) -> Known:
    """
    Who the customer is, of the whole instruction.
    """
    name, zip_code = _NAME.search(text), _ZIP.search(text)
    return Known(
        name=name["name"] if name else "",
        zip_code=zip_code["zip"] if zip_code else "",
        emails=tuple(_EMAIL.findall(text)),
    )


def clauses(text: str) -> Iterator[Clause]:
    """
    What is said of a text, and when; without who the customer is and how.
    """
    for sentence in sentences(text):
        bare = sentence.rstrip(" .")
        is_manner = _ADJECTIVES.match(bare) and not _NO_ADJECTIVE.search(bare)
        if not (is_manner or _MANNER.match(bare) or _IDENTITY.match(bare)):
            yield from _of(bare)


def sentences(text: str) -> list[str]:
    """
    The sentences of a text; a stop before a small letter ends none.
    """
    text = text.replace("\u2019", "'")
    parts = re.split(r"(?<=[.!?;])\s+(?=[A-Z'\"#])", " ".join(text.split()))
    joined = [re.sub(r"\.\s+(?=[a-z])", " ", each) for each in parts]
    return [each for each in joined if each.strip(" .;")]


def topic(text: str) -> Ask | None:
    """
    What question this could be an answer to.
    """
    for ask, patterns in _TOPICS:
        if any(re.search(each, text, re.IGNORECASE) for each in patterns):
            return ask
    return None


def _of(sentence: str) -> Iterator[Clause]:
    sentence, *instead = _OTHERWISE.split(f" {sentence}", maxsplit=1)
    if instead:
        if sentence.strip():
            yield from _of(sentence.strip())
        yield _clause(When.REFUSED, instead[0])
        return
    sentence = sentence.strip()
    first, *then = _BUT_IF.split(sentence, maxsplit=1)
    if then:
        yield from _of(first)
        yield from _of(then[0])
        return
    before = _BEFORE.match(sentence)
    if before is not None:
        yield _clause(When.CONFIRM, before["rest"])
        return
    condition = _IF.match(sentence)
    if condition is not None:
        yield from _if(condition["all"], sentence)
        return
    turns = _TURNS.match(sentence)
    if turns is not None:
        yield from _of(re.sub(r"\s*\b(?:initially|at first),?", "", turns["first"]))
        yield _decided(turns["then"], turns["first"])
        return
    if _LATER.match(sentence):
        yield _decided(sentence, sentence)
        return
    if _UNSURE.search(sentence):
        about = topic(sentence)
        yield Clause(When.ASKED, _not_sure(about), about)
        return
    is_side = _SIDE.match(sentence) and not WISHED.search(sentence)
    yield _clause(When.MORE if is_side else When.NOW, sentence)


def _if(text: str, whole: str) -> Iterator[Clause]:
    """
    What hangs on something: a question, a refusal, or what only the shop knows.
    """
    then = _THEN.search(text) or re.search(r",\s*(?:then )?", text)
    then = then or _DEED.search(text)
    if then is None:
        yield _clause(When.NOW, whole)
        return
    condition, rest = text[: then.start()], text[then.end() :]
    rest, *after = re.split(r",? and after that,? ", rest)
    if _ASKS.search(condition):
        about = topic(condition)
        if about is Ask.CONFIRM:
            yield _clause(When.CONFIRM, rest)
        else:
            yield Clause(When.ASKED, spoken(rest), about or topic(rest))
    elif _NOT.search(condition):
        yield _clause(When.REFUSED, rest)
    else:
        yield Clause(When.NOW, spoken(whole), topic(rest))
    for each in after:
        yield _clause(When.MORE, each)


def _clause(when: When, text: str) -> Clause:
    return Clause(when, spoken(text), topic(text))


def _decided(text: str, of: str) -> Clause:
    """
    What they come to in the end; it answers what the text before it was about.
    """
    rest = _DECIDES.sub("", text).strip()
    if _TAKES_BACK.match(rest):
        withdrawn = re.sub(r"^(?:to )?(?:not |don't |do not )", "not ", rest)
        words = spoken(f"I'd rather {withdrawn}")
        return Clause(When.CONFIRM, words, is_withdrawn=True)
    about = topic(rest) or topic(of)
    if about not in (Ask.METHOD, Ask.ADDRESS, Ask.ITEM):
        about = Ask.OPTIONS
    # A thing is named alone ("the brown color"), a deed as a wish.
    return Clause(When.ASKED, spoken(rest), about, decided=True)


def _not_sure(about: Ask | None) -> str:
    if about is Ask.METHOD:
        return "I'm not sure yet. Which payment methods are there to choose from?"
    return "I'm not sure yet. What is there to choose from?"
