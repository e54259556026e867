//! The database is away: cut off, refusing, or silent. The site says so at once and shows a way on; when the database is back,
//! it goes on by itself, and finds what was written meanwhile.

use crate::chaos::Node;
use crate::postgres::{Lead, end_sessions};
use crate::world::{Engine, World, lines, post, tell};
use reqwest::StatusCode;
use serde_json::json;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(30);

async fn ask(node: &Node, address: &str) -> reqwest::Response {
    reqwest::get(format!("{}{address}", node.home)).await.unwrap_or_else(|fault| panic!("{address}: {fault}"))
}

fn import(world: &World, name: &str) {
    let file = world.data().join("list.jsonl");
    std::fs::write(
        &file,
        lines(
            (0..5).map(|at| post(&format!("{name}-{at}"), "养老护理员", json!({"institution": format!("{name}第{at}养老院")}))),
        ),
    )
    .expect("a list");
    let output = world.yipin_with_data(world.data()).args(["import", "openings"]).arg(&file).output();
    assert!(output.expect("yipin starts").status.success());
}

/// What a visitor, a program and a proxy are told while the database is away.
async fn says_so(node: &Node, how: &str) {
    let (ready, alive, problem) = tokio::join!(ask(node, "/readyz"), ask(node, "/healthz"), ask(node, "/api/v1/openings"));
    assert_eq!(ready.status(), StatusCode::SERVICE_UNAVAILABLE, "{how}");
    assert_eq!(alive.status(), StatusCode::OK, "{how}: the process itself lives");
    assert_eq!(problem.status(), StatusCode::SERVICE_UNAVAILABLE, "{how}");
    assert_eq!(problem.headers()["content-type"], "application/problem+json");
    let (home, search) = ("/", "/openings?q=%E6%8A%A4%E5%B7%A5");
    let (home_page, results) = tokio::join!(ask(node, home), ask(node, search));
    for (address, page) in [(home, home_page), (search, results)] {
        assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE, "{how}: {address}");
        assert!(page.headers().contains_key("retry-after"), "{how}: {address}");
        let text = page.text().await.expect("a page");
        assert!(
            text.contains("再试一次") && text.contains(&format!("href=\"{address}\"")),
            "{how}: no way on from {address}: {text}"
        );
    }
}

#[test]
fn a_database_that_goes_away_is_said_at_once_and_its_return_needs_nobody() {
    tell(Engine::Postgres, |world| async move {
        let url = world.url().expect("an address").to_owned();
        let folder = world.data().join("node");
        std::fs::create_dir_all(&folder).expect("a folder");
        let mut lead = Lead::to(&url);
        let node = Node::serve(world.yipin_over(&folder, Some(&lead.url)));
        import(&world, "before");
        node.will_find("", 5, PATIENCE).await;

        type Trouble = (&'static str, fn(&mut Lead));
        let troubles: [Trouble; 3] = [("cut off", Lead::cut), ("refusing", Lead::refuse), ("silent", Lead::hush)];
        let mut posts = 5;
        for (how, begin) in troubles {
            begin(&mut lead);
            end_sessions(&url).await;
            says_so(&node, how).await;
            import(&world, how);
            posts += 5;
            lead.mend();
            node.will_find("", posts, PATIENCE).await;
            assert_eq!(ask(&node, "/readyz").await.status(), StatusCode::OK, "{how}: back again");
            assert_eq!(ask(&node, "/").await.status(), StatusCode::OK, "{how}: back again");
        }
        assert!(node.terminate().success());
    });
}
