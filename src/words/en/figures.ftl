# Days, pay, distances

day-today = today
day-yesterday = yesterday
days-ago = { $days } days ago
ends-today = ends today
ends-in-days = { $days ->
    [one] 1 day left
   *[other] { $days } days left
}
ends-on = until { $day }

pay-unknown = Pay not stated
pay-volunteer = Voluntary, unpaid
pay-from = from ¥{ $amount }
pay-up-to = up to ¥{ $amount }
pay-range = ¥{ $amount }
pay-hour = { $amount } an hour
pay-day = { $amount } a day
pay-month = { $amount } a month
pay-year = { $amount } a year
pay-with-months = { $pay }, { $months } months a year

distance-metres = { $metres } m
distance-km = { $km } km
