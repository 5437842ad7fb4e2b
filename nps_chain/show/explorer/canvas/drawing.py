"""From a scene to what stands on the canvas: what is seen, with shapes, labels and paint."""

from nps_chain.show import style
from nps_chain.show.explorer.beside.telling import TAGS, Teller
from nps_chain.show.explorer.canvas.colours import WHITE, Paint, painted
from nps_chain.show.explorer.canvas.drawn import Drawn, Line, Node
from nps_chain.show.explorer.canvas.flows import Flow
from nps_chain.show.explorer.canvas.legend import legend
from nps_chain.show.explorer.canvas.seen import Rest, Seen, see
from nps_chain.show.explorer.canvas.words import cut
from nps_chain.show.explorer.known.facts import Facts
from nps_chain.show.explorer.scenes.scene import BACKWARD, FORWARD, Scene
from nps_chain.trace.texts import count


def drawn(facts: Facts, scene: Scene) -> Drawn:
    """Return what a scene looks like, not yet in place.

    Nothing is in it that comes later than ``scene.as_of``. What is not shown of a thing that was
    opened is a node of its own, and so is what is not shown of a transaction, as far as there is
    room.

    Parameters
    ----------
    facts : Facts
        What is known.
    scene : Scene
        What was asked for.
    """
    seen = see(facts, scene)
    colouring = painted(facts, scene, seen)
    draw = _Draw(facts, scene, seen)
    nodes = [draw.transaction(row, colouring.paint[f"t{row}"]) for row in seen.transactions]
    nodes += [draw.holder(name, colouring.paint[name]) for name in seen.holders]
    of_name = {node.name: node for node in nodes}
    rests = [seen.unseen[key] for key in seen.more]
    nodes += [draw.more(rest, of_name[rest.of]) for rest in rests]
    lines = [*map(draw.line, seen.flows), *map(draw.line_to_more, rests)]
    return Drawn(
        tuple(nodes), tuple(lines), legend(nodes, lines, colouring.signs), hidden=seen.hidden
    )


class _Draw:
    """Makes nodes and lines, one at a time."""

    def __init__(self, facts: Facts, scene: Scene, seen: Seen) -> None:
        self._facts, self._seen = facts, seen
        self._tell = Teller(facts, scene, seen)
        self._selected = set(seen.nodes_of(scene.selected))
        self._began = set(seen.nodes_of(scene.start))
        self._first: dict[str, int] = {}
        for flow in seen.flows:
            self._first.setdefault(flow.node, flow.tx)

    def transaction(self, row: int, paint: Paint) -> Node:
        name, time = f"t{row}", self._facts.time(row)
        return Node(
            name=name,
            shape="transaction",
            time=time,
            order=row,
            label=style.shorten(self._tell.texts[name]),
            detail=self._tell.moment(row)[:16],  # to the minute
            told=self._tell.transaction(row),
            fill=paint.fill,
            mark=paint.mark,
            border="double" if name in self._began else "solid",
            before=self._unseen(name, BACKWARD),
            after=self._unseen(name, FORWARD),
            selected=name in self._selected,
        )

    def holder(self, name: str, paint: Paint) -> Node:
        """Return the node of an address or a folded cluster."""
        rows, folded = self._seen.holders[name], name.startswith("c")
        order = self._first.get(name, self._facts.first_seen(rows[0]))
        label = count(len(rows), "address") if folded else style.shorten(self._tell.texts[name])
        paid, spent = (self._seen.dealt[name, way].many for way in (BACKWARD, FORWARD))
        border = "dashed" if folded else "solid"
        tags = [cut(tag.label) for tag in self._seen.tags.get(name, ())]
        if len(tags) > TAGS:
            tags[TAGS:] = [f"+ {count(len(tags) - TAGS, 'tag')}"]
        return Node(
            name=name,
            shape="cluster" if folded else "address",
            time=self._facts.time(order),
            order=order,
            label=label,
            detail=f"{paid:,} in, {spent:,} out",
            told=self._tell.holder(name),
            fill=paint.fill,
            mark=paint.mark,
            border="double" if name in self._began else border,
            tags=tuple(tags),
            before=self._unseen(name, BACKWARD),
            after=self._unseen(name, FORWARD),
            selected=name in self._selected,
        )

    def more(self, rest: Rest, of: Node) -> Node:
        """Return the node of what is not shown of another one."""
        return Node(
            name=rest.of + rest.way,
            shape="more",
            time=of.time,
            order=of.order,
            label=f"+ {rest.many:,} more" if rest.many else "no address",
            detail=style.amount(rest.value),
            told=self._tell.rest(rest),
            fill=WHITE,
        )

    def line(self, flow: Flow) -> Line:
        ends = (flow.node, f"t{flow.tx}")
        source, target = ends if flow.spends else ends[::-1]
        return Line(
            source,
            target,
            flow.value,
            flow.coins,
            style.amount(flow.value),
            self._tell.flow(flow),
            flow.is_change,
            flow.change,
        )

    def line_to_more(self, rest: Rest) -> Line:
        """Return the line to what is not shown; its amount stands at the node."""
        ends = (rest.of, rest.of + rest.way)
        source, target = ends if rest.way == FORWARD else ends[::-1]
        return Line(source, target, rest.value, rest.coins, "", self._tell.rest(rest))

    def _unseen(self, name: str, way: str) -> int:
        rest = self._seen.unseen.get((name, way))
        return rest.many if rest else 0
