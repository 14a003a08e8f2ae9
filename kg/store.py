"""The store: a small protocol, and the embedded engine behind it.

Reads hand over finished rows or bytes, never an iterator: an iterator of the engine that another
thread touches aborts the process. Every write is one engine update, so that a reader sees either
the old or the new document and never a mixture.

A store folder holds ``db/`` (the engine's files), ``snapshots/`` (read-only hard-link copies for
readers beside the writer) and whatever indexes are kept beside them; ``None`` is a store in memory.
While a first build writes there is a file ``unfinished``: whoever opens the store after a kill empties it.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from kg import ids
from kg.errors import QueryError, StoreError
from kg.guard import refuse_network, says
from kg.packed import Said, slices
from kg.scratch import Scratch
from kg.store_text import (
    ALIGNMENTS,
    CORRECTIONS,
    EDITS,
    REGISTRY,
    SOURCES,
    Row,
    Term,
    dumped,
    edit_mark,
    graph_update,
    insert_data,
    removal,
    syntax_error,
    update_error,
)
from kg.update_text import joined

__all__ = [
    "ALIGNMENTS", "CORRECTIONS", "EDITS", "REGISTRY", "SOURCES", "EmbeddedStore", "Row", "Store", "Term",
    "insert_data", "is_address", "newest_snapshot", "open_store", "removal", "syntax_error",
]  # fmt: skip

_SNAPSHOTS = "snapshots"
_UNFINISHED = "unfinished"
# Bytes of N-Quads (some 250 a quad) of one bulk load: the engine holds about four times as much until
# it has written them.
_SLICE = 80_000_000
# Characters of updates after which the engine's log is flushed into its tables (0.1 s): it grows to some
# four times as many bytes, and whoever opens the store after a kill reads it again, 50 MB a second.
_LOG = 8_000_000
_REMOVED = (
    250_000  # what an update may remove is written there too, and its text does not say how much
)


class Store(Protocol):
    """What the rest of zhize needs of a triple store, embedded or remote.

    ``base`` is the base IRI of all ids, ``location`` the store's folder (None in memory and for a
    ``remote`` one), ``read_only`` whether it refuses to write, ``atomic`` whether readers never see half an update, and ``revision`` counts the writes of this process, so that caches know when they are stale.

    Every write takes ``writing``, a lock of this object that a thread may take again: whoever writes what
    it made of what it read holds it from the reading on. Reading alone never waits for it. ``watches``:
    others write here too, so that asking for ``revision`` may open files or ask a server.
    """

    base: str
    location: Path | None
    remote: bool
    read_only: bool
    writing: AbstractContextManager[bool]
    watches: bool

    @property
    def atomic(self) -> bool:
        """Whether no reader ever sees half an update: not so on Virtuoso, see ``kg.servers``."""

    @property
    def revision(self) -> int:
        """Changes with every write through this object."""

    def query(self, text: str) -> list[Row]:
        """All rows of a SELECT; unbound variables are absent. Raises QueryError, StoreError."""

    def ask(self, text: str) -> bool:
        """The answer of an ASK."""

    def construct(self, text: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""

    def replace(self, documents: Sequence[str], quads: Iterable[ox.Quad]) -> None:
        """In one atomic update: drop all that ``documents`` (ids) assert, then insert ``quads``."""

    def load(self, quads: Iterable[Said]) -> None:
        """First build of an empty store from quads and lines of N-Quads, streamed; the store is empty
        again when it fails.
        """

    def forget(self, document: str) -> None:
        """``replace`` with nothing."""

    def replace_graph(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """In one atomic update: the graph (id) holds ``quads`` and nothing else."""

    def update(self, text: str, base: str | None = None, *, hosts: Collection[str] = ()) -> None:
        """A SPARQL update written by hand, in one atomic step; ``base`` resolves relative IRIs,
        ``hosts`` may be asked by SERVICE and LOAD.

        Its mark in ``graph/edits`` changes with it, so that indexes beside the store know.
        Raises QueryError for what does not parse or would reach the network, StoreError.
        """

    def write_graph(
        self, graph: str | None, triples: Iterable[ox.Triple], *, keep: bool = False
    ) -> None:
        """In one atomic update: the graph of this IRI (None: the unnamed one) holds ``triples``.

        With ``keep`` they join what is there. Counts as an edit by hand, see ``update``.
        """

    def graphs(self) -> list[str]:
        """The IRIs of all named graphs, sorted."""

    def has_graph(self, iri: str) -> bool:
        """Whether there is a named graph of this IRI, also an empty one if the engine keeps those."""

    def quads(self, graph: str | None = None) -> list[ox.Quad]:
        """All quads, or those of one graph (id)."""

    def dump(self, media_type: str = "application/n-quads") -> bytes:
        """The whole dataset; N-Quads come sorted, so equal stores give equal bytes."""

    def snapshot(self) -> Path:
        """A folder with a read-only copy of the present state, for ``open_snapshot``."""

    def copy_to(self, folder: Path) -> None:
        """A copy of the present state, for the engine to open. Raises StoreError, OSError."""

    def flush(self) -> None:
        """Make every write so far safe against power loss."""

    def __len__(self) -> int:
        """How many quads."""


class EmbeddedStore:
    """Oxigraph in this process, on disk or in memory."""

    remote = False
    watches = False
    atomic = True

    def __init__(
        self, engine: ox.Store, location: Path | None, base: str, opened: Path | None = None
    ) -> None:
        self.base = base
        self.location = location
        self._engine = engine
        self.read_only = opened is not None
        self._opened = opened  # the folder of a read-only engine: its own snapshot
        self._scratch: Scratch | None = None
        self.writing: AbstractContextManager[bool] = threading.RLock()
        self._lock = (
            threading.Lock()
        )  # a snapshot waits for the engine, not for who computes what to write
        self._revision = 0
        self._logged = 0

    @property
    def revision(self) -> int:
        """Counts this object's writes."""
        return self._revision

    def _evaluate(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        try:
            union = not says(text, "FROM")  # else the engine forgets what FROM says
            return self._engine.query(text, base_iri=self.base, use_default_graph_as_union=union)
        except SyntaxError as error:
            raise syntax_error(error) from None
        except OSError as error:
            raise StoreError(f"读取图库失败: {error}") from error

    def query(self, text: str) -> list[Row]:
        """See Store; the default graph is the union of all graphs unless FROM says otherwise."""
        found = self._evaluate(text)
        if not isinstance(found, ox.QuerySolutions):
            raise QueryError("这里需要 SELECT 查询", code="query_form")
        names = [variable.value for variable in found.variables]
        rows = []
        for solution in found:
            values = ((name, solution[name]) for name in names)
            rows.append({name: value for name, value in values if value is not None})
        return rows

    def ask(self, text: str) -> bool:
        """See Store."""
        found = self._evaluate(text)
        if not isinstance(found, ox.QueryBoolean):
            raise QueryError("这里需要 ASK 查询", code="query_form")
        return bool(found)

    def construct(self, text: str) -> list[ox.Triple]:
        """See Store."""
        found = self._evaluate(text)
        if not isinstance(found, ox.QueryTriples):
            raise QueryError("这里需要 CONSTRUCT 或 DESCRIBE 查询", code="query_form")
        return list(found)

    def replace(self, documents: Sequence[str], quads: Iterable[ox.Quad]) -> None:
        """See Store."""
        self._update([removal(d, self.base) for d in documents], quads)

    def forget(self, document: str) -> None:
        """See Store."""
        self.replace([document], ())

    def replace_graph(self, graph: str, quads: Iterable[ox.Quad]) -> None:
        """See Store."""
        self._update([f"DROP SILENT GRAPH <{ids.iri(graph, self.base)}>"], quads)

    def _update(self, removals: Sequence[str], quads: Iterable[ox.Quad]) -> None:
        parts = [*removals]
        inserted = insert_data(quads)
        if inserted:
            parts.append(inserted)
        if not parts:
            return
        text = " ;\n".join(parts)
        with self.writing, self._lock:
            try:
                self._engine.update(text)
            except OSError as error:
                raise StoreError(f"写入图库失败: {error}", "检查磁盘空间和文件夹权限") from error
            self._written(text)

    def _written(self, text: str) -> None:
        """After an update: it counts, and the log stays short."""
        self._revision += 1
        self._logged += len(text) + _REMOVED
        if self._logged > _LOG and self.location is not None:
            # The update itself is in; a disk that is full now is told to the next one.
            with suppress(OSError):
                self.flush()

    def update(self, text: str, base: str | None = None, *, hosts: Collection[str] = ()) -> None:
        """See Store."""
        refuse_network(text, hosts)
        self._edit(text, base or self.base, joined)

    def write_graph(
        self, graph: str | None, triples: Iterable[ox.Triple], *, keep: bool = False
    ) -> None:
        """See Store."""
        self._edit(graph_update(graph, triples, keep), self.base, lambda *parts: ";\n".join(parts))

    def _edit(self, text: str, base: str, join: Callable[[str, str], str]) -> None:
        with self.writing, self._lock:
            former = self.quads(EDITS)
            try:
                marked = join(text, edit_mark(former, text, self.base))
                self._engine.update(marked, base_iri=base)
            except SyntaxError:
                raise update_error(text) from None
            except OSError as error:
                raise StoreError(f"写入图库失败: {error}", "检查磁盘空间和文件夹权限") from error
            self._written(marked)

    def load(self, quads: Iterable[Said]) -> None:
        """See Store."""
        with self.writing, self._lock:
            if len(self._engine):
                raise StoreError("批量写入只用于空的图库", "逐个文件写入请用 replace")
            try:
                with self._all_or_nothing():
                    self._load(quads)
            except OSError as error:
                raise StoreError(f"写入图库失败: {error}", "检查磁盘空间和文件夹权限") from error
            finally:
                self._revision += 1

    def _load(self, quads: Iterable[Said]) -> None:
        number, loading = 0, None
        # The next slice is put together while the engine is at the last one.
        with ThreadPoolExecutor(1) as one:
            for number, lines in enumerate(slices(quads, _SLICE), 1):  # noqa: B007 (counted)
                if loading is not None:
                    loading.result()
                loading = one.submit(self._read_lines, lines)
            if loading is not None:
                loading.result()
        if number > 1:
            # One run of sorted files instead of many: questions take a third less time.
            self._engine.optimize()

    def _read_lines(self, lines: bytes) -> None:
        # Lenient: the engine wrote this text itself.
        self._engine.bulk_load(lines, ox.RdfFormat.N_QUADS, lenient=True)

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        """An empty store stays empty unless the block ends well, also when the process is killed."""
        mark = None if self.location is None else self.location / _UNFINISHED
        if mark is not None:
            with mark.open("wb") as file:
                os.fsync(file.fileno())
        try:
            yield
        except BaseException:
            _settle(self._engine, mark, empty=True)
            raise
        _settle(self._engine, mark)

    def graphs(self) -> list[str]:
        """See Store."""
        return sorted(g.value for g in self._engine.named_graphs())

    def has_graph(self, iri: str) -> bool:
        """See Store."""
        return self._engine.contains_named_graph(ox.NamedNode(iri))

    def quads(self, graph: str | None = None) -> list[ox.Quad]:
        """See Store."""
        name = None if graph is None else ox.NamedNode(ids.iri(graph, self.base))
        return list(self._engine.quads_for_pattern(None, None, None, name))

    def dump(self, media_type: str = "application/n-quads") -> bytes:
        """See Store."""
        return dumped(self._engine, media_type)

    def snapshot(self) -> Path:
        """See Store; hard links on disk (ms), a copy of all quads for a store in memory."""
        if self._opened is not None:
            return self._opened
        with self._lock:
            folder = self._snapshot_folder()
            numbers = [int(p.name) for p in folder.iterdir() if p.name.isdigit()]
            target = folder / str(max(numbers, default=0) + 1)
            try:
                if self.location is None:
                    ox.Store(str(target)).bulk_extend(self._engine)
                else:
                    self._engine.backup(str(target))
            except OSError as error:
                raise StoreError(f"建立快照失败: {error}", "检查磁盘空间") from error
            # The newest two stay: a reader may be opening the one before.
            for number in sorted(numbers)[:-1]:
                shutil.rmtree(folder / str(number), ignore_errors=True)
            return target

    def _snapshot_folder(self) -> Path:
        if self.location is not None:
            folder = self.location / _SNAPSHOTS
            folder.mkdir(exist_ok=True)
            return folder
        if self._scratch is None:
            self._scratch = Scratch("store")
        folder = self._scratch.path / _SNAPSHOTS
        folder.mkdir(exist_ok=True)
        return folder

    def copy_to(self, folder: Path) -> None:
        """See Store; a read-only store copies the files it has open, which nobody changes."""
        if self._opened is not None:
            shutil.copytree(self._opened, folder, ignore=shutil.ignore_patterns("LOCK"))
            return
        with self._lock:
            self._engine.backup(str(folder))

    def flush(self) -> None:
        """See Store."""
        if self._opened is None:
            self._engine.flush()
            self._logged = 0

    def __len__(self) -> int:
        """See Store."""
        return len(self._engine)


def open_store(
    location: str | Path | None,
    base: str = ids.DEFAULT_BASE,
    *,
    read_only: bool = False,
    token: str | None = None,
) -> Store:
    """Open (and create, unless ``read_only``) the store in a folder; None is a new one in memory.

    An ``http(s)://`` address is a SPARQL server; ``token`` is its bearer token.

    A reader that finds a writer at work gets the writer's newest snapshot. Raises StoreError with
    code ``store_locked``, ``store_readonly``, ``store_missing`` or ``store``.
    """
    if location is None:
        return EmbeddedStore(ox.Store(), None, base)
    if is_address(location):
        from kg.remote import RemoteStore

        return RemoteStore(str(location), base, token=token, read_only=read_only)
    folder = Path(location)
    database = folder / "db"
    if read_only and not database.is_dir():
        raise StoreError(f"没有图库 {folder}", "先运行 zhize build", code="store_missing")
    try:
        database.mkdir(parents=True, exist_ok=True)
        engine = ox.Store(str(database))
        if (folder / _UNFINISHED).exists():
            _settle(engine, folder / _UNFINISHED, empty=True)
        return EmbeddedStore(engine, folder, base)
    except OSError as error:
        if read_only:
            opened = _readable(folder, error)
            if opened is not None:
                return EmbeddedStore(ox.Store.read_only(str(opened)), folder, base, opened)
        raise _open_error(folder, error) from error


def _settle(engine: ox.Store, mark: Path | None, *, empty: bool = False) -> None:
    """End a first build: what is there now (nothing, when ``empty``) counts.

    A store that could not be emptied or flushed keeps its mark, for the next who opens it.
    """
    if empty:
        engine.clear()
    engine.flush()
    if mark is not None:
        mark.unlink()


def is_address(location: str | Path) -> bool:
    """Whether a location is a server's address, not a folder."""
    return str(location).lower().startswith(("http://", "https://"))


def _readable(folder: Path, error: OSError) -> Path | None:
    if "lock" not in str(error).lower():
        return None if (folder / _UNFINISHED).exists() else folder / "db"
    return newest_snapshot(folder)


def newest_snapshot(folder: Path) -> Path | None:
    """The newest snapshot of the store in a folder, None when there is none."""
    snapshots = folder / _SNAPSHOTS
    numbers = [int(p.name) for p in snapshots.glob("*") if p.name.isdigit()]
    return snapshots / str(max(numbers)) if numbers else None


def _open_error(folder: Path, error: OSError) -> StoreError:
    text = str(error)
    if "lock" in text.lower():
        message, hint, code = (
            "正被另一个 zhize 进程使用",
            "先停止它 (例如 zhize serve)",
            "store_locked",
        )
    elif isinstance(error, PermissionError) or "Permission denied" in text or "Read-only" in text:
        message, hint, code = "没有写入权限", "换一个文件夹, 或修改权限", "store_readonly"
    elif "No space left" in text:
        message, hint, code = "所在的磁盘满了", "腾出空间再试", "store"
    else:
        message, hint, code = f"无法打开: {text}", "检查文件夹是否完整, 或换一个重新 build", "store"
    return StoreError(f"图库 {folder} {message}", hint, code=code)
