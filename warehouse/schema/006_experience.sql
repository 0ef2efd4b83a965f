-- Years of experience an advertisement asks for, and whether its employer sponsors visas.

alter table readings add column if not exists years_min integer;
alter table readings add column if not exists years_max integer;
alter table readings add column if not exists visa boolean;
