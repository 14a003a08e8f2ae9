"""A record becomes the same quads every time, and every fact keeps its characters."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, serialize

from kg import ids
from kg.build import quads, registry_quads
from kg.literals import date, decimal_text
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
    SourceText,
    Span,
    Statement,
    Task,
    Unit,
    Warning,
)
from ontology import terms as t

TEXT = (
    "云溪县2024年工作要点\n一、健全制度\n(一)完善程序。贯彻《行政处罚法》和《云溪县法制审核办法》,"
    "县司法局每季度举办培训3次,2024年6月底前完成。(牵头单位:县司法局;配合单位:县财正局)\n"
)
DOC = "doc/云溪县2024年工作要点"
JUSTICE, FINANCE = "unit/440111/司法局", "unit/440111/财政局"


def span(words: str, start: int = 0) -> Span:
    at = TEXT.index(words, start)
    return Span(at, at + len(words))


def record() -> Record:
    section, heading = ids.section(DOC, ("一",)), ids.section(DOC, ("一", "(一)"))
    task, said = ids.task(DOC, ("一", "(一)")), span("贯彻《行政处罚法》")
    statement = ids.statement(DOC, ("一", "(一)"), "贯彻")
    tag = TEXT.index("(牵头")
    return Record(
        id=DOC,
        source=SourceText(TEXT, "00" * 32, "text/plain", "云溪.txt"),
        metadata=Metadata(
            title="云溪县2024年工作要点",
            issuer="云溪县司法局",
            issued=PartialDate(2024, 1),
            jurisdiction=Jurisdiction("白云区", "440111", (), (("520113", 3.5),)),
            genre="work_points",
            period=(2024, 2024),
            status="draft",
            evidence=(("title", Span(0, 12)),),
        ),
        span=Span(0, len(TEXT)),
        headings=(
            Block(section, "heading", 1, "一", "健全制度", span("一、健全制度"), ("一",), (heading,)),
            Block(
                heading, "heading", 2, "(一)", "", span("(一)完善程序"), ("一", "(一)"), (), section
            ),
        ),
        tasks=(
            Task(
                task,
                ("一", "(一)"),
                "完善程序",
                span("(一)完善程序"),
                (
                    Assignment("司法局", JUSTICE, "云溪县司法局", "lead", 1, "县司法局",
                               span("县司法局", tag), "tag.label", 0.95),
                    Assignment("财政局", FINANCE, "云溪县财政局", "cooperate", 1, "县财正局",
                               span("县财正局", tag), "tag.label", 0.95, section, "typo"),
                ),
                PartialDate(2024, 6, 30),
                heading,
            ),
        ),
        statements=(
            Statement(statement, task, ("一", "(一)"), "贯彻", said, "directive", "obligation",
                      "贯彻", "行政处罚法", (Actor("县司法局", "司法局", JUSTICE, span("县司法局")),),
                      "directive.verb", 0.9),
        ),
        citations=(
            Citation("行政处罚法", "《行政处罚法》", "policy/行政处罚法", True, span("《行政处罚法》"), statement),
            Citation("云溪县法制审核办法", "《云溪县法制审核办法》", None, True,
                     span("《云溪县法制审核办法》"), statement),
        ),
        quantities=(Quantity("3次", 3.0, "次", "eq", "培训", span("3次"), statement),),
        deadlines=(
            Deadline("2024年6月底前", PartialDate(2024, 6, 30), span("2024年6月底前"), statement, task),
        ),
        frequencies=(Frequency("每季度", "quarter", span("每季度"), statement),),
        units=(
            Unit(JUSTICE, "司法局", "云溪县司法局", "department", "440111", False, ("县司法局",), (),
                 (), None, (span("县司法局"),)),
            Unit(FINANCE, "财政局", "云溪县财政局", "department", "440111", hidden_labels=("财正局",),
                 merged_because=("typo: 财正局",), parent="unit/440111/人民政府"),
        ),
        warnings=(Warning("suspect_text", "可疑词", Span(0, 3)), Warning("x", "y")),
    )  # fmt: skip


def nquads(quads_: list[Quad]) -> list[str]:
    data = serialize(quads_, format=RdfFormat.N_QUADS)
    assert data is not None
    return sorted(data.decode().splitlines())


def store(*records: Record) -> Store:
    store = Store()
    for item in records:
        store.extend(quads(item))
    store.extend(registry_quads())
    return store


def ask(store: Store, wanted: str, where: str) -> list[tuple[str, ...]]:
    prefixes = "".join(f"PREFIX {p}: <{ns}> " for p, ns in t.PREFIXES.items())
    found = store.query(
        f"{prefixes} SELECT DISTINCT {wanted} WHERE {{ {where} }} ORDER BY {wanted}",
        use_default_graph_as_union=True,
    )
    return [tuple(getattr(v, "value", "") for v in row) for row in found]  # type: ignore[union-attr]


def test_twice_gives_the_same_quads_each_once() -> None:
    first, second = list(quads(record())), list(quads(record()))
    assert first == second
    assert len(set(first)) == len(first)
    assert nquads(first) == nquads(second)


def test_no_blank_nodes_and_one_graph() -> None:
    for quad in quads(record()):
        assert isinstance(quad.subject, NamedNode) and isinstance(quad.predicate, NamedNode)
        assert quad.graph_name == NamedNode(ids.iri(ids.graph(DOC)))


def test_every_evidence_quotes_the_text() -> None:
    rows = ask(
        store(record()), "?start ?end ?exact", "?e oa:start ?start ; oa:end ?end ; oa:exact ?exact"
    )
    assert len(rows) > 10
    for start, end, exact in rows:
        assert TEXT[int(start) : int(end)] == exact


def test_prefix_and_suffix_stand_beside_the_quote() -> None:
    where = "?e oa:exact ?x . OPTIONAL { ?e oa:prefix ?p } OPTIONAL { ?e oa:suffix ?s }"
    for prefix, exact, suffix in ask(store(record()), "?p ?x ?s", where):
        assert prefix + exact + suffix in TEXT


def test_from_policy_through_task_to_unit_and_place() -> None:
    rows = ask(
        store(record()),
        "?name ?above",
        "?task zhize:cites ?policy . ?policy zhize:registered true . ?a zhize:task ?task ; zhize:unit ?unit ;"
        " zhize:role role:lead . ?unit zhize:place ?place . ?place rdfs:label ?name ; zhize:containedIn+ ?up ."
        " ?up rdfs:label ?above",
    )
    assert rows == [("白云区", "广东省"), ("白云区", "广州市")]


def test_citations_of_unregistered_instruments_meet() -> None:
    other = replace(record(), id="doc/other")
    rows = ask(
        store(record(), other),
        "?doc ?p",
        "?doc a zhize:Document ; zhize:cites ?p . ?p zhize:registered false",
    )
    assert len(rows) == 2
    assert {row[1] for row in rows} == {ids.iri("policy/云溪县法制审核办法")}


def test_a_nickname_cites_every_instrument_it_stands_for() -> None:
    nickname = replace(record().citations[0], title="一规划两纲要", target=None)
    rows = ask(
        store(replace(record(), citations=(nickname,))),
        "?label",
        "?t a zhize:Task ; zhize:cites ?p . ?p rdfs:label ?label ; zhize:registered true",
    )
    assert [row[0][:6] for row in rows] == ["法治中国建设", "法治政府建设", "法治社会建设"]


def test_a_document_is_the_text_of_what_others_cite() -> None:
    where = "?d zhize:isTextOf ?p . ?p rdfs:label '云溪县2024年工作要点'@zh"
    assert len(ask(store(record()), "?d", where)) == 1


def test_a_document_without_a_date_is_of_the_year_of_its_number() -> None:
    dated = record()
    bare = replace(dated.metadata, issued=None, period=None, document_number="云政发〔2019〕17号")
    found = ask(
        store(replace(dated, metadata=bare)),
        "?issued",
        "?d a zhize:Document ; dcterms:issued ?issued",
    )
    assert found == [("2019",)]
    assert ("2019",) not in ask(
        store(dated), "?issued", "?d a zhize:Document ; dcterms:issued ?issued"
    )


def test_units_keep_their_names_and_reasons() -> None:
    rows = ask(
        store(record()),
        "?typo ?why ?name",
        "?u skos:hiddenLabel ?typo ; zhize:mergedBecause ?why ; org:subOrganizationOf ?up ."
        " ?up rdfs:label ?name",
    )
    assert rows == [("财正局", "typo: 财正局", "白云区人民政府")]


def test_task_lies_in_the_section_above_its_own_heading() -> None:
    rows = ask(store(record()), "?s ?h", "?t a zhize:Task ; zhize:partOf ?s ; zhize:heading ?h")
    assert rows == [(ids.iri(f"{DOC}/section/1"), ids.iri(f"{DOC}/section/1.1"))]


def test_a_deadline_said_in_a_tag_is_one_deadline() -> None:
    rows = ask(
        store(record()), "?date", "?t a zhize:Task ; zhize:deadline ?d . ?d zhize:date ?date"
    )
    assert rows == [("2024-06-30",)]
    said = replace(record(), deadlines=(replace(record().deadlines[0], task=None),))
    rows = ask(store(said), "?d", "?t a zhize:Task ; zhize:deadline ?d . ?s zhize:deadline ?d")
    assert len(rows) == 1
    assert len(ask(store(said), "?d", "?d a zhize:Deadline")) == 1
    alone = replace(record(), deadlines=())
    rows = ask(store(alone), "?date", "?t a zhize:Task ; zhize:deadline ?d . ?d zhize:date ?date")
    assert rows == [("2024-06-30",)]


def test_dropping_the_graph_forgets_exactly_the_document() -> None:
    both, other = store(record(), replace(record(), id="doc/other")), store(record())
    both.remove_graph(NamedNode(ids.iri("graph/other")))
    assert nquads(list(both)) == nquads(list(other))


def test_registry_has_no_fact_of_a_document() -> None:
    graphs = {quad.graph_name for quad in registry_quads()}
    assert graphs == {NamedNode(ids.iri("graph/registry"))}
    assert nquads(list(registry_quads())) == nquads(list(registry_quads()))


def test_another_base() -> None:
    base = "http://127.0.0.1/id/"
    subjects = {str(quad.subject) for quad in quads(record(), base=base)}
    assert all(subject.startswith(f"<{base}") for subject in subjects)


def test_hostile_text_cannot_stop_a_build() -> None:
    hostile = "\ud800<script>\x00 }} ; DROP ALL \u202e 𠮷林省"
    meta = replace(record().metadata, title=hostile, issuer=hostile)
    mad = replace(record(), metadata=meta, source=SourceText(hostile * 20, "", "text/plain", "x"))
    assert nquads(list(quads(mad)))


@given(st.integers(1, 9999), st.integers(-1, 14), st.integers(-1, 33))
def test_dates_are_dates_of_the_calendar(year: int, month: int, day: int) -> None:
    literal = date(PartialDate(year, month, day))
    store = Store()
    node = NamedNode("http://x/")
    store.add(Quad(node, node, literal))
    assert literal.value in {str(PartialDate(year)), f"{year:04d}-{month:02d}",
                             str(PartialDate(year, month, day))}  # fmt: skip
    assert [quad.object for quad in store] == [literal]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (150.43, "150.43"),
        (1e-7, "0.0000001"),
        (0.95, "0.95"),
        (-0.0, "0"),
        (1e20, "1" + "0" * 20),
    ],
)
def test_decimals_are_canonical(value: float, text: str) -> None:
    assert decimal_text(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_decimals_survive(value: float) -> None:
    assert float(decimal_text(value)) == value
