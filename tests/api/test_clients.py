"""Clients of other people, unchanged, against a real server: they are what the protocol is for."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlencode

import httpx
import pandas
import pytest
import rdflib
from pydantic import SecretStr
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from api.settings import Settings
from kg import ids
from kg.build import quads
from kg.library import Delivery, Library
from kg.model import Record
from kg.registry import registry_quads
from kg.store import open_store

TOKEN = "write-0123456789"
WRITER = {"Authorization": f"Bearer {TOKEN}"}
UNIT = ids.iri("unit/440111103/司法所")
DUTIES = f"""PREFIX zhize: <https://w3id.org/zhize/ns#>
SELECT ?task ?label WHERE {{
  ?a zhize:unit <{UNIT}> ; zhize:task ?task . ?task <http://www.w3.org/2000/01/rdf-schema#label> ?label
}} ORDER BY ?task"""
COMUNICA = "@comunica/query-sparql@4.5.0"  # 5.x wants a newer Node than Debian's
SCRIPT = """
import { QueryEngine } from '@comunica/query-sparql';
const [url, query, construct] = process.argv.slice(2);
const engine = new QueryEngine(), found = {};
for (const [kind, source] of [['guessed', url], ['named', { type: 'sparql', value: url }]]) {
  const rows = await (await engine.queryBindings(query, { sources: [source] })).toArray();
  found[kind] = rows.map(row => row.get('label').value);
}
const sources = [{ type: 'sparql', value: url }];
found.quads = (await (await engine.queryQuads(construct, { sources })).toArray()).length;
found.ask = await engine.queryBoolean('ASK { ?s ?p ?o }', { sources });
console.log(JSON.stringify(found));
"""


@pytest.fixture(scope="module")
def client(serve: Callable[..., Any], county: list[Record]) -> Iterator[httpx.Client]:
    store = open_store(None)
    deliveries = (Delivery(r.source.name, r.source.sha256, {r.id: quads(r)}) for r in county)
    Library(store).load(deliveries, registry_quads())
    with serve(Settings(token=SecretStr(TOKEN)), store) as running:
        yield running


@pytest.fixture(scope="module")
def endpoint(client: httpx.Client) -> str:
    return f"{str(client.base_url).rstrip('/')}/sparql"


@pytest.fixture(scope="module")
def labels(client: httpx.Client) -> list[str]:
    found = client.get("/sparql", params={"query": DUTIES}).json()["results"]["bindings"]
    assert len(found) == 3
    return [row["label"]["value"] for row in found]


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper(endpoint: str, labels: list[str], method: str) -> None:
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setMethod(method)
    wrapper.setQuery(DUTIES)
    wrapper.setReturnFormat(JSON)
    found = wrapper.queryAndConvert()
    assert [row["label"]["value"] for row in found["results"]["bindings"]] == labels
    wrapper.setReturnFormat(XML)
    assert labels[0] in wrapper.queryAndConvert().toxml()
    wrapper.setReturnFormat(CSV)
    assert labels[0] in wrapper.queryAndConvert().decode()
    wrapper.setQuery(f"DESCRIBE <{UNIT}>")
    wrapper.setReturnFormat(TURTLE)
    assert len(rdflib.Graph().parse(data=wrapper.queryAndConvert())) > 3
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery("SELECT * {")
    with pytest.raises(QueryBadFormed) as caught:
        wrapper.query()
    assert "query_syntax" in str(caught.value)


def test_sparqlwrapper_updates_with_the_token(endpoint: str, client: httpx.Client) -> None:
    wrapper = SPARQLWrapper(endpoint)
    wrapper.setMethod(POST)
    wrapper.addCustomHttpHeader("Authorization", WRITER["Authorization"])
    wrapper.setQuery("INSERT DATA { GRAPH <http://e/w> { <http://e/s> <http://e/p> '人' } }")
    wrapper.query()
    asked = {"query": "ASK { GRAPH <http://e/w> { <http://e/s> <http://e/p> '人' } }"}
    assert client.get("/sparql", params=asked).json()["boolean"]


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_sparqlstore(endpoint: str, labels: list[str], method: str) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint, method=method))
    assert [str(row.label) for row in graph.query(DUTIES)] == labels
    unit = rdflib.URIRef(UNIT)
    assert graph.value(unit, rdflib.RDFS.label) is not None
    assert len(list(graph.triples((unit, None, None)))) > 3
    assert graph.query(f"ASK {{ <{UNIT}> ?p ?o }}").askAnswer
    assert len(graph.query(f"CONSTRUCT WHERE {{ <{UNIT}> ?p ?o }}").graph) > 3


def test_rdflib_sparqlupdatestore(endpoint: str) -> None:
    store = SPARQLUpdateStore(
        endpoint, endpoint, headers=WRITER, context_aware=True, autocommit=False
    )
    dataset = rdflib.Dataset(store)
    graph = dataset.graph(rdflib.URIRef("http://e/人和镇"))
    thing, note = rdflib.URIRef("http://e/s"), rdflib.URIRef("http://e/note")
    graph.add((thing, note, rdflib.Literal('落实"述法"\n制度', lang="zh")))
    graph.add((thing, note, rdflib.Literal(5)))
    store.commit()
    assert {str(o) for o in graph.objects(thing, note)} == {'落实"述法"\n制度', "5"}
    graph.remove((thing, note, None))
    store.commit()
    assert len(graph) == 0


def test_pandas_reads_an_address(endpoint: str, labels: list[str]) -> None:
    frame = pandas.read_csv(f"{endpoint}?{urlencode({'query': DUTIES, 'format': 'csv'})}")
    assert list(frame.columns) == ["task", "label"]
    assert list(frame["label"]) == labels
    tables = pandas.read_csv(endpoint.replace("/sparql", "/api/questions/unit-load?format=csv"))
    assert len(tables) > 0


@pytest.mark.parametrize(
    ("options", "media_type"),
    [
        (["-G", "--data-urlencode", f"query={DUTIES}"], "application/sparql-results+json"),
        (["--data-urlencode", f"query={DUTIES}", "-H", "Accept: text/csv"], "text/csv; charset=utf-8"),
        (["-H", "Content-Type: application/sparql-query", "--data-binary", DUTIES, "-H",
          "Accept: application/sparql-results+xml"], "application/sparql-results+xml"),
        (["-G", "--compressed", "--data-urlencode", f"query=DESCRIBE <{UNIT}>"], "text/turtle; charset=utf-8"),
        (["-I", "-G", "--data-urlencode", f"query={DUTIES}"], "application/sparql-results+json"),
    ],
    ids=["get", "form", "direct", "compressed graph", "head"],
)  # fmt: skip
def test_curl(endpoint: str, options: list[str], media_type: str) -> None:
    told = ["-w", "\n%{http_code} %{content_type}"]
    command = ["curl", "-sS", "--fail", *options, *told, endpoint]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stdout.splitlines()[-1] == f"200 {media_type}"


@pytest.fixture(scope="session")
def comunica(cache_folder: Callable[[str], Path], missing: Callable[[str], NoReturn]) -> Path:
    """A folder where Comunica is installed, by npm into the cache."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        missing("Comunica needs Node and npm")
    folder = cache_folder(COMUNICA.replace("/", "-"))
    if not (folder / "done").exists():
        (folder / "package.json").write_text('{"private": true}')
        install = [
            npm,
            "install",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--silent",
            COMUNICA,
        ]
        done = subprocess.run(
            install, cwd=folder, capture_output=True, text=True, timeout=600, check=False
        )
        if done.returncode:
            missing(f"npm could not bring Comunica: {done.stderr[-300:]}")
        (folder / "done").touch()
    return folder


def test_comunica(comunica: Path, endpoint: str, labels: list[str]) -> None:
    script = comunica / f"ask-{os.getpid()}.mjs"
    script.write_text(SCRIPT)
    construct = f"CONSTRUCT {{ <{UNIT}> ?p ?o }} WHERE {{ <{UNIT}> ?p ?o }}"
    try:
        done = subprocess.run(
            ["node", script, endpoint, DUTIES, construct],
            cwd=comunica, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    finally:
        script.unlink()
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["guessed"], found["named"], found["ask"]) == (labels, labels, True)
    assert found["quads"] > 3
