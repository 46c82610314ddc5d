"""Pictures of a disc: list them, set one from a file, turn it, crop it, take it away, write it out."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from catalogue import writing
from catalogue.cli.session import may_replace, opened, print_json
from catalogue.cli.shown import typed_id
from catalogue.collection import Collection, Record
from catalogue.collection.commands import PICTURE_ROLES, SetPicture, original_of
from catalogue.errors import UserError
from catalogue.store import picture_edits
from catalogue.store.pictures import read

_TURN = 90  # degrees


def pictures(options: Namespace) -> int:
    """Lists the pictures of a disc, or changes the one of a role."""
    with opened(options) as collection:
        record = _record(collection, collection.resolve(options.id))
        if options.save:
            return _save(collection, record, options)
        if not (options.file or options.turn or options.crop or options.original or options.remove):
            return _list(collection, record, options.json)
        data, original = _wanted(collection, record, options)
        changes = collection.run(SetPicture(record.id, data, options.role, original))
    print(f"{changes.label}." if changes else "It is so already; nothing was changed.")
    return 0


def _wanted(collection: Collection, record: Record, options: Namespace) -> tuple[bytes | None, bytes | None]:
    """The bytes that the picture is to have, and those that they are made of."""
    if options.remove:
        return None, None
    original: bytes | None = None
    if options.file:
        data = _read(Path(options.file))
        collection.check_picture(data)
    elif options.original:
        if original_of(options.role) not in record.pictures:
            raise UserError(f"The {options.role} picture of this disc is as it was added; nothing was changed.")
        data = _bytes(collection, record, original_of(options.role))
    else:
        data = _bytes(collection, record, options.role)
        if original_of(options.role) in record.pictures:
            original = _bytes(collection, record, original_of(options.role))
    before = data
    if options.turn:
        data = picture_edits.turned(data, options.turn // _TURN)
    if options.crop:
        data = picture_edits.cropped(data, _box(options.crop))
    return data, original or before


def _list(collection: Collection, record: Record, as_json: bool) -> int:
    found = [
        {"role": role, "sha256": sha256, "file": _file(collection, sha256)}
        for role, sha256 in sorted(record.pictures.items(), key=lambda one: _order(one[0]))
    ]
    if as_json:
        print_json(found)
    for one in () if as_json else found:
        print(f"{one['role']}: {one['file'] or 'its file is missing'}")
    if not found and not as_json:
        print(f"{typed_id('copy', record.copy_id)} has no picture.")
    return 0


def _save(collection: Collection, record: Record, options: Namespace) -> int:
    data, target = _bytes(collection, record, options.role), Path(options.save)
    replace = may_replace(target, collection.path, options)
    writing.write(target, data, collection.path, replace=replace)
    print(f"Wrote the {options.role} picture to {target}.")
    return 0


def _record(collection: Collection, row_id: int) -> Record:
    discs = collection.discs_of([row_id])
    record = collection.record(discs[0]) if discs else None
    if record is None:
        raise UserError("A film without a disc has no pictures; give the id of a disc, such as copy:7.")
    return record


def _bytes(collection: Collection, record: Record, role: str) -> bytes:
    if role not in record.pictures:
        raise UserError(f"This disc has no {role} picture; nothing was changed.")
    data = collection.picture_bytes(record.pictures[role])
    if data is None:
        raise UserError(f"The file of the {role} picture is missing; nothing was changed.")
    return data


def _read(path: Path) -> bytes:
    try:
        return read(path)
    except FileNotFoundError:
        raise UserError(f"There is no file {path}.") from None
    except OSError as error:
        raise UserError(f"{path} could not be read ({error.strerror}); nothing was changed.") from error


def _box(text: str) -> picture_edits.Box:
    parts = text.replace("%", "").split(",")
    try:
        left, top, right, bottom = (float(part) / 100 for part in parts)
    except ValueError:
        raise UserError("Say what stays as left,top,right,bottom in per cent, such as 0,10,100,90.") from None
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise UserError(f"{text} leaves nothing of the picture; left and top come first, such as 0,10,100,90.")
    return left, top, right, bottom


def _file(collection: Collection, sha256: str) -> str | None:
    file = collection.picture_file(sha256)
    return str(file) if file else None


def _order(role: str) -> tuple[int, str]:
    return PICTURE_ROLES.index(role.split()[0]), role
