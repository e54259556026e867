# 账号、登录、单位和主管部门的页面

login-label = 手机号或邮箱
login-hint = 例如 13812345678，或者 name@example.org
login-empty = 请写手机号或邮箱。
login-neither = 这不像手机号，也不像邮箱。手机号是 11 位数字；邮箱里有 @。
login-sample = 这个邮箱只用于演示，请换一个。
password-label = 密码
# $count (Number) - 最少几个字
password-hint = 至少 { $count } 个字。可以用一句自己记得住的话，中文也行。
# $count (Number) - 最少几个字
password-short = 密码太短，至少要 { $count } 个字。
# $count (Number) - 最多几个字
password-long = 密码太长，最多 { $count } 个字。
password-common = 这个密码太容易被猜到，请换一个。
name-label = 怎么称呼您
name-empty = 请写姓名。
choose-from-list = 请从列表里选一个。
save-button = 保存
saved-told = 已经保存。
not-now = 先不改
go-on-button = 继续
begin-again = 重新开始
change-link = 修改
add-link = 添加
not-given = 没有填
# $minutes (Number) - 几分钟
wait-minutes = 试的次数太多了。请过 { $minutes } 分钟再试。

sign-in-title = 登录
sign-in-button = 登录
sign-in-link = 去登录
sign-in-wrong = 号码、邮箱或密码不对。请再看一看。
forgot-link = 忘记密码了
no-account = 还没有账号？
sign-up-link = 注册
signed-up-told = 好了。请用刚才的手机号或邮箱和密码登录。
new-password-told = 新密码已经生效，请用它登录。
signed-out-told = 已经退出。
erased-told = 您的账号和资料已经删除。
demo-accounts = 演示账号，密码都一样：
code-title = 再输入一次验证码
code-told = 您的账号开了两步登录。请打开手机上的验证器。
code-label = 验证码
code-hint = 6 位数字。手机不在身边，就用纸上的备用码。
code-wrong = 验证码不对，或者已经用过了。
sign-out-title = 要退出吗？
sign-out-button = 退出登录

sign-up-title = 注册账号
sign-up-lead = 找工作、投简历、收回复，都用这一个账号。免费。
sign-up-button = 注册
sign-up-privacy = 您的号码不会给任何单位看，除非您自己同意。
sign-up-institution = 单位招人：请让您那里的主管部门或者同事发一个邀请。
have-account = 已经有账号？

forgot-title = 忘记密码
forgot-lead = 写下登录用的手机号或邮箱，我们往您的邮箱发一个链接。
forgot-button = 发链接
forgot-no-mail = 账号里没有邮箱，就收不到信。请带身份证去当地的服务窗口。
forgot-done-title = 请查收邮件
forgot-done = 如果这个账号留了邮箱，信已经在路上了。
forgot-done-wait = 链接半小时内有效，只能用一次。没收到就看看垃圾邮件，或者过一会儿再要一次。
forgot-again = 再要一个链接
reset-title = 设新密码
new-password-label = 新密码
reset-ends-sessions = 设好以后，其他地方的登录会全部退出。
dead-link-title = 这个链接不能用了
reset-dead = 链接只能用一次，半小时后失效。
invited-dead = 邀请已经用过、撤回，或者过期了。请让邀请您的人再发一个。

invited-title = 您收到一个邀请
# $place (String) - 身份和单位
invited-lead = 邀请您成为：{ $place }
# $name (String) - 姓名
invited-accept = 我是{ $name }，接受邀请
invited-other = 不是您？
invited-sign-in = 我有账号，先登录
invited-new = 没有账号，在这里注册
invited-make = 注册并接受
invited-login-taken = 这个号码或邮箱不能用来注册。如果是您的，请先登录。

me-title = 我的账号
# $name (String) - 姓名
me-hello = { $name }，您好
me-sample = 这是演示账号，密码谁都知道。请不要写真的资料。
me-who = 我是谁
me-sign-in = 怎么登录
me-record = 我的资料
me-looks = 谁看过我的资料
me-looks-lead = 别人每看一次、每改一次，都记在这里。
me-looks-none = 还没有人看过。
me-data = 下载我的全部资料
me-erase = 删除账号
lang-label = 来信用什么语言
phone-label = 手机号
email-label = 邮箱
factor-label = 两步登录
sessions-label = 在哪里登录着
sessions-link = 看一看
factor-is-on = 已开启
factor-is-off = 没有开启

