//! What changed between two versions of a rule, line by line, so that nobody has to compare two papers.

use super::Text;
use super::pack::{Amount, AmountCertainty, Line, Pack, Rule, Service, Sum, Tiers, Way};

/// One difference.
#[derive(Debug, Clone)]
pub enum Change<'p> {
    /// A condition that is new.
    Added(&'p Line),
    /// A condition that is gone.
    Dropped(&'p Line),
    /// A condition of the same name that says something else.
    Changed { before: &'p Line, after: &'p Line },
    /// The term of service.
    Service { before: Option<&'p Service>, after: Option<&'p Service> },
    /// One tier's money; the name of the tier as the packs write it, "flat" where there is one amount.
    Tier { tier: String, before: Option<Sum>, after: Option<Sum> },
    /// From exact to ceiling and the like.
    Certainty { before: AmountCertainty, after: AmountCertainty },
    /// How the money comes.
    Pay { before: &'p Way, after: &'p Way },
}

/// Whether two lines ask the same; wording, hints and sources do not matter.
fn same(a: &Line, b: &Line) -> bool {
    let all = |a: &[Line], b: &[Line]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b));
    let rule = match (&a.rule, &b.rule) {
        (Rule::Test(a), Rule::Test(b)) => a == b,
        (Rule::All(a), Rule::All(b)) | (Rule::Any(a), Rule::Any(b)) | (Rule::None(a), Rule::None(b)) => all(a, b),
        (Rule::Local { family: a, otherwise: x }, Rule::Local { family: b, otherwise: y }) => a == b && all(x, y),
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
    };
    a.fact == b.fact && a.only_with_employment == b.only_with_employment && rule
}

/// The differences from one version to another, conditions first, in the order of the newer one.
pub fn changes<'p>(before: &'p Pack, after: &'p Pack) -> Vec<Change<'p>> {
    let mut found = Vec::new();
    for line in conditions(after) {
        match conditions(before).find(|old| old.name == line.name) {
            None => found.push(Change::Added(line)),
            Some(old) if !same(old, line) => found.push(Change::Changed { before: old, after: line }),
            Some(_) => {}
        }
    }
    found.extend(conditions(before).filter(|old| conditions(after).all(|line| line.name != old.name)).map(Change::Dropped));
    if before.service != after.service {
        found.push(Change::Service { before: before.service.as_ref(), after: after.service.as_ref() });
    }
    found.extend(tiers(before.amount.as_ref(), after.amount.as_ref()));
    if let (Some(old), Some(new)) = (&before.amount, &after.amount)
        && old.certainty != new.certainty
    {
        found.push(Change::Certainty { before: old.certainty, after: new.certainty });
    }
    if before.pay.way != after.pay.way {
        found.push(Change::Pay { before: &before.pay.way, after: &after.pay.way });
    }
    found
}

impl Change<'_> {
    /// The words of the condition as it was and as it is, where the difference is one of conditions.
    pub fn texts(&self) -> Option<(Option<&Text>, Option<&Text>)> {
        match self {
            Self::Added(line) => Some((None, Some(&line.text))),
            Self::Dropped(line) => Some((Some(&line.text), None)),
            Self::Changed { before, after } => Some((Some(&before.text), Some(&after.text))),
            Self::Service { .. } | Self::Tier { .. } | Self::Certainty { .. } | Self::Pay { .. } => None,
        }
    }
}

fn conditions(pack: &Pack) -> impl Iterator<Item = &Line> {
    pack.lines.iter().filter(|line| !matches!(line.rule, Rule::Jurisdiction | Rule::InForce | Rule::Service))
}

fn tiers<'p>(before: Option<&Amount>, after: Option<&Amount>) -> Vec<Change<'p>> {
    let (old, new) = (table(before), table(after));
    let mut names: Vec<&String> = old.iter().map(|(name, _)| name).collect();
    names.extend(new.iter().map(|(name, _)| name).filter(|name| old.iter().all(|(known, _)| known != *name)));
    let sum = |table: &[(String, Sum)], name: &str| table.iter().find(|(tier, _)| tier == name).map(|(_, sum)| *sum);
    let compare = |name: &String| {
        let (before, after) = (sum(&old, name), sum(&new, name));
        (before != after).then(|| Change::Tier { tier: name.clone(), before, after })
    };
    names.into_iter().filter_map(compare).collect()
}

fn table(amount: Option<&Amount>) -> Vec<(String, Sum)> {
    match amount.map(|amount| &amount.tiers) {
        None => Vec::new(),
        Some(Tiers::Flat(sum)) => vec![("flat".to_owned(), *sum)],
        Some(Tiers::Education(by_level)) => by_level.iter().map(|(level, sum)| (level.slug().to_owned(), *sum)).collect(),
        Some(Tiers::Skill { by_level, .. }) => by_level.iter().map(|(level, sum)| (level.to_string(), *sum)).collect(),
    }
}
