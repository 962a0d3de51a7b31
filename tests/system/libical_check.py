"""Run by the system's own Python, which has libical's bindings: the restriction check of RFC 5546 on files.

Prints one line of JSON a file: its name, and what libical complains of.
"""

import json
import sys

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402 - the version must be chosen first

for name in sys.argv[1:]:
    with open(name, newline="", encoding="utf-8") as file:  # noqa: PTH123 - this file is a script for any Python
        component = ICalGLib.Component.new_from_string(file.read())
    kept = bool(component.check_restrictions())
    errors = [line for line in component.as_ical_string().splitlines() if line.startswith("X-LIC-ERROR")]
    sys.stdout.write(json.dumps({"name": name, "kept": kept, "errors": errors}) + "\n")
