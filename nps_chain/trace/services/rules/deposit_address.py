"""A deposit address: it takes in a customer's coins and passes all of them on to its service, soon.

An exchange gives each customer an address, and a program empties it into the hot wallet. So the
address has customers before it and one cluster behind it, which many others feed in the same way.
A verdict on it belongs to the service that it feeds: the customer never held its key.

Known failure: whoever empties a wallet into a service at once leaves the same picture, if the
service's own deposit address has been found to be part of its cluster. A cluster that has collapsed
is paid by so many that some always empty their wallets into it: so those who do must be most of its
payers, and a service that is often paid directly, too, is missed. So is one that gathers deposits
in one wallet and pays out from another. Where many deposit addresses are swept in one transaction,
they are one cluster: see the deposit wallet.
"""

from nps_chain.trace.services.rules.rule import Condition, Rule

DEPOSIT_ADDRESS = Rule(
    kind="deposit address",
    source=(
        "S. Ranshous and others, 'Exchange Pattern Mining in the Bitcoin Transaction Directed"
        " Hypergraph', 2017; F. Victor, 'Address Clustering Heuristics for Ethereum', 2020"
    ),
    mistaken_for="a wallet that its owner emptied into the service, or into a wallet of his own",
    conditions=(
        Condition("feeders", "{} clusters pass all they get on to the same one", 5, must=True),
        Condition("fed_percent", "they are {} % of all who pay that one", 50, must=True),
        Condition("service_payees", "that one pays {} others", 10, must=True),
        Condition("known_payers", "{} others are known to pay in", 1),
        Condition("delay_hours", "half of its deposits are passed on within {} hours", at_most=24),
        Condition("kept_percent", "it keeps {} % of what it received", at_most=0),
    ),
    passes_on=True,
)
