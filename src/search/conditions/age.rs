//! Ages: the upper age an advertisement takes people to, and the age a searcher names. Pure.
//!
//! What it promises: “18-60周岁”, “55岁以下” and “年龄22-58之间” are upper ages; an advertisement with several posts gives the
//! highest, because one of its posts takes such a person. What it refuses: to take the age of the people cared for
//! (“照顾90岁老人”) for that of the worker.

use std::ops::Range;

/// Marks between the lower and the upper age.
const DASHES: [char; 12] = ['-', '—', '~', '～', '至', '到', '–', '一', '－', '﹣', '―', '─'];
const CEILINGS: [&str; 6] = ["以下", "以内", "之内", "及以下", "内", "之间"];
/// From this age on, a searcher who names an age asks whether it is still taken.
const YOUNGEST_TOLD: u8 = 40;

/// The highest upper age that a text names, in years; `None` where it names none.
pub fn upper_limit(text: &str) -> Option<u8> {
    let spelled = text.match_indices('岁').filter_map(|(at, _)| upper_before(text, at));
    let bare = text.match_indices("年龄").filter_map(|(at, word)| span_behind(text.get(at + word.len()..)?));
    spelled.chain(bare).max()
}

/// The age before “岁” at a place, where it is an upper one.
fn upper_before(text: &str, at: usize) -> Option<u8> {
    let before = text.get(..at)?.trim_end().trim_end_matches('周').trim_end();
    let age = two_figures(before)?;
    let head = before.get(..before.len() - 2)?.trim_end();
    let behind = text.get(at + '岁'.len_utf8()..)?.trim_start_matches([' ', '(', '（', '含', ')', '）']);
    let upper = head.ends_with(DASHES)
        || head.trim_end_matches("周").trim_end_matches('岁').trim_end_matches("周").ends_with(DASHES)
        || ["不超过", "小于", "不高于"].iter().any(|word| head.ends_with(word));
    (upper || CEILINGS.iter().any(|word| behind.starts_with(word))).then_some(age)
}

/// “年龄：22-58” without 岁.
fn span_behind(behind: &str) -> Option<u8> {
    let (at, _) = behind.char_indices().take(8).find(|(_, c)| c.is_ascii_digit())?;
    let mut figures = behind.get(at..)?.splitn(2, DASHES);
    two_figures(figures.next()?.trim_end())?;
    let upper = figures.next()?.trim_start();
    let len = upper.bytes().take_while(u8::is_ascii_digit).count();
    (len == 2).then(|| upper.get(..len)?.parse().ok())?
}

/// The age of two figures that a text ends with, where no third stands before them.
fn two_figures(text: &str) -> Option<u8> {
    let figures = text.get(text.len().checked_sub(2)?..)?;
    let longer = text.len() > 2 && text.as_bytes().get(text.len() - 3).is_some_and(u8::is_ascii_digit);
    figures.parse().ok().filter(|age| *age >= 16 && !longer && figures.bytes().all(|byte| byte.is_ascii_digit()))
}

/// “55岁”, “50多岁”, “四十八岁” of a searcher, from forty up, with the bytes that say it.
pub fn of_searcher(query: &str) -> Option<Range<usize>> {
    query.match_indices('岁').find_map(|(at, word)| {
        let number = query.get(..at)?.trim_end_matches(['多', '来', '几', '周']);
        let (age, len) = two_figures(number).map(|age| (age, 2)).or_else(|| spoken(number))?;
        (YOUNGEST_TOLD..=90).contains(&age).then_some(number.len() - len..at + word.len())
    })
}

/// The age of words that ask whether somebody of that age is taken: “60岁” is 60, “五十多岁” at least 51, “奔六” 59.
pub fn said(words: &str) -> Option<u8> {
    let about = ["多", "来", "几", "出头", "以上", "over"].iter().any(|word| words.contains(word));
    for (word, age) in [("奔五", 49), ("快五十", 49), ("奔六", 59), ("快六十", 59), ("奔七", 69)] {
        if words.contains(word) {
            return Some(age);
        }
    }
    let end = words.find("岁").or_else(|| words.find(['多', '来', '几', '以']).filter(|at| *at > 0)).unwrap_or(words.len());
    let number = words.get(..end)?.trim_end_matches(['多', '来', '几', '周']).trim_end_matches("出头").trim_end();
    let (age, _) = two_figures(number).map(|age| (age, 2)).or_else(|| spoken(number))?;
    Some(age + u8::from(about))
}

/// An age in characters that a text ends with, and its bytes: 四十八, 五十, 四五十 (the older is meant).
fn spoken(text: &str) -> Option<(u8, usize)> {
    let (tens, ones) = text.rsplit_once('十')?;
    let digit = |c: char| "一二三四五六七八九".chars().position(|one| one == c).map(|at| at as u8 + 1);
    let one = match ones.chars().next() {
        None => 0,
        Some(c) if ones.chars().count() == 1 => digit(c)?,
        Some(_) => return None,
    };
    let ten = tens.chars().next_back().and_then(digit)?;
    Some((ten * 10 + one, text.len() - tens.len() + 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_of_several_upper_ages_counts() {
        for (text, age) in [
            ("年龄18-60周岁", Some(60)),
            ("35岁以下", Some(35)),
            ("照顾90岁老人", None),
            ("45岁以内；另一项目要求60岁以下", Some(60)),
            ("18周岁—52周岁", Some(52)),
            ("年龄 22-45 周岁", Some(45)),
            ("年龄22-58之间", Some(58)),
            ("50-60岁大姐，60-65岁大叔", Some(65)),
            ("有3-5岁孩子", None),
            ("年龄要求不限，电话138-1234", None),
        ] {
            assert_eq!(upper_limit(text), age, "{text}");
        }
    }

    #[test]
    fn a_searcher_tells_an_age_in_figures_or_characters() {
        let told = |query: &str| of_searcher(query).map(|range| query[range].to_owned());
        assert_eq!(told("我今年52岁了").as_deref(), Some("52岁"));
        assert_eq!(told("本人女四十八岁会做饭").as_deref(), Some("四十八岁"));
        assert_eq!(told("3岁孩子"), None);
        assert_eq!(told("二十三岁"), None);
        for (words, age) in
            [("60岁", 60), ("五十多岁", 51), ("50多岁", 51), ("奔六", 59), ("四十八岁", 48), ("四五十岁", 50), ("over 50", 51)]
        {
            assert_eq!(said(words), Some(age), "{words}");
        }
        assert_eq!(said("岁数大"), None);
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_reading(text in "(\\PC|[0-9岁十五多年龄-])*") {
            upper_limit(&text);
            said(&text);
            if let Some(range) = of_searcher(&text) {
                proptest::prop_assert!(text.get(range).is_some());
            }
        }
    }
}
