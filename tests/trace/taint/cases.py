"""Random chains and questions about them, for the tests of taint."""

from hypothesis import strategies as st


@st.composite
def busy(draw):
    """Lines of blocks with several transactions, whose fees the miner takes and spends soon."""
    dice, lines, coins = draw(st.randoms(use_true_random=False)), [], []
    for block in range(draw(st.integers(2, 6))):
        fees, inside = 0, []
        for k in range(dice.randint(0, 3)):
            spent = [coins.pop(dice.randrange(len(coins))) for _ in range(min(2, len(coins)))]
            left = sum(value for _, value in spent)
            if not spent:
                continue
            paid = []
            for n in range(dice.randint(1, 3)):
                value = dice.randint(0, left)
                left -= value
                paid.append(f"{dice.choice(['ann', 'bob', 'eve', 'kim', 'data'])} {value}")
                if not paid[-1].startswith("data"):
                    inside.append((f"b{block}t{k}:{n}", value))
            fees += left
            lines_in = " ".join(name for name, _ in spent)
            inside.append(f"+ b{block}t{k}: {lines_in} -> {', '.join(paid)}")
        reward = max(0, fees + dice.choice([0, 7, 100, -3]))
        own = dice.randint(0, reward)
        lines.append(f"b{block}: new -> m1 {own}, m2 {reward - own}")
        lines += [line for line in inside if isinstance(line, str)]
        coins += [coin for coin in inside if not isinstance(coin, str)]
        coins += [(f"b{block}:0", own), (f"b{block}:1", reward - own)]
    return tuple(lines)


@st.composite
def questions(draw, chain):
    """Some outputs, some addresses to stop at, and what to do with fees."""
    rows, addresses = len(chain.outputs), len(chain.addresses)
    sources = draw(st.sets(st.integers(0, rows - 1), min_size=1, max_size=4))
    stops = draw(st.sets(st.integers(0, addresses - 1), max_size=2)) if addresses else set()
    return sources, stops, draw(st.sampled_from(["follow", "lose"]))
