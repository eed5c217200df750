"""
Logging: pretty lines in a terminal, one JSON object a line otherwise.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

# The joiners of Persian words are no signs that a terminal obeys.
_JOINERS = "\u200c\u200d"
_OF_SEVERAL_LINES = ("exception", "stack")


def configure_logs(level: int = logging.INFO, *, pretty: bool | None = None) -> None:
    """
    Set up structlog and the standard library alike; Rasa's chatter only as warnings.
    """
    renderers: list[structlog.types.Processor]
    if sys.stderr.isatty() if pretty is None else pretty:
        renderers = [printable, structlog.dev.ConsoleRenderer()]
    else:
        renderers = [structlog.processors.JSONRenderer(ensure_ascii=False)]
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            *renderers,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=level, stream=sys.stderr, format="%(message)s")
    # Of a request httpx tells the whole address, which may hold a key; the library of
    # Telegram tells all that is said.
    private = ("httpx", "telegram")
    for name in ("rasa", "rasa_sdk", "tensorflow", "apscheduler", "alembic", *private):
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def printable(
    _logger: Any, _method: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    """
    Escape in all values what a terminal would obey; a traceback keeps its lines.
    """
    for key, value in event.items():
        if isinstance(value, str):
            kept = "\n\t" if key in _OF_SEVERAL_LINES else ""
            event[key] = "".join(_shown(letter, kept) for letter in value)
    return event


def _shown(letter: str, kept: str) -> str:
    if letter.isprintable() or letter in _JOINERS or letter in kept:
        return letter
    return letter.encode("unicode_escape").decode("ascii")
