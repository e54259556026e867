//! Search in process, beside the bare library on the same index and the same queries.
//!
//! `cargo bench --bench search` (`-- --openings 100000` for a smaller market; `--kept DIR` keeps the generated index there
//! and uses it again). The queries are the judged ones of `index/judged/`, so every way in which people search is there.
//! Three things are timed for each of them, on one thread and by the processor's clock, so that a busy machine changes
//! little:
//!
//! * Yipin's whole search: understanding the words, mending errors, filtering, counting every facet, folding, ranking;
//! * bare: tantivy's own top 20 by score for the very query that Yipin builds from the words, typing errors mended;
//! * or: tantivy's own top 20 for any of the words in title or text, as a plain search box asks.

mod common;

use common::figures::{Times, ms, option};
use common::market::{Market, stored};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, IndexWriter, Searcher, Term};
use yipin::import::columns::Table;
use yipin::import::normalise::Defaults;
use yipin::import::{Job, run};
use yipin::search::judged::JudgedSet;
use yipin::search::schema::{Fields, document, fingerprint, register};
use yipin::search::text::{fold, plain_words};
use yipin::search::{Engine, Request};
use yipin::time::Stamp;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Each query is timed so often.
const TIMES: usize = 15;

fn main() -> Result<(), Box<dyn Error>> {
    let queries = queries()?;
    let rows = option("--openings", 1_000_000);
    match std::env::var_os("YIPIN_REAL_ADS").map(PathBuf::from) {
        Some(file) => {
            let folder = tempfile::tempdir()?;
            imported(&file, folder.path())?;
            measure("real advertisements", &Engine::open(folder.path(), "210300")?, &queries)?;
        }
        None => println!("YIPIN_REAL_ADS names no file: nothing was measured on real advertisements.\n"),
    }
    let kept = std::env::args().skip_while(|word| word != "--kept").nth(1).map(PathBuf::from);
    let passing = tempfile::tempdir()?;
    let folder = kept.as_deref().unwrap_or(passing.path());
    if !folder.join("index/CURRENT").exists() {
        made(rows, folder)?;
    }
    measure("generated openings", &Engine::open(folder, "210300")?, &queries)
}

/// Family and words of every judged search, and those of someone who only looks around.
fn queries() -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("index/judged");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|end| end == "toml"));
    files.sort();
    let mut queries = vec![("no words".to_owned(), String::new())];
    for file in files {
        let set = JudgedSet::read(&file.display().to_string(), &std::fs::read_to_string(&file)?)?;
        queries.extend(set.query.into_iter().map(|judged| (judged.family, judged.q)));
    }
    Ok(queries)
}

fn imported(file: &Path, data: &Path) -> Result<(), Box<dyn Error>> {
    let job = Job {
        table: Table::Openings,
        file: file.to_owned(),
        defaults: Defaults { source: None, region: None },
        rejects: data.join("rejects.csv"),
    };
    tokio::runtime::Runtime::new()?.block_on(async {
        let db = yipin::db::Db::open(None, data).await?;
        run(&db, &job, &|_, _, _| {}).await?;
        Engine::open(data, "210300")?.follow(&db).await?;
        db.close().await;
        Ok(())
    })
}

/// An index of generated posts, laid out as the follower lays it out.
fn made(rows: usize, data: &Path) -> Result<(), Box<dyn Error>> {
    let begun = Instant::now();
    let folder = data.join("index/at-bench");
    std::fs::create_dir_all(&folder)?;
    let fields = Fields::new();
    let index = Index::create_in_dir(&folder, fields.schema.clone())?;
    register(&index);
    let mut writer: IndexWriter = index.writer(192 << 20)?;
    let now = Stamp::now();
    for (post, id) in Market::new(2103).take(rows).zip(1..) {
        writer.add_document(document(&fields, &stored(post, id, now), 1, now.day()))?;
    }
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(&format!("{}:0", fingerprint()));
    prepared.commit()?;
    writer.wait_merging_threads()?;
    std::fs::write(data.join("index/CURRENT"), "at-bench")?;
    println!("{rows} openings generated and indexed in {:.0} s\n", begun.elapsed().as_secs_f64());
    Ok(())
}

