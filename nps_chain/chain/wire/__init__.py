"""Bitcoin's wire format: the bytes of transactions and blocks, in and out.

Two ways through the same rules. One transaction or block as a thing to look at, to build and to
sign, in plain Python: :mod:`~nps_chain.chain.wire.transaction`, :mod:`~nps_chain.chain.wire.block`,
:mod:`~nps_chain.chain.wire.sighash`, judged by :mod:`~nps_chain.chain.wire.rules`. Whole files, by
kernels: :mod:`~nps_chain.chain.wire.parse`, which has :mod:`~nps_chain.chain.wire.walk` read the
bytes and :mod:`~nps_chain.chain.wire.verify` judge them.
"""
