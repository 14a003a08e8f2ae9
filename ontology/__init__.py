"""The ontology: vocabulary, shapes, outlines and registries."""
