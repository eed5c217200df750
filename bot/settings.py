"""
Everything an operator may set, read once at start.

Each setting is an environment variable `HAMYAR_<NAME>`. A missing or senseless value
fails at start with the variable's name and what is expected of it.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from bot.settings_values import READERS, SECRET_READERS, Rate, Secret

__all__ = ["PREFIX", "Rate", "Secret", "Settings", "SettingsError"]

PREFIX = "HAMYAR_"
# Variables that other parts of the project read: the script, the tests.
NOT_SETTINGS = frozenset(
    f"{PREFIX}{name}" for name in ("CALLED_FROM", "EXTRA", "SHARED", "REQUIRE_ALL")
)
SHORTEST_SECRET = 32


class SettingsError(Exception):
    """
    A setting is missing or makes no sense; the message is for the operator.
    """


@dataclass(frozen=True)
class Settings:
    """
    One frozen record of all settings; field `x_y` is the variable `HAMYAR_X_Y`.
    """

    data: Path = Path("var")
    port: int = 8000
    host: str = "127.0.0.1"
    database_url: str = ""
    """SQLAlchemy address of Hamyar's own data; by default SQLite in `data`."""
    shop: Path = Path()
    """The shop's own settings: name, colours, greeting, hours."""
    crm_url: str = ""
    """SQLAlchemy address of the shop's database."""
    crm_mapping: Path = Path()
    """How that database is read."""
    sources: Path = Path()
    """A file that names several sources, in place of the one database."""
    chat_jwt_secret: Secret = field(default_factory=lambda: Secret(""))
    """Key with which the shop's site signs customer tokens (a public key for RS/ES)."""
    chat_jwt_former_secrets: tuple[Secret, ...] = ()
    """Keys that were in use before and still sign; with spaces between them."""
    chat_jwks: Path = Path()
    """The site's public keys as a JWKS file, in place of the secret."""
    chat_jwt_algorithm: str = "HS256"
    chat_jwt_audience: str = "hamyar"
    code_smtp_url: Secret = field(default_factory=lambda: Secret(""))
    """The mail server by which one-time codes go out."""
    code_smtp_from: str = ""
    """The address that they come from: `Shop <codes@shop.example>`."""
    code_kavenegar_key: Secret = field(default_factory=lambda: Secret(""))
    """Key of the Kavenegar account by which codes go out as SMS."""
    code_kavenegar_template: str = ""
    """Name of its template; without one our own text is sent."""
    code_kavenegar_told_template: str = ""
    """Another one, for codes that customers tell somebody at the counter."""
    code_kavenegar_sender: str = ""
    """The line that our own text is sent from; by default the account's."""
    telegram_token: Secret = field(default_factory=lambda: Secret(""))
    """The token that BotFather gave for the shop's bot on Telegram."""
    telegram_url: str = ""
    """A Bot API server of the shop's own, in place of Telegram's."""
    telegram_file_url: str = ""
    """Where that server gives files out; by default at `/file` of the same."""
    telegram_rate: int = 30
    """Messages a second that Telegram takes of the bot, in all chats together."""
    public_url: str = ""
    """Where this server is reached from outside (`https://chat.shop.example`)."""
    llm_url: str = ""
    """A server that speaks OpenAI's protocol and writes summaries for agents."""
    llm_model: str = "default"
    llm_key: Secret = field(default_factory=lambda: Secret(""))
    desk_second_factor: tuple[str, ...] = ()
    """Roles that sign in to the desk with a second factor: `lead`, `admin`, `agent`."""
    chatwoot_url: str = ""
    """The shop's Chatwoot (`https://chatwoot.shop.example`), if it hands over there."""
    chatwoot_account: int = 0
    """The number of the account there."""
    chatwoot_inbox: int = 0
    """The number of an inbox there whose channel is "API"."""
    chatwoot_token: Secret = field(default_factory=lambda: Secret(""))
    """Access token of a user there who is a member of that inbox."""
    chatwoot_webhook_secret: Secret = field(default_factory=lambda: Secret(""))
    """The secret with which that inbox signs its webhooks."""
    chat_origins: tuple[str, ...] = ()
    """Origins (`https://shop.example`) that may hold the widget."""
    chat_rate_session: Rate = field(default_factory=lambda: Rate(20, 30))
    chat_rate_address: Rate = field(default_factory=lambda: Rate(120, 60))
    catalogue_seconds: int = 60
    """How often is looked whether the shop's catalogue has changed."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or networks of proxies whose X-Forwarded-For is believed."""
    encoder: str = ""
    """Name or folder of a Sentence Transformers model; empty for the packaged one."""

    @property
    def database(self) -> str:
        """
        The address of Hamyar's own data.
        """
        if self.database_url:
            return self.database_url
        return f"sqlite:///{self.data.resolve() / 'hamyar.db'}"

    @classmethod
    def from_environ(
        cls, environ: Mapping[str, str], *, base: Path | None = None
    ) -> Settings:
        """
        Read `HAMYAR_*`; relative paths are taken from `base` (default: here).

        Raises `SettingsError` naming the variable that is unknown or makes no sense.
        """
        known = {f"{PREFIX}{f.name.upper()}": f for f in fields(cls)}
        values: dict[str, Any] = {}
        for name, text in environ.items():
            if not name.startswith(PREFIX) or name in NOT_SETTINGS or not text:
                continue
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                hint = f" Did you mean {near[0]}?" if near else ""
                raise SettingsError(f"{name} is not a setting of Hamyar.{hint}")
            values[known[name].name] = _read(name, text, known[name])
        for key in ("data", "shop", "crm_mapping", "sources", "chat_jwks"):
            if key in values and base is not None:
                values[key] = base / values[key]
        # A name stays one; only what is a folder there is a folder.
        if "encoder" in values and base is not None:
            folder = base / Path(values["encoder"]).expanduser()
            if folder.is_dir():
                values["encoder"] = str(folder.resolve())
        return cls(**values)

    def require_for_serving(self) -> None:
        """
        Refuse to serve a shop with anything missing or weak; says all of it at once.
        """
        signed = bool(self.chat_jwt_secret or self.chat_jwks.name)
        with_what = "or HAMYAR_CHAT_JWKS: with what your site signs its customers in"
        _require("serve", {"HAMYAR_CHAT_JWT_SECRET": (signed, with_what), **self._shop})
        if not self.chat_jwt_algorithm.startswith("HS") or self.chat_jwks.name:
            return
        for name, secret in (
            ("HAMYAR_CHAT_JWT_SECRET", self.chat_jwt_secret),
            *(
                ("HAMYAR_CHAT_JWT_FORMER_SECRETS", each)
                for each in self.chat_jwt_former_secrets
            ),
        ):
            if len(secret.reveal().encode()) < SHORTEST_SECRET:
                raise SettingsError(
                    f"{name} is too short: {SHORTEST_SECRET} bytes at least."
                )

    def require_for_reading(self) -> None:
        """
        Refuse to read a shop's customers without knowing where they are.
        """
        _require("read the shop", self._shop)

    @property
    def _shop(self) -> dict[str, tuple[bool, str]]:
        """
        What says which shop it is: whether it was given, and what it would be.
        """
        return {
            "HAMYAR_CRM_URL": (
                bool(self.crm_url or self.sources.name),
                "where your shop's database is",
            ),
            "HAMYAR_CRM_MAPPING": (
                bool(self.crm_mapping.name or self.sources.name),
                "the file that says how to read it",
            ),
            "HAMYAR_SHOP": (
                bool(self.shop.name),
                "the file with your shop's name, hours and colours",
            ),
        }


def _require(wish: str, needed: Mapping[str, tuple[bool, str]]) -> None:
    missing = [f"{name} ({why})" for name, (given, why) in needed.items() if not given]
    if missing:
        raise SettingsError(f"Cannot {wish} without: {'; '.join(missing)}.")


def _read(name: str, text: str, known: Field[Any]) -> Any:
    """
    One value from its text, by the field's name or else its annotation as written.
    """
    if known.name in SECRET_READERS:
        try:
            return SECRET_READERS[known.name](text)
        except ValueError as error:
            # Without the text, and without the causes, which quote it.
            raise SettingsError(f"{name}: {error}") from None
    try:
        return READERS.get(known.name, READERS[str(known.type)])(text)
    except ValueError as error:
        raise SettingsError(f"{name}={text!r}: {error}") from error
