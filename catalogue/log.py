"""The log: where the program went wrong, never what the person's records say. It is small, and for its owner only."""

from __future__ import annotations

import logging
import traceback
from logging.handlers import RotatingFileHandler

from catalogue import paths, writing
from catalogue.errors import UserError
from catalogue.printable import LogFormatter

_MOST = 500_000
"""Bytes of the file; one more of that size is kept beside it."""
_FRAMES = 25
"""Places that are named of an error: one that called itself too often has a thousand."""
_log = logging.getLogger("catalogue")


def start() -> bool:
    """Writes to the log's file from now on. Returns whether that is possible."""
    handler = _handler()
    if handler is None:
        return False
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return True


def note_alone(error: BaseException) -> bool:
    """Notes one error where no log was started. Returns whether that was possible."""
    handler = _handler()
    if handler is None:
        return False
    logger = logging.getLogger("catalogue.fault")
    logger.propagate = False
    logger.addHandler(handler)
    try:
        note(error, logger)
    finally:
        logger.removeHandler(handler)
        handler.close()
    return True


def note(error: BaseException, logger: logging.Logger = _log) -> None:
    """Notes where an error happened. Its text is left out: it may hold titles, names and notes of the person."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(
        f"{frame.name} {frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames[: -_FRAMES - 1 : -1]
    )
    logger.error("%s in %s", type(error).__name__, places or "an unknown place")


def _handler() -> logging.Handler | None:
    file = paths.log_file()
    try:
        writing.check(file)  # a database of that name is left alone
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(file, maxBytes=_MOST, backupCount=1, encoding="utf-8")
    except (OSError, UserError):
        return None
    handler.setFormatter(LogFormatter())
    return handler
