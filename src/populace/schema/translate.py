"""From the SQL text of a CHECK to an expression, by sqlglot.

What a dialect writes in its own way (ANY of an array, `~~`, num_nonnulls, GLOB)
comes out in one form, and a literal takes the kind of what it is compared with.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from populace.schema import regexes
from populace.schema.expressions import (
    COMPARISONS,
    Call,
    CheckError,
    Column,
    Constant,
    Node,
    call,
    kind_of,
    kind_of_type,
)
from populace.schema.functions import function
from populace.schema.literals import coerce, parse_interval, target_of

DIALECTS = {"postgresql": "postgres", "sqlite": "sqlite", "mysql": "mysql", "mariadb": "mysql"}
BINARY: dict[type[exp.Expression], str] = {
    exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=",
    exp.And: "and", exp.Or: "or", exp.Xor: "xor", exp.NullSafeNEQ: "distinct",
    exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/", exp.IntDiv: "//", exp.Mod: "%", exp.DPipe: "||",
}  # fmt: skip
PATTERNS: tuple[type[exp.Expression], ...] = (
    exp.Like, exp.ILike, exp.SimilarTo, exp.Glob, exp.RegexpLike, exp.RegexpILike,
)  # fmt: skip


@dataclass(frozen=True)
class Translation:
    """What the names in a CHECK mean: the columns of its table, and the rules of its dialect."""

    dialect: str
    types: Mapping[str, pa.DataType]
    value: str | None = None

    def node(self, e: exp.Expression) -> Node:
        """The expression that sqlglot's tree says."""
        for types, translate in TRANSLATORS:
            if isinstance(e, types):
                return translate(self, e)
        if isinstance(e, tuple(BINARY)):
            return self.binary(e)
        return function(self.dialect, e, self.node)

    def binary(self, e: exp.Expression) -> Node:
        op = next(op for type_, op in BINARY.items() if isinstance(e, type_))
        if op in COMPARISONS and isinstance(e.this, exp.Tuple) and isinstance(e.expression, exp.Tuple):
            pairs = zip(e.this.expressions, e.expression.expressions, strict=True)
            return compare_rows(op, [(self.node(a), self.node(b)) for a, b in pairs])
        if op in COMPARISONS and (values := _members(e.expression, self.node)) is not None:
            return self.quantified(op, e.this, e.expression, values)
        if op == "=" and isinstance(e.expression, exp.Any):
            return call("has item", self.node(e.this), self.node(e.expression.this))
        left, right = self.node(e.this), self.node(e.expression)
        if op in ("and", "or", "xor"):
            return call(op, self.truth(left), self.truth(right))
        if op == "/" and self.dialect not in ("mysql", "mariadb") and kind_of(left) == kind_of(right) == "integer":
            op = "//"
        return alike(op, left, right)

    def truth(self, node: Node) -> Node:
        """A number as SQLite and MySQL take it for a condition: whether it is not 0."""
        return call("<>", node, 0) if kind_of(node) in ("integer", "decimal", "float") else node

    def quantified(self, op: str, this: exp.Expression, quantifier: exp.Expression, values: list[Node]) -> Node:
        """`x op ANY (array)` and `x op ALL (array)`."""
        every = not isinstance(quantifier, exp.Any)
        left = self.node(this)
        parts = [coerced(left, v) for v in values]
        if not parts:
            return Constant(every)
        if all(isinstance(p, Constant) for p in parts) and (op, every) in (("=", False), ("<>", True)):
            node = membership(left, parts)
            return call("not", node) if every else node
        return joined("and" if every else "or", [call(op, left, p) for p in parts])

    def column(self, e: exp.Expression) -> Node:
        name, quoted = e.name, bool(e.this.args.get("quoted"))
        if self.value is not None and name.lower() == "value" and not quoted:
            name, quoted = self.value, True
        found = name if name in self.types else None
        if found is None and (not quoted or self.dialect != "postgresql"):
            found = next((c for c in self.types if c.lower() == name.lower()), None)
        if found is None and quoted and self.dialect == "sqlite":
            return Constant(name)
        if found is None:
            raise CheckError(f"there is no column {name!r} (known are {', '.join(self.types)})")
        kind = kind_of_type(self.types[found])
        return Column(found, "float" if kind == "decimal" and self.dialect == "sqlite" else kind)

    def matched(self, e: exp.Expression) -> Node:
        """LIKE, GLOB and the regular expressions: a search of one regex each."""
        escape = "\\" if self.dialect != "sqlite" else ""
        if isinstance(e, exp.Escape):
            e, escape = e.this, e.expression.name
        patterns = _members(e.expression, self.node)
        left = self.node(e.this)
        texts = [self.node(e.expression)] if patterns is None else patterns
        every = patterns is not None and not isinstance(e.expression, exp.Any)
        node = joined("and" if every else "or", [call("match", left, self.regex(e, t, escape)) for t in texts])
        return call("not", node) if e.args.get("negate") else node

    def regex(self, e: exp.Expression, pattern: Node, escape: str) -> str:
        if not (isinstance(pattern, Constant) and isinstance(pattern.value, str)):
            raise CheckError(f"{e.sql()}: a pattern that is no literal cannot be evaluated")
        text = pattern.value
        if isinstance(e, exp.Like | exp.ILike):
            insensitive = isinstance(e, exp.ILike) or self.dialect in ("sqlite", "mysql", "mariadb")
            return regexes.from_like(text, escape, insensitive)
        if isinstance(e, exp.Glob):
            return regexes.from_glob(text)
        if isinstance(e, exp.SimilarTo):
            return regexes.from_similar(text)
        insensitive = isinstance(e, exp.RegexpILike) or self.dialect in ("mysql", "mariadb")
        return regexes.from_posix(text, insensitive)


