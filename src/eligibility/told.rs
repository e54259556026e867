//! Verdicts in the JSON of the interface, in one language.
//!
//! Beyond the fields the interface fixes, an answer carries what a page needs to say it well: the certainty of each line,
//! hints, the parts of a group, the open questions in words, what to bring, and what no line can judge.

use super::facts::{Fact, FactSet};
use super::judge::{How, LineAnswer, Verdict};
use super::pack::{Line, Pack, Packs, Question, Rule};
use super::{Certainty, Lang};
use crate::codes::Answer;
use jiff::civil::Date;
use serde::Serialize;

/// The answer to a question.
#[derive(Debug, Serialize)]
pub struct Verdicts<'p> {
    pub verdicts: Vec<Told<'p>>,
}

/// One verdict, told.
#[derive(Debug, Serialize)]
pub struct Told<'p> {
    pub policy: &'p str,
    pub version: &'p str,
    pub title: &'p str,
    pub answer: Answer,
    pub from: Option<Date>,
    /// Of an "unknown": the first day on which it could be a yes.
    pub not_before: Option<Date>,
    pub amount: Option<ToldAmount>,
    pub schedule: Vec<ToldDue>,
    pub lines: Vec<ToldLine<'p>>,
    pub missing: Vec<&'static str>,
    pub source: ToldSource<'p>,
    pub questions: Vec<ToldQuestion<'p>>,
    /// Papers that prove the lines, in the order the facts are asked.
    pub bring: Vec<&'p str>,
    pub notes: Vec<ToldNote<'p>>,
    /// How the money comes, where the sources say so.
    pub paid: Option<&'p str>,
    pub paid_to: &'static str,
    pub ask: &'p str,
    pub jurisdiction: &'p str,
    pub exploratory: bool,
    pub overridden_by: Option<&'p str>,
}

#[derive(Debug, Serialize)]
pub struct ToldAmount {
    pub value: Option<i64>,
    pub certainty: &'static str,
    pub currency: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every_months: Option<i32>,
}

#[derive(Debug, Serialize)]
pub struct ToldDue {
    pub due: Date,
    pub amount: Option<i64>,
}

#[derive(Debug, Serialize)]
pub struct ToldLine<'p> {
    pub fact: &'static str,
    pub text: &'p str,
    pub clause: Option<&'p str>,
    pub answer: Answer,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    pub certainty: Certainty,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<&'p str>,
    /// How the parts belong together: all of them, any of them, none of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<ToldLine<'p>>,
}

#[derive(Debug, Serialize)]
pub struct ToldSource<'p> {
    pub title: &'p str,
    pub number: Option<&'p str>,
    pub certainty: Certainty,
    pub seen_at: Vec<ToldPlace<'p>>,
}

#[derive(Debug, Serialize)]
pub struct ToldPlace<'p> {
    pub title: &'p str,
    pub url: Option<&'p str>,
    pub certainty: Certainty,
}

#[derive(Debug, Serialize)]
pub struct ToldQuestion<'p> {
    pub fact: &'static str,
    pub text: &'p str,
}

#[derive(Debug, Serialize)]
pub struct ToldNote<'p> {
    pub kind: &'static str,
    pub text: &'p str,
    pub certainty: Certainty,
}

