//! One writing for what people write in many ways, with the way back to every character of the original.
//!
//! Half width, lower case, simplified characters; blanks, decoration and markup gone, so that 限 女, 限-女 and 限<b>女</b> all
//! read 限女; cut into sentences, because what one sentence says the next does not finish. Every byte of the folded text knows
//! which character (Unicode scalar value) of the original it came from, so that a finding always cuts its words out exactly.

use std::collections::HashMap;

/// Traditional characters and their simplified forms, side by side.
const TRADITIONAL: &str = include_str!("../../index/traditional.txt");

/// Signs that may stand between two characters of a word without parting them.
pub(super) const LIGHT: [char; 5] = [':', '、', '/', '(', ')'];

/// Which characters are read as which others.
#[derive(Debug, Clone, Default)]
pub struct Writing {
    reads_as: HashMap<char, char>,
}

/// A sentence of a field, folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sentence {
    pub text: String,
    /// For each byte of `text` the character of the original it came from, counted from 0.
    origin: Vec<u32>,
}

impl Sentence {
    /// The characters of the original, from and to (not included), that a piece of the folded text came from.
    pub fn original(&self, from: usize, to: usize) -> (usize, usize) {
        let at = |byte: usize| self.origin.get(byte).map_or(0, |&at| at as usize);
        (at(from), at(to.saturating_sub(1)) + 1)
    }

    fn push(&mut self, c: char, at: u32) {
        self.text.push(c);
        self.origin.resize(self.text.len(), at);
    }
}

/// What a character is in a sentence.
enum Role {
    /// Part of a word.
    Word(char),
    /// A sign that words and patterns may take notice of.
    Sign(char),
    /// A dash or tilde, which is a sign only between two figures.
    Dash,
    Stop,
    Nothing,
}

impl Writing {
    /// The carried table of traditional characters, and pairs of one's own ("優优"); a pair is two characters.
    ///
    /// # Errors
    /// The first pair that is none.
    pub fn with<'p>(pairs: impl IntoIterator<Item = &'p str>) -> Result<Self, String> {
        let carried = TRADITIONAL.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
        let mut reads_as = HashMap::new();
        for pair in carried.chain(pairs) {
            let mut chars = pair.chars();
            match (chars.next(), chars.next(), chars.next()) {
                (Some(from), Some(to), None) => reads_as.insert(from, to),
                _ => return Err(format!("“{pair}” is not a pair of characters")),
            };
        }
        Ok(Self { reads_as })
    }

    /// A character as words are written in rules.
    pub(super) fn simple(&self, c: char) -> char {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            other => other,
        };
        let c = self.reads_as.get(&c).copied().unwrap_or(c);
        c.to_lowercase().next().unwrap_or(c)
    }

    fn role(&self, c: char) -> Role {
        match self.simple(c) {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '。' | '!' | '?' | ';' | '．' | '｡' => Role::Stop,
            '\u{2460}'..='\u{249b}' | '\u{2776}'..='\u{2793}' => Role::Stop,
            ',' => Role::Sign(','),
            ':' | '︰' => Role::Sign(':'),
            '、' | '､' => Role::Sign('、'),
            '/' | '\\' | '|' => Role::Sign('/'),
            '(' | '[' | '【' | '〔' | '{' => Role::Sign('('),
            ')' | ']' | '】' | '〕' | '}' => Role::Sign(')'),
            '%' => Role::Word('%'),
            '-' | '~' | '—' | '–' | '‐' | '‑' | '‒' | '―' | '−' | '﹣' | '〜' | '∼' | '_' => Role::Dash,
            simple if simple.is_alphanumeric() => Role::Word(simple),
            _ => Role::Nothing,
        }
    }

    /// The sentences of a text. Linear in its length.
    pub(super) fn sentences(&self, text: &str) -> Vec<Sentence> {
        let chars: Vec<char> = text.chars().collect();
        let mut folding = Folding { done: Vec::new(), now: Sentence::default(), last: None };
        let mut at = 0;
        while let Some(&c) = chars.get(at) {
            if let Some((end, parts)) = markup(&chars, at) {
                if parts {
                    folding.stop();
                }
                at = end;
                continue;
            }
            match self.role(c) {
                Role::Word(simple) => folding.push(simple, at),
                Role::Stop if c == '\n' && folding.last == Some(':') => {}
                Role::Stop => folding.stop(),
                Role::Dash if folding.last.is_some_and(counts) && self.figure_follows(&chars, at + 1) => folding.push('-', at),
                Role::Dash | Role::Nothing => self.point(&chars, at, &mut folding),
                Role::Sign('、') if folding.is_numbering() => folding.drop_numbering(),
                Role::Sign(')') if folding.is_numbering() => folding.drop_numbering(),
                Role::Sign(',') if folding.last.is_some_and(|c| c.is_ascii_digit()) && thousands(&chars, at + 1) => {}
                Role::Sign(sign) => folding.push(sign, at),
            }
            at += 1;
        }
        folding.stop();
        folding.done
    }

    /// A point between figures belongs to them (16.3); behind a figure it may be the numbering of a line (2. 女性).
    fn point(&self, chars: &[char], at: usize, folding: &mut Folding) {
        if chars.get(at).is_none_or(|&c| self.simple(c) != '.') || !folding.last.is_some_and(|c| c.is_ascii_digit()) {
            return;
        }
        if chars.get(at + 1).is_some_and(|&next| self.simple(next).is_ascii_digit()) {
            if folding.is_numbering() && is_age(chars, at + 1) {
                return folding.drop_numbering();
            }
            folding.push('.', at);
        } else if folding.is_numbering() {
            folding.drop_numbering();
        }
    }

    fn figure_follows(&self, chars: &[char], at: usize) -> bool {
        let behind = chars.iter().skip(at).take(6).find(|c| !c.is_whitespace() && !matches!(self.role(**c), Role::Dash));
        behind.is_some_and(|&c| {
            let c = self.simple(c);
            c.is_ascii_digit() || is_numeral(c)
        })
    }
}

