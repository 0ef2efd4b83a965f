delete from reports where published_at = $at::timestamp;

delete from demand_vintages where published_at = $at::timestamp;

update demand_vintages set replaced_at = null where replaced_at = $at::timestamp;
