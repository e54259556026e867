//! Settings: from the command line, else from the environment, read once.

use clap::Args;
use std::path::PathBuf;

/// Where the store is and how the program is reached.
#[derive(Debug, Clone, Args)]
pub struct Store {
    /// The data folder: database file, search index, rejects
    #[arg(long, env = "YIPIN_DATA", default_value = "var", value_name = "DIR", global = true)]
    pub data: PathBuf,
    /// postgres://… to share one store between nodes; without it SQLite in the data folder
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,
    /// Key of the digests of citizen numbers, at least 32 characters; without it the file `key` in the data folder, made at first
    /// use. Nodes that share a store must share it
    #[arg(long, env = "YIPIN_KEY", value_name = "KEY", hide_env_values = true, global = true)]
    pub key: Option<String>,
}

impl Store {
    /// The address of a shared store; an empty setting is none.
    pub fn url(&self) -> Option<&str> {
        self.database_url.as_deref().filter(|url| !url.trim().is_empty())
    }
}

/// What the pages and the API need to know.
#[derive(Debug, Clone)]
pub struct Config {
    /// The address people use, without a slash at the end; for links in feeds, sitemaps and structured data.
    pub public_url: Option<String>,
    /// Whether every page says that this is sample data.
    pub demo: bool,
    /// The region this market is first for: shared place names are read as its own.
    pub home_region: String,
    /// How letters leave the house.
    pub mail: crate::mail::Settings,
    /// How many proxies of ours stand before this server, each of which adds to `X-Forwarded-For`; 0 believes no such header.
    pub proxies: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: None,
            demo: false,
            home_region: "210300".to_owned(),
            mail: crate::mail::Settings::default(),
            proxies: 0,
        }
    }
}
