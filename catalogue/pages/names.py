"""What words tell about names: is this a person, is this a role?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from catalogue.fields.text import fold
from catalogue.pages.vocabulary import reference, word_set

PARTICLES = word_set(
    """le la les de del della dello di da do dos das du des d' von van vom zu zum zur den der ten ter af av al el bin
    ibn ben bat y e san st st. saint mac mc o' 't dal dalla lo los las"""
)
GENERATIONS = word_set("jr jr. sr sr. ii iii iv")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)+$|[A-Z]$")
_WORD = re.compile(r"[^\W\d_][\w'’.\-·]*$")
# German writes ranks and trades as one word.
_ROLE_ENDINGS = ("fuhrer", "meister", "offizier", "leutnant", "marschall", "minister", "direktor", "inspektor")
_POSSESSIVE = re.compile(r"['’]s?$")
_EDGES = '.,;:!?"“”„«»()[]'

# Capitalised words that begin a sentence and belong to no name.
OPENERS = word_set(
    """a after along although amid among an and as at because before behind but by despite during even eventually
    finally for from if in into its later like meanwhile near now of on once only or so soon suddenly that the their
    then there they this though through to together under unlike until upon what when where which while who whose
    with within without yet his her he she it we i you my our your one two three both another"""
)
# Words of organisations, places and works: in brackets after a name they are an explanation, not an actor.
_NOT_PEOPLE = word_set(
    """academy agency airport association award awards bank battle beach bureau castle center centre church city
    coalition college committee commission company congress corps council county court department district division
    east empire federation festival force forces fund government group hall history hotel house institute island
    international kingdom league ministry movement museum national north office organisation organization part party
    pact plan policy politburo prize project region republic revolution school service society south square state
    states station street studio studios theatre theater treaty union united university village volume war west
    world film films movie pictures television season episode edition version january february march april may june
    july august september october november december"""
)
_OF_WOMEN = word_set(
    """woman women girl girls lady ladies mrs mrs. ms ms. miss madame madam mme mme. mlle mademoiselle frau fräulein
    señora señorita signora signorina doña donna mother mama mom mum mommy mummy grandmother grandma granny sister
    daughter aunt auntie niece wife widow bride girlfriend stepmother godmother fiancée queen princess empress duchess
    countess baroness marquise tsarina mistress abbess nun priestess goddess witch waitress actress hostess stewardess
    ballerina barmaid maid chambermaid housekeeper nanny governess nurse midwife secretary heroine herself callgirl
    prostitute saleswoman policewoman congresswoman businesswoman anchorwoman camerawoman cheerleader la une eine
    mutter tochter schwester tante oma freundin mère fille soeur tía abuela madre hija hermana vecina amah landlady
    schoolgirl cowgirl showgirl washerwoman spokeswoman chairwoman matron femme dama mujer ragazza donna"""
)
_OF_MEN = word_set(
    """man men boy boys mr mr. sir lord monsieur m. herr señor signor don father papa dad daddy grandfather grandpa
    brother son uncle nephew husband widower groom boyfriend stepfather godfather fiancé king prince emperor duke count
    baron marquis tsar czar abbot monk friar priest pastor rabbi imam bishop cardinal pope waiter actor steward butler
    barman policeman fireman cameraman businessman congressman chairman anchorman doorman fisherman milkman postman
    salesman henchman hitman gunman gentleman himself guy dude fellow vater sohn bruder onkel opa père fils frère padre
    hijo hermano tío abuelo le der el il un ein colonel general admiral sergeant corporal major cowboy"""
)
# Words that describe roles and are common surnames as well.
_ALSO_SURNAMES = word_set(
    """abbott archer baker banks bell best bird bishop black bloom blue bond boy brown bush butler cage carpenter
    carter castle chapman chase chef church clerk cole coleman constable cook cooper count crane cross dance day
    deacon dean drake driver duke english farmer field fields firth fish fisher fisherman foreman forest fowler
    fox french friend frost fry gardener gates german glass gold good grand gray great green grey guard guide
    hall hardy hawk heard hill holly hook house hunter hurt judge king knight lady lamb lane law little long
    lord loud love lowe major man mann marshal marshall mason master may mayor miller minister monk moon noble
    noir page paine palmer park parker parks penn piper pitt pole poole pope porter post potter power price
    priest prince pryce queen read ready reed reeves rice rich rivers rock rose rush ryder savage sawyer
    sergeant sharp shaw shepherd short silver singer small smith spacek spade spencer spring stark steel stern
    steward stone storm story street strong summer swan sweet swift tanner taylor temple thatcher town train
    trainer turner usher violet walker wall walls ward weaver welles wells west white wild wilder winter winters
    wise wolf wood woods wright young younger"""
)


@cache
def given_names() -> frozenset[str]:
    """Common given names."""
    return word_set(" ".join(reference("given-names.txt")))


@cache
def _womens_names() -> frozenset[str]:
    return word_set(" ".join(reference("womens-names.txt")))


@cache
def _mens_names() -> frozenset[str]:
    both = word_set(" ".join(reference("names-of-both.txt")))
    return given_names() - _womens_names() - both


@cache
def role_words() -> frozenset[str]:
    """Words of which descriptions of roles are made."""
    return word_set(" ".join(reference("role-words.txt")))


def bare(word: str) -> str:
    """A word folded, without the punctuation around it and without a possessive ending."""
    return fold(word).strip(_EDGES).removesuffix("'s").strip("'")


def is_given(word: str) -> bool:
    """Whether a word, or the first half of a hyphenated one, is a common given name."""
    key = bare(word)
    return key in given_names() or ("-" in key and key.partition("-")[0] in given_names())


def is_role_word(word: str) -> bool:
    """Whether a word describes roles and is no given name as well."""
    key = fold(word).strip('",;:()[]“”')
    parts = {key, key.strip(".'"), key.partition("-")[0]}
    described = bool(parts & role_words()) or key.endswith(_ROLE_ENDINGS)
    return described and bare(word) not in given_names()


def is_only_role_word(word: str) -> bool:
    """Whether a word describes roles and is hardly ever a surname: Woman, Officer, Waitress."""
    return is_role_word(word) and bare(word) not in _ALSO_SURNAMES


def sex_of_person(name: Sequence[str]) -> str | None:
    """The sex that the first given name of a person tells: woman, man, or None."""
    return _sex_of_given(bare(name[0]))


def sex_of_role(role: Sequence[str]) -> str | None:
    """The sex that a role tells by its words (Mrs., Widow) or by its given name: woman, man, or None."""
    keys = [bare(word) for word in role if not _POSSESSIVE.search(word)]
    for key in keys:
        if key in _OF_WOMEN or key.endswith(("erin", "woman")):
            return "woman"
        if key in _OF_MEN:
            return "man"
    return next(filter(None, map(_sex_of_given, keys)), None)


def _sex_of_given(key: str) -> str | None:
    for one in (key, key.partition("-")[0]):
        if one in _womens_names():
            return "woman"
        if one in _mens_names():
            return "man"
    return None


def is_particle(word: str) -> bool:
    """Whether a word joins the parts of a surname: de, von, Le."""
    return fold(word) in PARTICLES and not (word[0].isupper() and is_given(word))


def is_generation(word: str) -> bool:
    """Whether a word closes a name: Jr., III."""
    return fold(word).strip(",") in GENERATIONS


def is_initial(word: str) -> bool:
    """Whether a word is an initial: J., J.R., L."""
    return bool(_INITIAL.match(word))


def is_capitalised(word: str) -> bool:
    """Whether a word can be part of a name by its first letter; letters without case count."""
    first = next((letter for letter in word if letter.isalpha()), "")
    return bool(first) and not first.islower()


def is_name_word(word: str) -> bool:
    """Whether a word could stand in a person's name."""
    return bool(_WORD.match(word)) and (is_capitalised(word) or is_particle(word))


def looks_like_person(text: str, common: frozenset[str] = frozenset()) -> bool:
    """Whether a text could be a person's full name; `common` are words that the page also writes in lower case."""
    name = text.split()
    if not 2 <= len(name) <= 5 or not all(is_name_word(word) for word in name):
        return False
    if not is_capitalised(name[0]) or is_particle(name[-1]):
        return False
    keys = [bare(word) for word in name]
    if any(key in _NOT_PEOPLE for key in keys) or (keys[0] in OPENERS and not is_initial(name[0])):
        return False
    if is_given(name[0]) or is_given(name[1]):
        return True
    return not any(key in common or is_role_word(word) for key, word in zip(keys, name, strict=True))


def person_key(name: str) -> str:
    """A name in the form in which spellings are compared."""
    return re.sub(r"[\W_]+", " ", fold(name)).strip()


def word_keys(name: Iterable[str]) -> tuple[str, ...]:
    """The folded words of a name, to look it up in a text."""
    return tuple(key for key in map(bare, name) if key)
