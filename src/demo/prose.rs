//! The words of an advertisement: the employer's voice, a working day, and the terms in one of many ways of putting them.

use super::{
    dice::Dice,
    institutions::Institution,
    openings::Terms,
    posts::{Lodging, Nights, Post, Rest},
    wording::{Pools, Wording},
};
use crate::codes::{InstitutionKind, LegalForm, LicenceKind, OpeningKind, PayPeriod};

/// Longest and shortest description, in characters.
const LONGEST: usize = 345;
const SHORTEST: usize = 90;

/// A piece of an advertisement; the later in this list, the sooner it may be left out for length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Duties,
    Terms,
    Special,
    Asks,
    People,
    Scene,
    Voice,
    Place,
    Closing,
}

/// The orders in which employers tell things.
const MANNERS: [&[Piece]; 7] = {
    use Piece::*;
    [
        &[Voice, Duties, Scene, Asks, Terms, People, Special, Closing],
        &[Duties, Asks, Terms, People, Special, Place],
        &[Scene, Voice, Duties, Terms, People, Special, Asks],
        &[Terms, Duties, Scene, People, Special, Asks, Voice],
        &[Voice, Scene, Duties, People, Terms, Special, Asks],
        &[Duties, Scene, Terms, People, Special, Asks, Place, Closing],
        &[Special, Voice, Duties, Asks, Scene, Terms, People],
    ]
};

/// The title, sometimes with the term that draws people, as employers do.
pub fn title(post: &Post, terms: &Terms, dice: &mut Dice) -> String {
    let title = dice.pick(&post.titles).cloned().unwrap_or_default();
    if post.kind() != OpeningKind::Vacancy {
        return title;
    }
    let drawn = if terms.lodging == Lodging::Full && !title.contains('住') && !title.contains('食') {
        " 包吃住"
    } else if terms.rest == Rest::Two {
        " 双休"
    } else if terms.nights == Nights::None
        && post.cares()
        && !title.contains('夜')
        && !title.contains('白')
        && terms.rest != Rest::Own
    {
        " 不上夜班"
    } else {
        ""
    };
    if dice.chance(16) { format!("{title}{drawn}") } else { title }
}

/// The description: 80 to 350 characters in the voice of the employer.
pub fn describe(institution: &Institution, post: &Post, terms: &Terms, wording: &Wording, dice: &mut Dice) -> String {
    let writer = Writer { institution, post, terms, wording };
    let number = usize::try_from(dice.between(0, 6)).unwrap_or(0);
    let manner = MANNERS.get(number).copied().unwrap_or(MANNERS[0]);
    let listed = number == 1 || dice.chance(12);
    let mut pieces: Vec<(Piece, String)> =
        manner.iter().map(|&piece| (piece, writer.write(piece, listed, dice))).filter(|(_, text)| !text.is_empty()).collect();
    let length = |pieces: &[(Piece, String)]| pieces.iter().map(|(_, text)| text.chars().count() + 1).sum::<usize>();
    while length(&pieces) > LONGEST {
        let last =
            pieces.iter().enumerate().filter(|(_, (piece, _))| *piece > Piece::Special).max_by_key(|(_, (piece, _))| *piece);
        let Some(at) = last.map(|(at, _)| at) else { break };
        pieces.remove(at);
    }
    if length(&pieces) < SHORTEST {
        pieces.push((Piece::Voice, writer.write(Piece::Voice, false, dice)));
    }
    let gap = if listed { "\n" } else { "" };
    pieces.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(gap)
}

struct Writer<'a> {
    institution: &'a Institution,
    post: &'a Post,
    terms: &'a Terms,
    wording: &'a Wording,
}

