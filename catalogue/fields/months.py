"""The names of the months in the languages that pages are read in and dates are typed in."""

from __future__ import annotations

from functools import cache

from catalogue.fields.text import fold

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

# English, German, French, Spanish, Italian, Dutch, Portuguese, Scandinavian, Polish; short forms where they are none
# of the beginnings.
_NAMES = (
    "January Januar Jänner janvier enero gennaio januari janeiro stycznia styczeń",
    "February Februar Feber février febrero febbraio februari fevereiro lutego luty",
    "March März Mrz mars marzo maart mrt março marca marzec marts",
    "April avril abril aprile kwietnia kwiecień",
    "May Mai mayo maggio mei maio maj maja",
    "June Juni juin junio giugno junho czerwca czerwiec",
    "July Juli juillet julio luglio julho lipca lipiec",
    "August août agosto augustus augusti sierpnia sierpień",
    "September septembre septiembre settembre setembro września wrzesień",
    "October Oktober octobre octubre ottobre outubro października październik",
    "November novembre noviembre novembro listopada listopad",
    "December Dezember décembre diciembre dicembre dezembro december desember grudnia grudzień",
)
_SHORTEST = 3


def month(name: str) -> int | None:
    """The number of the month that a name, or the beginning of one, stands for in any of the languages: `Okt` is 10.

    A beginning of several, as `jui` of juin and juillet, stands for none.
    """
    wanted = fold(name)
    if len(wanted) < _SHORTEST:
        return None
    names = _by_name()
    if wanted in names:
        return names[wanted]
    found = {number for known, number in names.items() if known.startswith(wanted)}
    return found.pop() if len(found) == 1 else None


@cache
def _by_name() -> dict[str, int]:
    return {fold(name): number for number, names in enumerate(_NAMES, 1) for name in names.split()}
