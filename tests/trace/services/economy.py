"""Small chains in which one service does what its kind does, a line a transaction."""


class Play:
    """Lines of a chain, in which people pay from coins of their own that lie outside the data."""

    def __init__(self):
        self.lines = []

    def pay(self, spent, paid):
        """Add a transaction; return its name."""
        name = f"t{len(self.lines)}"
        outputs = ", ".join(f"{who} {value}" for who, value in paid)
        self.lines.append(f"{name}: {' '.join(spent)} -> {outputs}")
        return name

    def customer(self, k, paid):
        """Let somebody who isn't seen otherwise pay; return the transaction's name."""
        return self.pay([f"?customer{k}={sum(value for _, value in paid)}"], paid)


def exchange(customers=12, rounds=3):
    """Customers pay to addresses of theirs; each is emptied into the hot wallet, which pays out."""
    play = Play()
    for turn in range(rounds):
        fresh = []
        for k in range(customers):
            deposit = play.customer(100 * turn + k, [(f"deposit{k}", 1_000 + 10 * k + turn)])
            fresh.append(play.pay([f"{deposit}:0"], [("hot", 990 + 10 * k + turn)]))
        coins = [f"{tx}:0" for tx in fresh]
        value = sum(990 + 10 * k + turn for k in range(customers))
        gathered = play.pay(coins, [("hot", value)])
        for part in range(4):
            paid = [(f"user{turn}-{part}-{k}", 520 + k) for k in range(5)]
            value -= sum(amount for _, amount in paid)
            gathered = play.pay([f"{gathered}:{5 if part else 0}"], [*paid, ("hot", value)])
    return play.lines


def keeper(customers=24, rounds=3):
    """Customers pay to addresses of theirs, which are emptied together; paid is from elsewhere."""
    play = Play()
    for turn in range(rounds):
        coins = [play.customer(100 * turn + k, [(f"deposit{k}", 1_000)]) for k in range(customers)]
        for part in range(0, customers, 12):
            spent = [f"{tx}:0" for tx in coins[part : part + 12]]
            play.pay(spent, [(f"kept{turn}-{part}", 12_000)])
    return play.lines


def mixer(customers=15):
    """Each customer pays to an address of one use; the coin goes on, in equal parts, to two."""
    play = Play()
    for k in range(customers):
        play.customer(k, [(f"in{k}", 1_010)])
    for k in range(customers):
        play.pay([f"t{k}:0"], [(f"out{k}", 500), (f"again{k}", 500)])
    return play.lines


def market(buyers=32, vendors=4, alone=0):
    """Each order has an address; a vendor is paid what two orders brought, when they have come.

    So many orders are paid out alone, each by its own coin.
    """
    play = Play()
    orders = [play.customer(k, [(f"order{k}", 100)]) for k in range(buyers)]
    for k in range(alone):
        play.pay([f"{orders[k]}:0"], [(f"vendor{k % vendors}", 95)])
    for k in range(alone, buyers, 2):
        paid = [(f"vendor{k // 2 % vendors}", 190)]
        play.pay([f"{orders[k]}:0", f"{orders[k + 1]}:0"], paid)
    return play.lines


def escrows(orders=32, vendors=4, share=40):
    """Each order has an escrow of its own, which pays its vendor, and a share to the market."""
    play = Play()
    for k in range(orders):
        paid = 10_000 + 100 * k
        escrow = play.customer(k, [(f"escrow{k}", paid)])
        taken = paid * share // 1_000
        play.pay(
            [f"{escrow}:0"], [(f"vendor{k % vendors}", paid - taken), (f"market{k % 3}", taken)]
        )
    return play.lines


def household(payments=24):
    """Somebody is paid by many at one address, saves up, and pays four shops, one at a time."""
    play = Play()
    change, left = [], 0
    for k in range(payments):
        coins = [play.customer(10 * k + j, [("home", 1_000 + k)]) for j in range(3)]
        spent = [f"{tx}:0" for tx in coins] + change
        left += 3 * (1_000 + k) - 2_500
        paid = play.pay(spent, [(f"shop{k % 12}", 2_500), ("home", left)])
        change = [f"{paid}:1"]
    return play.lines


def pool(members=11, rounds=3):
    """Finds blocks, and shares each out among the same members."""
    play = Play()
    for _ in range(rounds):
        found = play.pay(["new"], [("pool", 11_000)])
        play.pay([f"{found}:0"], [(f"member{k}", 900 + k) for k in range(members)])
    return play.lines


def payroll(staff=5, weeks=5):
    """The owner's coin comes in, and the same people are paid."""
    play = Play()
    for _ in range(weeks):
        coin = play.pay(["?owner=6000"], [("firm", 6_000)])
        play.pay([f"{coin}:0"], [(f"clerk{k}", 1_100) for k in range(staff)])
    return play.lines
