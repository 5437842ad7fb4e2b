"""A simulated economy: people with wallets act, and what they do becomes a chain with its truth.

A scenario says who there is and what happens when. An engine plays it, hour by hour: people make
drafts of transactions, a mempool keeps them, miners choose. Each block is signed, put into
Bitcoin's wire format and judged by Bitcoin Core's own consensus code as it is made; the chain is
then read from these blocks by the readers that read real ones. What people knew when they paid is
written down beside it, and never on it.
"""
