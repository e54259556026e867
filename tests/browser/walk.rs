//! A walk over every public page. It begins at the home page and follows links and forms, so a page added tomorrow is looked at
//! without being listed here; of pages of one kind it looks at a few.

use crate::World;
use crate::chrome::Tab;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use yipin::openings::Opening;
use yipin::openings::store;
use yipin::time::today;

/// The most a page may weigh: HTML, style and script as they are before they are packed for the way.
const HEAVIEST: u64 = 60_000;
/// How many pages of one kind are looked at, and how many that differ in their parameters.
const ALIKE: usize = 2;
const OF_A_KIND: usize = 8;
/// What axe looks for: WCAG 2.2 A and AA, and what its makers hold to be good practice.
const RULES: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

/// Every page: nothing that axe-core finds, in both languages, on a phone and on a desk, in large type and in the dark; nothing to
/// scroll sideways; light; no error; nothing asked of any other host.
pub async fn every_page_is_sound_light_and_keeps_to_itself(world: Arc<World>) {
    let pages = pages(&world).await;
    println!("{} pages are looked at", pages.len());
    let left = Arc::new(Mutex::new(VecDeque::from(pages)));
    let lookers: Vec<_> = (0..3).map(|_| tokio::spawn(look_at_what_is_left(Arc::clone(&world), Arc::clone(&left)))).collect();
    let mut trouble = Vec::new();
    for looker in lookers {
        trouble.extend(looker.await.expect("a looker ends"));
    }
    trouble.sort();
    let shown: Vec<&str> = trouble.iter().take(60).map(String::as_str).collect();
    assert!(trouble.is_empty(), "{} faults:\n{}", trouble.len(), shown.join("\n"));
}

// -- which pages -------------------------------------------------------------------------------------------------------

/// A page as the walk reads it.
#[derive(Debug, Deserialize)]
struct Read {
    status: u16,
    html: bool,
    /// Addresses of this site that it leads to, by links and by forms that only ask.
    links: Vec<String>,
}

/// Reads a page without drawing it. Languages and type sizes are left off: each page is looked at in all of them.
const READ: &str = r"(async (address) => {
    const answer = await fetch(address, { headers: { accept: 'text/html' } })
    const status = answer.status
    if (!(answer.headers.get('content-type') ?? '').startsWith('text/html')) return { status, html: false, links: [] }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const links = [...page.querySelectorAll('a[href]')].map((a) => new URL(a.getAttribute('href'), answer.url))
    for (const form of page.querySelectorAll('form:not([method=post])')) {
        const url = new URL(form.getAttribute('action') ?? '', answer.url)
        url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''))
        links.push(url)
    }
    const own = links.filter((url) => url.origin === location.origin)
    for (const url of own) for (const name of ['lang', 'type']) url.searchParams.delete(name)
    return { status, html: true, links: own.map((url) => url.pathname + url.search) }
})";

/// Every kind of public page, each by a few addresses.
async fn pages(world: &World) -> Vec<String> {
    let tab = world.chrome.tab(&world.town.home).await;
    tab.go("/").await;
    let mut waiting = VecDeque::from(seeds(world).await);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut kinds: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    let mut pages = Vec::new();
    while let Some((address, wanted)) = waiting.pop_front() {
        if !seen.insert(address.clone()) || !(has_room(&mut kinds, &address) || wanted) {
            continue;
        }
        let read: Read = tab.ask(&format!("{READ}({})", serde_json::json!(address))).await;
        assert!(wanted || read.status < 400, "a link of the site leads to {address}, which is a {}", read.status);
        if read.html {
            pages.push(address);
            waiting.extend(read.links.into_iter().map(|link| (link, false)));
        }
    }
    assert!(tab.ask::<bool>("document.title !== ''").await);
    tab.close().await;
    for kind in ["/ 1", "/openings 1", "/openings 2", "/institutions 2", "/styleguide 1", "/api 2"] {
        assert!(kinds.contains_key(kind), "the walk came by no {kind}: {kinds:?}");
    }
    pages.extend([400, 403, 405, 410, 413, 429, 500, 503].map(|status| format!("{}/{status}", world.town.faults)));
    pages
}

/// Whether one more page of its kind is looked at; counts it. A kind is the first part of the address and how many there are.
fn has_room(kinds: &mut BTreeMap<String, BTreeMap<String, usize>>, address: &str) -> bool {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let alike = kinds.entry(format!("/{} {}", parts.first().unwrap_or(&""), parts.len())).or_default();
    let names: BTreeSet<&str> = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let shown: usize = alike.values().sum();
    let count = alike.entry(names.join("&")).or_default();
    let room = shown < OF_A_KIND && *count < if query.is_empty() { ALIKE } else { 1 };
    *count += usize::from(room);
    room
}

