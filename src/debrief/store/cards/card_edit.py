"""Edit a card in place: only changed values are rewritten; comments and order stay."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import tomli_w

if TYPE_CHECKING:
    from tomlkit.items import AbstractTable, Item
    from tomlkit.toml_document import TOMLDocument

Container: TypeAlias = "TOMLDocument | AbstractTable"


def edited(text: str, wanted: Mapping[str, Any]) -> str:
    """Return the valid TOML `text` with each wanted key set, or removed if its value is None.

    A table within `wanted` is merged key by key. Rare TOML that cannot be edited in place is
    rewritten without its comments.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    merged = _merged(tomllib.loads(text), wanted)
    try:
        document = tomlkit.parse(text)
        _change(document, wanted)
        changed = tomlkit.dumps(document).rstrip("\n") + "\n"
        if tomllib.loads(changed) == merged:
            return changed
    except (TOMLKitError, ValueError):
        pass  # an inline table within an inline one, and the like
    return tomli_w.dumps(merged, multiline_strings=True)


def _merged(data: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(data)
    for key, value in wanted.items():
        if isinstance(value, Mapping):
            inner = _merged(merged.get(key, {}), value)
            if inner or key in merged:
                merged[key] = inner
        elif value is None:
            merged.pop(key, None)
        else:
            merged[key] = value
    return merged


def _change(table: Container, wanted: Mapping[str, Any]) -> None:
    for key, value in wanted.items():
        if isinstance(value, Mapping):
            _change_table(table, key, value)
        elif value is None:
            if key in table:
                table.remove(key)
        elif key not in table or table[key] != value:
            _put(table, key, value)


def _change_table(table: Container, key: str, wanted: Mapping[str, Any]) -> None:
    import tomlkit

    inner = table.get(key)
    if inner is not None:
        _change(inner, wanted)
    elif any(value is not None for value in wanted.values()):
        # Write no header for a table of tables: [ratings.judgment], not [ratings].
        nested = any(isinstance(value, Mapping) for value in wanted.values())
        table_item = tomlkit.table(is_super_table=nested)
        _change(table_item, wanted)
        table[key] = table_item


def _put(table: Container, key: str, value: Any) -> None:
    item = _item(value)
    before = table.get(key)
    if before is not None and hasattr(before, "trivia"):
        item.trivia.comment, item.trivia.comment_ws = (
            before.trivia.comment,
            before.trivia.comment_ws,
        )
    table[key] = item


def _item(value: Any) -> Item:
    import tomlkit

    if isinstance(value, list):
        array = tomlkit.array()
        array.extend(value)
        array.multiline(len(value) > 1)
        return array
    if isinstance(value, str) and "\n" in value:
        return tomlkit.string(value, multiline=True)
    item: Item = tomlkit.item(value)
    return item
