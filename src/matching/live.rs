//! The posts of the market, boiled down and at hand in memory, kept current from the change log.
//!
//! What it promises: whoever asks is answered by the posts as the database has them now. Before an answer the log is followed
//! to its end, one reading of the clock where nothing happened, and a flat cost for each change; rows are read again by key,
//! so following twice does no harm, and a node that starts, or finds its database put back from a copy, begins at nought.
//! The board only says which rows to look at: what is shown, its score and its account come from the rows themselves, so a post
//! that is gone never shows.
//!
//! What it refuses: to hold anything that is not in the database, and to make a visitor wait for a long reading: far behind,
//! it says so.

use super::choose::{Order, order};
use super::explain::{Audience, Match, explain};
use super::pathways::Book;
use super::post::{Notice, Post};
use super::score::score;
use super::seeker::Seeker;
use crate::db::Db;
use crate::error::Error;
use crate::openings::{self, Opening};
use crate::regions::RegionCode;
use crate::search::conditions::Conditions;
use crate::search::newest;
use crate::time::today;
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{PoisonError, RwLock};
use tokio::sync::Mutex;

/// Changes followed in one step.
const STEP: i64 = 2_000;
/// Rows read in one statement.
const ROWS: usize = 500;
/// A visitor waits for so many changes; behind by more, the board says that it is being prepared.
const MOST_BEHIND: i64 = 5_000;
/// Rows read beyond those that are wanted, in case some have ended or say the same.
const SPARE: usize = 8;

/// A post that suits, as it stands, with the account of why.
#[derive(Debug, Clone)]
pub struct Suited {
    pub opening: Opening,
    pub matched: Match,
}

/// The posts that are public now.
#[derive(Default)]
struct Standing {
    /// The last change followed.
    at: i64,
    posts: Vec<Post>,
    /// Where each post stands, and its last day.
    places: HashMap<i64, (usize, Option<Date>)>,
    /// The last days, so that those that passed are found without looking at the others.
    ends: BTreeSet<(Date, i64)>,
}

impl Standing {
    fn take_off(&mut self, id: i64) {
        let Some((place, end)) = self.places.remove(&id) else { return };
        if let Some(end) = end {
            self.ends.remove(&(end, id));
        }
        if place < self.posts.len() {
            self.posts.swap_remove(place);
        }
        if let Some(moved) = self.posts.get(place).map(|post| post.id)
            && let Some(slot) = self.places.get_mut(&moved)
        {
            slot.0 = place;
        }
    }

    fn put(&mut self, post: Post, end: Option<Date>) {
        self.take_off(post.id);
        self.places.insert(post.id, (self.posts.len(), end));
        self.ends.extend(end.map(|end| (end, post.id)));
        self.posts.push(post);
    }

    /// Takes off what ended before a day.
    fn sweep(&mut self, day: Date) {
        while let Some((_, id)) = self.ends.first().copied().filter(|(end, _)| *end < day) {
            self.take_off(id);
        }
    }
}

/// The board of live posts of one node.
#[derive(Default)]
pub struct Live {
    standing: RwLock<Standing>,
    /// One follower at a time.
    following: Mutex<()>,
}

