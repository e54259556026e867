//! Every sentence matching says, in Chinese and in English, apart from those that belong to a trade (`index/pathways.toml`).
//!
//! Written for readers with primary schooling, and without "you": the person and the employer read the same line. `{…}` is
//! filled in.

use super::pathways::Book;
use crate::codes::LicenceKind;
use crate::eligibility::Text;

/// A sentence in both languages with its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    pub code: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

const fn said(code: &'static str, zh: &'static str, en: &'static str) -> Said {
    Said { code, zh, en }
}

impl Said {
    /// The sentence with its holes filled, each by a text of its own.
    pub fn with(self, holes: &[(&str, &Text)]) -> Text {
        let fill = |sentence: &str, pick: fn(&Text) -> &str| {
            holes.iter().fold(sentence.to_owned(), |sentence, (hole, by)| sentence.replace(hole, pick(by)))
        };
        Text { zh: fill(self.zh, |text| &text.zh), en: fill(self.en, |text| &text.en) }
    }
}

/// Why a post and a person fit.
pub mod reason {
    use super::{Said, said};

    pub const TRADE_WANTED: Said = said("trade_wanted", "想做的就是{trade}", "{trade} is the work that is wanted");
    pub const TRADE_NEAR: Said = said("trade_near", "{trade}和想做的工作相近", "{trade} is close to the work that is wanted");
    pub const KIND_WANTED: Said = said("kind_wanted", "正是想找的{kind}", "The kind of post that is wanted: {kind}");
    pub const INTERNSHIP: Said =
        said("internship", "离校不到两年，可以参加就业见习", "Left school less than two years ago: internships are open");
    pub const WELFARE: Said =
        said("welfare_post", "登记了失业，可以问公益性岗位", "Registered as out of work: ask about public-welfare posts");
    pub const WELCOME: Said = said("welcome", "这个岗位欢迎这样的人", "The post is open to people like this");
    pub const PRACTISE: Said = said("retired_practise", "退休后可以在这里执业", "A place to practise after retirement");
    pub const GUIDE: Said = said("retired_guide", "只做技术指导，不用执业注册", "Guidance only: no registration is needed");
    pub const TRAIN: Said = said("retired_train", "讲课带人，不用执业注册", "Teaching: no registration is needed");
    pub const SKILL: Said = said("skill_held", "有{trade}的技能等级", "Holds a skill level as {trade}");
    pub const SAME_WORK: Said = said("same_work", "做过{trade}", "Experience as {trade}");
    pub const SAME_WORK_YEARS: Said = said("same_work", "做过{trade}，{years}年", "Experience as {trade}: {years} years");
    pub const LICENCE: Said = said("licence_held", "有{licence}", "Holds the {licence}");
    pub const STUDIED: Said = said("studied", "学过{field}，用得上", "Has studied {field}, which counts here");
    pub const STUDY_NAMED: Said = said("study_named", "学的专业正是这里要的", "Has studied what the post asks for");
    pub const BEGINNER: Said = said("beginner", "没做过也能从头学起", "A beginner can start here");
    pub const SCHOOLING: Said = said("schooling", "学历够了", "The schooling is enough");
    pub const SCHOOLING_NEARLY: Said = said("schooling_nearly", "学历只差一级", "The schooling is one step short");
    pub const CERTIFICATES: Said = said("certificates", "要的证书有：{licences}", "Holds what is asked for: {licences}");
    pub const CERTIFICATES_NEARLY: Said = said("certificates_nearly", "只差一张健康证", "Only the health certificate is missing");
    pub const LEVEL: Said = said("level", "技能等级够了", "The skill level is enough");
    pub const LEVEL_OPEN: Said = said("level_open", "技能等级还不清楚", "The skill level is not known yet");
    pub const EXPERIENCE: Said = said("experience", "经验够了", "The experience is enough");
    pub const EXPERIENCE_NEARLY: Said = said("experience_nearly", "经验差一点", "The experience is nearly enough");
    pub const NEAR: Said = said("near", "离家{km}公里", "{km} km from home");
    pub const NEAR_ABOUT: Said = said("near_about", "离家大约{km}公里", "About {km} km from home");
    pub const NEAR_DISTRICT: Said =
        said("near_about", "离所在区县的中心大约{km}公里", "About {km} km from the middle of the home district");
    pub const SAME_TOWN: Said = said("same_town", "在同一个街道或乡镇", "In the same street or town");
    pub const SAME_DISTRICT: Said = said("same_district", "在同一个区县", "In the same district");
    pub const SAME_CITY: Said = said("same_city", "在同一个市", "In the same city");
    pub const SAME_PROVINCE: Said = said("same_province", "在同一个省", "In the same province");
    pub const PLACE_WANTED: Said = said("place_wanted", "在想去的地方", "In a place that is wanted");
    pub const WAY: Said = said("pathway", "{fits}", "{fits}");
    pub const PAY: Said = said("pay", "工资达到要求", "Pays what is wished for");
    pub const PAY_PARTLY: Said = said("pay_partly", "工资高的时候能达到要求", "At its upper end it pays what is wished for");
    pub const NO_NIGHTS: Said = said("no_nights", "不上夜班", "No night work, as wished");
    pub const NIGHTS_FIT: Said = said("nights_fit", "夜班也可以上，排班好商量", "Nights are fine, which suits the shifts");
    pub const LIVE_IN: Said = said("live_in", "有地方住", "A place to live comes with it");
    pub const NOT_LIVE_IN: Said = said("not_live_in", "不用住在单位", "No living in, as wished");
    pub const FREE: Said = said("asks_little", "这里{list}", "The post asks for {list}");
    pub const NOT_KNOWN: Said = said("not_known", "还不知道{list}，先按中等算", "Not known yet, counted as average: {list}");
    pub const NOT_TOLD: Said =
        said("not_told", "招聘没有写{list}，先按中等算", "The post does not say, counted as average: {list}");
    pub const KEPT: Said = said("kept", "是这类岗位优先照顾的人", "Among the people this post is kept for");

