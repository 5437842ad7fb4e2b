"""A world with everything by which a row of the story's tables can be looked up."""

from functools import cache, cached_property

import numpy as np
import pandas as pd

from nps_chain.trace.texts import txid_texts
from nps_chain.world.scenario import Scenario
from nps_chain.world.story import tell
from tests.world.folders.reading import rows, tags
from tests.world.played import quickly


class Told:
    """A world and its story: who owns what, who paid whom for what and when, what pages say."""

    def __init__(self, preset, seed):
        self.world = quickly(preset, seed)
        self.scenario = Scenario.of(preset)
        self.story = tell(seed, self.scenario)
        self.facts, self.days = self.world.facts, self.story.days
        self.entities = self.world.truth.entities.astype(str).set_index("name")

    @cached_property
    def outputs(self):
        """All outputs: who sent, who got, in which wallets, for what, on which day."""
        truth, chain = self.world.truth, self.world.chain
        sent = truth.transactions.astype(str)
        paid = truth.purposes.astype(str).merge(sent, on="txid")
        made, names = chain.columns.outputs, chain.columns.addresses.address.to_pylist()
        shown = pd.DataFrame(
            {
                "txid": txid_texts(chain, made.tx),
                "n": made.n.astype(str),
                "address": np.array([*names, ""], object)[made.address],
                "value": made.value,
                "day": (chain.columns.txs.height[made.tx] - 1) // 24 + 1,
            }
        )
        paid = paid.merge(shown, on=["txid", "n"])
        owned = truth.ownership.astype(str).set_index("address")
        paid["wallet"] = paid.address.map(owned.wallet)
        paid["to"] = paid.address.map(owned.entity)
        wallets = truth.wallets.astype(str).set_index("name").entity
        paid["by"] = paid.senders.map(lambda names: wallets.get(names.split("+")[0], ""))
        return paid

    def between(self, by, to):
        """What one paid the other."""
        return self.outputs[(self.outputs.by == by) & (self.outputs.to == to)]

    def sent(self, kind):
        """Outputs of transactions of a kind."""
        return self.outputs[self.outputs.kind == kind]

    def shop(self, key):
        return self.facts.shop(key)

    def folder(self, role):
        return self.world.folders[self.story.agency(role).short]

    def csv(self, role, path):
        return rows(self.folder(role)[path])

    def tags(self, role):
        return tags(self.folder(role))

    def pages(self, what, about=""):
        return [p for p in self.world.pages if p.what == what and (not about or about in p.about)]


@cache
def told(preset, seed):
    return Told(preset, seed)
