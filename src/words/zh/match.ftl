# “适合我的工作”：问题、结果

menu-match = 适合我的工作
match-title = 适合我的工作
match-lead = 答几个问题，就能看到哪些岗位适合您、为什么适合。不用注册，每一题都可以不答。
match-kept = 您的回答只用来算这一次，我们不保存。
match-sheet-link = 在一页上填完（给办事人员用）
# $at (Number) - 第几题
# $of (Number) - 一共几题
match-step = 第 { $at } 题，大约 { $of } 题
match-next = 下一题
match-skip = 这题不答
match-back = 上一题
match-result = 现在就看结果
match-several = 可以选几个。
match-none = 都没有
match-unsure = 不清楚
match-yes = 是
match-no = 不是
match-faults = 有一处没看懂，请改一改：

match-ask-work = 您以前做过什么工作？
match-hint-work = 做过的都点上。没上过班，点最下面一个。
match-group-care = 照顾人
match-group-home = 打扫、做饭
match-group-property = 物业、维修
match-group-health = 医院、专业
match-group-other = 别的
match-work-elder-carer = 在养老院照顾老人
match-work-hospital-attendant = 在医院当护工
match-work-home-carer = 上门或住家照顾老人
match-work-childcare = 带孩子、幼儿园保育
match-work-maternity-carer = 月嫂
match-work-housekeeper = 家政、钟点工
match-work-cleaner = 保洁
match-work-cook = 厨师、做饭
match-work-kitchen-helper = 帮厨、洗碗
match-work-waiter = 饭店服务员
match-work-security-guard = 保安
match-work-property-maintenance = 物业维修、水电工
match-work-property-manager = 物业管理员
match-work-gardener = 绿化、养花种树
match-work-driver = 司机
match-work-nurse = 护士
match-work-doctor = 医生
match-work-pharmacist = 药房、药师
match-work-rehab-therapist = 康复治疗
match-work-massage-therapist = 按摩、推拿
match-work-social-worker = 社工、社区工作
match-work-counsellor = 心理咨询
match-work-dietitian = 营养师
match-work-education = 老师、教学
match-work-clerk = 办公室、文员
match-work-receptionist = 前台、接待
match-work-finance = 会计、出纳
match-work-hr = 人事、招聘
match-work-it-support = 电脑、网络
match-work-sales = 推销、业务员
match-work-retail = 商店、超市
match-work-manufacturing = 工厂
match-work-farming = 种地、养殖
match-work-other = 别的工作
match-work-none = 没上过班
match-work-village-carer = 村里的护老员
match-work-dementia-carer = 照顾记性不好的老人（失智）
match-work-patient-companion = 陪老人看病
match-work-care-adviser = 给老人家里出主意（养老顾问）
match-work-team-leader = 带班、当组长
match-work-care-home-director = 当院长、管一家院
match-work-trainer = 讲课、带新人
match-work-fire-safety = 管消防安全
match-work-food-safety = 管食品安全
match-work-health-manager = 健康管理

match-years-unit = 年
match-ask-years = 每样做了多少年？
match-years-under-one = 不到一年
match-years-one = 一两年
match-years-three = 三四年
match-years-five = 五年到十年
match-years-ten = 十年以上

match-ask-licences = 您有这些证吗？
match-ask-papers = 证上写的是哪一天？
match-hint-papers = 照着证写。日期这样写：2028-05-01。不知道就空着。
# $licence (String) - 证的名称
match-valid-until = { $licence }：有效到哪天
# $licence (String) - 证的名称
match-last-practised = { $licence }：最后一天上班是哪天
match-ask-skill = 您的养老护理员证是几级？
match-ask-place = 您住在哪里？
match-place-other = 别的地方，写在这里
match-place-hint = 比如：营口、沈阳市和平区
match-place-fault = 没有找到这个地方，请写市和区县的名字。
# $place (String) - 区县
match-ask-town = 在{ $place }的哪个街道或乡镇？
match-hint-town = 知道了才能算出离家多远。
match-ask-village = 您住在村里吗？
match-ask-schooling = 您念书念到哪里？
match-schooling-none = 没上过学
match-ask-study = 毕业证上怎么写的？
match-hint-study = 照着毕业证写。不知道的空着。
match-major = 专业
match-graduated = 毕业的日期（比如 2025-06-30）
match-full-time = 是不是全日制
match-full-time-yes = 全日制，天天在学校上课
match-full-time-no = 函授、夜大、自考
match-ask-pension = 您在领养老金吗？
match-pension-yes = 在领，退休了
match-pension-no = 没有领
match-ask-job = 您现在有工作吗？
match-job-yes = 有工作
match-job-no = 没有工作
match-ask-registered = 您办过失业登记吗？
match-hint-registered = 在街道、社区或人社局办的。
match-registered-yes = 办过
match-registered-no = 没办过
match-ask-family = 您在家照顾过生病的家人或者老人吗？
match-family-yes = 照顾过
match-family-no = 没有
match-ask-business = 您想自己开一家吗？比如养老院、家政公司
match-business-yes = 想
match-business-no = 不想
match-ask-kinds = 您想找哪一种？
match-kind-vacancy = 拿工资的工作
match-kind-apprenticeship = 先当学徒，边学边干
match-kind-internship = 毕业生见习
match-kind-public-welfare = 村里、社区的公益岗位
match-kind-advisory = 指导、讲课（退休的医生、护士）
match-kind-volunteer = 志愿服务，不拿工资
match-ask-trades = 您想干什么活？
match-hint-trades = 没有主意就不答，我们来找。
match-ask-nights = 您能上夜班吗？
match-nights-yes = 能上
match-nights-no = 不上夜班
match-ask-lodging = 您要住在单位吗？
match-lodging-yes = 要住，最好包住
match-lodging-no = 不住，下班回家
match-ask-pay = 一个月最少要多少钱？
# $yuan (String) - 元
match-pay = { $yuan } 元
match-ask-distance = 上班您愿意走多远？
match-distance-2 = 2 公里，走路能到
match-distance-5 = 5 公里，骑车能到
match-distance-15 = 15 公里，坐公交能到
match-distance-30 = 30 公里
match-ask-household = 您家里有这些情况吗？
match-hint-household = 可以不答。谁也看不到：不给单位看，也不保存。它只用来打开专门留的岗位，不影响排名。
match-house-lifted-out-of-poverty = 是脱贫户
match-house-monitored = 是防返贫监测户
match-house-minimum-living-allowance = 家里吃低保
match-house-extreme-poverty = 是特困人员
match-house-hardship-expense = 因为生病、上学或受灾，花销太大
match-house-zero-employment-family = 全家没有人工作
match-house-disabled = 有残疾证
match-house-single-parent = 一个人带没成年的孩子
match-house-near-retirement = 不到五年就退休
match-house-military-spouse = 随军的家属
match-house-preferential-treatment = 国家定期发抚恤金
match-house-martyr-family = 烈士家属
match-house-land-expropriated = 家里的地被征收了
match-house-model-worker = 当过县级以上劳模

