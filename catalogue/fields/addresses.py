"""Which addresses that stand in a record lead out of the program."""

from __future__ import annotations

import re

_LINK = re.compile(r"(?:https?://(?!/)|mailto:)[^\s\x00-\x1f\x7f<>\"]+", re.IGNORECASE)


def is_link(address: str) -> bool:
    """Whether an address may be clicked: a web page or a mail address.

    Records come from others too. A file, a share or a scheme of the program's own stays text.
    """
    return _LINK.fullmatch(address) is not None
