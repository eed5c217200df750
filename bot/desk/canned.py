"""
Ready-made replies: the shop's, and each agent's own, in the customers' languages.

A field in braces stands for what differs from talk to talk. What nobody knows now has
no value, and a reply that needs it is not offered.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.desk.tables import canned_replies
from bot.handoff.policy import Reason
from bot.shop_values import LANGUAGES, BadShopFileError

FIELDS = ("customer", "agent", "order", "shop")
PHOTO = "photo"
MOST = 500
"""Of the shop, and of each agent."""
LONGEST_TITLE, LONGEST_TEXT, MOST_ABOUT = 80, 2000, 20

_FIELD = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")
_SKILL = re.compile(r"[^\s\x00\ud800-\udfff]{1,40}")
# What no database keeps: NUL, and halves of pairs.
_BROKEN = re.compile(r"[\x00\ud800-\udfff]")
_CODE = re.compile(r"[a-z_]{1,40}")


class BadReply(ValueError):
    """
    A reply cannot be kept; `code` says why, `detail` of what.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Reply:
    """
    A ready-made reply. `texts` are by language; `owner` is None for the shop's own.

    It is for those with `skill` (None: for all) and suggested for the reasons and
    intents in `about` (none: for any). An `id` below nought is that of a reply which
    stands in the shop's file; there `titles` may be by language, of which `title` is
    the first. It is not suggested where what it `asks` for (a field, `PHOTO`) is known.
    """

    title: str
    texts: Mapping[str, str]
    skill: str | None = None
    about: tuple[str, ...] = ()
    owner: int | None = None
    id: int = 0
    updated_at: datetime | None = field(default=None, compare=False)
    titles: Mapping[str, str] = field(default_factory=dict)
    asks: frozenset[str] = frozenset()

    @property
    def called(self) -> frozenset[str]:
        """
        All its titles, in one case.
        """
        return frozenset(
            each.casefold() for each in (self.title, *self.titles.values())
        )

    def filled(self, language: str, values: Mapping[str, str]) -> str | None:
        """
        The text in a language; None where there is none, or a field has no value.
        """
        text = self.texts.get(language)
        return None if text is None else fill(text, values)


def fill(text: str, values: Mapping[str, str]) -> str | None:
    """
    A text with its fields; None where one of them has no value.

    Values are never read as fields themselves.
    """
    if any(not values.get(name) for name in _FIELD.findall(text)):
        return None
    return _FIELD.sub(lambda found: values[found.group(1)], text)


def read(asked: Mapping[str, Any], owner: int | None) -> Reply:
    """
    A reply as somebody has typed it. Raises `BadReply`.
    """
    return Reply(
        _title(asked.get("title")),
        _texts(asked.get("texts")),
        _skill(asked.get("skill")),
        _about(asked.get("about") or []),
        owner,
    )


def of_file(listed: Iterable[Mapping[str, Any]]) -> tuple[Reply, ...]:
    """
    The replies of the shop's file. Raises `BadShopFileError`.
    """
    return tuple(_of_file(place, asked) for place, asked in enumerate(listed, 1))


def every(
    connection: Connection, account: int, of_file: Collection[Reply] = ()
) -> list[Reply]:
    """
    Give the replies of the shop and this agent's own, by their titles.

    One that the shop keeps here stands for the one of its file with the same title, in
    whichever language, and asks for the same.
    """
    rows = connection.execute(
        sa.select(canned_replies).where(
            sa.or_(canned_replies.c.owner.is_(None), canned_replies.c.owner == account)
        )
    )
    kept = [_from_row(row) for row in rows]
    shops = {each.title.casefold(): each for each in kept if each.owner is None}
    asks: dict[int, frozenset[str]] = {}
    found = []
    for each in of_file:
        instead = [shops[title] for title in each.called if title in shops]
        asks.update((one.id, each.asks) for one in instead)
        found += [] if instead else [each]
    found += [replace(each, asks=asks.get(each.id, each.asks)) for each in kept]
    return sorted(found, key=lambda each: (each.title.casefold(), each.id))


def find(connection: Connection, number: int) -> Reply | None:
    """
    Give one reply; None if there is no such one.
    """
    query = sa.select(canned_replies).where(canned_replies.c.id == number)
    row = connection.execute(query).first()
    return None if row is None else _from_row(row)


