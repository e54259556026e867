# 页面样式一页

style-lead = 这里把每一种页面部件画一次，内容都是编的。
style-type = 文字
style-cards = 岗位卡片
style-notes = 提示
style-buttons = 按钮
style-icons = 图标
style-supply = 各区岗位
style-institution = 样例养老院
style-title-1 = 护工（照护老人）
style-title-2 = 周末陪老人聊天
style-benefit = 包吃住
style-advertisement = 护工要做的事：
    岗位职责：1、照料老人起居；2、协助翻身、喂饭。任职要求：1、有耐心；2、身体健康，有健康证。
