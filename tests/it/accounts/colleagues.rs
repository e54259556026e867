//! Invitations, an institution's owners, the staff, and the book that keeps it all.

use super::attempts::futures_join;
use crate::person::{PASSWORD, Person, account, letters};
use crate::world::{Market, World, post, stories};
use reqwest::StatusCode;
use serde_json::json;
use yipin::config::Config;
use yipin::db::{show_id, sql};
use yipin::people::Grant;

async fn demo(world: &World) -> (Market, i64) {
    let market = world.open_with(Config { demo: true, ..Config::default() }).await;
    market
        .take_in([
            post("a", "护工", json!({})),
            post("b", "护士", json!({"institution": "立山区康宁院", "place": "鞍山市立山区"})),
        ])
        .await;
    let institution = market.post("a").await.institution.id;
    (market, institution)
}

/// The link of an invitation as the page shows it once.
fn link(page: &str) -> String {
    let at = page.find("/invited/").unwrap_or_else(|| panic!("no link: {page}"));
    page[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect()
}

/// The numbers of the rights on a page of colleagues.
fn grants(page: &str, path: &str) -> Vec<String> {
    page.split(path).skip(1).filter_map(|part| part.split('"').next()).map(str::to_owned).collect()
}

async fn owners(market: &Market, institution: i64) -> usize {
    let people = yipin::people::store::of_institution(market.db(), institution).await.expect("read");
    people.iter().filter(|one| matches!(one.grant, Grant::Owner { .. })).count()
}

stories! {
    async fn an_office_lets_an_institutions_first_owner_in_and_the_owner_a_colleague(world: World) {
        let (market, institution) = demo(&world).await;
        account(&market, "铁东窗口", "tiedong@example.org", &[Grant::Office { region: "210302".parse().expect("a region") }]).await;
        let clerk = Person::signed_in(&market, "tiedong@example.org").await;
        let address = format!("/office/institutions/{}", show_id(institution));
        let made = clerk.post(&address, &[("login", "owner@example.org")]).await.fine();
        assert!(made.text.contains("/invited/"));
        let letter = letters(&world, &market, "owner@example.org", 1).await.remove(0);
        let owner = Person::new(&market);
        let page = owner.get(&letter.link("invited")).await.fine();
        assert!(page.text.contains("铁东区颐和养老院") && page.text.contains("owner@example.org"), "{}", page.text);
        let fields = [("name", "周院长"), ("login", "owner@example.org"), ("password", PASSWORD)];
        assert_eq!(owner.post(&letter.link("invited"), &fields).await.header("location"), "/desk");
        assert!(owner.get("/desk").await.fine().text.contains("铁东区颐和养老院"));
        // The other link of the same invitation is used up with it.
        assert_eq!(Person::new(&market).get(&link(&made.text)).await.status, StatusCode::GONE);
        let made = owner.post("/desk/colleagues", &[("login", ""), ("role", "member")]).await.fine();
        account(&market, "小李", "li@example.org", &[]).await;
        let member = Person::signed_in(&market, "li@example.org").await;
        let before = member.session();
        assert_eq!(member.post(&link(&made.text), &[("accept", "yes")]).await.header("location"), "/desk");
        assert_ne!(member.session(), before, "what they may do changed, so the session's id did");
        let page = member.get("/desk/colleagues").await.fine();
        assert!(page.text.contains("周院长") && !page.text.contains("owner@example.org"), "addresses are masked");
        assert_eq!(member.post("/desk/colleagues", &[("login", ""), ("role", "member")]).await.status, StatusCode::FORBIDDEN);
    }

    async fn an_invitation_works_once_and_not_after_it_was_withdrawn(world: World) {
        let (market, institution) = demo(&world).await;
        account(&market, "周", "owner@example.org", &[Grant::Owner { institution }]).await;
        for login in ["a@example.org", "b@example.org", "c@example.org"] { account(&market, login, login, &[]).await; }
        let owner = Person::signed_in(&market, "owner@example.org").await;
        let invite = async || link(&owner.post("/desk/colleagues", &[("login", ""), ("role", "member")]).await.fine().text);
        let (a, b) = (Person::signed_in(&market, "a@example.org").await, Person::signed_in(&market, "b@example.org").await);
        let one = invite().await;
        let both = futures_join(a.post(&one, &[("accept", "yes")]), b.post(&one, &[("accept", "yes")])).await;
        let mut statuses = [both.0.status, both.1.status];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::GONE], "two at once: one of them");
        let two = invite().await;
        let page = owner.get("/desk/colleagues").await.fine();
        let id = page.text.split("name=\"withdraw\" value=\"").nth(1).and_then(|part| part.split('"').next()).expect("an invitation").to_owned();
        owner.post("/desk/colleagues", &[("withdraw", &id)]).await;
        let c = Person::signed_in(&market, "c@example.org").await;
        assert_eq!(c.post(&two, &[("accept", "yes")]).await.status, StatusCode::GONE);
        let three = invite().await;
        let mut tx = market.db().begin().await.expect("a transaction");
        tx.run(sql("update invitations set expires_at = 1")).await.expect("a week passes");
        tx.commit().await.expect("committed");
        assert_eq!(c.post(&three, &[("accept", "yes")]).await.status, StatusCode::GONE);
        // An owner who follows a member's invitation stays owner.
        let four = invite().await;
        owner.post(&four, &[("accept", "yes")]).await;
        assert_eq!(owners(&market, institution).await, 1);
    }

    async fn an_institution_is_never_left_without_an_owner(world: World) {
        let (market, institution) = demo(&world).await;
        account(&market, "周", "one@example.org", &[Grant::Owner { institution }]).await;
        let one = Person::signed_in(&market, "one@example.org").await;
        let own = grants(&one.get("/desk/colleagues").await.fine().text, "action=\"/desk/colleagues/").remove(0);
        let address = format!("/desk/colleagues/{own}");
        for what in ["member", "remove"] {
            let reply = one.post(&address, &[("do", what)]).await;
            assert_eq!(reply.status, StatusCode::CONFLICT);
            assert!(reply.text.contains("至少"), "{}", reply.text);
        }
        let erase = one.post("/me/erase", &[("password", PASSWORD)]).await;
        assert!(erase.status == StatusCode::UNPROCESSABLE_ENTITY && erase.text.contains("铁东区颐和养老院"), "{}", erase.text);
        // Two owners who remove each other at once: one of them stays.
        account(&market, "吴", "two@example.org", &[Grant::Owner { institution }]).await;
        let two = Person::signed_in(&market, "two@example.org").await;
        let all = grants(&one.get("/desk/colleagues").await.fine().text, "action=\"/desk/colleagues/");
        let other = all.iter().find(|id| **id != own).expect("the other").clone();
        let (mine, theirs) = (format!("/desk/colleagues/{own}"), format!("/desk/colleagues/{other}"));
        futures_join(one.post(&theirs, &[("do", "remove")]), two.post(&mine, &[("do", "remove")])).await;
        assert_eq!(owners(&market, institution).await, 1);
    }

    async fn who_is_taken_off_is_out_at_once(world: World) {
        let (market, institution) = demo(&world).await;
        account(&market, "周", "owner@example.org", &[Grant::Owner { institution }]).await;
        account(&market, "李", "li@example.org", &[Grant::Member { institution }]).await;
        let (owner, member) = (Person::signed_in(&market, "owner@example.org").await, Person::signed_in(&market, "li@example.org").await);
        member.get("/desk").await.fine();
        let all = grants(&owner.get("/desk/colleagues").await.fine().text, "action=\"/desk/colleagues/");
        for id in all.iter().skip(1) {
            owner.post(&format!("/desk/colleagues/{id}"), &[("do", "remove")]).await;
        }
        assert!(!member.is_in().await, "their session ended with the right");
        let again = Person::signed_in(&market, "li@example.org").await;
        assert_eq!(again.get("/desk").await.status, StatusCode::FORBIDDEN);
    }

    async fn another_institutions_people_are_not_there(world: World) {
        let (market, institution) = demo(&world).await;
        let other = market.post("b").await.institution.id;
        account(&market, "周", "owner@example.org", &[Grant::Owner { institution }]).await;
        account(&market, "吴", "other@example.org", &[Grant::Owner { institution: other }]).await;
        account(&market, "李", "li@example.org", &[Grant::Member { institution: other }]).await;
        let (owner, stranger) = (Person::signed_in(&market, "owner@example.org").await, Person::signed_in(&market, "other@example.org").await);
        for id in grants(&stranger.get("/desk/colleagues").await.fine().text, "action=\"/desk/colleagues/") {
            for what in ["remove", "owner", "member"] {
                assert_eq!(owner.post(&format!("/desk/colleagues/{id}"), &[("do", what)]).await.status, StatusCode::NOT_FOUND);
            }
        }
        stranger.post("/desk/colleagues", &[("login", ""), ("role", "member")]).await.fine();
        let page = stranger.get("/desk/colleagues").await.fine();
        let id = page.text.split("name=\"withdraw\" value=\"").nth(1).and_then(|part| part.split('"').next()).expect("an invitation").to_owned();
        assert_eq!(owner.post("/desk/colleagues", &[("withdraw", &id)]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(owner.post("/desk", &[("institution", &show_id(other))]).await.status, StatusCode::NOT_FOUND, "nor is their desk");
        assert!(owner.get("/desk").await.text.contains("铁东区颐和养老院"));
    }

    async fn somebody_with_two_desks_has_one_open_at_a_time(world: World) {
        let (market, institution) = demo(&world).await;
        let other = market.post("b").await.institution.id;
        account(&market, "周", "owner@example.org", &[Grant::Owner { institution }, Grant::Member { institution: other }]).await;
        let person = Person::signed_in(&market, "owner@example.org").await;
        assert!(person.get("/desk").await.fine().text.contains("<h1>铁东区颐和养老院"));
        person.post("/desk", &[("institution", &show_id(other))]).await;
        assert!(person.get("/desk").await.fine().text.contains("<h1>立山区康宁院"));
        assert_eq!(person.post("/desk/colleagues", &[("login", ""), ("role", "owner")]).await.status, StatusCode::FORBIDDEN, "owner there, member here");
    }

    async fn an_admin_invites_staff_and_lets_them_go_but_one_admin_stays(world: World) {
        let (market, _) = demo(&world).await;
        account(&market, "管理", "admin@example.org", &[Grant::Admin]).await;
        let admin = Person::signed_in(&market, "admin@example.org").await;
        let unknown = admin.post("/office/staff", &[("login", ""), ("role", "office"), ("region", "火星")]).await;
        assert!(unknown.status == StatusCode::UNPROCESSABLE_ENTITY && unknown.text.contains("火星"));
        let made = admin.post("/office/staff", &[("login", "clerk@example.org"), ("role", "office"), ("region", "210302")]).await.fine();
        let clerk = Person::new(&market);
        let fields = [("name", "铁东窗口"), ("login", "clerk@example.org"), ("password", PASSWORD)];
        assert_eq!(clerk.post(&link(&made.text), &fields).await.header("location"), "/office");
        assert!(clerk.get("/office").await.fine().text.contains("铁东"));
        assert_eq!(clerk.get("/office/audit").await.status, StatusCode::FORBIDDEN);
        let all = grants(&admin.get("/office/staff").await.fine().text, "action=\"/office/staff/");
        assert_eq!(all.len(), 2);
        let mut statuses = vec![];
        for id in &all { statuses.push(admin.post(&format!("/office/staff/{id}"), &[("do", "remove")]).await.status); }
        statuses.sort();
        assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT], "the clerk goes, the last admin stays");
        assert!(!clerk.is_in().await && admin.is_in().await);
        assert_eq!(admin.post("/me/erase", &[("password", PASSWORD)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn the_book_tells_who_did_what_and_cannot_be_changed(world: World) {
        let (market, institution) = demo(&world).await;
        account(&market, "管理员甲", "admin@example.org", &[Grant::Admin]).await;
        account(&market, "周", "owner@example.org", &[Grant::Owner { institution }]).await;
        let admin = Person::signed_in(&market, "admin@example.org").await;
        Person::new(&market).sign_in("owner@example.org", "wrong one").await;
        admin.get(&format!("/office/institutions/{}", show_id(institution))).await.fine();
        let rows = |page: &str| page.matches("<li><b>").count();
        let page = admin.get("/office/audit?action=record_read").await.fine();
        assert!(rows(&page.text) == 1 && page.text.contains("管理员甲") && page.text.contains("127.0.0.1"), "{}", page.text);
        assert_eq!(rows(&admin.get("/office/audit?action=sign_in_refused").await.fine().text), 1);
        assert_eq!(rows(&admin.get(&format!("/office/audit?who={}", crate::world::escaped("admin@example.org"))).await.fine().text), 4, "signed in, one record, the book twice");
        assert_eq!(rows(&admin.get("/office/audit?action=audit_read").await.fine().text), 3, "reading it is written down too");
        let today = crate::world::days_ago(0);
        assert!(rows(&admin.get(&format!("/office/audit?from={today}&to={today}")).await.fine().text) >= 7);
        assert_eq!(rows(&admin.get(&format!("/office/audit?from={}", crate::world::days_ago(-1))).await.fine().text), 0);
        for statement in ["update audit set action = 'x'", "delete from audit"] {
            let mut tx = market.db().begin().await.expect("a transaction");
            let refused = tx.run(sql(statement)).await;
            assert!(refused.is_err_and(|fault| fault.to_string().contains("the audit is kept as it is")), "{statement}");
        }
        assert!(market.db().all(sql("select id from audit")).await.expect("read").len() >= 7);
    }

    async fn the_book_has_pages(world: World) {
        let (market, _) = demo(&world).await;
        account(&market, "管理", "admin@example.org", &[Grant::Admin]).await;
        let admin = Person::signed_in(&market, "admin@example.org").await;
        for _ in 0..60 { admin.get("/office/audit?action=signed_in").await.fine(); }
        let (first, second) = (admin.get("/office/audit").await.fine(), admin.get("/office/audit?page=2").await.fine());
        assert_eq!(first.text.matches("<li><b>").count(), 50);
        assert!((10..50).contains(&second.text.matches("<li><b>").count()));
        assert_eq!(admin.get("/office/audit?page=0").await.status, StatusCode::BAD_REQUEST);
        assert_eq!(admin.get("/office/audit?weather=1").await.status, StatusCode::BAD_REQUEST);
    }

    async fn a_look_at_the_list_keeps_to_the_region(world: World) {
        let (market, _) = demo(&world).await;
        account(&market, "铁东窗口", "tiedong@example.org", &[Grant::Office { region: "210302".parse().expect("a region") }]).await;
        account(&market, "鞍山窗口", "anshan@example.org", &[Grant::Office { region: "210300".parse().expect("a region") }]).await;
        let district = Person::signed_in(&market, "tiedong@example.org").await.get("/office/institutions").await.fine().text;
        assert!(district.contains("铁东区颐和养老院") && !district.contains("立山区康宁院"));
        let city = Person::signed_in(&market, "anshan@example.org").await.get("/office/institutions").await.fine().text;
        assert!(city.contains("铁东区颐和养老院") && city.contains("立山区康宁院"));
    }
}
