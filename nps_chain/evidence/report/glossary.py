"""The words of a report that a judge may not know, in a sentence each."""

TERMS: dict[str, str] = {
    "address": "What coins are paid to: a text that stands for a lock. It is no account, and no"
    " name.",
    "block": "A list of transactions that came into force together. Blocks are numbered; the number"
    " is called height.",
    "chain": "All blocks in their order. Everybody has the same, and nobody can change it"
    " afterwards.",
    "change": "What a payer gets back in the same transaction, since coins are spent whole.",
    "cluster": "Addresses that a method takes for one owner's.",
    "co-spending": "Several coins spent in one transaction: for each of them its key was needed.",
    "coin": "An output of a transaction: an amount at an address, until it is spent as a whole.",
    "CoinJoin": "A transaction that several people make together, to hide who pays whom.",
    "exchange": "A firm that changes coins into money and back, and knows its customers.",
    "exhibit": "A thing of the case, under the name by which the file knows it.",
    "fee": "What whoever makes a block gets for a transaction.",
    "likelihood": "How probable what was found is if an explanation is true; not how probable the"
    " explanation is.",
    "PayJoin": "A payment in which the payee puts in a coin, too. It looks like any other.",
    "peel chain": "One large coin that is spent bit by bit: each time somebody is paid, and the"
    " rest goes on.",
    "satoshi": "The smallest amount: a hundred-millionth of a bitcoin (BTC).",
    "tag": "A name that somebody gave an address, with a source.",
    "taint": "A convention by which money is followed through transactions that mix it.",
    "transaction": "A payment: it spends coins and makes new ones.",
    "txid": "The name of a transaction, 64 characters that follow from what is in it.",
    "wallet": "A program, and the keys in it, by which somebody spends coins.",
}


def terms_in(text: str) -> dict[str, str]:
    """Return the terms that a text uses, in order of the alphabet.

    >>> list(terms_in("A coin went to an address."))
    ['address', 'coin']
    """
    words = " ".join(text.lower().replace("-", " ").split())
    return {
        term: told
        for term, told in sorted(TERMS.items(), key=lambda each: each[0].lower())
        if f" {term.lower().replace('-', ' ')}" in f" {words}"
    }
