//! A market by dice: as many advertisements as asked for, varied, plausible, and the same for the same number.
//!
//! About half of the posts are of the trades that the program knows, the rest are the noise of a real market. Cities are
//! unequal: a few have most of the posts. One post in thirty says what another says.

use fastrand::Rng;
use yipin::codes::LegalForm;
use yipin::codes::{Education, OpeningKind, PayPeriod};
use yipin::institutions::kind_of_name;
use yipin::occupations::Catalogue;
use yipin::openings::{Employer, Fen, Incoming, Opening, Pay, Requirements, State};
use yipin::regions::{Level, RegionCode, Regions};
use yipin::time::{Stamp, day_number, day_of_number, today};

/// Trades that are no concern of the program's: title, kinds of firms, what is done.
const OTHER_TRADES: &[(&str, &str)] = &[
    ("Java开发工程师", "后台系统的需求分析、接口开发、性能调优与线上问题排查"),
    ("前端开发工程师", "页面开发、组件封装、浏览器兼容与用户体验改进"),
    ("测试工程师", "编写测试用例、执行回归测试、跟踪缺陷并输出测试报告"),
    ("运维工程师", "服务器巡检、发布上线、监控告警与故障处理"),
    ("数据分析师", "指标体系搭建、报表开发、专题分析与数据看板维护"),
    ("产品经理", "调研客户需求、撰写需求文档、推动研发落地"),
    ("嵌入式工程师", "单片机程序开发、驱动调试、硬件联调"),
    ("销售代表", "开发新客户、维护老客户、签订合同并跟进回款"),
    ("电话销售", "按名单拨打电话、介绍产品、登记意向客户"),
    ("外贸业务员", "处理询盘、报价打样、跟单出货"),
    ("客户经理", "走访企业客户、制定服务方案、处理投诉"),
    ("短视频运营", "选题策划、脚本撰写、账号日常发布与数据复盘"),
    ("主播助理", "直播间布置、商品上架、场控互动"),
    ("平面设计师", "海报设计、画册排版、包装设计"),
    ("室内设计师", "量房、出平面方案和效果图、跟进施工"),
    ("普工", "流水线装配、产品检验、包装入库"),
    ("焊工", "按图纸焊接钢结构件、打磨、自检"),
    ("叉车工", "装卸货物、码垛、车辆日常点检"),
    ("仓库管理员", "收货验收、盘点、发货单据整理"),
    ("快递员", "片区内派件、收件、维护客户关系"),
    ("机械工程师", "非标设备设计、出图、跟踪装配调试"),
    ("土建施工员", "现场放线、技术交底、进度和质量检查"),
    ("造价工程师", "工程量计算、套定额、结算审核"),
    ("小学语文老师", "备课授课、批改作业、与家长沟通"),
    ("瑜伽教练", "团课和私教授课、会员跟进"),
    ("美容师", "面部清洁护理、产品介绍、顾客预约"),
    ("汽车维修工", "故障诊断、机修、保养"),
    ("行政专员", "考勤统计、办公用品采购、会议安排"),
    ("采购专员", "供应商开发、询价比价、订单跟催"),
    ("质检员", "来料检验、巡检、不合格品处理"),
    ("宠物美容师", "洗护造型、皮毛护理、门店接待"),
    ("养护工", "道路绿化修剪、浇水、病虫害防治"),
    ("维护工程师", "设备定期保养、备件更换、维护记录填写"),
    ("保险顾问", "讲解养老保险产品、做保障规划、协助理赔"),
];

const BEFORE: &[&str] =
    &["", "", "", "", "", "", "急聘", "高薪诚聘", "（包吃住）", "【五险一金】", "资深", "实习", "兼职", "夜班"];
