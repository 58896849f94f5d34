"""Factories derived from an app's own models: python examples/app_factories/run.py"""

from models import Base, Company, Message
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from factories import TicketFactory, UserFactory
from populace.factories import factory_for, using

engine = create_engine("sqlite://")
Base.metadata.create_all(engine)

with Session(engine) as session, using(session=session, seed=7):
    ticket = TicketFactory.create(author__company__country="DE")
    print(
        f"{ticket.author.first_name} {ticket.author.last_name} <{ticket.author.email}>, {ticket.author.company.country}"
    )

    solved = TicketFactory.create(solved=True, labels=2)
    print(f"{solved.status.name}: {len(solved.messages)} messages, {len(solved.labels)} labels")
    print(f"one company: {solved.assignee.company is solved.author.company}")

    acme = factory_for(Company).create(company_name="Acme")
    crowd = TicketFactory.create_batch(100, reuse=[acme])
    print(f"{len(crowd)} tickets of {len({t.author_id for t in crowd})} people, all of {acme.company_name}")

    UserFactory.create_batch(1_000, company=acme)
    print(f"{session.scalar(select(func.count(Message.id)))} messages are stored; nothing is committed")
