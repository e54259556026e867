//! Whatever is thrown at an address or into a file: a refusal that names the field, or a line of the rejects. Never a fault of
//! ours, never a panic, nothing lost.

use crate::world::{Market, World, escaped, lines, post, stories};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use yipin::search::request::PARAMETERS;

/// Things that have broken programs before.
fn oddities() -> Vec<String> {
    let mut all: Vec<String> = [
        "null",
        "undefined",
        "NaN",
        "inf",
        "-inf",
        "-1",
        "0",
        "1",
        "1e309",
        "-0",
        "0x10",
        "１２",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551616",
        "1.5",
        "1,5",
        "true",
        "yes",
        "'",
        "\"",
        "';drop table openings;--",
        "' or '1'='1",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "%",
        "%%",
        "%zz",
        "\\",
        "\0",
        "\u{1}",
        "\u{7f}",
        "\u{feff}",
        "\u{200b}",
        "\u{202e}护士",
        "\u{fffd}",
        "\u{10ffff}",
        "👩‍⚕️",
        "Z\u{0335}a\u{0317}",
        "ß",
        "İ",
        "ﬁ",
        "{}",
        "[]",
        "{\"a\":1}",
        "${jndi:ldap://x}",
        "{{7*7}}",
        "()",
        "(((((((",
        "*",
        "护*",
        "?",
        "a OR b",
        "title:护工",
        "\"护工",
        "+护工 -护士",
        "护工~2",
        "[a TO b]",
        "^",
        "&&",
        "||",
        "!",
        "AND",
        "NOT",
        "护",
        "的",
        " ",
        "\t\n\r",
        "2103",
        "210300000000",
        "2103000000000",
        "999999",
        "99",
        "00",
        "鞍山",
        "火星",
        "41,122",
        "41;122",
        "91,0",
        "0,181",
        "41",
        ",",
        "41,",
        "41,122,3",
        "vacancy,internship",
        "Vacancy",
        "elder_carer ",
        "-5",
        "10001",
        "2147483648",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    all.extend([
        "护".repeat(301),
        "a".repeat(5000),
        "包吃住 ".repeat(60),
        "(".repeat(290),
        "\u{0301}".repeat(300),
        "9".repeat(400),
    ]);
    all
}

/// An answer to anything is fine, or a refusal that names what it refuses. Gives the fields named.
async fn answered(market: &Market, address: &str) -> Option<Vec<String>> {
    let reply = market.get(address).await;
    match reply.status.as_u16() {
        200 => {
            reply.json();
            None
        }
        400 => {
            let fields = reply.faulty_fields();
            assert!(!fields.is_empty(), "{address}: no field is named: {}", reply.text);
            Some(fields)
        }
        // An address longer than any server reads.
        414 | 431 => Some(vec!["address".to_owned()]),
        other => panic!("{address}: {other}: {}", reply.text),
    }
}

stories! {
    async fn every_parameter_refuses_what_it_cannot_mean_by_name(world: World) {
        let market = world
            .open_with_posts((0..12).map(|at| post(&format!("p{at}"), "护工", json!({"institution": format!("{at}院")}))))
            .await;
        let mut refused: BTreeMap<&str, usize> = BTreeMap::new();
        for parameter in PARAMETERS {
            for odd in oddities() {
                let near = if matches!(*parameter, "radius_km" | "sort") { "near=41.1,122.9&" } else { "" };
                if let Some(fields) = answered(&market, &format!("/api/v1/openings?{near}{parameter}={}", escaped(&odd))).await {
                    assert!(
                        fields.iter().all(|field| field == parameter
                            || field == "address"
                            || (*parameter == "per_page" && field == "page")),
                        "{parameter}={odd}: {fields:?}"
                    );
                    *refused.entry(parameter).or_default() += 1;
                }
            }
        }
        for parameter in PARAMETERS.iter().filter(|name| **name != "q") {
            assert!(refused.get(parameter).is_some_and(|count| *count > 20), "{parameter} takes almost anything: {refused:?}");
        }
    }

    /// What a caller must get wrong at least once.
    async fn common_mistakes_are_named(world: World) {
        let market = world.open().await;
        let wrong = [
            ("regoin=210300", "regoin"),
            ("kind=job", "kind"),
            ("occupation=wizard", "occupation"),
            ("pathway=magic", "pathway"),
            ("education=phd", "education"),
            ("institution_kind=hotel", "institution_kind"),
            ("pay_min=-1", "pay_min"),
            ("pay_min=lots", "pay_min"),
            ("benefit=gold", "benefit"),
            ("subsidy=maybe", "subsidy"),
            ("near=here", "near"),
            ("near=91,0", "near"),
            ("radius_km=5", "radius_km"),
            ("near=41,122&radius_km=-5", "radius_km"),
            ("sort=best", "sort"),
            ("sort=distance", "sort"),
            ("page=0", "page"),
            ("page=x", "page"),
            ("per_page=0", "per_page"),
            ("per_page=101", "per_page"),
            ("page=600&per_page=20", "page"),
            ("verbatim=perhaps", "verbatim"),
            ("region=999999", "region"),
            ("region=火星", "region"),
            ("q=%FF%FE", ""),
            ("%FF=1", "\u{fffd}"),
        ];
        for (query, field) in wrong {
            let fields = answered(&market, &format!("/api/v1/openings?{}", crate::world::in_address(query))).await;
            if field.is_empty() {
                continue;
            }
            assert_eq!(fields, Some(vec![field.to_owned()]), "{query}");
        }
        let both = answered(&market, "/api/v1/openings?kind=job&pay_min=x&flavour=1").await.expect("refused");
        assert_eq!(both.into_iter().collect::<BTreeSet<_>>(), ["flavour", "kind", "pay_min"].map(str::to_owned).into());
        for (address, field) in [
            ("/api/v1/openings/changes?since=-1", "since"),
            ("/api/v1/openings/changes?since=x", "since"),
            ("/api/v1/openings/changes?limit=0", "limit"),
            ("/api/v1/openings/changes?limit=1001", "limit"),
            ("/api/v1/openings/changes?from=1", "from"),
            ("/api/v1/suggest?q=&x=1", "x"),
        ] {
            assert_eq!(answered(&market, address).await, Some(vec![field.to_owned()]), "{address}");
        }
    }

    async fn whatever_is_typed_is_answered(world: World) {
        let market = world
            .open_with_posts((0..30).map(|at| {
                post(
                    &format!("p{at}"),
                    ["护工", "护士", "厨师"][at % 3],
                    json!({"institution": format!("{at}院"), "benefits": "包吃住"}),
                )
            }))
            .await;
        let handle = tokio::runtime::Handle::current();
        let mut runner = TestRunner::new(Config { cases: 120, failure_persistence: None, ..Config::default() });
        let words = proptest::sample::select(vec![
            "护工",
            "鞍山",
            "包吃住",
            "不上夜班",
            "3000以上",
            "hugong",
            "nurse",
            "的",
            " ",
            "海城",
            "应届",
            "不要",
            "户理员",
            "-",
        ]);
        let typed = prop_oneof![
            "\\PC{0,30}",
            proptest::collection::vec(words, 1..8).prop_map(|words| words.concat()),
            proptest::sample::select(oddities()),
        ];
        let done = runner.run(
            &(
                proptest::sample::select(PARAMETERS),
                typed,
                proptest::sample::select(vec!["/api/v1/openings", "/openings", "/openings.atom", "/api/v1/suggest"]),
            ),
            |(name, value, path)| {
                tokio::task::block_in_place(|| {
                    handle.block_on(async {
                        let reply = market.get(&format!("{path}?{name}={}", escaped(&value))).await;
                        let status = reply.status.as_u16();
                        prop_assert!(matches!(status, 200 | 400 | 414 | 431), "{path}?{name}={value}: {status}");
                        if status == 400 && path.starts_with("/api/") {
                            prop_assert!(!reply.faulty_fields().is_empty());
                        }
                        Ok(())
                    })
                })
            },
        );
        if let Err(fault) = done {
            panic!("{fault}");
        }
    }

    async fn strange_addresses_headers_and_cookies_do_no_harm(world: World) {
        let market = world.open_with_posts([post("a", "护工", json!({}))]).await;
        for odd in oddities() {
            for address in
                ["/openings/", "/institutions/", "/api/v1/openings/", "/sitemap/openings/", "/static/", "/", "/openings?near="]
            {
                let reply = market.get(&format!("{address}{}", escaped(&odd))).await;
                assert!(!reply.status.is_server_error(), "{address}{odd}: {}", reply.status);
            }
        }
        let long = "x".repeat(4000);
        for value in ["", "lang=", "lang=xx; type=huge", "=;=;;", "lang=en; lang=zh", "\"", long.as_str()] {
            for name in [
                "cookie",
                "accept",
                "accept-language",
                "host",
                "user-agent",
                "x-request-id",
                "accept-encoding",
                "range",
                "if-none-match",
            ] {
                if name == "host" && value.is_empty() {
                    continue;
                }
                let reply = market.ask("/openings?q=x", &[(name, value)]).await;
                assert!(!reply.status.is_server_error(), "{name}: {value}: {}", reply.status);
            }
        }
        assert_eq!(market.search("").await.total(), 1);
    }

    /// Every column, everything odd: each row goes in or is refused under the name of that column, and the sums agree.
    async fn every_column_refuses_what_it_cannot_mean_by_name(world: World) {
        const COLUMNS: [&str; 29] = [
            "source",
            "source_id",
            "title",
            "institution",
            "credit_code",
            "kind",
            "occupation",
            "place",
            "address",
            "lat",
            "lon",
            "description",
            "headcount",
            "pay_min",
            "pay_max",
            "pay_period",
            "pay_months",
            "education",
            "experience_years",
            "skill_level",
            "licences",
            "majors",
            "employment",
            "benefits",
            "skills",
            "shifts",
            "valid_until",
            "published",
            "url",
        ];
        let market = world.open().await;
        let mut thrown: Vec<(&str, Value)> = Vec::new();
        for column in COLUMNS {
            thrown.extend(oddities().into_iter().map(|odd| (column, json!(odd))));
            thrown.extend(
                [
                    json!(-1),
                    json!(1e300),
                    json!(true),
                    json!(null),
                    json!([]),
                    json!(["", null, 7]),
                    json!({"a": {"b": []}}),
                    json!("长".repeat(30_000)),
                ]
                .map(|odd| (column, odd)),
            );
        }
        let rows: Vec<Value> = thrown
            .iter()
            .enumerate()
            .map(|(at, (column, odd))| {
                let mut row = post(&format!("g{at}"), "护工", json!({"lat": 41.1, "lon": 122.9, "pay_min": 3000}));
                row[column] = odd.clone();
                row
            })
            .collect();
        let (summary, rejects) = market.import_file(&market.file("odd.jsonl", lines(rows.clone()).as_bytes())).await;
        assert_eq!(summary.new + summary.changed + summary.same + summary.refused, thrown.len() as u64, "{summary:?}");
        let mut refused: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        let mut reader = csv::Reader::from_reader(rejects.trim_start_matches('\u{feff}').as_bytes());
        for fault in reader.records() {
            let fault = fault.expect("a row of the rejects");
            let line: usize = fault[0].parse().expect("a line");
            let (column, odd) = &thrown[line - 1];
            let pair = matches!((&fault[1], *column), ("lat", "lon") | ("lon", "lat"));
            assert!(&fault[1] == *column || pair, "{column}={odd}: refused under {}: {}", &fault[1], &fault[2]);
            assert!(fault[2].chars().count() > 5, "{fault:?}");
            refused.entry(column).or_default().insert(line);
        }
        assert_eq!(
            refused.values().map(BTreeSet::len).sum::<usize>() as u64,
            summary.refused,
            "a row was refused without a line, or a line without a row"
        );
        for column in [
            "credit_code",
            "kind",
            "occupation",
            "headcount",
            "pay_min",
            "pay_period",
            "education",
            "experience_years",
            "skill_level",
            "licences",
            "employment",
            "shifts",
            "valid_until",
            "published",
            "url",
            "lat",
        ] {
            assert!(refused.get(column).is_some_and(|lines| lines.len() > 30), "{column} takes almost anything");
        }
        assert_eq!(market.import(rows).await.new, 0);
        // What went in can be found and shown.
        for page in 1..=3 {
            for hit in market.search(&format!("per_page=100&page={page}")).await.hits().iter().step_by(9) {
                market.get(hit["url"].as_str().expect("an address")).await.fine();
            }
        }
    }

    async fn any_bytes_are_a_file_that_can_be_read_to_its_end(world: World) {
        let market = world.open().await;
        let handle = tokio::runtime::Handle::current();
        let mut runner = TestRunner::new(Config { cases: 60, failure_persistence: None, ..Config::default() });
        let good = lines([post("kept", "护工", json!({}))]);
        let piece = prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..60),
            "[,;\"\\n\\t{}\\[\\]:a护]{0,40}".prop_map(String::into_bytes),
            Just(good.clone().into_bytes()),
        ];
        let names = proptest::sample::select(vec!["a.jsonl", "a.csv", "a.xlsx", "a.jsonl.gz", "a.csv.gz"]);
        let done = runner.run(&(names, proptest::collection::vec(piece, 0..6)), |(name, pieces)| {
            tokio::task::block_in_place(|| {
                handle.block_on(async {
                    let file = market.file(name, &pieces.concat());
                    let job = yipin::import::Job {
                        table: yipin::import::columns::Table::Openings,
                        file,
                        defaults: yipin::import::normalise::Defaults { source: Some("test".to_owned()), region: None },
                        rejects: market.file("rejects.csv", b""),
                    };
                    // A file may be refused as a whole, in a sentence; it may not hang or fall over.
                    if let Err(fault) = yipin::import::run(market.db(), &job, &|_, _, _| {}).await {
                        prop_assert!(fault.to_string().contains(name), "{fault}");
                    }
                    Ok(())
                })
            })
        });
        if let Err(fault) = done {
            panic!("{fault}");
        }
    }
}
