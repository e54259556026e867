//! Reads `pathways.toml` into a [`Book`]: slugs are looked up, weights checked, and every fault is told with its line.

use super::super::form;
use super::super::{TRADES, bit};
use super::{Book, Certificate, Door, Field, From, Gate, Opens, Reserved, Trade, Training, Transfer, Way, Who, group};
use crate::codes::{LicenceKind, Pathway};
use crate::eligibility::{Fault, Text, line_at};
use crate::occupations::{Catalogue, Occupation};
use crate::search::conditions::Conditions;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use toml::Spanned;

const FILE: &str = "pathways.toml";

impl Book {
    /// Reads `pathways.toml`.
    ///
    /// # Errors
    /// The first fault with its line: TOML that does not parse, an unknown field, code, occupation or condition, a weight
    /// beyond 0 to 100, a licence or pathway that stands twice or not at all, a `who` or `door` that names nothing.
    pub fn read(text: &str, catalogue: &Catalogue, conditions: &Conditions) -> Result<Self, Fault> {
        let parsed: Result<form::File, toml::de::Error> = toml::from_str(text);
        let file = parsed.map_err(|error| Fault {
            file: FILE.to_owned(),
            line: error.span().map(|span| line_at(text, span.start)),
            what: error.message().to_owned(),
        })?;
        let (trades, index) = trades_of(catalogue);
        let reader = Reader { text, index: &index };
        let mut entry = [0; TRADES];
        for (place, weight) in reader.opens(&file.entry)? {
            if let Some(slot) = entry.get_mut(usize::from(place)) {
                *slot = weight;
            }
        }
        let learning = file.learning.iter().map(|(kind, weight)| Ok((*kind, reader.weight(weight)?)));
        let learning = learning.collect::<Result<_, Fault>>()?;
        let (trainings, training_of) = trainings(&reader, file.training)?;
        Ok(Self {
            gates: gates(&reader, file.gate)?,
            reserved: file.reserved.iter().map(reserved).collect(),
            learning,
            certificates: certificates(&reader, file.licence)?,
            fields: fields(&reader, file.field)?,
            transfers: transfers(&reader, file.transfer)?,
            ways: ways(&reader, file.pathway, conditions)?,
            advisory: file.advisory,
            unit: file.medical_unit,
            entry,
            trainings,
            training_of,
            trades,
            index,
        })
    }
}

/// Looks slugs up and checks weights; every fault knows its line.
struct Reader<'a> {
    text: &'a str,
    index: &'a HashMap<String, u8>,
}

impl Reader<'_> {
    fn fault<T>(&self, span: Range<usize>, what: impl Into<String>) -> Result<T, Fault> {
        Err(Fault { file: FILE.to_owned(), line: Some(line_at(self.text, span.start)), what: what.into() })
    }

    fn trade(&self, slug: &Spanned<String>) -> Result<u8, Fault> {
        match self.index.get(slug.get_ref()) {
            Some(place) => Ok(*place),
            None => self.fault(slug.span(), format!("“{}” is not an occupation of occupations.toml", slug.get_ref())),
        }
    }

    fn trades(&self, slugs: &[Spanned<String>]) -> Result<u64, Fault> {
        slugs.iter().try_fold(0, |bits, slug| Ok(bits | bit(usize::from(self.trade(slug)?))))
    }

    fn weight(&self, weight: &Spanned<i64>) -> Result<u8, Fault> {
        match u8::try_from(*weight.get_ref()) {
            Ok(fair) if fair <= 100 => Ok(fair),
            _ => self.fault(weight.span(), format!("{} is not a weight of 0 to 100", weight.get_ref())),
        }
    }

    fn opens(&self, weights: &form::Weights) -> Result<Opens, Fault> {
        let one = |(slug, weight): (&String, &Spanned<i64>)| match self.index.get(slug) {
            Some(place) => Ok((*place, self.weight(weight)?)),
            None => self.fault(weight.span(), format!("“{slug}” is not an occupation of occupations.toml")),
        };
        weights.iter().map(one).collect()
    }
}

