"""The configuration: a TOML file and the environment become one typed ``Config``, or all mistakes at once (SPEC §13).

``read_config`` reads a file, ``parse_config`` a text or tables already read (sandbox, tests). Rules and templates have
their own readers in ``rulebook/`` and ``letters/``.
"""

from mailflow.config.reading import parse_config, read_config
from mailflow.config.sections import Secret
from mailflow.config.values import read_duration
from mailflow.config.whole import Config

__all__ = ["Config", "Secret", "parse_config", "read_config", "read_duration"]
