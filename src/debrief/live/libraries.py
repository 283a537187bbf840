"""The libraries that some key of a meeting needs, and its first picture does not."""

from __future__ import annotations

from importlib import import_module

LIBRARIES = ("filelock", "jinja2", "pyrage", "tree_sitter_toml", "wcwidth")


def import_libraries() -> None:
    """Import them all, so that no key has to wait for one."""
    for name in LIBRARIES:
        import_module(name)
