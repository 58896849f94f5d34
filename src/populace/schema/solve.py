"""From a condition to the terms that satisfy it: a disjunctive form in three-valued logic.

`solve(node, True, lenient=True)` is what a CHECK asks: not false. Inside, some parts must
be strictly true, some strictly false; negation is pushed down to the comparisons.
"""

from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa

from populace.schema import atoms
from populace.schema.domain import NOT_NULL, NULL, Domain
from populace.schema.evaluate import evaluate
from populace.schema.expressions import (
    COMPARISONS,
    OPPOSITE,
    Call,
    Column,
    Constant,
    Node,
    call,
    columns_of,
    kind_of,
    reads_clock,
    walk,
)
from populace.schema.terms import Term, each, nullness, one, simplified

RARE = 0.1
"""The weight of a case that passes only because a comparison with NULL is not false."""


@dataclass(frozen=True)
class Solver:
    """Solves conditions at the present *now*; without it, what depends on it is left unsolved."""

    now: np.datetime64 | None = None

    def solve(self, node: Node, value: bool, lenient: bool) -> list[Term]:
        """The terms under which *node* is *value*, or NULL if *lenient*."""
        match node:
            case Constant(value=constant):
                return [Term()] if (lenient if constant is None else constant is value) else []
            case Column(name=name):
                return one(name, Domain(null=None if lenient else False, values=(value,)))
            case Call(op="not", args=(inner,)):
                return self.solve(inner, not value, lenient)
            case Call(op="is true", args=(inner,)):
                return self.solve(inner, value, not value)
            case Call(op="is null", args=(inner,)):
                return self.null(inner) if value else self.not_null(inner)
            case Call(op="and" | "or", args=(left, right)):
                both = (node.op == "and") == value
                left_terms, right_terms = self.solve(left, value, lenient), self.solve(right, value, lenient)
                return each(left_terms, right_terms) if both else simplified([*left_terms, *right_terms])
            case Call(op="case"):
                return self.case(node, value, lenient)
            case Call(op="coalesce", args=(first, *others)):
                rest = call("coalesce", *others) if others else Constant(None)
                return simplified(
                    self.solve(first, value, False) + each(self.null(first), self.solve(rest, value, lenient))
                )
            case Call(op="distinct", args=(left, right)):
                return self.distinct(left, right, value)
            case Call(op="xor", args=(left, right)):
                return self.equal(left, right, not value, lenient)
            case Call(op=op, args=(left, right)) if op in COMPARISONS:
                return self.comparison(op if value else OPPOSITE[op], left, right, lenient)
            case Call(op="in", args=(Call() as left, Constant(value=tuple(values)))) if value:
                if not (direct := atoms.predicate(node, value, lenient)):
                    return simplified([t for v in values for t in self.comparison("=", left, Constant(v), lenient)])
                return direct
        return atoms.predicate(node, value, lenient) or self.unsolved(node, lenient)

    def case(self, node: Call, value: bool, lenient: bool) -> list[Term]:
        *branches, default = node.args
        terms, before = [], [Term()]
        for condition, result in zip(branches[::2], branches[1::2], strict=True):
            here = each(before, self.solve(condition, True, False))
            terms += each(here, self.solve(result, value, lenient))
            before = each(before, self.solve(condition, False, True))
        return simplified([*terms, *each(before, self.solve(default, value, lenient))])

    def equal(self, left: Node, right: Node, value: bool, lenient: bool) -> list[Term]:
        """Two conditions that have the same truth, or if not *value* the opposite one."""
        terms = []
        for truth in (True, False):
            terms += each(self.solve(left, truth, False), self.solve(right, truth is value, False))
        if lenient:
            terms += [replace(t, weight=t.weight * RARE) for t in self.null(left) + self.null(right)]
        return simplified(terms)

    def distinct(self, left: Node, right: Node, value: bool) -> list[Term]:
        if isinstance(right, Constant):
            return self.comparison("<>" if value else "=", left, right, lenient=value)
        terms = self.comparison("<>" if value else "=", left, right, lenient=False)
        if not value:
            return simplified(terms + each(self.null(left), self.null(right)))
        one_null = each(self.null(left), self.not_null(right)) + each(self.not_null(left), self.null(right))
        return simplified(terms + one_null)

    def null(self, node: Node) -> list[Term]:
        """The terms under which *node* is NULL."""
        match node:
            case Column(name=name):
                return one(name, NULL)
            case Constant(value=value):
                return [Term()] if value is None else []
            case Call(op="is null" | "is true" | "distinct" | "case" | "concat" | "int" | "nullif"):
                return []
            case Call(op="coalesce"):
                terms = [Term()]
                for arg in node.args:
                    terms = each(terms, self.null(arg))
                return terms
            case Call(op="and" | "or", args=(left, right)):
                value = node.op == "and"
                return simplified(
                    each(self.null(left), self.solve(right, value, True))
                    + each(self.solve(left, value, True), self.null(right))
                )
        return simplified([t for arg in node.args for t in self.null(arg)])

    def not_null(self, node: Node) -> list[Term]:
        """The terms under which *node* is not NULL."""
        match node:
            case Column(name=name):
                return one(name, NOT_NULL)
            case Constant(value=value):
                return [] if value is None else [Term()]
            case Call(op="is null" | "is true" | "distinct" | "int"):
                return [Term()]
            case Call(op="coalesce"):
                return simplified([t for arg in node.args for t in self.not_null(arg)])
            case Call(op="nullif", args=(left, right)):
                return self.comparison("<>", left, right, lenient=False)
            case Call(op="and" | "or"):
                return simplified(self.solve(node, True, False) + self.solve(node, False, False))
        return [nullness(columns_of(node), False)]

    def comparison(self, op: str, left: Node, right: Node, lenient: bool) -> list[Term]:
        clock = reads_clock(left) or reads_clock(right)
        if clock and self.now is None:
            return self.unsolved(call(op, left, right), lenient)
        left, right = self.folded(left), self.folded(right)
        if isinstance(left, Constant):
            op, left, right = COMPARISONS[op], right, left
        if isinstance(left, Constant):
            return self.solve(self.folded(call(op, left, right)), True, lenient)
        if right == Constant(None):
            return [Term()] if lenient else []
        if op in ("=", "<>") and kind_of(left) == "bool":
            if isinstance(right, Constant):
                return self.solve(left, bool(right.value) is (op == "="), lenient)
            if kind_of(right) == "bool" and not (isinstance(left, Column) and isinstance(right, Column)):
                return self.equal(left, right, op == "=", lenient)
        ones, others = _flags(left), _flags(right)
        if op in ("=", "<>") and len(ones) == len(others) == 1:
            return self.equal(ones[0], others[0], op == "=", lenient)
        if (rewritten := _without_coalesce(op, left, right)) is not None:
            return self.solve(rewritten, True, lenient)
        if ones and isinstance(right, Constant):
            return self.counted(ones, op, right.value)
        return atoms.comparison(op, left, right, lenient, clock) or self.unsolved(call(op, left, right), lenient)

    def counted(self, flags: list[Node], op: str, number: Any) -> list[Term]:
        """So many of the conditions are true: `num_nonnulls(a, b) = 1`."""
        terms = []
        for truths in product((True, False), repeat=len(flags)):
            if evaluate(call(op, sum(truths), number), {}, np.datetime64("now")).as_py():
                found = [Term()]
                for flag, truth in zip(flags, truths, strict=True):
                    found = each(found, self.solve(flag, truth, False))
                terms += found
        return simplified(terms)

    def folded(self, node: Node) -> Node:
        """A constant in place of an expression that reads no column."""
        if isinstance(node, Constant | Column):
            return node
        if columns_of(node):
            return Call(node.op, tuple(self.folded(a) for a in node.args))
        if reads_clock(node) and self.now is None:
            return node
        value = evaluate(node, {}, self.now if self.now is not None else np.datetime64("now"))
        return Constant(value.as_py() if isinstance(value, pa.Scalar) else value)

    def unsolved(self, node: Node, lenient: bool) -> list[Term]:
        """A condition that only a test can decide."""
        loose = lenient or any(isinstance(n, Call) and n.op in ("coalesce", "case", "or") for n in walk(node))
        return [replace(Term() if loose else nullness(columns_of(node), False), unsolved=True)]


def _without_coalesce(op: str, left: Node, right: Node) -> Node | None:
    """`coalesce(x, y) op z` as x where it is not NULL, else y."""
    for this, other, swapped in ((left, right, False), (right, left, True)):
        if isinstance(this, Call) and this.op == "coalesce":
            first, *others = this.args
            rest = call("coalesce", *others) if len(others) > 1 else others[0]
            parts = [call(op, *((other, x) if swapped else (x, other))) for x in (first, rest)]
            present = call("not", call("is null", first))
            return call("or", call("and", present, parts[0]), call("and", call("is null", first), parts[1]))
    return None


def _flags(node: Node) -> list[Node]:
    """The conditions whose numbers are added up in *node*; none if it is no such sum."""
    if isinstance(node, Call) and node.op == "+":
        left, right = _flags(node.args[0]), _flags(node.args[1])
        return left + right if left and right and len(left) + len(right) <= 8 else []
    if isinstance(node, Call) and node.op == "int":
        return [node.args[0]]
    return [node] if isinstance(node, Call) and kind_of(node) == "bool" else []
