//! Institutions: care homes, community centres, clinics, firms, schools and offices that offer posts.
//!
//! An institution that only ever appeared as a name in an imported advertisement is "listed": its page says that nobody
//! has verified it. This module holds the types and the rules of names and credit codes; it does no I/O.

pub mod desk;
pub mod pages;
pub mod store;

use crate::codes::{InstitutionKind, LegalForm};

/// How far an office has looked at an institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Known from a file or an advertisement; nobody looked.
    Listed,
    Verified,
    Suspended,
}

impl Standing {
    /// The word in the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Verified => "verified",
            Self::Suspended => "suspended",
        }
    }
}

impl std::str::FromStr for Standing {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        [Self::Listed, Self::Verified, Self::Suspended].into_iter().find(|standing| standing.slug() == word).ok_or(())
    }
}

/// An institution as it is stored and shown.
#[derive(Debug, Clone)]
pub struct Institution {
    pub id: i64,
    pub name: String,
    pub credit_code: Option<String>,
    pub kind: Option<InstitutionKind>,
    pub legal_form: LegalForm,
    /// 1 to 5, from the official grading.
    pub grade: Option<i64>,
    pub beds: Option<i64>,
    /// Region code, as long as it is known.
    pub region: Option<String>,
    pub place: Option<String>,
    pub address: Option<String>,
    /// Latitude and longitude in degrees.
    pub at: Option<(f64, f64)>,
    pub phone: Option<String>,
    pub contact: Option<String>,
    pub standing: Standing,
}

/// An institution that an import brings; `None` leaves what is stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Incoming {
    pub name: String,
    pub credit_code: Option<String>,
    pub kind: Option<InstitutionKind>,
    pub legal_form: Option<LegalForm>,
    pub grade: Option<i64>,
    pub beds: Option<i64>,
    pub region: Option<String>,
    pub place: Option<String>,
    pub address: Option<String>,
    pub at: Option<(f64, f64)>,
    pub phone: Option<String>,
    pub contact: Option<String>,
}

/// What names are compared by: brackets and their full-width forms alike, no blanks, lower case.
pub fn name_key(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{3000}')
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            '·' | '•' | '．' => '.',
            other => other,
        })
        .flat_map(char::to_lowercase)
        .collect()
}

/// The legal form that a unified social credit code begins with (GB 32100, positions 1–2).
pub fn legal_form_of(credit_code: &str) -> LegalForm {
    match credit_code.get(..2) {
        Some("11") => LegalForm::Government,
        Some("12") => LegalForm::PublicInstitution,
        Some("51") => LegalForm::SocialGroup,
        Some("52") => LegalForm::PrivateNonprofit,
        Some("53") => LegalForm::Foundation,
        Some("91") => LegalForm::Company,
        Some("92") => LegalForm::SoleTrader,
        Some("93") => LegalForm::Cooperative,
        _ => LegalForm::Unknown,
    }
}

/// Whether the last character of a credit code is the check character GB 32100 asks for. Some lawful early codes fail
/// this, so a failed check is a question for a person, never a refusal.
pub fn credit_code_checks(code: &str) -> bool {
    const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    if code.len() != 18 {
        return false;
    }
    let digits: Option<Vec<usize>> = code.bytes().map(|byte| ALPHABET.iter().position(|&letter| letter == byte)).collect();
    let Some(digits) = digits else { return false };
    let sum: usize = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    digits.last() == Some(&((31 - sum % 31) % 31))
}

/// Whether a text has the shape of a credit code: 18 capital letters and digits.
pub fn is_credit_code(code: &str) -> bool {
    code.len() == 18 && code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

/// What kind an institution surely is by its name; `None` where the name does not tell.
pub fn kind_of_name(name: &str) -> Option<InstitutionKind> {
    const SIGNS: &[(&str, InstitutionKind)] = &[
        ("医养", InstitutionKind::MedicalCare),
        ("互助幸福院", InstitutionKind::RuralMutualAid),
        ("幸福院", InstitutionKind::RuralMutualAid),
        ("居家和社区养老", InstitutionKind::CommunityCare),
        ("社区养老", InstitutionKind::CommunityCare),
        ("居家养老", InstitutionKind::CommunityCare),
        ("日间照料", InstitutionKind::CommunityCare),
        ("养老驿站", InstitutionKind::CommunityCare),
        ("养老院", InstitutionKind::CareHome),
        ("敬老院", InstitutionKind::CareHome),
        ("养老公寓", InstitutionKind::CareHome),
        ("老年公寓", InstitutionKind::CareHome),
        ("护养院", InstitutionKind::CareHome),
        ("护理院", InstitutionKind::MedicalCare),
        ("养护院", InstitutionKind::CareHome),
        ("福利院", InstitutionKind::CareHome),
        ("养老中心", InstitutionKind::CareHome),
        ("养老服务", InstitutionKind::CareHome),
        ("宠物医院", InstitutionKind::Other),
        ("动物医院", InstitutionKind::Other),
        ("医院", InstitutionKind::Medical),
        ("卫生院", InstitutionKind::Medical),
        ("卫生服务中心", InstitutionKind::Medical),
        ("诊所", InstitutionKind::Medical),
        ("门诊部", InstitutionKind::Medical),
        ("物业", InstitutionKind::Property),
        ("家政", InstitutionKind::Housekeeping),
        ("社会工作服务", InstitutionKind::SocialWork),
        ("志愿服务站", InstitutionKind::VolunteerStation),
        ("职业学院", InstitutionKind::School),
        ("职业技术学院", InstitutionKind::School),
        ("技工学校", InstitutionKind::School),
        ("技师学院", InstitutionKind::School),
        ("卫生学校", InstitutionKind::School),
        ("职业培训学校", InstitutionKind::Training),
        ("培训学校", InstitutionKind::Training),
    ];
    SIGNS.iter().find(|(sign, _)| name.contains(sign)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_character_is_that_of_the_standard() {
        assert!(credit_code_checks("91350100M000100Y43"));
        assert!(!credit_code_checks("91350100M000100Y44"));
        assert!(!credit_code_checks("91350100M0001TGQXM"), "lawful early codes fail the check: a warning, never a refusal");
        assert!(!credit_code_checks("9135"));
        assert!(!credit_code_checks("九一三五零一零零M000100Y43"));
    }

    #[test]
    fn one_name_is_one_institution_however_it_is_typed() {
        assert_eq!(name_key("鞍山市 幸福（铁东）养老院"), name_key("鞍山市幸福(铁东)养老院"));
    }

    #[test]
    fn a_name_tells_the_kind_only_where_it_is_sure() {
        assert_eq!(kind_of_name("铁东区阳光养老院"), Some(InstitutionKind::CareHome));
        assert_eq!(kind_of_name("瑞鹏宠物医院"), Some(InstitutionKind::Other));
        assert_eq!(kind_of_name("中保恒杰保安服务集团"), None);
    }
}
