"""Measure how hard the lessons are to read, and whether they use words before they explain them.

    python tools/reading.py                 # all lessons
    python tools/reading.py day2/21 14_     # what begins with these words

Most readers learned English as their third language, and have a few hours. So a lesson keeps to
short sentences, to 3,000 common words and to the terms that it or an earlier lesson explains.
What is read is the learner's notebook: its text cells, without code, without the targets of links.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from statistics import median, quantiles

HOME = Path(__file__).resolve().parent.parent
sys.path[:0] = [path for path in (str(HOME), str(HOME / "tools")) if path not in sys.path]

import english  # noqa: E402

from nps_chain.course.glossary import Term, terms  # noqa: E402

LESSONS = HOME / "notebooks"
COURSE = re.compile(r"\d\d_")  # a lesson of the course; the others are extras

# What a lesson keeps to; tests/test_reading.py holds it.
LONGEST = 20  # words, in nine of ten sentences
STRANGE = 3.0  # percent of the words may be outside the list
LINES = (2, 4)  # of code, in the middling cell
WIDEST = 78  # characters of code in a line: more don't fit on a projector

STANDING = re.compile(r"Key points|What can go wrong|Quiz|Sources|Exercise \S+\.\d+:?")
LABELS = re.compile(r"\*\*(Question|Next)\.\*\*|^\*\*(Note|Caution|In court|In practice)\.?\*\*:?")
FRAME = re.compile(r"\*?\(\d+ min \+.*?\)\*?(?=\s*$)", re.S)  # minutes, needs, data
ABBREVIATIONS = re.compile(
    r"\b(e\.g|i\.e|etc|vs|al|cf|no|art|arts|p|pp|Mr|Mrs|Dr|St|approx|[A-Z])\.(?=\s)"
)
CODE = "▯"  # stands where code was: no word, but it may begin a sentence
SENTENCE = re.compile(rf"(?<=[.!?])[)\"”’*_]*\s+(?=[\"“(\[*_]*[A-Z0-9{CODE}])")
WORD = re.compile(r"[A-Za-z][A-Za-z’']*(?:-[A-Za-z][A-Za-z’']*)*|\d[\d,.:]*")
CITED = re.compile(r"\([^()]*\b(?:1[89]|20)\d\d[a-z]?\)")  # (Meiklejohn et al., 2013)
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]*)\)")


@dataclass(frozen=True)
class Sentence:
    """A sentence or a heading, and the section that it stands in."""

    text: str
    section: str

    @cached_property
    def words(self) -> list[str]:
        """All that is read as a word, figures among them."""
        return WORD.findall(self.text)


@dataclass
class Lesson:
    """A learner's notebook, taken apart."""

    path: Path
    cells: list[dict] = field(repr=False)

    @property
    def name(self) -> str:
        """The path without the folder of all lessons and without its end."""
        return self.path.relative_to(LESSONS).with_suffix("").as_posix()

    @property
    def number(self) -> str:
        """The number of a lesson, "21"; empty for an extra."""
        return self.path.name[:2] if COURSE.match(self.path.name) else ""

    @cached_property
    def markdown(self) -> list[str]:
        """The text cells as they are written."""
        return [_source(cell) for cell in self.cells if cell["cell_type"] == "markdown"]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences and headings, in order."""
        section, found = "", []
        for source in self.markdown:
            for paragraph in paragraphs(source):
                if paragraph.startswith("#"):
                    paragraph = section = paragraph.lstrip("# ")
                for text in sentences(paragraph):
                    found.append(Sentence(text, section))
        return found

    @cached_property
    def lengths(self) -> list[int]:
        """How many words each sentence has."""
        return [len(sentence.words) for sentence in self.sentences if sentence.words]

    @property
    def p90(self) -> float:
        """The length that nine of ten sentences don't exceed."""
        return quantiles(self.lengths, n=10, method="inclusive")[-1]

    @cached_property
    def code(self) -> list[int]:
        """How many lines of code each cell has, without blank ones and imports."""
        counts = [_lines(_source(cell)) for cell in self.cells if cell["cell_type"] == "code"]
        return [count for count in counts if count]

    @property
    def widest(self) -> int:
        """The length of the longest line of code."""
        code = [_source(cell) for cell in self.cells if cell["cell_type"] == "code"]
        return max(len(line) for source in code for line in source.splitlines())

    @property
    def minutes(self) -> tuple[int, int]:
        """The minutes promised: for the lesson, and for its exercises."""
        found = re.search(r"(\d+) min \+ (\d+) min exercises", "\n".join(self.markdown))
        return (int(found[1]), int(found[2])) if found else (0, 0)

    @property
    def question(self) -> str:
        """What the lesson asks at its top."""
        asked = next((text for text in self.markdown if text.startswith("**Question.**")), "")
        return " ".join(asked.removeprefix("**Question.**").split())

    @property
    def exercises(self) -> int:
        """How many exercises are set."""
        return len(re.findall(r"^#+ Exercise \S+\.\d", "\n".join(self.markdown), re.M))

    @cached_property
    def links(self) -> list[tuple[str, str]]:
        """Each link's text and target."""
        return [pair for source in self.markdown for pair in LINK.findall(source)]

    @property
    def linked(self) -> set[str]:
        """The glossary's anchors that are linked with their term in bold, as where it's explained.

        Every lesson lies in a day's folder, one below the glossary.
        """
        return {
            target.partition("#")[2]
            for text, target in self.links
            if target.startswith("../glossary.md#") and re.fullmatch(r"\*\*.+\*\*", text)
        }


