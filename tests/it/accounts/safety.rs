//! Sessions, passwords, the second factor, and leaving for good.

use crate::person::{PASSWORD, Person, account, letters};
use crate::world::{World, stories};
use reqwest::StatusCode;
use yipin::config::Config;
use yipin::db::sql;
use yipin::people::{Grant, factor, sessions};
use yipin::time::Stamp;

async fn secret_of(market: &crate::world::Market, id: i64) -> String {
    let (secret, _, _) = yipin::people::store::factor_of(market.db(), id).await.expect("read").expect("a secret");
    secret
}

stories! {
    async fn a_forgotten_password_is_set_anew_by_a_link_that_works_once(world: World) {
        let market = world.open().await;
        account(&market, "王桂兰", "wang@example.org", &[]).await;
        let elsewhere = Person::signed_in(&market, "wang@example.org").await;
        let person = Person::new(&market);
        person.post("/forgot", &[("login", "wang@example.org")]).await.fine();
        let letter = letters(&world, &market, "wang@example.org", 1).await.remove(0);
        assert!(letter.text.contains("王桂兰") && letter.html.contains("王桂兰") && letter.text.contains("30"), "{letter:?}");
        assert!(letter.text.contains(&market.home), "the link leads to this market: {}", letter.text);
        let link = letter.link("reset");
        person.get(&link).await.fine();
        let weak = person.post(&link, &[("password", "12345678")]).await;
        assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
        let done = person.post(&link, &[("password", "a new sentence")]).await;
        assert_eq!(done.header("location"), "/sign-in?done=password");
        assert!(!elsewhere.is_in().await, "signed out everywhere");
        assert_eq!(person.post(&link, &[("password", "yet another one")]).await.status, StatusCode::GONE);
        assert_eq!(person.get(&link).await.status, StatusCode::GONE);
        assert_eq!(person.sign_in("wang@example.org", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
        assert_eq!(person.sign_in("wang@example.org", "a new sentence").await.status, StatusCode::SEE_OTHER);
        letters(&world, &market, "wang@example.org", 2).await;
    }

    async fn an_old_link_and_a_made_up_one_open_nothing(world: World) {
        let market = world.open().await;
        account(&market, "王", "wang@example.org", &[]).await;
        let person = Person::new(&market);
        person.post("/forgot", &[("login", "wang@example.org")]).await.fine();
        let link = letters(&world, &market, "wang@example.org", 1).await.remove(0).link("reset");
        let mut tx = market.db().begin().await.expect("a transaction");
        tx.run(sql("update tokens set expires_at = expires_at - 1801")).await.expect("half an hour passes");
        tx.commit().await.expect("committed");
        assert_eq!(person.get(&link).await.status, StatusCode::GONE);
        assert_eq!(person.post(&link, &[("password", "a new sentence")]).await.status, StatusCode::GONE);
        for made_up in ["/reset/x", "/reset/%27or%201=1", "/reset/0000", "/invited/x"] {
            assert_eq!(person.get(made_up).await.status, StatusCode::GONE, "{made_up}");
        }
        assert_eq!(person.sign_in("wang@example.org", PASSWORD).await.status, StatusCode::SEE_OTHER);
        let stored: Vec<String> = market.db().all(sql("select key from tokens")).await.expect("read").iter().map(|row| row.get("key").expect("a key")).collect();
        assert!(stored.iter().all(|key| !link.contains(key.as_str())), "no link stands in the store");
    }

    /// A session that somebody else chose is not taken over, and the one before the sign-in opens nothing after it.
    async fn a_session_cannot_be_foisted_on_anybody(world: World) {
        let market = world.open().await;
        account(&market, "王", "wang@example.org", &[]).await;
        account(&market, "李", "li@example.org", &[]).await;
        let foisted = "AAAAAAAAAAAAAAAAAAAAAA";
        let person = Person::new(&market);
        person.cookies.lock().expect("cookies").insert("yipin".into(), foisted.into());
        person.sign_in("wang@example.org", PASSWORD).await;
        let first = person.session().expect("a session");
        assert_ne!(first, foisted);
        // The attacker's own session, given to somebody who then signs in.
        let attacker = Person::signed_in(&market, "li@example.org").await;
        let known = attacker.session().expect("a session");
        person.cookies.lock().expect("cookies").insert("yipin".into(), known.clone());
        person.sign_in("wang@example.org", PASSWORD).await;
        assert_ne!(person.session().as_deref(), Some(known.as_str()));
        assert!(person.get("/me").await.text.contains("王"));
        assert!(!attacker.is_in().await, "the session they knew is gone");
        let keys = market.db().all(sql("select key, data from sessions")).await.expect("read");
        for row in keys {
            let (key, data): (String, String) = (row.get("key").expect("a key"), row.get("data").expect("data"));
            assert!(key != first && !data.contains("岫岩") && !data.contains("example.org"), "{key} {data}");
        }
    }

    async fn signed_out_everywhere_is_everywhere_and_stays_so(world: World) {
        let market = world.open().await;
        account(&market, "王", "wang@example.org", &[]).await;
        let (phone, desk) = (Person::signed_in(&market, "wang@example.org").await, Person::signed_in(&market, "wang@example.org").await);
        let page = phone.get("/me/sessions").await.fine();
        let other = page.text.split("name=\"session\" value=\"").nth(1).expect("another session").split('"').next().expect("an id").to_owned();
        assert_eq!(phone.post("/me/sessions/end", &[("session", &other)]).await.status, StatusCode::SEE_OTHER);
        assert!(phone.is_in().await && !desk.is_in().await);
        assert_eq!(phone.post("/me/sessions/end", &[("session", &other)]).await.status, StatusCode::NOT_FOUND, "only once");
        let stranger = { account(&market, "李", "li@example.org", &[]).await; Person::signed_in(&market, "li@example.org").await };
        let mine = sessions::of(market.db(), 0, Stamp::now()).await.expect("read");
        assert!(mine.is_empty());
        let id = market.db().one(sql("select id from sessions order by created_at, id limit 1")).await.expect("a session").get::<i64>("id").expect("an id");
        assert_eq!(stranger.post("/me/sessions/end", &[("session", &yipin::db::show_id(id))]).await.status, StatusCode::NOT_FOUND, "another's session is not there");
        assert!(phone.is_in().await);
        phone.post("/me/sessions/end", &[("session", "all")]).await;
        assert!(!phone.is_in().await && stranger.is_in().await);
    }

    async fn sessions_run_out_and_are_swept_away(world: World) {
        let market = world.open().await;
        account(&market, "王", "wang@example.org", &[]).await;
        let person = Person::signed_in(&market, "wang@example.org").await;
        let mut tx = market.db().begin().await.expect("a transaction");
        tx.run(sql("update sessions set expires_at = $1").bind(Stamp::now())).await.expect("time passes");
        tx.commit().await.expect("committed");
        assert!(!person.is_in().await);
        assert!(yipin::jobs::tidy(market.db(), Stamp::now()).await.expect("swept") >= 1);
        assert_eq!(yipin::jobs::tidy(market.db(), Stamp::now()).await.expect("swept"), 0, "once is enough");
    }

    async fn a_changed_password_ends_what_was_open_elsewhere(world: World) {
        let market = world.open().await;
        account(&market, "王", "wang@example.org", &[]).await;
        let (here, there) = (Person::signed_in(&market, "wang@example.org").await, Person::signed_in(&market, "wang@example.org").await);
        let wrong = here.post("/me/password", &[("now", "wrong"), ("password", "a new sentence")]).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && !wrong.text.contains("a new sentence"));
        assert_eq!(here.post("/me/password", &[("now", PASSWORD), ("password", "a new sentence")]).await.header("location"), "/me?saved");
        assert!(here.is_in().await && !there.is_in().await);
        assert_eq!(there.sign_in("wang@example.org", "a new sentence").await.status, StatusCode::SEE_OTHER);
    }

    async fn with_a_second_factor_the_password_alone_opens_nothing(world: World) {
        let market = world.open().await;
        let id = account(&market, "王", "wang@example.org", &[]).await;
        let person = Person::signed_in(&market, "wang@example.org").await;
        let page = person.get("/me/second-factor").await.fine();
        let secret = secret_of(&market, id).await;
        assert!(page.text.contains("<svg") && page.text.replace(' ', "").contains(&secret), "the square, and the letters to type");
        assert_eq!(secret_of(&market, id).await, secret, "a second tab shows the same");
        assert_eq!(person.post("/me/second-factor", &[("code", "000000")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        let code = |steps: i64| factor::code(&secret, factor::step_at(Stamp::now()) + steps).expect("a code");
        let on = person.post("/me/second-factor", &[("code", &code(-1))]).await.fine();
        let paper: Vec<&str> = on.text.split("<li><code>").skip(1).filter_map(|part| part.split('<').next()).collect();
        assert_eq!(paper.len(), 10, "{}", on.text);
        let other = Person::new(&market);
        assert_eq!(other.sign_in("wang@example.org", PASSWORD).await.header("location"), "/sign-in/code");
        assert!(!other.is_in().await, "halfway is not in");
        let halfway = other.session();
        assert_eq!(other.post("/sign-in/code", &[("code", &code(-1))]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "that one was used");
        assert_eq!(other.post("/sign-in/code", &[("code", &code(0))]).await.status, StatusCode::SEE_OTHER);
        assert!(other.is_in().await && other.session() != halfway, "in, under a new id");
        // The telephone is lost.
        let third = Person::new(&market);
        third.sign_in("wang@example.org", PASSWORD).await;
        assert_eq!(third.post("/sign-in/code", &[("code", &paper[3].to_uppercase())]).await.status, StatusCode::SEE_OTHER);
        let fourth = Person::new(&market);
        fourth.sign_in("wang@example.org", PASSWORD).await;
        assert_eq!(fourth.post("/sign-in/code", &[("code", paper[3])]).await.status, StatusCode::UNPROCESSABLE_ENTITY, "once");
        let last = (0..6).map(|_| async { fourth.post("/sign-in/code", &[("code", "111111")]).await.status });
        let mut statuses = vec![];
        for one in last { statuses.push(one.await); }
        assert_eq!(statuses.last(), Some(&StatusCode::TOO_MANY_REQUESTS), "{statuses:?}");
        assert_eq!(person.post("/me/second-factor/off", &[("password", "wrong")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(person.post("/me/second-factor/off", &[("password", PASSWORD)]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(Person::new(&market).sign_in("wang@example.org", PASSWORD).await.header("location"), "/me");
    }

    async fn staff_need_a_second_factor_but_for_the_demonstration(world: World) {
        let market = world.open().await;
        let id = account(&market, "局里的人", "office@example.org", &[Grant::Office { region: "210300".parse().expect("a region") }]).await;
        let clerk = Person::signed_in(&market, "office@example.org").await;
        assert_eq!(clerk.get("/office").await.header("location"), "/me/second-factor");
        clerk.get("/me/second-factor").await.fine();
        let secret = secret_of(&market, id).await;
        let code = factor::code(&secret, factor::step_at(Stamp::now())).expect("a code");
        clerk.post("/me/second-factor", &[("code", &code)]).await.fine();
        clerk.get("/office").await.fine();
        assert_eq!(clerk.post("/me/second-factor/off", &[("password", PASSWORD)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        market.close().await;
        let city = world.another().await;
        let demo = city.open_with(Config { demo: true, ..Config::default() }).await;
        account(&demo, "演示", "office@example.org", &[Grant::Admin]).await;
        Person::signed_in(&demo, "office@example.org").await.get("/office/audit").await.fine();
    }

    async fn who_leaves_takes_their_data_along_and_is_gone(world: World) {
        let market = world.open().await;
        let id = account(&market, "王桂兰", "wang@example.org", &[]).await;
        let person = Person::signed_in(&market, "wang@example.org").await;
        person.post("/me/login", &[("login", "13812345678"), ("password", PASSWORD)]).await;
        let data = person.get("/me/data.json").await.fine();
        assert!(data.header("content-disposition").contains("attachment"));
        assert_eq!(data.json()["account"]["phone"], "+8613812345678");
        assert!(data.json()["done"].as_array().is_some_and(|done| done.iter().any(|one| one["action"] == "signed_in")), "{}", data.text);
        assert_eq!(person.post("/me/erase", &[("password", "wrong")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(person.post("/me/erase", &[("password", PASSWORD)]).await.header("location"), "/sign-in?done=erased");
        assert!(!person.is_in().await);
        assert_eq!(person.sign_in("wang@example.org", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
        let row = market.db().one(sql("select name, phone, email, password, state from accounts where id = $1").bind(id)).await.expect("the row stays");
        assert_eq!((row.get::<String>("name").expect("a name"), row.get::<Option<String>>("phone").expect("read")), (String::new(), None));
        // The number is free again, for a new account that is not the old one.
        person.post("/sign-up", &[("name", "新人"), ("login", "13812345678"), ("password", PASSWORD)]).await.fine();
        assert_eq!(person.sign_in("13812345678", PASSWORD).await.status, StatusCode::SEE_OTHER);
    }

    async fn the_cookie_is_strict_and_bound_to_the_host_under_https(world: World) {
        let market = world.open().await;
        account(&market, "王", "wang@example.org", &[]).await;
        let reply = Person::new(&market).sign_in("wang@example.org", PASSWORD).await;
        let cookie = reply.header("set-cookie").to_owned();
        assert!(cookie.starts_with("yipin=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), "{cookie}");
        market.close().await;
        let secure = world.another().await;
        let market = secure.open_with(Config { public_url: Some("https://jobs.example".into()), ..Config::default() }).await;
        account(&market, "王", "wang@example.org", &[]).await;
        let person = Person::new(&market);
        let fields = [("login", "wang@example.org"), ("password", PASSWORD)];
        let reply = person.post_from("/sign-in", &fields, &[("origin", "https://jobs.example")]).await;
        let cookie = reply.header("set-cookie").to_owned();
        assert!(cookie.starts_with("__Host-yipin=") && cookie.contains("Secure") && !cookie.contains("Domain"), "{cookie}");
    }
}
