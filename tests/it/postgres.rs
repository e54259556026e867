//! A PostgreSQL of our own: made when the first story asks for it, one database a story, gone when the process is.
//!
//! It speaks through a socket in a folder of its own, so it meets no other server on the machine. A small shell process
//! holds one end of a pipe; when this process ends, however it ends, the pipe closes and the shell stops the server and
//! removes the folder.

use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// What to do about a machine that cannot run these stories. They are never skipped.
const INSTALL: &str = "install PostgreSQL's server programs (on Debian: apt-get install postgresql); \
    every story must pass on both engines, so nothing is skipped where one is missing";

struct Cluster {
    sockets: PathBuf,
    /// Closed by the system when this process ends: the sign for the guard.
    _guard: ChildStdin,
}

static CLUSTER: OnceLock<Result<Cluster, String>> = OnceLock::new();

/// A fresh database, by its address.
pub async fn fresh_database() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let name = format!("story_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    run(&format!("create database {name}")).await;
    address(&cluster().sockets, &name)
}

/// Removes a database that [`fresh_database`] gave.
pub async fn drop_database(address: &str) {
    if let Some(name) = address.split(['/', '?']).find(|part| part.starts_with("story_")) {
        run(&format!("drop database {name} with (force)")).await;
    }
}

/// Ends every session in a database, as a server does that goes down.
pub async fn end_sessions(address: &str) {
    if let Some(name) = address.split(['/', '?']).find(|part| part.starts_with("story_")) {
        run(&format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")).await;
    }
}

/// A lead to the server that one story can cut without any other noticing: a folder of its own with a link to the socket.
pub struct Lead {
    /// The address of the same database over this lead.
    pub url: String,
    socket: PathBuf,
    real: PathBuf,
    /// Takes calls and says nothing.
    silent: Option<UnixListener>,
    _folder: tempfile::TempDir,
}

impl Lead {
    /// A lead to a database that [`fresh_database`] gave.
    pub fn to(address: &str) -> Self {
        let folder = tempfile::Builder::new().prefix("yipin-lead-").tempdir_in("/tmp").expect("a folder");
        let sockets = &cluster().sockets;
        let url = address.replace(&sockets.display().to_string(), &folder.path().display().to_string());
        let socket = folder.path().join(SOCKET);
        let mut lead = Self { url, socket, real: sockets.join(SOCKET), silent: None, _folder: folder };
        lead.mend();
        lead
    }

    /// Nothing is there any more.
    pub fn cut(&mut self) {
        self.silent = None;
        let _ = std::fs::remove_file(&self.socket);
    }

    /// Calls are refused, as where a server has just gone down.
    pub fn refuse(&mut self) {
        self.cut();
        drop(UnixListener::bind(&self.socket).expect("a socket"));
    }

    /// Calls are taken and never answered, as where a network swallows them.
    pub fn hush(&mut self) {
        self.cut();
        self.silent = Some(UnixListener::bind(&self.socket).expect("a socket"));
    }

    /// The server is reached again.
    pub fn mend(&mut self) {
        self.cut();
        std::os::unix::fs::symlink(&self.real, &self.socket).expect("a link to the socket");
    }
}

const SOCKET: &str = ".s.PGSQL.5432";

async fn run(statement: &str) {
    let url = address(&cluster().sockets, "postgres");
    let mut admin =
        PgConnection::connect(&url).await.unwrap_or_else(|fault| panic!("the tests' PostgreSQL does not answer: {fault}"));
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))
        .execute(&mut admin)
        .await
        .unwrap_or_else(|fault| panic!("{statement}: {fault}"));
    let _ = admin.close().await;
}

fn address(sockets: &Path, database: &str) -> String {
    format!("postgres://postgres@localhost/{database}?host={}&sslmode=disable", sockets.display())
}

fn cluster() -> &'static Cluster {
    match CLUSTER.get_or_init(begin) {
        Ok(cluster) => cluster,
        Err(why) => panic!("{why}"),
    }
}