impl Live {
    fn read<T>(&self, read: impl FnOnce(&Standing) -> T) -> T {
        read(&self.standing.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write(&self, write: impl FnOnce(&mut Standing)) {
        write(&mut self.standing.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// How many posts stand on the board.
    pub fn len(&self) -> usize {
        self.read(|standing| standing.posts.len())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Follows the change log to its end.
    pub async fn follow(&self, db: &Db) -> Result<(), Error> {
        let _turn = self.following.lock().await;
        let to = newest(db).await?;
        if self.read(|standing| standing.at > to) {
            tracing::warn!("the database is older than the board of posts; reading it anew");
            self.write(|standing| *standing = Standing::default());
        }
        while self.read(|standing| standing.at < to) {
            let changes = openings::store::changes_after(db, self.read(|standing| standing.at), STEP).await?;
            let ids: BTreeSet<i64> = changes.iter().map(|change| change.id).collect();
            let ids: Vec<i64> = ids.into_iter().collect();
            for part in ids.chunks(ROWS) {
                self.take(db, part).await?;
            }
            // Where the step was the last, what follows in the log is of other kinds.
            let done = (changes.len() as i64) < STEP;
            let last = changes.last().map_or(to, |change| change.seq);
            self.write(|standing| standing.at = if done { to.max(last) } else { last });
        }
        self.write(|standing| standing.sweep(today()));
        Ok(())
    }

    /// Reads rows again and puts them up as they are now, or takes them off.
    async fn take(&self, db: &Db, ids: &[i64]) -> Result<(), Error> {
        let rows = openings::store::by_ids(db, ids).await?;
        let day = today();
        let public = rows.iter().filter(|opening| opening.is_public_on(day));
        let posts: Vec<(Post, Option<Date>)> = public.map(|opening| (post_of(opening), opening.valid_until)).collect();
        self.write(|standing| {
            for id in ids {
                standing.take_off(*id);
            }
            for (post, end) in posts {
                standing.put(post, end);
            }
        });
        Ok(())
    }

    /// Follows, unless there is so much to read that a visitor should come again.
    async fn caught_up(&self, db: &Db) -> Result<(), Error> {
        let behind = newest(db).await? - self.read(|standing| standing.at);
        if behind > MOST_BEHIND {
            return Err(Error::Busy(format!("the board of posts is {behind} changes behind")));
        }
        if behind != 0 { self.follow(db).await } else { Ok(()) }
    }

    /// The best score that any post has for a person, as the board stands; none where no post is open to them.
    pub fn best(&self, seeker: &Seeker, within: Option<RegionCode>) -> Option<u8> {
        self.read(|standing| {
            let posts = standing.posts.iter().filter(|post| within.is_none_or(|region| post.is_in(region)));
            posts.filter_map(|post| score(seeker, post)).max()
        })
    }

    /// The posts that suit a person, best first, with the account for the person's own eyes: so many after the first `skip`.
    /// Posts that say the same count once; `within` keeps to one division.
    ///
    /// # Errors
    /// Where the database does not answer, or the board is still being read.
    pub async fn suited(
        &self,
        db: &Db,
        seeker: &Seeker,
        (skip, limit): (usize, usize),
        within: Option<RegionCode>,
    ) -> Result<Vec<Suited>, Error> {
        self.caught_up(db).await?;
        let mut order = self.read(|standing| order(seeker, &standing.posts, within));
        let mut seen = HashSet::new();
        let mut found: Vec<Suited> = Vec::new();
        let limit = skip + limit;
        while found.len() < limit {
            let part = next_rows(db, &mut order, limit - found.len() + SPARE).await?;
            if part.is_empty() {
                break;
            }
            let fresh = part.into_iter().filter(|opening| seen.insert(opening.fold.clone()));
            let told = fresh.filter_map(|opening| suits(seeker, opening, within));
            found.extend(told.take(limit - found.len()));
        }
        found.drain(..skip.min(found.len()));
        found.sort_by_key(|one| (Reverse(one.matched.score), one.opening.id));
        Ok(found)
    }
}

/// The rows of the next so many posts, in their order; empty only at the end.
async fn next_rows(db: &Db, order: &mut Order, most: usize) -> Result<Vec<Opening>, Error> {
    loop {
        let ids: Vec<i64> = order.take(most).map(|pick| pick.id).collect();
        if ids.is_empty() {
            return Ok(vec![]);
        }
        let rows = openings::store::by_ids(db, &ids).await?;
        let day = today();
        let mut rows: HashMap<i64, Opening> =
            rows.into_iter().filter(|opening| opening.is_public_on(day)).map(|opening| (opening.id, opening)).collect();
        let rows: Vec<Opening> = ids.iter().filter_map(|id| rows.remove(id)).collect();
        if !rows.is_empty() {
            return Ok(rows);
        }
    }
}

/// How a stored post suits a person, as it stands now; none where law keeps them apart or it lies elsewhere.
pub fn suits(seeker: &Seeker, opening: Opening, within: Option<RegionCode>) -> Option<Suited> {
    let post = post_of(&opening);
    if within.is_some_and(|region| !post.is_in(region)) {
        return None;
    }
    let matched = explain(seeker, &post, Book::builtin(), Audience::Person)?;
    Some(Suited { opening, matched })
}

/// A stored post, boiled down.
pub fn post_of(opening: &Opening) -> Post {
    let conditions = Conditions::builtin();
    Post::of(&Notice::of(opening, conditions), Book::builtin(), conditions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::OpeningKind;
    use crate::openings::{Pay, Requirements};
    use crate::search::conditions::ConditionSet;
    use crate::time::day_of_number;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn post(id: i64) -> Post {
        let notice = Notice {
            id,
            title: "护工",
            description: "",
            kind: OpeningKind::Vacancy,
            occupation: None,
            region: None,
            at: None,
            pay: Pay::default(),
            requirements: &Requirements::default(),
            employment: None,
            shifts: &[],
            institution: "院",
            institution_kind: None,
            said: ConditionSet::default(),
        };
        Post::of(&notice, Book::builtin(), Conditions::builtin())
    }

    proptest! {
        /// Whatever is put up and taken off, the board holds what a plain list would.
        #[test]
        fn what_stands_is_what_was_put_up_and_not_taken_off(
            steps in prop::collection::vec((0..12i64, prop::option::of(prop::option::of(0..9i64)), 0..9i64), 0..60)
        ) {
            let mut standing = Standing::default();
            let mut plain: BTreeMap<i64, Option<i64>> = BTreeMap::new();
            for (id, put, day) in steps {
                match put {
                    Some(end) => {
                        standing.put(post(id), end.map(day_of_number));
                        plain.insert(id, end);
                    }
                    None if id % 3 == 0 => {
                        standing.sweep(day_of_number(day));
                        plain.retain(|_, end| end.is_none_or(|end| end >= day));
                    }
                    None => {
                        standing.take_off(id);
                        plain.remove(&id);
                    }
                }
                let mut ids: Vec<i64> = standing.posts.iter().map(|post| post.id).collect();
                for (place, id) in ids.iter().enumerate() {
                    prop_assert_eq!(standing.places.get(id).map(|slot| slot.0), Some(place));
                }
                ids.sort_unstable();
                prop_assert_eq!(ids, plain.keys().copied().collect::<Vec<_>>());
                prop_assert_eq!(standing.ends.len(), plain.values().flatten().count());
            }
        }
    }
}
