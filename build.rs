//! Turns the sentences of `src/words/` into Rust functions, so that a sentence that is missing in one language, or is asked
//! for with the wrong values, stops the build instead of a reader.

use fluent_typed::{BuildOptions, FtlOutputOptions, LintLevel, try_build_from_locales_folder};
use std::collections::BTreeSet;
use std::path::Path;

const LANGUAGES: [&str; 2] = ["zh", "en"];

fn main() {
    // The tables are embedded by sqlx::migrate!, which does not see a new file by itself.
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=src/words");
    if let Err(fault) = say() {
        eprintln!("src/words: {fault}");
        std::process::exit(1);
    }
}

fn say() -> Result<(), String> {
    let [zh, en] = LANGUAGES.map(sentences);
    let (zh, en) = (zh?, en?);
    // The generator only warns of a sentence that one language lacks.
    let lacking: Vec<String> = zh.symmetric_difference(&en).cloned().collect();
    if !lacking.is_empty() {
        return Err(format!("these sentences stand in one language only: {}", lacking.join(", ")));
    }
    let out = std::env::var_os("OUT_DIR").ok_or("cargo names no OUT_DIR")?;
    let out = Path::new(&out).display();
    let options = BuildOptions::default()
        .with_locales_folder("src/words")
        .with_default_language("zh")
        .with_output_file_path(&format!("{out}/said.rs"))
        .with_ftl_output(FtlOutputOptions::single_file(&format!("{out}/said.ftl")))
        .with_prefix("")
        .with_lint_level(LintLevel::Strict)
        // Both languages run left to right; the marks would only end up in people's clipboards.
        .without_bidi_isolation()
        .without_format();
    try_build_from_locales_folder(options).map_err(|fault| fault.to_string())
}

/// The names of all sentences of a language.
fn sentences(language: &str) -> Result<BTreeSet<String>, String> {
    let folder = Path::new("src/words").join(language);
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(&folder).map_err(|fault| format!("{}: {fault}", folder.display()))? {
        let path = entry.map_err(|fault| fault.to_string())?.path();
        if path.extension().is_none_or(|end| end != "ftl") {
            continue;
        }
        let text = std::fs::read_to_string(&path).map_err(|fault| format!("{}: {fault}", path.display()))?;
        let name = |line: &str| {
            let (name, _) = line.split_once('=')?;
            let name = name.trim_end();
            let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            (plain && name.starts_with(|c: char| c.is_ascii_lowercase())).then(|| name.to_owned())
        };
        names.extend(text.lines().filter_map(name));
    }
    Ok(names)
}