def translate(sqltext: str, dialect: str, types: Mapping[str, pa.DataType], value: str | None = None) -> Node:
    """The expression of a CHECK's text; names are looked up in *types*, VALUE is the column *value*."""
    translation = Translation(dialect, types, value)
    try:
        tree = sqlglot.parse_one(f"SELECT 1 WHERE {sqltext}", dialect=DIALECTS.get(dialect)).find(exp.Where)
    except SqlglotError as error:
        raise CheckError(str(error).split("\n")[0]) from error
    if tree is None:
        raise CheckError("it is no condition")
    return translation.truth(translation.node(tree.this))


def alike(op: str, left: Node, right: Node) -> Node:
    """A binary call whose literal, if one side is one, has the kind of the other side."""
    if op in ("and", "or", "xor", "||"):
        return call(op, left, right)
    left, right = coerced(right, left), coerced(left, right)
    if op in COMPARISONS and isinstance(left, Call) and left.op == "age":
        since, born = left.args
        return call(COMPARISONS[op], born, call("-", since, right))
    return call(op, left, right)


def coerced(model: Node, node: Node) -> Node:
    """A literal as the kind of value that *model* is."""
    return coerce(node, kind_of(model)) if isinstance(node, Constant) else node


def membership(left: Node, values: list[Node]) -> Node:
    """`left IN (values)`: with a NULL among the values it is never false."""
    constants = tuple(v.value for v in values if isinstance(v, Constant) and v.value is not None)
    node = call("in", left, Constant(constants))
    return node if len(constants) == len(values) else call("or", node, None)


def joined(op: str, nodes: list[Node]) -> Node:
    """The nodes joined by `and` or `or`."""
    first, *others = nodes
    return call(op, first, joined(op, others)) if others else first


def compare_rows(op: str, pairs: list[tuple[Node, Node]]) -> Node:
    """A comparison of rows, as comparisons of their fields."""
    if op in ("=", "<>"):
        return joined("and" if op == "=" else "or", [alike(op, a, b) for a, b in pairs])
    (a, b), *others = pairs
    if not others:
        return alike(op, a, b)
    return call("or", alike(op[0], a, b), call("and", alike("=", a, b), compare_rows(op, others)))


def _members(e: exp.Expression, node: Callable[[exp.Expression], Node]) -> list[Node] | None:
    """The values of ANY (array) or ALL (array); None for anything else."""
    if isinstance(e, exp.Anonymous) and e.name.upper() == "ALL":
        inner = e.expressions[0]
    elif isinstance(e, exp.Any | exp.All):
        inner = e.this
    else:
        return None
    kind = None
    while isinstance(inner, exp.Paren | exp.Cast):
        if isinstance(inner, exp.Cast):
            kind = target_of(inner.args["to"]).removeprefix("list:")
        inner = inner.this
    if isinstance(inner, exp.Column):
        return None
    if isinstance(inner, exp.Literal):
        texts = [t.strip().strip('"') for t in inner.name.strip("{}").split(",")] if inner.name != "{}" else []
        return [coerce(Constant(t), (kind or "text").split(":")[0]) for t in texts]
    if not isinstance(inner, exp.Array):
        raise CheckError(f"{e.sql()}: ANY and ALL need a literal array")
    return [node(v) for v in inner.expressions]


def _contained(t: Translation, e: exp.Expression) -> Node:
    """`array <@ literal array`, or as some versions of sqlglot have it `literal array @> array`."""
    this, array = (e.expression, e.this) if isinstance(e, exp.ArrayContainsAll) else (e.this, e.expression)
    allowed = [n.value for n in _members(exp.Any(this=array), t.node) or () if isinstance(n, Constant)]
    left = t.node(this)
    if kind_of(left) != "list" or not allowed:
        raise CheckError(f"{e.sql()}: only an array in a literal array can be evaluated")
    return call("items in", left, Constant(tuple(allowed)))


