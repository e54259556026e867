//! What the rules say, put into the sentences of the pages: grades of certainty, amounts, days known only in part.
//!
//! The rules' own words come from the packs, in both languages; this module says what the program says about them. It
//! promises that a figure never stands without its certainty, and that a figure nobody has is said to be missing.

use super::pack::{AmountCertainty, InForce, NoteKind, Pack, PaidTo, Precision, Sum, Tiers, Way};
use super::{Certainty, judge::Money};
use crate::codes::{Education, SkillLevel};
use crate::words::Lang;
use jiff::civil::Date;

/// How well something is known.
pub fn certainty(lang: Lang, grade: Certainty) -> String {
    let words = lang.words();
    match grade {
        Certainty::Seed => words.certainty_seed(),
        Certainty::Law => words.certainty_law(),
        Certainty::Gov => words.certainty_gov(),
        Certainty::News => words.certainty_news(),
        Certainty::Web => words.certainty_web(),
        Certainty::Mem => words.certainty_mem(),
        Certainty::Derived => words.certainty_derived(),
    }
}

/// Whose the money is, or that there is none.
pub fn paid_to(lang: Lang, who: PaidTo) -> String {
    let words = lang.words();
    match who {
        PaidTo::Person => words.policy_for_person(),
        PaidTo::Employer => words.policy_for_employer(),
        PaidTo::Standing => words.policy_for_standing(),
        PaidTo::Borrower => words.policy_for_borrower(),
    }
}

/// What kind of thing a note tells.
pub fn note_kind(lang: Lang, kind: NoteKind) -> String {
    let words = lang.words();
    match kind {
        NoteKind::NotSeen => words.policy_note_not_seen(),
        NoteKind::OfficeChecks => words.policy_note_office_checks(),
        NoteKind::Limit => words.policy_note_limit(),
        NoteKind::GoodToKnow => words.policy_note_good_to_know(),
    }
}

/// A day with its year, whichever year it is now.
pub fn full_day(lang: Lang, day: Date) -> String {
    lang.day(day, Date::MIN)
}

/// What someone's own schooling is called; "none" is having had none, not a post that asks for none.
pub fn schooling(lang: Lang, level: Education) -> String {
    if level == Education::None { lang.words().schooling_none() } else { lang.education(level) }
}

/// A day with its year, as far as it is known; None where it was not seen at all.
pub fn day_known_to(lang: Lang, day: Date, known_to: Precision) -> Option<String> {
    match known_to {
        Precision::Day => Some(full_day(lang, day)),
        Precision::NotSeen => None,
        Precision::Month | Precision::Year => Some(super::pack::day_in_words(day, known_to).of(lang.into()).to_owned()),
    }
}

/// From when to when a version is in force.
pub fn in_force(lang: Lang, term: InForce) -> String {
    let words = lang.words();
    match (day_known_to(lang, term.from, term.from_known_to), term.to) {
        (None, _) => words.policy_from_unseen(),
        (Some(from), None) => words.policy_from(from),
        (Some(from), Some(to)) => words.policy_from_to(from, full_day(lang, to)),
    }
}

/// The amount at one person's tier.
pub fn money(lang: Lang, money: Money) -> String {
    let sum = Sum { value: money.value, under: money.ceiling };
    each_time(lang, sum_in_words(lang, sum, money.certainty), money.every_months)
}

/// One tier's money with its certainty.
pub fn sum_in_words(lang: Lang, sum: Sum, certainty: AmountCertainty) -> String {
    let words = lang.words();
    match (sum.value, certainty, sum.under) {
        (Some(yuan), AmountCertainty::Ceiling, _) => words.amount_ceiling(lang.number(yuan)),
        (Some(yuan), _, _) => words.amount_exact(lang.number(yuan)),
        (None, _, Some(ceiling)) => words.amount_under(lang.number(ceiling)),
        (None, _, None) => words.amount_not_entered(),
    }
}

fn each_time(lang: Lang, amount: String, every_months: Option<i32>) -> String {
    let words = lang.words();
    match every_months {
        None => amount,
        Some(1) => words.amount_each_month(amount),
        Some(12) => words.amount_each_year(amount),
        Some(months) => words.amount_each_months(i64::from(months), amount),
    }
}

/// What a rule gives before anything is known of the person: the span of its tiers. None where it gives no money.
pub fn span(lang: Lang, pack: &Pack) -> Option<String> {
    let amount = pack.amount.as_ref()?;
    let words = lang.words();
    let sums: Vec<Sum> = tiers(lang, pack).into_iter().map(|(_, sum)| sum).collect();
    let values = || sums.iter().filter_map(|sum| sum.value);
    let said = match (values().min(), values().max(), amount.certainty) {
        (Some(_), Some(high), AmountCertainty::Ceiling) => words.amount_ceiling(lang.number(high)),
        (Some(low), Some(high), _) if low < high => words.amount_range(lang.number(low), lang.number(high)),
        (_, high, certainty) => {
            let under = sums.iter().filter_map(|sum| sum.under).max();
            sum_in_words(lang, Sum { value: high, under }, certainty)
        }
    };
    let every_months = match pack.pay.way {
        Way::Recurring { every_months, .. } => Some(every_months),
        _ => None,
    };
    let said = each_time(lang, said, every_months);
    Some(match &amount.tiers {
        Tiers::Education(_) if values().next().is_some() => words.amount_by_education(said),
        Tiers::Skill { .. } if values().next().is_some() => words.amount_by_skill(said),
        _ => said,
    })
}

/// The tiers of a rule by name, lowest first; none where it gives no money.
pub fn tiers(lang: Lang, pack: &Pack) -> Vec<(String, Sum)> {
    match pack.amount.as_ref().map(|amount| &amount.tiers) {
        None => vec![],
        Some(Tiers::Flat(sum)) => vec![(lang.words().policy_flat(), *sum)],
        Some(Tiers::Education(by_level)) => by_level.iter().map(|(level, sum)| (schooling(lang, *level), *sum)).collect(),
        Some(Tiers::Skill { by_level, .. }) => {
            by_level.iter().map(|(level, sum)| (skill(lang, i64::from(*level)), *sum)).collect()
        }
    }
}

/// The name of a skill level given as its number.
pub fn skill(lang: Lang, level: i64) -> String {
    SkillLevel::new(level).map_or_else(|| level.to_string(), |level| lang.skill_level(level))
}

/// The name of a tier as the packs write it ("flat", "bachelor", "3").
pub fn tier(lang: Lang, name: &str) -> String {
    if let Ok(level) = name.parse::<Education>() {
        return schooling(lang, level);
    }
    name.parse().map_or_else(|_| lang.words().policy_flat(), |level| skill(lang, level))
}
