//! The program at the command line: data on stdout, faults in a sentence on stderr, and an exit code that scripts can trust.

use crate::world::{Engine, World, lines, post, stories, tell};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Output;
use yipin::db::sql;

/// Runs the program to its end.
fn run(world: &World, words: &[&str]) -> (bool, String, String) {
    let Output { status, stdout, stderr } = world.yipin().args(words).output().expect("yipin starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (status.success(), text(stdout), text(stderr))
}

fn list(world: &World, rows: impl IntoIterator<Item = Value>) -> String {
    let file: PathBuf = world.data().join("list.jsonl");
    std::fs::write(&file, lines(rows)).expect("a list");
    file.display().to_string()
}

stories! {
    async fn an_import_tells_what_became_of_every_row(world: World) {
        let file = list(
            &world,
            [
                post("a", "护工", json!({})),
                post("b", "护士", json!({"education": "蓝翔", "备注": 1})),
                post("c", "厨师", json!({})),
            ],
        );
        let (fine, out, _) = run(&world, &["import", "openings", &file, "--source", "test"]);
        assert!(fine && out.contains("rows 3: new 2, changed 0, same 0, refused 1"), "{out}");
        assert!(out.contains("ignored columns: 备注"), "{out}");
        let rejects = world.data().join("rejects/list.jsonl.rejects.csv");
        assert!(
            out.contains(&rejects.display().to_string())
                && std::fs::read_to_string(rejects).expect("the rejects").contains("蓝翔"),
            "{out}"
        );
        let (fine, out, _) = run(&world, &["import", "openings", &file, "--source", "test"]);
        assert!(fine && out.contains("new 0, changed 0, same 2, refused 1"), "{out}");
        // It leaves the index caught up: whoever comes next finds the posts at once.
        assert_eq!(world.open().await.search("").await.total(), 2);
    }

    async fn what_was_exported_goes_into_another_market_as_it_was(world: World) {
        let rows = yipin::demo::city(yipin::time::today()).openings.into_iter().map(Value::Object);
        let odd = [
            post("region", "护工", json!({"place": "铁东区", "lat": 41.1, "lon": 122.9})),
            post("nowhere", "搬运工", json!({"place": "火星基地", "pay_min": 200, "institution": "火星院"})),
            post(
                "thirteen",
                "会计",
                json!({"pay_min": 6000.5, "pay_max": 8000, "pay_months": 13, "url": "https://example.org/1", "skills": "记账、报税"}),
            ),
        ];
        let file = list(&world, rows.take(200).chain(odd));
        assert!(run(&world, &["import", "openings", &file, "--source", "test", "--region", "210300"]).0);
        let (fine, exported, _) = run(&world, &["export", "openings"]);
        assert!(fine);
        let lines_of = |text: &str| text.lines().map(str::to_owned).collect::<BTreeSet<String>>();
        assert_eq!(lines_of(&exported).len(), 203);
        let other = world.another().await;
        let file = other.data().join("exported.jsonl");
        std::fs::write(&file, &exported).expect("a file");
        let (fine, out, _) = run(&other, &["import", "openings", &file.display().to_string()]);
        assert!(fine && out.contains("rows 203: new 203, changed 0, same 0, refused 0") && !out.contains("ignored"), "{out}");
        let (_, again, _) = run(&other, &["export", "openings"]);
        assert_eq!(lines_of(&again), lines_of(&exported));
    }

    /// A row taken away behind the program's back: check names it and fails, reindex mends it.
    async fn a_check_names_what_is_wrong_and_reindex_mends_it(world: World) {
        let file = list(&world, (0..5).map(|at| post(&format!("p{at}"), "护工", json!({"institution": format!("{at}院")}))));
        assert!(run(&world, &["import", "openings", &file, "--source", "test"]).0);
        let (fine, out, _) = run(&world, &["check"]);
        assert!(fine && out.contains("5 documents, 0 faults"), "{out}");
        let db = world.db().await;
        let gone: i64 =
            db.one(sql("select id from openings where source_id = 'p3'")).await.expect("a row").get("id").expect("an id");
        let mut tx = db.begin().await.expect("a transaction");
        tx.run(sql("delete from openings where id = $1").bind(gone)).await.expect("deleted");
        tx.run(sql("update openings set fold = 'other' where source_id = 'p1'")).await.expect("changed");
        tx.commit().await.expect("committed");
        db.close().await;
        let (fine, out, _) = run(&world, &["check"]);
        assert!(!fine && out.contains(&format!("opening {} is in the index and not public", yipin::db::show_id(gone))), "{out}");
        let (fine, out, _) = run(&world, &["reindex"]);
        assert!(fine && out.contains("4 documents"), "{out}");
        let (fine, out, _) = run(&world, &["check"]);
        assert!(fine, "{out}");
    }

    async fn an_index_in_use_is_not_built_anew_behind_its_server(world: World) {
        let market = world.open_with_posts([post("a", "护工", json!({}))]).await;
        let (fine, _, err) = run(&world, &["reindex"]);
        assert!(!fine && err.contains("another process holds the search index"), "{err}");
        let file = list(&world, [post("b", "护士", json!({}))]);
        let (fine, _, err) = run(&world, &["import", "openings", &file, "--source", "test"]);
        assert!(fine && err.contains("another process holds the search index"), "{err}");
        market.soon("the server follows by itself", async |market| market.search("").await.total() == 2).await;
        assert!(run(&world, &["check"]).0);
    }

    async fn what_cannot_be_done_is_told_in_a_sentence(world: World) {
        let file = list(&world, [post("a", "护工", json!({}))]);
        for (words, says) in [
            (vec!["import", "openings", "/nowhere/list.csv"], "/nowhere/list.csv"),
            (vec!["import", "openings", &file, "--region", "999999"], "999999"),
            (vec!["import", "openings", "/etc/hostname"], ".xlsx"),
            (vec!["judge-search", "/nowhere.toml"], "/nowhere.toml"),
            (vec!["serve", "--listen", "nonsense"], "nonsense"),
            (vec!["serve", "--listen", "127.0.0.1:0", "--public-url", "ftp://x"], "ftp://x"),
        ] {
            let (fine, _, err) = run(&world, &words);
            assert!(!fine, "{words:?}");
            assert!(err.contains(says) && !err.contains("panicked"), "{words:?}: {err}");
        }
    }
}

#[test]
fn the_address_of_a_store_is_never_told_with_its_password() {
    tell(Engine::Sqlite, |world| async move {
        for url in ["mysql://yipin:hunter2@localhost/x", "postgres://yipin:hunter2@127.0.0.1:1/x"] {
            let mut command = world.yipin();
            let Output { status, stdout, stderr } =
                command.args(["check", "--database-url", url]).output().expect("yipin starts");
            let said = [stdout, stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
            assert!(!status.success() && !said.is_empty(), "{url}");
            assert!(!said.contains("hunter2"), "{said}");
        }
    });
}
