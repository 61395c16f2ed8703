"""The phrases that one speaker is listened to for: gathered in a tree, each with who listens for it.

Gathering a hundred thousand phrases takes most of a second; when a file is saved, all but a few are
the same as before, so what changed is put into the tree and what is gone is taken out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from assist.core.patterns import Pattern, Phrase
from assist.core.tree import Asked, PhraseTree

Who = TypeVar("Who")


@dataclass(frozen=True, slots=True)
class Gathered(Generic[Who]):
    """The tree; who listens for each of its phrases, nobody for one that is gone; and which
    pattern's phrases begin at which number.
    """

    tree: PhraseTree
    listeners: list[Who | None]
    begins: tuple[tuple[Pattern, int, int], ...] = ()
    """Each pattern with the score that is asked of it and the number of its first phrase."""

    def worth_changing(self) -> bool:
        """Whether most of its numbers stand for phrases that are there."""
        live = sum(len(pattern.phrases) for pattern, _, _ in self.begins)
        return 2 * live >= len(self.listeners)


def gathered(
    wanted: Sequence[tuple[Pattern, int, Who]], before: Gathered[Who] | None
) -> Gathered[Who]:
    """Every pattern, with the lowest score that is asked of it and who listens for it.

    What is in `before` is taken from it. Patterns are the same when they are the same object:
    what is read again is, where nothing about it has changed (`assist.core.sayings`).
    """
    if before is None or not before.worth_changing():
        before = Gathered(PhraseTree(()), [])
    kept: dict[tuple[int, int], list[tuple[Pattern, int]]] = {}
    for pattern, least, number in before.begins:
        kept.setdefault((id(pattern), least), []).append((pattern, number))
    listeners: list[Who | None] = [None] * len(before.listeners)
    begins: list[tuple[Pattern, int, int]] = []
    new: list[Asked] = []
    for pattern, least, who in wanted:
        same, count = kept.get((id(pattern), least)), len(pattern.phrases)
        if same:
            number = same.pop(0)[1]
        else:
            number = len(listeners)
            new += [(phrase, least) for phrase in pattern.phrases]
        listeners[number : number + count] = [who] * count
        begins.append((pattern, least, number))
    gone = [one for left in kept.values() for pattern, at in left for one in _phrases(pattern, at)]
    tree = before.tree.changed(gone, new) if before.begins else PhraseTree(new)
    return Gathered(tree, listeners, tuple(begins))


def _phrases(pattern: Pattern, at: int) -> list[tuple[int, Phrase]]:
    return list(enumerate(pattern.phrases, at))
