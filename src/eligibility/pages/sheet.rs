//! The sheet: what one person can claim, as far as their answers tell, for the screen and for one sheet of paper or two.
//!
//! What a person can do comes first: what can be claimed now, what on a later day, what a fitting job would open, what is still
//! open and who can say. What is refused is folded under, each with the lines that refuse it.

use super::claims::{CARRY, again, hidden};
use super::controls;
use super::policies::address;
use crate::codes::Answer;
use crate::eligibility::answers::{Answers, Job, Question};
use crate::eligibility::facts::{Case, Fact};
use crate::eligibility::judge::{How, LineAnswer, Verdict};
use crate::eligibility::pack::{Packs, PaidTo};
use crate::eligibility::{Certainty, asking, wording};
use crate::web::assets::rules_style;
use crate::web::parts::{icon, note, trail};
use crate::web::{Head, Visit, page};
use crate::words::Lang;
use jiff::civil::Date;
use maud::{Markup, html};

/// The answers and the day they are judged on.
#[derive(Debug)]
pub struct SheetPage<'p> {
    pub packs: &'p Packs,
    pub answers: Answers,
    pub on: Date,
    /// The place this market is first for.
    pub home: String,
}

/// Where a verdict stands on the sheet; the order is that of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Now,
    Later,
    WithJob,
    Open,
    Office,
    Refused,
}

impl Part {
    pub(super) const ALL: [Self; 6] = [Self::Now, Self::Later, Self::WithJob, Self::Open, Self::Office, Self::Refused];
}

