"""What keeps unique groups of columns from repeating.

Each group gets the mildest arrangement that keeps it: one free column whose values never
repeat, a run of numbered children for each parent, a permutation of parents, or a
permutation of combinations. A group that one before it keeps already needs nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import replace
from math import prod

from populace.generators.combinations import Couples, Days, Digit, Digits, Ordinal
from populace.generators.matching import FirstOf, Matching, Pairs
from populace.generators.references import FamilyMember, OneToOne, PerParent, Reference, Tree
from populace.infer.asked import Asked, Suggestion
from populace.infer.groups import Group
from populace.infer.limits import excluded, integer_bounds, moments, small_values
from populace.infer.links import Link
from populace.infer.structure import NULLS, Structure

WORDY = {"slug", "key", "code", "name", "email", "username", "login", "number", "uuid", "token", "title", "hash",
         "path", "identifier", "id", "sku", "label", "url", "uri", "value", "ref", "reference"}  # fmt: skip
WIDENESS = {"uuid": 4, "text": 3, "integer": 3, "datetime": 2, "date": 1, "time": 1, "interval": 1, "bytes": 1,
            "numeric": 1, "float": 1}  # fmt: skip
FEW = {"country", "currency", "language", "locale", "lang", "status", "state", "type", "kind", "level", "category",
       "unit", "gender", "sex", "priority", "role", "year", "month", "day", "age", "flag", "timezone"}  # fmt: skip
"""Words of names whose believable values are few."""
DAYS = 14_610
"""The days of 40 years."""
Small = Mapping[str, tuple[Hashable, ...]]


def keep(table: Structure, group: Group) -> None:
    """Arrange the *table* so that *group* never repeats."""
    columns = frozenset(group.columns)
    if group.apart is not None and group.apart in table.asked:
        table.unique.add(group.apart)
        table.kept.append(columns)
        return
    if any(done <= columns for done in table.kept):
        return
    if table.declares(columns):
        table.unique |= columns if len(columns) == 1 else set()
        table.kept.append(columns)
        return
    links = _whole_links(table, columns)
    if any(_one_to_one(table, link) for link in links):
        return
    free = [c for c in group.columns if c not in table.owner and c in table.asked]
    if not (len(columns) > 1 and _numbered(table, links, free)) and not _distinct_column(table, free, group):
        _combined(table, group, links, free)
    table.kept.append(columns)


def _whole_links(table: Structure, columns: frozenset[str]) -> list[Link]:
    """Links whose parent's row is told by the values of *columns*."""
    whole = []
    for link in _links(table, columns):
        inside = tuple(k for c, k in zip(link.columns, link.keys, strict=True) if c in columns)
        if set(link.columns) <= columns or table.around.distinct(link.parent, inside):
            whole.append(link)
    return whole


def _links(table: Structure, columns: frozenset[str]) -> list[Link]:
    """The links that fill some of *columns*."""
    found = [table.owner[c] for c in table.table.columns.keys() if c in columns and c in table.owner]
    return list({link.name: link for link in found}.values())


def _one_to_one(table: Structure, link: Link) -> bool:
    generator = table.suggestions[link.name].generator if link.name in table.suggestions else None
    return isinstance(generator, OneToOne | FamilyMember) or bool(getattr(generator, "unique", False))


def _drivers(table: Structure, links: list[Link]) -> list[Link]:
    """Links that may still be given runs of children, those that choose among most first."""
    able = [link for link in links if link.name not in table.shaped and table.picks(link, Reference)]
    return sorted(able, key=lambda link: -table.capacity(link))


def _running(table: Structure, links: list[Link]) -> list[Link]:
    return [link for link in links if link.name in table.suggestions and table.picks(link, PerParent)]


def _numbered(table: Structure, links: list[Link], free: list[str]) -> bool:
    """Number the rows of each parent 1, 2, 3 …, or day by day, in a free column."""
    running = _running(table, links)
    drivers = running or _drivers(table, links)
    candidates = [c for c in free if _countable(table, table.asked[c], running)]
    if not candidates or not drivers:
        return False
    column, driver = candidates[-1], drivers[0]
    asked, ordinal = table.asked[column], f"{driver.name}#"
    low, high = (0, DAYS - 1) if asked.kind == "date" else integer_bounds(asked)
    start = max(1, low) if high >= max(1, low) else low
    room = high - start + 1
    table.run(driver, room)
    total = room * table.capacity(driver)
    table.limit_to(total, f"{column} has {room:,} values for each row of {driver.parent}")
    numbering = Days(ordinal, *moments(asked, "D")) if asked.kind == "date" else Ordinal(ordinal, start)
    table.suggestions.setdefault(column, Suggestion(numbering, f"numbered within {driver.parent}: the group is unique"))
    return True


