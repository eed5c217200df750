"""
The kinds of thing a mapping can say: which column holds it, and how it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from zoneinfo import ZoneInfo

from crm_connector.attempts import AttemptState
from crm_connector.model import OrderStatus
from crm_connector.operations import MethodKind, Operation

Scalar = str | int | bool | None


def fold(word: str) -> str:
    """
    A database word as it is compared: capitals and outer spaces do not matter.
    """
    return word.strip().casefold()


@dataclass(frozen=True)
class Column:
    """
    A column of one of the tables of a part; `place` is where the file names it.
    """

    table: str
    name: str
    place: str = field(compare=False)

    def __str__(self) -> str:
        return f"{self.table}.{self.name}"


@dataclass(frozen=True)
class OneColumn:
    """
    A field that one column holds.
    """

    column: Column

    @property
    def columns(self) -> tuple[Column, ...]:
        """
        The column, as fields of several have them.
        """
        return (self.column,)


class KeyType(str, Enum):
    """
    How values of an id or a number are compared.
    """

    TEXT = "text"
    INTEGER = "integer"
    UUID = "uuid"


@dataclass(frozen=True)
class Key(OneColumn):
    """
    An id or a number. `prefix` is what all have in front and people leave out.
    """

    type: KeyType = KeyType.TEXT
    prefix: str = ""


@dataclass(frozen=True)
class Text:
    """
    One or more columns, joined with a space; `values` maps words, if there are any.

    `words` is the way back: the word as the database writes it, for what it means.
    """

    columns: tuple[Column, ...]
    values: Mapping[str, str] | None = None
    words: Mapping[str, str] = field(default_factory=dict)


Texts = Mapping[str, Text]
"""A text by language."""


@dataclass(frozen=True)
class Options:
    """
    Texts by language and by the name of the option: {"en": {"size": ...}}.
    """

    texts: Mapping[str, Texts]

    @property
    def columns(self) -> tuple[Column, ...]:
        """
        The columns of all of them.
        """
        return tuple(
            column
            for of_language in self.texts.values()
            for text in of_language.values()
            for column in text.columns
        )


class Search(str, Enum):
    """
    How a phone or an e-mail is looked for: by an index, or whatever way it is written.
    """

    INDEX = "index"
    SCAN = "scan"


@dataclass(frozen=True)
class Reach:
    """
    Columns each of which holds one phone, or one e-mail address, however written.
    """

    columns: tuple[Column, ...]
    type: KeyType = KeyType.TEXT
    search: Search = Search.INDEX


@dataclass(frozen=True)
class Place:
    """
    The columns of an address; `lines` holds a line in each of its columns.
    """

    lines: Text
    city: Text
    name: Text | None = None
    province: Text | None = None
    postal_code: Text | None = None
    country: Text | None = None
    phone: Text | None = None

    def fields(self) -> Iterator[tuple[str, Text]]:
        """
        What is mapped of an address, by the names of `Address`.
        """
        for name, value in vars(self).items():
            if value is not None:
                yield name, value

    @property
    def columns(self) -> tuple[Column, ...]:
        """
        The columns of all of it.
        """
        return tuple(each for _, text in self.fields() for each in text.columns)


class TimeFormat(str, Enum):
    """
    How a moment or a day is written in the database.
    """

    ISO = "iso"
    EPOCH_SECONDS = "epoch_seconds"
    EPOCH_MILLISECONDS = "epoch_milliseconds"
    NATIVE = "native"
    DATE = "date"
    JALALI = "jalali"


@dataclass(frozen=True)
class Time(OneColumn):
    """
    A moment or a day; `zone` is the clock that it is written by, where it says none.
    """

    format: TimeFormat
    zone: ZoneInfo | None


@dataclass(frozen=True)
class Amount(OneColumn):
    """
    An amount of money or of things.

    `value * multiply_by / divide_by` is a whole number of ours.
    """

    multiply_by: int = 1
    divide_by: int = 1


@dataclass(frozen=True)
class Flag(OneColumn):
    """
    Yes or no.
    """

    words: Mapping[str, bool]


@dataclass(frozen=True)
class Status(OneColumn):
    """
    A status; a word mapped to None is a step that customers do not hear of.

    `done` are the words that say what was done with the order, too.
    """

    words: Mapping[str, OrderStatus | None]
    done: Mapping[str, frozenset[Operation]] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind(OneColumn):
    """
    A kind of paying.
    """

    words: Mapping[str, MethodKind]


@dataclass(frozen=True)
class Outcome(OneColumn):
    """
    What became of a try to pay.
    """

    words: Mapping[str, AttemptState]


@dataclass(frozen=True)
class Condition(OneColumn):
    """
    Only rows whose column holds one of `values`.
    """

    values: tuple[Scalar, ...]


@dataclass(frozen=True)
class Table:
    """
    A table under the name by which the part's columns call it.
    """

    alias: str
    name: str
    schema: str | None
    place: str = field(compare=False)


@dataclass(frozen=True)
class Join:
    """
    A table whose row, if there is one, belongs to the row before it.
    """

    table: Table
    match: tuple[tuple[Column, Column], ...]
    where: tuple[Condition, ...]


@dataclass(frozen=True)
class Rows:
    """
    Where the rows of one part come from.
    """

    table: Table
    joins: tuple[Join, ...]
    where: tuple[Condition, ...]

    def tables(self) -> Iterator[Table]:
        """
        The table and the joined ones.
        """
        yield self.table
        for join in self.joins:
            yield join.table

    def own_columns(self) -> Iterator[Column]:
        """
        The columns that joins and conditions name.
        """
        for condition in self.where:
            yield condition.column
        for join in self.joins:
            for left, right in join.match:
                yield left
                yield right
            for condition in join.where:
                yield condition.column
