//! The pay a searcher names: “5000以上”, “月薪五千”, “四五千”, “6k”, “过万”, “200一天”.
//!
//! What it promises: the least amount that is meant, in whole yuan, with its period. What it refuses: to take any number for
//! pay. A bare number counts only as a round amount of four or five figures that nothing else claims (no year, no age, no
//! distance), and a ceiling (“五千以下”) is no wish for pay.

use crate::codes::PayPeriod;
use std::ops::Range;

/// A wish for pay, with the bytes of the query that say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayMention {
    pub range: Range<usize>,
    /// The least the searcher would take, yuan per `period`.
    pub min: i64,
    pub period: PayPeriod,
}

impl PayMention {
    /// Yuan a month, by 21.75 paid days of 8 hours a month (人社部发〔2025〕2号, in force 2025-01-01).
    pub fn monthly(&self) -> i64 {
        match self.period {
            PayPeriod::Hour => self.min * 174,
            PayPeriod::Day => self.min * 87 / 4,
            PayPeriod::Month => self.min,
            PayPeriod::Year => self.min / 12,
        }
    }
}

const BEFORE: [(&str, Option<PayPeriod>); 36] = [
    ("日薪", Some(PayPeriod::Day)),
    ("日工资", Some(PayPeriod::Day)),
    ("一天", Some(PayPeriod::Day)),
    ("每天", Some(PayPeriod::Day)),
    ("时薪", Some(PayPeriod::Hour)),
    ("一小时", Some(PayPeriod::Hour)),
    ("每小时", Some(PayPeriod::Hour)),
    ("年薪", Some(PayPeriod::Year)),
    ("一年", Some(PayPeriod::Year)),
    ("年入", Some(PayPeriod::Year)),
    ("月薪", Some(PayPeriod::Month)),
    ("月入", Some(PayPeriod::Month)),
    ("一个月", Some(PayPeriod::Month)),
    ("每个月", Some(PayPeriod::Month)),
    ("每月", Some(PayPeriod::Month)),
    ("月工资", Some(PayPeriod::Month)),
    ("工资", None),
    ("底薪", None),
    ("薪资", None),
    ("薪水", None),
    ("薪酬", None),
    ("收入", None),
    ("待遇", None),
    ("到手", None),
    ("能挣", None),
    ("能开", None),
    ("挣", None),
    ("开", None),
    ("不低于", None),
    ("不少于", None),
    ("至少", None),
    ("最低", None),
    ("最少", None),
    ("大于", None),
    ("超过", None),
    ("高于", None),
];
const CEILINGS_BEFORE: [&str; 6] = ["不超过", "不大于", "低于", "小于", "少于", "最多"];
const CEILINGS_BEHIND: [&str; 5] = ["以下", "以内", "之内", "封顶", "及以下"];
const FLOORS_BEHIND: [&str; 10] = ["以上", "及以上", "起", "往上", "朝上", "打底", "+", "＋", "左右", "上下"];
const PERIODS_BEHIND: [(&str, PayPeriod); 18] = [
    ("年薪", PayPeriod::Year),
    ("一天", PayPeriod::Day),
    ("每天", PayPeriod::Day),
    ("/天", PayPeriod::Day),
    ("/日", PayPeriod::Day),
    ("每日", PayPeriod::Day),
    ("一日", PayPeriod::Day),
    ("一小时", PayPeriod::Hour),
    ("每小时", PayPeriod::Hour),
    ("/小时", PayPeriod::Hour),
    ("/时", PayPeriod::Hour),
    ("一个月", PayPeriod::Month),
    ("每月", PayPeriod::Month),
    ("/月", PayPeriod::Month),
    ("每个月", PayPeriod::Month),
    ("一年", PayPeriod::Year),
    ("/年", PayPeriod::Year),
    ("每年", PayPeriod::Year),
];
/// What makes a number count something other than yuan.
const OTHER_MEASURES: [&str; 34] = [
    "年",
    "届",
    "人",
    "名",
    "号",
    "平",
    "米",
    "公里",
    "里",
    "㎡",
    "字",
    "床",
    "张",
    "户",
    "岁",
    "次",
    "家",
    "位",
    "个",
    "斤",
    "路",
    "栋",
    "分",
    "点",
    "楼",
    "层",
    "线",
    "班",
    "期",
    "件",
    "多人",
    "多个",
    "多名",
    "米以内",
];

/// The first wish for pay in a query.
pub fn read_pay(query: &str) -> Option<PayMention> {
    let mut at = 0;
    while let Some(rest) = query.get(at..) {
        if let Some(found) = wish_at(query, at) {
            return Some(found);
        }
        // A number that is no pay is passed over whole: the tail of a telephone number is no pay either.
        at += amount(rest).map_or_else(|| rest.chars().next().map_or(1, char::len_utf8), |amount| amount.len.max(1));
    }
    None
}

