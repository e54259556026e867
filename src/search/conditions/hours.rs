//! Working hours by the clock: “8:30-17:30”, “早8点到晚6点”. Pure.
//!
//! What it promises: whether all the hours an advertisement names lie in the day. Many never say 白班 and only give the hours.
//! What it refuses: to judge where one of them reaches into the evening or begins there.

/// The day as a carer counts it, in minutes since midnight: who goes home by half past seven works no night.
const DAY: std::ops::RangeInclusive<u32> = 5 * 60..=19 * 60 + 30;
/// Spans that are too short or too long for a working day: a lunch break, a shop's opening hours.
const SHIFT: std::ops::RangeInclusive<u32> = 2 * 60..=13 * 60;
const DASHES: [&str; 10] = ["---", "--", "-", "——", "—", "~", "～", "至", "到", "–"];

/// Whether the text names hours of work, and all of them are by day.
pub fn all_by_day(text: &str) -> bool {
    let mut any = false;
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())) {
        let start = at + found;
        match span(text, start) {
            Some((from, to, end)) => {
                let long = to.checked_sub(from).is_some_and(|minutes| SHIFT.contains(&minutes));
                if to < from || (long && !(DAY.contains(&from) && DAY.contains(&to))) {
                    return false;
                }
                any |= long;
                at = end;
            }
            None => at = start + text.get(start..).map_or(1, |rest| rest.bytes().take_while(u8::is_ascii_digit).count().max(1)),
        }
    }
    any
}

/// A span of hours that begins at a figure: minutes since midnight of both ends, and where it ends.
fn span(text: &str, start: usize) -> Option<(u32, u32, usize)> {
    let (from, clock, len) = time(text.get(start..)?, text.get(..start)?)?;
    let mut at = start + len;
    let gap = |at: usize| Some(at + text.get(at..)?.bytes().take_while(|byte| *byte == b' ').count());
    at = gap(at)?;
    at += DASHES.iter().find(|dash| text.get(at..).is_some_and(|rest| rest.starts_with(**dash)))?.len();
    at = gap(at)?;
    let words = text.get(at..)?.find(|c: char| c.is_ascii_digit()).filter(|len| *len <= 9)?;
    let (to, other_clock, len) = time(text.get(at + words..)?, text.get(..at + words)?)?;
    // 3-5 may be anything; one of the two must look like a time of day.
    (clock || other_clock).then_some((from, to, at + words + len))
}

/// A time of day at the head of a text: its minutes, whether it is written as a time, its bytes.
fn time(text: &str, before: &str) -> Option<(u32, bool, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut hour: u32 = text.get(..len).filter(|_| (1..=2).contains(&len))?.parse().ok()?;
    let before = before.trim_end();
    let afternoon = before.ends_with("下午") || before.ends_with('晚') || before.ends_with("晚上");
    let spoken = afternoon || ["早", "早上", "上午", "次日", "第二天"].iter().any(|word| before.ends_with(word));
    if afternoon && hour < 12 {
        hour += 12;
    }
    let rest = text.get(len..)?;
    let colon = [":", "：", "∶", "."].iter().find(|mark| rest.starts_with(**mark));
    let (minutes, marked, more) = match colon {
        Some(mark) => {
            let figures = rest.get(mark.len()..mark.len() + 2)?;
            (figures.parse().ok().filter(|_| figures.bytes().all(|byte| byte.is_ascii_digit()))?, *mark != ".", mark.len() + 2)
        }
        None if rest.starts_with("点半") => (30, true, "点半".len()),
        None => match rest.chars().next().filter(|c| matches!(c, '点' | '时')) {
            Some(c) => (0, true, c.len_utf8()),
            None => (0, false, 0),
        },
    };
    let end = text.get(len + more..)?;
    (hour <= 24 && minutes < 60 && !end.starts_with(|c: char| c.is_ascii_digit())).then_some((
        hour * 60 + minutes,
        marked || spoken,
        len + more,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_within_the_day_are_day_work() {
        for text in [
            "工作时间：7：30-16：30",
            "上班时间为8:30到16:30，单休",
            "上午8:00-12:00，下午13:30-17:30",
            "早8点到晚6点",
            "早7.30-晚7.30",
            "8点半-17点",
            "8:00——17:00",
        ] {
            assert!(all_by_day(text), "{text}");
        }
        for text in ["19:00-07:00", "白班8:00-20:00", "早班8:00-16:00，晚班16:00-24:00", "3-5年经验", "薪资3.5-4.5k", "138-1234"]
        {
            assert!(!all_by_day(text), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_reading(text in "(\\PC|[0-9:：点半到早晚-])*") {
            all_by_day(&text);
        }
    }
}
