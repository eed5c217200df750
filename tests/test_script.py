"""
`./hamyar` itself, in a copy of its folder with a PATH made for each test.
"""

import os
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

from bot import HOUSE

TOOLS = (
    "sh",
    "dirname",
    "readlink",
    "cmp",
    "mktemp",
    "rm",
    "cat",
    "grep",
    "tail",
    "cp",
)
TOOLS += ("mkdir", "chmod", "env", "sleep", "mv", "ln")


class Copy:
    """
    A house with only what the script reads, and a PATH of a few plain tools.
    """

    def __init__(self, folder: Path):
        self.folder = folder / "a house"
        self.path = folder / "bin"
        self.home = folder / "home"
        for made in (self.folder / "requirements", self.path, self.home):
            made.mkdir(parents=True)
        shutil.copy(HOUSE / "hamyar", self.folder)
        (self.folder / ".python-version").write_text("3.10\n")
        (self.folder / "requirements" / "hamyar.lock").write_text("the lock\n")
        for tool in TOOLS:
            (self.path / tool).symlink_to(shutil.which(tool))

    def tool(self, name, script, folder=None):
        """
        Put a program of this name on the PATH (or elsewhere).
        """
        file = (folder or self.path) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)

    def run(self, *arguments, cwd=None, script=None, **variables):
        """
        Run the script and give what it said.
        """
        environ = {"PATH": str(self.path), "HOME": str(self.home), **variables}
        if "TMPDIR" in os.environ:
            environ["TMPDIR"] = os.environ["TMPDIR"]
        return subprocess.run(
            [script or self.folder / "hamyar", *arguments],
            cwd=cwd or self.folder,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )


# A uv that makes an environment whose python says how it was called.
GOOD_UV = """
case "$1" in
--version) echo uv 1.0 ;;
venv)
    for last; do :; done
    python="$last/bin/python"
    mkdir -p "$last/bin"
    printf '#!/bin/sh\\n[ "$1" = -m ] && echo "in $PWD: $*"\\nexit 0\\n' >"$python"
    chmod +x "$python" ;;
pip) echo "$*" >>uv.calls ;;
esac
"""


@pytest.fixture
def copy(tmp_path):
    """
    A copy of the house without Python, uv or network.
    """
    return Copy(tmp_path)


def test_without_python_and_uv_one_sentence_says_what_to_install(copy):
    said = copy.run("demo")
    assert said.returncode == 2
    assert said.stderr.count("hamyar: ") == 1
    assert "Python 3 is missing" in said.stderr


def test_a_uv_that_runs_makes_the_environment_from_the_hashed_lock(copy):
    copy.tool("uv", GOOD_UV)
    said = copy.run("demo", "--port", "9")
    assert said.stdout == f"in {copy.folder}: -m bot.cli demo --port 9\n"
    calls = (copy.folder / "uv.calls").read_text()
    assert "pip sync" in calls
    assert "--require-hashes --compile-bytecode requirements/hamyar.lock" in calls


def test_an_unchanged_lock_is_not_installed_again_and_a_changed_one_is(copy):
    copy.tool("uv", GOOD_UV)
    copy.run("demo")
    copy.run("demo")
    calls = copy.folder / "uv.calls"
    assert len(calls.read_text().splitlines()) == 1
    (copy.folder / "requirements" / "hamyar.lock").write_text("another lock\n")
    copy.run("demo")
    assert len(calls.read_text().splitlines()) == 2


def test_it_works_from_any_folder_and_through_a_link(copy, tmp_path):
    copy.tool("uv", GOOD_UV)
    link = tmp_path / "a link"
    link.symlink_to(copy.folder / "hamyar")
    said = copy.run("test", cwd=tmp_path, script=link)
    assert said.stdout == f"in {copy.folder}: -m bot.cli test\n"


def test_a_uv_that_does_not_run_counts_as_absent(copy):
    copy.tool("uv", "echo 'pyenv: uv: command not found' >&2; exit 127")
    said = copy.run("demo")
    assert said.returncode == 2
    assert "Python 3 is missing" in said.stderr


