-- What the test says over two years: slow trends that the window of a label cannot show.
alter table skill_trends add column if not exists long_label varchar;
alter table skill_trends add column if not exists long_first double;
alter table skill_trends add column if not exists long_last double;
alter table skill_trends add column if not exists long_q_value double;
