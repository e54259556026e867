//! The engine: holds the index open, follows the change log, and answers searches.

use super::collect::{Found, Gathered, entries, gather};
use super::conditions::{ConditionSet, Conditions};
use super::counts::PAY_BANDS;
use super::follow::{Drift, Folder, Follower, drift, look_in, newest};
use super::posts::{Posts, Segment};
use super::schema::{Fields, RegionOrder};
use super::sieve::Sieve;
use super::text::plain_words;
use super::understand::{Meant, understand_in};
use super::vocabulary::{Entry, Vocabulary};
use super::{Answer, Change, Corrected, FacetCount, Facets, Hit, Request, WayOn, query, snippet, ways_on};
use crate::codes::{Education, InstitutionKind, OpeningKind, Pathway};
use crate::db::Db;
use crate::error::Error;
use crate::occupations::Catalogue;
use crate::openings::{self, Opening};
use crate::regions::{RegionCode, Regions};
use crate::time::{day_number, today};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, RwLock};
use std::time::Instant;
use tantivy::query::Query;
use tantivy::{IndexReader, Searcher, Term};
use tokio::sync::{Mutex, Notify};

/// Fewer exact hits than this, and what fits less exactly is added behind them.
const FEW: u64 = 10;
/// Fewer hits than this, and a typing error is looked for.
const TOO_FEW: u64 = 3;
/// A node that is behind by more changes than this is not ready.
const LARGEST_LAG: i64 = 5_000;

/// How the index stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Health {
    /// Changes that are in the database and not in the index.
    pub lag: i64,
    pub documents: u64,
    pub words: usize,
}

impl Health {
    /// Whether searches here show the market as it is.
    pub fn is_ready(&self) -> bool {
        self.lag <= LARGEST_LAG
    }
}

struct Live {
    reader: IndexReader,
    at: i64,
    vocabulary: Arc<Vocabulary>,
    /// How many documents there were when the vocabulary was gathered.
    gathered_at: u64,
}

/// Search over one index folder.
pub struct Engine {
    folder: Folder,
    fields: Fields,
    home: Option<RegionCode>,
    live: RwLock<Live>,
    posts: Posts,
    follower: Mutex<Option<Follower<Fields>>>,
    look: Notify,
}

impl Engine {
    /// Opens the index of a data folder: as its writer, or as a reader beside another process that writes it.
    pub fn open(data: &Path, home: &str) -> Result<Self, Error> {
        let folder = Folder::of::<Fields>(data);
        let follower = match folder.lock()? {
            Some(lock) => Some(Follower::<Fields>::open(folder.clone(), lock)?),
            None => None,
        };
        let (reader, at) = match &follower {
            Some(follower) => (follower.reader(), follower.at()),
            None => look_in::<Fields>(&folder)
                .ok_or_else(|| Error::Busy("another process is building the search index; try again shortly".to_owned()))?,
        };
        let home = home.parse().ok();
        let live = Live { reader, at, vocabulary: Vocabulary::gather([], home), gathered_at: 0 };
        let engine = Self {
            folder,
            fields: Fields::new(),
            home,
            live: RwLock::new(live),
            posts: Posts::default(),
            follower: Mutex::new(follower),
            look: Notify::new(),
        };
        engine.gather_words()?;
        Ok(engine)
    }

    /// Whether this process writes the index.
    pub async fn is_writer(&self) -> bool {
        self.follower.lock().await.is_some()
    }

