"""Any MetaData made ready to plan: annotated with what populace needs to know, in a copy."""

import sqlalchemy as sa

from populace.schema.annotations import annotate, annotations, copied
from populace.schema.families import annotate_families
from populace.schema.fields import annotate_fields
from populace.schema.soft import guess


def prepared(metadata: sa.MetaData, dialect: str = "") -> sa.MetaData:
    """*metadata* with families of classes and guessed references, and the types that it has for a *dialect*.

    It is returned as it is if it has them already.
    """
    if annotations(metadata).get("prepared"):
        return metadata
    copy = copied(metadata, by_name=True)
    _vary(copy, dialect)
    annotate_families(metadata, copy)
    annotate_fields(metadata, copy)
    guess(copy)
    while any([_narrow(key) for table in copy.tables.values() for key in table.foreign_keys]):
        pass
    annotate(copy, prepared=True)
    return copy


def _vary(metadata: sa.MetaData, dialect: str) -> None:
    """Give columns the types that ``with_variant`` names for *dialect*; SQLite's integers are wide all the same."""
    for table in metadata.tables.values():
        for column in table.columns:
            variant = column.type._variant_mapping.get(dialect)
            wide = dialect == "sqlite" and isinstance(variant, sa.Integer) and isinstance(column.type, sa.Integer)
            if variant is not None and not wide:
                column.type = variant


def _narrow(key: sa.ForeignKey) -> bool:
    """Whether the text that *key* points to had to be made as short as what points to it; then it now is."""
    target = key.column
    ours, theirs = (column.type for column in (key.parent, target))
    if isinstance(ours, sa.Enum) or isinstance(theirs, sa.Enum):
        return False
    if not isinstance(ours, sa.String) or not isinstance(theirs, sa.String) or not ours.length:
        return False
    if theirs.length is not None and theirs.length <= ours.length:
        return False
    target.type = theirs.copy()
    target.type.length = ours.length
    return True
