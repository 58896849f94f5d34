"""The cases in which CHECKs hold: what they say, and that they are enough."""

import operator
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import sqlalchemy as sa

from populace.generators.fitted import fit
from populace.rows import Rows
from populace.schema.cases import Case, Component, cases
from populace.schema.checks import derive, parse
from populace.schema.domain import NOT_NULL, NULL, Domain
from populace.schema.expressions import Call

NOW = np.datetime64("2026-01-01T12:00:00", "us")
TYPES = {
    "a": pa.int64(), "b": pa.int64(), "c": pa.int64(), "x": pa.string(), "y": pa.string(), "status": pa.string(),
    "done_at": pa.timestamp("us"), "price": pa.float64(), "quantity": pa.int64(), "total": pa.float64(),
    "d": pa.date32(), "e": pa.date32(), "f": pa.float64(), "flag": pa.bool_(), "l": pa.list_(pa.string()),
    "i": pa.duration("us"), "j": pa.string(), "t": pa.time64("us"),
}  # fmt: skip
KINDS: dict[str, sa.types.TypeEngine[Any]] = {
    "done_at": sa.DateTime(), "price": sa.Numeric(10, 2), "total": sa.Numeric(10, 2), "d": sa.Date(), "e": sa.Date(),
    "f": sa.Float(), "flag": sa.Boolean(), "l": sa.ARRAY(sa.Text), "i": sa.Interval(), "t": sa.Time(),
    **dict.fromkeys(("x", "y", "status", "j"), sa.Text()),
}  # fmt: skip
CHECKS = (Path(__file__).parent / "checks.txt").read_text().splitlines()


def solved(*texts: str, known: Mapping[str, Domain] | None = None, dialect: str = "postgresql") -> list[Component]:
    checks = [parse(f"check{n}", text, dialect, TYPES) for n, text in enumerate(texts)]
    return cases(checks, TYPES, now=NOW, known=known)


def only(*texts: str) -> Case:
    (component,) = solved(*texts)
    (case,) = component.cases
    assert not component.residual
    return case


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("a > 0", Domain(low=0, low_open=True)),
        ("a BETWEEN 1 AND 5 AND a <> 3", Domain(low=1, high=5, excluded=frozenset({3}))),
        ("(a > 0) IS TRUE", Domain(null=False, low=0, low_open=True)),
        ("x = ANY (ARRAY['b'::text, 'c'::text])", Domain(values=("b", "c"))),
        ("upper(x) IN ('A', 'b')", Domain(values=("A",))),
        ("x = lower(x) AND btrim(x) <> ''", Domain(case="lower", stripped=True, min_length=1)),
        ("length(x) >= 3 AND char_length(x) < 9", Domain(min_length=3, max_length=8)),
        ("x ~ '^a' AND x !~ '[[:digit:]]'", Domain(patterns=("^a",), not_patterns=("[0-9]",))),
        ("cardinality(l) BETWEEN 1 AND 4", Domain(min_length=1, max_length=4)),
        ("jsonb_typeof(j) = 'object'::text", Domain(json="object")),
        ("price::numeric(8,2) > 0", Domain(low=0.01)),
        ("d < '2020-02-01'::date", Domain(high=date(2020, 2, 1), high_open=True)),
        ("done_at <= now() - interval '1 month'", Domain(high=datetime(2025, 12, 1, 12))),
        ("done_at > now()", Domain(low=datetime(2026, 1, 2, 12), low_open=True)),
        ("extract(year from d) = 2020", Domain(low=date(2020, 1, 1), high=date(2021, 1, 1), high_open=True)),
        ("i >= interval '0'", Domain(low=timedelta(0))),
        ("flag", Domain(values=(True,))),
        ("a > 3 AND a < 3", NULL),
    ],
)
def test_a_check_of_one_column_is_one_domain(text: str, domain: Domain) -> None:
    """Bounds, lists, lengths and patterns become what the column may be."""
    (column,) = parse("c", text, "postgresql", TYPES).columns

    assert only(text) == Case({column: domain})


def test_null_logic_is_enumerated() -> None:
    """Exactly one of three: three cases, each with the others NULL."""
    (component,) = solved("num_nonnulls(a, b, c) = 1")

    found = [{column for column, domain in case.domains.items() if domain == NOT_NULL} for case in component.cases]
    assert found == [{"a"}, {"b"}, {"c"}]


def test_a_status_that_goes_with_a_date() -> None:
    """Known labels and NOT NULL rule cases out, and weigh what is left."""
    known = {"status": Domain(null=False, values=("todo", "doing", "done"))}
    (component,) = solved("(status = 'done') = (done_at IS NOT NULL)", known=known)

    assert [(case.domains["status"].values, case.domains["done_at"]) for case in component.cases] == [
        (("todo", "doing"), NULL),
        (("done",), NOT_NULL),
    ]
    assert [case.weight for case in component.cases] == pytest.approx([2 / 3, 1 / 3])


def test_columns_are_ordered() -> None:
    """Comparisons of columns become orders; OR NULL adds nothing to them."""
    case = only("done_at IS NULL OR done_at > d + interval '1 hour'", "e >= d")

    assert case.orders == (("done_at", ">", "d", timedelta(hours=1)), ("e", ">=", "d", None))


