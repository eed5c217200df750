"""
A shop's catalogue, read in pages, and what tells cheaply that it has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Integer, String, and_, bindparam, cast, func, or_
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from crm_connector.model import CatalogueEntry, CataloguePage
from crm_connector.sources.sql import records
from crm_connector.sources.sql.fields import Column, KeyType
from crm_connector.sources.sql.mapping import ShopMapping
from crm_connector.sources.sql.parts import NamesMapping
from crm_connector.sources.sql.statements import Query, Row


class _Names:
    """
    The statements of one part of the catalogue.
    """

    def __init__(self, part: NamesMapping) -> None:
        self.part = part
        self._query = Query(part, [part.id])
        # A noun's id is its category's: only with the word is it one row.
        self._sorted: list[Column] = [part.id.column]
        if part.word is not None:
            self._sorted += part.word.columns
        columns = [self._query.column(each) for each in self._sorted]
        self._first = self._query.select.order_by(*columns).limit(
            bindparam("limit", type_=Integer)
        )
        # (a, b) > (x, y), written so that every database understands it.
        self._later = self._first.where(
            or_(
                *(
                    and_(
                        *(columns[i] == bindparam(f"after_{i}") for i in range(at)),
                        columns[at] > bindparam(f"after_{at}"),
                    )
                    for at in range(len(columns))
                )
            )
        )
        self._version = self._versioned(columns[0])

    def _versioned(self, key: Any) -> Select:
        figures = [func.count(), func.max(key)]
        part = self.part
        if part.changed is not None:
            figures.append(func.max(self._query.column(part.changed.column)))
        else:
            # A name that was mended is seldom as long as it was.
            figures += [
                func.sum(func.char_length(cast(self._query.column(each), String)))
                for each in part.columns()
            ]
        return self._query.select.with_only_columns(*figures)

    def rows(
        self, connection: Connection, after: Sequence[str | int] | None, limit: int
    ) -> list[Row]:
        if after is None:
            return self._query.rows(connection, self._first, limit=limit)
        given = {f"after_{at}": value for at, value in enumerate(after)}
        return self._query.rows(connection, self._later, limit=limit, **given)

    def place(self, row: Row) -> list[str | int]:
        """
        Where in the order this row stands.
        """
        found: list[str | int] = []
        for column in self._sorted:
            raw = row[column]
            is_number = column == self.part.id.column and (
                self.part.id.type is KeyType.INTEGER
            )
            found.append(int(str(raw)) if is_number else str(raw))
        return found

    def is_place(self, place: object) -> bool:
        return isinstance(place, list) and len(place) == len(self._sorted)

    def figures(self, connection: Connection) -> list[str]:
        return [str(each) for each in connection.execute(self._version).one()]


class CatalogueQueries:
    """
    Everything that is asked about what the shop calls its things.
    """

    def __init__(self, shop: ShopMapping) -> None:
        self._shop = shop
        self._parts = tuple(_Names(part) for part in shop.catalogue)

    def page(
        self, connection: Connection, after: str | None, limit: int
    ) -> CataloguePage:
        """
        A page that may span several parts; raises `ValueError` for a false `after`.
        """
        at, place = self._begin(after)
        entries: list[CatalogueEntry] = []
        wanted = limit
        while at < len(self._parts):
            names = self._parts[at]
            rows = names.rows(connection, place, wanted)
            entries.extend(records.entries(self._shop, names.part, rows))
            if len(rows) == wanted:
                following = json.dumps([at, names.place(rows[-1])])
                return CataloguePage(tuple(entries), following)
            wanted -= len(rows)
            at, place = at + 1, None
        return CataloguePage(tuple(entries))

    def _begin(self, after: str | None) -> tuple[int, list[str | int] | None]:
        if after is None:
            return 0, None
        try:
            at, place = json.loads(after)
            if self._parts[at].is_place(place):
                return at, place
        except (ValueError, TypeError, IndexError):
            pass
        raise ValueError("after must come from a page of this catalogue")

    def version(self, connection: Connection) -> str | None:
        """
        What is counted and measured of every part, in short.
        """
        if not self._parts:
            return None
        figures = [names.figures(connection) for names in self._parts]
        return hashlib.sha256(json.dumps(figures).encode()).hexdigest()[:16]
