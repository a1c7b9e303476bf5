"""The catalogue of saved queries: headers read, parameters bound.

A saved query is a file of SPARQL that begins with comments of its own form:

    # title: Papers on a task
    # description: Every paper filed under a task or one of its sub-tasks, newest first.
    # tags: task, paper
    # param task: iri = task:medical-visual-question-answering | Task

In its text a parameter is written ``$task`` and every other variable ``?name``, as SHACL-SPARQL
writes ``$this``: the file as it stands is SPARQL wherever a variable may stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode

from ontology import BASE, PREFIXES, XSD
from ontology.iris import Iris
from queries.lexer import TokenKind, tokens_of

Kind = OneOf["select", "ask", "construct", "describe"]

_HEADER = re.compile(r"#\s*(title|description|tags|param)\b\s*(.*)")
_PARAMETER = re.compile(
    r"(?P<name>[A-Za-z]\w*)\s*:\s*(?P<type>\w+)\s*=\s*(?P<default>[^|]*?)\s*(?:\|\s*(?P<label>.+))?"
)
_ABSOLUTE_IRI = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*')
_LOCAL_NAME = re.compile(r"[A-Za-z0-9_.%-]+(?:#[A-Za-z0-9_.-]+)?")
# Bytes of a command line that are no UTF-8 arrive as these.
_SURROGATE = re.compile("[\ud800-\udfff]")
_LONGEST_VALUE = 2000


class QueryFileError(ValueError):
    """A saved query's file is not of its form; the message names the file."""


class ParameterError(ValueError):
    """A value does not fit its parameter; the message names both."""


class ParameterType(StrEnum):
    """What a parameter takes."""

    IRI = "iri"
    STRING = "string"
    INTEGER = "integer"
    YEAR = "year"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a saved query.

    Attributes:
        name: As written after ``$``.
        type: What it takes.
        default: The value used where none is given, as a person writes it.
        label: What a form calls it.
    """

    name: str
    type: ParameterType
    default: str
    label: str

    def term(self, value: str, iris: Iris) -> str:
        """A value as the SPARQL term that stands for it.

        Raises:
            ParameterError: The value is none of the parameter's type.
        """
        value = value.strip()
        if len(value) > _LONGEST_VALUE:
            raise ParameterError(f"{self.name}: longer than {_LONGEST_VALUE} characters")
        if _SURROGATE.search(value):
            raise self.refused(value, "text: it holds half a character")
        return _TERMS[self.type](self, value, iris)

    def refused(self, value: str, wanted: str) -> ParameterError:
        """The error for a value that does not fit."""
        return ParameterError(f"{self.name}: {value[:80]!r} is not {wanted}")


def _iri_term(parameter: Parameter, value: str, iris: Iris) -> str:
    wanted = "an IRI, such as task:name or https://example.org/x"
    prefix, colon, local = value.partition(":")
    spaces = {**PREFIXES, **iris.instance_prefixes}
    if value.startswith("<") and value.endswith(">"):
        value = value[1:-1]
    elif colon and prefix in spaces:
        if not _LOCAL_NAME.fullmatch(local):
            raise parameter.refused(value, wanted)
        value = spaces[prefix] + local
    elif not local.startswith("//"):
        # A prefix that nobody declared would pass as a scheme, and the answer would be empty.
        raise parameter.refused(value, wanted)
    if not _ABSOLUTE_IRI.fullmatch(value):
        raise parameter.refused(value, wanted)
    try:
        return str(NamedNode(value))
    except ValueError:  # of a host or an escape that is none
        raise parameter.refused(value, wanted) from None


def _string_term(parameter: Parameter, value: str, iris: Iris) -> str:  # noqa: ARG001
    return str(Literal(value))


def _integer_term(parameter: Parameter, value: str, iris: Iris) -> str:  # noqa: ARG001
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise parameter.refused(value, "a whole number")
    return str(int(value))


def _year_term(parameter: Parameter, value: str, iris: Iris) -> str:  # noqa: ARG001
    if not re.fullmatch(r"[0-9]{4}", value):
        raise parameter.refused(value, "a year of four digits")
    return str(Literal(value, datatype=XSD.gYear))


def _day_term(parameter: Parameter, value: str, iris: Iris) -> str:  # noqa: ARG001
    try:
        # Python reads more forms of ISO 8601 than the one that is compared.
        day = date.fromisoformat(value).isoformat()
    except ValueError:
        day = ""
    if day != value:
        raise parameter.refused(value, "a day, such as 2024-03-01")
    return str(Literal(value, datatype=XSD.date))


_TERMS: Mapping[ParameterType, Callable[[Parameter, str, Iris], str]] = {
    ParameterType.IRI: _iri_term,
    ParameterType.STRING: _string_term,
    ParameterType.INTEGER: _integer_term,
    ParameterType.YEAR: _year_term,
    ParameterType.DAY: _day_term,
}


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A saved query.

    Attributes:
        name: File name without ending; the last step of its address.
        title: What it answers, in a line.
        description: What a reader has to know of its answer.
        tags: Words to find it by.
        parameters: In the order of the form.
        text: SPARQL with ``$name`` for parameters, without the header.
        kind: Which of the four query forms it is.
    """

    name: str
    title: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    text: str
    kind: Kind = field(default="select")

    def bind(self, values: Mapping[str, str], iris: Iris | None = None) -> str:
        """The query with values, or defaults, in place of its parameters.

        A value takes the place of a whole token and is written as one term, so that no value
        can change what the query asks.

        Args:
            values: Values by parameter name; an empty one counts as not given.
            iris: Whose base the resource prefixes of the text stand for.

        Raises:
            ParameterError: A value does not fit, or names no parameter.
        """
        iris = iris or Iris()
        known = {parameter.name: parameter for parameter in self.parameters}
        if unknown := sorted(set(values) - set(known)):
            raise ParameterError(
                f"{unknown[0][:80]!r} is no parameter of {self.name}; "
                + (f"it has {', '.join(known)}" if known else "it has none")
            )
        terms = {
            f"${name}": parameter.term(values.get(name) or parameter.default, iris)
            for name, parameter in known.items()
        }
        return "".join(_bound(self.text, terms, iris))