def test_equations_are_kept() -> None:
    """A column that others determine comes with the expression to derive it by."""
    ((column, expression),) = only("total = price * quantity").equations

    assert (column, getattr(expression, "op", None)) == ("total", "*")
    assert only("abs(price * 2 - total) < 0.01").equations[0][0] == "total"


def test_checks_that_share_columns_are_solved_together() -> None:
    """Components are apart where columns are; contradictions leave no case."""
    first, second = solved("a > 0", "b IN (1, 2)", "a IS NULL OR c = 1", "c <> 1 AND c IS NOT NULL")

    assert first.columns == {"a", "c"} and second.columns == {"b"}
    assert [case.domains["a"] for case in first.cases] == [NULL]
    assert solved("a IS NOT NULL", "a IS NULL")[0].cases == ()


def test_what_is_not_understood_is_residual() -> None:
    """A part that no domain says is left to the test, what is around it still counts."""
    (component,) = solved("a > 0 AND a % 7 = 3")

    assert component.residual == ("check0",)
    assert component.cases == (Case({"a": Domain(low=0, low_open=True)}),)


def test_the_present_is_left_out_where_it_is_not_known() -> None:
    """Without *now*, bounds that depend on it are residual."""
    (component,) = cases([parse("c", "d <= CURRENT_DATE", "postgresql", TYPES)], TYPES)

    assert component.residual == ("c",)


def test_many_cases_are_cut_off() -> None:
    """No more than *limit* cases are listed."""
    text = " AND ".join(f"({column} IS NULL OR flag)" for column in "abcdexy")

    (component,) = cases([parse("c", f"{text} OR f > 0 OR b > 1", "postgresql", TYPES)], TYPES, 2)

    assert len(component.cases) == 2


@pytest.mark.parametrize("line", CHECKS)
def test_every_case_is_enough(line: str) -> None:
    """Rows made as a case says pass the CHECK; residual ones are not asked."""
    dialect, text = line.split(" ", 1)
    check = parse("c", text, dialect, TYPES)

    for component in cases([check], TYPES, now=NOW):
        assert component.cases
        for case in () if component.residual else component.cases:
            columns = made(case, check.columns)
            assert pc.all(check.test(columns, NOW)).as_py(), case


def made(case: Case, names: frozenset[str]) -> dict[str, pa.Array]:
    """200 rows of the case; those that its orders do not hold for are left out."""
    columns = {}
    for name in sorted(names):
        rows = Rows(np.arange(200), "t", name)
        domain = case.domains.get(name, Domain())
        array = fit(anything(rows, name), domain, rows, KINDS.get(name, sa.Integer()))
        null = np.full(200, domain.null) if domain.null is not None else rows.uniform("null") < 0.2
        held = pa.array(array) if not isinstance(array, pa.Array) else array
        columns[name] = pc.if_else(null, pa.scalar(None, held.type), held)
    for name, expression in case.equations:
        derived = derive(expression, columns, NOW)
        columns[name] = pc.if_else(columns[name].is_null(), pa.scalar(None, derived.type), derived)
    table = pa.table({**columns, "keep": pa.array(np.ones(200, bool))})
    for a, op, b, offset in case.orders:
        checks = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq}
        compare = checks.get(op, operator.ne)
        pairs = zip(table[a].to_pylist(), table[b].to_pylist(), strict=True)
        table = table.filter(pa.array([x is None or y is None or compare(*at(x, y, offset)) for x, y in pairs]))
    return {name: table[name].combine_chunks() for name in names}


def at(x: Any, y: Any, offset: Any) -> tuple[Any, Any]:
    """Dates as moments, and the offset added."""
    x, y = (datetime(v.year, v.month, v.day) if type(v) is date else v for v in (x, y))
    return x, y if offset is None else y + offset


def anything(rows: Rows, name: str) -> Any:
    """Values of any kind, few enough to meet."""
    few = rows.below(9) - 4
    type_ = TYPES[name]
    if pa.types.is_string(type_):
        return pa.array(["", "a", "b", " A", "done", "x@y", "{}", "q ", "ABC"]).take(pa.array(few + 4))
    if pa.types.is_list(type_):
        return pa.array([["a"] * n for n in range(9)]).take(pa.array(few + 4))
    if pa.types.is_boolean(type_):
        return few > 0
    if pa.types.is_floating(type_):
        return few * 0.5
    moment = np.datetime64("2020-01-01", "D") + few * 200
    day = np.timedelta64(1, "D").astype("timedelta64[us]")
    kinds = {
        "d": moment,
        "e": moment,
        "done_at": moment.astype("datetime64[us]"),
        "i": few * day,
        "t": abs(few) * day / 9,
    }
    return kinds.get(name, few)


def test_an_expression_is_plain_data() -> None:
    """Expressions compare and hash, so that cases of equal CHECKs are equal."""
    one, two = (parse("c", text, "postgresql", TYPES).expression for text in ("a + 1 = b", "(a + 1) = (b)"))

    assert isinstance(one, Call) and one == two and hash(one) == hash(two)
