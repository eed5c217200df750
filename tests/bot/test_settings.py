"""
Settings are read once, and what is wrong is said by name.
"""

import re
import traceback
from dataclasses import fields, replace
from pathlib import Path

import pytest

from bot import HOUSE
from bot.settings import PREFIX, Rate, Secret, Settings, SettingsError

COMPLETE = {
    "HAMYAR_CHAT_JWT_SECRET": "s" * 32,
    "HAMYAR_CRM_URL": "sqlite:///shop.db",
    "HAMYAR_CRM_MAPPING": "mapping.yml",
    "HAMYAR_SHOP": "shop.yml",
}


def test_every_kind_of_setting_is_read_from_its_variable():
    settings = Settings.from_environ(
        {
            **COMPLETE,
            "HAMYAR_PORT": "9000",
            "HAMYAR_DATA": "data",
            "HAMYAR_CHAT_ORIGINS": "https://a.example, https://b.example",
            "HAMYAR_CATALOGUE_SECONDS": "300",
            "HAMYAR_CHAT_RATE_SESSION": "5/10",
            "HAMYAR_CHAT_JWT_FORMER_SECRETS": "old older",
            "HAMYAR_CHAT_JWKS": "keys/jwks.json",
            "HAMYAR_SHARED": "not a setting of the program",
            "PATH": "/bin",
        },
        base=Path("/where"),
    )
    assert settings.port == 9000
    assert settings.chat_jwt_former_secrets == (Secret("old"), Secret("older"))
    assert settings.chat_jwks == Path("/where/keys/jwks.json")
    assert settings.data == Path("/where/data")
    assert settings.chat_origins == ("https://a.example", "https://b.example")
    assert settings.catalogue_seconds == 300
    assert settings.chat_rate_session == Rate(5, 10.0)
    assert settings.chat_jwt_secret == Secret("s" * 32)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HAMYAR_PORT", "many"),
        ("HAMYAR_PORT", "70000"),
        ("HAMYAR_LLM_URL", "localhost:8080/v1"),
        ("HAMYAR_LLM_URL", "http://"),
        ("HAMYAR_LLM_URL", "http://localhost:port/v1"),
        ("HAMYAR_CATALOGUE_SECONDS", "0"),
        ("HAMYAR_CATALOGUE_SECONDS", "often"),
        ("HAMYAR_CHAT_RATE_SESSION", "20"),
        ("HAMYAR_CHAT_RATE_SESSION", "0/30"),
        ("HAMYAR_CHAT_ORIGINS", "shop.example"),
        ("HAMYAR_CHAT_ORIGINS", "*"),
        ("HAMYAR_CHAT_ORIGINS", "https://*.shop.example"),
        ("HAMYAR_CHAT_ORIGINS", "https://shop.example/shop"),
        ("HAMYAR_CHAT_ORIGINS", "https://shop.example?"),
        ("HAMYAR_CHAT_ORIGINS", "https://shop.example:443"),
        ("HAMYAR_CHAT_ORIGINS", "https://shop.example:port"),
        ("HAMYAR_CHAT_ORIGINS", "https://me@shop.example"),
        ("HAMYAR_CHAT_ORIGINS", "https://فروشگاه.example"),
        ("HAMYAR_CHAT_ORIGINS", "ftp://shop.example"),
        ("HAMYAR_CHAT_ORIGINS", "https://a.example,https://"),
        ("HAMYAR_TRUSTED_PROXIES", "*"),
        ("HAMYAR_TRUSTED_PROXIES", "proxy.example"),
        ("HAMYAR_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("HAMYAR_TRUSTED_PROXIES", "0.0.0.0/0"),
        ("HAMYAR_TRUSTED_PROXIES", "10.0.0.1,::/0"),
        ("HAMYAR_DATABASE_URL", "sqlite://"),
        ("HAMYAR_DESK_SECOND_FACTOR", "lead,boss"),
        ("HAMYAR_CHATWOOT_URL", "chatwoot.shop.example"),
        ("HAMYAR_CHATWOOT_URL", "https://me:secret@chatwoot.shop.example"),
        ("HAMYAR_CHATWOOT_URL", "https://chatwoot.shop.example/?a=1"),
        ("HAMYAR_CHATWOOT_URL", "https://chatwoot.shop.example:port"),
        ("HAMYAR_CHATWOOT_ACCOUNT", "0"),
        ("HAMYAR_CHATWOOT_INBOX", "first"),
    ],
)
def test_a_senseless_value_is_named_with_its_variable(name, value):
    with pytest.raises(SettingsError, match=name):
        Settings.from_environ({name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HAMYAR_CHAT_ORIGINS", "https://Shop.example/,http://localhost:3000"),
        ("HAMYAR_CHAT_ORIGINS", "http://[::1]:8000,http://[::1]"),
        ("HAMYAR_LLM_URL", "http://localhost:8080/v1"),
        ("HAMYAR_TRUSTED_PROXIES", "127.0.0.1,10.0.0.0/8,::1,fd00::/8"),
        ("HAMYAR_DATABASE_URL", "sqlite+aiosqlite:////srv/hamyar.db"),
        ("HAMYAR_DATABASE_URL", "postgresql://hamyar:p%40ss@db/hamyar"),
    ],
)
def test_a_sensible_value_is_taken_as_it_is(name, value):
    settings = Settings.from_environ({name: value})
    taken = getattr(settings, name[len(PREFIX) :].lower())
    assert (taken if isinstance(taken, str) else ",".join(taken)) == value


