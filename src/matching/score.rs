//! How well a person and a post fit, 0 to 100, in whole points.
//!
//! One text weighs for both askers: with an empty `Sheet` it is the quick answer, with a full one every point and every
//! gap is written down, so the two cannot disagree. The points, the most there is of each:
//!
//! | what | points |
//! |---|---|
//! | the trade is wanted | 22 |
//! | the kind of post is wanted, or made for such people | 10 |
//! | what speaks for the person in the trade | 24 |
//! | schooling 4, certificates 3, experience 3: what the post asks for is there | 10 |
//! | person and post share a way into elder care | 6 |
//! | the way to work | 12 |
//! | pay as wished | 6 |
//! | nights as wished 5, living in as wished 5 | 10 |
//!
//! What is not known counts about half. What the person asked for comes first: a post of another trade, of another kind or
//! with hours they refused keeps only a part of what speaks for them, so meeting a wish never lowers a score.

use super::account::{Free, Lack, Line, Open, Sheet, Silent};
use super::bit;
use super::local::weigh_local;
use super::pathways::group;
use super::post::{NO_TRADE, Post, Shape, term};
use super::seeker::{Seeker, Why};
use crate::codes::{LicenceKind, OpeningKind};

/// Three of education, certificates and experience; the ways; nights and living in.
pub(crate) const MOST_BESIDE_TRADE: u8 = 26;

/// How well a person and a post fit, 0 to 100; none where law keeps them apart.
pub fn score(seeker: &Seeker, post: &Post) -> Option<u8> {
    weigh(seeker, post, &mut ())
}

pub(crate) fn weigh<S: Sheet>(seeker: &Seeker, post: &Post, sheet: &mut S) -> Option<u8> {
    Some(weigh_shape(seeker, &post.shape, sheet)? + weigh_local(seeker, post, sheet))
}

/// Everything but the place and the pay.
pub(crate) fn weigh_shape<S: Sheet>(seeker: &Seeker, shape: &Shape, sheet: &mut S) -> Option<u8> {
    gates(seeker, shape, sheet)?;
    let hours = hours(seeker, shape, sheet);
    let trade = trade(seeker, shape.occupation);
    let kind = learned(seeker, shape, kind(seeker, shape), sheet);
    let eighths = trade.eighths.min(kind.eighths).min(hours.eighths);
    wish(seeker, shape, trade, kind, sheet);
    let able = ability(seeker, shape, eighths, sheet);
    let ready = schooling(seeker, shape, sheet) + certificates(seeker, shape, sheet) + experience(seeker, shape, sheet);
    let way = if kind.refused { 0 } else { way(seeker, shape, sheet) };
    Some(trade.points + kind.points + able + ready + way + hours.points)
}

/// The most that any post of a trade and kind can score before place and pay, whatever else it says.
pub(crate) fn most_of_trade(seeker: &Seeker, occupation: u8, of: OpeningKind) -> u8 {
    let trade = trade(seeker, occupation);
    let (kind, eighths) = if seeker.refuses(of) { (0, 3) } else { (10, 8) };
    trade.points + kind + part(24, trade.eighths.min(eighths)) + MOST_BESIDE_TRADE
}

const fn licence(kind: LicenceKind) -> u16 {
    bit(kind as usize) as u16
}

const PRACTISING: u16 = licence(LicenceKind::Nurse) | licence(LicenceKind::Doctor);

/// What law keeps apart.
fn gates<S: Sheet>(seeker: &Seeker, shape: &Shape, sheet: &mut S) -> Option<()> {
    if let Some(age) = seeker.young
        && shape.kind != OpeningKind::Volunteer
    {
        // 劳动法 art. 15; who turns 16 this year may be 15 yet.
        if age < 16 {
            return None;
        }
        sheet.lack(Lack::TurnsSixteen);
    }
    if shape.reserved != 0 {
        kept_for(seeker, shape.reserved, sheet)?;
    }
    if shape.gate != 0 {
        licensed(seeker, shape, sheet)?;
    }
    if shape.kind == OpeningKind::Volunteer {
        sheet.lack(Lack::Unpaid);
    }
    if seeker.retired == Some(true) && shape.terms & term::CONTRACT != 0 {
        sheet.lack(Lack::Agreement);
    }
    Some(())
}

