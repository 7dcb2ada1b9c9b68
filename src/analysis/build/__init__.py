"""Run the notebooks on a corpus and publish their reports, whole or not at all."""

from analysis.build.make import build
from analysis.build.preview import check

__all__ = ["build", "check"]
