//! What can be chosen: codes of the trade beside the plain words people have for them.

use crate::codes::{Education, HouseholdFlag, LicenceKind, OpeningKind};
use crate::person::{Person, Work};
use crate::words::{Lang, Words};

/// A plain word for something.
type Says = fn(&Words) -> String;

/// Earlier work as people name it: what it is called in the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    Occupation(&'static str),
    Sector(&'static str),
}

impl Done {
    /// The part of the field that takes it, and its code.
    pub const fn field(self) -> (&'static str, &'static str) {
        match self {
            Self::Occupation(slug) => ("occupation", slug),
            Self::Sector(slug) => ("sector", slug),
        }
    }

    fn is(self, work: &Work) -> bool {
        match self {
            Self::Occupation(slug) => work.occupation.as_deref() == Some(slug),
            Self::Sector(slug) => work.occupation.is_none() && work.sector.is_some_and(|sector| sector.slug() == slug),
        }
    }
}

/// Kinds of work under a heading.
pub struct Group {
    pub says: Says,
    pub work: &'static [(Done, Says)],
}

use Done::{Occupation, Sector};

/// Earlier work. The place of a kind of work in the whole list is the number of its record, so new ones go to the end of a
/// group only if nobody keeps answers; nobody does.
pub const WORK: &[Group] = &[
    Group {
        says: Words::match_group_care,
        work: &[
            (Occupation("elder_carer"), Words::match_work_elder_carer),
            (Occupation("home_carer"), Words::match_work_home_carer),
            (Occupation("hospital_attendant"), Words::match_work_hospital_attendant),
            (Occupation("village_carer"), Words::match_work_village_carer),
            (Occupation("maternity_carer"), Words::match_work_maternity_carer),
            (Occupation("childcare"), Words::match_work_childcare),
        ],
    },
    Group {
        says: Words::match_group_home,
        work: &[
            (Occupation("housekeeper"), Words::match_work_housekeeper),
            (Occupation("cleaner"), Words::match_work_cleaner),
            (Occupation("cook"), Words::match_work_cook),
            (Occupation("kitchen_helper"), Words::match_work_kitchen_helper),
            (Occupation("waiter"), Words::match_work_waiter),
        ],
    },
    Group {
        says: Words::match_group_property,
        work: &[
            (Occupation("security_guard"), Words::match_work_security_guard),
            (Occupation("property_maintenance"), Words::match_work_property_maintenance),
            (Occupation("property_manager"), Words::match_work_property_manager),
            (Occupation("gardener"), Words::match_work_gardener),
            (Occupation("driver"), Words::match_work_driver),
        ],
    },
    Group {
        says: Words::match_group_health,
        work: &[
            (Occupation("nurse"), Words::match_work_nurse),
            (Occupation("doctor"), Words::match_work_doctor),
            (Occupation("pharmacist"), Words::match_work_pharmacist),
            (Occupation("rehab_therapist"), Words::match_work_rehab_therapist),
            (Occupation("massage_therapist"), Words::match_work_massage_therapist),
            (Occupation("social_worker"), Words::match_work_social_worker),
            (Occupation("counsellor"), Words::match_work_counsellor),
            (Occupation("dietitian"), Words::match_work_dietitian),
            (Sector("education"), Words::match_work_education),
        ],
    },
    Group {
        says: Words::match_group_other,
        work: &[
            (Sector("manufacturing"), Words::match_work_manufacturing),
            (Sector("farming"), Words::match_work_farming),
            (Sector("retail"), Words::match_work_retail),
            (Occupation("sales"), Words::match_work_sales),
            (Occupation("clerk"), Words::match_work_clerk),
            (Occupation("receptionist"), Words::match_work_receptionist),
            (Occupation("finance"), Words::match_work_finance),
            (Occupation("hr"), Words::match_work_hr),
            (Occupation("it_support"), Words::match_work_it_support),
            (Sector("other"), Words::match_work_other),
        ],
    },
];

