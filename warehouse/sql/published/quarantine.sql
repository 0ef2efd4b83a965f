select source, url, reason, detail, remedy, seen_at from quarantine order by seen_at, source, url, reason, detail;
