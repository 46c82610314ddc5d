#!/usr/bin/env python3
"""Start Disc Catalogue from its source folder, with nothing installed by hand.

python3 run.py [ARGUMENTS]        the program; without arguments its window
python3 run.py test [ARGUMENTS]   its tests; the arguments go to pytest
python3 run.py bench [ARGUMENTS]  how fast it is; --help says more
python3 run.py trust [ARGUMENTS]  what it survives; --help says more
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Iterator, NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python" if os.name == "posix" else VENV / "Scripts" / "python.exe"
STAMP = VENV / "installed"
LOG = VENV / "install.log"
LOCKS = {"runtime": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}


def main(arguments: list[str]) -> int:
    """Make the environment ready, then turn into the program or its tests."""
    if sys.version_info < (3, 11):
        refuse("Python 3.11 or newer is needed; this is {}.{}.".format(*sys.version_info))
    scripts = {"bench": "tests/perf/bench.py", "trust": "tests/trust/suite.py"}
    if arguments[:1] and arguments[0] in ("test", *scripts):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        prepare_libraries()
        prepare_environment("dev")
        if arguments[0] in scripts:
            return become(str(ROOT / scripts[arguments[0]]), arguments[1:])
        os.chdir(ROOT)
        return become("pytest", arguments[1:])
    # Without a screen the program lists the collection, which takes none of Qt's libraries.
    if opens_window(arguments) and preflight().screens():
        prepare_libraries()
    prepare_environment("runtime")
    return become("catalogue", arguments)


def opens_window(arguments: list[str]) -> bool:
    """Whether the arguments hold no command: nothing at all, or only the catalogue's file."""
    if len(arguments) == 1:
        return arguments[0].startswith("--catalogue=")
    return not arguments or (len(arguments) == 2 and arguments[0] == "--catalogue")


def become(program: str, arguments: list[str]) -> int:
    """Replace this process by a module or script of the environment; where that cannot be done, run it."""
    # -P: a json.py in the folder that the user works in must not be taken for the standard library's.
    start = [program] if program.endswith(".py") else ["-P", "-m", program]
    command = [str(PYTHON), *start, *arguments]
    if os.name == "posix":
        os.execv(command[0], command)
    return subprocess.run(command, check=False).returncode


def preflight() -> ModuleType:
    """The program's own check of the system, which needs nothing but Python."""
    sys.path.insert(0, str(ROOT))
    from catalogue import preflight

    return preflight


def prepare_libraries() -> None:
    """Install the system libraries that Qt lacks, as far as this user may; refuse where Qt could not start."""
    check = preflight()
    refusal = check.no_screen()
    if refusal:
        refuse(refusal)
    missing = check.missing_packages()
    if missing and may_install(missing):
        say("installing the system libraries that Qt needs ...")
        options = "-qq -o DPkg::Lock::Timeout=300"
        script = (
            "export DEBIAN_FRONTEND=noninteractive;"
            f" apt-get {options} update; apt-get {options} install --yes --no-install-recommends {' '.join(missing)}"
        )
        sudo = [] if os.geteuid() == 0 else ["sudo"]
        subprocess.run([*sudo, "sh", "-c", script], stdout=subprocess.DEVNULL, check=False)
    refusal = check.no_libraries()
    if refusal:
        refuse(refusal)


def may_install(packages: list[str]) -> bool:
    """Whether this user can install system packages: root can, others with sudo when they say so on a terminal."""
    if not shutil.which("apt-get"):
        return False
    if os.geteuid() == 0:
        return True
    if not (shutil.which("sudo") and sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    say(f"Qt lacks system libraries: {' '.join(packages)}")
    print("Install them now with sudo apt-get? [Y/n] ", end="", file=sys.stderr, flush=True)
    # Enter alone is a yes; a terminal that was closed gives not even that.
    return sys.stdin.readline().lower() in {"\n", "y\n", "yes\n"}


def prepare_environment(kind: str) -> None:
    """Bring .venv to what the lock of this kind asks for; do nothing when it is there already."""
    try:
        if not is_ready(kind):
            with one_at_a_time():
                if not is_ready(kind):
                    install(kind)
    except OSError as error:
        refuse(f"The libraries could not be installed: {error}.")


def is_ready(kind: str) -> bool:
    """Whether .venv holds what is locked; the environment of the tests serves the program as well."""
    return read_stamp() in {stamp(kind), stamp("dev")}


def stamp(kind: str) -> str:
    """What a whole installation leaves in .venv: its Python, its kind and the digest of its lock."""
    return f"{python_line()}{kind} {hashlib.sha256(LOCKS[kind].read_bytes()).hexdigest()}\n"


def python_line() -> str:
    """The Python that .venv stands on; another one needs another environment."""
    return "{}.{} {}\n".format(*sys.version_info[:2], sys.base_prefix)


def read_stamp() -> str:
    """The stamp of the last whole installation, or nothing."""
    try:
        return STAMP.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def install(kind: str) -> None:
    """Install the locked wheels: over the last installation if that was whole and of this Python, else from nothing."""
    say("installing the libraries it needs into .venv; this is done once and takes about a minute ...")
    before = read_stamp()
    if not before.startswith(python_line()):
        import venv

        before = ""
        venv.create(VENV, clear=True, symlinks=os.name == "posix")
    STAMP.unlink(missing_ok=True)
    options = ["--quiet", "--no-input", "--disable-pip-version-check", "--retries", "2"]
    options += ["--require-hashes", "--only-binary", ":all:", "--requirement", str(LOCKS[kind])]
    environment = {**os.environ, "PIP_USER": "0"}
    with LOG.open("wb") as log:
        done = subprocess.run([*find_pip(), "install", *options], env=environment, stdout=log, stderr=log, check=False)
    if done.returncode:
        # pip fetches everything before it changes anything: what was installed before is still whole.
        if before:
            STAMP.write_text(before, encoding="utf-8")
        refuse(f"The libraries could not be installed; is there a network? Nothing else was changed; see {LOG}")
    link_checkout()
    STAMP.write_text(stamp(kind), encoding="utf-8")


def find_pip() -> list[str]:
    """The command of a pip that installs into .venv: its own, the system's, or the one that Python carries."""
    own = [str(PYTHON), "-m", "pip"]
    # When .venv's Python runs this file, the system's is the one below it.
    system = [getattr(sys, "_base_executable", sys.executable), "-m", "pip", "--python", str(PYTHON)]
    for pip in (own, system):
        if succeeds([*pip, "--version"]):
            return pip
    if succeeds([str(PYTHON), "-m", "ensurepip"]):
        return own
    refuse("pip is missing; on Debian and Ubuntu: apt-get install python3-pip")


def succeeds(command: list[str]) -> bool:
    """Whether the command exits with 0; what it prints is dropped."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def link_checkout() -> None:
    """Put this folder on the path of .venv, relatively: it may be moved, and its name may hold any character."""
    site = sysconfig.get_path("purelib", "venv", {"base": str(VENV)})
    Path(site, "disc_catalogue.pth").write_text(os.path.relpath(ROOT, site) + "\n", encoding="utf-8")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait until no other start installs; the system frees the lock of a start that died."""
    try:
        import fcntl
    except ImportError:  # Windows, where two first starts at once are left to the user
        yield
        return
    with Path(f"{VENV}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another start to install the libraries ...")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def say(message: str) -> None:
    """Tell the user on standard error: standard output belongs to the program."""
    print(f"Disc Catalogue: {message}", file=sys.stderr, flush=True)


def refuse(message: str) -> NoReturn:
    """End with one plain sentence and the status for 'refused'."""
    say(message)
    sys.exit(2)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
