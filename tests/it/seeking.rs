//! Institutions look for people: whom they find, what they read of them, and what they never do.

use crate::people::{id_of, import_rows, planted, seeker, shown, with};
use crate::world::{Engine, Market, World, days_ago, post, stories};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use yipin::candidates::search::{Found, Request, search};
use yipin::candidates::store::{consents, erasure, household, log, seen};
use yipin::candidates::{Answer, Cause, fitting};
use yipin::codes::{Channel, Education, HouseholdFlag, LicenceKind, Sharing};
use yipin::db::{Tx, show_id, sql};
use yipin::institutions::Standing;
use yipin::time::{Stamp, day_number, day_of_number, today};

/// The care home of the stories: verified, with one public post for carers.
async fn care_home(market: &Market) -> i64 {
    market
        .take_in([post("post", "养老护理员", json!({"institution": "铁东区阳光养老院", "pay_min": 3000, "pay_max": 4000}))])
        .await;
    let id = market.post("post").await.institution.id;
    stands(market, id, "verified").await;
    id
}

async fn stands(market: &Market, institution: i64, state: &str) {
    let mut tx = market.db().begin().await.expect("a transaction");
    tx.run(sql("update institutions set state = $1 where id = $2").bind(state).bind(institution)).await.expect("set");
    tx.commit().await.expect("committed");
}

/// Does something to the store in one transaction.
async fn change(market: &Market, what: impl AsyncFnOnce(&mut Tx)) {
    let mut tx = market.db().begin().await.expect("a transaction");
    what(&mut tx).await;
    tx.commit().await.expect("committed");
}

/// Brings people in and makes them findable.
async fn bring(world: &World, market: &Market, rows: impl IntoIterator<Item = Value>) {
    let (summary, rejects) = import_rows(market.db(), world.data(), rows).await;
    assert_eq!(summary.refused, 0, "{rejects}");
    market.caught_up().await;
}

async fn ask(market: &Market, institution: i64, request: Request) -> Answer<Found> {
    search(market.db(), &market.app.directory, &request, institution).await.expect("an answer")
}

async fn find(market: &Market, institution: i64, request: Request) -> Found {
    ask(market, institution, request).await.found().expect("a verified institution")
}

async fn words(market: &Market, institution: i64, q: &str) -> Vec<String> {
    let found = find(market, institution, Request { q: q.to_owned(), ..Request::default() }).await;
    let mut names: Vec<String> = found.hits.iter().map(|hit| hit.masked.name.to_string()).collect();
    names.sort_unstable();
    names
}

fn carer() -> Value {
    json!({"wants.occupations": ["elder_carer"], "region": "210302", "education.level": "初中", "licences": ["健康证"]})
}

