//! The rules, read from `policies/screening/`: one file a rule, as a clerk writes it; `policies/README.md` explains every key.
//!
//! A file that is wrong is refused with its line and the fault, and all faults are named at once.

use super::Level;
use super::pattern::{Pattern, Sets};
use super::search::Words;
use super::writing::Writing;
use crate::codes::{Employment, OpeningKind, PayPeriod};
use crate::eligibility::{Certainty, Fault, Text, line_at};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use toml::{Spanned, Value};

/// The file that holds the words rules share.
pub(super) const SHARED: &str = "screening/words.toml";

/// All rules, ready to read posts.
#[derive(Debug)]
pub struct Rules {
    rules: Vec<Rule>,
    pub(super) writing: Writing,
    /// For each character the finds (rule, find) whose words may be in a sentence that holds it.
    pub(super) keys: HashMap<char, Vec<(usize, usize)>>,
}

/// What a post may not say, and why.
#[derive(Debug)]
pub struct Rule {
    pub slug: String,
    pub title: Text,
    pub laws: Vec<Law>,
    pub(super) finds: Vec<Find>,
    pub(super) innocent: Vec<Innocent>,
    /// Where a post says for how long the contract is made, in years and in months.
    pub(super) contract: Option<[Words; 2]>,
}

/// A provision a rule stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Law {
    /// The law with its article.
    pub title: Text,
    /// The first day it is in force; none where that was not seen.
    pub from: Option<Date>,
    /// The last day, where it has ended.
    pub to: Option<Date>,
    pub certainty: Certainty,
    pub url: Option<String>,
}

