"""Where the program's own files and the user's files are. Nothing here creates anything."""

import os
from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


def data(name: Literal["db", "resources", "seeds"]) -> Path:
    """The folder of data files that ships inside the wheel, and in a checkout lies beside the package."""
    shipped = _PACKAGE / "_data" / name
    return shipped if shipped.is_dir() else _PACKAGE.parent / name


def user_data_dir() -> Path:
    """The folder of the user's catalogue and everything that belongs to it."""
    return _user_dir("data")


def default_catalogue() -> Path:
    """The database that is opened when the user names none."""
    return user_data_dir() / "catalogue.db"


def window_state_file() -> Path:
    """Sizes and places of windows and columns, which the program keeps for itself."""
    return _user_dir("state") / "window.ini"


def settings_file() -> Path:
    """What the person set for the program as a whole."""
    return _user_dir("config") / "settings.toml"


def log_file() -> Path:
    """What the program noted while it ran, for reports of faults."""
    return _user_dir("log") / "disc-catalogue.log"


def own_files() -> tuple[Path, ...]:
    """The files that the program writes for itself, so that no catalogue may be one of them."""
    return window_state_file(), settings_file(), log_file()


def _user_dir(kind: Literal["data", "state", "log", "config"]) -> Path:
    # One folder for all: a collection on a stick, or a test that must not touch the user's own.
    home = os.environ.get("DISC_CATALOGUE_HOME")
    if home:
        return Path(home).absolute()
    from platformdirs import PlatformDirs  # 20 ms that a command with --catalogue need not pay

    return Path(getattr(PlatformDirs("disc-catalogue", appauthor=False), f"user_{kind}_path"))
