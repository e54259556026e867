//! A pack made whole: what it takes over from the higher place, what it replaces, and the lines every pack has.

use super::read::{Own, Reader, Spot};
use super::{
    Amount, AmountCertainty, Document, InForce, Line, Pack, Pay, Precision, Rule, Share, Source, Sum, Test, Tiers, Way, Words,
};
use crate::eligibility::facts::Fact;
use crate::eligibility::{Certainty, Text};
use jiff::civil::Date;

/// Puts a pack together from its own words and, where it inherits, those of its parent.
pub(super) fn complete(own: Own, parent: Option<&Pack>, words: &Words, reader: &mut Reader) -> Option<Pack> {
    let form = &own.form;
    let mut lines = frame(&own, words);
    lines.extend(conditions(&own, parent, reader));
    let inherited = parent.and_then(|parent| {
        let line = parent.lines.iter().find(|line| matches!(line.rule, Rule::Service))?;
        Some((parent.service.clone()?, line.clone()))
    });
    let service = match own.service.clone().or(inherited) {
        Some((service, line)) => {
            lines.push(line);
            Some(service)
        }
        None => None,
    };
    let amount = amount(&own, parent, reader);
    let not_seen = Pay { way: Way::NotSeen, text: None, certainty: Certainty::Derived };
    let pay = own.pay.clone().or_else(|| parent.map(|parent| parent.pay.clone())).unwrap_or(not_seen);
    check_pay(&own, &pay, service.as_ref().map(|service| service.months), amount.as_ref(), reader);
    let ask = match form.ask.as_ref().map(|ask| ask.get_ref().clone()).or_else(|| parent.map(|parent| parent.ask.clone())) {
        Some(ask) => ask,
        None => return reader.none(Spot::of(&form.slug), "say whom to ask: ask.zh and ask.en".to_owned()),
    };
    let kept = |name: &str| !form.without.iter().any(|dropped| dropped.get_ref() == name);
    let inherited_notes = parent.iter().flat_map(|parent| &parent.notes).filter(|note| kept(&note.name)).cloned();
    Some(Pack {
        notes: inherited_notes.chain(own.notes).collect(),
        file: reader.file.to_owned(),
        slug: form.slug.get_ref().clone(),
        version: form.version.get_ref().clone(),
        family: form.family.get_ref().clone(),
        jurisdiction: form.jurisdiction.get_ref().clone(),
        title: form.title.get_ref().clone(),
        document: Document {
            title: form.document.title.get_ref().clone(),
            number: form.document.number.as_ref().map(|number| number.get_ref().clone()),
            issuers: form.document.issuers.clone(),
        },
        sources: form
            .source
            .iter()
            .map(|source| Source { title: source.title.get_ref().clone(), url: source.url.clone(), certainty: source.certainty })
            .collect(),
        in_force: InForce { from: own.from.0, from_known_to: own.from.1, to: own.to },
        supersedes: form.supersedes.as_ref().map(|version| version.get_ref().clone()),
        inherits: own.inherits,
        applies_by: own.applies_by,
        paid_to: own.paid_to,
        exploratory: form.exploratory,
        ask,
        lines,
        amount,
        service,
        pay,
    })
}

/// The lines every pack has: where it holds, and when.
fn frame(own: &Own, words: &Words) -> Vec<Line> {
    let line = |name: &str, fact, text, rule| Line {
        name: name.to_owned(),
        fact,
        text,
        clause: None,
        certainty: own.form.source.first().map_or(Certainty::Derived, |source| source.certainty),
        hint: None,
        only_with_employment: false,
        rule,
    };
    let sentences = words.sentences();
    let mut frame = Vec::new();
    if own.form.jurisdiction.get_ref() != "000000" {
        let text = sentences.job_in_place.with("{place}", own.form.place.get_ref());
        frame.push(line("jurisdiction", Fact::Jurisdiction, text, Rule::Jurisdiction));
    }
    let from = day_in_words(own.from.0, own.from.1);
    let text = match own.to {
        None if own.from.1 == Precision::NotSeen => sentences.in_force_unseen.clone(),
        None => sentences.in_force.with("{day}", &from),
        Some(to) => sentences.in_force_until.with("{day}", &from).with("{last}", &day_in_words(to, Precision::Day)),
    };
    frame.push(line("in_force", Fact::InForce, text, Rule::InForce));
    if own.form.exploratory {
        frame.push(line("exploratory", Fact::OfficeDecision, sentences.exploratory.clone(), Rule::Test(Test::NotSeen)));
    }
    frame
}

