-- Number columns take all digits: how many a field allows is for the save pipeline to say.

do $$
declare
  old record;
begin
  for old in select * from fw_column where sql_type like 'numeric(%' order by table_name, column_name loop
    execute format('alter table %I alter column %I type numeric', old.table_name, old.column_name);
  end loop;
  update fw_column set sql_type = 'numeric' where sql_type like 'numeric(%';
end
$$;
