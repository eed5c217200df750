"""
The form of what a web chat's server and its clients send: errors, sessions, tokens.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta, timezone
from typing import Any

import jwt
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

SECRET = "a secret of the tests, long enough for HS256"


def error(
    status: int, code: str, headers: dict[str, str] | None = None, **more: Any
) -> Response:
    """
    An error as the contract words it.
    """
    body = {"error": {"code": code, "message": code, **more}}
    return JSONResponse(body, status, headers)


def bearer(request: Request) -> str | None:
    """
    The session in the request's header.
    """
    value = request.headers.get("authorization", "")
    return value.removeprefix("Bearer ") if value.startswith("Bearer ") else None


def token_for(customer: str) -> str:
    """
    A token as the shop's site would sign it.
    """
    now = datetime.now(timezone.utc)
    claims = {"sub": customer, "aud": "hamyar", "exp": now + timedelta(minutes=5)}
    return jwt.encode({**claims, "jti": secrets.token_hex(8)}, SECRET, "HS256")
