-- What is computed as a whole is written anew, weekly levels are kept where nothing moved (increments.py). The data may
-- have ended before the last closed week: then labels of weeks between are no more.
delete from cell_weights;
delete from weekly_sources;
delete from weekly_ads;
delete from weekly_attention;
delete from attention_bursts;
delete from share_alerts;
delete from skill_seasonality;
delete from trend_gates;
delete from skill_decomposition where as_of_week between $week and $closed;
delete from negative_controls where as_of_week between $week and $closed;
delete from lead_lag where as_of_week between $week and $closed;
delete from skill_trends where as_of_week between $week and $closed;
delete from guide_scorecard where as_of_week between $week and $closed;
