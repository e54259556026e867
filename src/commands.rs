//! What each command does. A command prints its data to stdout, its progress and its faults to stderr.

use crate::app::{App, Server, asked_to_end};
use crate::audit::Actor;
use crate::candidates::{Directory, Key};
use crate::config::{Config, Store};
use crate::db::Db;
use crate::error::Error;
use crate::import::columns::Table;
use crate::import::normalise::Defaults;
use crate::import::{self, Job, Summary};
use crate::matching::Live;
use crate::openings;
use crate::people::tokens::{self, For};
use crate::people::{self, Grant, Login, invitations};
use crate::search::follow::{Folder, Follower, Subject};
use crate::search::judged::{JudgedSet, by_family, judge};
use crate::search::{Engine, newest};
use crate::time::{Stamp, today};
use crate::words::Lang;
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Settings of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Where to listen; port 0 takes a free one
    #[arg(long, env = "YIPIN_LISTEN", default_value = "127.0.0.1:3000", value_name = "ADDR")]
    pub listen: String,
    /// The address people use, for links in letters, feeds and sitemaps
    #[arg(long, env = "YIPIN_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// smtp://user:password@host:587?tls=required, or smtps://…; without it letters become files in the data folder
    #[arg(long, env = "YIPIN_SMTP_URL", value_name = "URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Whom letters are from: an address, or a name and an address
    #[arg(long, env = "YIPIN_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// How many proxies of yours stand before this server and add to X-Forwarded-For
    #[arg(long, env = "YIPIN_PROXIES", default_value_t = 0, value_name = "N")]
    pub proxies: usize,
}

/// Settings of `admin`.
#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Make a link by which somebody becomes an admin: once, within 7 days
    Add {
        /// Whom it is for: a mobile number or an e-mail address
        #[arg(long)]
        login: String,
        /// The address people use
        #[arg(long, env = "YIPIN_PUBLIC_URL", default_value = "http://127.0.0.1:3000", value_name = "URL")]
        public_url: String,
    },
    /// Make a link by which somebody sets a new password: once, within half an hour. For those whose account has no mail
    Reset {
        /// Whose: a mobile number or an e-mail address
        #[arg(long)]
        login: String,
        /// The address people use
        #[arg(long, env = "YIPIN_PUBLIC_URL", default_value = "http://127.0.0.1:3000", value_name = "URL")]
        public_url: String,
    },
}

/// Prints the link.
pub async fn admin(store: &Store, admin: Admin) -> Result<ExitCode, Error> {
    let db = open(store).await?;
    let now = Stamp::now();
    let (login, public_url) = match &admin {
        Admin::Add { login, public_url } | Admin::Reset { login, public_url } => (login, public_url.trim_end_matches('/')),
    };
    let unread = |_| Error::field("--login", format!("“{login}” is neither a mobile number nor an e-mail address"));
    let known = Login::read_new(login).map_err(unread)?;
    let mut tx = db.begin().await?;
    let path = match admin {
        Admin::Add { .. } => {
            let made = invitations::make(&mut tx, &Grant::Admin, Some(known.as_str()), Lang::Zh, &Actor::system(), now).await?;
            format!("/invited/{}", made.1)
        }
        Admin::Reset { .. } => {
            let account = people::store::by_login(&db, &known).await?.ok_or(Error::Missing("account"))?;
            format!("/reset/{}", tokens::make(&mut tx, For::Reset(account), now, Stamp(now.0 + tokens::RESET_SECONDS)).await?)
        }
    };
    tx.commit().await?;
    db.close().await;
    println!("{public_url}{path}");
    Ok(ExitCode::SUCCESS)
}

/// Settings of `demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Where to listen; port 0 takes a free one
    #[arg(long, env = "YIPIN_LISTEN", default_value = "127.0.0.1:3000", value_name = "ADDR")]
    pub listen: String,
}

/// Logs to stderr; `RUST_LOG` says how much.
pub fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| "info,tantivy=warn,sqlx=error,tower_http=warn".into());
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second call, as in tests, keeps the first.
    let _ = logs.try_init();
}

