# 出错的页面

fault-input-title = 有的条件没看懂
fault-input-told = 所以还没有去找。是哪一条，怎么改，写在下面。
fault-right-title = 这一页您不能看
fault-right-told = 这一页只给有权限的人看。
fault-missing-title = 没有这一页
fault-missing-told = 网址可能写错了，也可能这一页已经撤下。
fault-method-title = 这样打不开
fault-method-told = 请从首页重新进入。
fault-gone-title = 这一页已经撤下
fault-gone-told = 它以前在这里，现在不在了。
fault-large-title = 发来的内容太大
fault-large-told = 请减少一些再发。
fault-often-title = 点得太快了
fault-often-told = 请等一会儿再试。
fault-busy-title = 网站现在打不开，请稍等
fault-busy-told = 网站在准备，或者正忙。过一会儿再打开，您什么也没有做错。
fault-ours-title = 我们出错了
fault-ours-told = 不是您的问题。错误已经记下，请过一会儿再试。

# $field (String) - 条件的名字
fault-field-unknown = 没有“{ $field }”这个条件
# $value (String) - 写的内容
fault-given = 您写的是：{ $value }
fault-ways-on = 接下来可以
fault-without = 去掉不对的条件，再找一次
fault-again = 再试一次

mend-choose = 请在搜索页的筛选里选一个。
mend-pay = 请写每月多少元，只写数字，例如 3500。
mend-near = 请写纬度和经度，中间用逗号，例如 41.11,122.99。
mend-radius = 请写公里数，例如 10；还要写明在哪里附近。
mend-page = 请写页码，只写数字；最多看到第 10,000 个岗位。
mend-q = 请写短一些，几个词就够。
mend-unknown = 请把它从网址里去掉。
