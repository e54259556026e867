# 我能领什么补贴

claims-title = 我能领什么补贴
claims-lead = 回答几个问题，就知道能领什么、还差什么、哪天去领。不知道的可以跳过。
claims-private = 不用登录，不留姓名。您的回答只用来算这一次，算完不保存。
# $number (Number) - 第几个问题
# $most (Number) - 最多还有几个
claims-progress = 第 { $number } 个问题，后面最多还有 { $most } 个
# $number (Number) - 第几个问题
claims-progress-last = 第 { $number } 个问题，最后一个
claims-continue = 下一个
claims-unknown = 不知道，跳过
claims-back = 退回上一个
claims-enough = 不答了，看结果
claims-all-at-once = 全部问题放在一页上填
claims-one-by-one = 一个一个问
claims-form-title = 补贴判断表
claims-form-lead = 给办事窗口用：知道多少填多少，空着的算不知道。
claims-form-person = 本人情况
claims-form-job = 工作情况
claims-form-show = 看结果
claims-form-unsaid = 不知道
claims-fault = 这里没有看懂，请改一下：
# $title (String) - 岗位
claims-of-post = 按这个岗位来算：{ $title }
claims-yes = 是
claims-no = 不是
claims-none-of-these = 都没有
claims-no-certificate = 没有证
claims-job-question = 您现在有工作吗？
claims-employed-before = 去新单位以前，您现在有工作吗？
claims-job-working = 在上班
claims-job-found = 找好了，还没去
claims-job-none = 没有工作
claims-place-other = 别的地方，写地名
claims-place-hint = 比如：大连、沈阳铁西区
claims-date-hint = 比如：2024-06-30
claims-year-hint = 比如：1974
claims-major-hint = 比如：护理、老年服务与管理
claims-months-hint = 比如：36
claims-level-hint = 养老护理员的等级。别的工种不用填。
job-kind-vacancy = 正式上班
mend-day = 请写年、月、日，比如 2024-06-30。
mend-year = 请写四位数的年份，比如 1974。
mend-months = 请写几个月，比如 36。
mend-place = 没有找到这个地方。请写市、区（县）的名字，比如：鞍山铁东区。
mend-nothing = 还没有填。不知道就按“不知道，跳过”。
mend-other = 请从列出来的里面选。

sheet-title = 您的补贴单
# $day (String) - 哪一天
sheet-on = 按 { $day }的规定判断
sheet-not-final = 这不是最后的决定。最后由办事的部门认定。
sheet-nothing = 照您的回答，现在没有能领的补贴。下面写了原因。回答不对的，可以改。
sheet-now = 现在就可以申请
sheet-later = 到日子就可以申请
sheet-with-job = 找到合适的工作，就有希望
sheet-open = 还差一点才知道
sheet-office = 要问办事的部门
sheet-refused = 这些不行，为什么
sheet-refused-one = 不行，因为：
sheet-answers = 您的回答
sheet-change = 改
sheet-unsaid = 不知道
sheet-again = 从头再答一遍
sheet-find-work = 找能开补贴的岗位
sheet-for-employer = 这笔钱给单位。您可以告诉单位去申请。
sheet-for-standing = 这是一种身份，不是钱。有了它，才能申请一些补贴。
sheet-for-borrower = 这是贷款，要还。
# $day (String) - 哪一天
sheet-from = 从{ $day }起可以申请
# $day (String) - 哪一天
sheet-since = { $day }起就符合了
# $day (String) - 哪一天
sheet-not-before = 就算都符合，也要到{ $day }以后
sheet-amount = 多少钱
sheet-calendar = 什么时候领多少
# $day (String) - 哪一天
# $amount (String) - 钱数
sheet-due = { $day }：{ $amount }
sheet-due-unknown = 数额没有查到
sheet-due-past = 日子已经过了，没领的快去问
sheet-lines = 一条一条看
sheet-bring = 要带
sheet-ask = 问谁
sheet-source = 依据
sheet-number-unseen = 文号没有查到
sheet-more = 看这条政策的全部内容
sheet-still = 还要知道：
sheet-line-yes = 符合
sheet-line-no = 不符合
sheet-line-unknown = 还不知道
# $day (String) - 哪一天
sheet-line-not-yet = { $day }才符合
sheet-any = 有一条就行
sheet-none-of = 一条也不能有
sheet-call-first = 去之前先打 12345 或 12333 问一问，少跑一趟。
# $place (String) - 地方
sheet-empty-place = 没有说您在哪里，这里先看{ $place }的规定。

name-job = 工作
name-birth-year = 出生年
name-region = 住处
name-rural = 住在农村
name-education-level = 学历
name-education-major = 专业
name-education-full-time = 全日制
name-education-graduated-on = 毕业日期
name-licences = 证书
name-skills = 技能等级
name-retired = 退休
name-employed = 现在有工作
name-registered-unemployed = 登记失业
name-cares-for-family = 在家照护老人
name-wants-to-start-business = 想创业
name-household = 家庭情况
name-institution-kind = 单位是什么
name-legal-form = 单位性质
name-job-region = 单位在哪里
name-job-kind = 用工种类
name-occupation = 做什么工作
name-post = 岗位
name-establishment = 事业编制
name-hired-on = 入职日期
name-contract-from = 合同开始
name-contract-months = 合同几个月
name-dispatched = 劳务派遣
name-insured-from = 社保开始
name-still-in-post = 还在这里上班
name-left-on = 离开日期
name-other-service-months = 别处干过几个月
name-office-decision = 部门的决定
sheet-match = 看看适合我的岗位
