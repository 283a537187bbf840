"""Rules on imports beyond import-linter: all that core may use, and the use of private names."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

from textual.app import App
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from debrief.core.meeting.events import EVENTS

SOURCE = Path(__file__).parents[2] / "src" / "debrief"

# Values, arithmetic and text; nothing here opens, waits, asks or draws lots.
CORE_MAY_IMPORT = frozenset(
    {
        "__future__",
        "abc",
        "annotated_types",
        "bisect",
        "collections",
        "contextlib",
        "copy",
        "dataclasses",
        "datetime",
        "debrief",
        "decimal",
        "difflib",
        "enum",
        "fractions",
        "functools",
        "graphlib",
        "hashlib",
        "hmac",
        "heapq",
        "itertools",
        "json",
        "math",
        "operator",
        "pydantic",
        "pydantic_core",
        "re",
        "statistics",
        "string",
        "textwrap",
        "types",
        "typing",
        "typing_extensions",
        "unicodedata",
    }
)
# Reads of the clock hidden in an allowed module, and built-in input and output.
CLOCK_CALLS = frozenset({"now", "today", "utcnow"})
IO_CALLS = frozenset({"breakpoint", "input", "open", "print"})

_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)

# From these every class of ours that Textual paints is made.
TEXTUAL_BASES = (App, ModalScreen, Static, VerticalScroll, Input, TextArea)


def _imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the dotted name and line of everything imported, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def _called_names(tree: ast.AST) -> Iterator[tuple[str, bool, int]]:
    """Yield the name, whether it is a method, and the line of every call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr, True, node.lineno
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id, False, node.lineno


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__")


def _private_names(classes: set[type]) -> set[str]:
    """Return the private methods of the classes and the private attributes they set on self."""
    names = {name for cls in classes for name in vars(cls) if _is_private(name)}
    for module in {inspect.getmodule(cls) for cls in classes}:
        assert module is not None
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                names.add(node.attr)
    return {name for name in names if _is_private(name)}


def _textual_private_names() -> set[str]:
    family = {cls for base in TEXTUAL_BASES for cls in base.__mro__}
    return _private_names({cls for cls in family if cls.__module__.startswith("textual")})


def _touched(tree: ast.AST, textual_names: set[str]) -> Iterator[str]:
    """Yield every private name of somebody else's that a module imports, uses or overrides."""
    for name, line in _imports(tree):
        if name.startswith("textual.") and any(_is_private(part) for part in name.split(".")):
            yield f"{line}: imports {name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _is_private(node.attr):
            own = isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}
            if not own or node.attr in textual_names:
                yield f"{node.lineno}: uses .{node.attr}"
        elif isinstance(node, ast.ClassDef):
            methods = (item for item in node.body if isinstance(item, _FUNCTION))
            for method in methods:
                if method.name in textual_names:
                    yield f"{method.lineno}: overrides {method.name}"


def _touched_in(path: Path, textual_names: set[str]) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return [f"{path.relative_to(SOURCE)}:{what}" for what in _touched(tree, textual_names)]


def _tables_by_event(tree: ast.AST) -> Iterator[int]:
    """Yield the line of each table with event classes as keys, and of each look-up by a type."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            names = {getattr(key, "attr", getattr(key, "id", "")) for key in node.keys}
            if names & {event.__name__ for event in EVENTS}:
                yield node.lineno
        elif (isinstance(node, ast.Subscript) and "type(" in ast.unparse(node.slice)) or (
            isinstance(node, ast.Call) and ".get(type(" in ast.unparse(node)
        ):
            yield node.lineno


def test_nothing_is_kept_in_a_table_by_the_type_of_an_event() -> None:
    found = [
        f"{path.relative_to(SOURCE)}:{line}"
        for path in sorted(SOURCE.rglob("*.py"))
        for line in _tables_by_event(ast.parse(path.read_text("utf-8")))
    ]

    assert found == [], "an event says it itself: a keyword or a method of its class"


def test_a_table_by_the_type_of_an_event_is_found() -> None:
    tables = "A = {e.MinuteTaken: 1}\nB = A[type(event)]\nC = A.get(type(event))"
    assert sorted(_tables_by_event(ast.parse(tables))) == [1, 2, 3]


def test_core_imports_values_and_arithmetic_only() -> None:
    strangers = [
        f"{path.name}:{line}: {name}"
        for path in sorted((SOURCE / "core").rglob("*.py"))
        for name, line in _imports(ast.parse(path.read_text("utf-8")))
        if name.partition(".")[0] not in CORE_MAY_IMPORT
    ]

    assert strangers == []


def test_core_reads_no_clock_and_opens_no_file() -> None:
    calls = [
        f"{path.name}:{line}: {name}()"
        for path in sorted((SOURCE / "core").rglob("*.py"))
        for name, is_method, line in _called_names(ast.parse(path.read_text("utf-8")))
        if name in (CLOCK_CALLS if is_method else IO_CALLS)
    ]

    assert calls == []


def test_textuals_private_names_stay_in_the_shim() -> None:
    names = _textual_private_names()

    touched = [
        what
        for path in sorted((SOURCE / "tui").rglob("*.py"))
        if path != SOURCE / "tui" / "terminal" / "shim.py"
        for what in _touched_in(path, names)
    ]

    assert touched == [], "rename what is ours, and move what is Textual's into the shim"


def test_the_search_for_private_names_finds_each_kind() -> None:
    tree = ast.parse(
        "from textual._compositor import Compositor\n"
        "class Pane(Static):\n"
        "    def _on_message(self): self._size = other._mine\n"
        "    def _ours(self): return self._also_ours\n"
    )

    assert sorted(_touched(tree, _textual_private_names())) == [
        "1: imports textual._compositor.Compositor",
        "3: overrides _on_message",
        "3: uses ._mine",
        "3: uses ._size",
    ]
