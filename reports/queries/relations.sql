-- Every published relation with its columns and what they mean, as the database itself explains them.
select
    t.table_name as relation, t.comment, t.estimated_size as rows,
    list(struct_pack(name := c.column_name, type := c.data_type, comment := coalesce(c.comment, '')) order by c.column_index)
        as columns
from duckdb_tables() t
join duckdb_columns() c using (database_name, schema_name, table_name)
where not t.internal and t.database_name = current_database()
group by all
order by t.table_name
