"""
One file names a shop's sources, and every mistake in it has a place.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crm_connector.errors import BadMapping, SourceUnavailable
from crm_connector.model import OrderStatus
from crm_connector.sources import opening
from crm_connector.sources.opening import KINDS, Opened, open_sources
from crm_connector.sources.sql import SqlSource
from crm_connector.sources.woocommerce.webhook import WooWebhook
from crm_connector.webhooks import SignedWebhook
from tests.crm_connector.small_shop import MAPPING, NOW, SARA

ENVIRON = {"SHOP_PASSWORD": "open sesame", "EMPTY": ""}


def clock() -> datetime:
    """
    Always the same moment.
    """
    return NOW


async def opened(folder: Path, content: str) -> Opened:
    """
    What a file of this content opens, with the demo's mapping beside it.
    """
    shutil.copyfile(MAPPING, folder / "demo.yml")
    path = folder / "sources.yml"
    path.write_text(content, "utf-8")
    return await open_sources(path, ENVIRON, clock=clock)


async def test_a_database_is_read_as_its_mapping_says(database: Path) -> None:
    found = await opened(
        database.parent,
        f"""
        home: demo-shop
        sources:
          demo-shop: {{kind: sql, url: "sqlite:///{database}", mapping: demo.yml}}
        """,
    )
    source = found.sources[found.home]

    assert isinstance(source, SqlSource)
    assert await source.customer("1") == SARA
    await found.close()
    with pytest.raises(SourceUnavailable):
        await source.customer("1")


async def test_a_password_comes_from_the_environment_and_shows_itself_nowhere(
    tmp_path: Path,
) -> None:
    found = await opened(
        tmp_path,
        """
        home: shop
        sources:
          shop:
            kind: vendure
            url: http://127.0.0.1:1/admin-api
            username: hamyar
            password: {env: SHOP_PASSWORD}
            statuses: {OnTheTruck: shipped}
            brands: [maker]
            rials_as_toman: true
            page: 20
            http: {timeout: 1.5, connections: 2}
        """,
    )
    source = found.sources["shop"]
    settings = source._settings

    assert settings.password.reveal() == "open sesame"
    assert "sesame" not in repr(settings)
    assert settings.statuses == {"OnTheTruck": OrderStatus.SHIPPED}
    assert settings.brands == ("maker",)
    assert settings.rials_as_toman is True
    assert settings.page == 20
    assert settings.http.timeout == 1.5
    assert settings.http.connections == 2
    assert source.name == "shop"
    await found.close()


async def test_a_source_may_say_what_customers_hear_it_called(tmp_path: Path) -> None:
    found = await opened(
        tmp_path,
        f"""
        home: erp
        sources:
          erp: {{{ERP}, password: {{env: SHOP_PASSWORD}}, title: {{fa: انبار, en: it}}}}
          erp2: {{{ERP}, password: {{env: SHOP_PASSWORD}}, points: {{en: the card}}}}
        """,
    )

    assert found.titles == {"erp": {"fa": "انبار", "en": "it"}, "erp2": {}}
    assert found.lists == {"erp": {}, "erp2": {"en": "the card"}}
    await found.close()


ERP = "kind: tryton, url: 'http://127.0.0.1:1', database: shop, user: hamyar"


@pytest.mark.parametrize(
    ("shop", "said"),
    [
        ("{kind: sqll}", "shop.kind: must be one of"),
        ("{kind: sql, mapping: demo.yml}", "shop.url: must be text"),
        ("{kind: sql, url: 'sqlite:///x', mapping: no.yml}", "no.yml: cannot be read"),
        (
            "{kind: sql, uri: x}",
            "shop.uri: there is no such setting (did you mean 'url'",
        ),
        ("{kind: sql, url: 'sqlite:///x', mapping: demo.yml}", "calls it 'demo-shop'"),
        (f"{{{ERP}}}", "shop.password: this setting is missing"),
        (f"{{{ERP}, password: secret}}", "shop.password: must name a variable"),
        (f"{{{ERP}, password: {{env: NOT_SET}}}}", "the variable NOT_SET is not set"),
        (f"{{{ERP}, password: {{env: EMPTY}}}}", "the variable EMPTY is not set"),
        (f"{{{ERP}, password: {{env: 'a b'}}}}", "must be the name of a variable"),
        (f"{{{ERP}, password: {{var: A}}}}", "shop.password.var: there is no such"),
        (
            f"{{{ERP}, password: {{env: SHOP_PASSWORD}}, databse: x}}",
            "shop.databse: there is no such setting (did you mean 'database'?)",
        ),
        (
            f"{{{ERP}, password: {{env: SHOP_PASSWORD}}, country: Iran}}",
            "sources.shop: country must be",
        ),
        (
            f"{{{ERP}, password: {{env: SHOP_PASSWORD}}, title: {{de: Lager}}}}",
            "shop.title.de: there is no such setting",
        ),
        (
            f"{{{ERP}, password: {{env: SHOP_PASSWORD}}, points: {{de: Karte}}}}",
            "shop.points.de: there is no such setting",
        ),
        (
            f"{{{ERP}, password: {{env: SHOP_PASSWORD}}, may_cancel: sure}}",
            "shop.may_cancel: must be true or false",
        ),
        (
            f"{{{ERP}, password: {{env: SHOP_PASSWORD}}, http: {{timeout: 0}}}}",
            "sources.shop.http: timeout must be",
        ),
        ("sql", "shop: must hold further settings"),
        (
            f"{{{ERP}, password: {{env: SHOP_PASSWORD}}, bills_orders_of: shop}}",
            "shop.bills_orders_of: must be one of",
        ),
    ],
)
async def test_a_mistake_is_named_with_its_place(
    tmp_path: Path, shop: str, said: str
) -> None:
    with pytest.raises(BadMapping) as caught:
        await opened(tmp_path, f"home: shop\nsources:\n  shop: {shop}\n")

    assert said in str(caught.value)
    assert "sesame" not in str(caught.value)


async def test_home_is_one_of_them(tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match="home: must be one of shop"):
        await opened(tmp_path, "home: sop\nsources: {shop: {kind: sql}}\n")


def test_every_folder_of_a_source_is_a_kind() -> None:
    folders = Path(KINDS["sql"].__code__.co_filename).parent
    known = {each.parent.name for each in folders.glob("*/__init__.py")}

    assert known - {"template"} == set(KINDS)


async def test_a_source_may_bill_the_orders_of_another(tmp_path: Path) -> None:
    found = await opened(
        tmp_path,
        f"""
        home: shop
        sources:
          shop: {{{ERP}, password: {{env: SHOP_PASSWORD}}}}
          erp: {{{ERP}, password: {{env: SHOP_PASSWORD}}, bills_orders_of: shop}}
        """,
    )

    assert found.billing == {"erp": "shop"}
    await found.close()


class Closing:
    """
    A source of which closing is all that is asked.
    """

    def __init__(self, error: Exception | None = None, name: str = "a") -> None:
        self.error = error
        self.name = name
        self.is_closed = False

    async def close(self) -> None:
        """
        Close, or fail to.
        """
        self.is_closed = self.error is None
        if self.error is not None:
            raise self.error


async def test_one_that_cannot_be_closed_leaves_no_other_open() -> None:
    wrong = OSError("the socket is gone")
    first, last = Closing(), Closing()
    found = Opened("a", {"a": first, "b": Closing(wrong), "c": last})

    with pytest.raises(OSError, match="the socket is gone"):
        await found.close()
    assert first.is_closed
    assert last.is_closed


@pytest.mark.parametrize(
    "second",
    ["{kind: sqll}", "{kind: vendure, contacts: maybe}", "{kind: first, title: 3}"],
)
async def test_where_one_cannot_be_made_none_stays_open(
    tmp_path: Path, second: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Closing] = []

    def make(said: Any, _: object) -> Closing:
        made.append(Closing(name=said._name))
        return made[-1]

    monkeypatch.setattr(opening, "KINDS", {"first": make, "vendure": make})
    with pytest.raises(BadMapping, match="second"):
        await opened(
            tmp_path,
            f"home: one\nsources: {{one: {{kind: first}}, second: {second}}}\n",
        )

    assert made
    assert all(each.is_closed for each in made)


RINGING = """
home: shop
sources:
  shop:
    kind: {kind}
    url: {url}
    {more}
    webhook_secret: {secret}
