"""What is refused before anything is done."""

import pytest

from catalogue.cli import options


@pytest.mark.parametrize("given", ["0", "-1", "many", "", "²", "1.5"])
def test_a_number_that_cannot_be_meant_is_refused_in_words(given, capsys):
    with pytest.raises(SystemExit) as refused:
        options.parse(["search", f"--limit={given}", "x"])
    assert refused.value.code == 2
    assert f"“{given}” is not a whole number above 0" in capsys.readouterr().err
