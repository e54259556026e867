//! Whoever follows the market, the index or another system, ends with what the market is.

use crate::world::{Market, World, days_ago, post, stories};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use yipin::openings::{Event, State};

/// Follows the public feed to its end, as another system would: what it knows afterwards, by id.
async fn followed(market: &Market, since: i64, known: &mut BTreeMap<String, Value>) -> i64 {
    let mut next = since;
    loop {
        let reply = market.get(&format!("/api/v1/openings/changes?since={next}&limit=7")).await.fine().json();
        let changes = reply["changes"].as_array().expect("a list");
        for change in changes {
            let id = change["id"].as_str().expect("an id").to_owned();
            assert!(change["seq"].as_i64() > Some(next), "the feed goes backwards");
            match &change["opening"] {
                Value::Null => _ = known.remove(&id),
                opening => {
                    assert_eq!(opening["id"], id.as_str());
                    known.insert(id, opening.clone());
                }
            }
        }
        next = reply["next"].as_i64().expect("a number");
        if changes.is_empty() {
            return next;
        }
    }
}

async fn public(market: &Market) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for hit in market.search("per_page=100").await.hits() {
        let id = hit["id"].as_str().expect("an id").to_owned();
        let one = market.get(&format!("/api/v1/openings/{id}")).await.fine().json();
        all.insert(id, one);
    }
    all
}

stories! {
    async fn the_change_feed_followed_from_nothing_gives_every_public_post(world: World) {
        let rows = |pay: i64| {
            (0..30).map(move |at| post(&format!("p{at}"), "护工", json!({"institution": format!("{at}院"), "pay_min": pay})))
        };
        let market = world.open_with_posts(rows(3000)).await;
        let mut known = BTreeMap::new();
        let at = followed(&market, 0, &mut known).await;
        assert_eq!(known, public(&market).await);
        assert_eq!(known.len(), 30);
        market.happens("p3", Event::Close).await;
        market.happens("p4", Event::Fill).await;
        market.take_in(rows(3200).take(5).skip(1)).await;
        market.take_in([post("late", "护士", json!({}))]).await;
        let at = followed(&market, at, &mut known).await;
        assert_eq!(known.len(), 29);
        assert_eq!(known, public(&market).await);
        let mut anew = BTreeMap::new();
        followed(&market, 0, &mut anew).await;
        assert_eq!(anew, known);
        // The log may be compacted under a follower's feet.
        yipin::jobs::compact(market.db()).await.expect("compacted");
        market.happens("late", Event::Close).await;
        followed(&market, at, &mut known).await;
        assert_eq!(known.len(), 28);
        let mut anew = BTreeMap::new();
        followed(&market, 0, &mut anew).await;
        assert_eq!(anew, known);
    }

    async fn a_rebuilt_index_is_what_a_followed_one_is(world: World) {
        let market = world.open().await;
        let cases = if world.engine == crate::world::Engine::Sqlite { 24 } else { 8 };
        let mut runner = TestRunner::new(Config { cases, failure_persistence: None, max_shrink_iters: 40, ..Config::default() });
        let handle = tokio::runtime::Handle::current();
        let done = runner.run(&proptest::collection::vec(edit(), 1..14), |edits| {
            tokio::task::block_in_place(|| handle.block_on(same_after(&market, &edits))).map_err(TestCaseError::fail)
        });
        if let Err(fault) = done {
            panic!("{fault}");
        }
    }
}

/// Something that happens to the market.
#[derive(Debug, Clone)]
enum Edit {
    /// A list with these rows: (number, title, pay, text, days since published, days it is still valid).
    List(Vec<(u8, u8, u8, u8, u8, Option<i8>)>),
    Happens(u8, Event),
    Night(u8),
    Institution(u8, bool),
    Compact,
}

fn edit() -> impl Strategy<Value = Edit> {
    let row = (0u8..12, 0u8..3, 0u8..2, 0u8..2, 0u8..4, proptest::option::of(-1i8..20));
    let event =
        proptest::sample::select(vec![Event::Close, Event::Lapse, Event::Reopen, Event::Fill, Event::Unfill, Event::Return]);
    prop_oneof![
        4 => proptest::collection::vec(row, 1..9).prop_map(Edit::List),
        4 => (0u8..12, event).prop_map(|(number, event)| Edit::Happens(number, event)),
        1 => prop_oneof![Just(1u8), Just(15), Just(91)].prop_map(Edit::Night),
        1 => (0u8..2, any::<bool>()).prop_map(|(which, medical)| Edit::Institution(which, medical)),
        1 => Just(Edit::Compact),
    ]
}

