//! The search page and the API over HTTP, beside the same searches in process.
//!
//! `cargo bench --bench http` (`-- --openings 20000 --searches 1000` for less). Where the machine has two cores, the server
//! has one of them to itself and the callers the other, and the searches in process run on one core too, so that like is
//! held against like.

mod common;

use common::figures::{Times, ms, option};
use common::market::{Market, line};
use std::error::Error;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;
use yipin::db::Db;
use yipin::import::columns::Table;
use yipin::import::normalise::Defaults;
use yipin::import::{Job, run};
use yipin::search::judged::JudgedSet;
use yipin::search::{Engine, Request};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Connections kept open at once.
const CONNECTIONS: usize = 16;

type Done<T> = Result<T, Box<dyn Error>>;

fn main() -> Done<()> {
    let searches = option("--searches", 6_000);
    let words: Vec<String> = std::env::args().collect();
    // The program calls itself for the parts that must have a core of their own.
    match words.iter().position(|word| word == "in-process" || word == "calls").map(|at| &words[at..]) {
        Some([part, data, ..]) if part == "in-process" => return in_process(Path::new(data), searches),
        Some([_, address, path, ..]) => return calls(address, path, searches),
        _ => {}
    }
    let rows = option("--openings", 100_000);
    let folder = tempfile::tempdir()?;
    imported(rows, folder.path())?;
    let alone = told(itself(0, &["in-process", &folder.path().display().to_string(), "--searches", &searches.to_string()]))?;
    println!("{rows} generated openings, {searches} searches each, the judged ones in turn");
    println!("{:<34}{:>12}{:>9}{:>9}{:>9}", "", "searches/s", "p50 ms", "p99 ms", "share");
    tell("in process", &alone, &alone);
    let server = Served::start(folder.path())?;
    for (name, path) in [("the page, 16 connections", "/openings"), ("the API, 16 connections", "/api/v1/openings")] {
        let here = told(itself(1, &["calls", &server.address, path, "--searches", &searches.to_string()]))?;
        tell(name, &here, &alone);
    }
    println!(
        "“Share” is how much of the rate in process is left over HTTP, with the drawing of the page or the JSON; the goal is 60 % or more. \
         The times over HTTP hold the waiting behind the other {} connections.",
        CONNECTIONS - 1
    );
    Ok(())
}

fn tell(name: &str, figures: &[f64; 3], alone: &[f64; 3]) {
    let [rate, median, high] = figures;
    println!("{name:<34}{rate:>12.0}{:>9}{:>9}{:>8.0}%", ms(*median), ms(*high), 100.0 * rate / alone[0]);
}

/// A command bound to one core, where there are several and the system can bind.
fn bound(core: usize, program: &Path) -> Command {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let binds = Command::new("taskset")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if cores < 2 || !binds {
        return Command::new(program);
    }
    let mut command = Command::new("taskset");
    command.args(["-c", &core.to_string()]).arg(program);
    command
}

fn itself(core: usize, words: &[&str]) -> Done<Command> {
    let mut command = bound(core, &std::env::current_exe()?);
    command.args(words);
    Ok(command)
}

/// Rate, median and 99th percentile, as a part of this program printed them.
fn told(command: Done<Command>) -> Done<[f64; 3]> {
    let output = command?.stderr(Stdio::inherit()).output()?;
    let text = String::from_utf8(output.stdout)?;
    let figures: Vec<f64> = text.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    figures.try_into().map_err(|_| format!("a part of the bench failed: {text}").into())
}

fn print(times: &Times, begun: Instant) {
    println!("{} {} {}", times.count() as f64 / begun.elapsed().as_secs_f64(), times.at(0.5), times.at(0.99));
}

fn queries() -> Done<Vec<String>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("index/judged");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|end| end == "toml"));
    files.sort();
    let mut queries = Vec::new();
    for file in files {
        let set = JudgedSet::read(&file.display().to_string(), &std::fs::read_to_string(&file)?)?;
        queries.extend(set.query.into_iter().map(|judged| judged.q));
    }
    Ok(queries)
}