def _is(t: Translation, e: exp.Expression) -> Node:
    right = e.expression
    left = t.node(e.this)
    if isinstance(right, exp.Null):
        node: Node = call("is null", left)
    elif isinstance(right, exp.Boolean):
        node = call("is true", t.truth(left) if right.this else call("not", t.truth(left)))
    elif isinstance(right, exp.JSON):
        node = call("json_valid", left)
    else:
        node = call("not", alike("distinct", left, t.node(right)))
    return call("not", node) if e.args.get("negate") else node


def _in(t: Translation, e: exp.Expression) -> Node:
    left = t.node(e.this)
    if e.args.get("query") or not e.expressions:
        raise CheckError(f"{e.sql()}: a subquery cannot be evaluated")
    values = [coerced(left, t.node(v)) for v in e.expressions]
    if all(isinstance(v, Constant) for v in values):
        return membership(left, values)
    return joined("or", [call("=", left, v) for v in values])


def _between(t: Translation, e: exp.Expression) -> Node:
    this, low, high = (t.node(e.args[key]) for key in ("this", "low", "high"))
    node = call("and", alike(">=", this, low), alike("<=", this, high))
    if e.args.get("symmetric"):
        return call("or", node, call("and", alike(">=", this, high), alike("<=", this, low)))
    return node


def _literal(t: Translation, e: exp.Expression) -> Node:
    if e.is_string:
        return Constant(e.name)
    return Constant(int(e.name) if e.name.isdigit() else float(e.name))


def _cast(t: Translation, e: exp.Expression) -> Node:
    target, inner = target_of(e.args["to"]), t.node(e.this)
    if isinstance(inner, Constant):
        return coerce(inner, target.split(":")[0])
    if kind_of(inner) == target or (target == "text" and kind_of(inner) == "text"):
        return inner
    return call("int", inner) if kind_of(inner) == "bool" and target == "integer" else call("cast", inner, target)


def _case(t: Translation, e: exp.Expression) -> Node:
    subject = t.node(e.this) if e.this else None
    args: list[Node] = []
    for branch in e.args["ifs"]:
        condition = t.node(branch.this)
        args += [t.truth(condition) if subject is None else alike("=", subject, condition), t.node(branch.args["true"])]
    default = e.args.get("default")
    args.append(t.node(default) if default is not None else Constant(None))
    if [a.value for a in args[1:] if isinstance(a, Constant)] in ([1, 0], [0, 1]) and len(args) == 3:
        positive = args[1] == Constant(1)
        return call("int", call("is true", args[0]) if positive else call("not", call("is true", args[0])))
    return call("case", *args)


def _interval(t: Translation, e: exp.Expression) -> Node:
    unit = e.args.get("unit")
    return Constant(parse_interval(f"{e.this.name} {unit.name if unit else ''}".strip()))


def _negative(t: Translation, e: exp.Expression) -> Node:
    inner = t.node(e.this)
    if isinstance(inner, Constant) and not isinstance(inner.value, None | bool | str | bytes | tuple):
        return Constant(-inner.value)  # type: ignore[operator]
    return call("neg", inner)


Translator = Callable[[Translation, exp.Expression], Node]
TRANSLATORS: list[tuple[type[exp.Expression] | tuple[type[exp.Expression], ...], Translator]] = [
    (exp.Paren, lambda t, e: t.node(e.this)),
    (exp.Collate, lambda t, e: t.node(e.this)),
    (exp.Introducer, lambda t, e: t.node(e.expression)),
    (exp.Column, Translation.column),
    (exp.Not, lambda t, e: call("not", t.truth(t.node(e.this)))),
    (exp.NullSafeEQ, lambda t, e: call("not", alike("distinct", t.node(e.this), t.node(e.expression)))),
    ((*PATTERNS, exp.Escape), Translation.matched),
    ((exp.ArrayContainsAll, *filter(None, [getattr(exp, "ArrayContainedBy", None)])), _contained),
    (exp.Is, _is),
    (exp.In, _in),
    (exp.Between, _between),
    (exp.Boolean, lambda t, e: Constant(bool(e.this))),
    (exp.Null, lambda t, e: Constant(None)),
    (exp.Literal, _literal),
    (exp.ByteString, lambda t, e: Constant(e.name)),
    (exp.National, lambda t, e: Constant(e.name)),
    (exp.Cast, _cast),
    (exp.Case, _case),
    (exp.Interval, _interval),
    (exp.Neg, _negative),
]
