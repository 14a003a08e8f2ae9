"""The words of the graph as plain strings: namespaces, our own terms, the borrowed ones we use.

No RDF library is imported. ``core.ttl`` defines our terms; a test holds both lists together and checks
every borrowed term against the borrowed vocabulary.
"""

from __future__ import annotations

from typing import Final

ZHIZE: Final = "https://w3id.org/zhize/ns#"
VOCAB: Final = "https://w3id.org/zhize/vocab/"

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
ELI: Final = "http://data.europa.eu/eli/ontology#"
ORG: Final = "http://www.w3.org/ns/org#"
ODRL: Final = "http://www.w3.org/ns/odrl/2/"
PROV: Final = "http://www.w3.org/ns/prov#"
PPLAN: Final = "http://purl.org/net/p-plan#"
OA: Final = "http://www.w3.org/ns/oa#"
SCHEMA: Final = "https://schema.org/"
FOAF: Final = "http://xmlns.com/foaf/0.1/"

PREFIXES: Final[dict[str, str]] = {
    "dcterms": DCTERMS,
    "eli": ELI,
    "foaf": FOAF,
    "oa": OA,
    "odrl": ODRL,
    "org": ORG,
    "owl": OWL,
    "p-plan": PPLAN,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "xsd": XSD,
    "zhize": ZHIZE,
    **{
        name: f"{VOCAB}{name}/"
        for name in (
            *("alignment-status", "comparator", "every", "force", "genre", "normalised", "role"),
            *("status", "theme", "unit-type", "verification"),
        )
    },
}
"""Prefix → namespace, for queries, exports and pages."""

VOCABULARIES: Final[dict[str, tuple[str, ...]]] = {
    "role": ("lead", "responsible", "cooperate", "supervise"),
    "force": ("obligation", "prohibition", "permission", "recommendation"),
    "comparator": ("eq", "ge", "gt", "le", "lt", "approx"),
    "every": ("day", "week", "month", "quarter", "half-year", "year"),
    "normalised": ("typo", "abbreviation", "relative"),
    "status": ("draft", "final"),
    "alignment-status": ("proposed", "accepted", "rejected"),
    "verification": ("verified", "press-summary", "repeated", "from-memory"),
    "theme": (
        *("functions", "legislation", "decisions", "enforcement", "emergency", "disputes"),
        *("oversight", "digital", "leadership", "awareness", "social-norms", "rights"),
        *("governance", "cyberspace", "judiciary", "party-rules", "foreign", "outside"),
    ),
    "genre": (
        *("plan", "outline", "implementation_plan", "work_points", "annual_report", "notice"),
        *("opinion", "assignment_table", "regulation", "other"),
    ),
    "unit-type": (
        *("party", "government", "congress", "consultative", "department", "internal_office"),
        *("court", "procuratorate", "town", "enterprise", "institution", "social", "temporary"),
        *("collective", "other"),
    ),
}
"""Vocabulary → its concepts: the values of the record, so that neither side invents one."""

# Classes
DOCUMENT: Final = ZHIZE + "Document"
POLICY: Final = ZHIZE + "Policy"
SECTION: Final = ZHIZE + "Section"
TASK: Final = ZHIZE + "Task"
STATEMENT: Final = ZHIZE + "Statement"
MEASURE: Final = ZHIZE + "Measure"
DIRECTIVE: Final = ZHIZE + "Directive"
ACHIEVEMENT: Final = ZHIZE + "Achievement"
PROBLEM: Final = ZHIZE + "Problem"
CONTEXT: Final = ZHIZE + "Context"
ASSIGNMENT: Final = ZHIZE + "Assignment"
UNIT: Final = ZHIZE + "Unit"
COLLECTIVE_UNIT: Final = ZHIZE + "CollectiveUnit"
PLACE: Final = ZHIZE + "Place"
CANDIDACY: Final = ZHIZE + "Candidacy"
OUTLINE_ITEM: Final = ZHIZE + "OutlineItem"
ALIGNMENT: Final = ZHIZE + "Alignment"
QUANTITY: Final = ZHIZE + "Quantity"
DEADLINE: Final = ZHIZE + "Deadline"
RECURRENCE: Final = ZHIZE + "Recurrence"
CITATION: Final = ZHIZE + "Citation"
MENTION: Final = ZHIZE + "Mention"
EVIDENCE: Final = ZHIZE + "Evidence"
EXTRACTION: Final = ZHIZE + "Extraction"
WARNING: Final = ZHIZE + "Warning"
CORRECTION: Final = ZHIZE + "Correction"

