"""Tests of the reader of faults, and of every file of toml-test."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from debrief.store.toml_files.parse import parse
from debrief.store.toml_files.syntax import Fault, first_fault

FILES: dict[str, str] = json.loads((Path(__file__).parent / "toml-test" / "files.json").read_text())
INVALID = [name for name in FILES if name.startswith("invalid/")]
VALID = [name for name in FILES if name.startswith("valid/")]


class Anything(BaseModel, extra="allow"):
    pass


@pytest.mark.parametrize("name", INVALID)
def test_an_invalid_file_gets_a_place_a_cause_and_a_way_to_mend_it(name: str) -> None:
    data = FILES[name].encode("latin-1")
    read = parse(data, "t.toml", Anything)

    assert read.value is None
    lines = data.decode("utf-8", "replace").split("\n")
    for finding in read.findings:
        assert finding.message
        assert finding.hint
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1
    assert any(finding.severity == "error" for finding in read.findings)


@pytest.mark.parametrize("name", VALID)
def test_a_valid_file_has_no_fault(name: str) -> None:
    text = FILES[name].encode("latin-1").decode().replace("\r\n", "\n")

    assert first_fault(text) is None
    assert not [
        finding
        for finding in parse(text.encode(), "t.toml", Anything).findings
        if finding.code not in ("number", "dots", "bom")
    ]


@pytest.mark.parametrize(
    ("text", "fault", "at"),
    [
        ("", None, 0),
        ("a = 1 # b\n", None, 0),
        ('a = """b\\\n  c"""', None, 0),
        ("a = '''b''c'''''", None, 0),
        ("a = {}\n[b]", None, 0),
        ("a = 'b", Fault.TEXT, 6),
        ('a = "b\n"', Fault.TEXT, 6),
        ('a = """b', Fault.LONG_TEXT, 8),
        ("a = 'b\0'", Fault.CONTROL, 6),
        ("a = 1 # \0", Fault.CONTROL, 8),
        ('a = "\\', Fault.ESCAPE, 6),
        ('a = "\\ud800"', Fault.ESCAPE, 11),
        ('a = "\\U00110000"', Fault.ESCAPE, 15),
        ("a = [1 2]", Fault.LIST, 7),
        ("a = {b = 1 c = 2}", Fault.INLINE_TABLE, 11),
        ("a = {b = 1, b = 2}", Fault.DUPLICATE, 12),
        ("a = b", Fault.VALUE, 4),
        ("a = 2026-02-30", Fault.DATE, 4),
        ("a = 1 b", Fault.REST, 6),
        ("[a", Fault.HEADER, 2),
        ("[[a]", Fault.HEADER, 3),
        ("[.a]", Fault.HEADER, 1),
        ("a", Fault.KEY, 1),
        ("a. = 1", Fault.KEY, 3),
    ],
)
def test_the_first_fault(text: str, fault: Fault | None, at: int) -> None:
    found = first_fault(text)

    assert (found and (found.fault, found.at)) == (fault and (fault, at))


PIECES = "ab1-.=,[]{}#\"'\\ \n"
WORDS = ['"""', "'''", "\\n", "2026-11-20", "T09:30:00", "Z", "true", "0x", "a = 1\n"]


@given(st.lists(st.sampled_from([*PIECES, *WORDS]), max_size=20).map("".join))
def test_what_tomllib_reads_has_no_fault(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert first_fault(text) is None
