"""Queries that find a value again, made from the field that it stands in."""

from __future__ import annotations

from typing import Any

from catalogue.fields.registry import Field


def query_for(field: Field, value: Any) -> str:
    """What a person types to find a record by the value of a field."""
    if field.kind.compare == "number":
        return f"{field.key}:{field.kind.pack(value)[0]}"
    if field.kind.compare == "flag":
        return f"{field.key}:{'yes' if field.kind.pack(value)[0] else 'no'}"
    if field.kind.compare == "date" or field.key == "barcode":
        return f"{field.key}:{value}"
    if field.key == "further_barcodes":
        return f"barcode:{value[-1]}"
    if field.key == "credits":
        return f'credits:"{value[0]["person"]}"'
    words = field.kind.words(value[:1] if field.kind.multiple else value).strip().split("\n")[0].split(";")[0]
    return f'{field.key}:"{words}"'
