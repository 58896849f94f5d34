"""Regular expressions as finite automata whose texts can be counted.

A deterministic automaton gives each text once, however ambiguous the regex is: so
texts can be numbered, and several regexes can be asked for at once, some not to match.
"""

import re
import string
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

parser: Any = import_module("re._parser")

PRINTABLE = frozenset(map(chr, range(0x20, 0x7F)))
PLAIN = frozenset(string.ascii_lowercase + string.digits)
MOST_STATES = 4_000
MOST_COPIES = 64
CATEGORIES: dict[str, Callable[[str], bool]] = {
    "CATEGORY_DIGIT": str.isdecimal,
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_WORD": lambda c: c.isalnum() or c == "_",
}
BEGIN, END = "begin", "end"

Chars = frozenset[str]


@dataclass
class Graph:
    """A nondeterministic automaton: edges by characters, and free edges, some only at the begin or the end."""

    edges: list[list[tuple[Chars, int]]] = field(default_factory=list)
    free: list[list[tuple[str | None, int]]] = field(default_factory=list)

    def state(self) -> int:
        if len(self.edges) > MOST_STATES:
            raise ValueError("the pattern is too large")
        self.edges.append([])
        self.free.append([])
        return len(self.edges) - 1

    def closure(self, states: Iterable[int], *places: str) -> frozenset[int]:
        """All states that free edges lead to."""
        found, todo = set(states), list(states)
        while todo:
            for place, target in self.free[todo.pop()]:
                if target not in found and (place is None or place in places):
                    found.add(target)
                    todo.append(target)
        return frozenset(found)


@dataclass(frozen=True)
class Regex:
    """One regex as a graph; *searched* if text may stand before and after it."""

    graph: Graph
    start: int
    accept: int

    def accepts(self, states: frozenset[int], *places: str) -> bool:
        return self.accept in self.graph.closure(states, END, *places)


def compiled(pattern: str, universe: Chars, around: Chars | None, plain: bool) -> Regex:
    """The graph of *pattern* over the characters of *universe*, of wide sets only the *plain* ones.

    Characters of *around*, if there are any, may stand before and after what matches.
    """
    tree = parsed(pattern)
    graph = Graph()
    start, accept = graph.state(), graph.state()
    _Builder(graph, universe, plain).sequence(tree, tree.state.flags, start, accept)
    if around:
        graph.edges[start].append((around, start))
        graph.edges[accept].append((around, accept))
    return Regex(graph, start, accept)


def parsed(pattern: str) -> Any:
    """The standard library's parse of a regex."""
    try:
        return parser.parse(pattern)
    except (re.error, OverflowError) as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from error


def named(patterns: Iterable[str]) -> Chars:
    """The characters that patterns name."""
    return frozenset(c for pattern in patterns for c in _named(parsed(pattern)))


def _named(tree: Any) -> Iterable[str]:
    for op, arg in tree:
        match str(op):
            case "LITERAL":
                yield chr(arg)
            case "RANGE":
                yield from (chr(c) for c in range(arg[0], min(arg[1] + 1, arg[0] + 128)) if chr(c).isprintable())
            case "IN":
                yield from () if str(arg[0][0]) == "NEGATE" else _named(arg)
            case "BRANCH":
                yield from (c for branch in arg[1] for c in _named(branch))
            case "SUBPATTERN" | "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                yield from _named(arg[-1])


def _plain(chars: Chars) -> Chars:
    """Of a set with all lower-case letters only those and its digits."""
    return chars & PLAIN if chars >= frozenset(string.ascii_lowercase) else chars


