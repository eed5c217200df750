"""
Looking a customer up at the counter over HTTP.
"""

from __future__ import annotations

import math

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.accounts import audit
from bot.accounts.actors import Actor
from bot.accounts.guard import Guard, Handler
from bot.accounts.requests import address_of
from bot.accounts.rights import Right
from bot.accounts.service import Accounts
from bot.accounts.signed_in import SignedIn
from bot.desk.lookup import Lookup, NoTelephone
from bot.desk.web.asked import Refused, answering, read_json
from bot.shop_values import LANGUAGES
from crm_connector.contacts import masked
from crm_connector.errors import (
    CodeOver,
    CodeWrong,
    CrmError,
    NotSupported,
    TooManyCodes,
)
from crm_connector.identity import codes
from crm_connector.model import Contact

LONGEST_CODE = 40


def lookup_routes(guard: Guard, accounts: Accounts, lookup: Lookup) -> list[BaseRoute]:
    """
    Make `/desk/api/lookup` and `/desk/api/lookup/check`.
    """

    async def note(
        request: Request, who: SignedIn, deed: str, subject: str, phone: Contact
    ) -> None:
        now = accounts.clock()

        def work(connection: Connection, by: Actor) -> None:
            to = masked(phone)
            audit.write(connection, by.who, deed, subject, now=now, phone=to)

        await accounts.act(
            who, work, right=Right.SEE_PROFILE, address=address_of(request)
        )

    async def begin(request: Request, who: SignedIn) -> Response:
        asked = await read_json(request)
        phone, language = lookup.telephone(asked.get("phone")), asked.get("language")
        if language not in LANGUAGES:
            raise Refused(400, "bad_language")
        # Before it is sent: what is not in the log is not done.
        await note(request, who, "lookup.begun", "", phone)
        address = address_of(request)
        await lookup.begin(who.session.hash, phone, language, address)
        return JSONResponse(
            {
                "kind": phone.kind.value,
                "to": phone.value,
                "digits": codes.DIGITS,
                "good_for": int(codes.LIFE.total_seconds()),
                "again_in": codes.AGAIN_SECONDS,
            },
            202,
        )

    async def check(request: Request, who: SignedIn) -> Response:
        asked = await read_json(request)
        phone, code = lookup.telephone(asked.get("phone")), asked.get("code")
        if not isinstance(code, str) or not 0 < len(code) <= LONGEST_CODE:
            raise Refused(400, "bad_code")
        right, panel = await lookup.check(who.session.hash, phone, code)
        # Who is no agent any more by now sees nothing of it.
        subject = f"customer:{right.customer_id}"
        await note(request, who, "customer.looked_up", subject, phone)
        return JSONResponse({"panel": panel})

    return [
        Route(
            path,
            guard.endpoint(answering(_telling(handler)), Right.SEE_PROFILE),
            methods=["POST"],
        )
        for path, handler in (
            ("/desk/api/lookup", begin),
            ("/desk/api/lookup/check", check),
        )
    ]


def _telling(handler: Handler) -> Handler:
    async def answer(request: Request, who: SignedIn) -> Response:
        try:
            return await handler(request, who)
        except NoTelephone:
            raise Refused(400, "bad_phone") from None
        except CodeWrong as error:
            raise Refused(403, "code_wrong", left=error.left) from None
        except CodeOver:
            raise Refused(410, "code_over") from None
        except NotSupported:
            raise Refused(403, "codes_unavailable") from None
        except TooManyCodes as error:
            wait = max(1, math.ceil(error.retry_after))
            refused = Refused(429, "too_many_codes", retry_after=wait).response()
            refused.headers["Retry-After"] = str(wait)
            return refused
        except CrmError:
            raise Refused(503, "unavailable") from None

    return answer
