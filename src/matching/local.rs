//! Place and pay: the two things in which posts of one shape differ.

use super::account::{Lack, Line, Open, Sheet, Silent};
use super::post::Post;
use super::seeker::{Home, Precision, Seeker};

/// The most that place and pay give together.
pub(crate) const MOST_LOCAL: u8 = 18;

/// Place and pay, at most [`MOST_LOCAL`].
pub(crate) fn weigh_local<S: Sheet>(seeker: &Seeker, post: &Post, sheet: &mut S) -> u8 {
    place(seeker, post, sheet) + pay(seeker, post, sheet)
}

/// Kilometres, squared, and the points within them.
const STEPS: [(f32, u8); 9] =
    [(4.0, 12), (16.0, 11), (36.0, 10), (81.0, 9), (169.0, 8), (324.0, 7), (625.0, 5), (1225.0, 3), (2500.0, 1)];

/// A wished place is worth at least this, and the nearer a little more; never less than it is worth unwished.
const WISHED_PLACE: u8 = 10;

fn place<S: Sheet>(seeker: &Seeker, post: &Post, sheet: &mut S) -> u8 {
    let wishes = &seeker.wishes;
    let squared = match &seeker.home {
        Some(home) if !post.lat.is_nan() => Some(distance_squared(home, post)),
        _ => None,
    };
    let (points, line) = plain_place(seeker, post, squared);
    if wishes.regions.is_empty() && wishes.radius_km.is_none() {
        return write_place(seeker, points, line, squared, sheet);
    }
    let within = |(first, last): &(u64, u64)| (*first..=*last).contains(&post.region);
    let in_region = (!wishes.regions.is_empty() && post.region != 0).then(|| wishes.regions.iter().any(within));
    let in_radius = wishes.radius_km.zip(squared).map(|(km, squared)| squared <= km * km);
    if in_region == Some(false) || in_radius == Some(false) {
        // Outside of what was wished the nearer is still the better.
        sheet.lack(squared.map_or(Lack::OtherPlace, |squared| Lack::Far(squared.sqrt())));
        let points = points / 3;
        match line {
            Some(line) => sheet.points(line, points),
            None => sheet.open(who_is_silent(seeker), Open::Home, points),
        }
        return points;
    }
    if (in_region == Some(true) || in_radius == Some(true)) && points < WISHED_PLACE + points / 6 {
        let points = WISHED_PLACE + points / 6;
        sheet.points(Line::PlaceWanted, points);
        return points;
    }
    write_place(seeker, points, line, squared, sheet)
}

fn write_place<S: Sheet>(seeker: &Seeker, points: u8, line: Option<Line>, squared: Option<f32>, sheet: &mut S) -> u8 {
    match line {
        Some(line) => sheet.points(line, points),
        None => sheet.open(who_is_silent(seeker), Open::Home, points),
    }
    if points <= 3
        && let Some(squared) = squared
    {
        sheet.lack(Lack::Far(squared.sqrt()));
    }
    points
}

/// Of a way that is not known: whoever did not say where they are.
fn who_is_silent(seeker: &Seeker) -> Silent {
    if seeker.home.is_some() || seeker.region.is_some() { Silent::Post } else { Silent::Person }
}

fn distance_squared(home: &Home, post: &Post) -> f32 {
    // A degree of latitude is 111.2 km; over a city the earth is flat.
    let (up, across) = ((post.lat - home.lat) * 111.2, (post.lon - home.lon) * 111.2 * home.cos);
    up * up + across * across
}

/// How near it is, without a look at wishes. No line: not known, counted as average.
fn plain_place(seeker: &Seeker, post: &Post, squared: Option<f32>) -> (u8, Option<Line>) {
    if let (Some(squared), Some(home)) = (squared, &seeker.home) {
        let steps = STEPS.iter().map(|(within, _)| u8::from(squared > *within)).sum::<u8>();
        let points = STEPS.get(usize::from(steps)).map_or(0, |(_, points)| *points);
        return match home.precision {
            Precision::Point => (points, Some(Line::Near(squared.sqrt()))),
            Precision::Street => (points, Some(Line::NearAbout(squared.sqrt()))),
            Precision::District if same(seeker, post, 1_000) => (11, Some(Line::SameTown)),
            Precision::District if same(seeker, post, 1_000_000) => (9, Some(Line::SameDistrict)),
            Precision::District => (points.min(8), Some(Line::NearDistrict(squared.sqrt()))),
        };
    }
    match () {
        () if same(seeker, post, 1_000) => (11, Some(Line::SameTown)),
        () if same(seeker, post, 1_000_000) => (9, Some(Line::SameDistrict)),
        () if same(seeker, post, 100_000_000) => (6, Some(Line::SameCity)),
        () if vague(seeker, post) => (6, None),
        () if same(seeker, post, 10_000_000_000) => (2, Some(Line::SameProvince)),
        () => (0, Some(Line::SameProvince)),
    }
}

/// Whether both surely lie in one division of the level whose codes step by `unit`.
fn same(seeker: &Seeker, post: &Post, unit: u64) -> bool {
    let Some((first, last)) = seeker.region else { return false };
    // Streets have three digits, the others two; a part of nothing but zeros names no such division.
    let named = post.region % (unit * if unit == 1_000 { 1_000 } else { 100 }) >= unit;
    named && first / unit == post.region / unit && last / unit == first / unit
}

/// Whether either place is not known, or so wide that the other may lie in it.
fn vague(seeker: &Seeker, post: &Post) -> bool {
    const PROVINCE: u64 = 10_000_000_000;
    let Some((first, last)) = seeker.region else { return true };
    let whole_province = post.region.is_multiple_of(PROVINCE) && first / PROVINCE == post.region / PROVINCE;
    post.region == 0 || whole_province || (first..=last).contains(&post.region)
}

fn pay<S: Sheet>(seeker: &Seeker, post: &Post, sheet: &mut S) -> u8 {
    let Some(wished) = seeker.wishes.pay_min else {
        sheet.open(Silent::Person, Open::Pay, 3);
        return 3;
    };
    if post.pay_high < 0 {
        sheet.open(Silent::Post, Open::Pay, 3);
        return 3;
    }
    match () {
        () if post.pay_low >= wished => {
            sheet.points(Line::Pay, 6);
            6
        }
        () if post.pay_high >= wished => {
            sheet.points(Line::PayPartly, 4);
            4
        }
        () => {
            sheet.lack(Lack::Pay);
            0
        }
    }
}
