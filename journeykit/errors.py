"""The errors of the kit: few, one sentence each, on the nearest builtin.

Whoever shows an error to a person shows ``str(error)`` and nothing else, so every
message names the thing, the rule and the value got, and the way out where there is one.
"""


class JourneykitError(Exception):
    """What every error of the kit is, so that the edges can catch one thing."""


class Refused(JourneykitError, ValueError):
    """An input breaks a rule; nothing was changed."""


class Missing(JourneykitError, LookupError):
    """Something that was named is not there."""


class Denied(JourneykitError, PermissionError):
    """The visitor may not do this."""


class StoreError(JourneykitError, OSError):
    """The store cannot be opened, read or written; what was acknowledged is safe."""
