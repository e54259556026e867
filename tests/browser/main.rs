//! What people see and touch, in a real Chromium: every public page in both languages, on a phone and on a desk, in large type and
//! in the dark; a visitor's way through the site with scripts and without, with the keyboard alone, and on paper.
//!
//! One browser serves all stories and is closed when they are told, however they end. What is missing on the machine (browser, node,
//! the network for axe-core) is a failure that says what to install; nothing is passed over.
//!
//! `cargo test --test browser [part of a story's name]…`

mod axe;
mod chrome;
mod keyboard;
mod paper;
mod town;
mod visitor;
mod walk;

use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// What the stories share.
pub struct World {
    pub town: town::Town,
    pub chrome: chrome::Chrome,
    /// The source of axe-core.
    pub axe: String,
}

type Telling = Pin<Box<dyn Future<Output = ()> + Send>>;
type Story = (&'static str, fn(Arc<World>) -> Telling);

macro_rules! stories {
    ($($module:ident :: $name:ident,)+) => { [$((concat!(stringify!($module), "::", stringify!($name)), |world| Box::pin($module::$name(world)))),+] };
}

const STORIES: &[Story] = &stories![
    walk::every_page_is_sound_light_and_keeps_to_itself,
    visitor::somebody_types_chooses_takes_off_and_goes_back,
    visitor::the_same_without_scripts,
    visitor::language_and_large_type_are_remembered,
    keyboard::the_whole_way_by_keyboard,
    paper::a_post_on_paper,
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let parts: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
    let told: Vec<&Story> =
        STORIES.iter().filter(|(name, _)| parts.is_empty() || parts.iter().any(|part| name.contains(part))).collect();
    if words.iter().any(|word| word == "--list") {
        told.iter().for_each(|(name, _)| println!("{name}: test"));
        return ExitCode::SUCCESS;
    }
    if told.is_empty() {
        println!("no story in the browser is called so");
        return ExitCode::SUCCESS;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(tell(&told))
}

/// Tells the stories one after the other; asked to end, closes the browser all the same.
async fn tell(stories: &[&Story]) -> ExitCode {
    let asked = yipin::app::asked_to_end().expect("signals are heard");
    let world = match begin().await {
        Ok(world) => Arc::new(world),
        Err(why) => {
            eprintln!("\nthe browser tests cannot be run: {why}\nNothing is passed over; they fail until this is mended.");
            return ExitCode::FAILURE;
        }
    };
    let failed = tokio::select! {
        failed = one_by_one(stories, &world) => failed,
        () = asked => vec!["asked to end before all was told"],
    };
    if let Some(World { town, chrome, .. }) = Arc::into_inner(world) {
        chrome.close().await;
        town.close().await;
    }
    if failed.is_empty() {
        println!("\n{} stories in the browser, all well", stories.len());
        return ExitCode::SUCCESS;
    }
    println!("\nfailed: {}", failed.join(", "));
    ExitCode::FAILURE
}

async fn begin() -> Result<World, String> {
    let axe = axe::source()?;
    let chrome = chrome::Chrome::launch().await?;
    let town = town::Town::open().await;
    Ok(World { town, chrome, axe })
}

async fn one_by_one(stories: &[&Story], world: &Arc<World>) -> Vec<&'static str> {
    let mut failed = Vec::new();
    for (name, story) in stories {
        let begun = Instant::now();
        let ended = tokio::spawn(story(Arc::clone(world))).await;
        println!("{name} … {} ({} s)", if ended.is_ok() { "ok" } else { "FAILED" }, begun.elapsed().as_secs());
        if ended.is_err() {
            failed.push(*name);
        }
    }
    failed
}
