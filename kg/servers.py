"""What each kind of SPARQL server needs to be told: a record a kind, chosen by the server's own words.

The default graph is the union of all graphs here. Oxigraph takes that as a parameter; Fuseki has a
name for the union, but given as a parameter it hides the named graphs, so a query that asks for both
is written anew; the others (Virtuoso, GraphDB, QLever, Neptune, Blazegraph) do it by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from kg import guard

Parameters = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Server:
    """One kind. Names of addresses are those beside the query's; None: the query's own, or none.

    ``own``: graphs it keeps for itself. ``atomic``: readers never see half an update. ``exact``:
    literals come back as they were written. ``describes``: DESCRIBE finds what stands in named graphs.
    """

    name: str
    query: str | None = None
    update: str | None = None
    quads: str | None = None
    union: Parameters = ()
    union_graph: str | None = None
    own: frozenset[str] = frozenset()
    atomic: bool = True
    exact: bool = True
    describes: bool = True


OXIGRAPH = Server("Oxigraph", "query", "update", "store", (("union-default-graph", ""),))
_UNION = "urn:x-arq:UnionGraph"
FUSEKI = Server("Fuseki", None, "update", "data", (("default-graph-uri", _UNION),), _UNION)
# A reader saw half a replaced graph (1 in 85); "01" becomes 1, true becomes 1, zh-Hans zh-hans.
_VIRTUOSOS = frozenset(
    {
        "http://www.openlinksw.com/schemas/virtrdf#",
        "http://www.w3.org/2002/07/owl#",
        "http://www.w3.org/ns/ldp#",
        "http://localhost:8890/sparql",
        "http://localuriqaserver/sparql",
        "http://localhost:8890/DAV/",
        "urn:activitystreams-owl:map",
        "urn:core:services:sparql",
    }
)
VIRTUOSO = Server("Virtuoso", own=_VIRTUOSOS, atomic=False, exact=False, describes=False)
OTHER = Server("SPARQL 1.1")


def recognised(headers: Mapping[str, str]) -> Server:
    """The kind of server that answers with these headers."""
    if "fuseki-request-id" in headers:
        return FUSEKI
    said = headers.get("server", "")
    return next((kind for kind in (OXIGRAPH, VIRTUOSO) if said.startswith(kind.name)), OTHER)


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where one server takes what."""

    server: Server
    query: str
    update: str
    quads: str | None

    def asked(self, query: str) -> tuple[str, Parameters]:
        """The query as this server must hear it for its default graph to be the union of all.

        One that names its dataset is left alone: a parameter would outrank what its FROM says.
        """
        if guard.says(query, "FROM"):
            return query, ()
        wanted = self.server.union_graph
        if wanted is not None and guard.says(query, "GRAPH"):
            wrapped = over(query, wanted)
            if wrapped is not None:
                return wrapped, ()
        if not self.server.describes:
            return constructed(query) or query, self.server.union
        return query, self.server.union


def endpoints(address: str, server: Server) -> Endpoints:
    """The addresses behind the one that was given."""
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    folder = path.rpartition("/")[0] if path.endswith(("/query", "/sparql")) else path

    def beside(name: str | None) -> str | None:
        return name and urlunsplit(parts._replace(path=f"{folder}/{name}", query=""))

    update = beside(server.update)
    if server is OTHER and path.endswith("/query"):
        update = beside("update")
    return Endpoints(
        server, beside(server.query) or address, update or address, beside(server.quads)
    )


def over(query: str, graph: str) -> str | None:
    """The query with its pattern inside ``GRAPH <graph> {…}``, lines kept; None where it names its
    dataset (FROM) or describes all its variables.

    A DESCRIBE looks into the default graph whatever its pattern says: it becomes a CONSTRUCT."""
    blocks, form, short = _blocks(query)
    if guard.says(query, "FROM"):
        return None
    if form == "DESCRIBE":
        return _described(query, graph, *blocks[0]) if blocks else None
    if form == "CONSTRUCT" and short and len(blocks) == 1:
        start, end = blocks[0]
        block = query[start:end]
        keyword = re.search(r"(?i)\bWHERE\s*$", _blank(query[:start]))
        head = query[: keyword.start()] if keyword else query[:start]
        return f"{head}{block} WHERE {{ GRAPH <{graph}> {block} }}{query[end:]}"
    wanted = 1 if form == "CONSTRUCT" else 0
    if len(blocks) <= wanted:  # no query: the server will say so
        return None
    start, end = blocks[wanted]
    return f"{query[:start]}{{ GRAPH <{graph}> {query[start:end]} }}{query[end:]}"


def constructed(query: str) -> str | None:
    """A DESCRIBE with a pattern as the CONSTRUCT that says the same; None for any other query."""
    blocks, form, _ = _blocks(query)
    if form != "DESCRIBE" or not blocks or guard.says(query, "FROM"):
        return None
    return _described(query, None, *blocks[0])


def _described(query: str, graph: str | None, start: int, end: int) -> str | None:
    """What is said of each thing a DESCRIBE names or finds; nothing here has blank nodes to follow."""
    keyword, things, names = 0, list[str](), list[str]()
    for token in guard.tokens(query[:start]):
        said = token.group()
        if token.lastgroup == "word" and said.upper() == "DESCRIBE":
            keyword, things, names = token.start(), [], []  # what stood before was the prologue
        elif said == "*":
            return None
        elif token.lastgroup == "variable":
            things.append(said)
        elif token.lastgroup in ("iri", "name"):
            names.append(said)
    found = f"{query[start:end]}{query[end:]}\n"  # a comment may be the last
    ways = [f"{{ SELECT DISTINCT ({v} AS ?described) WHERE {found}}}" for v in things]
    if names:
        ways.append(f"VALUES ?described {{ {' '.join(names)} }}")
    either = " UNION ".join(f"{{ {way} }}" for way in ways)
    pattern = f"{{ {either} ?described ?how ?what }}"
    if graph is not None:
        pattern = f"{{ GRAPH <{graph}> {pattern} }}"
    return f"{query[:keyword]}CONSTRUCT {{ ?described ?how ?what }} WHERE {pattern}"


def _blank(text: str) -> str:
    """The text with its comments as blanks."""
    return "".join(
        " " * len(t.group()) if t.lastgroup == "comment" else t.group() for t in guard.tokens(text)
    )


def _blocks(query: str) -> tuple[list[tuple[int, int]], str, bool]:
    """The outermost ``{…}`` outside brackets, the form, and whether it is ``CONSTRUCT WHERE``."""
    blocks: list[tuple[int, int]] = []
    form, short, braces, brackets, start = "", False, 0, 0, 0
    for token in guard.tokens(query):
        said = token.group()
        if token.lastgroup == "word" and not braces:
            word = said.upper()
            short = short or (word == "WHERE" and not blocks)
            form = form or (word if word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE") else "")
        elif token.lastgroup == "other" and said in "()":
            brackets += 1 if said == "(" else -1
        elif token.lastgroup == "other" and said == "{":
            start = token.start() if not braces else start
            braces += 1
        elif token.lastgroup == "other" and said == "}":
            braces -= 1
            if not braces and not brackets:
                blocks.append((start, token.end()))
    return blocks, form, short