const AFTER: &[&str] = &[
    "",
    "",
    "",
    "",
    "",
    "（双休）",
    "-包吃包住",
    "（可接受无经验）",
    " 月休四天",
    "（白班）",
    "（就近安排）",
    "/组长",
    "5人",
    "（急招）",
    "+五险",
];
const FIRST: &[&str] = &[
    "康", "颐", "福", "松", "鹤", "安", "怡", "乐", "春", "瑞", "祥", "和", "泰", "恒", "盛", "宏", "德", "仁", "慈", "寿", "长",
    "金", "银", "华", "中", "天", "海", "东", "新", "嘉",
];
const SECOND: &[&str] = &[
    "宁", "乐", "华", "源", "晖", "泽", "安", "馨", "园", "阳", "达", "信", "诚", "兴", "民", "益", "明", "林", "湖", "山", "川",
    "桥", "龄", "年", "家", "居", "尔", "恩", "爱", "心",
];
const CARE_FIRMS: &[&str] = &[
    "养老院",
    "老年公寓",
    "养老服务中心",
    "康养服务有限公司",
    "护理院",
    "敬老院",
    "社区居家养老服务站",
    "医养结合服务中心",
    "医院",
    "家政服务有限公司",
    "物业管理有限公司",
    "社会工作服务中心",
    "人力资源有限公司",
];
const OTHER_FIRMS: &[&str] = &[
    "科技有限公司",
    "信息技术有限公司",
    "贸易有限公司",
    "机械制造有限公司",
    "建筑工程有限公司",
    "教育咨询有限公司",
    "电子商务有限公司",
    "餐饮管理有限公司",
    "物流有限公司",
    "文化传媒有限公司",
    "商贸有限公司",
    "汽车服务有限公司",
];
const ROADS: &[&str] = &[
    "人民", "解放", "建设", "中山", "新华", "和平", "胜利", "长江", "黄河", "文化", "青年", "园林", "学府", "滨河", "工业",
    "站前",
];

const CARE_DUTIES: &[&str] = &[
    "负责老人的日常生活照料，包括喂饭、洗漱、翻身、更换衣物和床单",
    "协助失能、半失能老人起居、如厕、洗澡，预防压疮",
    "观察老人的精神、饮食和大小便情况，发现异常及时报告值班护士",
    "陪同老人散步、就医、参加文娱活动，耐心倾听老人说话",
    "做好居室的清洁、通风和消毒，保持老人床铺干净整洁",
    "按医嘱协助老人按时服药、测量血压血糖并做好记录",
    "组织老人开展手指操、棋牌、书画等活动，缓解孤独感",
    "负责新入住老人的评估、建档和家属沟通",
    "认真填写护理记录，严格执行交接班制度",
    "为社区和居家老人提供助餐、助浴、助洁、助医等上门服务",
    "负责老人膳食的采购、加工和留样，保证饮食软烂、清淡、安全",
    "负责病区患者的陪护、翻身、拍背和基础护理",
    "负责公共区域的清扫、拖地、垃圾清运",
    "负责门岗值守、来访登记、消防巡查和监控查看",
    "指导老人进行关节活动、步态训练等康复锻炼",
    "负责水电、空调、电梯等设施的日常维修",
    "负责护理团队的排班、培训、考核与质量检查",
    "为客户做家常菜、打扫卫生、洗衣熨烫、接送孩子",
];
const CONDITIONS: &[&str] = &[
    "年龄在18周岁以上，身体健康，持有效健康证",
    "有养老护理员证或护士执业证者优先",
    "无经验可培训，带薪上岗",
    "有两年以上相关工作经验者优先",
    "高中及以上学历，能熟练操作办公软件",
    "大专及以上学历，护理、社会工作、康复等相关专业",
    "学历不限，能吃苦耐劳，有爱心、耐心和责任心",
    "欢迎应届毕业生和实习生投递",
    "退休医生、护士可返聘",
    "能接受倒班和夜班",
    "不上夜班，白班八小时",
    "普通话清楚，善于和老人沟通",
    "本科及以上学历，三年以上同岗位经验",
    "服从安排，团队意识强",
    "持有低压电工证或消防设施操作员证优先",
    "有C1驾照，熟悉本地道路",
    "家住附近者优先",
    "接受零工、兼职和周末班",
];
const GIVEN: &[&str] = &[
    "包吃包住，四人间有空调和独立卫生间",
    "签订劳动合同，缴纳五险一金",
    "每月休息四天，法定节假日三倍工资",
    "试用期一个月，转正后有工龄工资",
    "节日福利、生日蛋糕、年度体检",
    "提供免费岗前培训和考证机会",
    "月薪{low}至{high}元，多劳多得，上不封顶",
    "综合工资{high}元以上，另有夜班补贴",
    "双休，早九晚六，不加班",
    "提供班车，交通补贴每月{small}元",
    "餐补每天{small}元，话费补贴实报实销",
    "缴纳社保，提供意外险",
    "表现优秀者半年内晋升组长",
    "工作地点就近分配，面试当天出结果",
];
const ABOUT: &[&str] = &[
    "我单位成立于{year}年，现有床位{beds}张，在职员工{staff}人",
    "因业务发展需要，现面向社会公开招聘",
    "公司位于{road}路{number}号，地铁公交均可到达",
    "集团在全国{beds}个城市设有分公司",
    "项目位于{road}路，环境优美，园区绿化率高",
];
const PERKS: &[&str] = &[
    "包吃",
    "包住",
    "五险一金",
    "双休",
    "餐补",
    "交通补贴",
    "带薪年假",
    "节日福利",
    "免费培训",
    "定期体检",
    "加班补助",
    "全勤奖",
    "工龄工资",
    "住房补贴",
    "年终奖",
    "员工宿舍",
];
const SKILLS: &[&str] = &[
    "生活照料",
    "基础护理",
    "急救",
    "沟通",
    "康复训练",
    "烹饪",
    "保洁",
    "驾驶",
    "水电维修",
    "办公软件",
    "Python",
    "Java",
    "销售技巧",
    "普通话",
    "粤语",
    "心理疏导",
];
const MAJORS: &[&str] =
    &["护理", "社会工作", "康复治疗技术", "智慧健康养老服务与管理", "计算机", "会计", "市场营销", "中医学", "机电一体化"];

