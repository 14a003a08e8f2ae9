"""A small invented county as records, for tests of what lies behind the record.

The records are written by hand through a tiny text builder, so that these tests do not depend on
what the extractors understand; every span points at the characters that say so.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import pytest

from kg import ids
from kg.model import (
    Actor,
    Assignment,
    Block,
    Citation,
    Deadline,
    Frequency,
    Jurisdiction,
    Metadata,
    PartialDate,
    Quantity,
    Record,
    Role,
    SourceText,
    Span,
    Statement,
    Task,
    Unit,
    Warning,
)
from kg.remote import RemoteStore

TOWN, COUNTY = "440111103", "440111"
LABELS = {"lead": "牵头单位", "responsible": "责任单位", "cooperate": "配合单位"}


@dataclass
class Writer:
    """Writes a document and its record at the same time."""

    name: str
    place: str = TOWN
    text: str = ""
    headings: list[Block] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    frequencies: list[Frequency] = field(default_factory=list)
    units: dict[str, Unit] = field(default_factory=dict)

    @property
    def doc(self) -> str:
        return ids.document(self.name)

    def write(self, text: str) -> Span:
        start = len(self.text)
        self.text += text
        return Span(start, len(self.text))

    def section(self, number: str, title: str) -> Block:
        span = self.write(f"{number}、{title}")
        self.write("\n")
        block = Block(ids.section(self.doc, [number]), "section", 1, number, title, span, (number,))
        self.headings.append(block)
        return block

    def unit(self, name: str, surface: str | None = None) -> Unit:
        id_ = ids.unit(self.place, name, self.doc)
        known = self.units.get(id_) or Unit(
            id_,
            name,
            f"人和镇{name}" if self.place == TOWN else name,
            "internal_office",
            self.place,
        )
        if surface and surface != name and surface not in known.hidden_labels:
            known = Unit(
                id_, name, known.label, known.type, known.place,
                hidden_labels=(*known.hidden_labels, surface),
                merged_because=(*known.merged_because, f"{surface} → {name}: 一字之差"),
            )  # fmt: skip
        self.units[id_] = known
        return known

    def task(
        self,
        section: Block,
        number: str,
        title: str,
        sentences: Sequence[str],
        owners: Sequence[tuple[Role, Sequence[str]]] = (),
    ) -> Task:
        path = (section.number, number)
        id_ = ids.task(self.doc, path)
        start = len(self.text)
        self.write(f"{number}{title}。")
        heading = Block(
            ids.section(self.doc, path), "section", 2, number, title,
            Span(start, len(self.text) - 1), path, parent=section.id,
        )  # fmt: skip
        self.headings.append(heading)
        for sentence in sentences:
            span = self.write(sentence)
            self.write("。")
            self.statements.append(
                Statement(
                    ids.statement(self.doc, path, sentence), id_, path, sentence, span, "directive",
                    "obligation", None, None, (), "statement.default", 0.8, heading.id,
                )
            )  # fmt: skip
        assignments = self._tag(owners)
        span = Span(start, len(self.text))
        self.write("\n")
        task = Task(id_, path, title, span, assignments, heading=heading.id)
        self.tasks.append(task)
        return task

    def _tag(self, owners: Sequence[tuple[Role, Sequence[str]]]) -> tuple[Assignment, ...]:
        found: list[Assignment] = []
        if owners:
            self.write("（")
        for index, (role, names) in enumerate(owners):
            self.write("；" if index else "")
            self.write(f"{LABELS[role]}：")
            for position, written in enumerate(names):
                self.write("、" if position else "")
                surface, _, name = written.partition("=")
                unit = self.unit(name or surface, surface)
                span = self.write(surface)
                found.append(
                    Assignment(
                        unit.name, unit.id, unit.label, role, len(found) + 1, surface, span,
                        "tag.label", 0.98, None, "typo" if name else None,
                    )
                )  # fmt: skip
        if owners:
            self.write("）")
        return tuple(found)

    def span_of(self, words: str) -> Span:
        start = self.text.index(words)
        return Span(start, start + len(words))

    def statement_with(self, words: str) -> Statement:
        return next(s for s in self.statements if words in s.text)

    def cite(self, title: str, target: str | None = None) -> None:
        owner = self.statement_with(f"《{title}》").id
        span = self.span_of(f"《{title}》")
        self.citations.append(Citation(title, f"《{title}》", target, True, span, owner))

    def measure(self, words: str, value: float, unit: str, of: str) -> None:
        owner = self.statement_with(words).id
        self.quantities.append(Quantity(words, value, unit, "ge", of, self.span_of(words), owner))

    def due(self, words: str, date: PartialDate) -> None:
        owner = self.statement_with(words)
        self.deadlines.append(Deadline(words, date, self.span_of(words), owner.id, owner.task))

    def recurs(self, words: str) -> None:
        owner = self.statement_with(words)
        self.frequencies.append(Frequency(words, "quarter", self.span_of(words), owner.id))

    def record(self, metadata: Metadata, warnings: tuple[Warning, ...] = ()) -> Record:
        source = SourceText(self.text, "0" * 64, "text/plain", f"{self.name}.txt")
        return Record(
            self.doc, source, metadata, Span(0, len(self.text)), tuple(self.headings),
            tuple(self.tasks), tuple(self.statements), tuple(self.citations),
            tuple(self.quantities), tuple(self.deadlines), tuple(self.frequencies),
            tuple(self.units[i] for i in sorted(self.units)), warnings,
        )  # fmt: skip


def _jurisdiction(code: str = TOWN) -> Jurisdiction:
    return Jurisdiction("人和镇", code) if code == TOWN else Jurisdiction("白云区", code)


def work_points() -> Record:
    """A town's work points: owners, a typo, a deadline, a citation, tasks nobody owns."""
    w = Writer("人和镇2022年工作要点")
    w.write("人和镇2022年法治工作要点\n")
    one = w.section("一", "加强组织领导")
    w.task(
        one, "（一）", "落实述法制度", ["各村居2022年9月底前完成述法", "每季度通报一次进度"],
        [("lead", ["司法所", "综和治理办=综合治理办"]), ("cooperate", ["党政综合办"])],
    )  # fmt: skip
    two = w.section("二", "推进依法行政")
    w.task(
        two, "（一）", "落实重大行政决策程序", ["严格执行《重大行政决策程序暂行条例》"],
        [("lead", ["党政综合办"]), ("responsible", ["司法所"])],
    )  # fmt: skip
    w.task(two, "（二）", "开展法治宣传教育", ["举办法治讲座不少于12场"], [("lead", ["司法所"])])
    w.task(two, "（三）", "健全应急预案", ["研究完善突发事件应对机制"])
    w.cite("重大行政决策程序暂行条例")
    w.measure("不少于12场", 12, "场", "法治讲座")
    w.due("2022年9月底前", PartialDate(2022, 9, 30))
    w.recurs("每季度")
    metadata = Metadata(
        title="人和镇2022年法治工作要点", issuer="人和镇党政综合办", issued=PartialDate(2022, 3),
        jurisdiction=_jurisdiction(), genre="work_points", period=(2022, 2022), status="final",
    )  # fmt: skip
    mark = w.span_of("突发事件")
    return w.record(metadata, (Warning("suspect_text", "可疑的词", mark),))


