"""
Programs that stand beside a test, started by it and stopped by their own numbers.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

SECONDS_TO_START, SECONDS_TO_STOP = 90, 10


@contextmanager
def running(
    command: Sequence[str],
    folder: Path,
    is_ready: Callable[[], bool],
    environment: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """
    Start a program in a folder, with its log there, and wait until it is ready.

    Raises `RuntimeError` if it ends before.
    """
    name = Path(command[0]).name
    own = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    with (folder / f"{name}.log").open("w") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**own, **(environment or {})},
            stdout=log,
            stderr=log,
            # A group of its own, so that nothing of it is left behind.
            start_new_session=True,
        )
        try:
            end = time.monotonic() + SECONDS_TO_START
            while not is_ready():
                if process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"{name} is not ready: see {log.name}")
                time.sleep(0.05)
            yield
        finally:
            process.terminate()
            try:
                process.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
