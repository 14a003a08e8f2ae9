"""Why a fact is in the record: the cue that made it, whose tag it is, what a spelling was taken for.

The record keeps each fact's rule; this module looks the rule up again in the source text and says in words what it saw
there. Nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.model import Assignment, Record, Statement, Unit
from loaders.owner_words import FIRST, label_of
from loaders.rules import compile_rules
from loaders.rules.catalog import catalog, told
from loaders.widths import plain

_NEAR = 700  # a tag is no longer
_MERGED = {
    "typo": "错字",
    "abbreviation": "简称",
    "alias": "自定义别名",
    "relative": "指代",
    "spelling": "写法",
}
_VERB = re.compile("牵头|负责|承办|配合|协助|参与|会同|履行|承担")


def reasons(record: Record) -> dict[int, str]:
    """``id(fact)`` → why, for every heading, task, assignment, statement, citation, quantity, date and unit."""
    return dict(_Reasons(record).all())


def metadata_reason(record: Record, field: str) -> str:
    """Where a field of the metadata was read: a labelled box of the page, or a line of the text."""
    span = dict(record.metadata.evidence).get(field)
    if span is None:
        return "由全文判断"
    for label, value in record.source.boxes:
        if value.start <= span.start < value.end:
            return f"页面栏目“{label}”"
    line = record.source.text.count("\n", 0, span.start) + 1
    return f"正文第 {line} 行"


class _Reasons:
    """One record and its text in half-width forms, in which the rules are written."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.text = plain(record.source.text)
        self.headings = {block.id: block for block in record.headings}
        self.tasks = {task.id: task for task in record.tasks}
        self.units = {unit.id: unit for unit in record.units}

    def all(self) -> Iterator[tuple[int, str]]:
        record = self.record
        for block in record.headings:
            above = self.headings.get(block.parent or "")
            under = f"；在“{above.number}{above.title}”之下" if above else ""
            yield id(block), told(block.rule) + under
        for task in record.tasks:
            yield id(task), told(task.rule)
            yield from ((id(owner), self._owner(owner)) for owner in task.assignments)
        for statement in record.statements:
            yield id(statement), self._statement(statement)
            for actor in statement.actors:
                said = "分句的主语" if actor.surface == actor.unit else f"即 {actor.unit}"
                yield id(actor), said
        for citation in record.citations:
            known = f"名录中的 {citation.target}" if citation.target else "名录中没有"
            yield id(citation), f"{known}；{_alike(citation.rule)}"
        yield from ((id(one), _alike(one.rule)) for one in record.quantities)
        yield from ((id(one), _alike(one.rule)) for one in record.deadlines)
        yield from ((id(one), _alike(one.rule)) for one in record.frequencies)
        yield from ((id(unit), _merged(unit)) for unit in record.units)

    def _owner(self, owner: Assignment) -> str:
        """The word that gives the role, whose tag it is, what the name was taken for."""
        parts = [f"线索“{cue}”" if (cue := self._cue(owner)) else told(owner.rule)]
        if owner.inherited_from:
            above = self.tasks.get(owner.inherited_from) or self.headings.get(owner.inherited_from)
            title = "".join(above.path[-1:]) + above.title if above else ""
            parts.append(f"本项没有标注，沿用上级“{title}”的")
        else:
            part = f"，只管其中 {len(owner.covers)} 句" if owner.covers else ""
            parts.append(f"标注在本项{part}")
        unit = self.units.get(owner.unit_id)
        because = [b for b in (unit.merged_because if unit else ()) if owner.surface in b]
        if because:
            parts += map(_merge, because)
        elif owner.surface != owner.unit_label:
            parts.append(f"“{owner.surface}”即 {owner.unit_label}")
        return "；".join(parts)

    def _cue(self, owner: Assignment) -> str | None:
        """The label before a name, or the verb behind it, as the document writes it."""
        start, end = owner.span
        pattern = _cues().get(owner.rule)
        if owner.rule.startswith("tag.label.") and pattern is not None:
            return self._last(pattern, max(0, start - _NEAR), start)
        if owner.rule.startswith("tag.standing.") and pattern is not None:
            found = pattern.search(self.text, *self.record.span)
            return self._words(found)
        if owner.rule.startswith("tag.verb.") and pattern is not None:
            return self._words(pattern.search(self.text, end, end + _NEAR))
        if owner.rule.startswith("prose."):
            return self._words(_VERB.search(self.text, end, end + _NEAR))
        return None

    def _last(self, pattern: re.Pattern[str], start: int, end: int) -> str | None:
        found = None
        for found in pattern.finditer(self.text, start, end):  # noqa: B007  # the last one counts
            pass
        return self._words(found)

    def _words(self, found: re.Match[str] | None) -> str | None:
        if found is None:
            return None
        return "".join(self.record.source.text[slice(*found.span())].split())

    def _statement(self, statement: Statement) -> str:
        """What decided the kind, and the word that binds."""
        rule, words = statement.rule, plain(statement.text)
        if rule.startswith("section."):
            title = self._section(statement.heading, rule)
            kind = f"标题“{title}”" if title else told(rule)
        elif rule.startswith("genre."):
            kind = told(rule)
        else:
            cue = _first(rule, "rule", words)
            kind = f"线索“{cue}”" if cue else told(rule)
        if statement.force in (None, "obligation"):
            return kind
        cue = _first(f"force.{statement.force}", "force", words)
        return f"{kind}；“{cue}”" if cue else kind

    def _section(self, heading: str | None, rule: str) -> str | None:
        """The innermost heading above that satisfies a section rule."""
        pattern = next(
            (
                r.pattern
                for r in compile_rules("statements", "section")
                if rule == f"section.{r.id}"
            ),
            None,
        )
        block = self.headings.get(heading or "")
        while block is not None and pattern is not None:
            if pattern.search(plain(block.title)):
                return block.title
            block = self.headings.get(block.parent or "")
        return None


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    """The words of tags.toml by the id that records have."""
    tail = {"label": r"(?:\([^()]{1,6}\))?\s?:", "verb": "", "standing": ""}
    return {
        f"tag.{rule.id}": re.compile(f"(?:{said}){tail[rule.data['kind']]}")
        for rule in compile_rules("tags")
        for words in [rule.pattern.pattern]
        for said in [f"(?:{FIRST})?{label_of(words)}" if "noun" in rule.data else words]
    }


def _first(rule: str, table: str, words: str) -> str | None:
    """What a rule of statements.toml finds in a sentence."""
    pattern = next((r.pattern for r in compile_rules("statements", table) if r.id == rule), None)
    found = pattern.search(words) if pattern is not None else None
    return found.group()[:30] if found else None


def _alike(rule: str) -> str:
    entry = catalog().get(rule)
    return f"同“{entry.examples[0]}”" if entry else ""


def _merged(unit: Unit) -> str:
    """Why several spellings are one unit."""
    told = [_merge(reason) for reason in unit.merged_because]
    said = "".join(unit.merged_because)
    rest = [s for s in (*unit.alt_labels, *unit.hidden_labels) if s not in said]
    if rest:
        told.append("同一辖区、同一名称：" + "、".join(rest))
    return "；".join(told) or "只有这一种写法"


def _merge(reason: str) -> str:
    """``typo:综和治理办→综合治理办`` in words."""
    code, _, words = reason.partition(":")
    return f"{_MERGED.get(code, code)} {words}"
