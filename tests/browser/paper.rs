//! A post on paper: what a person takes along to the interview, or hangs up in the village hall.

use crate::World;
use std::sync::Arc;
use yipin::openings::store;
use yipin::time::today;
use yipin::words::Lang;

pub async fn a_post_on_paper(world: Arc<World>) {
    let posts = store::newest(&world.town.app.db, today(), 3).await.expect("the store answers");
    let tab = world.chrome.tab(&world.town.home).await;
    let words = Lang::Zh.words();
    for post in &posts {
        tab.go(&yipin::web::parts::address(post)).await;
        let menus = [words.menu_name(), words.type_large(), words.print_button(), words.footer_api(), words.menu_openings()];
        let seen: Vec<bool> = shown(&tab.text().await, &menus);
        assert!(seen.iter().skip(1).all(|seen| *seen), "on the screen the menus are there: {seen:?}");
        tab.on_paper().await;
        let paper = tab.text().await;
        assert!(shown(&paper, &menus).iter().all(|seen| !seen), "menus on paper:\n{paper}");
        for told in [&post.title, &post.institution.name, &words.contact_title()] {
            assert!(paper.contains(told.as_str()), "{told} is missing on paper:\n{paper}");
        }
        let pdf = tab.pdf().await;
        assert!(pdf.starts_with(b"%PDF"));
        let pages = pdf.windows(12).filter(|part| part.starts_with(b"/Type /Page") && part[11] != b's').count();
        assert!((1..=2).contains(&pages), "a post fills {pages} sheets");
        tab.look(1280, false).await;
    }
    tab.close().await;
}

fn shown(text: &str, words: &[String]) -> Vec<bool> {
    words.iter().map(|word| text.lines().any(|line| line.trim() == word)).collect()
}
