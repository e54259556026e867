//! Which question to put next: the one whose answer settles most, of those that can still change some verdict.
//!
//! Each open fact is tried with the answers people give, and counts by how many questions of open verdicts would fall away.
//! So a question is never put in vain, "no" is heard early, and somebody whom nothing can help is not asked thirty things.
//! Where the job is, or the home, comes first: it decides whose rules are looked at.

use super::answers::{Answers, Job, Question};
use super::facts::{Case, Fact, FactSet};
use super::judge::Verdict;
use super::pack::Packs;
use crate::codes::{Answer, Education, HouseholdFlag, InstitutionKind, LegalForm, OpeningKind, SubsidyPost};
use jiff::civil::Date;

/// The verdicts that are told to someone: every rule in force that reaches them, without those a nearer place has its own of.
/// Of someone whose place is not known, the rules that reach `home`, the place this market is first for.
pub fn in_reach<'p>(packs: &'p Packs, answers: &Answers, on: Date, home: &str) -> Vec<Verdict<'p>> {
    let person = answers.heard();
    let case = Case::new(&person, answers.employment());
    let place = case.place().1.unwrap_or(home);
    let verdicts: Vec<_> = packs.in_force(on, Some(place)).into_iter().map(|pack| packs.judge_one(pack, case, on)).collect();
    let told: Vec<&str> = verdicts.iter().map(|verdict| verdict.pack.slug.as_str()).collect();
    let replaced: Vec<bool> = verdicts
        .iter()
        .map(|verdict| packs.overriding(&verdict.pack.slug, place, on).is_some_and(|by| told.contains(&by.slug.as_str())))
        .collect();
    verdicts.into_iter().zip(replaced).filter(|(_, replaced)| !replaced).map(|(verdict, _)| verdict).collect()
}

/// The next question, if any can still change something.
pub fn next(packs: &Packs, answers: &Answers, on: Date, home: &str) -> Option<Question> {
    if answers.job.is_none() && !answers.asked.contains(&Question::Job) {
        return Some(Question::Job);
    }
    let open = open_facts(packs, answers, on, home);
    let place = [Fact::JobRegion, Fact::Region].into_iter().find(|place| open.has(*place));
    let best = || {
        open.iter()
            .map(|fact| (settles(packs, answers, fact, on, home), fact))
            .reduce(|best, one| if one.0 > best.0 { one } else { best })
    };
    place.or_else(|| best().map(|(_, fact)| fact)).map(Question::Fact)
}

/// The facts whose answers could still change a verdict and that were not asked for yet.
pub fn open_facts(packs: &Packs, answers: &Answers, on: Date, home: &str) -> FactSet {
    let (settled, without_job) = (answers.settled(), answers.employment().is_none());
    let mut open = FactSet::EMPTY;
    for verdict in in_reach(packs, answers, on, home) {
        for fact in verdict.missing.iter() {
            let can_be_asked = fact.askable() && fact != Fact::OfficeDecision && !settled.has(fact);
            let of_no_job = fact.of_employment() && without_job && answers.job == Some(Job::None);
            if can_be_asked && !of_no_job {
                open.add(FactSet::of(fact));
            }
        }
    }
    open
}

/// How many questions of how many verdicts fall away by the answers to a fact, over all answers tried, in thousandths.
fn settles(packs: &Packs, answers: &Answers, fact: Fact, on: Date, home: &str) -> usize {
    let open: Vec<_> =
        in_reach(packs, answers, on, home).into_iter().filter(|verdict| verdict.answer == Answer::Unknown).collect();
    let before: usize = open.iter().map(|verdict| verdict.missing.iter().count()).sum();
    let tries = tries(fact, on);
    let fallen: usize = tries
        .iter()
        .map(|fields| {
            let told: Vec<_> = answers.fields_without(None).into_iter().chain(fields.iter().cloned()).collect();
            let Ok(told) = Answers::read(&told, None) else { return 0 };
            let person = told.heard();
            let case = Case::new(&person, told.employment());
            let left = open.iter().map(|verdict| packs.missing(verdict.pack, case, on).iter().count());
            before.saturating_sub(left.sum())
        })
        .sum();
    fallen * 1000 / tries.len().max(1)
}

/// Answers that people give, as fields of a form.
fn tries(fact: Fact, on: Date) -> Vec<Vec<(String, String)>> {
    let name = fact.path();
    let one = |value: String| vec![(name.to_owned(), value)];
    let each = |words: &mut dyn Iterator<Item = &'static str>| words.map(|word| one(word.to_owned())).collect();
    let years_ago = |years: i16| one(Date::new(on.year().saturating_sub(years), on.month(), 1).unwrap_or(on).to_string());
    match fact {
        Fact::BirthYear => [19, 23, 30, 45, 55].map(|age| one(on.year().saturating_sub(age).to_string())).to_vec(),
        Fact::Level => each(&mut Education::ALL.iter().map(|level| level.slug())),
        Fact::Major => ["护理", "老年服务与管理", "会计", "计算机应用"].map(|major| one(major.to_owned())).to_vec(),
        Fact::InstitutionKind => each(&mut InstitutionKind::ALL.iter().map(|kind| kind.slug())),
        Fact::LegalForm => each(&mut LegalForm::ALL.iter().filter(|form| **form != LegalForm::Unknown).map(|form| form.slug())),
        Fact::JobKind => each(&mut OpeningKind::ALL.iter().map(|kind| kind.slug())),
        Fact::Post => each(&mut SubsidyPost::ALL.iter().map(|post| post.slug())),
        Fact::Occupation => each(&mut ["elder_carer", "nurse", "cook"].into_iter()),
        Fact::Licences => vec![one("none".to_owned()), vec![("licences.0.kind".to_owned(), "elder_carer".to_owned())]],
        Fact::Skills => {
            let junior = [("skills.0.occupation", "elder_carer"), ("skills.0.level", "2")];
            vec![one("none".to_owned()), junior.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()]
        }
        // Most people have none of the fourteen; those that have one count as one half together.
        Fact::Household => {
            let flags = HouseholdFlag::ALL.iter().map(|flag| one(flag.slug().to_owned()));
            flags.chain(std::iter::repeat_n(one("none".to_owned()), HouseholdFlag::ALL.len())).collect()
        }
        Fact::GraduatedOn | Fact::HiredOn | Fact::ContractFrom | Fact::InsuredFrom | Fact::LeftOn => {
            [0, 1, 3, 8].map(years_ago).to_vec()
        }
        Fact::ContractMonths => [6, 12, 36, 60].map(|months: i32| one(months.to_string())).to_vec(),
        Fact::OtherServiceMonths => [0, 24].map(|months: i32| one(months.to_string())).to_vec(),
        Fact::Region | Fact::JobRegion => each(&mut ["210302", "210102", "110105"].into_iter()),
        _ => each(&mut ["true", "false"].into_iter()),
    }
}
