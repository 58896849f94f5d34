"""Any MetaData made ready to plan: annotated with what populace needs to know, in a copy."""

import sqlalchemy as sa

from populace.schema.annotations import annotate, annotations, copied
from populace.schema.families import annotate_families
from populace.schema.fields import annotate_fields
from populace.schema.soft import guess


def prepared(metadata: sa.MetaData) -> sa.MetaData:
    """*metadata* with families of classes and guessed references; itself if it has them already."""
    if annotations(metadata).get("prepared"):
        return metadata
    copy = copied(metadata, by_name=True)
    annotate_families(metadata, copy)
    annotate_fields(metadata, copy)
    guess(copy)
    while any([_narrow(key) for table in copy.tables.values() for key in table.foreign_keys]):
        pass
    annotate(copy, prepared=True)
    return copy


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
