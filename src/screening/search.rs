//! Finding: the rules go over a post's fields sentence by sentence.
//!
//! A sentence is only searched for words whose rarest character it holds. Words that lie wholly inside innocent words (限女 in
//! 不限女) are no finding; what reaches beyond them is.

use super::Level;
use super::figures::{self, Situation};
use super::pattern::{Pattern, figure};
use super::post::{Post, Written};
use super::rules::{Find, Rule, Rules, Scope, Weigh, What};
use super::writing::{Sentence, is_numeral};
use crate::eligibility::wages::MinimumWages;
use crate::eligibility::{Certainty, Lang, Text};
use jiff::civil::Date;
use regex::Regex;
use serde::Serialize;
use std::ops::Range;

/// What a post says that it may not.
#[derive(Debug, Clone)]
pub struct Finding<'r> {
    pub rule: &'r Rule,
    pub level: Level,
    /// The field, as the import names it: `title`, `description`, `benefits[2]`, `pay_min` …
    pub field: String,
    /// The words, exactly as they stand in the field.
    pub words: String,
    /// Where they stand in the field: characters (Unicode scalar values) from and to, the last not included, counted from 0.
    pub at: (usize, usize),
    /// What to write or do instead.
    pub suggest: &'r Text,
    on: Date,
}

/// A finding in the JSON of the interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    pub rule: String,
    pub level: Level,
    pub field: String,
    pub words: String,
    pub at: [usize; 2],
    /// What is wrong, in a plain sentence.
    pub text: String,
    /// The provisions in force on the day.
    pub law: String,
    /// How well the first of them is known.
    pub certainty: Certainty,
    pub suggest: String,
}

impl Finding<'_> {
    /// The provisions in force on the day, one after another.
    pub fn law(&self, lang: Lang) -> String {
        let held = self.rule.laws.iter().filter(|law| law.holds_on(self.on));
        held.map(|law| law.title.of(lang)).collect::<Vec<_>>().join(if lang == Lang::Zh { "；" } else { "; " })
    }

    /// The finding in one language.
    pub fn told(&self, lang: Lang) -> Told {
        let first = self.rule.laws.iter().find(|law| law.holds_on(self.on));
        Told {
            rule: self.rule.slug.clone(),
            level: self.level,
            field: self.field.clone(),
            words: self.words.clone(),
            at: [self.at.0, self.at.1],
            text: self.rule.title.of(lang).to_owned(),
            law: self.law(lang),
            certainty: first.map_or(Certainty::Derived, |law| law.certainty),
            suggest: self.suggest.of(lang).to_owned(),
        }
    }
}

/// Words to look for, as one expression.
#[derive(Debug)]
pub(super) struct Words {
    expression: Regex,
    keys: Vec<char>,
    /// For each pattern the pieces that must be there, each as the characters of which one must be.
    needs: Vec<Vec<Vec<char>>>,
    weigh: bool,
}

impl Words {
    /// # Errors
    /// Patterns of which some weigh a figure and some do not, or that are too many to search at once.
    pub fn of(patterns: &[Pattern]) -> Result<Self, String> {
        let weigh = patterns.iter().any(Pattern::weighs);
        if weigh && !patterns.iter().all(Pattern::weighs) {
            return Err("some of these words weigh a figure {n} and some do not: part them".to_owned());
        }
        let mut expressions: Vec<String> = patterns.iter().map(Pattern::expression).collect();
        // Of words that begin at the same place the longer are taken.
        expressions.sort_by_key(|expression| std::cmp::Reverse(expression.len()));
        let expression = Regex::new(&expressions.join("|")).map_err(|why| why.to_string())?;
        let keys = patterns.iter().filter_map(Pattern::keys).flatten().collect();
        let needs = patterns.iter().map(Pattern::needs).collect();
        Ok(Self { expression, keys, needs, weigh })
    }

    pub fn keys(&self) -> &[char] {
        &self.keys
    }

    /// Whether a sentence of these characters, in order and each once, may hold the words.
    fn may_be_among(&self, characters: &[char]) -> bool {
        let there = |piece: &Vec<char>| piece.iter().any(|c| characters.binary_search(c).is_ok());
        self.needs.iter().any(|pattern| pattern.iter().all(there))
    }

    /// Whether they weigh a figure.
    pub const fn weigh(&self) -> bool {
        self.weigh
    }

    /// The next words from a byte on, without the signs at their ends, and the figure in them. Words that are only the end or the
    /// beginning of a longer number or Latin word (the 996 of 1996) are none.
    fn next(&self, text: &str, mut from: usize) -> Option<(Range<usize>, Option<f64>)> {
        loop {
            let (range, number) = self.raw(text, from)?;
            if stands_alone(text, &range) {
                return Some((range, number));
            }
            from = after(text, range.start);
        }
    }

