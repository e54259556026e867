//! One visit to one address: the language, the size of the type, the address itself and the day.
//!
//! Language and type come from `?lang=` and `?type=`, else from a cookie, else Chinese and normal; what the address says is remembered
//! in the cookie. Nothing else is remembered. Words of either that are not known change nothing: they are no search, so nobody is
//! misled by leaving them out.

use crate::error::{Error, FieldFault};
use crate::words::{Lang, Words};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, CONTENT_TYPE, COOKIE, HOST, SET_COOKIE, VARY};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::middleware::Next;
use axum::response::Response;
use jiff::civil::Date;
use std::convert::Infallible;

/// Who looks at what, as far as a page needs to know.
#[derive(Debug, Clone)]
pub struct Visit {
    pub lang: Lang,
    /// Large type.
    pub large: bool,
    /// Whether everything shown is sample data.
    pub demo: bool,
    /// The address without its parameters.
    pub path: String,
    /// The parameters as they came, without `lang` and `type`.
    pub query: String,
    /// Scheme and host, for links that leave the site; without a slash at the end.
    pub origin: String,
    pub today: Date,
    /// The form that holds what was answered so far, on pages that would lose it if they were left by a link.
    pub form: Option<&'static str>,
    /// Who is signed in, as far as the frame of a page shows it.
    pub signed: Option<Signed>,
}

/// Somebody signed in, as the frame of a page shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    pub name: String,
    /// Whether they have an institution's desk.
    pub desk: bool,
    /// Whether they are office staff.
    pub office: bool,
}

/// What the whole site has in common, whoever looks.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// Scheme and host as set for this server; without it, the host the visitor asked for.
    pub public_url: Option<String>,
    pub demo: bool,
}

impl Visit {
    /// Reads a visit from what was asked.
    pub fn read(site: &Site, uri: &Uri, headers: &HeaderMap, today: Date) -> Self {
        let asked = uri.query().unwrap_or("");
        let cookie = |name: &str| {
            let cookies = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
            cookies.flat_map(|line| line.split(';')).find_map(|pair| {
                let (key, value) = pair.trim().split_once('=')?;
                (key == name).then_some(value)
            })
        };
        let remembered = |name: &str| parameter(asked, name).or_else(|| cookie(name));
        Self {
            lang: [parameter(asked, "lang"), cookie("lang")]
                .into_iter()
                .flatten()
                .find_map(|word| word.parse().ok())
                .unwrap_or_default(),
            large: remembered("type") == Some("large"),
            demo: site.demo,
            path: uri.path().to_owned(),
            query: without_preferences(asked),
            origin: origin(site, headers),
            today,
            form: None,
            signed: None,
        }
    }

    /// The same visit to a page whose form holds answers: another language or type is asked for through the form.
    pub fn carrying(&self, form: &'static str) -> Self {
        Self { form: Some(form), ..self.clone() }
    }

    /// The sentences in the language of this visit.
    pub fn words(&self) -> &'static Words {
        self.lang.words()
    }

    /// This same address in another language.
    pub fn in_language(&self, lang: Lang) -> String {
        self.here_with("lang", lang.slug())
    }

    /// This same address in large or normal type.
    pub fn in_type(&self, large: bool) -> String {
        self.here_with("type", if large { "large" } else { "normal" })
    }

    /// An address of this site with scheme and host.
    pub fn absolute(&self, address: &str) -> String {
        format!("{}{address}", self.origin)
    }

    fn here_with(&self, name: &str, value: &str) -> String {
        let and = if self.query.is_empty() { "" } else { "&" };
        format!("{}?{}{and}{name}={value}", self.path, self.query)
    }
}

/// The raw value of the first parameter of that name.
fn parameter<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name).map(|(_, value)| value))
}

/// The language that a program asks for: by `?lang=`, else the first known one that Accept-Language likes best, else Chinese.
///
/// # Errors
/// A language that is not known, and any other parameter: the caller has no use for it.
pub fn language_asked(query: &str, headers: &HeaderMap) -> Result<Lang, Error> {
    let mut asked = None;
    let mut faults = Vec::new();
    for (name, value) in pairs(query) {
        match (name.as_str(), value.parse::<Lang>()) {
            ("lang", Ok(lang)) => asked = Some(lang),
            ("lang", Err(fault)) => faults.push(FieldFault::new("lang", fault.to_string())),
            _ => faults.push(FieldFault::new(shortened(&name), "is not a parameter here; known is lang")),
        }
    }
    if faults.is_empty() { Ok(asked.or_else(|| liked_best(headers)).unwrap_or_default()) } else { Err(Error::Input(faults)) }
}

fn shortened(name: &str) -> String {
    name.chars().take(40).collect()
}

/// Of the known languages the one with the highest weight in Accept-Language, of two as high the earlier.
fn liked_best(headers: &HeaderMap) -> Option<Lang> {
    let lines = headers.get_all(ACCEPT_LANGUAGE).iter().filter_map(|line| line.to_str().ok());
    let liked = lines.flat_map(|line| line.split(',')).filter_map(|part| {
        let (tag, weight) = part.split_once(';').unwrap_or((part, ""));
        let lang = tag.trim().split('-').next()?.to_ascii_lowercase().parse::<Lang>().ok()?;
        let weight = weight.trim().strip_prefix("q=").map_or(Some(1.0), |weight| weight.parse::<f32>().ok())?;
        (weight > 0.0).then_some((lang, weight))
    });
    liked.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(lang, _)| lang)
}

