"""
Logging: pretty lines in a terminal, one JSON object a line otherwise.
"""

from __future__ import annotations

import logging
import sys

import structlog


def configure_logs(level: int = logging.INFO, *, pretty: bool | None = None) -> None:
    """
    Set up structlog and the standard library alike; Rasa's chatter only as warnings.
    """
    renderer: structlog.types.Processor
    if sys.stderr.isatty() if pretty is None else pretty:
        renderer = structlog.dev.ConsoleRenderer()
    else:
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=level, stream=sys.stderr, format="%(message)s")
    for name in ("rasa", "rasa_sdk", "tensorflow", "apscheduler", "alembic"):
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
