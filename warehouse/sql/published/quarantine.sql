select source, url, reason, detail, seen_at from quarantine order by seen_at, source, url;
