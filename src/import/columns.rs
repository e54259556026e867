//! The columns of import files: their names in English and in Chinese, as people head their sheets.

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    Openings,
    Institutions,
    Candidates,
}

const OPENINGS: &[(&str, &[&str])] = &[
    ("source", &["来源"]),
    ("source_id", &["来源编号", "编号", "职位编号", "岗位编号"]),
    ("title", &["职位名称", "岗位名称", "职位", "岗位", "招聘岗位"]),
    ("institution", &["招聘单位", "单位名称", "用人单位", "公司名称", "机构名称", "单位"]),
    ("credit_code", &["统一社会信用代码", "信用代码"]),
    ("kind", &["岗位类别", "岗位性质"]),
    ("occupation", &["职业", "工种", "职业代码"]),
    ("place", &["工作地点", "工作地区", "地区", "区县"]),
    ("address", &["地址", "详细地址", "工作地址"]),
    ("lat", &["纬度"]),
    ("lon", &["经度"]),
    ("description", &["职位描述", "岗位职责", "工作内容", "岗位描述", "招聘条件"]),
    ("headcount", &["招聘人数", "人数", "需求人数"]),
    ("pay_min", &["最低薪资", "最低工资", "薪资下限", "工资下限"]),
    ("pay_max", &["最高薪资", "最高工资", "薪资上限", "工资上限"]),
    ("pay_period", &["薪资周期", "计薪方式", "计薪周期"]),
    ("pay_months", &["年薪月数", "薪资月数", "发薪月数"]),
    ("education", &["学历", "学历要求", "文化程度"]),
    ("experience_years", &["工作年限", "经验要求", "工作经验", "经验"]),
    ("skill_level", &["技能等级", "职业技能等级"]),
    ("licences", &["证书", "资格证书", "执业资格", "证书要求"]),
    ("majors", &["专业", "专业要求"]),
    ("employment", &["用工形式", "用工性质", "工作性质"]),
    ("benefits", &["福利", "福利待遇", "待遇"]),
    ("skills", &["技能", "技能要求"]),
    ("shifts", &["班次", "班制", "工作时间"]),
    ("valid_until", &["有效期至", "截止日期", "有效期", "截止时间"]),
    ("published", &["发布日期", "发布时间"]),
    ("url", &["链接", "网址", "原文链接"]),
];

const INSTITUTIONS: &[(&str, &[&str])] = &[
    ("credit_code", &["统一社会信用代码", "信用代码"]),
    ("name", &["机构名称", "单位名称", "名称"]),
    ("kind", &["机构类别", "机构类型"]),
    ("legal_form", &["法人类型", "登记类型", "单位性质"]),
    ("grade", &["等级", "评定等级", "星级"]),
    ("beds", &["床位", "床位数"]),
    ("place", &["所在地", "地区", "区县", "所在区县"]),
    ("address", &["地址", "详细地址"]),
    ("lat", &["纬度"]),
    ("lon", &["经度"]),
    ("phone", &["电话", "联系电话"]),
    ("contact", &["联系人"]),
    ("source", &["来源"]),
    ("source_id", &["来源编号", "编号"]),
];

const CANDIDATES: &[(&str, &[&str])] = &[
    ("source", &["来源"]),
    ("source_id", &["来源编号", "编号", "人员编号", "登记编号", "序号"]),
    ("name", &["姓名", "名字"]),
    ("phone", &["电话", "联系电话", "手机", "手机号", "手机号码", "联系方式"]),
    ("id_number", &["身份证号", "身份证号码", "身份证", "公民身份号码", "证件号码"]),
    ("birth_year", &["出生年份", "出生年", "出生年月", "出生日期", "生日"]),
    ("age", &["年龄", "周岁"]),
    ("region", &["居住地", "现居住地", "居住地区", "所在地区", "所在地", "住址", "家庭住址", "现住址", "地区", "区县"]),
    ("lat", &["纬度"]),
    ("lon", &["经度"]),
    ("rural", &["农村", "是否农村", "住在农村"]),
    ("education.level", &["学历", "文化程度", "最高学历", "education"]),
    ("education.major", &["专业", "所学专业"]),
    ("education.full_time", &["全日制", "是否全日制", "学习形式"]),
    ("education.graduated_on", &["毕业时间", "毕业日期", "毕业年月"]),
    ("licences", &["证书", "资格证书", "持有证书", "持证情况", "执业资格"]),
    ("skills", &["技能", "职业技能", "技能等级", "职业技能等级"]),
    ("work", &["工作经历", "从业经历", "工作经验"]),
    ("work.sector", &["从事行业", "原行业", "行业"]),
    ("work.occupation", &["从事工作", "原工作", "原岗位", "从事岗位", "原职业"]),
    ("work.years", &["工作年限", "从业年限", "工龄"]),
    ("retired", &["退休", "是否退休"]),
    ("employed", &["在职", "是否在职", "是否就业", "就业状态"]),
    ("registered_unemployed", &["登记失业", "是否登记失业", "失业登记"]),
    ("cares_for_family", &["照护家人", "是否照护家人", "家庭照护者"]),
    ("wants_to_start_business", &["想创业", "创业意愿", "是否创业"]),
    ("household", &["家庭情况", "困难类型", "人员类别", "家庭困难情况"]),
    ("wants.occupations", &["求职意向", "期望岗位", "意向岗位", "求职岗位", "期望职业", "想找的工作"]),
    ("wants.kinds", &["求职类型", "期望类型", "岗位类型"]),
    ("wants.regions", &["期望地区", "意向地区", "期望工作地", "求职地区", "期望工作地点"]),
    ("wants.pay_min", &["期望薪资", "期望工资", "最低工资要求", "薪资要求", "期望月薪"]),
    ("wants.radius_km", &["通勤距离", "期望距离", "最远公里"]),
    ("wants.live_in", &["住家", "能否住家", "是否住家", "可住家"]),
    ("wants.nights", &["夜班", "能否夜班", "能上夜班", "可上夜班", "是否上夜班"]),
    ("visible_to", &["谁可以看", "公开范围", "可见范围"]),
    ("consent_on", &["同意日期", "授权日期", "签字日期"]),
    ("consent_channel", &["同意方式", "授权方式"]),
    ("consent_wording", &["同意内容", "授权内容"]),
    ("hidden_from", &["不给看的单位", "屏蔽单位", "不公开单位"]),
];

impl Table {
    const fn columns(self) -> &'static [(&'static str, &'static [&'static str])] {
        match self {
            Self::Openings => OPENINGS,
            Self::Institutions => INSTITUTIONS,
            Self::Candidates => CANDIDATES,
        }
    }

    /// The names of its columns in English.
    pub fn names(self) -> Vec<&'static str> {
        self.columns().iter().map(|(name, _)| *name).collect()
    }

    /// The column that a heading means; `None` for one the program does not know.
    pub fn column(self, heading: &str) -> Option<&'static str> {
        let heading = heading.trim().trim_start_matches('\u{feff}').trim_end_matches('*').trim();
        let found = self.columns().iter().find(|(name, others)| name.eq_ignore_ascii_case(heading) || others.contains(&heading));
        found.map(|(name, _)| *name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_may_be_headed_in_chinese_or_in_english() {
        assert_eq!(Table::Openings.column("职位名称"), Some("title"));
        assert_eq!(Table::Openings.column("\u{feff}Title*"), Some("title"));
        assert_eq!(Table::Openings.column("备注"), None);
        assert_eq!(Table::Candidates.column("文化程度"), Some("education.level"));
        assert_eq!(Table::Candidates.column("Wants.Nights"), Some("wants.nights"));
    }
}
