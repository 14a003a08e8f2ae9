"""What both stores say to their engines: the updates as text, the names of shared graphs, the errors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import pyoxigraph as ox

from kg import ids
from kg.errors import QueryError, StoreError
from ontology import terms

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row: TypeAlias = dict[str, Term]

REGISTRY, ALIGNMENTS, SOURCES = "graph/registry", "graph/alignments", "graph/sources"
CORRECTIONS = "graph/corrections"  # see kg.corrections
EDITS = "graph/edits"  # one mark that changes with every update written by hand
_POSITION = re.compile(r"(?:line |at )(\d+)[:,](?: ?(?:column )?(\d+))?")


def insert_data(quads: Iterable[ox.Quad]) -> str:
    """One INSERT DATA of ``quads`` in their graphs; '' for none."""
    return _data("INSERT", quads)


def delete_data(quads: Iterable[ox.Quad]) -> str:
    """One DELETE DATA of ``quads`` in their graphs; '' for none."""
    return _data("DELETE", quads)


def _data(verb: str, quads: Iterable[ox.Quad]) -> str:
    by_graph: dict[str, list[ox.Triple]] = {}
    for quad in quads:
        if not isinstance(quad.graph_name, ox.NamedNode):
            raise StoreError("只写入具名图", code="no_graph")
        by_graph.setdefault(quad.graph_name.value, []).append(quad.triple)
    blocks = []
    for graph, triples in by_graph.items():
        written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        blocks.append(f"GRAPH <{graph}> {{\n{written.decode()}}}")
    return f"{verb} DATA {{\n" + "\n".join(blocks) + "\n}" if blocks else ""


def dumped(quads: Iterable[ox.Quad], media_type: str) -> bytes:
    """Quads in one format, in an order of their own."""
    wanted = ox.RdfFormat.from_media_type(media_type)
    if wanted is None:
        raise StoreError(f"未知的格式 {media_type}", code="format")
    if wanted == ox.RdfFormat.N_QUADS:
        written = ox.serialize(quads, format=wanted) or b""
        return b"".join(sorted(written.splitlines(keepends=True)))
    if wanted.supports_datasets:
        return ox.serialize(sorted(quads, key=str), format=wanted) or b""
    triples = sorted({quad.triple for quad in quads}, key=str)
    return ox.serialize(triples, format=wanted) or b""


def graph_update(graph: str | None, triples: Iterable[ox.Triple], keep: bool) -> str:
    """The update that puts ``triples`` in place of a graph's, or beside them."""
    written = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    if graph is None:
        return ("" if keep else "DROP SILENT DEFAULT ;\n") + f"INSERT DATA {{\n{written}}}"
    first = "" if keep else f"DROP SILENT GRAPH <{graph}> ;\n"
    return (
        f"{first}CREATE SILENT GRAPH <{graph}> ;\nINSERT DATA {{ GRAPH <{graph}> {{\n{written}}} }}"
    )


def removal(document: str, base: str) -> str:
    """The update that drops a document's graph, its alignments and its bookkeeping."""
    doc, graph = ids.iri(document, base), ids.iri(ids.graph(document), base)
    alignments, sources = ids.iri(ALIGNMENTS, base), ids.iri(SOURCES, base)
    corrections = ids.iri(CORRECTIONS, base)
    return (
        f"DELETE {{ GRAPH <{alignments}> {{ ?s ?p ?o }} }}\n"
        f"WHERE {{ GRAPH <{alignments}> {{ ?s <{terms.IN_DOCUMENT}> <{doc}> ; ?p ?o }} }} ;\n"
        f"DELETE WHERE {{ GRAPH <{sources}> {{ <{doc}> ?p ?o }} }} ;\n"
        f"DELETE WHERE {{ GRAPH <{corrections}> {{ <{doc}> ?p ?o }} }} ;\n"
        f"DROP SILENT GRAPH <{graph}>"
    )


def edit_mark(former: Sequence[ox.Quad], text: str, base: str) -> str:
    """The update that renews the mark of ``graph/edits``: a chain of digests, so none comes twice."""
    graph = ids.iri(EDITS, base)
    before = sorted(str(quad.object) for quad in former)
    mark = ids.digest(*before, text)
    return (
        f"DROP SILENT GRAPH <{graph}> ;\n"
        f'INSERT DATA {{ GRAPH <{graph}> {{ <{graph}> <{terms.SHA256}> "{mark}" }} }}'
    )


def update_error(text: str) -> QueryError:
    """Why an update does not parse, told of the text as it was written (without our mark)."""
    try:
        ox.Store().update(text, base_iri=ids.DEFAULT_BASE)
    except SyntaxError as error:
        return syntax_error(error)
    return QueryError("SPARQL 语法错误: 更新没有写完", code="query_syntax")


def syntax_error(error: SyntaxError) -> QueryError:
    """The engine's syntax error as ours, with line and column when it tells them."""
    text = error.msg or str(error)
    found = _POSITION.search(text)
    where = f"第 {found[1]} 行" + (f"第 {found[2]} 列" if found[2] else "") if found else ""
    # The engine lists every token it would have taken; the first line is enough.
    short = text.splitlines()[0][:160] if text else ""
    position = (int(found[1]), int(found[2])) if found and found[2] else None
    message = f"SPARQL 语法错误{where and ' ' + where}: {short}"
    return QueryError(message, code="query_syntax", position=position)
