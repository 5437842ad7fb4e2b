"""The script that ships: built from these sources, complete, and unable to ask anybody anything."""

import json
import re
from hashlib import sha256

import pytest

from nps_chain.show.explorer.widget import STATIC
from tools.explorer import BUILT, SOURCES, sources

SCRIPTS = ["explorer.js", "loader.js"]

ASKS = [
    *("fetch(", "XMLHttpRequest", "WebSocket", "WebTransport", "EventSource", "sendBeacon"),
    *("importScripts", "Worker(", "RTCPeerConnection", "@import", "url(", "@font-face"),
]
"""How a script or a style asks another machine for something."""

MARKUP = ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser"]
"""How a text becomes markup."""


def test_the_script_is_built_from_these_sources():
    # If this fails: python tools/explorer.py
    script = (STATIC / "explorer.js").read_bytes()
    built = json.loads(BUILT.read_text("utf-8"))
    assert built == {"script": sha256(script).hexdigest(), "sources": sources()}


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_names_an_address_or_can_ask_for_one(name):
    text = (STATIC / name).read_text("utf-8")
    # No scheme with a host after it, nor a host without a scheme, as in "//example.org".
    assert re.findall(r"(?i)\b(?:https?|wss?|ftp|file):\S{0,3}//\S*|[\"'`]//\w[^\"'`]*", text) == []
    assert [word for word in ASKS if word in text] == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_makes_markup_of_a_text(name):
    text = (STATIC / name).read_text("utf-8")
    assert [word for word in MARKUP if word in text] == []


def test_the_one_thing_imported_at_run_time_is_what_python_sent():
    imports = {name: (STATIC / name).read_text("utf-8").count("import(") for name in SCRIPTS}
    assert imports == {"explorer.js": 0, "loader.js": 1}
    loader = (STATIC / "loader.js").read_text("utf-8")
    assert "URL.createObjectURL(new Blob([text]" in loader
    assert "await import(address)" in loader


def test_licences_name_every_part_in_the_version_that_is_pinned():
    pins = json.loads((SOURCES / "package-lock.json").read_text("utf-8"))["packages"]
    shipped = [path for path, pin in pins.items() if path and not pin.get("dev")]
    told = (STATIC / "LICENCES.txt").read_text("utf-8")
    assert shipped == ["node_modules/cytoscape"]
    assert f"cytoscape {pins['node_modules/cytoscape']['version']}, MIT licence" in told
    assert "Copyright (c) 2016-2026, The Cytoscape Consortium." in told
    assert "The above copyright notice and this permission notice shall be included" in told


def test_pins_have_hashes_and_name_no_registry():
    text = (SOURCES / "package-lock.json").read_text("utf-8")
    pins = json.loads(text)["packages"]
    assert "://" not in text
    assert "resolved" not in text
    assert all(pin["integrity"].startswith("sha512-") for path, pin in pins.items() if path)


def test_sources_are_as_they_are_whatever_ends_their_lines(tmp_path):
    for ending in ("\n", "\r\n"):
        folder = tmp_path / ending.encode().hex()
        folder.mkdir()
        (folder / "a.js").write_bytes(f"one{ending}two{ending}".encode())
    first, second = (sources([path / "a.js"]) for path in sorted(tmp_path.iterdir()))
    assert first == second
