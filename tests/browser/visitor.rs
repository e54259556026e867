//! A visitor's way through the site: typing, choosing, taking off, going back; with scripts and without.

use crate::World;
use crate::chrome::Tab;
use std::sync::Arc;

/// The first tick box of the filters by place.
const FIRST_PLACE: &str = "document.querySelector('.filters input[name=region]')";
/// How many posts were found, as the page says it.
const FOUND: &str = "Number(document.querySelector('#found').textContent.replace(/[^0-9]/g, ''))";
/// The chip of what was chosen in the filters.
const CHIP: &str = "document.querySelector('a.chip[rel=nofollow]')";

/// On a phone, with scripts: suggestions by the arrow keys, a filter, its chip taken off, and the way back.
pub async fn somebody_types_chooses_takes_off_and_goes_back(world: Arc<World>) {
    let mut tab = world.chrome.tab(&world.town.home).await;
    tab.look(360, false).await;
    tab.go("/").await;
    takes_the_second_suggestion(&tab).await;
    chooses_a_place_and_takes_it_off(&tab).await;

    tab.go("/openings?q=护工 包住").await;
    let before = tab.address().await;
    tab.follow(CHIP).await;
    assert_ne!(tab.address().await, before, "a chip read from the words is taken off");
    tab.run("history.back()").await;
    tab.until("back where the chip was", "document.querySelectorAll('a.chip').length >= 2").await;
    assert_eq!(tab.address().await, before);
    assert_eq!(tab.ask::<String>("document.querySelector('#q').value").await, "护工 包住");
    assert_eq!(tab.trouble().await, Vec::<String>::new());
    tab.close().await;
}

async fn takes_the_second_suggestion(tab: &Tab) {
    tab.click("document.querySelector('#q')").await;
    tab.types("护").await;
    tab.until("suggestions for one character", "document.querySelectorAll('.options:not([hidden]) li').length > 1").await;
    for (key, at) in [("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowDown", 1)] {
        tab.press(key).await;
        let points: bool = tab
            .ask(&format!(
                "(() => {{ const option = document.querySelectorAll('.options li')[{at}]
                   return option.ariaSelected === 'true' && document.querySelector('#q').getAttribute('aria-activedescendant') === option.id }})()"
            ))
            .await;
        assert!(points, "{key} points at suggestion {at} and says so to screen readers");
    }
    let second: String = tab.ask("document.querySelectorAll('.options li')[1].textContent").await;
    tab.press("Enter").await;
    tab.until("results", "location.pathname === '/openings' && document.readyState === 'complete'").await;
    assert_eq!(tab.ask::<String>("document.querySelector('#q').value").await, second);
    assert!(tab.ask::<u64>("document.querySelectorAll('.card').length").await > 0, "nothing for the suggestion {second}");

    tab.click("document.querySelector('#q')").await;
    tab.run("document.querySelector('#q').select()").await;
    tab.types("护理").await;
    tab.until("suggestions again", "!!document.querySelector('.options:not([hidden]) li')").await;
    tab.press("Escape").await;
    assert!(tab.ask::<bool>("document.querySelector('.options').hidden").await, "Escape closes the suggestions");
}

/// Needs no script, so both stories tell it.
async fn chooses_a_place_and_takes_it_off(tab: &Tab) {
    tab.go("/openings").await;
    let all: u64 = tab.ask(FOUND).await;
    assert!(!tab.ask::<bool>("document.querySelector('.filters').open").await, "on a phone the filters stay folded");
    tab.click("document.querySelector('.filters summary')").await;
    tab.until("the filters open", "document.querySelector('.filters').open").await;
    let promised: u64 = tab.ask(&format!("Number({FIRST_PLACE}.parentNode.querySelector('small').textContent)")).await;
    tab.click(FIRST_PLACE).await;
    tab.follow("document.querySelector('.filters button[type=submit]')").await;
    assert_eq!(tab.ask::<u64>(FOUND).await, promised, "as many as the box said");
    assert!(0 < promised && promised < all);
    assert!(tab.ask::<bool>(&format!("{FIRST_PLACE}.checked")).await, "what was chosen stays chosen");
    tab.follow(CHIP).await;
    assert_eq!(tab.ask::<u64>(FOUND).await, all);
    assert!(!tab.address().await.contains("region"), "{}", tab.address().await);
}

/// The same on the same phone with scripts turned off: less convenient, nothing missing.
pub async fn the_same_without_scripts(world: Arc<World>) {
    let mut tab = world.chrome.tab(&world.town.home).await;
    tab.look(360, false).await;
    tab.without_scripts().await;
    tab.go("/").await;
    tab.click("document.querySelector('#q')").await;
    tab.types("户理员").await;
    tab.press("Enter").await;
    tab.until("results", "location.pathname === '/openings' && document.readyState === 'complete'").await;
    assert!(tab.text().await.contains("护理员"), "the typing error was mended");
    assert!(!tab.ask::<bool>("!!document.querySelector('.options')").await, "no script ran");
    nothing_dead_is_shown(&tab).await;
    chooses_a_place_and_takes_it_off(&tab).await;

    tab.follow("document.querySelector('.card h3 a')").await;
    assert!(tab.address().await.starts_with("/openings/"));
    nothing_dead_is_shown(&tab).await;
    tab.run("history.back()").await;
    tab.until("back at the list", "location.pathname === '/openings'").await;
    assert_eq!(tab.trouble().await, Vec::<String>::new());
    tab.close().await;
}

/// A button that needs a script is not shown where none runs.
async fn nothing_dead_is_shown(tab: &Tab) {
    let dead: Vec<String> = tab
        .ask(
            "[...document.querySelectorAll('button')].filter((button) => button.checkVisibility() && !(button.form && button.type === 'submit'))
               .map((button) => button.textContent)",
        )
        .await;
    assert_eq!(dead, Vec::<String>::new(), "buttons that do nothing");
}

/// The language and large type follow the visitor from page to page, and can be taken back.
pub async fn language_and_large_type_are_remembered(world: Arc<World>) {
    const LANGUAGE: &str = "document.querySelector('.ways a[hreflang]')";
    const TYPE: &str = "document.querySelector('.ways a:not([hreflang])')";
    const LETTER: &str = "parseFloat(getComputedStyle(document.body).fontSize)";
    let mut tab = world.chrome.tab(&world.town.home).await;
    tab.go("/openings?q=护工").await;
    assert_eq!(tab.ask::<String>("document.documentElement.lang").await, "zh-CN", "Chinese comes first");
    let normal: f64 = tab.ask(LETTER).await;
    tab.follow(LANGUAGE).await;
    assert!(tab.address().await.starts_with("/openings?q=护工"), "the search stays: {}", tab.address().await);
    tab.follow(TYPE).await;
    for address in ["/", "/styleguide", "/nowhere", world.town.ended.as_str()] {
        tab.go(address).await;
        assert_eq!(tab.ask::<String>("document.documentElement.lang").await, "en", "{address}");
        assert!(tab.ask::<f64>(LETTER).await >= normal * 1.3, "{address} is in large type");
    }
    tab.follow(TYPE).await;
    tab.follow(LANGUAGE).await;
    tab.go("/").await;
    assert_eq!(tab.ask::<String>("document.documentElement.lang").await, "zh-CN");
    assert_eq!(tab.ask::<f64>(LETTER).await, normal);
    // That the pages which ended or never were are 410 and 404 is what they are for.
    assert_eq!(tab.trouble().await.iter().filter(|fault| !fault.contains("status of 4")).count(), 0);
    tab.close().await;
}
