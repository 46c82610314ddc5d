"""What running text tells about names: who plays whom, which names occur, which occurs most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from catalogue.fields.text import fold
from catalogue.pages import names
from catalogue.pages.prose import ends_sentence
from catalogue.pages.vocabulary import word_set

_BRACKET = re.compile(r"\(([^()\n]{2,80})\)")
_PLAYED_BY = re.compile(r"\b(?:played|portrayed|voiced|embodied|impersonated) by ", re.I)
_BRACKET_LEAD = re.compile(
    r"(?:(?:as )?(?:played|portrayed|voiced|acted|embodied) by|voice of|voice:|actor:|actress:|gespielt von|joué par) ",
    re.I,
)
_BEFORE_PLAYED_BY = re.compile(r"[\s,–—(-]+(?:(?:who|which|as|is|was|here|brilliantly|memorably)\s+)*$")
# `Anna Lind plays Greta` is also said of music and games: it is a hint about people who are known to act.
_PLAYS = re.compile(
    r"\b(?:(?:plays|portrays|voices|embodies|spielt|joue|interpreta)|(?:stars|starred|appears|appeared|cast) as)\b"
    r"(?: the (?:role|part) of)?\s+|['’]s? (?:portrayal|performance|turn) (?:of|as)\s+"
)
_STARS = re.compile(r"\b(?:starring|stars|co-starring|featuring|features|cast includes|cast includes?:)\s+", re.I)
_NEXT_STAR = re.compile(r",\s+(?:and\s+|with\s+)?|\s+and\s+|;\s+")
_AS = re.compile(r"\s+(?:\([^()]{0,60}\)\s+)?as\s+")
_ARTICLE_ROLE = re.compile(
    r"\b(?:the|an?|his|her|their|der|die|das|le|la|el)\s+((?:[^\W\d_][\w'’-]*\s+){0,2}[^\W\d_][\w'’-]*)\s*$", re.I
)
_TOKEN = re.compile(r"\S+")
_LOWER_WORD = re.compile(r"(?<!\w)[^\W\d_A-Z][^\W\d_]{2,}")
_ABBREVIATION = re.compile(
    r"(?:[^\W\d_]\.)+$|(?:Dr|Mr|Mrs|Ms|Lt|Sgt|Col|Capt|Gen|Prof|St|Maj|Det|Insp|Cpl|Adm|Rev|Fr)\.$"
)
_CLOSES = re.compile(r"[,;:!?)\]\"”»—–]$|['’]s?$")
_SENTENCE_CLOSES = re.compile(r"[.!?:]$")
_POSSESSIVE = re.compile(r"['’]s?$")
_AROUND = "\"“”„'‘’«»[]()"
_BACK = 200
_LONGEST_NAME = 8
# An office before a full name explains who that is; a rank (General, Captain) belongs to the name.
_OFFICES = word_set(
    """actor actress administrator adviser advisor ambassador attorney author boss chancellor chief commissar
    commissioner director editor foreign secretary governor head leader manager member minister politician premier
    prime producer prosecutor representative secretary senator spokesman star writer"""
)
_CREW = word_set(
    """director directors filmmaker filmmakers writer writers author authors producer producers novelist composer star
    stars actor actors actress actresses"""
)
# After a name in brackets a text may go on about it: (Robert Duvall, in his best role).
_GOES_ON = re.compile(r"[,;/]|(?:and|in|as|with|und|et)\b")


@dataclass(frozen=True, slots=True)
class Mention:
    """A person whom a text names as the player of a character; `start` and `end` are places in that text."""

    person: str
    character: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextNames:
    """What the texts of a page say about names, all folded.

    `people` are named in brackets or after `played by`; `runs` are the names that occur elsewhere, as tuples of words;
    `common` are words that occur in lower case.
    """

    people: frozenset[str]
    runs: frozenset[tuple[str, ...]]
    common: frozenset[str]


def text_names(texts: Iterable[str]) -> TextNames:
    """The names in the texts of a page, as evidence for reading its cast."""
    all_texts = list(texts)
    common = _common_words(all_texts)
    people: set[str] = set()
    runs: set[tuple[str, ...]] = set()
    for text in all_texts:
        at = 0
        for mention in mentions(text, common):
            people.add(names.person_key(mention.person))
            runs.update(_runs(text[at : mention.start]))
            at = max(at, mention.end)
        runs.update(_runs(text[at:]))
    return TextNames(frozenset(people), frozenset(runs), common)


def plays(texts: Iterable[str]) -> list[Mention]:
    """Everyone whom texts name as a player, once each, with the first character named or a fuller form of it."""
    all_texts = list(texts)
    common = _common_words(all_texts)
    found: dict[str, Mention] = {}
    for text in all_texts:
        for mention in mentions(text, common):
            key = names.person_key(mention.person)
            known = found.get(key)
            if known is None:
                found[key] = mention
            elif _is_fuller(mention.character, known.character):
                found[key] = Mention(known.person, mention.character, known.start, known.end)
    return list(found.values())


def mentions(text: str, common: frozenset[str] = frozenset()) -> list[Mention]:
    """Who plays whom: `Character (Actor)`, `Character, played by Actor`, `stars Actor as Character`."""
    found = [*_in_brackets(text, common), *_after_played_by(text, common), *_after_stars(text, common)]
    return sorted(found, key=lambda mention: mention.start)


def hints(texts: Iterable[str]) -> list[Mention]:
    """Everyone of whom texts say `Person plays Character`, in any sense of the word, once each."""
    found: dict[str, Mention] = {}
    for text in texts:
        for match in _PLAYS.finditer(text):
            person, _ = _trailing_name(text[max(0, match.start() - _BACK) : match.start()])
            character, _ = _leading_name(text[match.end() : match.end() + 80])
            if person and character and names.looks_like_person(person) and fold(character) not in names.OPENERS:
                mention = Mention(person, character, match.start() - len(person), match.start())
                found.setdefault(names.person_key(person), mention)
    return list(found.values())


def most_named(texts: Iterable[str]) -> tuple[str, int] | None:
    """The name that texts mention most and how often: a person counts under every part of the name."""
    return next(iter(often_named(texts)), None)


def often_named(texts: Iterable[str], most: int = 3) -> list[tuple[str, int]]:
    """The names that texts mention most, each with how often."""
    counts: Counter[str] = Counter()
    inside: set[str] = set()
    lower: set[str] = set()
    for text in texts:
        for token, opens_sentence in _tokens(text):
            word = _POSSESSIVE.sub("", token.strip(".,;:!?-—–" + _AROUND))
            if word and word[0].islower():
                lower.add(word)
            elif len(word) > 1 and names.is_name_word(word) and fold(word) not in names.OPENERS:
                counts[word] += 1
                if not opens_sentence:
                    inside.add(word)
    # A word that occurs only at the start of sentences, or in lower case as well, is no name.
    named = (
        (name, count)
        for name, count in counts.most_common(50)
        if name in inside and name.lower() not in lower and count > 1
    )
    return list(islice(named, most))


def _common_words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for text in texts for word in _LOWER_WORD.findall(text) if word[0].islower())


def _tokens(text: str) -> Iterator[tuple[str, bool]]:
    """The words of a text with their punctuation, each with whether it opens a sentence."""
    opens_sentence = True
    for token in _TOKEN.findall(text):
        yield token, opens_sentence
        opens_sentence = bool(_SENTENCE_CLOSES.search(token)) and not _ABBREVIATION.match(token)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    """All sequences of up to four capitalised words that stand together."""
    run: list[str] = []
    for token, opens_sentence in _tokens(text):
        word = _POSSESSIVE.sub("", token.strip(".,;:!?" + _AROUND))
        if opens_sentence or token[0] in '(["“„«':
            run = []
        if not word or not names.is_capitalised(word) or (opens_sentence and fold(word) in names.OPENERS):
            run = []
            continue
        run.append(names.bare(word))
        yield from (tuple(run[-size:]) for size in range(1, min(4, len(run)) + 1))
        if _CLOSES.search(token):
            run = []


def _in_brackets(text: str, common: frozenset[str]) -> Iterator[Mention]:
    for match in _BRACKET.finditer(text):
        lead = _BRACKET_LEAD.match(match[1])
        inside = match[1][lead.end() :] if lead else match[1].strip()
        person, rest = _leading_name(inside)
        if (rest and not lead and not _GOES_ON.match(rest)) or not names.looks_like_person(person, common):
            continue
        before = text[max(0, match.start() - _BACK) : match.start()]
        character, explained_by = _trailing_name(before)
        named_for_work = fold(explained_by).strip(".,:;") in _CREW
        if character is None and not named_for_work:
            character = _role_in(before)
        if lead or (not named_for_work and (character or names.is_given(person.split()[0]))):
            yield Mention(person, character, match.start(1), match.end(1))


def _after_played_by(text: str, common: frozenset[str]) -> Iterator[Mention]:
    for match in _PLAYED_BY.finditer(text):
        person, _ = _leading_name(text[match.end() : match.end() + 80])
        before = text[max(0, match.start() - _BACK) : match.start()]
        in_bracket = before.rfind("(") > before.rfind(")") and before.endswith("(")
        if not in_bracket and names.looks_like_person(person, common):
            character, _ = _trailing_name(_BEFORE_PLAYED_BY.sub("", before))
            yield Mention(person, character, match.end(), match.end() + len(person))


def _after_stars(text: str, common: frozenset[str]) -> Iterator[Mention]:
    for match in _STARS.finditer(text):
        at = match.end()
        sentence = text[at : at + 300]
        for part in _NEXT_STAR.split(sentence):
            pair = _AS.split(part, maxsplit=1)
            if len(pair) != 2 or not names.looks_like_person(pair[0].strip(), common):
                break
            character, _ = _leading_name(pair[1])
            place = text.find(pair[0], at)
            yield Mention(pair[0].strip(), character or _role_in(pair[1].rstrip(".")), place, place + len(pair[0]))
            if ends_sentence(part) and not _ABBREVIATION.match(part.split()[-1]):
                break


def _role_in(before: str) -> str | None:
    """A role that is no name, behind an article at the end of a text: the narrator."""
    match = _ARTICLE_ROLE.search(before[-60:])
    if match is None:
        return None
    role = match[1].split()
    described = names.is_role_word(role[-1]) and not any(fold(word) in names.OPENERS for word in role)
    return " ".join(role) if described else None


def _leading_name(text: str) -> tuple[str, str]:
    """The name that a text begins with, and what follows it."""
    words: list[str] = []
    for word in text.split()[:6]:
        clean = word.rstrip(',;:!?)"”»')
        abbreviated = _ABBREVIATION.match(clean) or names.is_generation(clean)
        clean = clean if abbreviated else _POSSESSIVE.sub("", clean.rstrip("."))
        if not names.is_name_word(clean) or (words and fold(clean) in {"and", "as", "in", "und", "et"}):
            break
        words.append(clean)
        if clean != word:
            break
    name = " ".join(words)
    return name, text[len(name) :].strip() if text.startswith(name) else ""


def _trailing_name(before: str) -> tuple[str | None, str]:
    """The name that a text ends with, without words that only explain it, and the word before the name.

    `As lead pianist Maria Yudina` ends with Maria Yudina, after `pianist`.
    """
    tokens = _TOKEN.findall(before)[-_LONGEST_NAME - 1 :]
    words: list[str] = []
    at = len(tokens)
    opens_sentence = False
    while at and len(words) < _LONGEST_NAME and not opens_sentence:
        token = tokens[at - 1]
        word = token.strip(_AROUND)
        if words and (_CLOSES.search(token) or (word.endswith((".", "-")) and not _ABBREVIATION.match(word))):
            break
        if not words:
            word = _POSSESSIVE.sub("", word.rstrip(","))
        numeral = word.isdigit() and not words
        if not numeral and not (names.is_name_word(word) and (names.is_capitalised(word) or words)):
            break
        words.insert(0, word)
        at -= 1
        opens_sentence = at == 0 or (ends_sentence(tokens[at - 1]) and not _ABBREVIATION.match(tokens[at - 1]))
    while words and not names.is_capitalised(words[0]):
        words.pop(0)
    explained_by = tokens[at - 1] if at else ""
    words, office = _without_explanation(words, opens_sentence)
    if not words or words[-1].endswith(".") or all(word.isdigit() for word in words):
        return None, office or explained_by
    return " ".join(words), office or explained_by


def _without_explanation(words: list[str], opens_sentence: bool) -> tuple[list[str], str]:
    """The words of a name without a conjunction or an office before it; and the office."""
    # `The Bride` is a name, `The Hungarian Joe Smith` is not.
    keep = {"the"} if len(words) == 2 or not opens_sentence else set()
    while words and fold(words[0]) in names.OPENERS - keep:
        words = words[1:]
    office = max((at for at, word in enumerate(words) if fold(word) in _OFFICES), default=-1)
    if 0 <= office < len(words) - 2:
        return words[office + 1 :], words[office]
    return words, ""


def _is_fuller(character: str | None, known: str | None) -> bool:
    """Whether a character is a longer form of one known already, or the first that is known."""
    if character is None or known is None:
        return character is not None
    longer, shorter = names.word_keys(character.split()), names.word_keys(known.split())
    return len(longer) > len(shorter) and set(shorter) <= set(longer)
