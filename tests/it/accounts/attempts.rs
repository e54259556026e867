//! What somebody might try. Each is refused, with a sentence, and changes nothing.

use crate::person::{PASSWORD, Person, account};
use crate::world::{World, stories};
use reqwest::{Method, StatusCode};
use yipin::db::sql;
use yipin::people::Grant;

const OTHER_SITES: [&[(&str, &str)]; 5] = [
    &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
    &[("sec-fetch-site", "same-site")],
    &[("origin", "https://evil.example")],
    &[("origin", "null")],
    &[("referer", "https://evil.example/page")],
];

stories! {
    async fn another_site_cannot_act_for_somebody(world: World) {
        let market = world.open().await;
        account(&market, "王", "wang@example.org", &[]).await;
        let person = Person::signed_in(&market, "wang@example.org").await;
        for headers in OTHER_SITES {
            for (address, fields) in [
                ("/me", &[("name", "改了"), ("lang", "zh")][..]),
                ("/me/erase", &[("password", PASSWORD)]),
                ("/sign-out", &[]),
                ("/me/sessions/end", &[("session", "all")]),
                ("/sign-in", &[("login", "wang@example.org"), ("password", PASSWORD)]),
            ] {
                let reply = person.post_from(address, fields, headers).await;
                assert_eq!(reply.status, StatusCode::FORBIDDEN, "{address} {headers:?}");
                assert!(reply.text.contains("<h1"), "a page says so");
            }
        }
        let me = person.get("/me").await.fine();
        assert!(me.text.contains('王') && !me.text.contains("改了"));
    }

    async fn a_script_without_a_session_uses_the_api_as_before(world: World) {
        let market = world.open().await;
        let question = r#"{"on":"2026-11-23","person":{}}"#;
        let json = ("content-type", "application/json");
        market.send_with(Method::POST, "/api/v1/eligibility", &[json], question.to_owned()).await.fine();
        let foreign = market.send_with(Method::POST, "/api/v1/eligibility", &[json, ("origin", "https://evil.example")], question.to_owned()).await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN);
        // A session is no use there and does no harm.
        account(&market, "王", "wang@example.org", &[]).await;
        let person = Person::signed_in(&market, "wang@example.org").await;
        let cookie = format!("yipin={}", person.session().expect("a session"));
        market.send_with(Method::POST, "/api/v1/eligibility", &[json, ("cookie", &cookie)], question.to_owned()).await.fine();
    }

    async fn nobody_gives_themselves_a_role(world: World) {
        let market = world.open().await;
        let person = Person::new(&market);
        let basic = [("name", "王"), ("login", "wang@example.org"), ("password", PASSWORD)];
        for extra in [("role", "admin"), ("grants", "admin"), ("is_admin", "1"), ("state", "active"), ("id", "1"), ("name", "twice")] {
            let mut fields = basic.to_vec();
            fields.push(extra);
            let reply = person.post("/sign-up", &fields).await;
            assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{extra:?}");
            assert!(reply.text.contains(extra.0), "the field is named: {}", reply.text);
        }
        assert!(market.db().all(sql("select id from accounts")).await.expect("read").is_empty());
        person.post("/sign-up", &basic).await.fine();
        person.sign_in("wang@example.org", PASSWORD).await;
        let reply = person.post("/me", &[("name", "王"), ("lang", "zh"), ("role", "admin")]).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST);
        assert_eq!(person.get("/office").await.status, StatusCode::FORBIDDEN);
        assert!(market.db().all(sql("select id from grants")).await.expect("read").is_empty());
    }

    async fn what_somebody_calls_themselves_cannot_break_a_page(world: World) {
        let market = world.open_with(yipin::config::Config { demo: true, ..Default::default() }).await;
        market.take_in([crate::world::post("a", "护工", serde_json::json!({}))]).await;
        let institution = market.post("a").await.institution.id;
        let bad = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
        account(&market, bad, "bad@example.org", &[Grant::Owner { institution }, Grant::Admin]).await;
        let person = Person::signed_in(&market, "bad@example.org").await;
        person.post("/desk/colleagues", &[("login", "x@example.org"), ("role", "member")]).await.fine();
        person.post("/me", &[("name", bad), ("lang", "en")]).await;
        let institution = format!("/office/institutions/{}", yipin::db::show_id(institution));
        for address in ["/", "/me", "/me/sessions", "/me/looks", "/desk", "/desk/colleagues", "/office", "/office/staff", "/office/audit", "/office/audit?who=%3Cscript%3E", &institution] {
            let page = person.get(address).await.fine();
            for broken in ["<script>alert", "<img src=x", "\"'>"] {
                assert!(!page.text.contains(broken), "{address}: {broken}");
            }
        }
    }

    async fn signs_of_sql_are_letters_like_others(world: World) {
        let market = world.open_with(yipin::config::Config { demo: true, ..Default::default() }).await;
        account(&market, "管理", "admin@example.org", &[Grant::Admin]).await;
        account(&market, "a_b%c\\", "odd@example.org", &[]).await;
        let admin = Person::signed_in(&market, "admin@example.org").await;
        for odd in ["'", "\"", "'; drop table accounts; --", "' or '1'='1", "\\", "%", "_", "\0", "$1", "?", "名'字", "a_b%c\\"] {
            admin.post("/sign-in", &[("login", odd), ("password", odd)]).await;
            admin.post("/forgot", &[("login", odd)]).await;
            let reply = admin.post("/me", &[("name", odd), ("lang", "zh")]).await;
            assert!(matches!(reply.status.as_u16(), 303 | 422), "{odd}: {}", reply.status);
            let escaped = crate::world::escaped(odd);
            admin.get(&format!("/office/audit?who={escaped}")).await.fine();
            admin.get(&format!("/office/institutions?name={escaped}")).await.fine();
            admin.get(&format!("/invited/{escaped}")).await;
            for (field, value) in [("action", odd), ("from", odd), ("page", odd), ("subject", odd)] {
                let reply = admin.get(&format!("/office/audit?{field}={}", crate::world::escaped(value))).await;
                assert!(matches!(reply.status.as_u16(), 400 | 200), "{field}={odd}: {}", reply.status);
            }
        }
        admin.post("/me", &[("name", "管理"), ("lang", "zh")]).await;
        let found = async |who: &str| {
            let page = admin.get(&format!("/office/audit?action=signed_in&who={}", crate::world::escaped(who))).await.fine();
            page.text.matches("<li><b>").count()
        };
        assert_eq!((found("管").await, found("%").await, found("_").await), (1, 0, 0), "no sign stands for others");
    }

    async fn bodies_that_are_no_form_are_refused(world: World) {
        let market = world.open().await;
        for (kind, body, status) in [
            ("application/json", "{}".to_owned(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("multipart/form-data; boundary=x", "--x--".to_owned(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("text/plain", "login=a".to_owned(), StatusCode::UNSUPPORTED_MEDIA_TYPE),
            ("application/x-www-form-urlencoded", "a".repeat(2 << 20), StatusCode::PAYLOAD_TOO_LARGE),
        ] {
            let reply = market.send_with(Method::POST, "/sign-in", &[("content-type", kind)], body).await;
            assert_eq!(reply.status, status, "{kind}");
        }
        let long = "长".repeat(100_000);
        let reply = Person::new(&market).sign_in("13812345678", &long).await;
        assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "a very long password is a wrong one");
    }

    async fn a_form_sent_twice_does_its_work_once(world: World) {
        let market = world.open().await;
        let person = Person::new(&market);
        let fields = [("name", "王"), ("login", "13812345678"), ("password", PASSWORD)];
        let twice = futures_join(person.post("/sign-up", &fields), person.post("/sign-up", &fields)).await;
        assert!(twice.0.status.is_success() && twice.1.status.is_success());
        assert_eq!(market.db().all(sql("select id from accounts")).await.expect("read").len(), 1);
        assert_eq!(person.sign_in("13812345678", PASSWORD).await.status, StatusCode::SEE_OTHER);
    }
}

/// Both at once.
pub async fn futures_join<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) -> (A, B) {
    tokio::join!(a, b)
}
