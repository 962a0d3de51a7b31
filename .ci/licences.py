"""Prove that what mailflow needs when it runs may be used and given on as mailflow itself is (MIT).

Reads the metadata of the installed packages: all that ``mailflow`` asks for, with its extras, down to the last. What
is only used to test or build is not looked at, because it goes to nobody. ``--path DIR`` reads packages installed
elsewhere. Exit 1 with a line for each package that nobody has decided on yet.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# Licences that ask for no more than their notice, and the one that ends at its own files (MPL). The GPL and AGPL would
# reach mailflow itself; nothing needs the LGPL, so that whoever brings it in decides on it, here.
ALLOWED = frozenset(
    {"MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "ISC", "PSF-2.0", "MPL-2.0", "0BSD", "Zlib"}
)
CLASSIFIERS = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
WORDS = {"apache 2.0": "Apache-2.0", "bsd": "BSD-3-Clause", "bsd 2-clause license": "BSD-2-Clause"}
# Packages whose metadata name no licence, or none that is known by its name: read in the file that comes along.
READ = {"imapclient": ("BSD-3-Clause", "licenses/COPYING"), "dkimpy": ("Zlib", "licenses/LICENSE")}
EXTRAS = ("demo", "dkim")


def needed(found: dict[str, Distribution], name: str, extras: tuple[str, ...]) -> Iterator[str]:
    """Yield the names of all packages that one needs, each once, itself first; those not meant for here left out."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    waiting = [(name, extras)]
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        if not any(name == other for other, _ in seen):
            yield name
        seen.add((name, extras))
        for line in found[name].requires or () if name in found else ():
            wanted = Requirement(line)
            if wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
                waiting.append((canonicalize_name(wanted.name), tuple(sorted(wanted.extras))))


def licence(package: Distribution) -> str:
    """Return the licence of a package as an SPDX expression, or its own words for it; ``""`` if it says none."""
    said = package.metadata.get_all
    for expression in said("License-Expression") or ():
        return str(expression)
    if (known := READ.get(canonicalize_name(package.name))) and package.read_text(known[1]):
        return known[0]
    classes = [line.rpartition(" :: ")[2] for line in said("Classifier") or () if " OSI Approved ::" in line]
    if classes:
        # Several mean that one may be chosen; where all have to be kept, a package says so in an expression.
        return " OR ".join(CLASSIFIERS.get(each, each) for each in classes)
    words = "".join(said("License") or ()).strip().partition("\n")[0]
    return WORDS.get(words.lower(), words)


def allowed(expression: str) -> bool:
    """Say whether an SPDX expression can be met with allowed licences alone: AND all, OR one of them."""
    terms = re.split(r"\s+(AND|OR)\s+", expression.replace("(", " ").replace(")", " ").strip())
    if "AND" in terms and "OR" in terms:
        # Both at once is rare enough to be read by somebody.
        return False
    choice = any if "OR" in terms else all
    return choice(term in ALLOWED for term in terms[::2])


def main() -> int:
    """Check, and tell of each package that can't be used as it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--path", action="append", help="where packages are installed (default: this environment)")
    path = parser.parse_args().path
    everything = distributions(path=path) if path else distributions()
    found: dict[str, Distribution] = {canonicalize_name(each.name): each for each in everything}
    names = list(needed(found, "mailflow", EXTRAS))
    missing = [name for name in names if name not in found]
    wrong = [(name, licence(found[name])) for name in names if name in found and not allowed(licence(found[name]))]
    for name in missing:
        print(f"{name}: needed, and not installed; run `make setup`", file=sys.stderr)
    for name, said in wrong:
        told = f"its licence is {said!r}" if said else "it names no licence"
        print(
            f"{name}: {told}; do without it, or decide on it in .ci/licences.py and say why in docs/decisions.md",
            file=sys.stderr,
        )
    if not missing and not wrong:
        print(f"licences: {len(names)} packages, all of them may be used and given on")
    return 1 if missing or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
