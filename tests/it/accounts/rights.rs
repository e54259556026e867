//! The access walk: every address and method that the router knows × every kind of visitor, own region and other, held against
//! the law of addresses below and against the table of rights.
//!
//! Whoever adds an address adds its line to `src/people/rights.rs`; the first story fails until they did.

use crate::person::{Person, account};
use crate::world::{Market, World, post, stories};
use reqwest::{Method, StatusCode};
use serde_json::json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use yipin::config::Config;
use yipin::db::{show_id, sql};
use yipin::people::Grant;
use yipin::people::rights::{Does, Line, TABLE};

/// Who walks. "Here" is the institution in 铁东 that addresses name, and the region around it.
const WALKERS: [&str; 10] = [
    "visitor",
    "seeker",
    "member",
    "owner",
    "other owner",
    "district office",
    "city office",
    "other office",
    "bare office",
    "admin",
];

/// What the addresses promise, by how they begin, as INTERFACES.md says it; not taken from the table.
fn law(does: Does, path: &str) -> &'static [&'static str] {
    const SIGNED_IN: &[&str] =
        &["seeker", "member", "owner", "other owner", "district office", "city office", "other office", "bare office", "admin"];
    let begins = |with: &str| path == with || path.starts_with(&format!("{with}/"));
    if begins("/office/audit") || begins("/office/staff") {
        &["admin"]
    } else if begins("/office/institutions/{id}") {
        &["district office", "city office", "admin"]
    } else if begins("/office") {
        &["district office", "city office", "other office", "admin"]
    } else if begins("/desk/colleagues") && does == Does::Change {
        &["owner", "other owner"]
    } else if begins("/desk") {
        &["member", "owner", "other owner"]
    } else if begins("/me") {
        SIGNED_IN
    } else {
        &WALKERS
    }
}

/// Every address and method that stands in the source of the router: `.route("…", get(…).post(…))`, and what the API
/// describes.
fn routes() -> BTreeSet<(Method, String)> {
    let mut found = BTreeSet::new();
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        // Probes stand outside of everything and show nothing of anybody.
        if file.ends_with("web/health.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&file).expect("source");
        for part in text.split(".route(").skip(1) {
            let Some(path) = part.split('"').nth(1).filter(|_| part.trim_start().starts_with('"')) else { continue };
            let handlers: String =
                part.split("\n        .").next().unwrap_or_default().split(';').next().unwrap_or_default().to_owned();
            for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
                let call = format!("{}(", method.as_str().to_lowercase());
                let called = handlers
                    .match_indices(&call)
                    .any(|(at, _)| !handlers[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'));
                if called {
                    found.insert((method, path.to_owned()));
                }
            }
        }
    }
    found
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries: Vec<PathBuf> = std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
    entries
        .into_iter()
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .collect()
}

fn method_of(does: Does) -> Method {
    match does {
        Does::Look => Method::GET,
        Does::Change => Method::POST,
    }
}

/// An address with real ids in it: those of the institution in 铁东.
fn address(line: &Line, institution: &str) -> String {
    let filled = match line.path {
        "/openings/{id}" | "/api/v1/openings/{id}" | "/desk/colleagues/{id}" | "/office/staff/{id}" => {
            line.path.replace("{id}", "1")
        }
        path => path.replace("{id}", institution),
    };
    filled.replace("{token}", "none").replace("{kind}", "openings").replace("{start}", "0").replace("{*file}", "app.css")
}

async fn walker<'a>(market: &'a Market, who: &str) -> Person<'a> {
    match who {
        "visitor" => Person::new(market),
        other => Person::signed_in(market, &format!("{}@example.org", other.replace(' ', "-"))).await,
    }
}

async fn people(market: &Market, institution: i64, other: i64) {
    let office = |code: &str| Grant::Office { region: code.parse().expect("a region") };
    for (who, grants) in [
        ("seeker", vec![]),
        ("member", vec![Grant::Member { institution }]),
        ("owner", vec![Grant::Owner { institution }]),
        ("other owner", vec![Grant::Owner { institution: other }]),
        ("district office", vec![office("210302")]),
        ("city office", vec![office("210300")]),
        ("other office", vec![office("210303")]),
        ("bare office", vec![office("210302")]),
        ("admin", vec![Grant::Admin]),
    ] {
        account(market, who, &format!("{}@example.org", who.replace(' ', "-")), &grants).await;
    }
}

/// Whether an answer lets in: a handler answered, whatever it said.
fn lets_in(path: &str, reply: &crate::world::Reply) -> bool {
    // The pages of signing in send one another on.
    let sent_away = !path.starts_with("/sign-")
        && reply.status == StatusCode::SEE_OTHER
        && (reply.header("location").starts_with("/sign-in?next=") || reply.header("location") == "/sign-in");
    !sent_away && reply.status != StatusCode::FORBIDDEN
}

