"""Two bodies in one sentence, each with work of its own: the graph, the API and the question say whose is which."""

from __future__ import annotations

from pathlib import Path

from api.loading import load
from kg.ask import Ask
from kg.ids import graph
from kg.store import open_store
from kg.validate import validate

TEXT = """霁川县2025年渔业工作要点

一、加强渔业管理
1.办好讲堂。县教育局要把渔业知识纳入课程，县渔业局要选派讲师。（责任单位：县教育局、县渔业局）
"""


def test_who_acts_in_a_clause_of_his_own_has_its_verb_and_object(tmp_path: Path) -> None:
    (tmp_path / "要点.txt").write_text(TEXT, encoding="utf-8")
    store = open_store(None)
    load([str(tmp_path)], store)
    ask = Ask(store)
    (document,) = (d["id"] for d in ask.documents()["items"])
    quads = store.quads(graph(document))
    assert quads and not validate(quads, graph(document)).violations
    (task,) = (t["id"] for t in ask.document(document)["tasks"])
    actors = [a for s in ask.task(task)["statements"] for a in s["actors"]]
    said = {a["surface"]: (a["action"], a["object"]) for a in actors}
    assert said == {"县教育局": (None, None), "县渔业局": ("选派", "讲师")}
    rows = ask.answer("sentence-owners", {"document": document})["rows"]
    does = {row["unitLabel"][-4:]: (row["action"], row["object"]) for row in rows}
    assert does["县渔业局"] == ("选派", "讲师") != does["县教育局"]
