//! Several nodes on one PostgreSQL, each with an index of its own: what is written through one is found through all.

use crate::chaos::Node;
use crate::world::{Engine, World, lines, post, tell};
use serde_json::json;
use std::path::Path;
use std::time::Duration;

/// The claim is two seconds; a machine that is busy with other tests is given more before this fails.
const CLAIMED: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_secs(10);

fn import(world: &World, data: &Path, name: &str, count: usize) {
    let file = data.join(format!("{name}.jsonl"));
    let rows =
        (0..count).map(|at| post(&format!("{name}-{at}"), "养老护理员", json!({"institution": format!("{name}第{at}养老院")})));
    std::fs::write(&file, lines(rows)).expect("a list");
    let output = world.yipin_with_data(data).args(["import", "openings"]).arg(&file).output().expect("yipin starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_is_written_through_one_node_is_found_through_the_other() {
    tell(Engine::Postgres, |world| async move {
        let folder = |name: &str| {
            let path = world.data().join(name);
            std::fs::create_dir_all(&path).expect("a folder");
            path
        };
        let (east, west) = (folder("east"), folder("west"));
        let (one, other) = (Node::start(&world, &east), Node::start(&world, &west));
        let mut slowest = Duration::ZERO;
        for round in 1..=5u64 {
            let through = if round % 2 == 1 { &east } else { &west };
            import(&world, through, &format!("r{round}"), 20);
            for node in [&one, &other] {
                slowest = slowest.max(node.will_find("q=养老护理员", round * 20, PATIENCE).await);
            }
        }
        println!("found through both nodes after {slowest:?} at the slowest (claimed: {CLAIMED:?})");
        other.kill();
        import(&world, &east, "alone", 300);
        one.will_find("", 400, PATIENCE).await;
        let other = Node::start(&world, &west);
        other.will_find("", 400, PATIENCE).await;
        import(&world, &west, "together", 10);
        for node in [&one, &other] {
            node.will_find("", 410, PATIENCE).await;
            let ready = reqwest::get(format!("{}/readyz", node.home)).await.expect("it answers");
            assert!(ready.status().is_success());
        }
        assert!(one.terminate().success() && other.terminate().success(), "a node did not stop cleanly");
        for data in [&east, &west] {
            let output = world.yipin_with_data(data).arg("check").output().expect("yipin starts");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        }
    });
}

/// Two processes on one data folder: one writes the index, the other reads it, and takes over when the first is gone.
#[test]
fn a_second_process_on_one_folder_takes_over_the_index() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        tell(engine, |world| async move {
            let first = Node::start(&world, world.data());
            let second = Node::start(&world, world.data());
            import(&world, world.data(), "before", 30);
            for node in [&first, &second] {
                node.will_find("", 30, PATIENCE).await;
            }
            first.kill();
            import(&world, world.data(), "after", 30);
            second.will_find("", 60, PATIENCE).await;
        });
    }
}

#[test]
fn a_server_stops_cleanly_from_the_moment_its_address_is_told() {
    tell(Engine::Sqlite, |world| async move {
        for _ in 0..6 {
            assert!(Node::start(&world, world.data()).terminate().success(), "it did not stop cleanly");
        }
    });
}
