"""
Processes that are watched, and surely ended.
"""

import os
import sys
import time
from pathlib import Path

import pytest

from bench._processes import Side, free_port, last_lines
from bot.unusable import Unusable

PARENT = (
    "import subprocess, sys, time;"
    "block = bytearray(60_000_000);"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "print(child.pid, flush=True);"
    "time.sleep(60)"
)


def wait_until(condition, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        stat = Path(f"/proc/{pid}/stat").read_text()
        return stat.rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_children_of_children_end_with_the_block(tmp_path):
    """
    Also when it is left by Ctrl-C; and their memory is counted.
    """
    log = tmp_path / "side.log"

    def begin_and_break_off():
        with Side("the side", log) as side:
            side.start([sys.executable, "-c", PARENT])
            wait_until(lambda: last_lines(log).isdecimal())
            wait_until(lambda: side.peak_bytes > 60_000_000)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        begin_and_break_off()
    assert not is_alive(int(last_lines(log)))


def test_a_process_that_ended_is_named_with_its_last_words(tmp_path):
    """
    And with the log, where the rest can be read.
    """
    log = tmp_path / "side.log"
    with Side("the side", log) as side:
        side.start([sys.executable, "-c", "raise SystemExit('no such model')"])
        assert side.wait(10) == 1
        with pytest.raises(Unusable, match="no such model") as caught:
            side.check()
    assert str(log) in str(caught.value)


def test_only_what_a_progress_bar_wrote_last_is_shown(tmp_path):
    """
    Bars overwrite their own line.
    """
    log = tmp_path / "train.log"
    log.write_text("begin\nEpochs: 1%\rEpochs: 2%\n", encoding="utf-8")
    assert last_lines(log, 1) == "Epochs: 2%"


def test_free_ports_are_free():
    """
    Two asked for one after the other may both be taken.
    """
    assert 1024 < free_port() < 65536