/// Public-welfare posts: the household opens them, or the office is asked.
pub(crate) fn kept_for<S: Sheet>(seeker: &Seeker, reserved: u16, sheet: &mut S) -> Option<()> {
    if seeker.groups.is_some_and(|groups| groups & reserved != 0) {
        sheet.lack(Lack::ReservedOpen);
        return Some(());
    }
    let drawing_pension = seeker.retired == Some(true);
    let rural = reserved & group::RURAL_OUT_OF_WORK != 0 && seeker.rural == Some(true) && seeker.employed != Some(true);
    let unemployed = reserved & group::UNEMPLOYED != 0 && seeker.registered == Some(true);
    if drawing_pension || !(seeker.groups.is_none() || rural || unemployed) {
        return None;
    }
    sheet.lack(Lack::ReservedAsk);
    Some(())
}

fn licensed<S: Sheet>(seeker: &Seeker, shape: &Shape, sheet: &mut S) -> Option<()> {
    let held = &seeker.held;
    if !held.known {
        sheet.lack(Lack::LicenceAsk(shape.gate));
    } else if shape.gate & !held.valid != 0 {
        return None;
    }
    let practising = shape.gate & PRACTISING;
    if practising == 0 {
        return Some(());
    }
    let advisory = shape.kind == OpeningKind::Advisory;
    let retired = seeker.retired == Some(true);
    if practising & held.stale != 0 {
        return None;
    }
    if practising & held.idle != 0 {
        sheet.lack(Lack::Refresh);
    }
    if advisory && shape.terms & term::UNIT_NO != 0 {
        return None;
    }
    if (advisory || retired) && shape.terms & (term::UNIT_YES | term::UNIT_NO) == 0 {
        sheet.lack(Lack::UnitAsk);
    }
    if held.known && (advisory || retired) && (held.practised | held.idle) & practising == 0 {
        sheet.lack(Lack::PractisedAsk(practising));
    }
    if held.ending & practising != 0 {
        sheet.lack(Lack::LicenceEnding(held.ending & practising));
    }
    // A nurse's registration runs for five years (护士条例 art. 8); a doctor's names no last day.
    let undated = held.undated & practising & licence(LicenceKind::Nurse);
    if undated != 0 {
        sheet.lack(Lack::LicenceDate(undated));
    }
    Some(())
}

/// Points of one part of the account and what it leaves, in eighths, of what speaks for the person.
#[derive(Clone, Copy)]
struct Part {
    points: u8,
    eighths: u8,
    refused: bool,
}

impl Part {
    const fn new(points: u8, eighths: u8) -> Self {
        Self { points, eighths, refused: false }
    }
}

const fn part(points: u8, eighths: u8) -> u8 {
    (points * eighths + 4) / 8
}

fn trade(seeker: &Seeker, occupation: u8) -> Part {
    let wishes = &seeker.wishes;
    if !wishes.named_trades {
        return Part::new(11, 8);
    }
    if occupation == NO_TRADE {
        return Part::new(5, 5);
    }
    let one = bit(usize::from(occupation));
    match () {
        () if wishes.trades & one != 0 => Part::new(22, 8),
        () if wishes.near & one != 0 => Part::new(9, 6),
        () => Part::new(0, 3),
    }
}

fn kind(seeker: &Seeker, shape: &Shape) -> Part {
    if seeker.wishes.kinds & bit(shape.kind as usize) != 0 {
        return Part::new(10, 8);
    }
    if seeker.refuses(shape.kind) {
        return Part { points: 0, eighths: 3, refused: true };
    }
    match shape.kind {
        OpeningKind::Vacancy => Part::new(5, 8),
        // Made for people out of work, and for learners: less for others, most for those who come by a way that leads there.
        OpeningKind::PublicWelfare if seeker.employed == Some(true) => Part::new(0, 5),
        OpeningKind::PublicWelfare if seeker.registered == Some(true) => Part::new(8, 8),
        OpeningKind::Apprenticeship if seeker.retired == Some(true) => Part::new(0, 5),
        OpeningKind::PublicWelfare | OpeningKind::Apprenticeship if seeker.ways & shape.suits != 0 => Part::new(5, 8),
        OpeningKind::PublicWelfare | OpeningKind::Apprenticeship => Part::new(2, 8),
        OpeningKind::Internship => match seeker.just_left_school {
            Some(true) => Part::new(8, 8),
            None => Part::new(3, 6),
            Some(false) => Part::new(0, 4),
        },
        OpeningKind::Advisory => match (seeker.medic, seeker.retired) {
            (true, Some(true)) => Part::new(8, 8),
            (true, _) => Part::new(4, 6),
            (false, _) => Part::new(0, 5),
        },
        // Volunteering is offered, never urged.
        OpeningKind::Volunteer => Part::new(0, 0),
    }
}

/// Below this what somebody did or learned hardly speaks for a trade.
const SAYS_SOMETHING: u8 = 30;

