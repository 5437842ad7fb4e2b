"""What reading bitcoin-etl takes, a step a module; the reader itself is ``readers.bitcoin_etl``.

Files become flat columns (``values`` and ``cells`` for JSON and CSV, ``parquet``; both give
``rows``), these become ``transactions`` as bytes of the ``wire``, and ``blocks``, in the ``order``
of the chain; ``coins`` and ``verify`` hold them against their hashes and against each other.
"""
