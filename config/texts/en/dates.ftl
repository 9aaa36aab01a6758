# What is answered to a date that cannot be the one that was meant.
date-past = This date or hour is already past. Give one to come, for example “monday 9:00” or “05/12” (day, then month).
date-future = This date has not come yet. Give one that is past, for example “yesterday” or “20/11” (day, then month).
date-no-such-day = I cannot find this day in the calendar. Check the day, the month and the weekday, for example “saturday 05/12” (day, then month).
date-no-such-hour = I cannot find this hour in a day. Write it as “9:30” or “2pm”, for example.
date-two-dates = I read several days or hours, and I need a single one. For example “monday 9:00” or “05/12” (day, then month).
date-order = The end comes before the beginning. Write for example “from 01/12 to 05/12” (day, then month).
date-too-far = This date is too far from today: I stop at 400 days.
date-open = The beginning or the end is missing. Write for example “from 01/12 to 05/12” (day, then month).
date-vague = I cannot tell exactly which day or hour this is. Write them in digits, for example “05/12 at 9:00” (day, then month).
