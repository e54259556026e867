//! Processes are killed (`kill -9`) at moments nobody chose. What was committed stays, what was acknowledged is found, and
//! `yipin check` finds nothing to complain about.

use crate::world::{Engine, World, lines, post, tell};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Murders by story; all stories together commit at least [`AT_LEAST`].
const IMPORT_SQLITE: u32 = 26;
const IMPORT_POSTGRES: u32 = 10;
const SERVE_SQLITE: u32 = 12;
const SERVE_POSTGRES: u32 = 6;
const AT_LEAST: u32 = 50;
const PEOPLE_SQLITE: u32 = 10;
const PEOPLE_POSTGRES: u32 = 4;
const _: () = assert!(IMPORT_SQLITE + IMPORT_POSTGRES + SERVE_SQLITE + SERVE_POSTGRES >= AT_LEAST);

fn rows(name: &str, count: usize) -> Vec<Value> {
    let row = |at: usize| {
        let title = ["养老护理员", "护士", "厨师", "康复治疗师"][at % 4];
        post(
            &format!("{name}-{at}"),
            title,
            json!({"institution": format!("第{}养老院", at % 37), "pay_min": 3000 + at % 9 * 100, "description": format!("第{at}号岗位：照护老人，{}。", ["包吃住", "五险", "白班"][at % 3])}),
        )
    };
    (0..count).map(row).collect()
}

