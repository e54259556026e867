//! One question as a person meets it: big buttons where a tap is enough, a field where something must be written; and the same
//! question as a field of the form for the counter. What is drawn here is read again by `answers.rs`.

use crate::codes::{Education, HouseholdFlag, InstitutionKind, LegalForm, LicenceKind, OpeningKind, SkillLevel, SubsidyPost};
use crate::eligibility::answers::{Answers, Job, Question};
use crate::eligibility::facts::{Case, Fact, Kind};
use crate::eligibility::pack::Packs;
use crate::eligibility::{asking, wording};
use crate::occupations::Catalogue;
use crate::regions::{RegionCode, Regions};
use crate::web::Visit;
use crate::words::Lang;
use jiff::civil::Date;
use maud::{Markup, html};

/// How a question is answered.
pub enum Control {
    /// One of these, by a tap: values with their words.
    Choice(Vec<(String, String)>),
    /// Any of these: field, value, words. The last pair answers "none of these".
    Several(Vec<(String, String, String)>, String),
    /// One of a long list.
    List(Vec<(String, String)>),
    Day,
    Written {
        hint: String,
        digits: bool,
    },
    /// The parts of the home city by a tap, or a place in writing.
    Place(Vec<(String, String)>),
    /// A level as an elder carer.
    Level(Vec<(String, String)>),
}

/// How a question is answered on this site; `home` is the place this market is first for.
pub fn control(lang: Lang, question: Question, home: &str) -> Control {
    let words = lang.words();
    let Question::Fact(fact) = question else {
        return Control::Choice(Job::ALL.iter().map(|job| (job.slug().to_owned(), job_name(lang, *job))).collect());
    };
    match fact {
        Fact::BirthYear => Control::Written { hint: words.claims_year_hint(), digits: true },
        Fact::Major => Control::Written { hint: words.claims_major_hint(), digits: false },
        Fact::ContractMonths | Fact::OtherServiceMonths => Control::Written { hint: words.claims_months_hint(), digits: true },
        Fact::Region | Fact::JobRegion => Control::Place(districts(lang, home)),
        Fact::Skills => {
            let levels = (2..=8).filter_map(SkillLevel::new);
            Control::Level(levels.map(|level| (level.get().to_string(), lang.skill_level(level))).collect())
        }
        Fact::Licences => {
            let kinds = LicenceKind::ALL.iter().enumerate();
            let kinds = kinds.map(|(at, kind)| (format!("licences.{at}.kind"), kind.slug().to_owned(), lang.licence(*kind)));
            Control::Several(kinds.collect(), words.claims_no_certificate())
        }
        Fact::Household => {
            let flags = HouseholdFlag::ALL.iter();
            let flags = flags.map(|flag| (fact.path().to_owned(), flag.slug().to_owned(), lang.household(*flag)));
            Control::Several(flags.collect(), words.claims_none_of_these())
        }
        Fact::Occupation => {
            let trades = Catalogue::builtin().all().iter();
            Control::List(trades.map(|trade| (trade.slug.clone(), lang.occupation(&trade.slug))).collect())
        }
        _ if fact.kind() == Kind::Day => Control::Day,
        _ => Control::Choice(choices(lang, fact)),
    }
}

fn choices(lang: Lang, fact: Fact) -> Vec<(String, String)> {
    let words = lang.words();
    let pair = |slug: &str, name: String| (slug.to_owned(), name);
    match fact {
        Fact::Level => Education::ALL.iter().map(|level| pair(level.slug(), wording::schooling(lang, *level))).collect(),
        Fact::InstitutionKind => {
            InstitutionKind::ALL.iter().map(|kind| pair(kind.slug(), lang.institution_kind(*kind))).collect()
        }
        Fact::LegalForm => {
            let known = LegalForm::ALL.iter().filter(|form| **form != LegalForm::Unknown);
            known.map(|form| pair(form.slug(), lang.legal_form(*form))).collect()
        }
        Fact::JobKind => OpeningKind::ALL.iter().map(|kind| pair(kind.slug(), job_kind(lang, *kind))).collect(),
        Fact::Post => SubsidyPost::ALL.iter().map(|post| pair(post.slug(), lang.subsidy_post(*post))).collect(),
        _ => vec![pair("true", words.claims_yes()), pair("false", words.claims_no())],
    }
}

fn job_name(lang: Lang, job: Job) -> String {
    let words = lang.words();
    match job {
        Job::Working => words.claims_job_working(),
        Job::Found => words.claims_job_found(),
        Job::None => words.claims_job_none(),
    }
}

/// What someone in the job calls it; "vacancy" is the word of whoever looks for people.
fn job_kind(lang: Lang, kind: OpeningKind) -> String {
    if kind == OpeningKind::Vacancy { lang.words().job_kind_vacancy() } else { lang.opening_kind(kind) }
}

