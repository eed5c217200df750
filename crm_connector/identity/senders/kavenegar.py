"""
Codes by SMS through Kavenegar's HTTP API (version 1).

With a template, `verify/lookup` sends the text that stands in Kavenegar's panel, on
their own lines, also to those who refuse advertisements; `%token` in it is the code.
Without one, `sms/send` sends our text from a line of the shop's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote

import httpx
from pydantic import Field

from crm_connector.errors import Refused, SourceRejected
from crm_connector.identity.senders.port import CodeMessage, Purpose
from crm_connector.identity.senders.texts import CodeTexts
from crm_connector.model import ContactKind
from crm_connector.sources.http import Http, HttpSettings
from crm_connector.sources.payload import Payload, read

ADDRESS = "https://api.kavenegar.com/v1"
NAME = "kavenegar"
_GOOD = 200
# Their statuses, which are those of HTTP as well.
_NO_RECEIVER = 411
_BUSY = (409, 451)
# What became of a message: failed, not delivered, cancelled, blocked by its receiver.
_LOST = frozenset((6, 11, 13, 14))
_IRAN = "+98"


@dataclass(frozen=True)
class KavenegarSettings:
    """
    The key of the account, and how it sends: by `template`, or from the line `sender`.

    An empty sender is the account's own default line. A code that is told at the
    counter goes by `told_template` or, without one, from the line: a template for codes
    to type says to give them to nobody.
    """

    key: str = field(repr=False)
    template: str = ""
    told_template: str = ""
    sender: str = ""
    address: str = ADDRESS


class _Outcome(Payload):
    status: int


class _Entry(Payload):
    status: int


class _Answer(Payload):
    outcome: _Outcome = Field(alias="return")
    entries: tuple[_Entry, ...] | None = None


class KavenegarSender:
    """
    Sends codes to telephones; the client becomes its own.
    """

    name = NAME
    kinds = frozenset({ContactKind.PHONE})

    def __init__(
        self,
        settings: KavenegarSettings,
        texts: CodeTexts,
        client: httpx.AsyncClient,
        limits: HttpSettings,
    ) -> None:
        self._settings = settings
        self._texts = texts
        self._client = client
        self._http = Http(client, NAME, limits)

    @classmethod
    def open(cls, settings: KavenegarSettings, texts: CodeTexts) -> KavenegarSender:
        """
        With the usual patience.
        """
        limits = HttpSettings()
        return cls(settings, texts, limits.client(), limits)

    async def send(self, message: CodeMessage) -> None:
        """
        Have Kavenegar send it.
        """
        method, data = self._asked(message)
        key = quote(self._settings.key, safe="")
        answer = await self._http.ask(
            "POST",
            f"{self._settings.address}/{key}/{method}.json",
            # In the body: addresses stand in other people's logs.
            data=data,
            changes=True,
            absent=(_NO_RECEIVER,),
            busy=_BUSY,
        )
        if answer is None:
            raise Refused("Nothing can be sent to this number.", source=NAME)
        told = read(_Answer, answer.content, NAME)
        if told.outcome.status != _GOOD:
            raise SourceRejected(
                f"It refuses the message ({told.outcome.status}).", source=NAME
            )
        if any(entry.status in _LOST for entry in told.entries or ()):
            raise Refused("The message cannot be delivered.", source=NAME)

    async def close(self) -> None:
        """
        Close the client.
        """
        await self._client.aclose()

    def _asked(self, message: CodeMessage) -> tuple[str, dict[str, str]]:
        receptor = _national(message.contact.value)
        template = self._settings.template
        if message.purpose is Purpose.TOLD:
            template = self._settings.told_template
        if template:
            return "verify/lookup", {
                "receptor": receptor,
                "token": message.code,
                "template": template,
                "type": "sms",
            }
        data = {"receptor": receptor, "message": self._texts.short(message)}
        if self._settings.sender:
            data["sender"] = self._settings.sender
        return "sms/send", data


def _national(number: str) -> str:
    """
    A number as Kavenegar reads it: 09... inside Iran, 00... outside.
    """
    if number.startswith(_IRAN):
        return "0" + number.removeprefix(_IRAN)
    return "00" + number.removeprefix("+")
