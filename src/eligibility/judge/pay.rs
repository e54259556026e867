//! How much, and on which days.

use super::days::months_after;
use super::service;
use crate::eligibility::facts::{Case, Fact};
use crate::eligibility::pack::{AmountCertainty, Instalment, Pack, ReadTier, Share, Sum, Tiers, Way};
use jiff::civil::Date;

/// An amount at one person's tier, in yuan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// None: not entered.
    pub value: Option<i64>,
    pub certainty: AmountCertainty,
    /// What the higher place allows at most, where this place's own figure is not entered.
    pub ceiling: Option<i64>,
    /// The amount comes again every so many months.
    pub every_months: Option<i32>,
}

/// One day of the claim calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub due: Date,
    /// None where the figure is a ceiling, is not entered or is not settled.
    pub amount: Option<i64>,
}

/// The amount at the tier of a case; none where the pack pays nothing or the tier is not known.
pub fn money(pack: &Pack, case: Case) -> Option<Money> {
    let amount = pack.amount.as_ref()?;
    let sum = tier(&amount.tiers, case)?;
    let known = !risen_since_entry(pack, case) || amount.read != ReadTier::Entry;
    let value = sum.value.filter(|_| known);
    let certainty = if value.is_none() { AmountCertainty::NotEntered } else { amount.certainty };
    let every_months = match pack.pay.way {
        Way::Recurring { every_months, .. } => Some(every_months),
        _ => None,
    };
    Some(Money { value, certainty, ceiling: sum.under, every_months })
}

/// The tier's money; levels without one of their own have none entered.
fn tier(tiers: &Tiers, case: Case) -> Option<Sum> {
    match tiers {
        Tiers::Flat(sum) => Some(*sum),
        Tiers::Education(by_level) => Some(by_level.get(&case.level()?).copied().unwrap_or_default()),
        Tiers::Skill { occupation, by_level } => {
            let held = case.person.skills.as_ref()?.iter().filter(|skill| &skill.occupation == occupation);
            let level = held.filter_map(|skill| skill.level).max()?;
            Some(by_level.get(&level.get()).copied().unwrap_or_default())
        }
    }
}

/// Whether the level of education was reached in a later year than the hire, so that the level at entry is not known.
fn risen_since_entry(pack: &Pack, case: Case) -> bool {
    let by_education = pack.amount.as_ref().is_some_and(|amount| matches!(amount.tiers, Tiers::Education(_)));
    match (case.day(Fact::GraduatedOn), case.day(Fact::HiredOn)) {
        (Some(graduated), Some(hired)) => by_education && graduated.year() > hired.year(),
        _ => false,
    }
}

/// The claim calendar from the start of the clock. Parts falling due after someone left are not in it.
pub fn schedule(pack: &Pack, case: Case, on: Date) -> Vec<Due> {
    let Some(service) = &pack.service else { return Vec::new() };
    let clock = service::clock(service, case);
    if !clock.missing.is_empty() {
        return Vec::new();
    }
    let falls_due = |months| service::full_after(months, service, case, clock);
    let money = money(pack, case);
    let stated = money.filter(|money| money.certainty == AmountCertainty::Exact).and_then(|money| money.value);
    let in_one = |amount| falls_due(service.months).map(|due| Due { due, amount }).into_iter().collect();
    let mut calendar: Vec<Due> = match &pack.pay.way {
        Way::NotSeen => in_one(None),
        Way::Once => in_one(stated),
        Way::Instalments(parts) => {
            let due = |(part, amount): (&Instalment, _)| falls_due(part.after_months).map(|due| Due { due, amount });
            parts.iter().zip(shares(parts, stated)).filter_map(due).collect()
        }
        Way::Recurring { every_months, times } => {
            let nth = |n: i32| falls_due(every_months.saturating_mul(n).saturating_add(service.months));
            coming(nth, times.unwrap_or(RECURRENCES), on).into_iter().map(|due| Due { due, amount: stated }).collect()
        }
    };
    let until = service::earned_until(case);
    calendar.retain(|due| due.due <= until);
    let reread = pack.amount.as_ref().is_some_and(|amount| amount.read == ReadTier::Payment) && risen_since_entry(pack, case);
    if let Some(graduated) = case.day(Fact::GraduatedOn).filter(|_| reread) {
        calendar.iter_mut().filter(|due| due.due < graduated).for_each(|due| due.amount = None);
    }
    calendar
}

/// More payments than anyone lives to see: the bound of a recurring rule that names none.
const RECURRENCES: u32 = 1200;

/// What each part comes to; of parts in percent the last takes what rounding leaves.
fn shares(parts: &[Instalment], stated: Option<i64>) -> Vec<Option<i64>> {
    let last = parts.len().saturating_sub(1);
    let mut paid = 0;
    let share = |(at, part): (usize, &Instalment)| {
        let amount = match part.share {
            Share::Percent(_) if at == last => stated.map(|value| value - paid),
            Share::Percent(percent) => stated.map(|value| value * percent / 100),
            Share::Yuan(yuan) => Some(yuan),
            Share::NotSettled => None,
        };
        paid += amount.unwrap_or(0);
        amount
    };
    parts.iter().enumerate().map(share).collect()
}

/// Of payments that come again and again, those of the year to come, and at least the next one.
fn coming(nth: impl Fn(i32) -> Option<Date>, times: u32, on: Date) -> Vec<Date> {
    let times = i32::try_from(times.min(RECURRENCES)).unwrap_or(0);
    let mut to_come = (0..times).filter_map(nth).filter(|due| *due >= on);
    let Some(next) = to_come.next() else { return Vec::new() };
    let until = months_after(next, 12);
    std::iter::once(next).chain(to_come.take_while(|due| *due < until)).collect()
}
