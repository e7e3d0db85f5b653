"""Edits: the few ways in which a workshop changes.

A workshop's state is the fold of its edits. `apply` takes a workshop and an edit and returns
the new workshop and the edit that takes it back; what breaks a rule is `Refused` and changes
nothing. Edits are generic over the collections of `journeykit.model`:

=========  ==================================================================
`Put`      puts an entity in, or replaces the one with the same id
`Change`   sets fields of one entity; fields not named stay as they are, so two
           people's edits to different fields lose neither
`Remove`   takes out an entity that nothing depends on (`removal` makes the batch
           that takes its dependents out first)
`Rate`     one participant's rating of a touchpoint; a second one replaces the first
`Vote`     one participant's dots for an item; 0 takes them back
`Batch`    several edits that stand or fall together and are undone together
=========  ==================================================================

Order is the field ``rank``, so moving is a `Change`; `place` computes it. `idealized` copies a
journey as the one that it should become, `merging` makes one finding of several. `merge_texts` puts
two people's changes of one text together.
"""

from __future__ import annotations

from journeykit.edits.copying import idealized
from journeykit.edits.folding import apply, fold, inverse
from journeykit.edits.kinds import Batch, Change, Edit, Put, Rate, Remove, Vote, from_json, to_json
from journeykit.edits.merging import merging
from journeykit.edits.order import next_rank, place
from journeykit.edits.references import references
from journeykit.edits.removing import removal
from journeykit.edits.texts import merge_texts
from journeykit.edits.words import describe

__all__ = [
    "Batch",
    "Change",
    "Edit",
    "Put",
    "Rate",
    "Remove",
    "Vote",
    "apply",
    "describe",
    "fold",
    "from_json",
    "idealized",
    "inverse",
    "merge_texts",
    "merging",
    "next_rank",
    "place",
    "references",
    "removal",
    "to_json",
]
