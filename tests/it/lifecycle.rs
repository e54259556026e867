//! Posts come, end and come back; what has ended is not found, and says so where it stood.

use crate::world::{World, days_ago, post, stories};
use reqwest::StatusCode;
use serde_json::json;
use yipin::openings::{Event, State};

stories! {
    async fn a_post_is_found_to_the_end_of_its_last_day(world: World) {
        let market = world
            .open_with_posts([
                post("past", "护工", json!({"valid_until": days_ago(1)})),
                post("last-day", "护工", json!({"valid_until": days_ago(0)})),
                post("next-month", "护工", json!({"valid_until": days_ago(-30)})),
                post("endless", "护工", json!({})),
            ])
            .await;
        assert_eq!(market.search("").await.set(), ["endless", "last-day", "next-month"]);
        assert_eq!(market.get(&market.page_of("past").await).await.status, StatusCode::GONE);
    }

    async fn the_night_after_its_last_day_a_post_lapses(world: World) {
        let market = world
            .open_with_posts([
                post("ends", "护工", json!({"valid_until": days_ago(0)})),
                post("stays", "护士", json!({"valid_until": days_ago(-30)})),
            ])
            .await;
        assert_eq!(market.night_passes(0).await, 0);
        assert_eq!(market.night_passes(1).await, 1);
        assert_eq!(market.night_passes(1).await, 0, "a sweep does its work once");
        assert_eq!(market.state_of("ends").await, State::Lapsed);
        assert_eq!(market.search("").await.ids(), ["stays"]);
    }

    /// Ninety days without a sign of life, and a post lapses; a list that names it again is a sign of life.
    async fn a_post_nobody_renews_lapses_and_a_new_list_brings_it_back(world: World) {
        let rows = || [post("a", "护工", json!({})), post("b", "护士", json!({}))];
        let market = world.open_with_posts(rows()).await;
        assert_eq!(market.night_passes(89).await, 0);
        assert_eq!(market.night_passes(91).await, 2);
        assert_eq!(market.search("").await.total(), 0);
        assert_eq!(market.get(&format!("/api/v1{}", market.page_of("a").await)).await.status, StatusCode::GONE);
        let summary = market.import(rows()).await;
        assert_eq!((summary.new, summary.changed, summary.same), (0, 0, 2));
        assert_eq!(market.search("").await.set(), ["a", "b"]);
        assert_eq!(market.get(&market.page_of("a").await).await.status, StatusCode::OK);
    }

    async fn a_lapsed_post_whose_day_has_passed_is_not_brought_back_by_the_same_row(world: World) {
        let rows = || [post("a", "护工", json!({"valid_until": days_ago(2)}))];
        let market = world.open_with_posts(rows()).await;
        // The server's own first sweep may have been quicker.
        market.night_passes(0).await;
        assert_eq!(market.state_of("a").await, State::Lapsed);
        market.import(rows()).await;
        assert_eq!(market.state_of("a").await, State::Lapsed);
        market.import([post("a", "护工", json!({"valid_until": days_ago(-20)}))]).await;
        assert_eq!(market.state_of("a").await, State::Open);
        assert_eq!(market.search("").await.ids(), ["a"]);
    }

    /// What its owner closed stays closed, whatever lists still name it.
    async fn a_closed_post_stays_closed_when_a_list_names_it_again(world: World) {
        let row = || [post("a", "护工", json!({}))];
        let market = world.open_with_posts(row()).await;
        market.happens("a", Event::Close).await;
        assert_eq!(market.search("").await.total(), 0);
        market.import(row()).await;
        assert_eq!(market.state_of("a").await, State::Closed);
        assert_eq!(market.search("").await.total(), 0);
        market.happens("a", Event::Reopen).await;
        assert_eq!(market.search("").await.ids(), ["a"]);
    }

    async fn a_filled_post_is_gone_and_comes_back_when_a_place_is_free_again(world: World) {
        let market = world.open_with_posts([post("a", "护工", json!({}))]).await;
        market.happens("a", Event::Fill).await;
        assert_eq!(market.search("").await.total(), 0);
        assert_eq!(market.get(&market.page_of("a").await).await.status, StatusCode::GONE);
        market.happens("a", Event::Unfill).await;
        assert_eq!(market.search("").await.total(), 1);
    }

    async fn a_post_sent_back_is_nobody_s_business(world: World) {
        let market = world.open_with_posts([post("a", "护工", json!({}))]).await;
        let page = market.page_of("a").await;
        market.happens("a", Event::Return).await;
        assert_eq!(market.search("").await.total(), 0);
        assert_eq!(market.get(&page).await.status, StatusCode::NOT_FOUND);
        let reply = market.get(&format!("/api/v1{page}")).await;
        assert!(matches!(reply.status, StatusCode::NOT_FOUND | StatusCode::GONE), "{}", reply.status);
    }

    async fn every_move_is_recorded_with_who_and_when(world: World) {
        let market = world.open_with_posts([post("a", "护工", json!({}))]).await;
        market.night_passes(91).await;
        market.import([post("a", "护工", json!({}))]).await;
        market.happens("a", Event::Close).await;
        let moves = yipin::db::sql("select from_state, to_state, by_whom, at from opening_moves order by at, id");
        let rows = market.db().all(moves).await.expect("the moves");
        let mut told: Vec<String> = rows
            .iter()
            .map(|row| {
                format!(
                    "{} {}→{}",
                    row.get::<String>("by_whom").expect("who"),
                    row.get::<String>("from_state").expect("from"),
                    row.get::<String>("to_state").expect("to")
                )
            })
            .collect();
        told.sort();
        assert_eq!(told, ["clock open→lapsed", "import lapsed→open", "owner open→closed"]);
        assert!(rows.iter().all(|row| row.get::<i64>("at").expect("when") > 1_700_000_000));
    }

    async fn one_opening_over_the_api(world: World) {
        let market = world.open_with_posts([post("a", "养老护理员", json!({
            "description": "照护老人\n喂饭翻身", "benefits": "包吃、五险", "address": "胜利南路1号", "lat": 41.11, "lon": 122.99, "education": "初中",
            "licences": "健康证", "headcount": 3, "shifts": "倒班", "pay_min": 3500, "pay_max": 4200,
        }))]).await;
        let page = market.page_of("a").await;
        let one = market.get(&format!("/api/v1{page}")).await.fine().json();
        assert_eq!(one["title"], "养老护理员");
        assert_eq!(one["description"], "照护老人\n喂饭翻身");
        assert_eq!(one["benefits"], json!(["包吃", "五险"]));
        assert_eq!(
            (one["lat"].clone(), one["lon"].clone(), one["address"].clone()),
            (json!(41.11), json!(122.99), json!("胜利南路1号"))
        );
        assert_eq!(one["headcount"], 3);
        assert!(one["requirements"].is_object(), "{one}");
        assert_eq!(one["url"], page.as_str());
        for (address, status) in [
            ("/api/v1/openings/0", 404),
            ("/api/v1/openings/zzzz", 404),
            ("/api/v1/openings/il", 404),
            ("/api/v1/", 404),
            ("/api/v2/openings", 404),
        ] {
            let reply = market.get(address).await;
            assert_eq!(reply.status, status, "{address}");
            assert!(reply.faulty_fields().is_empty());
        }
    }

    /// A node whose index was lost, or whose database was put back from a copy, builds it again by itself.
    async fn a_lost_index_comes_back(world: World) {
        let market = world
            .open_with_posts((0..20).map(|at| post(&format!("p{at}"), "护工", json!({"institution": format!("{at}院")}))))
            .await;
        assert_eq!(market.search("").await.total(), 20);
        market.close().await;
        std::fs::remove_dir_all(world.data().join("index")).expect("the index is thrown away");
        let market = world.open().await;
        market.soon("twenty posts are found again", async |market| market.search("").await.total() == 20).await;
        market.close().await;
        // A torn index file.
        let index = world.data().join("index");
        let current = std::fs::read_to_string(index.join("CURRENT")).expect("a current index");
        std::fs::write(index.join(current.trim()).join("meta.json"), b"{\"torn\":").expect("torn");
        let market = world.open().await;
        market.soon("twenty posts are found again", async |market| market.search("").await.total() == 20).await;
    }

    async fn an_index_ahead_of_its_database_is_built_anew(world: World) {
        let market = world.open_with_posts([post("a", "护工", json!({})), post("b", "护士", json!({}))]).await;
        let mut tx = market.db().begin().await.expect("a transaction");
        for statement in ["delete from changes", "delete from openings", "update change_clock set seq = 1"] {
            tx.run(yipin::db::sql(statement)).await.expect("put back");
        }
        tx.commit().await.expect("put back");
        market
            .soon("nothing is found any more", async |market| {
                market.caught_up().await;
                market.search("").await.total() == 0 && market.drift().await.is_empty()
            })
            .await;
    }

    async fn the_log_keeps_one_entry_a_row(world: World) {
        let market = world.open().await;
        for pay in 0..5 {
            market
                .take_in([
                    post("a", "护工", json!({"pay_min": 3000 + pay * 100})),
                    post("b", "护士", json!({"pay_min": 4000 + pay * 100})),
                ])
                .await;
        }
        assert!(yipin::jobs::compact(market.db()).await.expect("compacted") >= 4);
        let left = market
            .db()
            .one(yipin::db::sql("select count(*) as many from changes where kind = 'opening'"))
            .await
            .expect("a count");
        assert_eq!(left.get::<i64>("many").expect("a number"), 2);
        market.app.search.rebuild(market.db(), |_| {}).await.expect("rebuilt");
        assert_eq!(market.search("").await.total(), 2);
    }
}
