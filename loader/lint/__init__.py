"""Linting: what the curator of a list would want to mend, with the place and a code.

:mod:`loader.lint.pages` puts what was read of a list beside the places of its links,
:mod:`loader.lint.rules` holds the rules, and :mod:`loader.lint.running` asks them.
"""

from loader.lint.running import Result, lint

__all__ = ["Result", "lint"]