stories! {
    async fn only_a_verified_institution_is_told_of_anybody(world: World) {
        let market = world.open().await;
        let home = care_home(&market).await;
        bring(&world, &market, [seeker("1", "王桂芝", with(carer(), shown()))]).await;
        assert_eq!(words(&market, home, "").await, ["王**"]);
        let post = market.post("post").await;
        for state in ["listed", "suspended"] {
            stands(&market, home, state).await;
            let barred = |standing: Standing| standing.slug() == state;
            assert!(matches!(ask(&market, home, Request::default()).await, Answer::Barred(standing) if barred(standing)));
            assert!(matches!(fitting(market.db(), &post, 10).await.expect("an answer"), Answer::Barred(standing) if barred(standing)));
            let id = id_of(market.db(), "1").await;
            let profile = seen::profile(market.db(), id, home, "look", Stamp::now()).await.expect("an answer");
            assert!(matches!(profile, Answer::Barred(standing) if barred(standing)));
        }
        let nobody = search(market.db(), &market.app.directory, &Request::default(), 12345).await;
        assert!(matches!(nobody, Err(yipin::error::Error::Missing(_))));
    }

    async fn who_is_seen_is_the_persons_to_say_and_counts_at_once(world: World) {
        let market = world.open().await;
        let home = care_home(&market).await;
        let agreed = |to: &str| json!({"visible_to": to, "consent_on": days_ago(1)});
        bring(&world, &market, [
            seeker("all", "赵凤芹", with(carer(), agreed("verified"))),
            seeker("matched", "钱玉珍", with(carer(), agreed("matched"))),
            seeker("other trade", "孙国栋", with(json!({"wants.occupations": ["cook"]}), agreed("matched"))),
            seeker("other kind", "李立新", with(carer(), with(json!({"wants.kinds": ["volunteer"]}), agreed("matched")))),
            seeker("no wish", "周文博", agreed("matched")),
            seeker("nobody", "吴秀云", carer()),
            seeker("hidden", "郑海燕", with(carer(), with(json!({"hidden_from": ["铁东区 阳光养老院"]}), agreed("verified")))),
        ]).await;
        assert_eq!(words(&market, home, "").await, ["赵**", "钱**"]);
        let found = find(&market, home, Request::default()).await;
        assert_eq!(found.total, 2);
        let trades = found.facets.occupation.iter().map(|facet| (facet.value.as_str(), facet.count)).collect::<Vec<_>>();
        assert_eq!(trades, [("elder_carer", 2)], "no count tells of somebody who may not be seen");
        // The index has not followed yet; the database decides.
        let id = id_of(market.db(), "all").await;
        change(&market, async |tx| consents::withdraw(tx, id, Sharing::MaskedVerified, Stamp::now()).await.expect("withdrawn")).await;
        assert_eq!(words(&market, home, "").await, ["钱**"]);
        let id = id_of(market.db(), "matched").await;
        let profile = async || seen::profile(market.db(), id, home, "look", Stamp::now()).await.expect("an answer").found().expect("verified");
        assert_eq!(profile().await.map(|masked| masked.name.to_string()).as_deref(), Some("钱**"));
        change(&market, async |tx| consents::hide_from(tx, id, &["铁东区阳光养老院".to_owned()]).await.expect("hidden")).await;
        assert!(words(&market, home, "").await.is_empty() && profile().await.is_none());
        change(&market, async |tx| consents::unhide_from(tx, id, "铁东区阳光养老院").await.expect("unhidden")).await;
        assert_eq!(words(&market, home, "").await, ["钱**"]);
        // A post that is not public any more matches nobody.
        market.happens("post", yipin::openings::Event::Close).await;
        assert!(words(&market, home, "").await.is_empty() && profile().await.is_none());
    }

    async fn people_are_found_by_words_and_narrowed_by_facets(world: World) {
        let market = world.open().await;
        let home = care_home(&market).await;
        let row = |number: &str, name: &str, more: Value| seeker(number, name, with(shown(), more));
        bring(&world, &market, [
            row("1", "赵凤芹", json!({"wants.occupations": ["elder_carer"], "region": "210302", "education.level": "大专", "skills": "养老护理员三级", "employed": "待业", "wants.nights": "是"})),
            row("2", "钱玉珍", json!({"wants.occupations": ["nurse"], "region": "210381", "licences": "护士执业证(2099-05-01)", "employed": "在职", "education.level": "大专"})),
            row("3", "孙国栋", json!({"wants.occupations": ["cook"], "region": "210302", "work": "养老护理员5年", "education.level": "初中"})),
            row("4", "李立新", json!({"wants.occupations": ["social_worker"], "education.major": "社会工作", "region": "210323"})),
        ]).await;
        assert_eq!(words(&market, home, "护理员").await, ["孙**", "赵**"], "wanted or done");
        let first = find(&market, home, Request { q: "养老护理员".to_owned(), ..Request::default() }).await;
        assert_eq!(first.hits[0].masked.name.to_string(), "赵**", "who wants the trade stands first");
        assert_eq!(words(&market, home, "铁东").await, ["孙**", "赵**"]);
        assert_eq!(words(&market, home, "海城 护士").await, ["钱**"]);
        assert_eq!(words(&market, home, "护士证").await, ["钱**"]);
        assert_eq!(words(&market, home, "岫岩社工").await, ["李**"]);
        assert!(words(&market, home, "马鞍山").await.is_empty());
        let mended = find(&market, home, Request { q: "铁东户理员".to_owned(), ..Request::default() }).await;
        assert_eq!((mended.total, mended.corrected.map(|it| it.to)), (2, Some("护理员".to_owned())));
        assert_eq!(words(&market, home, "hushi").await, ["钱**"]);
        assert!(words(&market, home, "赵凤芹").await.is_empty(), "nobody is found by their name");
        let of = |facets: &[yipin::search::FacetCount]| facets.iter().map(|facet| (facet.value.clone(), facet.count)).collect::<BTreeMap<_, _>>();
        let found = find(&market, home, Request { education: vec![Education::JuniorCollege], ..Request::default() }).await;
        assert_eq!(found.total, 2);
        assert_eq!(of(&found.facets.education), BTreeMap::from([("junior_college".to_owned(), 2), ("junior_high".to_owned(), 1)]), "sisters of what is chosen still count");
        assert_eq!(of(&found.facets.licence), BTreeMap::from([("nurse".to_owned(), 1)]));
        assert_eq!(of(&found.facets.level), BTreeMap::from([("4".to_owned(), 1)]));
        assert_eq!(of(&found.facets.availability), BTreeMap::from([("in_work".to_owned(), 1), ("now".to_owned(), 1)]));
        let nurses = find(&market, home, Request { licences: vec![LicenceKind::Nurse], ..Request::default() }).await;
        assert_eq!((nurses.total, of(&nurses.facets.region)), (1, BTreeMap::from([("210381".to_owned(), 1)])));
        let nights = find(&market, home, Request { nights: true, regions: vec!["210300".to_owned()], ..Request::default() }).await;
        assert_eq!(nights.total, 1);
        let faulty = Request { occupations: vec!["wizard".to_owned()], regions: vec!["铁东".to_owned()], per_page: 0, ..Request::default() };
        let Err(yipin::error::Error::Input(faults)) = search(market.db(), &market.app.directory, &faulty, home).await else { panic!("faults") };
        assert_eq!(faults.iter().map(|fault| fault.field.as_str()).collect::<Vec<_>>(), ["occupation", "region", "per_page"]);
    }

    async fn every_look_is_shown_to_its_owner_and_a_list_is_one_look_a_day(world: World) {
        let market = world.open().await;
        let home = care_home(&market).await;
        bring(&world, &market, [seeker("1", "王桂芝", with(carer(), shown()))]).await;
        let id = id_of(market.db(), "1").await;
        for _ in 0..3 {
            words(&market, home, "").await;
        }
        fitting(market.db(), &market.post("post").await, 5).await.expect("an answer");
        seen::profile(market.db(), id, home, "profile page", Stamp::now()).await.expect("an answer");
        assert_eq!(seen::contact(market.db(), id, home, "call", Stamp::now()).await.expect("an answer"), None, "not agreed to");
        let given = consents::Given { on: today(), channel: Channel::Web, wording: "同意把电话给阳光养老院".to_owned() };
        change(&market, async |tx| consents::give(tx, id, Sharing::Contact, Some(home), &given, Stamp::now()).await.expect("given")).await;
        let contact = seen::contact(market.db(), id, home, "call", Stamp::now()).await.expect("an answer").expect("a contact");
        assert_eq!(contact.name, "王桂芝");
        let looks = log::of(market.db(), id, 99).await.expect("the log");
        let mut what: Vec<&str> = looks.iter().map(|look| look.what.as_str()).collect();
        what.sort_unstable();
        assert_eq!(what, ["contact", "listed", "profile"]);
        assert!(looks.iter().all(|look| look.who == "institution" && look.who_id == Some(home)));
    }

    async fn the_people_who_fit_a_post_are_weighed_by_what_the_institution_may_read(world: World) {
        let market = world.open().await;
        care_home(&market).await;
        let row = |number: &str, name: &str, more: Value| seeker(number, name, with(shown(), more));
        bring(&world, &market, [
            row("1", "赵凤芹", json!({"wants.occupations": ["elder_carer"], "region": "210302", "skills": "养老护理员三级", "work": "养老护理员5年"})),
            row("2", "钱玉珍", json!({"wants.occupations": ["finance"], "region": "210381"})),
            // Alike in all that may be read; apart in pay, distance, household and age.
            row("3", "孙国栋", with(carer(), json!({"wants.pay_min": 2000, "lat": 41.11, "lon": 122.99, "birth_year": 1990}))),
            row("4", "李立新", with(carer(), json!({"wants.pay_min": 9000, "lat": 41.19, "lon": 123.1, "household": "低保", "rural": "是", "birth_year": 1966}))),
            seeker("5", "吴秀云", carer()),
        ]).await;
        let fits = fitting(market.db(), &market.post("post").await, 10).await.expect("an answer").found().expect("verified");
        let names: Vec<String> = fits.iter().map(|fit| fit.masked.name.to_string()).collect();
        assert_eq!(names.first().map(String::as_str), Some("赵**"));
        assert!(!names.contains(&"吴**".to_owned()), "{names:?}");
        let of = |name: &str| fits.iter().find(|fit| fit.masked.name.to_string() == name).map(|fit| &fit.matched).expect("listed");
        assert_eq!(of("孙**"), of("李**"), "nothing tells the two apart");
        for fit in &fits {
            assert_eq!(fit.matched.reasons.iter().map(|reason| u32::from(reason.points)).sum::<u32>(), u32::from(fit.matched.score));
        }
        assert_eq!(fitting(market.db(), &market.post("post").await, 1).await.expect("an answer").found().map(|fits| fits.len()), Some(1));
    }

    async fn a_post_kept_for_people_in_hardship_tells_no_institution_who_is(world: World) {
        let market = world.open().await;
        care_home(&market).await;
        let kept = json!({"institution": "铁东区阳光养老院", "kind": "public_welfare", "description": "面向脱贫人口和低保家庭，协助照护老人。"});
        market.take_in([post("kept", "护老员", kept)]).await;
        let wish = || with(shown(), json!({"wants.occupations": ["village_carer"], "wants.kinds": ["public_welfare"], "region": "210302"}));
        bring(&world, &market, [
            seeker("1", "赵凤芹", with(wish(), json!({"household": "脱贫"}))),
            seeker("2", "钱玉珍", with(wish(), json!({"household": "无"}))),
        ]).await;
        let fits = fitting(market.db(), &market.post("kept").await, 10).await.expect("an answer").found().expect("verified");
        assert_eq!(fits.len(), 2);
        assert_eq!(fits[0].matched, fits[1].matched);
    }

    /// Words planted in every place of a record are looked for in all that an institution can reach.
    async fn what_is_planted_in_a_record_comes_up_nowhere_else(world: World) {
        let market = world.open().await;
        let home = care_home(&market).await;
        bring(&world, &market, [seeker("planted-number-1", "种植姓名", with(shown(), with(planted(), json!({"wants.occupations": ["elder_carer"]}))))]).await;
        let id = id_of(market.db(), "planted-number-1").await;
        change(&market, async |tx| household::tell(tx, id, &[HouseholdFlag::MartyrFamily], Stamp::now()).await.expect("told")).await;
        market.caught_up().await;
        let found = find(&market, home, Request { q: "护理员".to_owned(), ..Request::default() }).await;
        let profile = seen::profile(market.db(), id, home, "look", Stamp::now()).await.expect("an answer").found().flatten();
        let fits = fitting(market.db(), &market.post("post").await, 10).await.expect("an answer").found().expect("verified");
        assert!(found.total == 1 && profile.is_some() && fits.len() == 1);
        let mut reached = format!("{found:?}\n{profile:?}\n{fits:?}");
        for address in ["/", "/openings", "/openings?q=护理员", "/api/v1/openings?q=护理员", "/api/v1/openings/changes?since=0", "/metrics"] {
            reached.push_str(&market.get(address).await.text);
        }
        let page = market.get(&format!("/institutions/{}", show_id(home))).await.text;
        nothing_planted("answers", &(reached + &page));
        nothing_planted("terms of the index", &terms(&market));
        market.close().await;
        nothing_planted("files of the index", &files(&world.data().join("index-candidates")));
        // The program itself says nothing of anybody either, however much it is asked to say.
        let output = world.yipin().env("RUST_LOG", "trace").args(["import", "candidates"]).arg(world.data().join("people.jsonl")).output().expect("yipin starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        nothing_planted("log", &String::from_utf8_lossy(&output.stderr));
        for command in ["check", "reindex"] {
            let output = world.yipin().env("RUST_LOG", "trace").arg(command).output().expect("yipin starts");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
            nothing_planted("log", &String::from_utf8_lossy(&output.stderr));
            nothing_planted("words", &String::from_utf8_lossy(&output.stdout));
        }
    }

    async fn a_licence_that_ended_is_found_by_nobody_and_an_erased_person_neither(world: World) {
        let market = world.open().await;
        let home = care_home(&market).await;
        let nurse = json!({"wants.occupations": ["nurse"], "licences": [{"kind": "nurse", "valid_until": today().to_string()}]});
        bring(&world, &market, [seeker("1", "钱玉珍", with(nurse, shown()))]).await;
        let nurses = async || find(&market, home, Request { licences: vec![LicenceKind::Nurse], ..Request::default() }).await.total;
        assert_eq!(nurses().await, 1);
        let tomorrow = Stamp::start_of(day_of_number(day_number(today()) + 1));
        assert_eq!(yipin::jobs::sweep_people(market.db(), tomorrow).await.expect("the sweep"), 0);
        market.caught_up().await;
        assert_eq!((nurses().await, words(&market, home, "").await.len()), (0, 1));
        assert!(market.drift().await.is_empty());
        let ending = yipin::candidates::store::licences_ending(market.db(), today(), today()).await.expect("those that end");
        assert_eq!(ending.len(), 1);
        let id = id_of(market.db(), "1").await;
        change(&market, async |tx| assert!(erasure::erase(tx, id, Cause::Asked, Stamp::now()).await.expect("erased"))).await;
        assert!(words(&market, home, "").await.is_empty(), "gone before the index follows");
        market.caught_up().await;
        assert_eq!(market.app.directory.people(), 0);
    }

    async fn a_check_names_a_person_the_index_should_not_hold_and_reindex_mends_it(world: World) {
        {
            let market = world.open().await;
            care_home(&market).await;
            bring(&world, &market, (0..5).map(|at| seeker(&at.to_string(), "王桂芝", with(carer(), shown())))).await;
            // Behind the program's back: nothing is touched.
            let id = id_of(market.db(), "3").await;
            change(&market, async |tx| _ = tx.run(sql("update candidate_consents set withdrawn_at = 1 where candidate_id = $1").bind(id)).await.expect("withdrawn")).await;
            assert_eq!(market.drift().await, [format!("candidate {} is in the index and shown to nobody", show_id(id))]);
            market.app.directory.rebuild(market.db(), |_| {}).await.expect("rebuilt");
            assert!(market.drift().await.is_empty());
            change(&market, async |tx| _ = tx.run(sql("update candidate_consents set withdrawn_at = null where candidate_id = $1").bind(id)).await.expect("given")).await;
            assert_eq!(market.drift().await, [format!("candidate {} is shown and not in the index", show_id(id))]);
            market.app.directory.rebuild(market.db(), |_| {}).await.expect("rebuilt");
            market.close().await;
        }
        let db = world.db().await;
        let mut tx = db.begin().await.expect("a transaction");
        tx.run(sql("update candidates set updated_at = updated_at - 864000")).await.expect("set");
        tx.commit().await.expect("committed");
        db.close().await;
        let run = |word: &str| world.yipin().arg(word).output().expect("yipin starts");
        let told = |output: &std::process::Output| String::from_utf8_lossy(&output.stdout).into_owned();
        let checked = run("check");
        assert!(!checked.status.success() && told(&checked).contains("something else than is on record"), "{}", told(&checked));
        let mended = run("reindex");
        assert!(mended.status.success() && told(&mended).contains("5 people"), "{}", told(&mended));
        let checked = run("check");
        assert!(checked.status.success(), "{}", told(&checked));
    }

    async fn a_rebuilt_index_of_people_is_what_a_followed_one_is(world: World) {
        let market = world.open().await;
        let home = care_home(&market).await;
        let cases = if world.engine == Engine::Sqlite { 24 } else { 8 };
        let mut runner = TestRunner::new(Config { cases, failure_persistence: None, max_shrink_iters: 40, ..Config::default() });
        let handle = tokio::runtime::Handle::current();
        let done = runner.run(&proptest::collection::vec(edit(), 1..12), |edits| {
            tokio::task::block_in_place(|| handle.block_on(same_after(&world, &market, home, &edits))).map_err(TestCaseError::fail)
        });
        if let Err(fault) = done {
            panic!("{fault}");
        }
    }
}

/// Every term of every field of the index, a line each.
fn terms(market: &Market) -> String {
    let mut text = String::new();
    for (searcher, field) in market.app.directory.text_fields() {
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(field).expect("a field");
            let mut terms = inverted.terms().stream().expect("terms");
            while let Some((term, _)) = terms.next() {
                text.push_str(&String::from_utf8_lossy(term));
                text.push('\n');
            }
        }
    }
    assert!(text.contains("养老"), "the index holds words");
    text
}

