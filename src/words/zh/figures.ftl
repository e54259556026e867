# 日期、工资、距离

day-today = 今天
day-yesterday = 昨天
# $days (Number) - 几天以前
days-ago = { $days } 天前
ends-today = 今天截止
# $days (Number) - 还有几天
ends-in-days = 还剩 { $days } 天
# $day (String) - 截止的日子
ends-on = { $day }截止

pay-unknown = 未写明工资
pay-volunteer = 志愿服务，不发工资
# $amount (String) - 金额
pay-from = { $amount } 元起
# $amount (String) - 金额
pay-up-to = 最高 { $amount } 元
# $amount (String) - 金额
pay-range = { $amount } 元
# $amount (String) - 带“元”的金额
pay-hour = { $amount }/小时
# $amount (String) - 带“元”的金额
pay-day = { $amount }/天
# $amount (String) - 带“元”的金额
pay-month = { $amount }/月
# $amount (String) - 带“元”的金额
pay-year = { $amount }/年
# $pay (String) - 工资
# $months (Number) - 一年发几个月
pay-with-months = { $pay }，一年发 { $months } 个月

# $metres (Number) - 米
distance-metres = { $metres } 米
# $km (String) - 公里
distance-km = { $km } 公里
