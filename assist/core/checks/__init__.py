"""What reading a phrasebank cannot see: prompts that say what they must not, or never can.

Reading (`assist.core.reading`) finds what is wrong in one line; these checks compare lines with
each other, prompts with prompts, and all of it with the words that a speech model knows. Each
gives back problems with their lines and raises nothing, whatever stands in the files.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from assist.core.checks.glance import unreadable
from assist.core.checks.overlap import covered_patterns
from assist.core.checks.places import Places, files_of
from assist.core.checks.shadow import contradictions, shadowed_patterns
from assist.core.checks.stealing import stolen_examples
from assist.core.checks.unheard import Ears, unheard, unheard_weights
from assist.core.checks.weighed import beyond_reach
from assist.core.examples import failed_examples, tried_examples
from assist.core.phrasebank import Role
from assist.core.problems import Problem
from assist.core.reading import Read
from assist.core.rulebook import Rulebook


def all_problems(
    read: Read,
    texts: Mapping[str, str],
    ears: Ears | None = None,
    every_word: bool = False,
    only: Collection[str] | None = None,
) -> list[Problem]:
    """Every problem of these phrasebanks, those of the reading among them, by file and line.

    `texts` are the files as they were read, by name; lines are looked up in them. `ears` are what
    the speech model can hear; with `every_word` each word that it cannot is told on its own. With
    `only`, problems of these files alone are looked for, beside all the others.
    """
    rulebook = Rulebook(read.banks)
    places = Places(texts)
    files = texts.keys() if only is None else only
    prompts = [prompt for prompt in rulebook.prompts if not files_of(prompt).isdisjoint(files)]
    items = [
        one
        for one in rulebook.everything
        if one.role is Role.TICKS and not files_of(one).isdisjoint(files)
    ]
    tried = tried_examples(rulebook, prompts)
    found = [
        *read.problems,
        *failed_examples(tried),
        *failed_examples(tried_examples(rulebook, items)),
        *unreadable(prompts, places),
        *contradictions(prompts, places),
        *shadowed_patterns(prompts, places),
        *covered_patterns(prompts, places),
        *beyond_reach(prompts, rulebook.scales, places),
        *stolen_examples(rulebook, tried),
        *(unheard([*prompts, *items], places, ears, every_word) if ears else ()),
        *(unheard_weights(read.banks, places, ears) if ears else ()),
    ]
    return sorted(
        (
            replace(one, line=places.within(one.file, one.line))
            for one in found
            if one.file in files
        ),
        key=lambda one: (one.file, one.line),
    )
