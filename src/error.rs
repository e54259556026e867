//! One error for the whole program: what went wrong, in words for the person who can mend it.
//!
//! Faults of input are [`Error::Input`] and name the field; what is not there is [`Error::Missing`]; the rest is ours, is
//! logged, and is shown as a page that apologises and shows a way on. How an error becomes a page or a problem document
//! is told in `web/fault.rs`.

use std::fmt;

/// One fault of one field.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct FieldFault {
    /// The parameter, column or JSON path.
    pub field: String,
    /// What is wrong with it and what would be right.
    pub reason: String,
}

impl FieldFault {
    /// A fault of `field`.
    pub fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { field: field.into(), reason: reason.into() }
    }
}

impl fmt::Display for FieldFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.reason)
    }
}

/// What went wrong.
#[derive(Debug)]
pub enum Error {
    /// The asker's input; each fault named.
    Input(Vec<FieldFault>),
    /// Nothing at this address, or no longer.
    Missing(&'static str),
    /// There once, gone for good: the page says so and offers what is like it.
    Gone(&'static str),
    Database(sqlx::Error),
    Migration(sqlx::migrate::MigrateError),
    Index(tantivy::TantivyError),
    /// The index is being built or another process holds it.
    Busy(String),
    File(String),
    Config(String),
    /// Something stored that the program cannot read: a fault of ours.
    Stored(String),
}

impl Error {
    /// One faulty field.
    pub fn field(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Input(vec![FieldFault::new(field, reason)])
    }
    /// A setting that cannot be used.
    pub fn config(what: impl Into<String>) -> Self {
        Self::Config(what.into())
    }
    /// A file that cannot be read or written, with its name.
    pub fn file(name: impl fmt::Display, why: impl fmt::Display) -> Self {
        Self::File(format!("{name}: {why}"))
    }
    /// A stored value that cannot be read.
    pub fn stored(column: &str, value: &str) -> Self {
        let shown: String = value.chars().take(80).collect();
        Self::Stored(format!("column {column} holds what cannot be read: {shown}"))
    }
    /// Whether the database was not reached, or is just going down or coming up. That passes by itself: whoever asked is told
    /// to come again, where a fault in a statement would be told as ours.
    pub fn is_out_of_reach(&self) -> bool {
        let Self::Database(error) = self else { return false };
        match error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => true,
            // PostgreSQL, appendix A: connection exceptions, operator intervention, too many connections.
            sqlx::Error::Database(fault) => fault
                .code()
                .is_some_and(|code| code.len() == 5 && (code.starts_with("08") || code.starts_with("57P0") || code == "53300")),
            _ => false,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(faults) => {
                for (at, fault) in faults.iter().enumerate() {
                    write!(f, "{}{fault}", if at > 0 { "; " } else { "" })?;
                }
                Ok(())
            }
            Self::Missing(what) => write!(f, "there is no such {what}"),
            Self::Gone(what) => write!(f, "this {what} has ended"),
            Self::Database(error) => write!(f, "database: {error}"),
            Self::Migration(error) => write!(f, "bringing the tables up to date: {error}"),
            Self::Index(error) => write!(f, "search index: {error}"),
            Self::Busy(what) | Self::File(what) | Self::Config(what) | Self::Stored(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Error {}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}
impl From<sqlx::migrate::MigrateError> for Error {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Migration(error)
    }
}
impl From<tantivy::TantivyError> for Error {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(error)
    }
}
impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::File(error.to_string())
    }
}
