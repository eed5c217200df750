"""
What is asked once in a session: how this shop's Tryton is set up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from crm_connector.errors import BadSourceData, SourceRejected
from crm_connector.sources.payload import read
from crm_connector.sources.tryton import payload
from crm_connector.sources.tryton.reader import Reader, together
from crm_connector.sources.tryton.settings import TrytonSettings

LANGUAGES = ("fa", "ar", "en")
# Of modules that a shop may do without.
_OPTIONAL = ("carrier", "shipping_reference")


@dataclass(frozen=True)
class Shop:
    """
    A shop in Tryton. `languages` are Tryton's codes by ours, at least one.
    """

    company: int
    currency: payload.Currency
    zone: ZoneInfo
    languages: Mapping[str, str]
    storages: tuple[int, ...]
    has_carriers: bool
    has_tracking: bool

    @property
    def language(self) -> str:
        """
        The one in which everything else is asked.
        """
        return next(iter(self.languages))

    def context(self, language: str | None = None, **more: Any) -> dict[str, Any]:
        """
        What goes with a question: in whose name, and in which of our languages.
        """
        return {
            "company": self.company,
            "company_filter": "one",
            "language": self.languages[language or self.language],
            **more,
        }


async def learn(reader: Reader, settings: TrytonSettings) -> Shop:
    """
    How the shop is set up. Raises `SourceRejected` where it cannot serve customers.
    """
    rpc, source = reader.rpc, settings.name
    preferences = read(
        payload.Preferences,
        await rpc.call("model.res.user.get_preferences", True, {}),
        source,
    )
    if preferences.company is None:
        raise SourceRejected("Its user belongs to no company.", source=source)
    context = {"company": preferences.company}
    companies, languages, warehouses, fields = await together(
        reader.read(
            payload.Company,
            "company.company",
            [["id", "=", preferences.company]],
            ("timezone", "currency.code"),
            context,
        ),
        reader.whole(
            payload.Language,
            "ir.lang",
            [["translatable", "=", True]],
            ("code",),
            context,
        ),
        reader.whole(
            payload.Warehouse,
            "stock.location",
            [["type", "=", "warehouse"]],
            ("code", "storage_location"),
            context,
        ),
        rpc.call("model.stock.shipment.out.fields_get", list(_OPTIONAL), 0, context),
    )
    if not isinstance(fields, dict):
        raise BadSourceData("Fields make no sense.", source=source)
    if not companies:
        raise SourceRejected("Its user's company is not there.", source=source)
    company = companies[0]
    carrier, tracking = _OPTIONAL
    return Shop(
        company=company.id,
        currency=company.currency,
        zone=_zone(company.timezone, settings),
        languages=_languages(languages, source),
        storages=_storages(warehouses, settings),
        has_carriers=carrier in fields,
        has_tracking=tracking in fields,
    )


def _zone(written: str | None, settings: TrytonSettings) -> ZoneInfo:
    try:
        return ZoneInfo(written or settings.zone)
    except (KeyError, ValueError, OSError):
        raise SourceRejected(
            "The company's time zone is unknown here.", source=settings.name
        ) from None


def _languages(found: tuple[payload.Language, ...], source: str) -> dict[str, str]:
    """
    Tryton's codes by ours; one without a country ("fa") before one with ("fa_IR").
    """
    codes = sorted((each.code for each in found), key=len)
    known: dict[str, str] = {}
    for ours in LANGUAGES:
        theirs = [c for c in codes if c.replace("-", "_").split("_")[0] == ours]
        if theirs:
            known[ours] = theirs[0]
    if not known:
        raise SourceRejected("It speaks none of our languages.", source=source)
    return known


def _storages(
    found: tuple[payload.Warehouse, ...], settings: TrytonSettings
) -> tuple[int, ...]:
    wanted = settings.warehouses
    missing = set(wanted) - {each.code for each in found}
    if missing:
        raise SourceRejected(
            "A warehouse of the settings is not there.", source=settings.name
        )
    return tuple(
        each.storage_location for each in found if not wanted or each.code in wanted
    )