/// The kinds of work one after another, each with the number of its record.
pub fn all_work() -> impl Iterator<Item = (usize, Done, Says)> {
    WORK.iter().flat_map(|group| group.work).enumerate().map(|(at, (done, says))| (at, *done, *says))
}

/// The number of the record that a piece of work has in forms: its own where it is in the list and nobody was before it, else
/// one behind the list.
pub fn number_of_work(person: &Person, at: usize) -> usize {
    let all = person.work.as_deref().unwrap_or_default();
    let own = |work: &Work| all_work().find(|(_, done, _)| done.is(work)).map(|(number, ..)| number);
    let behind = all_work().count() + at;
    let Some(number) = all.get(at).and_then(own) else { return behind };
    let taken = all.iter().take(at).any(|before| own(before) == Some(number));
    if taken { behind } else { number }
}

/// What a piece of work is called: in plain words where there are some.
pub fn name_of_work(lang: Lang, work: &Work) -> String {
    match (all_work().find(|(_, done, _)| done.is(work)), &work.occupation, work.sector) {
        (Some((.., says)), _, _) => says(lang.words()),
        (None, Some(slug), _) => lang.occupation(slug),
        (None, None, Some(sector)) => lang.sector(sector),
        (None, None, None) => String::new(),
    }
}

/// Years of work by what people say of them; the fewest they may mean.
pub const YEARS: &[(&str, Says)] = &[
    ("0.5", Words::match_years_under_one),
    ("1", Words::match_years_one),
    ("3", Words::match_years_three),
    ("5", Words::match_years_five),
    ("10", Words::match_years_ten),
];

/// Work that can be wished for.
pub const TRADES: &[(&str, Says)] = &[
    ("elder_carer", Words::match_work_elder_carer),
    ("home_carer", Words::match_work_home_carer),
    ("hospital_attendant", Words::match_work_hospital_attendant),
    ("dementia_carer", Words::match_work_dementia_carer),
    ("village_carer", Words::match_work_village_carer),
    ("patient_companion", Words::match_work_patient_companion),
    ("housekeeper", Words::match_work_housekeeper),
    ("cleaner", Words::match_work_cleaner),
    ("cook", Words::match_work_cook),
    ("kitchen_helper", Words::match_work_kitchen_helper),
    ("security_guard", Words::match_work_security_guard),
    ("property_maintenance", Words::match_work_property_maintenance),
    ("driver", Words::match_work_driver),
    ("nurse", Words::match_work_nurse),
    ("doctor", Words::match_work_doctor),
    ("rehab_therapist", Words::match_work_rehab_therapist),
    ("social_worker", Words::match_work_social_worker),
    ("health_manager", Words::match_work_health_manager),
    ("care_adviser", Words::match_work_care_adviser),
    ("receptionist", Words::match_work_receptionist),
    ("clerk", Words::match_work_clerk),
    ("finance", Words::match_work_finance),
    ("fire_safety", Words::match_work_fire_safety),
    ("food_safety", Words::match_work_food_safety),
    ("team_leader", Words::match_work_team_leader),
    ("care_home_director", Words::match_work_care_home_director),
    ("trainer", Words::match_work_trainer),
];

/// What a kind of post is, to someone who looks for one.
pub fn kind_of_post(words: &Words, kind: OpeningKind) -> String {
    match kind {
        OpeningKind::Vacancy => words.match_kind_vacancy(),
        OpeningKind::Internship => words.match_kind_internship(),
        OpeningKind::PublicWelfare => words.match_kind_public_welfare(),
        OpeningKind::Apprenticeship => words.match_kind_apprenticeship(),
        OpeningKind::Advisory => words.match_kind_advisory(),
        OpeningKind::Volunteer => words.match_kind_volunteer(),
    }
}

/// Kinds of post, the most common first.
pub const KINDS: [OpeningKind; 6] = [
    OpeningKind::Vacancy,
    OpeningKind::Apprenticeship,
    OpeningKind::PublicWelfare,
    OpeningKind::Internship,
    OpeningKind::Advisory,
    OpeningKind::Volunteer,
];

/// A level of schooling as an answer.
pub fn schooling(lang: Lang, level: Education) -> String {
    if level == Education::None { lang.words().match_schooling_none() } else { lang.education(level) }
}

