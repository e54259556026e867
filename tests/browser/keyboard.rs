//! The site by keyboard alone: past the menus at once, to everything that can be followed or pressed, always seeing where one is.

use crate::World;
use crate::chrome::Tab;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What has the focus, as a person sees it.
#[derive(Debug, Deserialize)]
struct Focus {
    /// Its place among everything that can have the focus.
    at: i64,
    name: String,
    /// Whether it stands in the window, nothing over it.
    in_sight: bool,
    /// Whether a ring or a changed frame shows that it has the focus.
    marked: bool,
}

const FOCUS: &str = "(() => {
    const it = document.activeElement
    const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary, textarea')]
    const box = it.getClientRects()[0] ?? it.getBoundingClientRect()
    const over = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    const ring = (one) => { const style = getComputedStyle(one); return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 }
    const frame = it.closest('.box')
    return { at: all.indexOf(it), name: it.tagName + ' ' + (it.innerText || it.name || it.id).slice(0, 40).trim(),
        in_sight: box.width > 0 && box.top >= 0 && box.bottom <= innerHeight + 1 && (it === over || it.contains(over) || it.parentNode.contains(over)),
        marked: ring(it) || (frame !== null && getComputedStyle(frame).boxShadow !== 'none') }
})()";

/// What should be reached: everything that is shown and can be used.
const REACHABLE: &str = "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary, textarea')]
    .map((one, at) => [one, at]).filter(([one]) => one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }) && !one.disabled).map(([, at]) => at)";

pub async fn the_whole_way_by_keyboard(world: Arc<World>) {
    let tab = world.chrome.tab(&world.town.home).await;
    for width in [360, 1280] {
        tab.look(width, false).await;
        for address in ["/", "/openings?q=护工", world.town.ended.as_str(), "/nowhere"] {
            tab.go(address).await;
            everything_is_reached_in_sight(&tab, &format!("{address} at {width}")).await;
        }
    }

    tab.go("/").await;
    tab.press("Tab").await;
    assert!(tab.ask::<bool>("document.activeElement.matches('a.skip')").await, "the first step offers to skip the menus");
    tab.press("Enter").await;
    tab.until("the focus in the main part", "document.activeElement.matches('main')").await;
    tab.press("Tab").await;
    assert!(tab.ask::<bool>("document.activeElement.matches('#q')").await, "the first thing in the main part is the search");
    tab.types("护工 夜班").await;
    tab.press("Enter").await;
    tab.until("results", "location.pathname === '/openings' && !!document.querySelector('.card')").await;
    while !tab.ask::<bool>("document.activeElement.matches('.card h3 a')").await {
        tab.press("Tab").await;
        assert!(tab.ask::<bool>("document.activeElement !== document.body").await, "the first post is never reached");
    }
    tab.press("Enter").await;
    tab.until("the post", "location.pathname.startsWith('/openings/')").await;
    tab.close().await;
}

/// Goes through the page with the Tab key from its top to its end.
async fn everything_is_reached_in_sight(tab: &Tab, page: &str) {
    let mut left: BTreeSet<i64> = tab.ask::<Vec<i64>>(REACHABLE).await.into_iter().collect();
    assert!(left.len() > 5, "{page}: nothing to reach");
    loop {
        tab.press("Tab").await;
        if tab.ask::<bool>("document.activeElement === document.body || document.activeElement === null").await {
            break;
        }
        let focus: Focus = tab.ask(FOCUS).await;
        assert!(focus.marked, "{page}: one cannot see that the focus is on {}", focus.name);
        assert!(focus.in_sight, "{page}: the focus is out of sight on {}", focus.name);
        if !left.remove(&focus.at) {
            break;
        }
    }
    assert!(left.is_empty(), "{page}: the Tab key never comes to {left:?}");
}
