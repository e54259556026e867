# 一个岗位的页面

post-facts = 岗位情况
post-description = 岗位介绍
post-others = 这家单位还在招
post-similar = 相似的岗位
# $source (String) - 来源
# $number (String) - 编号
post-source = 来源：{ $source }，编号 { $number }
fact-kind = 种类
fact-occupation = 工种
fact-pay = 工资
fact-headcount = 人数
fact-employment = 用工方式
fact-shifts = 班次
fact-education = 学历
fact-experience = 经验
fact-licences = 证书
fact-skill = 技能等级
fact-majors = 专业
fact-skills = 会做什么
fact-benefits = 待遇
fact-address = 地址
fact-until = 截止日期

silent-title = 这条招聘没有写：
silent-told = 去之前先问清楚。
contact-title = 怎么联系
# $name (String) - 联系人
contact-person = 联系人：{ $name }
# $source (String) - 网站
contact-source = 到{ $source }看原文
# $source (String) - 来源
contact-none = 这条招聘没有留电话。它来自{ $source }，可以到那里按单位名称查找，也可以到当地的就业服务窗口问。
safe-title = 应聘不用交钱。
safe-told = 单位不能收押金，也不能扣您的身份证（《劳动合同法》第九条）。要您交钱的，不要去。
print-button = 打印
share-button = 复制网址
share-done = 网址已复制

ended-title = 这条招聘已经结束
ended-filled = 人已经招满了。
ended-closed = 单位已经停止招人。
ended-lapsed = 招聘的日期已经过了。
ended-search = 找同类的岗位

# 单位的页面

# $name (String) - 单位
# $place (String) - 地方
institution-description = { $name }（{ $place }）：单位情况和正在招人的岗位。
institution-facts = 单位情况
institution-posts = 正在招人的岗位
institution-no-posts = 这家单位现在没有在招的岗位。
standing-verified = 主管部门已经核实过这家单位。
standing-listed = 这些内容来自招聘信息，还没有人核实过。
standing-suspended = 这家单位的招聘已被暂停。
fact-place = 地方
fact-grade = 等级
fact-beds = 床位
fact-legal-form = 登记类型
fact-credit-code = 统一社会信用代码
fact-contact = 联系人
fact-phone = 电话
# $grade (Number) - 几级
grade = { $grade } 级养老机构
# $beds (Number) - 几张
beds = { $beds } 张
