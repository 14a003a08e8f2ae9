"""职责图谱 zhize: the record, identifiers, the graph and its questions."""
