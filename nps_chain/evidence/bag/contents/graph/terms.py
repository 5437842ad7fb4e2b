"""The few terms that UCO lacks for a chain of payments, defined where they are used.

UCO 1.5.0 has no class for a Bitcoin address or transaction; both have been asked for (CASE change
proposal 87 of 2022, UCO change proposal 675 of 2026). So:

- an address is an `observable:Account`: one pays to it, and what it holds can be spent by whoever
  has its key. It is no `DigitalAddress`, which routes messages, and no `DigitalAccount`, to which
  one logs in;
- a transaction is a `core:Event`: a noteworthy occurrence at a time. It is no `Action`, since who
  acted is what nobody knows;
- what is paid from an address is a `core:Relationship` ``Spent_In`` from account to event, what is
  paid to one is ``Paid_To`` from event to account.

A program that doesn't know the terms here still sees accounts, events with their times, and who is
tied to what; the amounts are in these facets. The definitions go with each file.
"""

from typing import Any

from nps_chain.evidence.bag.contents.graph.nodes import ref

TRANSACTION, AMOUNT = "nps:TransactionFacet", "nps:AmountFacet"

_CLASSES = {
    TRANSACTION: "Characteristics of a transaction on a chain of Bitcoin's form.",
    AMOUNT: "How much goes from an address into a transaction, or from it to an address.",
}
_PROPERTIES = {
    "nps:network": ("The network: main, test, signet or regtest.", "xsd:string"),
    "nps:txid": ("The name of a transaction, 64 hexadecimal digits as explorers show it.",
                 "xsd:string"),
    "nps:blockHeight": ("The height of the block that holds the transaction.", "xsd:integer"),
    "nps:fee": ("What the miner gets, in satoshi.", "xsd:integer"),
    "nps:inputs": ("How many inputs a transaction has.", "xsd:integer"),
    "nps:outputs": ("How many outputs a transaction has.", "xsd:integer"),
    "nps:satoshi": ("An amount, in satoshi: 100,000,000 are one bitcoin.", "xsd:integer"),
}  # fmt: skip


def terms() -> list[dict[str, Any]]:
    """Return the definitions, as things of a graph."""
    classes = [
        {
            "@id": name,
            "@type": "owl:Class",
            **_about(name, says),
            "rdfs:subClassOf": ref("core:Facet"),
        }
        for name, says in _CLASSES.items()
    ]
    properties = [
        {
            "@id": name,
            "@type": "owl:DatatypeProperty",
            **_about(name, says),
            "rdfs:range": ref(kind),
        }
        for name, (says, kind) in _PROPERTIES.items()
    ]
    return [*classes, *properties]


def _about(name: str, says: str) -> dict[str, Any]:
    return {
        "rdfs:comment": {"@language": "en", "@value": says},
        "rdfs:label": {"@language": "en", "@value": name.removeprefix("nps:")},
    }
