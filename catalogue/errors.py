"""Errors a person can act on. Every other exception is a bug and is caught once, at the top."""


class UserError(Exception):
    """A person's mistake or a fault of the machine: its text is one plain sentence to show as it is."""


class Damaged(UserError):  # noqa: N818 - it says what the file is
    """A file that was a catalogue or a backup of one, and cannot be read as such any more."""


class NoBackup(UserError):  # noqa: N818 - it says what there is not
    """The backup that belongs before a change cannot be made; the change was not begun."""


class Missing(Damaged):
    """A catalogue that is not there any more, or has nothing in it, where one was."""


class FieldError(UserError):
    """A value that a field cannot take; the sentence says what it should look like."""


class Cancelled(Exception):  # noqa: N818 - it is a person's wish, not an error
    """The person cancelled the work; nothing of it was kept."""
