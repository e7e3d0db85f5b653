"""Latent classes: each segment answers in its own way, and who belongs where is estimated.

A mixture of independent answers: shares of the options for questions to choose from, a bell
curve for numbers; a blank says nothing and is no guess (missing at random). Fitted by expectation
and maximization (Dempster, Laird and Rubin 1977; Goodman 1974), with several starts, in steps
small enough that a page can go on in between.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journeykit.insight.segments.variables import Variable

if TYPE_CHECKING:
    import numpy as np

#: Weight of the prior, in people: keeps a share from 0 and a deviation from vanishing.
_PRIOR = 1.0
_NARROWEST = 0.05
_STARTS = 8
_SHORT = 20
_LONG = 150
_SMALL = 3000
_CLOSE = 5e-7


@dataclass(frozen=True, eq=False)
class Design:
    """Answers as one matrix: an indicator an option; of a number its square, itself and a one."""

    x: np.ndarray
    blocks: tuple[tuple[int, int], ...]
    numbers: tuple[int, ...]

    @property
    def free(self) -> int:
        """How many numbers describe one class."""
        return sum(size - 1 for _, size in self.blocks) + 2 * len(self.numbers)

    def of(self, rows: np.ndarray) -> Design:
        """Return the design of some people."""
        return Design(self.x[rows], self.blocks, self.numbers)


@dataclass(frozen=True, eq=False)
class Mixture:
    """A fitted mixture: the classes' sizes, their weights on the design, and the likelihood."""

    log_sizes: np.ndarray
    weights: np.ndarray
    log_likelihood: float

    @property
    def k(self) -> int:
        """How many classes."""
        return len(self.log_sizes)

    def bic(self, design: Design) -> float:
        """Return Schwarz's criterion, smaller is better."""
        import numpy as np

        free = self.k - 1 + self.k * design.free
        return float(-2 * self.log_likelihood + free * np.log(len(design.x)))

    def posterior(self, design: Design) -> np.ndarray:
        """Return for each person the probability of each class."""
        import numpy as np

        found, _ = _expect(design.x, self.log_sizes, self.weights)
        return np.asarray(found)


def design(found: Sequence[Variable]) -> Design:
    """Return the answers of all people as a design."""
    import numpy as np

    parts, blocks, numbers, at = [], [], [], 0
    for one in found:
        if one.codes is not None:
            size = len(one.names)
            parts.append((one.codes[:, None] == np.arange(size)).astype(float))
            blocks.append((at, size))
            at += size
        else:
            assert one.scores is not None
            there = np.isfinite(one.scores)
            x = np.where(there, one.scores, 0.0)
            parts.append(np.column_stack([x * x, x, there]))
            numbers.append(at)
            at += 3
    return Design(np.ascontiguousarray(np.hstack(parts)), tuple(blocks), tuple(numbers))


def _expect(x: np.ndarray, log_sizes: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, float]:
    import numpy as np

    joint = x @ weights.T
    joint += log_sizes
    top = joint.max(axis=1, keepdims=True)
    np.exp(joint - top, out=joint)
    total = joint.sum(axis=1, keepdims=True)
    joint /= total
    return joint, float((np.log(total) + top).sum())


def _maximize(
    sums: np.ndarray, sizes: np.ndarray, shape: Design, base: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The classes that fit sums of the design best; ``base`` is the sum over everybody."""
    import numpy as np

    weights = np.zeros_like(sums)
    for start, size in shape.blocks:
        block = slice(start, start + size)
        share = (base[block] + 0.5) / (base[block].sum() + 0.5 * size)
        counts = sums[:, block] + _PRIOR * share
        weights[:, block] = np.log(counts / counts.sum(axis=1, keepdims=True))
    for at in shape.numbers:
        squares, plain, n = sums[:, at], sums[:, at + 1], sums[:, at + 2]
        mean = plain / (n + 1e-9)
        spread = squares - 2 * mean * plain + mean**2 * n
        variance = np.maximum((spread + _PRIOR) / (n + _PRIOR), _NARROWEST)
        weights[:, at] = -0.5 / variance
        weights[:, at + 1] = mean / variance
        weights[:, at + 2] = -0.5 * mean**2 / variance - 0.5 * np.log(2 * np.pi * variance)
    return np.log((sizes + 1e-9) / (sizes.sum() + 1e-9 * len(sizes))), weights


def _seeded(shape: Design, k: int, random: np.random.Generator) -> Mixture:
    """Begin with people drawn at random, each half themselves and half the average."""
    import numpy as np

    n = len(shape.x)
    base = shape.x.sum(axis=0)
    seeds = shape.x[random.choice(n, size=k, replace=n < k)]
    log_sizes, weights = _maximize(4.0 * seeds + 4.0 * base / n, np.full(k, n / k), shape, base)
    return Mixture(log_sizes, weights, -np.inf)


def _improve(shape: Design, begun: Mixture, most: int) -> Generator[None, None, Mixture]:
    """Improve a mixture until it hardly moves; yields between the rounds."""
    import numpy as np

    base = shape.x.sum(axis=0)
    log_sizes, weights, before = begun.log_sizes, begun.weights, -np.inf
    for _ in range(most):
        found, likelihood = _expect(shape.x, log_sizes, weights)
        if likelihood - before < _CLOSE * abs(likelihood):
            break
        before = likelihood
        log_sizes, weights = _maximize(found.T @ shape.x, found.sum(axis=0), shape, base)
        yield
    return Mixture(log_sizes, weights, _expect(shape.x, log_sizes, weights)[1])


def fit(shape: Design, k: int, seed: int, starts: int = _STARTS) -> Generator[None, None, Mixture]:
    """Fit ``k`` classes: short runs from several starts on a part of the people, the best whole.

    The same seed gives the same classes. Yields often; the mixture is the return value.
    """
    import numpy as np

    random = np.random.default_rng(seed)
    if k == 1:
        base = shape.x.sum(axis=0)
        size = np.array([float(len(shape.x))])
        log_sizes, weights = _maximize(base[None, :], size, shape, base)
        return Mixture(log_sizes, weights, _expect(shape.x, log_sizes, weights)[1])
    n = len(shape.x)
    part = shape.of(random.choice(n, _SMALL, replace=False)) if n > _SMALL else shape
    runs: list[Mixture] = []
    for _ in range(starts):
        runs.append((yield from _improve(part, _seeded(part, k, random), _SHORT)))
    runs.sort(key=lambda one: -one.log_likelihood)
    best = []
    for one in runs[:2]:
        best.append((yield from _improve(part, one, 3 * _SHORT)))
    top = max(best, key=lambda one: one.log_likelihood)
    return (yield from _improve(shape, top, _LONG))


def separation(posterior: np.ndarray) -> float:
    """Return the relative entropy: 1 where everybody belongs clearly, 0 where nobody does."""
    import numpy as np

    n, k = posterior.shape
    if k == 1 or n == 0:
        return 1.0
    safe = np.clip(posterior, 1e-12, 1)
    return float(1 + (safe * np.log(safe)).sum() / (n * np.log(k)))


__all__ = ["Design", "Mixture", "design", "fit", "separation"]
