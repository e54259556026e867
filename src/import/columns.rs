//! The columns of import files: their names in English and in Chinese, as people head their sheets.

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    Openings,
    Institutions,
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

impl Table {
    const fn columns(self) -> &'static [(&'static str, &'static [&'static str])] {
        match self {
            Self::Openings => OPENINGS,
            Self::Institutions => INSTITUTIONS,
        }
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
    }
}