    fn raw(&self, text: &str, from: usize) -> Option<(Range<usize>, Option<f64>)> {
        let (all, number) = if self.weigh {
            let found = self.expression.captures_at(text, from)?;
            let number = found.iter().skip(1).flatten().next().and_then(|group| figure(group.as_str()));
            (found.get(0)?.range(), number)
        } else {
            (self.expression.find_at(text, from)?.range(), None)
        };
        let signs = |c: char| matches!(c, ',' | ':' | '、' | '/' | '(' | ')' | '-');
        let words = text.get(all.clone())?;
        let start = all.start + (words.len() - words.trim_start_matches(signs).len());
        let end = start + words.trim_matches(signs).len();
        Some((if start < end { start..end } else { all }, number))
    }

    /// The first figure in a text.
    pub fn first_figure(&self, text: &str) -> Option<f64> {
        self.next(text, 0)?.1
    }

    /// Whether the words cover a range, beginning at or before it and ending at or behind it. Only its neighbourhood is read:
    /// no innocent words are longer, and a text that repeats itself a thousand times must not be read a thousand times.
    fn cover(&self, text: &str, range: &Range<usize>) -> bool {
        let before = text.get(..range.start).unwrap_or_default();
        let mut from = before.char_indices().rev().nth(NEIGHBOURHOOD).map_or(0, |(at, _)| at);
        let behind = text.get(range.end..).unwrap_or_default();
        let end = behind.char_indices().nth(NEIGHBOURHOOD).map_or(text.len(), |(at, _)| range.end + at);
        let text = text.get(..end).unwrap_or(text);
        while let Some((found, _)) = self.next(text, from) {
            if found.start <= range.start && range.end <= found.end {
                return true;
            }
            if found.start > range.start {
                return false;
            }
            from = after(text, found.start);
        }
        false
    }
}

/// Characters on each side of found words in which innocent words around them are looked for.
const NEIGHBOURHOOD: usize = 80;

/// The byte behind the character at `at`; behind the whole number where one begins there, so that 18岁 is never read as 8岁.
fn after(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let is_figure = |c: char| c.is_ascii_digit() || c == '.' || is_numeral(c);
    let figures: usize = rest.chars().take_while(|c| is_figure(*c)).map(char::len_utf8).sum();
    at + if figures > 0 { figures } else { rest.chars().next().map_or(1, char::len_utf8) }
}

fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let side = |before: Option<char>, behind: Option<char>| match (before, behind) {
        (Some(before), Some(behind)) => {
            // A point is only there between the figures of one number.
            !(before.is_ascii_digit() && (behind.is_ascii_digit() || behind == '.'))
                && !(before == '.' && behind.is_ascii_digit())
                && !(before.is_ascii_alphabetic() && behind.is_ascii_alphabetic())
        }
        _ => true,
    };
    let last = |text: Option<&str>| text.and_then(|text| text.chars().next_back());
    let first = |text: Option<&str>| text.and_then(|text| text.chars().next());
    side(last(text.get(..range.start)), first(text.get(range.start..)))
        && side(last(text.get(..range.end)), first(text.get(range.end..)))
}

impl Scope {
    fn takes(&self, post: &Post, field: &str) -> bool {
        let kind = post.kind.unwrap_or(crate::codes::OpeningKind::Vacancy);
        let within = |list: &[crate::codes::Employment]| post.employment.is_some_and(|form| list.contains(&form));
        (self.fields.is_empty() || self.fields.iter().any(|known| known == field))
            && (self.kinds.is_empty() || self.kinds.contains(&kind))
            && !self.except_kinds.contains(&kind)
            && (self.employments.is_empty() || within(&self.employments))
            && !within(&self.except_employments)
            && (self.periods.is_empty() || post.pay.period.is_some_and(|period| self.periods.contains(&period)))
    }
}

/// A finding before its rule's others are known.
struct Raw {
    rule: usize,
    find: usize,
    field: usize,
    at: (usize, usize),
}

