//! What every request shares, how the server starts, follows the change log and stops.

use crate::candidates::Directory;
use crate::config::Config;
use crate::db::Db;
use crate::error::Error;
use crate::home::Figures;
use crate::mail::Post;
use crate::matching::Live;
use crate::search::Engine;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Shared by every request; cheap to clone.
#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub search: Arc<Engine>,
    /// The index of people.
    pub directory: Arc<Directory>,
    /// The posts that people are matched with.
    pub live: Arc<Live>,
    pub config: Arc<Config>,
    /// The figures of the home page, counted once a change.
    pub figures: Arc<Figures>,
    pub post: Arc<Post>,
}

impl App {
    /// Opens the store and the index of a data folder.
    pub async fn open(url: Option<&str>, data: &Path, config: Config) -> Result<Self, Error> {
        std::fs::create_dir_all(data).map_err(|fault| Error::file(data.display(), fault))?;
        let db = Db::open(url, data).await?;
        let search = Arc::new(Engine::open(data, &config.home_region)?);
        let directory = Arc::new(Directory::open(data, &config.home_region)?);
        let post = Arc::new(Post::open(&config.mail, data)?);
        Ok(Self { db, search, directory, live: Arc::default(), config: Arc::new(config), figures: Arc::default(), post })
    }
}

/// A running server.
pub struct Server {
    pub address: SocketAddr,
    app: App,
    stop: watch::Sender<bool>,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

impl Server {
    /// Listens, and begins to follow the change log.
    pub async fn start(app: App, listen: &str) -> Result<Self, Error> {
        let listener =
            TcpListener::bind(listen).await.map_err(|fault| Error::config(format!("cannot listen on {listen}: {fault}")))?;
        let address = listener.local_addr()?;
        let (stop, stopped) = watch::channel(false);
        let router = crate::routes::router(app.clone());
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let asked = until(stopped.clone());
        let serving = tokio::spawn(async move {
            if let Err(fault) = axum::serve(listener, service).with_graceful_shutdown(asked).await {
                tracing::error!(%fault, "the server ended");
            }
        });
        let following = tokio::spawn(crate::jobs::follow(app.clone(), stopped.clone()));
        let keeping = tokio::spawn(crate::jobs::keep_posts(app.clone(), stopped.clone()));
        let listing = tokio::spawn(crate::jobs::keep_people(app.clone(), stopped.clone()));
        let sweeping = tokio::spawn(crate::jobs::sweep_often(app.clone(), stopped.clone()));
        // Links in letters never take their host from a request, which anybody may write.
        let site = app.config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
        let mailing = tokio::spawn(crate::jobs::mail_often(app.clone(), site, stopped));
        Ok(Self { address, app, stop, tasks: vec![serving, following, keeping, listing, sweeping, mailing] })
    }

    /// Takes no new requests, finishes those under way (at most ten seconds), and closes the store.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let done = async {
            for task in self.tasks {
                let _ = task.await;
            }
        };
        if tokio::time::timeout(std::time::Duration::from_secs(10), done).await.is_err() {
            tracing::warn!("some requests did not end within ten seconds");
        }
        self.app.db.close().await;
    }

    /// Serves until asked to end.
    pub async fn run(self, asked: impl Future<Output = ()>) {
        asked.await;
        tracing::info!("stopping");
        self.stop().await;
    }
}

/// Ends when the value turns true, or its sender is gone.
pub async fn until(mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if stopped.changed().await.is_err() {
            return;
        }
    }
}

/// What it gives ends when the process is asked to end. Heard from the moment this returns, so that whoever is told the address
/// afterwards may ask at once.
pub fn asked_to_end() -> Result<impl Future<Output = ()>, Error> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