def lessons(names: Sequence[str] = ()) -> list[Lesson]:
    """Return the lessons in the course's order, extras last; ``names`` leaves what begins so."""
    paths = [path for path in LESSONS.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts]
    paths.sort(key=lambda path: (not COURSE.match(path.name), path.name))
    read = [Lesson(path, json.loads(path.read_text(encoding="utf-8"))["cells"]) for path in paths]
    return [
        lesson
        for lesson in read
        if not names
        or any(
            start.startswith(name) for name in names for start in (lesson.name, lesson.path.name)
        )
    ]


def paragraphs(source: str) -> Iterator[str]:
    """Yield a text cell's headings, paragraphs, points and cells of tables, as they are read."""
    for paragraph in marked_paragraphs(source):
        yield "# " * paragraph.startswith("#") + plain(paragraph.lstrip("# "))


def marked_paragraphs(source: str) -> Iterator[str]:
    """Yield the same as they are written, with marks and links."""
    source = re.sub(r"```.*?```|<!--.*?-->|\$\$.*?\$\$", " ", source, flags=re.S)
    source = FRAME.sub("", source)
    block: list[str] = []
    for line in [*source.splitlines(), ""]:
        line = re.sub(r"^\s*(>\s?)*", "", line)
        starts = re.match(r"\s*(([-*+]|\d+\.|\([a-z]\))\s+)+(?=\S)", line)
        alone = line.startswith(("#", "|"))
        if block and (not line.strip() or starts or alone):
            yield " ".join(block)
            block = []
        if line.startswith("|"):
            if not re.fullmatch(r"[|\s:-]+", line):
                yield from (cell for cell in line.strip("| ").split("|") if cell.strip())
        elif line.startswith("#"):
            yield line
        elif line.strip():
            block.append(line[starts.end() :] if starts else line.strip())


def plain(text: str) -> str:
    """Return Markdown without code, links' targets, pictures, marks and standing labels."""
    text = re.sub(r"(`+).+?\1", CODE, text)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)|<[^>]+>|https?://\S+", " ", text)
    text = LINK.sub(r"\1", text)
    text = LABELS.sub("", text.strip())
    return re.sub(r"\*+|(?<!\w)_+|_+(?!\w)", "", text).strip()


def sentences(paragraph: str) -> list[str]:
    """Return a paragraph's sentences; a list of aims, "You will ...; ...", has one for each."""
    text = ABBREVIATIONS.sub(lambda found: found[0].replace(".", "\0"), paragraph)
    pieces = SENTENCE.split(text)
    if text.startswith("You will "):
        pieces = [part for piece in pieces for part in piece.split(";")]
    return [piece.replace("\0", ".").strip() for piece in pieces if WORD.search(piece)]