/// Certificates in the order they are asked for, the common ones first; the number of a record is the place in the codes.
pub const LICENCES: [LicenceKind; 15] = [
    LicenceKind::ElderCarer,
    LicenceKind::HealthCertificate,
    LicenceKind::Nurse,
    LicenceKind::Doctor,
    LicenceKind::RehabTherapist,
    LicenceKind::Pharmacist,
    LicenceKind::SocialWorkerAssistant,
    LicenceKind::SocialWorker,
    LicenceKind::SocialWorkerSenior,
    LicenceKind::Counsellor,
    LicenceKind::Dietitian,
    LicenceKind::Cook,
    LicenceKind::FoodSafety,
    LicenceKind::FireOperator,
    LicenceKind::Driver,
];

/// Pay a month that is asked for, in yuan.
pub const PAY: [i64; 7] = [2000, 2500, 3000, 3500, 4000, 5000, 6000];

/// Ways to work in kilometres.
pub const DISTANCES: &[(&str, Says)] = &[
    ("2", Words::match_distance_2),
    ("5", Words::match_distance_5),
    ("15", Words::match_distance_15),
    ("30", Words::match_distance_30),
];

/// Hardship in words for the person it concerns.
pub fn household(words: &Words, flag: HouseholdFlag) -> String {
    match flag {
        HouseholdFlag::LiftedOutOfPoverty => words.match_house_lifted_out_of_poverty(),
        HouseholdFlag::Monitored => words.match_house_monitored(),
        HouseholdFlag::MinimumLivingAllowance => words.match_house_minimum_living_allowance(),
        HouseholdFlag::ExtremePoverty => words.match_house_extreme_poverty(),
        HouseholdFlag::HardshipExpense => words.match_house_hardship_expense(),
        HouseholdFlag::ZeroEmploymentFamily => words.match_house_zero_employment_family(),
        HouseholdFlag::Disabled => words.match_house_disabled(),
        HouseholdFlag::SingleParent => words.match_house_single_parent(),
        HouseholdFlag::NearRetirement => words.match_house_near_retirement(),
        HouseholdFlag::MilitarySpouse => words.match_house_military_spouse(),
        HouseholdFlag::PreferentialTreatment => words.match_house_preferential_treatment(),
        HouseholdFlag::MartyrFamily => words.match_house_martyr_family(),
        HouseholdFlag::LandExpropriated => words.match_house_land_expropriated(),
        HouseholdFlag::ModelWorker => words.match_house_model_worker(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::WorkSector;
    use crate::occupations::Catalogue;
    use std::collections::BTreeSet;

    #[test]
    fn every_choice_is_a_code_and_stands_once() {
        let mut seen = BTreeSet::new();
        for (_, done, _) in all_work() {
            assert!(seen.insert(done.field()), "{done:?}");
            match done {
                Occupation(slug) => assert!(Catalogue::builtin().find(slug).is_ok(), "{slug}"),
                Sector(slug) => assert!(slug.parse::<WorkSector>().is_ok(), "{slug}"),
            }
        }
        assert!(TRADES.iter().all(|(slug, _)| Catalogue::builtin().find(slug).is_ok()));
        assert_eq!(BTreeSet::from(KINDS).len(), OpeningKind::ALL.len());
        assert_eq!(BTreeSet::from(LICENCES).len(), LicenceKind::ALL.len());
    }

    #[test]
    fn every_piece_of_work_has_a_number_of_its_own() {
        let work = |occupation: &str| Work { sector: None, occupation: Some(occupation.to_owned()), years: None };
        let all = vec![work("cook"), work("trainer"), work("cook"), work("elder_carer")];
        let person = Person { work: Some(all), ..Person::default() };
        let numbers: BTreeSet<usize> = (0..4).map(|at| number_of_work(&person, at)).collect();
        assert_eq!(numbers.len(), 4);
        assert_eq!(number_of_work(&person, 3), 0);
        assert!(numbers.iter().all(|number| *number < 64));
    }
}
