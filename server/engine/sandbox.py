"""What a worker process gives up before it reads a query: sockets, programs, endless memory.

Neither Oxigraph nor its Python binding can switch SERVICE off (it posts to whatever address the
query names), so the kernel does: a seccomp filter, which an unprivileged process may put on itself
and can never take off. See seccomp(2) and linux/filter.h for the numbers.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import resource
import sys
from dataclasses import dataclass
from pathlib import Path
from struct import pack

MEBIBYTE = 1 << 20
_STATM = "/proc/self/statm"

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2

_LOAD_WORD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_JUMP_IF_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_JUMP_IF_NOT_BELOW = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_RETURN = 0x06  # BPF_RET | BPF_K
_NUMBER_OFFSET, _ARCHITECTURE_OFFSET = 0, 4  # in struct seccomp_data

_ALLOW = 0x7FFF0000
_DENY = 0x00050000 | errno.EACCES
_KILL = 0x80000000

_X32_BIT = 0x40000000


@dataclass(frozen=True, slots=True)
class _Machine:
    """The numbers of one processor architecture.

    Attributes:
        audit: AUDIT_ARCH_*, which the kernel reports with each system call.
        denied: socket, socketpair, io_uring_setup (it opens sockets without socket(2)),
            execve, execveat, ptrace, process_vm_writev, pidfd_getfd.
        second_table: Whether numbers from 0x40000000 name the same calls again (x32).
    """

    audit: int
    denied: tuple[int, ...]
    second_table: bool = False


_MACHINES = {
    "x86_64": _Machine(0xC000003E, (41, 53, 425, 59, 322, 101, 311, 438), second_table=True),
    "aarch64": _Machine(0xC00000B7, (198, 199, 425, 221, 281, 117, 271, 438)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _instruction(code: int, value: int, jump_true: int = 0, jump_false: int = 0) -> bytes:
    return pack("=HBBI", code, jump_true, jump_false, value)


def filter_program(machine: str) -> bytes | None:
    """The BPF program that denies sockets on ``machine``, or None where the numbers are unknown.

    >>> len(filter_program("aarch64")) % 8      # eight bytes an instruction
    0
    >>> filter_program("pdp11") is None
    True
    """
    numbers = _MACHINES.get(machine)
    if numbers is None:
        return None
    count = len(numbers.denied)
    program = [
        _instruction(_LOAD_WORD, _ARCHITECTURE_OFFSET),
        _instruction(_JUMP_IF_EQUAL, numbers.audit, jump_true=1),
        _instruction(_RETURN, _KILL),
        _instruction(_LOAD_WORD, _NUMBER_OFFSET),
    ]
    if numbers.second_table:
        # Over all comparisons and the ALLOW behind them, to the DENY; so does each comparison.
        program.append(_instruction(_JUMP_IF_NOT_BELOW, _X32_BIT, jump_true=count + 1))
    program += [
        _instruction(_JUMP_IF_EQUAL, number, jump_true=count - place)
        for place, number in enumerate(numbers.denied)
    ]
    program += [_instruction(_RETURN, _ALLOW), _instruction(_RETURN, _DENY)]
    return b"".join(program)


def forbid_sockets() -> bool:
    """Deny this process, its threads to come included, what reaches out; whether it is done.

    Where it cannot be done (another system or architecture, a kernel without seccomp), SERVICE is
    still refused by reading the query.
    """
    program = filter_program(platform.machine()) if sys.platform == "linux" else None
    if program is None:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    numbers = _Program(len(program) // 8, program)
    refused: int = libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(
        _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(numbers), 0, 0
    )
    return refused == 0


def leave_no_core() -> None:
    """Let nothing be written when this process crashes: queries can make it, again and again.

    A core file is as large as the memory it took.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def address_space() -> int:
    """Bytes of address space that this process has mapped; 0 where that cannot be known."""
    return _memory(0)


def resident_memory() -> int:
    """Bytes of memory that this process holds; 0 where that cannot be known."""
    return _memory(1)


class ResidentMemory:
    """What ``resident_memory`` tells, where that is asked after each query.

    The file stays open: to open it takes 50 microseconds, twice what a small query does, and to
    read it one. It tells of the process that opened it.
    """

    def __init__(self) -> None:
        """Open it, where there is one."""
        self._file: int | None = None
        with contextlib.suppress(OSError):
            self._file = os.open(_STATM, os.O_RDONLY | os.O_CLOEXEC)

    @property
    def size(self) -> int:
        """Bytes that the process holds now; 0 where that cannot be known."""
        return 0 if self._file is None else _pages(os.pread(self._file, 128, 0), 1)


def _memory(field: int) -> int:
    """A field of /proc/self/statm (see proc(5)), in bytes.

    Not getrusage(2): the peak it tells begins with that of the process that started this one.
    """
    try:
        return _pages(Path(_STATM).read_bytes(), field)
    except OSError:
        return 0


def _pages(statm: bytes, field: int) -> int:
    """The bytes that a field counts as pages."""
    return int(statm.split()[field]) * resource.getpagesize()


def limit_memory(mebibytes: int) -> None:
    """Let this process map ``mebibytes`` more than it has mapped now.

    An allocation beyond that fails, and Oxigraph aborts the process: this one alone. The limit can
    be taken back, since to open another database needs room for a while; no query can do that.
    """
    if sys.platform == "linux":
        limit = address_space() + mebibytes * MEBIBYTE
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        if most != resource.RLIM_INFINITY:
            limit = min(limit, most)
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))


def lift_memory_limit() -> None:
    """Take back what ``limit_memory`` did."""
    if sys.platform == "linux":
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
