//! The closed lists of the trade, each with the one slug that files, addresses and other systems use.
//!
//! Every list is an enum made by the macro `codes!`: `slug()` writes it, `FromStr` reads it back (an unknown word is an error that
//! names the word and the list), serde uses the slug, and `ALL` walks the list in its own order. What a code is *called*
//! in Chinese and English is not here: that is a sentence, and sentences live in `src/words/`.

use std::fmt;

/// A word that is not in one of the closed lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCode {
    /// The list, in the words of the interface ("opening kind").
    pub list: &'static str,
    /// The word as it was given.
    pub word: String,
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” is not a known {}", self.word, self.list)
    }
}
impl std::error::Error for UnknownCode {}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident, $list:literal, $($(#[$vdoc:meta])* $variant:ident = $slug:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every code of the list, in its own order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word that stands for this code in files, addresses and answers.
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug),+ }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.slug()) }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::codes::UnknownCode;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $($slug => Ok(Self::$variant),)+
                    _ => Err($crate::codes::UnknownCode { list: $list, word: word.to_owned() }),
                }
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> { to.serialize_str(self.slug()) }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                word.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

codes! {
    /// What kind of post an opening is.
    OpeningKind, "opening kind",
    Vacancy = "vacancy",
    /// 就业见习: an agreement with a recognised host, not a labour contract.
    Internship = "internship",
    /// 公益性岗位, such as the village carer.
    PublicWelfare = "public_welfare",
    Apprenticeship = "apprenticeship",
    /// Guidance and teaching, made for retired medics.
    Advisory = "advisory",
    /// Unpaid by law (志愿服务条例 art. 2).
    Volunteer = "volunteer",
}

codes! {
    /// Education, lowest first; the order is used for "at least".
    Education, "education level",
    None = "none",
    Primary = "primary",
    JuniorHigh = "junior_high",
    HighSchool = "high_school",
    /// 中专, 中职, 技校.
    SecondaryVocational = "secondary_vocational",
    /// 大专, 高职.
    JuniorCollege = "junior_college",
    Bachelor = "bachelor",
    Master = "master",
    Doctor = "doctor",
}

impl Education {
    /// Whether someone of this level meets a post that asks for `needed`. High school and secondary vocational schooling
    /// stand side by side: either meets the other.
    pub fn meets(self, needed: Self) -> bool {
        let rank = |level: Self| match level {
            Self::HighSchool => Self::SecondaryVocational as u8,
            other => other as u8,
        };
        rank(self) >= rank(needed)
    }
}

codes! {
    /// The span that a pay figure is for.
    PayPeriod, "pay period",
    Hour = "hour",
    Day = "day",
    Month = "month",
    Year = "year",
}

codes! {
    /// What an institution is.
    InstitutionKind, "institution kind",
    CareHome = "care_home",
    CommunityCare = "community_care",
    /// 医养结合: both a medical licence and the ability to care.
    MedicalCare = "medical_care",
    /// 农村互助幸福院.
    RuralMutualAid = "rural_mutual_aid",
    Medical = "medical",
    Property = "property",
    Housekeeping = "housekeeping",
    SocialWork = "social_work",
    VolunteerStation = "volunteer_station",
    School = "school",
    Training = "training",
    Government = "government",
    Other = "other",
}

codes! {
    /// In what legal form an institution is registered; the number in the comment opens its credit code (GB 32100).
    LegalForm, "legal form",
    /// 12, 事业单位.
    PublicInstitution = "public_institution",
    /// 51, 社会团体.
    SocialGroup = "social_group",
    /// 52, 民办非企业单位.
    PrivateNonprofit = "private_nonprofit",
    /// 53.
    Foundation = "foundation",
    /// 91.
    Company = "company",
    /// 92, 个体工商户.
    SoleTrader = "sole_trader",
    /// 93, 农民专业合作社.
    Cooperative = "cooperative",
    /// 11, 机关.
    Government = "government",
    Unknown = "unknown",
}

codes! {
    /// The classes of posts that the policy names (¶7), with care apart from the other support work.
    PostClass, "post class",
    Management = "management",
    Professional = "professional",
    Support = "support",
    Care = "care",
}

codes! {
    /// Licences and certificates that a post may ask for.
    LicenceKind, "licence kind",
    Nurse = "nurse",
    Doctor = "doctor",
    Pharmacist = "pharmacist",
    RehabTherapist = "rehab_therapist",
    SocialWorkerAssistant = "social_worker_assistant",
    SocialWorker = "social_worker",
    SocialWorkerSenior = "social_worker_senior",
    Counsellor = "counsellor",
    Dietitian = "dietitian",
    ElderCarer = "elder_carer",
    HealthCertificate = "health_certificate",
    FireOperator = "fire_operator",
    FoodSafety = "food_safety",
    Cook = "cook",
    Driver = "driver",
}

codes! {
    /// The ways by which people come into elder care (policy ¶1–¶3).
    Pathway, "pathway",
    Graduate = "graduate",
    CrossField = "cross_field",
    Medic = "medic",
    RetiredMedic = "retired_medic",
    RuralLowIncome = "rural_low_income",
    FamilyCarer = "family_carer",
    Returnee = "returnee",
    Volunteer = "volunteer",
}