async fn apply(market: &Market, edit: &Edit) {
    match edit {
        Edit::List(rows) => {
            let rows = rows.iter().map(|&(number, title, pay, text, days, valid)| {
                let title = ["养老护理员", "护士", "厨师"][usize::from(title)];
                let place = if number % 3 == 0 { "海城市" } else { "鞍山市铁东区" };
                let text = if text > 0 { "照护老人，夜班。" } else { "照护老人，包吃住。" };
                post(
                    &format!("p{number}"),
                    title,
                    json!({
                        "institution": format!("第{}养老院", number % 2),
                        "place": place,
                        "pay_min": (pay > 0).then_some(4000),
                        "description": text,
                        "published": days_ago(days.into()),
                        "valid_until": valid.map(|left| days_ago(-i64::from(left))),
                    }),
                )
            });
            market.take_in(rows).await;
        }
        Edit::Happens(number, event) => {
            let source_id = format!("p{number}");
            let known = yipin::openings::store::by_source(market.db(), "test", &source_id).await.expect("the store answers");
            if known.is_some_and(|post| yipin::openings::next(post.state, *event).is_some()) {
                market.happens(&source_id, *event).await;
            }
        }
        Edit::Night(days) => _ = market.night_passes((*days).into()).await,
        Edit::Institution(which, medical) => {
            let kind = if *medical { "医养结合" } else { "养老院" };
            market
                .import_institutions([json!({"name": format!("第{which}养老院"), "place": "鞍山市铁东区", "kind": kind})])
                .await;
        }
        Edit::Compact => _ = yipin::jobs::compact(market.db()).await.expect("compacted"),
    }
}

/// What a visitor sees of the market: hits and facets of several searches.
async fn seen(market: &Market) -> Vec<Value> {
    let mut all = Vec::new();
    for query in [
        "",
        "sort=newest",
        "sort=pay",
        "q=护理员",
        "q=包吃住",
        "region=210381",
        "kind=vacancy&pay_min=3000",
        "institution_kind=medical_care",
    ] {
        let mut found = market.search(&format!("{query}&per_page=100")).await.0;
        found["took_ms"] = Value::Null;
        for hit in found["openings"].as_array_mut().into_iter().flatten() {
            // Scores depend on how often a word stands in the index, deleted posts included until they are merged away.
            hit["score"] = Value::Null;
        }
        if query.starts_with("q=") {
            found["openings"].as_array_mut().into_iter().for_each(|hits| hits.sort_by_key(|hit| hit["source_id"].to_string()));
        }
        all.push(found);
    }
    all
}

async fn same_after(market: &Market, edits: &[Edit]) -> Result<(), String> {
    for edit in edits {
        apply(market, edit).await;
    }
    let drift = market.drift().await;
    if !drift.is_empty() {
        return Err(format!("the followed index drifted: {drift:?}"));
    }
    let followed = seen(market).await;
    let open =
        yipin::db::sql("select count(*) as many from openings where state = $1 and (valid_until is null or valid_until >= $2)");
    let open = market
        .db()
        .one(open.bind(State::Open.slug()).bind(yipin::time::today()))
        .await
        .expect("a count")
        .get::<i64>("many")
        .expect("a number");
    if followed[0]["total"] != open {
        return Err(format!("{open} posts are public, {} are found", followed[0]["total"]));
    }
    market.app.search.rebuild(market.db(), |_| {}).await.map_err(|fault| fault.to_string())?;
    let drift = market.drift().await;
    if !drift.is_empty() {
        return Err(format!("the rebuilt index drifted: {drift:?}"));
    }
    let rebuilt = seen(market).await;
    match followed.iter().zip(&rebuilt).find(|(one, other)| one != other) {
        Some((one, other)) => Err(format!("followed: {one}\nrebuilt:  {other}")),
        None => Ok(()),
    }
}
