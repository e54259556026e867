//! One question on a page of its own: large things to tap, a way back, a way to skip, and a way to the result at any time.
//!
//! Where one answer is enough, tapping it answers and goes on. The answers given before lie in the form, not in the address.

use super::answers::Answers;
use super::choices::{self, DISTANCES, KINDS, LICENCES, PAY, TRADES, WORK, YEARS};
use super::steps::{Step, place};
use crate::codes::{Education, HouseholdFlag, LicenceKind, OpeningKind, SkillLevel};
use crate::error::FieldFault;
use crate::person::form::NONE;
use crate::regions::{Level, RegionCode, Regions};
use crate::web::assets::match_style;
use crate::web::parts::note;
use crate::web::{Head, Visit, page};
use maud::{Markup, html};

/// The form that carries the answers, on every page of these.
pub const FORM: &str = "answers";

/// A question on its page.
#[derive(Debug)]
pub struct Ask<'a> {
    pub step: Step,
    pub answers: &'a Answers,
    /// The region the market is first for.
    pub home: &'a str,
    /// What could not be read.
    pub faults: &'a [FieldFault],
    /// A place as it was written, where it was not found.
    pub place: &'a str,
}

/// What a question says, and how it is answered.
struct Question {
    says: String,
    hint: Option<String>,
    body: Markup,
    /// Answered by tapping: nothing needs to be sent after it.
    tapped: bool,
}

