//! The account of a match in words: why the score is what it is, what is missing, and how to close it.

use super::account::{Free, Lack, Line, Open, Sheet, Silent};
use super::bit;
use super::pathways::Book;
use super::post::{Post, term};
use super::score::{kept_for, weigh};
use super::seeker::{Seeker, Why};
use super::sentences::{Said, closed, gap, reason, word};
use crate::codes::{LicenceKind, OpeningKind, Pathway};
use crate::eligibility::Text;

/// A reason with its points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub code: &'static str,
    pub points: u8,
    pub text: Text,
}

/// Something missing or to be asked, and how to close it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    pub code: &'static str,
    pub text: Text,
    pub how: Text,
}

/// A score and its account; the points of the reasons add up to the score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub score: u8,
    pub reasons: Vec<Reason>,
    pub gaps: Vec<Gap>,
}

/// Who reads the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    Person,
    /// An institution, which is never told what a household is, nor by which way somebody comes.
    Institution,
}

/// Everything that was weighed, in the order it was.
#[derive(Default)]
struct Account {
    lines: Vec<(Line, u8)>,
    unsaid: Vec<(Open, u8)>,
    untold: Vec<(Open, u8)>,
    free: Vec<(Free, u8)>,
    lacks: Vec<Lack>,
}

impl Sheet for Account {
    fn points(&mut self, line: Line, points: u8) {
        if points > 0 {
            self.lines.push((line, points));
        }
    }
    fn open(&mut self, who: Silent, what: Open, points: u8) {
        let list = match who {
            Silent::Person => &mut self.unsaid,
            Silent::Post => &mut self.untold,
        };
        if points > 0 {
            list.push((what, points));
        }
    }
    fn free(&mut self, what: Free, points: u8) {
        self.free.push((what, points));
    }
    fn lack(&mut self, lack: Lack) {
        self.lacks.push(lack);
    }
}

/// Weighs a post against a person and tells why; none where law keeps them apart.
pub fn explain(seeker: &Seeker, post: &Post, book: &Book, audience: Audience) -> Option<Match> {
    let mut account = Account::default();
    let score = weigh(seeker, post, &mut account)?;
    let teller = Teller { seeker, post, book };
    let told = |(line, points): &(Line, u8)| match (line, audience) {
        // By which way somebody comes is theirs to tell.
        (Line::Way(_), Audience::Institution) => {
            Reason { code: reason::WELCOME.code, points: *points, text: reason::WELCOME.with(&[]) }
        }
        (line, _) => teller.reason(*line, *points),
    };
    let mut reasons: Vec<Reason> = account.lines.iter().map(told).collect();
    reasons.extend(listed(reason::FREE, &account.free, &word::FREE, |free| free as usize));
    // The heaviest first; what is not known closes the list.
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.points));
    account.untold.sort_unstable();
    reasons.extend(listed(reason::NOT_TOLD, &account.untold, &word::NOT_TOLD, |open| open as usize));
    account.unsaid.sort_unstable();
    reasons.extend(listed(reason::NOT_KNOWN, &account.unsaid, &word::NOT_KNOWN, |open| open as usize));
    let mut gaps = Vec::new();
    for lack in account.lacks {
        match lack {
            Lack::ReservedOpen if audience == Audience::Person => {
                reasons.push(Reason { code: reason::KEPT.code, points: 0, text: reason::KEPT.with(&[]) });
            }
            Lack::ReservedOpen => {}
            Lack::ReservedAsk if audience == Audience::Institution => {}
            other => gaps.extend(teller.gap(other)),
        }
    }
    Some(Match { score, reasons, gaps })
}

