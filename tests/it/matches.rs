//! A person asks which posts suit them: over the API and at the command line, with the posts as they are now.

use crate::world::{Market, World, days_ago, lines, post, stories};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::Stdio;
use yipin::openings::Event;

/// What a person is answered.
async fn asked(market: &Market, question: Value) -> Value {
    market.send("/api/v1/matches", &question).await.fine().json()
}

/// The numbers of the posts shown, in their order.
async fn shown(market: &Market, question: Value) -> Vec<String> {
    ids(&asked(market, question).await)
}

fn ids(answer: &Value) -> Vec<String> {
    let matches = answer["matches"].as_array().expect("matches");
    matches.iter().map(|one| one["opening"]["source_id"].as_str().expect("a number").to_owned()).collect()
}

fn guard() -> Value {
    json!({"region": "210302", "work": [{"sector": "property", "occupation": "security_guard", "years": 5}], "licences": [],
           "retired": false, "household": ["minimum_living_allowance"]})
}

fn city() -> Vec<Value> {
    vec![
        post(
            "guard",
            "养老院保安",
            json!({"occupation": "security_guard", "institution": "甲院", "pay_min": 3000, "pay_max": 3600, "pay_period": "month"}),
        ),
        post("carer", "养老护理员", json!({"occupation": "elder_carer", "institution": "乙院"})),
        post("nurse", "护士", json!({"occupation": "nurse", "institution": "丙院"})),
        post("far", "养老护理员", json!({"occupation": "elder_carer", "institution": "丁院", "place": "沈阳市和平区"})),
        post(
            "twin",
            "养老护理员",
            json!({"occupation": "elder_carer", "institution": "乙院", "description": "养老护理员，照顾老人起居。（carer）"}),
        ),
    ]
}

