"""The writer process: makes a change to a copy of the published snapshot.

Started as ``python -m server.writing.worker CONFIGURATION`` ahead of time; a request on standard
input says what is copied, where to, and what is changed (``server.writing.changes``). It makes one
change after the other until one fails or has taken much memory; then it ends.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from loader.storage.digest import digest_of
from ontology.iris import Iris
from server.engine import sandbox
from server.engine.child import STDIN, STDOUT, live_with_parent
from server.engine.frames import FrameKind, frame, write
from server.engine.spacing import spread
from server.engine.worker import PipeOutput, requests
from server.errors import NoSuchGraph, PreconditionFailed, WriteError
from server.writing.updates import own_graph
from server.writing.uploads import check_entities, is_xml

if TYPE_CHECKING:
    from collections.abc import Mapping


_STATE = re.compile(r"^The graph .* (?:does not exist|already exists)$")


class NotReadError(Exception):
    """A graph that was sent cannot be read; holds the report."""


def apply(request: Mapping[str, object]) -> dict[str, object]:
    """Copy the published database, change the copy, and close it.

    Returns:
        Whether the graph was made by this.

    Raises:
        SyntaxError: The update is none; the message is the parser's, of the text set wide.
        NotReadError | WriteError | RuntimeError | OSError: It is not made.
    """
    source, work = str(request["source"]), str(request["work"])
    sandbox.lift_memory_limit()
    Store.read_only(source).backup(work)
    store = Store(work)
    sandbox.limit_memory(int(str(request["memory"])))
    own = Iris(str(request["base"]))
    created = False
    if "update" in request:
        _update(store, request, own)
    else:
        created = _graph(store, request)
    store.flush()
    # Nothing is counted: that alone would take half a second for a million statements.
    return {"created": created}


def _update(store: Store, request: Mapping[str, object], own: Iris) -> None:
    """Run an update; where reading it did not show which graphs it writes to, look.

    That takes long on a large graph, and is exact: nothing else tells what an update does that
    takes the names of graphs from its variables.
    """
    before = {} if request["certain"] else _own_graphs(store, own)
    try:
        store.update(str(request["update"]), base_iri=own.base)
    except SyntaxError:
        store.update(spread(str(request["original"])), base_iri=own.base)
        raise
    if request["certain"]:
        return
    after = _own_graphs(store, own)
    for graph in sorted(before.keys() | after.keys()):
        if before.get(graph) != after.get(graph):
            raise own_graph(graph)


def _own_graphs(store: Store, own: Iris) -> dict[str, str]:
    """Digests of the graphs that builds make."""
    return {
        graph.value: digest_of(store, graph)
        for graph in store.named_graphs()
        if isinstance(graph, NamedNode) and own.owns(graph.value)
    }


def _graph(store: Store, request: Mapping[str, object]) -> bool:
    """Replace, extend or delete a graph; whether it was not there before."""
    name = request["graph"]
    graph = DefaultGraph() if name is None else NamedNode(str(name))
    existed = isinstance(graph, DefaultGraph) or store.contains_named_graph(graph)
    if request["method"] == "DELETE" and not existed:
        raise NoSuchGraph(f"There is no graph {name}")
    if request["exists"] not in (None, existed):
        said = "already a" if existed else "no"
        raise PreconditionFailed(f"There is {said} graph {name or 'without a name'}")
    if request["method"] in ("DELETE", "PUT") and existed:
        store.remove_graph(graph)
    if request["method"] == "DELETE":
        return False
    if isinstance(graph, NamedNode):
        store.add_graph(graph)
    parts = request["parts"]
    for path, media_type in parts if isinstance(parts, list) else ():
        _load(store, graph, Path(path), media_type, str(request["base_iri"]))
    return not existed


def _load(
    store: Store, graph: NamedNode | DefaultGraph, file: Path, media_type: str, base_iri: str
) -> None:
    """Add a file's statements to a graph; its blank nodes get names that are nowhere else."""
    form = RdfFormat.from_media_type(media_type)
    if form is None:
        raise NotReadError(json.dumps({"message": f"{media_type} is no format for graphs"}))
    if is_xml(media_type):
        check_entities(file)
    try:
        if form == RdfFormat.JSON_LD:
            # Loaded as it is, a graph within it would become one of the store's.
            quads = parse(
                path=str(file),
                format=form,
                base_iri=base_iri,
                without_named_graphs=True,
                rename_blank_nodes=True,
            )
            store.bulk_extend(Quad(q.subject, q.predicate, q.object, graph) for q in quads)
        else:
            store.bulk_load(path=str(file), format=form, base_iri=base_iri, to_graph=graph)
    except SyntaxError as error:
        report: dict[str, object] = {"message": error.msg}
        if error.lineno is not None and error.offset is not None:
            report |= {"line": error.lineno, "column": error.offset}
        raise NotReadError(json.dumps(report)) from None


def run() -> None:
    """Say that it is ready, make each change that is asked for, and tell how it went."""
    write(STDOUT, frame(FrameKind.READY))
    begun = sandbox.resident_memory()
    for request in requests(STDIN):
        output = PipeOutput(STDOUT)
        try:
            done = apply(request)
        except SyntaxError as error:
            output.fail("syntax", str(error))
        except NotReadError as error:
            output.fail("graph", str(error))
        except WriteError as error:
            output.fail(error.code, error.message)
        except MemoryError:
            output.fail("memory", "")
        except RuntimeError as error:
            # Of what fails there, only this hangs on the graph and not on the machine.
            refused = _STATE.search(str(error))
            output.fail("conflict" if refused else "evaluation", str(error))
        except (OSError, ValueError) as error:
            output.fail("evaluation", str(error))
        else:
            output.header(json.dumps(done).encode())
            enough = begun + int(str(request["memory"])) * sandbox.MEBIBYTE // 4
            full = sandbox.resident_memory() > enough
            output.end(FrameKind.LAST if full else FrameKind.END)
            if not full:
                continue
        return


if __name__ == "__main__":
    live_with_parent(run)
