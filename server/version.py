"""Which version of the software serves: a part of every validator."""

from __future__ import annotations

from importlib.metadata import version

VERSION = version("curagraph")
