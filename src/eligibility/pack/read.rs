//! One pack from its form: words checked, tests understood, every fault noted with its line.

use super::form::{LineForm, NoteForm, PackForm, ServiceForm};
use super::tests_of;
use super::{Amount, AppliesBy, Line, Note, NoteKind, PaidTo, Pay, Precision, Rule, Service, ServiceKind};
use crate::eligibility::facts::{Fact, check_slug};
use crate::eligibility::{Certainty, Fault, Text, line_at};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::ops::Range;
use toml::{Spanned, Value};

/// A place in a file, as the byte it begins at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot(usize);

impl Spot {
    pub(super) fn of<T>(spanned: &Spanned<T>) -> Self {
        Self(spanned.span().start)
    }
}
impl From<Range<usize>> for Spot {
    fn from(span: Range<usize>) -> Self {
        Self(span.start)
    }
}

/// Reads one file and keeps its faults.
pub(super) struct Reader<'t> {
    pub file: &'t str,
    pub text: &'t str,
    pub faults: Vec<Fault>,
}

/// What a pack says of itself, before what it inherits is added.
pub(super) struct Own {
    pub form: PackForm,
    pub lines: Vec<Line>,
    pub service: Option<(Service, Line)>,
    pub amount: Option<Amount>,
    pub pay: Option<Pay>,
    pub notes: Vec<Note>,
    pub from: (Date, Precision),
    pub to: Option<Date>,
    pub applies_by: AppliesBy,
    pub paid_to: PaidTo,
    pub inherits: Option<(String, String)>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(file: &'t str, text: &'t str) -> Self {
        Self { file, text, faults: Vec::new() }
    }

    pub(super) fn fault(&mut self, at: Spot, what: String) {
        let line = Some(line_at(self.text, at.0));
        self.faults.push(Fault { file: self.file.to_owned(), line, what });
    }

    /// Records a fault and gives nothing back.
    pub(super) fn none<T>(&mut self, at: Spot, what: String) -> Option<T> {
        self.fault(at, what);
        None
    }

    /// The whole file. `None` where it cannot be read at all; smaller faults are in `faults`.
    pub(super) fn pack(&mut self) -> Option<Own> {
        let form: PackForm = match toml::from_str(self.text) {
            Ok(form) => form,
            Err(error) => {
                let line = error.span().map(|span| line_at(self.text, span.start));
                self.faults.push(Fault { file: self.file.to_owned(), line, what: error.message().trim().to_owned() });
                return None;
            }
        };
        self.heading(&form);
        let lines = self.lines(&form.condition, &mut BTreeSet::new(), None);
        let service = form.service.as_ref().and_then(|service| self.service(service));
        let amount = form.amount.as_ref().and_then(|amount| self.amount(amount));
        let pay = form.pay.as_ref().and_then(|pay| self.pay(pay));
        let notes = form.note.iter().filter_map(|note| self.note(note)).collect();
        let from = self.day(&form.in_force.from)?;
        let to = form.in_force.to.as_ref().and_then(|to| self.day(to)).map(|(day, _)| day);
        if to.is_some_and(|to| to < from.0) {
            self.fault(Spot::of(&form.in_force.from), "the rule ends before it begins".to_owned());
        }
        let applies_by = match form.applies_by.as_ref().map(|word| word.get_ref().as_str()) {
            None | Some("judged_on") => AppliesBy::JudgedOn,
            Some("entry") => AppliesBy::Entry,
            Some(other) => return self.none(Spot(0), format!("applies_by is “judged_on” or “entry”, not “{other}”")),
        };
        let paid_to = match form.paid_to.get_ref().as_str() {
            "person" => PaidTo::Person,
            "employer" => PaidTo::Employer,
            "standing" => PaidTo::Standing,
            "borrower" => PaidTo::Borrower,
            other => {
                let what = format!("paid_to is “person”, “employer”, “standing” or “borrower”, not “{other}”");
                return self.none(Spot::of(&form.paid_to), what);
            }
        };
        let inherits = match &form.inherits {
            None => None,
            Some(written) => match written.get_ref().split_once('@') {
                Some((slug, version)) => Some((slug.to_owned(), version.to_owned())),
                None => return self.none(Spot::of(written), "inherits is written slug@version".to_owned()),
            },
        };
        Some(Own { form, lines, service, amount, pay, notes, from, to, applies_by, paid_to, inherits })
    }