fn import(world: &World, data: &Path, file: &Path) -> Child {
    let mut command = world.yipin_with_data(data);
    command.args(["import", "openings"]).arg(file).args(["--source", "test"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("yipin starts")
}

/// `yipin check` on a data folder.
fn check(world: &World, data: &Path) {
    let output = world.yipin_with_data(data).arg("check").output().expect("yipin starts");
    assert!(
        output.status.success(),
        "yipin check: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

fn kill(mut child: Child) -> ExitStatus {
    let _ = child.kill();
    child.wait().expect("the process is gone")
}

async fn stored(world: &World) -> BTreeSet<String> {
    let db = world.db().await;
    let rows = db.all(yipin::db::sql("select source_id from openings")).await.expect("the store answers");
    let ids = rows.iter().map(|row| row.get("source_id").expect("a number")).collect();
    db.close().await;
    ids
}

async fn import_survives(world: World, kills: u32) {
    const ROWS: usize = 4000;
    let file = world.data().join("list.jsonl");
    std::fs::write(&file, lines(rows("r", ROWS))).expect("a list");
    let mut kept = BTreeSet::new();
    // How long a whole import takes here decides when the moments are.
    let mut longest = Duration::from_millis(1600);
    let mut cut_short = 0;
    for round in 0..kills {
        let child = import(&world, world.data(), &file);
        tokio::time::sleep(longest.mul_f64(fastrand::f64())).await;
        let status = kill(child);
        if status.success() {
            // It was through already: take everything away, so that there is something to lose again.
            longest = longest.mul_f64(0.8);
            assert_eq!(stored(&world).await.len(), ROWS);
        } else {
            cut_short += 1;
        }
        let now = stored(&world).await;
        assert!(kept.is_subset(&now), "round {round}: rows that were committed are gone");
        // Where all rows are in already, begin again with an empty store.
        kept = if now.len() == ROWS { begin_again(&world).await } else { now };
        if round % 4 == 3 {
            check(&world, world.data());
        }
    }
    assert!(cut_short * 2 > kills, "only {cut_short} of {kills} imports were cut short");
    let output = import(&world, world.data(), &file).wait_with_output().expect("the import ends");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{told}");
    let (new, same) = (number(&told, "new "), number(&told, "same "));
    assert_eq!((new as usize, same as usize), (ROWS - kept.len(), kept.len()), "{told}");
    assert_eq!(stored(&world).await.len(), ROWS);
    check(&world, world.data());
    let market = world.open().await;
    assert_eq!(market.search("").await.total() as usize, ROWS);
}

/// As with openings; what is committed of a person is all of them, and the index of people follows.
async fn people_survive(world: World, kills: u32) {
    const PEOPLE: usize = 2500;
    let trades = ["elder_carer", "nurse", "cook"];
    let row = |at: usize| {
        crate::people::seeker(
            &format!("p{at}"),
            "王桂芝",
            json!({
                "wants.occupations": trades[at % 3], "region": "210302", "household": "低保",
                "licences": "健康证", "visible_to": "verified", "consent_on": crate::world::days_ago(1),
            }),
        )
    };
    let file = world.data().join("people.jsonl");
    std::fs::write(&file, lines((0..PEOPLE).map(row))).expect("a list");
    let begin = || {
        let mut command = world.yipin();
        command.args(["import", "candidates"]).arg(&file).args(["--source", "test"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("yipin starts")
    };
    let on_record = async || {
        let db = world.db().await;
        let people = yipin::candidates::store::count(&db).await.expect("a count");
        let halves = yipin::db::sql(
            "select count(*) as many from candidates c where not exists (select 1 from candidate_licences l where l.candidate_id = c.id) \
             or not exists (select 1 from candidate_consents k where k.candidate_id = c.id) \
             or not exists (select 1 from candidate_household_flags f where f.candidate_id = c.id)",
        );
        let halves: i64 = db.one(halves).await.expect("a count").get("many").expect("a number");
        assert_eq!(halves, 0, "somebody is on record by half");
        db.close().await;
        people
    };
    let mut longest = Duration::from_millis(2500);
    let (mut kept, mut cut_short) = (0, 0);
    for round in 0..kills {
        let child = begin();
        tokio::time::sleep(longest.mul_f64(fastrand::f64())).await;
        if kill(child).success() {
            longest = longest.mul_f64(0.8);
        } else {
            cut_short += 1;
        }
        let now = on_record().await;
        assert!(now >= kept, "round {round}: people who were on record are gone");
        kept = now;
        if round % 3 == 2 {
            check(&world, world.data());
        }
    }
    assert!(cut_short > 0, "no import of people was cut short");
    let output = begin().wait_with_output().expect("the import ends");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{told}");
    assert_eq!((number(&told, "new "), number(&told, "same ")), (PEOPLE as u64 - kept as u64, kept as u64), "{told}");
    check(&world, world.data());
    assert_eq!(world.open().await.app.directory.people(), PEOPLE as u64);
}

async fn begin_again(world: &World) -> BTreeSet<String> {
    let db = world.db().await;
    let mut tx = db.begin().await.expect("a transaction");
    let ids = tx.all(yipin::db::sql("select id from openings")).await.expect("ids");
    for id in &ids {
        tx.touch(yipin::db::Touched::Opening, id.get("id").expect("an id"));
    }
    tx.run(yipin::db::sql("delete from openings")).await.expect("deleted");
    tx.commit().await.expect("committed");
    db.close().await;
    BTreeSet::new()
}

/// The number behind a word of the import's summary.
fn number(told: &str, word: &str) -> u64 {
    let (_, rest) = told.split_once(word).unwrap_or_else(|| panic!("no “{word}” in {told}"));
    rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().expect("a number")
}

/// A serving process of the program itself.
pub struct Node {
    child: Child,
    pub home: String,
}

impl Node {
    /// Starts to serve and waits for the line that says where.
    pub fn start(world: &World, data: &Path) -> Self {
        Self::serve(world.yipin_with_data(data))
    }

    /// Starts the program as it is set.
    pub fn serve(mut command: Command) -> Self {
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("yipin starts");
        let mut lines = BufReader::new(child.stderr.take().expect("its words")).lines();
        let mut said = Vec::new();
        let home = lines.by_ref().map_while(Result::ok).find_map(|line| {
            said.push(line.clone());
            line.split_once("listening on ").map(|(_, home)| home.trim().to_owned())
        });
        let home = home.unwrap_or_else(|| panic!("it does not serve: {}", said.join("\n")));
        // What it says later is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, home }
    }

    pub fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks it to end, as a service manager would, and gives how it ended.
    pub fn terminate(mut self) -> ExitStatus {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(asked.is_ok_and(|status| status.success()));
        self.child.wait().expect("it ends")
    }

    /// How many posts a search finds there; `None` while it does not answer.
    pub async fn finds(&self, query: &str) -> Option<u64> {
        let address = format!("{}/api/v1/openings?{}", self.home, crate::world::in_address(query));
        let reply = reqwest::get(address).await.ok()?.error_for_status().ok()?;
        let found: Value = serde_json::from_str(&reply.text().await.ok()?).ok()?;
        found["total"].as_u64()
    }

    /// Asks until it finds so many; gives how long that took.
    pub async fn will_find(&self, query: &str, many: u64, within: Duration) -> Duration {
        let begun = Instant::now();
        loop {
            let found = self.finds(query).await;
            if found == Some(many) {
                return begun.elapsed();
            }
            assert!(begun.elapsed() < within, "{}?{query} finds {found:?} and not {many} within {within:?}", self.home);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn serving_survives(world: World, kills: u32) {
    const ROWS: usize = 150;
    let mut acknowledged = 0;
    let mut node = Node::start(&world, world.data());
    for round in 0..kills {
        let file = world.data().join("list.jsonl");
        std::fs::write(&file, lines(rows(&format!("r{round}"), ROWS))).expect("a list");
        let writer = import(&world, world.data(), &file);
        tokio::time::sleep(Duration::from_millis(fastrand::u64(0..900))).await;
        node.kill();
        let output = writer.wait_with_output().expect("the import ends");
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && number(&told, "new ") == ROWS as u64, "the import lost its server and more: {told}");
        acknowledged += ROWS as u64;
        node = Node::start(&world, world.data());
        node.will_find("", acknowledged, Duration::from_secs(30)).await;
        if round % 4 == 3 {
            // Beside a serving process it looks on; alone it follows to the end first.
            check(&world, world.data());
            node.kill();
            check(&world, world.data());
            node = Node::start(&world, world.data());
        }
    }
    assert!(node.terminate().success(), "it did not stop cleanly");
    check(&world, world.data());
    assert_eq!(stored(&world).await.len() as u64, acknowledged);
}

#[test]
fn an_import_killed_at_any_moment_loses_nothing_on_sqlite() {
    tell(Engine::Sqlite, |world| import_survives(world, IMPORT_SQLITE));
}

#[test]
fn an_import_killed_at_any_moment_loses_nothing_on_postgresql() {
    tell(Engine::Postgres, |world| import_survives(world, IMPORT_POSTGRES));
}

#[test]
fn an_import_of_people_killed_at_any_moment_loses_nothing_on_sqlite() {
    tell(Engine::Sqlite, |world| people_survive(world, PEOPLE_SQLITE));
}

#[test]
fn an_import_of_people_killed_at_any_moment_loses_nothing_on_postgresql() {
    tell(Engine::Postgres, |world| people_survive(world, PEOPLE_POSTGRES));
}

#[test]
fn a_server_killed_at_any_moment_loses_nothing_on_sqlite() {
    tell(Engine::Sqlite, |world| serving_survives(world, SERVE_SQLITE));
}

#[test]
fn a_server_killed_at_any_moment_loses_nothing_on_postgresql() {
    tell(Engine::Postgres, |world| serving_survives(world, SERVE_POSTGRES));
}