def _bound(text: str, terms: Mapping[str, str], iris: Iris) -> list[str]:
    """Texts of the tokens with parameters and the base replaced."""
    written = []
    for token in tokens_of(text):
        if token.kind is TokenKind.VARIABLE:
            written.append(terms.get(token.text, token.text))
        elif token.kind is TokenKind.IRI and not token.text.startswith(f"<{BASE}ontology#"):
            written.append(token.text.replace(f"<{BASE}", f"<{iris.base}"))
        else:
            written.append(token.text)
    return written


@cache
def load(folder: Traversable | None = None) -> Mapping[str, SavedQuery]:
    """The saved queries of a folder by name; of this package where none is named.

    Raises:
        QueryFileError: A file is not of its form.
    """
    place = folder if folder is not None else files("queries")
    found = (item for item in place.iterdir() if item.name.endswith(".rq"))
    saved = (parse(f.name.removesuffix(".rq"), f.read_text(encoding="utf-8")) for f in found)
    return {query.name: query for query in sorted(saved, key=lambda query: query.name)}


def parse(name: str, content: str) -> SavedQuery:
    r"""A saved query from its file's content.

    >>> parse("all", "# title: All\n# tags: a, b\nSELECT * { ?s ?p ?o }").tags
    ('a', 'b')

    Raises:
        QueryFileError: The title is missing, a parameter is malformed, unused or undeclared.
    """
    lines = content.splitlines()
    length = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header: dict[str, str] = {}
    parameters = []
    for line in lines[:length]:
        found = _HEADER.match(line)
        if found is None:
            continue
        key, value = found[1], found[2].strip()
        if key == "param":
            parameters.append(_parameter(name, value))
        else:
            said = value.removeprefix(":").strip()
            header[key] = f"{header[key]} {said}" if key in header else said
    text = "\n".join(lines[length:]).strip() + "\n"
    if not header.get("title"):
        raise QueryFileError(f"{name}.rq: has no '# title:' line")
    _check_parameters(name, text, {parameter.name for parameter in parameters})
    return SavedQuery(
        name=name,
        title=header["title"],
        description=header.get("description", ""),
        tags=tuple(tag.strip() for tag in header.get("tags", "").split(",") if tag.strip()),
        parameters=tuple(parameters),
        text=text,
        kind=_kind_of(name, text),
    )


def _parameter(name: str, value: str) -> Parameter:
    found = _PARAMETER.fullmatch(value)
    if found is None or found["type"] not in set(ParameterType):
        raise QueryFileError(
            f"{name}.rq: '# param {value}' is not of the form 'NAME: TYPE = DEFAULT | Label'"
        )
    kind = ParameterType(found["type"])
    return Parameter(found["name"], kind, found["default"], found["label"] or found["name"])


def _check_parameters(name: str, text: str, declared: set[str]) -> None:
    variables = (token.text for token in tokens_of(text) if token.kind is TokenKind.VARIABLE)
    used = {variable[1:] for variable in variables if variable.startswith("$")}
    for missing in sorted(used - declared):
        raise QueryFileError(f"{name}.rq: ${missing} is not declared by a '# param' line")
    for unused in sorted(declared - used):
        raise QueryFileError(f"{name}.rq: the parameter {unused} is used nowhere")


def _kind_of(name: str, text: str) -> Kind:
    kinds: tuple[Kind, ...] = ("select", "ask", "construct", "describe")
    for token in tokens_of(text):
        for kind in kinds:
            if token.kind is TokenKind.WORD and token.text.lower() == kind:
                return kind
    raise QueryFileError(f"{name}.rq: holds no SELECT, ASK, CONSTRUCT or DESCRIBE")