fn districts(lang: Lang, home: &str) -> Vec<(String, String)> {
    let home: Option<RegionCode> = home.parse().ok();
    let parts = Regions::builtin().children(home).map(|part| part.code.prefix());
    parts.map(|code| (code.clone(), lang.region(&code))).collect()
}

/// What a question is called in a list of answers.
pub fn name(lang: Lang, question: Question) -> String {
    let words = lang.words();
    let Question::Fact(fact) = question else { return words.name_job() };
    match fact {
        Fact::BirthYear => words.name_birth_year(),
        Fact::Region => words.name_region(),
        Fact::Rural => words.name_rural(),
        Fact::Level => words.name_education_level(),
        Fact::Major => words.name_education_major(),
        Fact::FullTime => words.name_education_full_time(),
        Fact::GraduatedOn => words.name_education_graduated_on(),
        Fact::Licences => words.name_licences(),
        Fact::Skills => words.name_skills(),
        Fact::Retired => words.name_retired(),
        Fact::Employed => words.name_employed(),
        Fact::RegisteredUnemployed => words.name_registered_unemployed(),
        Fact::CaresForFamily => words.name_cares_for_family(),
        Fact::WantsToStartBusiness => words.name_wants_to_start_business(),
        Fact::Household => words.name_household(),
        Fact::InstitutionKind => words.name_institution_kind(),
        Fact::LegalForm => words.name_legal_form(),
        Fact::JobRegion | Fact::Jurisdiction => words.name_job_region(),
        Fact::JobKind => words.name_job_kind(),
        Fact::Occupation => words.name_occupation(),
        Fact::Post => words.name_post(),
        Fact::Establishment => words.name_establishment(),
        Fact::HiredOn => words.name_hired_on(),
        Fact::ContractFrom => words.name_contract_from(),
        Fact::ContractMonths => words.name_contract_months(),
        Fact::Dispatched => words.name_dispatched(),
        Fact::InsuredFrom => words.name_insured_from(),
        Fact::StillInPost => words.name_still_in_post(),
        Fact::LeftOn => words.name_left_on(),
        Fact::OtherServiceMonths => words.name_other_service_months(),
        Fact::OfficeDecision | Fact::InForce | Fact::Service => words.name_office_decision(),
    }
}

/// What was answered to a question, in words; None where it says nothing.
pub fn answer(lang: Lang, question: Question, answers: &Answers) -> Option<String> {
    let Question::Fact(fact) = question else { return answers.job.map(|job| job_name(lang, job)) };
    let case = Case::new(&answers.person, answers.employment());
    if !case.knows(fact) {
        return None;
    }
    let none = |said: String| if said.is_empty() { lang.words().claims_none_of_these() } else { said };
    Some(match fact {
        Fact::BirthYear => answers.person.birth_year?.to_string(),
        Fact::Major => case.major()?.to_owned(),
        Fact::Region => lang.place(answers.person.region.as_deref()?),
        Fact::JobRegion => lang.place(answers.employment()?.region.as_deref()?),
        Fact::Licences => none(lang.list(answers.person.licences.as_ref()?.iter().map(|held| lang.licence(held.kind)))),
        Fact::Household => none(lang.list(answers.person.household.as_ref()?.iter().map(|flag| lang.household(*flag)))),
        Fact::Skills => {
            none(
                lang.list(answers.person.skills.as_ref()?.iter().map(|skill| {
                    skill.level.map_or_else(|| lang.occupation(&skill.occupation), |level| lang.skill_level(level))
                })),
            )
        }
        Fact::Occupation => lang.occupation(case.word(fact)?),
        _ if fact.kind() == Kind::Day => wording::full_day(lang, case.day(fact)?),
        _ if fact.kind() == Kind::Count => case.count(fact)?.to_string(),
        _ => {
            let word = case.word(fact)?;
            choices(lang, fact).into_iter().find(|(slug, _)| slug == word).map_or_else(|| word.to_owned(), |(_, name)| name)
        }
    })
}

