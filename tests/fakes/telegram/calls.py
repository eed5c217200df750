"""
One call of the Bot API, as it came.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from tests.fakes.forms import Sent, read_form
from tests.fakes.telegram.refusals import Refusal, bad, strict


@dataclass
class Call:
    """
    What was asked, when, and how it went: `ok`, a refusal's code, or a fault's name.

    Of a fault that comes after the thing was done, `result` is what nobody was told.
    """

    method: str
    parameters: dict[str, Any]
    files: dict[str, Sent]
    at: datetime
    outcome: str = ""
    result: Any = field(default=None, repr=False)

    @property
    def chat(self) -> int | None:
        """
        The chat that it is about, if any.
        """
        value = str(self.parameters.get("chat_id", ""))
        return int(value) if value.lstrip("-").isdecimal() else None

    def text(self, name: str) -> str:
        """
        A parameter as words, empty if it is not there.
        """
        return str(self.parameters.get(name, ""))

    def number(self, name: str, default: int = 0) -> int:
        """
        A parameter as a number; what is none counts as not there.
        """
        try:
            return int(self.parameters.get(name, default))
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """
        A parameter that is yes or no.
        """
        return str(self.parameters.get(name, "")).lower() in ("true", "yes", "1")

    def json(self, name: str) -> Any:
        """
        A parameter that is an object or a list, None if it is not there.
        """
        value = self.parameters.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            words = name.replace("_", " ")
            raise bad(f"can't parse {words} JSON object") from None

    def check_known(self, names: frozenset[str]) -> None:
        """
        Telegram leaves out in silence what a method does not take; here it is refused.
        """
        unknown = sorted(set(self.parameters) - names - set(self.files))
        if unknown:
            raise strict(f"{self.method} takes no {', '.join(unknown)}")


def read_call(method: str, kind: str, query: str, body: bytes, at: datetime) -> Call:
    """
    Read a request: parameters may stand in the address, in a form, or in JSON.
    """
    parameters: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    files: dict[str, Sent] = {}
    if kind.startswith("multipart/form-data"):
        fields, sent = read_form(kind, body)
        parameters |= fields
        files = {each.field: each for each in sent}
    elif kind.startswith("application/json"):
        parameters |= _read_json(body)
    elif kind.startswith("application/x-www-form-urlencoded"):
        parameters |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    elif body:
        raise Refusal(400, "Bad Request: unsupported content type")
    return Call(method, parameters, files, at)


def _read_json(body: bytes) -> Mapping[str, Any]:
    try:
        read = json.loads(body or b"{}")
    except ValueError:
        raise bad("can't parse JSON object") from None
    if not isinstance(read, dict):
        raise bad("JSON object expected")
    return read
