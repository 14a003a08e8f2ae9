"""Speed, measured honestly: the same data in the same run, one core, medians, everything reported."""