impl SheetPage<'_> {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let mut verdicts: Vec<(Part, Verdict<'_>)> = asking::in_reach(self.packs, &self.answers, self.on, &self.home)
            .into_iter()
            .map(|verdict| (self.part(&verdict), verdict))
            .collect();
        verdicts.sort_by_key(|(part, verdict)| (*part, whose(verdict.pack.paid_to)));
        let part_of = |wanted: Part| verdicts.iter().filter(move |(part, _)| *part == wanted).map(|(_, verdict)| verdict);
        let hopeful = verdicts.iter().any(|(part, _)| *part != Part::Refused);
        let body = html! {
            (trail(visit, &[(words.claims_title(), "/subsidies".to_owned())], &words.sheet_title()))
            header.sheet-top {
                h1 { (words.sheet_title()) }
                p { (words.sheet_on(wording::full_day(visit.lang, self.on))) " · " (words.sheet_not_final()) }
                p.tools {
                    button.quiet type="button" hidden data-print { (icon("print")) (words.print_button()) }
                    (again(visit))
                }
            }
            @if !hopeful { (note("ask", "info", &html! { p { (words.sheet_nothing()) } })) }
            @if !self.place_is_known() { (note("ask", "ask", &html! { p { (words.sheet_empty_place(visit.lang.region(&self.home))) } })) }
            @for part in Part::ALL.into_iter().filter(|part| *part != Part::Refused) {
                @let own: Vec<&Verdict<'_>> = part_of(part).collect();
                @if !own.is_empty() {
                    section.claims aria-labelledby={ "part" (part as u8) } {
                        h2 id={ "part" (part as u8) } { (part_name(visit, part)) }
                        @if part == Part::WithJob { p { a.go href="/openings?subsidy=true" { (icon("search")) (words.sheet_find_work()) } } }
                        @for verdict in own { (self.claim(visit, part, verdict)) }
                    }
                }
            }
            (self.refused(visit, part_of(Part::Refused).collect()))
            (self.answered(visit))
            (note("calm", "phone", &html! { p { (words.sheet_call_first()) } }))
            (self.onward(visit))
            form #(CARRY) method="post" action="/subsidies" hidden { (hidden(&self.answers.fields_without(None))) input type="hidden" name="sheet" value="1"; }
        };
        let head = Head { title: words.sheet_title(), style: Some(rules_style()), ..Head::default() };
        page(&visit.carrying(CARRY), &head, &body)
    }

    /// To the posts that suit, with what was said of the person and nothing else.
    fn onward(&self, visit: &Visit) -> Markup {
        let fields: Vec<_> =
            self.answers.fields_without(None).into_iter().filter(|(name, _)| crate::person::form::is_field(name)).collect();
        html! {
            form.tools method="post" action="/match" {
                (hidden(&fields))
                button.go type="submit" name="go" value="result" { (icon("search")) (visit.words().sheet_match()) }
            }
        }
    }

    fn place_is_known(&self) -> bool {
        Case::new(&self.answers.person, self.answers.employment()).place().1.is_some()
    }

    fn part(&self, verdict: &Verdict<'_>) -> Part {
        match verdict.answer {
            Answer::Yes => Part::Now,
            Answer::NotYet => Part::Later,
            Answer::No => Part::Refused,
            Answer::Unknown => {
                let open = self.to_ask(verdict);
                let of_job = verdict.missing.iter().any(Fact::of_employment) && self.answers.employment().is_none();
                match (open.is_empty(), of_job && self.answers.job == Some(Job::None)) {
                    (true, true) => Part::WithJob,
                    (true, false) => Part::Office,
                    (false, _) => Part::Open,
                }
            }
        }
    }

    /// The missing facts that the person could still tell.
    fn to_ask(&self, verdict: &Verdict<'_>) -> Vec<Fact> {
        let without_job = self.answers.job == Some(Job::None);
        let told = |fact: &Fact| self.answers.says(Question::Fact(*fact));
        let can = |fact: &Fact| fact.askable() && *fact != Fact::OfficeDecision && !(without_job && fact.of_employment());
        verdict.missing.iter().filter(|fact| can(fact) && !told(fact)).collect()
    }

    fn claim(&self, visit: &Visit, part: Part, verdict: &Verdict<'_>) -> Markup {
        let (words, lang, pack) = (visit.words(), visit.lang, verdict.pack);
        let papers = self.packs.papers(verdict, lang.into());
        let money = verdict.amount.map(|money| wording::money(lang, money)).or_else(|| wording::span(lang, pack));
        html! {
            article.claim {
                h3 { (pack.title.of(lang.into())) }
                (self.when(visit, part, verdict))
                dl.facts {
                    @if let Some(money) = money { div { dt { (words.sheet_amount()) } dd { b { (money) } (note_on(visit, pack.paid_to)) } } }
                    @else { div { dt { (words.sheet_amount()) } dd { (wording::paid_to(lang, pack.paid_to)) (note_on(visit, pack.paid_to)) } } }
                    (self.calendar(visit, verdict))
                    @if !papers.is_empty() { div { dt { (words.sheet_bring()) } dd { (lang.list(papers)) } } }
                    div { dt { (words.sheet_ask()) } dd { (pack.ask.of(lang.into())) } }
                    (source(visit, verdict))
                }
                (self.still(visit, part, verdict))
                h4.vh { (words.sheet_lines()) }
                ul.lines { @for heard in verdict.lines.iter().filter(|heard| shown(heard)) { (line(visit, heard)) } }
                @if !pack.notes.is_empty() { ul.said.small { @for note in &pack.notes { li { (note.text.of(lang.into())) } } } }
                p.small { a href=(address(&pack.slug, None)) { (words.sheet_more()) } }
            }
        }
    }

    fn when(&self, visit: &Visit, part: Part, verdict: &Verdict<'_>) -> Markup {
        let words = visit.words();
        let day = |day: Date| wording::full_day(visit.lang, day);
        html! {
            @match (part, verdict.from, verdict.not_before) {
                (Part::Now, Some(from), _) => p.when.yes { (words.sheet_since(day(from))) },
                (Part::Now, None, _) => p.when.yes { (words.sheet_now()) },
                (Part::Later, Some(from), _) => p.when.later { (words.sheet_from(day(from))) },
                (_, _, Some(earliest)) if earliest > self.on => p.when { (words.sheet_not_before(day(earliest))) },
                _ => {},
            }
        }
    }

    fn calendar(&self, visit: &Visit, verdict: &Verdict<'_>) -> Markup {
        let (words, lang) = (visit.words(), visit.lang);
        let amount =
            |yuan: Option<i64>| yuan.map_or_else(|| words.sheet_due_unknown(), |yuan| words.amount_exact(lang.number(yuan)));
        html! {
            @if !verdict.schedule.is_empty() {
                div {
                    dt { (words.sheet_calendar()) }
                    dd {
                        ul {
                            @for due in &verdict.schedule {
                                li {
                                    (words.sheet_due(wording::full_day(lang, due.due), amount(due.amount)))
                                    @if due.due < self.on && verdict.answer == Answer::Yes { " " small { (words.sheet_due_past()) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The open questions of a verdict, each with a button that asks it.
    fn still(&self, visit: &Visit, part: Part, verdict: &Verdict<'_>) -> Markup {
        let open = self.to_ask(verdict);
        html! {
            @if part == Part::Open && !open.is_empty() {
                p.still {
                    (visit.words().sheet_still())
                    @for fact in open { " " button.chip type="submit" form=(CARRY) name="change" value=(fact.path()) { (controls::name(visit.lang, Question::Fact(fact))) } }
                }
            }
        }
    }

    fn refused(&self, visit: &Visit, refused: Vec<&Verdict<'_>>) -> Markup {
        let (words, lang) = (visit.words(), visit.lang);
        html! {
            @if !refused.is_empty() {
                details.refused {
                    summary { h2 { (words.sheet_refused()) " (" (refused.len()) ")" } }
                    @for verdict in refused {
                        div.no {
                            h3 { a href=(address(&verdict.pack.slug, None)) { (verdict.pack.title.of(lang.into())) } }
                            p { (words.sheet_refused_one()) }
                            ul.lines { @for heard in verdict.lines.iter().filter(|heard| heard.answer == Answer::No) { (line(visit, heard)) } }
                        }
                    }
                }
            }
        }
    }

    fn answered(&self, visit: &Visit) -> Markup {
        let (words, lang) = (visit.words(), visit.lang);
        let all = std::iter::once(Question::Job).chain(Fact::ALL.iter().copied().map(Question::Fact));
        let told = all.filter(|question| self.answers.says(*question) || self.answers.asked.contains(question));
        html! {
            section.answers aria-labelledby="answers" {
                h2 #answers { (words.sheet_answers()) }
                dl.facts {
                    @for question in told {
                        div {
                            dt { (controls::name(lang, question)) }
                            dd {
                                (controls::answer(lang, question, &self.answers).unwrap_or_else(|| words.sheet_unsaid()))
                                button.quiet type="submit" form=(CARRY) name="change" value=(question.name()) { (words.sheet_change()) span.vh { (controls::name(lang, question)) } }
                            }
                        }
                    }
                }
                p.small { (words.claims_private()) }
            }
        }
    }
}

/// Money for the person first, then what opens other help, loans, and what is the employer's.
fn whose(paid_to: PaidTo) -> u8 {
    match paid_to {
        PaidTo::Person => 0,
        PaidTo::Standing => 1,
        PaidTo::Borrower => 2,
        PaidTo::Employer => 3,
    }
}

pub(super) fn part_name(visit: &Visit, part: Part) -> String {
    let words = visit.words();
    match part {
        Part::Now => words.sheet_now(),
        Part::Later => words.sheet_later(),
        Part::WithJob => words.sheet_with_job(),
        Part::Open => words.sheet_open(),
        Part::Office => words.sheet_office(),
        Part::Refused => words.sheet_refused(),
    }
}

/// What is to be said where the money is not simply the person's.
fn note_on(visit: &Visit, paid_to: PaidTo) -> Markup {
    let words = visit.words();
    let said = match paid_to {
        PaidTo::Person => return html! {},
        PaidTo::Employer => words.sheet_for_employer(),
        PaidTo::Standing => words.sheet_for_standing(),
        PaidTo::Borrower => words.sheet_for_borrower(),
    };
    html! { p.small { (said) } }
}

fn source(visit: &Visit, verdict: &Verdict<'_>) -> Markup {
    let (words, lang, pack) = (visit.words(), visit.lang, verdict.pack);
    let zh = (lang != Lang::Zh).then_some(Lang::Zh.tag());
    let grade = pack.sources.first().map_or(Certainty::Derived, |source| source.certainty);
    html! {
        div {
            dt { (words.sheet_source()) }
            dd {
                span lang=[zh] { "《" (pack.document.title) "》" }
                @match &pack.document.number { Some(number) => span lang=[zh] { (number) }, None => span.soft { " " (words.sheet_number_unseen()) } }
                " " span.grade { (wording::certainty(lang, grade)) }
            }
        }
    }
}

/// A place and a term that hold need no line.
fn shown(heard: &LineAnswer<'_>) -> bool {
    heard.answer != Answer::Yes || !matches!(heard.line.fact, Fact::Jurisdiction | Fact::InForce)
}

pub(super) fn line(visit: &Visit, heard: &LineAnswer<'_>) -> Markup {
    let (words, lang, line_of) = (visit.words(), visit.lang, heard.line);
    let (class, sign, said) = match (heard.answer, heard.from) {
        (Answer::Yes, _) => ("y", "✓", words.sheet_line_yes()),
        (Answer::No, _) => ("n", "✗", words.sheet_line_no()),
        (Answer::NotYet, Some(from)) => ("w", "…", words.sheet_line_not_yet(wording::full_day(lang, from))),
        (Answer::NotYet, None) | (Answer::Unknown, _) => ("q", "?", words.sheet_line_unknown()),
    };
    let how = match heard.how {
        How::Any => Some(words.sheet_any()),
        How::None => Some(words.sheet_none_of()),
        How::Single | How::All => None,
    };
    let parts = heard.parts.iter().filter(|part| part.answer == heard.answer && heard.how != How::None);
    html! {
        li class=(class) {
            b role="img" aria-label=(said) { (sign) } " " (line_of.text.of(lang.into()))
            @if heard.answer == Answer::NotYet { " " b { (said) } }
            @if let Some(clause) = &line_of.clause { q.clause lang=[(lang != Lang::Zh).then_some(Lang::Zh.tag())] { (clause) } }
            @if let Some(hint) = line_of.hint.as_ref().filter(|_| heard.answer != Answer::Yes) { p.small { (hint.of(lang.into())) } }
            @if heard.parts.len() > 1 {
                @if let Some(how) = how.filter(|_| heard.answer != Answer::Yes) { p.small { (how) } }
                ul.lines { @for part in parts { (line(visit, part)) } }
            }
        }
    }
}