    fn live<T>(&self, read: impl FnOnce(&Live) -> T) -> T {
        read(&self.live.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    fn set_live(&self, write: impl FnOnce(&mut Live)) {
        write(&mut self.live.write().unwrap_or_else(std::sync::PoisonError::into_inner));
    }

    /// Follows the change log to its end. Where another process writes the index, looks at what it wrote; where that
    /// process is gone, takes its place.
    pub async fn follow(&self, db: &Db) -> Result<(), Error> {
        let mut place = self.follower.lock().await;
        if place.is_none() {
            *place = self.folder.lock()?.map(|lock| Follower::open(self.folder.clone(), lock)).transpose()?;
            if place.is_none() {
                if let Some((reader, at)) = look_in::<Fields>(&self.folder).filter(|(_, at)| *at != self.live(|live| live.at)) {
                    self.set_live(|live| (live.reader, live.at) = (reader, at));
                    self.gather_words()?;
                }
                return Ok(());
            }
        }
        let Some(mut follower) = place.take() else { return Ok(()) };
        if follower.at() > newest(db).await? {
            tracing::warn!("the database is older than the index; building the index anew");
            follower = follower.begin_anew()?;
        }
        let mut more = true;
        let mut done = Ok(());
        while more && done.is_ok() {
            match follower.step(db, today()).await {
                Ok(step) => {
                    more = step.more;
                    self.set_live(|live| (live.reader, live.at) = (follower.reader(), follower.at()));
                }
                Err(fault) => done = Err(fault),
            }
        }
        *place = Some(follower);
        drop(place);
        done?;
        // Now, and not when somebody waits.
        self.posts.of(&self.live(|live| live.reader.searcher()))?;
        self.gather_words()
    }

    /// Asks the following task to look at once.
    pub fn look_now(&self) {
        self.look.notify_one();
    }

    /// Ends when someone asked to look.
    pub async fn asked_to_look(&self) {
        self.look.notified().await;
    }

    /// Builds the index anew beside the one in use, and swaps.
    pub async fn rebuild(&self, db: &Db, told: impl FnMut(i64)) -> Result<(), Error> {
        let mut place = self.follower.lock().await;
        let Some(follower) = place.take() else {
            return Err(Error::Busy("another process holds the search index; stop it first, or ask it".to_owned()));
        };
        let follower = follower.rebuilt(db, today(), told).await?;
        self.set_live(|live| (live.reader, live.at, live.gathered_at) = (follower.reader(), follower.at(), 0));
        *place = Some(follower);
        drop(place);
        self.gather_words()
    }

    /// Every difference between index and database.
    pub async fn drift(&self, db: &Db) -> Result<Vec<Drift>, Error> {
        drift(db, &self.live(|live| live.reader.clone()), today()).await
    }

    /// How the index stands.
    pub async fn health(&self, db: &Db) -> Result<Health, Error> {
        let newest = newest(db).await?;
        Ok(self.live(|live| Health {
            lag: newest - live.at,
            documents: live.reader.searcher().num_docs(),
            words: live.vocabulary.len(),
        }))
    }

    /// Gathers the vocabulary again when the index has grown or shrunk by a tenth since.
    fn gather_words(&self) -> Result<(), Error> {
        let (searcher, gathered_at) = self.live(|live| (live.reader.searcher(), live.gathered_at));
        let documents = searcher.num_docs();
        if documents.abs_diff(gathered_at) * 10 <= gathered_at.max(1) {
            return Ok(());
        }
        let mut titles: HashMap<String, u64> = HashMap::new();
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields.title)?;
            let mut terms = inverted.terms().stream()?;
            while let Some((word, info)) = terms.next() {
                if let Ok(word) = std::str::from_utf8(word) {
                    *titles.entry(word.to_owned()).or_default() += u64::from(info.doc_freq);
                }
            }
        }
        let vocabulary = Vocabulary::gather(titles, self.home);
        self.set_live(|live| (live.vocabulary, live.gathered_at) = (vocabulary, documents));
        Ok(())
    }

    fn search<'a>(&'a self, searcher: Searcher, vocabulary: &'a Vocabulary) -> Result<Search<'a>, Error> {
        let posts = self.posts.of(&searcher)?;
        Ok(Search { fields: &self.fields, searcher, posts, vocabulary, home: self.home, today: day_number(today()) })
    }

