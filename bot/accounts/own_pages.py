"""
The pages of one's own account: password, second factor, where one is signed in.
"""

from __future__ import annotations

from typing import Any

import segno
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.accounts.errors import (
    BadPassword,
    CodeRefused,
    FactorDemanded,
    NoSuchAccount,
    SignInRefused,
    TooManyTries,
)
from bot.accounts.guard import ENROL, HOME, SAFE_METHODS, Guard
from bot.accounts.look import Look
from bot.accounts.own import OwnAccount
from bot.accounts.replies import keep, minutes, waiting
from bot.accounts.requests import address_of, read_form, visitor_of
from bot.accounts.service import Accounts
from bot.accounts.sessions import Stage
from bot.accounts.signed_in import SignedIn
from bot.accounts.strength import SHORTEST

CHANGE = "/desk/account/password"
SESSIONS = "/desk/account/sessions"
DONE = ("password", "factor", "dropped", "ended", "others")
"""What may have been done just before, as the address of the page says it."""
QR_BORDER = 2
LONGEST_NUMBER = 18


class OwnPages:
    """
    One method a page; each is of whoever is signed in.
    """

    def __init__(
        self, accounts: Accounts, guard: Guard, look: Look, desk: str = HOME
    ) -> None:
        self._own = OwnAccount(accounts)
        self._guard = guard
        self._look = look
        # Where they work: no way leads there from itself.
        self._desk = "" if desk == HOME else desk

    def routes(self) -> list[BaseRoute]:
        """
        Everybody who is signed in may; the second factor also who must set one up.
        """
        enrolling = (Stage.FULL, Stage.ENROL)
        return [
            Route(HOME, self._guard.endpoint(self.account, None)),
            Route(CHANGE, self._guard.endpoint(self.password, None), methods=["POST"]),
            Route(
                SESSIONS, self._guard.endpoint(self.sessions, None), methods=["POST"]
            ),
            Route(
                ENROL,
                self._guard.endpoint(self.factor, None, stages=enrolling),
                methods=["GET", "POST"],
            ),
        ]

    async def account(self, request: Request, who: SignedIn) -> Response:
        """
        /desk/account: everything at one glance.
        """
        done = request.query_params.get("done", "")
        return await self._account(request, who, done=done if done in DONE else "")

    async def password(self, request: Request, who: SignedIn) -> Response:
        """
        /desk/account/password: take a new one.
        """
        form = await read_form(request)
        new = form.get("new", "")
        try:
            if new != form.get("again", ""):
                return await self._account(request, who, "not_repeated")
            begun = await self._own.change_password(
                who, form.get("present", ""), new, visitor_of(request)
            )
        except BadPassword as error:
            return await self._account(request, who, f"weak_{error.reason.value}")
        except SignInRefused:
            return await self._account(request, who, "wrong_password", status=403)
        except TooManyTries as error:
            page = await self._account(
                request, who, "wait", status=429, minutes=minutes(error)
            )
            return waiting(page, error)
        return keep(RedirectResponse(f"{HOME}?done=password", 303), request, begun)

    async def sessions(self, request: Request, who: SignedIn) -> Response:
        """
        /desk/account/sessions: sign out another browser, or all of them.
        """
        number = (await read_form(request)).get("number", "")
        if number == "others":
            await self._own.end_others(who, address_of(request))
            return RedirectResponse(f"{HOME}?done=others", 303)
        is_number = number.isascii() and number.isdecimal()
        if not is_number or len(number) > LONGEST_NUMBER:
            raise NoSuchAccount
        await self._own.end_session(who, int(number), address_of(request))
        return RedirectResponse(f"{HOME}?done=ended", 303)

    async def factor(self, request: Request, who: SignedIn) -> Response:
        """
        /desk/account/second-factor: set it up, renew its recovery codes, end it.
        """
        if request.method in SAFE_METHODS:
            return await self._factor(request, who)
        form = await read_form(request)
        step = form.get("step", "")
        steps = {
            "begin": self._begin,
            "confirm": self._confirm,
            "renew": self._renew,
            "drop": self._drop,
        }
        if step not in steps:
            raise NoSuchAccount
        is_confirming = step == "confirm"
        try:
            return await steps[step](request, who, form)
        except SignInRefused:
            return await self._factor(request, who, "wrong_password", status=403)
        except CodeRefused:
            return await self._factor(
                request, who, "code_refused", status=403, confirming=is_confirming
            )
        except FactorDemanded:
            return await self._factor(request, who, "factor_demanded", status=403)
        except TooManyTries as error:
            page = await self._factor(
                request, who, "wait", status=429, minutes=minutes(error)
            )
            return waiting(page, error)

    async def _begin(
        self, request: Request, who: SignedIn, form: dict[str, str]
    ) -> Response:
        enrolment = await self._own.begin_factor(
            who, form.get("password", ""), form.get("code", ""), visitor_of(request)
        )
        picture = segno.make(enrolment.address, error="m", micro=False)
        return self._page(
            request,
            who,
            "scan.html",
            # Made here, of nothing but modules: it is not escaped.
            picture=picture.svg_inline(
                scale=4, border=QR_BORDER, light="#fff", omitsize=True
            ),
            secret=" ".join(_fours(enrolment.secret)),
        )

    async def _confirm(
        self, request: Request, who: SignedIn, form: dict[str, str]
    ) -> Response:
        enrolled = await self._own.confirm_factor(
            who, form.get("code", ""), visitor_of(request)
        )
        page = self._page(
            request, who, "recovery.html", codes=enrolled.codes, done="factor"
        )
        return keep(page, request, enrolled.begun)

    async def _renew(
        self, request: Request, who: SignedIn, form: dict[str, str]
    ) -> Response:
        codes = await self._own.renew_recovery(
            who, form.get("password", ""), visitor_of(request)
        )
        return self._page(request, who, "recovery.html", codes=codes, done="")

    async def _drop(
        self, request: Request, who: SignedIn, form: dict[str, str]
    ) -> Response:
        begun = await self._own.drop_factor(
            who, form.get("password", ""), form.get("code", ""), visitor_of(request)
        )
        return keep(RedirectResponse(f"{HOME}?done=dropped", 303), request, begun)

    async def _account(
        self,
        request: Request,
        who: SignedIn,
        trouble: str = "",
        *,
        done: str = "",
        status: int = 0,
        **values: object,
    ) -> Response:
        return self._page(
            request,
            who,
            "account.html",
            status=status or (400 if trouble else 200),
            here=HOME,
            desk=self._desk,
            standing=await self._own.standing(who),
            present=who.session.id,
            trouble=trouble,
            done=done,
            values={"shortest": SHORTEST, **values},
        )

    async def _factor(
        self,
        request: Request,
        who: SignedIn,
        trouble: str = "",
        *,
        status: int = 200,
        confirming: bool = False,
        **values: object,
    ) -> Response:
        return self._page(
            request,
            who,
            "factor.html",
            status=status,
            standing=await self._own.standing(who),
            is_enrolling=who.session.stage is Stage.ENROL,
            trouble=trouble,
            confirming=confirming,
            values=values,
        )

    def _page(
        self, request: Request, who: SignedIn, template: str, **values: Any
    ) -> Response:
        return self._look.page(
            request,
            template,
            account=who.account,
            is_full=who.is_full,
            csrf=self._guard.csrf_token(request),
            **values,
        )


def _fours(text: str) -> list[str]:
    """
    Groups of four letters, which are easier to type.
    """
    return [text[place : place + 4] for place in range(0, len(text), 4)]
