"""
A Tryton that answers from captured records, over its JSON-RPC.

It searches, reads and cancels as the real one does, as far as the tryton source asks;
`test_fake.py` holds it against captured answers of a real Tryton.
"""

from __future__ import annotations

import base64
import copy
import functools
import json
from collections.abc import Callable
from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path
from re import DOTALL, IGNORECASE, escape, fullmatch
from typing import Any

import httpx

FIXTURES = (
    Path(__file__).parents[1] / "crm_connector" / "sources" / "tryton" / "fixtures"
)
USER, PASSWORD, DATABASE = "hamyar", "hamyar-of-the-shop", "shop"
_USER_ID = 2

Row = dict[str, Any]


class Fault(Exception):
    """
    An error as Tryton says it, with status 200.
    """


@functools.cache
def _captured() -> tuple[str, str, str]:
    """
    The records, and two answers, as JSON: each fake reads them anew, to change its own.
    """
    answers = json.loads((FIXTURES / "answers.json").read_text("utf-8"))

    def answer(end: str) -> str:
        found = (each for each in answers if each["method"].endswith(end))
        return json.dumps(next(found)["answer"]["result"])

    records = (FIXTURES / "records.json").read_text("utf-8")
    return records, answer("get_preferences"), answer("get_access")


class FakeTryton:
    """
    One database. `asked` are the questions that came, as (method, params).

    `faults` answers in its place: a function from the method to a response, or None
    where it is to answer itself. `mend` may change each result before it is sent.
    """

    def __init__(self) -> None:
        records, preferences, access = _captured()
        self.models: dict[str, Any] = json.loads(records)
        self.preferences: Row = json.loads(preferences)
        self.access: Row = json.loads(access)
        self.asked: list[tuple[str, list[Any]]] = []
        self.sessions: set[str] = set()
        self.faults: Callable[[str], httpx.Response | None] = lambda method: None
        self.mend: Callable[[str, Any], Any] = lambda method, result: result
        self.is_down = False

    def transport(self) -> httpx.MockTransport:
        """
        The way to it.
        """
        return httpx.MockTransport(self._answer)

    def go_down(self) -> None:
        """
        From now on nobody is there.
        """
        self.is_down = True

    def end_sessions(self) -> None:
        """
        Whoever was signed in has to do so again.
        """
        self.sessions.clear()

    def row(self, model: str, **values: Any) -> Row:
        """
        The first record with these values, to read or to change.
        """
        for row in self.models[model]["rows"]:
            if all(row[name] == value for name, value in values.items()):
                return row
        raise LookupError(model)

    def made_at(self, number: str) -> datetime:
        """
        When a sale was entered.
        """
        found = plain(self.row("sale.sale", number=number)["create_date"])
        assert isinstance(found, datetime)
        return found

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.is_down:
            raise httpx.ConnectError("Connection refused")
        if request.url.path != f"/{DATABASE}/rpc/" or request.method != "POST":
            return httpx.Response(404, html="<title>404 Not Found</title>")
        question = json.loads(request.content)
        method, params = question["method"], question["params"]
        if question.keys() != {"id", "method", "params"}:
            return httpx.Response(500, text="In another form")
        self.asked.append((method, params))
        if (said := self.faults(method)) is not None:
            return said
        if method == "common.db.login":
            return self._login(question["id"], *params)
        if not self._is_signed_in(request.headers.get("Authorization", "")):
            return httpx.Response(401, headers={"WWW-Authenticate": "Basic"})
        try:
            result = self.mend(method, self._result(method, params))
        except Fault as fault:
            return httpx.Response(
                200, json={"id": question["id"], "error": fault.args[0]}
            )
        # Not by httpx, which refuses to send what is no number.
        said = json.dumps({"id": question["id"], "result": result})
        return httpx.Response(200, text=said)

    def _login(
        self, number: int, user: str, parameters: Row, _language: str
    ) -> httpx.Response:
        if (user, parameters.get("password")) != (USER, PASSWORD):
            return httpx.Response(401, html="<title>401 Unauthorized</title>")
        token = f"token-{len(self.asked)}"
        self.sessions.add(token)
        result = [_USER_ID, token, None]
        return httpx.Response(200, json={"id": number, "result": result})

    def _is_signed_in(self, authorization: str) -> bool:
        kind, _, written = authorization.partition(" ")
        user, number, token = base64.b64decode(written).decode().split(":") or "  "
        mine = kind == "Session" and (user, number) == (USER, str(_USER_ID))
        return mine and token in self.sessions

    def _result(self, method: str, params: list[Any]) -> Any:
        _, _, rest = method.partition(".")
        model, _, name = rest.rpartition(".")
        if rest == "res.user.get_preferences":
            return self.preferences
        if rest == "ir.model.access.get_access":
            return {each: self.access[each] for each in params[0]}
        if model not in self.models:
            if model.startswith("res."):
                raise _user_error("You are not allowed to access.")
            raise Fault([repr(model), ""])
        return getattr(self, f"_{name}")(model, *params)

    def _fields_get(self, model: str, names: list[str], _level: int, _: Row) -> Row:
        known = {*self.models[model]["rows"][0], *self.models[model]["relations"]}
        return {name: {"type": "some"} for name in names if name in known}

    def _search_count(self, model: str, domain: list[Any], context: Row) -> int:
        return len(self._found(model, domain, context))

    def _search_read(
        self,
        model: str,
        domain: list[Any],
        offset: int,
        limit: int | None,
        order: list[list[str]] | None,
        fields: list[str],
        context: Row,
    ) -> list[Row]:
        found = self._found(model, domain, context)
        for name, direction in reversed(order or []):
            is_down = direction.startswith("DESC")
            found.sort(key=lambda row: _key(row[name], is_down), reverse=is_down)
        end = None if limit is None else offset + limit
        return [self._read(model, row, fields, context) for row in found[offset:end]]

    def _cancel(self, model: str, ids: list[int], _: Row) -> None:
        for id_ in ids:
            row = self.row(model, id=id_)
            if row["state"] not in ("draft", "quotation"):
                raise _user_error(f'You can not call "cancel" on "{row["number"]}".')
            row["state"] = "cancelled"

    def _found(self, model: str, domain: list[Any], context: Row) -> list[Row]:
        rows = self.models[model]["rows"]
        is_tested = context.get("active_test", True) and "active" not in str(domain)
        return [
            row
            for row in rows
            if self._matches(model, row, domain)
            and (not is_tested or row.get("active", True))
        ]

    def _matches(self, model: str, row: Row, domain: list[Any]) -> bool:
        if domain and domain[0] == "OR":
            return any(self._matches(model, row, [each]) for each in domain[1:])
        return all(
            self._matches(model, row, each)
            if isinstance(each[0], list) or each[0] in ("OR", "AND")
            else self._is(model, row, each)
            for each in domain
            if each != "AND"
        )

    def _is(self, model: str, row: Row, clause: list[Any]) -> bool:
        name, operator, wanted = clause
        first, _, rest = name.partition(".")
        if first not in row:
            raise Fault([repr(first), ""])
        value = row[first]
        to = self.models[model]["relations"].get(first)
        if operator == "where" or rest:
            ids = value if isinstance(value, list) else [value]
            inner = wanted if operator == "where" else [[rest, operator, wanted]]
            rows = [self.row(to, id=each) for each in ids if each is not None]
            return any(self._matches(to, each, inner) for each in rows)
        return _compare(plain(value), operator, plain(wanted))

    def _read(self, model: str, row: Row, fields: list[str], context: Row) -> Row:
        found: Row = {"id": row["id"]}
        nested: dict[str, list[str]] = {}
        for name in fields:
            first, _, rest = name.partition(".")
            if first not in row:
                raise Fault([repr(first), ""])
            if rest:
                nested.setdefault(first, []).append(rest)
            else:
                found[name] = copy.deepcopy(self._value(model, row, name, context))
        for name, inner in nested.items():
            to = self.models[model]["relations"][name]
            value = row[name]
            if isinstance(value, list):
                found[f"{name}."] = [
                    self._read(to, self.row(to, id=each), inner, context)
                    for each in value
                ]
            elif value is None:
                found[f"{name}."] = None
            else:
                own = self.row(to, id=value)
                found[f"{name}."] = self._read(to, own, inner, context)
        return found

    def _value(self, model: str, row: Row, name: str, context: Row) -> Any:
        names = self.models[model]["names"].get(context.get("language"), {})
        if name == "name" and str(row["id"]) in names:
            return names[str(row["id"])]
        if name == "quantity" and model == "product.product":
            return row[name] if context.get("locations") else 0.0
        return row[name]


