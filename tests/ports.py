"""
Ports for programs that must be told theirs before they start.

What listens in our own process takes port 0, and has one from the system.
"""

from __future__ import annotations

import os
import socket

# Below those that systems give to outgoing connections (32768 and up on Linux, 49152
# elsewhere): what is free here is taken by nobody until the program listens.
_FIRST, _LAST = 20_000, 31_999
_COUNT = _LAST - _FIRST + 1
_taken = 0


def free_port() -> int:
    """
    Give a port of loopback that nobody listens on, another one each time.

    Processes side by side begin at different places. Raises `OSError` if all are taken.
    """
    global _taken  # noqa: PLW0603 - no port is given twice
    start = os.getpid() * 997
    for _ in range(_COUNT):
        port = _FIRST + (start + _taken) % _COUNT
        _taken += 1
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
    raise OSError(f"no port between {_FIRST} and {_LAST} is free")
