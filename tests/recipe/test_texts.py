"""What a model is made of, before any sound: sentences, language model, alignment. No PyTorch."""

import math
import random
from pathlib import Path

import pytest

from models.recipe.alignment import split
from models.recipe.corpus import Corpus
from models.recipe.listening import distance
from models.recipe.plan import SMALL, TEXTS
from models.recipe.rules import read_grammar
from models.recipe.trigram import Trigram


def test_rules_draw_each_choice_and_leave_out_what_may_be_left_out(tmp_path: Path) -> None:
    rules = tmp_path / "rules.txt"
    rules.write_text("# said to the reader\nthing: (order|bill)\nS: where is my [late] <thing>\n")
    drawn = set(read_grammar(rules).draw(200, seed=1))
    assert drawn == {
        "where is my order",
        "where is my bill",
        "where is my late order",
        "where is my late bill",
    }


def test_a_line_that_is_no_rule_is_named(tmp_path: Path) -> None:
    rules = tmp_path / "rules.txt"
    rules.write_text("S: yes\nno rule at all\n")
    with pytest.raises(ValueError, match=r"rules\.txt:2"):
        read_grammar(rules)


@pytest.mark.parametrize("name", ["toy.txt", "rules.txt", "general.txt"])
def test_the_rules_that_ship_can_all_be_drawn_from(name: str) -> None:
    grammar = read_grammar(TEXTS / name)
    rng = random.Random(1)
    for sentence in grammar.sentences:
        for _ in range(20):
            grammar._expand(sentence, rng)


def test_no_sentence_that_is_measured_with_is_trained_on() -> None:
    corpus = Corpus(SMALL)
    assert len(corpus.heldout.all) > 20
    assert not corpus.heldout.all & set(corpus.to_speak())
    assert not corpus.heldout.all & set(corpus.from_rules)


def test_the_same_plan_gives_the_same_sentences() -> None:
    assert Corpus(SMALL).to_speak() == Corpus(SMALL).to_speak()


def test_what_may_follow_two_words_adds_up_to_one() -> None:
    words = ["my", "order", "bill", "late"]
    sentences = [("my order late", 3), ("my bill", 2), ("order my bill late", 1)]
    trigram = Trigram(sentences, words, prune=1e-9)
    for history in (("<s>", "my"), ("my", "order"), ("order", "my"), ("late", "late")):
        total = sum(trigram.chance((*history, word)) for word in [*words, "</s>"])
        assert math.isclose(total, 1.0, abs_tol=1e-6)


def test_a_sentence_that_was_seen_is_likelier_than_its_words_in_disorder() -> None:
    trigram = Trigram([("where is my order", 5)], "where is my order".split(), prune=1e-9)
    assert trigram.perplexity(["where is my order"]) < trigram.perplexity(["order my is where"]) / 4


def test_the_acceptor_begins_with_the_start_and_backs_off_by_epsilon() -> None:
    words = ["my", "order"]
    ids = {word: number for number, word in enumerate(words, 1)}
    rows = [
        line.split()
        for line in Trigram([("my order", 3)], words, 1e-9).acceptor(ids, 1.0).split("\n")
    ]
    arcs = [row for row in rows if len(row) == 4]
    assert arcs[0][0] == "0"
    assert {row[2] for row in arcs} == {"0", "1", "2"}


def test_phones_are_split_into_words_where_they_fit_best() -> None:
    spans, cost = split("dh iy ao r d er".split(), [["dh", "ax"], ["ao", "r", "d", "er"]])
    assert spans == [[0, 1], [2, 3, 4, 5]]
    assert cost == pytest.approx(0.8)


def test_errors_are_words_to_change_to_add_and_to_leave_out() -> None:
    assert distance("i want my order".split(), "i want the big order".split()) == 2
    assert distance([], ["huh"]) == 1