/// An amount as written: its yuan, its bytes, and whether it carries 千, 万, k, 元 or 块.
#[derive(Clone, Copy)]
struct Amount {
    yuan: i64,
    len: usize,
    unit: bool,
    /// What a bare number before a dash must be multiplied by to be of the same unit (4-6k).
    scale: i64,
}

fn wish_at(query: &str, at: usize) -> Option<PayMention> {
    let (head, rest) = (query.get(..at)?, query.get(at..)?);
    if head.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.') {
        return None;
    }
    let before = head.trim_end();
    let over_ten_thousand = ["过万", "上万", "破万"].into_iter().find(|word| rest.starts_with(word));
    let first = match over_ten_thousand {
        Some(word) => Amount { yuan: 10_000, len: word.len(), unit: true, scale: 1 },
        None => range_of(rest)?,
    };
    let mut end = at + first.len;
    if CEILINGS_BEFORE.iter().any(|word| before.ends_with(word)) && !before.ends_with("不低于") && !before.ends_with("不少于")
    {
        return None;
    }
    let cue = BEFORE.iter().find(|(word, _)| before.ends_with(word));
    let mut tail = query.get(end..)?;
    for more in ["多", "来", "几", "元", "块钱", "块", "rmb"] {
        tail = tail.strip_prefix(more).inspect(|_| end += more.len()).unwrap_or(tail);
    }
    let spoken = first.unit || query.get(at + first.len..end).is_some_and(|between| between.contains(['元', '块']));
    let gap = tail.len() - tail.trim_start().len();
    let behind = PERIODS_BEHIND.iter().find(|(word, _)| tail.trim_start().starts_with(word));
    if let Some((word, _)) = behind {
        end += gap + word.len();
        tail = query.get(end..)?;
    }
    if CEILINGS_BEHIND.iter().any(|word| tail.starts_with(word)) {
        return None;
    }
    let floor = FLOORS_BEHIND.iter().find(|word| tail.starts_with(**word));
    if behind.is_none() && OTHER_MEASURES.iter().any(|word| tail.starts_with(word)) {
        return None;
    }
    if let Some(word) = floor {
        end += word.len();
    }
    let period = behind.map(|(_, period)| *period).or_else(|| cue.and_then(|(_, period)| *period)).unwrap_or(PayPeriod::Month);
    let round = (1_000..=99_999).contains(&first.yuan) && first.yuan % 100 == 0;
    let meant = spoken || cue.is_some() || behind.is_some() || round;
    let start = cue.map_or(at, |(word, _)| before.len() - word.len());
    (meant && sensible(first.yuan, period)).then_some(PayMention { range: start..end, min: first.yuan, period })
}

/// Whether an amount can be pay at all; “三年” or “8小时” cannot.
fn sensible(yuan: i64, period: PayPeriod) -> bool {
    let span = match period {
        PayPeriod::Hour => 5..=1_000,
        PayPeriod::Day => 30..=5_000,
        PayPeriod::Month => 500..=300_000,
        PayPeriod::Year => 10_000..=5_000_000,
    };
    span.contains(&yuan)
}

/// One amount, or the lower end of a span (4000-6000, 四到六千, 4-6k) with the bytes of the whole span.
fn range_of(text: &str) -> Option<Amount> {
    let low = amount(text)?;
    let dash = text.get(low.len..)?;
    let Some(dash_len) =
        ["-", "~", "—", "－", "～", "至", "到"].iter().find(|mark| dash.starts_with(**mark)).map(|mark| mark.len())
    else {
        return Some(low);
    };
    let Some(high) = dash.get(dash_len..).and_then(amount) else { return Some(low) };
    let yuan = if !low.unit && low.yuan < 100 { low.yuan * high.scale } else { low.yuan };
    Some(Amount { yuan, len: low.len + dash_len + high.len, unit: low.unit || high.unit, scale: high.scale })
}

/// A number with its unit at the head of a text.
fn amount(text: &str) -> Option<Amount> {
    if text.starts_with(|c: char| c.is_ascii_digit()) { figures(text) } else { characters(text) }
}

fn figures(text: &str) -> Option<Amount> {
    let len = text.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')).count();
    let number = text.get(..len)?.trim_end_matches(['.', ',']);
    let value: f64 = number.replace(',', "").parse().ok()?;
    let (len, rest) = (number.len(), text.get(number.len()..)?);
    let Some((scale, unit_len)) = unit(rest) else {
        return Some(Amount { yuan: whole(value), len, unit: false, scale: 1 });
    };
    let behind = rest.get(unit_len..)?;
    // “1万2”, “6千5”: a single figure after the unit counts tenths of it.
    let tenth =
        behind.chars().next().filter(|_| scale > 1).and_then(digit).filter(|_| !behind.chars().nth(1).is_some_and(is_number));
    let more = tenth.map_or(0, |(value, _)| value * scale / 10);
    let len = len + unit_len + tenth.map_or(0, |(_, len)| len);
    Some(Amount { yuan: whole(value * scale as f64).saturating_add(more), len, unit: true, scale })
}

