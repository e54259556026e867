# 搜索页

# $what (String) - 搜的是什么
results-title = { $what }的岗位
# $title (String) - 页面标题
# $count (String) - 几个
results-description = { $title }，{ $count } 个养老服务岗位。
# $count (Number) - 几个
# $shown (String) - 写出来的数
found = { $count ->
   *[other] 找到 { $shown } 个岗位
}
understood-name = 我们这样理解您的话：
# $text (String) - 原话
# $name (String) - 理解成什么
understood-as = { $text } → { $name }
chosen-name = 您选的条件：
chip-take-off = ，去掉
# $to (String) - 改成的话
corrected-to = 已经按“{ $to }”给您找。
# $from (String) - 原来的话
corrected-back = 还是要找“{ $from }”

facet-region = 地方
facet-occupation = 工种
facet-kind = 岗位种类
facet-pathway = 适合谁
facet-education = 我的学历
facet-institution = 单位种类
facet-pay = 工资
facet-benefit = 待遇和班次
facet-near = 离我多远
any = 都可以
# $yuan (String) - 元
pay-at-least = 每月 { $yuan } 元以上
subsidy-only = 可能有补贴
near-chosen = 我在的地方
# $distance (String) - 多远
near-within = { $distance }以内

sort-name = 排序
filters-name = 筛选
filters-apply = 按这些条件找
filters-clear = 全部去掉

nothing-title = 没有找到合适的岗位
nothing-told = 换一个词，或者少写一个条件，再试一次。
nothing-ways = 这样找就有：
# $words (String) - 去掉的话
way-without = 去掉“{ $words }”
# $place (String) - 更大的地方
way-wider = 找整个{ $place }
# $distance (String) - 多远
way-radius = 放宽到 { $distance }以内
# $field (String) - 哪一条
way-unfiltered = 不限{ $field }
# $trade (String) - 工种
way-occupation = 只找{ $trade }
# $place (String) - 地方
way-all = { $place }的全部岗位
beyond-last = 后面没有了。
to-first-page = 回到第一页
feed-this = 订阅这样的新岗位

# 岗位卡片

# $distance (String) - 多远
distance-away = 离您 { $distance }
distance-not-known = 离您多远还不知道
# $ago (String) - 什么时候
card-published = { $ago }发布
# $count (Number) - 几条
card-folded = 另有 { $count } 条相同的招聘
experience-none = 不要求经验
# $years (Number) - 几年
experience-years = { $years } 年经验
# $count (Number) - 几人
headcount = 招 { $count } 人

# 工资图

pay-caption = 这些岗位每月给多少
# $number (String) - 几千元
pay-thousands = { $number }千
pay-axis = 下面是每月工资，从多少元起；上面是岗位数。
# $from (String) - 元
# $count (Number) - 几个
pay-band = { $from } 元起的 { $count } 个

# $count (Number) - 几个
found-exactly = { $count ->
    [0] 没有完全符合的，下面是比较接近的。
   *[other] 完全符合的有 { $count } 个，排在前面；后面是比较接近的。
}
