"""
A PostgreSQL of the tests' own: on a free port of loopback, gone when they end.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.ports import free_port

PROGRAMS = Path("/usr/lib/postgresql")
_SECONDS_TO_START = 30


def programs() -> Path | None:
    """
    The newest installed version's programs; None where there are none.
    """
    found = [
        each.parent
        for each in PROGRAMS.glob("*/bin/initdb")
        if (each.parent / "postgres").exists()
    ]
    return max(found, key=lambda each: float(each.parent.name), default=None)


@contextmanager
def running(bin_: Path) -> Iterator[int]:
    """
    The port of a server that runs as long as this is entered; its user is `hamyar`.
    """
    # Not below the tests' folder, which belongs to whoever runs them: root may not run
    # this server, and its own user has to reach its files.
    folder = Path(tempfile.mkdtemp(prefix="hamyar-postgresql-"))
    data = folder / "data"
    owner = _owner()
    try:
        folder.chmod(0o755)
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        _run([bin_ / "initdb", "-D", data, *_INITDB], owner, folder)
        port = free_port()
        server = subprocess.Popen(
            [bin_ / "postgres", "-D", data, "-p", str(port), *_QUICK],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=folder,
            user=None if owner is None else owner.pw_uid,
            group=None if owner is None else owner.pw_gid,
            extra_groups=None if owner is None else [],
        )
        try:
            _wait(server, port)
            yield port
        finally:
            # At once, and whoever is still connected is not waited for.
            server.send_signal(signal.SIGQUIT)
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


_INITDB = ("-U", "hamyar", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
_QUICK = (
    *("-c", "listen_addresses=127.0.0.1"),
    *("-c", "unix_socket_directories="),
    *("-c", "fsync=off"),
    *("-c", "full_page_writes=off"),
    *("-c", "max_connections=60"),
    *("-c", "shared_buffers=16MB"),
)


def _owner() -> pwd.struct_passwd | None:
    return pwd.getpwnam("postgres") if os.getuid() == 0 else None


def _run(command: list[object], owner: pwd.struct_passwd | None, folder: Path) -> None:
    subprocess.run(
        [str(each) for each in command],
        check=True,
        capture_output=True,
        cwd=folder,
        user=None if owner is None else owner.pw_uid,
        group=None if owner is None else owner.pw_gid,
        extra_groups=None if owner is None else [],
    )


_SAID = b"\x00\x03\x00\x00user\x00hamyar\x00database\x00postgres\x00\x00"
_HELLO = (len(_SAID) + 4).to_bytes(4, "big") + _SAID
"""The first message of a client (PostgreSQL, "StartupMessage"), of our user."""


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended with {server.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as probe:
                # One that is starting answers as well, but lets nobody in.
                probe.sendall(_HELLO)
                if probe.recv(1) == b"R":
                    return
        except OSError:
            pass
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not start in time")
