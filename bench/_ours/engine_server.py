"""
Our engine behind the same small HTTP door that stock Rasa's REST channel is.

    python -m bench._ours.engine_server MODEL DATABASE CUSTOMER PORT
"""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bench import _shop
from bot.app import load_engine
from bot.conversations.messages import Answer, Engine, Turn
from bot.logs import configure_logs
from bot.serving import quiet_rasa
from crm_connector.model import Identity


class Door:
    """
    POST {sender, message}, the replies come back; the state stays here, in memory.
    """

    def __init__(self, engine: Engine, identity: Identity) -> None:
        self._engine = engine
        self._identity = identity
        self._last: dict[str, Answer] = {}

    async def health(self, _: Request) -> JSONResponse:
        """
        As Rasa's server says that it is there.
        """
        return JSONResponse({"status": "ok"})

    async def webhook(self, request: Request) -> JSONResponse:
        """
        One turn, in the REST channel's form.
        """
        body = await request.json()
        sender = body["sender"]
        last = self._last.get(sender)
        answer = await self._engine.respond(
            Turn(
                conversation=sender,
                text=body["message"],
                at=datetime.now(timezone.utc),
                identity=self._identity,
                state=last.state if last else None,
                language_hint=last.customer_lang if last else None,
            )
        )
        if "incident" in answer.meta:
            # The apology is an answer to a customer, but none to a benchmark.
            return JSONResponse({"error": "the turn failed"}, 500)
        self._last[sender] = answer
        return JSONResponse(
            [{"recipient_id": sender, "text": reply.text} for reply in answer.replies]
        )


def main(model: str, database: str, customer: str, port: str) -> None:
    """
    Serve until killed.
    """
    configure_logs()
    quiet_rasa()
    _shop.configure_actions(Path(database))
    engine = load_engine(Path(model), _shop.settings())
    door = Door(engine, _shop.signed_in(customer))
    app = Starlette(
        routes=[
            Route("/", door.health),
            Route("/webhooks/rest/webhook", door.webhook, methods=["POST"]),
        ]
    )
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(port),
        log_level="warning",
        access_log=False,
        ws="none",
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