fn imported(rows: usize, data: &Path) -> Done<()> {
    let file = data.join("generated.jsonl");
    let mut out = BufWriter::new(std::fs::File::create(&file)?);
    for post in Market::new(2103).take(rows) {
        writeln!(out, "{}", line(&post))?;
    }
    out.flush()?;
    let job = Job {
        table: Table::Openings,
        file,
        defaults: Defaults { source: None, region: None },
        rejects: data.join("rejects.csv"),
    };
    tokio::runtime::Runtime::new()?.block_on(async {
        let db = Db::open(None, data).await?;
        run(&db, &job, &|_, _, _| {}).await?;
        Engine::open(data, "210300")?.follow(&db).await?;
        db.close().await;
        Ok(())
    })
}

/// Part of the bench: whole answers, rows and snippets included, without HTTP.
fn in_process(data: &Path, searches: usize) -> Done<()> {
    let queries = queries()?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let db = Db::open(None, data).await?;
        let engine = Engine::open(data, "210300")?;
        let requests: Vec<Request> = queries.into_iter().map(|q| Request { q, ..Request::default() }).collect();
        for request in &requests {
            engine.answer(&db, request).await?;
        }
        let mut times = Times::default();
        let begun = Instant::now();
        for request in requests.iter().cycle().take(searches) {
            let at = Instant::now();
            engine.answer(&db, request).await?;
            times.add(at.elapsed());
        }
        print(&times, begun);
        Ok(())
    })
}

/// The program, serving.
struct Served {
    child: Child,
    address: String,
}

impl Served {
    fn start(data: &Path) -> Done<Self> {
        let mut command = bound(0, Path::new(env!("CARGO_BIN_EXE_yipin")));
        let serve = command
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .env("RUST_LOG", "warn")
            .env_remove("DATABASE_URL");
        let mut child = serve.stderr(Stdio::piped()).spawn()?;
        let said = child.stderr.take().ok_or("the server has no stderr")?;
        let mut lines = BufReader::new(said).lines();
        let address =
            lines.by_ref().map_while(Result::ok).find_map(|line| line.strip_prefix("listening on http://").map(str::to_owned));
        // What it says later must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self { child, address: address.ok_or("the server did not start")? })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Part of the bench: calls over connections that stay open.
fn calls(address: &str, path: &str, searches: usize) -> Done<()> {
    let targets: Vec<String> = queries()?
        .iter()
        .map(|q| {
            let q: String = form_urlencoded::Serializer::new(String::new()).append_pair("q", q).finish();
            format!("GET {path}?{q} HTTP/1.1\r\nhost: {address}\r\n\r\n")
        })
        .collect();
    let mut first = Connection::open(address)?;
    for target in &targets {
        first.call(target)?;
    }
    let next = AtomicUsize::new(0);
    let begun = Instant::now();
    let one = || -> Result<Times, String> {
        let mut connection = Connection::open(address).map_err(|fault| fault.to_string())?;
        let mut times = Times::default();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= searches {
                return Ok(times);
            }
            times.of(|| connection.call(&targets[at % targets.len()])).map_err(|fault| fault.to_string())?;
        }
    };
    let mut times = Times::default();
    std::thread::scope(|scope| {
        let callers: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(one)).collect();
        for caller in callers {
            times.extend(&caller.join().map_err(|_| "a caller failed".to_owned())??);
        }
        Ok::<_, String>(())
    })?;
    print(&times, begun);
    Ok(())
}

/// A connection that is kept open.
struct Connection {
    reader: BufReader<TcpStream>,
    body: Vec<u8>,
}

impl Connection {
    fn open(address: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { reader: BufReader::with_capacity(1 << 16, stream), body: Vec::new() })
    }

    /// Asks, and reads the whole answer.
    fn call(&mut self, request: &str) -> Done<()> {
        self.reader.get_mut().write_all(request.as_bytes())?;
        let mut line = String::new();
        self.reader.read_line(&mut line)?;
        if !line.starts_with("HTTP/1.1 200") {
            return Err(format!("{request}: {line}").into());
        }
        let mut length = None;
        loop {
            line.clear();
            self.reader.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            if name.eq_ignore_ascii_case("content-length") {
                length = Some(value.trim().parse::<usize>()?);
            }
        }
        match length {
            Some(length) => self.take(length),
            None => loop {
                line.clear();
                self.reader.read_line(&mut line)?;
                let length = usize::from_str_radix(line.trim_end(), 16)?;
                // Each piece, the last and empty one too, ends with an empty line.
                self.take(length + 2)?;
                if length == 0 {
                    return Ok(());
                }
            },
        }
    }

    fn take(&mut self, length: usize) -> Done<()> {
        self.body.resize(length, 0);
        Ok(self.reader.read_exact(&mut self.body)?)
    }
}
