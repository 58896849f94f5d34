"""A lending library, as a Flask application that keeps its tables with SQLAlchemy."""

from collections.abc import Callable
from datetime import date, timedelta

import sqlalchemy as sa
from flask import Flask, abort, request
from models import Book, Loan, Member
from sqlalchemy.orm import Session

WEEKS = 4


def create_app(session: Callable[[], Session]) -> Flask:
    """The application; *session* gives the session of a request."""
    app = Flask(__name__)

    @app.get("/members/<int:key>")
    def member(key: int) -> dict[str, object]:
        found = session().get(Member, key) or abort(404)
        out = [loan.book.title for loan in found.loans if loan.returned_on is None]
        return {"name": f"{found.first_name} {found.last_name}", "email": found.email, "books": sorted(out)}

    @app.post("/loans")
    def lend() -> tuple[dict[str, object], int]:
        asked = request.get_json()
        book = session().get(Book, asked["book"]) or abort(404)
        if any(loan.returned_on is None for loan in book.loans):
            return {"error": f"{book.title} is out"}, 409
        today = date.fromisoformat(asked["on"])
        loan = Loan(book=book, member_id=asked["member"], lent_on=today, due_on=today + timedelta(weeks=WEEKS))
        session().add(loan)
        session().commit()
        return {"loan": loan.id, "due": loan.due_on.isoformat()}, 201

    @app.get("/overdue")
    def overdue() -> dict[str, list[str]]:
        today = date.fromisoformat(request.args["on"])
        late = sa.select(Member.email).join(Loan).where(Loan.returned_on.is_(None), Loan.due_on < today)
        return {"remind": sorted(set(session().scalars(late)))}

    return app
