-- weekly_attention: a share outside [0, 1], outside its interval, or more mentioning than documents
select count(*)
from weekly_attention
where share not between 0 and 1 or share_low > share or share_high < share or share_low < 0 or share_high > 1
    or mentioning > documents;
