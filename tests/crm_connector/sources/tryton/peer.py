"""
A real Tryton on this machine, on a copy of the shop that its install script made.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import httpx

from tests.ports import free_port

ROOT = Path(__file__).parents[4]
HOME = ROOT / "var" / "peers" / "tryton"
DATABASE, USER, PASSWORD = "shop", "hamyar", "hamyar-of-the-shop"
MOST_SECONDS = 60


@dataclass
class Peer:
    """
    The running server and its database's file; `session` and `shop` for later sources.
    """

    url: str
    file: Path
    process: subprocess.Popen[bytes]
    session: Any = None
    shop: Any = None

    @staticmethod
    def is_installed() -> bool:
        """
        Whether `tests/peers/tryton/install` has done its work.
        """
        return (HOME / "installed").exists()

    @classmethod
    def start(cls, folder: Path) -> Peer:
        """
        A server with all its files in `folder`; whoever starts it stops it.
        """
        file = Path(shutil.copy(HOME / "shop.sqlite", folder / f"{DATABASE}.sqlite"))
        address = f"127.0.0.1:{free_port()}"
        conf = folder / "trytond.conf"
        conf.write_text(
            f"[database]\nuri = sqlite://\npath = {folder}\n"
            f"[web]\nlisten = {address}\n",
            "utf-8",
        )
        with (folder / "trytond.log").open("wb") as log:
            process = subprocess.Popen(
                [HOME / "env" / "bin" / "trytond", "-c", conf, "-d", DATABASE],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={"PATH": os.defpath, "LANG": "C.UTF-8"},
                # A group of its own, so that nothing of it is left.
                start_new_session=True,
            )
        peer = cls(f"http://{address}", file, process)
        try:
            peer.wait()
        except BaseException:
            peer.stop()
            raise
        return peer

    def wait(self) -> None:
        """
        Until it answers.
        """
        until = time.monotonic() + MOST_SECONDS
        question = {"id": 1, "method": "common.server.version", "params": []}
        while self.process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(httpx.TransportError):
                httpx.post(f"{self.url}/rpc/", json=question, trust_env=False)
                return
            time.sleep(0.1)
        raise RuntimeError(f"Tryton did not start: see {self.file.parent}/trytond.log")

    def stop(self) -> None:
        """
        End it and whatever it started.
        """
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                break
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                continue
        self.process.wait(5)

    def made_at(self, number: str) -> datetime:
        """
        When a sale was entered, as the database has it.
        """
        with sqlite3.connect(f"file:{self.file}?mode=ro", uri=True) as database:
            row = database.execute(
                "SELECT create_date FROM sale_sale WHERE number = ?", [number]
            ).fetchone()
        database.close()
        return datetime.fromisoformat(row[0]).replace(tzinfo=timezone.utc)
