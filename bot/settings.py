"""
Everything an operator may set, read once at start.

Each setting is an environment variable `HAMYAR_<NAME>`. A missing or senseless value
fails at start with the variable's name and what is expected of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


class SettingsError(Exception):
    """
    A setting is missing or makes no sense; the message is for the operator.
    """


class Secret:
    """
    A string that does not show itself in logs, reprs or error messages.
    """

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret('**********')"

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def reveal(self) -> str:
        """
        The secret itself, for the one place that needs it.
        """
        return self._value


@dataclass(frozen=True)
class Rate:
    """
    At most `count` in any `seconds`.
    """

    count: int
    seconds: float


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
    shop: Path = Path("demo/shop.yml")
    """The shop's own settings: name, colours, greeting, hours."""
    crm_url: str = ""
    """SQLAlchemy address of the shop's database."""
    crm_mapping: Path = Path("demo/mapping.yml")
    """How that database is read."""
    chat_jwt_secret: Secret = field(default_factory=lambda: Secret(""))
    """Key with which the shop's site signs customer tokens (a public key for RS/ES)."""
    chat_jwt_algorithm: str = "HS256"
    chat_jwt_audience: str = "hamyar"
    chat_origins: tuple[str, ...] = ()
    """Origins (`https://shop.example`) that may hold the widget."""
    chat_rate_session: Rate = Rate(20, 30)
    chat_rate_address: Rate = Rate(120, 60)
    trusted_proxies: tuple[str, ...] = ()
    """Addresses of proxies whose X-Forwarded-For is believed."""

    @property
    def database(self) -> str:
        """
        The address of Hamyar's own data.
        """
        if self.database_url:
            return self.database_url
        return f"sqlite+aiosqlite:///{self.data.resolve() / 'hamyar.db'}"