KIND_CLASSES: Final[dict[str, str]] = {
    "directive": DIRECTIVE,
    "achievement": ACHIEVEMENT,
    "problem": PROBLEM,
    "context": CONTEXT,
}
"""The record's ``kind`` of a statement → the class of the statement."""

# Properties whose values are our own things
IN_DOCUMENT: Final = ZHIZE + "inDocument"
PART_OF: Final = ZHIZE + "partOf"
HEADING: Final = ZHIZE + "heading"
EVIDENCE_OF: Final = ZHIZE + "evidence"
TASK_OF: Final = ZHIZE + "task"
UNIT_OF: Final = ZHIZE + "unit"
ROLE: Final = ZHIZE + "role"
ACTOR: Final = ZHIZE + "actor"
MENTION_OF: Final = ZHIZE + "mention"
ISSUER: Final = ZHIZE + "issuer"
PLACE_OF: Final = ZHIZE + "place"
PLACE_CANDIDATE: Final = ZHIZE + "placeCandidate"
CONTAINED_IN: Final = ZHIZE + "containedIn"
IS_TEXT_OF: Final = ZHIZE + "isTextOf"
INHERITED_FROM: Final = ZHIZE + "inheritedFrom"
COVERS: Final = ZHIZE + "covers"
DEADLINE_OF: Final = ZHIZE + "deadline"
RECURRENCE_OF: Final = ZHIZE + "recurrence"
QUANTITY_OF: Final = ZHIZE + "quantity"
CITES: Final = ZHIZE + "cites"
CITATION_OF: Final = ZHIZE + "citation"
POLICY_OF: Final = ZHIZE + "policy"
IMPLEMENTS: Final = ZHIZE + "implements"
ALIGNED: Final = ZHIZE + "aligned"
OUTLINE_ITEM_OF: Final = ZHIZE + "outlineItem"
CORRECTS: Final = ZHIZE + "corrects"
BECOMES: Final = ZHIZE + "becomes"
CORRECTED_BY: Final = ZHIZE + "correctedBy"
NAMED_IN: Final = ZHIZE + "namedIn"
FORCE: Final = ZHIZE + "force"
COMPARATOR: Final = ZHIZE + "comparator"
EVERY: Final = ZHIZE + "every"
STATUS: Final = ZHIZE + "status"
NORMALISED: Final = ZHIZE + "normalised"
VERIFICATION: Final = ZHIZE + "verification"

