"""The topic of each sentence by a saved model: groups for another page, such as that of tone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import corpus, topics
from analysis.labels import model_file

if TYPE_CHECKING:
    from analysis.terms import DocumentTermMatrix


def sentence_topics(path: str, sents: pd.DataFrame, *, counts: DocumentTermMatrix) -> pd.Series:
    """Name the topic of each sentence: that of its unit (document, paragraph or itself).

    path : of a model that `model_file.save` wrote, found as a corpus is; '' for none
    sents : SENTENCES; counts : words of the same sentences
    Returns  a label for each sentence, shape (n_sentences,); '' where its unit holds no word of
        the model, and everywhere without a model
    Raises   DataError where there is no such file, it is no saved model or has no topics
    """
    if not path.strip():
        return pd.Series("", index=sents.index, dtype="str")
    model = model_file.load(path)
    key = corpus.units(sents, model.unit)
    assigned = topics.assign(model, counts.sum_by(key, unit=model.unit))
    label = assigned["topic"].map(model.topics.set_index("topic")["label"]).fillna("")
    of_unit = pd.Series(label.to_numpy(), index=assigned["unit_id"].to_numpy())
    return pd.Series(key.map(of_unit).to_numpy(), index=sents.index, dtype="str")
