"""
Statements are compiled once in a process, and not for each engine that a test makes.

SQLAlchemy keeps what it has compiled for an engine and its dialect, which is right for
a program, whose engine lasts. A test has an engine of its own and ends soon: a fifth of
the time of tests over a database went into compiling the same statements again.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

# Two or three times as many as there are.
_KEPT: Any = LRUCache(3000)


def once() -> None:
    """
    From now on engines of one kind share what was compiled.
    """
    # SQLAlchemy has no other way: its public `compiled_cache` also goes by the dialect.
    kept: Any = property(lambda _: _KEPT, lambda _, __: None)
    Engine._compiled_cache = kept
    alike: Any = DefaultDialect
    alike.__eq__ = lambda self, other: _kind(self) == _kind(other)
    alike.__hash__ = lambda self: hash(_kind(self))


def _kind(dialect: Any) -> tuple[Any, ...]:
    """
    All by which one dialect may compile, or read rows, otherwise than another.
    """
    if not isinstance(dialect, DefaultDialect):
        return (dialect,)
    return (
        type(dialect),
        dialect.paramstyle,
        getattr(dialect, "_json_serializer", None),
        getattr(dialect, "_json_deserializer", None),
    )