/// The bytes of every file below a folder.
fn files(folder: &std::path::Path) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            text.push_str(&files(&path));
        } else {
            text.push_str(&String::from_utf8_lossy(&std::fs::read(&path).expect("a file")));
        }
    }
    text
}

fn nothing_planted(place: &str, text: &str) {
    let planted = [
        "种植",
        "姓名",
        "13811112222",
        "11010519491231",
        "002X",
        "minimum_living",
        "martyr",
        "低保",
        "烈属",
        "planted",
        "40.2812",
        "123.2817",
        "345719",
        "护理种",
    ];
    for word in planted {
        if let Some(at) = text.find(word) {
            let near: String = text.get(at.saturating_sub(90)..).unwrap_or(&text[at..]).chars().take(160).collect();
            panic!("{word} comes up in the {place}: …{near}…");
        }
    }
}

/// Something that happens to people on record.
#[derive(Debug, Clone)]
enum Edit {
    /// A list with these rows: (number, trade, place, days until a licence ends, how widely shown, days since agreed).
    List(Vec<(u8, u8, bool, Option<i8>, u8, u8)>),
    Withdraw(u8, bool),
    HideFrom(u8),
    Household(u8),
    Erase(u8),
    Night(u8),
    Compact,
}

fn edit() -> impl Strategy<Value = Edit> {
    let row = (0u8..10, 0u8..3, any::<bool>(), proptest::option::of(-2i8..20), 0u8..3, 0u8..3);
    prop_oneof![
        5 => proptest::collection::vec(row, 1..7).prop_map(Edit::List),
        2 => (0u8..10, any::<bool>()).prop_map(|(number, wide)| Edit::Withdraw(number, wide)),
        1 => (0u8..10).prop_map(Edit::HideFrom),
        1 => (0u8..10).prop_map(Edit::Household),
        1 => (0u8..10).prop_map(Edit::Erase),
        1 => (1u8..30).prop_map(Edit::Night),
        1 => Just(Edit::Compact),
    ]
}

