//! The institution that asks, and whom it may see. Read from the database with every question, so that a consent withdrawn, a
//! name hidden or an institution suspended a moment ago counts.

use super::Candidate;
use super::index::{Facts, code_bits, trade_bits};
use crate::codes::{OpeningKind, Visibility};
use crate::institutions::Standing;
use jiff::civil::Date;
use std::collections::HashSet;

/// An institution that asks for people.
#[derive(Debug, Clone)]
pub struct Asker {
    pub institution: i64,
    pub standing: Standing,
    /// The trades of its public posts by kind, a bit each: what "matched" is held against.
    pub(super) posts: [u64; OpeningKind::ALL.len()],
    /// Those who are hidden from it.
    pub(super) hidden: HashSet<i64>,
}

impl Asker {
    /// An asker with these public posts.
    pub(super) fn new<'a>(
        institution: i64,
        standing: Standing,
        posts: impl IntoIterator<Item = (OpeningKind, &'a str)>,
        hidden: HashSet<i64>,
    ) -> Self {
        let mut trades = [0; OpeningKind::ALL.len()];
        for (kind, slug) in posts {
            if let Some(bits) = trades.get_mut(kind as usize) {
                *bits |= trade_bits([slug]);
            }
        }
        Self { institution, standing, posts: trades, hidden }
    }

    /// Whether it has a public post of a trade and a kind that somebody looks for. Who names no trade is matched by nobody.
    fn matches(&self, wanted: u64, kinds: usize) -> bool {
        self.posts.iter().enumerate().any(|(kind, trades)| trades & wanted != 0 && (kinds == 0 || kinds & (1 << kind) != 0))
    }

    /// What the index says of whether a profile may be counted: the database has the last word.
    pub(super) fn may_count(&self, id: i64, facts: Facts, wanted: u64) -> bool {
        let matched = facts.part(Facts::MATCHED_ONLY) == 0 || self.matches(wanted, facts.part(Facts::KINDS));
        matched && self.standing == Standing::Verified && !self.hidden.contains(&id)
    }

    /// Whether it may see a person whose record was just read.
    pub fn may_see(&self, candidate: &Candidate, day: Date) -> bool {
        let wants = candidate.person.wants.as_ref();
        let matched = || {
            let wanted = trade_bits(wants.into_iter().flat_map(|wants| &wants.occupations).map(String::as_str));
            self.matches(wanted, code_bits(OpeningKind::ALL, wants.into_iter().flat_map(|wants| wants.kinds.iter().copied())))
        };
        self.standing == Standing::Verified
            && candidate.keep_until >= day
            && super::may_be_shown(&candidate.person, day)
            && !self.hidden.contains(&candidate.id)
            && match candidate.visible_to {
                Visibility::Nobody => false,
                Visibility::Matched => matched(),
                Visibility::Verified => true,
            }
    }
}

/// An answer to an institution, or why there is none.
#[derive(Debug, Clone)]
pub enum Answer<T> {
    /// It is not verified; only verified institutions are told of people.
    Barred(Standing),
    Found(T),
}

impl<T> Answer<T> {
    /// What was found; none where the asker is barred.
    pub fn found(self) -> Option<T> {
        match self {
            Self::Barred(_) => None,
            Self::Found(found) => Some(found),
        }
    }
}
