-- Openings across employers: runs of one advertisement by employer, copies between employers, who is an agency.

-- `cluster_id`: the near-duplicates of one employer and role, before copies by others join and silence cuts them.
alter table posting_signatures add column if not exists cluster_id varchar;
-- Another reading may name other skills, and copies must name the same.
alter table posting_signatures add column if not exists extractor_version varchar;

-- Why a posting is in its cluster: which posting it resembles, how much, by which rule. NULL for the first of a cluster.
alter table posting_signatures add column if not exists alike_to varchar;
alter table posting_signatures add column if not exists likeness double;
alter table posting_signatures add column if not exists reason varchar;

-- Wordings of two employers that are one text. A wording is all postings of an employer with that text and role.
create table if not exists copy_links (
    role varchar not null,
    employer_key varchar not null,
    text_hash varchar not null,
    other_employer_key varchar not null,
    other_text_hash varchar not null,
    jaccard double not null,
    containment double not null,
    reason varchar not null
);

-- Signs that an employer advertises for others.
create table if not exists employer_signs (
    employer_key varchar not null,
    is_agency boolean not null,
    evidence varchar not null
);

-- From when to when a posting was advertised: a board's ad until it was last seen, a post in a monthly thread on its day.
create or replace view posting_spans as
select
    p.posting_id,
    coalesce(p.posted_on, p.first_seen) as dated_on,
    case
        when p.is_starter or p.board in ('import', 'whoishiring') or s.cadence = 'monthly'
            then coalesce(p.posted_on, p.first_seen)
        else greatest(p.posted_on, coalesce(p.closed_on, p.last_seen))
    end as active_until
from posting_records as p
left join sources as s on s.source = p.source;

-- By which rules the stored employer keys were made.
create table if not exists employer_identity (version varchar not null);