match-found-title = 适合您的岗位
# $count (Number) - 答了几题
match-found-lead = 您答了 { $count } 题。下面的岗位，最合适的在前面。
match-found-little = 您还没有答题，现在只能大概看看。多答几题，会准得多。
# $place (String) - 地方
match-found-home = 您没有说住在哪里，现在只看{ $place }的岗位。
match-ways-title = 您可以这样进这一行
match-medic-title = 退休的医生、护士有三条路
match-medic-practise = 执业
match-medic-practise-told = 接着当医生、护士。证要有效，单位里要有医务室或门诊。
match-medic-guide = 指导
match-medic-guide-told = 教护理员怎么做，不打针、不开方。不用执业注册。
match-medic-train = 讲课
match-medic-train-told = 给新人上课、带实操。不用执业注册。
match-medic-open = 可以走这条路
match-medic-closed-expired = 现在走不了：证已经过期，先去办延续。
match-medic-closed-idle = 现在走不了：医生停了两年多，要先考核，再重新注册。问卫生健康部门。
match-medic-closed-none = 现在走不了：没有说有执业证。
match-medic-break = 可以走这条路。停了好一阵的，先问单位和卫生健康部门要不要补训。
match-medic-unknown = 先把证的日期填上，才能知道。
match-medic-see = 看这样的岗位
match-list-title = 岗位和理由
# $score (Number) - 多少分
match-score = 合适程度 { $score } 分，满分 100 分
match-why = 为什么合适
# $points (Number) - 几分
match-points = { $points } 分
match-gaps = 还差什么，怎么办
match-subsidies = 去了可能有的补贴
# $title (String) - 补贴
match-subsidy-yes = { $title }：现在就符合
# $title (String) - 补贴
# $day (String) - 哪一天
match-subsidy-from = { $title }：如果今天入职、签合同、上社保，最早 { $day } 可以领
# $title (String) - 补贴
match-subsidy-not-yet = { $title }：还没到时候
# $title (String) - 补贴
match-subsidy-unknown = { $title }：有的情况还不清楚
match-more = 看后面的 10 个
match-fewer = 看前面的 10 个
match-this-title = 您看的这个岗位
match-this-closed = 这个岗位您现在不能去
# $how (String) - what to do
match-how = 怎么办：{ $how }
match-nothing-title = 现在没有您能去的岗位
match-nothing-told = 换一个地方，或者少要求一点，再看一次。
match-loosen-title = 放宽一点，会好很多
# $what (String) - 哪一条
# $score (Number) - 多少分
match-loosen = 不限“{ $what }”：最好的有 { $score } 分
match-loosen-place = 找更大的地方
match-to-search = 自己搜岗位
match-answers-title = 您的回答
match-change = 改
# $question (String) - 哪一题
match-change-which = （{ $question }）
match-unanswered = 没有答
match-not-shown = 答了，这里不显示
match-on-title = 接下来
match-to-subsidies = 看看能领什么补贴
match-again = 全部清掉，重新答
match-all-on-one = 在一页上改
match-sheet-title = 适合我的工作：一页填完
match-sheet-lead = 给办事人员和着急的人用。每一项都可以空着，空着就是不知道。
match-sheet-show = 看结果
match-sheet-steps = 一题一题答
match-sheet-born = 哪一年出生
match-part-work = 做过的工作
match-part-papers = 证书
match-part-home = 住处
match-part-school = 学历
match-part-now = 现在的情况
match-part-wants = 想要的工作
match-part-household = 家里的情况（可以不填）
match-not-said = 没有说
match-to-opening = 这份工作适合我吗？
home-match = 不知道找什么？答几个问题就行。
home-match-go = 看看什么适合我
style-matching = 匹配怎样说话
style-sentences = 每一句话
style-subsidy = 毕业生入职补助（样例）
