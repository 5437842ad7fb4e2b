"""Do two chains hold the same? Told column by column, so that a test can name what may differ."""

import numpy as np
import pyarrow as pa

from nps_chain.chain.schema import TABLES, columns_of


def differences(one, other) -> set[str]:
    """Return the names of the columns, as "table.column", in which two chains differ."""
    found = set() if one.network == other.network else {"network"}
    for table in TABLES:
        left, right = (columns_of(getattr(chain.columns, table)) for chain in (one, other))
        for name, column in left.items():
            same = (
                column.equals(right[name])
                if isinstance(column, pa.Array)
                else np.array_equal(column, right[name])
            )
            if not same:
                found.add(f"{table}.{name}")
    return found
