"""What every page carries of our own: its style, its one script, and the policy that names both."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources

from markupsafe import Markup


def style() -> Markup:
    """Read the look of a page."""
    return Markup(_read("style.css"))  # noqa: S704 (our own file)


def script() -> Markup:
    """Read the script of a page: the exact text that stands between its tags."""
    return Markup(_read("page.js"))  # noqa: S704 (our own file)


def policy() -> Markup:
    """Write the Content-Security-Policy of a page: it runs our script, known by hash, and no other.

    Source  Content Security Policy Level 3, 8.3: the digest is of the bytes between the tags.
    """
    digest = hashlib.sha256(script().encode("utf-8")).digest()
    rules = (
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "font-src data:",
        f"script-src 'sha256-{base64.b64encode(digest).decode('ascii')}'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return Markup("; ".join(rules))  # noqa: S704 (nothing but what stands above)


def _read(name: str) -> str:
    return resources.files("analysis.report").joinpath(name).read_text("utf-8")
