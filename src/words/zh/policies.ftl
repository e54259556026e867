# 政策、版本、最低工资

menu-policies = 补贴政策
menu-subsidies = 能领什么
policies-title = 补贴和扶持政策
policies-lead = 每一条都写明出处。没有查到的，就写没有查到，不猜。
policies-ask-me = 问几个问题，看我能领什么
policies-day = 看哪一天的规定
policies-region = 哪个地方
policies-region-all = 所有地方
policies-show = 查看
# $day (String) - 哪一天
policies-on-day = { $day }有效的规定
# $place (String) - 地方
policies-of-place = { $place }的规定
policies-none = 这一天，这个地方没有录入的规定。
policies-ended = 这一天没有施行的
policies-whole-country = 全国
policies-fault-title = 有规定文件写错了，没有用上：
policies-fault-told = 请改好文件再重新启动。其他规定照常使用。
policies-offices = 本地录入
# $version (String) - 版本
policy-version = { $version } 版
policy-undated = 没有写日期
policy-trial = 还在探索
policy-missing-title = 没有这条政策
policy-missing-told = 网址里写的政策，这里没有。也许是名称写错了，也许它换了名称。
# $day (String) - 哪一天
policy-not-in-force = { $day }这条规定没有施行。下面是最近的一版，供参考。
policy-older = 这是旧的一版。新规定已经代替了它。
policy-newer = 看现在的规定
policy-trial-told = 这件事还在探索，没有正式的规定。不要当成能领到的。
policy-for-person = 发给本人
policy-for-employer = 发给单位
policy-for-standing = 是一种身份，不是钱
policy-for-borrower = 是贷款，要还
policy-who-decides = 最后由办事的部门认定。这里只是帮您先看一看。
policy-document = 文件
policy-number = 文号
policy-number-unseen = 没有查到
policy-issuers = 发文单位
policy-in-force = 施行
# $from (String) - 开始的日子
policy-from = { $from }起
# $from (String) - 开始的日子
# $to (String) - 最后一天
policy-from-to = { $from }起，到{ $to }为止
policy-from-unseen = 从哪天起，没有查到
policy-grade = 可靠程度
policy-builds-on = 依据上级规定
policy-paid-to = 发给谁
policy-conditions = 要符合的条件
policy-all-needed = 每一条都要符合。
policy-any = 下面有一条就行：
policy-all = 下面每一条都要：
policy-none = 下面的都不能有：
policy-local = 按当地的规定认定
policy-money = 能有多少
policy-level = 级别
policy-amount = 数额
policy-schedule = 怎么发
policy-after = 从什么时候
# $months (Number) - 几个月
policy-after-months = 干满 { $months } 个月
policy-share-unsettled = 没有查清
policy-read-entry = 按入职时的学历算。
policy-read-payment = 每次发的时候，按当时的学历算。
policy-read-highest = 按最高的学历算。
policy-bring = 要带的东西
policy-ask = 问谁
policy-notes = 还要知道
policy-note-not-seen = 没有查到
policy-note-office-checks = 由部门核对
policy-note-limit = 限制
policy-note-good-to-know = 提示
policy-sources = 出处
policy-versions = 各个版本
policy-version-now = 正在看的
# $older (String) - 旧版本
policy-changes = 和 { $older } 版比，变了什么
policy-change-added = 新加的条件
policy-change-dropped = 去掉的条件
policy-change-changed = 改了的条件
policy-change-before = 以前
policy-change-after = 现在
policy-change-same-words = 说法没变，范围变了
policy-change-service = 要干多久
policy-change-amount = 数额
policy-change-certainty = 数额的说法
policy-change-pay = 怎么发
policy-change-none = 没有
# $months (Number) - 几个月
policy-service-months = { $months } 个月
policy-certainty-exact = 是准数
policy-certainty-ceiling = 是最高限
policy-certainty-not-entered = 还没有录入
policy-way-not-seen = 没有查到
policy-way-once = 一次发完
policy-way-instalments = 分几次发
policy-way-recurring = 定期发
policy-flat = 所有人

schooling-none = 没上过学

certainty-seed = 本市政策原文
certainty-law = 法律原文
certainty-gov = 政府网站
certainty-news = 新闻报道
certainty-web = 网上转载，要再核实
certainty-mem = 没有核实
certainty-derived = 推断的

# $yuan (String) - 钱数
amount-exact = { $yuan } 元
# $low (String) - 最少
# $high (String) - 最多
amount-range = { $low } 到 { $high } 元
# $yuan (String) - 钱数
amount-ceiling = 最多 { $yuan } 元（是上限，不一定能拿到这么多）
amount-not-entered = 数额没有查到
# $yuan (String) - 钱数
amount-under = 数额没有查到，不超过 { $yuan } 元
# $amount (String) - 钱数
amount-each-month = 每月{ $amount }
# $amount (String) - 钱数
amount-each-year = 每年{ $amount }
# $months (Number) - 几个月
# $amount (String) - 钱数
amount-each-months = 每 { $months } 个月{ $amount }
# $amount (String) - 钱数
amount-by-education = { $amount }，看学历
# $amount (String) - 钱数
amount-by-skill = { $amount }，看技能等级

wages-title = 最低工资
wages-lead = 单位给的工资不能比这个低。加班费、夜班补贴、高温补贴都不算在里面。
# $place (String) - 地方
wages-now = { $place }：现在查到的标准
wages-old = 以前的标准
wages-elsewhere = 别的地方
wages-month = 每月（元）
wages-hour = 每小时（元）
wages-from = 从哪天起
wages-source = 出处
wages-none = 这个地方的最低工资没有录入。请问当地人力资源社会保障局。
wages-hour-told = 每小时的标准，是给钟点工（非全日制）用的。
wages-complain = 工资比这个低，可以拨打 12333 问，或者去当地劳动监察部门反映。

post-subsidies = 这个岗位可能有的补贴
post-subsidies-told = 下面只看了岗位的情况。能不能领，还要看您自己的情况。
post-subsidies-who = 还要看：
post-subsidies-why = 岗位这边：
post-subsidies-ask = 看我能不能领
