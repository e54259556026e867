//! The judge: a pack, the facts of a case and a day in; a verdict out.
//!
//! What it promises: "no" is heard as soon as the given facts make it certain and wins over "unknown"; "unknown" wins over
//! "not yet", because a day cannot be named while a fact is open, and always names a fact whose answer can change the
//! verdict; "not yet" names the first day the answer becomes yes if nothing else changes. What it refuses: to guess, and to
//! say yes to a rule that is only being tried out.

mod days;
mod met;
mod pay;
mod service;

use super::facts::{Case, Fact, FactSet, covers};
use super::pack::{AppliesBy, Line, Pack, Packs, Rule};
use crate::codes::Answer;
use days::{Met, Truth};
use jiff::civil::Date;
use std::fmt;

pub use pay::{Due, Money};

/// What came of one policy.
#[derive(Debug, Clone)]
pub struct Verdict<'p> {
    pub pack: &'p Pack,
    pub answer: Answer,
    /// The first day the answer is yes: to come for "not yet"; for "yes" the day service was full and everything else met,
    /// and none where the rule asks for no service.
    pub from: Option<Date>,
    /// Of an "unknown": the first day on which the answer could be yes if all that is missing turns out well.
    pub not_before: Option<Date>,
    /// Money at this person's tier; none where the answer is no or the tier is not known.
    pub amount: Option<Money>,
    /// The claim calendar; empty where the answer is no or the clock has not started.
    pub schedule: Vec<Due>,
    pub lines: Vec<LineAnswer<'p>>,
    /// The facts whose answer can change an "unknown".
    pub missing: FactSet,
    /// The policy of a lower place that builds on this one and is in force where the case lies.
    pub overridden_by: Option<&'p str>,
}

/// What came of one line.
#[derive(Debug, Clone)]
pub struct LineAnswer<'p> {
    pub line: &'p Line,
    pub answer: Answer,
    pub from: Option<Date>,
    /// The lines of a group.
    pub parts: Vec<LineAnswer<'p>>,
    pub how: How,
}

/// How the parts of a line belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The line has no parts.
    Single,
    All,
    Any,
    None,
}

impl How {
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::All => "all",
            Self::Any => "any",
            Self::None => "none",
        }
    }
}

/// A policy was asked for that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPolicy {
    pub slug: String,
}

impl fmt::Display for UnknownPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” is not a known policy", self.slug)
    }
}
impl std::error::Error for UnknownPolicy {}

/// A line with what its tests came to, and its parts.
struct Finding<'p> {
    line: Option<&'p Line>,
    how: How,
    met: Met,
    parts: Vec<Finding<'p>>,
}

/// An answer with the day that decided it.
struct Settled {
    answer: Answer,
    from: Option<Date>,
    /// The day on which the truth was read.
    day: Date,
}

/// What findings are made from.
struct Bench<'p, 'f> {
    packs: &'p Packs,
    pack: &'p Pack,
    case: Case<'f>,
    on: Date,
}