/// Serves until asked to stop.
pub async fn serve(store: &Store, serve: Serve) -> Result<ExitCode, Error> {
    let public_url = serve.public_url.map(|url| url.trim_end_matches('/').to_owned()).filter(|url| !url.is_empty());
    if let Some(url) = public_url.as_deref().filter(|url| !url.starts_with("http://") && !url.starts_with("https://")) {
        return Err(Error::config(format!("YIPIN_PUBLIC_URL must begin with http:// or https://: {url}")));
    }
    let asked = asked_to_end()?;
    let mut mail = crate::mail::Settings { smtp_url: serve.smtp_url, ..crate::mail::Settings::default() };
    mail.from = serve.mail_from.filter(|from| !from.trim().is_empty()).unwrap_or(mail.from);
    let app =
        App::open(store.url(), &store.data, Config { public_url, mail, proxies: serve.proxies, ..Config::default() }).await?;
    if people::store::has_samples(&app.db).await? {
        return Err(Error::config(
            "this store holds the sample city, whose accounts everybody can enter: run `yipin demo`, or serve another folder",
        ));
    }
    let server = Server::start(app, &serve.listen).await?;
    eprintln!("listening on http://{}", server.address);
    server.run(asked).await;
    Ok(ExitCode::SUCCESS)
}

/// Makes the sample city anew in a folder of its own and serves it.
pub async fn demo(store: &Store, demo: Demo) -> Result<ExitCode, Error> {
    let data = store.data.join("demo");
    if data.exists() {
        std::fs::remove_dir_all(&data).map_err(|fault| Error::file(data.display(), fault))?;
    }
    let asked = asked_to_end()?;
    if store.url().is_some() {
        eprintln!("the sample city keeps to its own folder: DATABASE_URL is not used");
    }
    let app = App::open(None, &data, Config { demo: true, ..Config::default() }).await?;
    let begun = Instant::now();
    crate::demo::build(&app.db, &data).await?;
    app.search.follow(&app.db).await?;
    app.directory.follow(&app.db).await?;
    let (openings, institutions) = openings::store::public_counts(&app.db, today()).await?;
    let server = Server::start(app, &demo.listen).await?;
    eprintln!(
        "a sample Anshan: {openings} openings of {institutions} institutions, made in {:.1} s",
        begun.elapsed().as_secs_f64()
    );
    let accounts: Vec<&str> = people::sample::ACCOUNTS.iter().map(|(login, _)| *login).collect();
    eprintln!("accounts, for this demonstration only: {}; password {}", accounts.join(", "), people::sample::PASSWORD);
    eprintln!("listening on http://{}", server.address);
    server.run(asked).await;
    Ok(ExitCode::SUCCESS)
}