"""
WOO = "key: {env: WOO_KEY}\n    secret: {env: WOO_SECRET}\n    currency: IRT"


async def ringing(folder: Path, kind: str, secret: str, **environ: str) -> Opened:
    """
    What a file opens whose one source rings.
    """
    more = WOO if kind == "woocommerce" else "mapping: demo.yml"
    url = "https://shop.example" if kind == "woocommerce" else "sqlite:///shop.db"
    mapping = MAPPING.read_text("utf-8").replace("source: demo-shop", "source: shop")
    (folder / "demo.yml").write_text(mapping, "utf-8")
    path = folder / "sources.yml"
    said = RINGING.format(kind=kind, url=url, more=more, secret=secret)
    path.write_text(said, "utf-8")
    environ = {"WOO_KEY": "ck_1", "WOO_SECRET": "cs_1"} | environ
    return await open_sources(path, environ, clock=clock)


@pytest.mark.parametrize(
    ("kind", "webhook"), [("sql", SignedWebhook), ("woocommerce", WooWebhook)]
)
async def test_a_source_that_rings_signs_in_its_own_way(
    tmp_path: Path, kind: str, webhook: type
) -> None:
    found = await ringing(tmp_path, kind, "{env: BELL}", BELL="sixteen letters.")

    assert [type(each) for each in found.webhooks.values()] == [webhook]
    assert list(found.webhooks) == ["shop"]
    await found.close()


@pytest.mark.parametrize(
    ("secret", "bell", "fault"),
    [
        ("in-the-file-itself", "", "must name a variable"),
        ("{env: BELL}", "", "the variable BELL is not set"),
        ("{env: BELL}", "short", "must have at least 16 characters"),
    ],
)
async def test_a_secret_that_is_none_stops_the_start(
    tmp_path: Path, secret: str, bell: str, fault: str
) -> None:
    with pytest.raises(BadMapping, match=f"sources.shop.webhook_secret.*{fault}"):
        await ringing(tmp_path, "sql", secret, BELL=bell)
