"""
Starting the sides of a comparison, watching what they use, and ending them surely.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from bot import HOUSE
from bot.unusable import Unusable

# What every process of a comparison is started with.
ENVIRON = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
_SAMPLE_SECONDS = 0.2
_GRACE_SECONDS = 5.0
_LOOK_SECONDS = 0.01
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TAIL_BYTES = 8192


def free_port() -> int:
    """
    A port on loopback that nobody uses just now.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def last_lines(log: Path, count: int = 5) -> str:
    """
    The end of a log, for a message about what went wrong.
    """
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - _TAIL_BYTES))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return ""
    # Progress bars overwrite their line; only what was written last counts.
    lines = [line.rpartition("\r")[2].strip() for line in text.splitlines()]
    return "\n".join([line for line in lines if line][-count:])


class Side:
    """
    The processes of one side: their log, their peak memory, their end.

    A context manager; whatever happens inside, no process outlives the block.
    """

    def __init__(self, name: str, log: Path) -> None:
        self.name = name
        self.log = log
        self.peak_bytes = 0
        self._processes: list[subprocess.Popen[bytes]] = []
        self._folders: list[Path] = []
        self._ending = threading.Event()
        self._sampler = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Side:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.write_bytes(b"")
        self._sampler.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._sampler.join()
        for sent in (signal.SIGTERM, signal.SIGKILL):
            deadline = time.monotonic() + _GRACE_SECONDS
            for process in self._processes:
                _signal_group(process, sent)
            for process in self._processes:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(max(0.0, deadline - time.monotonic()))
        for process in self._processes:
            process.wait()
        # SIGKILL is delivered at leisure, and we are no parent of their children.
        groups = {process.pid for process in self._processes}
        while groups & _living_groups():
            time.sleep(_LOOK_SECONDS)
        for folder in self._folders:
            shutil.rmtree(folder, ignore_errors=True)

    def start(
        self,
        command: Sequence[str],
        environ: Mapping[str, str] | None = None,
        cwd: Path = HOUSE,
    ) -> None:
        """
        Start one process of this side, in a group of its own.
        """
        with self.log.open("ab") as log:
            self._processes.append(
                subprocess.Popen(
                    command,
                    cwd=cwd,
                    env={**os.environ, **(environ or {})},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    # Ctrl-C is ours to pass on; children of children go with it.
                    start_new_session=True,
                )
            )

    def removes(self, folder: Path) -> None:
        """
        Remove this folder when all processes have ended.
        """
        self._folders.append(folder)

    def wait(self, seconds: float) -> int | None:
        """
        Wait for the last process to end; its exit code, None if it takes longer.
        """
        try:
            return self._processes[-1].wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def check(self) -> None:
        """
        Raise `Unusable` if one of the processes has ended.
        """
        for process in self._processes:
            code = process.poll()
            if code is not None:
                raise Unusable(
                    f"{self.name} ended by itself (exit code {code}); "
                    f"see {self.log}:\n{last_lines(self.log)}"
                )

    def _sample(self) -> None:
        while not self._ending.wait(_SAMPLE_SECONDS):
            roots = [process.pid for process in self._processes]
            self.peak_bytes = max(self.peak_bytes, resident_bytes(roots))


def resident_bytes(roots: Sequence[int]) -> int:
    """
    Memory held by these processes and all that they started (Linux; 0 elsewhere).
    """
    parents: dict[int, int] = {}
    pages: dict[int, int] = {}
    for pid, fields in _running():
        parents[pid] = int(fields[1])
        pages[pid] = int(fields[21])
    wanted = set(roots)
    grown = True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in wanted} - wanted
        wanted |= more
        grown = bool(more)
    return _PAGE * sum(pages.get(pid, 0) for pid in wanted)


def _running() -> Iterator[tuple[int, list[str]]]:
    """
    Every process and its fields from the state on (proc(5); none but on Linux).
    """
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # The name, in brackets, may hold anything.
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        yield int(folder.name), fields


def _living_groups() -> set[int]:
    """
    Process groups of which somebody still runs: who is dead and unburied does not.
    """
    return {int(fields[2]) for _, fields in _running() if fields[0] not in "ZX"}


def _signal_group(process: subprocess.Popen[bytes], sent: signal.Signals) -> None:
    try:
        os.killpg(process.pid, sent)
    except (ProcessLookupError, PermissionError):
        return