    /// Every one of them, but for the one that a way in fills by itself.
    pub const ALL: [Said; 42] = [
        TRADE_WANTED,
        TRADE_NEAR,
        KIND_WANTED,
        INTERNSHIP,
        WELFARE,
        WELCOME,
        PRACTISE,
        GUIDE,
        TRAIN,
        SKILL,
        SAME_WORK,
        SAME_WORK_YEARS,
        LICENCE,
        STUDIED,
        STUDY_NAMED,
        BEGINNER,
        SCHOOLING,
        SCHOOLING_NEARLY,
        CERTIFICATES,
        CERTIFICATES_NEARLY,
        LEVEL,
        LEVEL_OPEN,
        EXPERIENCE,
        EXPERIENCE_NEARLY,
        NEAR,
        NEAR_ABOUT,
        NEAR_DISTRICT,
        SAME_TOWN,
        SAME_DISTRICT,
        SAME_CITY,
        SAME_PROVINCE,
        PLACE_WANTED,
        PAY,
        PAY_PARTLY,
        NO_NIGHTS,
        NIGHTS_FIT,
        LIVE_IN,
        NOT_LIVE_IN,
        FREE,
        NOT_KNOWN,
        NOT_TOLD,
        KEPT,
    ];
}

/// Why law keeps a person and a post apart, and what can be done.
pub mod closed {
    use super::{Said, said};

    pub const LICENCE: (Said, Said) = (
        said("licence_needed", "法律规定，做这个要有{licences}", "By law this work needs: {licences}"),
        said("", "{how}", "{how}"),
    );
    pub const PRACTICE: (Said, Said) = (
        said(
            "practice_ended",
            "两年多没有执业，不能直接来执业",
            "The last day of practice was more than two years ago, so practising here is not open",
        ),
        said(
            "",
            "先问卫生健康部门怎样恢复执业；指导和讲课的岗位不用执业",
            "Ask the health authority how to practise again; guiding and teaching need no registration",
        ),
    );
    pub const NO_UNIT: (Said, Said) = (
        said(
            "no_medical_unit",
            "这家没有医疗机构，不能在这里执业",
            "This place has no medical unit, so nobody may practise here",
        ),
        said("", "可以看指导、讲课的岗位，或者医养结合的单位", "See posts that guide or teach, or places with a medical unit"),
    );
    pub const KEPT: (Said, Said) = (
        said("kept_for_others", "这个岗位是专门留给特定的人的", "This post is kept for certain people"),
        said(
            "",
            "能不能报名，请区县人社或镇上的民政办看一看",
            "The employment office of the district, or the town's civil affairs office, can tell whether it is open",
        ),
    );
    pub const YOUNG: (Said, Said) = (
        said("under_sixteen", "满16周岁才能上班", "Work is open from the 16th birthday"),
        said("", "志愿服务可以和家里大人一起参加", "Volunteering together with family is open"),
    );

