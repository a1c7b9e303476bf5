"""The server's settings: one list that feeds the command line, the environment and the docs."""

# ruff: noqa: RUF009 - the defaults are made by dataclasses.field.

from __future__ import annotations

import os
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Mapping

ENVIRONMENT_PREFIX = "CURAGRAPH_"


class SettingError(ValueError):
    """A setting has a value that cannot be used; the message names setting and value."""


_SWITCH = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("", "0", "false", "no", "off"), False),
}
_KINDS = {int: "a whole number", float: "a number", bool: "true or false"}


def _setting(  # the type of a field is the field's own business
    default: Any,  # noqa: ANN401
    help_text: str,
    minimum: float | None = None,
    *,
    choices: tuple[str, ...] = (),
) -> Any:  # noqa: ANN401
    metadata = {"help": help_text, "minimum": minimum, "choices": choices}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server runs. Each field is a setting; its help stands beside it."""

    store: Path = _setting(Path("store"), "Directory that holds the published graph.")
    engine: str = _setting(
        "", "URL of a SPARQL 1.1 endpoint to serve from, in place of the published graph."
    )
    engine_refresh: float = _setting(
        10.0, "Seconds for which what such an endpoint answered may be given again.", 0.1
    )
    host: str = _setting("127.0.0.1", "Address to listen on; the default is this machine alone.")
    port: int = _setting(8000, "Port to listen on; 0 takes any free one.", 0)
    trusted_hosts: str = _setting(
        "",
        "Names that requests may give this server, separated by commas, or * for any; by default "
        "those of this machine where host is one of them, else host itself.",
    )
    threads: int = _setting(96, "Requests that are served at the same time.", 1)
    connections: int = _setting(
        500, "Connections that are open at the same time; for more, the longest idle ones go.", 1
    )
    client_timeout: float = _setting(
        20.0,
        "Seconds a client may take to send a request, with one more for each 500 bytes, and may "
        "leave an answer unread.",
        0.1,
    )
    workers: int = _setting(
        max(2, os.cpu_count() or 2),
        "Worker processes for queries from outside; one more is for clients with none at work.",
        1,
    )
    long_queries: int = _setting(
        max(2, os.cpu_count() or 2),
        "Queries running for more than a second that occupy no worker: each gets one more.",
        0,
    )
    page_workers: int = _setting(2, "Worker processes kept for the pages.", 1)
    query_timeout: float = _setting(30.0, "Seconds a query may take, to its last byte.", 0.01)
    query_memory: int = _setting(1024, "MiB of memory a query may use.", 16)
    query_size: int = _setting(131_072, "Bytes a query's text may have.", 1)
    queue_timeout: float = _setting(5.0, "Seconds a query may wait for a free worker.", 0)
    queue_length: int = _setting(64, "Queries that may wait for a free worker.", 0)
    buffer_size: int = _setting(
        262_144, "Bytes of an answer held back, so that a failure is still an HTTP status.", 0
    )
    rate_limit: str = _setting(
        "",
        "How often one address may ask, such as '10 per second; 600 per hour'; by default as often "
        "as it likes.",
    )
    trusted_proxy: str = _setting(
        "", "Address of a proxy in front, which is believed in X-Forwarded-For; none by default."
    )
    stop_timeout: float = _setting(
        5.0, "Seconds that running requests have to end when the server is stopped.", 0
    )
    answer_rows: int = _setting(
        0, "Rows of a table or statements of a graph that an answer may have; 0 for any.", 0
    )
    answer_size: int = _setting(
        0, "Bytes after which an answer ends, with the row that passes them; 0 for never.", 0
    )
    access_log: str = _setting(
        "off",
        "A line of JSON on standard error for each request: off, on, or full, which holds the text "
        "of queries too.",
        choices=("off", "on", "full"),
    )
    cache_size: int = _setting(
        67_108_864, "Bytes of answers that are kept to be given again; 0 keeps none.", 0
    )
    cache_answer_size: int = _setting(1_048_576, "Bytes of the largest answer that is kept.", 0)
    warm_pages: str = _setting(
        "on",
        "Ask for the pages about the whole graph once it is published, before anybody waits for "
        "them: on or off.",
        choices=("on", "off"),
    )
    dump_timeout: float = _setting(3600.0, "Seconds a download of the whole graph may take.", 0.01)
    dumps: int = _setting(
        2,
        "Downloads of the whole graph at the same time; the last is for a client who has none.",
        1,
    )
    writable: bool = _setting(
        default=False,
        help_text="Let who has the token write: SPARQL Update and the graph store.",
    )
    token_file: Path | None = _setting(
        None, "File that holds the token for writing, readable for nobody else."
    )
    update_timeout: float = _setting(60.0, "Seconds a write may take, its wait included.", 0.01)
    update_memory: int = _setting(1024, "MiB of memory a write may use.", 16)
    update_size: int = _setting(1_048_576, "Bytes an update's text may have.", 1)
    upload_size: int = _setting(67_108_864, "Bytes that may be sent to the graph store.", 1)

    def __post_init__(self) -> None:
        """Refuse a number below its setting's minimum, and a word that is none of its choices."""
        for setting in SETTINGS:
            value = getattr(self, setting.name)
            if setting.choices and value not in setting.choices:
                words = ", ".join(setting.choices)
                raise SettingError(f"{setting.option} is {value!r}: it has to be one of {words}")
            if setting.minimum is not None and not value >= setting.minimum:
                message = f"{setting.option} is {value}: it has to be {setting.minimum:g} or more"
                raise SettingError(message)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting, as the command line, the environment and the documentation need it.

    Attributes:
        name: The attribute of ``Settings``.
        default: Its value when nothing is said.
        help: One sentence for people.
        type: What text is turned into.
        minimum: The smallest number that makes sense, if there is one.
        choices: The words it may be, if it is one of some.
    """

    name: str
    default: Any
    help: str
    type: type[Any]
    minimum: float | None
    choices: tuple[str, ...] = ()

    @property
    def option(self) -> str:
        """The option on the command line: ``--query-timeout``."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """The environment variable: ``CURAGRAPH_QUERY_TIMEOUT``."""
        return ENVIRONMENT_PREFIX + self.name.upper()

    def parse(self, text: str, origin: str) -> Any:  # noqa: ANN401 - of the setting's own type
        """The value that ``text`` spells.

        Raises:
            SettingError: ``text`` spells no such value; the message names ``origin``.
        """
        try:
            return _SWITCH[text.strip().lower()] if self.type is bool else self.type(text)
        except (ValueError, KeyError):
            kind = _KINDS.get(self.type, "usable")
            raise SettingError(f"{origin} is {text!r}: it has to be {kind}") from None


def _settings() -> tuple[Setting, ...]:
    types = get_type_hints(Settings)
    return tuple(
        Setting(
            name=each.name,
            default=None if each.default is MISSING else each.default,
            help=each.metadata["help"],
            type=_type_of(types[each.name]),
            minimum=each.metadata["minimum"],
            choices=each.metadata["choices"],
        )
        for each in fields(Settings)
    )


def _type_of(hint: Any) -> type[Any]:  # noqa: ANN401 - whatever stands beside a field
    """What text is turned into: that of ``Path | None`` is a Path."""
    choices = [each for each in get_args(hint) if each is not type(None)]
    found: type[Any] = choices[0] if choices else hint
    return found


SETTINGS = _settings()


def from_environment(environ: Mapping[str, str], **chosen: object) -> Settings:
    """The settings: what was chosen (and is not None), else the environment, else the default.

    >>> from_environment({"CURAGRAPH_PORT": "9000"}).port
    9000
    >>> from_environment({"CURAGRAPH_PORT": "9000"}, port=8080).port
    8080

    Raises:
        SettingError: A variable does not spell a value of its setting.
    """
    values: dict[str, Any] = {
        each.name: each.parse(environ[each.variable], each.variable)
        for each in SETTINGS
        if each.variable in environ and chosen.get(each.name) is None
    }
    values |= {name: value for name, value in chosen.items() if value is not None}
    return Settings(**values)