/// Why law keeps a person and a post apart, and what can be done; none where it does not.
pub fn closed(seeker: &Seeker, post: &Post, book: &Book) -> Option<Gap> {
    weigh(seeker, post, &mut ()).is_none().then(|| {
        let teller = Teller { seeker, post, book };
        let missing = post.shape.gate & !seeker.held.valid;
        let young = seeker.young.is_some_and(|age| age < 16) && post.shape.kind != OpeningKind::Volunteer;
        let kept = || post.shape.reserved != 0 && kept_for(seeker, post.shape.reserved, &mut ()).is_none();
        match () {
            () if young => told(closed::YOUNG, &[]),
            () if kept() => told(closed::KEPT, &[]),
            () if seeker.held.known && missing != 0 => {
                let holes = [("{licences}", &teller.licences(missing)), ("{how}", &teller.how(missing))];
                told(closed::LICENCE, &holes)
            }
            () if post.shape.gate & seeker.held.stale != 0 => told(closed::PRACTICE, &[]),
            () => told(closed::NO_UNIT, &[]),
        }
    })
}

/// One reason for several small things: their points together, their words as a list.
fn listed<T: Copy>(said: Said, parts: &[(T, u8)], words: &[(&str, &str)], place: fn(T) -> usize) -> Option<Reason> {
    let points = parts.iter().map(|(_, points)| points).sum();
    let named: Vec<(&str, &str)> = parts.iter().filter_map(|(part, _)| words.get(place(*part)).copied()).collect();
    (points > 0).then(|| Reason { code: said.code, points, text: said.with(&[("{list}", &list(&named))]) })
}

fn list(words: &[(&str, &str)]) -> Text {
    let zh: Vec<&str> = words.iter().map(|(zh, _)| *zh).collect();
    let en: Vec<&str> = words.iter().map(|(_, en)| *en).collect();
    Text { zh: zh.join("、"), en: en.join(", ") }
}

fn text(words: Option<&(&str, &str)>) -> Text {
    words.map_or_else(|| plain(""), |(zh, en)| Text { zh: (*zh).to_owned(), en: (*en).to_owned() })
}

/// The same in both languages: a figure.
fn plain(figure: impl ToString) -> Text {
    let figure = figure.to_string();
    Text { zh: figure.clone(), en: figure }
}

/// Kilometres as people say them: one decimal below ten.
fn km(distance: f32) -> Text {
    if distance < 9.95 { plain(format!("{distance:.1}")) } else { plain(format!("{distance:.0}")) }
}

/// Quarters of a year as years: 2, 2.5.
fn years(quarters: u8) -> Text {
    let whole = f32::from(quarters) / 4.0;
    if quarters.is_multiple_of(4) { plain(quarters / 4) } else { plain(format!("{whole:.1}")) }
}

struct Teller<'a> {
    seeker: &'a Seeker,
    post: &'a Post,
    book: &'a Book,
}

