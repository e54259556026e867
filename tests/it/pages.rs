//! What a visitor gets: pages in either language, faults as pages with a way on, probes for machines.

use crate::world::{World, escaped, in_address, post, stories};
use serde_json::json;
use yipin::config::Config;

const PAGES: [&str; 9] = [
    "/",
    "/openings",
    "/openings?q=护工",
    "/openings?region=210302&kind=vacancy",
    "/openings?q=没有这样的岗位",
    "/styleguide",
    "/match",
    "/match/form",
    "/styleguide/matching",
];

stories! {
    async fn every_page_is_there_in_both_languages_and_small(world: World) {
        let market = world
            .open_with_posts((0..25).map(|at| post(&format!("p{at}"), "护工", json!({"institution": format!("第{at}养老院")}))))
            .await;
        let post = market.page_of("p1").await;
        let institution = format!("/institutions/{}", yipin::db::show_id(market.post("p1").await.institution.id));
        for address in PAGES.into_iter().chain([post.as_str(), institution.as_str()]) {
            for (lang, tag) in [("zh", "zh-CN"), ("en", "en")] {
                let mark = if address.contains('?') { '&' } else { '?' };
                let page = market.get(&in_address(&format!("{address}{mark}lang={lang}"))).await.fine();
                assert!(page.header("content-type").starts_with("text/html"), "{address}");
                assert!(page.text.contains(&format!("<html lang=\"{tag}\"")), "{address} is not in {lang}");
                assert_eq!(page.header("content-language"), tag);
                assert!(page.header("content-security-policy").starts_with("default-src 'self'"), "{address}");
                let scripts = page
                    .text
                    .split("<script")
                    .skip(1)
                    .filter(|script| !script.starts_with(" type=\"application/ld+json\"") && !script.contains("src=\"/"));
                assert_eq!(scripts.count(), 0, "{address}: a script stands in the page");
                for host in ["href=\"http", "src=\"http"] {
                    let strange = page.text.split(host).skip(1).filter(|rest| !format!("http{rest}").starts_with(&market.home));
                    assert_eq!(strange.count(), 0, "{address}: asks another host");
                }
            }
        }
    }

    /// The longest post there can be, and an institution with many posts: in parts, each light, and nothing is lost.
    async fn what_is_long_comes_in_parts_that_are_light(world: World) {
        let sentence = |at: usize| format!("第{at}条：帮老人洗漱、吃饭、翻身，有事马上叫护士。");
        let text: String = (0..700).map(sentence).collect();
        let words = |what: &str| (0..60).map(|at| format!("{what}{at}{}", "长".repeat(11))).collect::<Vec<_>>().join("、");
        let long = json!({
            "title": "长".repeat(190), "institution": "第一养老院", "description": text, "address": "长".repeat(290),
            "benefits": words("待遇"), "skills": words("技能"),
        });
        let many = (0..45).map(|at| post(&format!("p{at}"), &format!("护工{at}号"), json!({"institution": "第一养老院"})));
        let market = world.open_with_posts(many.chain([post("long", "护工", long)])).await;
        let home = market.get("/").await.fine();
        let mut files = 0;
        for end in ["css", "js"] {
            let address = home.text.split('"').find(|part| part.starts_with("/static/app.") && part.ends_with(end)).expect("a file");
            files += market.get(address).await.fine().text.len();
        }
        let whole = async |address: &str| {
            let (mut all, mut next) = (String::new(), Some(address.to_owned()));
            while let Some(address) = next {
                let page = market.get(&address).await.fine().text;
                let weight = page.len() + files;
                assert!(weight <= 60_000, "{address} weighs {weight} bytes");
                next = page.split("<a rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split(['"', '#']).next()).map(str::to_owned);
                all.push_str(&page);
            }
            all
        };
        let told = whole(&market.page_of("long").await).await;
        assert!((0..700).all(|at| told.contains(&sentence(at))), "a part of the text is lost");
        let institution = format!("/institutions/{}", yipin::db::show_id(market.post("p1").await.institution.id));
        let listed = whole(&institution).await;
        assert!((0..45).all(|at| listed.contains(&format!("护工{at}号"))), "a post is lost");
        for address in [format!("{institution}?page=9"), format!("{}?part=x", market.page_of("long").await)] {
            assert_eq!(market.get(&address).await.status, 400, "{address}");
        }
    }

    async fn the_language_is_remembered_until_it_is_switched_back(world: World) {
        let market = world.open_with_posts([post("a", "护工", json!({}))]).await;
        let english = market.get("/openings?lang=en").await.fine();
        let cookie = english.header("set-cookie").split(';').next().expect("a cookie").to_owned();
        assert_eq!(cookie, "lang=en");
        let later = market.ask("/openings", &[("cookie", &cookie)]).await.fine();
        assert!(later.text.contains("<html lang=\"en\""));
        let back = market.ask("/openings?lang=zh", &[("cookie", &cookie)]).await.fine();
        assert!(back.text.contains("<html lang=\"zh-CN\""));
        assert!(market.get("/openings").await.text.contains("<html lang=\"zh-CN\""), "Chinese comes first");
    }

    /// An error is a page like any other: in the visitor's language, saying what is wrong, with a way on.
    async fn a_fault_is_a_page_with_a_way_on(world: World) {
        let market = world.open_with_posts([post("a", "护工", json!({}))]).await;
        for (address, status) in [
            ("/nowhere", 404),
            ("/openings/zzzz", 404),
            ("/institutions/1", 404),
            ("/openings?kind=wizard", 400),
            ("/static/none.css", 404),
        ] {
            for (lang, tag) in [("zh", "zh-CN"), ("en", "en")] {
                let page = market.ask(address, &[("cookie", &format!("lang={lang}")), ("accept", "text/html")]).await;
                assert_eq!(page.status, status, "{address}");
                assert!(page.text.contains(&format!("<html lang=\"{tag}\"")), "{address}: {}", page.text);
                assert!(page.text.contains("href=\"/openings\"") || page.text.contains("href=\"/\""), "{address}: no way on");
            }
        }
        let named = market.get(&in_address("/openings?q=护工&region=铁岭街")).await;
        assert_eq!(named.status, 400);
        assert!(
            named.text.contains("铁岭街") && named.text.contains(&format!("/openings?q={}", escaped("护工"))),
            "{}",
            named.text
        );
        let json = market.ask("/nowhere", &[("accept", "application/json")]).await;
        assert!(json.faulty_fields().is_empty());
    }

    /// The two figures of the home page are kept between visits, and never older than the market.
    async fn the_home_page_counts_what_is_there_now(world: World) {
        let rows = (0..5).map(|at| post(&format!("p{at}"), "护工", json!({"institution": format!("第{}养老院", at % 3)})));
        let market = world.open_with_posts(rows).await;
        let figures = async || {
            let page = market.get("/?lang=en").await.fine().text;
            let (_, list) = page.split_once("<ul class=\"figures\">").expect("the figures");
            let numbers: Vec<String> = list.split("<b>").skip(1).filter_map(|rest| rest.split_once("</b>")).map(|(number, _)| number.to_owned()).collect();
            (numbers[0].clone(), numbers[1].clone())
        };
        for _ in 0..2 {
            assert_eq!(figures().await, ("5".to_owned(), "3".to_owned()));
        }
        market.happens("p2", yipin::openings::Event::Close).await;
        assert_eq!(figures().await, ("4".to_owned(), "2".to_owned()));
        market.take_in([post("new", "护士", json!({"institution": "第九养老院"}))]).await;
        assert_eq!(figures().await, ("5".to_owned(), "3".to_owned()));
    }

    async fn a_post_that_has_ended_says_so_and_shows_what_is_like_it(world: World) {
        let market = world
            .open_with_posts([
                post("ended", "养老护理员", json!({})),
                post("alike", "养老护理员", json!({"institution": "立山区康宁养老院"})),
            ])
            .await;
        market.happens("ended", yipin::openings::Event::Close).await;
        let page = market.get(&market.page_of("ended").await).await;
        assert_eq!(page.status, 410);
        assert!(page.text.contains(&market.page_of("alike").await), "nothing alike is shown");
    }

    async fn what_a_post_says_cannot_break_its_page(world: World) {
        let market = world.open_with_posts([post("a", "护工<script>alert(1)</script>", json!({"description": "\"><img src=x onerror=alert(1)>", "institution": "<b>院</b>", "benefits": "<i>包吃</i>", "url": "https://example.org/\"onmouseover=alert(1)"}))]).await;
        for address in [
            market.page_of("a").await,
            "/openings".to_owned(),
            in_address("/openings?q=<script>alert(1)</script>"),
            "/".to_owned(),
        ] {
            let page = market.get(&address).await.fine();
            for broken in ["<script>alert", "<img src=x", "<b>院", "<i>包吃", "\"onmouseover"] {
                assert!(!page.text.contains(broken), "{address}: {broken}");
            }
        }
    }

    async fn a_page_of_a_sample_city_says_so(world: World) {
        let market = world.open_with(Config { demo: true, ..Config::default() }).await;
        market.take_in([post("a", "护工", json!({}))]).await;
        let (sample, real) = (market.get("/").await.fine(), market.get("/openings?lang=en").await.fine());
        let words = |lang: yipin::words::Lang| lang.words().demo_notice();
        assert!(sample.text.contains(&words(yipin::words::Lang::Zh)), "{}", sample.text);
        assert!(real.text.contains(&words(yipin::words::Lang::En)));
    }

    async fn the_probes_answer_machines(world: World) {
        let market = world.open_with_posts([post("a", "护工", json!({}))]).await;
        assert_eq!(market.get("/healthz").await.fine().text, "alive\n");
        let ready = market.get("/readyz").await.fine();
        assert!(ready.text.starts_with("ready; 1 documents, 0 changes behind"), "{}", ready.text);
        let metrics = market.get("/metrics").await.fine();
        let gauge = |name: &str| metrics.text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse::<f64>().ok());
        assert!(gauge("yipin_index_lag_changes").is_some(), "{}", metrics.text);
        for line in metrics.text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (_, value) = line.rsplit_once(' ').unwrap_or_else(|| panic!("no figure: {line}"));
            assert!(value.parse::<f64>().is_ok(), "no figure: {line}");
        }
        let api = market.get("/api/v1/openings").await.fine();
        assert_eq!(api.header("content-type"), "application/json");
    }

    async fn packed_answers_say_the_same(world: World) {
        let market = world
            .open_with_posts((0..25).map(|at| post(&format!("p{at}"), "护工", json!({"institution": format!("第{at}养老院")}))))
            .await;
        let client = reqwest::Client::builder().gzip(false).build().expect("a client");
        let asked = |packed: bool| {
            let request = client.get(format!("{}/openings", market.home));
            if packed { request.header("accept-encoding", "gzip") } else { request }.send()
        };
        let (plain, packed) = (asked(false).await.expect("an answer"), asked(true).await.expect("an answer"));
        assert!(plain.headers().get("content-encoding").is_none());
        assert_eq!(packed.headers()["content-encoding"], "gzip");
        let (plain, packed) = (plain.bytes().await.expect("bytes"), packed.bytes().await.expect("bytes"));
        let mut unpacked = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&packed[..]), &mut unpacked).expect("unpacked");
        assert!(packed.len() * 3 < plain.len() && unpacked == plain);
    }

    async fn methods_and_bodies_that_are_not_meant_are_refused(world: World) {
        let market = world.open().await;
        let client = reqwest::Client::new();
        let posted = client.post(format!("{}/api/v1/openings", market.home)).body("x").send().await.expect("an answer");
        assert_eq!(posted.status(), 405);
        assert!(posted.headers().contains_key("allow"));
        let large = client.post(format!("{}/openings", market.home)).body(vec![b'x'; 2 << 20]).send().await;
        assert!(large.is_err() || large.is_ok_and(|reply| reply.status().is_client_error()));
        market.get("/healthz").await.fine();
    }
}
