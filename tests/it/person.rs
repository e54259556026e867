//! A person at a browser: keeps cookies, sends forms as a page of the site does, and gets letters.

use crate::world::{Market, Reply, World};
use mail_parser::MessageParser;
use reqwest::Method;
use std::collections::BTreeMap;
use std::sync::Mutex;
use yipin::people::store::{self, NewAccount};
use yipin::people::{Grant, Login, password};
use yipin::time::Stamp;
use yipin::words::Lang;

/// The password of everybody in these stories who does not say otherwise.
pub const PASSWORD: &str = "岫岩的玉石最好看";

/// One browser with its cookies.
pub struct Person<'a> {
    pub market: &'a Market,
    pub cookies: Mutex<BTreeMap<String, String>>,
}

impl<'a> Person<'a> {
    /// Somebody who was never here.
    pub fn new(market: &'a Market) -> Self {
        Self { market, cookies: Mutex::default() }
    }

    /// Somebody signed in.
    pub async fn signed_in(market: &'a Market, login: &str) -> Self {
        let person = Self::new(market);
        let reply = person.sign_in(login, PASSWORD).await;
        assert_eq!(reply.status, 303, "{login}: {}", reply.text);
        person
    }

    /// The session's cookie.
    pub fn session(&self) -> Option<String> {
        self.cookies.lock().expect("cookies").get("yipin").cloned()
    }

    fn cookie_line(&self) -> String {
        let cookies = self.cookies.lock().expect("cookies");
        cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep(&self, reply: &Reply) {
        let mut cookies = self.cookies.lock().expect("cookies");
        for line in reply.headers.get_all("set-cookie").iter().filter_map(|line| line.to_str().ok()) {
            let (name, rest) = line.split_once('=').expect("a cookie");
            let value = rest.split(';').next().unwrap_or_default();
            if value.is_empty() || rest.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// Opens an address.
    pub async fn get(&self, address: &str) -> Reply {
        let cookies = self.cookie_line();
        let reply = self.market.ask(address, &[("cookie", &cookies), ("accept", "text/html")]).await;
        self.keep(&reply);
        reply
    }

    /// Sends a form as a page of the site does.
    pub async fn post(&self, address: &str, fields: &[(&str, &str)]) -> Reply {
        let home = self.market.home.clone();
        self.post_from(address, fields, &[("origin", &home), ("sec-fetch-site", "same-origin")]).await
    }

    /// Sends a form with headers that say where it comes from.
    pub async fn post_from(&self, address: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Reply {
        let cookies = self.cookie_line();
        let body: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let mut all =
            vec![("cookie", cookies.as_str()), ("content-type", "application/x-www-form-urlencoded"), ("accept", "text/html")];
        all.extend(headers);
        let reply = self.market.send_with(Method::POST, address, &all, body).await;
        self.keep(&reply);
        reply
    }

    pub async fn sign_in(&self, login: &str, password: &str) -> Reply {
        self.post("/sign-in", &[("login", login), ("password", password)]).await
    }

    /// Whether this browser is signed in.
    pub async fn is_in(&self) -> bool {
        self.get("/me").await.status == 200
    }
}

/// Makes an account with what it may do.
pub async fn account(market: &Market, name: &str, login: &str, grants: &[Grant]) -> i64 {
    let hashed = password::hash(PASSWORD).await.expect("a hash");
    let login = Login::read(login).expect("a login");
    let new = NewAccount { name, login: &login, password: Some(&hashed), lang: Lang::Zh, sample: false };
    let mut tx = market.db().begin().await.expect("a transaction");
    let id = store::insert(&mut tx, &new, Stamp::now()).await.expect("inserted").expect("a free login");
    for grant in grants {
        store::give(&mut tx, id, grant, None, Stamp::now()).await.expect("given");
    }
    tx.commit().await.expect("committed");
    id
}

/// A letter as a mail program reads it.
#[derive(Debug)]
pub struct Letter {
    pub id: String,
    pub from: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl Letter {
    /// The path of the link in it that leads to this kind of page; the same in both parts.
    pub fn link(&self, kind: &str) -> String {
        let find = |text: &str| {
            let at = text.find(&format!("/{kind}/")).unwrap_or_else(|| panic!("no link to {kind}: {text}"));
            text[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || "/-_".contains(*c)).collect::<String>()
        };
        let (text, html) = (find(&self.text), find(&self.html));
        assert_eq!(text, html);
        text
    }
}

/// The letters that went to an address, oldest first, once there are so many.
pub async fn letters(world: &World, market: &Market, to: &str, count: usize) -> Vec<Letter> {
    market.soon(&format!("{count} letters to {to}"), async |_| read(world, to).len() >= count).await;
    let letters = read(world, to);
    assert_eq!(letters.len(), count, "{letters:?}");
    letters
}

/// The letters that went to an address so far.
pub fn read(world: &World, to: &str) -> Vec<Letter> {
    let mut files: Vec<_> =
        std::fs::read_dir(world.data().join("mail")).into_iter().flatten().flatten().map(|file| file.path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "eml"));
    files.sort();
    let one = |path: &std::path::PathBuf| {
        let bytes = std::fs::read(path).expect("a letter");
        let mail = MessageParser::default().parse(&bytes).expect("a mail program reads it");
        let address = |list: Option<&mail_parser::Address<'_>>| {
            list.and_then(|list| list.first()?.address.as_deref().map(str::to_owned)).unwrap_or_default()
        };
        assert_eq!((mail.text_body_count(), mail.html_body_count()), (1, 1), "a part of each kind");
        (address(mail.to()) == to).then(|| Letter {
            id: mail.message_id().unwrap_or_default().to_owned(),
            from: address(mail.from()),
            subject: mail.subject().unwrap_or_default().to_owned(),
            text: mail.body_text(0).unwrap_or_default().into_owned(),
            html: mail.body_html(0).unwrap_or_default().into_owned(),
        })
    };
    files.iter().filter_map(one).collect()
}
