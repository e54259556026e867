//! Erasing one's own account: asked for with the password, done at once, and final.

use super::me::is_own_password;
use super::{faulty, narrow};
use crate::app::App;
use crate::audit::{self, Action, Actor, Subject};
use crate::error::Error;
use crate::people::{Who, store};
use crate::time::Stamp;
use crate::web::Visit;
use crate::web::form::{Faults, Field, Sent};
use crate::web::parts::note;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;
use tower_sessions::Session;

fn draw(visit: &Visit, faults: &Faults, above: Option<&str>) -> Markup {
    let words = visit.words();
    let body = html! {
        @if let Some(above) = above { (note("bad", "info", &html! { p role="alert" { (above) } })) }
        p.lead { (words.erase_lead()) }
        ul.plain {
            li { (words.erase_goes()) }
            li { (words.erase_stays()) }
        }
        p { a href="/me/data.json" download { (words.me_data()) } }
        form.form method="post" action="/me/erase" {
            (Field::password("password", &words.password_now_label(), "current-password").fault(faults).draw())
            p.act { button type="submit" { (words.erase_button()) } a href="/me" { (words.not_now()) } }
        }
    };
    narrow(visit, &words.erase_title(), &body)
}

/// `GET /me/erase`
pub async fn show(visit: Visit) -> Markup {
    draw(&visit, &Faults::default(), None)
}

/// `POST /me/erase`
pub async fn submit(State(app): State<App>, visit: Visit, who: Who, session: Session, mut sent: Sent) -> Result<Response, Error> {
    let password = sent.secret("password");
    sent.done()?;
    let words = visit.words();
    if !is_own_password(&app, &who, &password).await? {
        let mut faults = Faults::default();
        faults.add("password", words.password_wrong());
        return Ok(faulty(draw(&visit, &faults, None)));
    }
    let (id, now) = (who.account.id, Stamp::now());
    let mut tx = app.db.begin().await?;
    let (institutions, last_admin) = store::would_be_left(&mut tx, id).await?;
    if !institutions.is_empty() {
        let above = words.erase_last_owner(visit.lang.list(&institutions));
        return Ok(faulty(draw(&visit, &Faults::default(), Some(&above))));
    }
    if last_admin {
        return Ok(faulty(draw(&visit, &Faults::default(), Some(&words.erase_last_admin()))));
    }
    store::erase(&mut tx, id, now).await?;
    audit::write(&mut tx, &Actor::from(&who), Action::Erased, Subject::Account(id), &json!({}), now).await?;
    tx.commit().await?;
    session.flush().await.map_err(|fault| Error::Busy(format!("ending a session: {fault}")))?;
    Ok(Redirect::to("/sign-in?done=erased").into_response())
}