def outside(lesson: Lesson, names: frozenset[str] = frozenset()) -> tuple[Counter[str], int]:
    """Return the words that are neither common nor terms nor names, and how many were looked at.

    ``## Sources`` is left out. A name is what is written with a capital inside a sentence, there
    or in another lesson (``names``); what is cited in brackets is one, too.
    """
    strange: Counter[str] = Counter()
    count = 0
    for sentence in lesson.sentences:
        if sentence.section == "Sources":
            continue
        text = STANDING.sub("", CITED.sub(" ", sentence.text), count=1)
        words = [word.replace("’", "'") for word in WORD.findall(text) if word[0].isalpha()]
        of_terms = {place for _, places in found_terms(words) for place in places}
        for place, word in enumerate(words):
            if is_name(word, place) or (word in names and place not in of_terms):
                continue
            count += 1
            if place not in of_terms and not english.known(word):
                strange[word.lower()] += 1
    return strange, count


def is_name(word: str, place: int) -> bool:
    """Say whether a word is written as a name: with a capital, and not as a sentence's first."""
    return word != "I" and (
        (place > 0 and word[0].isupper()) or any(letter.isupper() for letter in word[1:])
    )


def names(read: Sequence[Lesson]) -> frozenset[str]:
    """Return what is written as a name somewhere, so that it is known at a sentence's start."""
    return frozenset(
        re.sub(r"['’]s$", "", word)
        for lesson in read
        for sentence in lesson.sentences
        for place, word in enumerate(sentence.words)
        if is_name(word, place) and not english.known(word)
    )


def found_terms(words: Sequence[str]) -> Iterator[tuple[Term, range]]:
    """Yield each term among a sentence's words, the longest first, with its place."""
    lower = [re.sub(r"'s?$", "", word.lower()) for word in words]
    taken: set[int] = set()
    for pattern, term in _patterns():
        size = len(pattern)
        for start in range(len(lower) - size + 1):
            places = range(start, start + size)
            if tuple(lower[start : start + size]) == pattern and not taken & set(places):
                taken |= set(places)
                yield term, places


@cache
def _patterns() -> list[tuple[tuple[str, ...], Term]]:
    patterns = [
        (tuple(word.lower() for word in WORD.findall(form)), term)
        for term in terms()
        for form in (term.name, *term.forms)
    ]
    return sorted((pair for pair in patterns if pair[0]), key=lambda pair: -len(pair[0]))


def is_ordinary(term: Term) -> bool:
    """Say whether a term is a single common word, which earlier lessons may use as such."""
    return len(WORD.findall(term.name)) == 1 and english.known(term.name)


def too_early(lesson: Lesson) -> list[tuple[Term, Sentence]]:
    """Return the terms that a lesson uses and only a later one explains, with the first place.

    Terms that are ordinary words (change, key) are among them: whether the word is meant, or the
    term, is for a reader to judge (`is_ordinary`).
    """
    first: dict[Term, Sentence] = {}
    if not lesson.number:
        return []
    for sentence in lesson.sentences:
        if sentence.section == "Sources":
            continue
        for term, _ in found_terms(sentence.words):
            if term.lesson > lesson.number:
                first.setdefault(term, sentence)
    return list(first.items())


def unlinked(lesson: Lesson) -> list[Term]:
    """Return the terms that a lesson should explain, and links nowhere in bold."""
    own = [term for term in terms() if term.lesson == lesson.number]
    return [term for term in own if term.anchor not in lesson.linked]


def before_link(lesson: Lesson) -> list[tuple[Term, Sentence]]:
    """Return the own terms that a lesson uses before it explains them, with the first place.

    The title, the question, the aims and headings may name what is explained below; ordinary words
    are left out.
    """
    waiting = {term.anchor: term for term in terms() if term.lesson == lesson.number}
    first: dict[Term, Sentence] = {}
    for source in lesson.markdown[3:]:
        for paragraph in marked_paragraphs(source):
            for target in re.findall(r"\]\(\.\./glossary\.md#([^)\s]+)\)", paragraph):
                waiting.pop(target, None)
            if paragraph.startswith("#"):
                continue
            for text in sentences(plain(paragraph)):
                one = Sentence(text, "")
                for term, _ in found_terms(one.words):
                    if waiting.get(term.anchor) == term and not is_ordinary(term):
                        first.setdefault(term, one)
    return list(first.items())