    /// Every one of them.
    pub const ALL: [(Said, Said); 5] = [LICENCE, PRACTICE, NO_UNIT, KEPT, YOUNG];
}

/// What is missing or should be asked, and how to close it.
pub mod gap {
    use super::{Said, said};

    pub const LICENCE_ASK: (Said, Said) = (
        said(
            "licence_unknown",
            "这个岗位要{licences}，有没有还不知道",
            "This post needs the {licences}; it is not known whether it is held",
        ),
        said("", "有证就填上；没有的话：{how}", "Enter it if it is held; if not: {how}"),
    );
    pub const LICENCE_DATE: (Said, Said) = (
        said("licence_date_unknown", "{licences}的有效期还不知道", "Until when the {licences} is valid is not known"),
        said("", "看看证上的日期，填上", "See the day on the paper and enter it"),
    );
    pub const LICENCE_ENDING: (Said, Said) = (
        said("licence_ending", "{licences}三个月内到期", "The {licences} runs out within three months"),
        said(
            "",
            "到期以前去办延续，要提前多少天先问发证部门",
            "Renew it before that day; ask the office that issued it how early",
        ),
    );
    /// 护士条例 art. 10.
    pub const NURSE_ENDING: (Said, Said) =
        (LICENCE_ENDING.0, said("", "到期前30天以前去办延续", "Apply to renew it at least 30 days before that day"));
    /// Asked, not required: no rule on a nurse's break was found.
    pub const REFRESH: (Said, Said) = (
        said("not_practised_lately", "有好一阵没在护士岗位上了", "Has not worked as a nurse for a good while"),
        said(
            "",
            "先问单位和卫生健康部门要不要补训，再上岗",
            "Ask the place and the health authority about a refresher before starting",
        ),
    );
    pub const NURSE_PRACTISED_ASK: (Said, Said) = (
        said("practice_unknown", "最近一次执业是哪天还不知道", "The last day of practice is not known"),
        said(
            "",
            "停了好一阵的，先问单位和卫生健康部门要不要补训",
            "After a long break ask the place and the health authority about a refresher",
        ),
    );
    /// 医师法 art. 19.
    pub const PRACTISED_ASK: (Said, Said) = (
        said("practice_unknown", "最近一次执业是哪天还不知道", "The last day of practice is not known"),
        said(
            "",
            "两年内执业过就能直接来；停了两年以上要先问卫生健康部门",
            "Within two years it is enough; after a longer break ask the health authority first",
        ),
    );
    pub const UNIT_ASK: (Said, Said) = (
        said("medical_unit_unknown", "这家有没有内设医疗机构还不知道", "It is not known whether this place has a medical unit"),
        said("", "执业要在医疗机构里，先问清楚", "Practising needs a medical unit: ask before applying"),
    );
    pub const CERTIFICATES: (Said, Said) =
        (said("certificate_missing", "还缺{licences}", "Still missing: {licences}"), said("", "{how}", "{how}"));
    pub const CERTIFICATES_ASK: (Said, Said) = (
        said("certificate_unknown", "这里要{licences}", "This post asks for the {licences}"),
        said("", "有就带上；没有的话：{how}", "Bring it if it is held; if not: {how}"),
    );
    pub const LEVEL: (Said, Said) = (
        said("level_short", "这里要{level}", "This post asks for the level {level}"),
        said(
            "",
            "问问能不能先上岗再考级；技能评价补贴可以问人社部门",
            "Ask whether the test can follow; ask the employment office about the subsidy for it",
        ),
    );
    pub const SCHOOLING: (Said, Said) = (
        said("schooling_short", "这里希望有{level}学历", "This post hopes for {level}"),
        said("", "有经验也可以问一问；想提高学历可以读成人教育", "Experience may do: ask; evening schooling is another way"),
    );
    pub const EXPERIENCE: (Said, Said) = (
        said("experience_short", "这里希望有{years}年经验", "This post hopes for {years} years of experience"),
        said("", "可以先从同类的入门岗位做起", "A starting post of the same trade is a way in"),
    );
    pub const TRAINING: Said = said("training_missing", "", "");
    pub const RESERVED_ASK: (Said, Said) = (
        said(
            "reserved",
            "这是公益性岗位，先照顾就业有困难的人",
            "A public-welfare post: people who have a hard time finding work come first",
        ),
        said(
            "",
            "能不能报名，请区县人社或镇上的民政办看一看",
            "The employment office of the district, or the town's civil affairs office, can tell whether it is open",
        ),
    );
    pub const INTERNSHIP_ASK: (Said, Said) = (
        said(
            "internship_unknown",
            "见习给离校两年内没工作的毕业生，也给16到24岁没工作的青年",
            "Internships are for graduates without work who left school within two years, and for people of 16 to 24 without work",
        ),
        said("", "合不合条件，问人社部门", "The employment office can tell whether it is open"),
    );
    pub const INTERNSHIP_UNFIT: (Said, Said) = (
        said(
            "internship_late",
            "见习主要给离校两年内的毕业生",
            "Internships are mostly for those who left school within two years",
        ),
        said("", "可以看同类的正式岗位或学徒岗位", "See ordinary posts or apprenticeships of the same trade"),
    );
    pub const PAST_LEARNING: (Said, Said) = (
        said("past_learning", "这是给新手学的岗位，本事已经够了", "A post for learners; the trade is known already"),
        said("", "可以直接看同类的正式岗位", "See ordinary posts of the same trade"),
    );
    pub const OTHER_STUDY: (Said, Said) = (
        said("other_study", "这里想要别的专业", "The post names other fields of study"),
        said("", "问问专业不同收不收，或者先学相关的课", "Ask whether another field will do, or take a course first"),
    );
    pub const AGREEMENT: (Said, Said) = (
        said(
            "service_agreement",
            "领了养老金，签的是劳务协议，不是劳动合同",
            "With a pension the paper is a service agreement, not a labour contract",
        ),
        said("", "说好报酬和时间，请单位买意外险", "Agree on pay and hours, and ask for accident insurance"),
    );
    pub const TURNS_SIXTEEN: (Said, Said) = (
        said("under_sixteen", "满16周岁才能上班", "Work is open from the 16th birthday"),
        said("", "过了生日再来报名", "Apply after the birthday"),
    );
    pub const UNPAID: (Said, Said) = (
        said("unpaid", "志愿服务没有工资", "Volunteering is unpaid"),
        said("", "站里记服务时长，活动前问问保险", "Hours are recorded; ask about insurance before starting"),
    );
    pub const FAR: (Said, Said) = (
        said("far", "离家大约{km}公里，有点远", "About {km} km from home, which is far"),
        said("", "问问有没有班车，能不能住", "Ask about a staff bus or a place to stay"),
    );
    pub const OTHER_PLACE: (Said, Said) = (
        said("other_place", "不在想去的地方", "Not in a place that is wanted"),
        said("", "愿意走远一点，可以把范围放宽", "Widen the places if going farther is all right"),
    );
    pub const PAY: (Said, Said) = (
        said("pay_below", "工资比想要的低", "The pay is below what is wished for"),
        said("", "问问有没有补贴、奖金和加薪", "Ask about allowances, bonuses and rises"),
    );
    pub const NIGHTS: (Said, Said) =
        (said("nights", "要上夜班", "There is night work"), said("", "问问能不能只排白班", "Ask for day shifts only"));
    pub const LIVES_IN: (Said, Said) = (
        said("lives_in", "要住在单位或客户家", "Living in is part of it"),
        said("", "问问有没有不住的班", "Ask for a shift without living in"),
    );
    pub const NO_LODGING: (Said, Said) = (
        said("no_lodging", "没有说能住", "Nothing is said of a place to live"),
        said("", "问问能不能安排住宿", "Ask whether a place to live can be found"),
    );

