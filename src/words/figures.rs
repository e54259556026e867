//! Days, money, distances and counts as people read them.

use super::Lang;
use crate::codes::{OpeningKind, PayPeriod};
use crate::openings::{Fen, Pay};
use jiff::civil::Date;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Lang {
    /// A count with its thousands apart: 36,171.
    pub fn number(self, number: i64) -> String {
        let digits = number.unsigned_abs().to_string();
        let mut shown = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if number < 0 {
            shown.push('-');
        }
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                shown.push(',');
            }
            shown.push(digit);
        }
        shown
    }

    /// A day: "11月23日", "23 Nov"; with its year where that is not `today`'s.
    pub fn day(self, day: Date, today: Date) -> String {
        let month = usize::try_from(day.month() - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or("");
        match (self, day.year() == today.year()) {
            (Self::Zh, true) => format!("{}月{}日", day.month(), day.day()),
            (Self::Zh, false) => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
            (Self::En, true) => format!("{} {month}", day.day()),
            (Self::En, false) => format!("{} {month} {}", day.day(), day.year()),
        }
    }

    /// How long ago a day was: "今天", "3 天前"; beyond thirty days, and for days to come, the day itself.
    pub fn ago(self, day: Date, today: Date) -> String {
        let words = self.words();
        match crate::time::day_number(today) - crate::time::day_number(day) {
            0 => words.day_today(),
            1 => words.day_yesterday(),
            days @ 2..=30 => words.days_ago(days),
            _ => self.day(day, today),
        }
    }

    /// Until when a post holds: "还剩 3 天" within a week, else the day.
    pub fn until(self, last: Date, today: Date) -> String {
        let words = self.words();
        match crate::time::day_number(last) - crate::time::day_number(today) {
            0 => words.ends_today(),
            days @ 1..=7 => words.ends_in_days(days),
            _ => words.ends_on(self.day(last, today)),
        }
    }

    /// Pay as the post says it. A volunteer post is unpaid by law; any other that gives no figure "does not state" its pay.
    pub fn pay(self, pay: Pay, kind: OpeningKind) -> String {
        let words = self.words();
        let amount = match (pay.min, pay.max) {
            (None, None) if kind == OpeningKind::Volunteer => return words.pay_volunteer(),
            (None, None) => return words.pay_unknown(),
            (Some(min), Some(max)) if min != max => words.pay_range(format!("{}–{}", self.amount(min), self.amount(max))),
            (Some(one), Some(_)) => words.pay_range(self.amount(one)),
            (Some(min), None) => words.pay_from(self.amount(min)),
            (None, Some(max)) => words.pay_up_to(self.amount(max)),
        };
        let pay_text = match pay.period {
            Some(PayPeriod::Hour) => words.pay_hour(amount),
            Some(PayPeriod::Day) => words.pay_day(amount),
            Some(PayPeriod::Month) => words.pay_month(amount),
            Some(PayPeriod::Year) => words.pay_year(amount),
            // The post does not say per what: neither do we.
            None => amount,
        };
        match pay.months {
            Some(months) if months != 12 => words.pay_with_months(pay_text, months),
            _ => pay_text,
        }
    }

    /// An amount in yuan; fen only where there are any. Chinese writes 3500, English 3,500.
    fn amount(self, fen: Fen) -> String {
        let yuan = fen.0 / 100;
        let whole = match self {
            Self::Zh => yuan.to_string(),
            Self::En => self.number(yuan),
        };
        match fen.0 % 100 {
            0 => whole,
            rest if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
            rest => format!("{whole}.{rest:02}"),
        }
    }

    /// A distance: metres in steps of fifty under one kilometre, tenths under ten, whole kilometres beyond.
    pub fn distance(self, km: f64) -> String {
        let words = self.words();
        if !km.is_finite() || km < 0.0 {
            return String::new();
        }
        if km < 0.975 {
            let metres = ((km * 20.0).round() as i64 * 50).max(50);
            words.distance_metres(metres)
        } else if km < 9.95 {
            words.distance_km(format!("{km:.1}"))
        } else {
            words.distance_km(self.number(km.round() as i64))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn pay(min: Option<f64>, max: Option<f64>, period: Option<PayPeriod>) -> Pay {
        Pay { min: min.and_then(Fen::from_yuan), max: max.and_then(Fen::from_yuan), period, months: None }
    }

    #[test]
    fn pay_reads_as_an_advertisement_would_say_it() {
        let month = Some(PayPeriod::Month);
        let vacancy = OpeningKind::Vacancy;
        assert_eq!(Lang::Zh.pay(pay(Some(3500.0), Some(4500.0), month), vacancy), "3500–4500 元/月");
        assert_eq!(Lang::En.pay(pay(Some(3500.0), Some(4500.0), month), vacancy), "¥3,500–4,500 a month");
        assert_eq!(Lang::Zh.pay(pay(Some(16.3), Some(16.3), Some(PayPeriod::Hour)), vacancy), "16.3 元/小时");
        assert_eq!(Lang::Zh.pay(pay(Some(200.0), None, Some(PayPeriod::Day)), vacancy), "200 元起/天");
        let thirteen = Pay { months: Some(13), ..pay(Some(5000.0), Some(6000.0), month) };
        assert_eq!(Lang::Zh.pay(thirteen, vacancy), "5000–6000 元/月，一年发 13 个月");
    }

    #[test]
    fn a_post_that_gives_no_figure_is_not_given_one() {
        assert_eq!(Lang::Zh.pay(Pay::default(), OpeningKind::Vacancy), "未写明工资");
        assert_eq!(Lang::En.pay(Pay::default(), OpeningKind::Internship), "Pay not stated");
        assert_eq!(Lang::Zh.pay(Pay::default(), OpeningKind::Volunteer), "志愿服务，不发工资");
    }

    #[test]
    fn days_near_and_far() {
        let today = date(2026, 11, 23);
        assert_eq!(Lang::Zh.ago(today, today), "今天");
        assert_eq!(Lang::En.ago(date(2026, 11, 22), today), "yesterday");
        assert_eq!(Lang::Zh.ago(date(2026, 11, 20), today), "3 天前");
        assert_eq!(Lang::Zh.ago(date(2025, 2, 3), today), "2025年2月3日");
        assert_eq!(Lang::En.ago(date(2026, 12, 1), today), "1 Dec");
        assert_eq!(Lang::Zh.until(date(2026, 11, 26), today), "还剩 3 天");
        assert_eq!(Lang::Zh.until(date(2026, 12, 31), today), "12月31日截止");
    }

    #[test]
    fn distances_are_as_coarse_as_people_speak() {
        assert_eq!(Lang::Zh.distance(0.012), "50 米");
        assert_eq!(Lang::Zh.distance(0.81), "800 米");
        assert_eq!(Lang::En.distance(2.44), "2.4 km");
        assert_eq!(Lang::Zh.distance(1234.0), "1,234 公里");
        assert_eq!(Lang::Zh.distance(f64::NAN), "");
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(Lang::En.number(36_171), "36,171");
        assert_eq!(Lang::En.number(999), "999");
        assert_eq!(Lang::Zh.number(-1_000_000), "-1,000,000");
    }
}