fn trades_of(catalogue: &Catalogue) -> (Vec<Trade>, HashMap<String, u8>) {
    let index: HashMap<String, u8> = catalogue.all().iter().map(|one| one.slug.clone()).zip(0..).collect();
    let related =
        |slugs: &[String]| slugs.iter().filter_map(|slug| index.get(slug)).fold(0, |bits, place| bits | bit(usize::from(*place)));
    let trade = |one: &Occupation| Trade {
        slug: one.slug.clone(),
        name: Text { zh: one.zh.clone(), en: within(&one.en) },
        related: related(&one.related),
    };
    (catalogue.all().iter().map(trade).collect(), index)
}

/// An English name as it stands within a sentence: small first letter, unless it opens with capitals (IT support).
fn within(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => name.to_owned(),
    }
}

fn bits_of<T: Copy>(members: &[T], place: impl Fn(T) -> usize) -> u64 {
    members.iter().fold(0, |bits, member| bits | bit(place(*member)))
}

fn gates(reader: &Reader<'_>, forms: Vec<form::GateForm>) -> Result<Vec<Gate>, Fault> {
    let gate = |form: form::GateForm| {
        Ok(Gate {
            occupations: reader.trades(&form.occupations)?,
            kinds: bits_of(&form.kinds, |kind| kind as usize),
            licence: form.licence,
            asked: form.asked,
            law: form.law,
        })
    };
    forms.into_iter().map(gate).collect()
}

fn reserved(form: &form::ReservedForm) -> Reserved {
    let mut groups = form.flags.iter().fold(0, |groups, flag| groups | 1 << *flag as u16);
    if form.unemployed {
        groups |= group::UNEMPLOYED;
    }
    if form.rural_out_of_work {
        groups |= group::RURAL_OUT_OF_WORK;
    }
    Reserved { says: form.says.clone(), groups }
}

/// Every licence exactly once, in the order of the codes.
fn certificates(reader: &Reader<'_>, forms: Vec<Spanned<form::LicenceForm>>) -> Result<Vec<Certificate>, Fault> {
    let mut found = BTreeMap::new();
    for form in forms {
        let span = form.span();
        let form = form.into_inner();
        let certificate =
            Certificate { opens: reader.opens(&form.opens)?, name: Text { zh: form.zh, en: form.en }, how: form.how };
        if found.insert(form.kind, certificate).is_some() {
            return reader.fault(span, format!("the licence “{}” stands twice", form.kind));
        }
    }
    let missing = LicenceKind::ALL.iter().find(|kind| !found.contains_key(*kind));
    match missing {
        Some(kind) => Err(Fault { file: FILE.to_owned(), line: None, what: format!("the licence “{kind}” is missing") }),
        None => Ok(found.into_values().collect()),
    }
}

fn fields(reader: &Reader<'_>, forms: Vec<Spanned<form::FieldForm>>) -> Result<Vec<Field>, Fault> {
    let mut fields = Vec::new();
    for form in forms {
        let span = form.span();
        let form = form.into_inner();
        if form.words.is_empty() || form.words.iter().any(String::is_empty) || fields.len() >= 32 {
            return reader.fault(span, "a field of study needs words, none of them empty, and there may be 32 fields");
        }
        fields.push(Field { opens: reader.opens(&form.opens)?, words: form.words, name: Text { zh: form.zh, en: form.en } });
    }
    Ok(fields)
}

fn transfers(reader: &Reader<'_>, forms: Vec<form::TransferForm>) -> Result<Vec<Transfer>, Fault> {
    let mut transfers: Vec<Transfer> = Vec::new();
    for form in forms {
        let occupation = form.from.get_ref().occupation.as_ref().map(|slug| reader.trade(slug)).transpose()?;
        let from = match (form.from.get_ref().sector, occupation, form.from.get_ref().fact) {
            (Some(sector), Some(occupation), None) => From::Both(sector, occupation),
            (Some(sector), None, None) => From::Sector(sector),
            (None, Some(occupation), None) => From::Occupation(occupation),
            (None, None, Some(fact)) => From::Life(fact),
            _ => return reader.fault(form.from.span(), "`from` names a sector, an occupation, both, or a fact alone"),
        };
        if transfers.iter().any(|before| before.from == from) {
            return reader.fault(form.from.span(), "a transfer from this stands above already");
        }
        transfers.push(Transfer { from, carries: form.carries, to: reader.opens(&form.to)? });
    }
    Ok(transfers)
}