def report() -> Record:
    """The same town's annual report of the year before."""
    w = Writer("人和镇2021年报告")
    w.write("人和镇2021年法治政府建设年度报告\n")
    one = w.section("一", "主要做法")
    task = w.task(
        one, "（一）", "推进行政执法公示", ["全年公示执法结果345件"], [("lead", ["综合执法办"])]
    )
    w.measure("345件", 345, "件", "执法结果")
    old = w.statement_with("345件")
    w.statements = [
        Statement(
            old.id, task.id, old.path, old.text, old.span, "achievement", None, "公示", "执法结果",
            (Actor("综合执法办", "综合执法办", w.unit("综合执法办").id, old.span),), "r", 0.9, old.heading,
        )
    ]  # fmt: skip
    metadata = Metadata(
        title="人和镇2021年法治政府建设年度报告", jurisdiction=_jurisdiction(),
        genre="annual_report", period=(2021, 2021),
    )  # fmt: skip
    return w.record(metadata)


def plan() -> Record:
    """The district's plan: another place, the citation again, a year-precise deadline."""
    w = Writer("白云区2021年规划", COUNTY)
    w.write("白云区法治政府建设规划（2021—2025年）\n")
    one = w.section("一", "健全行政决策制度")
    w.task(
        one, "（一）", "严格落实重大行政决策程序",
        ["2025年前全面落实《重大行政决策程序暂行条例》"],
        [("lead", ["区司法局"]), ("cooperate", ["区政府办公室"])],
    )  # fmt: skip
    w.cite("重大行政决策程序暂行条例")
    w.due("2025年前", PartialDate(2025))
    metadata = Metadata(
        title="白云区法治政府建设规划（2021—2025年）", jurisdiction=_jurisdiction(COUNTY),
        genre="plan", period=(2021, 2025), issued=PartialDate(2021, 12, 1),
    )  # fmt: skip
    return w.record(metadata)


@pytest.fixture(scope="session")
def county() -> list[Record]:
    """Work points, report and plan of one invented county."""
    return [work_points(), report(), plan()]


@pytest.fixture
def oxigraph() -> Iterator[Callable[[], str]]:
    """Starts an empty SPARQL server of its own at each call; gives its address."""
    with ExitStack() as running:
        yield lambda: running.enter_context(oxigraph_server())


@pytest.fixture(scope="session")
def fuseki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Apache Jena Fuseki for the session; gives its dataset's address, which tests empty first."""
    with fuseki_server(tmp_path_factory.mktemp("fuseki")) as address:
        yield address


