"""The assets, one module a part of the way of the data; each asset reads, calls a stage and returns its metadata."""