@dataclass(frozen=True)
class _Builder:
    graph: Graph
    universe: Chars
    plain: bool

    def sequence(self, tree: Any, flags: int, start: int, end: int) -> None:
        items = list(tree)
        for op, arg in items[:-1]:
            after = self.graph.state()
            self.item(str(op), arg, flags, start, after)
            start = after
        if items:
            self.item(str(items[-1][0]), items[-1][1], flags, start, end)
        else:
            self.graph.free[start].append((None, end))

    def item(self, op: str, arg: Any, flags: int, start: int, end: int) -> None:
        match op:
            case "LITERAL" | "NOT_LITERAL" | "IN" | "ANY":
                chars = self.chars(op, arg, flags)
                self.graph.edges[start].append((_plain(chars) if self.plain else chars, end))
            case "BRANCH":
                for branch in arg[1]:
                    first = self.graph.state()
                    self.graph.free[start].append((None, first))
                    self.sequence(branch, flags, first, end)
            case "SUBPATTERN":
                _, added, removed, tree = arg
                self.sequence(tree, (flags | added) & ~removed, start, end)
            case "ATOMIC_GROUP":
                self.sequence(arg, flags, start, end)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                self.repeat(arg, flags, start, end)
            case "AT":
                self.graph.free[start].append((self.place(str(arg)), end))
            case _:
                raise ValueError(f"{op.lower().replace('_', ' ')} is not supported in a pattern")

    def place(self, at: str) -> str:
        if at not in ("AT_BEGINNING", "AT_BEGINNING_STRING", "AT_END", "AT_END_STRING"):
            raise ValueError("a word boundary is not supported in a pattern")
        return BEGIN if "BEGINNING" in at else END

    def repeat(self, arg: Any, flags: int, start: int, end: int) -> None:
        low, high, tree = arg
        for _ in range(int(low)):
            after = self.graph.state()
            self.sequence(tree, flags, start, after)
            start = after
        if high is parser.MAXREPEAT:
            inner = self.graph.state()
            self.graph.free[start] += [(None, inner), (None, end)]
            back = self.graph.state()
            self.sequence(tree, flags, inner, back)
            self.graph.free[back] += [(None, inner), (None, end)]
            return
        for _ in range(min(int(high) - int(low), MOST_COPIES)):
            self.graph.free[start].append((None, end))
            after = self.graph.state()
            self.sequence(tree, flags, start, after)
            start = after
        self.graph.free[start].append((None, end))

    def chars(self, op: str, arg: Any, flags: int) -> Chars:
        match op:
            case "ANY":
                return self.universe
            case "LITERAL":
                chars = frozenset(chr(arg))
            case "NOT_LITERAL":
                return self.universe - self.cased(frozenset(chr(arg)), flags)
            case _:
                negated = str(arg[0][0]) == "NEGATE"
                parts = [self.member(str(kind), value) for kind, value in arg[negated:]]
                chars = self.cased(frozenset().union(*parts), flags)
                return self.universe - chars if negated else chars
        return self.cased(chars, flags)

    def cased(self, chars: Chars, flags: int) -> Chars:
        if not flags & re.IGNORECASE:
            return chars & self.universe
        return frozenset(c for c in self.universe if {c, c.lower(), c.upper()} & chars)

    def member(self, kind: str, value: Any) -> Chars:
        match kind:
            case "LITERAL":
                return frozenset(chr(value))
            case "RANGE":
                return frozenset(c for c in self.universe if value[0] <= ord(c) <= value[1])
        name = str(value)
        test = CATEGORIES[name.replace("NOT_", "")]
        return frozenset(c for c in self.universe if test(c) != ("NOT_" in name))


@dataclass(frozen=True)
class Automaton:
    """States with their transitions (characters, next state), and which states end a text; state 0 starts."""

    transitions: list[list[tuple[str, int]]]
    final: list[bool]


def automaton(
    patterns: tuple[str, ...], never: tuple[str, ...] = (), *, searched: bool = True, plain: bool = False
) -> Automaton:
    """The texts in which all of *patterns* and none of *never* are found (or that they match, if not *searched*)."""
    universe = PRINTABLE | named((*patterns, *never))
    around = (PLAIN | named(patterns) if plain else universe) if searched else None
    regexes = [compiled(p, universe, around, plain) for p in patterns]
    regexes += [compiled(p, universe, universe, False) for p in never]
    wanted = [True] * len(patterns) + [False] * len(never)
    classes = _classes([chars for r in regexes for edges in r.graph.edges for chars, _ in edges], universe)
    first = tuple(r.graph.closure([r.start], BEGIN) for r in regexes)
    numbers: dict[Any, int] = {first: 0}
    found = Automaton([], [])
    for states in (queue := [first]):
        places = (BEGIN,) if states is first else ()
        ends = all(r.accepts(s, *places) == w for r, s, w in zip(regexes, states, wanted, strict=True))
        targets: dict[int, str] = {}
        for chars in classes:
            after = tuple(_step(r.graph, s, chars[0]) for r, s in zip(regexes, states, strict=True))
            if all(s or not w for s, w in zip(after, wanted, strict=True)):
                if after not in numbers:
                    numbers[after] = len(queue)
                    queue.append(after)
                targets[numbers[after]] = targets.get(numbers[after], "") + chars
        found.transitions.append([("".join(sorted(chars)), target) for target, chars in targets.items()])
        found.final.append(ends)
        if len(queue) > MOST_STATES:
            raise ValueError("the pattern is too large")
    return found


def _step(graph: Graph, states: frozenset[int], char: str) -> frozenset[int]:
    return graph.closure([target for s in states for chars, target in graph.edges[s] if char in chars])


def _classes(sets: list[Chars], universe: Chars) -> list[str]:
    """Characters that no set tells apart, together."""
    distinct = list(dict.fromkeys(sets))
    groups: dict[tuple[bool, ...], str] = {}
    for c in sorted(universe):
        key = tuple(c in s for s in distinct)
        groups[key] = groups.get(key, "") + c
    return list(groups.values())
