"""Find the place of each key and value of a TOML file, so that an error can point at it."""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

Path = tuple[str | int, ...]
"""The path of a value: keys, and indices counted from 0."""

_KEYS = frozenset({"bare_key", "quoted_key", "dotted_key"})
_TABLES = frozenset({"table", "table_array_element"})


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one line; line and column count from 1, in characters."""

    line: int = 1
    column: int = 1
    width: int = 1


@dataclass(frozen=True, slots=True)
class Places:
    """The places of all keys (or table headers) and of all values of one file."""

    keys: dict[Path, Place]
    values: dict[Path, Place]

    def key(self, path: Path) -> Place:
        """Return the place of the key or header at `path`, else of the nearest table around it."""
        return _nearest(path, self.keys, self.values)

    def value(self, path: Path) -> Place:
        """Return the place of the value at `path`, else of its key or the nearest table."""
        return _nearest(path, self.values, self.keys)


def find(source: bytes) -> Places:
    """Return the places of the keys and values of `source`, which must be valid TOML."""
    import tree_sitter_toml
    from tree_sitter import Language, Parser

    parser = Parser(Language(tree_sitter_toml.language()))
    return _Walk(source).places(parser.parse(source).root_node)


def _nearest(path: Path, first: dict[Path, Place], second: dict[Path, Place]) -> Place:
    for end in range(len(path), 0, -1):
        place = first.get(path[:end]) or second.get(path[:end])
        if place:
            return place
    return Place()


class _Walk:
    def __init__(self, source: bytes) -> None:
        self._source = source
        self._starts = [0]
        for line in source.split(b"\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._keys: dict[Path, Place] = {}
        self._values: dict[Path, Place] = {}
        self._explicit: set[Path] = set()
        self._rows: dict[Path, int] = {}

    def places(self, root: Node) -> Places:
        for node in root.children:
            if node.type == "pair":
                self._pairs((), [node])
            elif node.type in _TABLES:
                self._table(node)
        return Places(self._keys, self._values)

    def _table(self, node: Node) -> None:
        name = node.named_children[0]
        parts = list(self._parts(name))
        path: Path = ()
        header = self._place(node.start_byte, (name.next_sibling or name).end_byte)
        for number, part in enumerate(parts, start=1):
            path = (*path, part)
            last = number == len(parts)
            if last and node.type == "table_array_element":
                self._rows[path] = self._rows.get(path, -1) + 1
                self._keys.setdefault(path, header)
                path = (*path, self._rows[path])
            elif path in self._rows:
                path = (*path, self._rows[path])
            if last:
                self._keys[path] = header
            else:
                self._keys.setdefault(path, header)
        self._pairs(path, [child for child in node.children if child.type == "pair"])

    def _pairs(self, table: Path, nodes: list[Node]) -> None:
        waiting = [(table, node) for node in reversed(nodes)]
        while waiting:  # not recursive: arrays may be nested deeply
            path, node = waiting.pop()
            if node.type == "pair" and node.children[0].type in _KEYS:
                inside = path
                place = self._place(node.children[0].start_byte, node.children[0].end_byte)
                for part in self._parts(node.children[0]):
                    inside = (*inside, part)
                    self._keys.setdefault(inside, place)
                waiting.append((inside, node.named_children[1]))  # a comment may follow
            elif node.type == "inline_table":
                self._values[path] = self._place(node.start_byte, node.end_byte)
                pairs = [child for child in node.named_children if child.type == "pair"]
                waiting += [(path, child) for child in reversed(pairs)]
            elif node.type == "array":
                self._values[path] = self._place(node.start_byte, node.end_byte)
                items = [child for child in node.named_children if child.type != "comment"]
                waiting += [((*path, row), child) for row, child in reversed([*enumerate(items)])]
            else:
                self._values[path] = self._place(node.start_byte, node.end_byte)

    def _parts(self, key: Node) -> Iterator[str]:
        parts: list[str] = []
        waiting = [key]
        while waiting:
            node = waiting.pop()
            text = self._source[node.start_byte : node.end_byte].decode("utf-8", "replace")
            if node.type == "bare_key":
                parts.append(text)
            elif node.type == "quoted_key":
                parts += tomllib.loads(f"{text} = 0")  # one key: it unescapes the text
            waiting += reversed(node.named_children)
        return iter(parts)

    def _place(self, start: int, end: int) -> Place:
        row = bisect_right(self._starts, start) - 1
        line = self._starts[row]
        end = min(end, self._starts[row + 1] - 1)
        before = self._source[line:start].decode("utf-8", "replace")
        inside = self._source[start:end].decode("utf-8", "replace").rstrip("\r")
        return Place(row + 1, len(before) + 1, max(len(inside), 1))