fn trainings(reader: &Reader<'_>, forms: Vec<form::TrainingForm>) -> Result<(Vec<Training>, [Option<u8>; TRADES]), Fault> {
    let mut of = [None; TRADES];
    let mut trainings = Vec::new();
    for (form, place) in forms.into_iter().zip(0..) {
        for slug in &form.occupations {
            let slot = of.get_mut(usize::from(reader.trade(slug)?));
            match slot {
                Some(slot) if slot.is_none() => *slot = Some(place),
                _ => return reader.fault(slug.span(), format!("the training for “{}” stands above already", slug.get_ref())),
            }
        }
        let unless = bits_of(&form.unless, |kind| kind as usize);
        trainings.push(Training { unless, missing: form.missing, how: form.how });
    }
    Ok((trainings, of))
}

fn ways(reader: &Reader<'_>, forms: Vec<form::PathwayForm>, conditions: &Conditions) -> Result<Vec<Way>, Fault> {
    let mut ways: Vec<Way> = Vec::new();
    for form in forms {
        let pathway = *form.slug.get_ref();
        if ways.iter().any(|way| way.pathway == pathway) {
            return reader.fault(form.slug.span(), format!("the pathway “{pathway}” stands twice"));
        }
        ways.push(Way {
            pathway,
            name: Text { zh: form.zh, en: form.en },
            policy: form.policy,
            fits: form.fits,
            who: form.who.into_iter().map(|who| who_of(reader, who)).collect::<Result<_, _>>()?,
            doors: form.door.into_iter().map(|door| door_of(reader, door, conditions)).collect::<Result<_, _>>()?,
        });
    }
    match Pathway::ALL.iter().find(|pathway| !ways.iter().any(|way| way.pathway == **pathway)) {
        Some(missing) => {
            Err(Fault { file: FILE.to_owned(), line: None, what: format!("the pathway “{missing}” is missing") })
        }
        None => Ok(ways),
    }
}

fn who_of(reader: &Reader<'_>, form: Spanned<form::WhoForm>) -> Result<Who, Fault> {
    let span = form.span();
    let form = form.into_inner();
    let facts = [form.retired, form.rural, form.employed, form.cares_for_family, form.wants_to_start_business, form.county];
    let lists = [form.worked_in.len(), form.worked_as.len(), form.holds.len(), form.household.len()];
    let wants = form.wants_kind.is_some() || form.wants_occupation.is_some();
    if facts.iter().all(Option::is_none) && lists == [0; 4] && !wants && form.graduated_within_years.is_none() {
        return reader.fault(span, "a `who` that names nothing would take in everybody");
    }
    if let Some(slug) = &form.wants_occupation {
        reader.trade(slug)?;
    }
    Ok(Who { worked_as: reader.trades(&form.worked_as)?, form })
}

fn door_of(reader: &Reader<'_>, form: Spanned<form::DoorForm>, conditions: &Conditions) -> Result<Door, Fault> {
    let span = form.span();
    let form = form.into_inner();
    let lists = [form.kinds.len(), form.occupations.len(), form.institution_kinds.len(), form.conditions.len(), form.says.len()];
    if lists == [0; 5] || form.says.iter().any(String::is_empty) {
        return reader.fault(span, "a `door` that names nothing, or an empty word, would let every post in");
    }
    let condition = |slug: &Spanned<String>| match conditions.find(slug.get_ref()) {
        Some(condition) => Ok(condition),
        None => reader.fault(slug.span(), format!("“{}” is not a condition of conditions.toml", slug.get_ref())),
    };
    let named = form.conditions.iter().map(condition).collect::<Result<_, _>>()?;
    Ok(Door { occupations: reader.trades(&form.occupations)?, conditions: named, form })
}