    /// Answers a search.
    pub async fn answer(&self, db: &Db, request: &Request) -> Result<Answer, Error> {
        let begun = Instant::now();
        let (searcher, vocabulary) = self.live(|live| (live.reader.searcher(), Arc::clone(&live.vocabulary)));
        let search = self.search(searcher, &vocabulary)?;
        let outcome = search.run(request)?;
        let ways_on = if outcome.gathered.total == 0 { search.ways_on(request, &outcome.meant)? } else { vec![] };
        let hits = hydrate(db, request, &outcome).await?;
        Ok(Answer {
            total: outcome.gathered.total,
            entries: outcome.gathered.entries,
            facets: facets(&outcome.gathered, request, &outcome.meant),
            understood: outcome.meant.chips,
            corrected: outcome.corrected,
            exact: outcome.exact,
            hits,
            ways_on,
            took_ms: (begun.elapsed().as_secs_f64() * 1e4).round() / 10.0,
        })
    }

    /// The hits of a search as ids, without reading a row: for benchmarks and judged searches.
    pub fn ids(&self, request: &Request) -> Result<(Vec<i64>, u64), Error> {
        let (searcher, vocabulary) = self.live(|live| (live.reader.searcher(), Arc::clone(&live.vocabulary)));
        let search = self.search(searcher, &vocabulary)?;
        let outcome = search.run(request)?;
        Ok((outcome.gathered.best.iter().map(|found| found.id as i64).collect(), outcome.gathered.total))
    }

    /// Words that complete what is being typed.
    pub fn suggest(&self, typed: &str, most: usize) -> Vec<Entry> {
        let vocabulary = self.live(|live| Arc::clone(&live.vocabulary));
        let folded = super::text::fold(typed);
        // Only the last word is being typed; what stands before it is kept.
        let (before, last) = folded.rsplit_once(' ').map_or(("", folded.as_str()), |(before, last)| (before, last));
        let mut found: Vec<Entry> = vocabulary.beginning_with(&folded, most).into_iter().cloned().collect();
        if found.is_empty() && !before.is_empty() {
            let whole = |entry: &Entry| Entry { text: format!("{before} {}", entry.text), ..entry.clone() };
            found = vocabulary.beginning_with(last, most).into_iter().map(whole).collect();
        }
        if found.is_empty() && folded.chars().count() >= 2 {
            found = vocabulary.instead_of(&folded, most).into_iter().cloned().collect();
        }
        found
    }

    /// What the index is asked for a request, typing errors mended: for the benchmark that asks the same of the bare library.
    pub fn plain_query(&self, request: &Request) -> Result<(Searcher, Box<dyn Query>), Error> {
        let (searcher, vocabulary) = self.live(|live| (live.reader.searcher(), Arc::clone(&live.vocabulary)));
        let search = self.search(searcher, &vocabulary)?;
        let outcome = search.run(request)?;
        let query = query::strict(&outcome.meant, &self.fields);
        Ok((search.searcher, query))
    }
}

struct Outcome {
    meant: Meant,
    corrected: Option<Corrected>,
    exact: Option<u64>,
    gathered: Gathered,
}

/// One search on one state of the index.
struct Search<'a> {
    fields: &'a Fields,
    searcher: Searcher,
    posts: Vec<Arc<Segment>>,
    vocabulary: &'a Vocabulary,
    home: Option<RegionCode>,
    today: i64,
}