@pytest.mark.parametrize(
    "address",
    [
        "hunter2",
        "postgresql//hamyar:hunter2@db/hamyar",
        "postgresql://hamyar:/hunter2@db:port/hamyar",
        "postgrs://hamyar:hunter2@db/hamyar",
    ],
)
def test_a_wrong_address_of_the_database_does_not_show_its_password(address):
    with pytest.raises(SettingsError, match="HAMYAR_DATABASE_URL") as caught:
        Settings.from_environ({"HAMYAR_DATABASE_URL": address})
    shown = "".join(traceback.format_exception(None, caught.value, None))
    assert "hunter2" not in shown


def test_a_misspelt_variable_is_met_with_the_nearest_one():
    with pytest.raises(SettingsError, match=r"HAMYAR_CHAT_ORIGINS\?"):
        Settings.from_environ({"HAMYAR_CHAT_ORIGIN": "https://a.example"})


@pytest.mark.parametrize("name", COMPLETE)
def test_serving_names_what_is_missing(name):
    given = {k: v for k, v in COMPLETE.items() if k != name}
    with pytest.raises(SettingsError, match=name) as caught:
        Settings.from_environ(given).require_for_serving()
    others = "|".join(k for k in COMPLETE if k != name)
    assert not re.search(others, str(caught.value))


def test_a_short_secret_is_refused_for_serving():
    settings = replace(Settings.from_environ(COMPLETE), chat_jwt_secret=Secret("short"))
    with pytest.raises(SettingsError, match="32 bytes"):
        settings.require_for_serving()


def test_a_short_former_secret_is_refused_for_serving():
    weak = Settings.from_environ(
        {**COMPLETE, "HAMYAR_CHAT_JWT_FORMER_SECRETS": "o" * 32 + " short"}
    )
    with pytest.raises(SettingsError, match=r"FORMER_SECRETS is too short.*32 bytes"):
        weak.require_for_serving()


def test_a_file_of_public_keys_stands_for_the_secret():
    given = {**COMPLETE, "HAMYAR_CHAT_JWKS": "jwks.json"}
    del given["HAMYAR_CHAT_JWT_SECRET"]
    Settings.from_environ(given).require_for_serving()


@pytest.mark.parametrize("name", COMPLETE)
def test_whoever_only_reads_the_shop_needs_no_secret(name):
    given = {k: v for k, v in COMPLETE.items() if k != name}
    settings = Settings.from_environ(given)
    if name == "HAMYAR_CHAT_JWT_SECRET":
        settings.require_for_reading()
        return
    with pytest.raises(SettingsError, match=f"Cannot read the shop without: {name}"):
        settings.require_for_reading()


def test_what_is_complete_may_serve():
    Settings.from_environ(COMPLETE).require_for_serving()


def test_secrets_do_not_show_themselves():
    settings = Settings.from_environ(
        {**COMPLETE, "HAMYAR_CHAT_JWT_FORMER_SECRETS": "ssss" * 8}
    )
    assert "ssss" not in repr(settings)
    assert "ssss" not in str(settings.chat_jwt_secret)


def test_the_example_names_exactly_the_settings_with_their_defaults():
    text = (HOUSE / ".env.example").read_text()
    named = dict(re.findall(r"^#? ?(HAMYAR_\w+)=(.*)$", text, re.MULTILINE))
    assert set(named) == {f"{PREFIX}{f.name.upper()}" for f in fields(Settings)}
    optional = {
        name: value
        for name, value in named.items()
        if value and name != "HAMYAR_CHAT_ORIGINS"
    }
    assert Settings.from_environ(optional) == Settings()
