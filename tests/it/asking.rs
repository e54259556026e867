//! “What suits me?” on the pages: question after question without a script, nothing kept, and an answer one can act on.

use crate::world::{Market, Reply, World, post, stories};
use serde_json::json;
use std::collections::BTreeMap;
use yipin::db::sql;
use yipin::openings::Event;
use yipin::words::Lang;

/// A form as it stands on a page: what it would send, and its buttons.
#[derive(Debug, Default)]
struct Form {
    /// What it sends whatever is pressed.
    holds: Vec<(String, String)>,
    /// Boxes and radios that are not ticked.
    offers: Vec<(String, String)>,
    buttons: Vec<(String, String)>,
}

/// The value of an attribute of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let rest = tag.get(from..)?;
    let value = rest.get(..rest.find('"')?)?;
    Some(value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

/// Reads the form that carries the answers, and the buttons anywhere that belong to it.
fn form(page: &Reply) -> Form {
    let answers = |(at, _): &(usize, &str)| page.text[*at..].split('>').next().is_some_and(|tag| tag.contains("id=\"answers\""));
    let start = page.text.match_indices("<form").find(answers).unwrap_or_else(|| panic!("{}: no form", page.address)).0;
    let end = page.text[start..].find("</form>").expect("an end") + start;
    let mut form = Form::default();
    for (at, _) in page.text.match_indices('<') {
        let tag = &page.text[at..page.text[at..].find('>').map_or(page.text.len(), |len| at + len)];
        let inside = (start..end).contains(&at) || attribute(tag, "form").is_some_and(|id| id == "answers");
        let Some(name) = attribute(tag, "name").filter(|_| inside) else { continue };
        let pair = (name, attribute(tag, "value").unwrap_or_default());
        if tag.starts_with("<button") {
            form.buttons.push(pair);
        } else if tag.starts_with("<input") {
            let choice = ["checkbox", "radio"].contains(&attribute(tag, "type").unwrap_or_default().as_str());
            if choice && !tag.ends_with(" checked") { form.offers.push(pair) } else { form.holds.push(pair) }
        }
    }
    form
}

/// Sends the form of a page with boxes ticked, lines written and a button pressed.
async fn press(market: &Market, page: &Reply, fills: &[(&str, &str)], button: (&str, &str)) -> Reply {
    let form = form(page);
    let pressed = (button.0.to_owned(), button.1.to_owned());
    assert!(form.buttons.contains(&pressed), "{}: no button {button:?} among {:?}", page.address, form.buttons);
    let mut sends = form.holds.clone();
    for (name, value) in fills {
        let fill = ((*name).to_owned(), (*value).to_owned());
        match form.holds.iter().position(|(held, _)| held == name && !form.offers.contains(&fill)) {
            Some(line) => sends[line] = fill,
            None => {
                assert!(form.offers.contains(&fill), "{name}={value} is not offered: {:?}", form.offers);
                sends.push(fill);
            }
        }
    }
    sends.push(pressed);
    let pairs: Vec<(&str, &str)> = sends.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    market.fill_in("/match", &pairs).await
}

/// What the page asks.
fn asks(page: &Reply) -> String {
    form(page).holds.iter().find(|(name, _)| name == "step").map(|(_, value)| value.clone()).unwrap_or_default()
}

const NEXT: (&str, &str) = ("go", "next");
const SKIP: (&str, &str) = ("go", "skip");
const BACK: (&str, &str) = ("go", "back");
const SHOW: (&str, &str) = ("go", "result");

async fn city(world: &World) -> Market {
    world
        .open_with_posts([
            post("cook", "养老院厨师", json!({"occupation": "cook", "institution": "甲院", "pay_min": 3000, "pay_max": 3800, "pay_period": "month"})),
            post("carer", "养老护理员", json!({"occupation": "elder_carer", "institution": "乙院"})),
            post("nurse", "护士", json!({"occupation": "nurse", "institution": "丙院"})),
            post("guide", "退休护士指导岗", json!({"occupation": "nurse", "kind": "advisory", "institution": "丁院", "description": "只做技术指导，不打针"})),
            post("village", "护老员", json!({"occupation": "village_carer", "kind": "public_welfare", "institution": "戊村互助院", "place": "鞍山市岫岩县", "description": "脱贫户优先"})),
        ])
        .await
}

stories! {
    async fn a_cook_answers_question_after_question_and_sees_why_the_kitchen_suits_her(world: World) {
        let market = city(&world).await;
        let cook = market.page_of("cook").await;
        let page = market.get("/match").await.fine();
        assert_eq!(asks(&page), "work");
        let page = press(&market, &page, &[("work.8.occupation", "cook")], NEXT).await.fine();
        assert_eq!(asks(&page), "years");
        let page = press(&market, &page, &[("work.8.years", "5")], NEXT).await.fine();
        assert_eq!(asks(&page), "licences");
        let page = press(&market, &page, &[("licences.10.kind", "health_certificate")], NEXT).await.fine();
        assert_eq!(asks(&page), "place");
        let page = press(&market, &page, &[("region", "210302")], NEXT).await.fine();
        assert_eq!(asks(&page), "town");
        let page = press(&market, &page, &[], ("region", "210302002")).await.fine();
        assert_eq!(asks(&page), "schooling", "nobody in a street of the town is asked about villages");
        let page = press(&market, &page, &[], ("education.level", "primary")).await.fine();
        assert_eq!(asks(&page), "pension", "the subject of a primary school is not asked");
        let page = press(&market, &page, &[], SHOW).await.fine();
        assert_eq!(asks(&page), "result");
        let list = page.text.find("id=\"posts\"").expect("a list");
        let first = page.text[list..].find("/openings/").expect("a post") + list;
        assert!(page.text[first..].starts_with(&cook), "the kitchen comes first");
        assert!(page.text.contains("做过厨师，5年"), "{}", page.text);
        assert!(page.text.contains("class=\"ring\"") && page.text.contains("还差什么"), "{}", page.text);
        assert!(page.text.contains("formaction=\"/subsidies\""));
    }

    /// Every question can be skipped to the end, and gone back from there to the first.
    async fn every_question_can_be_skipped_and_gone_back_to(world: World) {
        let market = city(&world).await;
        let mut page = market.get("/match").await.fine();
        let mut way = vec![asks(&page)];
        while asks(&page) != "result" {
            page = press(&market, &page, &[], SKIP).await.fine();
            way.push(asks(&page));
        }
        assert!(way.len() > 10 && way.len() < 20, "{way:?}");
        assert_eq!(way[way.len() - 2], "household", "hardship is asked last");
        assert!(page.text.contains(&market.page_of("carer").await), "also who says nothing is shown something");
        page = press(&market, &page, &[], ("go", "household")).await.fine();
        for step in way.iter().rev().skip(2) {
            page = press(&market, &page, &[], BACK).await.fine();
            assert_eq!(&asks(&page), step);
        }
        assert!(!form(&page).buttons.contains(&("go".to_owned(), "back".to_owned())), "nothing stands before the first");
    }

    async fn what_was_answered_is_still_ticked_when_one_comes_back_and_can_be_changed(world: World) {
        let market = city(&world).await;
        let answers = [("work.8.occupation", "cook"), ("work.8.years", "3"), ("region", "210381"), ("wants.kinds", "vacancy"), ("wants.nights", "false")];
        let sent: Vec<(&str, &str)> = [("step", "household"), SHOW].into_iter().chain(answers).collect();
        let result = market.fill_in("/match", &sent).await.fine();
        let held: BTreeMap<String, String> = form(&result).holds.into_iter().collect();
        for (name, value) in answers {
            assert_eq!(held.get(name).map(String::as_str), Some(value), "{name}");
        }
        let work = press(&market, &result, &[], ("go", "work")).await.fine();
        assert!(form(&work).holds.contains(&("work.8.occupation".to_owned(), "cook".to_owned())), "{:?}", form(&work));
        let years = press(&market, &work, &[("work.0.occupation", "elder_carer")], NEXT).await.fine();
        assert!(form(&years).holds.contains(&("work.8.years".to_owned(), "3".to_owned())), "years stay with their work");
        let nights = press(&market, &result, &[], ("go", "nights")).await.fine();
        assert!(nights.text.contains("value=\"false\" aria-pressed=\"true\""));
        let changed = press(&market, &nights, &[], ("wants.nights", "true")).await.fine();
        assert_eq!(asks(&changed), "lodging");
        assert!(form(&changed).holds.contains(&("wants.nights".to_owned(), "true".to_owned())));
        let skipped = press(&market, &nights, &[], SKIP).await.fine();
        assert!(!form(&skipped).holds.iter().any(|(name, _)| name == "wants.nights"));
    }

    /// Answers live in the pages alone: the database is what it was, no cookie tells of them, no address holds them.
    async fn nothing_is_kept_and_no_address_tells(world: World) {
        let market = city(&world).await;
        let everything = async || {
            let mut rows = Vec::new();
            for table in ["institutions", "openings", "opening_moves", "changes", "change_clock"] {
                let count = match table {
                    "institutions" => "select count(*) as n from institutions",
                    "openings" => "select count(*) as n from openings",
                    "opening_moves" => "select count(*) as n from opening_moves",
                    "changes" => "select count(*) as n from changes",
                    _ => "select seq as n from change_clock",
                };
                rows.push(market.db().one(sql(count)).await.expect("a row").get::<i64>("n").expect("a number"));
            }
            rows
        };
        let before = everything().await;
        let answers = [("step", "household"), SHOW, ("household", "minimum_living_allowance"), ("household", "disabled"), ("region", "210323"),
            ("work.8.occupation", "cook"), ("birth_year", "1974"), ("rural", "true")];
        let page = market.fill_in("/match", &answers).await.fine();
        let sheet = press(&market, &page, &[], ("go", "sheet")).await.fine();
        let step = press(&market, &page, &[], ("go", "pay")).await.fine();
        for page in [&page, &sheet, &step] {
            assert_eq!(page.header("set-cookie"), "", "{}", page.address);
            for link in ["href=\"", "action=\"", "formaction=\""] {
                for (at, _) in page.text.match_indices(link) {
                    let address = page.text[at + link.len()..].split('"').next().unwrap_or_default();
                    let tells = ["household", "disabled", "allowance", "birth", "1974", "work.", "rural="];
                    assert!(!tells.iter().any(|word| address.contains(word)), "{address}");
                }
            }
            assert!(!form(page).holds.is_empty() && page.text.contains("method=\"post\""));
        }
        let shown = page.text.split("<main").nth(1).expect("a page");
        assert!(!shown.replace("value=\"disabled\"", "").contains("残疾"), "hardship is not read out");
        assert_eq!(everything().await, before);
        assert_eq!(market.get("/match").await.fine().text.matches("1974").count(), 0, "the next visitor begins anew");
    }

    async fn another_language_or_type_keeps_the_answers(world: World) {
        let market = city(&world).await;
        let page = market.fill_in("/match", &[("step", "place"), ("go", "next"), ("region", "210302"), ("work.8.occupation", "cook")]).await.fine();
        assert!(page.text.contains("formaction=\"/match?lang=en\"") && !page.text.contains("href=\"/match?lang=en\""), "a link would lose them");
        let mut sends: Vec<(String, String)> = form(&page).holds;
        sends.push(("go".into(), "stay".into()));
        let sends: Vec<(&str, &str)> = sends.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let english = market.fill_in("/match?lang=en", &sends).await.fine();
        assert!(english.text.contains("<html lang=\"en\"") && english.text.contains(&Lang::En.words().match_ask_town("Tiedong District")), "{}", english.text);
        assert_eq!((asks(&english), form(&english).holds), (asks(&page), form(&page).holds));
    }

    async fn all_on_one_page_asks_the_same_and_answers_the_same(world: World) {
        let market = city(&world).await;
        let page = market.get("/match/form").await.fine();
        assert!(market.get("/match").await.text.contains("href=\"/match/form\""));
        let form = form(&page);
        let names: Vec<&String> = form.holds.iter().chain(&form.offers).map(|(name, _)| name).collect();
        for name in ["work.8.occupation", "licences.0.valid_until", "household", "wants.kinds", "place", "birth_year", "education.major"] {
            assert!(names.iter().any(|known| *known == name), "{name}");
        }
        assert!(page.text.contains("<input type=\"number\" name=\"work.8.years\""), "a figure, since a list beside each work would be heavy");
        for name in ["region", "education.level", "retired", "wants.nights", "wants.radius_km"] {
            assert!(page.text.contains(&format!("<select id=\"{name}\" name=\"{name}\"")), "{name}");
        }
        let result = press(&market, &page, &[("work.8.occupation", "cook"), ("place", "海城市西柳镇"), ("wants.pay_min", "３０００元")], SHOW).await.fine();
        let held: BTreeMap<String, String> = self::form(&result).holds.into_iter().collect();
        assert!(held["region"].starts_with("210381") && held["region"].len() == 9, "{held:?}");
        assert_eq!((held["wants.pay_min"].as_str(), held.contains_key("skills.0.occupation")), ("3000", false));
        let again = press(&market, &result, &[], ("go", "sheet")).await.fine();
        assert!(again.text.contains(&format!("<option value=\"{}\" selected>", held["region"])), "what was answered stands there again");
    }

    async fn what_cannot_be_read_is_asked_again_and_the_rest_is_kept(world: World) {
        let market = city(&world).await;
        let page = market.fill_in("/match", &[("step", "place"), NEXT, ("place", "火星"), ("work.8.occupation", "cook")]).await.fine();
        assert_eq!(asks(&page), "place");
        assert!(page.text.contains(&Lang::Zh.words().match_place_fault()) && page.text.contains("value=\"火星\""), "{}", page.text);
        assert!(form(&page).holds.iter().any(|(name, _)| name == "work.8.occupation"), "the other answers are still there");
        let mended = press(&market, &page, &[("place", "岫岩")], NEXT).await.fine();
        assert_eq!(asks(&mended), "town");
        let page = market.fill_in("/match", &[("step", "study"), NEXT, ("education.level", "bachelor"), ("education.major", "护理"), ("education.graduated_on", "去年")]).await.fine();
        assert!(asks(&page) == "study" && page.text.contains("value=\"去年\"") && page.text.contains("role=\"alert\""), "{}", page.text);
        let back = market.fill_in("/match", &[("step", "study"), BACK, ("education.level", "bachelor"), ("education.graduated_on", "去年")]).await.fine();
        assert_eq!(asks(&back), "schooling", "nobody is held up on the way back");
        let sheet = market.fill_in("/match", &[("step", "sheet"), SHOW, ("wants.pay_min", "多"), ("birth_year", "1974")]).await.fine();
        assert!(asks(&sheet) == "sheet" && sheet.text.contains("value=\"多\"") && sheet.text.contains("value=\"1974\""));
        for odd in [("sex", "f"), ("go", "away"), ("step", "nowhere"), ("household", "rich"), ("skip", "all")] {
            let refused = market.fill_in("/match", &[odd]).await;
            assert_eq!(refused.status, 400, "{odd:?}");
            assert!(refused.text.contains("href=\"/\""), "{odd:?}: no way on");
        }
        market.fill_in("/match", &[("opening", "zzz"), ("step", "work"), SHOW]).await.fine();
    }

    async fn from_the_page_of_a_post_one_sees_how_that_post_suits(world: World) {
        let market = city(&world).await;
        let (nurse, cook) = (market.page_of("nurse").await, market.page_of("cook").await);
        let link = |address: &str| address.replace("/openings/", "/match?opening=");
        assert!(market.get(&nurse).await.fine().text.contains(&link(&nurse)));
        let asked = market.get(&link(&nurse)).await.fine();
        let page = press(&market, &asked, &[("work.8.occupation", "cook")], NEXT).await.fine();
        let page = press(&market, &page, &[], SKIP).await.fine();
        let page = press(&market, &page, &[("licences", "none")], NEXT).await.fine();
        let page = press(&market, &page, &[], SHOW).await.fine();
        assert!(page.text.contains(&Lang::Zh.words().match_this_closed()) && page.text.contains("法律规定，做这个要有护士执业证"), "{}", page.text);
        let asked = market.get(&link(&cook)).await.fine();
        let page = press(&market, &asked, &[("work.8.occupation", "cook")], SHOW).await.fine();
        assert!(page.text.contains(&Lang::Zh.words().match_this_title()) && page.text.contains("做过厨师"));
        market.happens("cook", Event::Close).await;
        let page = press(&market, &asked, &[("work.8.occupation", "cook")], SHOW).await.fine();
        assert!(!page.text.contains(&cook), "a post that ended is not shown");
    }

    async fn a_retired_nurse_sees_her_three_ways(world: World) {
        let market = city(&world).await;
        let words = Lang::Zh.words();
        let ask = async |until: &str, last: &str| {
            market.fill_in("/match", &[("step", "papers"), SHOW, ("licences.0.kind", "nurse"), ("licences.0.valid_until", until),
                ("licences.0.last_practised", last), ("retired", "true")]).await.fine().text
        };
        let tomorrow = crate::world::days_ago(-400);
        let open = ask(&tomorrow, &crate::world::days_ago(100)).await;
        assert!(open.contains(&words.match_medic_title()) && open.matches(&words.match_medic_open()).count() == 3, "{open}");
        assert!(open.contains(&market.page_of("guide").await));
        assert!(ask(&tomorrow, &crate::world::days_ago(800)).await.contains(&words.match_medic_break()));
        assert!(ask(&crate::world::days_ago(3), &crate::world::days_ago(100)).await.contains(&words.match_medic_closed_expired()));
        assert!(ask("", "").await.contains(&words.match_medic_unknown()));
        let doctor = [
            ("step", "papers"),
            SHOW,
            ("licences.1.kind", "doctor"),
            ("licences.1.last_practised", "2020-01-01"),
            ("retired", "true"),
        ];
        assert!(market.fill_in("/match", &doctor).await.fine().text.contains(&words.match_medic_closed_idle()));
        let guard = market.fill_in("/match", &[("step", "pension"), SHOW, ("work.11.occupation", "security_guard"), ("retired", "true")]).await.fine();
        assert!(!guard.text.contains(&words.match_medic_title()));
    }

    async fn where_little_is_found_the_page_says_what_to_give_up(world: World) {
        let market = city(&world).await;
        let words = Lang::Zh.words();
        let nowhere = world.another().await;
        let empty = nowhere.open().await;
        let page = empty.fill_in("/match", &[("step", "work"), SHOW]).await.fine();
        assert!(page.text.contains(&words.match_nothing_title()) && page.text.contains("href=\"/openings\""), "{}", page.text);
        let picky = [("step", "pay"), SHOW, ("region", "210302"), ("wants.occupations", "finance"), ("wants.kinds", "internship"), ("wants.pay_min", "9000")];
        let page = market.fill_in("/match", &picky).await.fine();
        let loosened = press(&market, &page, &[], ("without", "kinds")).await.fine();
        assert!(!form(&loosened).holds.iter().any(|(name, _)| name == "wants.kinds"));
        assert!(form(&loosened).holds.iter().any(|(name, _)| name == "wants.pay_min"));
    }

    async fn a_long_list_is_shown_ten_at_a_time(world: World) {
        let many = (0..23).map(|at| post(&format!("p{at}"), "养老护理员", json!({"occupation": "elder_carer", "institution": format!("第{at}养老院")})));
        let market = world.open_with_posts(many).await;
        let mut page = market.fill_in("/match", &[("step", "work"), SHOW]).await.fine();
        let mut seen = std::collections::BTreeSet::new();
        for (at, count) in [10, 10, 3].into_iter().enumerate() {
            let posts: Vec<&str> = page.text.split("<article class=\"fit\">").skip(1).filter_map(|fit| fit.split("href=\"").nth(1)?.split('"').next()).collect();
            assert_eq!(posts.len(), count);
            seen.extend(posts.into_iter().map(str::to_owned));
            let on = ("skip".to_owned(), format!("{}", (at + 1) * 10));
            assert_eq!(form(&page).buttons.contains(&on), at < 2, "{at}");
            if at < 2 {
                page = press(&market, &page, &[], ("skip", &on.1)).await.fine();
            }
        }
        assert_eq!(seen.len(), 23, "every post once");
        assert!(form(&page).buttons.contains(&("skip".to_owned(), "10".to_owned())), "and back again");
    }
}