/// Where the walk begins, and what no link leads to: faults, posts of every kind, the heaviest lists.
async fn seeds(world: &World) -> Vec<(String, bool)> {
    let wanted = [
        "/openings?per_page=100",
        "/openings?q=%E6%8A%A4%E5%B7%A5+%E5%8C%85%E5%90%83%E4%BD%8F&per_page=100&page=2",
        "/openings?q=%E6%88%B7%E7%90%86%E5%91%98&region=210302&kind=vacancy&benefit=meals&pay_min=3000&education=junior_high",
        "/openings?q=zzqqxx",
        "/openings?occupation=doctor&region=210323&pay_min=8000",
        "/openings?near=41.11,122.99&radius_km=5&sort=distance",
        "/openings?page=500",
        "/openings?kind=vacances&regoin=2103",
        "/openings/zzzz",
        "/nowhere",
    ];
    let mut seeds: Vec<(String, bool)> = vec![("/".into(), true), ("/styleguide".into(), true), ("/api/docs".into(), true)];
    seeds.extend(wanted.map(|address| (address.to_owned(), true)));
    seeds.push((world.town.ended.clone(), true));
    let posts = store::public_after(&world.town.app.db, 0, today(), 2_000).await.expect("the store answers");
    let mut kinds = BTreeSet::new();
    for post in posts.iter().filter(|post| kinds.insert((post.kind.slug(), post.pay.is_known()))) {
        seeds.push((address(post), true));
    }
    seeds
}

fn address(post: &Opening) -> String {
    yipin::web::parts::address(post)
}

// -- what is looked at -------------------------------------------------------------------------------------------------

async fn look_at_what_is_left(world: Arc<World>, left: Arc<Mutex<VecDeque<String>>>) -> Vec<String> {
    let mut tab = world.chrome.tab(&world.town.home).await;
    let mut trouble = Vec::new();
    loop {
        let next = left.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some(address) = next else { break };
        for lang in ["zh", "en"] {
            trouble.extend(look_at(&world, &mut tab, &address, lang).await);
        }
    }
    tab.close().await;
    trouble
}

/// One page in one language, in every way it may be seen.
async fn look_at(world: &World, tab: &mut Tab, address: &str, lang: &str) -> Vec<String> {
    let and = if address.contains('?') { '&' } else { '?' };
    let mut trouble = Vec::new();
    for (size, ways) in [("normal", &[(360, false), (1280, false), (360, true)][..]), ("large", &[(360, false)])] {
        let shown = format!("{address}{and}lang={lang}&type={size}");
        tab.look(360, false).await;
        tab.go(&shown).await;
        let mut found: Vec<String> = weight(tab).await.into_iter().collect();
        tab.run(&world.axe).await;
        for &(width, dark) in ways {
            tab.look(width, dark).await;
            let light = if dark { ", dark" } else { "" };
            found.extend(faults(tab, width, dark).await.into_iter().map(|fault| format!("{width}{light}: {fault}")));
        }
        found.extend(tab.trouble().await);
        trouble.extend(found.into_iter().map(|fault| format!("{shown} {fault}")));
    }
    trouble
}

#[derive(Debug, Deserialize)]
struct Weight {
    html: u64,
    style: u64,
    script: u64,
}

/// What the page and the files it asked for weigh.
async fn weight(tab: &Tab) -> Option<String> {
    let weight: Weight = tab
        .ask(
            "(() => { const files = performance.getEntriesByType('resource')
               const sum = (end) => files.filter((file) => new URL(file.name).pathname.endsWith(end)).reduce((sum, file) => sum + file.decodedBodySize, 0)
               return { html: performance.getEntriesByType('navigation')[0].decodedBodySize, style: sum('.css'), script: sum('.js') } })()",
        )
        .await;
    assert!(weight.html > 1_000 && weight.style > 1_000 && weight.script > 500, "nothing was weighed: {weight:?}");
    let sum = weight.html + weight.style + weight.script;
    (sum > HEAVIEST).then(|| format!("weighs {sum} bytes: {weight:?}"))
}

/// What axe finds, and whether the page is wider than the window. In the dark only colours differ.
async fn faults(tab: &Tab, width: i64, only_colours: bool) -> Vec<String> {
    let rules = if only_colours { "['color-contrast', 'link-in-text-block']" } else { RULES };
    tab.ask(&format!(
        "axe.run(document, {{ runOnly: {rules}, resultTypes: ['violations'] }}).then(({{ violations }}) => {{
            const told = violations.map((rule) => rule.id + ' ' + rule.nodes.slice(0, 3).map((node) => node.target + ': ' + node.failureSummary.replaceAll('\\n', ' ')).join(' | '))
            // A phone makes its window wider for a page that does not fit, so the width asked for counts.
            const over = document.documentElement.scrollWidth - {width}
            return over > 0 ? [...told, 'is ' + over + ' pixels too wide'] : told
        }})"
    ))
    .await
}
