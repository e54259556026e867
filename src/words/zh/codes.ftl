# 各种代码的叫法

kind-vacancy = 正式招聘
kind-internship = 就业见习
kind-public-welfare = 公益性岗位
kind-apprenticeship = 学徒
kind-advisory = 指导带教
kind-volunteer = 志愿服务

education-none = 不限
education-primary = 小学
education-junior-high = 初中
education-high-school = 高中
education-secondary-vocational = 中专、技校
education-junior-college = 大专
education-bachelor = 本科
education-master = 硕士
education-doctor = 博士

institution-care-home = 养老院
institution-community-care = 社区养老
institution-medical-care = 医养结合
institution-rural-mutual-aid = 农村互助幸福院
institution-medical = 医院、诊所
institution-property = 物业公司
institution-housekeeping = 家政公司
institution-social-work = 社会工作机构
institution-volunteer-station = 志愿服务站
institution-school = 学校
institution-training = 培训机构
institution-government = 政府部门
institution-other = 其他单位

legal-public-institution = 事业单位
legal-social-group = 社会团体
legal-private-nonprofit = 民办非企业单位
legal-foundation = 基金会
legal-company = 企业
legal-sole-trader = 个体工商户
legal-cooperative = 农民合作社
legal-government = 机关
legal-unknown = 不清楚

class-management = 管理岗位
class-professional = 专业技术岗位
class-support = 服务保障岗位
class-care = 照护岗位

licence-nurse = 护士执业证
licence-doctor = 医师执业证
licence-pharmacist = 药师证
licence-rehab-therapist = 康复治疗师证
licence-social-worker-assistant = 助理社会工作师证
licence-social-worker = 社会工作师证
licence-social-worker-senior = 高级社会工作师证
licence-counsellor = 心理咨询师证
licence-dietitian = 营养师证
licence-elder-carer = 养老护理员证
licence-health-certificate = 健康证
licence-fire-operator = 消防设施操作员证
licence-food-safety = 食品安全管理员证
licence-cook = 厨师证
licence-driver = 驾驶证

pathway-graduate = 应届毕业生
pathway-cross-field = 从物业、家政转来
pathway-medic = 医护人员
pathway-retired-medic = 退休医护
pathway-rural-low-income = 农村低收入人口
pathway-family-carer = 照顾过家中老人
pathway-returnee = 返乡就业
pathway-volunteer = 志愿者

sector-property = 物业
sector-housekeeping = 家政
sector-medical = 医疗
sector-elder-care = 养老
sector-social-work = 社会工作
sector-catering = 餐饮
sector-retail = 零售
sector-manufacturing = 工厂制造
sector-farming = 种地养殖
sector-education = 教育
sector-government = 政府部门
sector-other = 其他行业

household-lifted-out-of-poverty = 脱贫户
household-monitored = 防止返贫监测户
household-minimum-living-allowance = 低保
household-extreme-poverty = 特困
household-hardship-expense = 刚性支出困难
household-zero-employment-family = 零就业家庭
household-disabled = 残疾
household-single-parent = 单亲抚养未成年人
household-near-retirement = 离退休五年以内
household-military-spouse = 随军家属
household-preferential-treatment = 优抚对象
household-martyr-family = 烈属
household-land-expropriated = 土地被征收的农民
household-model-worker = 劳动模范

employment-full-time = 全职
employment-part-time = 兼职
employment-dispatched = 劳务派遣
employment-service-agreement = 劳务协议
employment-temporary = 短期工

shift-day = 白班
shift-night = 夜班
shift-rotating = 倒班
shift-live-in = 住家、24 小时
shift-flexible = 时间灵活

answer-yes = 符合
answer-no = 不符合
answer-unknown = 还不清楚
answer-not-yet = 还没到时候

post-frontline-care = 一线护理
post-nursing-department = 护理部
post-care-deputy-director = 主管护理的副院长
post-director = 院长、主任
post-professional = 专业技术
post-medical = 医疗
post-management = 管理
post-finance-hr-property = 财务、人事、后勤
post-other = 其他岗位

skill-1 = 学徒工
skill-2 = 初级工（五级）
skill-3 = 中级工（四级）
skill-4 = 高级工（三级）
skill-5 = 技师（二级）
skill-6 = 高级技师（一级）
skill-7 = 特级技师
skill-8 = 首席技师

sort-relevance = 最合适
sort-newest = 最新
sort-pay = 工资高
sort-distance = 离我近
sort-ending = 快截止

source-51job = 前程无忧
source-boss = BOSS直聘
source-ggfw = 广东公共就业服务
source-jobonline = 就业在线
source-lagou = 拉勾
source-liepin = 猎聘
source-zhilian = 智联招聘
source-demo = 演示样例
source-desk = 本站发布

education-any = 学历不限
# $level (String) - 学历的名称
education-at-least = { $level }及以上
