//! `/styleguide/matching`: how the matcher speaks, for whoever changes a sentence: a post with its account, and every sentence.

use super::result::{Found, Subsidy, fit};
use crate::codes::Answer;
use crate::eligibility::Text;
use crate::matching::live::suits;
use crate::matching::pathways::Book;
use crate::matching::{Seeker, sentences};
use crate::person::Person;
use crate::regions::Regions;
use crate::web::assets::match_style;
use crate::web::parts::trail;
use crate::web::{Head, Visit, page, styleguide};
use jiff::ToSpan;
use maud::{Markup, html};

/// `GET /styleguide/matching`
pub async fn show(visit: Visit) -> Markup {
    draw(&visit)
}

/// Draws the page.
pub fn draw(visit: &Visit) -> Markup {
    let words = visit.words();
    let book = Book::builtin();
    let seeker = Seeker::of(0, &Person::default(), visit.today, book, Regions::builtin());
    let suited = styleguide::openings(visit).into_iter().filter_map(|opening| suits(&seeker, opening, None));
    let title = Text { zh: words.style_subsidy(), en: words.style_subsidy() };
    let subsidy = |answer, from| Subsidy { title: title.clone(), answer, from };
    let later = visit.today.saturating_add(1.year());
    let found: Vec<Found> = suited
        .map(|suited| Found {
            suited,
            subsidies: vec![subsidy(Answer::NotYet, Some(later)), subsidy(Answer::Yes, None), subsidy(Answer::Unknown, None)],
        })
        .collect();
    let body = html! {
        (trail(visit, &[(words.footer_styleguide(), "/styleguide".to_owned())], &words.style_matching()))
        h1 { (words.style_matching()) }
        section { h2 { (words.match_list_title()) } div.fits { @for one in &found { (fit(visit, one, true)) } } }
        section {
            h2 { (words.style_sentences()) }
            ul.prose { @for text in sentences::every(book) { li { (text.of(visit.lang.into())) } } }
        }
    };
    page(visit, &Head { title: words.style_matching(), style: Some(match_style()), ..Head::default() }, &body)
}