#[derive(Default)]
struct Row {
    searches: usize,
    hits: u64,
    ours: Times,
    bare: Times,
    or: Times,
}

fn measure(what: &str, engine: &Engine, queries: &[(String, String)]) -> Result<(), Box<dyn Error>> {
    let fields = Fields::new();
    let mut families: BTreeMap<&str, Row> = BTreeMap::new();
    let mut slowest: Vec<(f64, f64, u64, &str)> = Vec::new();
    for (family, q) in queries {
        let request = Request { q: q.clone(), ..Request::default() };
        let (searcher, query) = engine.plain_query(&request)?;
        let or = any_word(&fields, q);
        let (mut ours, mut bare, mut ors) = (Times::default(), Times::default(), Times::default());
        let (_, hits) = engine.ids(&request)?;
        top(&searcher, &*query)?;
        top(&searcher, &*or)?;
        for _ in 0..TIMES {
            ours.busy(|| engine.ids(&request))?;
            bare.busy(|| top(&searcher, &*query))?;
            ors.busy(|| top(&searcher, &*or))?;
        }
        slowest.push((ours.at(0.5), bare.at(0.5), hits, q));
        for row in [family.as_str(), "~ all"] {
            let row = families.entry(row).or_default();
            row.searches += 1;
            row.hits += hits;
            row.ours.extend(&ours);
            row.bare.extend(&bare);
            row.or.extend(&ors);
        }
    }
    let (searcher, _) = engine.plain_query(&Request::default())?;
    println!(
        "{} {what} in {} segments; each search {TIMES} times, one after the other; milliseconds of one processor",
        searcher.num_docs(),
        searcher.segment_readers().len()
    );
    println!(
        "{:<14}{:>9}{:>11}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}{:>8}",
        "family", "searches", "mean hits", "p50", "p99", "bare p50", "bare p99", "or p50", "or p99", "ratio"
    );
    for (family, row) in &families {
        let hits = row.hits / row.searches as u64;
        print!("{family:<14}{:>9}{hits:>11}", row.searches);
        for times in [&row.ours, &row.bare, &row.or] {
            print!("{:>9}{:>9}", ms(times.at(0.5)), ms(times.at(0.99)));
        }
        println!("{:>8.2}", row.ours.mean() / row.bare.mean());
    }
    if let Some(all) = families.get("~ all") {
        println!(
            "A search takes {:.2} times as long as the bare library needs for its 20 best by the same query (by the means), {:.2} times a plain \
             OR of the words. The goals: at most 1.5 times bare, and p99 below 10 ms with a million openings; here {} ms.",
            all.ours.mean() / all.bare.mean(),
            all.ours.mean() / all.or.mean(),
            ms(all.ours.at(0.99)),
        );
    }
    slowest.sort_by(|one, other| other.0.total_cmp(&one.0));
    println!("the slowest (ms, bare, hits):");
    for (ours, bare, hits, q) in slowest.iter().take(8) {
        println!("{:>9}{:>9}{hits:>9}  {q}", ms(*ours), ms(*bare));
    }
    println!();
    Ok(())
}

fn top(searcher: &Searcher, query: &dyn Query) -> tantivy::Result<usize> {
    Ok(searcher.search(query, &TopDocs::with_limit(20).order_by_score())?.len())
}

/// Any of the words, in title or text.
fn any_word(fields: &Fields, q: &str) -> Box<dyn Query> {
    let folded = fold(q);
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for (start, end) in plain_words(&folded) {
        for field in [fields.title, fields.text] {
            let term = Term::from_field_text(field, &folded[start..end]);
            clauses.push((Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))));
        }
    }
    Box::new(BooleanQuery::new(clauses))
}
