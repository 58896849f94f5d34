"""The library lends, refuses and reminds."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from models import Book, Loan


def test_a_member_is_shown(client, member):
    """By name, with an address; nothing is borrowed yet."""
    shown = client.get(f"/members/{member.id}").json

    assert shown == {"name": f"{member.first_name} {member.last_name}", "email": member.email, "books": []}


def test_a_member_sees_the_books_that_are_out(client, reader, populace):
    """Three loans came with the fixture; one more is known to be open."""
    atlas = populace.create(Loan, member=reader, book__title="Atlas", returned_on=None)
    shown = client.get(f"/members/{reader.id}").json

    assert len(reader.loans) == 4 and atlas.book.title in shown["books"]


def test_a_book_is_lent(client, member, book, populace_session):
    """For four weeks; the application commits, and the next test knows nothing of it."""
    answer = client.post("/loans", json={"book": book.id, "member": member.id, "on": "2026-01-05"})

    assert (answer.status_code, answer.json["due"]) == (201, "2026-02-02")
    assert populace_session.get(Loan, answer.json["loan"]).member is member


def test_a_book_that_is_out_is_refused(client, member, loan):
    """The fixture is a loan that nobody has returned."""
    answer = client.post("/loans", json={"book": loan.book_id, "member": member.id, "on": "2026-01-05"})

    assert (answer.status_code, answer.json) == (409, {"error": f"{loan.book.title} is out"})


@pytest.mark.parametrize("loan", [{"member__email": "ann@example.com"}], indirect=True)
def test_the_late_are_reminded(client, loan):
    """A test may know more about a fixture."""
    after = loan.due_on + timedelta(days=1)

    assert client.get(f"/overdue?on={after}").json == {"remind": ["ann@example.com"]}
    assert client.get(f"/overdue?on={loan.due_on}").json == {"remind": []}


def test_a_full_library(client, populace, populace_session):
    """Whole tables come at once, within the transaction of the test."""
    counts = populace.seed(Loan, rows={"books": 50, "members": 20, "loans": 200})

    assert counts == {"books": 50, "members": 20, "loans": 200}
    assert populace_session.scalar(sa.select(sa.func.count()).select_from(Book)) == 50
    late = client.get("/overdue?on=2030-01-01").json["remind"]
    assert 0 < len(late) <= 20