/// A date as far as it is known, in both languages.
pub(in crate::eligibility) fn day_in_words(day: Date, known_to: Precision) -> Text {
    let (y, m, d) = (day.year(), day.month(), day.day());
    let (zh, en) = match known_to {
        Precision::Day => (format!("{y}年{m}月{d}日"), day.to_string()),
        Precision::Month => (format!("{y}年{m}月"), format!("{y}-{m:02}")),
        Precision::Year => (format!("{y}年"), y.to_string()),
        Precision::NotSeen => ("—".to_owned(), "—".to_owned()),
    };
    Text { zh, en }
}

fn conditions(own: &Own, parent: Option<&Pack>, reader: &mut Reader) -> Vec<Line> {
    let computed =
        |line: &&Line| matches!(line.rule, Rule::Jurisdiction | Rule::InForce | Rule::Service) || line.name == "exploratory";
    let mut lines: Vec<Line> = parent.iter().flat_map(|parent| &parent.lines).filter(|line| !computed(line)).cloned().collect();
    for dropped in &own.form.without {
        let name = dropped.get_ref();
        let noted = parent.is_some_and(|parent| parent.notes.iter().any(|note| &note.name == name));
        let before = lines.len();
        lines.retain(|line| &line.name != name);
        if before == lines.len() && !noted {
            reader.fault(Spot::of(dropped), format!("there is no condition or note “{name}” to leave out"));
        }
    }
    for line in &own.lines {
        match lines.iter_mut().find(|inherited| inherited.name == line.name) {
            Some(inherited) => *inherited = line.clone(),
            None => lines.push(line.clone()),
        }
    }
    if lines.is_empty() {
        reader.fault(Spot::of(&own.form.slug), "a rule without conditions would be met by everybody".to_owned());
    }
    lines
}

/// The amounts of this place under the ceilings of the higher one.
fn amount(own: &Own, parent: Option<&Pack>, reader: &mut Reader) -> Option<Amount> {
    let above = parent.and_then(|parent| parent.amount.as_ref());
    let Some(mut amount) = own.amount.clone() else { return above.cloned() };
    let Some(above) = above.filter(|above| above.certainty == AmountCertainty::Ceiling) else { return Some(amount) };
    let at = own.form.amount.as_ref().map_or(Spot::of(&own.form.slug), Spot::of);
    let mut lay_under = |own: &mut Sum, ceiling: Option<&Sum>| {
        let ceiling = ceiling.and_then(|sum| sum.value);
        match (own.value, ceiling) {
            (Some(value), Some(ceiling)) if value > ceiling => {
                reader.fault(at, format!("{value} is above the higher place's ceiling of {ceiling}"));
            }
            (None, ceiling) => own.under = ceiling,
            _ => {}
        }
    };
    match (&mut amount.tiers, &above.tiers) {
        (Tiers::Education(own), Tiers::Education(above)) => {
            own.iter_mut().for_each(|(level, sum)| lay_under(sum, above.get(level)));
        }
        (Tiers::Skill { by_level: own, .. }, Tiers::Skill { by_level: above, .. }) => {
            own.iter_mut().for_each(|(level, sum)| lay_under(sum, above.get(level)));
        }
        (Tiers::Flat(own), Tiers::Flat(above)) => lay_under(own, Some(above)),
        _ => {}
    }
    Some(amount)
}

/// The calendar must fit the service it counts from, and sums stated in yuan must make the amount.
fn check_pay(own: &Own, pay: &Pay, service: Option<i32>, amount: Option<&Amount>, reader: &mut Reader) {
    let at = own.form.pay.as_ref().map_or(Spot::of(&own.form.slug), Spot::of);
    match (&pay.way, service) {
        (Way::Instalments(_), None) => {
            reader.fault(at, "payment that is counted in months needs a [service] to count from".to_owned());
        }
        (Way::Instalments(parts), Some(months)) => {
            if let Some(first) = parts.first().filter(|first| first.after_months != months) {
                let what = format!("the first part falls due after {} months, but service is {months}", first.after_months);
                reader.fault(at, what);
            }
            let yuan: i64 = parts.iter().map(|part| if let Share::Yuan(yuan) = part.share { yuan } else { 0 }).sum();
            let flat = amount.and_then(|amount| if let Tiers::Flat(sum) = amount.tiers { sum.value } else { None });
            if yuan > 0 && flat.is_some_and(|flat| flat != yuan) {
                reader.fault(at, format!("the parts make {yuan} yuan, which is not the amount"));
            }
        }
        _ => {}
    }
}