/// The market; ask it for posts one by one.
pub struct Market {
    dice: Rng,
    districts: Vec<(RegionCode, String)>,
    made: usize,
    last: Option<Incoming>,
    today: i64,
}

impl Market {
    /// The same seed makes the same market, but for the days, which are the last ninety.
    pub fn new(seed: u64) -> Self {
        let regions = Regions::builtin();
        let mut dice = Rng::with_seed(seed);
        let mut districts: Vec<(RegionCode, String)> = regions
            .iter()
            .filter(|region| region.code.level() == Level::District)
            .filter_map(|region| Some((region.code, format!("{}·{}", regions.short_name(region.code.city()?)?, region.name))))
            .collect();
        dice.shuffle(&mut districts);
        // The home city is one of the larger ones.
        districts.sort_by_key(|(code, _)| !code.prefix().starts_with("2103"));
        Self { dice, districts, made: 0, last: None, today: day_number(today()) }
    }

    fn one<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.dice.usize(..list.len())]
    }

    /// Of a list, far more often the first than the last.
    fn unequal(&mut self, length: usize) -> usize {
        let share = self.dice.f64();
        ((share * share * share) * length as f64) as usize
    }

    /// Fills the blanks of a sentence.
    fn filled(&mut self, sentence: &str, low: i64, high: i64) -> String {
        sentence
            .replace("{low}", &low.to_string())
            .replace("{high}", &high.to_string())
            .replace("{small}", &(self.dice.i64(1..40) * 10).to_string())
            .replace("{year}", &self.dice.i64(1985..2025).to_string())
            .replace("{beds}", &self.dice.i64(20..900).to_string())
            .replace("{staff}", &self.dice.i64(8..1200).to_string())
            .replace("{number}", &self.dice.i64(1..900).to_string())
            .replace("{road}", ROADS[self.dice.usize(..ROADS.len())])
    }

    fn description(&mut self, duty: Option<&str>, low: i64, high: i64) -> String {
        let mut text = String::from("岗位职责：\n");
        for at in 1..=self.dice.usize(2..6) {
            let duty = match duty {
                Some(duty) if at == 1 => format!("负责{duty}"),
                Some(_) => "完成领导交办的其他工作，配合部门做好日常记录".to_owned(),
                None => self.one(CARE_DUTIES).to_owned(),
            };
            text.push_str(&format!("{at}、{duty}；\n"));
        }
        for (heading, list) in [("任职要求：\n", CONDITIONS), ("福利待遇：\n", GIVEN), ("", ABOUT)] {
            text.push_str(heading);
            for at in 1..=self.dice.usize(1..4) {
                let sentence = self.one(list);
                let sentence = self.filled(sentence, low, high);
                text.push_str(&format!("{at}、{sentence}；\n"));
            }
        }
        text
    }

    fn some(&mut self, list: &[&str], most: usize) -> Vec<String> {
        let count = self.dice.usize(..=most);
        let mut chosen: Vec<String> = (0..count).map(|_| self.one(list).to_owned()).collect();
        chosen.dedup();
        chosen
    }

    fn post(&mut self) -> Incoming {
        let trades = Catalogue::builtin().all();
        let ours = self.dice.f64() < 0.5;
        let trade = &trades[self.unequal(trades.len())];
        let names: Vec<&str> = std::iter::once(&trade.zh).chain(&trade.names).map(String::as_str).collect();
        let name = self.one(&names);
        let (other, duty) = self.one(OTHER_TRADES);
        let title = format!("{}{}{}", self.one(BEFORE), if ours { name } else { other }, self.one(AFTER));
        let at = self.unequal(self.districts.len());
        let (region, place) = self.districts[at].clone();
        let city = place.split('·').next().unwrap_or_default().to_owned();
        let firm = if ours { self.one(CARE_FIRMS) } else { self.one(OTHER_FIRMS) };
        let institution = format!("{city}{}{}{firm}", self.one(FIRST), self.one(SECOND));
        let low = self.dice.i64(18..90) * 100;
        let high = low + self.dice.i64(3..40) * 100;
        let education =
            [None, Some(Education::None), Some(Education::HighSchool), Some(Education::JuniorCollege), Some(Education::Bachelor)];
        let spread = |dice: &mut Rng, degrees: f64| degrees + (dice.f64() - 0.5) * 0.2;
        let centre = Regions::builtin().centre(region).or(Some((22.0 + 20.0 * self.dice.f64(), 103.0 + 20.0 * self.dice.f64())));
        Incoming {
            source: "DICE".to_owned(),
            source_id: format!("{:09}", self.made),
            institution,
            credit_code: None,
            kind: if title.starts_with("实习") { OpeningKind::Internship } else { OpeningKind::Vacancy },
            occupation: ours.then(|| trade.slug.clone()),
            region: Some(region.prefix()),
            address: Some(format!("{place}{}路{}号", self.one(ROADS), self.dice.u32(1..999))),
            place: Some(place),
            at: centre.map(|(lat, lon)| (spread(&mut self.dice, lat), spread(&mut self.dice, lon))),
            description: self.description((!ours).then_some(duty), low, high),
            headcount: Some(self.dice.i64(1..10)),
            pay: Pay {
                min: Fen::from_yuan(low as f64),
                max: Fen::from_yuan(high as f64),
                period: Some(PayPeriod::Month),
                months: None,
            },
            requirements: Requirements {
                education: self.one(&education),
                experience_years: Some(self.dice.i64(0..6)),
                majors: self.some(MAJORS, 2),
                ..Requirements::default()
            },
            employment: None,
            benefits: self.some(PERKS, 6),
            skills: self.some(SKILLS, 4),
            shifts: vec![],
            published: Some(day_of_number(self.today - self.dice.i64(0..90))),
            valid_until: None,
            url: None,
            title,
        }
    }
}

