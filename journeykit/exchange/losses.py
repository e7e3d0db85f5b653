"""What an export or an import could not carry over, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Loss:
    """One thing that had no place or was changed: where, what, why.

    >>> Loss("sources/s1", "the answers", "they stay in the store").to_json()
    {'where': 'sources/s1', 'what': 'the answers', 'why': 'they stay in the store'}
    """

    where: str
    what: str
    why: str

    def to_json(self) -> dict[str, str]:
        """Return the loss as the contract's plain dict."""
        return {"where": self.where, "what": self.what, "why": self.why}
