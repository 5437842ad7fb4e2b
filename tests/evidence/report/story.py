"""The report on ADP's second purchase, as an officer would write it."""

import matplotlib.pyplot as plt

import nps_chain as nps
from nps_chain.evidence.report.made import Report


def purchase_report(data: str, handling: str = "TLP:AMBER") -> Report:
    """Return it, for a data set that has the story."""
    report = nps.report(
        "Where did the money of ADP's second purchase go?",
        agency="ADP",
        author="Officer 12",
        date="2025-03-31",
        case="2025/117",
        handling=handling,
        question="Who was paid for the goods of the second controlled purchase, and where did"
        " takings of that seller go?",
    )
    chain = report.call("chain", nps.load, data)
    _facts(report, chain, data)
    _wallet(report, chain, data)
    _peel(report, chain, data)
    _words(report, data)
    report.limit("The market had a key of its own. Whether it used it, nobody can see.")
    return report


def _facts(report: Report, chain: nps.Chain, data: str) -> None:
    purchase = report.call("purchase", nps.exhibit, "ADP-2", data=data)
    report.call("shown", nps.exhibit, "ADP-2-address", data=data)
    ended = report.call("ended", nps.exhibit, "ADP-2-release", data=data)
    report.call("payment", chain.tx, purchase)
    report.call("release", chain.tx, ended)
    report.fact(
        "On {payment.time:date}, in block {payment.height}, transaction {payment} paid"
        " {payment.outputs[1].value} to {payment.outputs[1].address}, which is the address that the"
        " market had shown to ADP (ADP-2-address)."
    )
    report.fact(
        "Transaction {release}, of {release.time:date}, spent that coin. Of it"
        " {release.outputs[0].value} went to {release.outputs[0].address}, and"
        " {release.outputs[1].value} to {release.outputs[1].address}."
    )


def _wallet(report: Report, chain: nps.Chain, data: str) -> None:
    clusters = report.call("clusters", nps.cluster, chain)
    payee = report.value("payee", "release.outputs[0].address")
    report.call("wallet", clusters.of, payee)
    truth = report.call("truth", nps.truth, data)
    report.call("quality", nps.score, clusters, truth)
    report.call("joined", nps.coinjoins, chain)
    report.inference(
        "The {wallet:address} that were spent together with {payee}, directly or by way of others,"
        " are in the hands of whoever was paid for the goods.",
        method="co-spending",
        error="On this invented chain, whose owners are known, {quality.pair_precision} of the"
        " pairs of addresses in a cluster had one owner; {quality.mixed_clusters:number} of"
        " {quality.clusters:cluster} held addresses of several.",
        alternatives=[
            (
                "Several people made a CoinJoin, and a coin of the payee was in it.",
                "The {joined:transaction} with the shape of one were left out. One of unusual make"
                " may have been missed.",
            ),
            (
                "The payee bought in a shop that takes PayJoins, and coins of the shop are among"
                " these.",
                "Nobody can tell that by the shape of a transaction. So no single address of the"
                " cluster is called the payee's own here.",
            ),
            (
                "A service holds the keys, and the payee is one of its customers.",
                "Services have far more addresses than {wallet:address}. It can't be ruled out.",
            ),
        ],
    )


def _peel(report: Report, chain: nps.Chain, data: str) -> None:
    takings = report.call("takings", nps.exhibit, "peel-brineacre", data=data)
    peel = report.call("peel", nps.peel, chain, takings)
    change = report.call(
        "change", nps.change, chain, heuristic="client_change_address_behavior"
    )  # fmt: skip
    truth = report.workings.results["truth"]
    report.call("fresh", nps.score, change, truth)
    account = report.value("account", "peel.frame[paid_to][0]")
    report.call("paid_there", chain.address, account)
    report.inference(
        "From {takings} a chain of payments leads on: in {peel:step} {peel.peeled} were paid away,"
        " the first part of it to {account}, and the rest went on.",
        method="peel chain",
        error="On this invented chain the clue that an address is new named the right output in"
        " {fresh.precision} of its answers.",
        alternatives={
            "After a wrong step the payee's own chain was followed.": "The weakest step has a"
            " confidence of {min(peel.frame[confidence])}, which is a count of clues and no"
            " measured rate. That later steps pay the same address speaks against it.",
            "A service pays its customers out of one large coin.": "It would pay many customers,"
            " and not one of them again and again.",
        },
    )
    drawn = nps.draw(peel)
    report.picture(
        drawn,
        of="peel",
        caption="At each step one part is paid away, and the rest goes on.",
    )
    plt.close(drawn.figure)
    report.fact("Address {account} received {paid_there.received} in all.")


def _words(report: Report, data: str) -> None:
    report.attribution(
        "Address {account} is that of an account at the exchange Merivane: “We have seen the"
        " picture: the address is that of an account at Merivane. We don't know whose.”",
        source="Brackwater Savings Bank, in report STR-2025-0268 to CFI",
        date="2025-03-01",
        grade="B2",
        code="H1",
    )
    adp = report.call("adp", nps.folder, "ADP", data=data)
    report.call("purchases", adp.table, "purchases/purchases.csv")
    report.attribution(
        "ADP ordered {purchases[quantity][1]:unit} of {purchases[product_code][1]} from"
        " {purchases[handle][1]} on {purchases[market][1]}.",
        source="ADP, the officers who bought",
        date="2025-02-21",
        grade="A1",
    )
