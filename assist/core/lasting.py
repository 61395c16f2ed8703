"""Making much that stays, without being looked through for garbage meanwhile or ever after.

The collector of cyclic garbage looks at all objects again and again while a hundred thousand
phrases are being made, finds nothing, and takes longer over it than the making does. Phrases,
trees and rulebooks hold no cycles: they go when nobody uses them any more, without it.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MUCH = 100_000
"""Objects from which on it is worth having the collector pass over them for good."""


@contextmanager
def lasting() -> Iterator[None]:
    """Within this, nothing is looked for that could be thrown away. May be nested."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] >= _MUCH:
            gc.freeze()
        gc.enable()