/// A post for learners has little to give to someone who has the trade already, or studied something else than it names that
/// says nothing for the trade, unless they ask for it.
fn learned<S: Sheet>(seeker: &Seeker, shape: &Shape, kind: Part, sheet: &mut S) -> Part {
    let place = usize::from(shape.occupation);
    let has_trade = seeker.ability.get(place).is_some_and(|weight| *weight >= 82)
        && matches!(seeker.why.get(place), Some(Why::Skill | Why::SameWork | Why::Licence(_)));
    let learning = matches!(shape.kind, OpeningKind::Apprenticeship | OpeningKind::Internship);
    let asked = seeker.wishes.kinds & bit(shape.kind as usize) != 0;
    if !learning || asked || kind.refused {
        return kind;
    }
    if has_trade {
        sheet.lack(Lack::PastLearning);
        return Part::new(kind.points.min(2), kind.eighths.min(4));
    }
    let far_from_it = seeker.ability.get(place).is_none_or(|weight| *weight < SAYS_SOMETHING);
    let elsewhere = shape.fields != 0 && seeker.major_known && shape.fields & seeker.fields == 0;
    if elsewhere && far_from_it { Part::new(kind.points.min(3), kind.eighths.min(6)) } else { kind }
}

fn wish<S: Sheet>(seeker: &Seeker, shape: &Shape, trade: Part, kind: Part, sheet: &mut S) {
    match (seeker.wishes.named_trades, trade.points) {
        (false, points) => sheet.open(Silent::Person, Open::Trade, points),
        (true, points @ 5) => sheet.open(Silent::Post, Open::Trade, points),
        (true, 22) => sheet.points(Line::TradeWanted, 22),
        (true, points) => sheet.points(Line::TradeNear, points),
    }
    if seeker.wishes.kinds & bit(shape.kind as usize) != 0 {
        return sheet.points(Line::KindWanted, kind.points);
    }
    match (shape.kind, kind.points) {
        (OpeningKind::Internship, 8) => sheet.points(Line::Internship, 8),
        (OpeningKind::Internship, _) => match seeker.just_left_school {
            None => sheet.lack(Lack::InternshipAsk),
            Some(false) => sheet.lack(Lack::InternshipUnfit),
            Some(true) => {}
        },
        (OpeningKind::PublicWelfare, 8) => sheet.points(Line::Welfare, 8),
        (OpeningKind::Advisory, 8) => sheet.points(Line::Advisory(shape.terms), 8),
        _ => {}
    }
    if kind.points < 8 {
        sheet.open(Silent::Person, Open::Kind, kind.points);
    }
}

/// What speaks for the person in the trade: the strongest of what they did, hold and learned, the field the post names, and
/// that a beginner can start.
fn ability<S: Sheet>(seeker: &Seeker, shape: &Shape, eighths: u8, sheet: &mut S) -> u8 {
    let place = usize::from(shape.occupation);
    let mut weight = seeker.ability.get(place).copied().unwrap_or(0);
    let mut line = Line::Ability(seeker.why.get(place).copied().unwrap_or_default());
    let studied = shape.fields & seeker.fields != 0;
    // Where experience is asked for, the right study alone is half the way.
    let study = if shape.years == 0 { 84 } else { 60 };
    if studied && weight < study {
        (weight, line) = (study, Line::StudyNamed);
    }
    // A beginner needs the schooling; one who studied something else than the post names begins from further back.
    let schooled = seeker.education == 0 || seeker.education >= shape.education;
    let elsewhere = shape.fields != 0 && seeker.major_known && !studied;
    let entry = if elsewhere { shape.entry / 2 } else { shape.entry };
    if schooled && entry > weight {
        (weight, line) = (entry, Line::Beginner);
    }
    if elsewhere && weight < 60 {
        sheet.lack(Lack::OtherStudy);
    }
    let points = part(hundredth_of_24(weight), eighths);
    sheet.points(line, points);
    let newcomer = matches!(line, Line::Ability(Why::Transfer(_) | Why::Studied(_) | Why::Nothing) | Line::Beginner);
    if newcomer && shape.occupation != NO_TRADE {
        sheet.lack(Lack::Training(shape.occupation, u64::from(seeker.held.valid)));
    }
    points
}

const fn hundredth_of_24(weight: u8) -> u8 {
    ((weight as u16 * 24 + 50) / 100) as u8
}

fn schooling<S: Sheet>(seeker: &Seeker, shape: &Shape, sheet: &mut S) -> u8 {
    if shape.education == 0 {
        sheet.free(Free::Schooling, 4);
        return 4;
    }
    if seeker.education == 0 {
        sheet.open(Silent::Person, Open::Schooling, 2);
        return 2;
    }
    if seeker.education >= shape.education {
        sheet.points(Line::Schooling, 4);
        return 4;
    }
    sheet.lack(Lack::Schooling(shape.education));
    let points = u8::from(seeker.education + 1 == shape.education);
    sheet.points(Line::Schooling, points);
    points
}

