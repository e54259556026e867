//! What the closed lists call their codes: one function a list, every code matched, so that a new code cannot be forgotten.

use super::Lang;
use crate::codes::{
    Answer, Education, Employment, HouseholdFlag, InstitutionKind, LegalForm, LicenceKind, OpeningKind, Pathway, PostClass,
    Shift, SkillLevel, SubsidyPost, WorkSector,
};
use crate::search::Sort;
use crate::search::conditions::Conditions;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident($list:ident) { $($code:ident => $sentence:ident,)+ })+) => {
        impl Lang { $(
            $(#[$doc])*
            pub fn $name(self, code: $list) -> String {
                let words = self.words();
                match code { $($list::$code => words.$sentence(),)+ }
            }
        )+ }
    };
}

names! {
    opening_kind(OpeningKind) {
        Vacancy => kind_vacancy,
        Internship => kind_internship,
        PublicWelfare => kind_public_welfare,
        Apprenticeship => kind_apprenticeship,
        Advisory => kind_advisory,
        Volunteer => kind_volunteer,
    }
    /// The name of a level of education; as a requirement see [`Lang::at_least`].
    education(Education) {
        None => education_none,
        Primary => education_primary,
        JuniorHigh => education_junior_high,
        HighSchool => education_high_school,
        SecondaryVocational => education_secondary_vocational,
        JuniorCollege => education_junior_college,
        Bachelor => education_bachelor,
        Master => education_master,
        Doctor => education_doctor,
    }
    institution_kind(InstitutionKind) {
        CareHome => institution_care_home,
        CommunityCare => institution_community_care,
        MedicalCare => institution_medical_care,
        RuralMutualAid => institution_rural_mutual_aid,
        Medical => institution_medical,
        Property => institution_property,
        Housekeeping => institution_housekeeping,
        SocialWork => institution_social_work,
        VolunteerStation => institution_volunteer_station,
        School => institution_school,
        Training => institution_training,
        Government => institution_government,
        Other => institution_other,
    }
    legal_form(LegalForm) {
        PublicInstitution => legal_public_institution,
        SocialGroup => legal_social_group,
        PrivateNonprofit => legal_private_nonprofit,
        Foundation => legal_foundation,
        Company => legal_company,
        SoleTrader => legal_sole_trader,
        Cooperative => legal_cooperative,
        Government => legal_government,
        Unknown => legal_unknown,
    }
    post_class(PostClass) {
        Management => class_management,
        Professional => class_professional,
        Support => class_support,
        Care => class_care,
    }
    licence(LicenceKind) {
        Nurse => licence_nurse,
        Doctor => licence_doctor,
        Pharmacist => licence_pharmacist,
        RehabTherapist => licence_rehab_therapist,
        SocialWorkerAssistant => licence_social_worker_assistant,
        SocialWorker => licence_social_worker,
        SocialWorkerSenior => licence_social_worker_senior,
        Counsellor => licence_counsellor,
        Dietitian => licence_dietitian,
        ElderCarer => licence_elder_carer,
        HealthCertificate => licence_health_certificate,
        FireOperator => licence_fire_operator,
        FoodSafety => licence_food_safety,
        Cook => licence_cook,
        Driver => licence_driver,
    }
    pathway(Pathway) {
        Graduate => pathway_graduate,
        CrossField => pathway_cross_field,
        Medic => pathway_medic,
        RetiredMedic => pathway_retired_medic,
        RuralLowIncome => pathway_rural_low_income,
        FamilyCarer => pathway_family_carer,
        Returnee => pathway_returnee,
        Volunteer => pathway_volunteer,
    }
    sector(WorkSector) {
        Property => sector_property,
        Housekeeping => sector_housekeeping,
        Medical => sector_medical,
        ElderCare => sector_elder_care,
        SocialWork => sector_social_work,
        Catering => sector_catering,
        Retail => sector_retail,
        Manufacturing => sector_manufacturing,
        Farming => sector_farming,
        Education => sector_education,
        Government => sector_government,
        Other => sector_other,
    }
    household(HouseholdFlag) {
        LiftedOutOfPoverty => household_lifted_out_of_poverty,
        Monitored => household_monitored,
        MinimumLivingAllowance => household_minimum_living_allowance,
        ExtremePoverty => household_extreme_poverty,
        HardshipExpense => household_hardship_expense,
        ZeroEmploymentFamily => household_zero_employment_family,
        Disabled => household_disabled,
        SingleParent => household_single_parent,
        NearRetirement => household_near_retirement,
        MilitarySpouse => household_military_spouse,
        PreferentialTreatment => household_preferential_treatment,
        MartyrFamily => household_martyr_family,
        LandExpropriated => household_land_expropriated,
        ModelWorker => household_model_worker,
    }
    employment(Employment) {
        FullTime => employment_full_time,
        PartTime => employment_part_time,
        Dispatched => employment_dispatched,
        ServiceAgreement => employment_service_agreement,
        Temporary => employment_temporary,
    }
    shift(Shift) {
        Day => shift_day,
        Night => shift_night,
        Rotating => shift_rotating,
        LiveIn => shift_live_in,
        Flexible => shift_flexible,
    }
    answer(Answer) {
        Yes => answer_yes,
        No => answer_no,
        Unknown => answer_unknown,
        NotYet => answer_not_yet,
    }
    subsidy_post(SubsidyPost) {
        FrontlineCare => post_frontline_care,
        NursingDepartment => post_nursing_department,
        CareDeputyDirector => post_care_deputy_director,
        Director => post_director,
        Professional => post_professional,
        Medical => post_medical,
        Management => post_management,
        FinanceHrProperty => post_finance_hr_property,
        Other => post_other,
    }
    sort(Sort) {
        Relevance => sort_relevance,
        Newest => sort_newest,
        Pay => sort_pay,
        Distance => sort_distance,
        Ending => sort_ending,
    }
}

