//! Every kind of sentence that the rules and the judge say, for the styleguide: questions, lines, days, amounts, grades.

use super::{controls, sheet};
use crate::codes::Answer;
use crate::eligibility::answers::{Answers, Job, Question};
use crate::eligibility::facts::{Case, Fact};
use crate::eligibility::pack::{AmountCertainty, NoteKind, Packs, PaidTo, Sum};
use crate::eligibility::{Certainty, Text, wording};
use crate::web::Visit;
use jiff::civil::{Date, date};
use maud::{Markup, html};

/// Draws them all in the language of the visit.
pub fn draw(visit: &Visit, packs: &Packs) -> Markup {
    html! { (lines(visit, packs)) (figures(visit)) (questions(visit, packs)) }
}

/// A line of each answer, of somebody invented: hired lately, by a labour-dispatch firm, whose major nobody said.
fn lines(visit: &Visit, packs: &Packs) -> Markup {
    const ON: Date = date(2026, 11, 23);
    let told = [
        ("job", "working"),
        ("education.level", "junior_college"),
        ("education.full_time", "true"),
        ("employment.region", "210302"),
        ("employment.dispatched", "true"),
        ("employment.hired_on", "2026-06-01"),
        ("employment.contract_from", "2026-06-01"),
        ("employment.insured_from", "2026-06-01"),
        ("employment.still_in_post", "true"),
    ];
    let fields: Vec<(String, String)> = told.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let answers = Answers::read(&fields, None).unwrap_or_default();
    let person = answers.heard();
    let pack = packs.policy("liaoning-graduate-entry").and_then(|policy| policy.on(ON));
    let verdict = pack.map(|pack| packs.judge_one(pack, Case::new(&person, answers.employment()), ON));
    let heard = verdict.iter().flat_map(|verdict| &verdict.lines);
    let one = |answer: Answer| {
        heard.clone().filter(|line| line.line.fact.askable() || answer == Answer::NotYet).find(move |line| line.answer == answer)
    };
    html! {
        ul.lines { @for answer in [Answer::Yes, Answer::No, Answer::NotYet, Answer::Unknown] { @if let Some(heard) = one(answer) { (sheet::line(visit, heard)) } } }
        ul.said { @for said in days(visit, ON) { li { (said) } } }
    }
}

/// What the sheet says of days, whose money it is, and where a claim stands.
fn days(visit: &Visit, on: Date) -> Vec<String> {
    let (words, lang) = (visit.words(), visit.lang);
    let day = wording::full_day(lang, on);
    let mut said = vec![
        words.sheet_from(&day),
        words.sheet_since(&day),
        words.sheet_not_before(&day),
        words.sheet_due(&day, words.amount_exact(lang.number(15_000))),
        words.sheet_due(&day, words.sheet_due_unknown()),
        words.sheet_due_past(),
        words.sheet_any(),
        words.sheet_none_of(),
        words.sheet_refused_one(),
        words.sheet_for_employer(),
        words.sheet_for_standing(),
        words.sheet_for_borrower(),
        words.sheet_not_final(),
    ];
    said.extend(sheet::Part::ALL.iter().map(|part| sheet::part_name(visit, *part)));
    said
}

fn figures(visit: &Visit) -> Markup {
    let (words, lang) = (visit.words(), visit.lang);
    let sum = |value, under, certainty| wording::sum_in_words(lang, Sum { value, under }, certainty);
    let amounts = [
        sum(Some(50_000), None, AmountCertainty::Exact),
        sum(Some(50_000), None, AmountCertainty::Ceiling),
        sum(None, Some(50_000), AmountCertainty::NotEntered),
        sum(None, None, AmountCertainty::NotEntered),
        words.amount_range(lang.number(40_000), lang.number(60_000)),
        words.amount_each_month(words.amount_exact(lang.number(500))),
        words.amount_each_year(words.amount_ceiling(lang.number(7_800))),
    ];
    let notes = [NoteKind::NotSeen, NoteKind::OfficeChecks, NoteKind::Limit, NoteKind::GoodToKnow];
    let whose = [PaidTo::Person, PaidTo::Employer, PaidTo::Standing, PaidTo::Borrower];
    html! {
        ul.said { @for amount in amounts { li { (amount) } } }
        ul.tags {
            @for grade in Certainty::ALL { li { (wording::certainty(lang, *grade)) } }
            @for kind in notes { li { (wording::note_kind(lang, kind)) } }
            @for who in whose { li { (wording::paid_to(lang, who)) } }
        }
    }
}

/// Every question, and what the rules say of place, term and trial.
fn questions(visit: &Visit, packs: &Packs) -> Markup {
    let lang = visit.lang;
    let standing = packs.words().sentences();
    let standing: [&Text; 5] =
        [&standing.job_in_place, &standing.in_force, &standing.in_force_until, &standing.in_force_unseen, &standing.exploratory];
    let askable = Fact::ALL.iter().copied().filter(|fact| fact.askable()).map(Question::Fact);
    let nobody = Answers::default();
    let mut found = Answers::default();
    found.job = Some(Job::Found);
    html! {
        ul.said { @for text in standing { li { (text.of(lang.into())) } } }
        ul.said.small {
            @for question in std::iter::once(Question::Job).chain(askable) { li { (controls::asked(lang, question, packs, &nobody)) } }
            li { (controls::asked(lang, Question::Fact(Fact::Employed), packs, &found)) }
        }
    }
}
