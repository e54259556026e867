//! axe-core, which finds what shuts people out. Fetched by npm into the build folder, in the version and with the digest that
//! `axe/package-lock.json` names; never part of the project.

use std::path::Path;
use std::process::Command;

/// The source of axe-core, ready to be run in a page.
pub fn source() -> Result<String, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("axe");
    let script = folder.join("node_modules/axe-core/axe.min.js");
    let wanted = include_str!("axe/package-lock.json");
    let there = std::fs::read_to_string(folder.join("package-lock.json")).is_ok_and(|lock| lock == wanted);
    if !(there && script.exists()) {
        fetch(&folder, wanted)?;
    }
    std::fs::read_to_string(&script).map_err(|fault| format!("{}: {fault}", script.display()))
}

fn fetch(folder: &Path, lock: &str) -> Result<(), String> {
    let named = |fault: std::io::Error| format!("{}: {fault}", folder.display());
    std::fs::create_dir_all(folder).map_err(named)?;
    std::fs::write(folder.join("package.json"), include_str!("axe/package.json")).map_err(named)?;
    std::fs::write(folder.join("package-lock.json"), lock).map_err(named)?;
    // "ci" installs exactly what the lock names and refuses anything with another digest.
    let npm = Command::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(folder)
        .output()
        .map_err(|fault| format!("npm cannot be run ({fault}): install node and npm (Debian: apt-get install nodejs npm)"))?;
    if npm.status.success() {
        return Ok(());
    }
    Err(format!("npm could not fetch axe-core: {}", String::from_utf8_lossy(&npm.stderr).trim()))
}