def _countable(table: Structure, asked: Asked, running: list[Link]) -> bool:
    """Whether a column can number the rows of a parent."""
    if asked.domain is not None and (asked.domain.values is not None or excluded(asked)):
        return False
    if asked.name in table.suggestions:
        ordinal = getattr(table.suggestions[asked.name].generator, "ordinal", None)
        return any(ordinal == f"{link.name}#" for link in running)
    if asked.kind == "date":
        first, last = moments(asked, "D")
        return first is None or last is None
    return asked.kind == "integer" and asked.tokens[-1:] != ("id",)


def _distinct_column(table: Structure, free: list[str], group: Group) -> bool:
    """Let one free column never repeat, if one has room enough."""
    if len(group.columns) == 1:
        if free and free[0] not in table.suggestions and table.asked[free[0]].kind != "boolean":
            table.unique.add(free[0])
            return True
        return False
    ranked = sorted(free, key=lambda c: -_wideness(table, c))
    if ranked and _wideness(table, ranked[0]) > 0:
        table.unique.add(ranked[0])
        table.kept.append(frozenset({ranked[0]}))
        return True
    return False


def _wideness(table: Structure, column: str) -> int:
    """How well a column can hold a value of its own for every row; 0 for not at all."""
    asked = table.asked[column]
    if column in table.suggestions or small_values(asked) is not None:
        return 0
    base, scarce = WIDENESS.get(asked.kind, 0), False
    if asked.kind == "text" and asked.length is not None:
        if 36**asked.length < 2 * asked.rows:
            return 0
        scarce = 36**asked.length < 50 * asked.rows
    if asked.kind == "date" and 2 * asked.rows > DAYS:
        return 0
    if set(asked.tokens) & FEW:
        scarce = True
    if asked.kind == "numeric" or asked.kind == "integer" and integer_bounds(asked)[1] < 4 * asked.rows:
        scarce = True
    return min(base, 1) if scarce else base * 10 + bool(set(asked.tokens) & WORDY) * 5 * bool(base)


def _combined(table: Structure, group: Group, links: list[Link], free: list[str]) -> None:
    """Permute combinations of parents and of small columns' values."""
    small = {
        c: values for c in free if c not in table.suggestions and (values := small_values(table.asked[c])) is not None
    }
    if group.where is not None and _partial(table, group, links, small):
        return
    unshaped, running = _drivers(table, links), _running(table, links)
    columns = [c for link in links for c in link.columns if c in group.columns]
    if len(links) == 1 and not small and unshaped:
        _permute(table, unshaped[0], columns)
    elif not unshaped and not running and _turn(table, links):
        pass
    elif unshaped and _paired(table, unshaped[0], links):
        pass
    elif unshaped or small or running:
        _digits(table, group, unshaped, running, small)
    elif not _first_of(table, group):
        _unkept(table, group)


def _permute(table: Structure, link: Link, columns: Collection[str]) -> None:
    """Each row a parent of its own, or none where that leaves a NULL in *columns*."""
    size = table.capacity(link)
    nulls = NULLS if table.can_be_null(link) and any(map(table.may_be_null, columns)) else 0.0
    table.set(link, OneToOne(link.parent, nulls, table.among(link)), f"{link.why}, one each")
    table.shaped.add(link.name)
    if not nulls:
        table.limit_to(size, f"{', '.join(link.columns)} is unique and {link.parent} has {size:,} rows for it")


def _turn(table: Structure, links: list[Link]) -> bool:
    """A link within the table, or to rows that agree: each row takes another one."""
    for link in links:
        picker = table.suggestions[link.name].generator if link.name not in table.shaped else None
        if isinstance(picker, Tree) or isinstance(picker, Matching) and (picker.itself or picker.nullable):
            table.set(link, replace(picker, unique=True), f"{link.why}; each row another one")
            table.shaped.add(link.name)
            return True
    return False


def _paired(table: Structure, driver: Link, links: list[Link]) -> bool:
    """Two links that must agree: pairs that do, no pair twice."""
    matching = [link for link in links if link.name not in table.shaped and table.picks(link, Matching)]
    if len(matching) != 1:
        return False
    other, fixed = matching[0], table.fixed[matching[0].name]
    if not set(fixed) <= set(driver.columns) or other.parent == table.table.fullname:
        return _turn(table, matching)
    mine, theirs = (dict(zip(k.columns, k.keys, strict=True)) for k in (driver, other))
    own, keys = tuple(mine[c] for c in fixed), tuple(theirs[c] for c in fixed)
    pairs = Pairs(driver.name, other.name, driver.parent, own, other.parent, keys)
    table.set(driver, pairs, f"{driver.why}; pairs with {other.parent} that agree on {', '.join(fixed)}, none twice")
    table.suggestions.pop(other.name)
    table.made_by[other.name] = driver.name
    table.shaped |= {driver.name, other.name}
    table.limit_to(table.around.count(pairs), f"so many rows of {driver.parent} and {other.parent} agree")
    return True


