# 每一页都有的话

site-name = 颐聘
site-purpose = 养老服务招聘
language-self = 中文
skip-to-content = 跳到正文
demo-notice = 这是演示：机构和岗位都是编的，不是真的招聘。
menu-name = 主菜单
menu-home = 首页
menu-openings = 找岗位
type-large = 大字
type-normal = 标准字
trail-name = 您在这里
full-stop = 。

footer-about = 把养老服务的招聘放到一处，谁都能找，谁都能看懂。
footer-fair = 排在前面花钱买不到。
footer-feed = 订阅新岗位
footer-api = 数据接口
footer-styleguide = 页面样式

search-label = 找什么工作
search-placeholder = 工种、地方
search-button = 搜索
near-button = 找离我近的
near-fault = 没有得到您的位置，您可以直接写地名。

pager-name = 翻页
pager-back = 上一页
pager-on = 下一页
# $page (Number) - 第几页
pager-page = 第 { $page } 页
# $page (Number) - 第几页
# $last (Number) - 一共几页
pager-where = 第 { $page } 页，一共 { $last } 页

feed-title = 新岗位
all-openings = 看全部岗位
# $text (String) - 搜的话
quoted = “{ $text }”
# $count (Number) - 几个岗位
posts = { $count } 个岗位