impl Ask<'_> {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let visit = &visit.carrying(FORM);
        let question = self.question(visit);
        let (at, of) = self.step.count(&self.answers.person);
        let first = at == 1;
        let body = html! {
            form #(FORM) .ask method="post" action="/match" {
                input type="hidden" name="step" value=(self.step.slug());
                // A tapped answer stands behind the one given before, and the last word counts.
                (self.answers.carried(|name| self.step.fills(name) && !question.tapped))
                p.where-now { (words.match_title()) " · " (words.match_step(at, of)) }
                progress max=(of) value=(at) aria-hidden="true" {}
                (self.faulty(visit))
                fieldset {
                    legend { h1 { (question.says) } }
                    @if let Some(hint) = &question.hint { p.hint { (hint) } }
                    (question.body)
                }
                (self.buttons(visit, question.tapped, first))
            }
            @if first { (opening_words(visit)) }
        };
        let canonical = (first && self.answers.fields.is_empty() && self.answers.opening.is_none()).then(|| "/match".to_owned());
        let head = Head {
            title: words.match_title(),
            description: words.match_lead(),
            canonical,
            style: Some(match_style()),
            ..Head::default()
        };
        page(visit, &head, &body)
    }

    fn faulty(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        html! {
            @if !self.faults.is_empty() {
                (note("bad", "info", &html! {
                    p role="alert" { b { (words.match_faults()) } }
                    @for fault in self.faults {
                        @if fault.field == "place" { p { (words.match_place_fault()) } } @else { p.small lang="en" { code { (fault.field) } ": " (fault.reason) } }
                    }
                }))
            }
        }
    }

    fn buttons(&self, visit: &Visit, tapped: bool, first: bool) -> Markup {
        let words = visit.words();
        html! {
            p.act {
                @if !tapped { button type="submit" name="go" value="next" { (words.match_next()) } }
                button.quiet type="submit" name="go" value="skip" { (words.match_skip()) }
                @if !first { button.quiet type="submit" name="go" value="back" formnovalidate { (words.match_back()) } }
                button.quiet type="submit" name="go" value="result" { (words.match_result()) }
            }
        }
    }

    fn question(&self, visit: &Visit) -> Question {
        let words = visit.words();
        let yes_no = |name: &str, says: String, yes: String, no: String| {
            let choices = [("true".to_owned(), yes), ("false".to_owned(), no)];
            self.tap(says, None, name, &choices)
        };
        match self.step {
            Step::Work => self.work(visit),
            Step::Years => self.years(visit),
            Step::Licences => self.licences(visit),
            Step::Papers => self.papers(visit),
            Step::Skill => self.skill(visit),
            Step::Place => self.place(visit),
            Step::Town => self.town(visit),
            Step::Village => yes_no("rural", words.match_ask_village(), words.match_yes(), words.match_no()),
            Step::Schooling => self.schooling(visit),
            Step::Study => self.study(visit),
            Step::Pension => yes_no("retired", words.match_ask_pension(), words.match_pension_yes(), words.match_pension_no()),
            Step::Job => yes_no("employed", words.match_ask_job(), words.match_job_yes(), words.match_job_no()),
            Step::Registered => Question {
                hint: Some(words.match_hint_registered()),
                ..yes_no(
                    "registered_unemployed",
                    words.match_ask_registered(),
                    words.match_registered_yes(),
                    words.match_registered_no(),
                )
            },
            Step::Family => {
                yes_no("cares_for_family", words.match_ask_family(), words.match_family_yes(), words.match_family_no())
            }
            Step::Business => {
                let (yes, no) = (words.match_business_yes(), words.match_business_no());
                yes_no("wants_to_start_business", words.match_ask_business(), yes, no)
            }
            Step::Kinds => self.kinds(visit),
            Step::Trades => {
                let trades: Vec<(String, String)> = TRADES.iter().map(|(slug, says)| ((*slug).to_owned(), says(words))).collect();
                self.tick(words.match_ask_trades(), words.match_hint_trades(), "wants.occupations", &trades)
            }
            Step::Nights => yes_no("wants.nights", words.match_ask_nights(), words.match_nights_yes(), words.match_nights_no()),
            Step::Lodging => {
                yes_no("wants.live_in", words.match_ask_lodging(), words.match_lodging_yes(), words.match_lodging_no())
            }
            Step::Pay => {
                let pay: Vec<(String, String)> =
                    PAY.iter().map(|yuan| (yuan.to_string(), words.match_pay(visit.lang.number(*yuan)))).collect();
                self.tap(words.match_ask_pay(), None, "wants.pay_min", &pay)
            }
            Step::Distance => {
                let far: Vec<(String, String)> = DISTANCES.iter().map(|(km, says)| ((*km).to_owned(), says(words))).collect();
                self.tap(words.match_ask_distance(), None, "wants.radius_km", &far)
            }
            Step::Household => {
                let flags = HouseholdFlag::ALL.iter().map(|flag| (flag.slug().to_owned(), choices::household(words, *flag)));
                let flags: Vec<(String, String)> = flags.chain([(NONE.to_owned(), words.match_none())]).collect();
                self.tick(words.match_ask_household(), words.match_hint_household(), "household", &flags)
            }
        }
    }

    /// One answer, by tapping it.
    fn tap(&self, says: String, hint: Option<String>, name: &str, choices: &[(String, String)]) -> Question {
        Question { says, hint, body: taps(self.answers, name, choices), tapped: true }
    }

    /// Several answers of one name, by ticking them.
    fn tick(&self, says: String, hint: String, name: &str, choices: &[(String, String)]) -> Question {
        let ticks = choices.iter().map(|(value, says)| tick(self.answers, name, value, says));
        let body = html! { div.choices.many[choices.len() > 16] { @for one in ticks { (one) } } };
        Question { says, hint: Some(hint), body, tapped: false }
    }

    fn work(&self, visit: &Visit) -> Question {
        let words = visit.words();
        let mut number = 0..;
        let body = html! {
            @for group in WORK {
                h2.group { ((group.says)(words)) }
                div.choices.many {
                    @for (done, says) in group.work {
                        @let (part, slug) = done.field();
                        (tick(self.answers, &format!("work.{}.{part}", number.next().unwrap_or_default()), slug, &says(words)))
                    }
                }
            }
            div.choices { (tick(self.answers, "work", NONE, &words.match_work_none())) }
        };
        Question { says: words.match_ask_work(), hint: Some(words.match_hint_work()), body, tapped: false }
    }

    fn years(&self, visit: &Visit) -> Question {
        let words = visit.words();
        let work = self.answers.person.work.as_deref().unwrap_or_default().iter().enumerate();
        let body = html! {
            @for (at, one) in work {
                @let name = format!("work.{}.years", choices::number_of_work(&self.answers.person, at));
                fieldset {
                    legend.group { (choices::name_of_work(visit.lang, one)) }
                    div.choices.many { @for (years, says) in YEARS { (mark(self.answers, &name, years, &says(words))) } }
                }
            }
        };
        Question { says: words.match_ask_years(), hint: None, body, tapped: false }
    }

    fn licences(&self, visit: &Visit) -> Question {
        let words = visit.words();
        let body = html! {
            div.choices.many {
                @for kind in LICENCES { (tick(self.answers, &format!("licences.{}.kind", kind as usize), kind.slug(), &visit.lang.licence(kind))) }
                (tick(self.answers, "licences", NONE, &words.match_none()))
            }
        };
        Question { says: words.match_ask_licences(), hint: Some(words.match_several()), body, tapped: false }
    }

    fn papers(&self, visit: &Visit) -> Question {
        let words = visit.words();
        let held = |kind: &LicenceKind| self.answers.person.licences.iter().flatten().any(|one| one.kind == *kind);
        let body = html! {
            @for kind in [LicenceKind::Nurse, LicenceKind::Doctor].into_iter().filter(held) {
                @let licence = visit.lang.licence(kind);
                // A doctor's registration names no last day.
                @if kind == LicenceKind::Nurse {
                    (day(self.answers, &format!("licences.{}.valid_until", kind as usize), &words.match_valid_until(&licence)))
                }
                (day(self.answers, &format!("licences.{}.last_practised", kind as usize), &words.match_last_practised(&licence)))
            }
        };
        Question { says: words.match_ask_papers(), hint: Some(words.match_hint_papers()), body, tapped: false }
    }

    fn skill(&self, visit: &Visit) -> Question {
        // The certificate of a carer has five levels; the steps above are titles (新八级工).
        let levels: Vec<(String, String)> =
            (2..=6).filter_map(SkillLevel::new).map(|level| (level.get().to_string(), visit.lang.skill_level(level))).collect();
        let body = html! {
            input type="hidden" name="skills.0.occupation" value="elder_carer";
            (taps(self.answers, "skills.0.level", &levels))
        };
        Question { says: visit.words().match_ask_skill(), hint: None, body, tapped: true }
    }

    fn place(&self, visit: &Visit) -> Question {
        let words = visit.words();
        let own = place(&self.answers.person);
        let districts: Vec<(RegionCode, String)> = districts(visit, self.home);
        let elsewhere = own.filter(|code| !districts.iter().any(|(district, _)| district.range().contains(&code.as_u64())));
        let written = match (self.place, elsewhere) {
            ("", Some(code)) => visit.lang.place_in_full(&code.to_string()),
            (written, _) => written.to_owned(),
        };
        let body = html! {
            div.choices {
                @for (code, name) in &districts {
                    @let here = own.is_some_and(|own| code.range().contains(&own.as_u64()));
                    label.choice { input type="radio" name="region" value=(code) checked[here]; span { (name) } }
                }
            }
            p.field {
                label for="place" { (words.match_place_other()) }
                input #place type="text" name="place" value=(written) maxlength="60" autocomplete="address-level2" aria-describedby="place-hint";
                small #place-hint { (words.match_place_hint()) }
            }
            input type="hidden" name="place_before" value=(written);
        };
        Question { says: words.match_ask_place(), hint: None, body, tapped: false }
    }

    fn town(&self, visit: &Visit) -> Question {
        let words = visit.words();
        let district = place(&self.answers.person).and_then(district_of);
        let towns =
            Regions::builtin().children(district).map(|town| (town.code.to_string(), visit.lang.region(&town.code.to_string())));
        let unsure = district.map(|district| (district.to_string(), words.match_unsure()));
        let choices: Vec<(String, String)> = towns.chain(unsure).collect();
        let name = district.map(|district| visit.lang.region(&district.to_string())).unwrap_or_default();
        self.tap(words.match_ask_town(name), Some(words.match_hint_town()), "region", &choices)
    }

    fn schooling(&self, visit: &Visit) -> Question {
        let levels: Vec<(String, String)> =
            Education::ALL.iter().map(|level| (level.slug().to_owned(), choices::schooling(visit.lang, *level))).collect();
        self.tap(visit.words().match_ask_schooling(), None, "education.level", &levels)
    }

    fn study(&self, visit: &Visit) -> Question {
        let words = visit.words();
        let body = html! {
            (text(self.answers, "education.major", &words.match_major()))
            (day(self.answers, "education.graduated_on", &words.match_graduated()))
            fieldset {
                legend.group { (words.match_full_time()) }
                div.choices {
                    (mark(self.answers, "education.full_time", "true", &words.match_full_time_yes()))
                    (mark(self.answers, "education.full_time", "false", &words.match_full_time_no()))
                }
            }
        };
        Question { says: words.match_ask_study(), hint: Some(words.match_hint_study()), body, tapped: false }
    }

    /// Kinds of post; guiding only for those who can, internships not for those who left school early.
    fn kinds(&self, visit: &Visit) -> Question {
        let words = visit.words();
        let person = &self.answers.person;
        let level = person.education.as_ref().and_then(|schooling| schooling.level);
        let fits = |kind: &OpeningKind| match kind {
            OpeningKind::Advisory => is_medic(person),
            OpeningKind::Internship => level.is_none_or(|level| level >= Education::HighSchool) && person.retired != Some(true),
            _ => true,
        };
        let kinds = KINDS.into_iter().filter(fits).map(|kind| (kind.slug().to_owned(), choices::kind_of_post(words, kind)));
        let kinds: Vec<(String, String)> = kinds.collect();
        self.tick(words.match_ask_kinds(), words.match_several(), "wants.kinds", &kinds)
    }
}

