"""
What actions know of the shop's own settings, whoever keeps them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, time
from typing import Protocol

from crm_connector.model import CatalogueEntry

Texts = Mapping[str, str]


class Opening(Protocol):
    """
    A stretch of one day, in the shop's time.
    """

    @property
    def opens(self) -> time:
        """
        Its beginning.
        """

    @property
    def closes(self) -> time:
        """
        Its end, on the same day.
        """


class Opens(Protocol):
    """
    What has opening hours: a branch, or the shop's telephone.
    """

    def usually(self, day: date) -> Sequence[Opening]:
        """
        The openings of this day of the week, in order; none when it is closed.
        """

    def is_holiday(self, day: date) -> bool:
        """
        Whether it is closed on this very day, as the shop's calendar says.
        """


class Branch(Opens, Protocol):
    """
    A place where customers can go. Texts are keyed by language; `map` may be empty.
    """

    @property
    def key(self) -> str:
        """
        The branch's id in the shop's system.
        """

    @property
    def name(self) -> Texts:
        """
        What it is called.
        """

    @property
    def city(self) -> Texts:
        """
        The city that it is in.
        """

    @property
    def address(self) -> Texts:
        """
        Where it is.
        """

    @property
    def telephone(self) -> str:
        """
        Its number, with the country's code.
        """

    @property
    def at(self) -> tuple[float, float] | None:
        """
        Its latitude and longitude in degrees, where they are known.
        """

    @property
    def map(self) -> str:
        """
        An address that shows it on a map.
        """


class DeliveryTime(Protocol):
    """
    How long delivery takes to one city, in words.
    """

    @property
    def city(self) -> Texts:
        """
        The city.
        """

    @property
    def time(self) -> Texts:
        """
        How long it takes to there.
        """


class Shop(Opens, Protocol):
    """
    The shop; its own openings are those of its telephone.
    """

    @property
    def policies(self) -> Mapping[str, Texts]:
        """
        The shop's rules by topic; a topic may be missing.
        """

    @property
    def offers(self) -> Texts:
        """
        What is cheaper now, or nothing.
        """

    @property
    def branches(self) -> Sequence[Branch]:
        """
        Its branches.
        """

    @property
    def links(self) -> Mapping[str, str]:
        """
        Addresses of pages of the shop's site, as far as it named them.
        """

    @property
    def delivery_times(self) -> Sequence[DeliveryTime]:
        """
        Cities to which delivery takes another time than elsewhere.
        """


class Goods(Protocol):
    """
    The products of the shop's catalogue, by what customers call them.
    """

    def product(self, id_: str) -> CatalogueEntry | None:
        """
        The product with this id.
        """

    def named(
        self,
        words: str,
        *,
        ids: Collection[str] = (),
        category: str = "",
        brand: str = "",
    ) -> tuple[CatalogueEntry, ...]:
        """
        The products that most of these words name, among those of which this is known.
        """
