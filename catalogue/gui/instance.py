"""One window for a catalogue: a second start hands over to the first and ends."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from PySide6.QtCore import QDir, QLockFile, QObject, Qt, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

_PATIENCE = 500  # ms: whoever does not answer by then is as good as absent
_TOKEN = "XDG_ACTIVATION_TOKEN"
_LONGEST = 4096


class Instance(QObject):
    """Listens for other starts of the same person on the same catalogue. Without an answer a start goes its own way."""

    wanted = Signal()

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = name_for(path)
        # Two starts at the same moment find no listener, both of them; the lock lets one of them be the first.
        self._lock = QLockFile(QDir.temp().filePath(f"{self.name}.lock"))
        self._lock.setStaleLockTime(0)  # a window stays open for weeks; a lock is void when its process is gone
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def begin(self) -> bool:
        """Whether this start opens the window; otherwise the window that is open was asked to come to the front."""
        if self._hand_over():
            return False
        if not self._lock.tryLock(_PATIENCE):
            # Another start was quicker by a moment and is listening by now, or it hangs.
            return not self._hand_over()
        if not self._server.listen(self.name):
            # Left behind by a process that was killed: nobody answered there a moment ago.
            QLocalServer.removeServer(self.name)
            self._server.listen(self.name)
        return True

    def close(self) -> None:
        """Stops listening: the next start is the first again."""
        self._server.close()
        self._lock.unlock()

    def _hand_over(self) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self.name)
        if not socket.waitForConnected(_PATIENCE):
            return False
        # Where windows may not come to the front by themselves, the desktop gave this start the right to do it.
        socket.write(os.environ.get(_TOKEN, "").encode()[: _LONGEST - 1] + b"\n")
        told = socket.waitForBytesWritten(_PATIENCE)
        socket.disconnectFromServer()
        if socket.state() != QLocalSocket.LocalSocketState.UnconnectedState:
            socket.waitForDisconnected(_PATIENCE)
        return told

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.setReadBufferSize(_LONGEST)
            socket.readyRead.connect(self._on_words)
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)

    def _on_words(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            return
        token = bytes(socket.readLine().data()).decode(errors="replace").strip()
        if token:
            os.environ[_TOKEN] = token  # Qt takes it from there when the window asks to be activated
        self.wanted.emit()


def name_for(path: Path) -> str:
    """The name under which the window of a catalogue listens: one for each person and file."""
    place = hashlib.sha256(os.fsencode(path.absolute().resolve())).hexdigest()[:16]
    return f"disc-catalogue-{os.getuid()}-{place}"


def bring_to_front(window: QWidget) -> None:
    """Shows a window that is hidden behind others or minimized."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized | Qt.WindowState.WindowActive)
    window.show()
    window.raise_()
    window.activateWindow()