/// Draws the control with what was answered before.
pub fn draw(visit: &Visit, question: Question, home: &str, typed: &[(&str, &str)], hidden: &Markup) -> Markup {
    let (words, lang, field) = (visit.words(), visit.lang, question.name());
    let was = |name: &str, value: &str| typed.contains(&(name, value));
    let text = typed.iter().find(|(name, _)| *name == field).map_or("", |(_, value)| value);
    let form = |inside: Markup| html! { form.answer method="post" action="/subsidies" { (hidden) (inside) } };
    let taps = |name: &str, values: &[(String, String)]| {
        html! {
            div.choices role="group" aria-labelledby="question" {
                @for (value, said) in values { button.tap type="submit" name=(name) value=(value) aria-pressed=[was(name, value).then_some("true")] { (said) } }
            }
        }
    };
    let next = html! { button type="submit" { (words.claims_continue()) } };
    match control(lang, question, home) {
        Control::Choice(values) => form(taps(field, &values)),
        Control::Several(values, none) => form(html! {
            fieldset aria-labelledby="question" {
                @for (name, value, said) in &values { label { input type="checkbox" name=(name) value=(value) checked[was(name, value)]; (said) } }
            }
            p.act { (next) button.plain type="submit" name=(field) value="none" { (none) } }
        }),
        Control::List(values) => form(html! {
            select name=(field) aria-labelledby="question" {
                option value="" {}
                @for (value, said) in &values { option value=(value) selected[was(field, value)] { (said) } }
            }
            p.act { (next) }
        }),
        Control::Day => form(html! {
            input type="date" name=(field) value=(text) aria-labelledby="question" aria-describedby="hint";
            p.small #hint { (words.claims_date_hint()) }
            p.act { (next) }
        }),
        Control::Written { hint, digits } => form(html! {
            input type="text" name=(field) value=(text) maxlength="60" autocomplete="off" inputmode=[digits.then_some("numeric")] aria-labelledby="question" aria-describedby="hint";
            p.small #hint { (hint) }
            p.act { (next) }
        }),
        // Each in a form of its own: the key "enter" in the field must not press the first district.
        Control::Place(parts) => html! {
            (form(taps(field, &parts)))
            (form(html! {
                label { (words.claims_place_other()) input type="text" name=(field) value=(if parts.iter().any(|(code, _)| code == text) { "" } else { text }) maxlength="60" aria-describedby="hint"; }
                p.small #hint { (words.claims_place_hint()) }
                p.act { (next) }
            }))
        },
        Control::Level(levels) => html! {
            p.small { (words.claims_level_hint()) }
            (form(html! { input type="hidden" name="skills.0.occupation" value="elder_carer"; (taps("skills.0.level", &levels)) }))
            (form(taps(field, &[("none".to_owned(), words.claims_no_certificate())])))
        },
    }
}

/// The same question as one field among others.
pub fn field(visit: &Visit, question: Question, home: &str, typed: &[(&str, &str)], said: &str) -> Markup {
    let (words, lang, name) = (visit.words(), visit.lang, question.name());
    let was = |name: &str, value: &str| typed.contains(&(name, value));
    let text = typed.iter().find(|(one, _)| *one == name).map_or("", |(_, value)| value);
    let list = |name: &str, values: &[(String, String)]| {
        html! {
            p { label for=(name) { (said) } select id=(name) name=(name) {
                option value="" { (words.claims_form_unsaid()) }
                @for (value, said) in values { option value=(value) selected[was(name, value)] { (said) } }
            } }
        }
    };
    match control(lang, question, home) {
        Control::Choice(values) | Control::List(values) => list(name, &values),
        Control::Several(values, none) => html! {
            fieldset.many {
                legend { (said) }
                @for (name, value, said) in &values { label { input type="checkbox" name=(name) value=(value) checked[was(name, value)]; (said) } }
                label { input type="checkbox" name=(name) value="none" checked[was(name, "none")]; (none) }
            }
        },
        Control::Day => html! { p { label for=(name) { (said) } input id=(name) type="date" name=(name) value=(text); } },
        Control::Written { hint, digits } => html! {
            p { label for=(name) { (said) } input id=(name) type="text" name=(name) value=(text) maxlength="60" placeholder=(hint) inputmode=[digits.then_some("numeric")]; }
        },
        Control::Place(_) => html! {
            p { label for=(name) { (said) } input id=(name) type="text" name=(name) value=(text) maxlength="60" placeholder=(words.claims_place_hint()); }
        },
        Control::Level(levels) => html! {
            (list("skills.0.level", &levels))
            p.check { label { input type="checkbox" name=(name) value="none" checked[was(name, "none")]; (said) "：" (words.claims_no_certificate()) } }
        },
    }
}

/// The question in the words of the rules.
pub fn asked(lang: Lang, question: Question, packs: &Packs, answers: &Answers) -> String {
    match question {
        Question::Job => lang.words().claims_job_question(),
        Question::Fact(Fact::Employed) if answers.job == Some(Job::Found) => lang.words().claims_employed_before(),
        Question::Fact(fact) => {
            packs.words().question(fact).map_or_else(|| name(lang, question), |asked| asked.ask.of(lang.into()).to_owned())
        }
    }
}

/// How many questions may still come.
pub fn still_to_come(packs: &Packs, answers: &Answers, on: Date, home: &str) -> usize {
    asking::open_facts(packs, answers, on, home).iter().count()
}
