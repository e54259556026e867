//! From what is meant to what the index is asked.
//!
//! Two queries are built for one search. The strict one wants every part: the trade by its code or in the title, every
//! word somewhere. The loose one is asked when the strict one finds less than a page shows: it wants the trade anywhere,
//! and takes words, conditions and schooling as preferences. What the strict one found stands first.
//!
//! A part of a query scores by its best field, not by the sum of all, so that a word repeated everywhere does not beat
//! two words that are both there.

use super::conditions::{ConditionSet, Conditions};
use super::elder_care::ElderCare;
use super::lexicon::Lexicon;
use super::schema::Fields;
use super::text::{pairs, plain_words, words};
use super::understand::{Meant, Part};
use crate::codes::{Pathway, PostClass};
use crate::institutions::kind_of_name;
use crate::matching::Book;
use crate::occupations::{Catalogue, Naming};
use crate::person::Work;
use crate::regions::RegionCode;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

/// How much of what other fields say is added to the best field.
const TIE: f32 = 0.3;

/// Weights of the fields a word is looked for in.
mod weight {
    pub const TITLE: f32 = 3.0;
    pub const PERKS: f32 = 1.2;
    pub const TEXT: f32 = 0.7;
    pub const INSTITUTION: f32 = 1.6;
    pub const PLACE: f32 = 1.2;
    /// A trade by its code: about as much as a rare word in the title.
    pub const TRADE: f32 = 14.0;
    pub const SECOND_TRADE: f32 = 11.0;
    /// A trade by one of its names in the title.
    pub const NAMED: f32 = 10.0;
    pub const RELATED: f32 = 3.0;
    /// The district that was named, where the loose query looks through its whole city.
    pub const NEARER: f32 = 30.0;
    pub const CONDITION: f32 = 8.0;
    pub const PATHWAY: f32 = 5.0;
    pub const WORKPLACE: f32 = 7.0;
    /// A post of elder care, where elder care was named.
    pub const ELDER_CARE: f32 = 10.0;
    /// A condition that the words of a post say, beside one that only a field says.
    pub const IN_WORDS: f32 = 2.0;
    /// A word of a longer phrase that was said.
    pub const PART: f32 = 0.8;
    /// A post that takes people of the age that was told.
    pub const AGE: f32 = 8.0;
    /// The work that earlier work counts most toward (a transfer of 100).
    pub const TRANSFER: f32 = 16.0;
    /// The trade that somebody takes along into elder care.
    pub const TAKEN_ALONG: f32 = 22.0;
}

type Clauses = Vec<(Occur, Box<dyn Query>)>;

/// The strict query.
pub fn strict(meant: &Meant, fields: &Fields) -> Box<dyn Query> {
    let asker = Asker { fields, loose: false };
    if let Some(elder_care) = meant.elder_care().filter(|_| meant.turns && !meant.has_trade()) {
        return asker.toward_elder_care(meant, elder_care);
    }
    let mut clauses = asker.places(meant);
    let trades = asker.trades(meant);
    if !trades.is_empty() {
        clauses.push((Occur::Must, any_of(trades)));
    }
    for part in &meant.parts {
        match part {
            Part::Trade { .. } => {}
            Part::Words(words) if meant.turns && meant.elder_care() == Some(words) => {
                clauses.push((Occur::Must, asker.in_elder_care(words)));
            }
            Part::Words(words) => clauses.push((Occur::Must, asker.word(words))),
            Part::Kind { kind, words } => clauses.push((Occur::Must, asker.kind(kind.slug(), words))),
        }
    }
    clauses.extend(asker.preferences(meant));
    clauses.extend(asker.refused(meant));
    all_of(clauses)
}

