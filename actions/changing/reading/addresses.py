"""
An address out of a sentence: in one line as Americans write it, or part by part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from actions.changing.reading import shapes, towns
from actions.changing.reading.another import wants_kind
from actions.changing.reading.known import Known
from actions.changing.reading.phrases import content, pattern
from actions.changing.reading.recipients import addressee
from actions.changing.reading.text import Text, fold
from crm_connector.model import Address

_PHONE = re.compile(r"(?<!\d)(?:\+?98|0)9\d{9}(?!\d)|(?<!\d)\+\d{9,14}(?!\d)")
_PARTS = re.compile(
    r"(?:[^,\n;.!?]|[.!?](?!\s|$)|(?<=\bno)\.|(?<=\bst)\.|(?<=\bave)\.|(?<=\bapt)\.)+"
)
_TEN = re.compile(r"(?<![\d-])\d{5}-?\d{5}(?![\d-])")
_STRIP = " .:-\"'()!?"
_ENOUGH = 2


@dataclass(frozen=True)
class Found:
    """
    An address, and where it stands in the folded text.
    """

    address: Address
    start: int
    end: int


@dataclass(frozen=True)
class _Part:
    """
    A stretch of the text, and what of an address it is.
    """

    kind: str
    start: int
    end: int


def address(text: Text, known: Known, *, is_asked: bool = False) -> Found | None:
    """
    The address that a text names. Where one was asked for, less tells that it is one.
    """
    wants = pattern("operations", "change_address").search(text.folded)
    # Who wants another address may tell it at once.
    is_asked = is_asked or wants is not None
    found = _american(text, known) or _in_parts(text, known, is_asked=is_asked)
    return found or (_abroad(text, known) if is_asked else None)


def _american(text: Text, known: Known) -> Found | None:
    found = shapes.one_line().search(text.folded)
    if found is None:
        return None
    # "... 12 of them to 544 Sunset Drive": the number of the house is the last.
    street = found.start("street")
    for later in re.finditer(r"(?:\bto|\bis|\bbe|\bat|:)\s+(?=\d)", found["street"]):
        street = found.start("street") + later.end()
    lines = [text.as_written(street, found.end("street"))]
    if found["second"]:
        lines.append(text.as_written(*found.span("second")))
    return Found(
        Address(
            name=_name(known),
            lines=tuple(lines),
            city=text.as_written(*found.span("city")),
            province=_state(text.as_written(*found.span("state"))),
            postal_code=text.as_written(*found.span("zip")),
            country="US",
            phone=_phone(text),
        ),
        street,
        found.end(),
    )


def _in_parts(text: Text, known: Known, *, is_asked: bool) -> Found | None:
    text = text.part(0, _end(text))
    parts = [p for s, e in _stretches(text) for p in _classified(text, s, e, known)]
    telling = [at for at, each in enumerate(parts) if each.kind != "other"]
    streets = [each for each in parts if each.kind == "street"]
    places = [each for each in parts if each.kind in ("city", "province")]
    has_postal = any(each.kind == "postal" for each in parts)
    abroad = any(each.kind == "country" for each in parts)
    told = len(streets) + has_postal + bool(places) + abroad
    enough = told >= _ENOUGH + (not is_asked) * (len(streets) < _ENOUGH)
    if not streets or not enough:
        return None
    first, last = telling[0], telling[-1]
    parts = parts[max(0, first - (not places)) : last + 1]
    return _assembled(text, known, parts)


def _abroad(text: Text, known: Known) -> Found | None:
    """
    A town of another country by itself: nothing else of it needs to be known.
    """
    for found in towns.known_as(frozenset()).finditer(text.folded):
        country = towns.country_of(found[1])
        if country != known.country:
            city = text.as_written(*found.span(1))
            return Found(Address("", (), city, country=country), *found.span(1))
    return None


def _end(text: Text) -> int:
    """
    Where another wish begins in the sentence of an address: "... and make it red".
    """
    links = [e.span() for e in pattern("operations", "link").finditer(text.folded)]
    links += [
        (each.start(), each.start() + 1)
        for each in pattern("operations", "attached").finditer(text.folded)
    ]
    ends = [start for start, end in links if _goes_on(text.part(end, len(text.folded)))]
    ends += [e.start() for e in pattern("addresses", "glued").finditer(text.folded)]
    told = (at for at in sorted(ends) if _tells_street(text.folded[:at]))
    return next(told, len(text.folded))


def _tells_street(said: str) -> bool:
    return shapes.street().search(said) is not None or any(map(str.isdigit, said))


def _goes_on(rest: Text) -> bool:
    """
    Whether something is to be done, or wanted, by what stands behind "and".
    """
    opens = pattern("operations", "opens").match(rest.folded) is not None
    lessens = pattern("quantities", "lessened").search(rest.folded) is not None
    return opens or lessens or wants_kind(rest)


def _assembled(text: Text, known: Known, parts: list[_Part]) -> Found | None:
    city = province = postal = country = None
    name, lines = _name(known), list[str]()
    for at, each in enumerate(parts):
        written = text.as_written(each.start, each.end).strip(_STRIP)
        if not written:
            continue
        if each.kind == "postal":
            postal = "".join(filter(str.isdigit, fold(written)))
        elif each.kind == "province" and province is None:
            province = written
        elif each.kind == "city" and city is None:
            city = written
        elif each.kind == "city" and province is None and at <= 1:
            # "Tehran, Tehran": the first is the province.
            province, city = city, written
        elif each.kind == "city" and fold(written) == fold(city or ""):
            continue
        elif each.kind == "country":
            country = towns.country(fold(written))
        elif each.kind == "name":
            name = written
        elif each.kind == "other" and city is None and not lines and at == 0:
            city = _tail(written)
        elif each.kind != "phone":
            lines.append(written)
    if city is None and province is not None:
        city = province
    if city is None and known.order and known.order.ship_to:
        # Within the town it was to go to.
        city, province = known.order.ship_to.city, known.order.ship_to.province
    if city is None or not lines:
        return None
    return Found(
        Address(
            name=name,
            lines=tuple(lines),
            city=city,
            province=province,
            postal_code=postal,
            country=country or towns.country_of(fold(city)) or known.country,
            phone=_phone(text),
        ),
        parts[0].start,
        parts[-1].end,
    )


def _stretches(text: Text) -> Iterator[tuple[int, int]]:
    """
    What stands between commas, and without commas what each word of a place begins.
    """
    for found in _PARTS.finditer(text.folded):
        start = found.start()
        begins = shapes.starts().finditer(text.folded, *found.span())
        places = [each.start() for each in begins]
        for place in places:
            if place > start:
                yield start, place
                start = place
        yield start, found.end()


def _classified(text: Text, start: int, end: int, known: Known) -> Iterator[_Part]:
    """
    A stretch as one part of an address, or as several.
    """
    said = text.folded[start:end]
    named = addressee(text.part(start, end))
    if named is not None:
        yield from _classified(text, start, start + named[0], known)
        yield _Part("name", start + named[1], start + named[2])
        yield from _classified(text, start + named[2], end, known)
        return
    phone = _PHONE.search(said)
    if phone:
        yield _Part("phone", start + phone.start(), start + phone.end())
        return
    postal = shapes.postal().search(said) or _TEN.search(said)
    if postal:
        yield from _classified(text, start, start + postal.start(), known)
        digits = re.search(r"\d[\d -]*\d", postal.group())
        if digits:
            at = start + postal.start()
            yield _Part("postal", at + digits.start(), at + digits.end())
        return
    opened = shapes.lead().match(said)
    if opened and opened.end() < len(said):
        start, said = start + opened.end(), said[opened.end() :]
    bare = said.strip(_STRIP)
    if not bare:
        return
    first = shapes.street().search(said)
    if first is not None:
        yield from _towns(text, start, start + first.start(), known)
        yield from _in_town(text, start + first.start(), end, known)
        return
    if shapes.behind().search(said):
        yield from _in_town(text, start, end, known)
        return
    if towns.country(bare):
        yield _Part("country", start, end)
        return
    yield from _towns(text, start, end, known)


def _in_town(text: Text, start: int, end: int, known: Known) -> Iterator[_Part]:
    """
    A street, and the town behind it: «پلاک ۱۰۹ تهران».

    Right behind the word for a street it is the street's own name: «خیابان تهران».
    """
    end = _trimmed(text, start, end)
    said = text.folded[start:end].rstrip(_STRIP)
    for hit in towns.known_as(towns.own(known)).finditer(said):
        street = said[: hit.start()].strip(_STRIP)
        is_its_name = not street or shapes.street().fullmatch(street)
        if hit.end() == len(said) and not is_its_name:
            yield _Part("street", start, start + hit.start())
            yield _Part("city", start + hit.start(1), start + hit.end(1))
            return
    yield _Part("street", start, end)


def _towns(text: Text, start: int, end: int, known: Known) -> Iterator[_Part]:
    said = text.folded[start:end]
    if not said.strip(_STRIP):
        return
    province = re.search(rf"(?<!\w){content('addresses')['province']}", said)
    if province:
        at = start + province.end()
        longest = sorted(towns.provinces(), key=len, reverse=True)
        names = "|".join(map(re.escape, longest))
        whole = re.match(rf"\s*(?:{names})(?!\w)|\s*\w+", said[province.end() :])
        stop = at + (whole.end() if whole else 0)
        yield _Part("province", at, stop)
        yield from _towns(text, stop, end, known)
        return
    named = re.search(rf"(?<!\w){content('addresses')['city']}", said)
    if named:
        first = start + named.end()
        town = towns.known_as(towns.own(known)).search(text.folded, first, end)
        is_it = town is not None and not text.folded[first : town.start(1)].strip()
        # "To the city of Karaj send it"
        yield _Part("city", first, town.end(1) if town and is_it else end)
        return
    hits = list(towns.known_as(towns.own(known)).finditer(said))
    if not hits:
        kind = "province" if said.strip(_STRIP) in towns.provinces() else "other"
        yield _Part(kind, start, end)
        return
    for hit in hits[:2]:
        yield _Part("city", start + hit.start(1), start + hit.end(1))
    rest = start + hits[min(len(hits), 2) - 1].end()
    end = _trimmed(text, rest, end)
    behind = text.folded[rest:end].strip(_STRIP)
    if towns.country(behind):
        yield _Part("country", rest, end)
    elif behind:
        # "Baghdad Karrada 52" is of a street; "to Shiraz as soon as you can" is not.
        is_street = _has_house(behind, known)
        yield _Part("street" if is_street else "other", rest, end)


def _trimmed(text: Text, start: int, end: int) -> int:
    """
    Where a stretch ends without what is asked for, and politely.
    """
    ended = shapes.no_street().search(text.folded[start:end])
    return start + ended.start() if ended else end


def _has_house(said: str, known: Known) -> bool:
    own = {fold(each.number) for each in known.orders}
    digits = re.findall(r"(?<![\w-])\d{1,5}(?![\d-])", said)
    return any(each not in own for each in digits)


def _tail(written: str) -> str:
    """
    The last words of what stands before the first street: the town.
    """
    words = re.split(r"(?:\s|^)(?:به|در|الى|إلى|في|to|in|be|dar)\s", written)[
        -1
    ].split()
    return " ".join(words[-2:])


def _name(known: Known) -> str:
    order = known.order
    return order.ship_to.name if order and order.ship_to else ""


def _phone(text: Text) -> str | None:
    found = _PHONE.search(text.folded)
    return found.group() if found else None


def _state(written: str) -> str:
    code = written.strip(" .").upper()
    if len(code) <= 2:
        return code
    names = content("addresses")["state_names"].replace("_", " ")
    name = written.casefold().strip()
    return shapes.state_codes().get(name, written) if names else written
