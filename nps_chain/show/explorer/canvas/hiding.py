"""What is hidden when somebody asks not to see change, dust or services.

Hiding takes away no node by which money goes on: an address is hidden as change if all that is seen
of it is change that it got, and as dust if all is dust. So a trail stays whole. Where it began
stays, too. Change that goes back to where it was spent from is hidden as a line.
"""

from collections.abc import Sequence

from nps_chain.chain.schema import UNKNOWN
from nps_chain.show.explorer.canvas.flows import Flow
from nps_chain.show.explorer.canvas.there import There
from nps_chain.show.explorer.known.facts import Facts, Payment
from nps_chain.show.explorer.scenes.scene import Scene


class Hiding:
    """What is hidden.

    Parameters
    ----------
    facts : Facts
        What is known.
    scene : Scene
        What was asked for.
    there : There
        What of it is there.
    flows : sequence of Flow
        All that goes between its nodes.

    Attributes
    ----------
    nodes : set of str
        Names of the nodes that are hidden.
    """

    def __init__(self, facts: Facts, scene: Scene, there: There, flows: Sequence[Flow]) -> None:
        self._facts, self._as_of, self._asked = facts, scene.as_of, scene.hidden
        self.nodes: set[str] = set()
        self._spent_from = {(flow.tx, flow.node) for flow in flows if flow.spends}
        if not scene.hidden:
            return
        of_node: dict[str, list[Flow]] = {}
        for flow in flows:
            of_node.setdefault(flow.node, []).append(flow)
        began = {there.names.get(name) for name in scene.start}
        for name, rows in there.holders():
            mine = of_node.get(name, [])
            lines = bool(mine) and all(self._is(f.is_change, f.is_dust) for f in mine)
            if name not in began and (lines or self._is_service(rows)):
                self.nodes.add(name)

    def flow(self, flow: Flow) -> bool:
        """Return whether a line is hidden."""
        goes_back = flow.is_change and (flow.tx, flow.node) in self._spent_from
        return flow.node in self.nodes or ("change" in self._asked and goes_back)

    def payment(self, payment: Payment) -> bool:
        """Return whether what isn't in the scene would be hidden if it were."""
        return bool(self._asked) and (
            self._is(payment.change, payment.dust)
            or (payment.address != UNKNOWN and self._is_service([payment.address]))
        )

    def _is(self, change: bool, dust: bool) -> bool:
        return ("change" in self._asked and change) or ("dust" in self._asked and dust)

    def _is_service(self, rows: Sequence[int]) -> bool:
        """Return whether a tag of one of these addresses, or the verdict on all, says so."""
        if "services" not in self._asked:
            return False
        tagged = self._facts.tagged(rows)
        rest = next((row for row in rows if row not in tagged), None)
        return any(self._facts.is_service(row, self._as_of) for row in tagged) or (
            rest is not None and self._facts.is_service(rest, self._as_of)
        )
