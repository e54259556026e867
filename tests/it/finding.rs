//! People look for posts: by trade, place, condition, in pinyin, with typing errors, by facet, page after page.

use crate::world::{Found, Market, World, days_ago, escaped, post, stories};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use yipin::openings::Event;

/// A small town: each post is there for one search.
fn town() -> Vec<Value> {
    let at = |place: &str, institution: &str| json!({"place": place, "institution": institution});
    let with = |base: Value, more: Value| {
        let mut all = base;
        all.as_object_mut().expect("object").extend(more.as_object().expect("object").clone());
        all
    };
    vec![
        post("carer", "养老护理员", with(at("鞍山市铁东区", "铁东区颐和养老院"), json!({"pay_min": 3800, "benefits": "五险"}))),
        post(
            "carer-fed",
            "养老护理员",
            with(
                at("鞍山市铁西区", "铁西区常青敬老院"),
                json!({"pay_min": 3600, "benefits": "包吃、包住", "description": "照护老人，包吃住。"}),
            ),
        ),
        post(
            "carer-days",
            "养老护理员（白班）",
            with(
                at("鞍山市立山区", "立山区康宁养老院"),
                json!({"pay_min": 3500, "shifts": "白班", "description": "照护老人，长白班，不上夜班。"}),
            ),
        ),
        post(
            "carer-nights",
            "养老护理员（夜班）",
            with(
                at("鞍山市立山区", "立山区福寿养老院"),
                json!({"pay_min": 4200, "shifts": "夜班", "description": "夜间照护老人，上夜班。"}),
            ),
        ),
        post("carer-sea", "养老护理员", at("鞍山市海城市", "海城市夕阳红养老院")),
        post(
            "nurse",
            "护士",
            with(
                at("鞍山市铁东区", "铁东区医养中心"),
                json!({"licences": "护士执业证", "education": "大专", "pay_min": 4500, "description": "注射、换药、交接班。"}),
            ),
        ),
        post(
            "rehab",
            "康复治疗师",
            with(at("鞍山市千山区", "千山区汤岗子疗养院"), json!({"education": "本科", "description": "为老人做康复训练。"})),
        ),
        post("cook", "厨师", with(at("鞍山市铁东区", "铁东区颐和养老院"), json!({"description": "为老人做一日三餐。"}))),
        post("guard", "保安", with(at("鞍山市铁东区", "铁东区好邻物业"), json!({"description": "小区门岗，巡逻。"}))),
        post("guard-ma", "保安", with(at("马鞍山市花山区", "马鞍山好邻物业"), json!({"description": "小区门岗，巡逻。"}))),
        post("road", "公路养护工", with(at("鞍山市台安县", "台安县公路段"), json!({"description": "道路养护、沥青摊铺。"}))),
        post(
            "intern",
            "护理实习生",
            with(at("鞍山市铁东区", "铁东区颐和养老院"), json!({"kind": "实习", "description": "跟班学习照护。"})),
        ),
    ]
}

/// The sample city that `yipin demo` serves.
async fn city(world: &World) -> Market {
    let rows = yipin::demo::city(yipin::time::today());
    let market = world.open().await;
    let plain = |rows: Vec<serde_json::Map<String, Value>>| rows.into_iter().map(Value::Object);
    assert_eq!(market.import_institutions(plain(rows.institutions)).await.refused, 0);
    market.take_in(plain(rows.openings)).await;
    market
}

