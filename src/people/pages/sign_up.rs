//! Making an account.
//!
//! The answer is the same whether the number or address was free or had an account: "sign in now". Who made an account can;
//! who tried somebody else's cannot. An address is also written to, so that its owner knows.

use super::sign_in::{Said, SignInPage};
use super::{LONGEST_NAME, faulty, login_fault, narrow, password_faults, too_often, wait_told};
use crate::app::App;
use crate::audit::{self, Action, Actor, Subject};
use crate::error::Error;
use crate::mail::{Asked, outbox};
use crate::people::guard::Asker;
use crate::people::{Login, letters, password, store, tries};
use crate::time::Stamp;
use crate::web::Visit;
use crate::web::form::{Faults, Field, Sent};
use crate::web::parts::note;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

/// The form, with what was typed.
#[derive(Debug, Default)]
pub struct SignUpPage {
    pub name: String,
    pub login: String,
    pub faults: Faults,
    pub above: Option<String>,
}

impl SignUpPage {
    pub fn draw(&self, visit: &Visit) -> Markup {
        let words = visit.words();
        let body = html! {
            p.lead { (words.sign_up_lead()) }
            @if let Some(above) = &self.above { (note("bad", "info", &html! { p role="alert" { (above) } })) }
            form.form method="post" action="/sign-up" {
                (fields(visit, &self.name, &self.login, &self.faults))
                p.act { button type="submit" { (words.sign_up_button()) } }
            }
            p.small { (words.sign_up_privacy()) }
            p.also { (words.have_account()) " " a href="/sign-in" { (words.sign_in_link()) } }
            p.also { (words.sign_up_institution()) }
        };
        narrow(visit, &words.sign_up_title(), &body)
    }
}

/// Name, login and password of a new account.
pub fn fields(visit: &Visit, name: &str, login: &str, faults: &Faults) -> Markup {
    let words = visit.words();
    html! {
        (Field::text("name", &words.name_label(), name).fills("name").fault(faults).draw())
        (Field::text("login", &words.login_label(), login).hint(&words.login_hint()).fills("username").fault(faults).draw())
        (Field::password("password", &words.password_label(), "new-password").hint(&words.password_hint(password::FEWEST as i64)).fault(faults).draw())
    }
}

/// What a form for a new account held, once nothing is wrong with it.
#[derive(Debug)]
pub struct Wanted {
    pub name: String,
    pub login: Login,
    pub password: String,
}

/// Reads the three fields; where something is wrong gives back what was typed and what is wrong.
pub fn read(visit: &Visit, sent: &mut Sent) -> Result<Wanted, (String, String, Faults)> {
    let words = visit.words();
    let (name, typed, password) = (sent.line("name", LONGEST_NAME), sent.line("login", 200), sent.secret("password"));
    let mut faults = Faults::default();
    if name.is_empty() {
        faults.add("name", words.name_empty());
    }
    let login = Login::read_new(&typed).map_err(|fault| faults.add("login", login_fault(words, fault))).ok();
    let logins: Vec<&str> = login.iter().map(Login::as_str).collect();
    password_faults(words, &mut faults, &password, &logins);
    match login {
        Some(login) if faults.is_empty() => Ok(Wanted { name, login, password }),
        _ => Err((name, typed, faults)),
    }
}

/// `GET /sign-up`
pub async fn show(visit: Visit, asker: Asker) -> Response {
    match &asker.who {
        Some(_) => Redirect::to("/me").into_response(),
        None => SignUpPage::default().draw(&visit).into_response(),
    }
}

/// `POST /sign-up`
pub async fn submit(State(app): State<App>, visit: Visit, asker: Asker, mut sent: Sent) -> Result<Response, Error> {
    let read = read(&visit, &mut sent);
    sent.done()?;
    let wanted = match read {
        Ok(wanted) => wanted,
        Err((name, login, faults)) => return Ok(faulty(SignUpPage { name, login, faults, above: None }.draw(&visit))),
    };
    let now = Stamp::now();
    if let Err(wait) = tries::count(&app.db, tries::SIGN_UP_FROM, &asker.from, now).await? {
        let above = Some(wait_told(visit.words(), wait));
        let page = SignUpPage { name: wanted.name, login: wanted.login.to_string(), faults: Faults::default(), above };
        return Ok(too_often(wait, page.draw(&visit)));
    }
    let hashed = password::hash(&wanted.password).await?;
    make(&app, &visit, &wanted, &hashed, &asker.from, now).await?;
    let login = crate::people::login::written(wanted.login.as_str()).to_owned();
    Ok(SignInPage { login, next: String::new(), said: Said::SignedUp }.draw(&visit).into_response())
}

/// Makes the account where there is none, and does as much where there is one.
async fn make(app: &App, visit: &Visit, wanted: &Wanted, hashed: &str, from: &str, now: Stamp) -> Result<(), Error> {
    let new =
        store::NewAccount { name: &wanted.name, login: &wanted.login, password: Some(hashed), lang: visit.lang, sample: false };
    let mut tx = app.db.begin().await?;
    let made = store::insert(&mut tx, &new, now).await?;
    let subject = Subject::Account(made.unwrap_or(0));
    let detail = json!({ "new": made.is_some() });
    audit::write(&mut tx, &Actor::visitor(from), Action::SignedUp, subject, &detail, now).await?;
    if let Some(email) = wanted.login.email() {
        let letter = Asked { account: made, ..Asked::of(letters::WELCOME, now, visit.lang).login(email) };
        outbox::ask(&mut tx, &letter).await?;
    }
    tx.commit().await?;
    Ok(())
}
