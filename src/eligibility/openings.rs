//! Which subsidies a post may open for whoever takes it: judged on what the post itself tells, with nobody in it yet.

use super::carried::packs;
use super::facts::{Case, Employment};
use crate::codes::{Answer, LegalForm, PostClass, SubsidyPost};
use crate::occupations::Catalogue;
use crate::openings::Opening;
use crate::person::Person;
use jiff::civil::Date;

/// Families of rules that look at the post: the others open the same way anywhere, so they tell posts apart by nothing.
const OF_POSTS: [&str; 3] = ["graduate-entry", "internship", "public-welfare-post"];

/// Slugs of the policies in force on a day that do not rule this post out, nearest places first. A post whose place is not
/// known opens none that could be named.
pub fn may_open(opening: &Opening, on: Date) -> Vec<String> {
    let (Ok(packs), Some(region)) = (packs(), opening.region.as_deref()) else { return vec![] };
    let employment = employment(opening);
    let nobody = Person::default();
    let case = Case::new(&nobody, Some(&employment));
    let of_posts = packs.in_force(on, Some(region)).into_iter().filter(|pack| OF_POSTS.contains(&pack.family.as_str()));
    of_posts.filter(|pack| packs.answer(pack, case, on).0 != Answer::No).map(|pack| pack.slug.clone()).collect()
}

/// The post as the rules look at it; what it does not tell stays unknown.
fn employment(opening: &Opening) -> Employment {
    Employment {
        institution_kind: opening.institution.kind,
        legal_form: Some(opening.institution.legal_form).filter(|form| *form != LegalForm::Unknown),
        region: opening.region.clone(),
        kind: Some(opening.kind),
        occupation: opening.occupation.clone(),
        post: opening.occupation.as_deref().and_then(post_of),
        ..Employment::default()
    }
}

/// The post that a trade surely is, as the rules tell posts apart.
fn post_of(occupation: &str) -> Option<SubsidyPost> {
    let class = Catalogue::builtin().find(occupation).ok()?.class;
    match (occupation, class) {
        ("care_home_director", _) => Some(SubsidyPost::Director),
        ("finance" | "hr" | "property_manager" | "property_maintenance", _) => Some(SubsidyPost::FinanceHrProperty),
        ("nurse" | "doctor" | "tcm_doctor" | "pharmacist", _) => Some(SubsidyPost::Medical),
        ("elder_carer" | "dementia_carer" | "village_carer" | "home_carer", _) => Some(SubsidyPost::FrontlineCare),
        (_, PostClass::Professional) => Some(SubsidyPost::Professional),
        (_, PostClass::Management) => Some(SubsidyPost::Management),
        (_, PostClass::Support) => Some(SubsidyPost::Other),
        (_, PostClass::Care) => None,
    }
}