async fn apply(world: &World, market: &Market, edit: &Edit) {
    let known = async |number: u8| {
        yipin::candidates::store::by_source(market.db(), "test", &number.to_string()).await.expect("an answer")
    };
    match edit {
        Edit::List(rows) => {
            let rows = rows.iter().map(|&(number, trade, near, licence, wide, ago)| {
                let licences = licence.map(|left| json!([{"kind": "nurse", "valid_until": days_ago(-i64::from(left))}]));
                let mut row = json!({
                    "wants.occupations": match trade { 0 => "elder_carer", 1 => "nurse", _ => "cook" },
                    "region": if near { "210302" } else { "210381" },
                    "licences": licences,
                });
                if wide > 0 {
                    row = with(
                        row,
                        json!({"visible_to": if wide == 1 { "matched" } else { "verified" }, "consent_on": days_ago(ago.into())}),
                    );
                }
                seeker(&number.to_string(), "王桂芝", row)
            });
            import_rows(market.db(), world.data(), rows).await;
        }
        Edit::Withdraw(number, wide) => {
            if let Some(id) = known(*number).await {
                let sharing = if *wide { Sharing::MaskedVerified } else { Sharing::MaskedMatched };
                change(market, async |tx| consents::withdraw(tx, id, sharing, Stamp::now()).await.expect("withdrawn")).await;
            }
        }
        Edit::HideFrom(number) => {
            if let Some(id) = known(*number).await {
                change(market, async |tx| consents::hide_from(tx, id, &["铁东区阳光养老院".to_owned()]).await.expect("hidden"))
                    .await;
            }
        }
        Edit::Household(number) => {
            if let Some(id) = known(*number).await {
                change(market, async |tx| {
                    household::tell(tx, id, &[HouseholdFlag::Monitored], Stamp::now()).await.expect("told")
                })
                .await;
            }
        }
        Edit::Erase(number) => {
            if let Some(id) = known(*number).await {
                change(market, async |tx| _ = erasure::erase(tx, id, Cause::Asked, Stamp::now()).await.expect("erased")).await;
            }
        }
        Edit::Night(days) => {
            let then = Stamp(Stamp::now().0 + i64::from(*days) * 86_400);
            yipin::jobs::sweep_people(market.db(), then).await.expect("the sweep");
        }
        Edit::Compact => _ = yipin::jobs::compact(market.db()).await.expect("compacted"),
    }
}

