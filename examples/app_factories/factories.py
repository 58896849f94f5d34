"""Factories of the help desk. Everything that is not written here follows from the models."""

import factory
from models import Status, Ticket, User

from populace.factories import ModelFactory


class UserFactory(ModelFactory[User]):
    pass


class TicketFactory(ModelFactory[Ticket]):
    status = Status.open
    solved_at = None

    class Params:
        solved = factory.Trait(
            status=Status.solved,
            assignee=factory.SubFactory(UserFactory, company=factory.SelfAttribute("..author.company")),
            messages=2,
        )