fn begin() -> Result<Cluster, String> {
    let programs = programs()?;
    let home = home()?;
    let data = home.join("data");
    let at = |name: &str| programs.join(name).display().to_string();
    let initdb = as_postgres(&[
        &at("initdb"),
        "--pgdata",
        &data.display().to_string(),
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ])
    .output();
    succeeded("initdb", initdb)?;
    let guard = guard(&home, &at("postgres"))?;
    wait_until_ready(&home)?;
    Ok(Cluster { sockets: home, _guard: guard })
}

/// Where Debian and others keep the server programs: the newest version, else wherever the path finds them.
fn programs() -> Result<PathBuf, String> {
    let kept = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|version| version.path().join("bin"));
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let number = |path: &PathBuf| path.parent().and_then(|version| version.file_name()?.to_str()?.parse::<u32>().ok());
    let mut found: Vec<PathBuf> =
        kept.chain(std::env::split_paths(&on_path)).filter(|folder| folder.join("initdb").exists()).collect();
    found.sort_by_key(number);
    found.pop().ok_or_else(|| format!("no initdb found: {INSTALL}"))
}

/// A folder that the server's user owns, with a name short enough for a socket in it.
fn home() -> Result<PathBuf, String> {
    let folder = tempfile::Builder::new()
        .prefix("yipin-pg-")
        .tempdir_in("/tmp")
        .map_err(|fault| format!("a folder for PostgreSQL: {fault}"))?;
    let home = folder.keep();
    if is_root() {
        let owned = Command::new("chown").arg("postgres").arg(&home).output();
        succeeded("chown postgres", owned).map_err(|fault| format!("{fault} – {INSTALL}"))?;
    }
    std::fs::set_permissions(&home, std::fs::Permissions::from_mode(0o755)).map_err(|fault| fault.to_string())?;
    Ok(home)
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// The server refuses to run as root; anybody else runs it as themselves.
fn as_postgres(words: &[&str]) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).args(words);
        command
    } else {
        let mut command = Command::new(words[0]);
        command.args(&words[1..]);
        command
    };
    command.current_dir("/tmp").stdin(Stdio::null());
    command
}

fn succeeded(what: &str, output: std::io::Result<Output>) -> Result<(), String> {
    let output = output.map_err(|fault| format!("{what} cannot be run: {fault}"))?;
    if output.status.success() { Ok(()) } else { Err(format!("{what} failed: {}", String::from_utf8_lossy(&output.stderr))) }
}

/// Starts the server under a guard, in a process group of its own so that Ctrl-C at the terminal leaves the guard alive.
fn guard(home: &Path, server: &str) -> Result<ChildStdin, String> {
    const SCRIPT: &str = r#"
        home=$1; shift
        "$@" >"$home/log" 2>&1 &
        read -r _
        kill -QUIT "$(head -n 1 "$home/data/postmaster.pid")"
        wait
        rm -rf "$home"
    "#;
    let data = home.join("data").display().to_string();
    let sockets = home.display().to_string();
    let mut words: Vec<&str> = vec![server, "-D", &data, "-k", &sockets];
    for setting in ["listen_addresses=", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"] {
        words.extend(["-c", setting]);
    }
    let started = as_postgres(&words);
    let mut child = Command::new("sh")
        .args(["-c", SCRIPT, "sh"])
        .arg(home)
        .arg(started.get_program())
        .args(started.get_args())
        .current_dir("/tmp")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .map_err(|fault| format!("sh cannot be run: {fault}"))?;
    child.stdin.take().ok_or_else(|| "the guard has no pipe".to_owned())
}

fn wait_until_ready(home: &Path) -> Result<(), String> {
    let begun = Instant::now();
    let socket = home.join(SOCKET);
    let pid = home.join("data/postmaster.pid");
    let ready = || std::fs::read_to_string(&pid).is_ok_and(|lines| lines.lines().any(|line| line.trim() == "ready"));
    while !(socket.exists() && ready()) {
        if begun.elapsed() > Duration::from_secs(60) {
            let log = std::fs::read_to_string(home.join("log")).unwrap_or_default();
            return Err(format!("PostgreSQL did not start within a minute: {log}"));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}