struct Folding {
    done: Vec<Sentence>,
    now: Sentence,
    last: Option<char>,
}

impl Folding {
    fn push(&mut self, c: char, at: usize) {
        // A field has less than four thousand million characters.
        self.now.push(c, u32::try_from(at).unwrap_or(u32::MAX));
        self.last = Some(c);
    }

    fn stop(&mut self) {
        self.last = None;
        if !self.now.text.is_empty() {
            self.done.push(std::mem::take(&mut self.now));
        }
    }

    /// Whether the sentence ends with one or two figures that begin it or stand behind a word: "2" before "、女性" is the
    /// numbering of a list, not a number.
    fn is_numbering(&self) -> bool {
        let figures = self.now.text.chars().rev().take(4).take_while(|c| c.is_ascii_digit() || *c == '(').count();
        let before = self.now.text.chars().rev().nth(figures);
        (1..=3).contains(&figures) && self.last != Some('(') && before.is_none_or(|c| !matches!(c, '-' | '.' | '到' | '至' | ':'))
    }

    fn drop_numbering(&mut self) {
        let keep = self.now.text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '(').len();
        self.now.text.truncate(keep);
        self.now.origin.truncate(keep);
        self.stop();
    }
}

/// What may stand before the dash of a span of figures: 18-45, 18岁-45岁, 十八—四十五.
fn counts(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '岁' | '周' | '元' | 'k' | ')') || is_numeral(c)
}

pub(super) fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '零' | '〇' | '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' | '千' | '万' | '半'
    )
}

/// Whether the comma before `at` parts thousands: exactly three figures follow.
fn thousands(chars: &[char], at: usize) -> bool {
    let figure = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    figure(at) && figure(at + 1) && figure(at + 2) && !figure(at + 3)
}

/// Whether two figures that soon come to years begin at `at`: nobody is 1.35岁 old, so the 1 before them numbers the line.
fn is_age(chars: &[char], at: usize) -> bool {
    let near: Vec<char> = chars.iter().skip(at).take(9).copied().take_while(|c| !matches!(c, '\n' | '。' | '，')).collect();
    near.iter().take(2).filter(|c| c.is_ascii_digit()).count() == 2 && near.contains(&'岁')
}

/// A tag or an entity of markup that begins at `at`: where it ends, and whether it parts sentences.
fn markup(chars: &[char], at: usize) -> Option<(usize, bool)> {
    let (open, close, longest) = match chars.get(at)? {
        '<' => ('<', '>', 200),
        '&' => ('&', ';', 8),
        _ => return None,
    };
    let inside: String = chars.iter().skip(at + 1).take(longest).take_while(|c| **c != close && **c != open).collect();
    let end = at + 1 + inside.chars().count();
    let name = inside.trim_start_matches('/');
    if chars.get(end) != Some(&close) || !name.starts_with(|c: char| c.is_ascii_alphabetic() || (open == '&' && c == '#')) {
        return None;
    }
    let name: String = name.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let line = ["br", "p", "div", "li", "ul", "ol", "tr", "td", "h1", "h2", "h3", "h4", "h5", "h6"].contains(&name.as_str());
    Some((end + 1, open == '<' && line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        let writing = Writing::with(["優优", "♀女"]).expect("pairs");
        writing.sentences(text).into_iter().map(|sentence| sentence.text).collect()
    }

    #[test]
    fn blanks_signs_and_markup_inside_a_word_are_passed_over() {
        for text in ["限女", "限 女", "限-女", "限*女", "限　女", "限\u{200b}女", "限<b>女</b>", "限&nbsp;女", "限🌸女", "限♀"]
        {
            assert_eq!(folded(text), ["限女"], "{text}");
        }
        assert_eq!(folded("女士優先"), ["女士优先"]);
    }

    #[test]
    fn a_sentence_ends_where_it_ends() {
        assert_eq!(folded("学历不限。女士\n优先；Ａ"), ["学历不限", "女士", "优先", "a"]);
        assert_eq!(folded("性别：\n女<br>男"), ["性别:女", "男"]);
        assert_eq!(folded("1、女性 2.男性 (3)老人 ④其他"), ["女性", "男性", "老人", "其他"]);
    }

    #[test]
    fn figures_keep_their_points_and_spans() {
        assert_eq!(folded("1,610元、16.3元/小时"), ["1610元、16.3元/小时"]);
        assert_eq!(folded("１８ — ４５岁"), ["18-45岁"]);
        assert_eq!(folded("18岁~45岁"), ["18岁-45岁"]);
        assert_eq!(folded("2-3人"), ["2-3人"]);
    }

    #[test]
    fn every_piece_knows_where_it_came_from() {
        let text = "  要求：限 、女 ";
        let writing = Writing::with([]).expect("no pairs");
        let sentence = writing.sentences(text).remove(0);
        let from = sentence.text.find('限').expect("there");
        let (from, to) = sentence.original(from, sentence.text.len());
        assert_eq!(text.chars().skip(from).take(to - from).collect::<String>(), "限 、女");
    }
}