impl Rules {
    /// What a post says that it may not, on a day, in the order of its fields and words.
    pub fn findings(&self, post: &Post, on: Date, wages: &MinimumWages) -> Vec<Finding<'_>> {
        let read: Vec<Vec<Sentence>> = post.texts.iter().map(|written| self.writing.sentences(&written.text)).collect();
        let situation = Situation::of(self.all(), post, &read, on, wages);
        let mut raw = Vec::new();
        for (field, (written, sentences)) in post.texts.iter().zip(&read).enumerate() {
            for sentence in sentences {
                self.search(post, &situation, (field, written.name()), sentence, &mut raw);
            }
            self.citizen_numbers(post, (field, written), &mut raw);
        }
        self.weigh_figures(post, &situation, &mut raw);
        raw.retain(|one| self.all().get(one.rule).is_some_and(|rule| rule.laws.iter().any(|law| law.holds_on(on))));
        let fields: Vec<(&str, Vec<char>)> =
            post.fields().map(|written| (written.field.as_str(), written.text.chars().collect())).collect();
        let told = |one: Raw| self.tell(fields.get(one.field)?, &one, on);
        self.part(raw).into_iter().filter_map(told).collect()
    }

    fn find(&self, one: &Raw) -> Option<(&Rule, &Find)> {
        let rule = self.all().get(one.rule)?;
        Some((rule, rule.finds.get(one.find)?))
    }

    fn tell<'r>(&'r self, (field, text): &(&str, Vec<char>), one: &Raw, on: Date) -> Option<Finding<'r>> {
        let (rule, find) = self.find(one)?;
        let words = text.get(one.at.0..one.at.1)?.iter().collect();
        Some(Finding { rule, level: find.level, field: (*field).to_owned(), words, at: one.at, suggest: &find.suggest, on })
    }

    fn search(&self, post: &Post, situation: &Situation, (field, name): (usize, &str), sentence: &Sentence, raw: &mut Vec<Raw>) {
        let mut characters: Vec<char> = sentence.text.chars().collect();
        characters.sort_unstable();
        characters.dedup();
        let mut asked: Vec<(usize, usize)> = characters.iter().filter_map(|c| self.keys.get(c)).flatten().copied().collect();
        asked.sort_unstable();
        asked.dedup();
        for (r, f) in asked {
            let Some((rule, find)) = self.find(&Raw { rule: r, find: f, field, at: (0, 0) }) else { continue };
            let What::Words(words) = &find.what else { continue };
            if !find.scope.takes(post, name) || !words.may_be_among(&characters) {
                continue;
            }
            let mut from = 0;
            while let Some((range, number)) = words.next(&sentence.text, from) {
                let breach = number.is_none_or(|number| find.weigh.breached(number, rule, situation))
                    && !rule.innocent.iter().any(|one| one.scope.takes(post, name) && one.words.cover(&sentence.text, &range));
                from = if breach { range.end } else { after(&sentence.text, range.start) };
                if breach {
                    raw.push(Raw { rule: r, find: f, field, at: sentence.original(range.start, range.end) });
                }
            }
        }
    }

    fn citizen_numbers(&self, post: &Post, (field, written): (usize, &Written), raw: &mut Vec<Raw>) {
        for (r, rule) in self.all().iter().enumerate() {
            for (f, find) in rule.finds.iter().enumerate() {
                if matches!(find.what, What::CitizenNumber) && find.scope.takes(post, written.name()) {
                    let found = figures::citizen_numbers(&written.text);
                    raw.extend(found.into_iter().map(|at| Raw { rule: r, find: f, field, at }));
                }
            }
        }
    }

    fn weigh_figures(&self, post: &Post, situation: &Situation, raw: &mut Vec<Raw>) {
        for (r, rule) in self.all().iter().enumerate() {
            for (f, find) in rule.finds.iter().enumerate() {
                let What::Figure(figure) = find.what else { continue };
                let Some((number, name)) = post.figure(figure).filter(|_| find.scope.takes(post, "")) else { continue };
                if let Some(field) = post.fields().position(|written| written.field == name)
                    && find.weigh.breached(number, rule, situation)
                {
                    let length = post.fields().nth(field).map_or(0, |written| written.text.chars().count());
                    raw.push(Raw { rule: r, find: f, field, at: (0, length) });
                }
            }
        }
    }

    /// Of findings of one rule that overlap, the weightier stays; of equals the one that begins first, and of those the longer.
    fn part(&self, mut raw: Vec<Raw>) -> Vec<Raw> {
        let level = |one: &Raw| self.find(one).map(|(_, find)| find.level);
        raw.sort_by_key(|one| {
            let long = std::cmp::Reverse(one.at.1 - one.at.0);
            (one.rule, one.field, std::cmp::Reverse(level(one)), one.at.0, long)
        });
        let mut kept: Vec<Raw> = Vec::with_capacity(raw.len());
        // What was kept of one rule and field, by where it begins; none of them overlap.
        let mut spans = std::collections::BTreeMap::new();
        let mut of = None;
        for one in raw {
            if of != Some((one.rule, one.field)) {
                of = Some((one.rule, one.field));
                spans.clear();
            }
            let before = spans.range(..one.at.1).next_back().map(|(_, end): (_, &usize)| *end);
            if before.is_none_or(|end| end <= one.at.0) {
                spans.insert(one.at.0, one.at.1);
                kept.push(one);
            }
        }
        kept.sort_by_key(|one| (one.field, one.at, one.rule));
        kept
    }
}

impl Weigh {
    fn breached(&self, number: f64, rule: &Rule, situation: &Situation) -> bool {
        let sound = self.more_than.is_none_or(|most| number > most)
            && self.less_than.is_none_or(|least| number < least)
            && self.at_least.is_none_or(|least| number >= least)
            && self.at_most.is_none_or(|most| number <= most);
        sound
            && self.below_minimum.is_none_or(|period| situation.minimum(period).is_some_and(|least| number < least))
            && self.contract_below.is_none_or(|months| situation.contract(&rule.slug).is_some_and(|known| known < months))
    }
}
