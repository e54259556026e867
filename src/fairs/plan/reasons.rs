//! Why somebody has no interview, in a code that stays and a sentence in each language.

use super::check::{Obstacle, Outcome};
use super::roll::Roll;

/// The reason, nearest to an interview last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reason {
    NoScore,
    Banned,
    LimitZero,
    NoSlots,
    NoHours,
    QuotaZero,
    NoCommonSlot,
    QuotaFilled,
    SlotsTaken,
}

impl Reason {
    pub fn code(self) -> &'static str {
        match self {
            Reason::NoScore => "no_score",
            Reason::Banned => "banned",
            Reason::LimitZero => "limit_zero",
            Reason::NoSlots => "no_slots",
            Reason::NoHours => "no_hours",
            Reason::QuotaZero => "quota_zero",
            Reason::NoCommonSlot => "no_common_slot",
            Reason::QuotaFilled => "quota_filled",
            Reason::SlotsTaken => "slots_taken",
        }
    }

    pub fn in_chinese(self, stand: &str, opening: &str) -> String {
        match self {
            Reason::NoScore => "没有一个岗位与此人有匹配分".to_owned(),
            Reason::Banned => "有匹配分的岗位都在不能安排此人的展位".to_owned(),
            Reason::LimitZero => "此人的面谈次数上限为零".to_owned(),
            Reason::NoSlots => "招聘会没有时段".to_owned(),
            Reason::NoHours => "此人没有空闲时段".to_owned(),
            Reason::QuotaZero => "所选岗位都不再接待：名额或面试官为零".to_owned(),
            Reason::NoCommonSlot => format!("与展位 {stand} 没有共同的空闲时段"),
            Reason::QuotaFilled => format!("岗位 {opening}（展位 {stand}）的名额已由分数更高的人占满"),
            Reason::SlotsTaken => format!("与展位 {stand} 共同的时段都已排满"),
        }
    }

    pub fn in_english(self, stand: &str, opening: &str) -> String {
        match self {
            Reason::NoScore => "no opening has a score for this person".to_owned(),
            Reason::Banned => "every opening with a score is at a stand this person is banned from".to_owned(),
            Reason::LimitZero => "this person's limit of interviews is zero".to_owned(),
            Reason::NoSlots => "the fair has no slots".to_owned(),
            Reason::NoHours => "this person has no free slot".to_owned(),
            Reason::QuotaZero => "the openings wanted see nobody: no places or no interviewers".to_owned(),
            Reason::NoCommonSlot => format!("no common free slot with stand {stand}"),
            Reason::QuotaFilled => format!("the places of opening {opening} at stand {stand} are filled by better scores"),
            Reason::SlotsTaken => format!("all slots shared with stand {stand} are taken"),
        }
    }
}

/// Why a person has no interview, and the pair that came nearest to one.
pub(super) fn why_unplaced(roll: &Roll<'_>, outcome: &Outcome<'_>, person: usize) -> (Reason, Option<usize>) {
    let row = &roll.people[person];
    let pairs = roll.pairs_of(person);
    if pairs.is_empty() {
        return (if row.banned { Reason::Banned } else { Reason::NoScore }, None);
    }
    let own = match (row.willing, roll.slots.is_empty(), row.hours.iter().all(|&word| word == 0)) {
        (false, _, _) => Some(Reason::LimitZero),
        (_, true, _) => Some(Reason::NoSlots),
        (_, _, true) => Some(Reason::NoHours),
        _ => None,
    };
    if let Some(reason) = own {
        return (reason, None);
    }
    // The nearest reason; among equals the pair the person likes best.
    let nearest = pairs.map(|p| (why_apart(roll, outcome, p), p)).max_by_key(|&(reason, p)| (reason, std::cmp::Reverse(p)));
    nearest.map_or((Reason::NoScore, None), |(reason, p)| (reason, Some(p)))
}

fn why_apart(roll: &Roll<'_>, outcome: &Outcome<'_>, p: usize) -> Reason {
    let pair = &roll.pairs[p];
    let stand = &roll.stands[pair.stand as usize];
    if roll.openings[pair.opening as usize].limit == 0
        || stand.seats == 0
        || stand.limit == 0 && stand.hours.iter().any(|&w| w != 0)
    {
        return Reason::QuotaZero;
    }
    match outcome.obstacle(p) {
        Obstacle::NeverTogether => Reason::NoCommonSlot,
        _ if !pair.possible => Reason::NoCommonSlot,
        Obstacle::Choice => Reason::QuotaFilled,
        Obstacle::SlotsTaken | Obstacle::Blocks => Reason::SlotsTaken,
    }
}
