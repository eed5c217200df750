"""
Prism, which answers as Chatwoot's own description says, and tells what does not fit it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot import HOUSE
from tests.ports import free_port

PRISM = HOUSE / "var" / "peers" / "prism"
MISSING = "Prism is not installed here: tests/peers/prism/install does it."
SHARED = Path(os.environ.get("HAMYAR_SHARED", HOUSE.parent / "shared"))
DESCRIPTION = SHARED / "data" / "chatwoot" / "swagger.json"
SECONDS_TO_START, SECONDS_TO_STOP = 90, 10


def is_installed() -> bool:
    """
    Whether there is one to start.
    """
    return (PRISM / "packages.done").exists()


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """
    Start it on a free port, with its log in `folder`; gives its address.
    """
    port = free_port()
    program = PRISM / "node_modules" / "@stoplight" / "prism-cli" / "dist" / "index.js"
    with (folder / "prism.log").open("w") as log:
        process = subprocess.Popen(
            [
                *("node", str(program), "mock", "--host", "127.0.0.1"),
                *("--port", str(port), str(DESCRIPTION)),
            ],
            env={"PATH": os.environ["PATH"], "HOME": str(folder)},
            stdout=log,
            stderr=log,
            # A group of its own, so that nothing of it is left behind.
            start_new_session=True,
        )
        try:
            wait_until_ready(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def wait_until_ready(process: subprocess.Popen[bytes], port: int) -> None:
    """
    Ask until it answers; raises if it ends before.
    """
    end = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < end:
        with closing(socket.socket()) as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("Prism ended before it was ready: see its log.")