impl Search<'_> {
    fn run(&self, request: &Request) -> Result<Outcome, Error> {
        let most = (request.page * request.per_page).min(super::DEEPEST);
        let mut meant = self.understood(&request.q);
        tracing::debug!(?meant, "understood");
        let mut corrected = None;
        if !request.verbatim
            && let Some((better, from, to)) = self.sounds_like_a_trade(&meant)?
        {
            meant = better;
            corrected = Some(Corrected { from, to });
        }
        let mut gathered = self.strictly(request, &meant, most)?;
        if gathered.entries < TOO_FEW
            && !request.verbatim
            && corrected.is_none()
            && let Some((better, from, to)) = self.mended(&meant)?
        {
            gathered = self.strictly(request, &better, most)?;
            meant = better;
            corrected = Some(Corrected { from, to });
        }
        let mut exact = None;
        if gathered.entries < FEW && !meant.text.is_empty() && !meant.only_places() {
            let wide = self.loosely(request, &meant, most)?;
            if wide.entries > gathered.entries {
                exact = Some(gathered.total);
                gathered = first_then(gathered, wide, most);
            }
        }
        let skipped = most - request.per_page.min(most);
        gathered.best.drain(..skipped.min(gathered.best.len()));
        Ok(Outcome { meant, corrected, exact, gathered })
    }

    fn understood(&self, words: &str) -> Meant {
        let code = |place: RegionCode| Term::from_field_text(self.fields.codes, &format!("r:{}", place.prefix()));
        understand_in(words, self.home, &|place| self.searcher.doc_freq(&code(place)).unwrap_or(0))
    }

    fn strictly(&self, request: &Request, meant: &Meant, most: usize) -> Result<Gathered, Error> {
        let sieve = self.strict_sieve(request, meant);
        Ok(gather(&self.searcher, &self.posts, &*query::strict(meant, self.fields), &sieve, most)?)
    }

    fn strict_sieve(&self, request: &Request, meant: &Meant) -> Sieve {
        let wished = self.wished(request) | meant.conditions;
        let mut asked = request.clone();
        if let (Some(own), true) = (meant.education, request.education.is_empty()) {
            asked.education = vec![own];
        }
        Sieve::new(&asked, wished, meant.contrary, meant.pay_min, self.today).for_age(meant.age, true).with(meant.doubts())
    }

    fn loosely(&self, request: &Request, meant: &Meant, most: usize) -> Result<Gathered, Error> {
        let sieve = Sieve::new(request, self.wished(request), meant.contrary, 0, self.today)
            .for_age(meant.age, false)
            .with(meant.doubts());
        Ok(gather(&self.searcher, &self.posts, &*query::loose(meant, self.fields), &sieve, most)?)
    }

    /// The bits of the conditions chosen as filters.
    fn wished(&self, request: &Request) -> u64 {
        let known = Conditions::builtin();
        let chosen = request.benefits.iter().filter_map(|slug| known.find(slug));
        chosen.fold(ConditionSet::default(), ConditionSet::and).bits()
    }

    /// The query with a typing error mended: the likeliest guess that finds far more. It is judged by the mended words alone
    /// on the whole market; a filter that leaves little does not make a word wrong.
    fn mended(&self, meant: &Meant) -> Result<Option<(Meant, String, String)>, Error> {
        let mut best: Option<(u64, Meant, String, String)> = None;
        let mut typed: HashMap<String, u64> = HashMap::new();
        for (from, to) in self.guesses(meant) {
            let found = match typed.get(&from) {
                Some(found) => *found,
                None => *typed.entry(from.clone()).or_insert(self.market_holds(&from)?),
            };
            let better = self.understood(&meant.text.replacen(&from, &to, 1));
            // What was understood stays understood: 沈阳护士 is not 沈阳市 with a stray 士.
            let kept = |chip: &super::Understood| from.contains(&chip.text) || better.text.contains(&chip.text);
            if found >= TOO_FEW || !meant.chips.iter().all(kept) || better.chips.len() < meant.chips.len() {
                continue;
            }
            let entries = self.market_holds(&to)?;
            let known = best.as_ref().map_or(0, |best| best.0);
            if entries > found.saturating_mul(3) && entries > known.saturating_mul(20) {
                best = Some((entries, better, from, to));
            }
        }
        Ok(best.map(|(_, meant, from, to)| (meant, from, to)))
    }

    /// The query with a word mended that sounds exactly like the name of a trade and stands in no title: 心里咨询师. Few results are
    /// no sign here, for its parts are words too.
    fn sounds_like_a_trade(&self, meant: &Meant) -> Result<Option<(Meant, String, String)>, Error> {
        for run in meant.text.split(|c| !super::text::is_han(c)) {
            let Some((typed, name)) = self.vocabulary.sounds_like_a_trade(run, &plain_words(run)) else { continue };
            if query::title_says(typed, self.fields)
                .is_some_and(|query| query.count(&self.searcher).is_ok_and(|count| count == 0))
            {
                let better = self.understood(&meant.text.replacen(typed, name, 1));
                return Ok(Some((better, typed.to_owned(), name.to_owned())));
            }
        }
        Ok(None)
    }

    /// How many entries of the whole market say these words.
    fn market_holds(&self, words: &str) -> Result<u64, Error> {
        let meant = self.understood(words);
        let sieve = self.strict_sieve(&Request::default(), &meant);
        Ok(entries(&self.searcher, &self.posts, &*query::strict(&meant, self.fields), &sieve)?)
    }

    /// What may have been meant, the likeliest first: (as typed, instead).
    fn guesses(&self, meant: &Meant) -> Vec<(String, String)> {
        let mut guesses = Vec::new();
        let letters: String = meant.text.chars().filter(|c| *c != ' ').collect();
        if letters.is_ascii() {
            guesses.extend(self.vocabulary.from_letters(&letters, 4).into_iter().map(|word| (meant.text.clone(), word)));
        }
        for run in meant.text.split(|c: char| !c.is_ascii_alphabetic()).filter(|run| run.len() > 1) {
            guesses.extend(self.vocabulary.from_letters(run, 4).into_iter().map(|word| (run.to_owned(), word)));
        }
        for run in meant.text.split(|c| !super::text::is_han(c)).filter(|run| run.chars().count() > 1) {
            guesses.extend(self.guesses_in(run));
        }
        guesses.truncate(24);
        guesses
    }

    /// Guesses for stretches of Chinese that begin and end where words do, the longest first: 家带 in 在家带孩子 is no word that
    /// somebody mistyped.
    fn guesses_in(&self, run: &str) -> Vec<(String, String)> {
        let cut = plain_words(run);
        let mut guesses = Vec::new();
        for length in (2..=6).rev() {
            for (at, (start, _)) in cut.iter().enumerate() {
                let stretches = cut.iter().skip(at).filter_map(|(_, end)| run.get(*start..*end));
                for typed in stretches.filter(|typed| typed.chars().count() == length) {
                    let instead = self.vocabulary.instead_of(typed, 3);
                    guesses.extend(instead.into_iter().map(|entry| (typed.to_owned(), entry.text.clone())));
                }
            }
        }
        guesses
    }

    /// Searches that differ in one respect and find something, each with how much.
    fn ways_on(&self, request: &Request, meant: &Meant) -> Result<Vec<WayOn>, Error> {
        let mut ways = Vec::new();
        let plain = Request { page: 1, ..request.clone() };
        let mut tried: Vec<(Change, Request)> = Vec::new();
        for chip in &meant.chips {
            tried.push((Change::Without(chip.text.clone()), Request { q: chip.without.clone(), ..plain.clone() }));
        }
        tried.extend(ways_on::beside_the_words(&plain, meant));
        for code in request.regions.iter().chain(meant.chips.iter().filter(|chip| chip.role == "region").map(|chip| &chip.value))
        {
            if let Some(wider) = code.parse::<RegionCode>().ok().and_then(RegionCode::parent) {
                let q =
                    meant.chips.iter().find(|chip| chip.role == "region").map_or(plain.q.clone(), |chip| chip.without.clone());
                tried.push((Change::Wider(wider.to_string()), Request { q, regions: vec![wider.to_string()], ..plain.clone() }));
            }
        }
        if let (Some(radius), Some(_)) = (request.radius_km, request.near) {
            for wider in [radius * 2.0, radius * 5.0] {
                tried.push((Change::Radius(wider.round() as i64), Request { radius_km: Some(wider.round()), ..plain.clone() }));
            }
        }
        tried.extend(unfiltered(&plain));
        let any_trade = ways_on::for_any_trade(&plain, meant);
        let hiring = self.run(&Request { per_page: 1, ..any_trade.clone() })?;
        let hiring = facets(&hiring.gathered, &any_trade, &hiring.meant).occupation;
        tried.extend(ways_on::other_trades(&any_trade, &plain, meant, &hiring));
        for (change, request) in tried {
            let all = |change: &Change| matches!(change, Change::All(_));
            if all(&change) && ways.iter().any(|way: &WayOn| all(&way.change)) {
                continue;
            }
            let found = self.run(&Request { per_page: 1, ..request.clone() })?;
            // Where some fit exactly, no more than those is promised.
            let found = found.exact.filter(|exact| *exact > 0).unwrap_or(found.gathered.total);
            if found > 0 && !ways.iter().any(|way: &WayOn| way.request == request) {
                ways.push(WayOn { change, request, count: found });
            }
        }
        ways.truncate(8);
        Ok(ways)
    }
}

