from collections import Counter

import pytest

from catalogue.errors import FieldError
from catalogue.fields import people, registry
from catalogue.fields.kinds import Kind
from catalogue.fields.text import fold
from catalogue.search import names as queries

FIELDS = pytest.mark.parametrize("field", registry.FIELDS, ids=lambda field: field.key)


def test_keys_are_unique():
    assert len(registry.BY_KEY) == len(registry.FIELDS)


def test_labels_are_unique():
    assert [label for label, times in Counter(field.label for field in registry.FIELDS).items() if times > 1] == []


def test_search_names_are_unique_over_all_fields_and_keys():
    names = Counter(fold(name) for field in registry.FIELDS for name in {field.key, *field.search})
    assert [name for name, times in names.items() if times > 1] == []


def test_search_names_leave_the_words_of_the_query_language_alone():
    names = {fold(name) for field in registry.FIELDS for name in {field.key, *field.search}}
    assert names.isdisjoint({*queries.STATES, queries.SORT, "or", "and", "not"})
    assert names & people.names() == {"credits"}


def test_import_aliases_are_unique():
    aliases = Counter(fold(alias) for field in registry.FIELDS for alias in field.aliases)
    assert [alias for alias, times in aliases.items() if times > 1] == []


def test_plain_names_are_unique_inside_each_entity():
    for entity in registry.ENTITIES:
        names = [field.name for field in registry.BUILT_IN.of_entity(entity)]
        assert len(names) == len(set(names))


def test_an_edition_takes_the_prefix_only_where_a_film_or_copy_has_the_word():
    elsewhere = {field.key for field in registry.FIELDS if field.entity != "edition"}
    for field in registry.BUILT_IN.of_entity("edition"):
        assert (field.name != field.key) == (field.name in elsewhere), field.key
    for field in registry.FIELDS:
        assert field.entity == "edition" or field.name == field.key


@FIELDS
def test_field_is_whole(field):
    assert isinstance(field.kind, Kind)
    assert field.entity in registry.ENTITIES
    assert field.label
    assert field.group
    assert field.key.isidentifier()
    assert field.key == field.key.lower()
    assert field.default is None or field.default in field.choices
    assert registry.BUILT_IN.by_search_name(field.key.upper()) is field


@FIELDS
def test_choices_are_values_of_the_field_in_any_case(field):
    for choice in field.choices:
        assert field.parse(choice.upper()) == choice


@pytest.mark.parametrize(
    "key",
    [
        "title",
        "original_title",
        "sort_title",
        "kind",
        "year",
        "release_date",
        "runtime_minutes",
        "color",
        "aspect_ratio",
        "tagline",
        "genres",
        "countries",
        "languages",
        "keywords",
        "studios",
        "filming_locations",
        "certifications",
        "budget",
        "after_credits",
        "ratings",
        "external_ids",
        "links",
        "credits",
        "texts",
        "edition_title",
        "edition_name",
        "barcode",
        "format",
        "country",
        "certification",
        "regions",
        "nr_discs",
        "distributor",
        "edition_release_date",
        "packaging",
        "slipcover",
        "video_standard",
        "screen_ratios",
        "subtitles",
        "layers",
        "hdr",
        "three_d",
        "chapters",
        "extras",
        "list_price",
        "status",
        "index",
        "owner",
        "location",
        "storage_device",
        "slot",
        "condition",
        "purchase_date",
        "store",
        "price",
        "current_value",
        "gift_from",
        "tags",
        "notes",
        "my_rating",
        "added_at",
        "modified_at",
    ],
)
def test_fields_of_the_design_are_there(key):
    assert key in registry.BY_KEY


def test_default_columns_and_pinned_fields_are_fields():
    assert set(registry.DEFAULT_COLUMNS) | set(registry.PINNED) <= set(registry.BY_KEY)


def test_a_field_is_found_by_any_of_its_names():
    assert registry.BUILT_IN.find("tag") is registry.BUILT_IN.find("tags")
    assert registry.BUILT_IN.by_search_name("LENGTH").key == "runtime_minutes"
    assert registry.BUILT_IN.by_search_name("nonsense") is None


def test_an_unknown_field_is_refused_with_the_nearest_names():
    with pytest.raises(
        FieldError, match=r"^There is no field “titel”\. Did you mean title or original_title or sort_title\?$"
    ):
        registry.BUILT_IN.find("titel")
    with pytest.raises(FieldError, match=r"^There is no field “qqq”\. The command “fields” lists them all\.$"):
        registry.BUILT_IN.find("qqq")


def test_a_value_outside_a_closed_list_is_refused_and_one_outside_an_open_list_is_kept():
    with pytest.raises(FieldError, match=r"^“burnt” is not one of: in collection, wish list, .*\.$"):
        registry.BUILT_IN.find("status").parse("burnt")
    assert registry.BUILT_IN.find("format").parse("Betamax") == "Betamax"
    assert registry.BUILT_IN.find("format").parse("blu-RAY") == "Blu-ray"


def test_groups_hold_every_field_once():
    grouped = [field for fields in registry.BUILT_IN.groups().values() for field in fields]
    assert sorted(field.key for field in grouped) == sorted(registry.BY_KEY)


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("year", "２０１０", 2010),
        ("year", "٢٠١٠", 2010),
        ("runtime_minutes", "１０７", 107),
        ("runtime_minutes", "１:４７", 107),
        ("nr_discs", "２", 2),
        ("season", "३", 3),
        ("series_number", "１.５", 1.5),
        ("index", "１３", 13),
        ("my_rating", "８", 8),
        ("regions", "２", ["2"]),
        ("purchase_date", "２０１０-０５-０１", "2010-05-01"),
        ("title", "２０１０", "２０１０"),
        ("series_number", "", None),
    ],
)
def test_digits_of_any_script_are_digits_where_numbers_are_meant(key, text, value):
    assert registry.BY_KEY[key].parse(text) == value


def test_what_is_no_decimal_digit_is_no_number():
    with pytest.raises(FieldError):
        registry.BY_KEY["index"].parse("²")