/// What the care home sees: who is found, and every facet, for several questions.
async fn sight(market: &Market, home: i64) -> Vec<String> {
    let mut all = Vec::new();
    for request in [
        Request::default(),
        Request { q: "护士".to_owned(), ..Request::default() },
        Request { q: "海城".to_owned(), ..Request::default() },
        Request { licences: vec![LicenceKind::Nurse], ..Request::default() },
        Request { occupations: vec!["elder_carer".to_owned(), "cook".to_owned()], ..Request::default() },
    ] {
        let found = find(market, home, Request { per_page: 100, ..request }).await;
        let mut hits: Vec<String> = found.hits.iter().map(|hit| format!("{:?}", hit.masked)).collect();
        hits.sort_unstable();
        all.push(format!("{} {hits:?} {:?}", found.total, found.facets));
    }
    all
}

async fn same_after(world: &World, market: &Market, home: i64, edits: &[Edit]) -> Result<(), String> {
    for edit in edits {
        apply(world, market, edit).await;
        market.caught_up().await;
    }
    let drift = market.drift().await;
    if !drift.is_empty() {
        return Err(format!("the followed index drifted: {drift:?}"));
    }
    let followed = sight(market, home).await;
    market.app.directory.rebuild(market.db(), |_| {}).await.map_err(|fault| fault.to_string())?;
    let drift = market.drift().await;
    if !drift.is_empty() {
        return Err(format!("the rebuilt index drifted: {drift:?}"));
    }
    let rebuilt = sight(market, home).await;
    match followed.iter().zip(&rebuilt).find(|(one, other)| one != other) {
        Some((one, other)) => Err(format!("followed: {one}\nrebuilt:  {other}")),
        None => Ok(()),
    }
}
