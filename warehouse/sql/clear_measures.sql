-- Measures are derived: weeks after the one measured are removed, all others are written anew.
delete from weekly_demand;
delete from population_weeks;
delete from cell_weights;
delete from weekly_sources;
delete from weekly_attention;
delete from skill_seasonality;
delete from trend_gates;
delete from skill_decomposition where as_of_week >= $week;
delete from negative_controls where as_of_week >= $week;
delete from lead_lag where as_of_week >= $week;
delete from skill_trends where as_of_week >= $week;
delete from guide_scorecard where as_of_week >= $week;
