"""Articles by language: which first word of a title lists leave out of its place in the order."""

from __future__ import annotations

import re
from functools import cache

from catalogue.fields.text import fold

Articles = tuple[str, ...]

_BY_LANGUAGE = {
    "english en eng": "the a an",
    "german de deu ger deutsch": "der die das ein eine",
    "french fr fra fre francais": "le la les l' un une",
    "italian it ita italiano": "il lo la i gli le l' un uno una un'",
    "spanish castilian es spa espanol castellano": "el la los las lo un una unos unas",
    "portuguese pt por portugues": "o a os as um uma uns umas",
    "catalan ca cat catala": "el la els les l' un una",
    "galician gl glg galego": "o a os as un unha",
    "romanian ro ron rum romana": "un o",
    "dutch flemish nl nld dut nederlands": "de het een 't",
    "swedish sv swe svenska": "en ett den det de",
    "danish da dan dansk": "en et den det de",
    "norwegian bokmal no nb nor nob norsk": "en ei et den det de",
    "nynorsk nn nno": "ein ei eit den det dei",
    "hungarian hu hun magyar": "a az egy",
    "greek el ell gre ελληνικα": "ο η το οι τα ένας μια μία ένα",
}
_OF = {name: tuple(words.split()) for names, words in _BY_LANGUAGE.items() for name in names.split()}
ENGLISH: Articles = _OF["english"]

_ALWAYS = "the"
"""No other language has a word that is written so: English titles of foreign films keep their order."""

# Before these an article is the name of a letter, or a word that the title is about: A to Z, A Is for Acid, Un et un.
_GOES_ON = {
    *("to", "and", "&", "+", "is", "are", "was", "or", "for", "as", "vs", "versus"),
    *("und", "oder", "ist", "et", "ou", "est", "y", "e", "è", "och", "eller", "og", "en", "és", "vagy", "και"),
}
_NEVER_A_NAME = frozenset({"the", "l'", "un'", "'t"})  # what follows these they always belong to: The To Do List


_OPENING, _CLOSING = "['\"‘’“”„«»‹›(\\[{（［]", "['\"‘’“”«»‹›)\\]}）］]"

# Names, and English titles, that begin as an article of another language does: whatever the film's language is, their
# first word belongs to them.
_NAMES = (
    *("los angeles", "las vegas", "los alamos", "las palmas", "el paso", "el salvador", "el dorado", "la paz"),
    *("la mancha", "la jolla", "le mans", "le havre", "la rochelle", "den haag", "de niro", "la motta"),
    *("die hard", "die another day", "die alone", "die trying", "die or", "die with", "die in", "die fast"),
)
_NAME = re.compile(rf"[\W_]*(?:{'|'.join(_NAMES)})\b", re.I)


def split(text: str, articles: Articles) -> tuple[str, str]:
    """The leading article in small letters, or nothing, and the text without it: `The Thing` is `the`, `Thing`.

    An article that somebody typed behind the title, as in `Thing, The`, is one too.
    """
    if not articles:
        return "", text
    found = _leading(articles).match(text)
    if found is not None and not _NAME.match(text):
        article, rest = _small(found[1] or found[2]), text[found.end() :]
        follows = rest.split(maxsplit=1)
        there = bool(follows) and any(map(str.isalnum, rest))
        if there and (article in _NEVER_A_NAME or _small(follows[0]) not in _GOES_ON):
            return article, rest
    title, _, last = text.rpartition(",")
    article = _small(last.strip())
    return (article, title) if article in articles and any(map(str.isalnum, title)) else ("", text)


@cache
def _leading(articles: Articles) -> re.Pattern[str]:
    # Accents count: À bout de souffle does not begin with the article of A Taxing Woman.
    elided = [word for word in articles if word.endswith("'")]
    whole = [word for word in articles if word not in elided]
    ways = [rf"(?:{'|'.join(map(_written, whole))})(?=\s)"]
    if elided:
        ways.append(rf"(?:{'|'.join(map(_written, elided))})(?=\s*\w)")
    # Or in marks of its own: 'The' Burbs, [The] Bull.
    marked = rf"{_OPENING}\s?({'|'.join(map(_written, articles))})\s?{_CLOSING}(?=\s)"
    return re.compile(rf"(?i)[\W_]*?(?:({'|'.join(ways)})|{marked})\s*")


def _written(article: str) -> str:
    return re.escape(article).replace("'", "['’]")


def _small(word: str) -> str:
    return word.lower().replace("’", "'")


def of_title(title: str, original: str | None, language: str | None) -> Articles:
    """The articles of the language that a film's title is in.

    That is the film's own language unless another original title says that this one is a translation. Of a language
    without articles and of translations nobody knows the language: they are taken for English.
    """
    if language is None:
        return ENGLISH
    own = _of_language(language)
    if not own or own is ENGLISH:
        return ENGLISH
    if original and _first_word(original) != _first_word(title):
        return ENGLISH
    return own if _ALWAYS in own else (*own, _ALWAYS)


@cache
def _of_language(language: str) -> Articles:
    """The articles of a language by its name, `Portuguese (Brazil)`, or its code."""
    name = fold(language)
    words = (word for word in re.findall(r"[^\W\d_]+", name) if len(word) > 3)
    return next((_OF[word] for word in (name, *words) if word in _OF), ())


def _first_word(text: str) -> str:
    found = re.search(r"\w+['’]?", text)
    return fold(found[0]) if found else ""
