//! What other programs read: JobPosting in a page, the Atom feed, the sitemap, robots.txt. What a post does not say is not there.

use crate::world::{Market, World, days_ago, post, stories};
use crate::xml;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use yipin::config::Config;
use yipin::openings::Event;

/// The JobPosting in a post's page, if it has one.
async fn job_posting(market: &Market, id: &str) -> Option<Value> {
    let page = market.get(&market.page_of(id).await).await.fine();
    let (_, rest) = page.text.split_once("<script type=\"application/ld+json\">")?;
    let (json, _) = rest.split_once("</script>").expect("the element ends");
    Some(serde_json::from_str(json).unwrap_or_else(|fault| panic!("no JSON: {fault}: {json}")))
}

fn nasty(id: &str) -> Value {
    post(
        id,
        "护工 <b>&\"'</b> \u{1F475}",
        json!({"institution": "“甲&乙”<养老院>", "description": "照护 & 陪伴 </script><script>alert(1)</script> ]]> \u{0} 结束"}),
    )
}

stories! {
    async fn a_job_posting_says_what_the_post_says_and_no_more(world: World) {
        let market = world.open_with_posts([
            post("full", "养老护理员", json!({
                "pay_min": 3500, "pay_max": 4500, "headcount": 2, "employment": "全职", "valid_until": days_ago(-20), "experience_years": "1年",
                "address": "胜利南路1号", "lat": 41.11, "lon": 122.99, "published": days_ago(2), "url": "https://example.org/jobs/1",
            })),
            post("silent", "护工", json!({})),
            post("bare-pay", "搬运工", json!({"pay_min": 200})),
            post("nowhere", "护工", json!({"place": "火星基地", "institution": "火星养老院"})),
            post("volunteer", "陪伴老人", json!({"kind": "志愿服务"})),
            nasty("nasty"),
        ]).await;
        let full = job_posting(&market, "full").await.expect("a JobPosting");
        assert_eq!((full["@context"].as_str(), full["@type"].as_str()), (Some("https://schema.org"), Some("JobPosting")));
        assert_eq!(full["datePosted"], days_ago(2));
        assert!(full["validThrough"].as_str().is_some_and(|until| until.starts_with(&days_ago(-20))), "{full}");
        assert_eq!(full["hiringOrganization"]["name"], "铁东区颐和养老院");
        assert_eq!(full["jobLocation"]["address"]["addressRegion"], "辽宁省");
        assert_eq!(full["jobLocation"]["address"]["addressLocality"], "鞍山市");
        assert_eq!(full["jobLocation"]["address"]["addressCountry"], "CN");
        assert_eq!(full["jobLocation"]["address"]["streetAddress"], "胜利南路1号");
        assert_eq!(
            full["baseSalary"],
            json!({"@type": "MonetaryAmount", "currency": "CNY", "value": {"@type": "QuantitativeValue", "minValue": 3500, "maxValue": 4500, "unitText": "MONTH"}})
        );
        assert_eq!((full["employmentType"].as_str(), full["totalJobOpenings"].as_i64()), (Some("FULL_TIME"), Some(2)));
        assert_eq!(full["identifier"]["value"], "full");

        let silent = job_posting(&market, "silent").await.expect("a JobPosting");
        for invented in ["baseSalary", "validThrough", "employmentType", "totalJobOpenings", "experienceRequirements"] {
            assert!(silent.get(invented).is_none(), "{invented} was made up: {silent}");
        }
        assert!(silent["jobLocation"]["address"].get("streetAddress").is_none() && silent["jobLocation"].get("geo").is_none());
        for needed in ["title", "description", "datePosted", "hiringOrganization", "jobLocation"] {
            assert!(
                silent.get(needed).is_some_and(|value| !value.is_null() && value != ""),
                "schema.org wants {needed}: {silent}"
            );
        }
        assert!(
            job_posting(&market, "bare-pay").await.expect("a JobPosting").get("baseSalary").is_none(),
            "a period was made up"
        );
        assert!(
            job_posting(&market, "nowhere").await.is_none(),
            "a JobPosting without a place breaks the rules; a made-up place is worse"
        );
        assert!(job_posting(&market, "volunteer").await.is_none(), "volunteering is no job");
        let nasty = job_posting(&market, "nasty").await.expect("a JobPosting");
        assert!(nasty["title"].as_str().is_some_and(|title| title.contains('&') && title.contains('\u{1F475}')), "{nasty}");
    }

    async fn the_atom_feed_of_a_search_is_sound_xml(world: World) {
        let market = world
            .open_with_posts([
                nasty("nasty"),
                post("new", "养老护理员", json!({"published": days_ago(1), "place": "海城市"})),
                post("old", "养老护理员", json!({"published": days_ago(30)})),
            ])
            .await;
        let reply = market.get("/openings.atom").await.fine();
        assert!(reply.header("content-type").starts_with("application/atom+xml"));
        let feed = xml::read(&reply.text);
        assert_eq!((feed.name.as_str(), feed.attribute("xmlns")), ("feed", "http://www.w3.org/2005/Atom"));
        for needed in ["id", "title", "updated"] {
            assert!(!feed.text_of(needed).is_empty(), "no {needed}");
        }
        let entries: Vec<_> = feed.all("entry").collect();
        assert_eq!(entries.len(), 3);
        assert_eq!(entries[0].text_of("title"), "养老护理员");
        let stamps: Vec<&str> = entries.iter().map(|entry| entry.text_of("updated")).collect();
        assert!(stamps.windows(2).all(|two| two[0] >= two[1]) && stamps[0].starts_with(&days_ago(1)), "{stamps:?}");
        for entry in entries {
            assert!(entry.text_of("id").starts_with(&market.home), "{}", entry.text_of("id"));
            assert!(!entry.all("author").next().expect("an author").text_of("name").is_empty());
            let page = entry.all("link").next().expect("a link").attribute("href").replacen(&market.home, "", 1);
            market.get(&page).await.fine();
        }
        let near = xml::read(&market.get("/openings.atom?region=210381&q=%E6%8A%A4%E7%90%86%E5%91%98").await.fine().text);
        assert_eq!(near.all("entry").count(), 1);
        assert_eq!(market.get("/openings.atom?region=9").await.status, 400);
        let bare = market.get("/openings.atom?lang=en&type=large").await.fine();
        assert!(!bare.text.contains("lang=en") && !bare.text.contains("type=large"), "language and type size are for pages: {}", bare.text);
    }

    async fn the_sitemap_names_every_public_page_once(world: World) {
        let rows = (0..45).map(|at| post(&format!("p{at}"), "护工", json!({"institution": format!("第{}养老院", at % 9)})));
        let market = world.open_with(Config { public_url: Some("https://yipin.example".into()), ..Config::default() }).await;
        market.take_in(rows).await;
        market.happens("p7", Event::Close).await;
        let index = xml::read(&market.get("/sitemap.xml").await.fine().text);
        assert_eq!(
            (index.name.as_str(), index.attribute("xmlns")),
            ("sitemapindex", "http://www.sitemaps.org/schemas/sitemap/0.9")
        );
        let mut pages = Vec::new();
        for map in index.all("sitemap") {
            let address = map.text_of("loc").strip_prefix("https://yipin.example").expect("its own address").to_owned();
            let map = xml::read(&market.get(&address).await.fine().text);
            assert_eq!(map.name, "urlset");
            pages.extend(
                map.all("url")
                    .map(|url| url.text_of("loc").strip_prefix("https://yipin.example").expect("its own address").to_owned()),
            );
        }
        let distinct: BTreeSet<&String> = pages.iter().collect();
        assert_eq!(distinct.len(), pages.len(), "an address stands twice");
        assert_eq!(pages.iter().filter(|page| page.starts_with("/openings/")).count(), 44);
        assert_eq!(pages.iter().filter(|page| page.starts_with("/institutions/")).count(), 9);
        for page in pages.iter().step_by(7) {
            market.get(page).await.fine();
        }
        for none in ["/sitemap/openings/il", "/sitemap/people/0", "/sitemap/openings"] {
            assert_eq!(market.get(none).await.status, 404, "{none}");
        }
    }

    async fn robots_are_told_where_the_map_is_and_what_is_nobody_s_business(world: World) {
        let market = world.open_with(Config { public_url: Some("https://yipin.example".into()), ..Config::default() }).await;
        let robots = market.get("/robots.txt").await.fine();
        assert!(robots.header("content-type").starts_with("text/plain"));
        let lines: Vec<&str> = robots.text.lines().collect();
        for line in [
            "User-agent: *",
            "Disallow: /me",
            "Disallow: /desk",
            "Disallow: /office",
            "Sitemap: https://yipin.example/sitemap.xml",
        ] {
            assert!(lines.contains(&line), "{line}: {lines:?}");
        }
    }

    async fn a_sample_city_stays_out_of_search_engines(world: World) {
        let market = world.open_with(Config { demo: true, ..Config::default() }).await;
        assert_eq!(market.get("/robots.txt").await.fine().text, "User-agent: *\nDisallow: /\n");
    }

    async fn the_interface_describes_itself(world: World) {
        let market = world.open().await;
        let description = market.get("/api/openapi.json").await.fine().json();
        assert!(description["openapi"].as_str().is_some_and(|version| version.starts_with("3.")), "{}", description["openapi"]);
        let paths = description["paths"].as_object().expect("paths");
        assert_eq!(description["servers"][0]["url"], "/api/v1");
        for path in ["/openings", "/openings/{id}", "/openings/changes", "/suggest"] {
            assert!(paths.contains_key(path), "{path}: {:?}", paths.keys().collect::<Vec<_>>());
        }
        let parameters = paths["/openings"]["get"]["parameters"].as_array().expect("parameters");
        let described: BTreeSet<&str> = parameters.iter().filter_map(|one| one["name"].as_str()).collect();
        let known: BTreeSet<&str> = yipin::search::request::PARAMETERS.iter().copied().collect();
        assert_eq!(described, known, "what is described is not what is read");
        market.get("/api/docs").await.fine();
    }
}
