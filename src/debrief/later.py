"""Modules that are read only once something of theirs is used, so that a screen is there sooner."""

from __future__ import annotations

import importlib
import sys
import threading
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

_ROOT = Path(__file__).parents[1]


class _Later(ModuleType):
    """Stands for a module until an attribute of it is wanted, and is that module from then on."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):  # the import system asks for those
            raise AttributeError(name)
        _read(self)
        return getattr(self, name)


def postpone(*names: str) -> None:
    """Let these modules of ours be read when they are first used, if they were not read yet.

    Only a whole module can wait, `from package import module`: what takes a name out of it reads
    it at once. None does where there is a second thread, which could see one half read; nor may
    a thread of ours be started before `catch_up`.
    """
    if threading.active_count() > 1:
        return
    for name in names:
        file = _ROOT.joinpath(*name.split(".")).with_suffix(".py")
        spec = spec_from_file_location(name, file)
        if name not in sys.modules and spec is not None:
            module = module_from_spec(spec)
            _become(module, _Later)
            sys.modules[name] = module


def waiting() -> frozenset[str]:
    """Return the names of the modules that still wait."""
    return frozenset(name for name, one in list(sys.modules.items()) if isinstance(one, _Later))


def catch_up() -> None:
    """Read all that still waits."""
    for name in waiting():
        _read(sys.modules[name])


def _read(module: ModuleType) -> None:
    spec = module.__spec__
    if not isinstance(module, _Later) or spec is None or spec.loader is None:
        return
    package, _, name = spec.name.rpartition(".")
    importlib.import_module(package)
    _become(module, ModuleType)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        _become(module, _Later)  # so that the next use says again what is wrong
        raise
    setattr(sys.modules[package], name, module)


def _become(module: ModuleType, kind: type[ModuleType]) -> None:
    object.__setattr__(module, "__class__", kind)
