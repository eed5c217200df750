"""
From settings to a running server, with one clear sentence for what can go wrong.
"""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import sys
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.routing import BaseRoute
from threadpoolctl import threadpool_limits

from bot.logs import configure_logs
from bot.settings import Settings
from bot.unusable import Unusable
from crm_connector.identity.senders.port import CodeSender
from crm_connector.webhooks import Webhook

if TYPE_CHECKING:
    from bot.shop import ShopSettings

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_PROBE_BYTES = 1_000_000
# Longer than a proxy keeps its connections to us (nginx a minute): whoever closes first
# ought to be the one who asks, or a request meets a connection that is just ending.
_KEEP_ALIVE_SECONDS = 75


@dataclass(frozen=True)
class Plan:
    """
    What to serve. `prepare` runs once the port and the folder are ours.
    """

    settings: Settings
    prepare: Callable[[], None] = lambda: None
    routes: Callable[[], Iterable[BaseRoute]] = tuple
    senders: Sequence[CodeSender] | None = None
    """In place of those that the settings name for one-time codes."""
    webhooks: Mapping[str, Webhook] = field(default_factory=dict)
    """Of sources that ring, beside those that the settings name."""


def say(text: str) -> None:
    """
    A line of progress for whoever started us.
    """
    print(text, file=sys.stderr, flush=True)


def run(plan: Plan) -> int:
    """
    Serve until told to stop; gives the exit code. Raises `Unusable`.
    """
    configure_logs()
    quiet_rasa()
    with bind(plan.settings.host, plan.settings.port) as listener:
        try:
            prepare_folder(plan.settings.data)
            asyncio.run(_serve(plan, listener))
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            raise Unusable("there is no room left on the disk.") from error
    return 0


def quiet_rasa() -> None:
    """
    No telemetry, no chatter of TensorFlow, no warnings about other people's old code.
    """
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    if not sys.warnoptions:
        # A filter would not do: some libraries put their own in front of it.
        warnings.showwarning = lambda *_, **__: None


def keep_blas_to_one_thread() -> None:
    """
    Let products of matrices run where they are asked for, from now on.

    A turn multiplies small ones, many times a second. OpenBLAS shares each with a
    thread for every core, and such a thread then spins for tens of milliseconds in wait
    of the next one: of a busy server's processor time that was a half.
    """
    threadpool_limits(limits=1, user_api="blas")


def bind(host: str, port: int) -> socket.socket:
    """
    Take the port before anything slow is done. Raises `Unusable` if it is busy.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named: asyncio sets TCP_NODELAY only then, and without it every
    # answer waits some 40 ms for the other side's acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        if port:
            # Two that only bind may share a port; the one that listens has it.
            listener.listen()
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise Unusable(
                f"port {port} is in use; choose another one with --port N."
            ) from error
        raise Unusable(
            f"cannot listen on {host} port {port}: {error.strerror}."
        ) from error
    return listener


def prepare_folder(data: Path) -> None:
    """
    Make the data folder and see that it can be written to. Raises `Unusable`.
    """
    probe = data / ".writable"
    try:
        data.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(bytes(_PROBE_BYTES))
        probe.unlink()
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise
        raise Unusable(
            f"the folder {data} cannot be written to: {error.strerror}."
        ) from error


async def _serve(plan: Plan, listener: socket.socket) -> None:
    # What is slow to import is imported when the port is known to be ours.
    from bot.desk import canned  # noqa: PLC0415
    from bot.getting_ready import answering, getting_ready_app  # noqa: PLC0415
    from bot.policies import load_policies  # noqa: PLC0415
    from bot.shop import BadShopFileError, load_shop  # noqa: PLC0415
    from crm_connector.errors import BadMapping  # noqa: PLC0415

    settings = plan.settings
    try:
        shop = load_shop(settings.shop)
        canned.of_file(shop.desk.replies)
        load_policies(settings.shop, shop)
    except (BadShopFileError, BadMapping) as error:
        raise Unusable(str(error)) from error
    with answering(getting_ready_app(settings, shop), listener):
        plan.prepare()
        app = await _made(plan, shop)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="websockets",
        ws_max_size=65_536,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=5,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
    )
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    await _Announcing(config, f"http://{shown}:{port}/").serve(sockets=[listener])


async def _made(plan: Plan, shop: ShopSettings) -> Starlette:
    from bot.app import create_app, load_live_engine  # noqa: PLC0415
    from bot.conversations.errors import DatabaseTooNew  # noqa: PLC0415
    from bot.engine.training import TrainingFailed, ensure_model  # noqa: PLC0415
    from bot.sources import check_sources  # noqa: PLC0415
    from crm_connector.errors import CrmError  # noqa: PLC0415

    settings = plan.settings
    try:
        await check_sources(settings)
        model = ensure_model(settings.data, say)
        say("Loading the bot ...")
        engine = load_live_engine(model, shop, settings.data)
        keep_blas_to_one_thread()
        return await create_app(
            settings,
            engine,
            follows=engine.following,
            extra_routes=plan.routes(),
            senders=plan.senders,
            webhooks=plan.webhooks,
        )
    except (CrmError, DatabaseTooNew, TrainingFailed) as error:
        raise Unusable(str(error)) from error
    except SQLAlchemyError as error:
        raise Unusable(_database_trouble(settings.database, error)) from error


def _database_trouble(address: str, error: Exception) -> str:
    """
    Say which database does not serve us, and why, without its password.
    """
    url = make_url(address)
    shown = url.set(query={}).render_as_string(hide_password=True)
    why = str(getattr(error, "orig", None) or type(error).__name__).strip()
    why = (why.splitlines() or [""])[0].rstrip(".")
    if url.password:
        why = why.replace(str(url.password), "***")
    return f"Hamyar's own database {shown} cannot be used: {why}."


class _Announcing(uvicorn.Server):
    """
    A server that says its address once it answers.
    """

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            say("Hamyar is ready; stop it with Ctrl-C.")
            print(self._address, flush=True)