def hard_meanings(lesson: Lesson) -> list[str]:
    """Return what is amiss with the meanings of a lesson's terms, a line each."""
    found = []
    for term in terms():
        if term.lesson == lesson.number:
            words = WORD.findall(term.meaning)
            inside = {place for _, places in found_terms(words) for place in places}
            strange = [
                word
                for place, word in enumerate(words)
                if word[0].isalpha()
                and not (place in inside or is_name(word, place) or english.known(word))
            ]
            later = [
                other.name
                for other, _ in found_terms(words)
                if other.lesson > term.lesson and not is_ordinary(other)
            ]
            if len(words) > LONGEST:
                found.append(f"{term.name}: {len(words)} words")
            if strange or later:
                found.append(f"{term.name}: {', '.join(strange + later)}")
    return found


def row(lesson: Lesson) -> str:
    """Return a lesson's line in the table of lessons; techniques and seconds are left open."""
    code = sum(cell["cell_type"] == "code" for cell in lesson.cells)
    return (
        f"| {lesson.number or lesson.name} | {lesson.question} |  | {lesson.exercises} |  "
        f"| {code} | {sum(lesson.lengths)} |"
    )


def report(lesson: Lesson, all_names: frozenset[str]) -> str:
    """Return all that is measured of a lesson, as text."""
    strange, count = outside(lesson, all_names)
    much = share(strange, count)
    middle = median(lesson.code)
    longest = sorted(lesson.sentences, key=lambda one: -len(one.words))[:5]
    early = too_early(lesson)
    minutes, more = lesson.minutes
    lines = [
        lesson.name,
        f"  words {sum(lesson.lengths)}, sentences {len(lesson.lengths)}, words a sentence: "
        f"median {median(lesson.lengths):g}, nine of ten have at most {lesson.p90:g}"
        + _more(lesson.p90 > LONGEST, LONGEST),
        *(f"    {len(one.words)}: {one.text}" for one in longest),
        f"  outside the list: {much:.1f} % ({sum(strange.values())} of {count})"
        + _more(much > STRANGE, f"{STRANGE:g} %"),
        "    " + ", ".join(f"{word} {times}" for word, times in strange.most_common()),
        "  terms before they're explained:",
        *(f"    {_place(*pair)}" for pair in early if not is_ordinary(pair[0])),
        "  own terms before their link in bold:",
        *(f"    {term.name}: {one.text}" for term, one in before_link(lesson)),
        "  ordinary words that are a later lesson's terms (is the term meant?):",
        *(f"    {_place(*pair)}" for pair in early if is_ordinary(pair[0])),
        "  own terms without a link in bold: "
        + (", ".join(term.name for term in unlinked(lesson)) or "none"),
        *(f"  meaning of {amiss}" for amiss in hard_meanings(lesson)),
        f"  code cells {len(lesson.code)}, lines a cell: median {middle:g}, most {max(lesson.code)}"
        + _more(not LINES[0] <= middle <= LINES[1], f"median from {LINES[0]} to {LINES[1]}")
        + f"; widest line {lesson.widest}"
        + _more(lesson.widest > WIDEST, WIDEST),
        f"  exercises {lesson.exercises}; minutes promised {minutes} + {more}",
        "  " + row(lesson),
    ]
    return "\n".join(lines)


def share(strange: Counter[str], count: int) -> float:
    """Return how many percent of the words looked at are outside the list."""
    return 100 * sum(strange.values()) / max(count, 1)


def _more(too_much: bool, limit: object) -> str:
    return f"  <-- the limit is {limit}" if too_much else ""


def _place(term: Term, sentence: Sentence) -> str:
    text = sentence.text if len(sentence.text) < 90 else sentence.text[:87] + "..."
    return f"{term.name} ({term.lesson}), under {sentence.section!r}: {text}"


def _source(cell: dict) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _lines(code: str) -> int:
    return sum(
        bool(line.strip()) and not re.match(r"(import|from) ", line) for line in code.splitlines()
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a report on each lesson."""
    parser = argparse.ArgumentParser(description="Measure how hard the lessons are to read.")
    parser.add_argument("names", nargs="*", help="only those that begin so: day2, day2/21, 14_")
    given = parser.parse_args(arguments)
    meant = lessons(given.names)
    if not meant:
        print(f"No lesson begins with {' or '.join(given.names)}.", file=sys.stderr)
        return 1
    all_names = names(lessons())
    print("\n\n".join(report(lesson, all_names) for lesson in meant))
    return 0


if __name__ == "__main__":
    sys.exit(main())
