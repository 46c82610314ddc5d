"""What is refused before anything is done."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from catalogue.cli import options


@pytest.mark.parametrize("given", ["0", "-1", "many", "", "²", "1.5"])
def test_a_number_that_cannot_be_meant_is_refused_in_words(given, capsys):
    with pytest.raises(SystemExit) as refused:
        options.parse(["search", f"--limit={given}", "x"])
    assert refused.value.code == 2
    assert f"“{given}” is not a whole number above 0" in capsys.readouterr().err


def test_every_command_names_a_function_that_is_there():
    source = Path(options.__file__).read_text(encoding="utf-8")
    named = re.findall(r'command\("[a-z]+", "([a-z]+)\.([a-z_]+)"', source)
    assert len(named) > 30
    for module, function in named:
        assert callable(getattr(import_module(f"catalogue.cli.{module}"), function))


def test_reading_a_command_line_loads_neither_the_database_nor_the_readers_of_pages():
    words = "import sys; from catalogue import cli; cli.parse([]); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", words], stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    assert "catalogue.cli.options" in loaded
    assert not {"sqlalchemy", "catalogue.pages", "catalogue.exchange", "catalogue.collection"} & set(loaded)