impl Packs {
    /// Verdicts on the policies named, in their order; without names, on every policy in force that reaches the place of
    /// the case (or may reach it, where the place is not known), nearest places first.
    ///
    /// # Errors
    /// The first name that is no policy.
    pub fn judge<'p>(&'p self, case: Case, on: Date, names: Option<&[String]>) -> Result<Vec<Verdict<'p>>, UnknownPolicy> {
        let Some(names) = names else {
            let place = case.place().1;
            return Ok(self.in_force(on, place).into_iter().map(|pack| self.judge_one(pack, case, on)).collect());
        };
        names
            .iter()
            .map(|slug| match self.version_for(slug, case, on) {
                Some(pack) => Ok(self.judge_one(pack, case, on)),
                None => Err(UnknownPolicy { slug: slug.clone() }),
            })
            .collect()
    }

    /// The version of a policy that applies to a case: by the day of the question or of hiring, as the newest version says;
    /// before the first begins, the first.
    pub fn version_for(&self, slug: &str, case: Case, on: Date) -> Option<&Pack> {
        let policy = self.policy(slug)?;
        let day = match policy.newest()?.applies_by {
            AppliesBy::JudgedOn => on,
            AppliesBy::Entry => case.day(Fact::HiredOn).unwrap_or(on),
        };
        policy.begun_by(day).or(policy.oldest())
    }

    /// One version of one policy.
    pub fn judge_one<'p>(&'p self, pack: &'p Pack, case: Case, on: Date) -> Verdict<'p> {
        let root = self.root(pack, case, on);
        let Settled { answer, mut from, day } = root.settle(on);
        let unknown = answer == Answer::Unknown;
        let missing = if unknown { root.missing(day) } else { FactSet::EMPTY };
        if answer == Answer::Yes && pack.service.is_none() {
            from = None;
        }
        let refused = answer == Answer::No;
        let lines = root.parts.iter().filter_map(|part| part.heard(on)).collect();
        Verdict {
            pack,
            answer,
            from,
            not_before: unknown.then_some(day),
            amount: if refused { None } else { pay::money(pack, case) },
            schedule: if refused { Vec::new() } else { pay::schedule(pack, case, on) },
            lines,
            missing,
            overridden_by: case
                .place()
                .1
                .and_then(|place| self.overriding(&pack.slug, place, on))
                .map(|lower| lower.slug.as_str()),
        }
    }

    /// The answer and the first day of yes alone, for callers that ask about thousands of posts.
    pub fn answer(&self, pack: &Pack, case: Case, on: Date) -> (Answer, Option<Date>) {
        let Settled { answer, from, .. } = self.root(pack, case, on).settle(on);
        (answer, from.filter(|_| answer == Answer::NotYet || pack.service.is_some()))
    }

    /// The facts missing for a verdict alone, for callers that try out many answers.
    pub fn missing(&self, pack: &Pack, case: Case, on: Date) -> FactSet {
        let root = self.root(pack, case, on);
        let Settled { answer, day, .. } = root.settle(on);
        if answer == Answer::Unknown { root.missing(day) } else { FactSet::EMPTY }
    }

    fn root<'p>(&'p self, pack: &'p Pack, case: Case, on: Date) -> Finding<'p> {
        let bench = Bench { packs: self, pack, case, on };
        Finding { line: None, how: How::All, met: Met::YES, parts: bench.all(&pack.lines) }
    }
}

impl<'p> Bench<'p, '_> {
    fn all(&self, lines: &'p [Line]) -> Vec<Finding<'p>> {
        let heard = |line: &&Line| self.case.employment.is_some() || !line.only_with_employment;
        lines.iter().filter(heard).map(|line| self.find(line)).collect()
    }

    fn find(&self, line: &'p Line) -> Finding<'p> {
        let single = |met| Finding { line: Some(line), how: How::Single, met, parts: Vec::new() };
        let group = |how, lines| Finding { line: Some(line), how, met: Met::YES, parts: self.all(lines) };
        match &line.rule {
            Rule::Test(test) => single(met::met(test, line.fact, self.case)),
            Rule::All(lines) => group(How::All, lines),
            Rule::Any(lines) => group(How::Any, lines),
            Rule::None(lines) => group(How::None, lines),
            Rule::Jurisdiction => single(self.place()),
            Rule::InForce => single(met::in_force(self.pack.in_force.from, self.pack.in_force.to)),
            Rule::Service => single(self.pack.service.as_ref().map_or(Met::YES, |s| service::served(s, self.case, self.on))),
            Rule::Local { family, otherwise } => match self.local(family) {
                Ok(Some(local)) => {
                    let conditions = local.lines.iter().filter(|line| !matches!(line.rule, Rule::Jurisdiction | Rule::InForce));
                    let parts = conditions.map(|line| self.find(line)).collect();
                    Finding { line: Some(line), how: How::All, met: Met::YES, parts }
                }
                Ok(None) => group(How::Any, otherwise),
                Err(place) => single(Met::needs(place)),
            },
        }
    }

    fn place(&self) -> Met {
        let (fact, place) = self.case.place();
        match place.map(|place| covers(&self.pack.jurisdiction, place)) {
            Some(Some(inside)) => Met::known(inside),
            None | Some(None) => Met::needs(fact),
        }
    }

    /// The rule of a family that holds in the place of the case: none where no place around it has one, and the missing
    /// fact where the place is not known well enough to tell.
    fn local(&self, family: &str) -> Result<Option<&'p Pack>, Fact> {
        let (fact, place) = self.case.place();
        let place = place.ok_or(fact)?;
        let candidates = self.packs.in_force(self.on, Some(place)).into_iter().filter(|pack| pack.family == family);
        let mut unsure = false;
        for pack in candidates {
            match covers(&pack.jurisdiction, place) {
                Some(true) if !unsure => return Ok(Some(pack)),
                _ => unsure = true,
            }
        }
        if unsure { Err(fact) } else { Ok(None) }
    }
}