/// The request without one of its filters, for each it has.
fn unfiltered(request: &Request) -> Vec<(Change, Request)> {
    let mut less = Vec::new();
    let mut without = |name, chosen: bool, change: fn(&mut Request)| {
        if chosen {
            let mut request = request.clone();
            change(&mut request);
            less.push((Change::Unfiltered(name), request));
        }
    };
    without("kind", !request.kinds.is_empty(), |request| request.kinds.clear());
    without("occupation", !request.occupations.is_empty(), |request| request.occupations.clear());
    without("education", !request.education.is_empty(), |request| request.education.clear());
    without("institution_kind", !request.institution_kinds.is_empty(), |request| request.institution_kinds.clear());
    without("pathway", !request.pathways.is_empty(), |request| request.pathways.clear());
    without("pay_min", request.pay_min.is_some(), |request| request.pay_min = None);
    without("benefit", !request.benefits.is_empty(), |request| request.benefits.clear());
    without("subsidy", request.subsidy, |request| request.subsidy = false);
    without("region", !request.regions.is_empty(), |request| request.regions.clear());
    less
}

/// The exact hits, then those of a wider search that are not among them.
fn first_then(exact: Gathered, mut wide: Gathered, most: usize) -> Gathered {
    let ids: std::collections::HashSet<u64> = exact.best.iter().map(|found| found.id).collect();
    let mut best: Vec<Found> = exact.best;
    best.extend(wide.best.drain(..).filter(|found| !ids.contains(&found.id)));
    best.truncate(most);
    Gathered { best, ..wide }
}