def test_without_uv_it_is_installed_into_a_private_environment(copy):
    # This python3 makes an environment whose pip brings the good uv.
    copy.tool("good-uv", GOOD_UV)
    copy.tool(
        "python3",
        'case "$1" in -c) exit 0 ;; esac\n'
        'mkdir -p "$3/bin"\n'
        f"printf '#!/bin/sh\\ncp {copy.path}/good-uv .uv/bin/uv\\n' >\"$3/bin/pip\"\n"
        'chmod +x "$3/bin/pip"',
    )
    copy.tool("good-uv", GOOD_UV)
    said = copy.run("demo")
    assert said.stdout == f"in {copy.folder}: -m bot.cli demo\n", said.stderr
    assert (copy.folder / ".uv" / "bin" / "uv").exists()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("error sending request: dns error: failed to lookup address", "network"),
        ("client error (Connect): invalid peer certificate: UnknownIssuer", "SSL_CERT"),
        ("failed to write: No space left on device (os error 28)", "no room left"),
        ("Permission denied (os error 13)", "cannot be written to"),
        ("some new kind of trouble", "the last lines above say why"),
    ],
)
def test_what_fails_while_installing_is_one_clear_sentence(copy, error, sentence):
    copy.tool(
        "uv",
        GOOD_UV.replace(
            'pip) echo "$*" >>uv.calls', f"pip) echo '{error}' >&2; exit 1"
        ),
    )
    said = copy.run("demo")
    assert said.returncode == 2
    assert sentence in said.stderr.splitlines()[-1]
    # The next start tries again instead of taking half an environment for a whole one.
    assert not (copy.folder / ".venv" / "hamyar.lock").exists()


def test_an_unknown_extra_is_refused_by_name(copy):
    said = copy.run("demo", HAMYAR_EXTRA="torch")
    assert said.returncode == 2
    assert "'torch'" in said.stderr


def test_a_cdpath_leads_nowhere_else(copy, tmp_path):
    copy.tool("uv", GOOD_UV)
    (tmp_path / "elsewhere" / "a house").mkdir(parents=True)
    said = copy.run(
        "demo",
        cwd=tmp_path,
        script="a house/hamyar",
        CDPATH=str(tmp_path / "elsewhere"),
    )
    assert said.stdout == f"in {copy.folder}: -m bot.cli demo\n", said.stderr


def test_an_environment_whose_python_is_gone_is_made_anew(copy):
    copy.tool("uv", GOOD_UV)
    copy.run("demo")
    python = copy.folder / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.10")
    said = copy.run("demo")
    assert said.stdout == f"in {copy.folder}: -m bot.cli demo\n", said.stderr


def test_a_second_first_start_waits_for_the_first(copy):
    """
    The first is this very process, which lets go a moment later.
    """
    copy.tool("uv", GOOD_UV)
    lock = copy.folder / ".installing"
    lock.symlink_to(str(os.getpid()))
    free = threading.Timer(1.5, lock.unlink)
    free.start()
    said = copy.run("demo")
    free.join()
    assert said.returncode == 0
    assert said.stderr.count("waiting for it") == 1
    assert not lock.is_symlink()


def test_what_a_killed_first_start_left_behind_stops_nobody(copy):
    copy.tool("uv", GOOD_UV)
    gone = subprocess.Popen(["true"])
    gone.wait()
    lock = copy.folder / ".installing"
    lock.symlink_to(str(gone.pid))
    said = copy.run("demo")
    assert said.returncode == 0
    assert "waiting" not in said.stderr
    assert not lock.is_symlink()


@pytest.mark.parametrize(("arguments", "code"), [((), 2), (("--help",), 0)])
def test_usage_is_told_without_installing_anything(copy, arguments, code):
    said = copy.run(*arguments)
    assert said.returncode == code
    assert "usage: hamyar" in said.stdout + said.stderr
    assert not (copy.folder / ".uv").exists()
