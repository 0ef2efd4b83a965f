"""The sources: one module each, which says what it asks for, how a row is read and what its dates mean."""
