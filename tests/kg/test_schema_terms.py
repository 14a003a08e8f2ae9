"""The words an editor completes with: labels, counts, and what goes with what."""

from __future__ import annotations

from kg.build import quads
from kg.model import Record
from kg.schema_terms import schema_terms
from kg.store import open_store
from kg.void import Void


def test_terms_have_labels_counts_and_relations(county: list[Record]) -> None:
    store = open_store(None)
    for record in county:
        store.replace([record.id], quads(record))
    found = schema_terms(Void(store))
    classes = {c["name"]: c for c in found["classes"]}
    properties = {p["name"]: p for p in found["properties"]}
    tasks = sum(len(record.tasks) for record in county)
    assert (classes["zhize:Task"]["zh"], classes["zhize:Task"]["count"]) == ("任务", tasks)
    assert "zhize:role" in classes["zhize:Assignment"]["properties"]
    assert classes["zhize:Directive"]["supers"] == ["zhize:Measure"]
    assert classes["zhize:Measure"]["supers"] == ["zhize:Statement"]
    assert properties["zhize:unit"]["ranges"] == ["zhize:Unit"]
    assert "zhize:Assignment" in properties["zhize:unit"]["domains"]
    assert "role:lead" in properties["zhize:role"]["values"]
    assert {"name": "role:lead", "zh": "牵头", "en": "lead"}.items() <= next(
        c for c in found["concepts"] if c["name"] == "role:lead"
    ).items()
    counts = [c["count"] for c in found["classes"]]
    assert counts == sorted(counts, reverse=True)
