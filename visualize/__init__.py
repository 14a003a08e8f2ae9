"""Pictures of answers: explorer pages and single-file graphs."""
