select as_of_week, source, role_family, weight from cell_weights where as_of_week + 6 <= getvariable('as_of') order by all;
