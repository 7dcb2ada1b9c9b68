"""What a schema is: named, typed columns in a fixed order, with their units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd
from pandas.api import types

from analysis.errors import AnalysisError

Kind = Literal["str", "int", "float", "bool", "date", "object"]
_DTYPES = {
    "str": "str",
    "int": "int64",
    "float": "float64",
    "bool": "bool",
    "date": "datetime64[us]",
    "object": "object",
}
_CHECKS = {
    "str": types.is_string_dtype,
    "int": types.is_integer_dtype,
    "float": types.is_float_dtype,
    "bool": types.is_bool_dtype,
    "date": types.is_datetime64_dtype,
    "object": types.is_object_dtype,
}


@dataclass(frozen=True)
class Column:
    """One column: its name, its kind, and what a value means (with its unit)."""

    name: str
    kind: Kind
    meaning: str


@dataclass(frozen=True)
class Schema:
    """The shape of one table that crosses the border of a module."""

    name: str
    order: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """The column names, in order."""
        return [column.name for column in self.columns]

    def empty(self) -> pd.DataFrame:
        """Make a table of this shape without rows."""
        return pd.DataFrame({c.name: pd.Series([], dtype=_DTYPES[c.kind]) for c in self.columns})

    def check(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return `table` with exactly these columns in this order.

        Raises AnalysisError (a fault of ours) where a column is missing or of another kind;
        further columns are left out.
        """
        missing = [name for name in self.names if name not in table.columns]
        if missing:
            raise AnalysisError(f"{self.name}: no column {', '.join(missing)}")
        wrong = [
            f"{c.name} is {table[c.name].dtype}, not {c.kind}"
            for c in self.columns
            if len(table) and not _CHECKS[c.kind](table[c.name].dtype)
        ]
        if wrong:
            raise AnalysisError(f"{self.name}: {'; '.join(wrong)}")
        return table[self.names]


def columns(**named: tuple[Kind, str]) -> tuple[Column, ...]:
    """Write columns compactly: ``columns(term=("str", "as counted"))``."""
    return tuple(Column(name, kind, meaning) for name, (kind, meaning) in named.items())
