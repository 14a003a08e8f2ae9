"""Annotators: pure functions from the folded text to facts with offsets; the words they know are in loaders/rules."""
