"""Whose page it is: told by its title or its web address, and by nobody else being on it."""

import pytest

from nps_chain.evidence.pages.accounts import Account, holders, host_of, hosts, owners, seen
from tests.evidence.pages.made import made, page


@pytest.mark.parametrize(
    ("one", "owner"),
    [
        (page("a.onion/vendor/ann", "handle ann", title="Profile"), "ann"),
        (page("a.onion/vendor/ann", "handle ann", "handle bob", title="Profile"), "ann"),
        (page("a.onion/", "handle ann", title="ann | Market"), "ann"),
        (page("a.onion/", "handle ann", title="The shop of ann"), "ann"),
        # Others write on it; the name is part of another; nothing names the page; a look-alike.
        (page("a.onion/", "handle ann", "handle bob", title="ann | Market"), None),
        (page("a.onion/", "handle ann", title="anna-ann | Market"), None),
        (page("a.onion/", "handle ann", title="Front page"), None),
        (page("a.onion/vendor/ann", "-handle ann", title="ann"), None),
        (page("a.onion/", title="ann"), None),
    ],
)
def test_whose_page_it_is(one, owner):
    assert list(owners(made(one)).values()) == ([owner] if owner else [])


def test_a_site_is_its_host_or_else_its_folder():
    told = made(
        page("Shop.Onion:80/x", file="one/x.html"),
        page("", file="two/x.html"),
        page("", file="x.html"),
        page("[oops/x", file="three/x.html"),
    )
    assert hosts(told) == {
        "one/x.html": "shop.onion",
        "two/x.html": "two",
        "x.html": "x.html",
        "three/x.html": "three",
    }
    assert host_of("http://[1") == ""


def test_who_shows_what_and_who_is_seen_where():
    told = made(
        page("b.onion/ann", "handle ann", "key K", file="z"),
        page("a.onion/ann", "handle ann", "fingerprint K", "-key L", file="y"),
        page("a.onion/talk", "handle ann", "handle bob", "key M", file="x"),
    )
    sites = hosts(told)
    first, second = Account("ann", "b.onion"), Account("ann", "a.onion")
    own = owners(told)
    assert holders(told, ("key", "fingerprint"), sites, own) == {"K": {first: "z", second: "y"}}
    assert seen(told, sites) == {
        "ann": {first: "z", second: "y"},
        "bob": {Account("bob", "a.onion"): "x"},
    }
    assert seen(told, {"x": "a.onion"})["ann"] == {second: "x"}
