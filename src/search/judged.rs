//! Judged searches: queries with the advertisements that people who read them found relevant, and how near the search
//! comes to the best order (nDCG@10), with a plain bigram BM25 over the same rows beside it.

use super::text::{fold, pairs};
use super::{Engine, Request};
use crate::db::Db;
use crate::error::Error;
use crate::openings;
use crate::time::today;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// A set of judged searches.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JudgedSet {
    pub query: Vec<Judged>,
}

/// One judged search.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    pub family: String,
    pub q: String,
    #[serde(default)]
    pub region: Option<String>,
    /// What the searcher wants.
    #[serde(default)]
    pub note: String,
    /// Grade by source id: 3 exactly what is wanted, 2 good, 1 marginal. What is not listed is worth nothing.
    pub relevant: HashMap<String, u32>,
}

impl JudgedSet {
    /// Reads a set.
    ///
    /// # Errors
    /// What is wrong with the file, with its line.
    pub fn read(name: &str, text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|fault| Error::file(name, fault))
    }
}

/// Discounted gain of the first ten, as a share of the best that was possible: 0 to 1. A search that has no relevant
/// advertisement at all is worth 1 when it finds nothing and 0 otherwise.
pub fn ndcg(grades: &[u32], all: &HashMap<String, u32>) -> f64 {
    let gain = |grades: &mut dyn Iterator<Item = u32>| -> f64 {
        grades.take(10).enumerate().map(|(at, grade)| f64::from(2u32.pow(grade.min(8)) - 1) / ((at + 2) as f64).log2()).sum()
    };
    let mut best: Vec<u32> = all.values().copied().collect();
    best.sort_unstable_by(|one, other| other.cmp(one));
    let ideal = gain(&mut best.into_iter());
    if ideal == 0.0 { f64::from(u8::from(grades.is_empty())) } else { gain(&mut grades.iter().copied()) / ideal }
}

/// How one search did.
#[derive(Debug, Clone)]
pub struct Score {
    pub family: String,
    pub q: String,
    pub ours: f64,
    pub plain: f64,
    /// The grades of the first ten.
    pub grades: Vec<u32>,
}

/// Runs every search of a set.
pub async fn judge(db: &Db, engine: &Engine, set: &JudgedSet) -> Result<Vec<Score>, Error> {
    let plain = Plain::over(db).await?;
    let mut scores = Vec::new();
    for judged in &set.query {
        let regions = judged.region.iter().cloned().collect();
        let request = Request { q: judged.q.clone(), regions, per_page: 10, ..Request::default() };
        let answer = engine.answer(db, &request).await?;
        let grade = |id: &String| judged.relevant.get(id).copied().unwrap_or(0);
        let grades: Vec<u32> = answer.hits.iter().map(|hit| grade(&hit.opening.source_id)).collect();
        let baseline: Vec<u32> = plain.best(&judged.q).iter().map(grade).collect();
        scores.push(Score {
            family: judged.family.clone(),
            q: judged.q.clone(),
            ours: ndcg(&grades, &judged.relevant),
            plain: ndcg(&baseline, &judged.relevant),
            grades,
        });
    }
    Ok(scores)
}

/// Means by family, and over all under "all": (searches, ours, plain).
pub fn by_family(scores: &[Score]) -> BTreeMap<String, (usize, f64, f64)> {
    let mut families: BTreeMap<String, (usize, f64, f64)> = BTreeMap::new();
    for score in scores {
        for family in [score.family.as_str(), "all"] {
            let entry = families.entry(family.to_owned()).or_default();
            entry.0 += 1;
            entry.1 += score.ours;
            entry.2 += score.plain;
        }
    }
    families
        .into_iter()
        .map(|(family, (count, ours, plain))| (family, (count, ours / count as f64, plain / count as f64)))
        .collect()
}

/// The plain measure beside ours: BM25 over pairs of characters of title and text, k1 1.2, b 0.75 (Robertson 1994).
struct Plain {
    ids: Vec<String>,
    lengths: Vec<f64>,
    mean: f64,
    postings: HashMap<String, Vec<(u32, u32)>>,
}

impl Plain {
    async fn over(db: &Db) -> Result<Self, Error> {
        let mut plain = Self { ids: vec![], lengths: vec![], mean: 1.0, postings: HashMap::new() };
        let mut after = 0;
        loop {
            let rows = openings::store::public_after(db, after, today(), 2_000).await?;
            let Some(last) = rows.last() else { break };
            after = last.id;
            for row in &rows {
                let place = row.place.as_deref().unwrap_or_default();
                plain.add(
                    &row.source_id,
                    &fold(&format!("{}。{}。{}。{}", row.title, place, row.benefits.join("，"), row.description)),
                );
            }
        }
        plain.mean = plain.lengths.iter().sum::<f64>() / plain.lengths.len().max(1) as f64;
        Ok(plain)
    }

    fn add(&mut self, id: &str, text: &str) {
        let document = self.ids.len() as u32;
        let mut counts: HashMap<&str, u32> = HashMap::new();
        let cut = pairs(text);
        for (start, end) in &cut {
            *counts.entry(&text[*start..*end]).or_default() += 1;
        }
        for (pair, count) in counts {
            self.postings.entry(pair.to_owned()).or_default().push((document, count));
        }
        self.ids.push(id.to_owned());
        self.lengths.push(cut.len() as f64);
    }

    fn best(&self, query: &str) -> Vec<String> {
        let query = fold(query);
        let mut scores: HashMap<u32, f64> = HashMap::new();
        for (start, end) in pairs(&query) {
            let Some(list) = self.postings.get(&query[start..end]) else { continue };
            let rarity = (1.0 + (self.ids.len() as f64 - list.len() as f64 + 0.5) / (list.len() as f64 + 0.5)).ln();
            for (document, count) in list {
                let length = self.lengths.get(*document as usize).copied().unwrap_or(1.0);
                let count = f64::from(*count);
                *scores.entry(*document).or_default() +=
                    rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / self.mean));
            }
        }
        let mut best: Vec<(u32, f64)> = scores.into_iter().collect();
        best.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        best.into_iter().take(10).filter_map(|(document, _)| self.ids.get(document as usize).cloned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_order_is_one_and_the_worst_is_nothing() {
        let all = HashMap::from([("a".to_owned(), 3), ("b".to_owned(), 1)]);
        assert_eq!(ndcg(&[3, 1], &all), 1.0);
        assert!(ndcg(&[1, 3], &all) < 1.0);
        assert_eq!(ndcg(&[0, 0], &all), 0.0);
        assert_eq!(ndcg(&[], &HashMap::new()), 1.0);
    }
}
