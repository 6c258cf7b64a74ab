"""Parquet: the tables of :mod:`sayso.exchange.tables`, typed and unescaped, by pyarrow (the extra ``parquet``)."""

from __future__ import annotations

from sayso.exchange.case import Case, MissingPackageError, json_text
from sayso.exchange.tables import chosen_sheets, package

_TYPES = {"string": "string", "number": "float64", "integer": "int64", "boolean": "bool_"}
"""Table Schema type → pyarrow's."""


def write(case: Case) -> dict[str, str | bytes]:
    """The tables' files, and ``datapackage.json``.

    Raises:
        MissingPackageError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise MissingPackageError("Parquet needs pyarrow: pip install 'sayso[parquet]'") from error
    files: dict[str, str | bytes] = {}
    chosen = chosen_sheets(case)
    for sheet in chosen:
        schema = pa.schema([
            pa.field(f.name, getattr(pa, _TYPES[f.type])(), metadata={"description": f.what}) for f in sheet.fields
        ])  # fmt: skip
        rows = [[_storable(value) for value in row] for row in sheet.rows(case)]
        columns = [pa.array([row[i] for row in rows], type=field.type) for i, field in enumerate(schema)]
        sink = pa.BufferOutputStream()
        parquet.write_table(pa.Table.from_arrays(columns, schema=schema), sink, compression="zstd")
        files[f"{sheet.name}.parquet"] = sink.getvalue().to_pybytes()
    return {**files, "datapackage.json": json_text(package(chosen, "parquet"))}


def _storable(value: object) -> object:
    """Text that can be encoded: a lone surrogate, which only a file's name can hold, becomes a question mark."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