/// Takes a file in and, where no server holds the index, follows it there.
pub async fn import(
    store: &Store,
    table: Table,
    file: PathBuf,
    source: Option<String>,
    region: Option<String>,
    rejects: Option<PathBuf>,
) -> Result<ExitCode, Error> {
    if let Some(code) = &region {
        let known = code.parse().is_ok_and(|code| crate::regions::Regions::builtin().knows(code));
        if !known {
            return Err(Error::field("--region", format!("“{code}” is not a known region code")));
        }
    }
    let db = open(store).await?;
    let rejects = rejects.unwrap_or_else(|| import::default_rejects(&store.data, &file));
    let job = Job { table, file, defaults: Defaults { source, region }, rejects };
    let begun = Instant::now();
    let bar = Bar::new("reading");
    let told = |rows, read, size| bar.at(rows, read, size);
    let summary = match table {
        Table::Candidates => {
            let key = Key::of(&store.data, store.key.as_deref())?;
            import::run_people(&db, &job, &key, &told).await?
        }
        Table::Openings | Table::Institutions => import::run(&db, &job, &told).await?,
    };
    bar.done();
    let written = begun.elapsed();
    match table {
        Table::Candidates => follow_if_free::<crate::candidates::index::Fields>(store, &db).await?,
        Table::Openings | Table::Institutions => follow_if_free::<crate::search::schema::Fields>(store, &db).await?,
    }
    tell(&summary, &job.rejects, written, begun.elapsed());
    db.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn open(store: &Store) -> Result<Db, Error> {
    std::fs::create_dir_all(&store.data).map_err(|fault| Error::file(store.data.display(), fault))?;
    Db::open(store.url(), &store.data).await
}

async fn follow_if_free<S: Subject>(store: &Store, db: &Db) -> Result<(), Error> {
    let folder = Folder::of::<S>(&store.data);
    let Some(lock) = folder.lock()? else {
        eprintln!("another process holds the search index and follows by itself");
        return Ok(());
    };
    let mut follower = Follower::<S>::open(folder, lock)?;
    if follower.at() > newest(db).await? {
        follower = follower.begin_anew()?;
    }
    let bar = Bar::new("indexing");
    let (from, to) = (follower.at(), newest(db).await?);
    follower
        .catch_up(db, today(), |at| bar.at((at - from).max(0) as u64, (at - from).max(0) as u64, (to - from).max(1) as u64))
        .await?;
    bar.done();
    follower.finish()
}

fn tell(summary: &Summary, rejects: &Path, written: Duration, all: Duration) {
    let rows = summary.new + summary.changed + summary.same + summary.refused;
    println!("rows {rows}: new {}, changed {}, same {}, refused {}", summary.new, summary.changed, summary.same, summary.refused);
    println!("place named but not found {}, occupation not sure {}", summary.place_unknown, summary.occupation_unknown);
    if summary.words_unknown > 0 {
        println!("people with certificates, skills or trades that no list knows: {}", summary.words_unknown);
    }
    if !summary.unknown_columns.is_empty() {
        println!("ignored columns: {}", summary.unknown_columns.join(", "));
    }
    if summary.refused > 0 {
        println!("refused rows with line, column and reason: {}", rejects.display());
    }
    let rate = |time: Duration| rows as f64 / time.as_secs_f64().max(1e-9);
    eprintln!(
        "written in {:.1} s ({:.0} rows/s), searchable after {:.1} s ({:.0} rows/s)",
        written.as_secs_f64(),
        rate(written),
        all.as_secs_f64(),
        rate(all)
    );
}

/// A bar on a terminal, a plain line every few seconds elsewhere.
struct Bar {
    bar: Option<ProgressBar>,
    name: &'static str,
    told: Mutex<Instant>,
}

impl Bar {
    fn new(name: &'static str) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(1);
            if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:40} {percent} %  {msg}  {eta} left") {
                bar.set_style(style);
            }
            bar.set_prefix(name);
            bar
        });
        Self { bar, name, told: Mutex::new(Instant::now()) }
    }

    fn at(&self, rows: u64, done: u64, size: u64) {
        match &self.bar {
            Some(bar) => {
                bar.set_length(size.max(1));
                bar.set_position(done.min(size));
                bar.set_message(format!("{rows} rows"));
            }
            None => {
                if let Ok(mut told) = self.told.lock()
                    && told.elapsed() > Duration::from_secs(5)
                {
                    eprintln!("{}: {rows} rows, {} %", self.name, done.min(size) * 100 / size.max(1));
                    *told = Instant::now();
                }
            }
        }
    }

    fn done(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Builds the index anew beside the old one, and swaps.
pub async fn reindex(store: &Store) -> Result<ExitCode, Error> {
    let db = open(store).await?;
    let engine = Engine::open(&store.data, &Config::default().home_region)?;
    let bar = Bar::new("indexing");
    let all = newest(&db).await?.max(1) as u64;
    engine.rebuild(&db, |at| bar.at(at.max(0) as u64, at.max(0) as u64, all)).await?;
    let directory = Directory::open(&store.data, &Config::default().home_region)?;
    directory.rebuild(&db, |at| bar.at(at.max(0) as u64, at.max(0) as u64, all)).await?;
    bar.done();
    println!("{} documents, {} people", engine.health(&db).await?.documents, directory.people());
    Ok(ExitCode::SUCCESS)
}

/// Names every fault of index, dictionary and rules.
pub async fn check(store: &Store) -> Result<ExitCode, Error> {
    let mut faults: Vec<String> = crate::search::lexicon_faults();
    let rules = crate::eligibility::carried::rules();
    let office = store.data.join("policies");
    faults.extend(rules.faults().iter().map(|fault| format!("policies/{fault}")));
    faults.extend(rules.office_faults().iter().map(|fault| format!("{}/{fault}", office.display())));
    faults.extend(crate::screening::carried::faults().iter().map(|fault| format!("policies/{fault}")));
    faults.extend(crate::screening::carried::office_faults().iter().map(|fault| format!("{}/{fault}", office.display())));
    let db = open(store).await?;
    let engine = Engine::open(&store.data, &Config::default().home_region)?;
    if engine.is_writer().await {
        engine.follow(&db).await?;
    }
    let health = engine.health(&db).await?;
    if health.lag > 0 {
        println!("the index is {} changes behind; the process that holds it follows", health.lag);
    } else {
        faults.extend(engine.drift(&db).await?.into_iter().map(|drift| drift.to_string()));
    }
    let directory = Directory::open(&store.data, &Config::default().home_region)?;
    if directory.is_writer().await {
        directory.follow(&db).await?;
    }
    match directory.lag(&db).await? {
        0 => faults.extend(directory.drift(&db).await?.into_iter().map(|drift| drift.to_string())),
        lag => println!("the index of people is {lag} changes behind; the process that holds it follows"),
    }
    for fault in &faults {
        println!("{fault}");
    }
    println!("{} people in their index", directory.people());
    println!("{} documents, {} faults", health.documents, faults.len());
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Prints nDCG@10 of judged searches by family, ours beside plain BM25 over pairs of characters.
pub async fn judge_search(store: &Store, files: &[PathBuf], each: bool) -> Result<ExitCode, Error> {
    let db = open(store).await?;
    let engine = Engine::open(&store.data, &Config::default().home_region)?;
    if engine.is_writer().await {
        engine.follow(&db).await?;
    }
    let mut set = JudgedSet { query: vec![] };
    for file in files {
        let text = std::fs::read_to_string(file).map_err(|fault| Error::file(file.display(), fault))?;
        set.query.extend(JudgedSet::read(&file.display().to_string(), &text)?.query);
    }
    let scores = judge(&db, &engine, &set).await?;
    if each {
        for score in &scores {
            println!("{:.3}  {:.3}  {:<12} {}  {:?}", score.ours, score.plain, score.family, score.q, score.grades);
        }
    }
    println!("{:<14} {:>8} {:>8} {:>12}", "family", "searches", "yipin", "bigram BM25");
    for (family, (count, ours, plain)) in by_family(&scores) {
        println!("{family:<14} {count:>8} {ours:>8.3} {plain:>12.3}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Answers one JSON request from a file, or from stdin for "-", with JSON on stdout. Needs no store.
pub fn answer(file: &Path, engine: fn(&[u8]) -> Result<serde_json::Value, Error>) -> Result<ExitCode, Error> {
    print(&engine(&question(file)?)?)
}

/// Matches a person, as a JSON request tells them, with the posts of the store.
pub async fn match_posts(store: &Store, file: &Path) -> Result<ExitCode, Error> {
    let question = question(file)?;
    let db = open(store).await?;
    let live = Live::default();
    live.follow(&db).await?;
    let answer = crate::matching::api::answer(&db, &live, &question, Lang::default()).await;
    db.close().await;
    print(&answer?)
}

/// A request from a file, or from stdin for "-".
fn question(file: &Path) -> Result<Vec<u8>, Error> {
    if file != Path::new("-") {
        return std::fs::read(file).map_err(|fault| Error::file(file.display(), fault));
    }
    let mut question = Vec::new();
    std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut question)?;
    Ok(question)
}

fn print(answer: &impl serde::Serialize) -> Result<ExitCode, Error> {
    let text = serde_json::to_string_pretty(answer).map_err(|fault| Error::file("stdout", fault))?;
    writeln!(std::io::stdout().lock(), "{text}")?;
    Ok(ExitCode::SUCCESS)
}

/// Prints every public opening as a JSON line that `yipin import` reads.
pub async fn export_openings(store: &Store) -> Result<ExitCode, Error> {
    let db = open(store).await?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut after = 0;
    loop {
        let rows = openings::store::public_after(&db, after, today(), 1_000).await?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        for row in &rows {
            let line = serde_json::to_string(&import::write::row(row)).map_err(|fault| Error::file("stdout", fault))?;
            writeln!(out, "{line}")?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
