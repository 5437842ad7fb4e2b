"""The forum: threads that grow from day to day, signed notices, warnings, and talk of bread.

Threads are texts with days; who writes is dealt by dice, the same people in every round. For each
vendor with orders there is a thread of reviews. A signed notice stands whole in its post, so
anybody can verify it, and so does what an impostor made of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from nps_chain.world.dice import Dice
from nps_chain.world.pages import indicators
from nps_chain.world.pages.dates import short
from nps_chain.world.pages.draft import Draft
from nps_chain.world.pages.looks import LOOKS
from nps_chain.world.pages.marks import (
    NOTHING,
    Mark,
    fill,
    join,
    lines,
    plain,
    slots,
    table,
    tag,
    words,
)
from nps_chain.world.pages.scene import Member, Scene
from nps_chain.world.pages.sellers import VendorFacts
from nps_chain.world.pages.sites.furniture import box, foot, top
from nps_chain.world.pages.texts import texts

_TEXTS = texts("en", "forum")
_WORDS = _TEXTS["words"]
_LOOK = LOOKS["forum"]
_WITH_REVIEWS = 3
"""Orders that a vendor has when somebody opens a thread about it."""


@dataclass(frozen=True)
class _Post:
    day: int
    author: Mark
    note: Mark  # what stands below the author's name
    text: Mark
    signature: Mark


@dataclass(frozen=True)
class _Thread:
    name: str
    what: str
    section: str
    title: Mark
    language: str
    posts: tuple[_Post, ...]
    about: tuple[str, ...] = ()
    core: bool = False
    malicious: bool = False


def drafts(scene: Scene, day: int) -> Iterator[Draft]:
    """Yield the list of threads, and each thread, as of a day."""
    threads = [*_written(scene, day), *_reviews(scene, day)]
    if threads:
        yield _index(scene, threads)
    for thread in threads:
        body = lines(
            top(_TEXTS["name"], _TEXTS["tagline"], (_WORDS["index"], thread.section)),
            tag("h2", thread.title),
            *(_shown(post) for post in thread.posts),
            foot(plain(f"{_WORDS['posts']}: {len(thread.posts)}")),
        )
        yield Draft(
            site="forum", name=thread.name, what=thread.what, where=f"/thread/{thread.name}",
            title=f"{words(thread.title)} | {_TEXTS['name']}", look=_LOOK, body=body, kind="forum",
            malicious=thread.malicious, language=thread.language, about=thread.about,
            core=thread.core, icon=scene.icon("forum"),
        )  # fmt: skip


def _shown(post: _Post) -> Mark:
    byline = join([post.author, plain(" · "), post.note, plain(f" · {short(post.day)}")])
    sign = tag("p", tag("small", post.signature)) if post.signature.html else NOTHING
    return box(_LOOK.box, tag("p", byline), tag("div", post.text), sign)


def _index(scene: Scene, threads: list[_Thread]) -> Draft:
    head = (_WORDS["section"], _WORDS["thread"], _WORDS["replies"], _WORDS["last"])
    newest = sorted(threads, key=lambda thread: (-thread.posts[-1].day, thread.name))
    rows = (
        [plain(thread.section), thread.title, plain(len(thread.posts) - 1),
         plain(short(thread.posts[-1].day))]
        for thread in newest
    )  # fmt: skip
    body = lines(top(_TEXTS["name"], _TEXTS["tagline"]), table(head, rows))
    return Draft(
        site="forum", name="index", what="front", where="/", title=_TEXTS["name"], look=_LOOK,
        body=body, kind="forum", core=True, icon=scene.icon("forum"),
    )  # fmt: skip


def _written(scene: Scene, day: int) -> Iterator[_Thread]:
    """Yield the threads of the texts that have begun."""
    anchors, given = scene.anchors(), scene.slots
    for language in ("en", "ru", "ro"):
        for thread in texts(language, "forum")["thread"]:
            first = anchors.get(thread["anchor"])
            dice = scene.dice.of(f"thread {thread['id']}")
            cast = dict(zip("abcdef", dice.some(scene.members, 6), strict=True))
            whole = [post for post in thread["posts"] if _told(post, cast, given)]
            if first is None or whole[:1] != thread["posts"][:1]:
                continue
            if not slots(thread["title"]) <= given.keys() or first + whole[0][0] > day:
                continue
            title = fill(thread["title"], given)
            yield _Thread(
                name=thread["id"], what=thread["id"], section=thread["section"], title=title,
                language=language, about=tuple(s.text for s in title.shown if s.kind == "handle"),
                posts=tuple(
                    _post(scene, cast, who, first + offset, text)
                    for offset, who, text in whole
                    if first + offset <= day
                ),
                core=thread.get("core", False),
            )  # fmt: skip


def _told(post: tuple[int, str, str], cast: dict[str, Member], given: dict[str, Mark]) -> bool:
    """Return whether a world has all that a post speaks of, and its author."""
    _, who, text = post
    return (who in cast or who in given) and slots(text) <= given.keys()


def _post(scene: Scene, cast: dict[str, Member], who: str, day: int, text: str) -> _Post:
    body = fill(text, scene.slots)
    if who in cast:
        return _by_member(scene, cast[who], day, body)
    return _Post(day, scene.slots[who], plain(_WORDS["vendor"]), body, NOTHING)


def _by_member(scene: Scene, member: Member, day: int, text: Mark) -> _Post:
    note = (
        f"{_WORDS['member']}, {_WORDS['joined']} {member.joined}, {_WORDS['posts']}: {member.posts}"
    )
    return _Post(day, indicators.handle(member.handle), plain(note), text, _sign(scene, member))


def _sign(scene: Scene, member: Member) -> Mark:
    if member.signature < 0:
        return NOTHING
    number = scene.members.index(member)
    given = {
        "email": indicators.shown("e-mail", f"{member.handle}@post.test"),
        "handle": indicators.handle(member.handle.replace(".", "").replace("-", "") + str(number)),
        "fingerprint": indicators.fingerprint(scene.spare_key(number)),
        "charity_note": fill(_TEXTS["charity_note"], scene.slots),
    }
    return fill(_TEXTS["signatures"][member.signature], given)


def _reviews(scene: Scene, day: int) -> Iterator[_Thread]:
    """Yield a thread of reviews for each vendor of whom people have something to say."""
    for vendor in scene.facts.vendors:
        done = [order for order in vendor.orders if order.day + 1 < day]
        if len(done) >= _WITH_REVIEWS and scene.dice.of(f"reviewed {vendor.handle}").chance(800):
            posts = tuple(_review(scene, scene.dice.of(f"reviews {vendor.handle}"), vendor, day))
            given = {"handle": indicators.handle(vendor.handle), "market": plain(vendor.market)}
            yield _Thread(
                name=f"review-{vendor.handle}", what="review", section=_WORDS["reviews"],
                title=fill(_WORDS["review_title"], given), language="en", posts=posts,
                about=(vendor.handle,), malicious=True,
            )  # fmt: skip


def _review(scene: Scene, dice: Dice, vendor: VendorFacts, day: int) -> Iterator[_Post]:
    bank = _TEXTS["review"]
    people = dice.some(scene.members, 9)
    at = vendor.orders[_WITH_REVIEWS - 1].day + 1
    for number, member in enumerate(people):
        product = dice.one(vendor.products)
        given = {
            "handle": indicators.handle(vendor.handle),
            "market": plain(vendor.market),
            "count": plain(dice.between(2, 5)),
            "code": indicators.code(product.code),
            "price": indicators.price(product.price),
        }
        kind = dice.weighted(("good", "bad", "close"), (65, 28, 7)) if number else "open"
        text = fill(dice.one(bank[kind]), given)
        if at <= day:
            yield _by_member(scene, member, at, text)
        at += dice.between(1, 9)