# Properties with literal values
DOCUMENT_NUMBER: Final = ZHIZE + "documentNumber"
ISSUER_NAME: Final = ZHIZE + "issuerName"
PLACE_NAME: Final = ZHIZE + "placeName"
COVER_TITLE: Final = ZHIZE + "coverTitle"
PERIOD_START: Final = ZHIZE + "periodStart"
PERIOD_END: Final = ZHIZE + "periodEnd"
SOURCE_TEXT: Final = ZHIZE + "sourceText"
SOURCE_NAME: Final = ZHIZE + "sourceName"
SHA256: Final = ZHIZE + "sha256"
BODY_START: Final = ZHIZE + "bodyStart"
BODY_END: Final = ZHIZE + "bodyEnd"
NUMBER: Final = ZHIZE + "number"
NUMBER_PATH: Final = ZHIZE + "numberPath"
ORDER: Final = ZHIZE + "order"
LEVEL: Final = ZHIZE + "level"
INFERRED: Final = ZHIZE + "inferred"
TEXT: Final = ZHIZE + "text"
ACTION: Final = ZHIZE + "action"
OBJECT: Final = ZHIZE + "object"
RANK: Final = ZHIZE + "rank"
SURFACE: Final = ZHIZE + "surface"
WORDING: Final = ZHIZE + "wording"
DATE: Final = ZHIZE + "date"
OF: Final = ZHIZE + "of"
BRACKETED: Final = ZHIZE + "bracketed"
REGISTERED: Final = ZHIZE + "registered"
MERGED_BECAUSE: Final = ZHIZE + "mergedBecause"
SPELLING: Final = ZHIZE + "spelling"
BECOMES_NAME: Final = ZHIZE + "becomesName"
BECOMES_LABEL: Final = ZHIZE + "becomesLabel"
CORRECTED_FROM: Final = ZHIZE + "correctedFrom"
CORRECTED_TO: Final = ZHIZE + "correctedTo"
RULE: Final = ZHIZE + "rule"
CONFIDENCE: Final = ZHIZE + "confidence"
SCORE: Final = ZHIZE + "score"
METHOD: Final = ZHIZE + "method"
SHARED_TERM: Final = ZHIZE + "sharedTerm"
CODE: Final = ZHIZE + "code"
CODE_SOURCE: Final = ZHIZE + "codeSource"
CODE_DATE: Final = ZHIZE + "codeDate"
PLACE_LEVEL: Final = ZHIZE + "placeLevel"
MESSAGE: Final = ZHIZE + "message"
KEYWORD: Final = ZHIZE + "keyword"
FIELD: Final = ZHIZE + "field"
VERSION: Final = ZHIZE + "version"

# Borrowed terms, used as they are
TYPE: Final = RDF + "type"
LABEL: Final = RDFS + "label"
TITLE: Final = DCTERMS + "title"
ISSUED: Final = DCTERMS + "issued"
CREATOR: Final = DCTERMS + "creator"
CREATED: Final = DCTERMS + "created"
NOTE: Final = SKOS + "note"
DCTYPE: Final = DCTERMS + "type"
FORMAT: Final = DCTERMS + "format"
PREF_LABEL: Final = SKOS + "prefLabel"
ALT_LABEL: Final = SKOS + "altLabel"
HIDDEN_LABEL: Final = SKOS + "hiddenLabel"
CONCEPT: Final = SKOS + "Concept"
CONCEPT_SCHEME: Final = SKOS + "ConceptScheme"
IN_SCHEME: Final = SKOS + "inScheme"
TOP_CONCEPT_OF: Final = SKOS + "topConceptOf"
BROADER: Final = SKOS + "broader"
SUB_ORGANIZATION_OF: Final = ORG + "subOrganizationOf"
HAS_SOURCE: Final = OA + "hasSource"
START: Final = OA + "start"
END: Final = OA + "end"
EXACT: Final = OA + "exact"
PREFIX: Final = OA + "prefix"
SUFFIX: Final = OA + "suffix"
VALUE: Final = SCHEMA + "value"
UNIT_TEXT: Final = SCHEMA + "unitText"
USED: Final = PROV + "used"


def choices(kind: str) -> dict[str, str] | None:
    """Name → IRI of a closed list: a vocabulary, or the kinds of statements; None for what is no list."""
    if kind == "kind":
        return KIND_CLASSES
    names = VOCABULARIES.get(kind)
    return None if names is None else {name: concept(kind, name) for name in names}


def concept(vocabulary: str, name: str) -> str:
    """The IRI of a concept: ``concept("role", "lead")``. Raises KeyError for an unknown one."""
    if name not in VOCABULARIES[vocabulary]:
        raise KeyError(f"{vocabulary}/{name}")
    return f"{VOCAB}{vocabulary}/{name}"


def scheme(vocabulary: str) -> str:
    """The IRI of a vocabulary's concept scheme."""
    return f"{VOCAB}{vocabulary}"
