"""Tables as Parquet, which needs pyarrow: written whole or not at all, read batch by batch."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from debrief.store.atomic import FileProblem, failed

BATCH = 50_000
"""Rows that are held at once."""

_MISSING = "needs pyarrow; install it with: pip install 'calibrated-debrief[parquet]'."


def write(path: Path, rows: Iterable[Mapping[str, Any]], columns: Mapping[str, type]) -> None:
    """Write rows as one file with these columns, each of str, int or bool; FileProblem."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise FileProblem(path, _MISSING) from error
    types = {str: pa.string(), int: pa.int64(), bool: pa.bool_()}
    schema = pa.schema([(name, types[of]) for name, of in columns.items()])
    begun = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with (
            os.fdopen(os.open(begun, flags, 0o600), "wb") as file,
            parquet.ParquetWriter(file, schema) as written,
        ):
            found = iter(rows)
            while batch := list(islice(found, BATCH)):
                written.write_batch(pa.RecordBatch.from_pylist(batch, schema=schema))
        begun.replace(path)
    except OSError as error:
        raise FileProblem(path, failed("written", error)) from error
    finally:
        with suppress(OSError):
            begun.unlink()


def read(folder: Path, columns: Sequence[str]) -> Iterator[list[Any]]:
    """Yield these columns of all Parquet files in a folder, as batches of lists; FileProblem."""
    try:
        import pyarrow as pa
        from pyarrow import dataset
    except ImportError as error:
        raise FileProblem(folder, _MISSING) from error
    files = sorted(path for path in folder.iterdir() if path.suffix == ".parquet")
    if not files:
        raise FileProblem(folder, "has no Parquet file in it; to write one, run debrief export.")
    for file in files:
        try:
            table = dataset.dataset(str(file), format="parquet")
            for batch in table.to_batches(columns=list(columns), batch_size=BATCH):
                yield [column.to_pylist() for column in batch.columns]
        except (pa.ArrowException, OSError) as error:
            raise FileProblem(file, "is not a table that debrief export wrote.") from error
