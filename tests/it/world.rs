//! The world a story happens in: a store on one of the two engines, a data folder, and when the story opens it a market:
//! the real server on a free port with a visitor who asks it things over HTTP.
//!
//! A story's market is looked over when the story ends. Whatever the story was about, nothing may have answered with a
//! fault of ours, nothing may have been logged as an error, and the index must agree with the database.

use reqwest::StatusCode;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use yipin::app::{App, Server};
use yipin::config::Config;
use yipin::db::{Db, show_id};
use yipin::import::columns::Table;
use yipin::import::normalise::Defaults;
use yipin::import::{self, Job, Summary};
use yipin::openings::{self, Event, Opening, State};
use yipin::time::{Stamp, day_number, day_of_number, today};

/// One story, told on both engines.
macro_rules! stories {
    ($($(#[$about:meta])* async fn $name:ident($world:ident: World) $body:block)+) => { $(
        $(#[$about])*
        async fn $name($world: World) $body
        mod $name {
            #[test]
            fn on_sqlite() {
                crate::world::tell(crate::world::Engine::Sqlite, super::$name);
            }
            #[test]
            fn on_postgresql() {
                crate::world::tell(crate::world::Engine::Postgres, super::$name);
            }
        }
    )+ };
}
pub(crate) use stories;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A store of one engine and a data folder.
pub struct World {
    pub engine: Engine,
    folder: TempDir,
    url: Option<String>,
    ears: Arc<Ears>,
}

/// Runs a story in a world of its own.
pub fn tell<F: Future<Output = ()>>(engine: Engine, story: impl FnOnce(World) -> F) {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let thread = format!("story-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let ears = Ears::on(&thread);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).thread_name(&thread).enable_all().build();
    let runtime = runtime.expect("a runtime");
    runtime.block_on(async {
        let url = store(engine).await;
        let world = World { engine, folder: folder(), url: url.clone(), ears };
        story(world).await;
        if let Some(url) = url {
            crate::postgres::drop_database(&url).await;
        }
    });
}

async fn store(engine: Engine) -> Option<String> {
    match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(crate::postgres::fresh_database().await),
    }
}

fn folder() -> TempDir {
    tempfile::Builder::new().prefix("yipin-story-").tempdir().expect("a folder for the story")
}

impl World {
    /// Another world on the same engine, with a store and a folder of its own; its database goes with the cluster.
    pub async fn another(&self) -> Self {
        Self { engine: self.engine, folder: folder(), url: store(self.engine).await, ears: Arc::clone(&self.ears) }
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// The address of the shared store, where the engine has one.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// The store alone, without a server.
    pub async fn db(&self) -> Db {
        Db::open(self.url(), self.data()).await.expect("the store opens")
    }

    /// Opens the market: a server on a free port.
    pub async fn open(&self) -> Market {
        self.open_with(Config::default()).await
    }

    /// Opens it with other settings.
    pub async fn open_with(&self, config: Config) -> Market {
        let app = App::open(self.url(), self.data(), config).await.expect("the store and the index open");
        let server = Server::start(app.clone(), "127.0.0.1:0").await.expect("the server starts");
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        let home = format!("http://{}", server.address);
        Market { app, home, http, server: Some(server), ears: Arc::clone(&self.ears), faults: Mutex::default(), files: folder() }
    }

    /// Opens it with rows in it, all of which must go in.
    pub async fn open_with_posts(&self, rows: impl IntoIterator<Item = Value>) -> Market {
        let market = self.open().await;
        market.take_in(rows).await;
        market
    }

    /// The program itself, set to this world's store and folder.
    pub fn yipin(&self) -> std::process::Command {
        self.yipin_with_data(self.data())
    }

    /// The program set to this world's store and another data folder: another node.
    pub fn yipin_with_data(&self, data: &Path) -> std::process::Command {
        self.yipin_over(data, self.url())
    }

    /// The program set to a data folder and a store at this address.
    pub fn yipin_over(&self, data: &Path, url: Option<&str>) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_yipin"));
        for name in ["YIPIN_DATA", "DATABASE_URL", "YIPIN_LISTEN", "YIPIN_PUBLIC_URL", "RUST_LOG"] {
            command.env_remove(name);
        }
        command.arg("--data").arg(data);
        if let Some(url) = url {
            command.args(["--database-url", url]);
        }
        command
    }
}

/// A running market and its visitor.
pub struct Market {
    pub app: App,
    pub home: String,
    http: reqwest::Client,
    server: Option<Server>,
    ears: Arc<Ears>,
    /// Answers that were faults of ours.
    faults: Mutex<Vec<String>>,
    files: TempDir,
}

impl Market {
    pub fn db(&self) -> &Db {
        &self.app.db
    }

    // -- asking over HTTP ------------------------------------------------------------------------------------------

    /// Asks for an address of the site.
    pub async fn get(&self, address: &str) -> Reply {
        self.ask(address, &[]).await
    }

    /// Asks for an address with headers.
    pub async fn ask(&self, address: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = self.http.get(format!("{}{address}", self.home));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.answer_to(address, request).await
    }

    /// Sends JSON to an address of the API.
    pub async fn send(&self, address: &str, body: &Value) -> Reply {
        self.answer_to(address, self.http.post(format!("{}{address}", self.home)).json(body)).await
    }

    /// Sends a form to an address of the site.
    pub async fn fill_in(&self, address: &str, fields: &[(&str, &str)]) -> Reply {
        let written: Vec<String> = fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        let request = self.http.post(format!("{}{address}", self.home)).body(written.join("&"));
        self.answer_to(address, request.header("content-type", "application/x-www-form-urlencoded")).await
    }

    async fn answer_to(&self, address: &str, request: reqwest::RequestBuilder) -> Reply {
        let response = request.send().await.unwrap_or_else(|fault| panic!("{address}: {fault}"));
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.unwrap_or_else(|fault| panic!("{address}: {fault}"));
        let reply = Reply { address: address.to_owned(), status, headers, text };
        if status.is_server_error() {
            held(&self.faults).push(format!("{address}: {status}"));
        }
        reply
    }

    /// Sends a body with a method and headers.
    pub async fn send_with(&self, method: reqwest::Method, address: &str, headers: &[(&str, &str)], body: String) -> Reply {
        let mut request = self.http.request(method, format!("{}{address}", self.home)).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.answer_to(address, request).await
    }

    /// Searches through the API as a person types.
    pub async fn look_for(&self, words: &str) -> Found {
        self.search(&format!("q={}", escaped(words))).await
    }

    /// Searches through the API; `query` is the part behind the question mark.
    pub async fn search(&self, query: &str) -> Found {
        let reply = self.get(&format!("/api/v1/openings?{}", in_address(query))).await;
        assert_eq!(reply.status, StatusCode::OK, "{query}: {}", reply.text);
        Found(reply.json())
    }

    // -- bringing rows in ------------------------------------------------------------------------------------------

    /// Imports rows and makes them searchable.
    pub async fn import(&self, rows: impl IntoIterator<Item = Value>) -> Summary {
        let file = self.file("rows.jsonl", lines(rows).as_bytes());
        self.import_file(&file).await.0
    }

    /// Imports rows, all of which must go in.
    pub async fn take_in(&self, rows: impl IntoIterator<Item = Value>) {
        let summary = self.import(rows).await;
        assert_eq!(summary.refused, 0, "rows were refused: {summary:?}");
    }

    /// Imports rows of institutions.
    pub async fn import_institutions(&self, rows: impl IntoIterator<Item = Value>) -> Summary {
        let file = self.file("institutions.jsonl", lines(rows).as_bytes());
        self.run(Table::Institutions, &file).await.0
    }

    /// Imports a file; gives the summary and the text of the rejects file, empty where there is none.
    pub async fn import_file(&self, file: &Path) -> (Summary, String) {
        self.run(Table::Openings, file).await
    }

    async fn run(&self, table: Table, file: &Path) -> (Summary, String) {
        let rejects = self.files.path().join("rejects.csv");
        let _ = std::fs::remove_file(&rejects);
        let defaults = Defaults { source: Some("test".to_owned()), region: Some("210300".to_owned()) };
        let job = Job { table, file: file.to_owned(), defaults, rejects: rejects.clone() };
        let summary =
            import::run(self.db(), &job, &|_, _, _| {}).await.unwrap_or_else(|fault| panic!("{}: {fault}", file.display()));
        self.caught_up().await;
        (summary, std::fs::read_to_string(rejects).unwrap_or_default())
    }

    /// Writes a file for an import.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.files.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    }

    // -- what happens to posts -------------------------------------------------------------------------------------

    /// Follows the change log to its end now.
    pub async fn caught_up(&self) {
        self.app.search.follow(self.db()).await.expect("the index follows");
        self.app.directory.follow(self.db()).await.expect("the index of people follows");
    }

    /// The post of that number in the test's files.
    pub async fn post(&self, source_id: &str) -> Opening {
        let found = openings::store::by_source(self.db(), "test", source_id).await.expect("the store answers");
        found.unwrap_or_else(|| panic!("no post {source_id}"))
    }

    /// The address of a post's page.
    pub async fn page_of(&self, source_id: &str) -> String {
        format!("/openings/{}", show_id(self.post(source_id).await.id))
    }

    /// Lets something happen to a post in its life, as its owner would.
    pub async fn happens(&self, source_id: &str, event: Event) {
        let post = self.post(source_id).await;
        let mut tx = self.db().begin().await.expect("a transaction");
        let moved = openings::store::move_to(&mut tx, post.id, post.state, event, Stamp::now(), "owner", None).await;
        assert!(moved.expect("a lawful move"), "{source_id} did not move");
        tx.commit().await.expect("committed");
        self.caught_up().await;
    }

    /// The night `days` from now: the clock's work is done as it would be then. Gives how many posts lapsed.
    pub async fn night_passes(&self, days: i64) -> u64 {
        let then = Stamp(Stamp::now().0 + days * 86_400);
        let lapsed = yipin::jobs::sweep(self.db(), then).await.expect("the sweep");
        self.caught_up().await;
        lapsed
    }

    /// Sets how many people applied to a post in the last 30 days.
    pub async fn applied_lately(&self, source_id: &str, people: i64) {
        let post = self.post(source_id).await;
        let mut tx = self.db().begin().await.expect("a transaction");
        tx.run(yipin::db::sql("update openings set applied_lately = $1 where id = $2").bind(people).bind(post.id))
            .await
            .expect("set");
        tx.touch(yipin::db::Touched::Opening, post.id);
        tx.commit().await.expect("committed");
        self.caught_up().await;
    }

    /// The state of a post.
    pub async fn state_of(&self, source_id: &str) -> State {
        self.post(source_id).await.state
    }

    /// Every difference between index and database.
    pub async fn drift(&self) -> Vec<String> {
        let posts = self.app.search.drift(self.db()).await.expect("the index is read");
        let people = self.app.directory.drift(self.db()).await.expect("the index of people is read");
        posts.iter().map(ToString::to_string).chain(people.iter().map(ToString::to_string)).collect()
    }

    /// Asks until it holds; fails with the sentence after twenty seconds.
    pub async fn soon(&self, what: &str, mut holds: impl AsyncFnMut(&Self) -> bool) {
        let begun = Instant::now();
        while !holds(self).await {
            assert!(begun.elapsed() < Duration::from_secs(20), "not within 20 seconds: {what}");
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// Closes the market and looks it over.
    pub async fn close(mut self) {
        let trouble = self.look_over().await;
        assert!(trouble.is_empty(), "the market was left in trouble:\n{}", trouble.join("\n"));
    }

    async fn look_over(&mut self) -> Vec<String> {
        let Some(server) = self.server.take() else { return vec![] };
        let mut trouble = std::mem::take(&mut *held(&self.faults));
        let posts = self.app.search.follow(self.db()).await;
        match posts.and(self.app.directory.follow(self.db()).await) {
            Ok(()) => trouble.extend(self.drift().await),
            Err(fault) => trouble.push(format!("an index does not follow: {fault}")),
        }
        server.stop().await;
        trouble.extend(self.ears.heard());
        trouble
    }
}

impl Drop for Market {
    fn drop(&mut self) {
        if self.server.is_none() || std::thread::panicking() {
            return;
        }
        let trouble = tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(self.look_over()));
        assert!(trouble.is_empty(), "the market was left in trouble:\n{}", trouble.join("\n"));
    }
}

/// An answer over HTTP.
#[derive(Debug)]
pub struct Reply {
    pub address: String,
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|fault| panic!("{}: no JSON: {fault}: {}", self.address, self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Fails unless the answer is fine.
    pub fn fine(self) -> Self {
        assert!(self.status.is_success(), "{}: {}: {}", self.address, self.status, self.text);
        self
    }

    /// The names of the fields that a problem document finds fault with.
    pub fn faulty_fields(&self) -> Vec<String> {
        assert!(
            self.header("content-type").starts_with("application/problem+json"),
            "{}: {} {}",
            self.address,
            self.status,
            self.text
        );
        let problem = self.json();
        assert_eq!(problem["status"], self.status.as_u16(), "{}", self.text);
        assert!(problem["title"].is_string() && problem["type"].is_string() && problem["detail"].is_string(), "{}", self.text);
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| error["field"].as_str().expect("a field").to_owned()).collect()
    }
}

/// What a search found.
#[derive(Debug, Clone)]
pub struct Found(pub Value);

impl Found {
    pub fn total(&self) -> u64 {
        self.0["total"].as_u64().expect("a total")
    }

    /// How many of them fit exactly.
    pub fn exactly(&self) -> u64 {
        self.0["exact"].as_u64().unwrap_or_else(|| self.total())
    }

    pub fn entries(&self) -> u64 {
        self.0["entries"].as_u64().expect("a number of entries")
    }

    pub fn hits(&self) -> &[Value] {
        self.0["openings"].as_array().map(Vec::as_slice).expect("a list")
    }

    pub fn titles(&self) -> Vec<&str> {
        self.hits().iter().map(|hit| hit["title"].as_str().expect("a title")).collect()
    }

    /// The numbers of the hits in the test's files, in their order.
    pub fn ids(&self) -> Vec<&str> {
        self.hits().iter().map(|hit| hit["source_id"].as_str().expect("a number")).collect()
    }

    /// The same, sorted: for searches whose order does not matter.
    pub fn set(&self) -> Vec<&str> {
        let mut ids = self.ids();
        ids.sort_unstable();
        ids
    }

    /// A facet's values and counts.
    pub fn facet(&self, name: &str) -> BTreeMap<String, u64> {
        let counts = self.0["facets"][name].as_array().unwrap_or_else(|| panic!("no facet {name}"));
        counts
            .iter()
            .map(|one| (one["value"].as_str().expect("a value").to_owned(), one["count"].as_u64().expect("a count")))
            .collect()
    }

    /// What was understood, as "words:role:value".
    pub fn understood(&self) -> Vec<String> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let chips = self.0["understood"].as_array().expect("a list");
        chips.iter().map(|chip| format!("{}:{}:{}", text(&chip["text"]), text(&chip["as"]), text(&chip["value"]))).collect()
    }
}

// -- rows -----------------------------------------------------------------------------------------------------------

/// A row of an import file: a carer's post in Tiedong, with what `more` says added or put in its place; a null takes away.
pub fn post(source_id: &str, title: &str, more: Value) -> Value {
    let mut row = json!({
        "source_id": source_id,
        "title": title,
        "institution": "铁东区颐和养老院",
        "place": "鞍山市铁东区",
        "published": days_ago(3),
        "description": format!("{title}，照顾老人起居。（{source_id}）"),
    });
    let cells = row.as_object_mut().expect("an object");
    let more: Map<String, Value> = serde_json::from_value(more).expect("an object");
    for (name, value) in more {
        if value.is_null() {
            cells.remove(&name);
        } else {
            cells.insert(name, value);
        }
    }
    row
}

/// Rows as JSON lines.
pub fn lines(rows: impl IntoIterator<Item = Value>) -> String {
    rows.into_iter().map(|row| format!("{row}\n")).collect()
}

/// The day so many days ago, or to come.
pub fn days_ago(days: i64) -> String {
    day_of_number(day_number(today()) - days).to_string()
}

/// The part behind the question mark with everything that must be escaped escaped; `&`, `=` and `%` stay.
pub fn in_address(query: &str) -> String {
    let mut safe = String::new();
    for byte in query.bytes() {
        match byte {
            b' ' => safe.push('+'),
            b'!'..=b'~' if !b"\"#<>`{}|\\^".contains(&byte) => safe.push(char::from(byte)),
            other => safe.push_str(&format!("%{other:02X}")),
        }
    }
    safe
}

/// A value for an address, escaped as a form would.
pub fn escaped(value: &str) -> String {
    yipin::web::visit::encode(value)
}

/// A file packed by gzip.
pub fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("packed");
    packed.finish().expect("packed")
}

// -- what is logged -------------------------------------------------------------------------------------------------

/// Hears the errors that the threads of one story log.
#[derive(Default)]
pub struct Ears(Mutex<Vec<String>>);

type Listeners = Mutex<HashMap<String, Arc<Ears>>>;

fn listeners() -> &'static Listeners {
    static ALL: OnceLock<Listeners> = OnceLock::new();
    ALL.get_or_init(|| {
        use tracing_subscriber::layer::SubscriberExt as _;
        use tracing_subscriber::util::SubscriberInitExt as _;
        let _ = tracing_subscriber::registry().with(Hearing).try_init();
        Listeners::default()
    })
}

impl Ears {
    fn on(thread: &str) -> Arc<Self> {
        let ears = Arc::new(Self::default());
        held(listeners()).insert(thread.to_owned(), Arc::clone(&ears));
        ears
    }

    fn heard(&self) -> Vec<String> {
        std::mem::take(&mut *held(&self.0))
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Hearing;

impl<S: tracing::Subscriber> tracing_subscriber::Layer<S> for Hearing {
    fn on_event(&self, event: &tracing::Event<'_>, _: tracing_subscriber::layer::Context<'_, S>) {
        if *event.metadata().level() != tracing::Level::ERROR {
            return;
        }
        let mut said = format!("logged by {}:", event.metadata().target());
        event.record(&mut |field: &tracing::field::Field, value: &dyn std::fmt::Debug| {
            use std::fmt::Write as _;
            let _ = write!(said, " {}={value:?}", field.name());
        });
        let thread = std::thread::current();
        let ears = held(listeners()).get(thread.name().unwrap_or_default()).cloned();
        if let Some(ears) = ears {
            held(&ears.0).push(said);
        }
    }
}
