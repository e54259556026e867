api-title = 给程序用的接口
api-lead = 别的系统可以用这里的地址查岗位、跟进变化，不用登录。完整说明：
api-parameter = 参数
api-meaning = 意思
