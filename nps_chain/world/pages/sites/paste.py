"""A site on which anybody leaves a text: price lists and keys beside recipes and error messages."""

from collections.abc import Iterator

from nps_chain.world.dice import Dice
from nps_chain.world.pages import indicators
from nps_chain.world.pages.dates import short
from nps_chain.world.pages.draft import Draft
from nps_chain.world.pages.looks import LOOKS
from nps_chain.world.pages.marks import Mark, fill, join, lines, plain, slots, tag
from nps_chain.world.pages.scene import Scene
from nps_chain.world.pages.sellers import VendorFacts
from nps_chain.world.pages.sites.furniture import foot, top
from nps_chain.world.pages.texts import texts


def drafts(scene: Scene, day: int) -> Iterator[Draft]:
    """Yield each paste that is there on a day."""
    told, anchors = texts("en", "paste"), scene.anchors()
    words = told["words"]
    for paste in told["paste"]:
        if paste["anchor"] not in anchors or anchors[paste["anchor"]] + paste["day"] > day:
            continue
        pasted = anchors[paste["anchor"]] + paste["day"]
        dice = scene.dice.of(f"paste {paste['id']}")
        number, member = f"{dice.raw():016x}"[:8], dice.one(scene.members)
        vendor = _vendor(scene, paste["author"], pasted, dice)
        given = scene.slots | (_of_vendor(scene, vendor) if vendor else {})
        if not slots(paste["title"] + paste["text"]) <= given.keys():
            continue
        author = plain(words["nobody"])
        if vendor or paste["author"] == "member":
            author = indicators.handle(vendor.handle if vendor else member.handle)
        title = fill(paste["title"], given)
        text = fill(paste["text"], given)
        body = lines(
            top(told["name"], told["tagline"]),
            tag("h2", title),
            tag("p", join([plain(f"{words['by']} "), author,
                           plain(f", {words['pasted'].lower()} {short(pasted)}")])),
            tag("pre", text),
            foot(plain(f"{paste['text'].count(chr(10)) + 1} {words['size']}")),
        )  # fmt: skip
        yield Draft(
            site="paste", name=paste["id"], what=paste["what"].replace(" ", "-"),
            where=f"/{number}", title=f"{told['name']} {number}", look=LOOKS["paste"], body=body,
            kind="paste", malicious=paste.get("malicious", False),
            about=(vendor.handle,) if vendor else (), core=paste.get("core", False),
        )  # fmt: skip


def _vendor(scene: Scene, author: str, day: int, dice: Dice) -> VendorFacts | None:
    """Return the vendor who pastes, if a text is by one."""
    if author == "signer" and scene.signers():
        return scene.signers()[0]
    there = [v for v in scene.facts.vendors if v.since <= day and v.language == "en"]
    return dice.one(there) if author == "vendor" and there else None


def _of_vendor(scene: Scene, vendor: VendorFacts) -> dict[str, Mark]:
    rows = [
        join([indicators.code(product.code), plain(f"   {product.quantity:>4} units   "),
              indicators.price(product.price)])
        for product in vendor.products
    ]  # fmt: skip
    return {
        "vendor": indicators.handle(vendor.handle),
        "vendor_phrase": scene.phrase(vendor.handle),
        "vendor_fingerprint": indicators.fingerprint(vendor.key),
        "price_list": join(rows, "\n"),
    }
