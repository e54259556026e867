//! What the words of an institution's search mean, and what the index of people is asked for them.

use super::Directory;
use crate::occupations::Catalogue;
use crate::regions::{RegionCode, Regions};
use crate::search::Understood;
use crate::search::text::{fold_query, is_han, pairs, plain_words, words};
use crate::search::vocabulary::Vocabulary;
use std::ops::Range;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

/// What the words mean: places filter, trades are looked for by their code, the rest are words.
pub(super) struct Meant {
    /// The query in one writing.
    pub text: String,
    pub places: Vec<RegionCode>,
    trades: Vec<Vec<String>>,
    words: Vec<String>,
    pub chips: Vec<Understood>,
}

impl Meant {
    /// Reads a query, at most its first 200 characters. `home` settles shared place names.
    pub fn read(q: &str, home: Option<RegionCode>) -> Self {
        let text = fold_query(&q.chars().take(200).collect::<String>());
        let mut meant = Self { text: text.clone(), places: vec![], trades: vec![], words: vec![], chips: vec![] };
        let mut used: Vec<Range<usize>> = Vec::new();
        for place in Regions::builtin().find_in_query(&text, home) {
            meant.chip(&text, &place.range, "region", &place.code.to_string());
            meant.places.push(place.code);
            used.push(place.range);
        }
        for trade in Catalogue::builtin().mentions(&text) {
            let meets = |other: &Range<usize>| other.start < trade.range.end && trade.range.start < other.end;
            if trade.refused || used.iter().any(meets) {
                continue;
            }
            meant.chip(&text, &trade.range, "occupation", trade.slugs.first().map_or("", String::as_str));
            meant.trades.push(trade.slugs.to_vec());
            used.push(trade.range);
        }
        used.sort_by_key(|range| range.start);
        let mut at = 0;
        for range in used.iter().chain([&(text.len()..text.len())]) {
            if let Some(gap) = text.get(at..range.start) {
                meant
                    .words
                    .extend(plain_words(gap).into_iter().filter_map(|(start, end)| gap.get(start..end)).map(str::to_owned));
            }
            at = at.max(range.end);
        }
        meant
    }

    fn chip(&mut self, text: &str, range: &Range<usize>, role: &'static str, value: &str) {
        let said = text.get(range.clone()).unwrap_or_default().to_owned();
        let rest = [text.get(..range.start), text.get(range.end..)].into_iter().flatten().map(str::trim);
        let without = rest.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        self.chips.push(Understood { text: said, role, value: value.to_owned(), without });
    }

    /// What may have been meant by words that nobody has, the likeliest first: (as typed, instead).
    pub fn guesses(&self, vocabulary: &Vocabulary) -> Vec<(String, String)> {
        let mut guesses = Vec::new();
        for run in self.text.split(|c: char| !c.is_ascii_alphabetic()).filter(|run| run.len() > 1) {
            guesses.extend(vocabulary.from_letters(run, 4).into_iter().map(|word| (run.to_owned(), word)));
        }
        for run in self.text.split(|c| !is_han(c)).filter(|run| run.chars().count() > 1) {
            let cut = plain_words(run);
            let stretches = cut
                .iter()
                .enumerate()
                .flat_map(|(at, (start, _))| cut.iter().skip(at).filter_map(|(_, end)| run.get(*start..*end)));
            let mut stretches: Vec<&str> = stretches.filter(|typed| (2..=6).contains(&typed.chars().count())).collect();
            stretches.sort_by_key(|typed| std::cmp::Reverse(typed.len()));
            for typed in stretches {
                let instead = vocabulary.instead_of(typed, 3);
                guesses.extend(instead.into_iter().map(|entry| (typed.to_owned(), entry.text.clone())));
            }
        }
        guesses.truncate(24);
        guesses
    }

    /// What the index is asked: all of it.
    pub fn query(&self, directory: &Directory) -> Box<dyn Query> {
        let fields = &directory.fields;
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for slugs in &self.trades {
            clauses.push((Occur::Must, by_trade(fields.codes, slugs)));
        }
        for word in &self.words {
            clauses.push((Occur::Must, by_word(fields.words, fields.pairs, word)));
        }
        if clauses.is_empty() {
            return Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0));
        }
        Box::new(BooleanQuery::new(clauses))
    }
}

/// A trade counts most where it is wanted, then where it is a skill, then where it was done; the first meaning before others.
fn by_trade(codes: Field, slugs: &[String]) -> Box<dyn Query> {
    let ways = slugs.iter().enumerate().flat_map(|(place, slug)| {
        let less = if place == 0 { 1.0 } else { 0.8 };
        [("w", 10.0), ("s", 8.0), ("d", 5.0)].map(|(letter, weight)| {
            let term = Term::from_field_text(codes, &format!("{letter}:{slug}"));
            let query: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
            Box::new(ConstScoreQuery::new(query, weight * less)) as Box<dyn Query>
        })
    });
    // Who both wants a trade and has done it stands above who only wants it.
    Box::new(DisjunctionMaxQuery::with_tie_breaker(ways.collect(), 0.4))
}

/// A word by itself and, where it is Chinese of two characters or more, as a run of pairs.
fn by_word(in_words: Field, in_pairs: Field, word: &str) -> Box<dyn Query> {
    let terms = |field, ranges: Vec<(usize, usize)>| -> Vec<Term> {
        ranges
            .into_iter()
            .filter_map(|(start, end)| word.get(start..end))
            .map(|part| Term::from_field_text(field, part))
            .collect()
    };
    let whole = words(word).into_iter().filter(|(start, end)| *start == 0 && *end == word.len()).collect();
    let mut ways: Vec<Box<dyn Query>> = terms(in_words, whole)
        .into_iter()
        .map(|term| Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>)
        .collect();
    let mut run = terms(in_pairs, pairs(word));
    if word.chars().all(is_han) && run.len() > 1 {
        ways.push(Box::new(BoostQuery::new(Box::new(PhraseQuery::new(run)), 0.5)));
    } else if let Some(only) = run.pop() {
        ways.push(Box::new(TermQuery::new(only, IndexRecordOption::WithFreqs)));
    }
    Box::new(DisjunctionMaxQuery::new(ways))
}
