"""What a stranger's query may not say, however it is spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.guard import RefusedError, check


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "select * { service silent <http://127.0.0.1/> { ?s ?p ?o } }",
        "PREFIX ex: <http://e/> SELECT * { SERVICE ex:x { ?s ?p ?o } }",
        'SELECT * { ?s ?p "x#" SERVICE <http://127.0.0.1/> {} }',
        "SELECT * { ?s ?p '''a''' . SERVICE ?g { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o FILTER(?s<?o)SERVICE<http://127.0.0.1/>{} }",
        "SELECT * { ?s ?p ?o FILTER(1 < 2) # >\n SERVICE <http://127.0.0.1/> {} }",
        "PREFIX e: <http://e/> SELECT * { ?s e:a\\#b ?o . SERVICE <http://127.0.0.1/> {} }",
        "PREFIX e: <http://e/> SELECT * { ?s e:it\\'s ?o . SERVICE <http://127.0.0.1/> {} #'\n}",
        "LOAD <http://127.0.0.1/>",
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "BASE <http://e/> DELETE WHERE { ?s ?p ?o }",
        "drop all",
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        check(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("ASK {}", "ask"),
        ("# SERVICE <x>\nSELECT * {}", "select"),
        ("SELECT ?service { ?service ?load 'SERVICE' }", "select"),
        ("PREFIX service: <http://e/load#> CONSTRUCT WHERE { ?s service:load ?o }", "construct"),
        ("DESCRIBE <http://e/SERVICE>", "describe"),
        ('SELECT * { ?s ?p """a "SERVICE" b""" }', "select"),
        ("BASE <http://e/select> ASK { ?insert ?p ?o }", "ask"),
    ],
)
def test_allowed(text: str, form: str) -> None:
    assert check(text) == form


def test_the_place_of_the_word_is_told() -> None:
    with pytest.raises(RefusedError) as caught:
        check("SELECT *\n{ SERVICE <http://e/> {} }")
    assert "第 2 行第 3 列" in caught.value.message


@given(st.text(alphabet="<>\"'#?{}\\ \nSERVICEselect:a", max_size=60))
def test_any_text_is_answered_or_refused(text: str) -> None:
    try:
        check(text)
    except QueryError:
        return


HOSTS = frozenset({"data.example", "data.example:8443", "127.0.0.1:7878"})


@pytest.mark.parametrize(
    "address",
    ["https://data.example/sparql", "http://DATA.example:8443/", "http://127.0.0.1:7878/query"],
)
def test_hosts_on_the_list_may_be_asked(address: str) -> None:
    for text in (
        f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
        f"ASK {{ SERVICE SILENT\n# who\n<{address}> {{}} }}",
    ):
        assert check(text, HOSTS) in ("select", "ask")
        with pytest.raises(RefusedError):
            check(text)


@pytest.mark.parametrize(
    "address",
    [
        "<https://evil.example/sparql>", "<https://data.example@evil.example/>", "<file:///etc/passwd>",
        "<https://data.example:9/>", "<http://127.0.0.1/>", "<ftp://data.example/>", "<data.example>",
        "?where", "ex:there", "<https://data.ex\\u0061mple/>", "<https://data.example.evil/>", "",
        "<http://[bad/>",
    ],
)  # fmt: skip
def test_nothing_else_may(address: str) -> None:
    with pytest.raises(RefusedError) as caught:
        check(f"SELECT * {{\n  SERVICE {address} {{ ?s ?p ?o }} }}", HOSTS)
    assert caught.value.position == (2, 3)