impl Iterator for Market {
    type Item = Incoming;

    /// The next post; there is always one.
    fn next(&mut self) -> Option<Incoming> {
        let post = match self.last.take() {
            Some(last) if self.dice.u32(..30) == 0 => Incoming { source_id: format!("{:09}", self.made), ..last },
            _ => self.post(),
        };
        self.made += 1;
        self.last = Some(post.clone());
        Some(post)
    }
}

/// The post as it would stand in the database.
pub fn stored(post: Incoming, id: i64, now: Stamp) -> Opening {
    Opening {
        id,
        fold: post.fold(),
        source: post.source,
        source_id: post.source_id,
        institution: Employer {
            id: 1,
            kind: kind_of_name(&post.institution),
            name: post.institution,
            legal_form: LegalForm::Unknown,
        },
        title: post.title,
        kind: post.kind,
        occupation: post.occupation,
        region: post.region,
        place: post.place,
        address: post.address,
        at: post.at,
        description: post.description,
        headcount: post.headcount,
        pay: post.pay,
        requirements: post.requirements,
        employment: post.employment,
        benefits: post.benefits,
        skills: post.skills,
        shifts: post.shifts,
        published: post.published.unwrap_or_else(|| now.day()),
        valid_until: post.valid_until,
        url: post.url,
        state: State::Open,
        refreshed_at: now,
        applied_lately: 0,
    }
}

/// The post as a line of an import file.
pub fn line(post: &Incoming) -> String {
    let (lat, lon) = post.at.unzip();
    serde_json::json!({
        "source": post.source, "source_id": post.source_id, "title": post.title, "institution": post.institution,
        "kind": post.kind.slug(), "place": post.place, "address": post.address, "lat": lat, "lon": lon,
        "description": post.description, "headcount": post.headcount, "pay_min": post.pay.min, "pay_max": post.pay.max, "pay_period": "month",
        "education": post.requirements.education.map(Education::slug), "experience_years": post.requirements.experience_years,
        "majors": post.requirements.majors, "benefits": post.benefits, "skills": post.skills, "published": post.published,
    })
    .to_string()
}
