"""Whether the phrasebanks and the speech model are for one and the same language."""

from collections import Counter
from collections.abc import Sequence

from assist.core.phrasebank import Phrasebank


def disagreement(banks: Sequence[Phrasebank], model_language: str) -> str:
    """One sentence where phrasebanks are for another language than the model hears; "" where all
    agree, or where nothing is known of the model's. "en-gb" and "en" are one language.
    """
    hears = model_language.casefold().replace("_", "-").split("-")[0]
    others = Counter(bank.language for bank in banks if bank.prompts and bank.language != hears)
    if not hears or not others:
        return ""
    named = ", ".join(sorted(others))
    count = sum(others.values())
    whose = "1 phrasebank is" if count == 1 else f"{count} phrasebanks are"
    return (
        f'The speech model hears "{hears}", but {whose} for "{named}" and cannot show a prompt. '
        "Choose another model, or other phrasebanks."
    )