/// Licences that law asks for count among the certificates: who comes here holds them, or said nothing of them.
fn certificates<S: Sheet>(seeker: &Seeker, shape: &Shape, sheet: &mut S) -> u8 {
    let asks = shape.asks | shape.gate;
    if asks == 0 && shape.level == 0 {
        sheet.free(Free::Certificates, 3);
        return 3;
    }
    let missing = asks & !seeker.held.valid;
    let beside = missing & !shape.gate;
    let papers = match (missing, seeker.held.known) {
        (0, _) => 3,
        (missing, true) => {
            sheet.lack(Lack::Certificates(missing));
            // A health certificate is a matter of a check-up.
            if missing == licence(LicenceKind::HealthCertificate) { 2 } else { 0 }
        }
        (_, false) => {
            if beside != 0 {
                sheet.lack(Lack::CertificatesAsk(beside));
            }
            2
        }
    };
    let points = papers.min(level(seeker, shape, sheet));
    if missing != 0 && !seeker.held.known {
        sheet.open(Silent::Person, Open::Certificates, points);
    } else if asks != 0 {
        sheet.points(Line::Certificates(asks & !missing), points);
    } else {
        sheet.points(Line::Level, points);
    }
    points
}

fn level<S: Sheet>(seeker: &Seeker, shape: &Shape, sheet: &mut S) -> u8 {
    let held = seeker.levels.get(usize::from(shape.occupation)).copied().unwrap_or(0);
    if shape.level == 0 || held >= shape.level {
        return 3;
    }
    sheet.lack(Lack::Level(shape.level));
    if seeker.skills_known { 0 } else { 1 }
}

fn experience<S: Sheet>(seeker: &Seeker, shape: &Shape, sheet: &mut S) -> u8 {
    if shape.years == 0 {
        sheet.free(Free::Experience, 3);
        return 3;
    }
    if !seeker.work_known {
        sheet.open(Silent::Person, Open::Experience, 1);
        return 1;
    }
    let (has, asked) = (seeker.quarters.get(usize::from(shape.occupation)).copied().unwrap_or(0), shape.years * 4);
    if has >= asked {
        sheet.points(Line::Experience, 3);
        return 3;
    }
    sheet.lack(Lack::Experience(shape.years));
    let points = if has * 2 >= asked && has > 0 { 2 } else { 0 };
    sheet.points(Line::Experience, points);
    points
}

fn way<S: Sheet>(seeker: &Seeker, shape: &Shape, sheet: &mut S) -> u8 {
    let shared = seeker.ways & shape.suits;
    if shared == 0 {
        return 0;
    }
    sheet.points(Line::Way(shared), 6);
    6
}

fn hours<S: Sheet>(seeker: &Seeker, shape: &Shape, sheet: &mut S) -> Part {
    let says = |one: u16| shape.terms & one != 0;
    let mut eighths = 8;
    let nights = match seeker.wishes.nights {
        None => {
            sheet.open(Silent::Person, Open::Nights, 2);
            2
        }
        Some(false) if says(term::NIGHTS) => {
            eighths = 4;
            sheet.lack(Lack::Nights);
            0
        }
        Some(false) if says(term::NO_NIGHTS) => {
            sheet.points(Line::NoNights, 5);
            5
        }
        Some(false) => {
            sheet.open(Silent::Post, Open::Nights, 2);
            2
        }
        Some(true) if says(term::NIGHTS) => {
            sheet.points(Line::NightsFit, 5);
            5
        }
        Some(true) => {
            sheet.points(Line::NightsFit, 4);
            4
        }
    };
    let living = match seeker.wishes.live_in {
        None => {
            sheet.open(Silent::Person, Open::LiveIn, 2);
            2
        }
        Some(true) if says(term::LIVE_IN | term::HOUSING) => {
            sheet.points(Line::LiveIn, 5);
            5
        }
        Some(true) if says(term::NOT_LIVE_IN) => {
            sheet.lack(Lack::LiveIn);
            0
        }
        Some(true) => {
            sheet.open(Silent::Post, Open::LiveIn, 2);
            2
        }
        Some(false) if says(term::LIVE_IN) => {
            eighths = 4;
            sheet.lack(Lack::LiveIn);
            0
        }
        Some(false) => {
            sheet.points(Line::NotLiveIn, 4);
            4
        }
    };
    Part::new(nights + living, eighths)
}
