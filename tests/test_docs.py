"""What the pages about the project say is so: links, names, versions, examples, promises."""

import ast
import doctest
import os
import re
import tomllib
from pathlib import Path

import matplotlib.pyplot as plt
import pytest
import yaml
from packaging.requirements import Requirement

import nps_chain

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = PYPROJECT["project"]
NOT_OURS = {"my-course", "build", "dist", "__pycache__", "node_modules"}
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


def files():
    """Yield each file of the project; not those of an environment, a working copy or a cache."""
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if not name.startswith(".") and name not in NOT_OURS]
        yield from (Path(folder) / name for name in names)


FILES = sorted(files())
PAGES = pytest.mark.parametrize(
    "page",
    [path for path in FILES if path.suffix == ".md"],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)


def text(name):
    return (ROOT / name).read_text("utf-8")


def blocks(name, kind):
    """Return the fenced blocks of a kind in a page."""
    return [body for found, body in FENCED.findall(text(name)) if found == kind]


def section(name, heading):
    """Return what stands under a heading of the second level."""
    return re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text(name), re.M | re.S)[1]


def house():
    """Return the paths that the tree in CONTRIBUTING.md names, folders with a slash at the end."""
    folders, paths = [], []
    for line in blocks("CONTRIBUTING.md", "text")[0].splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        name = line.split()[0]
        paths.append("".join(folders[:depth]) + name)
        folders[depth:] = [name]
    return paths


@PAGES
def test_each_link_leads_to_a_file(page):
    prose = FENCED.sub("", page.read_text("utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", prose):
        if not re.match(r"[a-z]+:|#", target):
            assert (page.parent / target.split("#")[0]).exists(), target


@PAGES
def test_no_page_names_a_machine_or_a_package_index(page):
    foreign = r"(?<![\w.])/(home|root|tmp|usr|opt|work|Users)/|[A-Z]:\\Users|\.\./shared|\bpypi\b"
    assert not re.search(foreign, page.read_text("utf-8"), re.I)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_what_looks_like_a_path_of_ours_exists(page):
    named = re.findall(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:py|md|yml|toml|txt))`", text(page))
    ours = {path.name for path in FILES}
    later = {"my-course/"}
    for path in set(named) - later:
        assert (ROOT / path).exists() or path in ours, path


def test_the_readme_is_short_and_has_both_commands():
    readme = text("README.md")
    assert 200 <= len(FENCED.sub("", readme).split()) <= 400
    assert re.findall(r"^    (python3 start\.py.*?)(?: +#.*)?$", readme, re.M) == [
        "python3 start.py",
        "python3 start.py test",
    ]


def test_the_readmes_example_prints_what_it_says():
    (example,) = blocks("README.md", "python")
    parsed = doctest.DocTestParser().get_doctest(example, {}, "README.md", "README.md", 0)
    assert len(parsed.examples) == 5
    plt.switch_backend("Agg")
    failed, tried = doctest.DocTestRunner().run(parsed)
    plt.close("all")
    assert (failed, tried) == (0, 5)


def test_the_house_lists_what_there_is_and_nothing_else():
    listed = house()
    assert len(set(listed)) == len(listed)
    files = [
        path.relative_to(ROOT).as_posix()
        for path in FILES
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in ("nps_chain", "tools")
        if path.name != "__init__.py" or path.parent.name == "nps_chain"
    ]
    folders = [
        f"{path.parent.relative_to(ROOT).as_posix()}/"
        for path in (ROOT / "nps_chain").rglob("__init__.py")
    ]
    outer = ["notebooks/", "instructor/", "datasets/", "tests/", "benchmarks/", "tools/", "docs/"]
    browser = ["explorer/", "nps_chain/show/static/"]
    there = {*files, *folders, *outer, *browser}
    assert (there - {*listed}, {*listed} - there) == (set(), set())


def test_the_house_stands_in_the_order_of_the_import_contract():
    contract = PYPROJECT["tool"]["importlinter"]["contracts"][0]
    layers = [layer.removeprefix("nps_chain.") for layer in contract["layers"]]
    inside = [path.removeprefix("nps_chain/") for path in house() if path.startswith("nps_chain/")]
    order = [name.removesuffix(".py").strip("/") for name in inside if "/" not in name.strip("/")]
    assert [name for name in order if name in layers] == layers[::-1]


def test_each_dependency_has_a_reason():
    wanted = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]
    wanted += PYPROJECT["dependency-groups"]["build"]
    listed = section("CONTRIBUTING.md", "Why each dependency")
    reasons = re.findall(r"^- `([\w-]+)`: \w", listed, re.M)
    assert len(set(reasons)) == len(reasons)
    assert set(reasons) ^ {Requirement(each).name for each in wanted} == set()


def test_all_name_one_version_and_one_title():
    citation = yaml.safe_load(text("CITATION.cff"))
    assert citation["cff-version"] == "1.2.0"
    assert citation["version"] == PROJECT["version"] == nps_chain.__version__
    assert citation["authors"] == PROJECT["authors"]
    assert citation["title"].startswith(PROJECT["name"])
    assert {"message", "type", "license"} <= citation.keys()


def test_the_licence_has_both_and_all_of_mit():
    licence = " ".join(text("LICENSE").split())
    assert "Copyright (c) 2026 The nps-chain maintainers" in licence
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in licence
    for words in ("Permission is hereby granted, free of charge", "IN THE SOFTWARE."):
        assert words in licence
    assert PROJECT["license"] == "MIT AND CC-BY-4.0"
    assert set(PROJECT["license-files"]) <= {path.name for path in ROOT.iterdir()}


@pytest.mark.parametrize(
    "sources",
    sorted((ROOT / "tests" / "data").glob("*/SOURCES.md")),
    ids=lambda sources: sources.parent.name,
)
def test_whoever_made_test_data_is_named_with_their_notice(sources):
    told, theirs = text(sources), text("THIRD-PARTY.md").replace(",", "")
    repository = re.compile(r"\b([\w-]+/[\w-]+)@[0-9a-f]{7}|github\.com/([\w-]+/[\w-]+)")
    for parts in repository.findall(told):
        assert "".join(parts) in theirs
    for notice in re.findall(r"Copyright \(c\) ([\w-]+,? [^,;(\n]+)", told):
        assert notice.replace(",", "").strip() in theirs


def test_the_changelog_has_a_line_an_entry():
    changes = text("CHANGELOG.md")
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", changes, re.M)) <= kinds
    versions = re.findall(r"^## \[(.+?)\]", changes, re.M)
    assert versions[0] in ("Unreleased", PROJECT["version"])
    body = changes.partition("\n## ")[2]
    assert all(re.match(r"- |#|\[|$", line) for line in body.splitlines()[1:])


def test_data_are_never_run():
    """SECURITY.md promises it: no call or import in the library that runs what it is given."""
    forbidden = {"eval", "exec", "pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle"}
    for path in (ROOT / "nps_chain").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            used = set()
            if isinstance(node, ast.Import):
                used = {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                used = {(node.module or "").split(".")[0]}
            elif isinstance(node, ast.Call):
                used = {getattr(node.func, "id", "")}
                options = {option.arg for option in node.keywords}
                assert not options & {"shell", "allow_pickle"}, path
            assert not used & forbidden, path