impl Packs {
    /// Verdicts as the interface gives them.
    pub fn tell<'p>(&'p self, verdicts: &[Verdict<'p>], lang: Lang) -> Verdicts<'p> {
        Verdicts { verdicts: verdicts.iter().map(|verdict| self.tell_one(verdict, lang)).collect() }
    }

    fn tell_one<'p>(&'p self, verdict: &Verdict<'p>, lang: Lang) -> Told<'p> {
        let pack = verdict.pack;
        let question = |fact: Fact| self.words().question(fact);
        let asked = |fact: Fact| question(fact).map(|q: &Question| ToldQuestion { fact: fact.path(), text: q.ask.of(lang) });
        Told {
            policy: &pack.slug,
            version: &pack.version,
            title: pack.title.of(lang),
            answer: verdict.answer,
            from: verdict.from,
            not_before: verdict.not_before,
            amount: verdict.amount.map(|money| ToldAmount {
                value: money.value,
                certainty: money.certainty.slug(),
                currency: "CNY",
                ceiling: money.ceiling,
                every_months: money.every_months,
            }),
            schedule: verdict.schedule.iter().map(|due| ToldDue { due: due.due, amount: due.amount }).collect(),
            lines: verdict.lines.iter().map(|line| tell_line(line, lang)).collect(),
            missing: verdict.missing.iter().map(Fact::path).collect(),
            source: ToldSource {
                title: &pack.document.title,
                number: pack.document.number.as_deref(),
                certainty: pack.sources.first().map_or(Certainty::Derived, |source| source.certainty),
                seen_at: pack
                    .sources
                    .iter()
                    .map(|source| ToldPlace { title: &source.title, url: source.url.as_deref(), certainty: source.certainty })
                    .collect(),
            },
            questions: verdict.missing.iter().filter_map(asked).collect(),
            bring: self.papers(verdict, lang),
            notes: pack
                .notes
                .iter()
                .map(|note| ToldNote { kind: note.kind.slug(), text: note.text.of(lang), certainty: note.certainty })
                .collect(),
            paid: pack.pay.text.as_ref().map(|text| text.of(lang)),
            paid_to: pack.paid_to.slug(),
            ask: pack.ask.of(lang),
            jurisdiction: &pack.jurisdiction,
            exploratory: pack.exploratory,
            overridden_by: verdict.overridden_by,
        }
    }

    /// The papers that prove what the lines ask, each once.
    pub fn papers<'p>(&'p self, verdict: &Verdict<'p>, lang: Lang) -> Vec<&'p str> {
        let mut facts = verdict.missing;
        let mut open: Vec<&LineAnswer> = verdict.lines.iter().collect();
        while let Some(line) = open.pop() {
            open.extend(line.parts.iter().filter(|part| part.answer != Answer::No));
            facts.add(FactSet::of(line.line.fact));
        }
        self.papers_for(facts, verdict.pack, lang)
    }

    /// Every paper a rule may want, for whoever reads the rule without a case of their own.
    pub fn papers_of<'p>(&'p self, pack: &Pack, lang: Lang) -> Vec<&'p str> {
        let mut facts = FactSet::EMPTY;
        let mut open: Vec<&Line> = pack.lines.iter().collect();
        while let Some(line) = open.pop() {
            facts.add(FactSet::of(line.fact));
            if let Rule::All(parts) | Rule::Any(parts) | Rule::None(parts) | Rule::Local { otherwise: parts, .. } = &line.rule {
                open.extend(parts);
            }
        }
        self.papers_for(facts, pack, lang)
    }

    fn papers_for<'p>(&'p self, mut facts: FactSet, pack: &Pack, lang: Lang) -> Vec<&'p str> {
        if let Some(service) = &pack.service {
            service.clock.iter().for_each(|fact| facts.add(FactSet::of(*fact)));
        }
        let mut papers: Vec<&str> = Vec::new();
        for paper in facts.iter().filter_map(|fact| self.words().question(fact)?.bring.as_ref()) {
            let paper = paper.of(lang);
            if !papers.contains(&paper) {
                papers.push(paper);
            }
        }
        papers
    }
}

fn tell_line<'p>(heard: &LineAnswer<'p>, lang: Lang) -> ToldLine<'p> {
    let line = heard.line;
    ToldLine {
        fact: line.fact.path(),
        text: line.text.of(lang),
        clause: line.clause.as_deref(),
        answer: heard.answer,
        from: heard.from.filter(|_| heard.answer == Answer::NotYet),
        certainty: line.certainty,
        hint: line.hint.as_ref().filter(|_| heard.answer != Answer::Yes).map(|hint| hint.of(lang)),
        how: (heard.how != How::Single).then_some(heard.how.slug()),
        lines: heard.parts.iter().map(|part| tell_line(part, lang)).collect(),
    }
}
