# 首页

# $place (String) - 城市
home-title = 在{ $place }，找一份照顾老人的好工作
home-lead = 养老院、社区、医院、家政和物业的招聘，都在这里。不用注册，不收钱。
# $place (String) - 城市
home-description = { $place }养老服务的招聘：护理员、护士、社工、后勤和志愿服务。免费查看，排名不卖钱。
examples-name = 试试这样搜：
example-1 = 护工 包吃住
example-2 = 不上夜班
example-3 = hugong

# $count (Number) - 几个
figure-openings = { $count ->
   *[other] 个岗位正在招人
}
# $count (Number) - 几家
figure-institutions = { $count ->
   *[other] 家单位
}
figure-free = 免费
figure-free-told = 找工作、投简历都不收钱

doors-title = 您是哪一种情况？
door-graduate-who = 刚毕业
door-graduate = 找第一份工作，或者先见习
door-cross-field-who = 做过物业、家政
door-cross-field = 想换到养老这一行
door-retired-medic-who = 退休医生、护士
door-retired-medic = 还想做指导、带新人
door-rural-who = 住在农村
door-rural = 想在家门口找活
door-family-carer-who = 照顾过家人
door-family-carer = 会照顾老人，想靠这个挣钱
door-volunteer-who = 想做志愿者
door-volunteer = 有空，想出一份力

# $place (String) - 城市
home-where = { $place }哪里在招人
# $count (Number) - 几个
supply-count = { $count } 个
supply-caption = 数字是岗位数，颜色越浓，岗位越多。点一下，看那里的岗位。
home-newest = 刚发布的岗位
fair-title = 排名不卖钱。
fair-told = 谁排在前面，只看合不合适、新不新，还有谁更缺人。任何单位都不能花钱买位置。
