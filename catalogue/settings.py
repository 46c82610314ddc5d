"""What a person sets for the program as a whole: one table of settings, kept in a TOML file of theirs."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue import paths, writing
from catalogue.errors import FieldError, UserError

Value = int | str | bool


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `key` is its group and its name in the file; `zero` is what a 0 is called, `unit` what it counts.

    A `folder` is a text with the whole path of one; `zero` is what an empty one is called.
    """

    key: str
    label: str
    default: Value
    help: str
    unit: str = ""
    zero: str = ""
    choices: tuple[str, ...] = ()
    most: int = 1_000_000
    folder: bool = False

    @property
    def group(self) -> str:
        """The heading under which it is shown."""
        return self.key.partition(".")[0]

    def parse(self, text: str) -> Value:
        """The value that a person typed. Raises FieldError with a sentence."""
        text = text.strip()
        if isinstance(self.default, bool):
            if text.lower() not in _FLAGS:
                raise FieldError(f"“{text}” is neither yes nor no.")
            return _FLAGS[text.lower()]
        if isinstance(self.default, int):
            if self.zero and text.lower() == self.zero:
                return 0
            if not re.fullmatch(r"[0-9]{1,7}", text) or int(text) > self.most:
                raise FieldError(f"{self.label}: write a whole number from 0 to {self.most:,}.")
            return int(text)
        if self.folder and text.lower() == self.zero:
            return ""
        if self.folder and text and not Path(text).expanduser().is_absolute():
            raise FieldError(f"{self.label}: write the whole path of a folder.")
        if self.choices and text not in self.choices:
            raise FieldError(f"{self.label}: write one of {', '.join(self.choices)}.")
        return text

    def fits(self, value: Any) -> bool:
        """Whether a value from the file can be one of this setting."""
        if type(value) is not type(self.default):
            return False
        if isinstance(value, int) and not isinstance(value, bool):
            return 0 <= value <= self.most
        return not self.choices or value in self.choices

    def show(self, value: Value) -> str:
        """A value in words."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, int):
            return self.zero if value == 0 and self.zero else f"{value:,} {self.unit}".strip()
        return value or self.zero


HISTORY_DAYS = Setting(
    "history.days",
    "Keep what was done in the last",
    0,
    "Older operations are forgotten with the next change: they can no longer be undone or taken back.",
    unit="days",
    zero="for ever",
)
HISTORY_OPERATIONS = Setting(
    "history.operations",
    "Keep at most",
    0,
    "The oldest operations beyond this number are forgotten with the next change.",
    unit="operations",
    zero="all of them",
)
TRASH_DAYS = Setting(
    "trash.days",
    "Offer to empty what is older than",
    30,
    "What the window offers to remove from the trash as old. Nothing is ever removed by itself.",
    unit="days",
    most=36_500,
)

SIDE_COPY = Setting(
    "copy.keep",
    "Keep a copy in plain files beside the catalogue",
    True,
    "One file for each record, and all pictures, in the folder whose name ends in “.copy”. The catalogue can be made "
    "anew from it. Without this the folder stays as it is and grows out of date.",
)

BACKUPS_AUTOMATIC = Setting(
    "backups.automatic",
    "Back up by itself",
    True,
    "While you work, when the window is closed, and before imports, merges and the emptying of the trash.",
)
BACKUPS_MINUTES = Setting(
    "backups.minutes",
    "While you work, at most every",
    30,
    "A backup is only made when something was changed since the last one.",
    unit="minutes",
    zero="at closing only",
    most=10_000,
)
BACKUPS_FOLDER = Setting(
    "backups.folder",
    "Keep these backups in",
    "",
    "The whole path of a folder, best on another disk.",
    zero="beside the catalogue",
    folder=True,
)

SETTINGS = (
    HISTORY_DAYS,
    HISTORY_OPERATIONS,
    TRASH_DAYS,
    BACKUPS_AUTOMATIC,
    BACKUPS_MINUTES,
    BACKUPS_FOLDER,
    SIDE_COPY,
)
"""Every setting, in the order in which they are shown."""

_FLAGS = {"yes": True, "true": True, "no": False, "false": False}


def get(setting: Setting) -> Any:
    """The value of a setting; its default where the file says nothing that could be meant."""
    try:
        found = _read()
    except UserError:
        # A file that a person is half-way through editing must not keep the program from working.
        return setting.default
    value = found.get(setting.group, {})
    value = value.get(setting.key.partition(".")[2]) if isinstance(value, dict) else None
    return value if setting.fits(value) else setting.default


def put(setting: Setting, value: Value) -> None:
    """Keeps the value of a setting. Raises UserError where the file cannot be read or written."""
    found = _read()
    group = found.setdefault(setting.group, {})
    if not isinstance(group, dict):
        found[setting.group] = group = {}
    group[setting.key.partition(".")[2]] = value
    _write(found)


def named(key: str) -> Setting:
    """The setting with a key. Raises FieldError that lists them."""
    for setting in SETTINGS:
        if setting.key == key:
            return setting
    raise FieldError(f"There is no setting “{key}”; there are {', '.join(one.key for one in SETTINGS)}.")


def _read() -> dict[str, Any]:
    import tomllib  # a few milliseconds that a start need not pay

    file = paths.settings_file()
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{file} cannot be read ({error}); nothing was changed. Mend or remove that file.") from error
    except OSError as error:
        raise UserError(f"{file} cannot be read ({error.strerror}); nothing was changed.") from error


def _write(values: dict[str, Any]) -> None:
    file = paths.settings_file()
    lines = ["# The settings of Disc Catalogue. The program writes this file anew when one of them is changed.", ""]
    helps = {setting.key: setting.help for setting in SETTINGS}
    for group, members in values.items():
        if not isinstance(members, dict):
            continue
        lines.append(f"[{group}]")
        for name, value in members.items():
            lines += [f"# {helps[f'{group}.{name}']}"] if f"{group}.{name}" in helps else []
            # JSON writes whole numbers, texts and flags as TOML does; there is nothing else here.
            lines.append(f"{name} = {json.dumps(value, ensure_ascii=False)}")
        lines.append("")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with writing.new_file(file, replace=True, private=True) as partial:
            partial.write_text("\n".join(lines), encoding="utf-8")
    except OSError as error:
        raise UserError(f"The settings cannot be written to {file} ({error.strerror}); nothing was changed.") from error
