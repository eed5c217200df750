"""
The shop's sources as the settings name them: one database, or a file of several.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime

import structlog

from bot.conversations.clock import utc_now
from bot.settings import Settings
from crm_connector.errors import SourceUnavailable
from crm_connector.source import Source
from crm_connector.sources.opening import Opened, open_sources
from crm_connector.sources.sql.client import SqlSource

log = structlog.get_logger(__name__)


async def open_shop(
    settings: Settings,
    *,
    clock: Callable[[], datetime] = utc_now,
    environ: Mapping[str, str] | None = None,
) -> Opened:
    """
    The sources, of which nothing is asked yet; whoever opens them closes them.

    Raises `CrmError` for a file or an address that cannot be used.
    """
    if settings.sources.name:
        environ = os.environ if environ is None else environ
        return await open_sources(settings.sources, environ, clock=clock)
    source = SqlSource.open(settings.crm_url, settings.crm_mapping, clock=clock)
    return Opened(source.name, {source.name: source})


async def check_sources(settings: Settings) -> None:
    """
    A wrong setting stops the start; a system that is away may come back.

    Raises `CrmError` for what somebody has to mend.
    """
    opened = await open_shop(settings)
    try:
        for source in opened.sources.values():
            await _check(source)
    finally:
        await opened.close()


async def _check(source: Source) -> None:
    try:
        await source.check()
    except SourceUnavailable as error:
        log.warning("source_unavailable_at_start", source=source.name, error=str(error))
