//! The people who fit a post, for the institution that offers it: masked, best first, with reasons and gaps.
//!
//! People are weighed as their masks tell them. What an institution may not read takes no part in the order, so that a list
//! cannot be used to find out how far somebody lives, what they earn or what they live on. For the same reason a post that
//! is kept for people in hardship lists nobody before others: the office, not this list, says whom it is open to.

use super::asker::{Answer, Asker};
use super::store::{log, seen};
use super::{Looker, Masked, Part};
use crate::db::Db;
use crate::error::Error;
use crate::institutions::Standing;
use crate::matching::{Audience, Book, Match, Notice, Post, Seeker, explain, score};
use crate::openings::Opening;
use crate::regions::Regions;
use crate::search::conditions::Conditions;
use crate::time::Stamp;
use jiff::civil::Date;
use std::cmp::Reverse;

/// Somebody who fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    pub masked: Masked,
    pub matched: Match,
}

/// Read at a time.
const PART: i64 = 1_000;
/// The most people one question may ask for.
pub const MOST: usize = 100;

/// The `limit` (at most [`MOST`]) people who fit a post best, among those its institution may see. Those shown read in their
/// log that they were listed.
pub async fn fitting(db: &Db, opening: &Opening, limit: usize) -> Result<Answer<Vec<Fit>>, Error> {
    let now = Stamp::now();
    let asker = seen::asker(db, opening.institution.id, now.day()).await?;
    if asker.standing != Standing::Verified {
        return Ok(Answer::Barred(asker.standing));
    }
    let conditions = Conditions::builtin();
    let post = Post::of(&Notice::of(opening, conditions), Book::builtin(), conditions);
    let best = best(db, &asker, &post, now.day(), limit.min(MOST)).await?;
    let shown: Vec<i64> = best.iter().map(|fit| fit.masked.id).collect();
    log::looked(db, &shown, Looker::Institution(asker.institution), Part::Listed, "fitting", now).await?;
    Ok(Answer::Found(best))
}

async fn best(db: &Db, asker: &Asker, post: &Post, day: Date, limit: usize) -> Result<Vec<Fit>, Error> {
    let mut best: Vec<(u8, Masked)> = Vec::new();
    let mut after = 0;
    loop {
        let (part, last) = seen::visible_after(db, after, asker, day, PART).await?;
        for candidate in &part {
            let masked = Masked::of(candidate, day);
            if let Some(score) = score(&weighed(&masked, day), post) {
                best.push((score, masked));
            }
        }
        // Best first, ties by the lower id, which is who came on record first.
        best.sort_by_key(|(score, masked)| (Reverse(*score), masked.id));
        best.truncate(limit);
        match last {
            Some(last) => after = last,
            None => break,
        }
    }
    let fit = |(_, masked): (u8, Masked)| {
        let matched = explain(&weighed(&masked, day), post, Book::builtin(), Audience::Institution)?;
        Some(Fit { masked, matched })
    };
    Ok(best.into_iter().filter_map(fit).collect())
}

fn weighed(masked: &Masked, day: Date) -> Seeker {
    Seeker::of(masked.id, &masked.person(day), day, Book::builtin(), Regions::builtin())
}
