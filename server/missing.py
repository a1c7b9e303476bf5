"""Things that a saved query is asked about and the graph does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ontology.iris import KINDS
from queries.catalogue import ParameterType
from server.engine.rows import ask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ontology.iris import Iris
    from queries.catalogue import SavedQuery
    from server.engine.model import QueryEngine

_SHOWN = 80


def missing_thing(
    saved: SavedQuery, values: Mapping[str, str], engine: QueryEngine, iris: Iris
) -> str:
    """What to say of a value that names a thing which the graph does not hold; else nothing.

    An answer without rows would say that there is nothing to tell of it.

    Args:
        saved: The query.
        values: What was given for its parameters, fit for them; defaults are looked for as well.
        engine: What knows the graph.
        iris: Its IRIs: what is not below its base may be named without being there.
    """
    prefixes = {kind: iris.instance_prefixes[kind] for kind in KINDS}
    for parameter in saved.parameters:
        given = values.get(parameter.name, "").strip()
        asked = given or parameter.default
        if parameter.type is not ParameterType.IRI:
            continue
        term = parameter.term(asked, iris)
        kind = next((kind for kind, prefix in prefixes.items() if term[1:].startswith(prefix)), "")
        if kind and not ask(engine, f"ASK {{ {term} ?property ?value }}"):
            hint = "" if given else ", which is the default; give another"
            return f"{parameter.name}: this graph holds no {kind} {asked[:_SHOWN]}{hint}"
    return ""
