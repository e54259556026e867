//! Letters: each goes out once, whatever happens around it.

use crate::person::{PASSWORD, Person, account, letters, read};
use crate::world::{World, stories};
use yipin::config::Config;
use yipin::db::{Db, sql};
use yipin::mail::outbox::{ask, send_due};
use yipin::mail::{Asked, Post, Settings};
use yipin::people::letters as kinds;
use yipin::people::store::{self, NewAccount};
use yipin::people::{Login, password};
use yipin::time::Stamp;
use yipin::words::Lang;

async fn somebody(db: &Db, email: &str, lang: Lang) -> i64 {
    let hashed = password::hash(PASSWORD).await.expect("a hash");
    let login = Login::read(email).expect("an address");
    let new = NewAccount { name: "王 Wang", login: &login, password: Some(&hashed), lang, sample: false };
    let mut tx = db.begin().await.expect("a transaction");
    let id = store::insert(&mut tx, &new, Stamp::now()).await.expect("inserted").expect("free");
    tx.commit().await.expect("committed");
    id
}

async fn wanted(db: &Db, login: &str, now: Stamp) {
    let mut tx = db.begin().await.expect("a transaction");
    ask(&mut tx, &Asked::of(kinds::RESET, now, Lang::Zh).login(login)).await.expect("asked");
    tx.commit().await.expect("committed");
}

async fn states(db: &Db) -> Vec<(String, i64)> {
    let rows = db.all(sql("select state, count(*) as letters from outbox group by state order by state")).await.expect("read");
    rows.iter().map(|row| (row.get("state").expect("a state"), row.get("letters").expect("a number"))).collect()
}

stories! {
    async fn however_many_nodes_send_a_letter_goes_out_once(world: World) {
        let db = world.db().await;
        somebody(&db, "wang@example.org", Lang::Zh).await;
        let now = Stamp::now();
        for _ in 0..20 { wanted(&db, "wang@example.org", now).await; }
        let post = Post::open(&Settings::default(), world.data()).expect("a way out");
        let send = || send_due(&db, &post, "https://jobs.example", now);
        let (a, b, c) = tokio::join!(send(), send(), send());
        let sent = [a, b, c].map(|sent| sent.expect("sent")).iter().sum::<usize>();
        assert_eq!((sent, read(&world, "wang@example.org").len()), (20, 20));
        assert_eq!(send().await.expect("sent"), 0);
        assert_eq!(states(&db).await, [("sent".to_owned(), 20)]);
    }

    async fn a_letter_is_in_the_readers_language_and_has_both_parts(world: World) {
        let db = world.db().await;
        somebody(&db, "wang@example.org", Lang::Zh).await;
        somebody(&db, "smith@example.org", Lang::En).await;
        let now = Stamp::now();
        let from = "鞍山人才市场 <jobs@anshan.example>".to_owned();
        let post = Post::open(&Settings { smtp_url: None, from }, world.data()).expect("a way out");
        for email in ["wang@example.org", "smith@example.org", "nobody@example.org"] { wanted(&db, email, now).await; }
        assert_eq!(send_due(&db, &post, "https://jobs.example", now).await.expect("sent"), 2);
        let (chinese, english) = (read(&world, "wang@example.org").remove(0), read(&world, "smith@example.org").remove(0));
        assert!(chinese.subject.contains("新密码") && english.subject.contains("new password"), "{chinese:?} {english:?}");
        for letter in [&chinese, &english] {
            assert_eq!(letter.from, "jobs@anshan.example");
            assert!(letter.id.ends_with("@anshan.example") && letter.text.contains("https://jobs.example/reset/"), "{letter:?}");
            assert!(letter.html.contains("<a href=\"https://jobs.example/reset/") && !letter.html.contains("<script"));
            letter.link("reset");
        }
        assert!(read(&world, "nobody@example.org").is_empty());
        assert_eq!(states(&db).await, [("nobody".to_owned(), 1), ("sent".to_owned(), 2)]);
        let kept = db.all(sql("select login from outbox where login is not null")).await.expect("read");
        assert!(kept.is_empty(), "whom it was for is forgotten once it went");
    }

    /// A server that does not answer: the letter waits, longer each time, and goes when the server is back.
    async fn a_letter_that_cannot_go_waits_and_goes_later(world: World) {
        let db = world.db().await;
        somebody(&db, "wang@example.org", Lang::Zh).await;
        let start = Stamp::now();
        wanted(&db, "wang@example.org", start).await;
        let settings = Settings { smtp_url: Some("smtp://someone:geheim@127.0.0.1:1".into()), ..Settings::default() };
        let down = Post::open(&settings, world.data()).expect("a way out");
        assert_eq!(send_due(&db, &down, "https://jobs.example", start).await.expect("tried"), 0);
        let fault: String = db.one(sql("select fault from outbox")).await.expect("a letter").get("fault").expect("a fault");
        assert!(!fault.contains("geheim"), "{fault}");
        let up = Post::open(&Settings::default(), world.data()).expect("a way out");
        let after = |seconds: i64| Stamp(start.0 + seconds);
        assert_eq!(send_due(&db, &up, "https://jobs.example", after(30)).await.expect("not yet"), 0);
        assert_eq!(send_due(&db, &up, "https://jobs.example", after(61)).await.expect("sent"), 1);
    }

    /// A node died with the letter in its hands: another takes it up after a while, and the mailbox can tell it is the same.
    async fn a_letter_in_the_hands_of_a_dead_node_goes_again_as_the_same(world: World) {
        let db = world.db().await;
        somebody(&db, "wang@example.org", Lang::Zh).await;
        let start = Stamp::now();
        wanted(&db, "wang@example.org", start).await;
        let post = Post::open(&Settings::default(), world.data()).expect("a way out");
        let mut tx = db.begin().await.expect("a transaction");
        tx.run(sql("update outbox set state = 'sending', tries = 1, due_at = $1").bind(start.0 + 600)).await.expect("taken");
        tx.commit().await.expect("committed");
        assert_eq!(send_due(&db, &post, "https://jobs.example", Stamp(start.0 + 599)).await.expect("in other hands"), 0);
        assert_eq!(send_due(&db, &post, "https://jobs.example", Stamp(start.0 + 600)).await.expect("sent"), 1);
        let id: i64 = db.one(sql("select id from outbox")).await.expect("a letter").get("id").expect("an id");
        assert!(read(&world, "wang@example.org")[0].id.starts_with(&yipin::db::show_id(id)));
    }

    /// The host of a link is the market's own, whatever host a request names.
    async fn nobody_puts_their_own_host_into_somebodys_letter(world: World) {
        let market = world.open_with(Config { public_url: Some("https://jobs.example".into()), ..Config::default() }).await;
        account(&market, "王", "wang@example.org", &[]).await;
        let person = Person::new(&market);
        let reply = person.post_from("/forgot", &[("login", "wang@example.org")], &[("host", "evil.example"), ("x-forwarded-host", "evil.example")]).await;
        assert!(reply.status.is_success(), "{}", reply.status);
        let letter = letters(&world, &market, "wang@example.org", 1).await.remove(0);
        assert!(letter.text.contains("https://jobs.example/reset/") && !letter.text.contains("evil") && !letter.html.contains("evil"));
    }
}