    fn heading(&mut self, form: &PackForm) {
        for slug in [&form.slug, &form.family] {
            if let Err(what) = check_slug(slug.get_ref()) {
                self.fault(Spot::of(slug), what);
            }
        }
        if form.version.get_ref().trim().is_empty() {
            self.fault(Spot::of(&form.version), "the version has no name".to_owned());
        }
        let code = form.jurisdiction.get_ref();
        if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
            self.fault(Spot::of(&form.jurisdiction), format!("“{code}” is not a six-digit place code"));
        } else if !self.file.starts_with(code.as_str()) {
            self.fault(Spot::of(&form.jurisdiction), format!("a rule of {code} belongs into a folder that begins with {code}"));
        }
        self.both(&form.place);
        self.both(&form.title);
        if let Some(ask) = &form.ask {
            self.both(ask);
        }
        if form.document.title.get_ref().trim().is_empty() {
            self.fault(Spot::of(&form.document.title), "the document has no title".to_owned());
        }
        if let Some(number) = form.document.number.as_ref().filter(|number| number.get_ref().trim().is_empty()) {
            self.fault(Spot::of(number), "leave the number out rather than empty".to_owned());
        }
        if form.source.is_empty() {
            self.fault(Spot::of(&form.slug), "say where this rule was seen: [[source]]".to_owned());
        }
        for source in form.source.iter().filter(|source| source.title.get_ref().trim().is_empty()) {
            self.fault(Spot::of(&source.title), "the source has no title".to_owned());
        }
    }

    /// Words must be there in both languages.
    pub(super) fn both(&mut self, text: &Spanned<Text>) {
        let Text { zh, en } = text.get_ref();
        if zh.trim().is_empty() || en.trim().is_empty() {
            self.fault(Spot::of(text), "the words are empty in one language".to_owned());
        }
    }

    /// Lines of a pack, or of a group whose certainty they share unless they state their own.
    fn lines(&mut self, forms: &[Spanned<LineForm>], seen: &mut BTreeSet<String>, group: Option<Certainty>) -> Vec<Line> {
        forms.iter().filter_map(|form| self.line(form, seen, group)).collect()
    }

    fn line(&mut self, written: &Spanned<LineForm>, seen: &mut BTreeSet<String>, group: Option<Certainty>) -> Option<Line> {
        let (form, at) = (written.get_ref(), Spot::of(written));
        self.both(&form.text);
        if let Some(hint) = &form.hint {
            self.both(hint);
        }
        let name = match &form.name {
            Some(name) => {
                if let Err(what) = check_slug(name.get_ref()) {
                    self.fault(Spot::of(name), what);
                }
                if !seen.insert(name.get_ref().clone()) {
                    self.fault(Spot::of(name), format!("two lines are named “{}”", name.get_ref()));
                }
                name.get_ref().clone()
            }
            None if group.is_none() => return self.none(at, "a condition needs a name".to_owned()),
            None => String::new(),
        };
        let Some(certainty) = form.certainty.as_ref().map(|grade| *grade.get_ref()).or(group) else {
            return self.none(at, format!("say how certain the condition “{name}” is"));
        };
        let stated = match &form.fact {
            None => None,
            Some(path) => match Fact::from_path(path.get_ref()).filter(|fact| fact.askable()) {
                Some(fact) => Some(fact),
                None => return self.none(Spot::of(path), format!("there is no fact “{}”", path.get_ref())),
            },
        };
        let (fact, rule) = self.rule(form, stated, seen, certainty, at)?;
        let (text, hint) = (form.text.get_ref().clone(), form.hint.as_ref().map(|hint| hint.get_ref().clone()));
        let only_with_employment = form.only_with_employment;
        Some(Line { name, fact, text, clause: form.clause.clone(), certainty, hint, only_with_employment, rule })
    }

    /// A group, a reference to the local rule, or a test; with the fact the line is known by.
    fn rule(
        &mut self,
        form: &LineForm,
        stated: Option<Fact>,
        seen: &mut BTreeSet<String>,
        certainty: Certainty,
        at: Spot,
    ) -> Option<(Fact, Rule)> {
        type Make = fn(Vec<Line>) -> Rule;
        let groups: [(&Option<Vec<Spanned<LineForm>>>, Make); 3] =
            [(&form.all, Rule::All), (&form.any, Rule::Any), (&form.none, Rule::None)];
        let mut written = groups.iter().filter_map(|(lines, make)| lines.as_ref().map(|lines| (lines, make)));
        let Some((lines, make)) = written.next() else {
            let Some(fact) = stated else { return self.none(at, "a line is about a fact, or is a group of lines".to_owned()) };
            return tests_of::read(self, form, fact, at).map(|test| (fact, Rule::Test(test)));
        };
        if written.next().is_some() {
            return self.none(at, "a group is all, any or none: not two of them".to_owned());
        }
        if lines.is_empty() {
            return self.none(at, "the group is empty".to_owned());
        }
        let lines = self.lines(lines, seen, Some(certainty));
        let fact = stated.or_else(|| lines.first().map(|line| line.fact))?;
        match &form.local {
            None => Some((fact, make(lines))),
            Some(family) if form.any.is_some() => {
                Some((fact, Rule::Local { family: family.get_ref().clone(), otherwise: lines }))
            }
            Some(family) => self.none(Spot::of(family), "beside local, say with “any” what holds elsewhere".to_owned()),
        }
    }

    /// A date written out, or "2023-12" or "2023" where no more is known.
    pub(super) fn day(&mut self, written: &Spanned<Value>) -> Option<(Date, Precision)> {
        let read = match written.get_ref() {
            Value::Datetime(stamp) => stamp.date.filter(|_| stamp.time.is_none()).and_then(|date| {
                let (year, month) = (i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?);
                Some((Date::new(year, month, i8::try_from(date.day).ok()?).ok()?, Precision::Day))
            }),
            Value::String(text) => partial_day(text),
            _ => None,
        };
        match read {
            Some(day) => Some(day),
            None => self.none(
                Spot::of(written),
                format!("{} is not a day: write 2023-12-25, \"2023-12\", \"2023\" or \"not_seen\"", written.get_ref()),
            ),
        }
    }

    fn service(&mut self, written: &Spanned<ServiceForm>) -> Option<(Service, Line)> {
        let form = written.get_ref();
        self.both(&form.text);
        let kind = match form.kind.get_ref().as_str() {
            "continuous" => ServiceKind::Continuous,
            "same_chain" => ServiceKind::SameChain,
            "portable" => ServiceKind::Portable,
            "not_seen" => ServiceKind::NotSeen,
            other => {
                let what = format!("service is “continuous”, “same_chain”, “portable” or “not_seen”, not “{other}”");
                return self.none(Spot::of(&form.kind), what);
            }
        };
        let months = match i32::try_from(*form.months.get_ref()) {
            Ok(months @ 1..=600) => months,
            _ => return self.none(Spot::of(&form.months), "months of service lie between 1 and 600".to_owned()),
        };
        let clock = match &form.clock {
            None => vec![Fact::HiredOn, Fact::ContractFrom, Fact::InsuredFrom],
            Some(paths) => {
                let starts = [Fact::HiredOn, Fact::ContractFrom, Fact::InsuredFrom];
                let read: Option<Vec<Fact>> =
                    paths.get_ref().iter().map(|p| Fact::from_path(p).filter(|f| starts.contains(f))).collect();
                match read.filter(|facts| !facts.is_empty()) {
                    Some(facts) => facts,
                    None => {
                        let what = "the clock starts at employment.hired_on, .contract_from or .insured_from".to_owned();
                        return self.none(Spot::of(paths), what);
                    }
                }
            }
        };
        let line = Line {
            name: "service".to_owned(),
            fact: Fact::Service,
            text: form.text.get_ref().clone(),
            clause: form.clause.clone(),
            certainty: form.certainty,
            hint: form.hint.as_ref().map(|hint| hint.get_ref().clone()),
            only_with_employment: false,
            rule: Rule::Service,
        };
        Some((Service { months, kind, clock, in_post: form.in_post }, line))
    }

    fn note(&mut self, written: &Spanned<NoteForm>) -> Option<Note> {
        let form = written.get_ref();
        self.both(&form.text);
        let kind = match form.kind.get_ref().as_str() {
            "not_seen" => NoteKind::NotSeen,
            "office_checks" => NoteKind::OfficeChecks,
            "limit" => NoteKind::Limit,
            "good_to_know" => NoteKind::GoodToKnow,
            other => {
                let what = format!("a note is “not_seen”, “office_checks”, “limit” or “good_to_know”, not “{other}”");
                return self.none(Spot::of(&form.kind), what);
            }
        };
        let (name, text) = (form.name.get_ref().clone(), form.text.get_ref().clone());
        Some(Note { name, kind, text, certainty: form.certainty.unwrap_or(Certainty::Derived) })
    }
}

fn partial_day(text: &str) -> Option<(Date, Precision)> {
    let (full, precision) = match text.len() {
        8 if text == "not_seen" => return Some((Date::MIN, Precision::NotSeen)),
        4 => (format!("{text}-01-01"), Precision::Year),
        7 => (format!("{text}-01"), Precision::Month),
        _ => return None,
    };
    full.parse().ok().map(|day| (day, precision))
}