/// What stands below the first question.
fn opening_words(visit: &Visit) -> Markup {
    let words = visit.words();
    html! {
        (note("calm", "shield", &html! { p { (words.match_lead()) } p { (words.match_kept()) } }))
        p.small { a href="/match/form" { (words.match_sheet_link()) } }
    }
}

/// Whether guiding and teaching are meant for them.
fn is_medic(person: &crate::person::Person) -> bool {
    const MEDICS: [&str; 5] = ["nurse", "doctor", "tcm_doctor", "pharmacist", "rehab_therapist"];
    let licensed = [LicenceKind::Nurse, LicenceKind::Doctor, LicenceKind::Pharmacist, LicenceKind::RehabTherapist];
    person.licences.iter().flatten().any(|one| licensed.contains(&one.kind))
        || person.work.iter().flatten().any(|work| work.occupation.as_deref().is_some_and(|slug| MEDICS.contains(&slug)))
}

/// The parts of the region the market is first for.
pub fn districts(visit: &Visit, home: &str) -> Vec<(RegionCode, String)> {
    let Ok(home) = home.parse::<RegionCode>() else { return vec![] };
    let parts = Regions::builtin().children(Some(home));
    parts.map(|part| (part.code, visit.lang.region(&part.code.to_string()))).collect()
}

