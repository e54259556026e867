//! Where the words stand: marked ranges of a title, and the part of a description worth showing. Pure.

/// Characters of a description that a result shows.
const WIDTH: usize = 80;

/// Ranges in characters at which any of the words stands, joined where they touch.
pub fn marked(text: &str, words: &[String]) -> Vec<(usize, usize)> {
    let lower: Vec<char> = text.chars().map(|c| c.to_lowercase().next().unwrap_or(c)).collect();
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for word in words {
        let word: Vec<char> = word.chars().collect();
        if word.is_empty() || word.len() > lower.len() {
            continue;
        }
        ranges.extend(
            lower
                .windows(word.len())
                .enumerate()
                .filter(|(_, window)| *window == word.as_slice())
                .map(|(at, _)| (at, at + word.len())),
        );
    }
    ranges.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (start, end) in ranges {
        match joined.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    joined
}

/// The stretch of a description with the most marks in it, cut at both ends, with its marks; its beginning where there
/// is none. Nothing for an empty description.
pub fn snippet(text: &str, words: &[String]) -> Option<(String, Vec<(usize, usize)>)> {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return None;
    }
    let marks = marked(&text, words);
    let count = text.chars().count();
    let best = marks.iter().max_by_key(|(start, _)| {
        (marks.iter().filter(|other| other.0 >= *start && other.1 <= start + WIDTH).count(), std::cmp::Reverse(*start))
    });
    let start = best.map_or(0, |(start, _)| start.saturating_sub(12)).min(count.saturating_sub(WIDTH));
    let end = (start + WIDTH).min(count);
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < count { "…" } else { "" });
    let shift = before.chars().count();
    let within = |&&(from, to): &&(usize, usize)| from >= start && to <= end;
    let ranges = marks.iter().filter(within).map(|(from, to)| (from - start + shift, to - start + shift)).collect();
    let shown: String = text.chars().skip(start).take(end - start).collect();
    Some((format!("{before}{shown}{after}"), ranges))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_where_the_words_are() {
        assert_eq!(marked("急聘养老护理员 Nurse", &["护理员".into(), "nurse".into()]), vec![(4, 7), (8, 13)]);
        assert_eq!(marked("护士", &["养老护理员".into()]), vec![]);
    }

    #[test]
    fn a_snippet_shows_the_words_and_tells_that_it_is_cut() {
        let text = format!("{}夜班护工{}", "甲".repeat(300), "乙".repeat(300));
        let (shown, marks) = snippet(&text, &["护工".into()]).expect("text");
        assert!(shown.starts_with('…') && shown.ends_with('…') && shown.contains("夜班护工"));
        let (from, to) = marks[0];
        assert_eq!(shown.chars().skip(from).take(to - from).collect::<String>(), "护工");
        assert_eq!(snippet(" \n ", &[]), None);
    }
}