impl Lang {
    /// The name of a skill level.
    pub fn skill_level(self, level: SkillLevel) -> String {
        let words = self.words();
        match level.get() {
            1 => words.skill_1(),
            2 => words.skill_2(),
            3 => words.skill_3(),
            4 => words.skill_4(),
            5 => words.skill_5(),
            6 => words.skill_6(),
            7 => words.skill_7(),
            _ => words.skill_8(),
        }
    }

    /// Education as a post asks for it: "大专及以上".
    pub fn at_least(self, level: Education) -> String {
        match level {
            Education::None => self.words().education_any(),
            Education::Doctor => self.education(level),
            _ => self.words().education_at_least(self.education(level)),
        }
    }

    /// What people call the source of an imported post; the source's own word where it has no other name here.
    pub fn source(self, source: &str) -> String {
        let words = self.words();
        match source {
            "51JOB" => words.source_51job(),
            "BOSS" => words.source_boss(),
            "GGFW_HRSS_GD" => words.source_ggfw(),
            "JOBONLINE" => words.source_jobonline(),
            "LAGOU" => words.source_lagou(),
            "LIEPIN" => words.source_liepin(),
            "ZHILIAN" => words.source_zhilian(),
            "demo" => words.source_demo(),
            "desk" => words.source_desk(),
            other => other.to_owned(),
        }
    }

    /// The name of an occupation of the catalogue; the slug itself where the catalogue no longer has it.
    pub fn occupation(self, slug: &str) -> String {
        match (crate::occupations::Catalogue::builtin().find(slug), self) {
            (Ok(occupation), Lang::Zh) => occupation.zh.clone(),
            (Ok(occupation), Lang::En) => occupation.en.clone(),
            (Err(_), _) => slug.to_owned(),
        }
    }
}

impl Lang {
    /// The name of a condition of work; the slug itself where the list no longer has it.
    pub fn condition(self, slug: &str) -> String {
        let known = Conditions::builtin();
        let naming = known.find(slug).and_then(|condition| known.get(condition));
        naming.map_or(slug, |naming| if self == Self::Zh { &naming.zh } else { &naming.en }).to_owned()
    }

    /// A benefit as an advertisement words it, in the language of the page where it is one of the known conditions.
    pub fn benefit(self, said: &str) -> String {
        let named = if self == Self::En { english_conditions(said) } else { None };
        named.unwrap_or_else(|| said.to_owned())
    }
}

/// The English names of the conditions that an advertisement's words mean: of the one called just so, else of all of them.
fn english_conditions(said: &str) -> Option<String> {
    let conditions = Conditions::builtin();
    if let Some((_, naming)) = conditions.all().find(|(_, naming)| naming.zh == said) {
        return Some(naming.en.clone());
    }
    let read = conditions.read_ad("", None, &[said]);
    let told: Vec<&str> =
        conditions.all().filter(|(condition, _)| read.says(*condition)).map(|(_, naming)| naming.en.as_str()).collect();
    (!told.is_empty()).then(|| told.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_codes_of_a_list_share_a_name() {
        for lang in Lang::ALL {
            let mut names: Vec<String> = InstitutionKind::ALL.iter().map(|&kind| lang.institution_kind(kind)).collect();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), InstitutionKind::ALL.len(), "{lang:?}");
        }
    }

    #[test]
    fn a_requirement_reads_as_people_say_it() {
        assert_eq!(Lang::Zh.at_least(Education::JuniorCollege), "大专及以上");
        assert_eq!(Lang::Zh.at_least(Education::None), "学历不限");
        assert_eq!(Lang::En.at_least(Education::Bachelor), "Bachelor or higher");
    }

    #[test]
    fn a_benefit_is_named_in_the_language_of_the_page_where_it_is_known() {
        assert_eq!(Lang::Zh.benefit("包吃住"), "包吃住");
        assert_eq!(Lang::En.benefit("包吃住"), "Meals and housing");
        assert_eq!(Lang::En.benefit("生日蛋糕"), "生日蛋糕");
        assert_eq!(Lang::Zh.condition("meals"), "包吃");
    }

    #[test]
    fn a_source_without_a_name_here_keeps_its_own() {
        assert_eq!(Lang::Zh.source("BOSS"), "BOSS直聘");
        assert_eq!(Lang::Zh.source("某区人社局"), "某区人社局");
    }
}