/// Gives staff a factor as if they had set it up, after they signed in; the bare office has none.
async fn with_factors(market: &Market) {
    let mut tx = market.db().begin().await.expect("a transaction");
    tx.run(sql("update accounts set factor = 'AAAA', factor_since = 1 where name in ('district office', 'city office', 'other office', 'admin')")).await.expect("set");
    tx.commit().await.expect("committed");
}

async fn without_factors(market: &Market) {
    let mut tx = market.db().begin().await.expect("a transaction");
    tx.run(sql("update accounts set factor = null, factor_since = null")).await.expect("set");
    tx.commit().await.expect("committed");
}

#[test]
fn every_address_has_a_line_in_the_table_of_rights() {
    let known: BTreeSet<(Method, String)> = TABLE.iter().map(|line| (method_of(line.does), line.path.to_owned())).collect();
    let lacking: Vec<_> = routes().into_iter().filter(|route| !known.contains(route)).collect();
    assert!(lacking.is_empty(), "these need a line in src/people/rights.rs: {lacking:?}");
    assert!(routes().len() > 40, "the router's source is read: {}", routes().len());
}

stories! {
    async fn no_address_of_the_api_lacks_a_line_and_no_line_lacks_an_address(world: World) {
        let market = world.open().await;
        let api = market.get("/api/openapi.json").await.fine().json();
        let mut described = BTreeSet::new();
        for (path, methods) in api["paths"].as_object().expect("paths") {
            let path = format!("/api/v1{path}");
            for method in methods.as_object().expect("methods").keys() {
                let line = TABLE.iter().any(|line| line.path == path && method_of(line.does).as_str().eq_ignore_ascii_case(method));
                assert!(line, "{method} {path} needs a line in src/people/rights.rs");
                described.insert((Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method"), path.clone()));
            }
        }
        let known: BTreeSet<_> = routes().into_iter().chain(described).collect();
        for line in TABLE {
            assert!(known.contains(&(method_of(line.does), line.path.to_owned())), "nothing answers {:?} {}", line.does, line.path);
        }
    }

    async fn every_address_lets_in_whom_it_should_and_nobody_else(world: World) {
        // A market that asks for second factors.
        let market = world.open_with(Config::default()).await;
        market.take_in([post("a", "护工", json!({})), post("b", "护士", json!({"institution": "立山区康宁院", "place": "鞍山市立山区"}))]).await;
        let (here, other) = (market.post("a").await.institution.id, market.post("b").await.institution.id);
        people(&market, here, other).await;
        let mut walked = 0;
        for who in WALKERS {
            without_factors(&market).await;
            let mut person = walker(&market, who).await;
            with_factors(&market).await;
            for line in TABLE {
                let address = address(line, &show_id(here));
                let reply = match line.does {
                    Does::Look => person.get(&address).await,
                    Does::Change => person.post(&address, &[]).await,
                };
                let law = law(line.does, line.path).contains(&who);
                let set_up = reply.header("location") == "/me/second-factor";
                assert_eq!(lets_in(line.path, &reply) && !set_up, law, "{who}: {:?} {address}: {} {}", line.does, reply.status, reply.header("location"));
                if line.may != yipin::people::rights::May::Anyone && who == "visitor" {
                    assert_eq!(reply.status, StatusCode::SEE_OTHER, "who is not signed in is sent there: {address}");
                }
                assert_eq!(set_up, who == "bare office" && line.path.starts_with("/office") && !line.path.starts_with("/office/staff") && !line.path.starts_with("/office/audit"), "{who} {address}");
                walked += 1;
                // Some addresses end the session that walks.
                if matches!(line.does, Does::Change) && who != "visitor" && !person.is_in().await {
                    without_factors(&market).await;
                    person = walker(&market, who).await;
                    with_factors(&market).await;
                }
            }
        }
        assert_eq!(walked, WALKERS.len() * TABLE.len());
    }

    async fn a_method_that_nothing_answers_is_refused_by_name(world: World) {
        let market = world.open().await;
        for (method, address, allow) in [(Method::DELETE, "/me", "GET,HEAD,POST"), (Method::PUT, "/openings", "GET,HEAD"), (Method::POST, "/openings", "GET,HEAD"), (Method::PATCH, "/sign-in", "GET,HEAD,POST")] {
            let reply = market.send_with(method, address, &[], String::new()).await;
            assert_eq!((reply.status, reply.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, allow), "{address}");
        }
    }
}
