"""Files people hand to the server: staged outside the store, read in a process of their own, then kept or not."""