/// The loose query.
pub fn loose(meant: &Meant, fields: &Fields) -> Box<dyn Query> {
    let asker = Asker { fields, loose: true };
    let mut clauses = asker.places(meant);
    if let Some(elder_care) = meant.elder_care().filter(|_| meant.turns) {
        return asker.toward_elder_care(meant, elder_care);
    }
    let trades = asker.trades(meant);
    let has_trade = !trades.is_empty();
    if has_trade {
        clauses.push((Occur::Must, any_of(trades)));
    }
    let mut others: Vec<Box<dyn Query>> = Vec::new();
    for part in &meant.parts {
        match part {
            Part::Trade { .. } => {}
            Part::Words(words) => others.push(asker.word(words)),
            Part::Kind { kind, words } => others.push(asker.kind(kind.slug(), words)),
        }
    }
    if !has_trade && !others.is_empty() {
        // Without a trade, half of the words must be there, or a condition that was named; each more lifts the post.
        let least = others.len().div_ceil(2);
        let wanted = others.iter().map(|query| (Occur::Should, query.box_clone())).collect();
        let words: Box<dyn Query> = Box::new(BooleanQuery::with_minimum_required_clauses(wanted, least));
        clauses.push((Occur::Must, any_of(asker.any_condition(meant).into_iter().chain([words]).collect())));
    } else {
        clauses.extend(others.into_iter().map(|query| (Occur::Should, query)));
    }
    clauses.extend(asker.preferences(meant));
    clauses.extend(asker.refused(meant));
    all_of(clauses)
}

/// Titles with these characters in this order.
pub fn title_says(said: &str, fields: &Fields) -> Option<Box<dyn Query>> {
    Asker { fields, loose: false }.in_pairs(fields.title_pairs, said, 1.0)
}

fn all_of(clauses: Clauses) -> Box<dyn Query> {
    if clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
        return Box::new(BooleanQuery::new(clauses));
    }
    // Preferences alone leave nothing out.
    let mut all: Clauses = vec![(Occur::Must, Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0)))];
    all.extend(clauses);
    Box::new(BooleanQuery::new(all))
}

fn any_of(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match (queries.len(), queries.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            queries.push(last);
            Box::new(BooleanQuery::union(queries))
        }
        (_, None) => Box::new(AllQuery),
    }
}

fn best_of(queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    Box::new(DisjunctionMaxQuery::with_tie_breaker(queries, TIE))
}

struct Asker<'a> {
    fields: &'a Fields,
    loose: bool,
}