stories! {
    async fn an_answer_says_who_one_is_what_suits_and_why(world: World) {
        let market = world.open_with_posts(city()).await;
        let answer = asked(&market, json!({"person": guard(), "limit": 20})).await;
        assert_eq!(answer["pathways"][0]["pathway"], "cross_field");
        assert!(answer["pathways"][0]["because"].as_str().is_some_and(|because| because.contains("物业")), "{answer}");
        let numbers = ids(&answer);
        assert_eq!(numbers.first().map(String::as_str), Some("guard"));
        assert!(!numbers.contains(&"nurse".to_owned()), "law keeps a nurse's post from someone without a registration");
        assert_eq!(numbers.iter().filter(|id| ["carer", "twin"].contains(&id.as_str())).count(), 1, "what says the same counts once");
        let scores: Vec<u64> = answer["matches"].as_array().expect("matches").iter().map(|one| one["score"].as_u64().expect("a score")).collect();
        assert!(scores.is_sorted_by(|one, next| one >= next) && scores.iter().all(|score| *score <= 100), "{scores:?}");
        for one in answer["matches"].as_array().expect("matches") {
            let reasons = one["reasons"].as_array().expect("reasons");
            let points: u64 = reasons.iter().map(|reason| reason["points"].as_u64().expect("points")).sum();
            assert_eq!(Some(points), one["score"].as_u64(), "{one}");
            assert!(reasons.iter().all(|reason| reason["code"].is_string() && reason["text"].is_string()));
            for gap in one["gaps"].as_array().expect("gaps") {
                assert!(gap["code"].is_string() && gap["text"].is_string() && gap["how"].as_str().is_some_and(|how| !how.is_empty()), "{gap}");
            }
            let listed = market.search(&format!("q={}", one["opening"]["title"].as_str().expect("a title"))).await;
            let found = listed.hits().iter().find(|hit| hit["source_id"] == one["opening"]["source_id"]);
            if let Some(found) = found {
                let names = |value: &Value| value.as_object().expect("an opening").keys().cloned().collect::<BTreeSet<_>>();
                let beside: BTreeSet<String> = names(found).difference(&names(&one["opening"])).cloned().collect();
                assert!(beside.iter().all(|name| ["score", "folded"].contains(&name.as_str())), "{beside:?}");
            }
        }
    }

    async fn a_graduate_is_told_from_which_day_a_subsidy_is_due(world: World) {
        let market = world.open().await;
        market.import_institutions([json!({"name": "铁东区颐和养老院", "kind": "care_home", "legal_form": "private_nonprofit", "place": "鞍山市铁东区"})]).await;
        market.take_in([post("carer", "养老护理员", json!({"occupation": "elder_carer", "employment": "全职"}))]).await;
        let graduate = json!({"region": "210302", "education": {"level": "master", "major": "护理", "full_time": true, "graduated_on": "2026-06-30"},
            "licences": [{"kind": "elder_carer"}]});
        let answer = asked(&market, json!({"person": graduate, "on": "2026-11-23"})).await;
        let subsidies = answer["matches"][0]["subsidies"].as_array().expect("subsidies").clone();
        let of = |policy: &str| subsidies.iter().find(|one| one["policy"] == policy).cloned().unwrap_or_default();
        assert_eq!(of("liaoning-graduate-entry")["answer"], "not_yet", "{subsidies:?}");
        assert_eq!(of("liaoning-graduate-entry")["from"], "2027-11-23", "a year after beginning on the day asked");
        let grandfather = json!({"region": "210302", "education": {"level": "primary"}, "retired": true});
        let answer = asked(&market, json!({"person": grandfather, "on": "2026-11-23"})).await;
        assert_eq!(answer["matches"][0]["subsidies"], json!([]));
    }

    async fn what_is_asked_wrongly_is_named(world: World) {
        let market = world.open_with_posts(city()).await;
        for (question, fields) in [
            (json!({"person": {"region": "999999"}}), vec!["person.region"]),
            (json!({"limit": 0, "region": "x"}), vec!["region", "limit"]),
            (json!({"limit": 101}), vec!["limit"]),
            (json!({"person": {"sex": "f"}}), vec!["person.sex"]),
            (json!({"person": {"work": [{"occupation": "wizard"}]}}), vec!["person.work[0].occupation"]),
            (json!({"person": {"licences": [{"kind": "nurse", "valid_until": "soon"}]}}), vec!["person.licences[0].valid_until"]),
            (json!({"on": "2026-02-30"}), vec!["on"]),
            (json!({"person": {"birth_year": 20026}}), vec!["person.birth_year"]),
            (json!({"lang": "fr"}), vec!["lang"]),
            (json!([]), vec!["body"]),
        ] {
            let reply = market.send("/api/v1/matches", &question).await;
            assert_eq!(reply.status, 400, "{question}: {}", reply.text);
            let mut named = reply.faulty_fields();
            named.sort_unstable();
            let mut fields = fields;
            fields.sort_unstable();
            assert_eq!(named, fields, "{question}");
        }
        assert_eq!(market.send("/api/v1/matches?lang=fr", &json!({})).await.faulty_fields(), ["lang"]);
        assert_eq!(market.send("/api/v1/matches?limit=3", &json!({})).await.faulty_fields(), ["limit"]);
        assert_eq!(market.fill_in("/api/v1/matches", &[("person", "x")]).await.faulty_fields(), ["body"]);
        assert_eq!(market.get("/api/v1/matches").await.status, 405);
        // Nothing is needed.
        assert_eq!(asked(&market, json!({})).await["matches"].as_array().map(Vec::len), Some(4));
    }

    async fn texts_are_in_the_language_asked_for(world: World) {
        let market = world.open_with_posts(city()).await;
        let because = async |address: &str, question: Value| market.send(address, &question).await.fine().json()["pathways"][0]["because"].clone();
        let is_english = |text: Value| text.as_str().is_some_and(str::is_ascii);
        assert!(!is_english(because("/api/v1/matches", json!({"person": guard()})).await));
        assert!(is_english(because("/api/v1/matches?lang=en", json!({"person": guard()})).await));
        assert!(!is_english(because("/api/v1/matches?lang=en", json!({"person": guard(), "lang": "zh"})).await));
    }

    async fn a_list_keeps_to_a_division_and_a_number(world: World) {
        let market = world.open_with_posts(city()).await;
        assert_eq!(shown(&market, json!({"region": "2101"})).await, ["far"]);
        assert_eq!(shown(&market, json!({"region": "2103", "limit": 2})).await.len(), 2);
        assert_eq!(shown(&market, json!({"region": "110000"})).await, [""; 0]);
    }

    /// The board of posts follows every change: one that is new shows at once, one that ended never, and an edit is what it is.
    async fn posts_are_as_they_are_now(world: World) {
        let market = world.open_with_posts(city()).await;
        let wanted = json!({"person": guard(), "region": "2103", "limit": 100});
        assert!(shown(&market, wanted.clone()).await.contains(&"guard".to_owned()));
        market.happens("guard", Event::Close).await;
        assert!(!shown(&market, wanted.clone()).await.contains(&"guard".to_owned()), "it was closed");
        market.happens("guard", Event::Reopen).await;
        assert_eq!(shown(&market, wanted.clone()).await.first().map(String::as_str), Some("guard"), "it is open again");
        let pay = async |market: &Market| asked(market, json!({"person": {"wants": {"pay_min": 4000}}, "limit": 100})).await["matches"]
            .as_array().expect("matches").iter().find(|one| one["opening"]["source_id"] == "guard").expect("the guard")["gaps"].to_string().contains("pay_below");
        assert!(pay(&market).await);
        market.take_in([post("guard", "养老院保安", json!({"occupation": "security_guard", "institution": "甲院", "pay_min": 4200, "pay_period": "month"}))]).await;
        assert!(!pay(&market).await, "the pay was raised");
        market.take_in([post("new", "保安", json!({"occupation": "security_guard", "institution": "戊院"}))]).await;
        assert!(shown(&market, wanted.clone()).await.contains(&"new".to_owned()), "it is new");
        market.take_in([post("guard", "护士", json!({"occupation": "nurse", "institution": "甲院"}))]).await;
        assert!(!shown(&market, wanted.clone()).await.contains(&"guard".to_owned()), "it is another post now, and law asks for a licence");
        market.close().await;
        let again = world.open().await;
        let numbers: BTreeSet<String> = shown(&again, wanted).await.into_iter().collect();
        assert!(numbers.contains("new") && numbers.contains("carer") != numbers.contains("twin") && !numbers.contains("guard"), "{numbers:?}");
    }

    /// A post whose last day passed is not shown, even before the sweep has come by; nor one that the board has not heard of.
    async fn a_post_that_ended_never_shows(world: World) {
        let market = world.open_with_posts([
            post("ended", "保安", json!({"occupation": "security_guard", "valid_until": days_ago(-1)})),
            post("lasting", "保洁", json!({"occupation": "cleaner", "institution": "乙院"})),
        ]).await;
        assert_eq!(shown(&market, json!({"person": guard()})).await.len(), 2);
        // Behind the program's back: nothing stands in the change log.
        let mut tx = market.db().begin().await.expect("a transaction");
        tx.run(yipin::db::sql("update openings set valid_until = $1 where source_id = 'ended'").bind(days_ago(1))).await.expect("changed");
        tx.commit().await.expect("committed");
        assert_eq!(shown(&market, json!({"person": guard()})).await, ["lasting"]);
        assert_eq!(shown(&market, json!({"person": guard(), "limit": 1})).await, ["lasting"], "the next takes its place");
        market.caught_up().await;
        let mut tx = market.db().begin().await.expect("a transaction");
        tx.run(yipin::db::sql("update openings set valid_until = null where source_id = 'ended'")).await.expect("changed");
        tx.commit().await.expect("committed");
    }

    async fn what_one_node_writes_the_other_matches_with(world: World) {
        let (one, other) = (world.open().await, world.open().await);
        one.take_in(city()).await;
        assert_eq!(shown(&other, json!({"region": "2103"})).await.len(), 3);
        other.happens("carer", Event::Close).await;
        other.happens("twin", Event::Close).await;
        assert_eq!(shown(&one, json!({"region": "2103"})).await.len(), 2);
        one.caught_up().await;
        other.caught_up().await;
    }

    async fn a_database_put_back_from_a_copy_is_read_anew(world: World) {
        let market = world.open_with_posts(city()).await;
        assert_eq!(shown(&market, json!({})).await.len(), 4);
        let mut tx = market.db().begin().await.expect("a transaction");
        for text in [
            "delete from openings where source_id <> 'guard'",
            "delete from changes where kind <> 'opening' or id not in (select id from openings)",
            "update changes set seq = 1",
            "update change_clock set seq = 1",
        ] {
            tx.run(yipin::db::sql(text)).await.expect("done");
        }
        tx.commit().await.expect("committed");
        assert_eq!(shown(&market, json!({})).await, ["guard"]);
    }

    async fn the_command_answers_as_the_api_does(world: World) {
        let list = world.data().join("list.jsonl");
        std::fs::write(&list, lines(city())).expect("a list");
        let run = |words: &[&str], said: &str| {
            let mut child = world.yipin().args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("yipin starts");
            child.stdin.take().expect("its ears").write_all(said.as_bytes()).expect("heard");
            let output = child.wait_with_output().expect("it ends");
            (output.status.success(), String::from_utf8(output.stdout).expect("text"), String::from_utf8(output.stderr).expect("text"))
        };
        let (fine, _, err) = run(&["import", "openings", &list.display().to_string(), "--source", "test", "--region", "210300"], "");
        assert!(fine, "{err}");
        let question = json!({"person": guard(), "on": "2026-11-23", "limit": 3});
        let (fine, piped, err) = run(&["match", "-"], &question.to_string());
        assert!(fine, "{err}");
        let file = world.data().join("question.json");
        std::fs::write(&file, question.to_string()).expect("a question");
        let (fine, read, _) = run(&["match", &file.display().to_string()], "");
        assert!(fine && read == piped);
        let market = world.open().await;
        let piped: Value = serde_json::from_str(&piped).expect("JSON");
        assert_eq!(piped, asked(&market, question).await);
        let (fine, out, err) = run(&["match", "-"], r#"{"person":{"region":"999999"}}"#);
        assert!(!fine && out.is_empty() && err.contains("person.region"), "{err}");
        assert!(!run(&["match", "/nowhere.json"], "").0);
    }

    async fn the_interface_is_described(world: World) {
        let market = world.open().await;
        let described = market.get("/api/openapi.json").await.fine().json();
        assert!(described["paths"]["/matches"]["post"]["responses"]["400"].is_object(), "{}", described["paths"]);
    }
}