stories! {
    async fn a_trade_is_found_under_its_name_and_the_names_people_use(world: World) {
        let market = world.open_with_posts(town()).await;
        assert_eq!(market.look_for("康复治疗师").await.ids()[0], "rehab");
        assert_eq!(market.look_for("护士").await.ids()[0], "nurse");
        let carers = market.look_for("护工").await;
        assert!(carers.ids()[0].starts_with("carer"), "{:?}", carers.titles());
        assert!(!carers.ids().contains(&"road"), "mending roads is no care: {:?}", carers.titles());
        assert_eq!(market.look_for("nurse").await.ids()[0], "nurse");
        assert!(market.look_for("厨师").await.understood().contains(&"厨师:occupation:cook".to_owned()));
    }

    async fn a_place_named_in_the_words_is_a_filter(world: World) {
        let market = world.open_with_posts(town()).await;
        let found = market.look_for("海城 护工").await;
        assert_eq!(found.ids()[0], "carer-sea");
        assert!(found.understood().contains(&"海城:region:210381".to_owned()), "{:?}", found.understood());
        let near_by = market.look_for("海城市").await;
        assert_eq!(near_by.ids()[0], "carer-sea");
        assert!(!near_by.ids().contains(&"guard-ma"), "another city for a district of this one");
        // Chosen as a filter a place is that place, however few posts are there.
        assert_eq!(market.search("region=210381").await.ids(), ["carer-sea"]);
    }

    async fn anshan_is_not_ma_anshan(world: World) {
        let market = world.open_with_posts(town()).await;
        assert_eq!(market.look_for("鞍山保安").await.ids(), ["guard"]);
        assert_eq!(market.look_for("马鞍山 保安").await.ids(), ["guard-ma"]);
        assert!(!market.search("region=210300").await.ids().contains(&"guard-ma"));
    }

    async fn a_condition_puts_the_posts_that_say_it_first(world: World) {
        let market = world.open_with_posts(town()).await;
        let fed = market.look_for("养老护理员 包吃住").await;
        assert_eq!(fed.ids()[0], "carer-fed");
        assert!(fed.understood().contains(&"包吃住:condition:meals_and_housing".to_owned()), "{:?}", fed.understood());
        let days = market.look_for("养老护理员 不上夜班").await;
        assert_eq!(days.ids()[0], "carer-days");
        assert!(!days.ids().contains(&"carer-nights"), "night work for someone who wants none: {:?}", days.ids());
        assert_eq!(market.search("benefit=meals_and_housing").await.ids(), ["carer-fed"]);
    }

    async fn pinyin_and_first_letters_find_what_the_characters_would(world: World) {
        let market = world.open_with_posts(town()).await;
        for typed in ["yanglaohuliyuan", "ylhly"] {
            let found = market.look_for(typed).await;
            assert!(found.ids().first().is_some_and(|id| id.starts_with("carer")), "{typed}: {:?}", found.0);
            assert_eq!(found.0["corrected"], json!({"from": typed, "to": "养老护理员"}));
        }
        assert_eq!(market.look_for("kangfuzhiliaoshi").await.ids()[0], "rehab");
    }

    async fn a_typing_error_is_mended_and_the_mending_is_told(world: World) {
        let market = world.open_with_posts(town()).await;
        for (typed, meant, id) in [("户理员", "护理员", "carer"), ("护土", "护士", "nurse")] {
            let found = market.look_for(typed).await;
            assert_eq!(found.0["corrected"], json!({"from": typed, "to": meant}));
            assert!(found.ids().first().is_some_and(|first| first.starts_with(id)), "{typed}: {:?}", found.ids());
            let verbatim = market.search(&format!("q={typed}&verbatim=true")).await;
            assert_eq!(verbatim.0["corrected"], Value::Null);
        }
        assert_eq!(market.look_for("护士").await.0["corrected"], Value::Null);
    }

    async fn filters_narrow_and_those_of_one_kind_are_alternatives(world: World) {
        let market = world.open_with_posts(town()).await;
        assert_eq!(market.search("kind=internship").await.ids(), ["intern"]);
        assert_eq!(market.search("occupation=cook&occupation=nurse").await.set(), ["cook", "nurse"]);
        assert_eq!(market.search("occupation=nurse&region=210381").await.total(), 0);
        // Who left school after nine years is not offered what asks for more; what is silent asks for nothing.
        let nine_years = market.search("education=junior_high&per_page=50").await;
        assert!(!nine_years.ids().contains(&"nurse") && nine_years.ids().contains(&"carer"), "{:?}", nine_years.ids());
        assert_eq!(market.search("pay_min=4000").await.set(), ["carer-nights", "nurse"]);
    }

    /// The count beside a choice is what choosing it shows. Where a choice leaves few, what fits less exactly stands behind
    /// them, and how many are exact is told.
    async fn facet_counts_are_what_choosing_shows(world: World) {
        let market = city(&world).await;
        for base in [
            "",
            "kind=vacancy",
            "region=210300",
            "region=210302&kind=vacancy",
            "occupation=elder_carer&pay_min=3000",
            "q=护理员",
            "q=护士",
            "q=包吃住 护工",
            "q=助浴员",
            "q=海城",
        ] {
            let whole = market.search(&format!("{base}&per_page=1")).await;
            let shown = |chosen: Found| if whole.0["exact"].is_null() { chosen.exactly() } else { chosen.total() };
            for facet in ["kind", "occupation", "institution_kind", "region"] {
                // Chosen values of the same facet give way to the one tried: they are alternatives.
                let others: Vec<&str> =
                    base.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with(&format!("{facet}="))).collect();
                for (value, count) in whole.facet(facet).into_iter().take(6) {
                    let chosen = market.search(&format!("{}&{facet}={value}&per_page=1", others.join("&"))).await;
                    assert_eq!(shown(chosen), count, "{base}: {facet}={value}");
                }
            }
            for (value, count) in whole.facet("benefit").into_iter().take(6) {
                let chosen = market.search(&format!("{base}&benefit={value}&per_page=1")).await;
                assert_eq!(shown(chosen), count, "{base}: benefit={value}");
            }
        }
    }

    async fn choosing_within_a_facet_leaves_its_other_counts(world: World) {
        let market = city(&world).await;
        for words in ["", "q=护理员&"] {
            let free = market.search(&format!("{words}per_page=1")).await;
            let chosen = market.search(&format!("{words}kind=vacancy&per_page=1")).await;
            assert_eq!(free.facet("kind"), chosen.facet("kind"), "{words}");
            assert!(chosen.facet("occupation").values().sum::<u64>() <= free.facet("occupation").values().sum());
            assert_eq!(chosen.total(), free.facet("kind")["vacancy"]);
        }
    }

    async fn every_entry_is_met_once_from_the_first_page_to_the_last(world: World) {
        let market = city(&world).await;
        let searches = [
            "",
            "sort=newest",
            "sort=pay",
            "sort=ending",
            "near=41.11,122.99&sort=distance",
            "q=护理员",
            "q=助浴员",
            "q=岫岩 康复",
            "q=包吃住&region=210300",
            "q=海城 护士",
        ];
        for query in searches {
            let mut ids: Vec<String> = Vec::new();
            let (mut posts, mut entries) = (0, 0);
            for page in 1.. {
                let found = market.search(&format!("{query}&per_page=37&page={page}")).await;
                posts += found.hits().iter().map(|hit| 1 + hit["folded"].as_u64().unwrap_or(0)).sum::<u64>();
                ids.extend(found.ids().into_iter().map(str::to_owned));
                entries = found.entries();
                if found.hits().len() < 37 {
                    assert_eq!(posts, found.total(), "{query}");
                    break;
                }
            }
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{query}: something came twice");
            assert_eq!(ids.len() as u64, entries, "{query}");
        }
    }

    async fn each_order_is_what_it_says(world: World) {
        let market = city(&world).await;
        let column = |found: &Found, name: &str| -> Vec<Value> { found.hits().iter().map(|hit| hit[name].clone()).collect() };
        let days = column(&market.search("sort=newest&per_page=100").await, "published");
        assert!(days.windows(2).all(|two| two[0].as_str() >= two[1].as_str()), "{days:?}");
        let ending = column(&market.search("sort=ending&per_page=100").await, "valid_until");
        let late = |day: &Value| day.as_str().unwrap_or("9999").to_owned();
        assert!(ending.windows(2).all(|two| late(&two[0]) <= late(&two[1])), "{ending:?}");
        let pay = column(&market.search("sort=pay&per_page=100").await, "pay");
        let monthly = |pay: &Value| -> f64 {
            let month = match pay["period"].as_str() {
                Some("hour") => 174.0,
                Some("day") => 21.75,
                Some("year") => 1.0 / 12.0,
                Some(_) => 1.0,
                None => return -1.0,
            };
            let (min, max) = (pay["min"].as_f64(), pay["max"].as_f64());
            month * (min.or(max).unwrap_or(0.0) + max.or(min).unwrap_or(0.0))
        };
        assert!(pay.windows(2).all(|two| monthly(&two[0]) + 2.0 >= monthly(&two[1])), "{pay:?}");
        let near = column(&market.search("near=41.11,122.99&sort=distance&per_page=100").await, "distance_km");
        assert!(
            near.windows(2).all(|two| two[0].as_f64().unwrap_or(f64::MAX) <= two[1].as_f64().unwrap_or(f64::MAX)),
            "{near:?}"
        );
    }

    async fn a_radius_holds_what_is_inside_it(world: World) {
        let at = |id: &str, lat: f64, lon: f64| {
            post(id, "护工", json!({"lat": lat, "lon": lon, "institution": format!("{id}养老院")}))
        };
        let market = world
            .open_with_posts([
                at("station", 41.1103, 122.9945),
                at("two-streets", 41.1203, 122.9945),
                at("lishan", 41.1506, 123.0248),
                at("haicheng", 40.8525, 122.7522),
                post("unknown", "护工", json!({"institution": "无处养老院"})),
            ])
            .await;
        let near = market.search("near=41.1103,122.9945&radius_km=3&sort=distance").await;
        assert_eq!(near.ids(), ["station", "two-streets"]);
        assert_eq!(near.hits()[0]["distance_km"], 0.0);
        assert_eq!(near.hits()[1]["distance_km"], 1.1);
        assert_eq!(market.search("near=41.1103,122.9945&radius_km=10").await.set(), ["lishan", "station", "two-streets"]);
        let all = market.search("near=41.1103,122.9945&sort=distance").await;
        assert_eq!(all.ids(), ["station", "two-streets", "lishan", "haicheng", "unknown"]);
        assert!(all.hits()[4].get("distance_km").is_none(), "a distance was made up");
        let page = market.get("/openings?near=41.1103,122.9945&sort=distance").await.fine().text;
        assert_eq!(page.matches("离您多远还不知道").count(), 1, "and the page says so");
    }

    /// One post listed by three sites is one entry; when the one that stands for them goes, the next steps up.
    async fn posts_that_say_the_same_stand_behind_one(world: World) {
        let same = |id: &str, days: i64| {
            post(id, "养老护理员", json!({"description": "照护老人，三餐饮食，翻身擦洗。", "published": days_ago(days)}))
        };
        let market = world
            .open_with_posts([
                same("old", 9),
                same("middle", 5),
                same("new", 1),
                post("other", "养老护理员", json!({"pay_min": 5000})),
            ])
            .await;
        let found = market.look_for("养老护理员").await;
        assert_eq!((found.total(), found.entries()), (4, 2));
        assert_eq!(found.set(), ["new", "other"]);
        let leader = |found: &Found| {
            found
                .hits()
                .iter()
                .find(|hit| hit["source_id"] != "other")
                .map(|hit| (hit["source_id"].clone(), hit.get("folded").cloned()))
        };
        assert_eq!(leader(&found), Some((json!("new"), Some(json!(2)))));
        market.happens("new", Event::Close).await;
        assert_eq!(leader(&market.look_for("养老护理员").await), Some((json!("middle"), Some(json!(1)))));
        market.happens("middle", Event::Lapse).await;
        assert_eq!(leader(&market.look_for("养老护理员").await), Some((json!("old"), None)));
        market.happens("new", Event::Reopen).await;
        assert_eq!(leader(&market.look_for("养老护理员").await), Some((json!("new"), Some(json!(1)))));
        // One of them says something else now and stands alone.
        market.take_in([post("new", "养老护理员", json!({"description": "照护失智老人。", "published": days_ago(1)}))]).await;
        let parted = market.look_for("养老护理员").await;
        assert_eq!((parted.total(), parted.set()), (3, vec!["new", "old", "other"]));
    }

    /// No filter hides a post behind another that lacks what the filter asks.
    async fn posts_that_differ_in_what_can_be_asked_do_not_stand_behind_each_other(world: World) {
        let text = "照护老人，三餐饮食，翻身擦洗。";
        let same = |id: &str, more: Value| {
            let mut row = post(id, "养老护理员", json!({"description": text, "published": days_ago(2)}));
            row.as_object_mut().expect("object").extend(more.as_object().expect("object").clone());
            row
        };
        let market = world
            .open_with_posts([
                same("plain", json!({"published": days_ago(1)})),
                same("paid", json!({"pay_min": 4000})),
                same("schooled", json!({"education": "大专"})),
                same("fed", json!({"benefits": "包吃住"})),
                same("far", json!({"lat": 40.8525, "lon": 122.7522})),
                same("nightly", json!({"shifts": "夜班"})),
            ])
            .await;
        assert_eq!(market.search("benefit=meals_and_housing").await.ids(), ["fed"]);
        assert_eq!(market.search("pay_min=3500").await.ids(), ["paid"]);
        assert_eq!(market.search("near=40.8525,122.7522&radius_km=2").await.ids(), ["far"]);
        assert_eq!(market.search("").await.entries(), 6);
    }

    /// Among posts that fit alike, the one with fewer applicants comes first; a crowd never lifts what fits worse.
    async fn few_applicants_decide_among_equals_only(world: World) {
        let equal =
            |id: &str| post(id, "养老护理员", json!({"institution": format!("第{id}养老院"), "description": "照护老人。"}));
        let market = world
            .open_with_posts([
                equal("1"),
                equal("2"),
                equal("3"),
                post("cook", "厨师", json!({"description": "养老院厨房，会照顾老人更好。"})),
            ])
            .await;
        market.applied_lately("1", 40).await;
        market.applied_lately("2", 3).await;
        let found = market.look_for("养老护理员").await;
        assert_eq!(&found.ids()[..3], ["3", "2", "1"]);
        market.applied_lately("3", 400).await;
        let found = market.look_for("养老护理员").await;
        assert_eq!(&found.ids()[..3], ["2", "1", "3"]);
    }

    async fn money_that_an_institution_pays_nobody_changes_no_order(world: World) {
        let market = world
            .open_with_posts([
                post("a", "护工", json!({"推广费": 9000, "置顶": true, "institution": "甲养老院"})),
                post("b", "护工", json!({"institution": "乙养老院"})),
            ])
            .await;
        let scores: Vec<Value> = market.look_for("护工").await.hits().iter().map(|hit| hit["score"].clone()).collect();
        assert_eq!(scores[0], scores[1]);
    }

    async fn suggestions_come_in_characters_pinyin_and_first_letters(world: World) {
        let market = world.open_with_posts(town()).await;
        for typed in ["养老护", "yanglaohu", "ylh"] {
            let reply = market.get(&format!("/api/v1/suggest?q={}", escaped(typed))).await.fine().json();
            let texts: Vec<&str> =
                reply["suggestions"].as_array().expect("a list").iter().filter_map(|one| one["text"].as_str()).collect();
            assert!(texts.contains(&"养老护理员"), "{typed}: {texts:?}");
            assert!(texts.len() <= 8);
        }
        let nothing = market.get("/api/v1/suggest?q=").await.fine().json();
        assert!(nothing["suggestions"].is_array());
    }

    /// Nothing found: the page offers searches that differ in one respect, and each of them finds what it promises.
    async fn where_nothing_is_found_there_are_ways_on(world: World) {
        let market = world.open_with_posts(town()).await;
        for query in [
            "occupation=nurse&region=210381",
            "occupation=cook&pay_min=9000",
            "q=护士&kind=volunteer",
            "q=大连 护士",
            "q=zzqqxx",
            "q=岫岩 zzqqxx",
            "q=zzqqxx&region=210302&kind=vacancy",
        ] {
            let page = market.get(&format!("/openings?{}", crate::world::in_address(query))).await.fine();
            assert_eq!(market.search(query).await.total(), 0, "{query}");
            let list = page
                .text
                .split("class=\"ways-on\"")
                .nth(1)
                .unwrap_or_else(|| panic!("{query}: no way on"))
                .split("</ul>")
                .next()
                .unwrap_or_default()
                .to_owned();
            let ways = list.split("href=\"").skip(1).filter_map(|rest| {
                let (href, rest) = rest.split_once('"')?;
                let (promised, _) = rest.split_once("<b>")?.1.split_once(' ')?;
                Some((href.replace("&amp;", "&"), promised.parse::<u64>().ok()?))
            });
            let ways: Vec<(String, u64)> = ways.collect();
            assert!(!ways.is_empty(), "{query}: {list}");
            for (way, promised) in ways {
                let (_, asked) = way.split_once('?').unwrap_or((&way, ""));
                let found = market.search(asked).await;
                let kept = if found.exactly() > 0 { found.exactly() } else { found.total() };
                assert!(promised > 0 && kept == promised, "{query} → {way} finds {kept} and not {promised}");
            }
        }
    }

    async fn the_answer_has_the_fields_that_others_rely_on(world: World) {
        let market = city(&world).await;
        let found = market.search("region=210300&near=41.11,122.99&per_page=5").await;
        for name in ["total", "page", "per_page", "took_ms", "understood", "corrected", "openings", "facets"] {
            assert!(found.0.get(name).is_some(), "no {name}");
        }
        assert_eq!((found.0["page"].clone(), found.0["per_page"].clone(), found.hits().len()), (json!(1), json!(5), 5));
        for hit in found.hits() {
            let shown: BTreeMap<String, Value> = serde_json::from_value(hit.clone()).expect("an object");
            for name in [
                "id",
                "title",
                "kind",
                "occupation",
                "institution",
                "region",
                "pay",
                "headcount",
                "education",
                "source",
                "source_id",
                "published",
                "valid_until",
                "score",
                "subsidies",
                "url",
            ] {
                assert!(shown.contains_key(name), "no {name} in {hit}");
            }
            assert!(hit["region"]["code"].as_str().is_some_and(|code| code.starts_with("2103")), "{hit}");
            assert!(hit["region"]["name"].as_str().is_some_and(|name| name.starts_with("辽宁省鞍山市")), "{hit}");
        }
    }
}
