"""Reading the CREATE statements that SQLite keeps as text, by token: quotes, comments and parentheses are respected."""

import re
from dataclasses import dataclass, field

TOKEN = re.compile(
    r"""--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|[\w$]+|\s+|.""", re.DOTALL
)
QUOTES = {'"': '"', "`": "`", "[": "]", "'": "'"}


@dataclass(frozen=True)
class Token:
    text: str
    start: int
    depth: int  # a parenthesis has the depth of what is around it

    @property
    def word(self) -> str:
        """The keyword in upper case; "" for anything quoted."""
        return self.text.upper() if self.text[0] not in QUOTES else ""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Definition:
    """One column or table constraint of a CREATE TABLE."""

    name: str
    checks: list[tuple[str | None, str]] = field(default_factory=list)
    generated: str | None = None
    references: list[tuple[str | None, bool, bool]] = field(default_factory=list)  # name, deferrable, deferred


def tokens(sql: str) -> list[Token]:
    """The tokens of a statement without spaces and comments."""
    found, depth = [], 0
    for match in TOKEN.finditer(sql):
        text = match.group()
        if text.isspace() or text.startswith(("--", "/*")):
            continue
        depth -= text == ")"
        found.append(Token(text, match.start(), depth))
        depth += text == "("
    return found


def unquoted(text: str) -> str:
    """An identifier without its quotes."""
    if text[0] not in QUOTES:
        return text
    close = QUOTES[text[0]]
    return text[1:-1].replace(close * 2, close)


def definitions(create_table: str) -> list[Definition]:
    """The columns and constraints of a CREATE TABLE statement, in their order."""
    parts = split(tokens(create_table))
    return [_definition(create_table, part) for part in parts]


def split(stream: list[Token]) -> list[list[Token]]:
    """What stands between the commas of the first parenthesis."""
    opening = next((i for i, token in enumerate(stream) if token.text == "("), None)
    if opening is None:
        return []
    parts: list[list[Token]] = [[]]
    for token in stream[opening + 1 :]:
        if token.text == ")" and token.depth == 0:
            break
        if token.text == "," and token.depth == 1:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def index_parts(create_index: str) -> tuple[list[str], str | None]:
    """The expressions of a CREATE INDEX, without COLLATE and order, and its WHERE clause."""
    stream = tokens(create_index)
    expressions = []
    for part in split(stream):
        cut = next((t for t in part if t.depth == 1 and t.word in {"COLLATE", "ASC", "DESC"}), None)
        expressions.append(create_index[part[0].start : cut.start if cut else part[-1].end].strip())
    where = next((token for token in stream if token.depth == 0 and token.word == "WHERE"), None)
    return expressions, create_index[where.end :].strip().rstrip(";") if where else None


def without_parentheses(text: str) -> str:
    """An expression without the parentheses around the whole of it."""
    text = text.strip()
    while text.startswith("(") and _closing(text) == len(text) - 1:
        text = text[1:-1].strip()
    return text


def _closing(text: str) -> int:
    """Where the parenthesis that opens *text* closes."""
    depth = 0
    for match in re.finditer(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]""", text):
        depth += {"(": 1, ")": -1}.get(match.group(), 0)
        if depth == 0:
            return match.start()
    return -1


def _definition(sql: str, part: list[Token]) -> Definition:
    definition = Definition(unquoted(part[0].text))
    generated = None
    for i, token in enumerate(part):
        if token.depth != 1 or i + 1 >= len(part):
            continue
        if token.word == "CHECK" and part[i + 1].text == "(":
            definition.checks.append((_constraint_name(part, i), _inside(sql, part, i + 1)))
        elif token.word == "AS" and part[i + 1].text == "(":
            generated = _inside(sql, part, i + 1)
        elif token.word == "REFERENCES":
            definition.references.append(_reference(part, i))
    return Definition(definition.name, definition.checks, generated, definition.references)


def _inside(sql: str, part: list[Token], opening: int) -> str:
    depth = part[opening].depth
    closing = next(token for token in part[opening + 1 :] if token.text == ")" and token.depth == depth)
    return sql[part[opening].end : closing.start].strip()


def _constraint_name(part: list[Token], i: int) -> str | None:
    return unquoted(part[i - 1].text) if i >= 2 and part[i - 2].word == "CONSTRAINT" else None


def _reference(part: list[Token], i: int) -> tuple[str | None, bool, bool]:
    """A foreign key's name, whether it is deferrable and whether it is deferred from the start."""
    words = []
    for token in part[i + 1 :]:
        if token.word in {"REFERENCES", "CHECK", "CONSTRAINT"}:
            break
        words.append(token.word)
    text = " ".join(words)
    deferrable = "DEFERRABLE" in words and "NOT DEFERRABLE" not in text
    table_level = next((k for k in range(i) if part[k].word == "FOREIGN"), i)
    return _constraint_name(part, table_level), deferrable, deferrable and "INITIALLY DEFERRED" in text
