"""
Customer tokens: the shop's own word, signed, for who is looking at its page.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import jwt
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.channels.webchat.errors import (
    ChatError,
    token_expired,
    token_invalid,
    token_used,
)
from bot.channels.webchat.tables import seen_tokens
from bot.channels.webchat.token_keys import TokenKeys, open_keys
from bot.conversations.clock import Clock
from bot.settings import Settings

LONGEST_LIFE = timedelta(minutes=10)
"""A token good for longer is refused: it would be a password."""
LEEWAY = timedelta(seconds=30)
"""How far the shop's clock may run ahead of ours."""
LONGEST_NAME = 200
_FORGED = "its form or its signature is wrong"

_SEEN = sa.select(
    seen_tokens.c.customer_id, seen_tokens.c.conversation, seen_tokens.c.spent
).where(seen_tokens.c.hash == sa.bindparam("hash"))


@dataclass(frozen=True)
class Claims:
    """
    What a good token says: who, under which number of its own, until when.
    """

    customer_id: str
    number: str
    expires_at: datetime

    @property
    def hash(self) -> str:
        """
        The name under which the token is remembered.
        """
        return hashlib.sha256(self.number.encode()).hexdigest()


class TokenChecker:
    """
    Checks tokens with the keys, the algorithm and the audience of the settings.

    Raises `SettingsError` when a key does not suit the algorithm.
    """

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._algorithm = settings.chat_jwt_algorithm
        self._audience = settings.chat_jwt_audience
        self._keys = open_keys(settings)
        self._clock = clock

    def check(self, token: str) -> Claims:
        """
        Give what the token says, or raise a `ChatError`.
        """
        if self._keys is None:
            raise ChatError(
                403, "sign_in_unavailable", "This shop has no key for customer tokens."
            )
        claims = self._read(token, self._keys)
        now = self._clock()
        expires_at = _moment(claims, "exp")
        if expires_at is None:
            raise token_invalid("it has no exp")
        if expires_at <= now:
            raise token_expired()
        begun = _moment(claims, "iat") or now
        if _is_late(begun, now) or _is_late(_moment(claims, "nbf"), now):
            raise token_invalid("it is not good yet")
        if expires_at - min(begun, now) > LONGEST_LIFE + LEEWAY:
            raise token_invalid("it is good for more than ten minutes")
        return Claims(_name(claims, "sub"), _name(claims, "jti"), expires_at)

    def _read(self, token: str, keys: TokenKeys) -> Mapping[str, Any]:
        try:
            kid = jwt.get_unverified_header(token).get("kid")
        except (jwt.PyJWTError, ValueError, RecursionError):
            raise token_invalid(_FORGED) from None
        for key in keys.for_token(kid):
            claims = self._signed_with(key, token)
            if claims is not None:
                return claims
        raise token_invalid(_FORGED)

    def _signed_with(self, key: Any, token: str) -> Mapping[str, Any] | None:
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key,
                # Never what the token's own header asks for.
                algorithms=[self._algorithm],
                audience=self._audience,
                options={
                    "require": ["exp", "aud", "sub", "jti"],
                    # Times are checked by our own clock.
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
        except jwt.InvalidSignatureError:
            return None
        except jwt.MissingRequiredClaimError as error:
            raise token_invalid(f"it has no {error.claim}") from None
        except jwt.InvalidAudienceError:
            raise token_invalid("it is for another audience") from None
        except (jwt.PyJWTError, ValueError, RecursionError):
            raise token_invalid(_FORGED) from None
        return claims


def bound_to(connection: Connection, claims: Claims) -> str | None:
    """
    Give the conversation in which the token was used before, if it was.

    Raises `ChatError` if it was another customer's, or if its customer signed out.
    """
    row = connection.execute(_SEEN, {"hash": claims.hash}).first()
    if row is None:
        return None
    if row.spent or row.customer_id != claims.customer_id:
        raise token_used()
    conversation: str = row.conversation
    return conversation


def bind(connection: Connection, claims: Claims, conversation: str) -> None:
    """
    Keep a token to the conversation of its first use.
    """
    connection.execute(
        seen_tokens.insert(),
        {
            "hash": claims.hash,
            "customer_id": claims.customer_id,
            "conversation": conversation,
            "spent": False,
            "expires_at": claims.expires_at,
        },
    )


def spend(connection: Connection, token: str) -> None:
    """
    Let a token (its hash) begin no further session: its customer has signed out.

    Whoever finds it in the page's memory afterwards must not be that customer.
    """
    connection.execute(
        seen_tokens.update().where(seen_tokens.c.hash == token).values(spent=True)
    )


def forget_old(connection: Connection, now: datetime) -> None:
    """
    Forget the tokens that have expired.
    """
    connection.execute(seen_tokens.delete().where(seen_tokens.c.expires_at <= now))


def _moment(claims: Mapping[str, Any], name: str) -> datetime | None:
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise token_invalid(f"its {name} is not a number")
    try:
        return datetime.fromtimestamp(value, timezone.utc)
    except (ValueError, OverflowError, OSError):
        raise token_invalid(f"its {name} is not a time") from None


def _is_late(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment > now + LEEWAY


def _name(claims: Mapping[str, Any], claim: str) -> str:
    value = claims.get(claim)
    if not isinstance(value, str) or not value.isprintable():
        raise token_invalid(f"its {claim} is not a plain string")
    if not 0 < len(value) <= LONGEST_NAME:
        raise token_invalid(f"its {claim} is empty or too long")
    return value
