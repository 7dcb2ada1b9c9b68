"""The language of each document: as given, else recognised."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

UNKNOWN = "und"
_SAMPLE_CHARS = 300  # longer samples change little and cost in proportion
_ENOUGH_LETTERS = 20  # below, a guess at a language in a shared script is a coin toss
_SURE, _UNSURE = (
    0.5,
    0.3,
)  # probabilities; of 120 wrong answers on titles three in four lie below .4
_ENOUGH_SURE, _MAIN_SHARE = 10, 0.9
_NO_LANGUAGE = ("zxx", "mul", "mis")
# scripts that one language writes alone, or nearly
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
    ("th", re.compile("[\u0e01-\u0e5b]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hy", re.compile("[\u0531-\u058a]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("am", re.compile("[\u1200-\u137f]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("te", re.compile("[\u0c00-\u0c7f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
)


@cache
def _two_letters() -> dict[str, str]:
    """Read which codes and names stand for a language with a two-letter code."""
    path = resources.files("analysis.corpus") / "languages.txt"
    lines = path.read_text("utf-8").splitlines()
    pairs = " ".join(line for line in lines if not line.startswith("#")).split()
    return dict(pair.split("=") for pair in pairs)


def normalise(code: str) -> str:
    """Write a language as its shortest ISO 639 code: en-US, eng and English are all en.

    Returns  '' for what is no code, 'und' for that code itself
    """
    first = re.split(r"[-_\s(,;]", code.strip().lower(), maxsplit=1)[0]
    first = _two_letters().get(first, first)
    return first if re.fullmatch("[a-z]{2,3}", first) else ""


def detect(texts: Sequence[str]) -> list[str]:
    """Recognise the language of each text from its first 300 characters.

    An unsure answer (probability below .5) gives way to the language that nine in ten of the sure
    ones have, where at least ten are sure; else it stands down to .3.
    Returns  ISO 639 codes; 'und' below that, and for fewer than 20 letters in a shared script
    Source   py3langid (Lui & Baldwin 2012)
    """
    samples = [text[:_SAMPLE_CHARS] for text in texts]
    distinct = [s for s in dict.fromkeys(samples) if _letters(s) >= _ENOUGH_LETTERS]
    found = dict(zip(distinct, _classify(distinct), strict=True))
    main = _main_language([code for code, sure in found.values() if sure >= _SURE])
    codes = {s: _decided(code, sure, main) for s, (code, sure) in found.items()}
    return [codes[s] if s in codes else _by_script(s) for s in samples]


def _classify(samples: Sequence[str]) -> list[tuple[str, float]]:
    """Give the likeliest language of each sample with its probability."""
    classify = _classifier() if samples else None
    return [(str(code), float(sure)) for code, sure in map(classify, samples)] if classify else []


@cache
def _classifier() -> Callable[[str], tuple[str, float]]:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - a model of some MB

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True).classify  # type: ignore[no-any-return]


def _main_language(sure: Sequence[str]) -> str:
    """Name the language of nine in ten of at least ten texts, or ''."""
    if len(sure) < _ENOUGH_SURE:
        return ""
    code, n = min(Counter(sure).items(), key=lambda pair: (-pair[1], pair[0]))
    return code if n >= _MAIN_SHARE * len(sure) else ""


def _decided(code: str, sure: float, main: str) -> str:
    if sure < _SURE and main:
        return main
    return UNKNOWN if sure < _UNSURE or code in _NO_LANGUAGE else code


def _letters(sample: str) -> int:
    return sum(map(str.isalpha, sample))


def _by_script(sample: str) -> str:
    """Name the one language that most letters of a short text leave."""
    letters = _letters(sample)
    for code, script in _SCRIPTS:
        if letters and 2 * len(script.findall(sample)) >= letters:
            return code
    return UNKNOWN
