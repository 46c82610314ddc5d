"""What nobody sees is dropped from the names in an export, as it is from what is typed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.exchange import importing, json_export, json_names
from catalogue.fields.text import identity, visible

JOINED = "नमी\u200cخواهم 👩\u200d👩\u200d👧 क्\u200dष"
UNSEEN = ["\u200b", "\u202a", "\u202e", "\u2066", "\ufeff", "\u00ad", "\u2060", "\u200f", "\x07", "\u200d", "\u061c"]


def bare(value):
    """A value with a letter that nobody sees in each of its names."""
    if isinstance(value, str) and "∅" in value:
        return value.replace("∅", "")
    if isinstance(value, list):
        return [bare(part) for part in value]
    return {bare(key): bare(part) for key, part in value.items()} if isinstance(value, dict) else value


def hidden(value, unseen):
    """The same with a letter that nobody sees at each mark."""
    return json.loads(json.dumps(value, ensure_ascii=False).replace("∅", json.dumps(unseen)[1:-1]))


WHOLE = {
    "format": "disc-catalogue",
    "version": 1,
    "films": [
        {
            "id": "film:1",
            "title": "Go∅od",
            "original_title": "G∅ut",
            "genres": ["Dra∅ma"],
            "credits": [{"person": "A∅nn", "person_id": "person:1", "character": "Hea∅d"}],
            "external_ids": {"IM∅Db": "tt∅1"},
            "links": [{"label": "Si∅te", "url": "https://x.example/∅"}],
            "texts": [{"kind": "summary", "heading": "He∅ad", "author": "B∅", "text": "Words."}],
            "choices": [{"field": "credits", "subject": "A∅nn", "by": "hand", "value": None}],
        }
    ],
    "editions": [
        {
            "id": "edition:1",
            "title": "Bo∅x",
            "barcode": "4006∅381333931",
            "contents": [{"film": "film:1", "cut": "Lo∅ng"}],
            "audio_tracks": [{"language": "Eng∅lish"}],
        }
    ],
    "copies": [
        {
            "id": "copy:1",
            "edition": "edition:1",
            "status": "wish∅ list",
            "owner": "Ke∅rry",
            "location": "Att∅ic/Shelf∅ 1",
            "slot": "1∅2",
            "tags": ["re∅d"],
            "discs": [{"disc": 2, "location": "Hal∅l", "slot": "3∅"}],
            "custom": {"Spi∅ne": "whi∅te", "Words": "one"},
        }
    ],
    "people": [{"id": "person:1", "name": "A∅nn", "sort_name": "An∅n", "external_ids": {"IMDb": "nm∅1"}}],
    "contacts": [{"id": "contact:1", "name": "Bo∅b"}],
    "loans": [{"copy": "copy:1", "contact": "Bo∅b", "note": "wra∅pped", "lent": "2020-01-01"}],
    "viewings": [{"film": "film:1", "who": "Zo∅e", "where": "ho∅me"}],
    "places": [{"id": "place:1", "path": "Att∅ic/Shelf 1", "capacity": 30}],
    "spellings": [{"field": "tags", "old": "blu∅e", "new": "sk∅y"}],
    "saved_searches": [{"name": "My∅ own", "query": "tag:red"}],
    "custom_fields": [
        {"name": "Spi∅ne", "kind": "choice", "of": "copy", "choices": ["whi∅te", "bla∅ck"]},
        {"name": "Words", "kind": "long text", "of": "copy"},
    ],
}


def take(collection, folder, whole, ascii=False):
    (folder / "a.json").write_text(json.dumps(whole, ensure_ascii=ascii), encoding="utf-8")
    [receipt] = importing.run(collection, [folder / "a.json"]).files
    assert collection.check() == []
    return receipt


def exported(collection, folder):
    json_export.write(collection, folder / "out.json", replace=True)
    text = (folder / "out.json").read_text(encoding="utf-8")
    moments = [one["modified_at"] for one in json.loads(text)["copies"]]
    for moment in moments:
        text = text.replace(f'"{moment}"', '"now"')
    found = json.loads(text)
    for record in (*found["films"], *found["editions"], *found["copies"]):
        record["choices"] = [part | {"at": None} for part in record["choices"]]
    return found


@pytest.mark.parametrize("ascii", [True, False])
@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_names_come_in_as_they_are_seen(new_collection, tmp_path, unseen, ascii):
    here, there = new_collection(), new_collection()
    plain = take(here, tmp_path, bare(WHOLE))
    assert (plain.rejected, plain.problems, plain.lost) == (0, [], [])
    receipt = take(there, tmp_path, hidden(WHOLE, unseen), ascii)
    assert (receipt.new, receipt.problems, receipt.lost) == (plain.new, [], [])
    assert exported(there, tmp_path) == exported(here, tmp_path)
    # It is the same file.
    assert take(here, tmp_path, hidden(WHOLE, unseen), ascii).new == 0


def test_what_looks_alike_is_one(collection, tmp_path):
    names = ["Attic", "At\u200btic", "\u202aAttic\u202c", "Ａｔｔｉｃ", "attic"]
    whole = {"format": "disc-catalogue", "version": 1, "films": [], "editions": [], "copies": []}
    for number, name in enumerate(names):
        credit = {"person": name, "role": "actor"}
        whole["films"].append({"id": f"film:{number}", "title": str(number), "credits": [credit]})
        whole["editions"].append({"id": f"edition:{number}", "contents": [{"film": f"film:{number}"}]})
        copy = {"id": f"copy:{number}", "edition": f"edition:{number}", "location": name, "tags": [name]}
        whole["copies"].append(copy | {"loans": [{"contact": name}]})
    take(collection, tmp_path, whole)
    with collection.reading() as connection:
        for table in ("place", "tag", "person", "contact"):
            assert connection.exec_driver_sql(f"SELECT name FROM {table}").scalars().all() == ["Attic"]


def test_a_name_that_nobody_sees_is_none(collection, tmp_path):
    whole = bare(WHOLE) | {"contacts": [{"name": "\u200b"}], "people": [{"name": "\u202a\u202c"}]}
    whole["copies"][0] |= {"owner": "\u200b", "location": "Attic"}
    whole["films"][0]["credits"] = []
    receipt = take(collection, tmp_path, whole | {"loans": []})
    assert (receipt.new, receipt.rejected) == (3, 2)
    said = [problem.message for problem in receipt.problems]
    assert "Number 1 of its contacts was left out. name: “” is not a name." in said
    assert "Number 1 of its people was left out. name: It is missing." in said
    assert collection.find("has:owner").ids.tolist() == []


def test_sentences_and_joints_keep_what_makes_them_up(collection, tmp_path):
    whole = bare(WHOLE)
    sentence = "One\u200b.\n\u202bTwo\u202c."
    whole["films"][0] |= {"title": JOINED, "texts": [{"kind": "note", "text": sentence}]}
    whole["copies"][0] |= {"notes": sentence, "tags": [JOINED]}
    whole["copies"][0]["custom"]["Words"] = sentence
    whole["places"][0]["notes"] = sentence
    document = {"id": "document:1", "kind": "article", "sha256": "1", "text": sentence, "title": "P\u200b"}
    document["sections"] = [{"heading": "H\u200b", "text": sentence}]
    document["facts"] = [
        {"about": "copy:1", "field": "notes", "value": sentence},
        {"about": "film:1", "field": "tagline", "value": "So\u200bon"},
    ]
    whole["documents"] = [document]
    whole["films"][0]["documents"] = ["document:1"]
    assert take(collection, tmp_path, whole).problems == []
    found = exported(collection, tmp_path)
    [film], [copy], [page] = found["films"], found["copies"], found["documents"]
    assert (film["title"], copy["tags"]) == (JOINED, [JOINED])
    assert (film["texts"][0]["text"], copy["notes"], copy["custom"]["Words"]) == (sentence, sentence, sentence)
    assert sentence in [place["notes"] for place in found["places"]]
    assert (page["text"], page["sections"], page["title"]) == (sentence, document["sections"], "P\u200b")
    assert [fact["value"] for fact in page["facts"]] == [sentence, "Soon"]
    assert film["tagline"] == "Soon"


def test_keys_that_look_alike_stay_two():
    record = {"external_ids": {"IM\u200bDb": "1", "IMDb": "2"}, "custom": {"a\u200b": "x\u200b", "b": "1\n\u200b"}}
    assert json_names.plain("films", record, json.dumps(record)) == {
        "external_ids": {"IM\u200bDb": "1", "IMDb": "2"},
        "custom": {"a": "x", "b": "1\n\u200b"},
    }


@given(st.text())
def test_a_name_is_as_it_is_seen_and_has_the_same_identity(text):
    copy = {"tags": [text]}
    [tag] = json_names.plain("copies", copy, json.dumps(copy, ensure_ascii=False))["tags"]
    assert tag == visible(text)
    assert identity(tag) == identity(text)
    if tag != text:
        assert json_names.may_hide(json.dumps(text))