impl Law {
    /// Whether it holds on a day. One whose beginning was not seen holds.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// One way to find a breach.
#[derive(Debug)]
pub(super) struct Find {
    pub level: Level,
    pub suggest: Text,
    pub scope: Scope,
    pub weigh: Weigh,
    pub what: What,
}

#[derive(Debug)]
pub(super) enum What {
    /// Words in a text.
    Words(Words),
    /// A figure that the post gives in a field of its own.
    Figure(Figure),
    /// A citizen's number in a text, by its checksum.
    CitizenNumber,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Figure {
    /// The lower figure of the pay, or the upper where it stands alone.
    Pay,
    InternshipMonths,
    TrialMonths,
}

/// Words that are no breach although others inside them look like one.
#[derive(Debug)]
pub(super) struct Innocent {
    pub scope: Scope,
    pub words: Words,
}

/// Which posts and fields something is about; empty lists stand for all.
#[derive(Debug, Default)]
pub(super) struct Scope {
    pub fields: Vec<String>,
    pub kinds: Vec<OpeningKind>,
    pub except_kinds: Vec<OpeningKind>,
    pub employments: Vec<Employment>,
    pub except_employments: Vec<Employment>,
    pub periods: Vec<PayPeriod>,
}

/// What a figure must be to be a breach. Nothing given is any figure.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Weigh {
    pub more_than: Option<f64>,
    pub less_than: Option<f64>,
    pub at_least: Option<f64>,
    pub at_most: Option<f64>,
    /// Below the minimum wage of the place on the day, for this period.
    pub below_minimum: Option<Minimum>,
    /// Only where the contract is known to last fewer months.
    pub contract_below: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Minimum {
    /// The period of the post's pay.
    Own,
    Hour,
    Day,
    Month,
    Year,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SharedForm {
    reads_as: Vec<Spanned<String>>,
    set: BTreeMap<String, Vec<Spanned<String>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleForm {
    rule: Spanned<String>,
    level: Level,
    title: Spanned<Text>,
    suggest: Spanned<Text>,
    #[serde(default)]
    law: Vec<Spanned<LawForm>>,
    #[serde(default)]
    find: Vec<Spanned<FindForm>>,
    #[serde(default)]
    innocent: Vec<Spanned<InnocentForm>>,
    contract: Option<ContractForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LawForm {
    title: Text,
    from: Spanned<Value>,
    to: Option<Spanned<Value>>,
    certainty: Certainty,
    url: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FindForm {
    #[serde(default)]
    words: Vec<Spanned<String>>,
    figure: Option<Figure>,
    #[serde(default)]
    citizen_number: bool,
    level: Option<Level>,
    suggest: Option<Text>,
    #[serde(default)]
    fields: Vec<Spanned<String>>,
    #[serde(default)]
    kinds: Vec<OpeningKind>,
    #[serde(default)]
    except_kinds: Vec<OpeningKind>,
    #[serde(default)]
    employments: Vec<Employment>,
    #[serde(default)]
    except_employments: Vec<Employment>,
    #[serde(default)]
    periods: Vec<PayPeriod>,
    more_than: Option<f64>,
    less_than: Option<f64>,
    at_least: Option<f64>,
    at_most: Option<f64>,
    below_minimum: Option<Minimum>,
    contract_below: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InnocentForm {
    words: Vec<Spanned<String>>,
    #[serde(default)]
    fields: Vec<Spanned<String>>,
    #[serde(default)]
    kinds: Vec<OpeningKind>,
    #[serde(default)]
    except_kinds: Vec<OpeningKind>,
    #[serde(default)]
    employments: Vec<Employment>,
    #[serde(default)]
    except_employments: Vec<Employment>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContractForm {
    years: Vec<Spanned<String>>,
    months: Vec<Spanned<String>>,
}

impl Rules {
    /// Reads the files of `policies/screening/`, each given as its path below `policies/` and its text; others are passed over.
    ///
    /// # Errors
    /// Every fault found in any file.
    pub fn load<N: AsRef<str>, T: AsRef<str>>(files: impl IntoIterator<Item = (N, T)>) -> Result<Self, Vec<Fault>> {
        let mut files: Vec<(N, T)> = files.into_iter().collect();
        files.retain(|(name, _)| name.as_ref().starts_with("screening/") && name.as_ref().ends_with(".toml"));
        files.sort_by(|a, b| a.0.as_ref().cmp(b.0.as_ref()));
        let mut faults = Vec::new();
        let (mut sets, mut writing) = (Sets::new(), Writing::default());
        match files.iter().position(|(name, _)| name.as_ref() == SHARED) {
            Some(at) => {
                let (name, text) = files.remove(at);
                let mut reader = Reader::new(name.as_ref(), text.as_ref(), &mut faults);
                (sets, writing) = reader.shared();
            }
            None => faults.push(Fault { file: SHARED.to_owned(), line: None, what: "the file is missing".to_owned() }),
        }
        let mut rules: Vec<Rule> = Vec::new();
        for (name, text) in &files {
            let mut reader = Reader::new(name.as_ref(), text.as_ref(), &mut faults);
            if let Some((rule, at)) = reader.rule(&sets, &writing) {
                if rules.iter().any(|other| other.slug == rule.slug) {
                    reader.fault(at, format!("the rule “{}” is already in another file", rule.slug));
                }
                rules.push(rule);
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let keys = keys(&rules);
        Ok(Self { rules, writing, keys })
    }

    /// Every rule, by the names of their files.
    pub fn all(&self) -> &[Rule] {
        &self.rules
    }
}

fn keys(rules: &[Rule]) -> HashMap<char, Vec<(usize, usize)>> {
    let mut keys: HashMap<char, Vec<(usize, usize)>> = HashMap::new();
    for (r, rule) in rules.iter().enumerate() {
        for (f, find) in rule.finds.iter().enumerate() {
            if let What::Words(words) = &find.what {
                for key in words.keys() {
                    let finds = keys.entry(*key).or_default();
                    if !finds.contains(&(r, f)) {
                        finds.push((r, f));
                    }
                }
            }
        }
    }
    keys
}

/// A file being read, and the faults found so far.
struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    faults: &'t mut Vec<Fault>,
}

impl<'t> Reader<'t> {
    fn new(file: &'t str, text: &'t str, faults: &'t mut Vec<Fault>) -> Self {
        Self { file, text, faults }
    }

    fn fault(&mut self, at: usize, what: impl Into<String>) {
        self.faults.push(Fault { file: self.file.to_owned(), line: Some(line_at(self.text, at)), what: what.into() });
    }

    fn form<F: for<'de> Deserialize<'de>>(&mut self) -> Option<F> {
        match toml::from_str::<F>(self.text) {
            Ok(form) => Some(form),
            Err(error) => {
                let line = error.span().map(|span| line_at(self.text, span.start));
                self.faults.push(Fault { file: self.file.to_owned(), line, what: error.message().to_owned() });
                None
            }
        }
    }

    fn shared(&mut self) -> (Sets, Writing) {
        let Some(form) = self.form::<SharedForm>() else { return Default::default() };
        let mut writing = Writing::default();
        for line in &form.reads_as {
            if let Err(what) = Writing::with(line.get_ref().split_whitespace()) {
                self.fault(line.span().start, what);
            }
        }
        let pairs = form.reads_as.iter().flat_map(|line| line.get_ref().split_whitespace());
        if let Ok(all) = Writing::with(pairs) {
            writing = all;
        }
        let mut sets = Sets::new();
        for (name, words) in form.set {
            for word in &words {
                if let Err(what) = Pattern::read(word.get_ref(), &Sets::new(), &writing) {
                    self.fault(word.span().start, what);
                }
            }
            sets.insert(name, words.into_iter().map(Spanned::into_inner).collect());
        }
        (sets, writing)
    }

    fn rule(&mut self, sets: &Sets, writing: &Writing) -> Option<(Rule, usize)> {
        let before = self.faults.len();
        let form = self.form::<RuleForm>()?;
        let at = form.rule.span().start;
        let slug = form.rule.into_inner();
        if slug.is_empty() || !slug.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            self.fault(at, "the name of a rule is small letters and _");
        }
        for text in [&form.title, &form.suggest] {
            self.both(text.span().start, text.get_ref());
        }
        if form.law.is_empty() {
            self.fault(at, "a rule names the law it stands on");
        }
        if form.find.is_empty() {
            self.fault(at, "a rule finds something: [[find]] is missing");
        }
        let laws: Vec<Law> = form.law.into_iter().filter_map(|law| self.law(law)).collect();
        let (level, suggest) = (form.level, form.suggest.into_inner());
        let finds: Vec<Find> = form.find.into_iter().filter_map(|find| self.find(find, level, &suggest, sets, writing)).collect();
        let innocent = form.innocent.into_iter().filter_map(|one| self.innocent(one, sets, writing)).collect();
        let contract = form.contract.and_then(|contract| {
            Some([self.words(&contract.years, at, sets, writing)?, self.words(&contract.months, at, sets, writing)?])
        });
        if contract.is_none() && finds.iter().any(|find| find.weigh.contract_below.is_some()) {
            self.fault(at, "contract_below needs [contract]: the words that say how long a contract is");
        }
        let rule = Rule { slug, title: form.title.into_inner(), laws, finds, innocent, contract };
        (self.faults.len() == before).then_some((rule, at))
    }

    fn both(&mut self, at: usize, text: &Text) {
        if text.zh.trim().is_empty() || text.en.trim().is_empty() {
            self.fault(at, "the words are empty in one language");
        }
    }

    fn law(&mut self, form: Spanned<LawForm>) -> Option<Law> {
        let at = form.span().start;
        let form = form.into_inner();
        self.both(at, &form.title);
        let from = self.day(&form.from, false)?;
        let to = match &form.to {
            Some(to) => self.day(to, true)?,
            None => None,
        };
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            self.fault(at, "it ends before it begins");
        }
        Some(Law { title: form.title, from, to, certainty: form.certainty, url: form.url })
    }

    /// A day, a month or a year as far as it is known, or `"not_seen"`. Of a month or a year the first day, or the last.
    fn day(&mut self, value: &Spanned<Value>, last: bool) -> Option<Option<Date>> {
        let known = match value.get_ref() {
            Value::Datetime(stamp) => stamp.date.and_then(|date| date.to_string().parse::<Date>().ok()).map(Some),
            Value::String(text) if text == "not_seen" => Some(None),
            Value::String(text) => partial_day(text, last).map(Some),
            _ => None,
        };
        if known.is_none() {
            self.fault(value.span().start, format!("{} is not a day, \"2026-11\", \"2026\" or \"not_seen\"", value.get_ref()));
        }
        known
    }

    fn find(&mut self, form: Spanned<FindForm>, level: Level, suggest: &Text, sets: &Sets, writing: &Writing) -> Option<Find> {
        let at = form.span().start;
        let form = form.into_inner();
        if let Some(suggest) = &form.suggest {
            self.both(at, suggest);
        }
        let weigh = Weigh {
            more_than: form.more_than,
            less_than: form.less_than,
            at_least: form.at_least,
            at_most: form.at_most,
            below_minimum: form.below_minimum,
            contract_below: form.contract_below,
        };
        let what = match (form.words.is_empty(), form.figure, form.citizen_number) {
            (false, None, false) => {
                if weigh.below_minimum == Some(Minimum::Own) {
                    self.fault(at, "words name no period: below_minimum is hour, day, month or year");
                }
                What::Words(self.words(&form.words, at, sets, writing)?)
            }
            (true, Some(figure), false) => What::Figure(figure),
            (true, None, true) => What::CitizenNumber,
            _ => {
                self.fault(at, "a find has either words, or a figure, or citizen_number");
                return None;
            }
        };
        if let What::Words(words) = &what
            && weigh.is_any() == words.weigh()
        {
            self.fault(at, "a find that weighs a figure writes {n} in all its words and says more_than, less_than, at_least, at_most or below_minimum");
        }
        let scope = Scope {
            fields: self.fields(&form.fields),
            kinds: form.kinds,
            except_kinds: form.except_kinds,
            employments: form.employments,
            except_employments: form.except_employments,
            periods: form.periods,
        };
        Some(Find {
            level: form.level.unwrap_or(level),
            suggest: form.suggest.unwrap_or_else(|| suggest.clone()),
            scope,
            weigh,
            what,
        })
    }

    fn innocent(&mut self, form: Spanned<InnocentForm>, sets: &Sets, writing: &Writing) -> Option<Innocent> {
        let at = form.span().start;
        let form = form.into_inner();
        let scope = Scope {
            fields: self.fields(&form.fields),
            kinds: form.kinds,
            except_kinds: form.except_kinds,
            employments: form.employments,
            except_employments: form.except_employments,
            periods: vec![],
        };
        Some(Innocent { scope, words: self.words(&form.words, at, sets, writing)? })
    }

    fn fields(&mut self, fields: &[Spanned<String>]) -> Vec<String> {
        for field in fields {
            if !super::post::TEXTS.contains(&field.get_ref().as_str()) {
                let known = super::post::TEXTS.join(", ");
                self.fault(field.span().start, format!("“{}” is not a field with words; these are: {known}", field.get_ref()));
            }
        }
        fields.iter().map(|field| field.get_ref().clone()).collect()
    }

    fn words(&mut self, words: &[Spanned<String>], at: usize, sets: &Sets, writing: &Writing) -> Option<Words> {
        if words.is_empty() {
            self.fault(at, "a list of words is empty");
        }
        let mut patterns = Vec::with_capacity(words.len());
        for word in words {
            match Pattern::read(word.get_ref(), sets, writing) {
                Ok(pattern) => patterns.push(pattern),
                Err(what) => self.fault(word.span().start, what),
            }
        }
        if patterns.len() < words.len() || patterns.is_empty() {
            return None;
        }
        match Words::of(&patterns) {
            Ok(words) => Some(words),
            Err(what) => {
                self.fault(at, what);
                None
            }
        }
    }
}

impl Weigh {
    /// Whether any figure will do.
    fn is_any(self) -> bool {
        self.more_than.is_none()
            && self.less_than.is_none()
            && self.at_least.is_none()
            && self.at_most.is_none()
            && self.below_minimum.is_none()
    }
}

fn partial_day(text: &str, last: bool) -> Option<Date> {
    let mut parts = text.split('-');
    let year: i16 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let month: Option<i8> = parts.next().map(|month| month.parse().ok()).map_or(Some(None), |month| month.map(Some))?;
    if parts.next().is_some() {
        return text.parse().ok();
    }
    let first = Date::new(year, month.unwrap_or(if last { 12 } else { 1 }), 1).ok()?;
    Some(if last { first.last_of_month() } else { first })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_law_is_known_to_begin_as_exactly_as_it_was_seen() {
        assert_eq!(partial_day("2022", false), Some(date(2022, 1, 1)));
        assert_eq!(partial_day("2026-02", true), Some(date(2026, 2, 28)));
        assert_eq!(partial_day("2025-12-25", false), Some(date(2025, 12, 25)));
        for text in ["", "22", "2022-13", "2022-02-30", "2022-02-03-04", "soon"] {
            assert_eq!(partial_day(text, false), None, "{text}");
        }
    }
}