/// Reads the rows of the hits. One that is not public any more is left out: a stale hit may vanish, it never lies.
async fn hydrate(db: &Db, request: &Request, outcome: &Outcome) -> Result<Vec<Hit>, Error> {
    let ids: Vec<i64> = outcome.gathered.best.iter().map(|found| found.id as i64).collect();
    let day = today();
    let mut rows: HashMap<i64, Opening> = openings::store::by_ids(db, &ids)
        .await?
        .into_iter()
        .filter(|row| row.is_public_on(day))
        .map(|row| (row.id, row))
        .collect();
    let words = query::marks(&outcome.meant);
    let hit = |found: &Found| {
        let opening = rows.remove(&(found.id as i64))?;
        Some(Hit {
            score: found.score,
            distance_km: found.distance_km.filter(|_| request.near.is_some()),
            folded: u64::from(found.alike.saturating_sub(1)),
            marked: snippet::marked(&opening.title, &words),
            snippet: snippet::snippet(&opening.description, &words),
            opening,
        })
    };
    Ok(outcome.gathered.best.iter().filter_map(hit).collect())
}

fn facets(gathered: &Gathered, request: &Request, meant: &Meant) -> Facets {
    let counts = &gathered.counts;
    let occupations = Catalogue::builtin().all();
    let mut facets = Facets {
        kind: listed(&counts.kinds, |at| OpeningKind::ALL.get(at).map(|kind| kind.slug().to_owned())),
        occupation: listed(&counts.occupations, |at| occupations.get(at).map(|each| each.slug.clone())),
        education: listed(&counts.educations, |at| Education::ALL.get(at).map(|level| level.slug().to_owned())),
        institution_kind: listed(&counts.institutions, |at| InstitutionKind::ALL.get(at).map(|kind| kind.slug().to_owned())),
        region: regions(&counts.regions, request, meant),
        benefit: Conditions::builtin()
            .all()
            .zip(counts.conditions())
            .filter(|(_, count)| *count > 0)
            .map(|((_, naming), count)| FacetCount { value: naming.slug.clone(), count })
            .collect(),
        pay: PAY_BANDS
            .iter()
            .zip(counts.pay)
            .filter(|(_, count)| *count > 0)
            .map(|(low, count)| FacetCount { value: low.to_string(), count })
            .collect(),
        pathway: Pathway::ALL
            .iter()
            .zip(counts.pathways())
            .filter(|(_, count)| *count > 0)
            .map(|(pathway, count)| FacetCount { value: pathway.slug().to_owned(), count })
            .collect(),
    };
    for list in [&mut facets.kind, &mut facets.occupation, &mut facets.institution_kind, &mut facets.benefit] {
        list.sort_by(|one, other| other.count.cmp(&one.count).then(one.value.cmp(&other.value)));
    }
    facets
}