codes! {
    /// The trade that earlier work was done in.
    WorkSector, "work sector",
    Property = "property",
    Housekeeping = "housekeeping",
    Medical = "medical",
    ElderCare = "elder_care",
    SocialWork = "social_work",
    Catering = "catering",
    Retail = "retail",
    Manufacturing = "manufacturing",
    Farming = "farming",
    Education = "education",
    Government = "government",
    Other = "other",
}

codes! {
    /// A hardship of a household. Sensitive: never ranked on, never shown to an institution (law 10 of the house).
    HouseholdFlag, "household flag",
    /// 脱贫.
    LiftedOutOfPoverty = "lifted_out_of_poverty",
    /// 监测对象.
    Monitored = "monitored",
    /// 低保.
    MinimumLivingAllowance = "minimum_living_allowance",
    /// 特困.
    ExtremePoverty = "extreme_poverty",
    /// 刚性支出困难.
    HardshipExpense = "hardship_expense",
    ZeroEmploymentFamily = "zero_employment_family",
    Disabled = "disabled",
    SingleParent = "single_parent",
    NearRetirement = "near_retirement",
    MilitarySpouse = "military_spouse",
    PreferentialTreatment = "preferential_treatment",
    MartyrFamily = "martyr_family",
    LandExpropriated = "land_expropriated",
    ModelWorker = "model_worker",
}

codes! {
    /// How a post is employed.
    Employment, "employment form",
    FullTime = "full_time",
    PartTime = "part_time",
    /// 劳务派遣.
    Dispatched = "dispatched",
    /// 劳务/用工协议, as for people past the age of retirement.
    ServiceAgreement = "service_agreement",
    Temporary = "temporary",
}

codes! {
    /// When the work is done.
    Shift, "shift",
    Day = "day",
    Night = "night",
    /// 倒班.
    Rotating = "rotating",
    /// 24-hour, living in.
    LiveIn = "live_in",
    Flexible = "flexible",
}

codes! {
    /// An answer of a rule. `NotYet` is a "no" that turns into "yes" on a known day if nothing else changes.
    Answer, "answer",
    Yes = "yes",
    No = "no",
    Unknown = "unknown",
    NotYet = "not_yet",
}

codes! {
    /// The post someone was hired into, as the subsidy rules tell posts apart.
    SubsidyPost, "post",
    FrontlineCare = "frontline_care",
    NursingDepartment = "nursing_department",
    CareDeputyDirector = "care_deputy_director",
    Director = "director",
    Professional = "professional",
    Medical = "medical",
    Management = "management",
    FinanceHrProperty = "finance_hr_property",
    Other = "other",
}

codes! {
    /// Who may find a person's masked profile.
    Visibility, "visibility",
    Nobody = "nobody",
    /// Verified institutions that have a public post of a trade and kind the person looks for.
    Matched = "matched",
    /// Every verified institution.
    Verified = "verified",
}

codes! {
    /// What a person can agree to, each by itself (个人信息保护法 art. 23, 29).
    Sharing, "sharing",
    /// The masked profile, to institutions with a fitting post.
    MaskedMatched = "masked_matched",
    /// The masked profile, to every verified institution.
    MaskedVerified = "masked_verified",
    /// Name and telephone, to one institution.
    Contact = "contact",
    /// The household flags, to the office.
    Household = "household",
}

codes! {
    /// How a consent was given.
    Channel, "channel",
    Web = "web",
    /// Spoken at an office's desk and recorded there.
    Desk = "desk",
    Paper = "paper",
    Phone = "phone",
    /// A list that says so of each row.
    List = "list",
}

/// A skill level of the new eight-step ladder (新八级工): 1 apprentice … 8 chief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct SkillLevel(u8);

impl SkillLevel {
    /// The levels 1 to 8; anything else is not a level.
    pub fn new(level: i64) -> Option<Self> {
        u8::try_from(level).ok().filter(|level| (1..=8).contains(level)).map(Self)
    }
    /// 1 (apprentice) to 8 (chief).
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl<'de> serde::Deserialize<'de> for SkillLevel {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let level = i64::deserialize(from)?;
        Self::new(level).ok_or_else(|| serde::de::Error::custom(format!("{level} is not a skill level (1 to 8)")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slug_reads_back_as_its_own_code() {
        for kind in InstitutionKind::ALL {
            assert_eq!(kind.slug().parse(), Ok(*kind));
        }
    }

    #[test]
    fn an_unknown_word_is_named_with_its_list() {
        let fault = "vacancies".parse::<OpeningKind>().expect_err("no such kind");
        assert_eq!(fault.to_string(), "“vacancies” is not a known opening kind");
    }

    #[test]
    fn high_school_and_vocational_school_meet_each_other() {
        assert!(Education::HighSchool.meets(Education::SecondaryVocational));
        assert!(Education::SecondaryVocational.meets(Education::HighSchool));
        assert!(!Education::JuniorHigh.meets(Education::HighSchool));
        assert!(Education::Bachelor.meets(Education::JuniorCollege));
    }
}
