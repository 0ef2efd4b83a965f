"""The `skilltide` command line: one module a command or a family of commands, nothing heavy at import."""
