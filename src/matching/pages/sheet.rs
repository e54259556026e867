//! Everything on one page, for clerks who ask a person at the counter and for people in a hurry. The fields are those of the
//! questions, so that one can go from here to a single question and back.

use super::answers::Answers;
use super::ask::{FORM, day, districts, text, tick};
use super::choices::{self, KINDS, LICENCES, TRADES, WORK};
use super::steps::place;
use crate::codes::{Education, HouseholdFlag, LicenceKind, SkillLevel};
use crate::error::FieldFault;
use crate::person::form::NONE;
use crate::regions::RegionCode;
use crate::web::assets::match_style;
use crate::web::parts::{note, trail};
use crate::web::{Head, Visit, page};
use maud::{Markup, html};

/// The form on one page.
#[derive(Debug)]
pub struct Sheet<'a> {
    pub answers: &'a Answers,
    /// The region the market is first for.
    pub home: &'a str,
    pub faults: &'a [FieldFault],
}

impl Sheet<'_> {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let visit = &visit.carrying(FORM);
        let body = html! {
            (trail(visit, &[(words.match_title(), "/match".to_owned())], &words.match_sheet_title()))
            h1 { (words.match_sheet_title()) }
            p.lead { (words.match_sheet_lead()) }
            (self.faulty(visit))
            form #(FORM) .sheet method="post" action="/match" {
                input type="hidden" name="step" value="sheet";
                @if let Some(opening) = self.answers.opening { input type="hidden" name="opening" value=(crate::db::show_id(opening)); }
                (part(&words.match_part_work(), &self.work(visit)))
                (part(&words.match_part_papers(), &self.papers(visit)))
                (part(&words.match_part_home(), &self.home(visit)))
                (part(&words.match_part_school(), &self.school(visit)))
                (part(&words.match_part_now(), &self.now(visit)))
                (part(&words.match_part_wants(), &self.wants(visit)))
                (part(&words.match_part_household(), &self.household(visit)))
                p.act {
                    button type="submit" name="go" value="result" { (words.match_sheet_show()) }
                    a href="/match" { (words.match_sheet_steps()) }
                }
                (note("calm", "shield", &html! { p { (words.match_kept()) } }))
            }
        };
        let head = Head { title: words.match_sheet_title(), style: Some(match_style()), ..Head::default() };
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

    fn work(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let mut number = 0..;
        html! {
            ul.boxes {
                @for (done, says) in WORK.iter().flat_map(|group| group.work) {
                    @let (part, slug) = done.field();
                    @let number = number.next().unwrap_or_default();
                    @let says = says(words);
                    li {
                        (tick(self.answers, &format!("work.{number}.{part}"), slug, &says))
                        (self.years(visit, &format!("work.{number}.years"), &says))
                    }
                }
                li { (tick(self.answers, "work", NONE, &words.match_work_none())) }
            }
            (self.other_work())
        }
    }

    /// A figure beside each work: a list of choices beside thirty of them would be most of the page.
    fn years(&self, visit: &Visit, name: &str, work: &str) -> Markup {
        let (words, given) = (visit.words(), self.answers.value(name).unwrap_or_default());
        let label = format!("{work}: {}", words.match_ask_years());
        html! {
            p.field {
                input type="number" name=(name) value=(given) min="0" max="60" step="any" aria-label=(label);
                " " (words.match_years_unit())
            }
        }
    }

    /// Work that has no box of its own is carried along.
    fn other_work(&self) -> Markup {
        let boxes = choices::all_work().count();
        let number = |name: &str| name.strip_prefix("work.")?.split('.').next()?.parse::<usize>().ok();
        html! {
            @for (name, value) in self.answers.fields.iter().filter(|(name, _)| number(name).is_some_and(|number| number >= boxes)) {
                input type="hidden" name=(name) value=(value);
            }
        }
    }

    fn papers(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let levels = (2..=6).filter_map(SkillLevel::new).map(|level| (level.get().to_string(), visit.lang.skill_level(level)));
        let levels: Vec<(String, String)> = levels.collect();
        html! {
            ul.boxes {
                @for kind in LICENCES { li { (tick(self.answers, &format!("licences.{}.kind", kind as usize), kind.slug(), &visit.lang.licence(kind))) } }
                li { (tick(self.answers, "licences", NONE, &words.match_none())) }
            }
            div.fields {
                input type="hidden" name="skills.0.occupation" value="elder_carer";
                (select(visit, self.answers, "skills.0.level", &words.match_ask_skill(), &levels))
                @for kind in [LicenceKind::Nurse, LicenceKind::Doctor] {
                    @let licence = visit.lang.licence(kind);
                    @if kind == LicenceKind::Nurse { (day(self.answers, &format!("licences.{}.valid_until", kind as usize), &words.match_valid_until(&licence))) }
                    (day(self.answers, &format!("licences.{}.last_practised", kind as usize), &words.match_last_practised(&licence)))
                }
            }
        }
    }

    fn home(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let own = place(&self.answers.person);
        let mut places: Vec<(String, String)> =
            districts(visit, self.home).into_iter().map(|(code, name): (RegionCode, String)| (code.to_string(), name)).collect();
        // Somewhere finer, or elsewhere, as it was answered before.
        if let Some(own) = own.map(|code| code.to_string()).filter(|own| !places.iter().any(|(code, _)| code == own)) {
            let name = visit.lang.place_in_full(&own);
            places.insert(0, (own, name));
        }
        html! {
            div.fields {
                (select(visit, self.answers, "region", &words.match_ask_place(), &places))
                p.field {
                    label for="place" { (words.match_place_other()) }
                    input #place type="text" name="place" maxlength="60" autocomplete="off" aria-describedby="place-hint";
                    small #place-hint { (words.match_place_hint()) }
                }
                (yes_no(visit, self.answers, "rural", &words.match_ask_village()))
            }
        }
    }

    fn school(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let levels = Education::ALL.iter().map(|level| (level.slug().to_owned(), choices::schooling(visit.lang, *level)));
        let full_time = [("true".to_owned(), words.match_full_time_yes()), ("false".to_owned(), words.match_full_time_no())];
        html! {
            div.fields {
                (select(visit, self.answers, "education.level", &words.match_ask_schooling(), &levels.collect::<Vec<_>>()))
                (text(self.answers, "education.major", &words.match_major()))
                (day(self.answers, "education.graduated_on", &words.match_graduated()))
                (select(visit, self.answers, "education.full_time", &words.match_full_time(), &full_time))
            }
        }
    }

    fn now(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let questions = [
            ("retired", words.match_ask_pension()),
            ("employed", words.match_ask_job()),
            ("registered_unemployed", words.match_ask_registered()),
            ("cares_for_family", words.match_ask_family()),
            ("wants_to_start_business", words.match_ask_business()),
        ];
        html! {
            div.fields {
                @for (name, says) in &questions { (yes_no(visit, self.answers, name, says)) }
                p.field {
                    label for="birth_year" { (words.match_sheet_born()) }
                    input #birth_year type="text" inputmode="numeric" name="birth_year" value=(self.answers.value("birth_year").unwrap_or_default()) maxlength="5" autocomplete="off";
                }
            }
        }
    }

    fn wants(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let far: Vec<(String, String)> = choices::DISTANCES.iter().map(|(km, says)| ((*km).to_owned(), says(words))).collect();
        html! {
            ul.boxes { @for kind in KINDS { li { (tick(self.answers, "wants.kinds", kind.slug(), &choices::kind_of_post(words, kind))) } } }
            details { summary { (words.match_ask_trades()) }
                ul.boxes { @for (slug, says) in TRADES { li { (tick(self.answers, "wants.occupations", slug, &says(words))) } } }
            }
            div.fields {
                (yes_no(visit, self.answers, "wants.nights", &words.match_ask_nights()))
                (yes_no(visit, self.answers, "wants.live_in", &words.match_ask_lodging()))
                p.field {
                    label for="pay" { (words.match_ask_pay()) }
                    input #pay type="text" inputmode="numeric" name="wants.pay_min" value=(self.answers.value("wants.pay_min").unwrap_or_default()) maxlength="8" autocomplete="off";
                }
                (select(visit, self.answers, "wants.radius_km", &words.match_ask_distance(), &far))
            }
        }
    }

    fn household(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        html! {
            p.hint { (words.match_hint_household()) }
            ul.boxes {
                @for flag in HouseholdFlag::ALL { li { (tick(self.answers, "household", flag.slug(), &choices::household(words, *flag))) } }
                li { (tick(self.answers, "household", NONE, &words.match_none())) }
            }
        }
    }
}

fn part(title: &str, body: &Markup) -> Markup {
    html! { fieldset { legend { (title) } (body) } }
}

/// One of several; the first says nothing.
fn select(visit: &Visit, answers: &Answers, name: &str, says: &str, choices: &[(String, String)]) -> Markup {
    let given = answers.value(name).unwrap_or_default();
    // A figure that stands between the choices (six years) is kept as it is.
    let own = (!given.is_empty() && !choices.iter().any(|(value, _)| value == given)).then_some(given);
    html! {
        p.field {
            label for=(name) { (says) }
            select id=(name) name=(name) {
                option value="" { (visit.words().match_not_said()) }
                @if let Some(own) = own { option value=(own) selected { (own) } }
                @for (value, says) in choices { option value=(value) selected[value == given] { (says) } }
            }
        }
    }
}

fn yes_no(visit: &Visit, answers: &Answers, name: &str, says: &str) -> Markup {
    let words = visit.words();
    let choices = [("true".to_owned(), words.match_yes()), ("false".to_owned(), words.match_no())];
    select(visit, answers, name, says, &choices)
}