new-login-title = 换手机号或邮箱
new-login-lead = 写新的手机号，或者新的邮箱。原来的另一个不变。
new-login-label = 新的手机号或邮箱
new-login-taken = 这个号码或邮箱不能用。如果是您的，请联系服务窗口。
password-title = 换密码
password-now-label = 现在的密码
password-wrong = 密码不对。
password-ends-others = 换好以后，其他地方的登录会全部退出。

sessions-lead = 有不认识的，就退出它，再换密码。
session-here = 就是这里
session-end = 退出
sessions-end-all = 全部退出，包括这里
agent-wechat = 微信
agent-unknown = 不认识的浏览器

factor-needed = 您的身份能看到别人的资料，所以必须开启两步登录。
factor-lead = 开启以后，登录时除了密码，还要手机上的 6 位数字。别人知道密码也进不来。
factor-step-app = 在手机上装一个验证器，例如“微软验证器”或“谷歌验证器”。
factor-step-scan = 用它扫下面的图。
factor-square = 给验证器扫的图
factor-by-hand = 扫不了就手动输入：
factor-step-code = 把它显示的 6 位数字写在下面。
factor-turn-on = 开启
factor-off-title = 关闭两步登录
factor-off-told = 关闭以后，只凭密码就能登录。
factor-turn-off = 关闭
paper-title = 请抄下备用码
paper-told = 手机丢了，就用这些码登录。每个只能用一次。这一页只出现这一次。
paper-print = 抄下来或打印出来，放在安全的地方。
# $count (Number) - 还剩几个
paper-left = 备用码还剩 { $count } 个。
paper-new = 换一批备用码

erase-title = 删除账号
erase-lead = 删除以后找不回来。
erase-goes = 会删掉：姓名、手机号、邮箱、密码、所有登录和身份。
erase-stays = 会留下：什么时候做过什么的记录，但里面没有您的名字和号码。
erase-button = 删除我的账号
# $names (String) - 单位的名字
erase-last-owner = 您是这些单位唯一的负责人：{ $names }。请先请别人做负责人。
erase-last-admin = 您是唯一的系统管理员。请先请别人来做。

role-visitor = 没有登录的人
role-seeker = 个人
role-member = 单位成员
role-owner = 单位负责人
role-office = 主管部门工作人员
role-admin = 系统管理员
role-system = 系统
# $place (String) - 单位或地区
# $role (String) - 身份
role-of = { $place } · { $role }

desk-title = 单位工作台
# $name (String) - 单位的名字
desk-of = { $name } 的工作台
desk-openings-count = 个岗位正在招人
desk-people-count = 位同事
desk-public-page = 看公开的单位页面
desk-no-posts = 现在没有在招的岗位。
desk-others = 换到另一家单位
desk-verified = 主管部门已经核实过。
desk-listed = 主管部门还没有核实过。
desk-suspended = 主管部门暂停了这家单位的招聘。
colleagues-title = 同事
colleagues-owners-only = 只有负责人能邀请同事、改身份。
that-is-you = 就是您
make-member = 改为成员
make-owner = 改为负责人
take-off = 移出
withdraw = 撤回
invite-colleague = 邀请同事
invite-login-label = 对方的手机号或邮箱
invite-login-hint = 写邮箱，我们就发信去。也可以不写，把链接发给对方。
invite-role-label = 身份
invite-button = 生成邀请
invited-open = 还没接受的邀请
invited-somebody = 没有写是谁
invited-mailed = 邀请信已经发出。也可以把下面的链接直接发给对方。链接 7 天内有效，只能用一次，只显示这一次。
invited-link-only = 请把下面的链接发给对方。链接 7 天内有效，只能用一次，只显示这一次。
last-owner = 单位至少要有一位负责人。请先请别人做负责人。

