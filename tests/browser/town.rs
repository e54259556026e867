//! The sample city behind the real server, with what a visitor may also meet: a post that has ended, and every fault page.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use std::path::Path as Folder;
use tempfile::TempDir;
use yipin::app::{App, Server};
use yipin::config::Config;
use yipin::db::show_id;
use yipin::openings::{Event, State, store};
use yipin::time::{Stamp, today};
use yipin::web::{assets, visit};

/// The city and its server.
pub struct Town {
    /// The address of the site.
    pub home: String,
    /// The address of a site that is nothing but fault pages: `/503`, `/500` …
    pub faults: String,
    pub app: App,
    /// The page of a post that has ended.
    pub ended: String,
    server: Server,
    fault_server: tokio::task::JoinHandle<()>,
    _folder: TempDir,
}

impl Town {
    pub async fn open() -> Self {
        let folder = tempfile::Builder::new().prefix("yipin-town-").tempdir().expect("a folder");
        let app = fill(folder.path()).await;
        let ended = end_one(&app).await;
        let server = Server::start(app.clone(), "127.0.0.1:0").await.expect("the server starts");
        let home = format!("http://{}", server.address);
        let (faults, fault_server) = faults().await;
        Self { home, faults, app, ended, server, fault_server, _folder: folder }
    }

    pub async fn close(self) {
        self.fault_server.abort();
        self.server.stop().await;
    }
}

async fn fill(folder: &Folder) -> App {
    let config = Config { demo: true, ..Config::default() };
    let app = App::open(None, folder, config).await.expect("the store and the index open");
    yipin::demo::build(&app.db, folder).await.expect("the sample city");
    app.search.follow(&app.db).await.expect("the index follows");
    app
}

/// Ends a post, as its owner would. Gives the address of its page.
async fn end_one(app: &App) -> String {
    let newest = store::newest(&app.db, today(), 1).await.expect("the store answers");
    let post = newest.first().expect("a post");
    let mut tx = app.db.begin().await.expect("a transaction");
    let moved = store::move_to(&mut tx, post.id, State::Open, Event::Close, Stamp::now(), "owner", None).await;
    assert!(moved.expect("a lawful move"), "the post did not end");
    tx.commit().await.expect("committed");
    app.search.follow(&app.db).await.expect("the index follows");
    format!("/openings/{}", show_id(post.id))
}

/// Refusals of every kind behind the same layer that draws them on the site.
async fn faults() -> (String, tokio::task::JoinHandle<()>) {
    let refuse = async |Path(status): Path<u16>| StatusCode::from_u16(status).unwrap_or(StatusCode::NOT_FOUND);
    let router = axum::Router::new()
        .route("/{status}", get(refuse))
        .route("/static/{*file}", get(assets::serve))
        .layer(from_fn_with_state(visit::Site::default(), visit::around));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let home = format!("http://{}", listener.local_addr().expect("its address"));
    (home, tokio::spawn(async move { axum::serve(listener, router).await.expect("served") }))
}
