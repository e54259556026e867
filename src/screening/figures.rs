//! Figures beside the words: the minimum wage of the place on the day, the length of the contract, citizens' numbers.

use super::post::Post;
use super::rules::{Minimum, Rule};
use super::writing::Sentence;
use crate::codes::{Employment, PayPeriod};
use crate::eligibility::wages::MinimumWages;
use crate::openings::{Fen, Pay};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What a figure of a post is held against.
pub(super) struct Situation {
    /// Yuan an hour and a month; none where nobody entered a minimum wage for the place and day.
    least: Option<(f64, f64)>,
    employment: Option<Employment>,
    period: Option<PayPeriod>,
    /// Months of the contract, for each rule that asks.
    contracts: BTreeMap<String, f64>,
}

impl Situation {
    pub fn of(rules: &[Rule], post: &Post, read: &[Vec<Sentence>], on: Date, wages: &MinimumWages) -> Self {
        let row = post.region.as_deref().and_then(|region| wages.on(region, on));
        let asks = rules.iter().filter(|rule| rule.contract.is_some());
        let contracts = asks.filter_map(|rule| Some((rule.slug.clone(), contract_months(rule, post, read)?))).collect();
        Self {
            least: row.map(|row| (Fen(row.hour_fen).yuan(), row.month as f64)),
            employment: post.employment,
            period: post.pay.period,
            contracts,
        }
    }

    /// The least yuan a period; none where it is not known, or where a period says nothing about it: part-time pay by the month
    /// or the day, without its hours. Full-time pay by the hour is held against the month.
    pub fn minimum(&self, period: Minimum) -> Option<f64> {
        let (hour, month) = self.least?;
        let own = match self.period {
            Some(PayPeriod::Hour) => Some(Minimum::Hour),
            Some(PayPeriod::Day) => Some(Minimum::Day),
            Some(PayPeriod::Month) => Some(Minimum::Month),
            Some(PayPeriod::Year) => Some(Minimum::Year),
            None => None,
        };
        let whole = self.employment != Some(Employment::PartTime);
        match if period == Minimum::Own { own? } else { period } {
            Minimum::Hour if self.employment == Some(Employment::FullTime) => Some(month / a_month_has(PayPeriod::Hour)?),
            Minimum::Hour => Some(hour),
            Minimum::Day if whole => Some(month / a_month_has(PayPeriod::Day)?),
            Minimum::Month if whole => Some(month),
            Minimum::Year if whole => Some(month * 12.0),
            _ => None,
        }
    }

    /// How many months the contract lasts, as the post says it.
    pub fn contract(&self, rule: &str) -> Option<f64> {
        self.contracts.get(rule).copied()
    }
}

/// How many paid hours or days a month has, as pay is compared everywhere else in the house.
fn a_month_has(period: PayPeriod) -> Option<f64> {
    let hundred = Fen::from_yuan(100.0);
    Pay { min: hundred, max: None, period: Some(period), months: None }.monthly().map(|(low, _)| low.yuan() / 100.0)
}

fn contract_months(rule: &Rule, post: &Post, read: &[Vec<Sentence>]) -> Option<f64> {
    let [years, months] = rule.contract.as_ref()?;
    let said = || {
        read.iter().flatten().find_map(|sentence| {
            let years = years.first_figure(&sentence.text).map(|years| years * 12.0);
            years.or_else(|| months.first_figure(&sentence.text))
        })
    };
    post.contract_months.map(|months| months as f64).or_else(said)
}

/// The citizens' numbers in a text (GB 11643): eighteen figures whose last is the check of the others and whose middle is a
/// day. Blanks and dashes may stand between them. Characters from and to.
pub(super) fn citizen_numbers(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    // The figures of the run that is being read, each with its place.
    let mut run: Vec<(usize, u32)> = Vec::new();
    let mut check = |run: &mut Vec<(usize, u32)>| {
        let figures: Vec<u32> = run.iter().map(|(_, figure)| *figure).collect();
        if let (18, Some((from, _)), Some((to, _))) = (run.len(), run.first(), run.last())
            && is_citizen_number(&figures)
        {
            found.push((*from, to + 1));
        }
        run.clear();
    };
    for (at, c) in text.chars().enumerate() {
        let half = match c {
            '０'..='９' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            'Ｘ' | 'ｘ' | 'x' => 'X',
            other => other,
        };
        match half {
            '0'..='9' => run.push((at, u32::from(half) - u32::from('0'))),
            'X' if run.len() == 17 => run.push((at, 10)),
            ' ' | '-' | '\u{3000}' | '\u{200b}' if !run.is_empty() => {}
            _ => check(&mut run),
        }
    }
    check(&mut run);
    found
}

/// Whether eighteen figures (the last may be 10 for X) are a citizen's number: its check and the day of birth in it hold.
fn is_citizen_number(figures: &[u32]) -> bool {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = figures.iter().zip(weights).map(|(figure, weight)| figure * weight).sum();
    let check = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2].get(sum as usize % 11);
    let number = |from: usize, to: usize| figures.get(from..to).unwrap_or_default().iter().fold(0, |all, one| all * 10 + one);
    let (year, month, day) = (number(6, 10), number(10, 12), number(12, 14));
    let born = Date::new(year.try_into().unwrap_or(0), month.try_into().unwrap_or(0), day.try_into().unwrap_or(0));
    check == figures.get(17) && (1850..=2200).contains(&year) && born.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citizens_number_is_known_by_its_check_and_its_day() {
        assert_eq!(citizen_numbers("身份证11010519491231002X。"), [(3, 21)]);
        assert_eq!(citizen_numbers("440524 18800101 0014"), [(0, 20)]);
        for text in ["110105194912310021", "11010519491331002X", "4405241880010100145", "电话13800000000", "X"] {
            assert!(citizen_numbers(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_month_has_as_many_hours_and_days_as_everywhere() {
        assert_eq!(a_month_has(PayPeriod::Day), Some(21.75));
        assert_eq!(a_month_has(PayPeriod::Hour), Some(174.0));
    }
}