def _user_error(message: str) -> Fault:
    return Fault(["UserError", [message, "", None]])


def plain(value: Any) -> Any:
    """
    What one of Tryton's special objects stands for.
    """
    match value:
        case {"__class__": "date", "year": y, "month": m, "day": d}:
            return date(y, m, d)
        case {"__class__": "datetime", **rest}:
            return datetime(**rest, tzinfo=timezone.utc)
        case {"__class__": "Decimal", "decimal": written}:
            return Decimal(written)
        case str():
            # Tryton drops the spaces around what it looks for.
            return value.strip()
    return value


def _compare(value: Any, operator: str, wanted: Any) -> bool:
    match operator:
        case "=":
            return bool(value == wanted)
        case "!=":
            return bool(value != wanted)
        case "in":
            return value in wanted
        case ">":
            return value is not None and bool(value > wanted)
        case ">=":
            return value is not None and bool(value >= wanted)
        case "ilike":
            return value is not None and _is_like(value, wanted)
    raise Fault([operator, ""])


def _is_like(value: str, pattern: str) -> bool:
    expression, is_escaped = "", False
    for letter in pattern:
        if is_escaped:
            expression, is_escaped = expression + escape(letter), False
        elif letter == "\\":
            is_escaped = True
        else:
            wild = {"%": ".*", "_": "."}
            expression += wild.get(letter, escape(letter))
    return fullmatch(expression, value, IGNORECASE | DOTALL) is not None


def _key(value: Any, is_down: bool) -> tuple[bool, Any]:
    # Nothing is last, whichever way it is sorted.
    found = plain(value)
    return (found is not None) is is_down, 0 if found is None else found
