//! Work that the clock asks for. Each job carries nothing but the day, reads the truth anew, may run on every node at
//! once and does its work only once; each has a step that a test can call.

use crate::app::{App, until};
use crate::candidates;
use crate::db::{Db, sql};
use crate::error::Error;
use crate::mail::outbox;
use crate::openings::{self, Event, State};
use crate::people::{letters, sessions, tokens, tries};
use crate::time::{Stamp, day_number, day_of_number, today};
use std::time::Duration;
use tokio::sync::watch;

/// How often a node looks for new changes: what was written elsewhere is found here within a second.
const LOOK: Duration = Duration::from_millis(150);
/// How often the clock's work is looked for.
const SWEEP: Duration = Duration::from_secs(600);
/// A post that shows no sign of life lapses after so many days.
pub const SILENT_DAYS: i64 = 90;

/// Follows the change log into this node's index until asked to stop. A fault is logged and tried again.
pub async fn follow(app: App, stopped: watch::Receiver<bool>) {
    let mut pause = LOOK;
    loop {
        match app.search.follow(&app.db).await {
            Ok(()) => pause = LOOK,
            Err(fault) => {
                tracing::error!(%fault, "following the change log");
                // Where the database comes back, what was written meanwhile is found within seconds.
                pause = (pause * 2).min(Duration::from_secs(3));
            }
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = app.search.asked_to_look() => {}
            () = until(stopped.clone()) => return,
        }
    }
}

/// Keeps the board of live posts current until asked to stop. An answer follows by itself what is new; this reads the whole
/// board when the node starts, and keeps what there is to follow short.
pub async fn keep_posts(app: App, stopped: watch::Receiver<bool>) {
    let mut pause = LOOK;
    loop {
        match app.live.follow(&app.db).await {
            Ok(()) => pause = LOOK,
            Err(fault) => {
                tracing::error!(%fault, "keeping the board of posts");
                // Where the database comes back, what was written meanwhile is found within seconds.
                pause = (pause * 2).min(Duration::from_secs(3));
            }
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = until(stopped.clone()) => return,
        }
    }
}

/// Follows the change log into this node's index of people until asked to stop.
pub async fn keep_people(app: App, stopped: watch::Receiver<bool>) {
    let mut pause = LOOK;
    loop {
        match app.directory.follow(&app.db).await {
            Ok(()) => pause = LOOK,
            Err(fault) => {
                tracing::error!(%fault, "following the change log into the index of people");
                pause = (pause * 2).min(Duration::from_secs(3));
            }
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = until(stopped.clone()) => return,
        }
    }
}

/// How often the outbox is looked into.
const MAIL: Duration = Duration::from_secs(1);

/// Sends letters until asked to stop.
pub async fn mail_often(app: App, site: String, stopped: watch::Receiver<bool>) {
    let mut pause = MAIL;
    loop {
        match outbox::send_due(&app.db, &app.post, &site, Stamp::now()).await {
            Ok(_) => pause = MAIL,
            Err(fault) => {
                tracing::error!(%fault, "sending letters");
                pause = (pause * 2).min(Duration::from_secs(30));
            }
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = until(stopped.clone()) => return,
        }
    }
}

/// Removes what ran out: sessions, links, counts of tries, letters that went out. Says how many rows went.
pub async fn tidy(db: &Db, now: Stamp) -> Result<u64, Error> {
    let sessions = sessions::sweep(db, now).await?;
    let links = tokens::sweep(db, now).await?;
    let counts = tries::sweep(db, now).await?;
    let letters = letters::sweep(db, now).await?;
    Ok(sessions + links + counts + letters)
}

/// Sweeps now and then until asked to stop.
pub async fn sweep_often(app: App, stopped: watch::Receiver<bool>) {
    loop {
        match sweep(&app.db, Stamp::now()).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "openings lapsed"),
            Err(fault) => tracing::error!(%fault, "sweeping openings"),
        }
        match sweep_people(&app.db, Stamp::now()).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "records of people ended"),
            Err(fault) => tracing::error!(%fault, "sweeping records of people"),
        }
        if let Err(fault) = tidy(&app.db, Stamp::now()).await {
            tracing::error!(%fault, "removing what ran out");
        }
        if let Err(fault) = compact(&app.db).await {
            tracing::error!(%fault, "compacting the change log");
        }
        tokio::select! {
            () = tokio::time::sleep(SWEEP) => {}
            () = until(stopped.clone()) => return,
        }
    }
}

/// Lapses the openings whose last day has passed or that were silent for [`SILENT_DAYS`]; says how many.
pub async fn sweep(db: &Db, now: Stamp) -> Result<u64, Error> {
    let day = now.day();
    let silent_since = Stamp::start_of(day_of_number(day_number(day) - SILENT_DAYS));
    let mut lapsed = 0;
    loop {
        let mut tx = db.begin().await?;
        let ids = openings::store::run_out(&mut tx, day, silent_since, 500).await?;
        for id in &ids {
            let moved = openings::store::move_to(&mut tx, *id, State::Open, Event::Lapse, now, "clock", None).await?;
            lapsed += u64::from(moved);
        }
        tx.commit().await?;
        if ids.len() < 500 {
            return Ok(lapsed);
        }
    }
}

/// Erases the records whose time is over, and has the index forget licences whose last day has passed; says how many were
/// erased.
pub async fn sweep_people(db: &Db, now: Stamp) -> Result<u64, Error> {
    while candidates::store::uncount_ended_licences(db, now.day()).await? > 0 {}
    candidates::store::erasure::erase_run_out(db, now).await
}

/// Keeps of each row only the newest entry of the change log. Whoever follows reads rows as they are now, so the older
/// entries say nothing more; and the log never outgrows the tables.
pub async fn compact(db: &Db) -> Result<u64, Error> {
    let newest = crate::search::newest(db).await?;
    let mut tx = db.begin().await?;
    let statement = sql("delete from changes where seq <= $1 and exists \
         (select 1 from changes newer where newer.kind = changes.kind and newer.id = changes.id and newer.seq > changes.seq)");
    let gone = tx.run(statement.bind(newest)).await?;
    tx.commit().await?;
    Ok(gone)
}

/// The day by which visibility is judged.
pub fn day() -> jiff::civil::Date {
    today()
}
