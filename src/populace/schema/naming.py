"""How people name tables after things and columns after tables: plural and singular, snake and camel, prefixes."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import sqlalchemy as sa

IRREGULAR = {"people": "person", "children": "child", "men": "man", "women": "woman", "indices": "index",
             "statuses": "status", "media": "medium", "criteria": "criterion", "movies": "movie",
             "cookies": "cookie"}  # fmt: skip


def words(name: str) -> list[str]:
    """The words of a name in lower case: user_id, userId, UserID and "user id" are user and id."""
    return list(_words(name))


@lru_cache(maxsize=65_536)
def _words(name: str) -> tuple[str, ...]:
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+", name)
    return tuple(part.lower() for part in parts)


def singulars(word: str) -> list[str]:
    """What a word may be the plural of, the likeliest after itself; it may be several words in one."""
    found = [word]
    for plural, singular in IRREGULAR.items():
        if word.endswith(plural):
            found.append(word.removesuffix(plural) + singular)
    if word.endswith("ies"):
        found.append(f"{word[:-3]}y")
    if word.endswith(("sses", "xes", "ches", "shes")):
        found.append(word[:-2])
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        found.append(word[:-1])
    if word.endswith(("ses", "zes", "oes")):
        found.append(word[:-2])
    return list(dict.fromkeys(found))


def class_name(table: str) -> str:
    """The model class that a table is usually named after: task_watchers is TaskWatcher."""
    parts = words(table)
    return "".join(part.capitalize() for part in [*parts[:-1], singulars(parts[-1])[:2][-1]]) if parts else table


class TableNames:
    """Finds the table that a word stands for."""

    def __init__(self, tables: Iterable[sa.Table]) -> None:
        self.exact: dict[str, list[sa.Table]] = {}
        self.ending: dict[str, list[sa.Table]] = {}
        tables = list(tables)
        prefix = _common_prefix(tables)
        for table in tables:
            parts = words(table.name)
            own = parts[1:] if len(parts) > 1 and parts[0] == prefix else parts
            for key in {k for name in (parts, own) for k in singulars("".join(name))}:
                self.exact.setdefault(key, []).append(table)
            for start in range(1, 1 if is_association(table) else len(own)):
                for key in singulars("".join(own[start:])):
                    self.ending.setdefault(key, []).append(table)

    def find(self, parts: list[str], near: sa.Table) -> sa.Table | None:
        """The table named by exactly these words; among several the one in the schema of *near*."""
        return self._one(self.exact, parts, near)

    def find_ending(self, parts: list[str], near: sa.Table) -> sa.Table | None:
        """The only table whose name ends in these words, as auth_user does in user."""
        return self._one(self.ending, parts, near)

    def _one(self, names: dict[str, list[sa.Table]], parts: list[str], near: sa.Table) -> sa.Table | None:
        for key in singulars("".join(parts)):
            found = names.get(key, [])
            same = [table for table in found if table.schema == near.schema]
            if len(same or found) == 1:
                return (same or found)[0]
        return None


def is_association(table: sa.Table) -> bool:
    """A table of nothing but keys, such as zerver_scheduledemail_users with its two: no thing of its own."""
    others = [column for column in table.columns if words(column.name) != ["id"]]
    return len(others) > 1 and all(column.foreign_keys or words(column.name)[-1:] == ["id"] for column in others)


def _common_prefix(tables: list[sa.Table]) -> str | None:
    """A first word that most tables of a schema share, such as wp in wp_posts."""
    first = Counter(parts[0] for table in tables if len(parts := words(table.name)) > 1)
    if not first:
        return None
    word, count = first.most_common(1)[0]
    return word if len(tables) > 3 and count > 0.6 * len(tables) else None