impl Writer<'_> {
    fn write(&self, piece: Piece, listed: bool, dice: &mut Dice) -> String {
        match piece {
            Piece::Duties => self.duties(listed, dice),
            Piece::Terms => self.terms(listed, dice),
            Piece::Special => self.special(dice),
            Piece::Asks => self.asks(dice),
            Piece::People => self.people(dice),
            Piece::Scene => dice.pick(&self.post.scenes).cloned().unwrap_or_default(),
            Piece::Voice => sentence(dice.pick(&self.institution.voice).cloned()),
            Piece::Place => self.place(dice),
            Piece::Closing => {
                let pool = if self.post.kind() == OpeningKind::Vacancy { "any" } else { "plain" };
                sentence(said(&self.wording.closing, pool, dice))
            }
        }
    }

    fn duties(&self, listed: bool, dice: &mut Dice) -> String {
        let count = if listed { dice.between(3, 5) } else { dice.between(3, 4) };
        let duties = dice.hand(&self.post.duties, usize::try_from(count).unwrap_or(3));
        if listed {
            let lead = dice.pick(&self.wording.lead_list).cloned().unwrap_or_default();
            let lines: Vec<String> = duties.iter().zip(1..).map(|(duty, number)| format!("{number}. {duty}")).collect();
            format!("{lead}\n{}", lines.join("；\n") + "。")
        } else {
            let lead = dice.pick(&self.wording.lead_run).cloned().unwrap_or_default();
            format!("{lead}{}。", duties.iter().map(|duty| duty.as_str()).collect::<Vec<_>>().join("；"))
        }
    }

    /// Pay, hours, bed and board, days off, insurance and extras, as one or two sentences.
    fn terms(&self, listed: bool, dice: &mut Dice) -> String {
        let (post, terms, wording) = (self.post, self.terms, self.wording);
        if post.kind() == OpeningKind::Volunteer {
            return String::new();
        }
        let mut clauses = Vec::new();
        if dice.chance(60) {
            clauses.extend(self.pay(dice));
        }
        if post.settled_daily {
            clauses.extend(said(&wording.pay, "settled", dice));
        }
        clauses.extend(self.hours(dice));
        clauses.extend(match terms.lodging {
            Lodging::Full => said(&wording.lodging, "full", dice),
            Lodging::Board if dice.chance(75) => said(&wording.lodging, "board", dice),
            _ => None,
        });
        clauses.extend(self.days_off(dice));
        if dice.chance(75)
            && let Some(pool) = &terms.insured
        {
            clauses.extend(said(&wording.insured, pool, dice));
        }
        for extra in &terms.extras {
            if dice.chance(70) {
                clauses.extend(said(&wording.extras, extra, dice));
            }
        }
        if terms.headcount > 1 && dice.chance(30) {
            clauses.push(format!("这次招{}人", terms.headcount));
        }
        let lead =
            if listed || dice.chance(30) { dice.pick(&wording.lead_terms).cloned().unwrap_or_default() } else { String::new() };
        if clauses.is_empty() { String::new() } else { format!("{lead}{}。", clauses.join("，")) }
    }

    fn pay(&self, dice: &mut Dice) -> Option<String> {
        let (low, high) = self.terms.pay?;
        let pool = match (self.post.kind(), self.post.period.unwrap_or(PayPeriod::Month)) {
            (OpeningKind::Internship, _) => "allowance",
            (OpeningKind::PublicWelfare, _) => "post",
            (_, PayPeriod::Hour) => "hour",
            (_, PayPeriod::Day) => "day",
            (_, PayPeriod::Month | PayPeriod::Year) => "month",
        };
        let said = said(&self.wording.pay, pool, dice)?;
        Some(said.replace("{min}", &low.to_string()).replace("{max}", &high.to_string()))
    }

    fn hours(&self, dice: &mut Dice) -> Option<String> {
        let pool = match self.terms.nights {
            Nights::None if self.terms.rest == Rest::Own && self.post.kind() == OpeningKind::Vacancy => "gig",
            Nights::None if self.terms.rest == Rest::Own => "flexible",
            Nights::None => "none",
            Nights::Only => "only",
            Nights::Live if self.terms.rest == Rest::Own => "live_own",
            Nights::Live => "live",
            Nights::Rotating | Nights::Mixed if self.terms.rest == Rest::Swap => "rotating_swap",
            Nights::Rotating | Nights::Mixed => "rotating",
        };
        // A night post never hides it; a day post sometimes forgets to say so.
        if pool == "none" && dice.chance(22) { None } else { said(&self.wording.nights, pool, dice) }
    }

    fn days_off(&self, dice: &mut Dice) -> Option<String> {
        let pool = match self.terms.rest {
            Rest::Two => "two",
            Rest::Six => "six",
            Rest::Four => "four",
            Rest::One => "one",
            Rest::Swap => "swap",
            Rest::Own => return None,
        };
        // Living in already says when one is off.
        if self.terms.nights == Nights::Live || dice.chance(18) { None } else { said(&self.wording.rest, pool, dice) }
    }

    /// Whom the post suits: beginners, the experienced, certificate holders, people who come by a certain way.
    fn people(&self, dice: &mut Dice) -> String {
        let (terms, wording) = (self.terms, self.wording);
        let mut sentences = Vec::new();
        if terms.novice && self.post.kind() == OpeningKind::Vacancy {
            sentences.push(sentence(said(&wording.novice, "yes", dice)));
        }
        if terms.experience_years > 0 && self.post.cares() {
            let said = said(&wording.experience, "some", dice);
            sentences.push(sentence(said.map(|text| text.replace("{n}", &terms.experience_years.to_string()))));
        }
        if terms.skill > 0 {
            sentences.push(sentence(said(&wording.licensed, &terms.skill.to_string(), dice)));
        }
        for pool in &terms.welcomes {
            if dice.chance(80) {
                let pool = match pool.as_str() {
                    "graduate" if self.subsidised() => "graduate_home",
                    "retired_medic" if self.post.kind() == OpeningKind::Advisory => "retired_post",
                    other => other,
                };
                sentences.push(sentence(said(&wording.welcomes, pool, dice)));
            }
        }
        if self.post.licences.contains(&LicenceKind::HealthCertificate) && dice.chance(30) {
            sentences.push(sentence(said(&wording.health, "yes", dice)));
        }
        sentences.concat()
    }

    /// Whether an employer of this form may speak of the graduates' entry subsidy: care work in a public or non-profit home.
    fn subsidised(&self) -> bool {
        self.post.kind() == OpeningKind::Vacancy
            && self.post.cares()
            && matches!(self.institution.kind, InstitutionKind::CareHome | InstitutionKind::CommunityCare)
            && matches!(self.institution.form, LegalForm::PublicInstitution | LegalForm::PrivateNonprofit)
    }

    fn asks(&self, dice: &mut Dice) -> String {
        let lead = dice.pick(&self.wording.lead_asks).cloned().unwrap_or_default();
        let count = usize::try_from(dice.between(2, 3)).unwrap_or(2);
        let asks = dice.hand(&self.post.asks, count);
        format!("{lead}{}。", asks.iter().map(|ask| ask.as_str()).collect::<Vec<_>>().join("；"))
    }

    /// What the law or custom makes plain for the kind of post.
    fn special(&self, dice: &mut Dice) -> String {
        let wording = self.wording;
        let kind = match self.post.kind() {
            OpeningKind::Internship => {
                let months = self.terms.months.to_string();
                said(&wording.internship, "any", dice).map(|text| text.replace("{months}", &months))
            }
            OpeningKind::Apprenticeship => said(&wording.apprentice, "any", dice),
            OpeningKind::PublicWelfare => {
                // Whom the post is reserved for stands in every such notice.
                return sentence(self.post.reserved.clone()) + &sentence(said(&wording.public_welfare, "any", dice));
            }
            OpeningKind::Volunteer => said(&wording.volunteering, "any", dice),
            OpeningKind::Advisory => self.post.mode.as_ref().and_then(|mode| said(&wording.mode, mode, dice)),
            OpeningKind::Vacancy => None,
        };
        sentence(kind)
    }

    fn place(&self, dice: &mut Dice) -> String {
        let pool = match self.institution.place.code.get(..6) {
            _ if self.institution.kind == InstitutionKind::RuralMutualAid => "village",
            Some("210302" | "210303" | "210304") => "city",
            Some("210311") => "suburb",
            _ if self.institution.place.street.ends_with("街道") => "county",
            _ => "town",
        };
        sentence(said(&self.wording.place, pool, dice))
    }
}

fn said(pools: &Pools, key: &str, dice: &mut Dice) -> Option<String> {
    pools.get(key).and_then(|pool| dice.pick(pool)).cloned()
}

fn sentence(clause: Option<String>) -> String {
    clause.map_or_else(String::new, |clause| clause + "。")
}
