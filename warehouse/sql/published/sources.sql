select source, kind, title, enabled, cadence, terms, attribution, homepage, reason_off from sources order by source;
