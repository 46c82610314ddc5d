"""What systems and office programs leave in folders is passed over; what never ends is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue.errors import UserError
from catalogue.exchange import sources

LEFT = (".DS_Store", "._page.txt", "Thumbs.db", "ehthumbs.db", "Desktop.ini", "~$page.docx")
LEFT += (
    "~WRL0001.tmp",
    "page.lnk",
    "page.txt:Zone.Identifier",
    "AUTORUN.INF",
    "IconCache.db",
    "NTUSER.DAT",
    "ntuser.dat.LOG1",
)
LEFT += ("Picasa.ini", "page.txt~", "#page.txt#", "page.txt.BAK", "page.txt.part", "page.txt.crdownload")


@pytest.mark.parametrize("name", LEFT)
def test_leftovers_in_a_folder_are_no_files_to_import(tmp_path: Path, name: str) -> None:
    (tmp_path / "page.txt").write_text("Amber (1979)")
    (tmp_path / name).write_bytes(b"\xd0\xcf\x11\xe0")
    assert [Path(one.name).name for one in sources.expand([tmp_path])] == ["page.txt"]


@pytest.mark.parametrize("name", ["backup of page.txt", "#1 page.txt", "part.txt", "page~1.txt", "page.tmp.txt"])
def test_what_only_looks_like_a_leftover_is_imported(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Amber (1979)")
    assert [Path(one.name).name for one in sources.expand([tmp_path])] == [name]


@pytest.mark.parametrize("name", ["__MACOSX", "$RECYCLE.BIN", "System Volume Information", "@eaDir", ".Trashes"])
def test_folders_of_systems_are_not_looked_into(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "page.txt").write_text("Amber (1979)")
    assert list(sources.expand([tmp_path])) == []


def test_a_leftover_that_is_named_itself_is_read(tmp_path: Path) -> None:
    file = tmp_path / "desktop.ini"
    file.write_text("Amber (1979)")
    assert [one.read() for one in sources.expand([file])] == [b"Amber (1979)"]


def test_a_file_without_an_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_BYTES", 1_000_000)
    (endless,) = sources.expand(["/dev/zero"])
    with pytest.raises(UserError, match="has over 1 MB; nothing in it was read"):
        endless.read()
