//! Signing up, in and out.

use crate::person::{PASSWORD, Person, account, letters};
use crate::world::{World, stories};
use reqwest::StatusCode;

stories! {
    async fn somebody_signs_up_with_a_number_and_comes_in_however_it_is_written(world: World) {
        let market = world.open().await;
        let person = Person::new(&market);
        let page = person.post("/sign-up", &[("name", "王桂兰"), ("login", "138 1234 5678"), ("password", PASSWORD)]).await.fine();
        assert!(page.text.contains("13812345678"), "the number is already filled in: {}", page.text);
        assert!(!person.is_in().await, "who signs up signs in next");
        assert_eq!(person.sign_in("+86 138-1234-5678", PASSWORD).await.header("location"), "/me");
        let me = person.get("/me").await.fine();
        assert!(me.text.contains("王桂兰") && me.header("cache-control").contains("no-store"));
        assert!(person.get("/").await.text.contains("王桂兰"), "every page shows who is signed in");
        let old = person.session();
        assert_eq!(person.post("/sign-out", &[]).await.status, StatusCode::SEE_OTHER);
        assert!(!person.is_in().await);
        person.cookies.lock().expect("cookies").insert("yipin".into(), old.expect("a cookie"));
        assert!(!person.is_in().await, "the old cookie opens nothing");
    }

    async fn who_is_not_signed_in_is_sent_to_sign_in_and_then_on(world: World) {
        let market = world.open().await;
        account(&market, "王", "wang@example.org", &[]).await;
        let person = Person::new(&market);
        let sent = person.get("/me/sessions").await;
        assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, "/sign-in?next=%2Fme%2Fsessions"));
        let form = person.get(sent.header("location")).await.fine();
        assert!(form.text.contains("name=\"next\" value=\"/me/sessions\""), "{}", form.text);
        let fields = [("login", "wang@example.org"), ("password", PASSWORD), ("next", "/me/sessions")];
        assert_eq!(person.post("/sign-in", &fields).await.header("location"), "/me/sessions");
        let fields = [("login", "wang@example.org"), ("password", PASSWORD), ("next", "//evil.example/")];
        assert_eq!(person.post("/sign-in", &fields).await.header("location"), "/me", "never off this site");
    }

    async fn what_was_typed_is_kept_but_never_a_password(world: World) {
        let market = world.open().await;
        let person = Person::new(&market);
        let page = person.post("/sign-up", &[("name", "王桂兰"), ("login", "1381234"), ("password", "geheim")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains("王桂兰") && page.text.contains("1381234") && !page.text.contains("geheim"), "{}", page.text);
        assert!(page.text.matches("aria-invalid").count() == 2, "number and password are both named: {}", page.text);
        let page = person.post("/sign-in", &[("login", "1381234"), ("password", "geheim")]).await;
        assert!(page.text.contains("1381234") && !page.text.contains("geheim"));
    }

    /// Neither a page nor a mailbox of somebody else tells who has an account.
    async fn nothing_tells_whether_somebody_has_an_account(world: World) {
        let market = world.open().await;
        account(&market, "王", "wang@example.org", &[]).await;
        let person = Person::new(&market);
        let alike = |text: &str| text.replace("nobody@example.org", "X").replace("wang@example.org", "X").replace("new@example.org", "X");
        let (known, unknown) = (person.sign_in("wang@example.org", "wrong one").await, person.sign_in("nobody@example.org", "wrong one").await);
        assert_eq!((known.status, unknown.status), (StatusCode::UNAUTHORIZED, StatusCode::UNAUTHORIZED));
        assert_eq!(alike(&known.text), alike(&unknown.text));
        let (known, unknown) = (
            person.post("/forgot", &[("login", "wang@example.org")]).await.fine(),
            person.post("/forgot", &[("login", "nobody@example.org")]).await.fine(),
        );
        assert_eq!(alike(&known.text), alike(&unknown.text));
        let up = async |login: &str| person.post("/sign-up", &[("name", "张"), ("login", login), ("password", "another sentence")]).await.fine();
        let (known, unknown) = (up("wang@example.org").await, up("new@example.org").await);
        assert_eq!(alike(&known.text), alike(&unknown.text));
        // The one who was there keeps the old password and name; a letter says that somebody tried.
        assert_eq!(person.sign_in("wang@example.org", "another sentence").await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(person.sign_in("wang@example.org", PASSWORD).await.status, StatusCode::SEE_OTHER);
        let old: Vec<String> = letters(&world, &market, "wang@example.org", 2).await.into_iter().map(|letter| letter.subject).collect();
        assert!(old.iter().any(|subject| subject.contains("已经有")), "{old:?}");
        let new = letters(&world, &market, "new@example.org", 1).await;
        assert!(new[0].subject.contains("建好"), "{new:?}");
        assert!(crate::person::read(&world, "nobody@example.org").is_empty());
    }

    async fn guessing_must_wait_and_is_told_how_long(world: World) {
        let market = world.open().await;
        account(&market, "王", "wang@example.org", &[]).await;
        account(&market, "李", "li@example.org", &[]).await;
        let person = Person::new(&market);
        for _ in 0..5 {
            assert_eq!(person.sign_in("wang@example.org", "guess").await.status, StatusCode::UNAUTHORIZED);
        }
        let page = person.sign_in("Wang@Example.org", PASSWORD).await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "the right one comes too late as well");
        let seconds: i64 = page.header("retry-after").parse().expect("seconds");
        assert!((1..=600).contains(&seconds) && page.text.contains("分钟"), "{}", page.text);
        assert_eq!(person.sign_in("li@example.org", PASSWORD).await.status, StatusCode::SEE_OTHER, "others are not kept out");
        for n in 0..5 {
            person.sign_in(&format!("nobody{n}@example.org"), "guess").await;
        }
        for at in 0..6 {
            let page = person.sign_in("nobody@example.org", "guess").await;
            assert_eq!(page.status == StatusCode::TOO_MANY_REQUESTS, at == 5, "who has no account waits like anybody");
        }
    }

    async fn many_logins_from_one_address_must_wait_too(world: World) {
        let market = world.open().await;
        account(&market, "王", "wang@example.org", &[]).await;
        let person = Person::new(&market);
        for n in 0..50 {
            assert_eq!(person.sign_in(&format!("n{n}@example.org"), "guess").await.status, StatusCode::UNAUTHORIZED, "{n}");
        }
        assert_eq!(person.sign_in("wang@example.org", PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    }

    async fn the_pages_speak_both_languages_and_are_small(world: World) {
        let market = world.open().await;
        account(&market, "王", "wang@example.org", &[]).await;
        let person = Person::signed_in(&market, "wang@example.org").await;
        let visitor = Person::new(&market);
        let css = market.get("/static/app.css").await.text.len() + market.get("/static/app.js").await.text.len();
        for (who, addresses) in [
            (&visitor, &["/sign-in", "/sign-up", "/forgot", "/reset/none", "/invited/none"][..]),
            (&person, &["/me", "/me/login", "/me/password", "/me/second-factor", "/me/sessions", "/me/looks", "/me/erase", "/sign-out", "/desk"][..]),
        ] {
            for address in addresses {
                for (lang, tag) in [("en", "en"), ("zh", "zh-CN")] {
                    let page = who.get(&format!("{address}?lang={lang}")).await;
                    assert!(page.text.contains(&format!("<html lang=\"{tag}\"")), "{address}");
                    assert_eq!(page.text.matches("<h1").count(), 1, "{address}");
                    let inputs = page.text.matches("<input id=\"").count() + page.text.matches("<select id=").count();
                    assert_eq!(page.text.matches("<label").count(), inputs, "{address}: a label for each");
                    assert!(page.text.len() + css < 60_000, "{address}: {}", page.text.len() + css);
                    assert!(!page.text.contains(" style=") && !page.text.contains("onclick"), "{address}");
                }
            }
        }
    }
}
