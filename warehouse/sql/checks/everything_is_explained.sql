-- a relation or column without a comment (dictionary.toml does not know it)
select (select count(*) from duckdb_tables() where schema_name = 'main' and not internal and comment is null)
    + (select count(*) from duckdb_views() where schema_name = 'main' and not internal and comment is null)
    + (select count(*) from duckdb_columns() where schema_name = 'main' and not internal and comment is null);