def _digits(table: Structure, group: Group, unshaped: list[Link], running: list[Link], small: Small) -> None:
    """Combinations of parents and values, none twice; within the run of one parent where there is one."""
    if _couple(table, unshaped):
        return
    driver = running[0] if running else unshaped[0] if unshaped else None
    others = _enough(table, driver, [link for link in unshaped if link is not driver], small)
    names = tuple(f"·{group.name}:{name}" for name in [*(k.name for k in others), *small])
    radices = [*(table.among(k) or k.parent for k in others), *(len(values) for values in small.values())]
    room = prod([*(table.capacity(link) for link in others), *(len(values) for values in small.values())])
    total = room * (table.capacity(driver) if driver else 1)
    if driver is not None:
        table.run(driver, room)
    table.limit_to(total, f"{', '.join(group.columns)} has only {total:,} combinations")
    if not names:
        return
    digits = Digits(names, tuple(radices), (driver.name, f"{driver.name}#") if driver else None)
    table.suggestions[names[0]] = Suggestion(digits, f"combinations that keep {group.name} unique")
    table.made_by |= dict.fromkeys(names[1:], names[0])
    why = f"no combination of {', '.join(group.columns)} twice"
    for name, link in zip(names, others, strict=False):
        table.set(link, Digit(name, among=table.among(link)), f"{link.why}; {why}")
        table.shaped.add(link.name)
    for name, (column, values) in zip(names[len(others) :], small.items(), strict=True):
        table.suggestions[column] = Suggestion(Digit(name, values), why)


def _enough(table: Structure, driver: Link | None, others: list[Link], small: Small) -> list[Link]:
    """As many of the links as it takes to have far more combinations than rows, those in no CHECK first."""
    compared = {column for pair in table.apart for column in pair}
    rows = _rows(table)
    room = prod(len(values) for values in small.values()) * (table.capacity(driver) if driver else 1)
    enough: list[Link] = []
    for link in sorted(others, key=lambda link: bool(compared & set(link.columns))):
        if room >= 4 * rows and (driver or enough):
            break
        enough.append(link)
        room *= table.capacity(link)
    return enough


def _couple(table: Structure, links: list[Link]) -> bool:
    """Two links to the same table that a CHECK keeps apart: couples of its rows, none twice."""
    for pair, op in table.apart.items():
        couple = [link for link in links if len(link.columns) == 1 and link.columns[0] in pair]
        if len(couple) != 2 or couple[0].parent != couple[1].parent or any(table.among(link) for link in couple):
            continue
        if op != "<>":
            couple.sort(key=lambda link: link.columns[0] != op)
        first, second = couple
        couples = Couples(first.name, second.name, first.parent, op != "<>")
        table.set(first, couples, f"{first.why}; couples of different rows, none twice")
        table.suggestions.pop(second.name)
        table.made_by[second.name] = first.name
        table.shaped |= {first.name, second.name}
        table.limit_to(couples.count(table.around.size(first.parent)), f"{first.parent} has so many couples of rows")
        return True
    return False


def _partial(table: Structure, group: Group, links: list[Link], small: Small) -> bool:
    """A group that holds for some rows only: at most the first row of each parent is one of them."""
    room = prod([*(table.capacity(link) for link in links), *(len(values) for values in small.values())])
    if room >= _rows(table) * 2 and not small:
        return False
    drivers = _running(table, links) or _drivers(table, links)
    outside = f"NOT ({group.where}) OR ({group.where}) IS NULL"
    if drivers:
        table.run(drivers[0])
        outside = f'"{drivers[0].name}#" = 0 OR {outside}'
    table.checks.append((group.name, outside))
    return True


def _first_of(table: Structure, group: Group) -> bool:
    """Only part of a foreign key is in the group: a parent of its own for each value of that part."""
    columns = [c for c in group.columns if c in table.owner]
    for link in _drivers(table, _links(table, frozenset(group.columns))):
        keys = tuple(k for c, k in zip(link.columns, link.keys, strict=True) if c in group.columns)
        if table.among(link) is None:
            table.set(link, Reference(link.parent, among=FirstOf(link.parent, keys)), link.why)
            _permute(table, link, columns)
            return True
    return False


def _unkept(table: Structure, group: Group) -> None:
    table.notes.append(
        f"{table.table.fullname}: nothing found that keeps {group.name} ({', '.join(group.columns)}) unique; "
        "rows may be refused by the database"
    )
    own = table.table.fullname
    links = _links(table, frozenset(group.columns))
    table.crowded += [link.name for link in links if link.parent != own and not table.fixed[link.name]]


def alone(table: Structure, links: Collection[str]) -> None:
    """Give each row a parent of its own by these links, whatever groups they are in."""
    for link in _drivers(table, list({link.name: link for link in table.owner.values()}.values())):
        if link.name in links:
            _permute(table, link, ())


def _rows(table: Structure) -> int:
    return next(iter(table.asked.values())).rows if table.asked else 0
