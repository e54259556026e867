//! Which trades a title names, word for word.
//!
//! A search for a trade also wants the posts whose title has one of the trade's names, whatever they were recognised as.
//! A trade has dozens of names; asking the index for each of them, in each search, costs more than all else together. So
//! the names are looked for once, when a post is indexed, and a search asks for one code.

use super::text::{fold, words};
use crate::occupations::Catalogue;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

/// A name that begins with some word: whose it is, and the words that must stand in the title besides.
struct Name {
    slug: &'static str,
    rest: Vec<&'static str>,
}

static NAMES: LazyLock<HashMap<&'static str, Vec<Name>>> = LazyLock::new(|| {
    let mut names: HashMap<&'static str, Vec<Name>> = HashMap::new();
    for occupation in Catalogue::builtin().all() {
        for name in &occupation.names {
            let mut needed = needed(name).into_iter().map(|(start, end)| &name[start..end]);
            if let Some(first) = needed.next() {
                names.entry(first).or_default().push(Name { slug: &occupation.slug, rest: needed.collect() });
            }
        }
    }
    names
});

/// The words that say a name: itself where the dictionary has it, else all its parts. Single characters beside longer
/// parts say little and would match anything; a name of which one part is left says too little.
fn needed(name: &str) -> Vec<(usize, usize)> {
    let cut = words(name);
    if cut.contains(&(0, name.len())) {
        return vec![(0, name.len())];
    }
    let telling: Vec<_> = cut.into_iter().filter(|(start, end)| name[*start..*end].chars().nth(1).is_some()).collect();
    if telling.len() > 1 { telling } else { vec![] }
}

/// The slugs of the trades that a title names, each once.
pub fn named_in(title: &str) -> BTreeSet<&'static str> {
    let folded = fold(title);
    let said: HashSet<&str> = words(&folded).into_iter().map(|(start, end)| &folded[start..end]).collect();
    let beginning = said.iter().filter_map(|word| NAMES.get(word)).flatten();
    beginning.filter(|name| name.rest.iter().all(|word| said.contains(word))).map(|name| name.slug).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_names_its_trades_and_no_look_alike() {
        assert!(named_in("急聘养老护理员（包吃住）").contains("elder_carer"));
        assert!(named_in("保安/司机").is_superset(&BTreeSet::from(["driver", "security_guard"])));
        assert!(named_in("维护工程师").is_empty());
        assert!(named_in("").is_empty());
    }
}
