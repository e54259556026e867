//! Import: rows a second into SQLite, written and searchable, and how much memory it takes as the file grows.
//!
//! `cargo bench --bench import` (`-- --rows 20000` for less). Every import is the program itself, run as a person runs it, in
//! a fresh data folder.

mod common;

use common::figures::option;
use common::market::{Market, line};
use std::error::Error;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let rows = option("--rows", 36_000);
    let folder = tempfile::tempdir()?;
    println!(
        "{:<34}{:>9}{:>14}{:>16}{:>18}{:>10}",
        "file", "rows", "written rows/s", "searchable/s", "again, same, /s", "peak MB"
    );
    let mut peaks = Vec::new();
    for times in [1, 4] {
        let file = folder.path().join(format!("generated-{times}.jsonl"));
        generated(&file, rows * times)?;
        peaks.push(measured(&format!("generated, {times} x"), &file)?);
    }
    match std::env::var_os("YIPIN_REAL_ADS").map(PathBuf::from) {
        Some(file) => {
            measured("real advertisements (gzipped)", &file)?;
        }
        None => println!("YIPIN_REAL_ADS names no file: nothing was measured on real advertisements."),
    }
    if let [one, four] = peaks[..] {
        println!(
            "“Written” counts reading, normalising and the database; “searchable” also the index. The goal is 3,000 rows/s. Four times the \
             rows take {:.2} times the memory: it is flat when this is near 1.",
            four / one
        );
    }
    Ok(())
}

fn generated(file: &Path, rows: usize) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(std::fs::File::create(file)?);
    for post in Market::new(2103).take(rows) {
        writeln!(out, "{}", line(&post))?;
    }
    Ok(out.flush()?)
}

/// Imports a file twice into a fresh folder; gives the peak memory of the first time in MB.
fn measured(name: &str, file: &Path) -> Result<f64, Box<dyn Error>> {
    let data = tempfile::tempdir()?;
    let first = import(file, data.path())?;
    let again = import(file, data.path())?;
    let rate = |seconds: f64| first.rows / seconds;
    println!(
        "{name:<34}{:>9}{:>14.0}{:>16.0}{:>18.0}{:>10.0}",
        first.rows,
        rate(first.written),
        rate(first.searchable),
        rate(again.written),
        first.peak
    );
    Ok(first.peak)
}

struct Run {
    rows: f64,
    written: f64,
    searchable: f64,
    /// The largest resident memory, in MB.
    peak: f64,
}

fn import(file: &Path, data: &Path) -> Result<Run, Box<dyn Error>> {
    let begun = Instant::now();
    let child = Command::new(env!("CARGO_BIN_EXE_yipin"))
        .args(["import", "openings"])
        .arg(file)
        .arg("--data")
        .arg(data)
        .env_remove("DATABASE_URL")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (child, peak) = watched(child)?;
    let (said, told) = (String::from_utf8_lossy(&child.stdout).into_owned(), String::from_utf8_lossy(&child.stderr).into_owned());
    if !child.status.success() {
        return Err(format!("the import failed: {told}").into());
    }
    let after = |text: &str, mark: &str| -> Option<f64> {
        let (_, rest) = text.split_once(mark)?;
        rest.split(|c: char| !c.is_ascii_digit() && c != '.').next()?.parse().ok()
    };
    let rows = after(&said, "rows ").ok_or("the import told no count")?;
    let written = after(&told, "written in ").ok_or("the import told no time")?;
    Ok(Run { rows, written, searchable: begun.elapsed().as_secs_f64(), peak })
}

/// Waits for a program and looks at its peak memory as long as it lives.
fn watched(child: std::process::Child) -> Result<(std::process::Output, f64), Box<dyn Error>> {
    let status = format!("/proc/{}/status", child.id());
    let watching = std::thread::spawn(move || {
        let mut peak = 0.0f64;
        // Once it has ended the file has no such line any more.
        while let Some(now) = std::fs::read_to_string(&status).ok().as_deref().and_then(peak_in) {
            peak = peak.max(now);
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        peak
    });
    let output = child.wait_with_output()?;
    Ok((output, watching.join().map_err(|_| "the watch over the memory failed")?))
}

fn peak_in(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|kilobytes| kilobytes / 1e3)
}
