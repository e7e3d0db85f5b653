"""Measures: answers in, numbers with n, interval and method out.

Counts come first: `count` reduces answers to one row per question, group and value, in
whatever engine holds them (pandas, Polars, DuckDB, PySpark, through narwhals); every score is
then computed from that small table. Frame functions take any such frame, eager or lazy, and
return an eager frame of the same engine (`who` and `rake` a frame of the same kind). *Tidy*: one
row an answer, columns question, value, and where there are any weight, wave, segment; *wide*:
one row a respondent. Numbers about fewer than five people are None and ``suppressed``.

Whom, with which weight

    who(wide, rule, separators=None) -> frame         the people of a persona's rule
    weighting(frame, weight="weight") -> Weighting    n, n_eff, design_effect, ratio of weights
    rake(wide, targets, trim=5.0) -> frame            with a column weight that meets margins
    of_population(score, population) -> Score         finite population correction

Scores

    table(tidy, measure, by=("question",), low=1, high=5) -> frame    nps, csat, ces, mean
    scores(survey, by=None, rule=None) -> list of dicts               of a survey, of a persona
    fitting(survey, rule) -> mask                                     whom a rule describes
    nps, csat, ces, mean (Tally.of(values, weights), …) -> Score;  shares(tallies) -> [Score]
    frequencies(wide, column, by=(), separator=None) -> frame         single and multi-select
    ticked(wide, columns, by=()) -> frame                             one column an option
    crosstab(wide, rows, columns) -> frame;  association(wide, rows, columns) -> Association
    missing_answers(wide, columns, not_applicable=None) -> frame;  complete_cases(wide, columns)
    response_rate(answered, invited) -> Score;  bounds(hits, answered, asked) -> (worst, best)

Comparisons: effect and interval, then p within its family, and a sentence

    compare(tidy, between, measure="mean", by=("question",), low=1, high=5, family="holm",
            pairs=None) -> frame                      measures: nps csat ces share mean ordinal
    difference(before, after, measure, low, high) -> Difference       of two tallies
    link(tidy, first, second, id="id", wave="wave", value="value") -> Pairs
    paired_mean(pairs), paired_share(pairs, low, high) -> Difference
    kruskal({group: tally}) -> Kruskal;  holm(ps), benjamini_hochberg(ps);  in_family(differences)
    sentence(difference, before, after, about="") -> str
    nps_needed(change), share_needed(before, after), mean_needed(change, sd) -> n a wave
    nps_visible(n) -> points

What to work on

    key_drivers(wide, outcome, drivers, resamples=1000) -> frame      LMG, association not effect
    importance_performance(frame, crosshair="mean", scale=(1, 5)) -> frame with quadrant
    kano_table(frame, by=("question",)) -> frame      of columns functional, dysfunctional 1…5
    impact_effort, rice, ice, wsjf, weighted;  methods(weights) -> {key: Method}
    weigh(workshop, actions, method, felt) -> [Weighed]               scores, filled in from answers
    stability(items, method, factors=None, top=3) -> [Stability]      ranges moved: chance, ranks
    krippendorff(ratings) -> Agreement;  voting: allowed, ballots, results, verdict

What must stay hidden

    hide(counts with totals) -> mask;  hide_groups(sizes) -> names
    apart(wide, rule, rule) -> (only first, only second);  beside(wide, rule, rule) -> bool
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journeykit.measures.agreement import Agreement, krippendorff
    from journeykit.measures.change import Change
    from journeykit.measures.comparing import (
        Kruskal,
        benjamini_hochberg,
        compare,
        holm,
        in_family,
        kruskal,
    )
    from journeykit.measures.counts import Tally, count, tallies
    from journeykit.measures.crosstabs import (
        Association,
        association,
        crosstab,
        frequencies,
        ticked,
    )
    from journeykit.measures.differences import (
        Difference,
        difference,
        mann_whitney,
        mean_difference,
        nps_difference,
        share_difference,
        superiority,
    )
    from journeykit.measures.drivers import key_drivers
    from journeykit.measures.importance import importance_performance
    from journeykit.measures.kano import kano_table
    from journeykit.measures.missing import bounds, complete_cases, missing_answers, response_rate
    from journeykit.measures.paired import Pairs, link, paired_mean, paired_share
    from journeykit.measures.people import who
    from journeykit.measures.population import correction, of_population
    from journeykit.measures.power import mean_needed, nps_needed, nps_visible, share_needed
    from journeykit.measures.priority import ice, impact_effort, methods, rice, weighted, wsjf
    from journeykit.measures.score import Score, ces, csat, mean, nps, shares
    from journeykit.measures.sensitivity import stability
    from journeykit.measures.sentences import sentence
    from journeykit.measures.suppression import apart, beside, hide, hide_groups
    from journeykit.measures.tables import fitting, scores, table
    from journeykit.measures.weighing import weigh
    from journeykit.measures.weights import Weighting, rake, weighting

_HOMES = {
    "Agreement": "agreement", "krippendorff": "agreement",
    "Change": "change",
    "Kruskal": "comparing", "benjamini_hochberg": "comparing", "compare": "comparing",
    "holm": "comparing", "in_family": "comparing", "kruskal": "comparing",
    "Tally": "counts", "count": "counts", "tallies": "counts",
    "Association": "crosstabs", "association": "crosstabs", "crosstab": "crosstabs",
    "frequencies": "crosstabs", "ticked": "crosstabs",
    "Difference": "differences", "difference": "differences", "mann_whitney": "differences",
    "mean_difference": "differences", "nps_difference": "differences",
    "share_difference": "differences", "superiority": "differences",
    "key_drivers": "drivers",
    "importance_performance": "importance",
    "kano_table": "kano",
    "bounds": "missing", "complete_cases": "missing", "missing_answers": "missing",
    "response_rate": "missing",
    "Pairs": "paired", "link": "paired", "paired_mean": "paired", "paired_share": "paired",
    "who": "people",
    "correction": "population", "of_population": "population",
    "mean_needed": "power", "nps_needed": "power", "nps_visible": "power",
    "share_needed": "power",
    "ice": "priority", "impact_effort": "priority", "methods": "priority", "rice": "priority",
    "weighted": "priority", "wsjf": "priority", "stability": "sensitivity", "weigh": "weighing",
    "Score": "score", "ces": "score", "csat": "score", "mean": "score", "nps": "score",
    "shares": "score",
    "sentence": "sentences",
    "apart": "suppression", "beside": "suppression", "hide": "suppression",
    "hide_groups": "suppression",
    "fitting": "tables", "scores": "tables", "table": "tables",
    "Weighting": "weights", "rake": "weights", "weighting": "weights",
}  # fmt: skip

__all__ = [
    "Agreement", "Association", "Change", "Difference", "Kruskal", "Pairs", "Score", "Tally",
    "Weighting", "apart", "association", "benjamini_hochberg", "beside", "bounds", "ces",
    "compare", "complete_cases", "correction", "count", "crosstab", "csat", "difference",
    "fitting", "frequencies", "hide", "hide_groups", "holm", "ice", "impact_effort",
    "importance_performance", "in_family", "kano_table", "key_drivers", "krippendorff", "kruskal",
    "link", "mann_whitney", "mean", "mean_difference", "mean_needed", "methods", "missing_answers",
    "nps",
    "nps_difference", "nps_needed", "nps_visible", "of_population", "paired_mean", "paired_share",
    "rake", "response_rate", "rice", "scores", "sentence", "share_difference", "share_needed",
    "shares", "stability", "superiority", "table", "tallies", "ticked", "weigh", "weighted",
    "weighting", "who", "wsjf",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