office-title = 主管部门
office-institutions = 本地的单位
office-figures-from = 数字来自现在公开的岗位和登记的单位，打开时现算。
everywhere = 所有地区
office-figure-institutions = 家单位
office-figure-verified = 家已核实
office-figure-staffed = 家有人能登录
office-figure-openings = 个岗位
office-figure-places = 个名额
part-of-name = 单位名字里的字
# $count (Number) - 几家
found-institutions = 找到 { $count } 家。
# $count (Number) - 几个人
people-count = { $count } 人能登录
state-listed = 还没核实
state-verified = 已核实
state-suspended = 已暂停
institution-people = 谁能替它登录
institution-nobody = 还没有人。
invite-owner = 邀请负责人
invite-owner-told = 请先当面或电话确认，对方真的代表这家单位。
staff-title = 工作人员
invite-staff = 邀请工作人员
invite-region-label = 管哪个地区
invite-region-hint = 写地名或代码，例如 铁东区、210302。下面的街道也归他管。
region-unknown = 没有这个地区，或者有好几个同名的。请写代码。
last-admin = 至少要有一位系统管理员。请先请别人来做。

audit-title = 操作记录
audit-lead = 谁在什么时候、从哪里、做了什么或看了什么。只能添加，不能修改和删除。
audit-who = 谁（姓名、手机号或邮箱）
audit-action = 做了什么
audit-any = 不限
audit-from = 从哪天
audit-to = 到哪天
# $count (Number) - 几条
audit-found = 一共 { $count } 条。
subject-account = 账号
subject-institution = 单位
subject-invitation = 邀请
subject-audit = 操作记录
action-signed-up = 注册
action-signed-in = 登录
action-sign-in-refused = 登录失败
action-signed-out = 退出
action-password-changed = 换密码
action-password-reset = 重设密码
action-login-changed = 换号码或邮箱
action-factor-on = 开启两步登录
action-factor-off = 关闭两步登录
action-recovery-used = 用了备用码
action-sessions-ended = 结束登录
action-exported = 下载资料
action-erased = 删除账号
action-invited = 发邀请
action-invitation-withdrawn = 撤回邀请
action-grant-given = 得到身份
action-grant-taken = 失去身份
action-audit-read = 看操作记录
action-record-read = 看资料

letter-foot = 颐聘 · 养老服务招聘。这封信是自动发的，请不要回复。
# $name (String) - 姓名
letter-greeting = { $name }，您好！
letter-reset-subject = 设一个新密码
letter-reset-told = 有人要给您的颐聘账号设新密码。如果是您，请点下面。
letter-reset-link = 设新密码
# $minutes (Number) - 几分钟
letter-reset-ends = 链接 { $minutes } 分钟内有效，只能用一次。
letter-reset-not-you = 如果不是您，不用理它，密码不会变。
letter-welcome-subject = 颐聘账号已经建好
letter-welcome-new = 您的颐聘账号建好了，现在就可以登录。
letter-known-subject = 您已经有颐聘账号
letter-welcome-known = 有人用这个邮箱注册颐聘，可是它早就有账号了。什么都没有变。忘了密码，可以在登录页重设。
letter-welcome-not-you = 如果不是您，不用理它。
letter-sign-in-link = 去登录
# $place (String) - 身份和单位
letter-invitation-subject = 邀请您成为：{ $place }
# $place (String) - 身份和单位
letter-invitation-told = 有人在颐聘邀请您成为：{ $place }。
letter-invitation-link = 看邀请
# $days (Number) - 几天
letter-invitation-ends = 邀请 { $days } 天内有效，只能用一次。不认识对方就不用理它。
letter-password-subject = 您的密码换了
letter-password-told = 您的颐聘密码刚刚换过。如果不是您，请马上重设密码，并联系服务窗口。
letter-login-subject = 您的登录号码或邮箱换了
letter-login-told = 您的颐聘登录号码或邮箱刚刚换过。如果不是您，请马上重设密码，并联系服务窗口。
letter-forgot-link = 重设密码

header-sign-in = 登录
header-desk = 工作台
header-office = 主管部门
header-account = 账号
