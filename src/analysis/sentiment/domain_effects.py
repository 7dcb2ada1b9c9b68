"""What the words of a user did, and the tone under several readings of the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.schema.tone import DOMAIN_WORDS, TONE_VARIANTS
from analysis.sentiment import lexicon
from analysis.sentiment.speakers import spoken_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.sentiment.domain import DomainWords

_UNLISTED = "no list holds it: nothing changed"
_UNUSED = "not in these texts"


def described(
    domain: DomainWords, before: pd.DataFrame, sentence_tone: pd.DataFrame
) -> pd.DataFrame:
    """Say of each word of a user what was done to it, and whether that did anything.

    before, sentence_tone : SENTENCE_TONE of the same sentences without and with the changes
    Returns  DOMAIN_WORDS, dropped words first, then flipped, then added, as in the file
    """
    done = [("dropped", word, 0.0) for word in domain.drop]
    done += [("flipped", word, 0.0) for word in domain.flip]
    done += [("added", word, weight) for word, weight in domain.add]
    counts = [spoken_words(tone)["word"].value_counts() for tone in (before, sentence_tone)]
    rows = [
        _row(change, word, max(int(own.get(word, 0)) for own in counts), weight)
        for change, word, weight in done
    ]
    table = pd.DataFrame(rows, columns=DOMAIN_WORDS.names)
    return DOMAIN_WORDS.check(table.astype({"word": "str", "change": "str", "note": "str"}))


def _row(change: str, word: str, n: int, weight: float) -> tuple[object, ...]:
    old = [of_list.get(word, np.nan) for of_list in (lexicon.vader(), lexicon.hu_liu())]
    new = {"dropped": [0.0, 0.0], "flipped": [-value for value in old]}.get(change, [weight] * 2)
    known = change == "added" or not np.isnan(old).all()
    note = ("" if n else _UNUSED) if known else _UNLISTED
    return word, change, *old, *(new if known else old), n, note


def variants(tones: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Put the mean and shares of all under several readings of the lists below each other.

    tones : TONE_OVERALL of each, by what it is called
    Returns  TONE_VARIANTS, in their order
    """
    rows = [overall.assign(words=name) for name, overall in tones.items()]
    table = pd.concat(rows, ignore_index=True).astype({"words": "str"})
    return TONE_VARIANTS.check(table)