@pytest.fixture
def fuseki_with(tmp_path: Path) -> Callable[..., AbstractContextManager[str]]:
    """``with fuseki_with(option, …) as address``: one of its own."""
    return lambda *options: fuseki_server(tmp_path, *options)


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Virtuoso for the session, where it is installed (apt install virtuoso-opensource-7-bin)."""
    if shutil.which("virtuoso-t") is None:
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7-bin)")
    with virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as address:
        yield address


@pytest.fixture
def emptied(request: pytest.FixtureRequest) -> Callable[[str], str]:
    """``emptied(kind)``: the address of a server of that kind that holds nothing."""

    def empty(kind: str) -> str:
        if kind == "oxigraph":
            return str(request.getfixturevalue("oxigraph")())
        address = str(request.getfixturevalue(kind))
        store = RemoteStore(address, ids.DEFAULT_BASE)
        for graph in store.graphs():
            drop = f"DROP SILENT GRAPH <{graph}>".encode()
            store.wire.post(store.at.update, drop, "application/sparql-update")
        return address

    return empty


@pytest.fixture(scope="session", name="cache_folder")
def _cache_folder() -> Callable[[str], Path]:
    """``cache_folder(name)``: where what tests fetch is kept."""
    return cache_folder


@pytest.fixture(scope="session", name="missing")
def _missing() -> Callable[[str], NoReturn]:
    """``missing(what)``: skip, or fail on the integration machine."""
    return missing


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(command: Sequence[str | Path], port: int, folder: Path | None = None) -> Iterator[None]:
    """A server in a process of its own once it listens on ``port``, until the block ends."""
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(1200):
            assert process.poll() is None, f"{command[0]} ended at once"
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield
    finally:
        process.kill()
        process.wait()


@contextmanager
def oxigraph_server() -> Iterator[str]:
    """``oxigraph serve`` in memory on a free port."""
    port = free_port()
    program = Path(sys.executable).parent / "oxigraph"
    with started([program, "serve", "--bind", f"127.0.0.1:{port}"], port):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def fuseki_server(folder: Path, *options: str) -> Iterator[str]:
    """Fuseki in memory on a free port. Its jar comes from Maven Central, once."""
    port, java = free_port(), shutil.which("java")
    if java is None:
        missing("Fuseki needs Java")
    command = [str(java), "-Xmx512m", "-jar", fuseki_jar(), "--mem", "--update", "--localhost"]
    with started([*command, *options, "--port", str(port), "/ds"], port, folder):
        yield f"http://127.0.0.1:{port}/ds"


FUSEKI = "jena-fuseki-server-5.6.0.jar"
FUSEKI_SHA256 = "d28c1eaf703122ee628895a460c20fa4aa60a892f435d403ea8c036f241da1f8"


def fuseki_jar() -> Path:
    """The jar in the cache; fetched by Maven where it is not."""
    jar = cache_folder("fuseki") / FUSEKI
    maven = shutil.which("mvn")
    if not jar.exists() and maven is None:
        missing("Fuseki comes by Maven")
    if not jar.exists():
        artefact = "org.apache.jena:jena-fuseki-server:5.6.0"
        copied = ["dependency:copy", f"-Dartifact={artefact}", f"-DoutputDirectory={jar.parent}"]
        done = subprocess.run(
            [str(maven), "-q", "-B", *copied],
            capture_output=True,
            text=True,
            timeout=400,
            check=False,
        )
        if done.returncode:
            missing(f"Maven could not bring Fuseki: {done.stdout[-300:]}")
    digest = hashlib.sha256(jar.read_bytes()).hexdigest()
    assert digest == FUSEKI_SHA256, f"{jar} is not the one we know"
    return jar


def cache_folder(name: str) -> Path:
    """Where what tests fetch is kept from run to run."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(home) / "zhize-tests" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def missing(what: str) -> NoReturn:
    """Skip for want of a peer, but never on the integration machine."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


@contextmanager
def virtuoso_server(folder: Path) -> Iterator[str]:
    """Virtuoso on a free port, with the user it asks for by Digest."""
    port, other = free_port(), free_port()
    files = {"DatabaseFile": "v.db", "ErrorLogFile": "v.log", "LockFile": "v.lck",
             "TransactionFile": "v.trx", "xa_persistent_file": "v.pxa"}  # fmt: skip
    sections = {
        "Database": files,
        "TempDatabase": {"DatabaseFile": "t.db", "TransactionFile": "t.trx"},
        "Parameters": {"ServerPort": f"127.0.0.1:{other}", "DisableUnixSocket": 1,
                       "MaxClientConnections": 10, "NumberOfBuffers": 10_000},
        "HTTPServer": {"ServerPort": f"127.0.0.1:{port}", "MaxClientConnections": 10},
        "SPARQL": {"ResultSetMaxRows": 1_000_000},
    }  # fmt: skip
    lines = [
        line
        for name, values in sections.items()
        for line in (f"[{name}]", *(f"{key} = {value}" for key, value in values.items()))
    ]
    (folder / "v.ini").write_text("\n".join(lines) + "\n")
    with started(["virtuoso-t", "+foreground", "+configfile", "v.ini"], port, folder):
        yield f"http://dba:dba@127.0.0.1:{port}/sparql-auth"