/// Counts by place in a list, the first place being "unknown".
fn listed(counts: &[u64], name: impl Fn(usize) -> Option<String>) -> Vec<FacetCount> {
    let known = counts.iter().enumerate().skip(1).filter(|(_, count)| **count > 0);
    known.filter_map(|(place, count)| Some(FacetCount { value: name(place - 1)?, count: *count })).collect()
}

/// Counts of the regions a step below what was asked for: districts of a city, cities of a province, provinces of the
/// country. What is chosen shows beside its sisters.
fn regions(counts: &[u64], request: &Request, meant: &Meant) -> Vec<FacetCount> {
    let chosen = request.regions.iter().filter_map(|code| code.parse::<RegionCode>().ok()).next();
    let mut above = meant.places.first().copied().or_else(|| chosen.and_then(RegionCode::parent));
    let has_parts = |code: RegionCode| Regions::builtin().children(Some(code)).next().is_some();
    if meant.places.is_empty() && chosen.is_some_and(|code| code.prefix().len() < 6 && has_parts(code)) {
        above = chosen;
    }
    let mut sums = below(counts, above);
    // A list of one says nothing: a market within one city shows its districts at once.
    while let (1, Some(only)) = (sums.len(), sums.keys().next().copied()) {
        let parts = below(counts, Some(only));
        if parts.is_empty() || only.prefix().len() >= 6 {
            break;
        }
        sums = parts;
    }
    let mut listed: Vec<FacetCount> =
        sums.into_iter().map(|(code, count)| FacetCount { value: code.to_string(), count }).collect();
    listed.sort_by(|one, other| other.count.cmp(&one.count).then(one.value.cmp(&other.value)));
    listed.truncate(40);
    listed
}

/// Counts of the regions one step below another, or of the provinces.
fn below(counts: &[u64], above: Option<RegionCode>) -> HashMap<RegionCode, u64> {
    let mut sums: HashMap<RegionCode, u64> = HashMap::new();
    let inside = |step: &RegionCode| above.is_none_or(|above| above.contains(*step) && above != *step);
    for (code, count) in RegionOrder::builtin().codes.iter().zip(counts.iter().skip(1)).filter(|(_, count)| **count > 0) {
        if let Some(step) = code.lineage().filter(inside).min_by_key(|step| step.prefix().len()) {
            *sums.entry(step).or_default() += count;
        }
    }
    sums
}
