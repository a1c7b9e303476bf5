"""Exit codes of commands."""

from __future__ import annotations

from loader.errors import CuragraphError, ValidationError

DONE, PROBLEMS, UNUSABLE = 0, 1, 2
# What shells say of a program that the signal of a closed pipe ended (128 + SIGPIPE): others that
# write into head end so, and whoever asks for more than the first lines is told that it was cut.
CLOSED_PIPE = 141


def exit_code_of(error: CuragraphError) -> int:
    """Exit code for an error: 1 for problems found in good input, 2 for input of no use."""
    return PROBLEMS if isinstance(error, ValidationError) else UNUSABLE
