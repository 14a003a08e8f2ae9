"""The remote store: the same answers as the embedded one, and servers that misbehave."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest

from kg import ids
from kg.ask import Ask
from kg.build import quads
from kg.errors import QueryError, StoreError
from kg.evaluators import open_evaluator
from kg.library import Delivery, Library
from kg.model import Record
from kg.pool import LimitError, Limits
from kg.registry import registry_quads
from kg.remote import RemoteStore
from kg.store import open_store
from kg.wire import Patience

WHOLE = json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": []}}).encode()
COUNT = b'{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"0"}}]}}'
HASTY = Patience(seconds=5, tries=3, wait=0.01)


@pytest.mark.parametrize("kind", ["oxigraph", "fuseki"])
def test_every_question_has_the_same_answer(
    county: list[Record], emptied: Callable[[str], str], kind: str
) -> None:
    here, there = open_store(None), open_store(emptied(kind))
    for store in (here, there):
        items = (Delivery(r.source.name, r.source.sha256, {r.id: quads(r)}) for r in county)
        Library(store).load(items, registry_quads())
    assert here.dump() == there.dump()
    one, two = Ask(here), Ask(there)
    assert one.stats() == two.stats()
    assert one.documents() == two.documents()
    assert one.units() == two.units()
    assert one.gaps() == two.gaps()
    assert one.policies() == two.policies()
    assert one.search("司法") == two.search("司法")
    for unit in one.units()["items"]:
        assert one.duties(unit["id"]) == two.duties(unit["id"])
        assert one.graph(unit["id"]) == two.graph(unit["id"])
    for document in one.documents()["items"]:
        assert one.document_text(document["id"]) == two.document_text(document["id"])
    for question in one.questions():
        values = {p["name"]: p["example"] for p in question["parameters"] if p["required"]}
        assert one.answer(question["name"], {**values}) == two.answer(question["name"], {**values})


@pytest.mark.parametrize("kind", ["oxigraph", "fuseki", "virtuoso"])
def test_what_another_program_wrote_is_noticed(
    emptied: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("kg.remote._LOOK", 0.0)
    address = emptied(kind)
    mine, other = open_store(address), open_store(address)
    before = mine.revision
    assert mine.revision == before
    graph, subject = (ox.NamedNode(ids.iri(i)) for i in ("graph/甲", "doc/甲"))
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    quad = ox.Quad(subject, label, ox.Literal("x"), graph)
    Library(other).put("a.txt", "aa", {"doc/甲": [quad]})
    assert mine.revision > before
    assert Library(mine).known("a.txt", "aa")


def test_what_another_wrote_just_before_us_is_noticed(emptied: Callable[[str], str]) -> None:
    """Our own write must not hide it, though nobody looks every moment."""
    address = emptied("oxigraph")
    mine, other = Library(open_store(address)), Library(open_store(address))
    label, text = ox.NamedNode("a:label"), ox.Literal("x")
    quads = {
        name: ox.Quad(ox.NamedNode(ids.iri(name)), label, text, ox.NamedNode(ids.iri(f"graph/{name[4:]}")))
        for name in ("doc/甲", "doc/乙", "doc/丙")
    }  # fmt: skip
    mine.put("a.txt", "aa", {"doc/甲": [quads["doc/甲"]]})
    assert mine.documents() == ["doc/甲"]
    other.put("b.txt", "bb", {"doc/乙": [quads["doc/乙"]]})
    mine.put("c.txt", "cc", {"doc/丙": [quads["doc/丙"]]})
    assert mine.documents() == sorted(quads)
    assert mine.known("b.txt", "bb")


def test_reading_only(oxigraph: Callable[[], str]) -> None:
    store = open_store(oxigraph(), read_only=True)
    for write in (lambda: store.update("CLEAR ALL"), lambda: store.load([])):
        with pytest.raises(StoreError) as caught:
            write()
        assert caught.value.code == "store_readonly"


@pytest.mark.parametrize("kind", ["oxigraph", "fuseki", "virtuoso"])
@pytest.mark.parametrize(
    ("query", "results", "graph", "wanted"),
    [
        ("ASK { ?s ?p 1 }", "application/sparql-results+xml", "text/turtle", b"true</boolean>"),
        ("SELECT ?o { ?s ?p ?o }", "text/csv", "text/turtle", b"o\r\n1\r\n"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv", "application/ld+json", b'"a:s"'),
    ],
)
def test_strangers_queries_in_every_format(
    emptied: Callable[[str], str], kind: str, query: str, results: str, graph: str, wanted: bytes
) -> None:
    store = open_store(emptied(kind))
    store.write_graph("http://e.example/g", [_triple()])
    pool = open_evaluator(store, Limits(seconds=10, workers=1))
    # without our own mark of the update
    only = ["http://e.example/g"]
    answer = pool.run(query, base="http://x/", results=results, graph=graph, default=only)
    assert wanted in answer.body
    with pytest.raises(QueryError) as caught:
        pool.run("SELECT * {\n ?s ?p }", base="http://x/")
    assert "第 2 行" in caught.value.message
    with pytest.raises(LimitError):
        open_evaluator(store, Limits(seconds=10, size=10)).run("ASK {}", base="http://x/")


def _triple() -> ox.Triple:
    return ox.Triple(ox.NamedNode("a:s"), ox.NamedNode("a:p"), ox.Literal(1))


class Liar(BaseHTTPRequestHandler):
    """A server that answers from a list: status, headers, body, seconds to wait."""

    protocol_version = "HTTP/1.0"

    def do_GET(self) -> None:
        self._answer(404, {}, b"", 0)

    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Lying)
        body = self.rfile.read(int(self.headers["content-length"]))
        server.asked.append((self.headers.get("authorization"), body))
        self._answer(*(server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]))

    def _answer(self, status: int, headers: dict[str, str], body: bytes, wait: float) -> None:
        time.sleep(wait)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        return


class Lying(ThreadingHTTPServer):
    """The server with its answers and what it was asked."""

    daemon_threads = True

    def __init__(self, answers: list[tuple[int, dict[str, str], bytes, float]]) -> None:
        super().__init__(("127.0.0.1", 0), Liar)
        self.answers = answers
        self.asked: list[tuple[str | None, bytes]] = []


@contextmanager
def lying(*answers: tuple[int, dict[str, str], bytes, float]) -> Iterator[Lying]:
    server = Lying(list(answers))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def address(server: Lying, user: str = "") -> str:
    return f"http://{user}127.0.0.1:{server.server_port}/sparql"


@pytest.mark.parametrize(
    "answer",
    [
        (200, {}, WHOLE[:-3], 0),
        (200, {}, b"", 0),
        (200, {}, COUNT[:-10] + b"The SPARQL operation has been cancelled", 0),
        (200, {"X-SQL-State": "S1TAT"}, WHOLE, 0),
        (200, {"Content-Encoding": "gzip"}, WHOLE, 0),
    ],
    ids=["half", "nothing", "cancelled", "Virtuoso's time-out", "no gzip"],
)
def test_a_cut_off_answer_is_no_answer(answer: tuple[int, dict[str, str], bytes, float]) -> None:
    with lying(answer) as server:
        store = RemoteStore(address(server), ids.DEFAULT_BASE, patience=HASTY)
        with pytest.raises(StoreError) as caught:
            store.query("SELECT * {}")
        assert caught.value.code == "store_cut_off"
        with pytest.raises(LimitError) as limited:
            open_evaluator(store, Limits()).run("SELECT * {}", base="http://x/")
        assert limited.value.code == "query_timeout"


def test_a_server_that_stumbles_is_asked_again() -> None:
    with lying((503, {}, b"", 0), (502, {}, b"", 0), (200, {}, WHOLE, 0)) as server:
        store = RemoteStore(address(server), ids.DEFAULT_BASE, patience=HASTY)
        assert store.query("SELECT * {}") == []
        assert len(server.asked) == 3


def test_an_update_by_hand_is_never_sent_twice() -> None:
    with lying((200, {}, WHOLE, 0), (503, {}, b"", 0)) as server:
        store = RemoteStore(address(server), ids.DEFAULT_BASE, patience=HASTY)
        with pytest.raises(StoreError):
            store.update("INSERT DATA { GRAPH <a:g> { <a:s> <a:p> 1 } }")
        assert len(server.asked) == 2, "the mark is read once, the update sent once"


def test_a_slow_server_is_given_up_at_the_limit() -> None:
    with lying((200, {}, WHOLE, 3)) as server:
        store = RemoteStore(address(server), ids.DEFAULT_BASE, patience=HASTY)
        started = time.monotonic()
        with pytest.raises(LimitError):
            open_evaluator(store, Limits(seconds=0.3)).run("SELECT * {}", base="http://x/")
        assert time.monotonic() - started < 2.5


def test_credentials_are_sent_and_never_shown() -> None:
    with lying((401, {}, b"", 0)) as server:
        store = RemoteStore(address(server, "me:s3cret@"), ids.DEFAULT_BASE, patience=HASTY)
        with pytest.raises(StoreError) as caught:
            store.query("SELECT * {}")
        assert caught.value.code == "store_refused"
        assert "s3cret" not in str(caught.value)
        bearer = RemoteStore(address(server), ids.DEFAULT_BASE, token="t0ken", patience=HASTY)
        with pytest.raises(StoreError):
            bearer.query("SELECT * {}")
        sent = [authorization or "" for authorization, _ in server.asked]
        # The one in the middle offers nothing, to be told of Digest.
        assert sent[0].startswith("Basic ") and sent[1:] == ["", "Bearer t0ken"]


@pytest.mark.parametrize("kind", ["basic", "digest"])
def test_a_server_that_wants_a_password_gets_it(
    fuseki_with: Callable[..., Any], tmp_path: Path, kind: str
) -> None:
    (tmp_path / "passwd").write_text("justice: p@ss/word\n")
    with fuseki_with(f"--passwd={tmp_path / 'passwd'}", f"--auth={kind}") as address:
        right = address.replace("://", "://justice:p%40ss%2Fword@")
        store = open_store(right)
        for turn in range(3):
            store.write_graph("http://e.example/g", [_triple()])
            assert store.ask("ASK { ?s ?p 1 }"), turn
        for wrong in (address, address.replace("://", "://justice:nonsense@")):
            with pytest.raises(StoreError) as caught:
                open_store(wrong).ask("ASK { ?s ?p 1 }")
            assert caught.value.code == "store_refused"


def test_nobody_there_is_one_clear_error(oxigraph: Callable[[], str]) -> None:
    closed = f"http://127.0.0.1:1/{urlsplit(oxigraph()).path.strip('/')}"
    store = RemoteStore(closed, ids.DEFAULT_BASE, patience=HASTY)
    with pytest.raises(StoreError) as caught:
        store.query("SELECT * {}")
    assert caught.value.code == "store_unreachable" and caught.value.hint