/// 五千, 四五千 (4000), 三千五, 一万二, 八千六百.
fn characters(text: &str) -> Option<Amount> {
    let (mut total, mut current, mut len, mut last, mut scale) = (0_i64, None::<i64>, 0, 10_000_i64, 1_i64);
    for c in text.chars() {
        let unit = match c {
            '百' => 100,
            '千' => 1_000,
            '万' => 10_000,
            '十' => 10,
            '零' if scale > 1 => 0,
            _ => 1,
        };
        match (unit, digit(c), current) {
            (0, ..) => {}
            (1, Some((value, _)), None) => current = Some(value),
            (1, Some(_), Some(_)) if scale == 1 => {} // the second of 四五千: the least is meant
            (1, ..) => break,
            (10, _, Some(value)) => current = Some(value * 10),
            (10, _, None) if total == 0 => current = Some(10),
            (_, _, Some(value)) => {
                (total, current, last, scale) = (total.saturating_add(value.saturating_mul(unit)), None, unit, unit);
            }
            _ => break,
        }
        len += c.len_utf8();
    }
    let rest = current.unwrap_or(0);
    if scale == 1 {
        return current.map(|yuan| Amount { yuan, len, unit: false, scale: 1 });
    }
    Some(Amount { yuan: total.saturating_add(rest.saturating_mul(last / 10)), len, unit: true, scale: last })
}

fn digit(c: char) -> Option<(i64, usize)> {
    let value = match c {
        '0'..='9' => i64::from(c as u32 - u32::from('0')),
        '一' => 1,
        '二' | '两' | '俩' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    };
    Some((value, c.len_utf8()))
}

fn is_number(c: char) -> bool {
    digit(c).is_some() || matches!(c, '十' | '百' | '千' | '万' | '.' | '个')
}

/// The unit at the head of a text and its bytes; k and w only where no other letter follows.
fn unit(text: &str) -> Option<(i64, usize)> {
    let mut chars = text.chars();
    let (first, next) = (chars.next()?, chars.next());
    let lone = !next.is_some_and(|c| c.is_ascii_alphabetic());
    match first {
        '千' => Some((1_000, first.len_utf8())),
        '万' => Some((10_000, first.len_utf8())),
        '百' => Some((100, first.len_utf8())),
        'k' | 'K' if lone => Some((1_000, 1)),
        'w' | 'W' if lone => Some((10_000, 1)),
        _ => None,
    }
}

fn whole(value: f64) -> i64 {
    value.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(query: &str) -> Option<i64> {
        read_pay(query).map(|found| found.monthly())
    }

    #[test]
    fn pay_is_read_as_people_write_it() {
        let said = [
            ("护工 5000以上", 5_000),
            ("月薪五千的工作", 5_000),
            ("保洁 四五千", 4_000),
            ("司机6k", 6_000),
            ("工资4000-6000", 4_000),
            ("一个月三千多", 3_000),
            ("月入过万", 10_000),
            ("4-6k", 4_000),
            ("四到六千", 4_000),
            ("一万二", 12_000),
            ("1万2的", 12_000),
            ("八千六百", 8_600),
            ("三千五", 3_500),
            ("1.2万", 12_000),
            ("护士 6000", 6_000),
            ("8千起", 8_000),
            ("十万年薪", 8_333),
            ("年薪12万", 10_000),
            ("200一天", 4_350),
            ("日薪300", 6_525),
            ("20块一小时", 3_480),
        ];
        for (query, yuan) in said {
            assert_eq!(month(query), Some(yuan), "{query}");
        }
    }

    #[test]
    fn other_numbers_are_not_pay() {
        let said = [
            "2026届毕业生",
            "50多岁",
            "离家5公里",
            "8小时",
            "13912345678",
            "三年经验",
            "一千多个老人",
            "24小时住家",
            "12306",
            "五险一金",
            "2000年出生",
            "五千以下",
            "不超过5000",
            "3天",
            "千山区保洁",
            "万达广场",
            "一百张床位",
            "A10000",
            "第三人民医院",
        ];
        for query in said {
            assert_eq!(read_pay(query), None, "{query}");
        }
    }

    #[test]
    fn the_words_that_say_the_pay_are_all_in_the_range() {
        let query = "铁西护工月薪5000元以上包住";
        let found = read_pay(query).expect("pay is said");
        assert_eq!(query.get(found.range), Some("月薪5000元以上"));
    }
}
