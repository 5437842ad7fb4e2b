"""Numbers as JSON may write them, which a column of whole numbers must refuse without a stumble."""

import gzip

import pytest

import nps_chain as nps
from nps_chain.errors import ChainError


@pytest.mark.parametrize(
    "number", ["1e999999999", "-1e999999999", "1e-999999999", "1.5", "9" * 25, "-1", "1e30", "[1]"]
)
def test_a_number_that_no_sequence_can_be(data, number, tmp_path):
    file = data / "bitcoin-etl" / "core-regtest" / "transactions.json.gz"
    line = gzip.decompress(file.read_bytes()).splitlines()[-1].decode()
    assert '"sequence": 4294967293' in line
    path = tmp_path / "transactions.json"
    path.write_text(line.replace('"sequence": 4294967293', f'"sequence": {number}', 1), "utf-8")
    with pytest.raises(ChainError, match=r"sequence|hash"):
        nps.read(path)
