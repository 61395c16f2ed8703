"""Gentle calls: from the moment a loss or a need comes up, nothing hurries, sells or paces.

A call becomes gentle by the words of a prompt that says so and stays gentle to its end, unless the
agent leaves that; then nothing brings it back in this call.
"""

from assist.core.cards import Kind
from assist.core.phrasebank import InMode, Prompt
from assist.core.signals import Mode
from assist.core.spans import spine


def hurries(prompt: Prompt) -> bool:
    """Whether a prompt has no place in a gentle call: it says so, it is about pace and tone, or it
    is for sales calls alone.
    """
    sells = any(isinstance(one, InMode) and one.modes == {Mode.SALES} for one in spine(prompt.when))
    return prompt.hurries or prompt.kind is Kind.TONE or sells
