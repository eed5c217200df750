"""
What stands on an invoice, as texts in one language: nothing is known here of a PDF.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Labelled = tuple[str, str]
"""A label, and what it is of."""


@dataclass(frozen=True)
class Letterhead:
    """
    Whose invoice it is. `accent` and `on_accent` are colours as #rrggbb.

    The address is empty where the shop's file has none; `reach` are its telephone,
    e-mail and website, written from left to right.
    """

    name: str
    address: str
    reach: tuple[str, ...]
    accent: str
    on_accent: str


@dataclass(frozen=True)
class Line:
    """
    A row of the table; `details` are the colour, the size ... that was chosen.
    """

    item: str
    details: str
    quantity: str
    unit_price: str
    total: str


@dataclass(frozen=True)
class Total:
    """
    A sum below the table; the `main` one is what was billed.
    """

    label: str
    amount: str
    main: bool = False


@dataclass(frozen=True)
class Paper:
    """
    One invoice. `facts` are its number and days, `customer` is whose it is.

    Without `lines` there is no table and `remarks` say why. `columns` are the five
    heads of the table; `page` has the places {page} and {pages}.
    """

    language: str
    head: Letterhead
    title: str
    number: str
    facts: tuple[Labelled, ...]
    customer: tuple[Labelled, ...]
    columns: tuple[str, str, str, str, str]
    lines: tuple[Line, ...]
    totals: tuple[Total, ...]
    words: Labelled | None
    remarks: tuple[str, ...]
    origins: tuple[str, ...]
    page: str
    at: datetime
