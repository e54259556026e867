//! Forms: what a page sent, read strictly, and how a field is drawn.
//!
//! [`Sent`] hands out each field once. A field that no page has, or one that came twice, is a fault that names it: so nobody
//! slips in a role or a state that a handler might take for its own. What is wrong with a field is kept beside what was
//! typed, and the page is drawn again with both; a password is never drawn again.

use super::parts::icon;
use super::{Head, assets};
use crate::error::{Error, FieldFault};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use maud::{Markup, html};

/// The fields that a page sent.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    fields: Vec<(String, String)>,
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = axum::response::Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        use axum::response::IntoResponse as _;
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let empty = request.headers().get(axum::http::header::CONTENT_LENGTH).is_some_and(|length| length == "0");
        let is_form = kind.starts_with("application/x-www-form-urlencoded") || (empty && kind.is_empty());
        if !is_form {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
        }
        let bytes = axum::body::Bytes::from_request(request, state).await.map_err(axum::response::IntoResponse::into_response)?;
        Ok(Self::read(&bytes))
    }
}

impl Sent {
    /// Reads `name=value&…`.
    pub fn read(bytes: &[u8]) -> Self {
        let fields = form_urlencoded::parse(bytes).map(|(name, value)| (name.into_owned(), value.into_owned()));
        Self { fields: fields.collect() }
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let at = self.fields.iter().position(|(one, _)| one == name)?;
        Some(self.fields.swap_remove(at).1)
    }

    /// A line of text: without control characters, without blanks at its ends, at most `most` characters. Empty if it did
    /// not come.
    pub fn line(&mut self, name: &str, most: usize) -> String {
        let text = self.take(name).unwrap_or_default();
        let clean: String = text.chars().filter(|c| !c.is_control()).collect();
        clean.trim().chars().take(most).collect()
    }

    /// A secret exactly as typed.
    pub fn secret(&mut self, name: &str) -> String {
        self.take(name).unwrap_or_default()
    }

    /// Whether a box was ticked.
    pub fn ticked(&mut self, name: &str) -> bool {
        self.take(name).is_some()
    }

    /// Nothing may be left over.
    pub fn done(self) -> Result<(), Error> {
        if self.fields.is_empty() {
            return Ok(());
        }
        let faults = self.fields.into_iter().map(|(name, _)| {
            let short: String = name.chars().take(60).collect();
            FieldFault::new(short, "this form has no such field, or has it once")
        });
        Err(Error::Input(faults.collect()))
    }
}

/// The head of a page with such forms: its title and the stylesheet that they need. Nothing for search engines.
pub fn head(title: impl Into<String>) -> Head {
    Head { title: title.into(), style: Some(assets::people_style()), ..Head::default() }
}

/// What is wrong with which field, in the reader's language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(Vec<(&'static str, String)>);

impl Faults {
    pub fn add(&mut self, field: &'static str, said: String) {
        self.0.push((field, said));
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with a field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, said)| said.as_str())
    }
}

/// One field of a form.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    pub name: &'static str,
    pub label: &'a str,
    pub kind: &'static str,
    pub value: &'a str,
    /// A sentence below the label.
    pub hint: Option<&'a str>,
    pub fault: Option<&'a str>,
    /// What the browser may fill in (HTML's autofill names).
    pub fills: &'static str,
    pub needed: bool,
}

impl<'a> Field<'a> {
    /// A line of text that is needed.
    pub fn text(name: &'static str, label: &'a str, value: &'a str) -> Self {
        Self { name, label, kind: "text", value, hint: None, fault: None, fills: "off", needed: true }
    }

    /// A password: never filled by us.
    pub fn password(name: &'static str, label: &'a str, fills: &'static str) -> Self {
        Self { name, label, kind: "password", value: "", hint: None, fault: None, fills, needed: true }
    }

    pub fn hint(self, hint: &'a str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    pub fn fault(self, faults: &'a Faults) -> Self {
        Self { fault: faults.of(self.name), ..self }
    }

    pub fn fills(self, fills: &'static str) -> Self {
        Self { fills, ..self }
    }

    pub fn optional(self) -> Self {
        Self { needed: false, ..self }
    }

    /// Label, hint, fault and box, tied together for screen readers.
    pub fn draw(&self) -> Markup {
        let described: Vec<String> = [self.hint.map(|_| "hint"), self.fault.map(|_| "fault")]
            .into_iter()
            .flatten()
            .map(|what| format!("{}-{what}", self.name))
            .collect();
        let described = (!described.is_empty()).then(|| described.join(" "));
        html! {
            div.field.wrong[self.fault.is_some()] {
                label for=(self.name) { (self.label) }
                @if let Some(hint) = self.hint { p.small id={ (self.name) "-hint" } { (hint) } }
                @if let Some(fault) = self.fault { p.fault-said id={ (self.name) "-fault" } { (icon("info")) (fault) } }
                input id=(self.name) name=(self.name) type=(self.kind) value=[(self.kind != "password").then_some(self.value)]
                    autocomplete=(self.fills) required[self.needed] maxlength="200" autocapitalize="off" spellcheck="false"
                    inputmode=[(self.fills == "one-time-code").then_some("numeric")]
                    aria-invalid=[self.fault.map(|_| "true")] aria-describedby=[described];
            }
        }
    }
}

/// A choice from a list of (value, name).
pub fn choice(name: &'static str, label: &str, options: &[(String, String)], chosen: &str, faults: &Faults) -> Markup {
    let fault = faults.of(name);
    html! {
        div.field.wrong[fault.is_some()] {
            label for=(name) { (label) }
            @if let Some(fault) = fault { p.fault-said id={ (name) "-fault" } { (icon("info")) (fault) } }
            select id=(name) name=(name) aria-invalid=[fault.map(|_| "true")] aria-describedby=[fault.map(|_| format!("{name}-fault"))] {
                @for (value, shown) in options { option value=(value) selected[value == chosen] { (shown) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_no_page_has_is_refused_by_name() {
        let mut sent = Sent::read(b"name=%E7%8E%8B&role=admin&name=x");
        assert_eq!(sent.line("name", 10), "王");
        let Err(Error::Input(faults)) = sent.done() else { panic!("accepted") };
        let names: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(names, ["name", "role"]);
    }

    #[test]
    fn a_line_is_one_line_and_a_secret_is_as_typed() {
        let mut sent = Sent::read(b"name=+a%00b%0Ac+&password=+x%09+");
        assert_eq!(sent.line("name", 100), "abc");
        assert_eq!(sent.secret("password"), " x\t ");
        assert!(sent.done().is_ok());
    }

    #[test]
    fn a_password_is_never_drawn_again() {
        let field = Field { value: "geheim", ..Field::password("password", "密码", "current-password") };
        assert!(!field.draw().into_string().contains("geheim"));
    }
}
