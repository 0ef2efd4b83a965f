-- With what the texts were read last: after a change of the taxonomy alone only texts that hold a changed form are read again.

create table if not exists extractor_state (extractor_version varchar not null, rules_version varchar not null);

create table if not exists extractor_patterns (squeezed varchar not null, meaning varchar not null);
