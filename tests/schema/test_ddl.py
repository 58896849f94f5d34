"""Reading SQLite's CREATE statements."""

from populace.schema.ddl import definitions, index_parts, without_parentheses


def test_checks_survive_quotes_comments_and_parentheses():
    """A CHECK ends where its own parenthesis does; one inside a comment is none."""
    sql = """CREATE TABLE t (a TEXT CHECK (a <> 'x,)y' AND (a > '(')), -- CHECK (no)
        b int CONSTRAINT "big one" CHECK(b in (1,
          2)), /* CHECK (no) */ CHECK (a < b))"""

    found = [check for part in definitions(sql) for check in part.checks]

    assert found == [(None, "a <> 'x,)y' AND (a > '(')"), ("big one", "b in (1,\n          2)"), (None, "a < b")]


def test_references_know_whether_they_are_deferred():
    """Deferral is written nowhere but in the text."""
    sql = "CREATE TABLE t (a REFERENCES x DEFERRABLE INITIALLY DEFERRED, CONSTRAINT f FOREIGN KEY (b) REFERENCES y (i))"

    assert [r for part in definitions(sql) for r in part.references] == [(None, True, True), ("f", False, False)]


def test_index_expressions_and_condition():
    """Order and collation are not part of an expression."""
    sql = "CREATE UNIQUE INDEX i ON t (lower(a, ',') DESC, b COLLATE NOCASE) WHERE c <> ' where '"

    assert index_parts(sql) == (["lower(a, ',')", "b"], "c <> ' where '")


def test_only_outer_parentheses_go():
    """(a) OR (b) keeps both pairs."""
    assert without_parentheses("((a > 1))") == "a > 1"
    assert without_parentheses("(a) OR (b)") == "(a) OR (b)"
    assert without_parentheses("(a = ')')") == "a = ')'"
