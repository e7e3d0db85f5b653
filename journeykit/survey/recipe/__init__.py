"""Recipes: what a person decided about a survey file, to be used again for the next wave.

A recipe is YAML. Every key is optional::

    encoding: utf-8
    delimiter: ";"
    header_rows: 1
    tool: surveymonkey
    weight: WEIGHT
    partial: false
    test: true
    questions:
      - match: "Q7*"
        kind: rating
        scale: [1, 5]
        labels: {"Very poor": 1, "Excellent": 5}
        not_applicable: [6]
        missing: [0, "Blank"]
        touchpoint: "Wayfinding"
    drop: ["Email*", "IP*"]
    person: "Email*"

Responses that were not finished count where they answered, unless ``partial`` is false; those of
somebody who tried the form out are set aside, unless ``test`` is true.
In the place of the column ``person`` a hash is kept, salted by the store, to link waves.
"""

from __future__ import annotations

from journeykit.survey.recipe.applying import apply, recipe_of
from journeykit.survey.recipe.text import dump, load, overruled
from journeykit.survey.recipe.values import WHOLE, Recipe, Rule, named

__all__ = [
    "WHOLE", "Recipe", "Rule", "apply", "dump", "load", "named", "overruled", "recipe_of",
]  # fmt: skip
