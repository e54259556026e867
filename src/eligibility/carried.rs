//! The rules that the program carries: the files of `policies/` as they stood when it was built.

use super::Fault;
use super::pack::Packs;
use super::wages::MinimumWages;
use crate::error::Error;
use std::sync::LazyLock;

#[derive(rust_embed::RustEmbed)]
#[folder = "policies/"]
#[include = "*.toml"]
struct Files;

fn texts() -> Vec<(String, String)> {
    let text = |name: &str| Files::get(name).map(|file| String::from_utf8_lossy(&file.data).into_owned());
    Files::iter().filter_map(|name| text(&name).map(|text| (name.into_owned(), text))).collect()
}

static PACKS: LazyLock<Result<Packs, Vec<Fault>>> = LazyLock::new(|| Packs::load(texts()));

/// Every fault of the carried rules; none in a release, which a test sees to.
pub fn faults() -> Vec<Fault> {
    let packs = PACKS.as_ref().err().into_iter().flatten().cloned();
    packs.chain(MinimumWages::load(texts()).err().unwrap_or_default()).collect()
}

/// The carried rules.
///
/// # Errors
/// Where one file is faulty: half of the rules would give wrong answers.
pub fn packs() -> Result<&'static Packs, Error> {
    PACKS.as_ref().map_err(|faults| Error::File(format!("policies: {} faults; see `yipin check`", faults.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_carries_rules_without_a_fault() {
        assert_eq!(faults().iter().map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
        assert!(packs().is_ok_and(|packs| packs.policy("liaoning-graduate-entry").is_some()));
    }
}
