//! Letters: asked for in the transaction that gives the reason ([`outbox`]), written when they go out, and handed to an SMTP
//! server or laid into a folder as `.eml` files.
//!
//! A row of the outbox carries no words and no links, only what is needed to write the letter from what is true by then. Each
//! letter goes out once however many nodes run. Should a node die while one is under way, it goes again after a while with
//! the same Message-ID, by which a mailbox knows it.

pub mod outbox;

use crate::error::Error;
use crate::time::Stamp;
use crate::words::Lang;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use maud::{DOCTYPE, html};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How letters leave the house.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `smtp://user:password@host:587?tls=required`, `smtps://…`; without it letters become files.
    pub smtp_url: Option<String>,
    /// Who they are from: an address, or a name and an address.
    pub from: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self { smtp_url: None, from: "颐聘 Yipin <yipin@localhost>".to_owned() }
    }
}

/// A letter that was asked for and is not written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub id: i64,
    pub kind: String,
    pub account: Option<i64>,
    /// A number or an address that may have no account.
    pub login: Option<String>,
    pub invitation: Option<i64>,
    pub lang: Lang,
    /// When it was asked for.
    pub made: Stamp,
}

impl Asked {
    /// A letter of this kind.
    pub fn of(kind: &str, made: Stamp, lang: Lang) -> Self {
        let id = crate::db::new_id();
        Self { id, kind: kind.to_owned(), account: None, login: None, invitation: None, lang, made }
    }

    /// … to this account.
    pub fn account(self, id: i64) -> Self {
        Self { account: Some(id), ..self }
    }

    /// … to this login, whether or not it has an account.
    pub fn login(self, login: &str) -> Self {
        Self { login: Some(login.to_owned()), ..self }
    }

    /// … about this invitation.
    pub fn invitation(self, id: i64) -> Self {
        Self { invitation: Some(id), ..self }
    }
}

/// What writing came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Letter(Letter),
    /// There is nobody to write to any more, or there never was.
    Nobody,
}

/// A written letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub to: String,
    pub lang: Lang,
    pub subject: String,
    pub body: Vec<Paragraph>,
}

/// A part of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paragraph {
    Text(String),
    /// What to press, and where it leads.
    Link(String, String),
}

impl Letter {
    fn text(&self) -> String {
        let mut text = String::new();
        for paragraph in &self.body {
            match paragraph {
                Paragraph::Text(said) => text.push_str(said),
                Paragraph::Link(said, address) => {
                    text.push_str(said);
                    text.push('\n');
                    text.push_str(address);
                }
            }
            text.push_str("\n\n");
        }
        text.push_str("-- \n");
        text.push_str(&self.lang.words().letter_foot());
        text.push('\n');
        text
    }

    fn html(&self) -> String {
        let page = html! {
            (DOCTYPE)
            html lang=(self.lang.tag()) {
                head { meta charset="utf-8"; title { (self.subject) } }
                body style="font:17px/1.6 sans-serif;color:#241f1a;max-width:36em;margin:1em auto;padding:0 1em" {
                    @for paragraph in &self.body {
                        @match paragraph {
                            Paragraph::Text(said) => { p { (said) } }
                            Paragraph::Link(said, address) => {
                                p { a href=(address) style="display:inline-block;background:#a8380f;color:#fff;padding:.6em 1.3em;border-radius:2em;text-decoration:none;font-weight:bold" { (said) } }
                                p style="font-size:14px;color:#574e45;word-break:break-all" { (address) }
                            }
                        }
                    }
                    p style="font-size:14px;color:#574e45;border-top:1px solid #e6dccf;padding-top:1em" { (self.lang.words().letter_foot()) }
                }
            }
        };
        page.into_string()
    }

    /// The whole message. `id` names it for good, so that a mailbox that gets it twice can tell.
    fn message(&self, id: i64, from: &Mailbox) -> Result<Message, Error> {
        let unusable = |fault: &dyn std::fmt::Display| Error::config(format!("a letter cannot be put together: {fault}"));
        let to = self.to.parse::<lettre::Address>().map_err(|fault| unusable(&fault))?;
        let part = |kind, body| SinglePart::builder().header(kind).body(body);
        Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, to))
            .subject(&self.subject)
            .message_id(Some(format!("<{}@{}>", crate::db::show_id(id), from.email.domain())))
            // RFC 3834: nobody's holiday notice should answer.
            .header(AutoSubmitted)
            .multipart(
                MultiPart::alternative()
                    .singlepart(part(ContentType::TEXT_PLAIN, self.text()))
                    .singlepart(part(ContentType::TEXT_HTML, self.html())),
            )
            .map_err(|fault| unusable(&fault))
    }
}

#[derive(Debug, Clone, Copy)]
struct AutoSubmitted;

impl lettre::message::header::Header for AutoSubmitted {
    fn name() -> lettre::message::header::HeaderName {
        lettre::message::header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }
    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }
    fn display(&self) -> lettre::message::header::HeaderValue {
        lettre::message::header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The way out of the house.
#[derive(Debug, Clone)]
pub struct Post {
    from: Mailbox,
    way: Way,
}

#[derive(Debug, Clone)]
enum Way {
    Server(Box<AsyncSmtpTransport<Tokio1Executor>>),
    Folder(PathBuf),
}

impl Post {
    /// Reads the settings; letters that go to no server are laid into `mail/` of the data folder.
    pub fn open(settings: &Settings, data: &Path) -> Result<Self, Error> {
        let from = settings.from.parse().map_err(|fault| Error::config(format!("YIPIN_MAIL_FROM: {fault}")))?;
        let way = match settings.smtp_url.as_deref().filter(|url| !url.trim().is_empty()) {
            // The address holds a password and is never repeated.
            Some(url) => Way::Server(Box::new(
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .map_err(|_| Error::config("YIPIN_SMTP_URL is not of the form smtp://user:password@host:port"))?
                    .timeout(Some(Duration::from_secs(20)))
                    .build(),
            )),
            None => Way::Folder(data.join("mail")),
        };
        Ok(Self { from, way })
    }

    /// Sends one letter.
    pub async fn send(&self, id: i64, letter: &Letter) -> Result<(), Error> {
        let message = letter.message(id, &self.from)?;
        match &self.way {
            Way::Server(server) => {
                server.send(message).await.map_err(|fault| Error::config(format!("the mail server refused: {fault}")))?;
            }
            Way::Folder(folder) => {
                let named = |fault: std::io::Error| Error::file(folder.display(), fault);
                tokio::fs::create_dir_all(folder).await.map_err(named)?;
                // Whole or not at all: a reader never meets half a letter.
                let (part, whole) = (folder.join(format!("{id}.part")), folder.join(format!("{id}.eml")));
                tokio::fs::write(&part, message.formatted()).await.map_err(named)?;
                tokio::fs::rename(&part, &whole).await.map_err(named)?;
            }
        }
        Ok(())
    }
}
