"""How fast comments are scored, and how near people's ratings, beside vaderSentiment as it is.

    python benchmarks/text.py --data ../shared/data/sentiment --out out/text.json

Speed: distinct comments a second, the best of five runs of each, in turn, in one process; "page" is
all that the Comments tab does with them before it opens: scored, words found, languages named.
Nearness: Pearson's r with the mean rating by people, for each set that is in the folder.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

SETS = {"film reviews": "movie_snippets.tsv", "editorials": "nyt_snippets.tsv"}
RUNS = 5


def ours(texts: Sequence[str]) -> list[float]:
    from journeykit.emotions.text import score_texts

    return [score.compound for score in score_texts(texts)]


def vader(texts: Sequence[str]) -> list[float]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    return [analyzer.polarity_scores(text)["compound"] for text in texts]


def page(texts: Sequence[str]) -> list[float]:
    from journeykit.insight.themes.column import Column

    column = Column("q", "What else?", list(texts))
    for _ in column.work():
        pass
    return column.suggested.tolist()


SCORERS: dict[str, Callable[[Sequence[str]], list[float]]] = {"ours": ours, "vader": vader}
TIMED = SCORERS | {"page": page}


def rated(path: Path) -> tuple[list[float], list[str]]:
    """Return the ratings and the texts of a set: id, rating, text; tabs, no quoting."""
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    fields = [line.split("\t") for line in lines]
    return [float(row[1]) for row in fields], [row[2] for row in fields]


def synthetic() -> list[str]:
    """Return distinct comments made of parts, for where the sets are absent."""
    return [
        f"The {place} was {how} {what}, but order {number} came {when}."
        for place in ("counter", "app", "driver", "hotel", "hotline")
        for how in ("very", "not", "rather", "so", "hardly")
        for what in ("friendly", "slow", "confusing", "helpful", "dirty", "cheap")
        for when in ("late", "on time", "broken", "quickly")
        for number in range(25)
    ]


def best(scorer: Callable[[Sequence[str]], list[float]], texts: Sequence[str]) -> float:
    began = time.perf_counter()
    scorer(texts)
    return time.perf_counter() - began


def speed(texts: Sequence[str]) -> dict[str, int]:
    """Return comments a second of each scorer, the runs in turn."""
    for scorer in TIMED.values():
        scorer(texts[:100])
    times: dict[str, list[float]] = {name: [] for name in TIMED}
    for _ in range(RUNS):
        for name, scorer in TIMED.items():
            times[name].append(best(scorer, texts))
    return {name: round(len(texts) / min(taken)) for name, taken in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, help="folder of the rated sets, where you have them")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    result: dict[str, object] = {}
    texts: list[str] = []
    for name, file in SETS.items():
        if given.data and (given.data / file).exists():
            ratings, these = rated(given.data / file)
            texts += these
            result[f"r, {name}"] = {
                scorer: round(statistics.correlation(ratings, run(these)), 4)
                for scorer, run in SCORERS.items()
            }
    texts = list(dict.fromkeys(texts or synthetic()))
    result["comments"] = len(texts)
    result["comments a second"] = speed(texts)
    print(json.dumps(result, indent=2))
    if given.out:
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