impl Teller<'_> {
    fn trade(&self) -> Text {
        self.book.trade(self.post.shape.occupation).map_or_else(|| plain(""), |trade| trade.name.clone())
    }

    fn reason(&self, line: Line, points: u8) -> Reason {
        let (said, text) = self.line(line, points);
        Reason { code: said.code, points, text: capital(text) }
    }

    fn line(&self, line: Line, points: u8) -> (Said, Text) {
        let told = |said: Said| (said, said.with(&[]));
        let trade = |said: Said| (said, said.with(&[("{trade}", &self.trade())]));
        let far = |said: Said, distance: f32| (said, said.with(&[("{km}", &km(distance))]));
        match line {
            Line::TradeWanted => trade(reason::TRADE_WANTED),
            Line::TradeNear => trade(reason::TRADE_NEAR),
            Line::KindWanted => {
                let kind = text(word::KINDS.get(self.post.shape.kind as usize));
                (reason::KIND_WANTED, reason::KIND_WANTED.with(&[("{kind}", &kind)]))
            }
            Line::Internship => told(reason::INTERNSHIP),
            Line::Welfare => told(reason::WELFARE),
            Line::Advisory(terms) if terms & term::PRACTISE != 0 => told(reason::PRACTISE),
            Line::Advisory(terms) if terms & term::TRAIN != 0 => told(reason::TRAIN),
            Line::Advisory(_) => told(reason::GUIDE),
            Line::Ability(why) => self.ability(why),
            Line::StudyNamed => told(reason::STUDY_NAMED),
            Line::Beginner => told(reason::BEGINNER),
            Line::Schooling => told(if points >= 4 { reason::SCHOOLING } else { reason::SCHOOLING_NEARLY }),
            Line::Certificates(_) if points < 3 => told(reason::CERTIFICATES_NEARLY),
            Line::Certificates(held) => {
                let held = self.licences(held);
                (reason::CERTIFICATES, reason::CERTIFICATES.with(&[("{licences}", &held)]))
            }
            Line::Level => told(if points >= 3 { reason::LEVEL } else { reason::LEVEL_OPEN }),
            Line::Experience => told(if points >= 3 { reason::EXPERIENCE } else { reason::EXPERIENCE_NEARLY }),
            Line::Near(distance) => far(reason::NEAR, distance),
            Line::NearAbout(distance) => far(reason::NEAR_ABOUT, distance),
            Line::NearDistrict(distance) => far(reason::NEAR_DISTRICT, distance),
            Line::SameTown => told(reason::SAME_TOWN),
            Line::SameDistrict => told(reason::SAME_DISTRICT),
            Line::SameCity => told(reason::SAME_CITY),
            Line::SameProvince => told(reason::SAME_PROVINCE),
            Line::PlaceWanted => told(reason::PLACE_WANTED),
            Line::Way(shared) => (reason::WAY, self.way(shared)),
            Line::Pay => told(reason::PAY),
            Line::PayPartly => told(reason::PAY_PARTLY),
            Line::NoNights => told(reason::NO_NIGHTS),
            Line::NightsFit => told(reason::NIGHTS_FIT),
            Line::LiveIn => told(reason::LIVE_IN),
            Line::NotLiveIn => told(reason::NOT_LIVE_IN),
        }
    }

    fn ability(&self, why: Why) -> (Said, Text) {
        let trade = self.trade();
        match why {
            Why::Nothing => (reason::BEGINNER, reason::BEGINNER.with(&[])),
            Why::Skill => (reason::SKILL, reason::SKILL.with(&[("{trade}", &trade)])),
            Why::SameWork => {
                let quarters = self.seeker.quarters.get(usize::from(self.post.shape.occupation)).copied().unwrap_or(0);
                let said = if quarters >= 4 { reason::SAME_WORK_YEARS } else { reason::SAME_WORK };
                (said, said.with(&[("{trade}", &trade), ("{years}", &years(quarters))]))
            }
            Why::Licence(kind) => {
                let name = self.licences(bit(kind as usize) as u16);
                (reason::LICENCE, reason::LICENCE.with(&[("{licence}", &name)]))
            }
            Why::Studied(place) => {
                let field = self.book.field(place).map_or_else(|| plain(""), |field| field.name.clone());
                (reason::STUDIED, reason::STUDIED.with(&[("{field}", &field)]))
            }
            Why::Transfer(place) => {
                let carries = self.book.transfer(place).map_or_else(|| plain(""), |transfer| transfer.carries.clone());
                (TRANSFER, carries)
            }
        }
    }

    fn way(&self, shared: u8) -> Text {
        let pathway = Pathway::ALL.iter().find(|pathway| shared & (1 << **pathway as u8) != 0);
        let way = pathway.and_then(|pathway| self.book.way(*pathway));
        way.map_or_else(|| plain(""), |way| way.fits.clone())
    }

    fn kinds(licences: u16) -> impl Iterator<Item = LicenceKind> {
        LicenceKind::ALL.iter().copied().filter(move |kind| licences & (1 << *kind as u16) != 0)
    }

    fn licences(&self, licences: u16) -> Text {
        let names = Self::kinds(licences).filter_map(|kind| self.book.certificate(kind)).map(|one| &one.name);
        let (zh, en): (Vec<&str>, Vec<&str>) = names.map(|name| (name.zh.as_str(), name.en.as_str())).unzip();
        Text { zh: zh.join("、"), en: en.join(", ") }
    }

    /// How the first of them is come by; each has its own way, and one step at a time is enough.
    fn how(&self, licences: u16) -> Text {
        let first = Self::kinds(licences).find_map(|kind| self.book.certificate(kind));
        first.map_or_else(|| plain(""), |certificate| certificate.how.clone())
    }

    fn gap(&self, lack: Lack) -> Option<Gap> {
        let of = |said: (Said, Said), holes: &[(&str, &Text)]| Some(told(said, holes));
        let papers = |said, licences| of(said, &[("{licences}", &self.licences(licences)), ("{how}", &self.how(licences))]);
        let nurse = |licences: u16| licences & (1 << LicenceKind::Nurse as u16) != 0;
        let level = |words: &[(&str, &str)], step: u8| text(words.get(usize::from(step).wrapping_sub(1)));
        match lack {
            Lack::LicenceAsk(licences) => papers(gap::LICENCE_ASK, licences),
            Lack::LicenceDate(licences) => papers(gap::LICENCE_DATE, licences),
            Lack::LicenceEnding(licences) if nurse(licences) => papers(gap::NURSE_ENDING, licences),
            Lack::LicenceEnding(licences) => papers(gap::LICENCE_ENDING, licences),
            Lack::Certificates(licences) => papers(gap::CERTIFICATES, licences),
            Lack::CertificatesAsk(licences) => papers(gap::CERTIFICATES_ASK, licences),
            Lack::Refresh => of(gap::REFRESH, &[]),
            Lack::PractisedAsk(licences) if nurse(licences) => of(gap::NURSE_PRACTISED_ASK, &[]),
            Lack::PractisedAsk(_) => of(gap::PRACTISED_ASK, &[]),
            Lack::UnitAsk => of(gap::UNIT_ASK, &[]),
            Lack::Level(step) => of(gap::LEVEL, &[("{level}", &level(&word::LEVELS, step))]),
            Lack::Schooling(step) => of(gap::SCHOOLING, &[("{level}", &level(&word::SCHOOLING, step))]),
            Lack::Experience(asked) => of(gap::EXPERIENCE, &[("{years}", &plain(asked))]),
            Lack::Training(occupation, held) => self.training(occupation, held),
            Lack::ReservedAsk => of(gap::RESERVED_ASK, &[]),
            Lack::ReservedOpen => None,
            Lack::InternshipAsk => of(gap::INTERNSHIP_ASK, &[]),
            Lack::InternshipUnfit => of(gap::INTERNSHIP_UNFIT, &[]),
            Lack::PastLearning => of(gap::PAST_LEARNING, &[]),
            Lack::OtherStudy => of(gap::OTHER_STUDY, &[]),
            Lack::Agreement => of(gap::AGREEMENT, &[]),
            Lack::TurnsSixteen => of(gap::TURNS_SIXTEEN, &[]),
            Lack::Unpaid => of(gap::UNPAID, &[]),
            Lack::Far(distance) => of(gap::FAR, &[("{km}", &km(distance))]),
            Lack::OtherPlace => of(gap::OTHER_PLACE, &[]),
            Lack::Pay => of(gap::PAY, &[]),
            Lack::Nights => of(gap::NIGHTS, &[]),
            Lack::LiveIn if self.post.shape.terms & term::LIVE_IN != 0 => of(gap::LIVES_IN, &[]),
            Lack::LiveIn => of(gap::NO_LODGING, &[]),
        }
    }

    fn training(&self, occupation: u8, held: u64) -> Option<Gap> {
        // Who is taught on the post, or guides others, is not sent to a course first.
        if matches!(self.post.shape.kind, OpeningKind::Internship | OpeningKind::Apprenticeship | OpeningKind::Volunteer) {
            return None;
        }
        let training = self.book.training(occupation, held)?;
        Some(Gap { code: gap::TRAINING.code, text: training.missing.clone(), how: training.how.clone() })
    }
}

fn told((what, how): (Said, Said), holes: &[(&str, &Text)]) -> Gap {
    Gap { code: what.code, text: capital(what.with(holes)), how: capital(how.with(holes)) }
}

const TRANSFER: Said = Said { code: "transfer", zh: "", en: "" };

/// An English sentence begins with a capital, whatever filled its first hole.
fn capital(text: Text) -> Text {
    let mut letters = text.en.chars();
    let en = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    Text { zh: text.zh, en }
}
