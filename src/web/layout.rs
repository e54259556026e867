//! The frame around every page: head, skip link, header, main, footer. What the menu shows is the list `MENU`; an address stands
//! there from the day it answers.

use super::parts::icon;
use super::{Visit, assets};
use crate::words::{Lang, Words};
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// What a page says about itself, to browsers, search engines and people who share it.
#[derive(Debug, Clone, Default)]
pub struct Head {
    pub title: String,
    /// A sentence or two.
    pub description: String,
    /// The one address of this page, without scheme and host. Without it the page is not meant for search engines.
    pub canonical: Option<String>,
    /// The Atom feed of what the page shows.
    pub feed: Option<String>,
    /// A JSON-LD document.
    pub json_ld: Option<String>,
    /// A stylesheet that only some pages need, beside the one of all.
    pub style: Option<&'static str>,
}

/// An entry of the menu.
struct Entry {
    address: &'static str,
    /// What it is called in each language.
    name: fn(&Words) -> String,
}

const MENU: &[Entry] = &[
    Entry { address: "/", name: Words::menu_home },
    Entry { address: "/openings", name: Words::menu_openings },
    Entry { address: "/match", name: Words::menu_match },
    Entry { address: "/subsidies", name: Words::menu_subsidies },
];

/// Draws a whole page.
pub fn page(visit: &Visit, head: &Head, main: &Markup) -> Markup {
    let words = visit.words();
    html! {
        (DOCTYPE)
        html lang=(visit.lang.tag()) class=[visit.large.then_some("large")] {
            (head_of(visit, head))
            body {
                a.skip href="#main" { (words.skip_to_content()) }
                header {
                    @if visit.demo { p.demo { (words.demo_notice()) } }
                    (top(visit))
                }
                main #main tabindex="-1" { (main) }
                (footer(visit))
            }
        }
    }
}

fn head_of(visit: &Visit, head: &Head) -> Markup {
    let words = visit.words();
    let title = if head.title.is_empty() {
        format!("{} · {}", words.site_name(), words.site_purpose())
    } else {
        format!("{} · {}", head.title, words.site_name())
    };
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            title { (title) }
            @if !head.description.is_empty() {
                meta name="description" content=(head.description);
                meta property="og:description" content=(head.description);
            }
            meta property="og:title" content=(title);
            meta property="og:site_name" content=(words.site_name());
            meta property="og:type" content="website";
            meta property="og:locale" content=(match visit.lang { Lang::Zh => "zh_CN", Lang::En => "en" });
            @match &head.canonical {
                Some(address) => {
                    link rel="canonical" href=(visit.absolute(address));
                    meta property="og:url" content=(visit.absolute(address));
                    @let and = if address.contains('?') { '&' } else { '?' };
                    @for lang in Lang::ALL {
                        link rel="alternate" hreflang=(lang.tag()) href={ (visit.absolute(address)) (and) "lang=" (lang.slug()) };
                    }
                }
                None => { meta name="robots" content="noindex"; }
            }
            @if let Some(feed) = &head.feed {
                link rel="alternate" type="application/atom+xml" href=(feed) title=(words.feed_title());
            }
            meta name="theme-color" content="#a8380f";
            link rel="icon" type="image/svg+xml" href=(assets::mark());
            link rel="apple-touch-icon" href=(assets::touch_icon());
            link rel="manifest" href=(assets::manifest());
            link rel="stylesheet" href=(assets::stylesheet());
            @if let Some(style) = head.style { link rel="stylesheet" href=(style); }
            script src=(assets::script()) defer {}
            @if let Some(json) = &head.json_ld {
                // "<" never stands in it, so the document cannot end early whatever a post says.
                script type="application/ld+json" { (PreEscaped(json.replace('<', "\\u003c"))) }
            }
        }
    }
}

fn top(visit: &Visit) -> Markup {
    let words = visit.words();
    let other = visit.lang.other();
    html! {
        div.top {
            a.brand href="/" {
                img src=(assets::mark()) alt="" width="36" height="36";
                span { (words.site_name()) } " "
                small { (words.site_purpose()) }
            }
            nav.menu aria-label=(words.menu_name()) {
                ul {
                    @for entry in MENU {
                        li { a href=(entry.address) aria-current=[(visit.path == entry.address).then_some("page")] { ((entry.name)(words)) } }
                    }
                }
            }
            ul.ways {
                li {
                    @let (address, says) = if visit.large { (visit.in_type(false), words.type_normal()) } else { (visit.in_type(true), words.type_large()) };
                    (preference(visit, &address, &says, None))
                }
                (signed(visit))
                li { (preference(visit, &visit.in_language(other), &other.words().language_self(), Some(other))) }
            }
        }
    }
}

/// A link to this page as someone prefers it. Where a form holds what was answered so far, a button that takes it along.
fn preference(visit: &Visit, address: &str, says: &str, lang: Option<Lang>) -> Markup {
    let tag = lang.map(Lang::tag);
    html! {
        @match visit.form {
            Some(form) => { button type="submit" form=(form) name="go" value="stay" formaction=(address) formnovalidate lang=[tag] { (says) } }
            None => { a rel="nofollow" lang=[tag] hreflang=[tag] href=(address) { (says) } }
        }
    }
}

/// The ways in, or to what is one's own.
fn signed(visit: &Visit) -> Markup {
    let words = visit.words();
    html! {
        @match &visit.signed {
            None => { li { a rel="nofollow" href="/sign-in" { (words.header_sign_in()) } } }
            Some(signed) => {
                @if signed.office { li { a href="/office" { (words.header_office()) } } }
                @if signed.desk { li { a href="/desk" { (words.header_desk()) } } }
                li { a href="/me" title=(words.header_account()) { (icon("person")) (signed.name) } }
            }
        }
    }
}

fn footer(visit: &Visit) -> Markup {
    let words = visit.words();
    html! {
        footer.foot {
            p { strong { (words.site_name()) } " " (words.footer_about()) }
            p { (icon("scales")) (words.footer_fair()) }
            ul {
                li { a href="/policies" { (words.menu_policies()) } }
                li { a href="/wages" { (words.wages_title()) } }
                li { a href="/openings.atom" { (words.footer_feed()) } }
                li { a href="/api/docs" { (words.footer_api()) } }
                li { a href="/styleguide" { (words.footer_styleguide()) } }
            }
        }
    }
}