impl<'p> Finding<'p> {
    /// Kleene, on one day.
    fn truth(&self, day: Date) -> Truth {
        let parts = || self.parts.iter().map(|part| part.truth(day));
        match self.how {
            How::Single => self.met.truth(day),
            How::All => parts().min_by_key(|truth| *truth as u8).unwrap_or(Truth::Yes),
            How::Any => parts().max_by_key(|truth| *truth as u8).unwrap_or(Truth::No),
            How::None => !parts().max_by_key(|truth| *truth as u8).unwrap_or(Truth::No),
        }
    }

    fn turns(&self, note: &mut impl FnMut(Date)) {
        match self.how {
            How::Single => self.met.turns(&mut *note),
            _ => self.parts.iter().for_each(|part| part.turns(note)),
        }
    }

    /// The answer on a day, with the first day of yes.
    fn settle(&self, on: Date) -> Settled {
        let settled = |answer, from, day| Settled { answer, from, day };
        let mut turns = Vec::with_capacity(8);
        match self.truth(on) {
            Truth::Unknown => settled(Answer::Unknown, None, on),
            Truth::Yes => {
                self.turns(&mut |day| turns.extend((day <= on && day > Date::MIN).then_some(day)));
                turns.sort_unstable_by(|a, b| b.cmp(a));
                let from = turns.into_iter().take_while(|day| self.truth(*day) == Truth::Yes).last();
                let begins = |day: &Date| day.yesterday().is_ok_and(|before| self.truth(before) != Truth::Yes);
                settled(Answer::Yes, from.filter(begins), on)
            }
            Truth::No => {
                self.turns(&mut |day| turns.extend((day > on).then_some(day)));
                turns.sort_unstable();
                let turn = turns.into_iter().map(|day| (day, self.truth(day))).find(|(_, truth)| *truth != Truth::No);
                match turn {
                    Some((day, Truth::Yes)) => settled(Answer::NotYet, Some(day), day),
                    Some((day, _)) => settled(Answer::Unknown, None, day),
                    None => settled(Answer::No, None, on),
                }
            }
        }
    }

    /// The facts that keep this unknown on a day: those of the unknown parts, and of theirs.
    fn missing(&self, day: Date) -> FactSet {
        match self.how {
            How::Single => self.met.missing,
            _ => self
                .parts
                .iter()
                .filter(|part| part.truth(day) == Truth::Unknown)
                .fold(FactSet::EMPTY, |all, part| all.and(part.missing(day))),
        }
    }

    fn heard(&self, on: Date) -> Option<LineAnswer<'p>> {
        let Settled { answer, from, .. } = self.settle(on);
        let parts = self.parts.iter().filter_map(|part| part.heard(on)).collect();
        self.line.map(|line| LineAnswer { line, answer, from, parts, how: self.how })
    }
}
