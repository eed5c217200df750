"""
What a database driver hands over, turned into values that make sense.

Pure functions. `Nonsense` says what is wrong without the value, which may be personal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import jdatetime

from crm_connector.attempts import AttemptState
from crm_connector.model import OrderStatus
from crm_connector.operations import MethodKind, Operation
from crm_connector.sources.sql.fields import (
    Amount,
    Flag,
    Key,
    Kind,
    Outcome,
    Status,
    Text,
    Time,
    TimeFormat,
    fold,
)

_MOMENT = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[T ](?P<hour>\d\d:\d\d)(?::(?P<second>\d\d))?"
    r"(?:[.,](?P<fraction>\d{1,9}))?"
    r"\s?(?P<offset>Z|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_JALALI = re.compile(
    r"(?P<year>1[2-5]\d\d)"
    r"(?:(?P<by>[/.-])(?P<month>\d\d?)(?P=by)(?P<day>\d\d?)|(?P<packed>\d{4}))"
    r"(?:\s*[T ,-]\s*(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?)?",
    re.ASCII,
)
_EARLIEST = 1900
"""No shop has orders from before; the year of a Persian date would be."""
_NOISE = Decimal("0.000001")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)


class Nonsense(Exception):
    """
    A value that cannot be what the mapping says; the message holds no value.
    """


def word(raw: object) -> str | None:
    """
    A raw value as text, outer spaces gone; nothing and empty text are None.
    """
    if raw is None:
        return None
    if isinstance(raw, str):
        return raw.strip() or None
    if isinstance(raw, (int, Decimal, UUID)) and not isinstance(raw, bool):
        return str(raw)
    raise Nonsense("is not text")


def key(raw: object, _field: Key | None = None) -> str | None:
    """
    An id or a number.
    """
    return word(raw)


def text(raw: object, field: Text) -> str | None:
    """
    The text of one column, by the field's own words if it has any.
    """
    found = word(raw)
    if found is None or field.values is None:
        return found
    return _mapped(found, field.values)


def _mapped(each: str, values: Mapping[str, str]) -> str:
    try:
        return values[fold(each)]
    except KeyError:
        raise Nonsense("is a word that the mapping does not know") from None


def status(raw: object, field: Status) -> OrderStatus | None:
    """
    Our status for the database's word; None for a step that customers do not hear of.
    """
    found = word(raw)
    if found is None:
        raise Nonsense("has no status")
    try:
        return field.words[fold(found)]
    except KeyError:
        raise Nonsense("is a status that the mapping does not know") from None


def done(raw: object, field: Status) -> frozenset[Operation]:
    """
    What the database's word for a status says that was done.
    """
    return field.done.get(fold(word(raw) or ""), frozenset())


def outcome(raw: object, field: Outcome) -> AttemptState | None:
    """
    What became of a try to pay, for the database's word.
    """
    found = word(raw)
    if found is None:
        return None
    try:
        return field.words[fold(found)]
    except KeyError:
        raise Nonsense("is a state of a payment that the mapping lacks") from None


def kind(raw: object, field: Kind) -> MethodKind | None:
    """
    Our kind of paying for the database's word.
    """
    found = word(raw)
    if found is None:
        return None
    try:
        return field.words[fold(found)]
    except KeyError:
        raise Nonsense("is a kind of paying that the mapping does not know") from None


def number(raw: object, field: Amount) -> int:
    """
    A whole number that is not negative, in our unit.
    """
    value = _decimal(raw) * field.multiply_by / field.divide_by
    if isinstance(raw, float) and abs(value - round(value)) < _NOISE:
        # What floats add up to: 0.1 and 0.2 are 0.30000000000000004.
        value = Decimal(round(value))
    if value < 0:
        raise Nonsense("is negative")
    if value != int(value):
        raise Nonsense("is not a whole number")
    return int(value)


def stock(raw: object, _field: Amount) -> int:
    """
    How many whole things there are; what is owed to others is not there.
    """
    return max(0, int(_decimal(raw)))


def flag(raw: object, field: Flag) -> bool | None:
    """
    Yes or no; nothing and empty text are None.
    """
    if isinstance(raw, bool):
        raw = str(raw)
    found = word(raw)
    if found is None:
        return None
    try:
        return field.words[fold(found)]
    except KeyError:
        raise Nonsense("is neither yes nor no") from None


def _decimal(raw: object) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, (int, float, Decimal, str)):
        raise Nonsense("is not a number")
    # repr() of a float is its shortest form: 47.84 and not 47.8400000000000034.
    written = repr(raw) if isinstance(raw, float) else str(raw).strip()
    if not _NUMBER.fullmatch(written):
        raise Nonsense("is not a number")
    return Decimal(written)


def moment(raw: object, field: Time) -> datetime | None:
    """
    A moment in UTC; nothing and empty text are None.
    """
    if raw is None or raw == "":
        return None
    return _in_utc(_read(raw, field), field.zone)


def day(raw: object, field: Time) -> date | None:
    """
    A day. Of a moment it is the day by the clock of the field's zone.
    """
    if raw is None or raw == "":
        return None
    value = _read(raw, field)
    if value.tzinfo is None:
        return value.date()
    return value.astimezone(field.zone or timezone.utc).date()


def moment_written(
    moment: datetime, format_: TimeFormat, zone: ZoneInfo | None
) -> object:
    """
    A moment as a database is given it.

    In UTC, or by the clock of `zone` and then without an offset.
    """
    if format_ is TimeFormat.EPOCH_SECONDS:
        return int(moment.timestamp())
    if format_ is TimeFormat.EPOCH_MILLISECONDS:
        return int(moment.timestamp() * 1000)
    moment = moment.astimezone(zone or timezone.utc)
    if format_ is TimeFormat.DATE:
        return moment.date()
    if format_ is TimeFormat.JALALI:
        return jdatetime.datetime.fromgregorian(datetime=moment).strftime(
            "%Y/%m/%d %H:%M:%S"
        )
    if zone is not None:
        moment = moment.replace(tzinfo=None)
    if format_ is TimeFormat.NATIVE:
        return moment
    return moment.isoformat(timespec="seconds")


def _read(raw: object, field: Time) -> datetime:
    value = _READERS[field.format](raw)
    if value.year < _EARLIEST and value.tzinfo is None:
        raise Nonsense("is before 1900; for Persian dates say `format: jalali`")
    return value


def _in_utc(value: datetime, zone: ZoneInfo | None) -> datetime:
    if value.tzinfo is None:
        if zone is None:
            raise Nonsense("has no offset, and the mapping gives no zone")
        value = value.replace(tzinfo=zone)
    try:
        return value.astimezone(timezone.utc)
    except OverflowError:
        raise Nonsense("is out of range") from None


def _iso(raw: object) -> datetime:
    """
    A day alone is its beginning.
    """
    found = _MOMENT.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if found is None and isinstance(raw, str) and _DAY.fullmatch(raw.strip()):
        return _date(raw)
    if found is None:
        raise Nonsense("is not a moment in ISO form")
    offset = (found["offset"] or "").upper().replace("Z", "+00:00")
    if len(offset) == len("+hh"):
        offset += ":00"
    elif offset and ":" not in offset:
        offset = f"{offset[:3]}:{offset[3:]}"
    fraction = (found["fraction"] or "").ljust(6, "0")[:6]
    written = f"{found['day']}T{found['hour']}:{found['second'] or '00'}"
    try:
        return datetime.fromisoformat(f"{written}.{fraction}{offset}")
    except ValueError:
        raise Nonsense("is not a moment that exists") from None


def _epoch_seconds(raw: object) -> datetime:
    return _epoch(_decimal(raw))


def _epoch_milliseconds(raw: object) -> datetime:
    return _epoch(_decimal(raw) / 1000)


def _epoch(seconds: Decimal) -> datetime:
    try:
        return _EPOCH + timedelta(microseconds=int(seconds * 1_000_000))
    except OverflowError:
        raise Nonsense("is out of range") from None


def _native(raw: object) -> datetime:
    if isinstance(raw, datetime):
        return raw
    if isinstance(raw, date):
        return datetime.combine(raw, time())
    raise Nonsense("is not a native moment")


def _date(raw: object) -> datetime:
    """
    Also a moment, which has a day.
    """
    if isinstance(raw, date):
        return _native(raw)
    if isinstance(raw, str) and _MOMENT.fullmatch(raw.strip()):
        return _iso(raw)
    if isinstance(raw, str) and _DAY.fullmatch(raw.strip()):
        try:
            return datetime.fromisoformat(raw.strip())
        except ValueError:
            raise Nonsense("is not a day that exists") from None
    raise Nonsense("is not a day")


def _jalali(raw: object) -> datetime:
    """
    1405/08/03, 1405-8-3 14:30, 14050803 and «۱۴۰۵/۰۸/۰۳», without an offset.
    """
    written = "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() else each
        for each in (word(raw) or "")
    )
    found = _JALALI.fullmatch(written)
    if found is None:
        raise Nonsense("is not a Persian date, such as 1405/08/03")
    month, day = found["month"], found["day"]
    if found["packed"]:
        month, day = found["packed"][:2], found["packed"][2:]
    parts = (found["year"], month, day, found["hour"], found["minute"], found["second"])
    try:
        return jdatetime.datetime(*(int(each or 0) for each in parts)).togregorian()
    except ValueError:
        raise Nonsense("is not a day that exists") from None


_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_READERS: dict[TimeFormat, Callable[[object], datetime]] = {
    TimeFormat.ISO: _iso,
    TimeFormat.EPOCH_SECONDS: _epoch_seconds,
    TimeFormat.EPOCH_MILLISECONDS: _epoch_milliseconds,
    TimeFormat.NATIVE: _native,
    TimeFormat.DATE: _date,
    TimeFormat.JALALI: _jalali,
}
