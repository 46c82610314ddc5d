"""The installed program is whole."""

import subprocess
from pathlib import Path

PRINT_DATA = """
from catalogue import paths
for name in ("db", "resources", "seeds"):
    print(paths.data(name))
"""


def test_starts_in_any_folder_without_a_screen(program: list[str], tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('a file of the user was taken for a library')")

    done = subprocess.run(
        [*program, "--help"],
        cwd=tmp_path,
        env={"QT_QPA_PLATFORM": "none of the kind"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "usage: disc-catalogue" in done.stdout


def test_carries_its_data_along(python: str, root: Path, tmp_path: Path) -> None:
    printed = subprocess.run(
        [python, "-P", "-c", PRINT_DATA], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout

    for folder in map(Path, printed.splitlines()):
        tracked = {path.relative_to(root / folder.name) for path in (root / folder.name).rglob("*") if path.is_file()}
        assert tracked
        assert {path for path in tracked if "__pycache__" not in path.parts} <= {
            path.relative_to(folder) for path in folder.rglob("*") if path.is_file()
        }