    /// Every one of them, but for the training of a trade.
    pub const ALL: [(Said, Said); 27] = [
        LICENCE_ASK,
        LICENCE_DATE,
        LICENCE_ENDING,
        NURSE_ENDING,
        REFRESH,
        NURSE_PRACTISED_ASK,
        PRACTISED_ASK,
        UNIT_ASK,
        CERTIFICATES,
        CERTIFICATES_ASK,
        LEVEL,
        SCHOOLING,
        EXPERIENCE,
        RESERVED_ASK,
        INTERNSHIP_ASK,
        INTERNSHIP_UNFIT,
        PAST_LEARNING,
        OTHER_STUDY,
        AGREEMENT,
        TURNS_SIXTEEN,
        UNPAID,
        FAR,
        OTHER_PLACE,
        PAY,
        NIGHTS,
        LIVES_IN,
        NO_LODGING,
    ];
}

/// Words within sentences.
pub mod word {
    pub const NOT_KNOWN: [(&str, &str); 9] = [
        ("想做什么", "the work that is wanted"),
        ("想要哪类岗位", "the kind of post that is wanted"),
        ("学历", "schooling"),
        ("证书", "certificates"),
        ("做过什么", "earlier work"),
        ("离家多远", "the way to work"),
        ("工资合不合适", "whether the pay suits"),
        ("能不能上夜班", "nights"),
        ("要不要住在单位", "living in"),
    ];
    /// The same, where it is the post that does not say.
    pub const NOT_TOLD: [(&str, &str); 9] = [
        ("工种", "the trade"),
        ("种类", "the kind of post"),
        ("学历", "schooling"),
        ("证书", "certificates"),
        ("经验", "experience"),
        ("在什么地方", "where it is"),
        ("工资", "the pay"),
        ("上不上夜班", "whether there are nights"),
        ("有没有地方住", "whether there is a place to live"),
    ];
    pub const FREE: [(&str, &str); 3] =
        [("不看学历", "no schooling"), ("不要证书", "no certificates"), ("不要经验", "no experience")];
    pub const KINDS: [(&str, &str); 6] = [
        ("正式岗位", "ordinary post"),
        ("见习岗位", "internship"),
        ("公益性岗位", "public-welfare post"),
        ("学徒岗位", "apprenticeship"),
        ("指导、讲课的岗位", "guiding or teaching"),
        ("志愿服务", "volunteering"),
    ];
    /// By rank, from 1.
    pub const SCHOOLING: [(&str, &str); 8] = [
        ("不限", "no schooling"),
        ("小学", "primary school"),
        ("初中", "junior high school"),
        ("高中或中专", "high school or vocational school"),
        ("大专", "junior college"),
        ("本科", "a bachelor's degree"),
        ("硕士", "a master's degree"),
        ("博士", "a doctor's degree"),
    ];
    /// The eight steps (新八级工), from 1.
    pub const LEVELS: [(&str, &str); 8] = [
        ("学徒工", "apprentice"),
        ("初级工（五级）", "junior worker"),
        ("中级工（四级）", "intermediate worker"),
        ("高级工（三级）", "senior worker"),
        ("技师（二级）", "technician"),
        ("高级技师（一级）", "senior technician"),
        ("特级技师", "special technician"),
        ("首席技师", "chief technician"),
    ];
}

