"""Named streams of chance: the same seed and name always give the same numbers, whatever was drawn elsewhere."""

import random


def stream(seed: int, *name: object) -> random.Random:
    """Return the generator that belongs to `seed` and `name`."""
    return random.Random("/".join(str(part) for part in (seed, *name)))  # noqa: S311 - a demo market, not a secret
