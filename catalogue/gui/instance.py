"""One window for a catalogue: a second start hands over to the first and ends."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import stat
import struct
import tempfile
from contextlib import suppress
from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Qt, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

from catalogue import paths

_PATIENCE = 500  # ms: whoever does not answer by then is as good as absent
_ANSWER = 3000  # ms: a window that is drawing answers later than one that waits
_IDLE = 5000  # ms: whoever connects and says nothing is sent away
_MOST = 32  # connections at the same time
_TOKEN = "XDG_ACTIVATION_TOKEN"
_SHOW, _DONE = b"show", b"shown\n"
_SAID = re.compile(rb"show(?: ([\x21-\x7e]{1,1024}))?\r?\n")
"""All that is understood: show yourself, with the right of the desktop to come to the front."""
_LONGEST = 2048
_LONGEST_PATH = 100  # bytes that the system has for the name of a socket


class Begun(Enum):
    """What became of a start."""

    FIRST = "it opens the window"
    SHOWN = "the window that is open came to the front"
    HANGING = "there is a window, and it does not answer"


class Instance(QObject):
    """Listens for other starts of the same person on the same catalogue. Where that is impossible, each start opens."""

    wanted = Signal()

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name_for(path)
        # Two starts at the same moment find no listener, both of them; the lock lets one of them be the first.
        self._lock = QLockFile(f"{self.name}.lock")
        self._lock.setStaleLockTime(0)  # a window stays open for weeks; a lock is void when its process is gone
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        self._guests: list[QLocalSocket] = []

    def begin(self, patience: int = _ANSWER) -> Begun:
        """Whether this start opens the window; otherwise the window that is open was asked to come to the front."""
        if not self.name:
            return Begun.FIRST
        found = self._hand_over(patience)
        if found is not Begun.FIRST:
            return found
        if not self._lock.tryLock(_PATIENCE):
            if self._lock.error() != QLockFile.LockError.LockFailedError:
                return Begun.FIRST  # no lock can be made there
            # Another start was quicker by a moment and is listening by now, or it hangs.
            return Begun.HANGING if (found := self._hand_over(patience)) is Begun.FIRST else found
        self.listen()
        return Begun.FIRST

    def listen(self) -> None:
        """Answers the starts that come from now on, also in the place of a window that does not answer."""
        if self.name and not self._server.listen(self.name):
            # Left behind by a process that was killed: nobody answered there a moment ago.
            QLocalServer.removeServer(self.name)
            self._server.listen(self.name)

    def close(self) -> None:
        """Stops listening: the next start is the first again."""
        self._server.close()
        self._lock.unlock()

    def _hand_over(self, patience: int) -> Begun:
        other = QLocalSocket()
        other.connectToServer(self.name)
        if not other.waitForConnected(_PATIENCE) or not _is_own(other):
            return Begun.FIRST
        # Where windows may not come to the front by themselves, the desktop gave this start the right to do it.
        token = os.environ.get(_TOKEN, "").encode(errors="replace")
        said = b"%s %s\n" % (_SHOW, token)
        other.write(said if _SAID.fullmatch(said) else _SHOW + b"\n")
        # The system takes connections for a process that hangs too: only an answer says that somebody is there.
        answered = other.waitForReadyRead(patience) and bytes(other.readAll().data()) == _DONE
        gone = other.state() == QLocalSocket.LocalSocketState.UnconnectedState
        other.abort()
        if answered:
            return Begun.SHOWN
        return Begun.FIRST if gone else Begun.HANGING

    def _on_connection(self) -> None:
        while (guest := self._server.nextPendingConnection()) is not None:
            if not _is_own(guest):
                guest.abort()
                guest.deleteLater()
                continue
            self._guests.append(guest)
            guest.setReadBufferSize(_LONGEST)
            guest.readyRead.connect(self._on_words)
            guest.disconnected.connect(self._on_gone)
            QTimer.singleShot(_IDLE, guest, partial(self._send_away, guest))
            self._read(guest)
            if guest.state() == QLocalSocket.LocalSocketState.UnconnectedState:
                self._send_away(guest)
        while len(self._guests) > _MOST:
            self._send_away(self._guests[0])

    def _on_words(self) -> None:
        guest = self.sender()
        if isinstance(guest, QLocalSocket):
            self._read(guest)

    def _on_gone(self) -> None:
        guest = self.sender()
        if isinstance(guest, QLocalSocket):
            self._send_away(guest)

    def _send_away(self, guest: QLocalSocket) -> None:
        if guest in self._guests:
            self._guests.remove(guest)
            guest.abort()
            guest.deleteLater()

    def _read(self, guest: QLocalSocket) -> None:
        if not guest.canReadLine():
            if guest.bytesAvailable() >= _LONGEST:
                self._send_away(guest)
            return
        said = _SAID.fullmatch(bytes(guest.readLine().data()))
        if said is None:
            self._send_away(guest)
            return
        if said[1]:
            os.environ[_TOKEN] = said[1].decode("ascii")  # Qt takes it when the window asks to be activated
        self.wanted.emit()
        guest.write(_DONE)
        guest.flush()
        guest.disconnectFromServer()


def name_for(path: Path) -> str:
    """Where the window of a catalogue listens: one place for each person and file. Empty where there is none."""
    folder = _folder()
    if folder is None:
        return ""
    which = hashlib.sha256(os.fsencode(path.absolute().resolve())).hexdigest()[:16]
    name = str(folder / f"disc-catalogue-{which}")
    return name if len(os.fsencode(name)) <= _LONGEST_PATH else ""


def _folder() -> Path | None:
    """A folder that nobody else can put anything into: the one that the system has for it, or one of our own."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and Path(runtime).is_absolute() and _is_private(Path(runtime)):
        return Path(runtime)
    # In the folder that all share somebody else may have made it before us.
    for own in (
        Path(tempfile.gettempdir()) / f"disc-catalogue-{os.getuid()}",
        paths.window_state_file().parent / "run",
    ):
        with suppress(OSError):
            own.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_private(own):
            return own
    return None


def _is_private(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not stat.S_IMODE(found.st_mode) & 0o077


def _is_own(connected: QLocalSocket) -> bool:
    """Whether the process at the other end is the same person's, as far as the system tells."""
    asks = getattr(socket, "SO_PEERCRED", None)
    if asks is None:
        return True  # the folder is private
    try:
        with socket.socket(fileno=os.dup(int(connected.socketDescriptor()))) as end:
            _, user, _ = struct.unpack("3i", end.getsockopt(socket.SOL_SOCKET, asks, struct.calcsize("3i")))
    except OSError:
        return False
    return bool(user == os.getuid())


def bring_to_front(window: QWidget) -> None:
    """Shows a window that is hidden behind others or minimized."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive)
    window.show()
    window.raise_()
    window.activateWindow()
