//! How long it takes from the commit of a post until a search finds it, while a hundred posts a second come in.
//!
//! `cargo bench --bench freshness` (`-- --seconds 10 --openings 20000` for less). The follower runs as it does in `serve`.
//! Every post has a word of its own, and searching goes on until the word is found.

mod common;

use common::figures::{Times, ms, option};
use common::market::Market;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, watch};
use yipin::app::App;
use yipin::config::Config;
use yipin::db::Db;
use yipin::institutions;
use yipin::openings::Incoming;
use yipin::openings::store::{Placed, write_batch};
use yipin::search::Request;
use yipin::time::Stamp;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Posts written a second.
const RATE: u64 = 100;

fn main() -> Result<(), Box<dyn Error>> {
    tokio::runtime::Runtime::new()?.block_on(bench())
}

async fn bench() -> Result<(), Box<dyn Error>> {
    let (seconds, rows) = (option("--seconds", 30), option("--openings", 50_000));
    let folder = tempfile::tempdir()?;
    let app = App::open(None, folder.path(), Config::default()).await?;
    let mut market = Market::new(2103);
    let institution = home(&app.db).await?;
    let stock: Vec<Placed> = market.by_ref().take(rows).map(|incoming| Placed { incoming, institution }).collect();
    for part in stock.chunks(500) {
        write(&app.db, part).await?;
    }
    app.search.follow(&app.db).await?;
    let (stop, stopped) = watch::channel(false);
    let following = tokio::spawn(yipin::jobs::follow(app.clone(), stopped));
    let (told, mut committed) = mpsc::unbounded_channel::<(String, Instant)>();
    let waiting = Arc::new(AtomicUsize::new(0));
    let behind = Arc::clone(&waiting);
    let db = app.db.clone();
    let writing = tokio::spawn(async move {
        let mut beat = tokio::time::interval(Duration::from_micros(1_000_000 / RATE));
        let mut commits = Times::default();
        for (at, post) in market.take(seconds * RATE as usize).enumerate() {
            beat.tick().await;
            let word = format!("fresh{at}");
            let incoming = Incoming { title: format!("{} {word}", post.title), ..post };
            let begun = Instant::now();
            write(&db, &[Placed { incoming, institution }]).await.map_err(|fault| fault.to_string())?;
            commits.add(begun.elapsed());
            behind.fetch_add(1, Ordering::Relaxed);
            let _ = told.send((word, Instant::now()));
        }
        Ok::<_, String>(commits)
    });
    let (mut fresh, mut most_waiting) = (Times::default(), 0);
    let begun = Instant::now();
    while let Some((word, at)) = committed.recv().await {
        let request = Request { q: word, verbatim: true, per_page: 1, ..Request::default() };
        while app.search.ids(&request)?.0.is_empty() {
            if at.elapsed() > Duration::from_secs(30) {
                return Err(format!("{} was not found within half a minute", request.q).into());
            }
            most_waiting = most_waiting.max(waiting.load(Ordering::Relaxed));
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        fresh.add(at.elapsed());
        waiting.fetch_sub(1, Ordering::Relaxed);
    }
    let commits = writing.await??;
    println!(
        "{rows} generated openings on SQLite; {} more written one by one at {:.0} a second",
        fresh.count(),
        fresh.count() as f64 / begun.elapsed().as_secs_f64()
    );
    println!("{:<34}{:>9}{:>9}{:>9}", "milliseconds", "p50", "p99", "longest");
    for (name, times) in [("writing and committing a post", &commits), ("from its commit until it is found", &fresh)] {
        println!("{name:<34}{:>9}{:>9}{:>9}", ms(times.at(0.5)), ms(times.at(0.99)), ms(times.at(1.0)));
    }
    println!(
        "At most {most_waiting} posts waited at once. The goal is p99 below 1,000 ms; it takes {:.2} of that.",
        fresh.at(0.99) / 1e6
    );
    let _ = stop.send(true);
    following.await?;
    app.db.close().await;
    Ok(())
}

async fn home(db: &Db) -> Result<i64, yipin::error::Error> {
    let mut tx = db.begin().await?;
    let id = institutions::store::named(&mut tx, "鞍山安宁养老院", None, Some("210302"), "DICE", Stamp::now()).await?;
    tx.commit().await?;
    Ok(id)
}

async fn write(db: &Db, rows: &[Placed]) -> Result<(), yipin::error::Error> {
    let mut tx = db.begin().await?;
    write_batch(&mut tx, rows, Stamp::now()).await?;
    tx.commit().await?;
    Ok(())
}
