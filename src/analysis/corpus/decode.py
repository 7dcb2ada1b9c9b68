"""Bytes become clean text: encodings, line ends, control characters."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from analysis.corpus.language import detect
from analysis.corpus.notes import What
from analysis.errors import DataError, UsageError

# how pictures, archives, programs and the like begin
_MAGIC = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"\0\0\1\0", b"RIFF"),
    *(b"\x1f\x8b", b"PK\3\4", b"PK\5\6", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"\x28\xb5\x2f\xfd"),
    *(b"%PDF", b"\xd0\xcf\x11\xe0", b"PAR1", b"SQLite format 3\0"),
    *(b"\x7fELF", b"MZ\x90", b"OggS", b"ID3"),
)
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_UTF32 = {codecs.BOM_UTF32_LE: "utf-32-le", codecs.BOM_UTF32_BE: "utf-32-be"}
_CONTROLS = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1b")
_SAMPLE = 8192  # bytes looked at to tell text from other things
_GUESS_BYTES = 65536  # charset-normalizer is slow: a guess needs no more
_CONTROL_SHARE = 0.05  # of the bytes of a text at most
_ZERO_SHARE = 0.3  # of all bytes are zeros in UTF-16 of an alphabet near ASCII
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_NO_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]|\\A\ufeff")
# encodings that text is still found in; asked for all it knows, charset-normalizer names odd ones
_COMMON = (
    *("cp1252", "cp1251", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_2"),
    *("koi8_r", "koi8_u", "cp866", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"),
)
_LATIN = {
    "cp1252": "",
    "cp1250": "pl cs sk hu hr sl bs ro sq",
    "iso8859_2": "",
    "cp1254": "tr az",
    "cp1257": "lt lv et",
}
_REPLACED = "\ufffd"


Remark = tuple[What, str, str]  # what, reason, detail


class Decoded(NamedTuple):
    """Text with what had to be assumed or mended."""

    text: str
    remarks: tuple[Remark, ...] = ()


def check_encoding(encoding: str) -> None:
    """Raise UsageError where Python knows no text encoding of this name ('' is none)."""
    try:
        "".encode(encoding or "utf-8")
    except (LookupError, ValueError) as error:
        raise UsageError(
            f"encoding={encoding!r}: no such encoding. Try utf-8, cp1252 or cp1251"
        ) from error


def decode(content: bytes, *, encoding: str = "") -> Decoded:
    """Turn the bytes of a file into text.

    encoding : the user's word for it; '' to find out: UTF-8, UTF-16 and 32 by their mark, else
        charset-normalizer's guess, which is named in a remark
    Raises  DataError where the bytes are no text.
    """
    if encoding:
        return _replacing(content, encoding)
    for bom, name in (_UTF32 | _UTF16).items():
        if content.startswith(bom):
            return _replacing(content[len(bom) :], name)
    if name := _unmarked_utf16(content[:_SAMPLE]):
        return Decoded(content.decode(name, "replace"), (_guessed(name),))
    if is_binary(content):
        raise DataError("binary")
    try:
        return Decoded(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _not_quite_utf8(content)


def is_binary(content: bytes) -> bool:
    """Tell pictures, archives and the like from text, by their first bytes."""
    if content.startswith(_MAGIC):
        return True
    sample = content[:_SAMPLE]
    n_controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return n_controls > 1 and n_controls > _CONTROL_SHARE * len(sample)


def clean(text: str) -> Decoded:
    """Make line ends alike, and take out what no page can show.

    Byte order marks at the start go without a remark; so do foreign line ends. Control characters
    go, characters that are no text (lone surrogates) become U+FFFD: both are remarked on.
    """
    if _ODD.search(text) is None:
        return Decoded(text)
    text = _LINE_ENDS.sub("\n", text.lstrip("\ufeff"))
    text, n_controls = _ESCAPES.subn("", text)
    text, n_broken = _NO_TEXT.subn(_REPLACED, text)
    remarks: tuple[Remark, ...] = (
        ("mended", "control characters taken out", f"{n_controls} taken out"),
        ("mended", "characters that are no text replaced", f"{n_broken} now U+FFFD"),
    )
    kept = tuple(r for r, n in zip(remarks, (n_controls, n_broken), strict=True) if n)
    return Decoded(text, kept)


def _replacing(content: bytes, name: str) -> Decoded:
    """Decode with U+FFFD for bytes that mean nothing, remarked on with the place of the first."""
    text = content.decode(name, "replace")
    at = _first_bad(content, name) if _REPLACED in text else -1
    if at < 0:
        return Decoded(text)  # what U+FFFD there is, its author wrote
    detail = f"{text.count(_REPLACED)} now U+FFFD, the first at byte {at}"
    return Decoded(text, (("mended", f"bytes that are no {name.upper()} replaced", detail),))


def _first_bad(content: bytes, name: str) -> int:
    try:
        content.decode(name)
    except UnicodeDecodeError as error:
        return error.start
    return -1


def _not_quite_utf8(content: bytes) -> Decoded:
    """Choose between UTF-8 with some bad bytes and another encoding altogether."""
    as_utf8 = _replacing(content, "utf-8")
    n_bad = as_utf8.text.count(_REPLACED)
    n_good = sum(not c.isascii() for c in as_utf8.text) - n_bad
    name = "" if n_good > n_bad else _guess(content)
    if not name:
        return as_utf8
    return Decoded(content.decode(name, "replace"), (_guessed(name),))


def _guess(content: bytes) -> str:
    """Ask charset-normalizer, showing it the text around the first bytes beyond ASCII."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only foreign encodings need it

    start = max(0, _first_bad(content, "utf-8") - _GUESS_BYTES // 4)
    sample = content[start : start + _GUESS_BYTES]
    best = from_bytes(sample, cp_isolation=list(_COMMON)).best()
    if best is None or best.encoding == "ascii":
        return ""
    return _latin(sample) if best.encoding in _LATIN else best.encoding


def _latin(sample: bytes) -> str:
    """Choose among the Latin encodings by the language, which the plain letters tell.

    Left to itself charset-normalizer takes French and Spanish for cp1250.
    """
    code = detect([sample.decode("cp1252", "replace")])[0]
    return next((name for name, codes in _LATIN.items() if code in codes.split()), "cp1252")


def _guessed(name: str) -> Remark:
    return ("guessed", "encoding guessed", f"read as {name}; encoding= overrides it")


def _unmarked_utf16(sample: bytes) -> str:
    """Name the UTF-16 that a text without a mark is in, by where its zeros stand."""
    n = max(len(sample), 1)
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) < 4 or max(even, odd) < _ZERO_SHARE * n or min(even, odd) > 0.02 * n:  # noqa: PLR2004 - fewer than two letters prove nothing
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"