/// The parameters that belong to the page and not to the visit.
fn without_preferences(query: &str) -> String {
    let kept: Vec<&str> =
        query.split('&').filter(|pair| !pair.is_empty() && !matches!(pair.split('=').next(), Some("lang" | "type"))).collect();
    kept.join("&")
}

fn origin(site: &Site, headers: &HeaderMap) -> String {
    if let Some(url) = &site.public_url {
        return url.trim_end_matches('/').to_owned();
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    // A host is only echoed where it can be nothing but a host.
    let plain = host.len() <= 255 && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    format!("http://{}", if plain { host } else { "localhost" })
}

/// The parameters of an address as pairs, percent signs and plus signs resolved.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts.map(|part| part.split_once('=').unwrap_or((part, ""))).map(|(key, value)| (decode(key), decode(value))).collect()
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = |at: usize| after.get(at).and_then(|&byte| char::from(byte).to_digit(16));
        rest = after;
        match (first, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = after.get(2..).unwrap_or_default();
            }
            (b'+', ..) => bytes.push(b' '),
            (other, ..) => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A text as part of an address.
pub fn encode(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => shown.push(char::from(byte)),
            b' ' => shown.push('+'),
            other => shown.push_str(&format!("%{other:02X}")),
        }
    }
    shown
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let read = parts.extensions.get::<Self>().cloned();
        Ok(read.unwrap_or_else(|| Self::read(&Site::default(), &parts.uri, &parts.headers, crate::time::today())))
    }
}

/// Goes around every address: reads the visit for the pages, remembers what it chose, and draws a fault in the visitor's language.
pub async fn around(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let mut visit = Visit::read(&site, request.uri(), request.headers(), crate::time::today());
    let wants_json = super::fault::wants_json(&visit.path, request.headers());
    let asked = request.uri().query().unwrap_or("").to_owned();
    request.extensions_mut().insert(visit.clone());
    let response = next.run(request).await;
    visit.signed = response.extensions().get::<Signed>().cloned();
    let mut response = super::fault::redraw(response, &visit, wants_json);
    let is_page = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let headers = response.headers_mut();
    if is_page {
        headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(visit.lang.tag()));
        headers.append(VARY, HeaderValue::from_static("cookie"));
    }
    if parameter(&asked, "lang").is_some_and(|word| word.parse::<Lang>().is_ok()) {
        remember(headers, "lang", visit.lang.slug());
    }
    match parameter(&asked, "type") {
        Some("large") => remember(headers, "type", "large"),
        Some("normal") => remember(headers, "type", "normal"),
        _ => {}
    }
    response
}

fn remember(headers: &mut HeaderMap, name: &str, value: &str) {
    if let Ok(cookie) = HeaderValue::from_str(&format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly")) {
        headers.append(SET_COOKIE, cookie);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn visit(address: &str, cookie: &str) -> Visit {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_str(cookie).expect("a cookie"));
        headers.insert(HOST, HeaderValue::from_static("yipin.example:3000"));
        Visit::read(&Site::default(), &address.parse().expect("an address"), &headers, date(2026, 11, 23))
    }

    #[test]
    fn the_address_speaks_before_the_cookie_and_chinese_comes_first() {
        assert_eq!(visit("/", "").lang, Lang::Zh);
        assert_eq!(visit("/", "a=b; lang=en").lang, Lang::En);
        assert_eq!(visit("/?lang=zh", "lang=en").lang, Lang::Zh);
        assert_eq!(visit("/?lang=fr", "lang=en").lang, Lang::En);
        assert!(visit("/", "type=large").large);
        assert!(!visit("/?type=normal", "type=large").large);
    }

    #[test]
    fn programs_are_answered_in_the_language_they_ask_for() {
        let asked = |query: &str, accepts: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_str(accepts).expect("a header"));
            language_asked(query, &headers).ok()
        };
        assert_eq!(asked("", ""), Some(Lang::Zh));
        assert_eq!(asked("", "fr-FR, en;q=0.8, zh;q=0.5"), Some(Lang::En));
        assert_eq!(asked("", "en;q=0, zh-CN;q=0.1"), Some(Lang::Zh));
        assert_eq!(asked("lang=zh", "en"), Some(Lang::Zh));
        assert_eq!(asked("lang=fr", "en"), None);
        assert_eq!(asked("language=en", ""), None);
    }

    #[test]
    fn switching_the_language_keeps_the_address_and_its_parameters() {
        let visit = visit("/openings?q=%E6%8A%A4%E5%B7%A5&lang=zh&region=210302", "");
        assert_eq!(visit.query, "q=%E6%8A%A4%E5%B7%A5&region=210302");
        assert_eq!(visit.in_language(Lang::En), "/openings?q=%E6%8A%A4%E5%B7%A5&region=210302&lang=en");
        assert_eq!(visit.absolute("/openings"), "http://yipin.example:3000/openings");
    }

    #[test]
    fn parameters_come_apart_and_go_together_again() {
        assert_eq!(pairs("q=%E6%8A%A4%E5%B7%A5+a%26b&x"), [("q".into(), "护工 a&b".into()), ("x".into(), String::new())]);
        assert_eq!(decode(&encode("护工 100% & 更多")), "护工 100% & 更多");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%e"), "%zz%e");
    }
}
