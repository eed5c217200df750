"""
A real Vendure, started on this machine alone and stopped by its own number.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx

from tests.crm_connector.small_shop import ROOT
from tests.ports import free_port

HERE = ROOT / "tests" / "peers" / "vendure"
INSTALLED = ROOT / "var" / "peers" / "vendure"
MISSING = "Vendure is not installed here: tests/peers/vendure/install does it."
SECONDS_TO_STOP = 10


@dataclass
class Peer:
    """
    A running shop.
    """

    port: int

    @property
    def url(self) -> str:
        """
        Its Admin API.
        """
        return f"http://127.0.0.1:{self.port}/admin-api"

    def reset(self) -> None:
        """
        Put everything back to how it was seeded.
        """
        url = f"http://127.0.0.1:{self.port}/peer/reset"
        httpx.post(url, trust_env=False, timeout=20).raise_for_status()


def is_installed() -> bool:
    """
    Whether there is one to start.
    """
    return (INSTALLED / "shop.done").exists()


@contextmanager
def running(folder: Path) -> Iterator[Peer]:
    """
    A shop on a free port, with its data and its log in `folder`.
    """
    data = shutil.copyfile(INSTALLED / "shop.sqlite", folder / "shop.sqlite")
    port = free_port()
    environment = {
        "NODE_PATH": str(INSTALLED / "node_modules"),
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "VENDURE_DISABLE_TELEMETRY": "true",
    }
    with (folder / "vendure.log").open("w") as log:
        process = subprocess.Popen(
            ["node", str(HERE / "server.cjs"), str(port), str(data)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            # A group of its own, so that nothing of it is left behind.
            start_new_session=True,
        )
        try:
            assert process.stdout is not None
            wait_until_ready(process.stdout)
            yield Peer(port)
        finally:
            stop(process)


def wait_until_ready(said: IO[str]) -> None:
    """
    Read what it says until it is ready; raises if it ends before.
    """
    for line in said:
        if line.strip() == "ready":
            return
    raise RuntimeError("Vendure ended before it was ready: see its log.")


def stop(process: subprocess.Popen[str]) -> None:
    """
    End it, and all that it has started.
    """
    process.terminate()
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
