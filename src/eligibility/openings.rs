//! Which subsidies a post may open for whoever takes it: judged on what the post itself tells, with nobody in it yet.

use super::carried::packs;
use super::facts::{Case, Employment, Fact};
use super::judge::Verdict;
use super::pack::{Line, Pack, Packs};
use crate::codes::{Answer, LegalForm, OpeningKind, PostClass, SubsidyPost};
use crate::error::Error;
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
    of_posts(packs, region, on)
        .filter(|pack| packs.answer(pack, case, on).0 != Answer::No)
        .map(|pack| pack.slug.clone())
        .collect()
}

fn of_posts<'p>(packs: &'p Packs, region: &str, on: Date) -> impl Iterator<Item = &'p Pack> {
    packs.in_force(on, Some(region)).into_iter().filter(|pack| OF_POSTS.contains(&pack.family.as_str()))
}

/// A subsidy that a post may open, with what the post already settles of it and what is left to the person.
#[derive(Debug)]
pub struct Chance {
    pub pack: &'static Pack,
    /// The conditions that the post itself meets.
    pub met: Vec<&'static Line>,
    /// The conditions of the person, still open.
    pub open: Vec<&'static Line>,
}

/// What a post may open, for its page: a rule that a nearer place builds upon is left to the nearer one.
///
/// # Errors
/// Where the carried rules are faulty.
pub fn chances(opening: &Opening, on: Date) -> Result<Vec<Chance>, Error> {
    let packs = packs()?;
    let Some(region) = opening.region.as_deref() else { return Ok(vec![]) };
    let employment = employment(opening);
    let nobody = Person::default();
    let verdicts = of_posts(packs, region, on).map(|pack| packs.judge_one(pack, Case::new(&nobody, Some(&employment)), on));
    let open = verdicts.filter(|verdict| verdict.answer != Answer::No && verdict.overridden_by.is_none());
    Ok(open.map(|verdict| chance(&verdict)).collect())
}

fn chance(verdict: &Verdict<'static>) -> Chance {
    let lines = |wanted: Answer, of_job: bool| {
        let lines = verdict.lines.iter().filter(move |heard| heard.answer == wanted && heard.line.fact.of_employment() == of_job);
        lines.map(|heard| heard.line).filter(|line| line.fact.askable() && line.fact != Fact::OfficeDecision).collect()
    };
    Chance { pack: verdict.pack, met: lines(Answer::Yes, true), open: lines(Answer::Unknown, false) }
}

/// How the subsidies that a post may open stand for one person, if they began there on a day with a contract and insurance
/// from the first day on: slug, answer, and the first day of a yes. What is surely not theirs is left out.
pub fn opened_to(person: &Person, opening: &Opening, on: Date) -> Vec<(String, Answer, Option<Date>)> {
    let (Ok(packs), Some(region)) = (packs(), opening.region.as_deref()) else { return vec![] };
    let employment = beginning(person, opening, on);
    let case = Case::new(person, Some(&employment));
    let answered = of_posts(packs, region, on).map(|pack| (pack.slug.clone(), packs.answer(pack, case, on)));
    answered.filter(|(_, (answer, _))| *answer != Answer::No).map(|(slug, (answer, from))| (slug, answer, from)).collect()
}

/// The job as it would begin. Someone who draws a pension signs no labour contract, and volunteers sign none; established
/// public posts (编制) exist in public institutions and offices alone.
fn beginning(person: &Person, opening: &Opening, on: Date) -> Employment {
    let contract = opening.kind != OpeningKind::Volunteer && person.retired != Some(true);
    let day = contract.then_some(on);
    let dispatched = opening.employment.map(|form| form == crate::codes::Employment::Dispatched);
    let public = match opening.institution.legal_form {
        LegalForm::PublicInstitution | LegalForm::Government | LegalForm::Unknown => None,
        _ => Some(false),
    };
    Employment {
        establishment: public,
        hired_on: Some(on),
        contract_from: day,
        insured_from: day,
        still_in_post: Some(true),
        dispatched,
        ..employment(opening)
    }
}

/// The post as the rules look at it; what it does not tell stays unknown.
pub fn employment(opening: &Opening) -> Employment {
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
