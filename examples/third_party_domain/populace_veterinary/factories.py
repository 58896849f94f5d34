"""A factory for each model."""

from populace.factories import ModelFactory
from populace_veterinary.models import Owner, Pet, Visit


class OwnerFactory(ModelFactory[Owner]):
    pass


class PetFactory(ModelFactory[Pet]):
    pass


class VisitFactory(ModelFactory[Visit]):
    pass