/// Every sentence with its holes filled by examples: for the page that shows how the matcher speaks.
pub fn every(book: &Book) -> Vec<Text> {
    let example = |zh: &str, en: &str| Text { zh: zh.to_owned(), en: en.to_owned() };
    let licence = book.certificate(LicenceKind::Nurse);
    let holes = [
        ("{trade}", example("养老护理员", "elder carer")),
        ("{kind}", example("正式岗位", "ordinary post")),
        ("{years}", example("3", "3")),
        ("{km}", example("2.4", "2.4")),
        ("{field}", example("护理", "nursing")),
        ("{level}", example("大专", "junior college")),
        ("{list}", example("学历、证书", "schooling, certificates")),
        ("{licences}", licence.map_or_else(|| example("", ""), |one| one.name.clone())),
        ("{licence}", licence.map_or_else(|| example("", ""), |one| one.name.clone())),
        ("{how}", licence.map_or_else(|| example("", ""), |one| one.how.clone())),
    ];
    let holes: Vec<(&str, &Text)> = holes.iter().map(|(hole, by)| (*hole, by)).collect();
    let pairs = closed::ALL.into_iter().chain(gap::ALL).flat_map(|(what, how)| [what, how]);
    let said = reason::ALL.into_iter().chain(pairs).filter(|one| !one.zh.is_empty());
    said.map(|one| one.with(&holes)).chain(book.sentences().cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_stands_on_the_list_and_is_short() {
        let own = include_str!("sentences.rs").split("/// Words within sentences.").next().unwrap_or_default();
        let declared = own.matches("pub const ").count() - own.matches("pub const ALL").count();
        // A way in and the training of a trade bring their own words.
        assert_eq!(declared, reason::ALL.len() + closed::ALL.len() + gap::ALL.len() + 2);
        for text in every(Book::builtin()) {
            assert!(!text.zh.contains('{') && !text.en.contains('{'), "{} {}", text.zh, text.en);
            assert!((2..=70).contains(&text.zh.chars().count()) && (4..=210).contains(&text.en.len()), "{} {}", text.zh, text.en);
        }
    }
}
