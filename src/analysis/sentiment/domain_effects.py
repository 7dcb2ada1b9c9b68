"""What the words of a user did, and the tone under several readings of the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.schema.tone import DOMAIN_WORDS, TONE_VARIANTS
from analysis.sentiment import lexicon
from analysis.sentiment.domain import AS_LISTED
from analysis.sentiment.speakers import spoken_words

if TYPE_CHECKING:
    from analysis.sentiment.domain import DomainWords

_UNLISTED = "no list holds it: nothing changed"
_UNUSED = "not in these texts"


def described(domain: DomainWords, *, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Say of each word of a user what was done to it, and whether that did anything.

    before, after : SENTENCE_TONE of the same sentences without and with the changes
    Returns  DOMAIN_WORDS, dropped words first, then flipped, then added, as in the file
    """
    done = [("dropped", word, 0.0) for word in domain.drop]
    done += [("flipped", word, 0.0) for word in domain.flip]
    done += [("added", word, weight) for word, weight in domain.add]
    counts = [spoken_words(tone)["word"].value_counts() for tone in (before, after)]
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


def readings(
    overall: pd.DataFrame,
    *,
    listed: pd.DataFrame,
    without: pd.DataFrame,
    domain: DomainWords = AS_LISTED,
) -> pd.DataFrame:
    """Average the tone of all as the lists have it, with a user's words, and without proposed ones.

    overall : TONE_OVERALL with `domain`; listed : with the lists as they are
    without : TONE_OVERALL without the words that may name the topic; no row where there are none
    Returns  TONE_VARIANTS: the lists first, then a row for each change; no rows without any
    """
    tones = {"as the lists have them": listed}
    if domain.n:
        tones[f"with the words of {domain.file}"] = overall
    if len(without):
        both = f"with those of {domain.file}, " if domain.n else ""
        tones[f"{both}without the words proposed"] = without
    if len(tones) == 1:
        return TONE_VARIANTS.empty()
    rows = [
        row.assign(words=pd.Series(name, row.index, dtype="str")) for name, row in tones.items()
    ]
    return TONE_VARIANTS.check(pd.concat(rows, ignore_index=True))
