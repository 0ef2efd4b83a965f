"""From the outside to records: the web to documents, texts to mentions."""