fn district_of(code: RegionCode) -> Option<RegionCode> {
    code.lineage().find(|part| part.level() == Level::District)
}

/// Answers to tap; the one given before is marked.
pub fn taps(answers: &Answers, name: &str, choices: &[(String, String)]) -> Markup {
    html! {
        div.choices {
            @for (value, says) in choices {
                @let given = answers.value(name) == Some(value.as_str());
                button.choice type="submit" name=(name) value=(value) aria-pressed=[given.then_some("true")] { (says) }
            }
        }
    }
}

/// A box to tick.
pub fn tick(answers: &Answers, name: &str, value: &str, says: &str) -> Markup {
    html! { label.choice { input type="checkbox" name=(name) value=(value) checked[answers.says(name, value)]; span { (says) } } }
}

/// One of several, without going on.
pub fn mark(answers: &Answers, name: &str, value: &str, says: &str) -> Markup {
    html! { label.choice { input type="radio" name=(name) value=(value) checked[answers.value(name) == Some(value)]; span { (says) } } }
}

/// A day to write.
pub fn day(answers: &Answers, name: &str, says: &str) -> Markup {
    field(answers, name, says, "date")
}

/// A line to write.
pub fn text(answers: &Answers, name: &str, says: &str) -> Markup {
    field(answers, name, says, "text")
}

fn field(answers: &Answers, name: &str, says: &str, kind: &str) -> Markup {
    html! {
        p.field {
            label for=(name) { (says) }
            input id=(name) type=(kind) name=(name) value=(answers.value(name).unwrap_or_default()) maxlength="60" autocomplete="off";
        }
    }
}
