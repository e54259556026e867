//! The money of a pack from its form: tiers, certainty, and how it is paid.

use super::form::{AmountForm, PayForm};
use super::read::{Reader, Spot};
use super::tests_of::skill_level;
use super::{Amount, AmountCertainty, Instalment, Pay, ReadTier, Share, Sum, Tiers, Way, Yuan};
use crate::codes::Education;
use toml::{Spanned, Value};

impl Reader<'_> {
    pub(super) fn amount(&mut self, written: &Spanned<AmountForm>) -> Option<Amount> {
        let form = written.get_ref();
        let certainty = match form.certainty.get_ref().as_str() {
            "exact" => AmountCertainty::Exact,
            "ceiling" => AmountCertainty::Ceiling,
            "not_entered" => AmountCertainty::NotEntered,
            other => {
                let what = format!("an amount is “exact”, “ceiling” or “not_entered”, not “{other}”");
                return self.none(Spot::of(&form.certainty), what);
            }
        };
        let read = match form.read.as_ref().map(|word| (word.get_ref().as_str(), word.span())) {
            None | Some(("entry", _)) => ReadTier::Entry,
            Some(("payment", _)) => ReadTier::Payment,
            Some(("highest", _)) => ReadTier::Highest,
            Some((other, span)) => {
                return self.none(span.into(), format!("read is “entry”, “payment” or “highest”, not “{other}”"));
            }
        };
        let tiers = match form.by.get_ref().as_str() {
            "flat" => {
                let value = match &form.value {
                    None => None,
                    Some(value) => self.yuan(value)?,
                };
                Tiers::Flat(Sum { value, under: None })
            }
            "education" => Tiers::Education(self.tiers(form, |name| name.parse::<Education>().ok())?.into_iter().collect()),
            "skill" => {
                let Some(occupation) = &form.occupation else {
                    return self.none(Spot::of(written), "tiers by skill need their occupation".to_owned());
                };
                let by_level = self.tiers(form, skill_level)?.into_iter().collect();
                Tiers::Skill { occupation: occupation.get_ref().clone(), by_level }
            }
            other => {
                return self.none(Spot::of(&form.by), format!("an amount goes by “education”, “skill” or “flat”, not “{other}”"));
            }
        };
        Some(Amount { certainty, tiers, read })
    }

    fn tiers<K>(&mut self, form: &AmountForm, level: impl Fn(&str) -> Option<K>) -> Option<Vec<(K, Sum)>> {
        let Some(tiers) = &form.tiers else { return self.none(Spot::of(&form.by), "the tiers are missing".to_owned()) };
        let mut read = Vec::new();
        for (name, value) in tiers.get_ref() {
            let Some(level) = level(name) else { return self.none(Spot::of(value), format!("“{name}” is not a level")) };
            read.push((level, Sum { value: self.yuan(value)?, under: None }));
        }
        Some(read)
    }

    /// Whole yuan, or "not_entered".
    fn yuan(&mut self, value: &Spanned<Value>) -> Option<Yuan> {
        match value.get_ref() {
            Value::Integer(yuan) if *yuan > 0 => Some(Some(*yuan)),
            Value::String(word) if word == "not_entered" => Some(None),
            other => {
                self.none(Spot::of(value), format!("{other} is not an amount: write whole yuan above 0, or \"not_entered\""))
            }
        }
    }

    pub(super) fn pay(&mut self, written: &Spanned<PayForm>) -> Option<Pay> {
        let form = written.get_ref();
        if let Some(text) = &form.text {
            self.both(text);
        }
        let way = match form.way.get_ref().as_str() {
            "not_seen" => Way::NotSeen,
            "once" => Way::Once,
            "instalments" => Way::Instalments(self.instalments(form)?),
            "recurring" => {
                let every = match form.every_months.as_ref().map(|n| i32::try_from(*n.get_ref())) {
                    Some(Ok(months @ 1..=600)) => months,
                    _ => return self.none(Spot::of(&form.way), "say every how many months: every_months = 12".to_owned()),
                };
                let times = form.times.as_ref().and_then(|n| u32::try_from(*n.get_ref()).ok());
                Way::Recurring { every_months: every, times }
            }
            other => {
                let what = format!("pay comes “once”, in “instalments”, “recurring” or “not_seen”, not “{other}”");
                return self.none(Spot::of(&form.way), what);
            }
        };
        Some(Pay { way, text: form.text.as_ref().map(|text| text.get_ref().clone()), certainty: form.certainty })
    }

    fn instalments(&mut self, form: &PayForm) -> Option<Vec<Instalment>> {
        let mut read: Vec<Instalment> = Vec::new();
        for written in &form.instalments {
            let part = written.get_ref();
            let share = match (part.percent, part.yuan) {
                (Some(percent @ 1..=100), None) => Share::Percent(percent),
                (None, Some(yuan @ 1..)) => Share::Yuan(yuan),
                (None, None) => Share::NotSettled,
                _ => return self.none(Spot::of(written), "a part is so many percent, or so many yuan, above 0".to_owned()),
            };
            let Ok(after_months @ 1..=600) = i32::try_from(*part.after_months.get_ref()) else {
                return self.none(Spot::of(written), "a part falls due after 1 to 600 months".to_owned());
            };
            if read.last().is_some_and(|before| before.after_months >= after_months) {
                return self.none(Spot::of(written), "parts are written in the order they fall due".to_owned());
            }
            read.push(Instalment { after_months, share });
        }
        let percent = |part: &Instalment| if let Share::Percent(percent) = part.share { Some(percent) } else { None };
        let percents: Vec<i64> = read.iter().filter_map(percent).collect();
        let sum: i64 = percents.iter().sum();
        if read.is_empty() {
            return self.none(Spot::of(&form.way), "the parts are missing: instalments = [...]".to_owned());
        }
        if !percents.is_empty() && (percents.len() != read.len() || sum != 100) {
            return self.none(Spot::of(&form.way), format!("the parts make {sum} percent, not 100"));
        }
        Some(read)
    }
}
