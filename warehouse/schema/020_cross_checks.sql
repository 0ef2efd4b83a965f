-- What stands against a label without ever changing it: bursts of papers and posts, alarms on the weekly share.

create table if not exists attention_bursts (
    signal varchar not null,
    skill_id varchar not null,
    began_on date not null,
    ended_on date,
    documents integer not null,
    mentioning integer not null,
    usual_share double not null,
    weight double not null
);

create table if not exists share_alerts (
    population varchar not null,
    skill_id varchar not null,
    week date not null,
    direction varchar not null,
    began_on date not null,
    statistic double not null,
    decision_limit double not null
);
