-- Countries grouped by labour market and currency rather than by continent; codes are ISO 3166-1 alpha-2.
select unnest(string_split(countries, ' ')) as country, country_group
from (values
    ('africa', 'AO AQ BF BI BJ BV BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SJ SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW'),
    ('canada', 'CA'),
    ('dach', 'AT CH DE LI'),
    ('east_asia', 'CN HK JP KP KR MN MO TW'),
    ('east_europe', 'AL BA BG BY CZ EE HR HU LT LV MD ME MK PL RO RS RU SI SK UA'),
    ('india', 'IN'),
    ('latin_america', 'AG AI AR AW BB BL BM BO BQ BR BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC MF MQ MS MX NI PA PE PM PR PY SR SV SX TC TT UY VC VE VG VI'),
    ('middle_east', 'AE AM AZ BH GE IL IQ IR JO KG KW KZ LB OM PS QA SA SY TJ TM TR UZ YE'),
    ('nordics', 'AX DK FI FO GL IS NO SE'),
    ('oceania', 'AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS'),
    ('south_asia', 'AF BD BT LK MV NP PK'),
    ('south_europe', 'AD CY ES GI GR IT MT PT SM VA'),
    ('southeast_asia', 'BN ID KH LA MM MY PH SG TH TL VN'),
    ('uk_ireland', 'GB GG IE IM JE'),
    ('us', 'US'),
    ('west_europe', 'BE FR LU MC NL')
) as t(country_group, countries)
order by country;
