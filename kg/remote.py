"""The store of another machine: any SPARQL 1.1 server, by URL.

Everything a build does is one atomic SPARQL update, as in the embedded store. Other programs may
write to the same server: ``revision`` looks at a digest of the bookkeeping every few seconds.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from kg import ids
from kg.errors import QueryError, StoreError
from kg.guard import refuse_network
from kg.packed import Said, quads_of
from kg.servers import endpoints, recognised
from kg.store_text import (
    EDITS,
    REGISTRY,
    SOURCES,
    Row,
    dumped,
    edit_mark,
    graph_update,
    insert_data,
    removal,
)
from kg.update_text import joined
from kg.wire import Patience, Wire, cut_off, rows_of, truth_of

_UPDATE = "application/sparql-update"
_LOOK = 5.0  # seconds between two looks at what others wrote
_BATCH = 20_000  # quads sent at once by a first build


class RemoteStore:
    """See Store; ``read_only`` stores refuse to write."""

    remote = True
    watches = True

    def __init__(
        self,
        address: str,
        base: str,
        *,
        token: str | None = None,
        read_only: bool = False,
        patience: Patience | None = None,
    ) -> None:
        self.base = base
        self.location: Path | None = None
        self.wire = Wire(address, token, patience)
        self.at = endpoints(self.wire.address, recognised(self.wire.headers()))
        self.read_only = read_only
        self.writing: AbstractContextManager[bool] = threading.RLock()
        self._lock = threading.Lock()
        self._revision = 0
        self._digest: str | None = None
        self._looked = float("-inf")

    @property
    def atomic(self) -> bool:
        """See Store; what the record of abilities says of this kind of server."""
        return self.at.server.atomic

    @property
    def revision(self) -> int:
        """Counts the writes seen: this object's at once, those of others within seconds."""
        with self._lock:
            if time.monotonic() - self._looked > _LOOK:
                self._look()
            return self._revision

    def _look(self) -> None:
        graphs = " ".join(
            f"<{ids.iri(name, self.base)}>" for name in (SOURCES, REGISTRY + "-source", EDITS)
        )
        text = (
            "SELECT (SHA256(GROUP_CONCAT(STR(?v); SEPARATOR=' ')) AS ?digest) WHERE { SELECT ?v WHERE { "
            f"VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?s ?p ?v }} }} ORDER BY ?v }}"
        )
        self._looked = time.monotonic()
        try:
            seen = str(self.query(text))
        except (StoreError, QueryError):  # the next question will tell what is wrong
            return
        if self._digest is not None and seen != self._digest:
            self._revision += 1
        self._digest = seen

    def query(self, text: str) -> list[Row]:
        """See Store."""
        rows = rows_of(self.wire.results(self.at.query, *self.at.asked(text)))
        if rows is None:
            raise QueryError("这里需要 SELECT 查询", code="query_form")
        return rows

    def ask(self, text: str) -> bool:
        """See Store."""
        answer = truth_of(self.wire.results(self.at.query, *self.at.asked(text)))
        if answer is None:
            raise QueryError("这里需要 ASK 查询", code="query_form")
        return answer

    def construct(self, text: str) -> list[ox.Triple]:
        """See Store."""
        return self.wire.triples(self.at.query, *self.at.asked(text))

    def replace(self, documents: Sequence[str], quads: Iterable[ox.Quad]) -> None:
        """See Store."""
        self._write([*(removal(d, self.base) for d in documents), insert_data(quads)])

    def forget(self, document: str) -> None:
        """See Store."""
        self.replace([document], ())

    def replace_graph(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """See Store."""
        self._write([f"DROP SILENT GRAPH <{ids.iri(graph, self.base)}>", insert_data(quads)])

    def update(self, text: str, base: str | None = None, *, hosts: Collection[str] = ()) -> None:
        """See Store."""
        refuse_network(text, hosts)
        with self.writing:
            marked = joined(text, edit_mark(self.quads(EDITS), text, self.base))
            # What a stranger's update does may not be done twice.
            self._write([f"BASE <{base or self.base}> {marked}"], again=False)

    def write_graph(
        self, graph: str | None, triples: Iterable[ox.Triple], *, keep: bool = False
    ) -> None:
        """See Store."""
        text = graph_update(graph, triples, keep)
        with self.writing:
            self._write([text, edit_mark(self.quads(EDITS), text, self.base)], again=not keep)

    def _write(self, parts: Sequence[str], *, again: bool = True) -> None:
        text = " ;\n".join(part for part in parts if part)
        if self.read_only:
            raise StoreError("图库只读", "这个命令不写入", code="store_readonly")
        if not text:
            return
        with self.writing:
            with self._lock:
                if self._digest is not None:
                    self._look()  # our own write is going to hide what others wrote since the last one
            self._post(text, again)

    def _post(self, text: str, again: bool) -> None:
        try:
            self.wire.post(self.at.update, text.encode(), _UPDATE, again=again)
        finally:
            with self._lock:
                self._revision += 1
                self._digest, self._looked = None, float("-inf")

    def load(self, quads: Iterable[Said]) -> None:
        """See Store; in batches."""
        if self.read_only:
            raise StoreError("图库只读", "这个命令不写入", code="store_readonly")
        with self.writing:
            self._load(quads)

    def _load(self, quads: Iterable[Said]) -> None:
        if len(self):
            raise StoreError("批量写入只用于空的图库", "逐个文件写入请用 replace")
        touched: set[str] = set()
        try:
            for batch in _batches(quads_of(quads), _BATCH):
                touched.update(str(quad.graph_name) for quad in batch)
                if self.at.quads is None:
                    self._write([insert_data(batch)])
                else:
                    body = ox.serialize(batch, format=ox.RdfFormat.N_QUADS) or b""
                    self.wire.post(self.at.quads, body, "application/n-quads")
        except BaseException:
            self._write([f"DROP SILENT GRAPH {graph}" for graph in sorted(touched)])
            raise
        finally:
            with self._lock:
                self._revision += 1

    def graphs(self) -> list[str]:
        """See Store."""
        rows = self.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        names = (g.value for row in rows if isinstance(g := row["g"], ox.NamedNode))
        return sorted(name for name in names if name not in self.at.server.own)

    def has_graph(self, iri: str) -> bool:
        """See Store; a server need not know empty graphs."""
        return self.ask(f"ASK {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}")

    def quads(self, graph: str | None = None) -> list[ox.Quad]:
        """See Store."""
        if graph is None:
            return [quad for name in self.graphs() for quad in self._quads(name)]
        return self._quads(ids.iri(graph, self.base))

    def _quads(self, graph: str) -> list[ox.Quad]:
        rows = self.query(f"SELECT * WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        return [_quad(row, ox.NamedNode(graph)) for row in rows]

    def dump(self, media_type: str = "application/n-quads") -> bytes:
        """See Store."""
        return dumped(self.quads(), media_type)

    def snapshot(self) -> Path:
        """A server has none to give. Raises StoreError."""
        raise StoreError("远程图库没有快照", code="store_remote")

    def copy_to(self, folder: Path) -> None:
        """Not from here. Raises StoreError."""
        raise StoreError("远程图库请用它自己的备份", code="store_remote")

    def flush(self) -> None:
        """The server's own affair."""

    def __len__(self) -> int:
        """See Store."""
        rows = self.query("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        own = {ox.NamedNode(name) for name in self.at.server.own}
        counted = (row["n"] for row in rows if row["g"] not in own)
        return sum(int(n.value) for n in counted if isinstance(n, ox.Literal))


def _batches(quads: Iterable[ox.Quad], size: int) -> Iterator[list[ox.Quad]]:
    source = iter(quads)
    while batch := list(islice(source, size)):
        yield batch


def _quad(row: Row, graph: ox.NamedNode) -> ox.Quad:
    subject, predicate = row["s"], row["p"]
    if isinstance(subject, ox.Literal | ox.Triple) or not isinstance(predicate, ox.NamedNode):
        raise cut_off()
    return ox.Quad(subject, predicate, row["o"], graph)