impl Asker<'_> {
    fn code(&self, letter: &str, slug: &str) -> Box<dyn Query> {
        let term = Term::from_field_text(self.fields.codes, &format!("{letter}:{slug}"));
        Box::new(TermQuery::new(term, IndexRecordOption::Basic))
    }

    fn has_code(&self, letter: &str, slug: &str, score: f32) -> Box<dyn Query> {
        Box::new(ConstScoreQuery::new(self.code(letter, slug), score))
    }

    /// Places named in the query: any of them, and nothing elsewhere. The loose query looks through the whole city of a
    /// district, the district itself first.
    fn places(&self, meant: &Meant) -> Clauses {
        let within = |place: &RegionCode| place.city().filter(|_| self.loose).unwrap_or(*place);
        let queries: Vec<Box<dyn Query>> =
            meant.places.iter().map(|place| self.has_code("r", &within(place).prefix(), 0.0)).collect();
        if queries.is_empty() {
            return vec![];
        }
        let mut clauses: Clauses = vec![(Occur::Must, any_of(queries))];
        if self.loose {
            clauses.extend(meant.places.iter().map(|place| (Occur::Should, self.has_code("r", &place.prefix(), weight::NEARER))));
        }
        clauses
    }

    /// Trades the searcher does not want.
    fn refused(&self, meant: &Meant) -> Clauses {
        meant.refused.iter().map(|slug| (Occur::MustNot, self.code("o", slug))).collect()
    }

    /// The trades named: several are alternatives, and a post that is both stands above.
    fn trades(&self, meant: &Meant) -> Vec<Box<dyn Query>> {
        let trade = |part: &Part| match part {
            Part::Trade { slugs, words, naming } => Some(self.trade(slugs, words, *naming)),
            _ => None,
        };
        meant.parts.iter().filter_map(trade).collect()
    }

    fn trade(&self, slugs: &[String], said: &str, naming: Naming) -> Box<dyn Query> {
        let mut ways = Vec::new();
        for (at, slug) in slugs.iter().enumerate() {
            ways.push(self.has_code("o", slug, if at == 0 { weight::TRADE } else { weight::SECOND_TRADE }));
            if let Ok(occupation) = Catalogue::builtin().find(slug) {
                // By any of its names alike: how rare a name is says nothing about how well the post fits.
                ways.push(self.has_code("n", slug, weight::NAMED));
                if self.loose && occupation.class == PostClass::Care {
                    ways.extend(occupation.related.iter().take(3).map(|near| self.has_code("o", near, weight::RELATED)));
                }
            }
        }
        if naming == Naming::English {
            let named = slugs.first().and_then(|slug| Catalogue::builtin().find(slug).ok());
            ways.extend(named.and_then(|occupation| self.in_title(&occupation.zh, weight::TITLE * 0.6)));
        } else {
            ways.extend(self.in_title(said, weight::TITLE));
            self.synonyms(said, self.fields.title, weight::TITLE * 0.6, &mut ways);
            if self.loose || naming == Naming::Lay {
                ways.extend(self.in_words(self.fields.text, said, weight::TEXT));
                ways.extend(self.in_words(self.fields.perks, said, weight::PERKS));
            }
        }
        best_of(ways)
    }

    /// Posts that say one of the conditions or wishes, none of them scored.
    fn any_condition(&self, meant: &Meant) -> Vec<Box<dyn Query>> {
        let said = ConditionSet::from_bits(meant.conditions | meant.wishes);
        let named = Conditions::builtin().all().filter(|(condition, _)| said.says(*condition));
        named.map(|(_, naming)| self.has_code("c", &naming.slug, 0.0)).collect()
    }

    /// Posts for somebody who wants to turn to elder care, whatever as: the trade taken along, or one that it counts toward,
    /// first.
    fn toward_elder_care(&self, meant: &Meant, said: &str) -> Box<dyn Query> {
        let mut clauses = self.places(meant);
        clauses.push((Occur::Must, self.in_elder_care(said)));
        clauses.extend(self.taken_along(meant));
        clauses.extend(self.transfers(meant));
        clauses.extend(self.preferences(meant));
        clauses.extend(self.refused(meant));
        all_of(clauses)
    }

    /// Posts of elder care, all alike, before those that only speak of it.
    fn in_elder_care(&self, said: &str) -> Box<dyn Query> {
        // 养老 alone stands in every list of insurances.
        let spoken = self.in_words(self.fields.text, said, 1.0).filter(|_| said.chars().count() > 2);
        let spoken = spoken.map(|query| Box::new(ConstScoreQuery::new(query, weight::ELDER_CARE * 0.4)) as Box<dyn Query>);
        best_of(self.elder_codes().into_iter().chain(spoken).collect())
    }

    /// A house of elder care before elder care elsewhere.
    fn elder_codes(&self) -> [Box<dyn Query>; 2] {
        [self.has_code("w", "elder_house", weight::ELDER_CARE), self.has_code("w", "elder_care", weight::ELDER_CARE * 0.4)]
    }

    /// The trades that somebody comes from, as preferences.
    fn taken_along(&self, meant: &Meant) -> Clauses {
        meant.come_from().into_iter().map(|slug| (Occur::Should, self.has_code("o", slug, weight::TAKEN_ALONG))).collect()
    }

    /// The work that earlier work counts toward (`index/pathways.toml`), each as much as it counts.
    fn transfers(&self, meant: &Meant) -> Clauses {
        let book = Book::builtin();
        let as_trade =
            meant.come_from().into_iter().map(|slug| Work { sector: None, occupation: Some(slug.to_owned()), years: None });
        let in_sector = meant.worked.iter().map(|sector| Work { sector: Some(*sector), occupation: None, years: None });
        let mut counts: Vec<(u8, u8)> = as_trade
            .chain(in_sector)
            .flat_map(|work| book.transfers_of(&work).flat_map(|(_, one, _)| one.to.clone()).collect::<Vec<_>>())
            .collect();
        counts.sort_unstable_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(&one.1)));
        counts.dedup_by_key(|(trade, _)| *trade);
        let toward = |(trade, counts): (u8, u8)| {
            let slug = &book.trade(trade)?.slug;
            Some((Occur::Should, self.has_code("o", slug, weight::TRANSFER * f32::from(counts) / 100.0)))
        };
        counts.into_iter().filter_map(toward).collect()
    }

    fn synonyms(&self, said: &str, field: Field, most: f32, ways: &mut Vec<Box<dyn Query>>) {
        for expansion in Lexicon::builtin().expansions(said).iter().take(8) {
            ways.extend(self.in_words(field, &expansion.phrase, most * expansion.weight));
        }
    }

    fn kind(&self, slug: &str, said: &str) -> Box<dyn Query> {
        best_of(
            [
                Some(self.has_code("k", slug, weight::TRADE)),
                self.in_words(self.fields.title, said, weight::TITLE),
                self.in_words(self.fields.text, said, weight::TEXT),
            ]
            .into_iter()
            .flatten()
            .collect(),
        )
    }

    /// A word anywhere, best in the title.
    fn word(&self, said: &str) -> Box<dyn Query> {
        let mut ways: Vec<Box<dyn Query>> = Vec::new();
        ways.extend(self.in_title(said, weight::TITLE));
        ways.extend(self.in_words(self.fields.perks, said, weight::PERKS));
        ways.extend(self.in_words(self.fields.text, said, weight::TEXT));
        // 养老院, 医院, 物业: also the kind of the institution.
        ways.extend(kind_of_name(said).map(|kind| self.has_code("i", kind.slug(), weight::WORKPLACE)));
        if ElderCare::builtin().is_asked_by(said) {
            ways.extend(self.elder_codes());
        }
        ways.extend(self.in_pairs(self.fields.institution, said, weight::INSTITUTION));
        ways.extend(self.in_pairs(self.fields.place, said, weight::PLACE));
        self.synonyms(said, self.fields.title, weight::TITLE * 0.7, &mut ways);
        self.synonyms(said, self.fields.text, weight::TEXT * 0.7, &mut ways);
        if ways.is_empty() { Box::new(tantivy::query::EmptyQuery) } else { best_of(ways) }
    }

    /// A phrase in a field of words: as one word where the dictionary has it, else all its parts.
    fn in_words(&self, field: Field, said: &str, boost: f32) -> Option<Box<dyn Query>> {
        let cut = words(said);
        let term = |(start, end): &(usize, usize)| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_text(field, &said[*start..*end]), IndexRecordOption::WithFreqs))
        };
        // Search mode gives the parts before the whole.
        if let Some(whole) = cut.iter().find(|(start, end)| *start == 0 && *end == said.len()) {
            return Some(Box::new(BoostQuery::new(term(whole), boost)));
        }
        // Single characters beside longer parts say little and would match anything.
        let telling: Vec<_> = cut.iter().filter(|(start, end)| said[*start..*end].chars().count() > 1).collect();
        match telling.as_slice() {
            // One telling part of a longer word: it carries most of the meaning in a text, too little in a title.
            [only] if field != self.fields.title && (only.1 - only.0) * 2 > said.len() => {
                Some(Box::new(BoostQuery::new(term(only), boost * 0.5)))
            }
            [] | [_] => None,
            several => {
                let all = several.iter().map(|part| (Occur::Must, term(part))).collect();
                Some(Box::new(BoostQuery::new(Box::new(BooleanQuery::new(all)), boost * 0.6)))
            }
        }
    }

    /// A phrase in the title: as a word where the dictionary has it, else wherever its characters stand together. (As
    /// characters 护工 would also stand in 养护工.)
    fn in_title(&self, said: &str, boost: f32) -> Option<Box<dyn Query>> {
        let whole = words(said).contains(&(0, said.len()));
        if whole {
            self.in_words(self.fields.title, said, boost)
        } else {
            self.in_pairs(self.fields.title_pairs, said, boost * 0.8)
        }
    }

    /// A phrase in a field of pairs: the pairs in their order.
    fn in_pairs(&self, field: Field, said: &str, boost: f32) -> Option<Box<dyn Query>> {
        let cut = pairs(said);
        let terms: Vec<Term> = cut.iter().map(|(start, end)| Term::from_field_text(field, &said[*start..*end])).collect();
        let query: Box<dyn Query> = match terms.len() {
            0 => return None,
            1 => Box::new(TermQuery::new(terms.into_iter().next()?, IndexRecordOption::WithFreqs)),
            _ => Box::new(PhraseQuery::new(terms)),
        };
        Some(Box::new(BoostQuery::new(query, boost)))
    }

    /// The telling words of a longer phrase, each for itself: 食堂 and 打饭 of 食堂打饭.
    fn parts_of(&self, said: &str) -> Vec<Box<dyn Query>> {
        let cut = plain_words(said);
        let telling =
            cut.iter().filter_map(|(start, end)| said.get(*start..*end)).filter(|part| part.chars().count() > 1 && *part != said);
        let ways = |part| {
            let ways =
                [self.in_words(self.fields.title, part, weight::PART), self.in_words(self.fields.text, part, weight::PART * 0.4)];
            best_of(ways.into_iter().flatten().collect())
        };
        telling.map(ways).collect()
    }

    /// What is wished for beside the words; each lifts a post that says it.
    fn preferences(&self, meant: &Meant) -> Clauses {
        let mut clauses = Clauses::new();
        for said in &meant.said {
            let ways = [
                self.in_title(said, weight::TITLE * 0.6),
                self.in_words(self.fields.perks, said, weight::PERKS),
                self.in_words(self.fields.text, said, weight::TEXT),
            ];
            let ways: Vec<_> = ways.into_iter().flatten().collect();
            if !ways.is_empty() {
                clauses.push((Occur::Should, best_of(ways)));
            }
            clauses.extend(self.parts_of(said).into_iter().map(|query| (Occur::Should, query)));
        }
        // The whole query as a title says it.
        let whole: String = meant.text.chars().filter(|c| !c.is_whitespace()).collect();
        if (2..=12).contains(&whole.chars().count()) && meant.parts.len() + meant.said.len() > 1 {
            clauses.extend(self.in_pairs(self.fields.title_pairs, &whole, weight::TITLE).map(|query| (Occur::Should, query)));
        }
        for (condition, naming) in Conditions::builtin().all() {
            let said = |bits| ConditionSet::from_bits(bits).says(condition);
            // What the strict search filters by is asked of the index too, so that it need not look at every post.
            let needed = !self.loose && said(meant.conditions);
            if needed || said(meant.conditions | meant.wishes) {
                let occur = if needed { Occur::Must } else { Occur::Should };
                clauses.push((occur, self.has_code("c", &naming.slug, weight::CONDITION)));
                clauses.push((Occur::Should, self.has_code("s", &naming.slug, weight::IN_WORDS)));
            }
        }
        if let Some(age) = meant.age {
            clauses.push((Occur::Should, self.has_code("a", &bracket(age).to_string(), weight::AGE)));
        }
        if meant.turns {
            clauses.extend(self.pathway(Pathway::CrossField).into_iter().map(|query| (Occur::Should, query)));
            clauses.push((Occur::Should, self.has_code("s", "no_experience", weight::IN_WORDS)));
        }
        for pathway in &meant.pathways {
            clauses.extend(self.pathway(*pathway).into_iter().map(|query| (Occur::Should, query)));
        }
        clauses
    }

    /// What a post says that is a natural door for people of a pathway.
    fn pathway(&self, pathway: Pathway) -> Vec<Box<dyn Query>> {
        let condition = |slug| self.has_code("c", slug, weight::PATHWAY);
        let kind = |slug| self.has_code("k", slug, weight::PATHWAY);
        match pathway {
            Pathway::Graduate => vec![condition("graduates_welcome"), kind("internship")],
            Pathway::RetiredMedic | Pathway::Medic => {
                vec![condition("retired_welcome"), kind("advisory"), self.has_code("w", "elder_house", weight::ELDER_CARE)]
            }
            Pathway::RuralLowIncome => vec![kind("public_welfare"), condition("no_experience"), condition("no_education_limit")],
            Pathway::CrossField | Pathway::FamilyCarer | Pathway::Returnee => {
                vec![condition("no_experience"), condition("training")]
            }
            Pathway::Volunteer => vec![kind("volunteer")],
        }
    }
}

/// The bracket of five years that an age falls in, by its upper end.
pub fn bracket(age: u8) -> u8 {
    age.div_ceil(5) * 5
}

/// The words whose places are marked in a hit: what was typed, what it also means, and names of its trades.
pub fn marks(meant: &Meant) -> Vec<String> {
    let mut marked: Vec<String> = Vec::new();
    for part in &meant.parts {
        match part {
            Part::Trade { slugs, words, .. } => {
                marked.push(words.clone());
                for slug in slugs.iter().take(2) {
                    marked.extend(
                        Catalogue::builtin().find(slug).into_iter().flat_map(|occupation| occupation.names.iter().cloned()),
                    );
                }
            }
            Part::Words(words) | Part::Kind { words, .. } => {
                marked.push(words.clone());
                marked.extend(Lexicon::builtin().expansions(words).iter().map(|expansion| expansion.phrase.clone()));
            }
        }
    }
    marked.retain(|word| word.chars().count() > 1 || word.is_ascii());
    marked.sort_by_key(|word| std::cmp::Reverse(word.len()));
    marked.dedup();
    marked
}