def add(connection: Connection, reply: Reply, now: datetime) -> Reply:
    """
    Keep a new one. Raises `BadReply` where there are too many.
    """
    of = canned_replies.c.owner
    same = of.is_(None) if reply.owner is None else of == reply.owner
    count = sa.select(sa.func.count()).select_from(canned_replies).where(same)
    if int(connection.execute(count).scalar_one()) >= MOST:
        raise BadReply("too_many", str(MOST))
    row = _row(reply, now) | {"owner": reply.owner}
    number = connection.execute(canned_replies.insert(), row).inserted_primary_key[0]
    return _known(connection, int(number))


def change(connection: Connection, number: int, reply: Reply, now: datetime) -> Reply:
    """
    Say something else from now on; whose it is stays.
    """
    connection.execute(
        canned_replies.update()
        .where(canned_replies.c.id == number)
        .values(**_row(reply, now))
    )
    return _known(connection, number)


def remove(connection: Connection, number: int) -> None:
    """
    Forget one.
    """
    connection.execute(canned_replies.delete().where(canned_replies.c.id == number))


def fitting(
    replies: Collection[Reply], codes: Collection[str], skills: Collection[str]
) -> list[Reply]:
    """
    Give those that are suggested for a reason and an intent, the closest first.

    What is for anything comes last; what is for others does not come.
    """
    found = [
        each
        for each in replies
        if (not each.about or not set(each.about).isdisjoint(codes))
        and (each.skill is None or each.skill in skills)
    ]
    return sorted(found, key=lambda each: (not each.about, each.owner is None))


def _of_file(place: int, asked: Mapping[str, Any]) -> Reply:
    try:
        title = asked.get("title")
        titles = _titles(title) if isinstance(title, dict) else {}
        first = next(iter(titles.values()), title)
        reply = read({**asked, "title": first}, None)
        return replace(reply, id=-place, titles=titles, asks=_asks(asked.get("asks")))
    except BadReply as error:
        problem = f"desk.replies: the reply {place} cannot be kept: {error}."
        raise BadShopFileError(problem) from None


def _known(connection: Connection, number: int) -> Reply:
    found = find(connection, number)
    if found is None:
        raise LookupError(number)
    return found


def _row(reply: Reply, now: datetime) -> dict[str, Any]:
    return {
        "title": reply.title,
        "texts": dict(reply.texts),
        "skill": reply.skill,
        "about": list(reply.about),
        "updated_at": now,
    }


def _from_row(row: Any) -> Reply:
    return Reply(
        row.title,
        dict(row.texts),
        row.skill,
        tuple(row.about),
        row.owner,
        row.id,
        row.updated_at,
    )


def _title(value: object) -> str:
    if not isinstance(value, str) or _BROKEN.search(value):
        raise BadReply("bad_title", "signs that are none")
    if not 0 < len(value.strip()) <= LONGEST_TITLE:
        raise BadReply("bad_title", f"1 to {LONGEST_TITLE} letters")
    return " ".join(value.split())


def _titles(value: Mapping[object, object]) -> dict[str, str]:
    if not value or not set(value) <= set(LANGUAGES):
        raise BadReply("bad_title", ", ".join(LANGUAGES))
    return {str(language): _title(title) for language, title in value.items()}


def _asks(value: object) -> frozenset[str]:
    if value is None:
        return frozenset()
    known = (*FIELDS, PHOTO)
    if not isinstance(value, list) or not all(each in known for each in value):
        raise BadReply("bad_asks", ", ".join(known))
    return frozenset(value)


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise BadReply("bad_texts", ", ".join(LANGUAGES))
    texts: dict[str, str] = {}
    for language, text in value.items():
        if language not in LANGUAGES or not isinstance(text, str):
            raise BadReply("bad_texts", str(language)[:20])
        if text.strip():
            texts[language] = _text(text.strip())
    if not texts:
        raise BadReply("bad_texts", "at least one language")
    return texts


def _text(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise BadReply("text_too_long", str(LONGEST_TEXT))
    if _BROKEN.search(text):
        raise BadReply("bad_texts", "signs that are none")
    for name in _FIELD.findall(text):
        if name not in FIELDS:
            raise BadReply("unknown_field", name[:40])
    if _BRACE.search(_FIELD.sub("", text)):
        raise BadReply("unknown_field", "a brace alone")
    return text


def _skill(value: object) -> str | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not _SKILL.fullmatch(value.strip()):
        raise BadReply("bad_skill", "a word without spaces")
    return value.strip().casefold()


def _about(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_ABOUT:
        raise BadReply("bad_about", f"at most {MOST_ABOUT} codes")
    for code in value:
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            known = ", ".join(each.value for each in Reason)
            raise BadReply("bad_about", f"names of intents, or of reasons: {known}")
    return tuple(dict.fromkeys(value))
